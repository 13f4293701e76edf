//! The requests of a write, sent: what became of each row is counted, kept for `sys_identity`, and told.

use std::path::Path;
use std::sync::Arc;

use storeql_catalog::Table;
use storeql_write::{
    Change, Journal, OnError, Outcome, RecordedRows, RowOutcome, RowState, SendOptions, Verb,
    WritePlan, send_all,
};

use super::Writing;
use super::change::shown;
use super::told::{self, Told};
use crate::error::{Error, ErrorKind, Result};
use crate::last_write::WrittenRow;
use crate::metadata::session_shared::SessionShared;
use crate::run_state::RunState;

impl Writing {
    /// Sends the requests, and says what became of the rows: an error where one is not as the statement says.
    pub(crate) async fn send(
        &self,
        plans: Vec<WritePlan>,
        shared: &SessionShared,
        state: &RunState,
    ) -> Result<Outcome> {
        let store = shared.namespace.store();
        let sends = plans.iter().any(|plan| !plan.requests().is_empty());
        let client = match sends {
            true => Some(store.client().await?),
            false => None,
        };
        if sends {
            self.ask(&plans, state).await?;
        }
        // A journal that cannot be made ends the statement before its first request.
        let journal = match self.rules.journal.as_ref().filter(|_| sends) {
            Some(path) => Some(store.journal(path)?),
            None => None,
        };
        if !state.begins_to_write() {
            return Err(cancelled());
        }
        let goes_on = state.has_written();
        let verbs: Vec<Verb> = plans.iter().map(WritePlan::verb).collect();
        let outcomes = match client {
            Some(client) => send_all(plans, client, self.options(journal, state)).await,
            None => plans.iter().map(unsent).collect(),
        };
        let noted = noted(&self.table, &verbs, &outcomes);
        let whole = outcomes.into_iter().collect();
        shared.written.note(noted, goes_on);
        let told = Told {
            word: self.word,
            table: &self.table,
        };
        end(told, whole, state)
    }

    fn options(&self, journal: Option<Journal>, state: &RunState) -> SendOptions {
        SendOptions {
            statement: Some(self.word),
            on_error: match self.rules.goes_on {
                true => OnError::Continue,
                false => OnError::Stop,
            },
            journal,
            ..options(state)
        }
    }

    /// Asks the person, where the face has one, before more rows than a few are written.
    async fn ask(&self, plans: &[WritePlan], state: &RunState) -> Result<()> {
        let Some(question) = self.rules.question.clone() else {
            return Ok(());
        };
        let counts = plans.iter().map(|plan| {
            let rows = plan.change().numbers().len() as u64;
            rows - (plan.unchanged().len() as u64).min(rows)
        });
        let rows: u64 = counts.sum();
        let text = format!("{} {}: {rows} rows", self.word, self.table.name);
        let answer = tokio::task::spawn_blocking(move || question.answer(rows, &text));
        let cancelled = &state.scans().cancelled;
        match cancelled.run_until_cancelled(answer).await {
            Some(Ok(true)) => Ok(()),
            Some(_) => {
                let message = format!(
                    "the {} of {rows} rows was not confirmed; nothing was written",
                    self.word
                );
                Err(Error::new(ErrorKind::Limit, message))
            }
            None => Err(self::cancelled()),
        }
    }
}

/// Goes on with the statement that the journal at `path` has, whose run was killed or broke off.
pub(crate) async fn resume(
    recorded: &RecordedRows,
    path: &Path,
    shared: &SessionShared,
    state: &RunState,
) -> Result<()> {
    let store = shared.namespace.store();
    let table = store.catalog().table(&recorded.table).ok_or_else(|| {
        let message = format!(
            "the journal {} is of the table {}, which is none of this connection's",
            path.display(),
            recorded.table
        );
        Error::new(ErrorKind::Configuration, message)
    })?;
    let client = store.client().await?;
    if !state.begins_to_write() {
        return Err(cancelled());
    }
    let options = SendOptions {
        journal: Some(store.journal_again(path)?),
        ..options(state)
    };
    let outcomes = storeql_write::resume(recorded, table, client, options).await;
    let outcomes =
        outcomes.map_err(|error| Error::new(ErrorKind::Configuration, error.to_string()))?;
    let verbs: Vec<Verb> = recorded.changes.iter().map(Change::verb).collect();
    shared.written.note(noted(table, &verbs, &outcomes), false);
    let told = Told {
        word: &recorded.statement,
        table: &Arc::clone(table),
    };
    end(told, outcomes.into_iter().collect(), state).map(drop)
}

fn options(state: &RunState) -> SendOptions {
    let scans = state.scans();
    SendOptions {
        cancelled: scans.cancelled.clone(),
        meter: scans.budget.meter().clone(),
        ..SendOptions::default()
    }
}

/// Counts and tells.
fn end(told: Told<'_>, outcome: Outcome, state: &RunState) -> Result<Outcome> {
    state.wrote(told.word, outcome.counts());
    for note in told::notes(told, &outcome) {
        state.warn(note);
    }
    let cancelled = state.scans().cancelled.is_cancelled();
    match told::error(told, &outcome, cancelled) {
        Some(error) => Err(error),
        None => Ok(outcome),
    }
}

fn cancelled() -> Error {
    let message = "the statement was cancelled before it wrote anything";
    Error::new(ErrorKind::Cancelled, message)
}

/// Of a plan that has nothing to send.
fn unsent(plan: &WritePlan) -> Outcome {
    let rows = plan.unchanged_keys().iter();
    Outcome {
        rows: rows
            .map(|(number, key)| row(*number, RowState::Unchanged, key.clone()))
            .collect(),
        first_error: None,
    }
}

fn row(number: u64, state: RowState, key: Vec<storeql_write::Value>) -> RowOutcome {
    RowOutcome {
        number,
        state,
        key,
        answered: None,
        failure: None,
        note: None,
    }
}

/// The rows of all changes, for `sys_identity`.
fn noted(table: &Table, verbs: &[Verb], outcomes: &[Outcome]) -> Vec<WrittenRow> {
    let all = verbs.iter().zip(outcomes);
    let rows = all.flat_map(|(verb, outcome)| {
        let rows = outcome.rows.iter();
        rows.map(|row| written(*verb, table, row))
    });
    rows.collect()
}

fn written(verb: Verb, table: &Table, row: &RowOutcome) -> WrittenRow {
    let failure = row.failure.as_ref().map(told::why);
    WrittenRow {
        number: row.number,
        operation: verb.word(),
        table: table.name.clone(),
        key: row.key.iter().map(shown).collect(),
        state: row.state.word(),
        message: failure.or_else(|| row.note.clone()),
        created: verb == Verb::Insert && row.state == RowState::Written,
    }
}
