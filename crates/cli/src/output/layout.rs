//! What a person has asked of the look of a result, and what the terminal has room for.

use clap::ValueEnum;

use super::sink::Sink;
use crate::terminal;

/// Whether rows are cards: one line per value instead of one per row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum Expanded {
    /// One line per row
    #[default]
    Off,
    /// One line per value
    On,
    /// One line per value where the terminal has no room for all columns
    Auto,
}

/// How a result looks.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Layout {
    /// Columns of the terminal; long cells are cut to fit. None: every cell is whole.
    pub(crate) width: Option<usize>,
    /// Lines of the terminal, in which a chart fits.
    pub(crate) height: Option<usize>,
    pub(crate) expanded: Expanded,
    /// The last column is an explanation: it is wrapped, and never cut.
    pub(crate) explained: bool,
    /// `1,234,567` in tables and cards.
    pub(crate) thousands: bool,
    /// CSV begins with the mark by which Excel knows UTF-8.
    pub(crate) byte_order_mark: bool,
    /// Heads and NULL are painted.
    pub(crate) paints: bool,
    /// What shows the columns that the terminal has no room for.
    pub(crate) shows_more: &'static str,
}

impl Layout {
    /// The plainest look at the place where `sink` writes.
    pub(crate) fn of(sink: &Sink) -> Self {
        Self {
            width: sink.terminal_size().map(|(columns, _)| columns),
            height: sink.terminal_size().map(|(_, lines)| lines),
            paints: terminal::paints(sink.is_terminal()),
            shows_more: "--expanded",
            ..Self::default()
        }
    }
}
