//! What the person has set in the shell: how results look and where they go. It runs nothing.

use std::path::{Path, PathBuf};

use super::command::Switch;
use crate::failure::{Failure, Result};
use crate::output::{Expanded, Format, Layout, Sink};
use crate::run::Output;

/// The settings.
pub(super) struct Settings {
    pub(super) format: Format,
    expanded: Expanded,
    thousands: bool,
    pub(super) timing: bool,
    pager: bool,
    /// Where results go, where that is a file.
    pub(super) file: Option<ToFile>,
}

/// A file that takes results until `\o` puts it in its place.
pub(super) struct ToFile {
    pub(super) path: PathBuf,
    pub(super) output: Output,
}

impl Settings {
    /// As a shell begins; a person has a pager, a script has none.
    pub(super) fn new(interactive: bool) -> Self {
        Self {
            format: Format::Table,
            expanded: Expanded::Off,
            thousands: false,
            timing: false,
            pager: interactive,
            file: None,
        }
    }

    /// Turns a switch, or sets it; says how it is now.
    pub(super) fn switch(&mut self, switch: Switch, on: Option<bool>) -> String {
        let (place, what) = match switch {
            Switch::Timing => (&mut self.timing, "timing"),
            Switch::Pager => (&mut self.pager, "the pager"),
            Switch::Thousands => (&mut self.thousands, "a sign between thousands"),
        };
        *place = on.unwrap_or(!*place);
        format!("{what} is {}", if *place { "on" } else { "off" })
    }

    /// Rows as cards, or as lines; says how it is now.
    pub(super) fn expand(&mut self, how: Option<Expanded>) -> &'static str {
        self.expanded = match (how, self.expanded) {
            (Some(how), _) => how,
            (None, Expanded::Off) => Expanded::On,
            (None, Expanded::On | Expanded::Auto) => Expanded::Off,
        };
        match self.expanded {
            Expanded::Off => "one line per value is off",
            Expanded::On => "one line per value is on",
            Expanded::Auto => "one line per value is on where a row is wider than the terminal",
        }
    }

    /// A place for a result on the terminal, or in a pipe.
    pub(super) fn sink(&self) -> Result<Sink> {
        match self.pager {
            true => Ok(Sink::paged()),
            false => Sink::open(None),
        }
    }

    /// The look of a result there.
    pub(super) fn layout(&self, sink: &Sink) -> Layout {
        Layout {
            expanded: self.expanded,
            thousands: self.thousands,
            shows_more: "\\x",
            ..Layout::of(sink)
        }
    }

    /// A place for the results of one entry on the terminal.
    pub(super) fn output(&self, format: Format) -> Result<Output> {
        let sink = self.sink()?;
        if format.is_binary() && sink.is_terminal() {
            return Err(Failure::Query(
                "this format is not text: \\o FILE writes it to a file, \\format table goes back"
                    .to_owned(),
            ));
        }
        let layout = self.layout(&sink);
        Ok(Output::new(sink, format, layout))
    }

    /// Results go to `path` from now on, in the format that its name has.
    pub(super) fn write_to(&mut self, path: &Path) -> Result<()> {
        self.write_to_terminal()?;
        let format = Format::of_file(path)?.unwrap_or(self.format);
        let sink = Sink::open(Some(path))?;
        let layout = self.layout(&sink);
        self.file = Some(ToFile {
            path: path.to_owned(),
            output: Output::new(sink, format, layout),
        });
        Ok(())
    }

    /// Results go to the terminal again, and the file that they went to appears.
    pub(super) fn write_to_terminal(&mut self) -> Result<()> {
        match self.file.take() {
            Some(file) => file.output.sink.commit(),
            None => Ok(()),
        }
    }
}
