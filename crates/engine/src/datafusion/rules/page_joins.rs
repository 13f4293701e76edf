//! Rows joined with the parents that they lie in are joined page by page, where one list brings both: `orders JOIN order_items`, with
//! whatever the sides do with their rows one by one, or within one parent, as `GROUP BY order_id` does.

use std::sync::Arc;

use datafusion::common::config::ConfigOptions;
use datafusion::common::tree_node::{Transformed, TransformedResult, TreeNode};
use datafusion::common::{JoinSide, Result as DataFusionResult};
use datafusion::physical_expr::expressions::Column;
use datafusion::physical_optimizer::PhysicalOptimizerRule;
use datafusion::physical_plan::aggregates::AggregateExec;
use datafusion::physical_plan::filter::FilterExec;
use datafusion::physical_plan::joins::HashJoinExec;
use datafusion::physical_plan::projection::ProjectionExec;
use datafusion::physical_plan::sorts::sort::SortExec;
use datafusion::physical_plan::{ExecutionPlan, ExecutionPlanProperties, PhysicalExpr};
use storeql_scan::parent_key;

use super::joined_key::is_whole;
use crate::datafusion::page_join::{PageJoinExec, moves_rows};
use crate::datafusion::store_scan::ScanExec;

/// The optimizer's rule. It comes behind those that change what a scan reads.
#[derive(Debug)]
pub(crate) struct JoinsByPage;

impl PhysicalOptimizerRule for JoinsByPage {
    fn name(&self) -> &str {
        "joins_by_page"
    }

    fn schema_check(&self) -> bool {
        true
    }

    fn optimize(
        &self,
        plan: Arc<dyn ExecutionPlan>,
        _: &ConfigOptions,
    ) -> DataFusionResult<Arc<dyn ExecutionPlan>> {
        plan.transform_up(|node| {
            let Some(join) = node.downcast_ref::<HashJoinExec>() else {
                return Ok(Transformed::no(node));
            };
            let unsorted = unsorted(join)?;
            for side in [JoinSide::Left, JoinSide::Right] {
                let Some(by_page) = by_page(&unsorted, side)? else {
                    continue;
                };
                let by_page: Arc<dyn ExecutionPlan> = Arc::new(by_page);
                // The order of a side was the join's; that of a page is no order of all.
                return Ok(Transformed::yes(match node.output_ordering() {
                    Some(order) => Arc::new(SortExec::new(order.clone(), by_page)),
                    None => by_page,
                }));
            }
            Ok(Transformed::no(node))
        })
        .data()
    }
}

/// The join, of whose sides none is sorted.
fn unsorted(join: &HashJoinExec) -> DataFusionResult<HashJoinExec> {
    let side = |side: &Arc<dyn ExecutionPlan>| {
        let unsorted = Arc::clone(side).transform_down(|node| {
            Ok(match node.downcast_ref::<SortExec>() {
                Some(sort) if sort.fetch().is_none() => Transformed::yes(Arc::clone(sort.input())),
                _ => Transformed::no(node),
            })
        });
        unsorted.data()
    };
    let sides = vec![side(join.left())?, side(join.right())?];
    let join = join.builder().recompute_properties();
    join.with_new_children(sides)?.build()
}

/// The join by pages, where the parents stand on `side`.
fn by_page(join: &HashJoinExec, side: JoinSide) -> DataFusionResult<Option<PageJoinExec>> {
    let (of_parents, of_rows) = match side {
        JoinSide::Left => (join.left(), join.right()),
        _ => (join.right(), join.left()),
    };
    let mut sides = None;
    let mut matched = Vec::new();
    for (left, right) in join.on() {
        let (of_parent, of_row) = match side {
            JoinSide::Left => (left, right),
            _ => (right, left),
        };
        let Some((parents, theirs)) = origin(of_parents.as_ref(), of_parent) else {
            continue;
        };
        let Some((rows, own)) = origin(of_rows.as_ref(), of_row) else {
            continue;
        };
        let key = parent_key(rows.table(), own, rows.store().catalog());
        if key.is_some_and(|(table, key)| table.name == parents.table().name && key == theirs) {
            matched.push(theirs);
            sides = Some((parents, rows));
        }
    }
    let Some((parents, rows)) = sides else {
        return Ok(None);
    };
    match is_whole(parents.table(), &matched) {
        true => PageJoinExec::of(join, rows, parents, side),
        false => Ok(None),
    }
}

/// The scan and its column that `column` of `plan` is, where each row of `plan` is made of one row of the scan, or of all of those with
/// one value of the column.
fn origin<'p>(
    plan: &'p dyn ExecutionPlan,
    column: &Arc<dyn PhysicalExpr>,
) -> Option<(&'p ScanExec, &'p str)> {
    let index = column.downcast_ref::<Column>()?.index();
    if let Some(scan) = plan.downcast_ref::<ScanExec>() {
        let name = scan
            .properties()
            .eq_properties
            .schema()
            .fields()
            .get(index)?
            .name();
        return Some((scan, name));
    }
    if plan.fetch().is_some() {
        return None;
    }
    if moves_rows(plan) {
        let below = plan.children().into_iter().next()?;
        return origin(below.as_ref(), column);
    }
    if let Some(projection) = plan.downcast_ref::<ProjectionExec>() {
        return origin(
            projection.input().as_ref(),
            &projection.expr().get(index)?.expr,
        );
    }
    if let Some(filter) = plan.downcast_ref::<FilterExec>() {
        let index = match filter.projection() {
            Some(shown) => *shown.get(index)?,
            None => index,
        };
        let column: Arc<dyn PhysicalExpr> = Arc::new(Column::new("", index));
        return origin(filter.input().as_ref(), &column);
    }
    let aggregate = plan.downcast_ref::<AggregateExec>()?;
    let plain = aggregate.group_expr().is_single() && aggregate.limit_options().is_none();
    let (group, _) = aggregate.group_expr().expr().get(index).filter(|_| plain)?;
    origin(aggregate.input().as_ref(), group)
}
