//! Results of the corpus that are compared by their values, whatever digits and zones are written: those of the statements of tools,
//! whose rows PostgreSQL has given.

use std::path::Path;

use crate::decimal::Decimal;

/// Digits behind the point that count, as many as money has.
const DIGITS: u32 = 4;

/// Whether the file's results are compared so: those in a folder `tools`.
pub fn is_by_value(file: &Path) -> bool {
    let folder = file.parent().and_then(Path::file_name);
    folder.is_some_and(|folder| folder == "tools")
}

/// A cell as such a result has it: a number without noughts at its end, a time without `Z`.
pub fn by_value(cell: &str) -> String {
    if cell.is_empty() {
        return "(empty)".to_owned();
    }
    if let Some(number) = Decimal::parse(cell).filter(|number| number.scale > 0) {
        return number.rounded(DIGITS).trimmed().to_string();
    }
    let is_time = cell.len() >= 19 && cell.as_bytes()[10] == b'T' && cell.as_bytes()[13] == b':';
    match cell.strip_suffix('Z') {
        Some(time) if is_time => time.to_owned(),
        _ => cell.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_without_their_spelling() {
        for (cell, value) in [
            ("12.5000", "12.5"),
            ("-0.33333333333333333333", "-0.3333"),
            ("7.0", "7"),
            ("1000", "1000"),
            ("2025-03-09T14:00:00Z", "2025-03-09T14:00:00"),
            ("Tea 2.50 Z", "Tea 2.50 Z"),
            ("", "(empty)"),
        ] {
            assert_eq!(by_value(cell), value);
        }
    }
}
