//! Whether a table can be written as its definition says: endpoints, bodies, natural keys, and the words of columns that writes
//! read.
//!
//! What is held here first: no write reaches more rows than those whose keys it names.

use crate::check::{Check, placeholders};
use crate::children::{Children, DEEPEST};
use crate::column::{Column, ColumnType, WriteFormat};
use crate::table::Paging;
use crate::write::{Body, Carries, Endpoint, Update, Upsert};

/// Checks all that the definition says of writes.
pub(crate) fn all(check: &mut Check<'_, '_>) {
    let table = check.table;
    let write = &table.write;
    if let Some(insert) = &write.insert {
        endpoint(check, "write.insert", &insert.endpoint, &["POST", "PUT"]);
        written(check, "write.insert.found_by", &insert.found_by);
    }
    updates(check, &write.updates);
    if let Some(upsert) = &write.upsert {
        upserts(check, upsert);
    }
    deletes(check);
    for required in &write.required {
        written(check, "write.required", &required.one_of);
    }
    for columns in &write.unique {
        for name in columns {
            member(check, "write.unique", name);
        }
    }
    members(check);
    for (name, declared) in &write.children {
        children(check, name, declared);
    }
    for column in table.columns.values().chain(write.members.values()) {
        column_words(check, column);
    }
}

fn updates(check: &mut Check<'_, '_>, updates: &[Update]) {
    const PLACE: &str = "write.update";
    for (position, update) in updates.iter().enumerate() {
        endpoint(check, PLACE, &update.endpoint, &["PUT", "PATCH", "POST"]);
        // An array carries the key of every row in its elements.
        if update.endpoint.body == Body::Object {
            whole_key(check, PLACE, &update.endpoint);
        }
        written(check, "write.update.columns", &update.columns);
        carried(check, "write.update.carries", &update.carries);
        if update.columns.is_empty() && position > 0 {
            check.problem(
                PLACE,
                "which of the updates takes a column is not said",
                "name the `columns` of every update but the first",
            );
        }
    }
}

fn upserts(check: &mut Check<'_, '_>, upsert: &Upsert) {
    endpoint(check, "write.upsert", &upsert.endpoint, &["PUT", "POST"]);
    written(check, "write.upsert.key", &upsert.key);
    written(check, "write.upsert.found_by", &upsert.found_by);
    carried(check, "write.upsert.carries", &upsert.carries);
    if upsert.key.is_empty() {
        check.problem(
            "write.upsert.key",
            "is missing",
            "name the columns by which the API finds the row",
        );
    }
}

fn deletes(check: &mut Check<'_, '_>) {
    const PLACE: &str = "write.delete";
    let Some(delete) = &check.table.write.delete else {
        return;
    };
    let at = &delete.endpoint;
    let changes = at.replaces || !delete.set.is_empty();
    let methods: &[&str] = if changes {
        &["PUT", "POST"]
    } else {
        &["DELETE"]
    };
    endpoint(check, PLACE, at, methods);
    for name in delete.set.keys() {
        member(check, "write.delete.set", name);
    }
    for name in &delete.takes_along {
        check.table_named("write.delete.takes_along", name);
    }
    // A body of keys, and an array of rows that a change takes out, name their rows themselves.
    let by_body = at.body == Body::Keys || (changes && at.body == Body::Array);
    if !by_body {
        whole_key(check, PLACE, at);
    }
    let query = at.path.split_once('?').map_or("", |(_, query)| query);
    if at.batch > 1 && placeholders(query).len() > 1 {
        check.problem(
            PLACE,
            "two lists of keys in one path delete each pair of them",
            "write batch = 1, or leave one of the lists out",
        );
    }
}

fn endpoint(check: &mut Check<'_, '_>, place: &str, endpoint: &Endpoint, methods: &[&str]) {
    if !methods.contains(&endpoint.method.as_str()) {
        check.problem(
            place,
            format!("`{}` is not done here", endpoint.method),
            methods.join(" or "),
        );
    }
    check.path(place, &endpoint.path);
    for name in placeholders(&endpoint.path) {
        member(check, place, name);
    }
    for name in endpoint.paths.keys() {
        member(check, place, name);
    }
    let one = endpoint.body == Body::Object;
    if one && (endpoint.replaces || (endpoint.batch > 1 && endpoint.method != "DELETE")) {
        check.problem(
            place,
            "an object holds one row",
            "remove `body`, or `batch` and `replaces`",
        );
    }
}

/// A path without the whole key reaches more than one row, and without any of it empties the collection.
fn whole_key(check: &mut Check<'_, '_>, place: &str, endpoint: &Endpoint) {
    let named = placeholders(&endpoint.path);
    let table = check.table;
    let one_row = table
        .list
        .as_ref()
        .is_some_and(|list| list.paging == Paging::Single);
    let missing = table.key.iter().any(|part| !named.contains(&part.as_str()));
    let collection = endpoint.method == "DELETE" && named.is_empty();
    if collection || (missing && !one_row) {
        check.problem(
            place,
            format!("`{}` does not name one row by its key", endpoint.path),
            format!("name every key column in braces: {}", table.key.join(", ")),
        );
    }
}

