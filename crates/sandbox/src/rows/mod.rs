//! Rows as all parts of the sandbox see them: `cell` is one field for filters and sorts, `row_request` what a request wants of a
//! row, `table` a set of rows, `changed`
//! such a set behind requests that wrote.

mod cell;
mod changed;
mod row_request;
mod table;

pub(crate) use cell::Cell;
pub(crate) use changed::Changed;
pub(crate) use row_request::{Fields, Projection, RowRequest, RowShape, write_value};
pub(crate) use table::{Rows, Table, Tables, Values, put};
