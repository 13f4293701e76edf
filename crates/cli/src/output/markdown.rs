//! The `markdown` format: a pipe table, for tickets and notes. What the text has of Markdown's own signs is shown as it is.

use std::io::Write;

use arrow::datatypes::SchemaRef;
use arrow::record_batch::RecordBatch;
use storeql_connection::escaped;

use super::rows::{Rows, texts};
use crate::failure::Result;

pub(super) struct Markdown<'a> {
    sink: &'a mut (dyn Write + Send),
}

impl<'a> Markdown<'a> {
    pub(super) fn new(schema: &SchemaRef, sink: &'a mut (dyn Write + Send)) -> Result<Self> {
        let fields = schema.fields();
        let names = fields.iter().map(|field| plain(field.name()));
        writeln!(sink, "| {} |", names.collect::<Vec<_>>().join(" | "))?;
        let rules = fields.iter().map(|field| match field.data_type() {
            kind if kind.is_numeric() => "---:",
            _ => "---",
        });
        writeln!(sink, "| {} |", rules.collect::<Vec<_>>().join(" | "))?;
        Ok(Self { sink })
    }
}

impl Rows for Markdown<'_> {
    fn batch(&mut self, batch: &RecordBatch) -> Result<()> {
        let columns = batch.columns().iter().map(texts);
        let columns = columns.collect::<Result<Vec<_>, _>>()?;
        for row in 0..batch.num_rows() {
            let cells = columns.iter().map(|texts| match &texts[row] {
                Some(text) => plain(text),
                None => "*NULL*".to_owned(),
            });
            let cells: Vec<String> = cells.collect();
            writeln!(self.sink, "| {} |", cells.join(" | "))?;
        }
        Ok(())
    }

    fn finish(self: Box<Self>) -> Result<()> {
        Ok(())
    }
}

/// The text without what Markdown would read in it. A `_` between letters is none of its signs.
fn plain(text: &str) -> String {
    let text = text.replace("\r\n", "\n");
    let lines = text.split('\n').map(|line| {
        let line = escaped(line);
        let mut plain = String::with_capacity(line.len());
        let mut before = ' ';
        let mut rest = line.chars().peekable();
        while let Some(sign) = rest.next() {
            let in_word =
                before.is_alphanumeric() && rest.peek().is_some_and(|c| c.is_alphanumeric());
            match sign {
                '<' => plain.push_str("&lt;"),
                '>' => plain.push_str("&gt;"),
                '&' => plain.push_str("&amp;"),
                '|' | '\\' | '`' | '*' | '[' | ']' | '~' => plain.extend(['\\', sign]),
                '_' if !in_word => plain.extend(['\\', sign]),
                _ => plain.push(sign),
            }
            before = sign;
        }
        plain
    });
    lines.collect::<Vec<_>>().join("<br>")
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn signs_of_markdown_are_shown() {
        assert_eq!(
            plain("a|b *c* order_id _x_"),
            "a\\|b \\*c\\* order_id \\_x\\_"
        );
        assert_eq!(plain("<b>&\n"), "&lt;b&gt;&amp;<br>");
    }
}