/// A column of the table, or a member that only writes have.
fn member<'a>(check: &mut Check<'a, '_>, place: &str, name: &str) -> Option<&'a Column> {
    let of_writes = check.table.write.members.get(name);
    of_writes.or_else(|| check.column(place, name))
}

/// Columns that a write sends.
fn written(check: &mut Check<'_, '_>, place: &str, names: &[String]) {
    for name in names {
        if member(check, place, name).is_some_and(|column| column.read_only) {
            check.problem(
                place,
                format!("`{name}` is read-only"),
                "remove it from one of the two",
            );
        }
    }
}

fn carried(check: &mut Check<'_, '_>, place: &str, carries: &Carries) {
    if let Carries::Columns(names) = carries {
        written(check, place, names);
    }
}

fn members(check: &mut Check<'_, '_>) {
    let table = check.table;
    for name in table.write.members.keys() {
        if table.columns.contains_key(name) {
            check.problem(
                format!("write.members.{name}"),
                "is a column of the table",
                "say there how it is written",
            );
        }
    }
}

/// Rows inside of a column: a JSON column that a write takes, and columns that their own table has.
fn children(check: &mut Check<'_, '_>, name: &str, declared: &Children) {
    let place = format!("write.children.{name}");
    let Some(column) = member(check, &place, name) else {
        return;
    };
    if column.kind != ColumnType::Json || column.read_only {
        check.problem(
            &place,
            format!("`{name}` holds no JSON that a write takes"),
            "name a column of the type json that is not read-only",
        );
    }
    let table = match &declared.table {
        Some(table) => check.table_named(&place, table),
        None => None,
    };
    let of_table = declared.only.iter().chain(declared.paths.keys());
    for name in of_table {
        match table {
            Some(table) if table.write.members.contains_key(name) => {}
            Some(table) => drop(check.column_of(table, &place, name)),
            None => check.problem(
                &place,
                format!("`{name}` is a column of no table"),
                "name the `table` that has the rows, or write it in `members`",
            ),
        }
    }
    if declared.table.is_none() && declared.members.is_empty() {
        check.problem(
            &place,
            "what an object may have is not said",
            "name the `table` that has the rows, or `members`",
        );
    }
    if contains(check, declared, &check.table.name.clone(), 0) {
        check.problem(
            &place,
            "the rows have rows of their own that lead back here",
            "remove one of the `children`",
        );
    }
}

/// Whether rows of a table stand inside of the declared ones, however deep.
fn contains(check: &Check<'_, '_>, declared: &Children, wanted: &str, depth: usize) -> bool {
    let Some(name) = &declared.table else {
        return false;
    };
    // A circle that does not come back here is told of its own tables.
    let below = check.tables.get(name).filter(|_| depth < DEEPEST);
    let mut below = below
        .into_iter()
        .flat_map(|table| table.write.children.values());
    name == wanted || below.any(|inner| contains(check, inner, wanted, depth + 1))
}

fn column_words(check: &mut Check<'_, '_>, column: &Column) {
    let place = |word: &str| format!("columns.{}.{word}", column.name);
    let text = column.kind == ColumnType::Text;
    if column.max_length.is_some() && !text {
        check.problem(place("max_length"), "only a text has a length", "remove it");
    }
    let of_insert = check.table.write.insert.as_ref();
    let one_row = of_insert.is_some_and(|insert| insert.endpoint.body == Body::Object);
    if column.file.is_some() && !(text && column.insert_only && one_row) {
        check.problem(
            place("file"),
            "a file is sent with one row that is created",
            "write it at a text that is `insert_only`, where an insert takes one row",
        );
    }
    let time = matches!(column.kind, ColumnType::Timestamp | ColumnType::Date);
    let fits = match column.write_format {
        WriteFormat::Plain => true,
        WriteFormat::Quoted => !time && !text,
        WriteFormat::Rfc3339 | WriteFormat::Rfc2822 | WriteFormat::UnixText => time,
    };
    if !fits {
        check.problem(
            place("write_format"),
            format!("{} is not spelled so", column.kind),
            "remove it",
        );
    }
    if column.writes_null && column.unset.is_some() {
        check.problem(
            place("unset"),
            "what takes a null needs no other value for it",
            "remove it, or `writes_null`",
        );
    }
    let said = column.writes_null || column.unset.is_some() || column.max_length.is_some();
    if column.read_only && (said || column.insert_only) {
        check.problem(
            place("read_only"),
            "says that no write takes it, and another word how one does",
            "remove one of the two",
        );
    }
}
