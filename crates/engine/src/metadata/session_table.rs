//! A table in the memory of a session, as DataFusion reads it. How rows come to it is `session_tables`'s.

use std::sync::{Arc, PoisonError, RwLock};

use arrow::array::RecordBatch;
use arrow::datatypes::SchemaRef;
use async_trait::async_trait;
use datafusion::catalog::{Session, TableProvider};
use datafusion::common::Result as DataFusionResult;
use datafusion::datasource::MemTable;
use datafusion::logical_expr::{Expr, TableType};
use datafusion::physical_plan::ExecutionPlan;

use crate::error::{Error, ErrorKind, Result};

/// A table of the session.
#[derive(Debug)]
pub(crate) struct SessionTable {
    pub(super) schema: SchemaRef,
    /// None where a table with other columns has taken its place.
    rows: RwLock<Option<Vec<RecordBatch>>>,
}

impl SessionTable {
    pub(super) fn new(schema: SchemaRef, rows: Vec<RecordBatch>) -> Arc<Self> {
        Arc::new(Self {
            schema,
            rows: RwLock::new(Some(rows)),
        })
    }

    pub(crate) fn columns(&self) -> impl Iterator<Item = &str> {
        self.schema
            .fields()
            .iter()
            .map(|field| field.name().as_str())
    }

    /// Its rows now; an error where another table has taken its place since a statement was planned.
    pub(crate) fn rows(&self) -> Result<Vec<RecordBatch>> {
        let rows = self.rows.read().unwrap_or_else(PoisonError::into_inner);
        rows.clone().ok_or_else(|| {
            let message =
                "a session table of the statement has other columns since it was prepared";
            Error::new(ErrorKind::UnknownTable, message).with_hint("prepare the statement again")
        })
    }

    pub(super) fn set(&self, rows: Option<Vec<RecordBatch>>) {
        *self.rows.write().unwrap_or_else(PoisonError::into_inner) = rows;
    }
}

#[async_trait]
impl TableProvider for SessionTable {
    fn schema(&self) -> SchemaRef {
        Arc::clone(&self.schema)
    }

    fn table_type(&self) -> TableType {
        TableType::Temporary
    }

    async fn scan(
        &self,
        state: &dyn Session,
        projection: Option<&Vec<usize>>,
        filters: &[Expr],
        limit: Option<usize>,
    ) -> DataFusionResult<Arc<dyn ExecutionPlan>> {
        let rows = self.rows().map_err(Error::into_datafusion)?;
        let table = MemTable::try_new(self.schema(), vec![rows])?;
        table.scan(state, projection, filters, limit).await
    }
}
