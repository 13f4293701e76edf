//! A local BigCommerce store for tests, trials and demonstrations: the REST endpoints of the management API over a made-up shop,
//! or over rows of the user's own, and the login server that lets apps into it. Strict, deterministic from its seed, in memory.
//!
//! It is the independent oracle of the project: written from the API's facts, it shares no code and no data with the table
//! definitions. It does not print, and it knows no SQL.

mod dataset;
mod fault_spec;
mod faults;
mod folder;
mod form;
mod json;
mod listener;
mod lock;
mod log;
mod made_up;
mod oauth;
mod options;
mod orders;
mod prepared;
mod random;
mod rate;
mod request;
mod resource;
mod resources;
mod respond;
mod rows;
mod sandbox;
mod scope;
mod server;
mod template;
mod time;
mod views;
mod webhooks;
mod write;
mod writes;

pub use fault_spec::{EmptyAnswer, Fault, FaultError, FaultKind, Occurrence, fault_help};
pub use log::LoggedRequest;
pub use oauth::{App, AppError, OAuthFault, OAuthFaultError};
pub use options::{Error, Options};
pub use sandbox::Sandbox;
