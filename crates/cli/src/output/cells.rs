//! A value as a person reads it in a table or a card: one line, NULL told from the text `NULL`, thousands set apart where asked.

use arrow::array::ArrayRef;
use arrow::error::ArrowError;
use nu_ansi_term::Style;
use storeql_connection::escaped;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::rows::texts;

/// One value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cell {
    pub(super) text: String,
    pub(super) null: bool,
}

impl Cell {
    /// Columns of a terminal.
    pub(super) fn width(&self) -> usize {
        self.text.width()
    }
}

/// The column's values.
pub(super) fn cells(array: &ArrayRef, thousands: bool) -> Result<Vec<Cell>, ArrowError> {
    let numeric = array.data_type().is_numeric();
    let texts = texts(array)?.into_iter();
    Ok(texts
        .map(|text| match text {
            None => Cell {
                text: "NULL".to_owned(),
                null: true,
            },
            Some(text) => Cell {
                text: match text.as_str() {
                    // So that it is no NULL.
                    "NULL" => "\"NULL\"".to_owned(),
                    text if thousands && numeric => with_thousands(text),
                    text => escaped(text).into_owned(),
                },
                null: false,
            },
        })
        .collect())
}

/// `1234567.5` as `1,234,567.5`.
fn with_thousands(number: &str) -> String {
    let (sign, digits) = match number.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", number),
    };
    let end = digits
        .find(|character: char| !character.is_ascii_digit())
        .unwrap_or(digits.len());
    let (whole, rest) = digits.split_at(end);
    let mut text = sign.to_owned();
    for (position, digit) in whole.chars().enumerate() {
        if position > 0 && (whole.len() - position).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text + rest
}

/// The text, painted where the terminal is.
pub(super) fn painted(text: &str, style: Style, paints: bool) -> String {
    match paints && !text.is_empty() {
        true => style.paint(text).to_string(),
        false => text.to_owned(),
    }
}

/// The text up to `width` columns, with `…` for the rest.
pub(super) fn shortened(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut short = String::new();
    let mut used = 0;
    for character in text.chars() {
        used += character.width().unwrap_or(0);
        if used >= width {
            break;
        }
        short.push(character);
    }
    short.push('…');
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_of_the_whole_part_only() {
        let cases = [
            ("1", "1"),
            ("123", "123"),
            ("1234", "1,234"),
            ("-1234567.8912", "-1,234,567.8912"),
            ("1e20", "1e20"),
            ("NaN", "NaN"),
        ];
        for (number, spelled) in cases {
            assert_eq!(with_thousands(number), spelled);
        }
    }
}
