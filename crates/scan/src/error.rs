//! The error of a scan: what failed, on which table, and whether running the same scan again may help.
//!
//! Codes of faces and words of SQL are the engine's.

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;

use arrow::error::ArrowError;
use storeql_client::ErrorKind as ClientKind;

/// Result of everything that a scan does.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What went wrong with a scan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The API reads the table only by keys, and the predicate names none.
    Unsupported,
    /// A value does not fit its column.
    InvalidValue,
    /// The store answered something that is not its API.
    Protocol,
    /// The rows of a list kept moving while it was read.
    Server,
    /// The scan would send more requests than its statement may.
    Limit,
    /// The reader of the rows has gone.
    Cancelled,
    /// The check of the rows, which the caller gave, failed; the source is the caller's error.
    Check,
    /// A request failed; the source is the client's error.
    Request(ClientKind),
    /// A fault of StoreQL's own.
    Internal,
}

/// A scan that failed.
#[derive(Debug, Clone)]
pub struct Error {
    /// What it is.
    pub kind: ErrorKind,
    /// One sentence or two for the person who asked for the rows.
    pub message: String,
    /// Where it happened, outermost first: `table orders`.
    pub context: Vec<String>,
    /// The same scan may succeed if it runs again.
    pub retryable: bool,
    source: Option<Arc<dyn StdError + Send + Sync>>,
}

impl Error {
    /// An error of `kind` that says `message`.
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
            context: Vec::new(),
            retryable: false,
            source: None,
        }
    }

    /// The error of a caller's own check of the rows.
    pub fn of_check(source: impl StdError + Send + Sync + 'static) -> Self {
        Self {
            source: Some(Arc::new(source)),
            ..Self::new(ErrorKind::Check, "the rows could not be checked")
        }
    }

    /// The error behind this one, where it is an `E`.
    pub fn source_as<E: StdError + 'static>(&self) -> Option<&E> {
        self.source.as_deref()?.downcast_ref()
    }

    pub(crate) fn within(mut self, place: impl Into<String>) -> Self {
        self.context.insert(0, place.into());
        self
    }

    pub(crate) fn worth_retrying(mut self) -> Self {
        self.retryable = true;
        self
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for place in &self.context {
            write!(f, "{place}: ")?;
        }
        f.write_str(&self.message)
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}

impl From<storeql_client::Error> for Error {
    fn from(error: storeql_client::Error) -> Self {
        Self {
            retryable: error.retryable,
            ..Self::new(ErrorKind::Request(error.kind), error.to_string())
        }
        .caused_by(error)
    }
}

impl From<ArrowError> for Error {
    fn from(error: ArrowError) -> Self {
        Self::new(
            ErrorKind::Internal,
            format!("columns do not make a batch: {error}"),
        )
        .caused_by(error)
    }
}

impl Error {
    fn caused_by(mut self, source: impl StdError + Send + Sync + 'static) -> Self {
        self.source = Some(Arc::new(source));
        self
    }
}
