//! The `xlsx` format: an Excel workbook of one sheet. Numbers, times and truth values are cells of these types; what Excel would
//! round or cannot hold stays text, and no text is ever a formula.

use std::io::{self, Seek, Write};

use arrow::array::{Array, ArrayRef, AsArray};
use arrow::compute::cast;
use arrow::datatypes::{DataType, SchemaRef, TimeUnit, TimestampMicrosecondType};
use arrow::record_batch::RecordBatch;
use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};

use super::rows::{Rows, texts};
use crate::failure::{Failure, Result};

/// Digits of a number that Excel keeps.
const DIGITS: usize = 15;
/// Rows of a sheet, the head among them.
const ROWS: u32 = 1_048_576;
const COLUMNS: usize = 16_384;
/// Characters of a cell, in UTF-16.
const CHARACTERS: usize = 32_767;
/// Excel's day of 1970-01-01, and its first day that it counts right: it takes 1900 for a leap year.
const EPOCH: f64 = 25_569.0;
const FIRST_DAY: f64 = 61.0;
/// The day behind its last one, 9999-12-31.
const END: f64 = 2_958_466.0;
const WIDEST: usize = 60;

pub(super) struct Xlsx<'a> {
    sink: &'a mut (dyn Write + Send),
    book: Workbook,
    columns: Vec<Column>,
    row: u32,
}

struct Column {
    name: String,
    kind: Kind,
    format: Format,
}

/// What a column's cells are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Number,
    Time,
    Truth,
    Text,
}

impl<'a> Xlsx<'a> {
    pub(super) fn new(schema: &SchemaRef, sink: &'a mut (dyn Write + Send)) -> Result<Self> {
        let fields = schema.fields();
        if fields.len() > COLUMNS {
            return Err(Failure::Query(format!(
                "the result has {} columns, and a sheet of Excel holds {COLUMNS}; ask for fewer",
                fields.len()
            )));
        }
        let columns = fields.iter().map(|field| {
            let (kind, format) = match field.data_type() {
                kind if kind.is_integer() => (Kind::Number, "0"),
                DataType::Decimal128(_, scale) | DataType::Decimal256(_, scale) if *scale <= 0 => {
                    (Kind::Number, "0")
                }
                DataType::Decimal128(..) | DataType::Decimal256(..) => {
                    (Kind::Number, "0.00##########")
                }
                kind if kind.is_numeric() => (Kind::Number, "General"),
                DataType::Date32 | DataType::Date64 => (Kind::Time, "yyyy-mm-dd"),
                DataType::Timestamp(..) => (Kind::Time, "yyyy-mm-dd hh:mm:ss"),
                DataType::Boolean => (Kind::Truth, "General"),
                _ => (Kind::Text, "@"),
            };
            Column {
                name: field.name().clone(),
                kind,
                format: Format::new().set_num_format(format),
            }
        });
        let mut sheet = Self {
            sink,
            book: Workbook::new(),
            columns: columns.collect(),
            row: 0,
        };
        sheet
            .book
            .add_worksheet_with_constant_memory()
            .map_err(unwritten)?;
        Ok(sheet)
    }

    /// The head; the columns are as wide as the first rows want.
    fn start(&mut self, first: &[Vec<Option<String>>]) -> Result<()> {
        let bold = Format::new().set_bold();
        let sheet = self.book.worksheet_from_index(0).map_err(unwritten)?;
        sheet.set_freeze_panes(1, 0).map_err(unwritten)?;
        for (at, (column, cells)) in (0_u16..).zip(self.columns.iter().zip(first)) {
            let cells = cells.iter().flatten().map(|text| text.chars().count());
            let widest = cells.chain([column.name.chars().count()]).max();
            let width = widest.unwrap_or(0).min(WIDEST) + 2;
            let width = u32::try_from(width).unwrap_or(10);
            sheet.set_column_width(at, width).map_err(unwritten)?;
            sheet
                .write_string_with_format(0, at, &column.name, &bold)
                .map_err(unwritten)?;
        }
        self.row = 1;
        Ok(())
    }
}

