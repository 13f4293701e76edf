//! `indkey[0]` is the first element: PostgreSQL counts the elements of an `int2vector` and an `oidvector` from 0.

use std::sync::Arc;

use datafusion::common::config::ConfigOptions;
use datafusion::common::tree_node::Transformed;
use datafusion::common::{DFSchema, Result as DataFusionResult};
use datafusion::logical_expr::{Expr, ExprSchemable, LogicalPlan, ScalarUDF};
use datafusion::optimizer::AnalyzerRule;

use crate::catalogue_type::is_vector;
use crate::datafusion::rules::in_plan;

/// The analyzer's rule, with the function that takes an element.
#[derive(Debug)]
pub(super) struct Vectors(pub(super) Arc<ScalarUDF>);

impl AnalyzerRule for Vectors {
    fn name(&self) -> &str {
        "vectors_from_zero"
    }

    fn analyze(&self, plan: LogicalPlan, _: &ConfigOptions) -> DataFusionResult<LogicalPlan> {
        in_plan(plan, |expr, schema| self.counted(expr, schema))
    }
}

impl Vectors {
    fn counted(&self, expr: Expr, schema: &DFSchema) -> DataFusionResult<Transformed<Expr>> {
        let Expr::ScalarFunction(call) = expr else {
            return Ok(Transformed::no(expr));
        };
        if call.func.name() == "array_element"
            && let [vector, _] = call.args.as_slice()
            && is_vector(&vector.to_field(schema)?.1)
        {
            return Ok(Transformed::yes(self.0.call(call.args)));
        }
        Ok(Transformed::no(Expr::ScalarFunction(call)))
    }
}
