//! `storeql shell`: the same as `query`, line by line. At a terminal with history and completion; from a pipe as a script,
//! which ends at the first statement that fails.

mod clause;
mod command;
mod completion;
mod editor;
mod input;
mod listing;
mod lists;
mod settings;
mod work;

use std::io::{self, BufRead, IsTerminal, Write};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use storeql_connection::decode_text;
use tokio::runtime::Runtime;

use crate::arguments;
use crate::failure::{Failure, Result};
use crate::interrupt::{self, Signal};
use crate::store;
use crate::terminal;
use work::{Next, Shell};

const PROMPT: &str = "storeql> ";
const PROMPT_WITHIN: &str = "      -> ";

/// Talks until the input ends.
pub(crate) fn run(runtime: &Runtime, arguments: &arguments::Shell) -> Result<()> {
    let (place, engine) = runtime.block_on(async {
        let open = async {
            let place = store::place(&arguments.store).await?;
            let engine = place.open().await?;
            Ok((place, engine))
        };
        tokio::select! {
            opened = open => opened,
            () = interrupt::control_c() => Err(Failure::Interrupted(Signal::Interrupt)),
        }
    })?;
    let at_rest = Arc::new(AtomicBool::new(true));
    let ending = runtime.block_on(async { interrupt::watch_beside(Arc::clone(&at_rest)) });
    let interactive = io::stdin().is_terminal();
    let mut shell = Shell::new(
        runtime,
        place,
        engine,
        arguments,
        interactive,
        at_rest,
        ending,
    );
    let talked = match (interactive, terminal::is_dumb()) {
        (true, false) => converse(&mut shell),
        (true, true) => {
            greet();
            lines(&mut shell, io::stdin().lock(), Reader::Person)
        }
        (false, _) => lines(&mut shell, io::stdin().lock(), Reader::Script),
    };
    // A file that \o has named appears when the shell leaves, too.
    talked.and_then(|()| shell.leave())
}

fn greet() {
    eprintln!(
        "storeql {}. Statements end with `;`. \\? for help, \\q or Ctrl-D to leave.",
        env!("CARGO_PKG_VERSION")
    );
}

/// A person types at a terminal, with history and completion.
fn converse(shell: &mut Shell<'_>) -> Result<()> {
    let mut editor = editor::Editor::new(shell.words())?;
    greet();
    while let Some(text) = editor.read()? {
        match shell.take(&text) {
            Ok(Next::Read) => {}
            Ok(Next::Leave) => break,
            Ok(Next::Reopened) => editor = editor::Editor::new(shell.words())?,
            Ok(Next::Typed(text)) => editor.begin_with(text),
            // The conversation goes on; only a script ends here.
            Err(failure) => failure.report(),
        }
        shell.goes_on()?;
    }
    Ok(())
}

/// Who has written the lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reader {
    /// Is prompted, and goes on behind an error.
    Person,
    /// Ends at the first error.
    Script,
}

/// Entries, line by line.
fn lines(shell: &mut Shell<'_>, lines: impl BufRead, reader: Reader) -> Result<()> {
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
            if taken(shell, &entry, reader)? == Next::Leave {
                return Ok(());
            }
        }
        shell.goes_on()?;
        prompt(
            reader,
            if input::is_blank(&buffer) {
                PROMPT
            } else {
                PROMPT_WITHIN
            },
        );
    }
    taken(shell, &buffer, reader).map(|_| ())
}

fn taken(shell: &mut Shell<'_>, entry: &str, reader: Reader) -> Result<Next> {
    match shell.take(entry) {
        Err(failure) if reader == Reader::Person => {
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
