//! Writes record batches in the format that was asked for, as they arrive. Where the bytes go stands in [`sink`].

mod arrow;
mod csv;
mod json;
mod parquet;
mod rows;
mod sink;
mod table;
#[cfg(test)]
mod tests;
mod vertical;

use std::io::Write;
use std::path::Path;

use ::arrow::datatypes::{Schema, SchemaRef};
use ::arrow::error::ArrowError;
use clap::ValueEnum;

use crate::failure::{Failure, Result};

pub(crate) use rows::Rows;
pub(crate) use sink::Sink;

/// How rows are spelled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Columns side by side, for reading; NULL is spelled so
    Table,
    /// RFC 4180 with a header line; NULL is nothing, empty text is ""; NULL in a single column is "" too, as readers skip empty lines
    Csv,
    /// One array of objects; decimals are numbers with all their digits, JSON columns are JSON
    Json,
    /// One object per line, otherwise as json
    Ndjson,
    /// Arrow IPC stream
    Arrow,
    /// Parquet, compressed with snappy
    Parquet,
}

impl Format {
    /// The format that a file's name asks for; none where the name has no ending.
    pub(crate) fn of_file(path: &Path) -> Result<Option<Format>> {
        let Some(ending) = path.extension() else {
            return Ok(None);
        };
        let ending = ending.to_string_lossy().to_ascii_lowercase();
        Ok(Some(match ending.as_str() {
            "txt" => Format::Table,
            "csv" => Format::Csv,
            "json" => Format::Json,
            "ndjson" | "jsonl" => Format::Ndjson,
            "arrow" | "arrows" | "ipc" => Format::Arrow,
            "parquet" | "pq" => Format::Parquet,
            _ => {
                return Err(Failure::Usage(format!(
                    "the ending `.{ending}` names no format; say which with --format table|csv|json|ndjson|arrow|parquet"
                )));
            }
        }))
    }

    /// Its word on the command line.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Format::Table => "table",
            Format::Csv => "csv",
            Format::Json => "json",
            Format::Ndjson => "ndjson",
            Format::Arrow => "arrow",
            Format::Parquet => "parquet",
        }
    }

    /// Whether a terminal cannot show it.
    pub(crate) fn is_binary(self) -> bool {
        matches!(self, Format::Arrow | Format::Parquet)
    }
}

/// How the `table` format uses a terminal.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Layout {
    /// Columns of the terminal; long cells are cut to fit. None: every cell is whole.
    pub(crate) width: Option<usize>,
    /// One line per value instead of one per row.
    pub(crate) vertical: bool,
}

/// An error where the format cannot hold these columns.
pub(crate) fn accepts(format: Format, schema: &Schema) -> Result<()> {
    match format {
        Format::Json | Format::Ndjson => one_name_each(schema, "a JSON object"),
        Format::Parquet => one_name_each(schema, "a Parquet file"),
        Format::Table | Format::Csv | Format::Arrow => Ok(()),
    }
}

/// Begins a result of `schema`, which the format [`accepts`], on `sink`.
pub(crate) fn rows<'a>(
    format: Format,
    layout: Layout,
    schema: &SchemaRef,
    sink: &'a mut (dyn Write + Send),
) -> Result<Box<dyn Rows + Send + 'a>> {
    let started: Result<Box<dyn Rows + Send + 'a>, ArrowError> = match format {
        Format::Table if layout.vertical => Ok(Box::new(vertical::Vertical::new(schema, sink))),
        Format::Table => Ok(Box::new(table::Table::new(schema, layout.width, sink))),
        Format::Csv => csv::Csv::new(schema, sink).map(|rows| Box::new(rows) as _),
        Format::Json => Ok(Box::new(json::array(sink))),
        Format::Ndjson => Ok(Box::new(json::lines(sink))),
        Format::Arrow => arrow::Stream::new(schema, sink).map(|rows| Box::new(rows) as _),
        Format::Parquet => parquet::File::new(schema, sink).map(|rows| Box::new(rows) as _),
    };
    started.map_err(Failure::from)
}

/// Two columns of one name are legal SQL, but most readers of these formats keep only one of them, silently.
fn one_name_each(schema: &Schema, what: &str) -> Result<()> {
    let mut names: Vec<&str> = schema
        .fields()
        .iter()
        .map(|field| field.name().as_str())
        .collect();
    names.sort_unstable();
    match names.windows(2).find(|pair| pair[0] == pair[1]) {
        Some(pair) => Err(Failure::Query(format!(
            "two columns are called `{}`, and {what} holds only one of that name; rename one with AS",
            pair[0]
        ))),
        None => Ok(()),
    }
}
