//! The values of a statement's placeholders, as Arrow. Which placeholders a statement has, and of which types, it says itself.

use arrow::array::RecordBatch;

/// The values of a statement's placeholders: the first column is `$1`, the second `$2`.
///
/// One row runs the statement once. A batch of several rows runs it once for each row, one after another in the batch's
/// order, as one [`Run`](crate::Run): its rows follow each other under the same columns, and one budget, one `MaxRows` and
/// one canceller hold for all of it. An INSERT of VALUES is one INSERT of all rows, in as few requests as one that was typed with
/// all of them. A batch without rows runs nothing and answers no rows.
///
/// ```
/// use std::sync::Arc;
/// use arrow::array::{Int64Array, RecordBatch};
/// use storeql_engine::Parameters;
///
/// // SELECT id, total_inc_tax FROM orders WHERE customer_id = $1
/// let seven = Int64Array::from(vec![7]);
/// let batch = RecordBatch::try_from_iter([("$1", Arc::new(seven) as _)])?;
/// let parameters = Parameters::from(batch);
/// assert_eq!((parameters.count(), Parameters::none().count()), (1, 0));
/// # Ok::<(), arrow::error::ArrowError>(())
/// ```
#[derive(Clone, Default)]
pub struct Parameters(Option<RecordBatch>);

impl Parameters {
    /// For a statement without placeholders, which runs once.
    pub fn none() -> Self {
        Self::default()
    }

    /// Values of one row.
    pub fn count(&self) -> usize {
        self.0.as_ref().map_or(0, RecordBatch::num_columns)
    }

    /// The values; none where the statement runs once without any.
    pub(crate) fn batch(&self) -> Option<&RecordBatch> {
        self.0.as_ref().filter(|batch| batch.num_columns() > 0)
    }
}

impl From<RecordBatch> for Parameters {
    fn from(batch: RecordBatch) -> Self {
        Self(Some(batch))
    }
}

/// Without the values, which may be a customer's.
impl std::fmt::Debug for Parameters {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let rows = self.0.as_ref().map_or(0, RecordBatch::num_rows);
        f.debug_struct("Parameters")
            .field("count", &self.count())
            .field("rows", &rows)
            .finish()
    }
}
