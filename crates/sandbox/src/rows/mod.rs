//! Rows as all parts of the sandbox see them: `cell` is one field for filters and sorts, `row_request` what a request wants of a
//! row, `table` a set of rows, `stored` such a set that requests write to, `index` finds rows by their fields, `visits` counts the
//! rows that were looked at.

mod cell;
mod index;
mod row_request;
mod stored;
mod table;
pub(crate) mod visits;

pub(crate) use cell::Cell;
pub(crate) use index::Indexes;
pub(crate) use row_request::{Fields, Projection, RowRequest, RowShape, write_value};
pub(crate) use stored::Stored;
pub(crate) use table::{Rows, Table, Tables, Values, put};
