//! Who we are at a store: the connection's properties, where their values come from, and how the access token is got and kept.
//!
//! Knows no SQL and no table. Requests to the store go through `storeql-client`, to which this crate gives the address, the
//! network and the credentials.

mod configuration;
mod connection;
mod error;
mod log;
mod network;
mod oauth;
mod other;
mod properties;
mod registry;
mod schema;
mod secret;
mod sign_in;
mod sources;
mod store_id;
mod string;
mod value;

pub use configuration::folder as configuration_folder;
pub use connection::Connection;
pub use error::{Error, ErrorKind};
pub use oauth::{AccessTokenRequest, AuthMode, AuthorizationRequest, SignedIn};
pub use registry::{Category, Kind, Property, Sensitivity, Support, find, registry};
pub use sources::Sources;
pub use string::format;
