//! The question at a terminal before a statement writes more than a few rows. It is answered by a key or a line, and withdrawn
//! where the statement ends before: nothing that is typed afterwards is taken for its answer.

use std::io::{self, IsTerminal, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use crossterm::event::{self, Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use crossterm::terminal::{disable_raw_mode, enable_raw_mode};
use storeql_engine::SessionOptions;

use crate::{terminal, wrapping};

/// Rows that are written without a question.
const FEW: u64 = 10;
/// How soon a key, a withdrawal or the end of the terminal is noticed.
const TICK: Duration = Duration::from_millis(50);

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

/// Ends a question that waits, as with no. The terminal is as before when this returns.
pub(crate) fn withdraw() {
    if OPEN.swap(false, Ordering::SeqCst) {
        let _ = disable_raw_mode();
        eprintln!();
    }
}

/// Only a clear yes is one.
fn ask(what: &str) -> bool {
    OPEN.store(true, Ordering::SeqCst);
    // The line may hold what was drawn while the rows were read.
    let text = format!("{what}. Write them? [y/N]");
    let text = match terminal::message_columns() {
        // The answer stands behind it.
        Some(columns) => wrapping::message(&text, columns.saturating_sub(2)),
        None => text,
    };
    eprint!("\r\x1b[K{text} ");
    let _ = io::stderr().flush();
    let answer = enable_raw_mode().and_then(|()| line());
    if OPEN.swap(false, Ordering::SeqCst) {
        let _ = disable_raw_mode();
        eprintln!();
    }
    matches!(answer, Ok(Some(line)) if matches!(line.trim().to_lowercase().as_str(), "y" | "yes"))
}

/// The line that is typed; none where the person, or the end of the statement, breaks it off.
fn line() -> io::Result<Option<String>> {
    let mut line = String::new();
    while is_open() {
        // The terminal was closed. A wait for its keys would never end, also not by its time.
        if !io::stdin().is_terminal() {
            return Ok(None);
        }
        if !event::poll(Duration::ZERO)? {
            std::thread::sleep(TICK);
            continue;
        }
        let Event::Key(key) = event::read()? else {
            continue;
        };
        match typed(key) {
            Typed::End => return Ok(Some(line)),
            Typed::BreakOff => return Ok(None),
            Typed::Letter(letter) => {
                line.push(letter);
                eprint!("{letter}");
            }
            Typed::Back => {
                if line.pop().is_some() {
                    eprint!("\x08 \x08");
                }
            }
            Typed::Nothing => {}
        }
        io::stderr().flush()?;
    }
    Ok(None)
}

/// What a key means here.
enum Typed {
    Letter(char),
    Back,
    End,
    BreakOff,
    Nothing,
}

fn typed(key: KeyEvent) -> Typed {
    if key.kind == KeyEventKind::Release {
        return Typed::Nothing;
    }
    let control = key.modifiers.contains(KeyModifiers::CONTROL);
    match key.code {
        KeyCode::Char('c' | 'd') if control => Typed::BreakOff,
        KeyCode::Char('j' | 'm') if control => Typed::End,
        KeyCode::Esc => Typed::BreakOff,
        KeyCode::Enter => Typed::End,
        KeyCode::Backspace => Typed::Back,
        KeyCode::Char(letter) if !control => Typed::Letter(letter),
        _ => Typed::Nothing,
    }
}
