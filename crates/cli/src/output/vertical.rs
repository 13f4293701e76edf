//! The `table` format turned on its side: one line per value, for rows that are wider than a terminal.

use std::io::Write;

use arrow::datatypes::SchemaRef;
use arrow::error::ArrowError;
use arrow::record_batch::RecordBatch;
use storeql_connection::escaped;
use unicode_width::UnicodeWidthStr;

use super::rows::Rows;
use super::table::cells;

pub(super) struct Vertical<'a> {
    sink: &'a mut (dyn Write + Send),
    names: Vec<String>,
    row: usize,
}

impl<'a> Vertical<'a> {
    pub(super) fn new(schema: &SchemaRef, sink: &'a mut (dyn Write + Send)) -> Self {
        let width = schema
            .fields()
            .iter()
            .map(|field| field.name().width())
            .max()
            .unwrap_or(0);
        let padded = |name: &String| {
            format!(
                "{}{}",
                escaped(name),
                " ".repeat(width.saturating_sub(name.width()))
            )
        };
        Self {
            sink,
            names: schema
                .fields()
                .iter()
                .map(|field| padded(field.name()))
                .collect(),
            row: 0,
        }
    }
}

impl Rows for Vertical<'_> {
    fn batch(&mut self, batch: &RecordBatch) -> Result<(), ArrowError> {
        let columns = batch
            .columns()
            .iter()
            .map(cells)
            .collect::<Result<Vec<_>, _>>()?;
        for row in 0..batch.num_rows() {
            self.row += 1;
            writeln!(self.sink, "-[ row {} ]-", self.row)?;
            for (name, cells) in self.names.iter().zip(&columns) {
                writeln!(self.sink, "{name} | {}", cells[row])?;
            }
        }
        Ok(())
    }

    fn finish(self: Box<Self>) -> Result<(), ArrowError> {
        Ok(())
    }
}
