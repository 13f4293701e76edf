//! `a.x IS NOT DISTINCT FROM b.x` between two tables. DataFusion makes a key of it, of a join that takes NULLs for equal, and then takes
//! those of the query's other conditions for equal too: `… WHERE a.y = b.y` becomes a key of the same join. Values that are never NULL
//! are compared in its place.

use datafusion::common::Result as DataFusionResult;
use datafusion::common::config::ConfigOptions;
use datafusion::common::tree_node::{Transformed, TransformedResult, TreeNode};
use datafusion::logical_expr::{BinaryExpr, Expr, LogicalPlan, Operator};
use datafusion::optimizer::AnalyzerRule;

use crate::datafusion::subqueries::key;

/// The analyzer's rule. It has to run behind the coercion of types.
#[derive(Debug)]
pub(crate) struct NullsAlike;

impl AnalyzerRule for NullsAlike {
    fn name(&self) -> &str {
        "nulls_alike"
    }

    fn analyze(&self, plan: LogicalPlan, _: &ConfigOptions) -> DataFusionResult<LogicalPlan> {
        plan.transform_up_with_subqueries(|plan| match plan {
            LogicalPlan::Filter(_) | LogicalPlan::Join(_) => {
                plan.map_expressions(|expr| expr.transform_up(|expr| Ok(by_key(expr))))
            }
            _ => Ok(Transformed::no(plan)),
        })
        .data()
    }
}

fn by_key(expr: Expr) -> Transformed<Expr> {
    let Expr::BinaryExpr(BinaryExpr {
        left,
        op: Operator::IsNotDistinctFrom,
        right,
    }) = &expr
    else {
        return Transformed::no(expr);
    };
    if left.column_refs().is_empty() || right.column_refs().is_empty() {
        return Transformed::no(expr);
    }
    let (left, right) = (left.as_ref().clone(), right.as_ref().clone());
    Transformed::yes(key(left).eq(key(right)))
}
