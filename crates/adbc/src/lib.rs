//! A store as an ADBC database, by the engine's sessions and nothing below them.
//!
//! A [`StoreDatabase`] is one open store, a [`StoreConnection`] one session, a [`StoreStatement`] a text with its values. The C
//! interface is made of these by the crate `driver`, which also brings the sandbox store.

mod bound;
mod connection;
mod database;
mod driver;
mod errors;
#[cfg(any(test, fuzzing))]
pub mod holds;
mod home;
mod info;
mod interrupt;
mod objects;
mod open;
mod options;
mod outcome;
mod place;
mod reader;
mod statement;
mod statistics;
mod system_rows;

pub use connection::StoreConnection;
pub use database::StoreDatabase;
pub use driver::StoreDriver;
pub use place::{Sandboxes, Started};
pub use reader::StoreReader;
pub use statement::StoreStatement;
