//! The system tables: what there is to query and how, as tables. They answer from the definitions and the connection,
//! and send nothing.
//!
//! A table is a description: its columns, and a function that gives its rows. `table_provider` makes of descriptions what
//! DataFusion reads.

mod column;
mod function_table;
mod information_schema;
mod key_tables;
mod list;
mod procedure_tables;
mod program_tables;
mod property_table;
mod request_log;
mod requests_table;
mod rows;
mod structure_tables;
mod table;
mod table_provider;

pub(crate) use column::data_type;
pub(crate) use key_tables::{foreign_key, indexes};
pub(crate) use list::{find, names};
pub(crate) use request_log::{RequestLog, shown};
pub(crate) use table_provider::provider;
