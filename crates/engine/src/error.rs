//! The one error that faces see, and the table that gives each kind its code in every face.
//!
//! Lower crates have errors of their own; they become this one here and nowhere else.

mod translated;

pub(crate) use translated::ambiguous;

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;

use datafusion::error::DataFusionError;
use storeql_client::{ErrorKind as ClientKind, readable};
use storeql_scan::ErrorKind as ScanKind;

/// Result of everything that a face calls.
pub type Result<T, E = Error> = std::result::Result<T, E>;

macro_rules! kinds {
    ($($(#[$about:meta])* $kind:ident => $odbc:literal $postgres:literal $adbc:literal $exit:literal;)*) => {
        /// What went wrong, as far as a caller may want to act on it.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum ErrorKind { $($(#[$about])* $kind,)* }

        impl ErrorKind {
            /// Every kind, for docs and tests.
            pub const ALL: &'static [ErrorKind] = &[$(ErrorKind::$kind,)*];

            /// The kind's code in each face.
            pub fn codes(self) -> Codes {
                match self {
                    $(ErrorKind::$kind => Codes { odbc: $odbc, postgres: $postgres, adbc: $adbc, exit: $exit },)*
                }
            }
        }
    };
}

kinds! {
    /// The text is not SQL that StoreQL knows.
    Syntax => "42000" "42601" "INVALID_ARGUMENT" 1;
    /// No such table, view or procedure.
    UnknownTable => "42S02" "42P01" "NOT_FOUND" 1;
    /// No such column.
    UnknownColumn => "42S22" "42703" "NOT_FOUND" 1;
    /// The statement is fine but asks for what StoreQL does not do.
    Unsupported => "HYC00" "0A000" "NOT_IMPLEMENTED" 1;
    /// The connection is read-only.
    ReadOnly => "25006" "25006" "UNAUTHORIZED" 1;
    /// A value has the wrong type or does not fit.
    InvalidValue => "22018" "22000" "INVALID_DATA" 1;
    /// A property of the connection is wrong or missing.
    Configuration => "08001" "08001" "INVALID_ARGUMENT" 2;
    /// The token is not valid for this store, or there is none.
    Unauthorized => "28000" "28000" "UNAUTHENTICATED" 3;
    /// The token is valid but lacks a scope.
    Forbidden => "42000" "42501" "UNAUTHORIZED" 3;
    /// The store could not be reached.
    Unreachable => "08001" "08001" "IO" 4;
    /// The store did not answer in time.
    Timeout => "HYT00" "57014" "TIMEOUT" 4;
    /// The store kept refusing for its rate limit.
    RateLimited => "08004" "53400" "IO" 4;
    /// The store failed, to the end of the retries.
    Server => "08S01" "58000" "IO" 4;
    /// The store answered something that is not its API.
    Protocol => "08S01" "08P01" "IO" 4;
    /// The store refused the request.
    Store => "HY000" "HV000" "INVALID_STATE" 1;
    /// A limit of the connection stopped the query.
    Limit => "54000" "54000" "INVALID_STATE" 1;
    /// Somebody cancelled the query.
    Cancelled => "HY008" "57014" "CANCELLED" 1;
    /// A write stopped part-way.
    PartlyWritten => "HY000" "58030" "INVALID_STATE" 5;
    /// A fault of StoreQL's own.
    Internal => "HY000" "XX000" "INTERNAL" 1;
}

/// The codes of one kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Codes {
    /// ODBC SQLSTATE.
    pub odbc: &'static str,
    /// PostgreSQL SQLSTATE.
    pub postgres: &'static str,
    /// ADBC status.
    pub adbc: &'static str,
    /// Exit code of the program.
    pub exit: u8,
}

/// What failed, on what, and what to do.
#[derive(Debug, Clone)]
pub struct Error {
    /// What it is.
    pub kind: ErrorKind,
    /// One sentence or two for the person who ran the query.
    pub message: String,
    /// Where it happened, outermost first: `table orders`.
    pub context: Vec<String>,
    /// The same statement may succeed if it is run again.
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

    pub(crate) fn within(mut self, place: impl Into<String>) -> Self {
        self.context.insert(0, place.into());
        self
    }

    /// The refusal of a statement that changes something, by its first words.
    pub(crate) fn reads_only(statement: &str) -> Self {
        let message = format!(
            "this version of StoreQL reads and does not write: there is no {statement}, and nothing was sent to the store"
        );
        Self::new(ErrorKind::Unsupported, message)
    }

    fn caused_by(mut self, source: impl StdError + Send + Sync + 'static) -> Self {
        self.source = Some(Arc::new(source));
        self
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for place in &self.context {
            write!(f, "{}: ", readable(place))?;
        }
        f.write_str(&readable(&self.message))
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}

impl From<ClientKind> for ErrorKind {
    fn from(kind: ClientKind) -> Self {
        match kind {
            ClientKind::Unauthorized => ErrorKind::Unauthorized,
            ClientKind::Forbidden => ErrorKind::Forbidden,
            ClientKind::RateLimited => ErrorKind::RateLimited,
            ClientKind::Server => ErrorKind::Server,
            ClientKind::Unreachable | ClientKind::Certificate => ErrorKind::Unreachable,
            ClientKind::Timeout => ErrorKind::Timeout,
            ClientKind::Protocol => ErrorKind::Protocol,
            ClientKind::Configuration => ErrorKind::Configuration,
            _ => ErrorKind::Store,
        }
    }
}

impl From<storeql_client::Error> for Error {
    fn from(error: storeql_client::Error) -> Self {
        Self {
            retryable: error.retryable,
            ..Self::new(error.kind.into(), error.to_string())
        }
        .caused_by(error)
    }
}

impl From<storeql_scan::Error> for Error {
    fn from(error: storeql_scan::Error) -> Self {
        let kind = match error.kind {
            ScanKind::Unsupported => ErrorKind::Unsupported,
            ScanKind::InvalidValue => ErrorKind::InvalidValue,
            ScanKind::Protocol => ErrorKind::Protocol,
            ScanKind::Server => ErrorKind::Server,
            ScanKind::Limit => ErrorKind::Limit,
            ScanKind::Cancelled => ErrorKind::Cancelled,
            ScanKind::Request(kind) => kind.into(),
            // The scan checks rows by what the engine gave it.
            ScanKind::Check => match error.source_as::<Self>() {
                Some(own) => return own.clone(),
                None => ErrorKind::Internal,
            },
            _ => ErrorKind::Internal,
        };
        Self {
            context: error.context.clone(),
            retryable: error.retryable,
            ..Self::new(kind, error.message.clone())
        }
        .caused_by(error)
    }
}

impl From<storeql_connection::Error> for Error {
    fn from(error: storeql_connection::Error) -> Self {
        match error.client() {
            Some(client) => client.clone().into(),
            None => Self::new(ErrorKind::Configuration, error.to_string()).caused_by(error),
        }
    }
}

impl From<Error> for DataFusionError {
    fn from(error: Error) -> Self {
        DataFusionError::External(Box::new(error))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_codes_that_its_faces_accept() {
        for kind in ErrorKind::ALL {
            let codes = kind.codes();
            assert_eq!((codes.odbc.len(), codes.postgres.len()), (5, 5), "{kind:?}");
            assert!((1..=5).contains(&codes.exit), "{kind:?}");
            assert!(!codes.adbc.is_empty(), "{kind:?}");
        }
    }

    #[test]
    fn the_error_of_a_scans_check_comes_back_as_it_was() {
        let own = Error::new(ErrorKind::InvalidValue, "divide by zero");
        let back = Error::from(storeql_scan::Error::of_check(own));
        assert_eq!(back.kind, ErrorKind::InvalidValue);
        assert_eq!(back.message, "divide by zero");
    }

    #[test]
    fn our_error_survives_datafusion() {
        let inner = Error::new(ErrorKind::Forbidden, "no scope");
        let wrapped = DataFusionError::from(inner)
            .context("reading")
            .context("running");
        assert_eq!(Error::from(wrapped).kind, ErrorKind::Forbidden);
    }
}
