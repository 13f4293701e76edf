//! The `table` format: columns side by side, for people. Widths come from the first rows, so that the rest can stream.

use std::io::Write;

use arrow::datatypes::SchemaRef;
use arrow::record_batch::RecordBatch;
use nu_ansi_term::Style;
use storeql_connection::escaped;
use unicode_width::UnicodeWidthStr;

use super::Layout;
use super::cells::{Cell, cells, painted, shortened};
use super::rows::Rows;
use super::widths::{Fitted, Wanted, fit, fit_explained};
use crate::failure::Result;
use crate::wrapping::{BELOW, LongWord, wrapped as wrap};

pub(super) struct Table<'a> {
    sink: &'a mut (dyn Write + Send),
    /// Those that are shown.
    columns: Vec<Column>,
    layout: Layout,
    started: bool,
    left_out: usize,
    /// The text of the column behind those that are shown stands below its row.
    below: bool,
}

struct Column {
    name: String,
    numeric: bool,
    /// Its values are of any length.
    open_ended: bool,
    width: usize,
    /// Cells that are wider are cut or wrapped, rather than standing out.
    narrowed: bool,
}

/// A cell of one line of a row.
struct Piece {
    text: String,
    style: Style,
}

impl<'a> Table<'a> {
    pub(super) fn new(
        schema: &SchemaRef,
        layout: Layout,
        sink: &'a mut (dyn Write + Send),
    ) -> Self {
        Self {
            columns: columns(schema),
            sink,
            layout,
            started: false,
            left_out: 0,
            below: false,
        }
    }

    /// Fixes the widths by the first rows, and writes the head.
    fn start(&mut self, rows: &[Vec<Cell>]) -> Result<()> {
        self.started = true;
        let wanted = wanted(&self.columns, rows);
        let fitted = match (self.layout.width, self.layout.explained) {
            (None, _) => Fitted {
                widths: wanted.iter().map(|column| column.width).collect(),
                below: false,
            },
            (Some(terminal), false) => fit(&wanted, terminal),
            (Some(terminal), true) => fit_explained(&wanted, terminal),
        };
        self.below = fitted.below;
        self.left_out = self.columns.len() - fitted.widths.len() - usize::from(self.below);
        self.columns.truncate(fitted.widths.len());
        for ((column, width), wanted) in self.columns.iter_mut().zip(fitted.widths).zip(wanted) {
            column.width = width;
            column.narrowed = width < wanted.width;
        }
        let names = self.columns.iter().map(|column| Piece {
            text: shown(&column.name, column),
            style: Style::new().bold(),
        });
        self.line(names.collect())?;
        let rules: Vec<String> = self
            .columns
            .iter()
            .map(|column| "-".repeat(column.width + 2))
            .collect();
        writeln!(self.sink, "{}", rules.join("+"))?;
        Ok(())
    }

    /// One row: a line, or several where cells are wrapped.
    fn row(&mut self, cells: &[Vec<Cell>], row: usize) -> Result<()> {
        let wrapped: Vec<Vec<String>> = self
            .columns
            .iter()
            .zip(cells)
            .map(|(column, cells)| self.lines_of(column, &cells[row].text))
            .collect();
        let lines = wrapped.iter().map(Vec::len).max().unwrap_or(1);
        for line in 0..lines {
            let pieces = wrapped.iter().zip(cells).map(|(texts, cells)| Piece {
                text: texts.get(line).cloned().unwrap_or_default(),
                style: match cells[row].null {
                    true => Style::new().dimmed(),
                    false => Style::new(),
                },
            });
            self.line(pieces.collect())?;
        }
        match cells.last().map(|cells| &cells[row]) {
            Some(cell) if self.below && !cell.text.is_empty() => {
                let room = self.layout.width.unwrap_or(usize::MAX);
                for line in wrap(&cell.text, room.saturating_sub(BELOW.len()), LongWord::Cut) {
                    writeln!(self.sink, "{BELOW}{line}")?;
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// A cell in lines: one, unless the table explains something.
    fn lines_of(&self, column: &Column, text: &str) -> Vec<String> {
        match self.layout.explained && column.narrowed {
            true => wrap(text, column.width, LongWord::Cut),
            false => vec![shown(text, column)],
        }
    }

    fn line(&mut self, pieces: Vec<Piece>) -> Result<()> {
        let mut line = String::new();
        let mut blanks = String::new();
        for (at, (column, piece)) in self.columns.iter().zip(pieces).enumerate() {
            let padding = " ".repeat(column.width.saturating_sub(piece.text.width()));
            blanks.push_str(if at == 0 { " " } else { " | " });
            if column.numeric {
                blanks.push_str(&padding);
            }
            if !piece.text.is_empty() {
                line.push_str(&std::mem::take(&mut blanks));
                line.push_str(&painted(&piece.text, piece.style, self.layout.paints));
            }
            if !column.numeric {
                blanks.push_str(&padding);
            }
        }
        line.push_str(blanks.trim_end_matches(' '));
        writeln!(self.sink, "{line}")?;
        Ok(())
    }
}

impl Rows for Table<'_> {
    fn batch(&mut self, batch: &RecordBatch) -> Result<()> {
        let columns = batch
            .columns()
            .iter()
            .map(|array| cells(array, self.layout.thousands))
            .collect::<Result<Vec<_>, _>>()?;
        if !self.started && batch.num_rows() > 0 {
            self.start(&columns)?;
        }
        for row in 0..batch.num_rows() {
            self.row(&columns, row)?;
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<()> {
        if !self.started {
            self.start(&vec![Vec::new(); self.columns.len()])?;
        }
        let columns = match self.left_out {
            0 => return Ok(()),
            1 => "column".to_owned(),
            _ => "columns".to_owned(),
        };
        let text = format!(
            "… {} more {columns}; {} shows them",
            self.left_out, self.layout.shows_more
        );
        let text = painted(&text, Style::new().dimmed(), self.layout.paints);
        writeln!(self.sink, "{text}")?;
        Ok(())
    }
}

/// Whether a terminal has room for all columns of these rows.
pub(super) fn has_room(batch: &RecordBatch, layout: Layout) -> Result<bool> {
    let Some(terminal) = layout.width else {
        return Ok(true);
    };
    let cells = batch
        .columns()
        .iter()
        .map(|array| cells(array, layout.thousands))
        .collect::<Result<Vec<_>, _>>()?;
    let wanted = wanted(&columns(batch.schema_ref()), &cells);
    Ok(fit(&wanted, terminal).widths.len() == wanted.len())
}

fn columns(schema: &SchemaRef) -> Vec<Column> {
    let columns = schema.fields().iter().map(|field| Column {
        name: escaped(field.name()).into_owned(),
        numeric: field.data_type().is_numeric(),
        open_ended: field.data_type().is_string() || field.data_type().is_nested(),
        width: 0,
        narrowed: false,
    });
    columns.collect()
}

fn wanted(columns: &[Column], rows: &[Vec<Cell>]) -> Vec<Wanted> {
    let columns = columns.iter().zip(rows).map(|(column, cells)| {
        let longest = cells.iter().map(Cell::width).max().unwrap_or(0);
        Wanted {
            width: longest.max(column.name.width()),
            open_ended: column.open_ended,
        }
    });
    columns.collect()
}

fn shown(text: &str, column: &Column) -> String {
    match column.narrowed {
        true => shortened(text, column.width),
        false => text.to_owned(),
    }
}
