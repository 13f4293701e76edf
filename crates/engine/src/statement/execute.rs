//! `EXECUTE name (…)`: a run of a statement that was prepared, with the values of a query.

use std::sync::Arc;

use arrow::compute::concat_batches;
use arrow::datatypes::Schema;
use datafusion::scalar::ScalarValue;
use futures::TryStreamExt;

use super::{Batches, Planned, Prepared, Work};
use crate::binding::bound;
use crate::error::Result;
use crate::parameters::Parameters;
use crate::run::RunEnvironment;
use crate::run_state::RunState;
use crate::sql::place_of_error::placed;

impl Prepared {
    /// The run of `prepared` with the values that the query `values` answers.
    pub(crate) fn of_execute(
        prepared: Prepared,
        values: Option<Prepared>,
        environment: RunEnvironment,
    ) -> Self {
        let inner = Arc::clone(&prepared.planned);
        Self::of(inner.run_by(Work::Execute { prepared, values }, environment))
    }
}

impl Planned {
    /// The statement whose run is this one's, by way of `work`: it answers the same columns.
    pub(super) fn run_by(&self, work: Work, environment: RunEnvironment) -> Self {
        Self {
            context: self.context.clone(),
            kind: self.kind,
            explain: None,
            columns: Arc::clone(&self.columns),
            origins: self.origins.clone(),
            parameters: Schema::empty(),
            work,
            environment,
        }
    }

    /// The values of each run, in the places of its placeholders.
    pub(super) fn bound(&self, parameters: &Parameters) -> Result<Vec<Vec<ScalarValue>>> {
        bound(&self.parameters, parameters).map_err(|error| placed(error, &self.environment.typed))
    }

    /// What a prepared statement answers with the values of a query.
    pub(super) async fn executed(
        prepared: &Prepared,
        values: Option<&Prepared>,
        state: Arc<RunState>,
    ) -> Result<Batches> {
        let given = match values {
            None => Parameters::none(),
            Some(values) => {
                let planned = Arc::clone(&values.planned);
                let none = vec![Vec::new()];
                let rows = Box::pin(planned.answer(none, Arc::clone(&state))).await?;
                let rows: Vec<_> = rows.try_collect().await?;
                concat_batches(&values.planned.columns, &rows)?.into()
            }
        };
        let values = prepared.planned.bound(&given)?;
        Box::pin(Arc::clone(&prepared.planned).answer(values, state)).await
    }
}
