//! A local BigCommerce store for tests, trials and demonstrations: the REST endpoints of the management API over a made-up shop,
//! or over rows of the user's own, and the login server that lets apps into it. Strict, deterministic from its seed, in memory.
//!
//! It is the independent oracle of the project: written from the API's facts, it shares no code and no data with the table
//! definitions. It does not print, and it knows no SQL.

mod faults;
mod json;
mod listener;
mod log;
mod oauth;
mod options;
mod random;
mod rate;
mod request;
mod resource;
mod resources;
mod respond;
mod sandbox;
mod scope;
mod server;
mod store;
mod time;

pub use faults::{Fault, FaultError, FaultKind, Occurrence};
pub use log::LoggedRequest;
pub use oauth::{App, AppError, OAuthFault, OAuthFaultError};
pub use options::{Error, Options};
pub use sandbox::Sandbox;
