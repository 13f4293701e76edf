//! `count(*)`, with or without filters, the count per status, and that per value of a column whose values are known: the API's own
//! totals, where the API answers exactly the rows that the filters want, or those of a range of times with a few more at its ends.

use std::sync::Arc;

use datafusion::catalog::TableProvider;
use datafusion::catalog::default_table_source::provider_as_source;
use datafusion::common::{Column, Result as DataFusionResult};
use datafusion::logical_expr::expr::AggregateFunction;
use datafusion::logical_expr::{Aggregate, Expr, LogicalPlan, LogicalPlanBuilder};
use storeql_catalog::Table;
use storeql_client::Request;
use storeql_scan::counting;

use super::aggregates::OfAggregates;
use super::table_scan::{scan_below, store_table};
use crate::datafusion::count_exec::CountTable;
use crate::datafusion::expr_to_predicate::predicate;
use crate::datafusion::group_count::GroupCountTable;
use crate::datafusion::provider::StoreTable;

/// The optimizer's rule.
pub(crate) const COUNT_BY_API: OfAggregates = OfAggregates {
    name: "count_by_api",
    answer,
};

fn answer(aggregate: &Aggregate) -> DataFusionResult<Option<LogicalPlan>> {
    if let Some(table) = counted(aggregate) {
        let grouped = usize::from(table.by.is_some());
        let questions = table.counting.questions.iter();
        let name = named(questions.map(Request::target));
        return answered(aggregate, Arc::new(table), &name, grouped).map(Some);
    }
    let Some(table) = counted_groups(aggregate) else {
        return Ok(None);
    };
    let groups = table.counting.groups.iter();
    let name = named(groups.map(|(_, request)| request.target()));
    answered(aggregate, Arc::new(table), &name, 1).map(Some)
}

/// Two scans of one name count as the same scan: the name says what is counted.
fn named(questions: impl Iterator<Item = String>) -> String {
    format!("count of {}", questions.collect::<Vec<_>>().join(" and "))
}

/// The table of counts that answers the aggregate by a column whose values are known.
fn counted_groups(aggregate: &Aggregate) -> Option<GroupCountTable> {
    let [Expr::Column(column)] = aggregate.group_expr.as_slice() else {
        return None;
    };
    let scan = scan_below(&aggregate.input).filter(|scan| scan.fetch.is_none())?;
    let provider = store_table(scan)?;
    let table = provider.downcast_ref::<StoreTable>()?.table();
    let mut counts = aggregate.aggr_expr.iter();
    if !counts.all(|expr| counts_rows(expr, table)) {
        return None;
    }
    GroupCountTable::new(&provider, &column.name, &scan.filters)
}

/// The table of counts that answers the aggregate, where one does.
fn counted(aggregate: &Aggregate) -> Option<CountTable> {
    if aggregate.aggr_expr.is_empty() && aggregate.group_expr.is_empty() {
        return None;
    }
    let scan = scan_below(&aggregate.input)?;
    let provider = store_table(scan)?;
    let table = provider.downcast_ref::<StoreTable>()?;
    if scan.fetch.is_some()
        || !aggregate
            .aggr_expr
            .iter()
            .all(|expr| counts_rows(expr, table.table()))
    {
        return None;
    }
    let by = match aggregate.group_expr.as_slice() {
        [] => None,
        [Expr::Column(column)] => {
            let by = table.table().count.as_ref()?.by.clone()?;
            Some(by).filter(|by| by.column == column.name)?.into()
        }
        _ => return None,
    };
    let predicate = predicate(&scan.filters);
    let (catalog, counts) = (table.store().catalog(), table.store().row_counts());
    let counting = counting(catalog, table.table(), &predicate, by.is_some(), counts)?;
    Some(CountTable::new(
        table.store(),
        table.table(),
        counting,
        by,
        scan.filters.is_empty(),
    ))
}

/// Whether the API answers the aggregate, which has no groups, by its totals.
pub(super) fn by_total(aggregate: &Aggregate) -> bool {
    counted(aggregate).is_some()
}

/// `count(*)`, `count(1)`, or the count of a key, which is never NULL; without DISTINCT or FILTER.
pub(super) fn counts_rows(expr: &Expr, table: &Table) -> bool {
    let Expr::AggregateFunction(AggregateFunction { func, params }) = expr.clone().unalias() else {
        return false;
    };
    let plain = !params.distinct && params.filter.is_none() && params.order_by.is_empty();
    let rows = match params.args.as_slice() {
        [] => true,
        [Expr::Literal(value, _)] => !value.is_null(),
        [Expr::Column(column)] => table.key.len() == 1 && table.key[0] == column.name,
        _ => false,
    };
    func.name() == "count" && plain && rows
}

/// The same columns, from the totals.
fn answered(
    aggregate: &Aggregate,
    table: Arc<dyn TableProvider>,
    name: &str,
    grouped: usize,
) -> DataFusionResult<LogicalPlan> {
    let fields: Vec<String> = table
        .schema()
        .fields()
        .iter()
        .map(|field| field.name().clone())
        .collect();
    let scan = LogicalPlanBuilder::scan(name, provider_as_source(table), None)?;
    let columns = aggregate
        .schema
        .iter()
        .enumerate()
        .map(|(position, (qualifier, field))| {
            let source = if position < grouped {
                &fields[0]
            } else {
                &fields[grouped]
            };
            Expr::Column(Column::new(Some(name), source))
                .alias_qualified(qualifier.cloned(), field.name())
        });
    scan.project(columns.collect::<Vec<_>>())?.build()
}
