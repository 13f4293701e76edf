//! The parts of a plan: what is the same for all requests to one endpoint, a row of such a request, and the rows of one that
//! deletes.

use std::path::PathBuf;
use std::sync::Arc;

use storeql_catalog::{Carries, Endpoint, Table};

use crate::address::{Filling, FullKey};
use crate::change::Verb;
use crate::raw::Tree;
use crate::value::Value;

/// What is the same for all requests to one endpoint.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Step {
    pub(crate) table: Arc<Table>,
    pub(crate) verb: Verb,
    pub(crate) endpoint: Endpoint,
    /// What a change carries beside what changes; none where rows are created.
    pub(crate) carries: Option<Carries>,
    /// The request adds rows: sent twice, it may add two.
    pub(crate) creates: bool,
    /// The columns by which a row is found, where the answer does not give its key.
    pub(crate) found_by: Vec<String>,
    /// An INSERT by an endpoint that upserts: the columns by which no row may be there yet.
    pub(crate) absent_by: Vec<String>,
}

impl Step {
    /// Whether a row that may have been written is looked for before it is sent again: sent twice it would be two, or would be taken for
    /// one that was there before.
    pub(crate) fn looks(&self) -> bool {
        self.creates || !self.absent_by.is_empty()
    }

    /// The columns that the definition names for finding a row again.
    pub(crate) fn finds_by(&self) -> &[String] {
        match self.found_by.is_empty() {
            true => &self.absent_by,
            false => &self.found_by,
        }
    }
}

/// One row of a request.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct PlannedRow {
    pub(crate) number: u64,
    /// What the path names of it.
    pub(crate) filling: Filling,
    /// Its key, for a body of keys.
    pub(crate) bare: Option<String>,
    /// What its object in the body has, as far as the statement says it.
    pub(crate) members: Tree,
    /// The files that go along: their members, and their paths on this machine.
    pub(crate) files: Vec<(String, PathBuf)>,
    /// Every value that the statement gives of it, its address too, for finding it again.
    pub(crate) given: Vec<(String, Value)>,
    /// Its object carries more than the statement says: the row is read first.
    pub(crate) needs_row: bool,
    /// The row as it was read, where that came with the statement.
    pub(crate) as_read: Option<String>,
}

impl PlannedRow {
    pub(crate) fn value(&self, column: &str) -> Option<&Value> {
        let found = self.given.iter().find(|(name, _)| name == column);
        found.map(|(_, value)| value)
    }

    /// The values of the table's key, where the statement gives all of them.
    pub(crate) fn key(&self, table: &Table) -> Vec<Value> {
        key_in(&self.given, table)
    }
}

/// The values of the table's key; empty where one of them is not given.
fn key_in(given: &[(String, Value)], table: &Table) -> Vec<Value> {
    let of = |name: &String| {
        let found = given.iter().find(|(column, _)| column == name);
        found
            .map(|(_, value)| value.clone())
            .filter(Value::is_given)
    };
    let key: Option<Vec<Value>> = table.key.iter().map(of).collect();
    key.unwrap_or_default()
}

/// A row that a request with the method DELETE names.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct KeyedRow {
    pub(crate) number: u64,
    pub(crate) key: FullKey,
    pub(crate) given: Vec<(String, Value)>,
}

impl KeyedRow {
    pub(crate) fn values(&self, table: &Table) -> Vec<Value> {
        key_in(&self.given, table)
    }
}

/// The rows of a request with the method DELETE: at least one, each with its full key.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct KeyedRows(Vec<KeyedRow>);

impl KeyedRows {
    /// None where there is no row, as a list of no keys would reach them all.
    pub(crate) fn of(rows: Vec<KeyedRow>) -> Option<Self> {
        (!rows.is_empty()).then_some(Self(rows))
    }

    pub(crate) fn rows(&self) -> &[KeyedRow] {
        &self.0
    }
}

/// The rows of a request.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Rows {
    /// They are created or changed.
    Written(Vec<PlannedRow>),
    /// They are deleted, by the method DELETE.
    Deleted(KeyedRows),
}