impl Rows for Xlsx<'_> {
    fn batch(&mut self, batch: &RecordBatch) -> Result<()> {
        let columns = batch.columns().iter().map(texts);
        let columns = columns.collect::<Result<Vec<_>, _>>()?;
        if self.row == 0 && batch.num_rows() > 0 {
            self.start(&columns)?;
        }
        let days = self.columns.iter().zip(batch.columns());
        let days = days
            .map(|(column, array)| match column.kind {
                Kind::Time => days_of(array),
                _ => Ok(Vec::new()),
            })
            .collect::<Result<Vec<_>>>()?;
        let sheet = self.book.worksheet_from_index(0).map_err(unwritten)?;
        for (row, line) in (0..batch.num_rows()).zip(self.row..) {
            if line >= ROWS {
                return Err(Failure::Query(format!(
                    "the result has more than {} rows, which a sheet of Excel holds; write LIMIT, or take csv or parquet",
                    ROWS - 1
                )));
            }
            for (at, column) in (0_u16..).zip(&self.columns) {
                let place = usize::from(at);
                let Some(text) = &columns[place][row] else {
                    continue;
                };
                let day = days[place].get(row).copied().flatten();
                write(sheet, line, at, column, text, day)?;
            }
            self.row = line + 1;
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<()> {
        if self.row == 0 {
            self.start(&vec![Vec::new(); self.columns.len()])?;
        }
        // The rows before stand in files as well, so that memory stays small.
        let mut file = tempfile::tempfile()?;
        self.book.save_to_writer(&mut file).map_err(unwritten)?;
        file.rewind()?;
        io::copy(&mut file, &mut self.sink)?;
        Ok(())
    }
}

fn write(
    sheet: &mut Worksheet,
    row: u32,
    at: u16,
    column: &Column,
    text: &str,
    day: Option<f64>,
) -> Result<()> {
    let number = match column.kind {
        Kind::Number => number(text),
        Kind::Time => day.filter(|day| (FIRST_DAY..END).contains(day)),
        Kind::Truth => {
            sheet
                .write_boolean(row, at, text == "true")
                .map_err(unwritten)?;
            return Ok(());
        }
        Kind::Text => None,
    };
    if let Some(number) = number {
        sheet
            .write_number_with_format(row, at, number, &column.format)
            .map_err(unwritten)?;
        return Ok(());
    }
    let length = text.encode_utf16().count();
    if length > CHARACTERS {
        return Err(Failure::Query(format!(
            "a value of `{}` has {length} characters, and a cell of Excel holds {CHARACTERS}; take csv or parquet, or cut it with left({}, {CHARACTERS})",
            column.name, column.name
        )));
    }
    sheet.write_string(row, at, text).map_err(unwritten)?;
    Ok(())
}

/// The number, where Excel keeps all of its digits.
fn number(text: &str) -> Option<f64> {
    let digits = text.trim_start_matches(['-', '0', '.']);
    let mantissa = digits.split(['e', 'E']).next().unwrap_or(digits);
    let mantissa = match mantissa.contains('.') {
        true => mantissa.trim_end_matches('0'),
        false => mantissa,
    };
    let count = mantissa.chars().filter(char::is_ascii_digit).count();
    let number: f64 = text.parse().ok()?;
    (number.is_finite() && count <= DIGITS).then_some(number)
}

/// Excel's days since 1900 of a column of times.
fn days_of(array: &ArrayRef) -> Result<Vec<Option<f64>>> {
    let zone = match array.data_type() {
        DataType::Timestamp(_, zone) => zone.clone(),
        _ => None,
    };
    let array = cast(array, &DataType::Timestamp(TimeUnit::Microsecond, zone))?;
    let times = array.as_primitive::<TimestampMicrosecondType>();
    let day = |micros: i64| EPOCH + micros as f64 / 86_400_000_000.0;
    Ok(times.iter().map(|time| time.map(day)).collect())
}

fn unwritten(error: XlsxError) -> Failure {
    Failure::Output(format!("could not write the workbook: {error}"))
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn a_number_that_excel_would_round_stays_text() {
        assert_eq!(number("349.5000"), Some(349.5));
        assert_eq!(number("-0.0005"), Some(-0.0005));
        assert_eq!(number("999999999999999"), Some(999_999_999_999_999.0));
        assert_eq!(number("100000000000000.00"), Some(1e14));
        assert_eq!(number("9223372036854775807"), None);
        assert_eq!(number("1234567890123456"), None);
        assert_eq!(number("NaN"), None);
    }
}
