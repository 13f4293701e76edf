//! How rows are named: by keys in paths and bodies, in tables and in arrays within rows.

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
