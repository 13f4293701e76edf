//! A statement that is run where a query has no rows: an import, whose file may name what the store does not have.

use std::sync::Arc;

use arrow::array::RecordBatch;
use arrow::util::display::array_value_to_string;
use futures::TryStreamExt;

use super::{Batches, Planned, Prepared, Work};
use crate::error::{Error, ErrorKind, Result};
use crate::run::RunEnvironment;
use crate::run_state::RunState;

/// Values that an error names.
const SHOWN: usize = 20;

impl Prepared {
    /// The run of `prepared`, refused where `check` has rows.
    pub(crate) fn of_checked(
        check: Prepared,
        prepared: Prepared,
        environment: RunEnvironment,
    ) -> Self {
        let inner = Arc::clone(&prepared.planned);
        Self::of(inner.run_by(Work::Checked { check, prepared }, environment))
    }
}

impl Planned {
    /// What the statement answers, where the query answers nothing.
    pub(super) async fn checked(
        check: &Prepared,
        prepared: &Prepared,
        state: Arc<RunState>,
    ) -> Result<Batches> {
        let none = || vec![Vec::new()];
        let query = Arc::clone(&check.planned);
        let rows = Box::pin(query.answer(none(), Arc::clone(&state))).await?;
        let rows: Vec<RecordBatch> = rows.try_collect().await?;
        let count: usize = rows.iter().map(RecordBatch::num_rows).sum();
        if count == 0 {
            return Box::pin(Arc::clone(&prepared.planned).answer(none(), state)).await;
        }
        let cells = rows.iter().flat_map(|batch| {
            (0..batch.num_rows()).map(|row| array_value_to_string(batch.column(0), row))
        });
        let shown: Result<Vec<String>, _> = cells.take(SHOWN).collect();
        let column = check.planned.columns.field(0).name();
        let message = format!(
            "{count} rows of the file name a {column} that the store does not have: {}{}. Nothing was written",
            shown?.join(", "),
            if count > SHOWN { ", …" } else { "" }
        );
        Err(Error::new(ErrorKind::InvalidValue, message)
            .with_hint("correct these rows of the file, or take them out"))
    }
}
