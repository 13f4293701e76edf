//! What signing in gave: the token and what the login server said about it.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use secrecy::SecretString;
use serde::{Deserialize, Serialize};

use crate::secret::Secret;

/// A token is renewed this long before it ends, or a tenth of its life if that is shorter.
const MARGIN: u64 = 60;

/// A token, and whose it is. Also what the settings file keeps.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SignedIn {
    pub(crate) access_token: Secret,
    pub(crate) refresh_token: Option<Secret>,
    /// The code that was exchanged for it: it is not sent twice.
    pub(crate) spent_verifier: Option<Secret>,
    /// Seconds since 1970 at which it was made.
    made_at: u64,
    /// Seconds that it is good for; none is until it is revoked.
    lifetime: Option<u64>,
    scope: String,
    context: String,
    account_uuid: Option<String>,
    user_id: Option<i64>,
    user_email: Option<String>,
    /// Scopes that were asked for and not granted.
    missing_scopes: Vec<String>,
}

/// What the login server answered, read and checked.
#[derive(Debug)]
pub(crate) struct Granted {
    pub(crate) access_token: Secret,
    pub(crate) refresh_token: Option<Secret>,
    pub(crate) lifetime: Option<u64>,
    pub(crate) scope: String,
    pub(crate) context: String,
    pub(crate) account_uuid: Option<String>,
    pub(crate) user_id: Option<i64>,
    pub(crate) user_email: Option<String>,
    pub(crate) missing_scopes: Vec<String>,
}

impl SignedIn {
    pub(crate) fn now(granted: Granted, spent_verifier: Option<Secret>) -> Self {
        Self {
            access_token: granted.access_token,
            refresh_token: granted.refresh_token,
            spent_verifier,
            made_at: seconds_now(),
            lifetime: granted.lifetime,
            scope: granted.scope,
            context: granted.context,
            account_uuid: granted.account_uuid,
            user_id: granted.user_id,
            user_email: granted.user_email,
            missing_scopes: granted.missing_scopes,
        }
    }

    /// The access token.
    pub fn access_token(&self) -> SecretString {
        self.access_token.shared()
    }

    /// The refresh token, where the server gives one; BigCommerce does not.
    pub fn refresh_token(&self) -> Option<SecretString> {
        self.refresh_token.as_ref().map(Secret::shared)
    }

    /// Seconds that the token was good for when it was made; -1 is until it is revoked.
    pub fn expires_in(&self) -> i64 {
        self.lifetime
            .and_then(|seconds| i64::try_from(seconds).ok())
            .unwrap_or(-1)
    }

    /// The granted scopes, separated by blanks.
    pub fn scope(&self) -> &str {
        &self.scope
    }

    /// The store, as in `stores/abc123`.
    pub fn context(&self) -> &str {
        &self.context
    }

    /// The store's hash.
    pub fn store_id(&self) -> &str {
        self.context
            .strip_prefix("stores/")
            .unwrap_or(&self.context)
    }

    /// The account's identifier.
    pub fn account_uuid(&self) -> Option<&str> {
        self.account_uuid.as_deref()
    }

    /// The id of the person who signed in.
    pub fn user_id(&self) -> Option<i64> {
        self.user_id
    }

    /// The e-mail address of the person who signed in.
    pub fn user_email(&self) -> Option<&str> {
        self.user_email.as_deref()
    }

    /// The scopes that were asked for and not granted: the tables that need them cannot be read.
    pub fn missing_scopes(&self) -> &[String] {
        &self.missing_scopes
    }

    /// Whether its time is not over, nor nearly.
    pub(crate) fn is_good(&self) -> bool {
        self.is_good_at(seconds_now())
    }

    fn is_good_at(&self, now: u64) -> bool {
        self.lifetime.is_none_or(|lifetime| {
            let margin = MARGIN.min(lifetime / 10);
            now.saturating_add(margin) < self.made_at.saturating_add(lifetime)
        })
    }
}

fn seconds_now() -> u64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or(Duration::ZERO)
        .as_secs()
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) fn granted(token: &str, store: &str, lifetime: Option<u64>) -> Granted {
        Granted {
            access_token: token.into(),
            refresh_token: None,
            lifetime,
            scope: "store_v2_orders".into(),
            context: format!("stores/{store}"),
            account_uuid: None,
            user_id: Some(7),
            user_email: None,
            missing_scopes: Vec::new(),
        }
    }

    #[test]
    fn a_token_ends_a_little_early() {
        let signed_in = SignedIn {
            made_at: 1_000,
            ..SignedIn::now(granted("t", "abc", Some(3_600)), None)
        };
        assert!(signed_in.is_good_at(1_000) && signed_in.is_good_at(4_539));
        assert!(!signed_in.is_good_at(4_540));
        let short = SignedIn {
            lifetime: Some(5),
            ..signed_in.clone()
        };
        assert!(short.is_good_at(1_004) && !short.is_good_at(1_005));
        assert!(
            SignedIn {
                lifetime: None,
                ..signed_in
            }
            .is_good_at(u64::MAX)
        );
    }

    #[test]
    fn no_token_in_what_is_shown() {
        let signed_in = SignedIn::now(granted("t0ken", "abc", None), Some("c0de".into()));
        let shown = format!("{signed_in:?}");
        assert!(
            !shown.contains("t0ken") && !shown.contains("c0de"),
            "{shown}"
        );
        assert_eq!((signed_in.store_id(), signed_in.expires_in()), ("abc", -1));
    }
}
