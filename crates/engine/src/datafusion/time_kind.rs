//! Which kind of day or time an expression will be, before types are coerced: until then DataFusion takes the first branch of
//! `CASE WHEN … THEN DATE '2025-04-01' ELSE date_created END` for its type.

use arrow::datatypes::DataType;
use datafusion::common::DFSchema;
use datafusion::logical_expr::{Expr, ExprSchemable};

/// The type of the day or the time that `expr` will be; none where it is something else.
pub(super) fn time_kind(expr: &Expr, schema: &DFSchema) -> Option<DataType> {
    let widest = |values: &mut dyn Iterator<Item = &Expr>| {
        let kinds: Vec<_> = values.map(|value| time_kind(value, schema)).collect();
        let day = kinds.iter().flatten().next().cloned();
        time_among(&kinds).or(day)
    };
    match expr {
        Expr::Case(case) => {
            let thens = case.when_then_expr.iter().map(|(_, then)| then.as_ref());
            widest(&mut thens.chain(case.else_expr.as_deref()))
        }
        Expr::ScalarFunction(call)
            if matches!(call.func.name(), "coalesce" | "greatest" | "least") =>
        {
            widest(&mut call.args.iter())
        }
        Expr::Alias(alias) => time_kind(&alias.expr, schema),
        other => match other.get_type(schema).ok()? {
            kind @ (DataType::Date32 | DataType::Timestamp(..)) => Some(kind),
            _ => None,
        },
    }
}

/// The type that a day has beside these: that of the time that has a zone, or of any.
pub(super) fn time_among(kinds: &[Option<DataType>]) -> Option<DataType> {
    let times = || {
        kinds
            .iter()
            .flatten()
            .filter(|kind| matches!(kind, DataType::Timestamp(..)))
    };
    let with_zone = times().find(|kind| matches!(kind, DataType::Timestamp(_, Some(_))));
    with_zone.or_else(|| times().next()).cloned()
}
