//! The question at a terminal before a statement writes more than a few rows.

use std::io::{self, BufRead, IsTerminal, Write};
use std::sync::atomic::{AtomicBool, Ordering};

use storeql_engine::SessionOptions;

/// Rows that are written without a question.
const FEW: u64 = 10;

/// A question stands on the terminal and waits.
static OPEN: AtomicBool = AtomicBool::new(false);

/// The session asks where there is a person to ask, and `yes` has not answered before.
pub(crate) fn asking(options: SessionOptions, yes: bool) -> SessionOptions {
    let person = io::stdin().is_terminal() && io::stderr().is_terminal();
    match person && !yes {
        true => options.ask(FEW, ask),
        false => options,
    }
}

/// Whether nothing else may be drawn.
pub(crate) fn is_open() -> bool {
    OPEN.load(Ordering::SeqCst)
}

/// Only a clear yes is one.
fn ask(what: &str) -> bool {
    OPEN.store(true, Ordering::SeqCst);
    // The line may hold what was drawn while the rows were read.
    eprint!("\r\x1b[K{what}. Write them? [y/N] ");
    let _ = io::stderr().flush();
    let mut line = String::new();
    let read = io::stdin().lock().read_line(&mut line);
    OPEN.store(false, Ordering::SeqCst);
    read.is_ok() && matches!(line.trim().to_lowercase().as_str(), "y" | "yes")
}
