//! The shell's own commands, which begin with a backslash: how each is written. The shell carries them out.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use arrow::array::{ArrayRef, StringArray};
use arrow::record_batch::RecordBatch;
use clap::ValueEnum;

use super::pattern::Pattern;
use crate::failure::{Failure, Result};
use crate::output::{Expanded, Format};

/// A command, as it was typed.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Command {
    /// Leave the shell.
    Leave,
    /// List the commands.
    Help,
    /// List the columns of the table of this name, or all tables.
    Describe(Option<String>),
    /// List what there is of a kind.
    List(Listing),
    /// Say what the token may read and write: of tables with such a name, or of all.
    Privileges(Option<Pattern>),
    /// Rows as cards; without a word, the other of on and off.
    Expanded(Option<Expanded>),
    /// A switch; without a word, turn it.
    Switch(Switch, Option<bool>),
    /// Write rows in this format.
    Format(Format),
    /// Draw what this statement, or the last one, answers.
    Chart(Option<String>),
    /// Write results to a file, or to the terminal again.
    Output(Option<PathBuf>),
    /// Run the statements and commands of a file.
    Include(PathBuf),
    /// Put the last entry into the person's editor.
    Edit,
    /// Run the last statement again and again.
    Watch(Duration),
    /// Say which store this is, or open a profile's.
    Connect(Option<String>),
    /// Give a variable a value, or list them.
    Set(Option<(String, String)>),
    /// Forget a variable.
    Unset(String),
}

/// What can be listed of the session by a system table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Listing {
    Databases,
    Schemas(Option<Pattern>),
    /// Tables of the store, system tables and views.
    Tables(Pattern),
    Views(Option<Pattern>),
    Functions(Option<Pattern>),
}

/// What is on or off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Switch {
    Timing,
    Pager,
    Thousands,
}

/// Each with what it does; the help and the completion read it.
pub(super) const COMMANDS: [(&str, &str); 26] = [
    ("\\d", "list the tables"),
    (
        "\\d TABLE",
        "list a table's columns, and which filters the store itself answers",
    ),
    ("\\l", "list the databases"),
    ("\\dn [NAME]", "list the schemas"),
    ("\\dv [NAME]", "list the views"),
    (
        "\\df [NAME]",
        "list the functions; NAME may have * for any letters, also behind the other \\d",
    ),
    (
        "\\dp [NAME]",
        "what the token may read and write; asks the store where that is not known",
    ),
    (
        "\\x [auto]",
        "one line per value instead of one per row, and back; auto: where a row is too wide",
    ),
    (
        "\\thousands",
        "write 1,234,567 in tables, or stop writing it so",
    ),
    (
        "\\pager",
        "show long results with $PAGER, or less; or stop doing so",
    ),
    ("\\format NAME", "write rows as table, csv, json, …"),
    (
        "\\chart [SQL]",
        "draw a label or a time and numbers, of SQL or of the last statement, which runs again",
    ),
    (
        "\\o [FILE]",
        "write results to a file, which appears at the next \\o; without a name, to the terminal",
    ),
    ("\\i FILE", "run the statements and commands of a file"),
    ("\\e", "edit the last entry in $VISUAL or $EDITOR"),
    (
        "\\watch SECONDS",
        "run the last statement again and again, until Ctrl-C",
    ),
    ("\\c [PROFILE]", "say which store this is, or open another"),
    (
        "\\set NAME VALUE",
        "a value for :NAME and :'NAME' in statements",
    ),
    ("\\set", "list the variables"),
    ("\\unset NAME", "forget a variable"),
    (
        "\\timing",
        "say after each query what it cost, or stop saying it",
    ),
    ("\\?", "this list (also help)"),
    ("\\q", "leave (also quit, exit and Ctrl-D)"),
    ("Ctrl-R", "search the history"),
    ("Ctrl-C", "stop a running query, or clear the line"),
    ("all else", "is SQL, which runs at its `;`"),
];

/// Words that are commands of the shell where they stand alone.
const WORDS: [(&str, &str); 3] = [("quit", "\\q"), ("exit", "\\q"), ("help", "\\?")];

/// Whether the entry is for the shell and not for the store.
pub(super) fn is_command(text: &str) -> bool {
    text.trim_start().starts_with('\\') || word(text).is_some()
}

fn word(text: &str) -> Option<&'static str> {
    let text = text.trim().trim_end_matches(';').trim_end();
    let named = WORDS
        .iter()
        .find(|(word, _)| text.eq_ignore_ascii_case(word));
    named.map(|(_, command)| *command)
}

