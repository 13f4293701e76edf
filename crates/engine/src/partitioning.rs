//! Which queries can be cut into parts, by which key, and a plan that reads one part. What a part is stands in `partition`.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, Int64Array, RecordBatch};
use datafusion::catalog::default_table_source::source_as_provider;
use datafusion::common::tree_node::{Transformed, TreeNode, TreeNodeRecursion};
use datafusion::common::{Column, Result as DataFusionResult};
use datafusion::logical_expr::{Expr, LogicalPlan, LogicalPlanBuilder, TableScan, Volatility, lit};
use datafusion::physical_plan::ExecutionPlan;
use storeql_catalog::Table;

use crate::datafusion::{ScanExec, StoreTable};
use crate::error::{Error, Result};
use crate::partition::{Part, fingerprint, ranges};
use crate::store::Store;

/// Parts of one query.
const MOST_PARTS: u64 = 16;

/// How a query is cut.
#[derive(Debug)]
pub(crate) struct Cut {
    /// The table whose rows the query answers, and the column by whose ranges these are cut.
    pub(crate) table: String,
    pub(crate) column: String,
    /// The list's table and its key, whose ends are asked for.
    pub(crate) list: (String, String),
    page_size: u64,
}

impl Cut {
    /// How a query's rows can be cut: they are those of one table, each by itself, and the table is read by ranges of a key.
    /// `physical` is the plan of `logical`.
    pub(crate) fn of(logical: &LogicalPlan, physical: &dyn ExecutionPlan) -> Option<Self> {
        let table = only_table(logical)?;
        let scan = only_scan(physical)?;
        let plan = scan.plan().ok()?;
        let key = plan.range_key()?;
        table.columns.get(&key.column)?;
        Some(Self {
            table: table.name.clone(),
            column: key.column,
            list: (key.table, key.key),
            page_size: key.page_size,
        })
    }

    /// The query for the list's first and last key: a small request for each.
    pub(crate) fn ends(&self) -> String {
        let (table, key) = &self.list;
        format!("SELECT min(\"{key}\"), max(\"{key}\") FROM \"{table}\"")
    }

    /// Parts for keys between these, of a page at least each.
    pub(crate) fn parts(&self, low: i64, high: i64) -> Vec<Part> {
        let keys = high.abs_diff(low).saturating_add(1);
        let count = (keys / self.page_size.max(1)).clamp(1, MOST_PARTS);
        let part = |(first, last)| Part {
            table: self.table.clone(),
            column: self.column.clone(),
            first,
            last,
        };
        ranges(low, high, count).into_iter().map(part).collect()
    }
}

/// The first and the last key, of the answer to [`Cut::ends`]; none where the list is empty.
pub(crate) fn keys(answer: &[RecordBatch]) -> Option<(i64, i64)> {
    let batch = answer.iter().find(|batch| batch.num_rows() > 0)?;
    let key = |column: &ArrayRef| {
        let column = column.as_any().downcast_ref::<Int64Array>()?;
        column.is_valid(0).then(|| column.value(0))
    };
    Some((key(batch.column(0))?, key(batch.column(1))?))
}

/// A hash of where a store is: its address and its own name there.
pub(crate) async fn store_hash(store: &Store) -> Result<String> {
    let address = store.connection().get("ApiUrl").unwrap_or_default();
    let name = store.client().await?.store_id();
    Ok(fingerprint(&[address.to_owned(), name.to_owned()]))
}

/// The table whose rows a plan answers one by one.
fn only_table(plan: &LogicalPlan) -> Option<Arc<Table>> {
    match plan {
        LogicalPlan::TableScan(scan) => store_table(scan).filter(|_| scan.fetch.is_none()),
        LogicalPlan::SubqueryAlias(alias) => only_table(&alias.input),
        LogicalPlan::Filter(filter) if stays(&filter.predicate) => only_table(&filter.input),
        LogicalPlan::Projection(projection) if projection.expr.iter().all(stays) => {
            only_table(&projection.input)
        }
        _ => None,
    }
}

fn store_table(scan: &TableScan) -> Option<Arc<Table>> {
    let provider = source_as_provider(&scan.source).ok()?;
    let table = provider.downcast_ref::<StoreTable>()?;
    Some(Arc::clone(table.table()))
}

/// Whether an expression says of a row the same in every process and at every time, from the row alone.
fn stays(expr: &Expr) -> bool {
    let mut stays = true;
    let visited = expr.apply(|expr| {
        stays &= match expr {
            Expr::ScalarFunction(function) => {
                function.func.signature().volatility == Volatility::Immutable
            }
            Expr::ScalarSubquery(_)
            | Expr::InSubquery(_)
            | Expr::Exists(_)
            | Expr::SetComparison(_)
            | Expr::OuterReferenceColumn(..)
            | Expr::AggregateFunction(_)
            | Expr::WindowFunction(_)
            | Expr::Unnest(_) => false,
            _ => true,
        };
        Ok(TreeNodeRecursion::Continue)
    });
    visited.is_ok() && stays
}

fn only_scan(plan: &dyn ExecutionPlan) -> Option<&ScanExec> {
    if let Some(scan) = plan.downcast_ref::<ScanExec>() {
        return Some(scan);
    }
    let [child] = <[_; 1]>::try_from(plan.children()).ok()?;
    only_scan(child.as_ref())
}

/// The plan for the rows of one part.
pub(crate) fn within(plan: LogicalPlan, part: &Part) -> Result<LogicalPlan> {
    let narrowed = plan.transform_up(|plan| match &plan {
        LogicalPlan::TableScan(scan)
            if store_table(scan).is_some_and(|table| table.name == part.table) =>
        {
            let column = Expr::Column(Column::new(Some(scan.table_name.clone()), &part.column));
            let first = part.first.map(|first| column.clone().gt_eq(lit(first)));
            let last = part.last.map(|last| column.lt_eq(lit(last)));
            match first.into_iter().chain(last).reduce(Expr::and) {
                Some(range) => {
                    let plan = LogicalPlanBuilder::from(plan).filter(range)?.build()?;
                    Ok(Transformed::yes(plan))
                }
                None => Ok(Transformed::no(plan)),
            }
        }
        _ => Ok(Transformed::no(plan)),
    });
    Ok(narrowed.map_err(Error::of_datafusion)?.data)
}

/// What the rows of a plan hang on beside the store: the session's time zone, the plan with its views, and the tables' definitions.
pub(crate) fn definition(plan: &LogicalPlan, zone: &str) -> Result<String> {
    let mut parts = vec![zone.to_owned(), plan.display_indent_schema().to_string()];
    plan.apply_with_subqueries(|plan| -> DataFusionResult<_> {
        if let LogicalPlan::TableScan(scan) = plan
            && let Some(table) = store_table(scan)
        {
            parts.push(format!("{table:?}"));
        }
        Ok(TreeNodeRecursion::Continue)
    })
    .map_err(Error::of_datafusion)?;
    Ok(fingerprint(&parts))
}
