//! What the OAuth procedures of SQL ask for: required parameters are checked before anything is sent.

use crate::error::Error;

/// Which kind of program asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum AuthMode {
    /// A program on the person's own machine: opens the browser and listens for the answer.
    #[default]
    App,
    /// A web application: sends the person to the address and gets the code at its own callback.
    Web,
}

impl AuthMode {
    /// Reads `APP` or `WEB`, in any case.
    pub fn parse(text: &str) -> Result<Self, Error> {
        match text.trim().to_ascii_uppercase().as_str() {
            "APP" => Ok(Self::App),
            "WEB" => Ok(Self::Web),
            _ => Err(Error::configuration(format!(
                "AuthMode: \"{text}\" is neither APP nor WEB"
            ))),
        }
    }
}

/// Parameters of `GetOAuthAuthorizationURL`. An empty value counts as none.
#[derive(Debug, Clone, Default)]
pub struct AuthorizationRequest {
    /// Who asks.
    pub auth_mode: AuthMode,
    /// Where the person is sent back to; required for the web, else the connection's.
    pub callback_url: Option<String>,
    /// The scopes to ask for; without them, the connection's.
    pub scope: Option<String>,
    /// What comes back with the code, for the application to know its answer again.
    pub state: Option<String>,
}

/// Parameters of `GetOAuthAccessToken`. An empty value counts as none.
#[derive(Debug, Clone, Default)]
pub struct AccessTokenRequest {
    /// Who asks.
    pub auth_mode: AuthMode,
    /// The code; required for the web.
    pub verifier: Option<secrecy::SecretString>,
    /// The callback address that the code was sent to; required for the web, else the connection's.
    pub callback_url: Option<String>,
    /// The scopes that were asked for; without them, the connection's.
    pub scope: Option<String>,
}

/// The value of a parameter, where it has one.
pub(crate) fn given(value: Option<&str>) -> Option<&str> {
    value.map(str::trim).filter(|value| !value.is_empty())
}

/// The value of a parameter that has to have one.
pub(crate) fn required<'a>(
    procedure: &str,
    parameter: &str,
    value: Option<&'a str>,
) -> Result<&'a str, Error> {
    given(value).ok_or_else(|| {
        let message =
            format!("{procedure}: the parameter {parameter} is required and has no value");
        Error::configuration(message)
    })
}
