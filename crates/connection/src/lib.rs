//! Who we are at a store: the connection's properties, where their values come from, and how the access token is got and kept.
//!
//! Knows no SQL and no table. Requests to the store go through `storeql-client`, to which this crate gives the address, the
//! network and the credentials.

mod api_address;
mod configuration;
mod connection;
mod error;
mod foreign_string;
#[cfg(any(test, fuzzing))]
pub mod holds;
mod log;
mod network_properties;
mod oauth;
mod other_switches;
mod properties;
mod property;
mod property_value;
mod property_values;
mod registry;
mod schema;
mod secret;
mod sign_in;
mod sources;
mod spelling;
mod store_id;
mod string;
mod text_file;

pub use configuration::{
    file as configuration_file, folder as configuration_folder, names as profiles,
};
pub use connection::{Connection, MemoryLimit};
pub use error::{Error, ErrorKind};
pub use oauth::{AccessTokenRequest, AuthMode, AuthorizationRequest, SignedIn};
pub use property::{Category, Property, PropertyKind, Sensitivity, Support};
pub use registry::{find, registry};
pub use sources::Sources;
pub use storeql_client::{escaped, one_line, readable};
pub use string::format;
pub use text_file::decode as decode_text;
