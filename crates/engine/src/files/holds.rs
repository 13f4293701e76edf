//! What holds of any file of rows.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::io::Write;
use std::sync::Arc;

use super::{csv, json};

/// A file: the columns that all its values say, which then read all its rows; or an error.
pub fn of_any_file(bytes: &[u8]) {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(bytes).unwrap();
    let path = file.path();
    if let Ok(columns) = csv::columns(path, 4) {
        let rows = csv::rows(path, &Arc::new(columns), 4).unwrap();
        let rows: Result<Vec<_>, _> = rows.collect();
        rows.unwrap_or_else(|error| panic!("{}: {error}", String::from_utf8_lossy(bytes)));
    }
    if let Ok(columns) = json::columns(path) {
        let rows = json::rows(path, &Arc::new(columns), 4).unwrap();
        for row in rows {
            if let Err(error) = row {
                return assert!(!error.to_string().is_empty());
            }
        }
    }
}
