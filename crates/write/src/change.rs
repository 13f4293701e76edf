//! What a statement wants, complete in memory before anything is sent: rows that are created, changed, deleted or upserted.
//!
//! Plain data. How requests are made of it is `plan`'s.

use serde::{Deserialize, Serialize};

use crate::value::Value;

/// What one statement does to one table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// `INSERT INTO brands (name) VALUES ('Oak'), ('Elm')`
    Insert {
        /// The columns that each row gives, in the order of its values.
        columns: Vec<String>,
        /// The rows.
        rows: Vec<NewRow>,
    },
    /// `UPDATE brands SET name = upper(name) WHERE id IN (7, 8)`
    Update {
        /// The columns that change.
        columns: Vec<String>,
        /// The rows, each with its address and its new values.
        rows: Vec<ChangedRow>,
    },
    /// `DELETE FROM brands WHERE id IN (7, 8)`
    Delete {
        /// The rows, by their addresses.
        rows: Vec<DeletedRow>,
    },
    /// `UPSERT INTO price_list_records (price_list_id, variant_id, currency, price) VALUES …`, where the API upserts by itself.
    /// See [`crate::upserts_by_itself`]; elsewhere an upsert is an insert of the rows that are missing and an update of the others.
    Upsert {
        /// The columns that each row gives.
        columns: Vec<String>,
        /// The rows.
        rows: Vec<NewRow>,
    },
}

/// A row that is created, or upserted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NewRow {
    /// The row's number in the statement, from 1.
    pub number: u64,
    /// One value for each column.
    pub values: Vec<Value>,
}

/// A row that is changed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ChangedRow {
    /// The row's number in the statement, from 1.
    pub number: u64,
    /// The values of [`crate::address_of`]'s columns, in their order.
    pub address: Vec<Value>,
    /// One value for each column that changes.
    pub values: Vec<Value>,
    /// What the row has in these columns, where that is known: a column that keeps its value is not sent, and a row of which
    /// all columns do is told as unchanged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub current: Option<Vec<Value>>,
    /// The row as the API answered it, as JSON text, where [`crate::read_needed`] says that a change carries more than the
    /// changed columns. Where it is not given, `send` reads the row right before the request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_read: Option<String>,
}

/// A row that is deleted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DeletedRow {
    /// The row's number in the statement, from 1.
    pub number: u64,
    /// The values of [`crate::address_of`]'s columns, in their order.
    pub address: Vec<Value>,
}

/// What a statement does to a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verb {
    /// Creates it.
    Insert,
    /// Changes it.
    Update,
    /// Deletes it.
    Delete,
    /// Creates it, or changes the one with the same natural key.
    Upsert,
}

impl Verb {
    /// As SQL has it.
    pub fn word(self) -> &'static str {
        match self {
            Verb::Insert => "INSERT",
            Verb::Update => "UPDATE",
            Verb::Delete => "DELETE",
            Verb::Upsert => "UPSERT",
        }
    }
}

impl Change {
    /// What it does.
    pub fn verb(&self) -> Verb {
        match self {
            Change::Insert { .. } => Verb::Insert,
            Change::Update { .. } => Verb::Update,
            Change::Delete { .. } => Verb::Delete,
            Change::Upsert { .. } => Verb::Upsert,
        }
    }

    /// The numbers of its rows, in their order.
    pub fn numbers(&self) -> Vec<u64> {
        match self {
            Change::Insert { rows, .. } | Change::Upsert { rows, .. } => {
                rows.iter().map(|row| row.number).collect()
            }
            Change::Update { rows, .. } => rows.iter().map(|row| row.number).collect(),
            Change::Delete { rows } => rows.iter().map(|row| row.number).collect(),
        }
    }

    /// The addresses of the rows that are changed or deleted.
    pub fn addresses(&self) -> impl Iterator<Item = &Vec<Value>> {
        let (changed, deleted) = match self {
            Change::Update { rows, .. } => (rows.as_slice(), [].as_slice()),
            Change::Delete { rows } => ([].as_slice(), rows.as_slice()),
            Change::Insert { .. } | Change::Upsert { .. } => ([].as_slice(), [].as_slice()),
        };
        let changed = changed.iter().map(|row| &row.address);
        changed.chain(deleted.iter().map(|row| &row.address))
    }

    /// The same change of these rows alone.
    #[must_use]
    pub fn only(mut self, keep: impl Fn(u64) -> bool) -> Self {
        match &mut self {
            Change::Insert { rows, .. } | Change::Upsert { rows, .. } => {
                rows.retain(|row| keep(row.number));
            }
            Change::Update { rows, .. } => rows.retain(|row| keep(row.number)),
            Change::Delete { rows } => rows.retain(|row| keep(row.number)),
        }
        self
    }
}
