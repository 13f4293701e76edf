//! The client's error: what failed, on which request, and whether trying again may help. The messages are written in the
//! modules where the failures occur.

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;

use bytes::Bytes;

use crate::readable::readable;

/// What went wrong with a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The token is not valid for this store, or there is none.
    Unauthorized,
    /// The token is valid and may not do this.
    Forbidden,
    /// The API knows no such thing.
    NotFound,
    /// The API refused what the request says.
    Invalid,
    /// More was asked for or sent than the API takes at once.
    TooLarge,
    /// The request contradicts what the store holds.
    Conflict,
    /// The store kept refusing for its rate limit.
    RateLimited,
    /// The store failed.
    Server,
    /// No connection to the server.
    Unreachable,
    /// No complete answer in time.
    Timeout,
    /// An answer that is not the API's.
    Protocol,
    /// The server's certificate is not trusted.
    Certificate,
    /// The options cannot work.
    Configuration,
}

/// The body of an answer that refuses. It may hold what was sent, so that it is not printed.
#[derive(Clone, Default)]
pub struct RefusedBody(pub Bytes);

impl fmt::Debug for RefusedBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RefusedBody({} bytes)", self.0.len())
    }
}

/// A request that failed.
#[derive(Debug, Clone)]
pub struct Error {
    /// What it is.
    pub kind: ErrorKind,
    /// The status that the server answered, where it answered.
    pub status: Option<u16>,
    /// One sentence or two for the person who asked.
    pub message: String,
    /// What the server said of single fields of what was sent: the field, and what is wrong with it.
    pub fields: Box<[(String, String)]>,
    /// The request, as in `GET /v2/orders`.
    pub request: Option<String>,
    /// The same request may succeed later.
    pub retryable: bool,
    /// The request may have been carried out all the same, or an earlier try of it: a connection broke off behind it, or a
    /// server failed with it in hands. A 429 never was, nor what was refused by a 4xx.
    pub uncertain: bool,
    /// What the server answered, for those who look for more in it than the message quotes.
    pub answer: RefusedBody,
    source: Option<Arc<dyn StdError + Send + Sync>>,
}

impl Error {
    /// An error of `kind` that says `message`.
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self {
            kind,
            status: None,
            message: message.into(),
            fields: Box::default(),
            request: None,
            retryable: false,
            uncertain: false,
            answer: RefusedBody::default(),
            source: None,
        }
    }

    /// The same error, of which trying again may help.
    #[must_use]
    pub fn passing(mut self) -> Self {
        self.retryable = true;
        self
    }

    /// The same error with the failure behind it.
    #[must_use]
    pub fn caused_by(mut self, source: impl StdError + Send + Sync + 'static) -> Self {
        self.source = Some(Arc::new(source));
        self
    }

    /// Whether the server may have carried out the try that ended so.
    pub(crate) fn may_be_done(&self) -> bool {
        match self.status {
            Some(408 | 500..) => true,
            // A success of which the body did not arrive whole.
            Some(200..=299) => true,
            Some(_) => false,
            None => matches!(self.kind, ErrorKind::Timeout | ErrorKind::Protocol),
        }
    }

    pub(crate) fn answered(mut self, status: u16) -> Self {
        self.status = Some(status);
        self
    }

    pub(crate) fn of_request(mut self, request: &str) -> Self {
        self.request.get_or_insert_with(|| request.to_owned());
        self
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let message = readable(&self.message);
        match &self.request {
            Some(request) => write!(f, "{}: {message}", readable(request)),
            None => f.write_str(&message),
        }
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}
