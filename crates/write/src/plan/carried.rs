//! What a change has to carry beside what it changes: members that the API demands at every PUT, and the rest of a nested object.
//!
//! Example: `UPDATE coupons SET max_uses = 5` sends the coupon's name, type, amount, code and `applies_to` along, as the row has
//! them, since a coupon's PUT clears what it lacks.

use storeql_catalog::{Carries, Column, Table};

use super::step::{PlannedRow, Step};
use crate::address::{column_of, placeholders};
use crate::raw::{self, Tree};

/// The columns that go along with a change by this endpoint.
pub(crate) fn carried(step: &Step) -> Vec<&Column> {
    let table: &Table = &step.table;
    match &step.carries {
        None => Vec::new(),
        Some(Carries::Columns(names)) => names
            .iter()
            .filter_map(|name| column_of(table, name))
            .collect(),
        Some(Carries::All) => {
            let writable = |column: &&Column| {
                let in_path = placeholders(&step.endpoint.path).any(|named| named == column.name);
                !column.read_only && !column.insert_only && !column.from_parent && !in_path
            };
            table.columns.values().filter(writable).collect()
        }
    }
}

/// Whether a change of the columns `changed` needs the row as it is. `known` are all columns whose values the statement gives.
pub(crate) fn needs_row<'c>(
    step: &Step,
    known: impl Fn(&str) -> bool,
    changed: impl Iterator<Item = &'c Column>,
) -> bool {
    let from_address = |column: &Column| {
        let table = &step.table;
        let same = |key: &&String| {
            table
                .columns
                .get(*key)
                .is_some_and(|key| key.path == column.path)
        };
        table.key.iter().any(|key| same(&key))
    };
    let missing = |column: &&Column| !known(&column.name) && !from_address(column);
    if carried(step).iter().any(missing) {
        return true;
    }
    let mut changed = changed.filter_map(|column| nested(step, column));
    changed.any(|top| {
        let mut siblings = step.table.columns.values();
        siblings.any(|column| {
            !known(&column.name) && column.path.len() > 1 && column.path.first() == Some(top)
        })
    })
}

/// The nested object that the column is written in, where it is read there as well: `billing_address`.
fn nested<'c>(step: &'c Step, column: &'c Column) -> Option<&'c String> {
    let path = step.endpoint.path_of(column);
    let same = path.len() > 1 && !column.from_parent && path == column.path.as_slice();
    path.first().filter(|_| same)
}

/// The row's object: what is carried of the row as read, below what the statement says.
pub(crate) fn object(step: &Step, row: &PlannedRow, as_read: Option<&str>) -> Tree {
    let mut tree = Tree::new();
    let given = |column: &Column| row.value(&column.name).is_some();
    for column in carried(step) {
        if given(column) {
            continue;
        }
        let known = || same_path(step, row, column);
        let read = || member(column, as_read?);
        if let Some(text) = known().or_else(read) {
            tree.set(step.endpoint.path_of(column), Tree::Text(text));
        }
    }
    if let Some(as_read) = as_read {
        let columns = row.given.iter();
        let columns = columns.filter_map(|(name, _)| column_of(&step.table, name));
        let mut done = Vec::new();
        for top in columns.filter_map(|column| nested(step, column)) {
            if done.contains(&top) {
                continue;
            }
            done.push(top);
            if let Some(whole) = rest_of(step, top, as_read) {
                tree.set(std::slice::from_ref(top), whole);
            }
        }
    }
    tree.merge(&row.members);
    tree
}

/// The nested object as read, without what the API sets itself.
fn rest_of(step: &Step, top: &String, as_read: &str) -> Option<Tree> {
    let text = raw::at(as_read, std::slice::from_ref(top))?;
    raw::members(text)?;
    let mut tree = Tree::new();
    tree.set(std::slice::from_ref(top), Tree::Text(text.to_owned()));
    for column in step.table.columns.values() {
        if column.read_only && column.path.first() == Some(top) {
            tree.remove(&column.path);
        }
    }
    match tree {
        Tree::Object(mut members) => members.shift_remove(top),
        Tree::Text(_) => None,
    }
}

/// A value that the row's address has under another name: a pickup's `pickup_id` is its `id`.
fn same_path(step: &Step, row: &PlannedRow, column: &Column) -> Option<String> {
    let table = &step.table;
    let mut keys = table.key.iter().filter_map(|name| table.columns.get(name));
    let key = keys.find(|key| key.path == column.path)?;
    crate::address::key_json(column, row.value(&key.name)?)
}

/// What the row as read has of a column, as a write takes it: null becomes what the definition says, or is left out.
fn member(column: &Column, as_read: &str) -> Option<String> {
    let text = raw::at(as_read, &column.path)?;
    match text {
        "null" if !column.writes_null => column.unset.clone(),
        text => Some(text.to_owned()),
    }
}

/// A row that stays as it is where an array takes the place of all rows: its key, and all that can be written.
pub(crate) fn stays(step: &Step, as_read: &str) -> Tree {
    let table = &step.table;
    let mut tree = Tree::new();
    for column in table.columns.values() {
        let key = table.key.contains(&column.name);
        if (key || !column.read_only)
            && !column.from_parent
            && let Some(text) = member(column, as_read)
        {
            tree.set(step.endpoint.path_of(column), Tree::Text(text));
        }
    }
    tree
}
