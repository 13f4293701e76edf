//! Why a page could not be read: its text is no JSON, or its rows are not what they should be.

use storeql_json::Fault;

use super::invalid::Invalid;
use crate::error::Error;

/// Why a page could not be read.
#[derive(Debug)]
pub(crate) enum Broken {
    /// It is no JSON, so that the answer was not whole.
    Json(String),
    /// It is not what it should be.
    Other(Error),
}

impl From<Fault> for Broken {
    fn from(fault: Fault) -> Self {
        Self::Json(fault.to_string())
    }
}

impl From<Error> for Broken {
    fn from(error: Error) -> Self {
        Self::Other(error)
    }
}

/// Why a row could not be read.
pub(super) enum Stop {
    Json(Fault),
    Value(Invalid),
}

impl From<Fault> for Stop {
    fn from(fault: Fault) -> Self {
        Self::Json(fault)
    }
}
