//! What the planner knows about the API beyond a single scan: questions that one small request answers.

mod aggregates;
mod count;
mod distinct;
mod exists;
mod extreme;
mod joins;
mod parents;
mod share;
mod split_aggregates;
mod topk;

pub(crate) use count::{COUNT_BY_API, CountExec};
pub(crate) use distinct::DISTINCT_BY_PARENTS;
pub(crate) use exists::OneRowExists;
pub(crate) use extreme::EXTREME_BY_SORT;
pub(crate) use joins::KeysAcrossJoins;
pub(crate) use parents::FiltersOfParents;
pub(crate) use share::SameScanOnce;
pub(crate) use split_aggregates::AGGREGATES_APART;
pub(crate) use topk::SortByApi;

use std::sync::Arc;

use datafusion::catalog::default_table_source::source_as_provider;
use datafusion::logical_expr::{LogicalPlan, TableScan};

use crate::scan::StoreTable;

/// The scan of one of the store's tables under nodes that change neither rows nor values.
pub(crate) fn scan_below(plan: &LogicalPlan) -> Option<&TableScan> {
    match plan {
        LogicalPlan::TableScan(scan) => Some(scan),
        LogicalPlan::SubqueryAlias(alias) => scan_below(&alias.input),
        LogicalPlan::Projection(projection)
            if projection
                .expr
                .iter()
                .all(|expr| matches!(expr, datafusion::logical_expr::Expr::Column(_))) =>
        {
            scan_below(&projection.input)
        }
        _ => None,
    }
}

/// The provider behind a scan, where it is one of the store's tables.
pub(crate) fn store_table(scan: &TableScan) -> Option<Arc<dyn datafusion::catalog::TableProvider>> {
    let provider = source_as_provider(&scan.source).ok()?;
    provider.downcast_ref::<StoreTable>()?;
    Some(provider)
}
