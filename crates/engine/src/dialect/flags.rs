//! `IsKey = 'True'`: tools of the field compare booleans with text, which DataFusion refuses.

use arrow::datatypes::DataType;
use datafusion::common::{DFSchema, Result as DataFusionResult, ScalarValue};
use datafusion::logical_expr::planner::{ExprPlanner, PlannerResult, RawBinaryExpr};
use datafusion::logical_expr::{Expr, ExprSchemable};
use datafusion::sql::sqlparser::ast::BinaryOperator;

/// Reads the text beside a boolean as a boolean.
#[derive(Debug)]
pub(crate) struct TextAsFlag;

impl ExprPlanner for TextAsFlag {
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

fn read_beside(flag: &Expr, text: &mut Expr, schema: &DFSchema) {
    let read = match text {
        Expr::Literal(ScalarValue::Utf8(Some(text)), _) => as_flag(text),
        _ => None,
    };
    let beside_flag = || {
        flag.get_type(schema)
            .is_ok_and(|kind| kind == DataType::Boolean)
    };
    if let Some(read) = read.filter(|_| beside_flag()) {
        *text = Expr::Literal(ScalarValue::Boolean(Some(read)), None);
    }
}

fn as_flag(text: &str) -> Option<bool> {
    match text.trim().to_ascii_lowercase().as_str() {
        "true" | "1" | "yes" => Some(true),
        "false" | "0" | "no" => Some(false),
        _ => None,
    }
}
