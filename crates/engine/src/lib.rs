//! SQL over a BigCommerce store: the only crate that knows DataFusion.
//!
//! A face opens an [`Engine`] for a connection, takes a [`Session`], and goes prepare → describe → run. What the tables are
//! stands in `storeql-catalog`, how one is read in `storeql-scan`, how requests are sent in `storeql-client`, who we are in
//! `storeql-connection`.

mod array_text;
mod binding;
mod by_rows;
mod catalogue_type;
mod cost;
mod datafusion;
mod engines;
mod error;
mod estimate;
mod explain;
mod files;
mod function_names;
mod functions;
#[cfg(any(test, fuzzing))]
pub mod holds;
mod large_stack;
mod last_write;
mod limits;
mod memory;
mod mend;
mod metadata;
mod named_statements;
mod origins;
mod own_tables;
mod parameters;
mod partition;
mod partitioning;
mod procedure;
mod quoted_number;
mod run;
mod run_state;
mod scopes;
mod session;
mod session_options;
mod settings;
mod sql;
mod sql_types;
mod statement;
mod statement_log;
mod store;
mod views;
mod writing;
mod zone;

pub use engines::Engines;
pub use error::{Codes, Error, ErrorKind, Position, Result, StoreField};
pub use estimate::{Estimate, ScanEstimate};
#[doc(hidden)]
pub use mend::Mend;
pub use metadata::{PgType, Relation, RelationColumn, pg_type};
pub use origins::Origin;
pub use own_tables::catalog;
pub use parameters::Parameters;
pub use partition::Partition;
pub use run::{Canceller, Rows, Run, RunHandle};
pub use run_state::Progress;
pub use session::{Engine, Options, Session};
pub use session_options::SessionOptions;
pub use sql::Statement;
pub use statement::{Prepared, StatementKind};
