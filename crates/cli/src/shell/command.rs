//! The shell's own commands, which begin with a backslash: how each is written. The shell carries them out.

use clap::ValueEnum;

use crate::failure::{Failure, Result};
use crate::output::Format;

/// A command, as it was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Command {
    /// Leave the shell.
    Leave,
    /// List the commands.
    Help,
    /// List the columns of the table of this name, or all tables.
    Describe(Option<String>),
    /// Say after each query what it cost, or stop saying it.
    Timing,
    /// Write one line per value instead of one per row, or go back.
    Vertical,
    /// Write rows in this format.
    Format(Format),
}

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

/// Reads an entry that [`is_command`].
pub(super) fn read(text: &str) -> Result<Command> {
    let text = text.trim().trim_end_matches(';').trim_end();
    let (name, argument) = match text.split_once(char::is_whitespace) {
        Some((name, argument)) => (name, Some(argument.trim())),
        None => (text, None),
    };
    match (name, argument) {
        ("\\q" | "\\quit" | "\\exit", _) => Ok(Command::Leave),
        ("\\?" | "\\h" | "\\help", _) => Ok(Command::Help),
        ("\\d" | "\\dt", table) => Ok(Command::Describe(table.map(str::to_owned))),
        ("\\timing", _) => Ok(Command::Timing),
        ("\\x", _) => Ok(Command::Vertical),
        ("\\format", Some(format)) => Format::from_str(format, true)
            .map(Command::Format)
            .map_err(|_| unknown_format(format)),
        ("\\format", None) => Err(unknown_format("")),
        _ => Err(Failure::Query(format!(
            "{name} is no command of the shell; \\? lists them"
        ))),
    }
}

/// The text of `\?`.
pub(super) fn help() -> String {
    let width = COMMANDS
        .iter()
        .map(|(name, _)| name.len())
        .max()
        .unwrap_or(0);
    let lines: String = COMMANDS
        .iter()
        .map(|(name, about)| format!("  {name:width$}  {about}\n"))
        .collect();
    lines
        + "Everything else is SQL and runs at its `;`. Ctrl-C stops a running query, or clears the line."
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
