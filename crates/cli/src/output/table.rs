//! The `table` format: columns side by side, for people. Widths come from the first rows, so that the rest can stream.

use std::io::Write;

use arrow::array::ArrayRef;
use arrow::datatypes::SchemaRef;
use arrow::error::ArrowError;
use arrow::record_batch::RecordBatch;
use arrow::util::display::ArrayFormatter;
use storeql_connection::escaped;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::rows::{Rows, spelling};

/// A column is not cut below this.
const NARROWEST: usize = 12;

pub(super) struct Table<'a> {
    sink: &'a mut (dyn Write + Send),
    columns: Vec<Column>,
    terminal: Option<usize>,
    started: bool,
}

struct Column {
    name: String,
    numeric: bool,
    /// Its values are of any length.
    open_ended: bool,
    width: usize,
    /// Cells are cut to the width, rather than standing out.
    cut: bool,
}

impl<'a> Table<'a> {
    pub(super) fn new(
        schema: &SchemaRef,
        terminal: Option<usize>,
        sink: &'a mut (dyn Write + Send),
    ) -> Self {
        let columns = schema.fields().iter().map(|field| Column {
            name: escaped(field.name()).into_owned(),
            numeric: field.data_type().is_numeric(),
            open_ended: field.data_type().is_string() || field.data_type().is_nested(),
            width: 0,
            cut: false,
        });
        Self {
            columns: columns.collect(),
            sink,
            terminal,
            started: false,
        }
    }

    /// Fixes the widths by the first rows, and writes the head.
    fn start(&mut self, rows: &[Vec<String>]) -> Result<(), ArrowError> {
        self.started = true;
        for (column, cells) in self.columns.iter_mut().zip(rows) {
            column.width = cells
                .iter()
                .chain([&column.name])
                .map(|cell| cell.width())
                .max()
                .unwrap_or(0);
        }
        if let Some(terminal) = self.terminal {
            fit(&mut self.columns, terminal);
        }
        let names: Vec<String> = self
            .columns
            .iter()
            .map(|column| column.name.clone())
            .collect();
        self.line(names.iter().map(String::as_str))?;
        let rules: Vec<String> = self
            .columns
            .iter()
            .map(|column| "-".repeat(column.width + 2))
            .collect();
        writeln!(self.sink, "{}", rules.join("+"))?;
        Ok(())
    }

    fn line<'c>(&mut self, cells: impl Iterator<Item = &'c str>) -> Result<(), ArrowError> {
        let mut line = String::new();
        for (position, (column, cell)) in self.columns.iter().zip(cells).enumerate() {
            line.push_str(if position == 0 { " " } else { " | " });
            let cut;
            let cell = if column.cut && cell.width() > column.width {
                cut = shortened(cell, column.width);
                &cut
            } else {
                cell
            };
            let padding = column.width.saturating_sub(cell.width());
            if column.numeric {
                line.extend(std::iter::repeat_n(' ', padding));
                line.push_str(cell);
            } else {
                line.push_str(cell);
                line.extend(std::iter::repeat_n(' ', padding));
            }
        }
        writeln!(self.sink, "{}", line.trim_end_matches(' '))?;
        Ok(())
    }
}

impl Rows for Table<'_> {
    fn batch(&mut self, batch: &RecordBatch) -> Result<(), ArrowError> {
        let columns = batch
            .columns()
            .iter()
            .map(cells)
            .collect::<Result<Vec<_>, _>>()?;
        if !self.started && batch.num_rows() > 0 {
            self.start(&columns)?;
        }
        for row in 0..batch.num_rows() {
            self.line(columns.iter().map(|cells| cells[row].as_str()))?;
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<(), ArrowError> {
        if !self.started {
            self.start(&vec![Vec::new(); self.columns.len()])?;
        }
        Ok(())
    }
}

/// The column's values as single lines.
pub(super) fn cells(array: &ArrayRef) -> Result<Vec<String>, ArrowError> {
    let spelling = spelling();
    let formatter = ArrayFormatter::try_new(array, &spelling)?;
    (0..array.len())
        .map(|row| {
            formatter
                .value(row)
                .try_to_string()
                .map(|text| escaped(&text).into_owned())
        })
        .collect()
}

/// Narrows the widest text columns until the line fits, as far as columns stay readable.
fn fit(columns: &mut [Column], terminal: usize) {
    let edges = columns.len() * 3 - 1;
    loop {
        let total: usize = columns.iter().map(|column| column.width).sum::<usize>() + edges;
        let Some(excess) = total.checked_sub(terminal).filter(|excess| *excess > 0) else {
            return;
        };
        let texts = || {
            columns
                .iter()
                .enumerate()
                .filter(|(_, column)| column.open_ended)
        };
        let Some((widest, width)) = texts()
            .map(|(at, column)| (at, column.width))
            .max_by_key(|(_, width)| *width)
        else {
            return;
        };
        if width <= NARROWEST {
            return;
        }
        let next = texts()
            .map(|(_, column)| column.width)
            .filter(|other| *other < width)
            .max()
            .unwrap_or(0);
        columns[widest].width = next
            .max(NARROWEST)
            .max(width.saturating_sub(excess))
            .min(width - 1);
        columns[widest].cut = true;
    }
}

fn shortened(text: &str, width: usize) -> String {
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
