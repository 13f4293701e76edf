//! What a definition says of writes, against the bodies that the official files describe.
//!
//! Whether the endpoints are there at all is `definitions`'s.

use std::collections::BTreeSet;

use storeql_catalog::{Body, Carries, Column, ColumnType, Endpoint, Table, WriteFormat};

use super::official::{Official, Shape, normal};

/// One writing endpoint, and the shape of a row that it takes.
struct Taken<'a> {
    endpoint: &'a Endpoint,
    row: Shape,
    /// The only columns that it takes; empty for all.
    columns: &'a [String],
    carries: Option<&'a Carries>,
    nulls: bool,
}

/// Everything in the table's writes that the official files do not have, or have otherwise.
pub(super) fn findings(official: &Official, table: &Table) -> Vec<String> {
    let mut found = Vec::new();
    let write = &table.write;
    for (word, endpoint) in write.endpoints() {
        batches(official, table, word, endpoint, &mut found);
    }
    let taken = |endpoint, columns, carries, nulls| {
        Some(Taken {
            endpoint,
            row: body(official, table, endpoint)?,
            columns,
            carries,
            nulls,
        })
    };
    let upsert = write.upsert.as_ref();
    let upsert = || upsert.and_then(|one| taken(&one.endpoint, &[], Some(&one.carries), true));
    let insert = match &write.insert {
        Some(insert) => taken(&insert.endpoint, &[], None, true),
        None => upsert(),
    };
    let mut updates: Vec<Taken<'_>> = Vec::new();
    for one in &write.updates {
        let columns = one.columns.as_slice();
        updates.extend(taken(&one.endpoint, columns, Some(&one.carries), one.nulls));
    }
    if write.updates.is_empty() {
        updates.extend(upsert());
    }
    let all = || insert.iter().chain(&updates);
    // A body that no file describes says nothing.
    if all().next().is_none() || all().any(|one| one.row.members.is_empty()) {
        return found;
    }
    if let Some(insert) = &insert {
        required(table, insert, &mut found);
    }
    answered_key(official, table, &mut found);
    for update in &updates {
        carried(table, update, &mut found);
    }
    let members = write.members.values();
    for column in table.columns.values().chain(members) {
        taking(table, column, insert.as_ref(), &updates, &mut found);
        for one in all().filter(|one| one.takes(table, column)) {
            spelling(table, column, one, &mut found);
        }
    }
    found.sort();
    found.dedup();
    found
}

/// Whether a new row's key is known: from its answer, from what is sent, or by finding the row again.
fn answered_key(official: &Official, table: &Table, found: &mut Vec<String>) {
    let write = &table.write;
    let insert = write
        .insert
        .iter()
        .map(|one| (&one.endpoint, &one.found_by));
    let upsert = write
        .upsert
        .iter()
        .map(|one| (&one.endpoint, &one.found_by));
    for (endpoint, found_by) in insert.chain(upsert) {
        let given = |name: &String| {
            let column = table.columns.get(name);
            column.is_some_and(|column| !column.read_only)
                || endpoint.path.contains(&format!("{{{name}}}"))
        };
        let version = write.api.segment();
        let answer = official.endpoint(version, &normal(&endpoint.path));
        let answer = answer
            .and_then(|endpoint_of| endpoint_of.answer(&endpoint.method))
            .unwrap_or_default();
        let row = answer.members.get("data").unwrap_or(&answer).row();
        let told = |name: &String| {
            let column = table.columns.get(name);
            column.is_some_and(|column| row.at(&column.path).is_some())
        };
        let lost: Vec<&String> = table
            .key
            .iter()
            .filter(|name| !given(name) && !told(name))
            .collect();
        match (lost.first(), found_by.is_empty()) {
            (Some(name), true) => found.push(format!(
                "{}: no answer tells `{name}` of a new row",
                table.name
            )),
            (None, false) => found.push(format!(
                "{}: the answer tells the key of a new row",
                table.name
            )),
            _ => {}
        }
    }
}

