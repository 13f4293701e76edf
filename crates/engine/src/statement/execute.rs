//! `EXECUTE name (…)`: a run of a statement that was prepared, with the values of a query.

use std::sync::Arc;

use arrow::compute::concat_batches;
use arrow::datatypes::Schema;
use futures::TryStreamExt;

use super::{Batches, Planned, Prepared, Work};
use crate::binding::bound;
use crate::error::Result;
use crate::parameters::Parameters;
use crate::run::RunEnvironment;
use crate::run_state::RunState;

impl Prepared {
    /// The run of `prepared` with the values that the query `values` answers.
    pub(crate) fn of_execute(
        prepared: Prepared,
        values: Option<Prepared>,
        mut environment: RunEnvironment,
    ) -> Self {
        let inner = &prepared.planned;
        environment.limits = inner.environment.limits;
        Self::of(Planned {
            context: inner.context.clone(),
            kind: inner.kind,
            explain: None,
            columns: Arc::clone(&inner.columns),
            origins: inner.origins.clone(),
            parameters: Schema::empty(),
            work: Work::Execute { prepared, values },
            environment,
        })
    }
}

/// What the statement answers with these values.
pub(super) async fn executed(
    prepared: &Prepared,
    values: Option<&Prepared>,
    state: Arc<RunState>,
) -> Result<Batches> {
    let given = match values {
        None => Parameters::none(),
        Some(values) => {
            let planned = Arc::clone(&values.planned);
            let rows = Box::pin(planned.answer(Vec::new(), Arc::clone(&state))).await?;
            let rows: Vec<_> = rows.try_collect().await?;
            concat_batches(&rows[0].schema(), &rows)?.into()
        }
    };
    let mut rows = bound(&prepared.planned.parameters, &given)?;
    let values = rows.pop().unwrap_or_default();
    Box::pin(Arc::clone(&prepared.planned).answer(values, state)).await
}
