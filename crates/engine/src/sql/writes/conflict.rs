//! `INSERT … ON CONFLICT` and UPSERT: by which columns a row is known, and what becomes of one that is there.

use datafusion::sql::sqlparser::ast::{
    AssignmentTarget, ConflictTarget, DoUpdate, Expr, Ident, OnConflictAction, OnInsert,
};
use storeql_catalog::Table;
use storeql_write::{Verb, address_of, upserts_by_itself};

use super::clauses::unsupported;
use super::statement::Conflict;
use crate::error::{Error, Result};
use crate::sql::identifiers::last;

/// What an INSERT with that clause does: `ON CONFLICT (site_id, from_path) DO UPDATE SET to = excluded.to`. Without a [`Conflict`] the
/// API does it by itself.
pub(super) fn of(
    on: &OnInsert,
    table: &Table,
    columns: &[String],
    named: impl Fn(&Ident) -> Result<String>,
) -> Result<(Verb, Option<Conflict>)> {
    let OnInsert::OnConflict(conflict) = on else {
        let message = "ON DUPLICATE KEY UPDATE is not supported: write UPSERT INTO";
        return Err(unsupported(message));
    };
    let on = match &conflict.conflict_target {
        Some(ConflictTarget::Columns(on)) => {
            Some(on.iter().map(&named).collect::<Result<Vec<_>>>()?)
        }
        Some(ConflictTarget::OnConstraint(_)) => {
            let message = "ON CONFLICT takes columns: ON CONFLICT (column, …) DO …";
            return Err(unsupported(message));
        }
        None => None,
    };
    match (&conflict.action, on) {
        (OnConflictAction::DoNothing, on) => {
            let on = match on {
                Some(on) => known(table, columns, on)?,
                None => natural(table, columns, "ON CONFLICT DO NOTHING")?,
            };
            let conflict = Conflict {
                on,
                set: Vec::new(),
            };
            Ok((Verb::Insert, Some(conflict)))
        }
        (OnConflictAction::DoUpdate(_), None) => Err(unsupported(
            "ON CONFLICT DO UPDATE takes columns: ON CONFLICT (column, …) DO UPDATE SET …",
        )),
        (OnConflictAction::DoUpdate(change), Some(on)) => {
            let set = as_given(change, named)?;
            let others = || columns.iter().filter(|column| !on.contains(column));
            if !set.iter().all(|column| columns.contains(column)) {
                return Err(unsupported(AS_GIVEN));
            }
            if upserts_by_itself(table, &on) {
                return match others().all(|column| set.contains(column)) {
                    true => Ok((Verb::Upsert, None)),
                    false => Err(unsupported(ALL_GIVEN)),
                };
            }
            let on = known(table, columns, on)?;
            let set: Vec<String> = set.into_iter().filter(|name| !on.contains(name)).collect();
            if set.is_empty() {
                let message = "ON CONFLICT … DO UPDATE sets the key alone, which is the same already: write DO NOTHING";
                return Err(unsupported(message));
            }
            Ok((Verb::Upsert, Some(Conflict { on, set })))
        }
    }
}

/// What UPSERT does to a table with these columns.
pub(super) fn of_upsert(table: &Table, columns: &[String]) -> Result<(Verb, Option<Conflict>)> {
    if table.write.upsert.is_some() {
        return Ok((Verb::Upsert, None));
    }
    let on = natural(table, columns, "UPSERT")?;
    let address = address_of(table, Verb::Update);
    let set = columns.iter();
    let set = set.filter(|name| !on.contains(name) && !address.contains(name));
    let set: Vec<String> = set.cloned().collect();
    match set.is_empty() {
        true => Err(unsupported(format!(
            "UPSERT INTO {} gives the key alone: write INSERT … ON CONFLICT ({}) DO NOTHING",
            table.name,
            on.join(", ")
        ))),
        false => Ok((Verb::Upsert, Some(Conflict { on, set }))),
    }
}

/// The columns, if no two rows share their values and each row gives them.
fn known(table: &Table, columns: &[String], on: Vec<String>) -> Result<Vec<String>> {
    let same =
        |key: &Vec<String>| key.len() == on.len() && key.iter().all(|column| on.contains(column));
    if !keys(table).any(same) {
        return Err(no_key(
            table,
            &format!("ON CONFLICT ({}) is not supported", on.join(", ")),
        ));
    }
    match on.iter().find(|name| !columns.contains(name)) {
        None => Ok(on),
        Some(missing) => Err(unsupported(format!(
            "ON CONFLICT ({}) takes a value for {missing} in each row, by which it is looked for",
            on.join(", ")
        ))),
    }
}

/// The one key of the table that the columns have.
fn natural(table: &Table, columns: &[String], what: &str) -> Result<Vec<String>> {
    let given = |key: &&Vec<String>| key.iter().all(|column| columns.contains(column));
    let mut given = keys(table).filter(given);
    match (given.next(), given.next()) {
        (Some(key), None) => Ok(key.clone()),
        (None, _) => Err(no_key(
            table,
            &format!("{what} finds no row by these columns"),
        )),
        (Some(one), Some(other)) => Err(unsupported(format!(
            "{what} of {}: rows are known by {} and by {}; name one: ON CONFLICT ({}) DO …",
            table.name,
            one.join(", "),
            other.join(", "),
            one.join(", ")
        ))),
    }
}

/// What no two rows of the table share.
fn keys(table: &Table) -> impl Iterator<Item = &Vec<String>> {
    let upsert = table.write.upsert.iter().map(|upsert| &upsert.key);
    table.write.unique.iter().chain(upsert)
}

fn no_key(table: &Table, what: &str) -> Error {
    let known: Vec<String> = keys(table).map(|key| key.join(", ")).collect();
    let instead = match known.as_slice() {
        [] => {
            "the store takes any two of its rows for different ones; write an UPDATE and an INSERT"
                .to_owned()
        }
        known => format!("its rows are known by {}", known.join(", or by ")),
    };
    unsupported(format!("{what} for {}: {instead}", table.name)).on_table(&table.name)
}

/// The columns of `SET price = excluded.price, …`.
fn as_given(change: &DoUpdate, named: impl Fn(&Ident) -> Result<String>) -> Result<Vec<String>> {
    if change.selection.is_some() {
        return Err(unsupported(AS_GIVEN));
    }
    let mut set = Vec::new();
    for assignment in &change.assignments {
        let AssignmentTarget::ColumnName(target) = &assignment.target else {
            return Err(unsupported(AS_GIVEN));
        };
        let target = named(&Ident::new(last(target)))?;
        let same = match &assignment.value {
            Expr::CompoundIdentifier(parts) => match parts.as_slice() {
                [of, column] => {
                    of.value.eq_ignore_ascii_case("excluded") && named(column)? == target
                }
                _ => false,
            },
            _ => false,
        };
        if !same {
            return Err(unsupported(AS_GIVEN));
        }
        set.push(target);
    }
    Ok(set)
}

const AS_GIVEN: &str = "ON CONFLICT … DO UPDATE takes values as the INSERT gives them, and no WHERE: SET price = excluded.price, …";
const ALL_GIVEN: &str = "ON CONFLICT … DO UPDATE takes every other column of the INSERT as it is given, since the store upserts this table by itself: SET price = excluded.price, …";
