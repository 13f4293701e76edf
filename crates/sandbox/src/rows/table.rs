//! Tables: rows that can be counted, compared by a field, and made one by one. Where they come from is not known here.

use std::collections::HashMap;
use std::ops::Range;

use serde_json::Value;

use super::cell::Cell;
use super::row_request::{RowRequest, write_value};

/// Rows that can be counted, compared by a field, and made one by one.
pub(crate) trait Table: Send + Sync {
    /// How many.
    fn len(&self) -> usize;

    /// One field of a row, for filters and sorts; also fields that are not shown. Cheap where the API filters by it.
    fn cell<'a>(&'a self, index: usize, field: &str) -> Cell<'a>;

    /// A row, with what the words of `include` bring. It may hold more than they asked for.
    fn row(&self, index: usize, include: &[&str]) -> Value;

    /// Writes a row into a page.
    fn write(&self, index: usize, request: &RowRequest<'_>, out: &mut Vec<u8>) {
        write_value(self.row(index, &request.include), request, out);
    }

    /// Whether lists show the row. The row's own path shows it in any case.
    fn is_listed(&self, _: usize) -> bool {
        true
    }

    /// Whether counts include the row.
    fn is_counted(&self, index: usize) -> bool {
        self.is_listed(index)
    }

    /// The rows whose fields read so, letter case aside, in their order.
    fn with(&self, wanted: &[(&str, &str)]) -> Vec<usize> {
        let fits = |index: &usize| {
            let mut wanted = wanted.iter();
            wanted.all(|(field, text)| self.cell(*index, field).reads(text))
        };
        (0..self.len()).filter(fits).collect()
    }

    /// The row whose field has this value.
    fn find(&self, field: &str, value: i64) -> Option<usize> {
        let named = self.with(&[(field, &value.to_string())]);
        let mut named = named.into_iter();
        named.find(|index| self.cell(*index, field) == Cell::Int(value))
    }
}

/// Rows that are held as they are shown.
#[derive(Debug, Default)]
pub(crate) struct Values(pub(crate) Vec<Value>);

impl Table for Values {
    fn len(&self) -> usize {
        self.0.len()
    }

    fn cell<'a>(&'a self, index: usize, field: &str) -> Cell<'a> {
        Cell::at(&self.0[index], field)
    }

    fn row(&self, index: usize, _: &[&str]) -> Value {
        self.0[index].clone()
    }
}

/// The rows of a resource for one request.
pub(crate) enum Rows<'a> {
    /// A part of a table that the store keeps.
    Shared(&'a dyn Table, Range<usize>),
    /// A view of a table, made for this request.
    Boxed(Box<dyn Table + 'a>, Range<usize>),
    /// Rows made for this request.
    Own(Values),
}

impl<'a> Rows<'a> {
    /// A whole table.
    pub(crate) fn all(table: &'a dyn Table) -> Option<Self> {
        Some(Self::Shared(table, 0..table.len()))
    }

    /// Rows made for this request.
    pub(crate) fn own(values: Vec<Value>) -> Option<Self> {
        Some(Self::Own(Values(values)))
    }

    /// The table.
    pub(crate) fn table(&self) -> &dyn Table {
        match self {
            Self::Shared(table, _) => *table,
            Self::Boxed(table, _) => table.as_ref(),
            Self::Own(values) => values,
        }
    }

    /// The part of it that counts.
    pub(crate) fn range(&self) -> Range<usize> {
        match self {
            Self::Shared(_, range) | Self::Boxed(_, range) => range.clone(),
            Self::Own(values) => 0..values.0.len(),
        }
    }
}

/// Tables by their names.
pub(crate) type Tables = HashMap<&'static str, Box<dyn Table>>;

/// Adds rows under a name.
pub(crate) fn put(tables: &mut Tables, name: &'static str, rows: Vec<Value>) {
    tables.insert(name, Box::new(Values(rows)));
}
