//! The connection's error: which property or file is wrong, and what to do.

use std::error::Error as StdError;
use std::fmt;

use storeql_client::{ErrorKind as ClientKind, readable};

/// What is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A property, a connection string or the configuration file.
    Configuration,
    /// The request that the connection needed has failed.
    Client,
    /// There is no token yet.
    NotSignedIn,
    /// Signing in has failed.
    SignIn,
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

    /// There is no token yet; `message` names the next step.
    pub(crate) fn not_signed_in(message: impl Into<String>) -> Self {
        Self::unauthorized(ErrorKind::NotSignedIn, message.into())
    }

    /// Signing in has failed.
    pub(crate) fn sign_in(message: impl Into<String>) -> Self {
        Self::unauthorized(ErrorKind::SignIn, message.into())
    }

    fn unauthorized(kind: ErrorKind, message: String) -> Self {
        let client = storeql_client::Error::new(ClientKind::Unauthorized, message.clone());
        Self {
            kind,
            message,
            client: Some(client),
        }
    }

    /// The same as an error of a request, for the client that asked for a token.
    pub(crate) fn into_client(self) -> storeql_client::Error {
        let message = self.message;
        self.client
            .unwrap_or_else(|| storeql_client::Error::new(ClientKind::Configuration, message))
    }

    /// The request's error behind this one. A missing sign-in counts as one too: it is `Unauthorized`, like a refused token.
    pub fn client(&self) -> Option<&storeql_client::Error> {
        self.client.as_ref()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&readable(&self.message))
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        // The client's error has the same message as this one, so that its cause is the next in the chain.
        self.client.as_ref().and_then(StdError::source)
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
