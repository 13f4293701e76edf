//! Which kind of number an expression will be, before types are coerced: until then DataFusion takes the first branch of
//! `CASE WHEN … THEN 0 ELSE price END` for its type.

use arrow::datatypes::DataType;
use datafusion::common::{DFSchema, DataFusionError, Result as DataFusionResult, ScalarValue};
use datafusion::logical_expr::{BinaryExpr, Expr, ExprSchemable, Operator};

use crate::error::{Error, ErrorKind};
use crate::quoted_number;

/// The kinds, each of which also holds the numbers of those before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum NumberKind {
    Whole,
    Decimal,
    Float,
}

impl NumberKind {
    pub(super) fn of(kind: &DataType) -> Option<Self> {
        match kind {
            DataType::Decimal128(..) => Some(Self::Decimal),
            kind if kind.is_integer() => Some(Self::Whole),
            kind if kind.is_floating() => Some(Self::Float),
            _ => None,
        }
    }

    /// The number of a text that stands beside such numbers, where it is one.
    pub(super) fn reads(self, text: &str) -> DataFusionResult<Option<ScalarValue>> {
        let Some(number) = quoted_number::as_planned(text) else {
            return Ok(None);
        };
        if self == Self::Whole && !number.data_type().is_integer() {
            let message = format!("the text '{text}' is no BIGINT");
            let error = Error::new(ErrorKind::InvalidValue, message);
            return Err(DataFusionError::External(Box::new(error)));
        }
        Ok(Some(number))
    }
}

/// The kind of number that `expr` will be; none where it is something else.
pub(super) fn number_kind(expr: &Expr, schema: &DFSchema) -> Option<NumberKind> {
    let of = |expr: &Expr| number_kind(expr, schema);
    let largest = |values: &mut dyn Iterator<Item = &Expr>| values.filter_map(of).max();
    match expr {
        Expr::Case(case) => {
            let thens = case.when_then_expr.iter().map(|(_, then)| then.as_ref());
            largest(&mut thens.chain(case.else_expr.as_deref()))
        }
        Expr::ScalarFunction(call)
            if matches!(call.func.name(), "coalesce" | "greatest" | "least") =>
        {
            largest(&mut call.args.iter())
        }
        Expr::BinaryExpr(BinaryExpr { left, op, right }) if is_arithmetic(*op) => {
            largest(&mut [left.as_ref(), right.as_ref()].into_iter())
        }
        Expr::Negative(inner) => of(inner),
        Expr::Alias(alias) => of(&alias.expr),
        other => NumberKind::of(&other.get_type(schema).ok()?),
    }
}

fn is_arithmetic(op: Operator) -> bool {
    use Operator::{Divide, Minus, Modulo, Multiply, Plus};
    matches!(op, Plus | Minus | Multiply | Divide | Modulo)
}
