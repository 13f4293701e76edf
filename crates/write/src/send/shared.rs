//! What the requests of a plan share: the client, the journal, and whether anything new may begin.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use storeql_client::{Client, Meter};
use tokio_util::sync::CancellationToken;

use crate::address::text_of;
use crate::find::{Finder, Wanted};
use crate::journal::Journal;
use crate::outcome::{Failure, RowOutcome, RowState};
use crate::plan::{PlannedRequest, PlannedRow};
use crate::value::Value;

/// What the requests of a plan share.
pub(crate) struct Shared<'a> {
    pub(crate) client: &'a Client,
    pub(crate) meter: Meter,
    pub(crate) journal: Option<Mutex<Journal>>,
    pub(crate) cancelled: CancellationToken,
    /// A failure ends the statement.
    pub(crate) stops: bool,
    pub(crate) stopped: AtomicBool,
    /// The rows were sent by a run that ended before this one.
    pub(crate) resumes: bool,
    /// The journal cannot be written.
    pub(crate) broken: Mutex<Option<Failure>>,
}

impl Shared<'_> {
    /// Whether nothing new may begin.
    pub(crate) fn ended(&self) -> bool {
        self.cancelled.is_cancelled() || self.stopped.load(Ordering::Relaxed)
    }

    pub(crate) fn finder<'f>(&'f self, request: &'f PlannedRequest) -> Finder<'f> {
        Finder {
            client: self.client,
            meter: &self.meter,
            table: &request.step.table,
        }
    }

    pub(crate) fn intend(&self, request: &PlannedRequest) -> Result<(), Failure> {
        let Some(journal) = &self.journal else {
            return Ok(());
        };
        let mut journal = journal.lock().unwrap_or_else(PoisonError::into_inner);
        journal
            .intend(request)
            .map_err(|error| self.broke(&error.to_string()))
    }

    pub(crate) fn record(&self, outcomes: &[RowOutcome]) {
        let bad = |row: &RowOutcome| matches!(row.state, RowState::Failed | RowState::Unknown);
        if self.stops && outcomes.iter().any(bad) {
            self.stopped.store(true, Ordering::Relaxed);
        }
        if let Some(journal) = &self.journal {
            let mut journal = journal.lock().unwrap_or_else(PoisonError::into_inner);
            if let Err(error) = journal.confirm(outcomes) {
                self.broke(&error.to_string());
            }
        }
    }

    /// Without its journal the statement does not go on.
    pub(crate) fn broke(&self, why: &str) -> Failure {
        self.stopped.store(true, Ordering::Relaxed);
        let failure = Failure::new(why);
        let mut broken = self.broken.lock().unwrap_or_else(PoisonError::into_inner);
        broken.get_or_insert_with(|| failure.clone());
        failure
    }
}

pub(crate) fn row_outcome(
    row: &PlannedRow,
    state: RowState,
    failure: Option<Failure>,
) -> RowOutcome {
    RowOutcome {
        failure,
        ..RowOutcome::of(row.number, state)
    }
}

/// `email = 'a@b.example' AND channel_id = 1`
pub(crate) fn condition(wanted: &Wanted) -> String {
    let one = |(name, value): &(String, Value)| {
        let text = text_of(value).unwrap_or_default();
        match value {
            Value::Int(_) | Value::Decimal(_) => {
                format!("{name} = {text}")
            }
            _ => format!("{name} = '{}'", text.replace('\'', "''")),
        }
    };
    let parts: Vec<String> = wanted.iter().map(one).collect();
    parts.join(" AND ")
}
