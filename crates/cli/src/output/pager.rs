//! A program that shows long results screen by screen: what `$PAGER` names, else `less`. It is started when a result is longer
//! than the screen; a shorter one is shown as it is.

use std::io::{self, Write};
use std::process::{Child, Command, Stdio};

/// Holds a result back until it is known whether it is longer than the screen.
pub(super) struct Pager {
    screen: usize,
    held: Vec<u8>,
    lines: usize,
    state: State,
}

enum State {
    /// It may still fit the screen.
    Holding,
    Paging(Child),
    /// There is no pager: the result is written as it comes.
    Direct,
}

impl Pager {
    /// For a screen of so many lines.
    pub(super) fn new(screen: usize) -> Self {
        Self {
            screen,
            held: Vec::new(),
            lines: 0,
            state: State::Holding,
        }
    }

    /// Ends a result: shows it, or waits until the person has left the pager. The next result begins a screen.
    pub(super) fn end(&mut self) -> io::Result<()> {
        let held = std::mem::take(&mut self.held);
        self.lines = 0;
        match std::mem::replace(&mut self.state, State::Holding) {
            State::Holding => io::stdout().write_all(&held),
            State::Direct => Ok(()),
            State::Paging(mut child) => {
                drop(child.stdin.take());
                child.wait().map(|_| ())
            }
        }?;
        io::stdout().flush()
    }

    fn turn(&mut self) -> io::Result<()> {
        self.state = match start() {
            Some(child) => State::Paging(child),
            None => State::Direct,
        };
        let held = std::mem::take(&mut self.held);
        self.pass_on(&held)
    }

    fn pass_on(&mut self, bytes: &[u8]) -> io::Result<()> {
        match &mut self.state {
            State::Holding => self.held.extend_from_slice(bytes),
            State::Direct => io::stdout().write_all(bytes)?,
            State::Paging(child) => match &mut child.stdin {
                Some(input) => input.write_all(bytes)?,
                None => return Err(io::ErrorKind::BrokenPipe.into()),
            },
        }
        Ok(())
    }
}

impl Write for Pager {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.pass_on(bytes)?;
        if matches!(self.state, State::Holding) {
            self.lines += bytes.iter().filter(|byte| **byte == b'\n').count();
            // The prompt needs a line as well.
            if self.lines + 1 >= self.screen {
                self.turn()?;
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Drop for Pager {
    /// A result that broke off is shown as far as it came.
    fn drop(&mut self) {
        let _ = self.end();
    }
}

fn start() -> Option<Child> {
    let named = std::env::var("PAGER").ok();
    let line = match named.as_deref().map(str::trim) {
        Some("" | "cat") => return None,
        Some(line) => line.to_owned(),
        None => "less".to_owned(),
    };
    let mut command = match cfg!(windows) {
        true => Command::new(&line),
        false => {
            // It may have arguments, as `less -S` has.
            let mut command = Command::new("sh");
            command.arg("-c").arg(format!("exec {line}"));
            command
        }
    };
    if std::env::var_os("LESS").is_none() {
        // Colours are shown, long lines are cut, and what was shown stays on the terminal.
        command.env("LESS", "RSX");
    }
    if named.is_none() && !has_less() {
        return None;
    }
    command.stdin(Stdio::piped()).spawn().ok()
}

fn has_less() -> bool {
    let paths = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&paths).any(|folder| folder.join("less").is_file())
}
