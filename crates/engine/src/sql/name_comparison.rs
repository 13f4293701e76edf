//! `TableName = 'OrderItems'`: where a column that holds names meets a text, the two compare as names do.

use datafusion::sql::sqlparser::ast::{BinaryOperator, Expr, Value};
use datafusion::sql::sqlparser::parser::Parser;

use super::spelling::fold;
use super::tokens::StoreDialect;

/// Rewrites a comparison of a column that `holds_names` with texts by `=`, `<>` or IN.
pub(super) fn compare_names(expr: &mut Expr, holds_names: impl Fn(&Expr) -> bool) {
    match expr {
        Expr::BinaryOp {
            left,
            op: BinaryOperator::Eq | BinaryOperator::NotEq,
            right,
        } => {
            if is_text(right) && holds_names(left) {
                compare(left, [right.as_mut()]);
            } else if is_text(left) && holds_names(right) {
                compare(right, [left.as_mut()]);
            }
        }
        Expr::InList { expr, list, .. } if list.iter().all(is_text) && holds_names(expr) => {
            compare(expr, list);
        }
        _ => {}
    }
}

fn is_text(expr: &Expr) -> bool {
    matches!(expr, Expr::Value(value) if matches!(value.value, Value::SingleQuotedString(_)))
}

fn compare<'a>(column: &mut Expr, texts: impl IntoIterator<Item = &'a mut Expr>) {
    let folded = format!("lower(replace(replace({column}, '_', ''), ' ', ''))");
    let folded = Parser::new(&StoreDialect::of(&folded))
        .try_with_sql(&folded)
        .and_then(|mut parser| parser.parse_expr());
    // It is built of what was parsed before.
    let Ok(folded) = folded else {
        return;
    };
    *column = folded;
    for text in texts {
        if let Expr::Value(value) = text
            && let Value::SingleQuotedString(name) = &mut value.value
        {
            *name = fold(name);
        }
    }
}
