//! The `csv` format, after RFC 4180 with bare line feeds. Written here, as Arrow's own cannot tell NULL from empty text.

use std::borrow::Cow;
use std::io::Write;

use arrow::datatypes::SchemaRef;
use arrow::record_batch::RecordBatch;

use super::rows::{Rows, texts};
use crate::failure::Result;

pub(super) struct Csv<'a> {
    sink: &'a mut (dyn Write + Send),
}

impl<'a> Csv<'a> {
    pub(super) fn new(schema: &SchemaRef, sink: &'a mut (dyn Write + Send)) -> Result<Self> {
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
    fn batch(&mut self, batch: &RecordBatch) -> Result<()> {
        let columns = batch.columns().iter().map(texts);
        let columns = columns.collect::<Result<Vec<_>, _>>()?;
        let mut line = String::new();
        let alone = columns.len() == 1;
        for row in 0..batch.num_rows() {
            line.clear();
            for (position, texts) in columns.iter().enumerate() {
                if position > 0 {
                    line.push(',');
                }
                match &texts[row] {
                    Some(text) => line.push_str(&quoted(text)),
                    // Readers take an empty line for no row.
                    None if alone => line.push_str(&quoted("")),
                    None => {}
                }
            }
            line.push('\n');
            self.sink.write_all(line.as_bytes())?;
        }
        Ok(())
    }

    fn finish(self: Box<Self>) -> Result<()> {
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
