//! How rows are named: by keys in paths and bodies, in tables and in arrays within rows.

use serde_json::Value;

use crate::rows::Table;

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
    let wanted: Vec<(&str, &str)> = wanted
        .iter()
        .map(|(field, text)| (*field, text.as_str()))
        .collect();
    table.with(&wanted).first().copied()
}

/// A value as the text of a key.
pub(crate) fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
        _ => None,
    }
}
