//! One table of the catalogue as DataFusion sees it. Every filter is accepted as exact: the scan checks each row again
//! behind the requests, so that a LIMIT reaches it beside any filter.

use std::sync::Arc;

use arrow::datatypes::{Schema, SchemaRef};
use async_trait::async_trait;
use datafusion::catalog::{Session, TableProvider};
use datafusion::common::{Constraint, Constraints as TableConstraints};
use datafusion::common::{DFSchema, Result as DataFusionResult};
use datafusion::logical_expr::{Expr, TableProviderFilterPushDown, TableType};
use datafusion::physical_plan::ExecutionPlan;
use storeql_catalog::Table;
use storeql_scan::{Constraints, arrow_schema};

use super::expr_to_predicate::predicate;
use super::scanned::Scanned;
use super::store_scan::ScanExec;
use crate::store::Store;

/// A table of the store.
#[derive(Debug)]
pub(crate) struct StoreTable {
    store: Arc<Store>,
    table: Arc<Table>,
    schema: SchemaRef,
    constraints: TableConstraints,
    pushdown: bool,
    /// What a join says of the parents of the wanted rows.
    parents_predicate: Option<Constraints>,
}

impl StoreTable {
    /// `table` of `store`; without `pushdown` it is read as whole as the API reads it.
    pub(crate) fn new(store: Arc<Store>, table: Arc<Table>, pushdown: bool) -> Self {
        let key: Vec<usize> = table
            .key
            .iter()
            .filter_map(|name| table.columns.get_index_of(name))
            .collect();
        let constraints = if key.is_empty() {
            TableConstraints::default()
        } else {
            TableConstraints::new_unverified(vec![Constraint::PrimaryKey(key)])
        };
        Self {
            store,
            schema: arrow_schema(&table),
            table,
            constraints,
            pushdown,
            parents_predicate: None,
        }
    }

    /// The same table for a query that wants rows of certain parents only.
    pub(crate) fn of_parents(&self, predicate: Constraints) -> Option<Self> {
        if self.parents_predicate.is_some() {
            return None;
        }
        Some(Self {
            store: Arc::clone(&self.store),
            table: Arc::clone(&self.table),
            schema: Arc::clone(&self.schema),
            constraints: self.constraints.clone(),
            pushdown: self.pushdown,
            parents_predicate: Some(predicate),
        })
    }

    /// The definition behind it.
    pub(crate) fn table(&self) -> &Arc<Table> {
        &self.table
    }

    /// Whether the API reads nothing without such a filter.
    fn cannot_do_without(&self, filter: &Expr) -> bool {
        let required = self.store.catalog().required(&self.table);
        let named = filter.column_refs();
        let is_required = |name: &str| required.iter().any(|column| column.name == name);
        !named.is_empty() && named.iter().all(|column| is_required(&column.name))
    }

    /// The store behind it.
    pub(crate) fn store(&self) -> &Arc<Store> {
        &self.store
    }
}

#[async_trait]
impl TableProvider for StoreTable {
    fn schema(&self) -> SchemaRef {
        Arc::clone(&self.schema)
    }

    fn constraints(&self) -> Option<&TableConstraints> {
        Some(&self.constraints)
    }

    fn table_type(&self) -> TableType {
        TableType::Base
    }

    fn supports_filters_pushdown(
        &self,
        filters: &[&Expr],
    ) -> DataFusionResult<Vec<TableProviderFilterPushDown>> {
        let accepted = |filter: &&Expr| match self.pushdown || self.cannot_do_without(filter) {
            true => TableProviderFilterPushDown::Exact,
            false => TableProviderFilterPushDown::Unsupported,
        };
        Ok(filters.iter().map(accepted).collect())
    }

    async fn scan(
        &self,
        state: &dyn Session,
        projection: Option<&Vec<usize>>,
        filters: &[Expr],
        limit: Option<usize>,
    ) -> DataFusionResult<Arc<dyn ExecutionPlan>> {
        let shown: Vec<usize> = projection
            .cloned()
            .unwrap_or_else(|| (0..self.schema.fields().len()).collect());
        let read = read_columns(&self.schema, &shown, filters);
        let read_schema: SchemaRef = Arc::new(self.schema.project(&read)?);
        let qualified = DFSchema::try_from(read_schema.as_ref().clone())?;
        let filters: Vec<Expr> = filters
            .iter()
            .map(unqualified)
            .collect::<DataFusionResult<_>>()?;
        let checks = filters
            .iter()
            .map(|filter| state.create_physical_expr(filter.clone(), &qualified))
            .collect::<DataFusionResult<_>>()?;
        let shown = shown
            .iter()
            .map(|column| {
                read.iter()
                    .position(|read| read == column)
                    .unwrap_or_default()
            })
            .collect();
        let scanned = Scanned {
            store: Arc::clone(&self.store),
            table: Arc::clone(&self.table),
            read: read_schema,
            shown,
            predicate: predicate(&filters),
            parents_predicate: self.parents_predicate.clone(),
            filters,
            checks,
        };
        Ok(Arc::new(ScanExec::new(
            scanned,
            limit.filter(|_| self.pushdown),
        )?))
    }
}

/// The columns that the query shows or filters by, in the table's order.
fn read_columns(schema: &Schema, shown: &[usize], filters: &[Expr]) -> Vec<usize> {
    let mut read: Vec<usize> = shown.to_vec();
    for filter in filters {
        read.extend(
            filter
                .column_refs()
                .iter()
                .filter_map(|column| schema.index_of(&column.name).ok()),
        );
    }
    read.sort_unstable();
    read.dedup();
    read
}

fn unqualified(filter: &Expr) -> DataFusionResult<Expr> {
    use datafusion::common::tree_node::{Transformed, TreeNode};
    let plain = filter.clone().transform(|expr| {
        Ok(match expr {
            Expr::Column(column) if column.relation.is_some() => Transformed::yes(Expr::Column(
                datafusion::common::Column::new_unqualified(column.name),
            )),
            expr => Transformed::no(expr),
        })
    })?;
    Ok(plain.data)
}
