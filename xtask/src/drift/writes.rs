//! What a definition says of writes, against the bodies that the official files describe.
//!
//! Whether the endpoints are there at all is `definitions`'s.

use storeql_catalog::{Column, Endpoint, Table};

use super::official::{Official, Shape, normal};

/// Everything in the table's writes that the official files do not have, or have otherwise.
pub(super) fn findings(official: &Official, table: &Table) -> Vec<String> {
    let mut found = Vec::new();
    let insert = table
        .write
        .insert
        .as_ref()
        .and_then(|write| body(official, table, write));
    let update = table
        .write
        .update
        .as_ref()
        .and_then(|write| body(official, table, write));
    for shape in insert.iter().chain(&update) {
        if shape.members.is_empty() {
            return found;
        }
    }
    if let Some(insert) = &insert {
        required(table, insert, &mut found);
    }
    if insert.is_none() && update.is_none() {
        return found;
    }
    for column in table.columns.values().filter(|column| !column.from_parent) {
        let name = format!("{}.{}", table.name, column.name);
        let inserted = insert.as_ref().and_then(|shape| taken(shape, column));
        let updated = update.as_ref().and_then(|shape| taken(shape, column));
        let in_path = table.key.contains(&column.name) || named_in_path(table, column);
        let either = inserted.or(updated);
        if column.read_only {
            // A key stands in bodies so that a row of an array is known by it.
            if either.is_some_and(|shape| !shape.read_only) && !in_path {
                found.push(format!("{name}: is read-only here, and a write takes it"));
            }
        } else if either.is_none() && !in_path {
            found.push(format!("{name}: no write takes it"));
        } else if update.is_some() && updated.is_none() && !column.insert_only && !in_path {
            found.push(format!("{name}: an update does not take it"));
        }
    }
    found
}

/// The path of a write has the value, so that the body need not.
fn named_in_path(table: &Table, column: &Column) -> bool {
    let placeholder = format!("{{{}}}", column.name);
    let write = &table.write;
    [&write.insert, &write.update]
        .into_iter()
        .flatten()
        .any(|write| write.path.contains(&placeholder))
}

fn body(official: &Official, table: &Table, write: &Endpoint) -> Option<Shape> {
    official
        .endpoint(table.api.segment(), &normal(&write.path))?
        .body(&write.method)
}

fn taken<'a>(shape: &'a Shape, column: &Column) -> Option<&'a Shape> {
    let path = column.write_as.as_ref().unwrap_or(&column.path);
    // An object without a description may have any member.
    let open = path.first().and_then(|first| shape.members.get(first));
    shape
        .at(path)
        .or_else(|| open.filter(|member| member.row().members.is_empty()))
}

fn required(table: &Table, body: &Shape, found: &mut Vec<String>) {
    let ours = table
        .write
        .required
        .iter()
        .filter_map(|name| table.columns.get(name));
    let ours: Vec<&String> = ours
        .filter_map(|column| column.write_as.as_ref().unwrap_or(&column.path).first())
        .collect();
    for name in body.required.iter().filter(|name| !ours.contains(name)) {
        found.push(format!("{}: an insert needs `{name}`", table.name));
    }
}
