//! The shell's own commands: what begins with a backslash.

use clap::ValueEnum;

use super::{Next, Shell};
use crate::failure::{Failure, Result};
use crate::output::{self, Format, Layout, Sink};
use crate::tables;

/// Each with what it does; the help and the completion read it.
pub(super) const COMMANDS: [(&str, &str); 7] = [
    ("\\d", "list the tables"),
    (
        "\\d TABLE",
        "list a table's columns, and which filters the store itself answers",
    ),
    (
        "\\timing",
        "say after each query what it cost, or stop saying it",
    ),
    ("\\x", "one line per value instead of one per row, and back"),
    (
        "\\format NAME",
        "write rows as table, csv, json, ndjson, arrow or parquet",
    ),
    ("\\?", "this list"),
    ("\\q", "leave (also Ctrl-D)"),
];

/// Whether the entry is for the shell and not for the store.
pub(super) fn is_command(text: &str) -> bool {
    text.trim_start().starts_with('\\')
}

impl Shell<'_> {
    pub(super) fn command(&mut self, text: &str) -> Result<Next> {
        let text = text.trim().trim_end_matches(';').trim_end();
        let (name, argument) = match text.split_once(char::is_whitespace) {
            Some((name, argument)) => (name, Some(argument.trim())),
            None => (text, None),
        };
        match (name, argument) {
            ("\\q" | "\\quit" | "\\exit", _) => return Ok(Next::Leave),
            ("\\?" | "\\h" | "\\help", _) => help(),
            ("\\d" | "\\dt", argument) => self.describe(argument)?,
            ("\\timing", _) => {
                self.timing = !self.timing;
                eprintln!("timing is {}", on_or_off(self.timing));
            }
            ("\\x", _) => {
                self.vertical = !self.vertical;
                eprintln!("one line per value is {}", on_or_off(self.vertical));
            }
            ("\\format", Some(format)) => {
                self.format = Format::from_str(format, true).map_err(|_| unknown_format(format))?;
            }
            ("\\format", None) => return Err(unknown_format("")),
            _ => {
                return Err(Failure::Query(format!(
                    "{name} is no command of the shell; \\? lists them"
                )));
            }
        }
        Ok(Next::Read)
    }

    fn describe(&self, name: Option<&str>) -> Result<()> {
        let catalog = self.engine.catalog();
        let batch = match name {
            None => tables::tables(catalog)?,
            Some(name) => tables::columns(&self.session.relation(name)?)?,
        };
        let mut sink = Sink::open(None)?;
        let layout = Layout {
            width: sink.terminal_width(),
            vertical: false,
        };
        let mut rows = output::rows(Format::Table, layout, batch.schema_ref(), &mut sink)?;
        rows.batch(&batch)?;
        rows.finish()?;
        sink.commit()
    }
}

fn help() {
    let width = COMMANDS
        .iter()
        .map(|(name, _)| name.len())
        .max()
        .unwrap_or(0);
    for (name, about) in COMMANDS {
        eprintln!("  {name:width$}  {about}");
    }
    eprintln!(
        "Everything else is SQL and runs at its `;`. Ctrl-C stops a running query, or clears the line."
    );
}

fn on_or_off(on: bool) -> &'static str {
    if on { "on" } else { "off" }
}

fn unknown_format(name: &str) -> Failure {
    let known: Vec<&str> = Format::value_variants()
        .iter()
        .map(|format| format.name())
        .collect();
    let known = known.join(", ");
    match name {
        "" => Failure::Query(format!("\\format wants one of {known}")),
        name => Failure::Query(format!("there is no format `{name}`; there are {known}")),
    }
}
