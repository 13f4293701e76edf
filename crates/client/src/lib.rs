//! How to talk to the store's API: one request at a time, with its credential, its turn in the store's allowance, its retries,
//! and its answer or one clear error.
//!
//! Knows no table, no SQL and no connection string: what to ask stands in a [`Request`], who asks in [`Options`].

mod answer;
mod budget;
mod client;
mod credentials;
mod envelope;
mod error;
mod gate;
#[cfg(any(test, fuzzing))]
pub mod holds;
mod meter;
mod network;
mod readable;
mod refusal;
mod request;
mod retry;
mod sending;
mod tls;
mod transport;

pub use client::{Client, Options};
pub use credentials::{Credentials, StaticToken};
pub use envelope::{Page, PageInfo, not_whole, text_of};
pub use error::{Error, ErrorKind, RefusedBody};
pub use meter::{LoggedRequest, Meter};
pub use network::{Network, Proxy, ProxyKind, http_client};
pub use readable::{escaped, keep_secret, one_line, readable};
pub use request::{Request, Response, RetryClass};
pub use retry::send_again_unless_sent;
pub use tls::{Certificates, Thumbprint};
pub use transport::network_failure;
