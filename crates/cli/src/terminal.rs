//! What the terminal can: its size, and whether the program paints on it. `--color`, NO_COLOR and TERM=dumb are read here only.

use std::io::{self, IsTerminal};
use std::sync::OnceLock;

use clap::ValueEnum;

/// `--color`
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal, unless NO_COLOR is set or TERM is dumb
    #[default]
    Auto,
    /// Also into pipes and files
    Always,
    /// Nowhere
    Never,
}

static CHOSEN: OnceLock<Color> = OnceLock::new();

/// Says what `--color` was; before it, the default holds.
pub(crate) fn choose(color: Color) {
    let _ = CHOSEN.set(color);
}

/// Whether text is painted that goes to a terminal, or elsewhere.
pub(crate) fn paints(on_terminal: bool) -> bool {
    match CHOSEN.get().copied().unwrap_or_default() {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => on_terminal && !is_dumb() && !is_set("NO_COLOR"),
    }
}

/// Whether messages on standard error are painted.
pub(crate) fn paints_messages() -> bool {
    paints(io::stderr().is_terminal())
}

/// A terminal that knows no cursor: nothing is drawn over, and lines are read as they come.
pub(crate) fn is_dumb() -> bool {
    std::env::var_os("TERM").is_some_and(|term| term == "dumb")
}

/// Whether standard error is a terminal on which a line can be drawn over again.
pub(crate) fn draws_messages() -> bool {
    io::stderr().is_terminal() && !is_dumb()
}

/// Columns and lines, where standard output or standard error is a terminal that says so.
pub(crate) fn size() -> Option<(usize, usize)> {
    // Without a terminal crossterm starts the program `tput` for each of the two.
    if !io::stdout().is_terminal() && !io::stderr().is_terminal() {
        return None;
    }
    let (columns, lines) = crossterm::terminal::size().ok()?;
    (columns > 0 && lines > 0).then_some((columns.into(), lines.into()))
}

/// Columns for results, where standard output is a terminal.
pub(crate) fn output_columns() -> Option<usize> {
    let size = io::stdout().is_terminal().then(size).flatten()?;
    Some(size.0)
}

/// Columns for messages, where standard error is a terminal that draws.
pub(crate) fn message_columns() -> Option<usize> {
    let size = draws_messages().then(size).flatten()?;
    Some(size.0)
}

fn is_set(name: &str) -> bool {
    std::env::var_os(name).is_some_and(|value| !value.is_empty())
}
