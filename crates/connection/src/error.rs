//! The connection's error: which property or file is wrong, and what to do.

use std::error::Error as StdError;
use std::fmt;

use storeql_client::ErrorKind as ClientKind;

/// What is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A property, a connection string or the configuration file.
    Configuration,
    /// The request that the connection needed has failed.
    Client,
}

/// A connection that cannot be.
#[derive(Debug, Clone)]
pub struct Error {
    /// What it is.
    pub kind: ErrorKind,
    /// One sentence or two for the person who connects.
    pub message: String,
    client: Option<storeql_client::Error>,
}

impl Error {
    /// A property or a file that is wrong.
    pub(crate) fn configuration(message: impl Into<String>) -> Self {
        Self {
            kind: ErrorKind::Configuration,
            message: message.into(),
            client: None,
        }
    }

    /// The failed request behind it, where there is one.
    pub fn client(&self) -> Option<&storeql_client::Error> {
        self.client.as_ref()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.client.as_ref().map(|client| client as _)
    }
}

impl From<storeql_client::Error> for Error {
    fn from(client: storeql_client::Error) -> Self {
        let kind = match client.kind {
            ClientKind::Configuration => ErrorKind::Configuration,
            _ => ErrorKind::Client,
        };
        Self {
            kind,
            message: client.to_string(),
            client: Some(client),
        }
    }
}