/// Reads an entry that [`is_command`].
pub(super) fn read(text: &str) -> Result<Command> {
    let entry = word(text).unwrap_or(text).trim();
    // A statement behind a command keeps its end.
    let (name, argument) = match entry.split_once(char::is_whitespace) {
        Some((name, argument)) => (name, Some(argument.trim())),
        None => (entry, None),
    };
    let name = name.trim_end_matches(';');
    let argument = match name {
        "\\chart" => argument,
        _ => argument.map(|text| text.trim_end_matches(';').trim_end()),
    };
    let argument = argument.filter(|text| !text.is_empty());
    let owned = || argument.map(str::to_owned);
    let names = || argument.map(Pattern::of);
    Ok(match name {
        "\\q" | "\\quit" | "\\exit" => Command::Leave,
        "\\?" | "\\h" | "\\help" => Command::Help,
        "\\d" | "\\dt" => match names().filter(Pattern::is_of_many) {
            Some(names) => Command::List(Listing::Tables(names)),
            None => Command::Describe(owned()),
        },
        "\\l" => Command::List(Listing::Databases),
        "\\dn" => Command::List(Listing::Schemas(names())),
        "\\dv" => Command::List(Listing::Views(names())),
        "\\df" => Command::List(Listing::Functions(names())),
        "\\dp" => Command::Privileges(names()),
        "\\x" => Command::Expanded(argument.map(expanded).transpose()?),
        "\\timing" => switch(Switch::Timing, name, argument)?,
        "\\pager" => switch(Switch::Pager, name, argument)?,
        "\\thousands" => switch(Switch::Thousands, name, argument)?,
        "\\format" => Command::Format(format(argument)?),
        "\\chart" => Command::Chart(owned()),
        "\\o" => Command::Output(argument.map(PathBuf::from)),
        "\\i" => Command::Include(PathBuf::from(needed(name, "FILE", argument)?)),
        "\\e" => Command::Edit,
        "\\watch" => Command::Watch(seconds(needed(name, "SECONDS", argument)?)?),
        "\\c" => Command::Connect(owned()),
        "\\set" => Command::Set(argument.map(assignment).transpose()?),
        "\\unset" => Command::Unset(needed(name, "NAME", argument)?.to_owned()),
        _ => {
            return Err(Failure::Query(format!(
                "{name} is no command of the shell; \\? lists them"
            )));
        }
    })
}

/// The table of `\?`.
pub(super) fn help() -> Result<RecordBatch> {
    let column = |part: fn(&(&'static str, &'static str)) -> &'static str| {
        Arc::new(StringArray::from_iter_values(COMMANDS.iter().map(part))) as ArrayRef
    };
    let columns = [
        ("command", column(|(name, _)| name)),
        ("what it does", column(|(_, about)| about)),
    ];
    Ok(RecordBatch::try_from_iter(columns)?)
}

fn needed<'t>(command: &str, what: &str, argument: Option<&'t str>) -> Result<&'t str> {
    argument.ok_or_else(|| {
        Failure::Query(format!(
            "{command} wants something behind it: {command} {what}"
        ))
    })
}

fn switch(switch: Switch, name: &str, argument: Option<&str>) -> Result<Command> {
    let on = match argument {
        None => None,
        Some("on") => Some(true),
        Some("off") => Some(false),
        Some(other) => {
            return Err(Failure::Query(format!(
                "{name} takes on or off, and `{other}` is neither"
            )));
        }
    };
    Ok(Command::Switch(switch, on))
}

fn expanded(word: &str) -> Result<Expanded> {
    Expanded::from_str(word, true).map_err(|_| {
        Failure::Query(format!(
            "\\x takes on, off or auto, and `{word}` is none of them"
        ))
    })
}

fn format(argument: Option<&str>) -> Result<Format> {
    let known = Format::names().join(", ");
    match argument {
        None => Err(Failure::Query(format!("\\format wants one of {known}"))),
        Some(name) => Format::from_str(name, true)
            .map_err(|_| Failure::Query(format!("there is no format `{name}`; there are {known}"))),
    }
}

fn seconds(text: &str) -> Result<Duration> {
    let seconds = text.parse::<f64>().ok();
    let waits = seconds
        .filter(|seconds| *seconds >= 0.1)
        .map(Duration::try_from_secs_f64);
    match waits {
        Some(Ok(waits)) => Ok(waits),
        _ => Err(Failure::Query(format!(
            "\\watch wants seconds, 0.1 or more, and `{text}` is not that"
        ))),
    }
}

fn assignment(text: &str) -> Result<(String, String)> {
    match text.split_once(char::is_whitespace) {
        Some((name, value)) => Ok((name.to_owned(), value.trim().to_owned())),
        None => Err(Failure::Query(format!(
            "\\set wants a value behind the name, as in \\set {text} 11"
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_alone_are_commands() {
        for text in ["quit", "EXIT;", " exit ", "\\q;"] {
            assert!(is_command(text));
            assert_eq!(read(text).unwrap(), Command::Leave);
        }
        assert_eq!(read("help;").unwrap(), Command::Help);
        for text in ["quit now", "SELECT 1", "exited"] {
            assert!(!is_command(text), "{text}");
        }
    }

    #[test]
    fn what_stands_behind_a_command() {
        let cases = [
            (
                "\\d OrderItems;",
                Command::Describe(Some("OrderItems".into())),
            ),
            ("\\x auto", Command::Expanded(Some(Expanded::Auto))),
            ("\\timing on", Command::Switch(Switch::Timing, Some(true))),
            (
                "\\chart SELECT 1;",
                Command::Chart(Some("SELECT 1;".into())),
            ),
            ("\\o", Command::Output(None)),
            ("\\d ;", Command::Describe(None)),
            ("\\watch 30", Command::Watch(Duration::from_secs(30))),
            (
                "\\set who  O'Hara ",
                Command::Set(Some(("who".into(), "O'Hara".into()))),
            ),
        ];
        for (text, expected) in cases {
            assert_eq!(read(text).unwrap(), expected);
        }
        for text in [
            "\\i",
            "\\watch",
            "\\watch -1",
            "\\x sideways",
            "\\set a",
            "\\timing maybe",
            "\\format doc",
        ] {
            assert!(read(text).is_err(), "{text}");
        }
    }
}
