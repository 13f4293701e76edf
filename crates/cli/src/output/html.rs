//! The `html` format: a page with one table for each result, which a browser and a mail program show.

use std::io::Write;

use arrow::datatypes::SchemaRef;
use arrow::record_batch::RecordBatch;
use storeql_connection::escaped;

use super::rows::{Rows, texts};
use crate::failure::Result;

/// What stands before the first table. HTML makes the rest of a page by itself.
pub(super) const OPENING: &str = "<!DOCTYPE html>\n<meta charset=\"utf-8\">\n<title>StoreQL</title>\n<style>\n\
    table { border-collapse: collapse; font-family: sans-serif; margin-bottom: 1em }\n\
    th, td { border: 1px solid #999; padding: .2em .5em; text-align: left; vertical-align: top; white-space: pre-wrap }\n\
    .number { text-align: right }\n.null { color: #777 }\n</style>\n";

pub(super) struct Html<'a> {
    sink: &'a mut (dyn Write + Send),
    numeric: Vec<bool>,
}

impl<'a> Html<'a> {
    pub(super) fn new(schema: &SchemaRef, sink: &'a mut (dyn Write + Send)) -> Result<Self> {
        let fields = schema.fields().iter();
        let numeric: Vec<bool> = fields
            .clone()
            .map(|one| one.data_type().is_numeric())
            .collect();
        let heads = fields.zip(&numeric).map(|(field, numeric)| {
            let class = class(*numeric);
            format!("<th{class}>{}</th>", plain(field.name()))
        });
        let heads: String = heads.collect();
        writeln!(sink, "<table>\n<thead><tr>{heads}</tr></thead>\n<tbody>")?;
        Ok(Self { sink, numeric })
    }
}

impl Rows for Html<'_> {
    fn batch(&mut self, batch: &RecordBatch) -> Result<()> {
        let columns = batch.columns().iter().map(texts);
        let columns = columns.collect::<Result<Vec<_>, _>>()?;
        for row in 0..batch.num_rows() {
            let cells = columns.iter().zip(&self.numeric);
            let cells = cells.map(|(texts, numeric)| match &texts[row] {
                Some(text) => format!("<td{}>{}</td>", class(*numeric), plain(text)),
                None => "<td class=\"null\">NULL</td>".to_owned(),
            });
            let cells: String = cells.collect();
            writeln!(self.sink, "<tr>{cells}</tr>")?;
        }
        Ok(())
    }

    fn finish(self: Box<Self>) -> Result<()> {
        writeln!(self.sink, "</tbody>\n</table>")?;
        Ok(())
    }
}

fn class(numeric: bool) -> &'static str {
    match numeric {
        true => " class=\"number\"",
        false => "",
    }
}

/// The text without what HTML would read in it; lines stay lines.
fn plain(text: &str) -> String {
    let text = text.replace("\r\n", "\n");
    let lines = text.split('\n').map(|line| {
        escaped(line)
            .replace('&', "&amp;")
            .replace('<', "&lt;")
            .replace('>', "&gt;")
            .replace('"', "&quot;")
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn signs_of_html_are_shown() {
        assert_eq!(
            plain("<b a=\"1\">&amp;\n"),
            "&lt;b a=&quot;1&quot;&gt;&amp;amp;\n"
        );
    }
}
