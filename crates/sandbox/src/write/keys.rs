//! How rows are named: by keys in paths and bodies, in tables and in arrays within rows.

use std::cell::RefCell;
use std::collections::HashMap;

use serde_json::Value;

use crate::rows::{Cell, Table};

/// The array that stands in a row, or in one element of an array of it.
pub(crate) fn array_at<'r>(
    row: &'r mut Value,
    fields: &[&str],
    ancestors: &[String],
) -> Option<&'r mut Vec<Value>> {
    let mut row = row;
    for (position, field) in fields.iter().enumerate() {
        if row.get(field).is_none() {
            row[*field] = Value::Array(Vec::new());
        }
        let array = row.get_mut(*field)?.as_array_mut()?;
        if position + 1 == fields.len() {
            return Some(array);
        }
        let key = ancestors.get(position + 1)?;
        row = array
            .iter_mut()
            .find(|element| text_of(&element["id"]).as_ref() == Some(key))?;
    }
    None
}

/// The row whose fields have these values.
pub(crate) fn locate(table: &dyn Table, wanted: &[(&str, String)]) -> Option<usize> {
    let fits = |index: usize| {
        let mut wanted = wanted.iter();
        wanted.all(|(field, text)| cell_text(&table.cell(index, field)).eq_ignore_ascii_case(text))
    };
    // Most tables find a row by its number at once.
    if let Some((field, text)) = wanted.first()
        && let Ok(number) = text.parse()
        && *field == "id"
    {
        let found = table.find(field, number).filter(|index| fits(*index));
        // Keys of a few tables are digits in a text.
        let texts = table.len() > 0 && matches!(table.cell(0, field), Cell::Text(_));
        if found.is_some() || !texts {
            return found;
        }
    }
    (0..table.len()).find(|index| fits(*index))
}

/// Requests with more rows than this look theirs up in an index.
const FEW: usize = 8;

/// Finds the rows of one table by several of their fields, for all rows of a request.
#[derive(Default)]
pub(crate) struct Keys {
    indexed: bool,
    /// By the names of the fields: where the first row with these texts stands.
    indexes: RefCell<HashMap<String, HashMap<Vec<String>, usize>>>,
}

impl Keys {
    /// For a request with so many rows.
    pub(crate) fn for_rows(rows: usize) -> Self {
        Self {
            indexed: rows > FEW,
            indexes: RefCell::default(),
        }
    }

    /// The row whose fields have these values.
    pub(crate) fn locate(&self, table: &dyn Table, wanted: &[(&str, String)]) -> Option<usize> {
        if !self.indexed {
            return locate(table, wanted);
        }
        let names: Vec<&str> = wanted.iter().map(|(name, _)| *name).collect();
        let mut indexes = self.indexes.borrow_mut();
        let index = indexes.entry(names.join(" ")).or_insert_with(|| {
            let mut index = HashMap::new();
            for row in 0..table.len() {
                let texts = names
                    .iter()
                    .map(|name| cell_text(&table.cell(row, name)).to_lowercase());
                index.entry(texts.collect()).or_insert(row);
            }
            index
        });
        let key: Vec<String> = wanted.iter().map(|(_, text)| text.to_lowercase()).collect();
        index.get(&key).copied()
    }
}

/// A value as the text of a key.
pub(crate) fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
        _ => None,
    }
}

/// A field as the text of a key.
pub(crate) fn cell_text(cell: &Cell<'_>) -> String {
    match cell {
        Cell::Text(text) => text.clone().into_owned(),
        Cell::Int(number) => number.to_string(),
        Cell::Number(number) => number.to_string(),
        Cell::Flag(flag) => flag.to_string(),
        Cell::Null | Cell::Ids(_) => String::new(),
    }
}
