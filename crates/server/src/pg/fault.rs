//! What goes wrong, as a client is told it: PostgreSQL's five characters, a sentence, a hint, a place.

use std::io;

use arrow::error::ArrowError;
use pgwire::error::ErrorInfo;
use pgwire::messages::PgWireBackendMessage;
use pgwire::messages::response::{ErrorResponse, NoticeResponse};
use storeql_engine::{Error, ErrorKind};

/// What a client is told.
#[derive(Debug, Clone)]
pub(super) struct Fault {
    pub(super) code: &'static str,
    pub(super) message: String,
    pub(super) hint: Option<String>,
    /// The byte of the text that was sent, from 0.
    pub(super) offset: Option<usize>,
    pub(super) table: Option<Box<str>>,
    pub(super) column: Option<Box<str>>,
    /// The connection ends with it.
    pub(super) fatal: bool,
}

impl Fault {
    pub(super) fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            hint: None,
            offset: None,
            table: None,
            column: None,
            fatal: false,
        }
    }

    /// A fault after which the connection ends.
    pub(super) fn fatal(code: &'static str, message: impl Into<String>) -> Self {
        Self {
            fatal: true,
            ..Self::new(code, message)
        }
    }

    pub(super) fn syntax(message: impl Into<String>) -> Self {
        Self::new("42601", message)
    }

    pub(super) fn unsupported(message: impl Into<String>) -> Self {
        Self::new("0A000", message)
    }

    /// What came breaks the protocol: the connection ends.
    pub(super) fn protocol(message: impl Into<String>) -> Self {
        Self::fatal("08P01", message)
    }

    /// The fault of a statement that begins at a byte of the text that was sent.
    pub(super) fn moved(mut self, start: usize) -> Self {
        self.offset = self.offset.map(|offset| offset + start);
        self
    }

    /// As a message. `text` is what was sent, in which PostgreSQL counts characters from 1.
    pub(super) fn message(&self, text: &str) -> PgWireBackendMessage {
        let severity = if self.fatal { "FATAL" } else { "ERROR" };
        let mut info = ErrorInfo::new(
            severity.to_owned(),
            self.code.to_owned(),
            self.message.clone(),
        );
        info.severity_nonlocalized = Some(severity.to_owned());
        info.hint.clone_from(&self.hint);
        info.table = self.table.as_deref().map(str::to_owned);
        info.column = self.column.as_deref().map(str::to_owned);
        let before = self.offset.and_then(|offset| text.get(..offset));
        info.position = before.map(|before| (before.chars().count() + 1).to_string());
        PgWireBackendMessage::ErrorResponse(ErrorResponse::from(info))
    }
}

/// What is told beside a statement's answer.
pub(super) fn notice(severity: &str, code: &str, message: &str) -> PgWireBackendMessage {
    let mut info = ErrorInfo::new(severity.to_owned(), code.to_owned(), message.to_owned());
    info.severity_nonlocalized = Some(severity.to_owned());
    PgWireBackendMessage::NoticeResponse(NoticeResponse::from(info))
}

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        let mut message = String::new();
        for place in &error.context {
            message.push_str(place);
            message.push_str(": ");
        }
        message.push_str(&error.message);
        Self {
            code: error.sqlstate(),
            message: storeql_connection::readable(&message),
            hint: error.hint().map(storeql_connection::readable),
            offset: error.position().map(|position| position.offset),
            table: error.table().map(Box::from),
            column: error.column().map(Box::from),
            fatal: false,
        }
    }
}

impl From<ArrowError> for Fault {
    fn from(error: ArrowError) -> Self {
        let message = format!("the rows cannot be sent: {error}");
        Self::new(ErrorKind::Internal.codes().postgres, message)
    }
}

/// Why a client's request did not come to its end.
#[derive(Debug)]
pub(super) enum Stop {
    /// The client is told, and may go on.
    Fault(Box<Fault>),
    /// The client has left.
    Left,
}

/// Result of what is done for a client.
pub(super) type Result<T, E = Stop> = std::result::Result<T, E>;

impl Stop {
    /// The same of a statement that begins at a byte of the text that was sent.
    pub(super) fn moved(self, start: usize) -> Self {
        match self {
            Self::Fault(fault) => Self::Fault(Box::new(fault.moved(start))),
            Self::Left => Self::Left,
        }
    }
}

impl<F: Into<Fault>> From<F> for Stop {
    fn from(fault: F) -> Self {
        Self::Fault(Box::new(fault.into()))
    }
}

/// Where the socket fails, the client is no longer there.
pub(super) fn left(_: io::Error) -> Stop {
    Stop::Left
}