/// Whether the right writes take the column, and no other.
fn taking(
    table: &Table,
    column: &Column,
    insert: Option<&Taken<'_>>,
    updates: &[Taken<'_>],
    found: &mut Vec<String>,
) {
    if column.from_parent {
        return;
    }
    let name = format!("{}.{}", table.name, column.name);
    let inserted = insert.and_then(|one| one.at(column));
    let mut updated = updates.iter().filter_map(|one| one.at(column));
    let updated = updated.find(|shape| !shape.read_only);
    let in_path = table.key.contains(&column.name) || named_in_path(table, column);
    if column.read_only {
        // A key stands in bodies so that a row of an array is known by it.
        let taken = inserted.or(updated).is_some_and(|shape| !shape.read_only);
        if taken && !in_path {
            found.push(format!("{name}: is read-only here, and a write takes it"));
        }
        return;
    }
    let alone = updates
        .iter()
        .find(|one| one.columns.contains(&column.name));
    if inserted.or(updated).is_none() && !in_path {
        found.push(format!("{name}: no write takes it"));
    } else if !updates.is_empty() && updated.is_none() && !column.insert_only && !in_path {
        found.push(format!("{name}: an update does not take it"));
    } else if alone.is_some_and(|one| one.at(column).is_none()) {
        found.push(format!("{name}: the update that names it does not take it"));
    } else if column.insert_only && updated.is_some() && !in_path {
        found.push(format!(
            "{name}: is set at creation only here, and an update takes it"
        ));
    }
}

impl Taken<'_> {
    /// The member that has the column's value.
    fn at(&self, column: &Column) -> Option<&Shape> {
        let path = self.endpoint.path_of(column);
        // An object without a description may have any member.
        let open = path.first().and_then(|first| self.row.members.get(first));
        let open = open.filter(|member| member.row().members.is_empty());
        self.row.at(path).or(open)
    }

    /// The member of the row that has the column, or the object that it stands in.
    fn top<'t>(&'t self, table: &'t Table, name: &str) -> Option<&'t str> {
        let members = &table.write.members;
        let column = table.columns.get(name).or_else(|| members.get(name))?;
        self.endpoint.path_of(column).first().map(String::as_str)
    }

    /// Whether this is the endpoint that a statement sends the column to.
    fn takes(&self, table: &Table, column: &Column) -> bool {
        let mine = match self.columns.is_empty() {
            false => self.columns.contains(&column.name),
            true => {
                !(elsewhere(table, column, self) || self.carries.is_some() && column.insert_only)
            }
        };
        mine && !column.read_only && !column.from_parent
    }
}

/// Whether another update alone takes the column.
fn elsewhere(table: &Table, column: &Column, one: &Taken<'_>) -> bool {
    let usual = table.write.updates.first();
    let is_usual = usual.is_some_and(|usual| std::ptr::eq(&usual.endpoint, one.endpoint));
    let named = |columns: &[String]| columns.contains(&column.name);
    is_usual
        && table
            .write
            .updates
            .iter()
            .any(|update| named(&update.columns))
}

/// Types, null and sizes.
fn spelling(table: &Table, column: &Column, one: &Taken<'_>, found: &mut Vec<String>) {
    let Some(shape) = one.row.exact(one.endpoint.path_of(column)) else {
        return;
    };
    let name = format!("{}.{}", table.name, column.name);
    let sent = sent_as(column);
    let takes = |kind: &&str| shape.types.contains(*kind);
    if !shape.types.is_empty() && !sent.iter().any(takes) {
        let theirs: Vec<&str> = shape.types.iter().map(String::as_str).collect();
        let theirs = theirs.join(" or ");
        found.push(format!(
            "{name}: a write sends {} and the file takes {theirs}",
            sent[0]
        ));
    }
    match (column.writes_null && one.nulls, shape.nullable) {
        (true, false) => found.push(format!("{name}: the file takes no null")),
        (false, true) if one.nulls => found.push(format!("{name}: the file takes a null")),
        _ => {}
    }
    let ours = column.max_length.map(u64::from);
    if column.kind == ColumnType::Text && column.values.is_empty() && ours != shape.max_length {
        let length = |length: Option<u64>| length.map_or("none".to_owned(), |n| n.to_string());
        let (ours, theirs) = (length(ours), length(shape.max_length));
        found.push(format!(
            "{name}: longest text is {ours} here and {theirs} there"
        ));
    }
}

/// The JSON types of what a write sends for the column.
fn sent_as(column: &Column) -> &'static [&'static str] {
    match (column.write_format, column.kind) {
        (WriteFormat::Plain, ColumnType::Int64) => &["integer", "number"],
        (WriteFormat::Plain, ColumnType::Decimal(..) | ColumnType::Float64) => &["number"],
        (WriteFormat::Plain, ColumnType::Bool) => &["boolean"],
        (WriteFormat::Plain, ColumnType::Json) => &["object", "array"],
        _ => &["string"],
    }
}

