//! `id = ANY ($1)`: the parameter is a list of what it is compared with, and that of `CAST($1 AS bigint)`, as of `PREPARE p (bigint)`, a
//! bigint. Changes no answer: a statement says by it which values it takes.

use std::sync::Arc;

use arrow::datatypes::{DataType, Field};
use datafusion::common::tree_node::Transformed;
use datafusion::common::{DFSchema, Result as DataFusionResult};
use datafusion::logical_expr::expr::Placeholder;
use datafusion::logical_expr::{Expr, ExprSchemable, LogicalPlan};

use super::expressions::in_plan;

/// The plan whose placeholders say what they are.
pub(crate) fn with_types(plan: LogicalPlan) -> DataFusionResult<LogicalPlan> {
    in_plan(plan, told)
}

fn told(expr: Expr, schema: &DFSchema) -> DataFusionResult<Transformed<Expr>> {
    match expr {
        Expr::ScalarFunction(mut call) if call.func.name() == "array_has" => {
            if let [Expr::Placeholder(list), value] = call.args.as_mut_slice()
                && list.field.is_none()
                && let Ok(kind) = value.get_type(schema)
                && kind != DataType::Null
            {
                holds(
                    list,
                    DataType::List(Arc::new(Field::new_list_field(kind, true))),
                );
                return Ok(Transformed::yes(Expr::ScalarFunction(call)));
            }
            Ok(Transformed::no(Expr::ScalarFunction(call)))
        }
        Expr::Cast(mut cast) => {
            let kind = cast.field.data_type().clone();
            if let Expr::Placeholder(value) = cast.expr.as_mut()
                && value.field.is_none()
                && is_read_alike(&kind)
            {
                holds(value, kind);
                return Ok(Transformed::yes(Expr::Cast(cast)));
            }
            Ok(Transformed::no(Expr::Cast(cast)))
        }
        other => Ok(Transformed::no(other)),
    }
}

/// Whether a text is the same value of the type as a parameter and in a cast.
fn is_read_alike(kind: &DataType) -> bool {
    let is_read_so = matches!(
        kind,
        DataType::Boolean
            | DataType::Date32
            | DataType::Timestamp(_, Some(_))
            | DataType::Decimal128(..)
            | DataType::List(_)
    );
    is_read_so || kind.is_integer() || kind.is_floating()
}

fn holds(placeholder: &mut Placeholder, kind: DataType) {
    placeholder.field = Some(Arc::new(Field::new("", kind, true)));
}
