//! The lines of a journal, and what rows become on their way into one and back.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use storeql_catalog::Table;

use crate::address::column_of;
use crate::change::{Change, ChangedRow, DeletedRow, NewRow, Verb};
use crate::outcome::{RowOutcome, RowState};
use crate::value::Value;

/// The version of the lines.
pub(super) const VERSION: u32 = 2;

/// One line.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Line {
    /// The first of a statement that writes rows.
    Journal {
        version: u32,
        store: String,
        table: String,
        /// `UPSERT`
        statement: String,
        changes: Vec<ChangeLine>,
    },
    /// The first of a call.
    Call(CallLine),
    /// A row as the statement gives it; all of them stand before the first request, in the order of the changes.
    Row(RowLine),
    /// A request is about to be sent. Those of a call are numbered by their places in it.
    Intended {
        request: u64,
        method: String,
        target: String,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        rows: Vec<u64>,
    },
    /// What became of rows.
    Confirmed { rows: Vec<ConfirmedRow> },
    /// What became of a request of a call.
    Answered {
        request: u64,
        state: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        why: Option<String>,
    },
    /// It is gone on with from here.
    Resumed,
}

/// A call, as its first line has it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct CallLine {
    pub(super) version: u32,
    pub(super) store: String,
    pub(super) procedure: String,
    pub(super) arguments: BTreeMap<String, String>,
    /// Parameters whose values are secret and are left out here.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) withheld: Vec<String>,
}

/// A change of a statement, whose rows stand in lines of their own.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct ChangeLine {
    pub(super) verb: Verb,
    pub(super) columns: Vec<String>,
    pub(super) rows: u64,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct RowLine {
    pub(super) number: u64,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    address: Vec<Value>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    values: Vec<Value>,
    /// Columns whose values are secret and are left out here.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) withheld: Vec<String>,
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct ConfirmedRow {
    pub(super) row: u64,
    pub(super) state: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) key: Vec<Value>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    why: Option<String>,
}

impl ConfirmedRow {
    pub(super) fn of(row: &RowOutcome) -> Self {
        Self {
            row: row.number,
            state: row.state.word().to_owned(),
            key: row.key.clone(),
            // The store's words may hold what was sent to it.
            why: row
                .failure
                .as_ref()
                .map(|failure| storeql_client::one_line(&failure.message)),
        }
    }
}

/// The columns of a change, and its rows without secrets.
pub(super) fn lines_of(table: &Table, change: &Change) -> (ChangeLine, Vec<RowLine>) {
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
    let (columns, rows): (&[String], Vec<RowLine>) = match change {
        Change::Insert { columns, rows } | Change::Upsert { columns, rows } => {
            let of = |row: &NewRow| line(row.number, &[], columns, &row.values);
            (columns, rows.iter().map(of).collect())
        }
        Change::Update { columns, rows } => {
            let of = |row: &ChangedRow| line(row.number, &row.address, columns, &row.values);
            (columns, rows.iter().map(of).collect())
        }
        Change::Delete { rows } => {
            let of = |row: &DeletedRow| line(row.number, &row.address, &[], &[]);
            (&[], rows.iter().map(of).collect())
        }
    };
    let change = ChangeLine {
        verb: change.verb(),
        columns: columns.to_vec(),
        rows: rows.len() as u64,
    };
    (change, rows)
}

/// A word that a later version may have is taken for the state that is looked at again.
pub(super) fn state_of(word: &str) -> RowState {
    let known = [
        RowState::Written,
        RowState::Unchanged,
        RowState::Failed,
        RowState::NotTried,
    ];
    let found = known.into_iter().find(|state| state.word() == word);
    found.unwrap_or(RowState::Unknown)
}

/// The change whose rows these are.
pub(super) fn change_of(line: ChangeLine, rows: Vec<RowLine>) -> Change {
    let ChangeLine { verb, columns, .. } = line;
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