/// The path of a write has the value, so that the body need not.
fn named_in_path(table: &Table, column: &Column) -> bool {
    let placeholder = format!("{{{}}}", column.name);
    let mut endpoints = table.write.endpoints();
    endpoints.any(|(word, write)| word != "delete" && write.path.contains(&placeholder))
}

/// The shape of a row in what an endpoint takes.
fn body(official: &Official, table: &Table, write: &Endpoint) -> Option<Shape> {
    let body = whole(official, table, write)?;
    Some(match &write.wrap {
        Some(wrap) => body.at(std::slice::from_ref(wrap))?.clone(),
        None => body.row().clone(),
    })
}

/// The shape of all that an endpoint takes.
fn whole(official: &Official, table: &Table, write: &Endpoint) -> Option<Shape> {
    official
        .endpoint(table.write.api.segment(), &normal(&write.path))?
        .body(&write.method)
}

/// Whether the body is an array where the definition says so, and of how many rows.
fn batches(
    official: &Official,
    table: &Table,
    word: &str,
    write: &Endpoint,
    found: &mut Vec<String>,
) {
    let name = &table.name;
    let Some(body) = whole(official, table, write) else {
        if write.body == Body::Keys {
            found.push(format!("{name}: no file has a body for its {word}"));
        }
        return;
    };
    let array = match &write.wrap {
        Some(wrap) => body.exact(std::slice::from_ref(wrap)),
        None => Some(&body),
    };
    let Some(array) = array else {
        let wrap = write.wrap.as_deref().unwrap_or_default();
        found.push(format!("{name}: its {word} has no `{wrap}` there"));
        return;
    };
    let is_array = array.items.is_some() || array.types.contains("array");
    let may_be_object = array.types.is_empty() || array.types.contains("object");
    if write.method == "DELETE" && write.body == Body::Object {
        return;
    }
    match write.body {
        Body::Object if is_array && !may_be_object => {
            found.push(format!("{name}: its {word} takes an array there"));
        }
        Body::Array | Body::Keys if !is_array => {
            found.push(format!("{name}: its {word} takes no array there"));
        }
        _ => {}
    }
    if let Some(most) = array.max_items
        && is_array
        && most != u64::from(write.batch)
    {
        let ours = write.batch;
        found.push(format!(
            "{name}: its {word} takes {ours} rows here and {most} there"
        ));
    }
}

fn required(table: &Table, insert: &Taken<'_>, found: &mut Vec<String>) {
    let all = table.write.required.iter();
    let ours: BTreeSet<&str> = all
        .clone()
        .flat_map(|required| &required.one_of)
        .filter_map(|name| insert.top(table, name))
        .collect();
    for name in insert
        .row
        .required
        .iter()
        .filter(|name| !ours.contains(name.as_str()))
    {
        found.push(format!("{}: an insert needs `{name}`", table.name));
    }
    // A schema without a required member says nothing of them; the text beside it does.
    if insert.row.required.is_empty() {
        return;
    }
    let alone = all.filter(|required| required.one_of.len() == 1);
    for name in alone.flat_map(|required| &required.one_of) {
        let in_path = table
            .write
            .endpoints()
            .any(|(_, one)| one.path.contains(&format!("{{{name}}}")));
        let top = insert.top(table, name);
        let there = top.is_some_and(|top| insert.row.required.contains(top));
        if !there && !in_path {
            found.push(format!(
                "{}: an insert needs `{name}` only here",
                table.name
            ));
        }
    }
}

fn carried(table: &Table, update: &Taken<'_>, found: &mut Vec<String>) {
    let Some(Carries::Columns(carried)) = update.carries else {
        return;
    };
    let upserted = table.write.upsert.iter().flat_map(|upsert| &upsert.key);
    let ours: BTreeSet<&str> = carried
        .iter()
        .chain(&table.key)
        .chain(upserted)
        .filter_map(|name| update.top(table, name))
        .collect();
    let theirs = update.row.required.iter();
    for name in theirs.filter(|name| !ours.contains(name.as_str())) {
        found.push(format!("{}: an update carries `{name}`", table.name));
    }
}
