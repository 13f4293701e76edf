//! Where the access token of a request comes from. How the token was got is not this crate's concern.

use std::fmt;

use async_trait::async_trait;
use secrecy::{ExposeSecret, SecretString};

use crate::error::Error;

/// Gives the access token for requests.
#[async_trait]
pub trait Credentials: Send + Sync + fmt::Debug {
    /// The token to send.
    async fn token(&self) -> Result<SecretString, Error>;

    /// After the API answered 401 to `refused`: another token, worth one more try, or none.
    async fn renew(&self, refused: &SecretString) -> Result<Option<SecretString>, Error>;
}

/// A token that stays as it is.
pub struct StaticToken(SecretString);

impl StaticToken {
    /// Credentials that always give `token`.
    pub fn new(token: SecretString) -> Self {
        Self(token)
    }
}

impl fmt::Debug for StaticToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("StaticToken(****)")
    }
}

#[async_trait]
impl Credentials for StaticToken {
    async fn token(&self) -> Result<SecretString, Error> {
        Ok(self.0.expose_secret().into())
    }

    async fn renew(&self, _refused: &SecretString) -> Result<Option<SecretString>, Error> {
        Ok(None)
    }
}
