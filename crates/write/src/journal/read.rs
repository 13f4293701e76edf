//! Reads a journal back: what was to be done, and what became of it as far as the journal knows.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use super::error::JournalError;
use super::line::{CallLine, ChangeLine, Line, RowLine, VERSION, change_of, state_of};
use crate::change::Change;
use crate::outcome::RowState;
use crate::value::Value;

/// What a journal is of.
#[derive(Debug, Clone, PartialEq)]
pub enum Recorded {
    /// A statement that writes rows.
    Rows(RecordedRows),
    /// A call of a procedure.
    Call(RecordedCall),
}

/// What a journal says of a statement that writes rows.
#[derive(Debug, Clone, PartialEq)]
pub struct RecordedRows {
    /// The store's hash.
    pub store: String,
    /// The table.
    pub table: String,
    /// The first word of the statement: `UPSERT`.
    pub statement: String,
    /// Its changes, with all their rows. Values of secret columns are NULL.
    pub changes: Vec<Change>,
    /// The state of every row, by its number, with its key where that is known. A row whose request was intended and not
    /// confirmed is unknown.
    pub states: BTreeMap<u64, (RowState, Vec<Value>)>,
    /// Rows that lack a value here, since it is secret, with the columns: they cannot be sent by what the journal has.
    pub withheld: BTreeMap<u64, Vec<String>>,
}

/// What a journal says of a call.
#[derive(Debug, Clone, PartialEq)]
pub struct RecordedCall {
    /// The store's hash.
    pub store: String,
    /// The procedure.
    pub procedure: String,
    /// The values of its parameters, but secret ones.
    pub arguments: BTreeMap<String, String>,
    /// Parameters whose values are secret.
    pub withheld: Vec<String>,
    /// What became of its requests that change the store, by their places in the call, from 1.
    pub requests: BTreeMap<u64, RecordedRequest>,
}

/// What a journal says of a request of a call.
#[derive(Debug, Clone, PartialEq)]
pub struct RecordedRequest {
    /// `POST /v2/orders/107/shipments`
    pub request: String,
    /// Unknown where it was intended, and no answer is told.
    pub state: RowState,
    /// Why it was not carried out, or is not known to be.
    pub why: Option<String>,
}

impl RecordedRows {
    /// The numbers of the rows in that state.
    pub fn rows_in(&self, state: RowState) -> Vec<u64> {
        let of = self.states.iter().filter(|(_, (is, _))| *is == state);
        of.map(|(number, _)| *number).collect()
    }
}

/// Reads a journal back.
///
/// ```no_run
/// use storeql_write::{Recorded, RowState, read_journal};
///
/// match read_journal("prices.journal".as_ref())? {
///     Recorded::Rows(rows) => {
///         let unknown = rows.rows_in(RowState::Unknown);
///         println!("{} rows of {} may have been written", unknown.len(), rows.table);
///     }
///     Recorded::Call(call) => println!("{} was called", call.procedure),
/// }
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
                    return Err(JournalError::line(path, *number, error.to_string()));
                }
            }
        }
    }
    recorded(path, lines)
}

/// Whether a text is a line of a journal.
#[cfg(any(test, fuzzing))]
pub(crate) fn is_line(text: &[u8]) -> bool {
    serde_json::from_slice::<Line>(text).is_ok()
}

/// The lines behind the first, with their numbers.
type Lines = std::vec::IntoIter<(usize, Line)>;

fn recorded(path: &Path, lines: Vec<(usize, Line)>) -> Result<Recorded, JournalError> {
    let mut lines = lines.into_iter();
    match lines.next() {
        Some((
            _,
            Line::Journal {
                version: VERSION,
                store,
                table,
                statement,
                changes,
            },
        )) => {
            let all = rows(path, changes, lines)?;
            Ok(Recorded::Rows(RecordedRows {
                store,
                table,
                statement,
                ..all
            }))
        }
        Some((_, Line::Call(call))) if call.version == VERSION => {
            Ok(Recorded::Call(requests(call, lines)))
        }
        Some((line, _)) => {
            let reason = "the first line is none of this program's journals".to_owned();
            Err(JournalError::line(path, line, reason))
        }
        None => Err(JournalError::Incomplete {
            path: path.to_owned(),
        }),
    }
}

/// The rows of changes, and what became of them.
fn rows(path: &Path, changes: Vec<ChangeLine>, lines: Lines) -> Result<RecordedRows, JournalError> {
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
            Line::Journal { .. } | Line::Call(_) | Line::Answered { .. } | Line::Resumed => {}
        }
    }
    let counts = changes.iter().map(|change| change.rows);
    let expected = counts.fold(0, u64::saturating_add);
    if rows.len() as u64 != expected {
        return Err(JournalError::Incomplete {
            path: path.to_owned(),
        });
    }
    let withheld = rows.iter().filter(|row| !row.withheld.is_empty());
    let withheld = withheld
        .map(|row| (row.number, row.withheld.clone()))
        .collect();
    let mut rows = rows.into_iter();
    let changes = changes.into_iter().map(|change| {
        let count = usize::try_from(change.rows).unwrap_or(usize::MAX);
        let own = rows.by_ref().take(count).collect();
        change_of(change, own)
    });
    Ok(RecordedRows {
        store: String::new(),
        table: String::new(),
        statement: String::new(),
        changes: changes.collect(),
        states,
        withheld,
    })
}

/// What became of the requests of a call.
fn requests(call: CallLine, lines: Lines) -> RecordedCall {
    let mut requests: BTreeMap<u64, RecordedRequest> = BTreeMap::new();
    for (_, line) in lines {
        match line {
            Line::Intended {
                request,
                method,
                target,
                ..
            } => {
                let intended = RecordedRequest {
                    request: format!("{method} {target}"),
                    state: RowState::Unknown,
                    why: None,
                };
                requests.insert(request, intended);
            }
            Line::Answered {
                request,
                state,
                why,
            } => {
                if let Some(known) = requests.get_mut(&request) {
                    known.state = state_of(&state);
                    known.why = why;
                }
            }
            _ => {}
        }
    }
    RecordedCall {
        store: call.store,
        procedure: call.procedure,
        arguments: call.arguments,
        withheld: call.withheld,
        requests,
    }
}
