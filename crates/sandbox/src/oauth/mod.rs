//! The login server: the merchant consents to an app there, and the app gets its token. Written from the documentation of
//! BigCommerce's code grant and, for names of errors and for refreshing, from RFC 6749.
//!
//! Its requests take nothing from the API's allowance. What a token may read is decided in `scope`.

mod answer;
mod app;
mod authorize;
mod exchange;
mod fault;
mod fields;
mod grants;
mod html;
mod login;
mod manage;
mod scopes;

pub use app::{App, AppError};
pub use fault::{OAuthFault, OAuthFaultError};
pub(crate) use login::{LoginOptions, OAuth};
