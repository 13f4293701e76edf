//! What the analyzer's rules for expressions share: each node's expressions are changed from the inside out, and its columns keep their
//! names.

use datafusion::common::tree_node::{Transformed, TransformedResult, TreeNode};
use datafusion::common::{DFSchema, Result as DataFusionResult};
use datafusion::logical_expr::expr_rewriter::NamePreserver;
use datafusion::logical_expr::utils::merge_schema;
use datafusion::logical_expr::{Expr, LogicalPlan};

/// The plan and its sub-queries with their expressions changed. `change` is given the columns that an expression may name.
pub(crate) fn in_plan(
    plan: LogicalPlan,
    change: impl Fn(Expr, &DFSchema) -> DataFusionResult<Transformed<Expr>>,
) -> DataFusionResult<LogicalPlan> {
    plan.transform_up_with_subqueries(|node| in_node(node, &change))
        .data()
}

/// The same of one node.
pub(super) fn in_node(
    node: LogicalPlan,
    change: &impl Fn(Expr, &DFSchema) -> DataFusionResult<Transformed<Expr>>,
) -> DataFusionResult<Transformed<LogicalPlan>> {
    let mut schema = merge_schema(&node.inputs());
    if let LogicalPlan::TableScan(scan) = &node {
        schema.merge(&scan.projected_schema);
    }
    let names = NamePreserver::new(&node);
    let changed = node.map_expressions(|expr| {
        let name = names.save(&expr);
        let changed = expr.transform_up(|expr| change(expr, &schema))?;
        Ok(changed.update_data(|expr| name.restore(expr)))
    })?;
    match changed.transformed {
        true => changed.map_data(LogicalPlan::recompute_schema),
        false => Ok(changed),
    }
}
