//! Does what a plan says: rows get their numbers and times, and what follows for other rows is done.

use serde_json::{Map, Value};

use super::description::{Does, Within};
use super::keys::{array_at, locate, text_of};
use super::plan::{Plan, Step};
use super::route::Found;
use crate::dataset::Dataset;
use crate::random::Random;
use crate::request::Version;
use crate::template::EVERYTHING;
use crate::time::{rfc2822, rfc3339, rfc3339_offset};

/// The fields that tell when a row was created, and when it was changed.
const CREATED: [&str; 4] = ["date_created", "created_at", "created", "upload_date"];
const MODIFIED: [&str; 4] = ["date_modified", "updated_at", "last_updated", "modified"];

/// Does it; gives the rows as they are now, or as they were before they went.
pub(crate) fn carry_out(data: &mut Dataset, found: &Found, plan: Plan) -> Vec<Value> {
    let writes = found.compiled.writes;
    let mut rows = Vec::new();
    let mut gone = Vec::new();
    let mut array = match (writes.within, plan.ancestor) {
        (Within::Arrays(_), Some(ancestor)) => {
            Some(data.table(writes.table).row(ancestor, &EVERYTHING))
        }
        _ => None,
    };
    for step in plan.steps {
        let (row, does) = match step {
            Step::Add(mut row) => {
                number(data, found, &mut row);
                stamp(data, writes.version, &mut row, true);
                match elements(&mut array, found) {
                    Some(elements) => elements.push(row.clone()),
                    None => data.change(writes.table).add(row.clone()),
                }
                (row, Does::Create)
            }
            Step::Set(index, mut row) => {
                stamp(data, writes.version, &mut row, false);
                match elements(&mut array, found) {
                    Some(elements) => elements[index] = row.clone(),
                    None => data.change(writes.table).set(index, row.clone()),
                }
                (row, Does::Update)
            }
            Step::Remove(index, row) => {
                gone.push(index);
                (row, Does::Delete)
            }
        };
        rows.push((row, does));
    }
    if let Some(elements) = elements(&mut array, found) {
        let mut index = 0;
        elements.retain(|_| {
            index += 1;
            !gone.contains(&(index - 1))
        });
    }
    match (array, plan.ancestor) {
        (Some(mut row), Some(ancestor)) => {
            stamp(data, writes.version, &mut row, false);
            data.change(writes.table).set(ancestor, row);
        }
        _ => data.change(writes.table).remove(&gone),
    }
    for (row, does) in &rows {
        if *does == Does::Delete {
            for (table, field) in writes.along {
                take_along(data, table, field, &row[writes.key]);
            }
        }
        (writes.follow)(data, row, *does);
        tell(data, found, row, *does);
    }
    rows.into_iter()
        .map(|(row, _)| as_it_is(data, found, row))
        .collect()
}

/// Tells the webhooks.
fn tell(data: &mut Dataset, found: &Found, row: &Value, does: Does) {
    let (event, key) = (found.compiled.writes.event, found.compiled.writes.key);
    if event.is_empty() {
        return;
    }
    let what = match does {
        Does::Create => "created",
        Does::Update | Does::Upsert => "updated",
        Does::Delete => "deleted",
    };
    let kind = event.rsplit('/').next().unwrap_or(event);
    let mut about = serde_json::json!({ "type": kind, "id": row[key] });
    match kind {
        "metafield" => {
            about["metafield_id"] = row["id"].clone();
            about["resource_id"] = Value::from(text_of(&row["resource_id"]).unwrap_or_default());
            about["namespace"] = row["namespace"].clone();
        }
        "sku" => {
            about["sku"] =
                serde_json::json!({ "product_id": row["product_id"], "variant_id": row["id"] });
        }
        _ => {}
    }
    data.tell(&format!("{event}/{what}"), about);
}

