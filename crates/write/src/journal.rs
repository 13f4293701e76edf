//! The journal of a change: what is intended, one line before each request, and what became of it, one line after. A run that was
//! killed can be looked at by it, and gone on with.
//!
//! The file is JSON lines, for its owner only (mode 0600). It has no token, and of secret columns only that they were given.

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use storeql_catalog::Table;

use crate::address::column_of;
use crate::change::{Change, ChangedRow, DeletedRow, NewRow, Verb};
use crate::outcome::{RowOutcome, RowState};
use crate::plan::{PlannedRequest, WritePlan};
use crate::value::Value;

/// The version of the lines.
const VERSION: u32 = 1;

/// An open journal.
#[derive(Debug)]
pub struct Journal {
    file: File,
    path: PathBuf,
    requests: u64,
    /// It goes on with a change that stands in it already.
    resumed: bool,
}

/// One line.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Line {
    /// The first.
    Journal {
        version: u32,
        store: String,
        table: String,
        verb: Verb,
        columns: Vec<String>,
        rows: u64,
    },
    /// A row as the statement gives it; all of them stand before the first request.
    Row(RowLine),
    /// A request is about to be sent.
    Intended {
        request: u64,
        method: String,
        target: String,
        rows: Vec<u64>,
    },
    /// What became of rows.
    Confirmed { rows: Vec<ConfirmedRow> },
    /// The change is gone on with from here.
    Resumed,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct RowLine {
    number: u64,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    address: Vec<Value>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    values: Vec<Value>,
    /// Columns whose values are secret and are left out here.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    withheld: Vec<String>,
}

#[derive(Debug, Serialize, Deserialize)]
struct ConfirmedRow {
    row: u64,
    state: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    key: Vec<Value>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    why: Option<String>,
}

