//! Cuts lines into entries: commands of the shell, each a line, and statements up to their `;`. What an entry does is not known
//! here.

use std::io::{self, BufRead, Write};

use storeql_connection::decode_text;

use super::command;
use super::input;
use crate::failure::{Failure, Result};

const PROMPT: &str = "storeql> ";
const PROMPT_WITHIN: &str = "      -> ";

/// What comes behind an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Next {
    Read,
    Leave,
    /// It is another store: what completes an entry is another, too.
    Reopened,
    /// The person goes on with this text.
    Typed(String),
}

/// Who has written the lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reader {
    /// Is prompted, and goes on behind an error.
    Person,
    /// Ends at the first error.
    Script,
}

/// Gives each entry of the lines to `take`, until one leaves or the lines end.
pub(super) fn each(
    lines: impl BufRead,
    reader: Reader,
    take: &mut dyn FnMut(&str) -> Result<Next>,
) -> Result<()> {
    let mut buffer = String::new();
    let unreadable = |why: String| Failure::Usage(format!("could not read the statements: {why}"));
    prompt(reader, PROMPT);
    for line in lines.split(b'\n') {
        let line = line.map_err(|error| unreadable(error.to_string()))?;
        let line = decode_text(&line).map_err(unreadable)?;
        let at_start = input::is_blank(&buffer);
        if at_start {
            buffer.clear();
        }
        buffer.push_str(line);
        buffer.push('\n');
        let is_command = at_start && command::is_command(line);
        if is_command || input::is_complete(&buffer) {
            let entry = std::mem::take(&mut buffer);
            if taken(&entry, reader, take)? == Next::Leave {
                return Ok(());
            }
        }
        let within = !input::is_blank(&buffer);
        prompt(reader, if within { PROMPT_WITHIN } else { PROMPT });
    }
    taken(&buffer, reader, take).map(|_| ())
}

fn taken(entry: &str, reader: Reader, take: &mut dyn FnMut(&str) -> Result<Next>) -> Result<Next> {
    match take(entry) {
        // What ends the program ends the conversation as well.
        Err(failure) if reader == Reader::Person && !failure.ends_the_program() => {
            failure.report();
            Ok(Next::Read)
        }
        taken => taken,
    }
}

fn prompt(reader: Reader, text: &str) {
    if reader == Reader::Person {
        eprint!("{text}");
        let _ = io::stderr().flush();
    }
}
