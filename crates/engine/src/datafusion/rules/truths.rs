//! `x IS TRUE` and its like among what a query shows. DataFusion plans them as values that are never NULL and carries them out as
//! comparisons that may be: an aggregate above them is refused for that. They become these comparisons before they are planned. In a
//! condition they stay, as there they go to the store.

use datafusion::common::config::ConfigOptions;
use datafusion::common::tree_node::{Transformed, TransformedResult};
use datafusion::common::{DFSchema, Result as DataFusionResult};
use datafusion::logical_expr::{Expr, LogicalPlan, Operator, binary_expr, lit};
use datafusion::optimizer::AnalyzerRule;

use super::expressions::in_node;

/// The analyzer's rule. It has to run behind the coercion of types.
#[derive(Debug)]
pub(crate) struct ShownTruths;

impl AnalyzerRule for ShownTruths {
    fn name(&self) -> &str {
        "shown_truths"
    }

    fn analyze(&self, plan: LogicalPlan, _: &ConfigOptions) -> DataFusionResult<LogicalPlan> {
        let mut found = false;
        plan.transform_up_with_subqueries(|node| {
            let node = match node {
                LogicalPlan::Projection(_) | LogicalPlan::Aggregate(_) | LogicalPlan::Window(_) => {
                    in_node(node, &compared)?
                }
                node => Transformed::no(node),
            };
            found |= node.transformed;
            match found {
                // The columns of the nodes above may be NULL now too.
                true => node.map_data(LogicalPlan::recompute_schema),
                false => Ok(node),
            }
        })
        .data()
    }
}

fn compared(expr: Expr, _: &DFSchema) -> DataFusionResult<Transformed<Expr>> {
    use Operator::{IsDistinctFrom, IsNotDistinctFrom};
    let (value, op, truth) = match expr {
        Expr::IsUnknown(value) => return Ok(Transformed::yes(Expr::IsNull(value))),
        Expr::IsNotUnknown(value) => return Ok(Transformed::yes(Expr::IsNotNull(value))),
        Expr::IsTrue(value) => (value, IsNotDistinctFrom, true),
        Expr::IsFalse(value) => (value, IsNotDistinctFrom, false),
        Expr::IsNotTrue(value) => (value, IsDistinctFrom, true),
        Expr::IsNotFalse(value) => (value, IsDistinctFrom, false),
        other => return Ok(Transformed::no(other)),
    };
    Ok(Transformed::yes(binary_expr(*value, op, lit(truth))))
}
