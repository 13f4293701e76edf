//! Files that go along with new rows: whether the session may read them, and whether the store takes them, before the first request.

use std::path::Path;

use storeql_catalog::{Column, Table};
use storeql_write::{Change, Value};

use crate::error::{Error, ErrorKind, Result};
use crate::files::allowed;
use crate::session_options::Files;

/// The change with the paths that are meant.
pub(super) fn checked(mut change: Change, table: &Table, files: &Files) -> Result<Change> {
    let (Change::Insert { columns, rows } | Change::Upsert { columns, rows }) = &mut change else {
        return Ok(change);
    };
    let column = |(place, name): (usize, &String)| Some((place, table.columns.get(name)?));
    let of_files = columns.iter().enumerate().filter_map(column);
    for (place, column) in of_files.filter(|(_, column)| column.file.is_some()) {
        for row in rows.iter_mut() {
            if let Some(Value::Text(path)) = row.values.get_mut(place) {
                *path = found(table, column, row.number, path, files)?;
            }
        }
    }
    Ok(change)
}

fn found(table: &Table, column: &Column, row: u64, path: &str, files: &Files) -> Result<String> {
    let place = format!("{}.{}", table.name, column.name);
    let allowed = allowed(files, &place, Path::new(path))?;
    let wrong = |why: String| {
        let message =
            format!("{place}, row {row}: the file {path} {why}; nothing was sent to the store");
        Error::new(ErrorKind::InvalidValue, message)
            .on_column(&column.name)
            .on_table(&table.name)
    };
    let size = match allowed.metadata() {
        Ok(found) if found.is_file() => found.len(),
        Ok(_) => return Err(wrong("is no file".to_owned())),
        Err(error) => return Err(wrong(format!("cannot be read ({error})"))),
    };
    match column.file.map(u64::from) {
        Some(most) if size > most => Err(wrong(format!(
            "has {size} bytes, and the store takes {most}"
        ))),
        _ => {
            let path = allowed.to_str().map(str::to_owned);
            path.ok_or_else(|| wrong("has a name that is no text".to_owned()))
        }
    }
}
