//! Gathers what became of rows, one line for each row whatever parts it is written in.

use std::collections::BTreeMap;

use super::options::Progress;
use crate::outcome::{Failure, Outcome, RowOutcome, RowState};
use crate::plan::WritePlan;

/// What is known of the rows so far.
pub(crate) struct Ledger {
    rows: BTreeMap<u64, RowOutcome>,
    first_error: Option<Failure>,
    progress: Option<Progress>,
}

impl Ledger {
    pub(crate) fn new(progress: Option<Progress>) -> Self {
        Self {
            rows: BTreeMap::new(),
            first_error: None,
            progress,
        }
    }

    /// Whether further parts of the row may be sent: none was tried yet, or all were written.
    pub(crate) fn goes_on(&self, number: u64) -> bool {
        let row = self.rows.get(&number);
        row.is_none_or(|row| row.state == RowState::Written)
    }

    pub(crate) fn note(&mut self, outcomes: Vec<RowOutcome>) {
        if outcomes.is_empty() {
            return;
        }
        if let Some(progress) = &self.progress {
            (progress.0)(&outcomes);
        }
        for outcome in outcomes {
            if self.first_error.is_none() {
                self.first_error.clone_from(&outcome.failure);
            }
            let both = match self.rows.remove(&outcome.number) {
                None => outcome,
                Some(before) => together(before, outcome),
            };
            self.rows.insert(both.number, both);
        }
    }

    /// The outcome of the plan; rows of which nothing is known were not tried.
    pub(crate) fn outcome(mut self, plan: &WritePlan, broken: Option<Failure>) -> Outcome {
        for number in plan.change.numbers() {
            self.rows
                .entry(number)
                .or_insert_with(|| RowOutcome::of(number, RowState::NotTried));
        }
        for request in plan.requests() {
            for number in request.rows() {
                if let Some(row) = self.rows.get_mut(&number)
                    && row.key.is_empty()
                {
                    row.key = request.key_of(number);
                }
            }
        }
        Outcome {
            rows: self.rows.into_values().collect(),
            first_error: broken.or(self.first_error),
        }
    }
}

/// A row that two requests write.
fn together(before: RowOutcome, after: RowOutcome) -> RowOutcome {
    match after.state {
        RowState::Written | RowState::Unchanged => RowOutcome {
            state: before.state.min(after.state),
            answered: after.answered.or(before.answered),
            note: before.note.or(after.note),
            ..before
        },
        state => {
            let failure = after.failure.unwrap_or_else(|| {
                Failure::new("the rest of the row was not sent, since the statement ended before.")
            });
            RowOutcome {
                state: match state {
                    RowState::NotTried => RowState::Failed,
                    state => state,
                },
                failure: Some(Failure {
                    message: format!(
                        "{} Other columns of the row were written before.",
                        failure.message
                    ),
                    ..failure
                }),
                ..before
            }
        }
    }
}
