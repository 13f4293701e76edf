//! `SELECT DISTINCT` of a column that names every row of another table: that table's keys, which are fewer.

use std::sync::Arc;

use datafusion::catalog::default_table_source::provider_as_source;
use datafusion::common::{Column, Result as DataFusionResult};
use datafusion::logical_expr::{Aggregate, Expr, LogicalPlan, LogicalPlanBuilder};

use super::aggregates::OfAggregates;
use super::{scan_below, store_table};
use crate::scan::StoreTable;

/// The optimizer's rule.
pub(crate) const DISTINCT_BY_PARENTS: OfAggregates = OfAggregates {
    name: "distinct_by_parents",
    answer,
};

fn answer(aggregate: &Aggregate) -> DataFusionResult<Option<LogicalPlan>> {
    let Some((parents, key)) = keys(aggregate) else {
        return Ok(None);
    };
    let name = parents.table().name.clone();
    let shown = parents.table().columns.get_index_of(&key);
    let source = provider_as_source(Arc::new(parents));
    let scan = LogicalPlanBuilder::scan(name.clone(), source, shown.map(|shown| vec![shown]))?;
    let columns = aggregate.schema.iter().map(|(qualifier, field)| {
        Expr::Column(Column::new(Some(name.clone()), &key))
            .alias_qualified(qualifier.cloned(), field.name())
    });
    scan.project(columns)?.build().map(Some)
}

/// The other table and its key, where the aggregate has nothing but the column's distinct values.
fn keys(aggregate: &Aggregate) -> Option<(StoreTable, String)> {
    let ([Expr::Column(column)], []) = (
        aggregate.group_expr.as_slice(),
        aggregate.aggr_expr.as_slice(),
    ) else {
        return None;
    };
    let scan = scan_below(&aggregate.input)?;
    let provider = store_table(scan)?;
    let table = provider.downcast_ref::<StoreTable>()?;
    if !scan.filters.is_empty() || scan.fetch.is_some() {
        return None;
    }
    let column = table.table().columns.get(&column.name)?;
    let (parent, key) = column.references.as_ref().filter(|_| column.names_all)?;
    let parents = table.store().catalog().table(parent)?;
    let is_key = parents.key.as_slice() == std::slice::from_ref(key);
    is_key.then(|| (table.another(parents), key.clone()))
}
