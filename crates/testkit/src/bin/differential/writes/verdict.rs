//! Whether the store is as PostgreSQL says that the statement leaves it: each row of each list is what it was, or what it should be.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value as Json;
use storeql_testkit::Decimal;

use super::shop::Rows;
use super::statements::{Does, Statement};
use super::tables::{How, Member};
use crate::cell::Cell;

/// The first thing that is wrong.
pub(super) fn fault(
    statement: &Statement,
    expected: &[Vec<Cell>],
    before: &Rows,
    after: &Rows,
) -> Option<String> {
    let own = statement.written.table;
    let none = BTreeMap::new();
    let (was, is) = (
        before.get(own).unwrap_or(&none),
        after.get(own).unwrap_or(&none),
    );
    let reached = match statement.does {
        Does::Insert => inserted(statement, expected, was, is),
        Does::Update | Does::Delete => reached(statement, expected, was, is),
    };
    match reached {
        Err(fault) => Some(fault),
        Ok(keys) => beside(statement, &Reached { keys, was }, before, after),
    }
}

/// The keys of the rows that the statement changes in a way that the API refuses. A row that has its new values is not sent.
pub(super) fn refused(statement: &Statement, expected: &[Vec<Cell>], before: &Rows) -> Vec<i64> {
    let rows = before.get(statement.written.table);
    let breaks = |member: &Member, value: &Cell, was: &Json| {
        let rules = statement.written.refuses.iter();
        let mut rules = rules.filter(|rule| rule.member == member.name);
        let other_word = |but: &str| matches!(value, Cell::Text(word) if word != but);
        rules.any(|rule| other_word(rule.but) && was[rule.where_true] == true)
            && !same(was.get(member.name), value)
    };
    let refuses = |row: &Vec<Cell>| {
        let (key, values) = row.split_first()?;
        let key = number(key)?;
        let was = rows?.get(&key)?;
        let mut members = statement.members.iter().zip(values);
        let refused = members.any(|(member, value)| breaks(member, value, was));
        refused.then_some(key)
    };
    expected.iter().filter_map(refuses).collect()
}

/// What is wrong with what a statement told that the API refused in part: its words for each row, against the store.
pub(super) fn partial_fault(
    statement: &Statement,
    expected: &[Vec<Cell>],
    told: &[(i64, String)],
    before: &Rows,
    after: &Rows,
) -> Option<String> {
    let keys = expected.iter().filter_map(|row| number(row.first()?));
    let reached: BTreeSet<i64> = keys.collect();
    let told_of: BTreeSet<i64> = told.iter().map(|(key, _)| *key).collect();
    if reached != told_of || told.len() != told_of.len() {
        return Some(format!(
            "it tells of the rows {told:?}, and reaches {reached:?}"
        ));
    }
    let refused = refused(statement, expected, before);
    let failed = told.iter().filter(|(_, state)| state == "failed");
    let failed: Vec<i64> = failed.map(|(key, _)| *key).collect();
    if failed.is_empty() || !failed.iter().all(|key| refused.contains(key)) {
        return Some(format!(
            "the API refuses {refused:?}, and it tells so of {failed:?}"
        ));
    }
    let state_of = |row: &Vec<Cell>| {
        let key = number(row.first()?)?;
        let (_, state) = told.iter().find(|(told, _)| *told == key)?;
        Some(state.as_str())
    };
    if told.iter().any(|(_, state)| state == "unknown") {
        return Some(format!("every answer came, and it tells {told:?}"));
    }
    let done = |row: &&Vec<Cell>| matches!(state_of(row), Some("written" | "unchanged"));
    let done: Vec<Vec<Cell>> = expected.iter().filter(done).cloned().collect();
    fault(statement, &done, before, after)
}

fn number(key: &Cell) -> Option<i64> {
    match key {
        Cell::Int(key) => i64::try_from(*key).ok(),
        _ => None,
    }
}

/// The keys of the rows that an UPDATE or a DELETE reached, where they and the other rows of the table are right.
fn reached(
    statement: &Statement,
    expected: &[Vec<Cell>],
    was: &BTreeMap<i64, Json>,
    is: &BTreeMap<i64, Json>,
) -> Result<Vec<i64>, String> {
    let mut chosen = BTreeMap::new();
    for row in expected {
        let key = row.split_first();
        let Some((key, values)) = key.and_then(|(key, values)| Some((number(key)?, values))) else {
            return Err("PostgreSQL answered no key".to_owned());
        };
        chosen.insert(key, values);
    }
    if let Some(new) = is.keys().find(|key| !was.contains_key(key)) {
        return Err(format!("there is a new row {new}"));
    }
    for (key, row) in was {
        let now = is.get(key);
        match (chosen.get(key), now, statement.does) {
            (None, Some(now), _) if now == row => {}
            (None, now, _) => return Err(changed(*key, Some(row), now)),
            (Some(_), None, Does::Delete) => {}
            (Some(values), Some(now), Does::Update) => {
                for (member, value) in statement.members.iter().zip(*values) {
                    if !same(now.get(member.name), value) {
                        let has = now.get(member.name).unwrap_or(&Json::Null);
                        return Err(format!(
                            "row {key} has {} {has}, and not {value}",
                            member.name
                        ));
                    }
                }
                let set = statement.members.iter().map(|member| member.name);
                let may: Vec<&str> = set
                    .chain(statement.written.derived.iter().copied())
                    .collect();
                if let Some(member) = other_member(row, now, &may) {
                    return Err(format!("row {key} has another {member}"));
                }
            }
            (Some(_), now, _) => return Err(changed(*key, Some(row), now)),
        }
    }
    Ok(chosen.into_keys().collect())
}

