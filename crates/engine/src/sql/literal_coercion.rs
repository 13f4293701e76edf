//! `IsKey = 'True'`, `IsKey = 1`, `Name = 5`: tools of the field compare booleans with text and numbers, which DataFusion refuses,
//! and text with numbers, for which it would read every text as a number.

use arrow::datatypes::DataType;
use datafusion::common::{DFSchema, Result as DataFusionResult, ScalarValue};
use datafusion::logical_expr::planner::{ExprPlanner, PlannerResult, RawBinaryExpr};
use datafusion::logical_expr::{Expr, ExprSchemable};
use datafusion::sql::sqlparser::ast::BinaryOperator;

/// Reads a value as the type of what it is compared with, where only one reading makes sense.
#[derive(Debug)]
pub(crate) struct ValuesAsMeant;

impl ExprPlanner for ValuesAsMeant {
    fn plan_binary_op(
        &self,
        mut expr: RawBinaryExpr,
        schema: &DFSchema,
    ) -> DataFusionResult<PlannerResult<RawBinaryExpr>> {
        if matches!(expr.op, BinaryOperator::Eq | BinaryOperator::NotEq) {
            read_beside(&expr.left, &mut expr.right, schema);
            read_beside(&expr.right, &mut expr.left, schema);
        }
        Ok(PlannerResult::Original(expr))
    }
}

fn read_beside(other: &Expr, value: &mut Expr, schema: &DFSchema) {
    let Expr::Literal(literal, _) = value else {
        return;
    };
    let kind = other.get_type(schema).ok();
    let read = match (kind, literal) {
        (Some(DataType::Boolean), ScalarValue::Utf8(Some(text))) => as_flag(text).map(Into::into),
        (Some(DataType::Boolean), ScalarValue::Int64(Some(number @ 0..=1))) => {
            Some((*number == 1).into())
        }
        // A column alone: a text that is computed may well be a number.
        (Some(DataType::Utf8), number) if number.data_type().is_numeric() => {
            let spelled = || ScalarValue::Utf8(Some(number.to_string()));
            (matches!(other, Expr::Column(_)) && !number.is_null()).then(spelled)
        }
        _ => None,
    };
    if let Some(read) = read {
        *value = Expr::Literal(read, None);
    }
}

/// A truth value in quotes, as PostgreSQL reads it: `'t'`, `'yes'`, `'on'`, `'1'` and their opposites, also their beginnings.
pub(crate) fn as_flag(text: &str) -> Option<bool> {
    match text.trim().to_ascii_lowercase().as_str() {
        "t" | "tr" | "tru" | "true" | "y" | "ye" | "yes" | "on" | "1" => Some(true),
        "f" | "fa" | "fal" | "fals" | "false" | "n" | "no" | "of" | "off" | "0" => Some(false),
        _ => None,
    }
}
