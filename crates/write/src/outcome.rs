//! What became of each row. Nothing is left out: a row that was not sent is told as well.

use storeql_client::ErrorKind;

use crate::value::Value;

/// What became of a change.
#[derive(Debug, Clone, Default)]
pub struct Outcome {
    /// Every row of the change, by its number.
    pub rows: Vec<RowOutcome>,
    /// The failure that came first.
    pub first_error: Option<Failure>,
}

/// What became of one row.
#[derive(Debug, Clone, PartialEq)]
pub struct RowOutcome {
    /// The row's number in the statement.
    pub number: u64,
    /// What became of it.
    pub state: RowState,
    /// The values of the table's key columns, as answered or as sent. Empty where they are not known.
    pub key: Vec<Value>,
    /// The row as the API answered it, as JSON text. Its shape is that of the list that the table is read by.
    pub answered: Option<String>,
    /// Why it failed, or why its fate is unknown and how to look.
    pub failure: Option<Failure>,
    /// What the API said beside a row that it wrote: `inventory could not be saved`.
    pub note: Option<String>,
}

/// The states of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RowState {
    /// The store has it as the statement says: `brands` row 7 was renamed, or is deleted.
    Written,
    /// It had the values already, or was gone already; nothing was sent, or nothing was changed.
    Unchanged,
    /// The store refused it. It is as it was.
    Failed,
    /// The request may have been carried out: its answer was lost. It is not sent again.
    Unknown,
    /// Its request was not sent: the change was cancelled, or ended by an earlier failure.
    NotTried,
}

impl RowOutcome {
    /// A row in that state, of which nothing else is known.
    pub(crate) fn of(number: u64, state: RowState) -> Self {
        Self {
            number,
            state,
            key: Vec::new(),
            answered: None,
            failure: None,
            note: None,
        }
    }
}

impl RowState {
    /// As the journal and `sys_identity` spell it.
    pub fn word(self) -> &'static str {
        match self {
            RowState::Written => "written",
            RowState::Unchanged => "unchanged",
            RowState::Failed => "failed",
            RowState::Unknown => "unknown",
            RowState::NotTried => "not_tried",
        }
    }
}

/// Why a row was not written, or may not have been.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// What went wrong, and what to do.
    pub message: String,
    /// What the API said of single members of the row: the member and what is wrong with it.
    pub fields: Vec<(String, String)>,
    /// The status that the API answered, where it answered.
    pub status: Option<u16>,
    /// What kind of failure it is, where a request failed.
    pub kind: Option<ErrorKind>,
    /// The request: `POST /v3/customers`.
    pub request: Option<String>,
}

/// How many rows are in each state.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Written.
    pub written: u64,
    /// Unchanged.
    pub unchanged: u64,
    /// Failed.
    pub failed: u64,
    /// Unknown.
    pub unknown: u64,
    /// Not tried.
    pub not_tried: u64,
}

impl Outcome {
    /// How many rows are in each state.
    pub fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        for row in &self.rows {
            *match row.state {
                RowState::Written => &mut counts.written,
                RowState::Unchanged => &mut counts.unchanged,
                RowState::Failed => &mut counts.failed,
                RowState::Unknown => &mut counts.unknown,
                RowState::NotTried => &mut counts.not_tried,
            } += 1;
        }
        counts
    }

    /// Whether every row is as the statement says.
    pub fn is_complete(&self) -> bool {
        let done = |row: &RowOutcome| matches!(row.state, RowState::Written | RowState::Unchanged);
        self.first_error.is_none() && self.rows.iter().all(done)
    }
}

/// The outcomes of a statement's changes are that of the statement.
impl FromIterator<Outcome> for Outcome {
    fn from_iter<I: IntoIterator<Item = Outcome>>(outcomes: I) -> Self {
        let mut whole = Outcome::default();
        for outcome in outcomes {
            whole.rows.extend(outcome.rows);
            whole.first_error = whole.first_error.or(outcome.first_error);
        }
        whole
    }
}

impl Failure {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            fields: Vec::new(),
            status: None,
            kind: None,
            request: None,
        }
    }
}

impl From<&storeql_client::Error> for Failure {
    fn from(error: &storeql_client::Error) -> Self {
        Self {
            message: error.message.clone(),
            fields: error.fields.to_vec(),
            status: error.status,
            kind: Some(error.kind),
            request: error.request.as_deref().map(str::to_owned),
        }
    }
}
