//! Writes record batches in the format that was asked for, as they arrive. Where the bytes go stands in [`sink`].

mod arrow;
mod cells;
mod chart;
mod chart_svg;
mod clock;
mod csv;
mod figures;
mod html;
mod json;
mod layout;
mod markdown;
mod pager;
mod parquet;
mod rows;
mod sink;
mod table;
#[cfg(test)]
mod tests;
mod times;
mod vertical;
mod widths;
mod xlsx;

use std::io::Write;
use std::path::Path;

use ::arrow::datatypes::{Schema, SchemaRef};
use clap::ValueEnum;

use crate::failure::{Failure, Result};

pub(crate) use clock::Clock;
pub(crate) use layout::{Expanded, Layout};
pub(crate) use rows::{Rows, texts};
pub(crate) use sink::Sink;

/// How rows are spelled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Columns side by side, for reading; NULL is spelled so, and the text NULL stands in quotes
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
    /// Excel workbook; numbers, times and truth values keep their types, what Excel would round is text
    Xlsx,
    /// Table of Markdown
    Markdown,
    /// Page of HTML with a table
    Html,
    /// Bars of a label and numbers, or lines of a time and numbers, drawn as text
    Chart,
    /// The same as an SVG picture
    ChartSvg,
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
            "xlsx" => Format::Xlsx,
            "md" | "markdown" => Format::Markdown,
            "html" | "htm" => Format::Html,
            "svg" => Format::ChartSvg,
            _ => {
                return Err(Failure::Usage(format!(
                    "the ending `.{ending}` names no format; say which with --format {}",
                    Format::names().join("|")
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
            Format::Xlsx => "xlsx",
            Format::Markdown => "markdown",
            Format::Html => "html",
            Format::Chart => "chart",
            Format::ChartSvg => "chart-svg",
        }
    }

    /// All of these words.
    pub(crate) fn names() -> Vec<&'static str> {
        let all = Format::value_variants().iter();
        all.map(|format| format.name()).collect()
    }

    /// Whether a terminal cannot show it.
    pub(crate) fn is_binary(self) -> bool {
        matches!(self, Format::Arrow | Format::Parquet | Format::Xlsx)
    }

    /// What holds one result only, since its readers would see nothing of a second.
    fn of_one_result(self) -> Option<&'static str> {
        match self {
            Format::Json => Some("a JSON text"),
            Format::Arrow => Some("an Arrow stream"),
            Format::Parquet => Some("a Parquet file"),
            Format::Xlsx => Some("an Excel workbook"),
            Format::ChartSvg => Some("an SVG picture"),
            Format::Table
            | Format::Csv
            | Format::Ndjson
            | Format::Markdown
            | Format::Html
            | Format::Chart => None,
        }
    }

    /// What comes before the first result.
    pub(crate) fn opening(self, layout: Layout) -> &'static str {
        match self {
            Format::Csv if layout.byte_order_mark => "\u{feff}",
            Format::Html => html::OPENING,
            _ => "",
        }
    }

    /// What keeps two results apart, where the format does not do so by itself.
    pub(crate) fn between(self) -> &'static str {
        match self {
            Format::Table | Format::Csv | Format::Markdown | Format::Chart => "\n",
            _ => "",
        }
    }
}

/// An error where the format cannot hold so many results.
pub(crate) fn accepts_results(format: Format, results: usize) -> Result<()> {
    match format.of_one_result() {
        Some(what) if results > 1 => Err(Failure::Query(format!(
            "{what} holds one result; ask for each in a query of its own, or take ndjson or csv"
        ))),
        _ => Ok(()),
    }
}

/// An error where the format cannot hold these columns.
pub(crate) fn accepts(format: Format, schema: &Schema) -> Result<()> {
    match format {
        Format::Json | Format::Ndjson => one_name_each(schema, "a JSON object"),
        Format::Parquet => one_name_each(schema, "a Parquet file"),
        Format::Chart | Format::ChartSvg => figures::Shape::of(schema).map(|_| ()),
        Format::Table
        | Format::Csv
        | Format::Arrow
        | Format::Xlsx
        | Format::Markdown
        | Format::Html => Ok(()),
    }
}

/// Begins a result of `schema`, which the format [`accepts`], on `sink`.
pub(crate) fn rows<'a>(
    format: Format,
    layout: Layout,
    schema: &SchemaRef,
    sink: &'a mut (dyn Write + Send),
) -> Result<Box<dyn Rows + Send + 'a>> {
    Ok(match (format, layout.expanded) {
        (Format::Table, Expanded::Off) => Box::new(table::Table::new(schema, layout, sink)),
        (Format::Table, Expanded::On) => Box::new(vertical::Vertical::new(schema, layout, sink)),
        (Format::Table, Expanded::Auto) => Box::new(vertical::Auto::new(schema, layout, sink)),
        (Format::Csv, _) => Box::new(csv::Csv::new(schema, sink)?),
        (Format::Json, _) => Box::new(json::array(sink)),
        (Format::Ndjson, _) => Box::new(json::lines(sink)),
        (Format::Arrow, _) => Box::new(arrow::Stream::new(schema, sink)?),
        (Format::Parquet, _) => Box::new(parquet::File::new(schema, sink)?),
        (Format::Xlsx, _) => Box::new(xlsx::Xlsx::new(schema, sink)?),
        (Format::Markdown, _) => Box::new(markdown::Markdown::new(schema, sink)?),
        (Format::Html, _) => Box::new(html::Html::new(schema, sink)?),
        (Format::Chart, _) => Box::new(chart::Chart::new(schema, layout, sink)?),
        (Format::ChartSvg, _) => Box::new(chart_svg::ChartSvg::new(schema, sink)?),
    })
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
