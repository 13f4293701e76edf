//! `storeql shell`: the same as `query`, line by line. At a terminal with history and completion; from a pipe as a script,
//! which ends at the first statement that fails.

mod command;
mod completion;
mod editor;
mod input;

use std::io::{self, BufRead, IsTerminal};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use storeql_connection::decode_text;
use storeql_engine::{Engine, Session, SessionOptions};
use tokio::runtime::Runtime;

use crate::arguments;
use crate::failure::{Failure, Result};
use crate::interrupt::{self, Signal, Stop};
use crate::output::{self, Format, Layout, Sink};
use crate::question;
use crate::run::{self, Output};
use crate::store;
use crate::tables;
use crate::tally::Tally;
use command::Command;

/// What the loop does next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Next {
    Read,
    Leave,
}

/// The conversation: its session, and what the person has set.
struct Shell<'a> {
    runtime: &'a Runtime,
    engine: Arc<Engine>,
    session: Arc<Session>,
    format: Format,
    vertical: bool,
    timing: bool,
    interactive: bool,
    /// No statement runs.
    at_rest: Arc<AtomicBool>,
    /// The system asked the program to end.
    ending: Stop,
}

/// Talks until the input ends.
pub(crate) fn run(runtime: &Runtime, arguments: &arguments::Shell) -> Result<()> {
    // The place ends the sandbox inside the process, so that it lives as long as the conversation.
    let (_place, engine) = runtime.block_on(async {
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
    let mut shell = Shell {
        runtime,
        session: Arc::new(
            engine.session(question::asking(SessionOptions::default(), arguments.yes)),
        ),
        engine,
        format: Format::Table,
        vertical: false,
        timing: false,
        interactive: io::stdin().is_terminal(),
        at_rest,
        ending,
    };
    if shell.interactive {
        shell.converse()
    } else {
        shell.script(io::stdin().lock())
    }
}

impl Shell<'_> {
    fn converse(&mut self) -> Result<()> {
        let mut editor = editor::Editor::new(self.engine.catalog().clone())?;
        eprintln!(
            "storeql {}. Statements end with `;`. \\? for help, \\q or Ctrl-D to leave.",
            env!("CARGO_PKG_VERSION")
        );
        while let Some(text) = editor.read()? {
            match self.take(&text) {
                Ok(Next::Read) => {}
                Ok(Next::Leave) => break,
                // The conversation goes on; only a script ends here.
                Err(failure) => failure.report(),
            }
            self.goes_on()?;
        }
        Ok(())
    }

    fn script(&mut self, lines: impl BufRead) -> Result<()> {
        let mut buffer = String::new();
        let unreadable =
            |why: String| Failure::Usage(format!("could not read standard input: {why}"));
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
            let ends = is_command || input::is_complete(&buffer);
            if ends && self.take(&std::mem::take(&mut buffer))? == Next::Leave {
                return Ok(());
            }
            self.goes_on()?;
        }
        self.take(&buffer).map(|_| ())
    }

    /// An error where the system has asked the program to end.
    fn goes_on(&self) -> Result<()> {
        match self.ending.signal() {
            Some(signal) => Err(Failure::Interrupted(signal)),
            None => Ok(()),
        }
    }

    /// One entry: a command of the shell, or statements.
    fn take(&mut self, text: &str) -> Result<Next> {
        if text.trim().is_empty() {
            return Ok(Next::Read);
        }
        match command::is_command(text) {
            true => command::read(text).and_then(|command| self.carry_out(command)),
            false => self.statements(text).map(|()| Next::Read),
        }
    }

    fn carry_out(&mut self, command: Command) -> Result<Next> {
        match command {
            Command::Leave => return Ok(Next::Leave),
            Command::Help => eprintln!("{}", command::help()),
            Command::Describe(name) => self.describe(name.as_deref())?,
            Command::Timing => {
                self.timing = !self.timing;
                eprintln!("timing is {}", on_or_off(self.timing));
            }
            Command::Vertical => {
                self.vertical = !self.vertical;
                eprintln!("one line per value is {}", on_or_off(self.vertical));
            }
            Command::Format(format) => self.format = format,
        }
        Ok(Next::Read)
    }

    fn describe(&self, name: Option<&str>) -> Result<()> {
        let catalog = self.engine.catalog();
        let batch = match name {
            None => tables::tables(catalog)?,
            Some(name) => tables::columns(&self.session.relation(name)?)?,
        };
        let mut sink = Sink::open(None)?;
        let layout = Layout {
            width: sink.terminal_width(),
            vertical: false,
        };
        let mut rows = output::rows(Format::Table, layout, batch.schema_ref(), &mut sink)?;
        rows.batch(&batch)?;
        rows.finish()?;
        sink.commit()
    }

    fn statements(&self, text: &str) -> Result<()> {
        let mut output = self.output()?;
        let mut tally = Tally::start();
        let stop = async {
            tokio::select! {
                () = interrupt::control_c() => Signal::Interrupt,
                signal = self.ending.arrived() => signal,
            }
        };
        self.at_rest.store(false, Ordering::SeqCst);
        let ran = run::text(&self.session, text, &mut output, &mut tally, stop);
        let result = self.runtime.block_on(ran);
        self.at_rest.store(true, Ordering::SeqCst);
        result.and_then(|()| output.sink.commit())?;
        self.summarise(&tally);
        Ok(())
    }

    fn output(&self) -> Result<Output> {
        let sink = Sink::open(None)?;
        if self.format.is_binary() && sink.is_terminal() {
            return Err(Failure::Query(
                "this format is not text; \\format table goes back".to_owned(),
            ));
        }
        let layout = Layout {
            width: sink.terminal_width(),
            vertical: self.vertical,
        };
        Ok(Output::new(sink, self.format, layout))
    }

    fn summarise(&self, tally: &Tally) {
        let stats = tally.stats();
        let rows = counted(stats.rows, "row");
        if self.timing {
            let seconds = stats.elapsed_ms / 1000;
            let thousandths = stats.elapsed_ms % 1000;
            eprintln!(
                "{rows}, {}, {seconds}.{thousandths:03} s",
                counted(stats.requests, "request")
            );
        } else if self.interactive {
            eprintln!("{rows}");
        }
    }
}

fn counted(number: u64, thing: &str) -> String {
    format!("{number} {thing}{}", if number == 1 { "" } else { "s" })
}

fn on_or_off(on: bool) -> &'static str {
    if on { "on" } else { "off" }
}
