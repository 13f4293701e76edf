//! A filter on the parent's side of a join holds for the children too: `orders JOIN order_items … WHERE
//! orders.customer_id = 7` asks the orders' list for that customer's orders with their items, and not for every item.

use std::sync::Arc;

use datafusion::catalog::default_table_source::provider_as_source;
use datafusion::common::Result as DataFusionResult;
use datafusion::common::tree_node::{Transformed, TransformedResult, TreeNode};
use datafusion::logical_expr::{Expr, Join, LogicalPlan, TableScan};
use datafusion::optimizer::optimizer::ApplyOrder;
use datafusion::optimizer::{OptimizerConfig, OptimizerRule};
use storeql_scan::parent_key;

use super::joined_key::is_whole;
use super::table_scan::{scan_below, store_table};
use crate::datafusion::expr_to_predicate::predicate;
use crate::datafusion::join_sides::{drops_left, drops_right};
use crate::datafusion::provider::StoreTable;

/// The optimizer's rule.
#[derive(Debug)]
pub(crate) struct FiltersOfParents;

impl OptimizerRule for FiltersOfParents {
    fn name(&self) -> &str {
        "filters_of_parents"
    }

    fn apply_order(&self) -> Option<ApplyOrder> {
        Some(ApplyOrder::BottomUp)
    }

    fn rewrite(
        &self,
        plan: LogicalPlan,
        _: &dyn OptimizerConfig,
    ) -> DataFusionResult<Transformed<LogicalPlan>> {
        let LogicalPlan::Join(join) = &plan else {
            return Ok(Transformed::no(plan));
        };
        for (left_is_child, dropped) in [
            (true, drops_left(join.join_type)),
            (false, drops_right(join.join_type)),
        ] {
            let (child, parent) = if left_is_child {
                (&join.left, &join.right)
            } else {
                (&join.right, &join.left)
            };
            let Some(narrowed) = dropped
                .then(|| narrowed(join, child, parent, left_is_child))
                .flatten()
            else {
                continue;
            };
            let mut join = join.clone();
            let side = if left_is_child {
                &mut join.left
            } else {
                &mut join.right
            };
            *side = Arc::new(replaced(child, narrowed)?);
            return Ok(Transformed::yes(LogicalPlan::Join(join)));
        }
        Ok(Transformed::no(plan))
    }
}

/// The child's table for the parents that the other side's filters leave.
fn narrowed(
    join: &Join,
    child: &LogicalPlan,
    parent: &LogicalPlan,
    left_is_child: bool,
) -> Option<StoreTable> {
    let (child_scan, parent_scan) = (scan_below(child)?, scan_below(parent)?);
    let predicate = predicate(&parent_scan.filters);
    if predicate.columns.is_empty() || parent_scan.fetch.is_some() {
        return None;
    }
    let (child_provider, parent_provider) = (store_table(child_scan)?, store_table(parent_scan)?);
    let own = child_provider.downcast_ref::<StoreTable>()?;
    let theirs = parent_provider.downcast_ref::<StoreTable>()?;
    let catalog = own.store().catalog();
    let matched = |(left, right): &(Expr, Expr)| {
        let (Expr::Column(left), Expr::Column(right)) = (left, right) else {
            return None;
        };
        let (child, parent) = if left_is_child {
            (left, right)
        } else {
            (right, left)
        };
        let (table, key) = parent_key(own.table(), &child.name, catalog)?;
        (table.name == theirs.table().name && key == parent.name).then_some(key)
    };
    let matched: Vec<&str> = join.on.iter().filter_map(matched).collect();
    if is_whole(theirs.table(), &matched) {
        own.of_parents(predicate)
    } else {
        None
    }
}

/// The side with another table in its scan.
fn replaced(side: &LogicalPlan, table: StoreTable) -> DataFusionResult<LogicalPlan> {
    let source = provider_as_source(Arc::new(table));
    side.clone()
        .transform_down(|node| {
            Ok(match node {
                LogicalPlan::TableScan(scan) => {
                    Transformed::yes(LogicalPlan::TableScan(TableScan {
                        source: Arc::clone(&source),
                        ..scan
                    }))
                }
                node => Transformed::no(node),
            })
        })
        .data()
}
