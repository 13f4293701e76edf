//! What a BigCommerce store offers, as data: the tables, their columns, and how the API lists, filters and writes them; and the
//! procedures.
//!
//! One TOML file per table under `tables/<area>/`, one per procedure under `procedures/`; this crate reads and checks them. It sends nothing and knows neither
//! Arrow nor SQL.

mod check;
mod children;
mod column;
mod fill_children;
#[cfg(any(test, fuzzing))]
pub mod holds;
mod load;
mod nearest;
mod problem;
mod procedure;
mod profile;
mod read;
mod read_column;
mod read_procedure;
mod read_write;
mod required;
mod scope;
mod section;
mod table;
mod template;
mod validate;
mod validate_endpoints;
mod validate_procedure;
mod validate_writes;
mod words;
mod write;

pub use children::Children;
pub use column::{Booleans, Column, ColumnType, Operator, WriteFormat};
pub use load::Catalog;
pub use nearest::nearest;
pub use problem::{Problem, Problems};
pub use procedure::{Action, Does, Import, Parameter, Procedure, ProcedureRequest, Requests, Wait};
pub use profile::{Api, SortStyle};
pub use scope::{grants, scope_to_write};
pub use table::{
    Complete, Count, CountBy, Embedded, Example, Hidden, Listing, Paging, PerParent, Table,
};
pub use template::{Each, Reference, Step, Taken, Template};
pub use write::{
    Body, Carries, Delete, Endpoint, Insert, Partial, Required, Takes, Update, Upsert, Write,
};
