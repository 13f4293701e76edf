//! What an entry of the shell does: runs statements, and carries the shell's own commands out. Where entries come from is
//! `shell.rs`'s.

use std::io::BufRead;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use arrow::record_batch::RecordBatch;
use jiff::ZonedDateTime;
use storeql_catalog::Table;
use storeql_connection::{decode_text, one_line};
use storeql_engine::{Engine, Session, SessionOptions};
use tokio::runtime::Runtime;

use super::command::{self, Command, Listing};
use super::entries::{self, Next, Reader};
use super::listing;
use super::lists::Lists;
use super::pattern::Pattern;
use super::settings::Settings;
use crate::arguments;
use crate::editing;
use crate::failure::{Failure, Result};
use crate::interrupt::{self, Signal, Stop};
use crate::output::{self, Format, Layout};
use crate::privileges::{self, Granted};
use crate::question;
use crate::run;
use crate::store::{self, Place};
use crate::tables;
use crate::tally::{Stats, Tally};
use crate::telling::{say, tell};
use crate::variables::Variables;

/// Files that include each other, one in the other.
const DEEPEST: usize = 16;

/// The conversation: its session, and what the person has set.
pub(super) struct Shell<'a> {
    runtime: &'a Runtime,
    /// Ends the sandbox inside the process, so that it lives as long as the conversation.
    place: Place,
    engine: Arc<Engine>,
    session: Arc<Session>,
    /// Writes are not asked about.
    yes: bool,
    settings: Settings,
    variables: Variables,
    /// The last entry of statements, as it was typed.
    last: Option<String>,
    interactive: bool,
    /// Files that include each other.
    depth: usize,
    /// No statement runs.
    at_rest: Arc<AtomicBool>,
    /// The system asked the program to end.
    ending: Stop,
}

impl<'a> Shell<'a> {
    pub(super) fn new(
        runtime: &'a Runtime,
        place: Place,
        engine: Arc<Engine>,
        arguments: &arguments::Shell,
        interactive: bool,
        at_rest: Arc<AtomicBool>,
        ending: Stop,
    ) -> Self {
        Self {
            runtime,
            place,
            session: session(&engine, arguments.yes),
            engine,
            yes: arguments.yes,
            settings: Settings::new(interactive),
            variables: Variables::of(&arguments.variable),
            last: None,
            interactive,
            depth: 0,
            at_rest,
            ending,
        }
    }

    /// What there is to complete an entry with.
    pub(super) fn words(&self) -> Lists {
        let runtime = self.runtime.handle().clone();
        Lists::new(
            self.engine.catalog().clone(),
            Arc::clone(&self.session),
            runtime,
        )
    }

    /// An error where the system has asked the program to end.
    pub(super) fn goes_on(&self) -> Result<()> {
        match self.ending.signal() {
            Some(signal) => Err(Failure::Interrupted(signal)),
            None => Ok(()),
        }
    }

    /// The entries of these lines.
    pub(super) fn lines(&mut self, lines: impl BufRead, reader: Reader) -> Result<()> {
        entries::each(lines, reader, &mut |entry| {
            let next = self.take(entry);
            // The system's request is worth more than what became of the entry.
            self.goes_on()?;
            next
        })
    }

    /// Ends the conversation.
    pub(super) fn leave(mut self) -> Result<()> {
        self.settings.write_to_terminal()
    }

    /// One entry: a command of the shell, or statements.
    pub(super) fn take(&mut self, text: &str) -> Result<Next> {
        if text.trim().is_empty() {
            return Ok(Next::Read);
        }
        match command::is_command(text) {
            true => command::read(text).and_then(|command| self.carry_out(command)),
            false => {
                self.last = Some(text.to_owned());
                self.statements(text).map(|_| Next::Read)
            }
        }
    }