/// A journal that cannot be written or read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum JournalError {
    /// The file cannot be made, written or read.
    #[error("the journal {path} cannot be {what} ({source}): check the path and its permissions", path = path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// `written`
        what: &'static str,
        /// What the system says.
        source: io::Error,
    },
    /// A file is there already.
    #[error("the journal {path} is there already: go on with its write by `storeql resume {path}`, or name another file", path = path.display())]
    Exists {
        /// The file.
        path: PathBuf,
    },
    /// A line is none of a journal's.
    #[error("line {line} of the journal {path} cannot be read ({reason}): the file is no journal, or was changed", path = path.display())]
    Line {
        /// The file.
        path: PathBuf,
        /// The line's number, from 1.
        line: usize,
        /// What is wrong with it.
        reason: String,
    },
    /// It ends before its first request.
    #[error("the journal {path} ends before its first request: nothing was sent, so run the statement again", path = path.display())]
    Incomplete {
        /// The file.
        path: PathBuf,
    },
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

    /// Writes the change, before its first request.
    pub(crate) fn begin(&mut self, store: &str, plan: &WritePlan) -> Result<(), JournalError> {
        if self.resumed {
            return Ok(());
        }
        let (columns, rows) = lines_of(&plan.table, &plan.change);
        let first = Line::Journal {
            version: VERSION,
            store: store.to_owned(),
            table: plan.table.name.clone(),
            verb: plan.verb(),
            columns,
            rows: rows.len() as u64,
        };
        self.write(&first)?;
        rows.into_iter()
            .try_for_each(|row| self.write(&Line::Row(row)))
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
        let line = |row: &RowOutcome| ConfirmedRow {
            row: row.number,
            state: row.state.word().to_owned(),
            key: row.key.clone(),
            why: row.failure.as_ref().map(|failure| {
                // The store's words may hold what was sent to it.
                storeql_client::one_line(&failure.message)
            }),
        };
        self.write(&Line::Confirmed {
            rows: rows.iter().map(line).collect(),
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

/// The columns of a change, and its rows without secrets.
fn lines_of(table: &Table, change: &Change) -> (Vec<String>, Vec<RowLine>) {
    let line = |number, address: &[Value], columns: &[String], values: &[Value]| {
        let secret = |name: &String| column_of(table, name).is_some_and(|column| column.secret);
        let shown = |(name, value): (&String, &Value)| match secret(name) && value.is_given() {
            true => Value::Null,
            false => value.clone(),
        };
        let pairs = || columns.iter().zip(values);
        let withheld = pairs().filter(|(name, value)| secret(name) && value.is_given());
        RowLine {
            number,
            address: address.to_vec(),
            values: pairs().map(shown).collect(),
            withheld: withheld.map(|(name, _)| name.clone()).collect(),
        }
    };
    match change {
        Change::Insert { columns, rows } | Change::Upsert { columns, rows } => {
            let of = |row: &NewRow| line(row.number, &[], columns, &row.values);
            (columns.clone(), rows.iter().map(of).collect())
        }
        Change::Update { columns, rows } => {
            let of = |row: &ChangedRow| line(row.number, &row.address, columns, &row.values);
            (columns.clone(), rows.iter().map(of).collect())
        }
        Change::Delete { rows } => {
            let of = |row: &DeletedRow| line(row.number, &row.address, &[], &[]);
            (Vec::new(), rows.iter().map(of).collect())
        }
    }
}

/// What a journal says of a change.
#[derive(Debug, Clone, PartialEq)]
pub struct Recorded {
    /// The store's hash.
    pub store: String,
    /// The table.
    pub table: String,
    /// The change, with all its rows. Values of secret columns are NULL.
    pub change: Change,
    /// The state of every row, by its number, with its key where that is known. A row whose request was intended and not
    /// confirmed is unknown.
    pub states: BTreeMap<u64, (RowState, Vec<Value>)>,
    /// Rows that lack a value here, since it is secret, with the columns: they cannot be sent by what the journal has.
    pub withheld: BTreeMap<u64, Vec<String>>,
}

impl Recorded {
    /// The numbers of the rows in that state.
    pub fn rows_in(&self, state: RowState) -> Vec<u64> {
        let of = self.states.iter().filter(|(_, (is, _))| *is == state);
        of.map(|(number, _)| *number).collect()
    }
}

/// Reads a journal back.
///
/// ```no_run
/// use storeql_write::{RowState, read_journal};
///
/// let recorded = read_journal("prices.journal".as_ref())?;
/// let unknown = recorded.rows_in(RowState::Unknown);
/// println!("{} rows of {} may have been written", unknown.len(), recorded.table);
/// # Ok::<_, storeql_write::JournalError>(())
/// ```
pub fn read_journal(path: &Path) -> Result<Recorded, JournalError> {
    let unread = |source| JournalError::File {
        path: path.to_owned(),
        what: "read",
        source,
    };
    let file = File::open(path).map_err(unread)?;
    let mut texts = Vec::new();
    for (position, text) in BufReader::new(file).split(b'\n').enumerate() {
        let text = text.map_err(unread)?;
        if !text.is_empty() {
            texts.push((position + 1, text));
        }
    }
    let mut lines = Vec::new();
    for (place, (number, text)) in texts.iter().enumerate() {
        match serde_json::from_slice::<Line>(text) {
            Ok(line) => lines.push((*number, line)),
            // A line that a killed run left half is the last, or stands before the line of the run that went on.
            Err(error) => {
                let next = texts.get(place + 1).map(|(_, text)| text.as_slice());
                if next.is_some_and(|next| next != b"\"resumed\"") {
                    return Err(wrong(path, *number, error.to_string()));
                }
            }
        }
    }
    recorded(path, lines)
}

fn wrong(path: &Path, line: usize, reason: String) -> JournalError {
    JournalError::Line {
        path: path.to_owned(),
        line,
        reason,
    }
}

fn recorded(path: &Path, lines: Vec<(usize, Line)>) -> Result<Recorded, JournalError> {
    let mut lines = lines.into_iter();
    let incomplete = || JournalError::Incomplete {
        path: path.to_owned(),
    };
    let (store, table, verb, columns, expected) = match lines.next() {
        Some((
            _,
            Line::Journal {
                version: VERSION,
                store,
                table,
                verb,
                columns,
                rows,
            },
        )) => (store, table, verb, columns, rows),
        Some((line, _)) => {
            let reason = "the first line is none of this program's journals".to_owned();
            return Err(wrong(path, line, reason));
        }
        None => return Err(incomplete()),
    };
    let mut rows: Vec<RowLine> = Vec::new();
    let mut states = BTreeMap::new();
    for (_, line) in lines {
        match line {
            Line::Row(row) => {
                states.insert(row.number, (RowState::NotTried, Vec::new()));
                rows.push(row);
            }
            Line::Intended { rows, .. } => {
                for row in rows {
                    states.insert(row, (RowState::Unknown, Vec::new()));
                }
            }
            Line::Confirmed { rows } => {
                for row in rows {
                    states.insert(row.row, (state_of(&row.state), row.key));
                }
            }
            Line::Journal { .. } | Line::Resumed => {}
        }
    }
    if rows.len() as u64 != expected {
        return Err(incomplete());
    }
    let withheld = rows.iter().filter(|row| !row.withheld.is_empty());
    let withheld = withheld
        .map(|row| (row.number, row.withheld.clone()))
        .collect();
    Ok(Recorded {
        store,
        table,
        change: change_of(verb, columns, rows),
        states,
        withheld,
    })
}

/// A word that a later version may have is taken for the state that is looked at again.
fn state_of(word: &str) -> RowState {
    let known = [
        RowState::Written,
        RowState::Unchanged,
        RowState::Failed,
        RowState::NotTried,
    ];
    let found = known.into_iter().find(|state| state.word() == word);
    found.unwrap_or(RowState::Unknown)
}

fn change_of(verb: Verb, columns: Vec<String>, rows: Vec<RowLine>) -> Change {
    let new = |row: RowLine| NewRow {
        number: row.number,
        values: row.values,
    };
    match verb {
        Verb::Insert => Change::Insert {
            columns,
            rows: rows.into_iter().map(new).collect(),
        },
        Verb::Upsert => Change::Upsert {
            columns,
            rows: rows.into_iter().map(new).collect(),
        },
        Verb::Update => Change::Update {
            columns,
            rows: rows
                .into_iter()
                .map(|row| ChangedRow {
                    number: row.number,
                    address: row.address,
                    values: row.values,
                    current: None,
                    as_read: None,
                })
                .collect(),
        },
        Verb::Delete => Change::Delete {
            rows: rows
                .into_iter()
                .map(|row| DeletedRow {
                    number: row.number,
                    address: row.address,
                })
                .collect(),
        },
    }
}
