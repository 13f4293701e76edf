//! The scan of one of the store's tables in a logical plan, as every rule looks for it.

use std::sync::Arc;

use datafusion::catalog::TableProvider;
use datafusion::catalog::default_table_source::source_as_provider;
use datafusion::logical_expr::{Expr, LogicalPlan, TableScan};

use crate::datafusion::provider::StoreTable;

/// The scan of one of the store's tables under nodes that change neither rows nor values.
pub(super) fn scan_below(plan: &LogicalPlan) -> Option<&TableScan> {
    match plan {
        LogicalPlan::TableScan(scan) => Some(scan),
        LogicalPlan::SubqueryAlias(alias) => scan_below(&alias.input),
        LogicalPlan::Projection(projection)
            if projection
                .expr
                .iter()
                .all(|expr| matches!(expr, Expr::Column(_))) =>
        {
            scan_below(&projection.input)
        }
        _ => None,
    }
}

/// The provider behind a scan, where it is one of the store's tables.
pub(super) fn store_table(scan: &TableScan) -> Option<Arc<dyn TableProvider>> {
    let provider = source_as_provider(&scan.source).ok()?;
    provider.downcast_ref::<StoreTable>()?;
    Some(provider)
}