    fn carry_out(&mut self, command: Command) -> Result<Next> {
        match command {
            Command::Leave => return Ok(Next::Leave),
            Command::Help => self.show(&command::help()?)?,
            Command::Describe(name) => self.describe(name.as_deref())?,
            Command::List(what) => self.list(&what)?,
            Command::Privileges(name) => self.privileges(name.as_ref())?,
            Command::Switch(switch, on) => say(self.settings.switch(switch, on)),
            Command::Expanded(how) => say(self.settings.expand(how)),
            Command::Format(format) => self.settings.format = format,
            Command::Chart(Some(text)) => {
                self.answer(&text, Format::Chart)?;
                self.last = Some(text);
            }
            Command::Chart(None) => self.answer(&self.last()?, Format::Chart)?,
            Command::Output(Some(path)) => self.settings.write_to(&path)?,
            Command::Output(None) => self.settings.write_to_terminal()?,
            Command::Include(path) => return self.include(&path),
            Command::Edit => return self.edit(),
            Command::Watch(every) => self.watch(every)?,
            Command::Connect(None) => {
                let connection = self.place.connection();
                let store = connection.store_id().unwrap_or("told by the sign-in");
                let name = one_line(connection.schema_name());
                say(format_args!("the store {} as {name}", one_line(store)));
            }
            Command::Connect(Some(name)) => return self.connect(&name),
            Command::Set(Some((name, value))) => self.variables.set(&name, &value)?,
            Command::Set(None) => {
                for (name, value) in self.variables.iter() {
                    eprintln!("{name} = {}", one_line(value));
                }
            }
            Command::Unset(name) => self.variables.unset(&name)?,
        }
        Ok(Next::Read)
    }

    fn last(&self) -> Result<String> {
        self.last.clone().ok_or_else(|| {
            Failure::Query("there is no last statement yet: run one before".to_owned())
        })
    }

    fn describe(&self, name: Option<&str>) -> Result<()> {
        let batch = match name {
            None => tables::tables(self.engine.catalog())?,
            Some(name) => tables::columns(&self.session.relation(name)?)?,
        };
        self.show(&batch)
    }

    fn privileges(&self, names: Option<&Pattern>) -> Result<()> {
        let catalog = self.engine.catalog();
        let one = match names.filter(|names| !names.is_of_many()) {
            None => None,
            Some(name) => Some(self.session.relation(name.text())?.table.ok_or_else(|| {
                Failure::Query(format!(
                    "`{}` is no table of the store, so that it takes no scope",
                    one_line(name.text())
                ))
            })?),
        };
        let wanted = |table: &Table| match &one {
            Some(one) => one.name == table.name,
            None => names.is_none_or(|names| names.fits(&table.name)),
        };
        let granted = self.unless_stopped(Granted::of(&self.engine))?;
        self.show(&privileges::rows(catalog, &granted, wanted)?)
    }

    /// A table of the program's own, whose last column explains.
    fn show(&self, batch: &RecordBatch) -> Result<()> {
        let mut sink = self.settings.sink()?;
        let layout = Layout {
            explained: true,
            ..self.settings.layout(&sink)
        };
        let mut rows = output::rows(Format::Table, layout, batch.schema_ref(), &mut sink)?;
        rows.batch(batch)?;
        rows.finish()?;
        sink.commit()
    }

    /// Statements of the person's, to where they want results.
    fn statements(&mut self, text: &str) -> Result<Stats> {
        let text = self.variables.filled_in(text)?;
        let mut tally = Tally::start();
        let result = match self.settings.file.take() {
            None => {
                let mut output = self.settings.output(self.settings.format)?;
                let ran = self.ran(&text, &mut output, &mut tally);
                ran.and_then(|()| output.sink.commit())
            }
            Some(mut file) => match self.ran(&text, &mut file.output, &mut tally) {
                Ok(()) => {
                    self.settings.file = Some(file);
                    Ok(())
                }
                Err(failure) => {
                    let path = file.path.display();
                    tell(
                        "warning",
                        format!(
                            "{path} is not written, since a statement failed; results go to the terminal again"
                        ),
                    );
                    Err(failure)
                }
            },
        };
        match result {
            // The person has left the pager, or the reader of the pipe has gone.
            Err(Failure::ReaderGone) if self.interactive => {}
            result => result?,
        }
        let stats = tally.stats();
        self.summarise(&stats, tally.answers_rows());
        Ok(stats)
    }

    /// A list, whose last column explains.
    fn list(&mut self, what: &Listing) -> Result<()> {
        let mut output = self.settings.output(Format::Table)?;
        output.layout.explained = true;
        self.ran(&listing::statement(what), &mut output, &mut Tally::start())?;
        output.sink.commit()
    }

    /// A statement in another format, to the terminal.
    fn answer(&mut self, text: &str, format: Format) -> Result<()> {
        let text = self.variables.filled_in(text)?;
        let mut output = self.settings.output(format)?;
        self.ran(&text, &mut output, &mut Tally::start())?;
        output.sink.commit()
    }

