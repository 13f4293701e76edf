//! The credentials of a connection that signed in: gives the token, and another one when its time is over or the store refuses
//! it.

use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;
use secrecy::{ExposeSecret, SecretString};
use storeql_client::{Credentials, Error};
use tokio::sync::Mutex;

use super::flow::Flow;
use super::signed_in::SignedIn;
use crate::error::ErrorKind;

/// A sign-in and the way to the next one.
pub(crate) struct OAuthCredentials {
    flow: Arc<Flow>,
    current: Mutex<SignedIn>,
}

impl OAuthCredentials {
    pub(crate) fn new(flow: Arc<Flow>, signed_in: SignedIn) -> Self {
        Self {
            flow,
            current: Mutex::new(signed_in),
        }
    }
}

impl fmt::Debug for OAuthCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OAuthCredentials(****)")
    }
}

#[async_trait]
impl Credentials for OAuthCredentials {
    async fn token(&self) -> Result<SecretString, Error> {
        let mut current = self.current.lock().await;
        if !current.is_good() {
            *current = self
                .flow
                .token(None)
                .await
                .map_err(crate::Error::into_client)?;
        }
        Ok(current.access_token())
    }

    async fn renew(&self, refused: &SecretString) -> Result<Option<SecretString>, Error> {
        let mut current = self.current.lock().await;
        let refused = refused.expose_secret();
        if current.access_token.expose() == refused {
            match self.flow.token(Some(refused)).await {
                Ok(renewed) => *current = renewed,
                // There is no other token: the caller reports the store's own refusal.
                Err(error) if error.kind == ErrorKind::NotSignedIn => return Ok(None),
                Err(error) => return Err(error.into_client()),
            }
        }
        Ok(Some(current.access_token()))
    }
}
