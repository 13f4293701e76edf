//! Signing in with OAuth: the authorization address, the callback, the exchange, and where the tokens are kept.
//!
//! Written on its own rather than over a general OAuth crate: two requests are all there is to it, BigCommerce's answer lacks
//! what the standard demands (`token_type`) and has what it does not know (`context`), and here every secret is wiped.

mod application;
mod browser;
mod callback;
mod credentials;
mod exchange;
mod flow;
mod listener;
mod page;
mod procedure;
mod scopes;
mod sealed;
mod settings;
mod signed_in;

pub use procedure::{AccessTokenRequest, AuthMode, AuthorizationRequest};
pub use signed_in::SignedIn;

pub(crate) use application::Application;
pub(crate) use browser::open as open_browser;
pub(crate) use callback::Callback;
pub(crate) use credentials::OAuthCredentials;
pub(crate) use exchange::LoginServer;
pub(crate) use flow::{Flow, Initiate};
pub(crate) use procedure::{given, required};
pub(crate) use scopes::READ_EVERYTHING;
pub(crate) use sealed::key as settings_key;
pub(crate) use settings::Settings;
