//! What the login server does wrong on demand, by `--oauth-fault`. Requests that fail are in `faults`.

use std::str::FromStr;

/// Something that goes wrong at every sign-in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OAuthFault {
    /// The token is for another store, and its answer says so.
    WrongContext,
    /// The token grants nothing, and its answer says so.
    EmptyScope,
    /// `state` does not come back.
    DropState,
    /// Another `state` comes back.
    WrongState,
}

/// An `--oauth-fault` that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "there is no fault `{0}` of signing in; there are wrong-context, empty-scope, drop-state and wrong-state"
)]
pub struct OAuthFaultError(String);

impl FromStr for OAuthFault {
    type Err = OAuthFaultError;

    fn from_str(word: &str) -> Result<Self, OAuthFaultError> {
        Ok(match word {
            "wrong-context" => Self::WrongContext,
            "empty-scope" => Self::EmptyScope,
            "drop-state" => Self::DropState,
            "wrong-state" => Self::WrongState,
            other => return Err(OAuthFaultError(other.to_owned())),
        })
    }
}
