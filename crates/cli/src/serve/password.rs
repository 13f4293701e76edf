//! A user's password: out of a file, from the terminal without being shown, or made for a sandbox.

use std::fmt::Write as _;
use std::io::{self, BufRead, IsTerminal, Write};
use std::path::Path;

use crossterm::event::{Event, KeyCode, KeyEventKind, KeyModifiers, read};
use crossterm::terminal::{disable_raw_mode, enable_raw_mode};

use crate::failure::{Failure, Result};
use crate::interrupt::Signal;

/// The first line of a file.
pub(super) fn of_file(path: &Path) -> Result<String> {
    let failed =
        |why: String| Failure::Usage(format!("the password file {}: {why}", path.display()));
    let text = std::fs::read_to_string(path).map_err(|error| failed(error.to_string()))?;
    match text.lines().next() {
        Some(line) if !line.is_empty() => Ok(line.to_owned()),
        _ => Err(failed("its first line is empty".to_owned())),
    }
}

/// The password that a person types, twice; or the first line of standard input where no person is there.
pub(super) fn asked(user: &str) -> Result<String> {
    let failed = |error: io::Error| Failure::Usage(format!("no password could be read: {error}"));
    if !io::stdin().is_terminal() {
        let mut line = String::new();
        io::stdin().lock().read_line(&mut line).map_err(failed)?;
        return Ok(line.trim_end_matches(['\r', '\n']).to_owned());
    }
    let first = typed(&format!("password of {user}: "))?;
    match typed("once more: ")? == first {
        true => Ok(first),
        false => Err(Failure::Usage("the two passwords differ".to_owned())),
    }
}

/// Letters that nothing has to quote.
pub(super) fn made() -> Result<String> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes)
        .map_err(|error| Failure::Output(format!("no password could be made: {error}")))?;
    let mut text = String::new();
    for byte in bytes {
        // Memory takes all that is written.
        let _ = write!(text, "{byte:02x}");
    }
    Ok(text)
}

/// A line that the terminal does not show.
fn typed(prompt: &str) -> Result<String> {
    let failed = |error: io::Error| Failure::Usage(format!("no password could be read: {error}"));
    eprint!("{prompt}");
    io::stderr().flush().map_err(failed)?;
    enable_raw_mode().map_err(failed)?;
    let line = keys();
    let left = disable_raw_mode();
    eprintln!();
    left.map_err(failed)?;
    line.map_err(failed)?
        .ok_or(Failure::Interrupted(Signal::Interrupt))
}

/// Keys up to Enter; none where the person presses Ctrl-C.
fn keys() -> io::Result<Option<String>> {
    let mut line = String::new();
    loop {
        let Event::Key(key) = read()? else {
            continue;
        };
        if key.kind == KeyEventKind::Release {
            continue;
        }
        match key.code {
            KeyCode::Enter => return Ok(Some(line)),
            KeyCode::Backspace => {
                line.pop();
            }
            KeyCode::Char('c' | 'd') if key.modifiers.contains(KeyModifiers::CONTROL) => {
                return Ok(None);
            }
            KeyCode::Char(letter) => line.push(letter),
            _ => {}
        }
    }
}
