//! What a PostgreSQL client finds: the schemas `pg_catalog` and `information_schema` as PostgreSQL has them, with rows of what a session can
//! name, and the functions that clients ask about it. Only sessions of `SessionOptions::postgres` have them. They send nothing.
//!
//! `relations.txt` has the columns of all these relations; `objects` makes schemas, tables, keys and procedures of the definitions;
//! `tables` makes rows of them, and a relation that is not in its list has no rows.

mod catalogue;
mod constraints;
mod field;
mod functions;
mod information;
mod objects;
mod oids;
mod provider;
mod register;
mod relations;
mod session;
mod tables;
mod types;
mod value;
mod vectors;
mod widths;

pub use field::{PgType, pg_type};
pub(crate) use provider::provider;
pub(crate) use register::register;
pub(crate) use relations::names;
pub(crate) use session::{Built, PostgresSession};
