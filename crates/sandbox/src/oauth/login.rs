//! The state of the login server: its apps, the store, and what was granted.

use std::sync::Mutex;
use std::time::{Duration, Instant};

use super::app::App;
use super::fault::OAuthFault;
use super::grants::{Grants, Token};
use crate::lock::lock;
use crate::random::Random;

/// What a login server is made from.
pub(crate) struct LoginOptions {
    /// Credentials, codes and tokens are drawn from it.
    pub(crate) seed: u64,
    /// The scopes of the store's own token. `None` grants everything, an empty list grants nothing.
    pub(crate) scopes: Option<Vec<String>>,
    /// Further apps that may sign in.
    pub(crate) apps: Vec<App>,
    /// How long an app's token is valid; `None`: until it is revoked.
    pub(crate) token_lifetime: Option<Duration>,
    /// How long a code is valid.
    pub(crate) code_lifetime: Duration,
    /// What goes wrong at every sign-in.
    pub(crate) faults: Vec<OAuthFault>,
}

/// The login server of one store.
pub(crate) struct OAuth {
    /// The registered apps; the first is the one that the sandbox announces.
    pub(super) apps: Vec<App>,
    pub(super) faults: Vec<OAuthFault>,
    pub(super) store: StoreIdentity,
    store_token: String,
    pub(super) code_lifetime: Duration,
    /// `None`: tokens are valid until they are revoked, as BigCommerce's are, and there are no refresh tokens.
    pub(super) token_lifetime: Option<Duration>,
    pub(super) grants: Mutex<Grants>,
}

/// The store, and the merchant who signs in.
pub(super) struct StoreIdentity {
    pub(super) hash: String,
    /// Another store's, for tokens that are wrong on demand.
    pub(super) other_hash: String,
    pub(super) account_uuid: String,
    pub(super) user_id: usize,
}

/// The merchant's name, on the consent page and in the token's answer.
pub(super) const USER_NAME: &str = "Robin Keeper";
/// The merchant's e-mail address.
pub(super) const USER_EMAIL: &str = "owner@sandbox.example";

impl OAuth {
    /// A login server for the store with this hash.
    pub(crate) fn new(options: LoginOptions, hash: &str) -> Self {
        let seed = options.seed;
        // The order of these draws decides what a seed's credentials are.
        let mut random = Random::at(seed, "credentials", 0);
        let store_token = random.token(31);
        let announced = App {
            client_id: random.token(31),
            client_secret: random.token(64),
            redirect_uris: Vec::new(),
            scopes: None,
        };
        let mut random = Random::at(seed, "account", 0);
        let store = StoreIdentity {
            hash: hash.to_owned(),
            other_hash: Random::at(seed, "other store hash", 0).token(10),
            account_uuid: random.uuid(),
            user_id: 1_000 + random.below(9_000),
        };
        let mut grants = Grants::new(seed);
        grants.add(
            store_token.clone(),
            Token {
                store: store.hash.clone(),
                scopes: options.scopes,
                client_id: None,
                expires: None,
            },
        );
        Self {
            apps: std::iter::once(announced).chain(options.apps).collect(),
            faults: options.faults,
            store,
            store_token,
            code_lifetime: options.code_lifetime,
            token_lifetime: options.token_lifetime,
            grants: Mutex::new(grants),
        }
    }

    /// A token, while it is valid.
    pub(crate) fn token(&self, token: &str) -> Option<Token> {
        lock(&self.grants).token(token, Instant::now()).cloned()
    }

    /// Revokes a token and returns whether it existed.
    pub(crate) fn revoke(&self, token: &str) -> bool {
        lock(&self.grants).revoke(token)
    }

    /// The token of the store's own API account.
    pub(crate) fn store_token(&self) -> &str {
        &self.store_token
    }

    /// The app that the sandbox announces.
    pub(crate) fn announced(&self) -> &App {
        &self.apps[0]
    }

    /// The app with this id.
    pub(super) fn app(&self, client_id: &str) -> Option<&App> {
        self.apps.iter().find(|app| app.client_id == client_id)
    }

    /// Whether this fault was asked for.
    pub(super) fn goes_wrong(&self, fault: OAuthFault) -> bool {
        self.faults.contains(&fault)
    }
}

impl StoreIdentity {
    /// The store, as a sign-in names it.
    pub(super) fn context(&self) -> String {
        format!("stores/{}", self.hash)
    }
}
