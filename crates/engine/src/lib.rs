//! SQL over a BigCommerce store: the only crate that knows DataFusion.
//!
//! A face opens an [`Engine`] for a connection, takes a [`Session`], and goes prepare → describe → run. What the tables are
//! stands in `storeql-catalog`, how requests are sent in `storeql-client`, who we are in `storeql-connection`.

mod context;
mod cost;
mod dialect;
mod error;
mod explain;
mod journal;
mod ledger;
#[doc(hidden)]
pub mod measure;
mod namespace;
mod own_tables;
mod prepared;
mod procedure;
mod reach;
mod relation;
mod rules;
mod scan;
mod session;
mod store;
mod system;
mod views;

pub use error::{Codes, Error, Kind, Result};
pub use own_tables::catalog;
pub use prepared::{Outcome, Prepared, Progress, StatementKind};
pub use relation::{Relation, RelationColumn};
pub use session::{Canceller, Engine, Options, Session};
