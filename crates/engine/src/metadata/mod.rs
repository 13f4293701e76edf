//! What a session can name, and what its system tables say of it.

pub(crate) mod listing;
pub(crate) mod namespace;
pub(crate) mod postgres;
pub(crate) mod relation;
pub(crate) mod session_shared;
pub(crate) mod session_table;
pub(crate) mod session_tables;
pub(crate) mod system;

pub use postgres::{PgType, pg_type};
pub use relation::{Relation, RelationColumn};
