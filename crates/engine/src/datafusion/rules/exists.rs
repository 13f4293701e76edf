//! `EXISTS (SELECT …)` that hangs on nothing outside of it: one row of it is enough. DataFusion would join all of them.

use std::sync::Arc;

use datafusion::common::Result as DataFusionResult;
use datafusion::common::config::ConfigOptions;
use datafusion::common::tree_node::Transformed;
use datafusion::functions_aggregate::expr_fn::count;
use datafusion::logical_expr::expr::Exists;
use datafusion::logical_expr::{Expr, LogicalPlan, LogicalPlanBuilder, Subquery, lit};
use datafusion::optimizer::AnalyzerRule;

use super::expressions::in_plan;

/// The analyzer's rule.
#[derive(Debug)]
pub(crate) struct OneRowExists;

impl AnalyzerRule for OneRowExists {
    fn name(&self) -> &str {
        "one_row_exists"
    }

    fn analyze(&self, plan: LogicalPlan, _: &ConfigOptions) -> DataFusionResult<LogicalPlan> {
        in_plan(plan, |expr, _| one_row(expr))
    }
}

/// The number of rows among the first one, where the expression asks whether there is one.
fn one_row(expr: Expr) -> DataFusionResult<Transformed<Expr>> {
    let Expr::Exists(Exists { subquery, negated }) = &expr else {
        return Ok(Transformed::no(expr));
    };
    if !subquery.outer_ref_columns.is_empty() {
        return Ok(Transformed::no(expr));
    }
    let rows = LogicalPlanBuilder::from(subquery.subquery.as_ref().clone())
        .limit(0, Some(1))?
        .aggregate(Vec::<Expr>::new(), [count(lit(1_i64))])?
        .build()?;
    let rows = Expr::ScalarSubquery(Subquery {
        subquery: Arc::new(rows),
        ..subquery.clone()
    });
    Ok(Transformed::yes(match negated {
        false => rows.gt(lit(0_i64)),
        true => rows.eq(lit(0_i64)),
    }))
}
