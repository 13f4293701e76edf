//! The login server: where a person lets an app into the store, and where the app gets its token. Written from BigCommerce's
//! code grant and, where that says nothing (what an error is called, refreshing), from RFC 6749.
//!
//! Takes nothing from the API's allowance, and says nothing about what a token may read: that is `scope`'s.

mod app;
mod authorize;
mod exchange;
mod fault;
mod fields;
mod grants;
mod manage;
mod page;
mod scopes;

use std::sync::Mutex;
use std::time::{Duration, Instant};

use axum::body::Body;
use axum::http::request::Parts;
use axum::http::{Method, header};

pub use app::{App, AppError};
pub use fault::{OAuthFault, OAuthFaultError};
pub(crate) use grants::Token;

use crate::options::Options;
use crate::random::Random;
use crate::request::{self, Version};
use crate::respond::Reply;
use crate::server::lock;
use fields::Fields;
use grants::Grants;

/// A body of a sign-in is small; more is not read.
const BODY_LIMIT: usize = 64 * 1024;

/// The login server of one store.
pub(crate) struct OAuth {
    /// The registered apps; the first is the one that the sandbox announces.
    apps: Vec<App>,
    faults: Vec<OAuthFault>,
    store: Store,
    store_token: String,
    code_lifetime: Duration,
    /// None: tokens are good until they are revoked, as BigCommerce's are, and there is nothing to refresh.
    token_lifetime: Option<Duration>,
    grants: Mutex<Grants>,
}

/// The store, and the person who signs in to it.
struct Store {
    hash: String,
    /// Another store's, for tokens that are wrong on demand.
    other_hash: String,
    account_uuid: String,
    user_id: usize,
}

/// The person's name at the login server, and in the token's answer.
const USER_NAME: &str = "Robin Keeper";
/// The person's address.
const USER_EMAIL: &str = "owner@sandbox.example";

impl OAuth {
    /// A login server for the store with this hash.
    pub(crate) fn new(options: &Options, hash: &str) -> Self {
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
        let store = Store {
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
                scopes: options.scopes.clone(),
                client_id: None,
                expires: None,
            },
        );
        Self {
            apps: std::iter::once(announced)
                .chain(options.apps.iter().cloned())
                .collect(),
            faults: options.oauth_faults.clone(),
            store,
            store_token,
            code_lifetime: options.code_lifetime,
            token_lifetime: options.token_lifetime,
            grants: Mutex::new(grants),
        }
    }

    /// Whether a path is the login server's and not the API's.
    pub(crate) fn has(path: &str) -> bool {
        path.starts_with("/oauth2/") || path.starts_with("/manage/")
    }

    /// The answer to a request for such a path.
    pub(crate) async fn answer(&self, parts: &Parts, body: Body) -> Reply {
        let Ok(body) = axum::body::to_bytes(body, BODY_LIMIT).await else {
            return exchange::refusal(413, "invalid_request", "The request is too large.");
        };
        let query = || Fields::from_form(parts.uri.query().unwrap_or_default().as_bytes());
        let form = || Fields::from_form(&body);
        let (get, post) = (parts.method == Method::GET, parts.method == Method::POST);
        match parts.uri.path() {
            "/oauth2/authorize" if get => page_of(query(), |fields| self.consent_page(fields)),
            "/oauth2/authorize" if post => page_of(form(), |fields| self.consent(fields)),
            "/oauth2/token" if post => self.exchange(parts, &body),
            "/manage/apps" if get => self.apps_page(),
            "/manage/install" if post => page_of(form(), |fields| self.install(fields)),
            "/manage/uninstall" if post => page_of(form(), |fields| self.uninstall(fields)),
            "/oauth2/authorize" | "/oauth2/token" | "/manage/apps" | "/manage/install"
            | "/manage/uninstall" => Reply::wrong_method(Version::V3),
            _ => Reply::not_found(Version::V3),
        }
    }

    /// What a token may do, while it is good.
    pub(crate) fn token(&self, token: &str) -> Option<Token> {
        lock(&self.grants).token(token, Instant::now()).cloned()
    }

    /// Makes a token useless from now on; false where there is no such token.
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

    fn app(&self, client_id: &str) -> Option<&App> {
        self.apps.iter().find(|app| app.client_id == client_id)
    }

    fn goes_wrong(&self, fault: OAuthFault) -> bool {
        self.faults.contains(&fault)
    }
}

impl Store {
    fn context(&self) -> String {
        format!("stores/{}", self.hash)
    }
}

/// The page that answers these fields, where they can be read.
fn page_of(
    fields: Result<Fields, String>,
    answer: impl FnOnce(&Fields) -> Result<Reply, Box<Reply>>,
) -> Reply {
    match fields {
        Ok(fields) => answer(&fields).unwrap_or_else(|reply| *reply),
        Err(why) => page::trouble("The request cannot be read", &why),
    }
}

/// The media type of a request's body, without its parameters.
fn content_type(parts: &Parts) -> &str {
    let value = request::header(&parts.headers, header::CONTENT_TYPE.as_str()).unwrap_or_default();
    value.split(';').next().unwrap_or_default().trim()
}
