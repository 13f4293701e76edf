//! The login server: where a person lets an app into the store, and where the app gets its token. Written from BigCommerce's
//! code grant and, where that says nothing (what an error is called, refreshing), from RFC 6749.
//!
//! Takes nothing from the API's allowance, and says nothing about what a token may read: that is `scope`'s.

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
pub(crate) use login::OAuth;
