//! The catalogue has no domains: what a CASE says of one is never asked, and may be a query that cannot be planned.

use datafusion::sql::sqlparser::ast::{BinaryOperator, CaseWhen, Expr, Value};

use super::arrays::plain;

/// Makes NULL of what stands behind `WHEN typtype = 'd' THEN`.
pub(super) fn without(conditions: &mut [CaseWhen]) {
    for condition in conditions {
        if is_of_domains(&condition.condition) {
            condition.result = Expr::value(Value::Null);
        }
    }
}

fn is_of_domains(condition: &Expr) -> bool {
    let Expr::BinaryOp {
        left,
        op: BinaryOperator::Eq,
        right,
    } = plain(condition)
    else {
        return false;
    };
    let is_kind = match plain(left) {
        Expr::Identifier(name) => name.value.eq_ignore_ascii_case("typtype"),
        Expr::CompoundIdentifier(parts) => parts
            .last()
            .is_some_and(|name| name.value.eq_ignore_ascii_case("typtype")),
        _ => false,
    };
    is_kind
        && matches!(plain(right), Expr::Value(value) if matches!(&value.value, Value::SingleQuotedString(kind) if kind == "d"))
}