/// The row as it is after what followed; a row that is gone as it was.
fn as_it_is(data: &Dataset, found: &Found, row: Value) -> Value {
    let writes = found.compiled.writes;
    let key = match writes.within {
        Within::Arrays(_) => return row,
        _ => writes.key,
    };
    let fields: Option<Vec<(&str, String)>> = found
        .parent()
        .into_iter()
        .chain(key.split_whitespace())
        .map(|field| Some((field, text_of(&row[field])?)))
        .collect();
    let table = data.table(writes.table);
    let index = match fields {
        Some(fields) if !fields.is_empty() => locate(table, &fields),
        _ => None,
    };
    index.map_or(row, |index| table.row(index, &EVERYTHING))
}

fn elements<'r>(array: &'r mut Option<Value>, found: &Found) -> Option<&'r mut Vec<Value>> {
    let Within::Arrays(fields) = found.compiled.writes.within else {
        return None;
    };
    array_at(array.as_mut()?, fields, found.keys().0)
}

/// Changes the row of a table whose field has this value.
pub(crate) fn edit(
    data: &mut Dataset,
    table: &'static str,
    field: &str,
    key: &Value,
    change: impl FnOnce(&mut Value),
) {
    let Some(text) = text_of(key) else { return };
    let Some(index) = locate(data.table(table), &[(field, text)]) else {
        return;
    };
    let mut row = data.table(table).row(index, &EVERYTHING);
    change(&mut row);
    data.change(table).set(index, row);
}

/// The rows of a table whose field has this value.
pub(crate) fn rows_with(data: &Dataset, table: &str, field: &str, key: &Value) -> Vec<Value> {
    let (rows, key) = (data.table(table), text_of(key).unwrap_or_default());
    let indexes = rows.with(&[(field, &key)]).into_iter();
    indexes.map(|index| rows.row(index, &EVERYTHING)).collect()
}

/// Removes the rows that name a row that has gone.
pub(crate) fn take_along(data: &mut Dataset, table: &'static str, field: &str, key: &Value) {
    let Some(key) = text_of(key) else { return };
    let gone = data.table(table).with(&[(field, &key)]);
    if !gone.is_empty() {
        data.change(table).remove(&gone);
    }
}

/// Gives a new row its key, unless the body gave it.
fn number(data: &mut Dataset, found: &Found, row: &mut Value) {
    let writes = found.compiled.writes;
    let key = writes.key;
    let assigned = key.contains(' ') || key.is_empty();
    let given = found
        .compiled
        .members
        .iter()
        .any(|member| member.name == key && member.is_taken_at_creation());
    if assigned || given {
        return;
    }
    let pattern = data.shape(writes.table)[key].take();
    row[key] = match (writes.within, pattern.as_str()) {
        (Within::Arrays(_), _) => Value::from(data.number()),
        (_, Some(text)) if text.contains('-') => {
            Value::from(Random::at(data.number() as u64, "new row", 0).uuid())
        }
        (_, Some(_)) => Value::from(data.change(writes.table).next_number(key).to_string()),
        (_, None) => Value::from(data.change(writes.table).next_number(key)),
    };
}

/// Puts the times of creation and change where the row has them, in the spelling that it has them in.
fn stamp(data: &mut Dataset, version: Version, row: &mut Value, created: bool) {
    let now = data.now();
    let Some(row) = row.as_object_mut() else {
        return;
    };
    if created {
        spell(row, &CREATED, version, now);
    }
    spell(row, &MODIFIED, version, now);
}

fn spell(row: &mut Map<String, Value>, fields: &[&str], version: Version, now: i64) {
    for field in fields {
        let Some(value) = row.get_mut(*field) else {
            continue;
        };
        *value = match value.as_str() {
            Some(text) if text.contains(',') => Value::from(rfc2822(now)),
            Some(text) if text.ends_with("+00:00") => Value::from(rfc3339_offset(now)),
            Some(text) if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) => {
                Value::from(now.to_string())
            }
            Some("") if version == Version::V2 => Value::from(rfc2822(now)),
            Some(_) => Value::from(rfc3339(now)),
            None if value.is_number() => Value::from(now),
            None => continue,
        };
    }
}
