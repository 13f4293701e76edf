//! Signing in with OAuth: the authorization address, the callback, the exchange, and where the tokens are kept.
//!
//! Written on its own rather than over a general OAuth crate: two requests are all there is to it, BigCommerce's answer lacks
//! what the standard demands (`token_type`) and has what it does not know (`context`), and here every secret is wiped.

mod announcement;
mod application;
mod browser;
mod callback;
mod callback_listener;
mod callback_page;
mod flow;
mod login_server;
mod renewed_token;
mod scopes;
mod sealed;
mod sign_in_request;
mod signed_in;
mod token_settings;

pub use sign_in_request::{AccessTokenRequest, AuthMode, AuthorizationRequest};
pub use signed_in::SignedIn;

pub(crate) use announcement::Announcement;
pub(crate) use application::Application;
pub(crate) use browser::open as open_browser;
#[cfg(any(test, fuzzing))]
pub(crate) use callback::{Arrival, read as read_callback};
pub(crate) use callback::{Bound, Callback};
pub(crate) use flow::{Flow, Initiate};
pub(crate) use login_server::LoginServer;
pub(crate) use renewed_token::OAuthCredentials;
pub(crate) use scopes::READ_EVERYTHING;
pub(crate) use sealed::key as settings_key;
pub(crate) use sign_in_request::{given, required};
pub(crate) use token_settings::TokenSettings;
