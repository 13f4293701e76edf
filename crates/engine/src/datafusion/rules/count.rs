//! `count(*)`, with or without filters, and the count per status: the API's own totals, where the API answers exactly the
//! rows that the filters want, or those of a range of times with a few more at its ends.

use std::sync::Arc;

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
use crate::datafusion::provider::StoreTable;

/// The optimizer's rule.
pub(crate) const COUNT_BY_API: OfAggregates = OfAggregates {
    name: "count_by_api",
    answer,
};

fn answer(aggregate: &Aggregate) -> DataFusionResult<Option<LogicalPlan>> {
    let table = counted(aggregate);
    table.map(|table| answered(aggregate, table)).transpose()
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
fn answered(aggregate: &Aggregate, table: CountTable) -> DataFusionResult<LogicalPlan> {
    // Two scans of one name count as the same scan: the name says what is counted.
    let questions: Vec<String> = table
        .counting
        .questions
        .iter()
        .map(Request::target)
        .collect();
    let name = format!("count of {}", questions.join(" and "));
    let grouped = usize::from(table.by.is_some());
    let fields: Vec<String> = table
        .schema
        .fields()
        .iter()
        .map(|field| field.name().clone())
        .collect();
    let scan = LogicalPlanBuilder::scan(name.clone(), provider_as_source(Arc::new(table)), None)?;
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
            Expr::Column(Column::new(Some(name.clone()), source))
                .alias_qualified(qualifier.cloned(), field.name())
        });
    scan.project(columns.collect::<Vec<_>>())?.build()
}
