//! The requests of a write, sent: what became of each row is counted, kept for `sys_identity`, and told.

use std::path::Path;
use std::sync::Arc;

use storeql_catalog::Table;
use storeql_write::{
    Journal, OnError, Outcome, RowOutcome, RowState, SendOptions, Verb, WritePlan, read_journal,
    send,
};

use super::Writing;
use super::change::shown;
use super::told::{self, Told};
use crate::error::{Error, ErrorKind, Result};
use crate::last_write::WrittenRow;
use crate::metadata::session_shared::SessionShared;
use crate::run_state::RunState;
use crate::store::Store;

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
        let mut ready = Vec::new();
        for plan in plans {
            let options = match plan.requests().is_empty() {
                true => None,
                false => Some(self.options(store, state)?),
            };
            ready.push((plan, options));
        }
        if !state.begins_to_write() {
            return Err(cancelled());
        }
        let goes_on = state.has_written();
        let (mut whole, mut noted) = (Outcome::default(), Vec::new());
        for (plan, options) in ready {
            let verb = plan.change().verb();
            let ended = state.scans().cancelled.is_cancelled()
                || (whole.first_error.is_some() && !self.rules.goes_on);
            let outcome = match (client, options) {
                (Some(_), Some(_)) if ended => not_tried(&plan),
                (Some(client), Some(options)) => send(plan, client, options).await,
                _ => unsent(&plan),
            };
            noted.extend(
                outcome
                    .rows
                    .iter()
                    .map(|row| written(verb, &self.table, row)),
            );
            whole.rows.extend(outcome.rows);
            whole.first_error = whole.first_error.or(outcome.first_error);
        }
        whole.rows.sort_by_key(|row| row.number);
        noted.sort_by_key(|row| row.number);
        shared.written.note(noted, goes_on);
        let told = Told {
            word: self.word,
            table: &self.table,
        };
        end(told, whole, state)
    }

    fn options(&self, store: &Store, state: &RunState) -> Result<SendOptions> {
        let journal = match &self.rules.journal {
            Some(path) => Some(store.journal(path)?),
            None => None,
        };
        Ok(SendOptions {
            on_error: match self.rules.goes_on {
                true => OnError::Continue,
                false => OnError::Stop,
            },
            journal,
            ..options(state)
        })
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

/// Goes on with the write that a journal has, whose run was killed or broke off.
pub(crate) async fn resume(
    path: &Path,
    shared: &SessionShared,
    state: &RunState,
) -> Result<Outcome> {
    let store = shared.namespace.store();
    let recorded = read_journal(path).map_err(unread)?;
    let table = store.catalog().table(&recorded.table).ok_or_else(|| {
        let message = format!(
            "the journal {} is of the table {}, which is none of this connection's",
            path.display(),
            recorded.table
        );
        Error::new(ErrorKind::Configuration, message)
    })?;
    let verb = recorded.change.verb();
    let client = store.client().await?;
    if !state.begins_to_write() {
        return Err(cancelled());
    }
    let options = SendOptions {
        journal: Some(Journal::append(path).map_err(unread)?),
        ..options(state)
    };
    let outcome = storeql_write::resume(&recorded, table, client, options).await;
    let outcome =
        outcome.map_err(|error| Error::new(ErrorKind::Configuration, error.to_string()))?;
    let rows = outcome.rows.iter();
    let noted = rows.map(|row| written(verb, table, row)).collect();
    shared.written.note(noted, false);
    let told = Told {
        word: verb.word(),
        table: &Arc::clone(table),
    };
    end(told, outcome, state)
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

fn unread(error: storeql_write::JournalError) -> Error {
    Error::new(ErrorKind::Configuration, error.to_string())
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

fn not_tried(plan: &WritePlan) -> Outcome {
    let numbers = plan.change().numbers().into_iter();
    Outcome {
        rows: numbers
            .map(|number| row(number, RowState::NotTried, Vec::new()))
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
