//! The `table` format as cards: one line per value, for rows that are wider than a terminal.

use std::io::Write;

use arrow::datatypes::SchemaRef;
use arrow::record_batch::RecordBatch;
use nu_ansi_term::Style;
use storeql_connection::escaped;
use unicode_width::UnicodeWidthStr;

use super::Layout;
use super::cells::{cells, painted};
use super::rows::Rows;
use super::table::{Table, has_room};
use crate::failure::Result;

pub(super) struct Vertical<'a> {
    sink: &'a mut (dyn Write + Send),
    names: Vec<String>,
    layout: Layout,
    row: usize,
}

impl<'a> Vertical<'a> {
    pub(super) fn new(
        schema: &SchemaRef,
        layout: Layout,
        sink: &'a mut (dyn Write + Send),
    ) -> Self {
        let names = schema.fields().iter().map(|field| escaped(field.name()));
        let names: Vec<_> = names.collect();
        let width = names.iter().map(|name| name.width()).max().unwrap_or(0);
        let padded = names.iter().map(|name| {
            let padding = " ".repeat(width.saturating_sub(name.width()));
            format!("{name}{padding}")
        });
        Self {
            sink,
            names: padded.collect(),
            layout,
            row: 0,
        }
    }
}

impl Rows for Vertical<'_> {
    fn batch(&mut self, batch: &RecordBatch) -> Result<()> {
        let columns = batch
            .columns()
            .iter()
            .map(|array| cells(array, self.layout.thousands))
            .collect::<Result<Vec<_>, _>>()?;
        for row in 0..batch.num_rows() {
            self.row += 1;
            let head = format!("-[ row {} ]-", self.row);
            let head = painted(&head, Style::new().bold(), self.layout.paints);
            writeln!(self.sink, "{head}")?;
            for (name, cells) in self.names.iter().zip(&columns) {
                let cell = &cells[row];
                let text = painted(
                    &cell.text,
                    Style::new().dimmed(),
                    self.layout.paints && cell.null,
                );
                writeln!(self.sink, "{name} | {text}")?;
            }
        }
        Ok(())
    }

    fn finish(self: Box<Self>) -> Result<()> {
        Ok(())
    }
}

/// Cards where a table would leave columns out, which the first rows tell; else a table.
pub(super) struct Auto<'a> {
    schema: SchemaRef,
    layout: Layout,
    /// Until the first rows have come.
    sink: Option<&'a mut (dyn Write + Send)>,
    chosen: Option<Box<dyn Rows + Send + 'a>>,
}

impl<'a> Auto<'a> {
    pub(super) fn new(
        schema: &SchemaRef,
        layout: Layout,
        sink: &'a mut (dyn Write + Send),
    ) -> Self {
        Self {
            schema: SchemaRef::clone(schema),
            layout,
            sink: Some(sink),
            chosen: None,
        }
    }

    fn choose(&mut self, as_table: bool) {
        if let Some(sink) = self.sink.take() {
            self.chosen = Some(match as_table {
                true => Box::new(Table::new(&self.schema, self.layout, sink)),
                false => Box::new(Vertical::new(&self.schema, self.layout, sink)),
            });
        }
    }
}

impl Rows for Auto<'_> {
    fn batch(&mut self, batch: &RecordBatch) -> Result<()> {
        if batch.num_rows() == 0 {
            return Ok(());
        }
        if self.chosen.is_none() {
            self.choose(has_room(batch, self.layout)?);
        }
        match &mut self.chosen {
            Some(rows) => rows.batch(batch),
            None => Ok(()),
        }
    }

    fn finish(mut self: Box<Self>) -> Result<()> {
        self.choose(true);
        match self.chosen {
            Some(rows) => rows.finish(),
            None => Ok(()),
        }
    }
}
