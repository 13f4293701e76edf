//! From the properties to a token: what the settings hold, else a refresh, a verifier, or the browser.
//!
//! One sign-in at a time for one settings location, over all processes: the second one finds the token of the first.

use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use url::Url;

use super::announcement::Announcement;
use super::callback::{Bound, Callback, Denied};
use super::callback_listener::Listener;
use super::callback_page;
use super::login_server::{Expected, LoginServer, Offer, context, random_state};
use super::signed_in::SignedIn;
use super::token_settings::{Lock, TokenSettings};
use crate::error::Error;
use crate::secret::Secret;

/// How long a person may take to sign in.
const PATIENCE: Duration = Duration::from_secs(300);
/// How long to wait for another program's sign-in: a little longer than a person may
/// take, so that the other sign-in fails first.
const LOCK_PATIENCE: Duration = Duration::from_secs(330);

/// What may start a sign-in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Initiate {
    /// A call of the OAuth procedures only.
    Off,
    /// No browser: the token that the settings hold, or a verifier that is exchanged once.
    Refresh,
    /// A connection without a token: it opens the browser.
    GetAndRefresh,
}

/// Shows an address to the person.
pub(crate) type OpenBrowser = fn(Url) -> Pin<Box<dyn Future<Output = Result<(), Error>> + Send>>;

/// Everything that a sign-in needs.
#[derive(Debug)]
pub(crate) struct Flow {
    pub(crate) server: LoginServer,
    pub(crate) settings: TokenSettings,
    pub(crate) initiate: Initiate,
    pub(crate) store_id: Option<String>,
    pub(crate) scope: String,
    pub(crate) callback_url: Option<String>,
    pub(crate) listen_address: Option<String>,
    pub(crate) verifier: Option<Secret>,
    /// Opens the browser; another one in tests.
    pub(crate) open_browser: OpenBrowser,
    /// Tells the person where to sign in.
    pub(crate) announcement: Announcement,
    /// A browser that was opened to replace a refused token is not opened again: something else is wrong then.
    pub(crate) browser_tried: Mutex<bool>,
}

impl Flow {
    /// A token, however it comes. `refused` is one that the store did not take.
    pub(crate) async fn token(&self, refused: Option<&str>) -> Result<SignedIn, Error> {
        let usable =
            |entry: &SignedIn| entry.is_good() && refused != Some(entry.access_token.expose());
        if let Some(entry) = self
            .settings
            .read(self.store_id.as_deref())
            .await?
            .filter(usable)
        {
            tracing::info!(
                store = entry.store_id(),
                "OAuthSettingsLocation holds a token"
            );
            return Ok(entry);
        }
        if self.initiate == Initiate::Off {
            return Err(self.not_signed_in());
        }
        let lock = self.settings.lock(LOCK_PATIENCE).await?;
        let entry = self.settings.read(self.store_id.as_deref()).await?;
        if let Some(entry) = entry.clone().filter(usable) {
            return Ok(entry);
        }
        if let Some(refreshed) = self.refresh(&lock, entry.as_ref()).await? {
            return Ok(refreshed);
        }
        if let Some(verifier) = self.unspent_verifier(entry.as_ref()) {
            let callback = Callback {
                code: verifier.clone(),
                scope: None,
                context: None,
            };
            let signed_in = self.exchange(&callback, self.callback()?).await?;
            self.settings.write(&lock, &signed_in).await?;
            return Ok(signed_in);
        }
        if self.initiate == Initiate::GetAndRefresh && self.browser_may_open(refused.is_some()) {
            return self.in_browser(&lock, Bound::ByState).await;
        }
        Err(if entry.is_some() {
            self.no_longer_signed_in()
        } else {
            self.not_signed_in()
        })
    }

    /// Signs in anew, whatever the settings hold: in the browser that this opens, or, where the install button is waited for,
    /// in the one in which the person presses it.
    pub(crate) async fn anew(&self, bound: Bound) -> Result<SignedIn, Error> {
        let lock = self.settings.lock(LOCK_PATIENCE).await?;
        // A file that cannot be read is not overwritten: better to know before the person signs in.
        self.settings.read(self.store_id.as_deref()).await?;
        self.in_browser(&lock, bound).await
    }