    fn ran(&self, text: &str, output: &mut run::Output, tally: &mut Tally) -> Result<()> {
        self.at_rest.store(false, Ordering::SeqCst);
        let ran = run::text(&self.session, text, output, tally, self.stopped());
        let result = self.runtime.block_on(ran);
        self.at_rest.store(true, Ordering::SeqCst);
        result
    }

    /// Ctrl-C, or the system.
    async fn stopped(&self) -> Signal {
        tokio::select! {
            () = interrupt::control_c() => Signal::Interrupt,
            signal = self.ending.arrived() => signal,
        }
    }

    fn unless_stopped<T>(&self, work: impl Future<Output = Result<T>>) -> Result<T> {
        self.runtime.block_on(async {
            tokio::select! {
                done = work => done,
                signal = self.stopped() => Err(Failure::Interrupted(signal)),
            }
        })
    }

    fn include(&mut self, path: &Path) -> Result<Next> {
        let unreadable =
            |why: String| Failure::Query(format!("could not read {}: {why}", path.display()));
        if self.depth >= DEEPEST {
            return Err(unreadable(format!("{DEEPEST} files include each other")));
        }
        let bytes = std::fs::read(path).map_err(|error| unreadable(error.to_string()))?;
        let text = decode_text(&bytes).map_err(unreadable)?;
        self.depth += 1;
        let done = self.lines(text.as_bytes(), Reader::Script);
        self.depth -= 1;
        done.map(|()| Next::Read)
    }

    /// The last entry, in the person's editor and then at the prompt, where Enter runs it.
    fn edit(&self) -> Result<Next> {
        if !self.interactive {
            return Err(Failure::Query("\\e wants a terminal".to_owned()));
        }
        let file = tempfile::Builder::new().suffix(".sql").tempfile()?;
        std::fs::write(file.path(), self.last.as_deref().unwrap_or_default())?;
        editing::edit(file.path())?;
        let text = std::fs::read_to_string(file.path())?;
        Ok(Next::Typed(text.trim_end().to_owned()))
    }

    fn watch(&mut self, every: Duration) -> Result<()> {
        let text = self.last()?;
        loop {
            eprintln!("{}", ZonedDateTime::now().strftime("%H:%M:%S"));
            let stats = self.statements(&text)?;
            let hourly = 3600.0 / every.as_secs_f64() * stats.requests as f64;
            say(format_args!(
                "{} each time, {hourly:.0} in an hour; again every {} s until Ctrl-C",
                counted(stats.requests, "request"),
                every.as_secs_f64()
            ));
            let signal = self.runtime.block_on(async {
                tokio::select! {
                    () = tokio::time::sleep(every) => None,
                    signal = self.stopped() => Some(signal),
                }
            });
            match signal {
                None => {}
                Some(Signal::Interrupt) if self.interactive => return Ok(()),
                Some(signal) => return Err(Failure::Interrupted(signal)),
            }
        }
    }

    fn connect(&mut self, name: &str) -> Result<Next> {
        let (place, engine) = self.unless_stopped(async {
            let place = store::of_profile(name).await?;
            let engine = place.open().await?;
            Ok((place, engine))
        })?;
        self.session = session(&engine, self.yes);
        self.engine = engine;
        self.place = place;
        say(format_args!("the store of the profile {}", one_line(name)));
        Ok(Next::Reopened)
    }

    fn summarise(&self, stats: &Stats, answers_rows: bool) {
        let timing = self.settings.timing;
        let mut said = Vec::new();
        // A statement that answers no rows has said what it did.
        if answers_rows && (timing || self.interactive) {
            said.push(counted(stats.rows, "row"));
        }
        if timing {
            let seconds = stats.elapsed_ms / 1000;
            let thousandths = stats.elapsed_ms % 1000;
            said.push(counted(stats.requests, "request"));
            said.push(format!("{seconds}.{thousandths:03} s"));
        }
        if !said.is_empty() {
            eprintln!("{}", said.join(", "));
        }
    }
}

fn session(engine: &Arc<Engine>, yes: bool) -> Arc<Session> {
    Arc::new(engine.session(question::asking(SessionOptions::default().any_files(), yes)))
}

fn counted(number: u64, thing: &str) -> String {
    format!("{number} {thing}{}", if number == 1 { "" } else { "s" })
}