/// The keys of the rows that are new, where they are those that PostgreSQL's SELECT has.
fn inserted(
    statement: &Statement,
    expected: &[Vec<Cell>],
    was: &BTreeMap<i64, Json>,
    is: &BTreeMap<i64, Json>,
) -> Result<Vec<i64>, String> {
    for (key, row) in was {
        if is.get(key) != Some(row) {
            return Err(changed(*key, Some(row), is.get(key)));
        }
    }
    let mut new: Vec<(&i64, &Json)> = is
        .iter()
        .filter(|(key, _)| !was.contains_key(key))
        .collect();
    let keys = new.iter().map(|(key, _)| **key).collect();
    for row in expected {
        let fits = |(_, new): &(&i64, &Json)| {
            let mut values = statement.members.iter().zip(row);
            values.all(|(member, value)| same(new.get(member.name), value))
        };
        let Some(place) = new.iter().position(fits) else {
            let row: Vec<String> = row.iter().map(ToString::to_string).collect();
            return Err(format!("no new row has {}", row.join(" | ")));
        };
        new.swap_remove(place);
    }
    match new.first() {
        None => Ok(keys),
        Some((key, row)) => Err(format!("a row too many, {key}: {row}")),
    }
}

/// The rows that the statement reached.
struct Reached<'a> {
    keys: Vec<i64>,
    /// The table's rows before.
    was: &'a BTreeMap<i64, Json>,
}

/// What is wrong with the lists beside the table's own.
fn beside(
    statement: &Statement,
    reached: &Reached<'_>,
    before: &Rows,
    after: &Rows,
) -> Option<String> {
    let none = BTreeMap::new();
    for (list, was) in before {
        if *list == statement.written.table {
            continue;
        }
        let is = after.get(list).unwrap_or(&none);
        let all = was
            .keys()
            .chain(is.keys().filter(|key| !was.contains_key(key)));
        for key in all {
            let (was, is) = (was.get(key), is.get(key));
            if was != is && !follows(statement, list, reached, (*key, was, is)) {
                return Some(format!("{list}: {}", changed(*key, was, is)));
            }
        }
    }
    None
}

/// Whether a row of another list changed as it should, since a row changed that it belongs to.
fn follows(
    statement: &Statement,
    list: &str,
    reached: &Reached<'_>,
    (key, was, is): (i64, Option<&Json>, Option<&Json>),
) -> bool {
    let Reached { keys, was: own } = reached;
    let along = statement.written.along.iter();
    let mut along = along.filter(|along| along.list == list);
    along.any(|along| {
        let belongs = |row: &Json| {
            row[along.by]
                .as_i64()
                .is_some_and(|key| keys.contains(&key))
        };
        match (&along.how, was, is, statement.does) {
            (How::Members(members), Some(was), Some(is), Does::Update) => {
                belongs(was) && other_member(was, is, members).is_none()
            }
            (How::Go, Some(was), None, Does::Delete) => belongs(was),
            (How::Come, None, Some(is), Does::Insert) => belongs(is),
            (How::Above(members), Some(was), Some(is), Does::Delete | Does::Insert) => {
                let rows = keys.iter().filter_map(|own_key| own.get(own_key));
                let mut above = rows.filter_map(|row| row[along.by].as_i64());
                above.any(|above| above == key) && other_member(was, is, members).is_none()
            }
            (How::Unlinked, Some(was), Some(is), Does::Delete) => {
                belongs(was)
                    && is[along.by] == 0
                    && other_member(was, is, &[along.by, "date_modified"]).is_none()
            }
            _ => false,
        }
    })
}

fn changed(key: i64, was: Option<&Json>, is: Option<&Json>) -> String {
    match (was, is) {
        (Some(was), Some(is)) => {
            let member = other_member(was, is, &[]).unwrap_or_default();
            format!(
                "row {key} changed in {member}, from {} to {}",
                was[&member], is[&member]
            )
        }
        (Some(_), None) => format!("row {key} is gone"),
        (None, _) => format!("row {key} is new"),
    }
}

/// A member that differs and is none of these.
fn other_member(was: &Json, is: &Json, may: &[&str]) -> Option<String> {
    let (was, is) = (was.as_object()?, is.as_object()?);
    let names = was.keys().chain(is.keys());
    let mut names = names.filter(|name| !may.contains(&name.as_str()));
    names.find(|name| was.get(*name) != is.get(*name)).cloned()
}

/// Whether a member of the store has PostgreSQL's value. What has no NULL has 0 or an empty text.
fn same(member: Option<&Json>, value: &Cell) -> bool {
    let member = member.unwrap_or(&Json::Null);
    let number = || {
        let text = member.as_str().map(str::to_owned);
        Decimal::parse(&text.unwrap_or_else(|| member.to_string())).map(Decimal::trimmed)
    };
    match value {
        Cell::Null => {
            let zero = number().is_some_and(|number| number.unscaled == 0);
            member.is_null() || *member == "" || zero
        }
        Cell::Int(value) => Decimal::parse(&value.to_string()).map(Decimal::trimmed) == number(),
        Cell::Decimal(value) => Some(value.rounded(4).trimmed()) == number(),
        Cell::Bool(value) => member.as_bool() == Some(*value),
        Cell::Text(value) => member.as_str() == Some(value),
        _ => false,
    }
}
