//! The journal of a write: what is intended, one line before each request, and what became of it, one line after. A run that was
//! killed can be looked at by it, and gone on with.
//!
//! The file is JSON lines, for its owner only (mode 0600). It has no token, and of secret values only that they were given.

mod error;
mod line;
mod read;

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use self::line::{CallLine, ConfirmedRow, Line, VERSION, lines_of};
use crate::outcome::{RowOutcome, RowState};
use crate::plan::{PlannedRequest, WritePlan};

pub use self::error::JournalError;
#[cfg(any(test, fuzzing))]
pub(crate) use self::read::is_line;
pub use self::read::{Recorded, RecordedCall, RecordedRequest, RecordedRows, read_journal};

/// An open journal.
#[derive(Debug)]
pub struct Journal {
    file: File,
    path: PathBuf,
    requests: u64,
    /// It goes on with a write that stands in it already.
    resumed: bool,
}

/// A call, as a journal keeps it.
#[derive(Debug, Clone)]
pub(crate) struct CallToKeep {
    pub(crate) procedure: String,
    /// The values of its parameters, but secret ones.
    pub(crate) arguments: BTreeMap<String, String>,
    /// Parameters whose values are secret.
    pub(crate) withheld: Vec<String>,
}

impl Journal {
    /// A new journal at `path`; a file that is there is kept and is an error.
    pub fn create(path: &Path) -> Result<Self, JournalError> {
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        Self::open(path, &mut options, false)
    }

    /// The journal at `path`, to go on with it.
    pub fn append(path: &Path) -> Result<Self, JournalError> {
        let mut options = OpenOptions::new();
        options.append(true);
        let mut journal = Self::open(path, &mut options, true)?;
        // The last line may have broken off.
        let line = Line::Resumed;
        journal
            .file
            .write_all(b"\n")
            .map_err(|source| journal.unwritten(source))?;
        journal.write(&line)?;
        Ok(journal)
    }

    fn open(path: &Path, options: &mut OpenOptions, resumed: bool) -> Result<Self, JournalError> {
        #[cfg(unix)]
        {
            use std::os::unix::fs::OpenOptionsExt;
            options.mode(0o600);
        }
        let file = options.open(path).map_err(|source| {
            let path = path.to_owned();
            match source.kind() {
                io::ErrorKind::AlreadyExists => JournalError::Exists { path },
                _ => JournalError::File {
                    path,
                    what: "opened",
                    source,
                },
            }
        })?;
        Ok(Self {
            file,
            path: path.to_owned(),
            requests: 0,
            resumed,
        })
    }

    /// Writes the changes of a statement, before its first request.
    pub(crate) fn begin(
        &mut self,
        store: &str,
        statement: &str,
        plans: &[WritePlan],
    ) -> Result<(), JournalError> {
        let Some(first) = plans.first().filter(|_| !self.resumed) else {
            return Ok(());
        };
        let lines = plans.iter().map(|plan| lines_of(&plan.table, &plan.change));
        let (changes, rows): (Vec<_>, Vec<_>) = lines.unzip();
        self.write(&Line::Journal {
            version: VERSION,
            store: store.to_owned(),
            table: first.table.name.clone(),
            statement: statement.to_owned(),
            changes,
        })?;
        let mut rows = rows.into_iter().flatten();
        rows.try_for_each(|row| self.write(&Line::Row(row)))
    }

    /// Writes a call, before its first request.
    pub(crate) fn begin_call(&mut self, store: &str, call: CallToKeep) -> Result<(), JournalError> {
        if self.resumed {
            return Ok(());
        }
        self.write(&Line::Call(CallLine {
            version: VERSION,
            store: store.to_owned(),
            procedure: call.procedure,
            arguments: call.arguments,
            withheld: call.withheld,
        }))
    }

    /// Writes that a request of a call is about to be sent.
    pub(crate) fn intend_step(
        &mut self,
        place: u64,
        method: &str,
        target: String,
    ) -> Result<(), JournalError> {
        self.write(&Line::Intended {
            request: place,
            method: method.to_owned(),
            target,
            rows: Vec::new(),
        })
    }

    /// Writes what became of a request of a call.
    pub(crate) fn answer_step(
        &mut self,
        place: u64,
        state: RowState,
        why: Option<&str>,
    ) -> Result<(), JournalError> {
        self.write(&Line::Answered {
            request: place,
            state: state.word().to_owned(),
            why: why.map(storeql_client::one_line),
        })
    }

    /// Writes that a request is about to be sent.
    pub(crate) fn intend(&mut self, request: &PlannedRequest) -> Result<(), JournalError> {
        self.requests += 1;
        self.write(&Line::Intended {
            request: self.requests,
            method: request.method().to_owned(),
            target: request.target(),
            rows: request.rows(),
        })
    }

    /// Writes what became of rows.
    pub(crate) fn confirm(&mut self, rows: &[RowOutcome]) -> Result<(), JournalError> {
        if rows.is_empty() {
            return Ok(());
        }
        self.write(&Line::Confirmed {
            rows: rows.iter().map(ConfirmedRow::of).collect(),
        })
    }

    fn write(&mut self, line: &Line) -> Result<(), JournalError> {
        let text = serde_json::to_string(line).map_err(|error| self.unwritten(error.into()))?;
        // One call for one line: what a killed run leaves is whole lines, but for the last.
        let written = self.file.write_all(format!("{text}\n").as_bytes());
        written.map_err(|source| self.unwritten(source))
    }

    fn unwritten(&self, source: io::Error) -> JournalError {
        JournalError::File {
            path: self.path.clone(),
            what: "written",
            source,
        }
    }
}