    /// A new token for the refresh token, where there is one and the server takes it.
    async fn refresh(
        &self,
        lock: &Lock,
        entry: Option<&SignedIn>,
    ) -> Result<Option<SignedIn>, Error> {
        let Some((entry, token)) =
            entry.and_then(|entry| Some((entry, entry.refresh_token.as_ref()?)))
        else {
            return Ok(None);
        };
        let expected = Expected {
            scope: &self.scope,
            context: Some(entry.context()),
            bound: false,
        };
        match self.server.exchange(Offer::Refresh(token), expected).await {
            Ok(mut granted) => {
                // A server that keeps the refresh token does not say it again.
                granted.refresh_token = granted.refresh_token.or_else(|| Some(token.clone()));
                let refreshed = SignedIn::now(granted, entry.spent_verifier.clone());
                if refreshed.context() != entry.context() {
                    return Err(Error::sign_in(
                        "the refreshed token is for another store, and was not kept: sign in again",
                    ));
                }
                self.settings.write(lock, &refreshed).await?;
                tracing::info!(store = refreshed.store_id(), "the token was refreshed");
                Ok(Some(refreshed))
            }
            // Refused: the person has to sign in again. Not reached: signing in would fare no better.
            Err(error) if error.kind == crate::error::ErrorKind::SignIn => {
                tracing::info!(%error, "the refresh token was refused");
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    fn unspent_verifier(&self, entry: Option<&SignedIn>) -> Option<&Secret> {
        let spent = entry.and_then(|entry| entry.spent_verifier.as_ref());
        self.verifier
            .as_ref()
            .filter(|verifier| spent != Some(verifier))
    }

    fn browser_may_open(&self, replaces_refused: bool) -> bool {
        let mut tried = self
            .browser_tried
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        !(replaces_refused && std::mem::replace(&mut *tried, true))
    }

    async fn in_browser(&self, lock: &Lock, bound: Bound) -> Result<SignedIn, Error> {
        let callback_url = self.callback()?;
        let address: Url = callback_url.parse().map_err(|error| {
            Error::configuration(format!("CallbackURL is no address ({error})"))
        })?;
        let listener = Listener::bind(&address, self.listen_address.as_deref()).await?;
        let state = random_state()?;
        let store_id = self.store_id.as_deref();
        let url = self
            .server
            .authorization_url(callback_url, &self.scope, store_id, Some(&state));
        match bound {
            Bound::ByState => {
                tracing::info!("opening the browser to sign in");
                self.announcement.tell(&format!(
                    "opening the browser to sign in; if none opens, go to {url}"
                ));
                (self.open_browser)(url).await?;
            }
            Bound::ByStateOrInstall => {
                tracing::info!("waiting for the install button");
                self.announcement.tell(&format!(
                    "waiting at {callback_url}: press Install at the app in the store's control panel, or go to {url}"
                ));
            }
        }
        let finish = async |result: Result<Callback, Denied>| {
            let signed_in = match result {
                Ok(callback) => self.exchange(&callback, callback_url).await,
                Err(denied) => Err(denied.into_error()),
            };
            let signed_in = match signed_in {
                Ok(signed_in) => self
                    .settings
                    .write(lock, &signed_in)
                    .await
                    .map(|()| signed_in),
                Err(error) => Err(error),
            };
            let page = match &signed_in {
                Ok(signed_in) => {
                    callback_page::done(signed_in.store_id(), signed_in.missing_scopes())
                }
                Err(error) => callback_page::failed(&error.message),
            };
            (page, signed_in)
        };
        listener.serve(&state, bound, PATIENCE, finish).await?
    }

    /// Exchanges a code for a token of the right store.
    pub(crate) async fn exchange(
        &self,
        callback: &Callback,
        redirect_uri: &str,
    ) -> Result<SignedIn, Error> {
        let own = self.store_id.as_deref().map(context);
        if let (Some(own), Some(told)) = (&own, &callback.context)
            && own != told
        {
            let message = format!(
                "the sign-in is for {told} and not for {own}: check StoreId, or sign in to the right store"
            );
            return Err(Error::sign_in(message));
        }
        let expected = Expected {
            scope: &self.scope,
            context: own.as_deref().or(callback.context.as_deref()),
            bound: own.is_some() || callback.context.is_some(),
        };
        let sent = Expected {
            scope: callback.scope.as_deref().unwrap_or(&self.scope),
            ..expected
        };
        let mut granted = self
            .server
            .exchange(
                Offer::Code {
                    code: &callback.code,
                    redirect_uri,
                },
                sent,
            )
            .await?;
        granted.missing_scopes = super::scopes::missing(&self.scope, &granted.scope);
        if !granted.missing_scopes.is_empty() {
            tracing::warn!(
                missing = granted.missing_scopes.join(" "),
                "scopes were asked for and not granted"
            );
        }
        let signed_in = SignedIn::now(granted, Some(callback.code.clone()));
        tracing::info!(
            store = signed_in.store_id(),
            scope = signed_in.scope(),
            "the code was exchanged for a token"
        );
        Ok(signed_in)
    }

    fn callback(&self) -> Result<&str, Error> {
        self.callback_url.as_deref().ok_or_else(|| {
            Error::configuration(
                "CallbackURL is missing: it is the callback address that is registered for the app",
            )
        })
    }

    fn not_signed_in(&self) -> Error {
        let address = self.callback_url.as_deref().map(|callback_url| {
            self.server
                .authorization_url(callback_url, &self.scope, self.store_id.as_deref(), None)
                .to_string()
        });
        let address = address
            .map(|url| format!(" The address to sign in at is {url}"))
            .unwrap_or_default();
        Error::not_signed_in(match self.initiate {
            Initiate::Off => format!(
                "there is no sign-in yet: run EXEC GetOAuthAuthorizationURL and EXEC GetOAuthAccessToken and set OAuthAccessToken \
                 to the result, or set InitiateOAuth=GETANDREFRESH to sign in with the browser, or InitiateOAuth=REFRESH with the \
                 code in OAuthVerifier.{address}"
            ),
            Initiate::Refresh | Initiate::GetAndRefresh => format!(
                "there is no sign-in yet, and OAuthSettingsLocation holds no token for this store: run storeql login, or set \
                 OAuthVerifier to the code from the callback address.{address}"
            ),
        })
    }

    fn no_longer_signed_in(&self) -> Error {
        Error::not_signed_in(
            "the token in OAuthSettingsLocation is no longer good: sign in again, with storeql login, or with a new code in \
             OAuthVerifier",
        )
    }
}

#[cfg(test)]
#[path = "flow_tests.rs"]
mod tests;
