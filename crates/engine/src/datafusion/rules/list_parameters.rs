//! `id = ANY ($1)`: the parameter is a list of what it is compared with. Changes no answer: a statement says by it which values it takes.

use std::sync::Arc;

use arrow::datatypes::{DataType, Field};
use datafusion::common::config::ConfigOptions;
use datafusion::common::tree_node::Transformed;
use datafusion::common::{DFSchema, Result as DataFusionResult};
use datafusion::logical_expr::{Expr, ExprSchemable, LogicalPlan};
use datafusion::optimizer::AnalyzerRule;

use super::expressions::in_plan;

/// The analyzer's rule. It has to run before the coercion of types.
#[derive(Debug)]
pub(crate) struct ListParameters;

impl AnalyzerRule for ListParameters {
    fn name(&self) -> &str {
        "list_parameters"
    }

    fn analyze(&self, plan: LogicalPlan, _: &ConfigOptions) -> DataFusionResult<LogicalPlan> {
        in_plan(plan, told)
    }
}

fn told(expr: Expr, schema: &DFSchema) -> DataFusionResult<Transformed<Expr>> {
    let Expr::ScalarFunction(mut call) = expr else {
        return Ok(Transformed::no(expr));
    };
    if call.func.name() == "array_has"
        && let [Expr::Placeholder(list), value] = call.args.as_mut_slice()
        && list.field.is_none()
        && let Ok(kind) = value.get_type(schema)
        && kind != DataType::Null
    {
        let kind = DataType::List(Arc::new(Field::new_list_field(kind, true)));
        list.field = Some(Arc::new(Field::new("", kind, true)));
        return Ok(Transformed::yes(Expr::ScalarFunction(call)));
    }
    Ok(Transformed::no(Expr::ScalarFunction(call)))
}
