//! `IsKey = 1`, `Name = 5`: tools of the field compare truth values with numbers, which DataFusion refuses, and text with numbers,
//! for which it would read every text as a number. PostgreSQL refuses both.

use arrow::datatypes::DataType;
use datafusion::common::{DFSchema, Result as DataFusionResult, ScalarValue};
use datafusion::logical_expr::planner::{ExprPlanner, PlannerResult, RawBinaryExpr};
use datafusion::logical_expr::{Expr, ExprSchemable};
use datafusion::sql::sqlparser::ast::BinaryOperator;

/// Reads a number as the type of what it is compared with, where only one reading makes sense.
#[derive(Debug)]
pub(crate) struct NumbersBesideOthers;

impl ExprPlanner for NumbersBesideOthers {
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
