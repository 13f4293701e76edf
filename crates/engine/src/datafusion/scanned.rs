//! What a scan reads, apart from order and limit: the rows, and how they are made of pages.

use std::sync::Arc;

use arrow::array::{RecordBatch, RecordBatchOptions};
use arrow::compute::filter_record_batch;
use arrow::datatypes::SchemaRef;
use datafusion::common::Result as DataFusionResult;
use datafusion::common::cast::as_boolean_array;
use datafusion::logical_expr::ColumnarValue;
use datafusion::logical_expr::Expr;
use datafusion::physical_expr::utils::reassign_expr_columns;
use datafusion::physical_plan::PhysicalExpr;
use storeql_catalog::Table;
use storeql_scan::{Check, Constraints, Decoder, OnInvalid};

use crate::error::{Error, Result};
use crate::store::Store;

/// What a scan reads.
#[derive(Debug, Clone)]
pub(crate) struct Scanned {
    pub(crate) store: Arc<Store>,
    pub(crate) table: Arc<Table>,
    /// The columns that are read: shown or filtered by.
    pub(crate) read: SchemaRef,
    /// Positions in `read` of the columns that are shown.
    pub(crate) shown: Vec<usize>,
    /// What the filters say of single columns.
    pub(crate) predicate: Constraints,
    /// What a join says of the rows' parents.
    pub(crate) parents_predicate: Option<Constraints>,
    /// The filters as the query spells them.
    pub(crate) filters: Vec<Expr>,
    /// The filters, over `read`.
    pub(crate) checks: Vec<Arc<dyn PhysicalExpr>>,
}

impl Scanned {
    /// Whether both read the same rows, whatever their columns.
    pub(super) fn same_rows(&self, other: &Self) -> bool {
        self.same_table(other)
            && self.filters == other.filters
            && self.parents_predicate == other.parents_predicate
            && !self.is_volatile()
    }

    /// Whether both read the same table of the same store.
    pub(super) fn same_table(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.store, &other.store) && self.table.name == other.table.name
    }

    /// Whether a filter may say something else each time.
    pub(super) fn is_volatile(&self) -> bool {
        self.filters.iter().any(Expr::is_volatile)
    }

    /// The same rows with more columns, of which the same are shown.
    pub(super) fn reading(&self, read: &SchemaRef) -> DataFusionResult<Self> {
        let check = |check: &Arc<dyn PhysicalExpr>| reassign_expr_columns(Arc::clone(check), read);
        let shown = self.shown.iter();
        let shown = shown.map(|column| read.index_of(self.read.field(*column).name()));
        Ok(Self {
            read: Arc::clone(read),
            shown: shown.collect::<Result<_, _>>()?,
            checks: self
                .checks
                .iter()
                .map(check)
                .collect::<DataFusionResult<_>>()?,
            ..self.clone()
        })
    }

    /// Names of the columns that are read.
    pub(super) fn columns(&self) -> Vec<String> {
        let fields = self.read.fields().iter();
        fields.map(|field| field.name().clone()).collect()
    }

    /// Decodes the rows.
    pub(super) fn decoder(&self, on_invalid: OnInvalid) -> Decoder {
        let columns = self.columns().into();
        let decoder = Decoder::new(Arc::clone(&self.table), columns, Arc::clone(&self.read));
        decoder.with(on_invalid)
    }

    /// Checks rows again and drops the columns that only the checks needed.
    pub(super) fn check(&self) -> Check {
        let (checks, shown) = (self.checks.clone(), self.shown.clone());
        Arc::new(move |batch| {
            let checked = checked(batch, &checks, &shown);
            checked.map_err(storeql_scan::Error::of_check)
        })
    }
}

/// The rows of `batch` that pass `checks`, and of these the columns at `shown`.
fn checked(
    mut batch: RecordBatch,
    checks: &[Arc<dyn PhysicalExpr>],
    shown: &[usize],
) -> Result<RecordBatch, Error> {
    for check in checks {
        let wanted = |value: ColumnarValue| value.into_array(batch.num_rows());
        let wanted = check
            .evaluate(&batch)
            .and_then(wanted)
            .map_err(Error::of_datafusion)?;
        let wanted = as_boolean_array(&wanted).map_err(Error::of_datafusion)?;
        batch = filter_record_batch(&batch, wanted)?;
    }
    let rows = batch.num_rows();
    let schema = batch.schema().project(shown);
    let schema = Arc::new(schema?);
    let columns = shown
        .iter()
        .map(|column| Arc::clone(batch.column(*column)))
        .collect();
    let options = RecordBatchOptions::new().with_row_count(Some(rows));
    let batch = RecordBatch::try_new_with_options(schema, columns, &options);
    Ok(batch?)
}
