//! The `csv` format, after RFC 4180 with bare line feeds. Written here, as Arrow's own cannot tell NULL from empty text.

use std::borrow::Cow;
use std::io::Write;

use arrow::datatypes::SchemaRef;
use arrow::error::ArrowError;
use arrow::record_batch::RecordBatch;
use arrow::util::display::ArrayFormatter;

use super::rows::{Rows, spelling};

pub(super) struct Csv<'a> {
    sink: &'a mut (dyn Write + Send),
}

impl<'a> Csv<'a> {
    pub(super) fn new(
        schema: &SchemaRef,
        sink: &'a mut (dyn Write + Send),
    ) -> Result<Self, ArrowError> {
        let names: Vec<Cow<'_, str>> = schema
            .fields()
            .iter()
            .map(|field| quoted(field.name()))
            .collect();
        writeln!(sink, "{}", names.join(","))?;
        Ok(Self { sink })
    }
}

impl Rows for Csv<'_> {
    fn batch(&mut self, batch: &RecordBatch) -> Result<(), ArrowError> {
        let spelling = spelling();
        let columns = batch
            .columns()
            .iter()
            .map(|array| {
                ArrayFormatter::try_new(array, &spelling)
                    .map(|formatter| (array.logical_nulls(), formatter))
            })
            .collect::<Result<Vec<_>, _>>()?;
        let mut line = String::new();
        let alone = columns.len() == 1;
        for row in 0..batch.num_rows() {
            line.clear();
            for (position, (nulls, formatter)) in columns.iter().enumerate() {
                if position > 0 {
                    line.push(',');
                }
                if nulls.as_ref().is_none_or(|nulls| nulls.is_valid(row)) {
                    line.push_str(&quoted(&formatter.value(row).try_to_string()?));
                } else if alone {
                    // Readers take an empty line for no row.
                    line.push_str(&quoted(""));
                }
            }
            line.push('\n');
            self.sink.write_all(line.as_bytes())?;
        }
        Ok(())
    }

    fn finish(self: Box<Self>) -> Result<(), ArrowError> {
        Ok(())
    }
}

/// A value as it stands between two commas.
fn quoted(value: &str) -> Cow<'_, str> {
    if value.is_empty() || value.contains([',', '"', '\n', '\r']) {
        Cow::Owned(format!("\"{}\"", value.replace('"', "\"\"")))
    } else {
        Cow::Borrowed(value)
    }
}
