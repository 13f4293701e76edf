//! Who we are at a store: the connection's properties, where their values come from, and how the access token is got and kept.
//!
//! Knows no SQL and no table. Requests to the store go through `storeql-client`, to which this crate gives the address, the
//! network and the credentials.

mod connection;
mod error;
mod properties;
mod registry;
mod store_id;
mod string;
mod value;

pub use connection::Connection;
pub use error::{Error, ErrorKind};
pub use registry::{Category, Kind, Property, Sensitivity, Support, find, registry};
pub use string::format;
