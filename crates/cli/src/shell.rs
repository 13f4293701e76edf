//! `storeql shell`: the same as `query`, line by line. At a terminal with history and completion; from a pipe as a script,
//! which ends at the first statement that fails.

mod clause;
mod command;
mod completion;
mod editor;
mod entries;
#[cfg(any(test, fuzzing))]
pub(crate) mod holds;
mod input;
mod listing;
mod lists;
mod pattern;
mod settings;
mod work;

use std::io::{self, IsTerminal};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use tokio::runtime::Runtime;

use crate::arguments;
use crate::failure::{Failure, Result};
use crate::interrupt::{self, Signal};
use crate::store;
use crate::telling::say;
use crate::terminal;
use entries::{Next, Reader};
use work::Shell;

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
            shell.lines(io::stdin().lock(), Reader::Person)
        }
        (false, _) => shell.lines(io::stdin().lock(), Reader::Script),
    };
    // A file that \o has named appears when the shell leaves, too.
    talked.and_then(|()| shell.leave())
}

fn greet() {
    say(format_args!(
        "storeql {}. Statements end with `;`. \\? for help, \\q or Ctrl-D to leave.",
        env!("CARGO_PKG_VERSION")
    ));
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
