//! A run of a statement that writes: its queries, the guards, the requests, and the rows of RETURNING.

use std::sync::Arc;

use arrow::array::RecordBatch;
use datafusion::physical_plan::displayable;
use datafusion::scalar::ScalarValue;
use datafusion::sql::parser::Statement as Parsed;
use datafusion::sql::sqlparser::ast;
use futures::{StreamExt, TryStreamExt, stream};

use super::{Batches, Planned, Work, one_batch};
use crate::binding::named;
use crate::cost;
use crate::datafusion::coercion::analyzed;
use crate::error::{Error, Result};
use crate::explain;
use crate::large_stack::OnLargeStack;
use crate::run_state::RunState;
use crate::writing::{self, Writing};

impl Planned {
    /// The rows of parameters that are taken together: each by itself, or all of them.
    pub(super) fn at_once(&self, rows: Vec<Vec<ScalarValue>>) -> Vec<Vec<Vec<ScalarValue>>> {
        match &self.work {
            Work::Write(writing)
                if rows.len() > 1 && self.explain.is_none() && writing.takes_all_at_once() =>
            {
                vec![rows]
            }
            _ => rows.into_iter().map(|row| vec![row]).collect(),
        }
    }

    /// Reads what is to be written to its end, and writes it; where it is explained, says what it would write.
    ///
    /// Of several rows of parameters it is one write with the rows of all, which [`Writing::takes_all_at_once`] allows.
    pub(super) async fn write(
        &self,
        writing: &Writing,
        all: Vec<Vec<ScalarValue>>,
        state: &Arc<RunState>,
    ) -> Result<Batches> {
        let values = all.first().cloned().unwrap_or_default();
        if !values.is_empty() {
            let values = named(&self.parameters, values.clone(), &self.zone())?;
            writing.check_choice(&self.context.state(), Some(&values))?;
        }
        self.read_zone(state).await?;
        let (mut inputs, mut read) = (Vec::new(), Vec::new());
        for plan in writing.inputs() {
            let mut input = Vec::new();
            for values in &all {
                let reading = self.physical(plan, values.clone(), None);
                let (logical, physical) = OnLargeStack::new(reading).await?;
                let shown = displayable(physical.as_ref());
                self.environment.log.planned(shown.indent(false));
                cost::check(physical.as_ref(), state.scans()).await?;
                let rows = self.execute(Arc::clone(&physical), state)?;
                input.extend(rows.try_collect::<Vec<_>>().await?);
                if self.explain.is_some() {
                    read.push((logical, physical));
                }
            }
            inputs.push(input);
        }
        let shared = &self.environment.shared;
        let zone = self.zone();
        let changes = writing.changes(&inputs, &zone, &shared.namespace.contents(), state)?;
        let changes = writing.looked_for(changes, shared.namespace.store(), state);
        let plans = writing.plans(changes.await?, state)?;
        if let Some(explain) = self.explain {
            if explain.bodies {
                return Ok(one_batch(explain::rows(
                    explain,
                    writing.requests(&plans),
                    None,
                )?));
            }
            let mut lines = writing.explained(&plans);
            for (logical, physical) in &read {
                let estimate = self.estimated(physical.as_ref());
                lines.extend(explain::planned(logical, physical.as_ref(), &estimate));
            }
            return Ok(one_batch(explain::rows(explain, lines, None)?));
        }
        let outcome = writing.send(plans, shared, state).await?;
        let Some(returned) = writing.returned() else {
            return Ok(stream::empty().boxed());
        };
        let rows = match returned.query(&outcome) {
            None => inputs.into_iter().flatten().collect(),
            Some(_) if outcome.rows.is_empty() => Vec::new(),
            Some(query) => {
                let read = self.read_back(query, values, state).await;
                read.map_err(|error| writing::unread(error, &outcome))?
            }
        };
        Ok(one_batch(writing.answered(returned, &outcome, &rows)?))
    }

    /// The rows that were written, as RETURNING has them.
    async fn read_back(
        &self,
        query: ast::Statement,
        values: Vec<ScalarValue>,
        state: &Arc<RunState>,
    ) -> Result<Vec<RecordBatch>> {
        let planning = async {
            let session = self.context.state();
            let parsed = Parsed::Statement(Box::new(query));
            let plan = session.statement_to_plan(parsed).await;
            let plan = plan.and_then(|plan| analyzed(&session, plan));
            let plan = plan.map_err(Error::of_datafusion)?;
            self.physical(&plan, values, None).await
        };
        let (_, physical) = OnLargeStack::new(planning).await?;
        self.execute(physical, state)?.try_collect().await
    }
}
