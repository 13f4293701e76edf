//! A CSV file: which types its columns have, and its rows. Numbers are exact: a column of `19.99` is a decimal, and one of `00123` a text.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::sync::Arc;

use arrow::array::AsArray;
use arrow::csv::reader::Format;
use arrow::csv::{Reader, ReaderBuilder};
use arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use arrow::error::ArrowError;

/// Digits behind the point that a decimal has at most; with more it is a text.
const MOST_DIGITS: usize = 10;
/// Digits of a decimal in all.
const PRECISION: u8 = 38;

/// What stands between two values.
const SEPARATORS: [u8; 3] = *b",;\t";

/// The columns, by all values of the file.
pub(super) fn columns(path: &Path, batch: usize) -> Result<Schema, ArrowError> {
    let separator = separator(path)?;
    let format = Format::default()
        .with_header(true)
        .with_delimiter(separator);
    let (named, _) = format.infer_schema(File::open(path)?, Some(1))?;
    // An editor's byte order mark is none of the first name.
    let names = named.fields().iter();
    let names = names.map(|field| field.name().trim_start_matches('\u{feff}').to_owned());
    let texts: Vec<Field> = names
        .map(|name| Field::new(name, DataType::Utf8, true))
        .collect();
    let texts = Arc::new(Schema::new(texts));
    let mut kinds = vec![Kind::default(); texts.fields().len()];
    for batch in rows(path, &texts, batch)? {
        for (kind, column) in kinds.iter_mut().zip(batch?.columns()) {
            let values = column.as_string::<i32>().iter().flatten();
            values.for_each(|value| kind.see(value));
        }
    }
    let fields = texts.fields().iter().zip(&kinds);
    let fields =
        fields.map(|(field, kind)| field.as_ref().clone().with_data_type(kind.data_type()));
    Ok(Schema::new(fields.collect::<Vec<_>>()))
}

pub(super) fn rows(
    path: &Path,
    columns: &SchemaRef,
    batch: usize,
) -> Result<Reader<File>, ArrowError> {
    ReaderBuilder::new(Arc::clone(columns))
        .with_header(true)
        .with_delimiter(separator(path)?)
        .with_batch_size(batch)
        .build(File::open(path)?)
}

/// The one that the first line has most often.
fn separator(path: &Path) -> Result<u8, ArrowError> {
    let mut line = Vec::new();
    BufReader::new(File::open(path)?).read_until(b'\n', &mut line)?;
    let count = |separator: &u8| line.iter().filter(|byte| *byte == separator).count();
    // Of several with the same count the first is meant.
    let most = SEPARATORS.into_iter().rev().max_by_key(count);
    Ok(most.unwrap_or(b','))
}

/// What all values of a column are, so far.
#[derive(Debug, Clone, Default)]
struct Kind {
    /// There is a value.
    seen: bool,
    no_integer: bool,
    no_decimal: bool,
    no_boolean: bool,
    no_date: bool,
    /// Digits behind the point.
    scale: usize,
    /// Digits before it.
    whole: usize,
}

impl Kind {
    fn see(&mut self, value: &str) {
        self.seen = true;
        let digits = value.strip_prefix('-').unwrap_or(value);
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let all = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        // A code that begins with a nought is no number.
        let number = !whole.is_empty()
            && all(whole)
            && all(fraction)
            && (whole == "0" || !whole.starts_with('0'))
            && !digits.ends_with('.');
        self.no_integer |= !number || value.parse::<i64>().is_err();
        self.scale = self.scale.max(fraction.len());
        self.whole = self.whole.max(whole.len());
        self.no_decimal |= !number;
        self.no_boolean |= !matches!(value, "true" | "false");
        self.no_date |= !is_date(value);
    }

    fn data_type(&self) -> DataType {
        let fits = self.scale <= MOST_DIGITS && self.scale + self.whole <= usize::from(PRECISION);
        match () {
            () if !self.seen => DataType::Utf8,
            () if !self.no_integer => DataType::Int64,
            () if !self.no_decimal && fits => {
                DataType::Decimal128(PRECISION, i8::try_from(self.scale).unwrap_or(0))
            }
            () if !self.no_boolean => DataType::Boolean,
            () if !self.no_date => DataType::Date32,
            () => DataType::Utf8,
        }
    }
}

/// `2026-01-31`
fn is_date(value: &str) -> bool {
    value.len() == 10 && value.parse::<jiff::civil::Date>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(values: &[&str]) -> DataType {
        let mut kind = Kind::default();
        values.iter().for_each(|value| kind.see(value));
        kind.data_type()
    }

    #[test]
    fn a_column_is_what_all_its_values_are() {
        assert_eq!(kind(&["1", "-20", "0"]), DataType::Int64);
        assert_eq!(kind(&["1", "19.99", "0.5"]), DataType::Decimal128(38, 2));
        assert_eq!(kind(&["1", "007"]), DataType::Utf8);
        assert_eq!(kind(&["true", "false"]), DataType::Boolean);
        assert_eq!(kind(&["2026-01-31"]), DataType::Date32);
        assert_eq!(kind(&["2026-02-31"]), DataType::Utf8);
        assert_eq!(kind(&["99999999999999999999"]), DataType::Decimal128(38, 0));
        assert_eq!(kind(&["1e5"]), DataType::Utf8);
        assert_eq!(kind(&[]), DataType::Utf8);
    }
}
