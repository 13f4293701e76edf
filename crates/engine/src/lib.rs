//! SQL over a BigCommerce store: the only crate that knows DataFusion.
//!
//! A face opens an [`Engine`] for a connection, takes a [`Session`], and goes prepare → describe → run. What the tables are
//! stands in `storeql-catalog`, how requests are sent in `storeql-client`, who we are in `storeql-connection`.

mod context;
mod cost;
mod datafusion;
mod error;
mod explain;
mod journal;
mod metadata;
mod own_tables;
mod prepared;
mod procedure;
mod scopes;
mod session;
mod sql;
mod store;

pub use error::{Codes, Error, ErrorKind, Result};
pub use metadata::{Relation, RelationColumn};
pub use own_tables::catalog;
pub use prepared::{Outcome, Prepared, Progress, StatementKind};
pub use session::{Canceller, Engine, Options, Session};
