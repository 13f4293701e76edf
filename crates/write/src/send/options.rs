//! How a plan is sent.

use std::fmt;
use std::sync::Arc;

use storeql_client::Meter;
use tokio_util::sync::CancellationToken;

use crate::journal::Journal;
use crate::outcome::RowOutcome;

/// How a plan is sent.
#[derive(Debug)]
pub struct SendOptions {
    /// What happens after a row has failed, or its fate is unknown.
    pub on_error: OnError,
    /// The first word of the statement, as a journal keeps it: `UPSERT`. None is that of the change.
    pub statement: Option<&'static str>,
    /// Where each intended and confirmed change is written.
    pub journal: Option<Journal>,
    /// Cancelled when nothing new may begin.
    pub cancelled: CancellationToken,
    /// Counts the requests, those that read as well.
    pub meter: Meter,
    /// Requests side by side, where the endpoint takes so many.
    pub side_by_side: usize,
    /// Is told of rows as soon as it is known what became of them.
    pub progress: Option<Progress>,
}

/// What happens after a row has failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum OnError {
    /// Nothing new begins.
    #[default]
    Stop,
    /// The other rows are written.
    Continue,
}

/// Is told of rows as soon as it is known what became of them.
#[derive(Clone)]
pub struct Progress(pub Arc<Teller>);

/// What is called with the rows.
pub type Teller = dyn Fn(&[RowOutcome]) + Send + Sync;

impl fmt::Debug for Progress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Progress")
    }
}

impl Default for SendOptions {
    fn default() -> Self {
        Self {
            on_error: OnError::Stop,
            statement: None,
            journal: None,
            cancelled: CancellationToken::new(),
            meter: Meter::default(),
            side_by_side: 10,
            progress: None,
        }
    }
}
