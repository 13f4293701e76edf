//! One definition against the official files: what it says that they do not.
//!
//! What they say and no definition does is `coverage`'s.

use std::collections::{BTreeMap, BTreeSet};

use storeql_catalog::{Catalog, Column, ColumnType, Listing, Paging, SortStyle, Table};

use super::official::{Official, Shape};

/// Everything in the table that the official files do not have.
pub(super) fn findings(catalog: &Catalog, official: &Official, table: &Table) -> Vec<String> {
    let mut found = Vec::new();
    let reads = table.api.segment();
    for listing in listings(table) {
        endpoint(official, table, reads, "GET", &listing.path, &mut found);
        parameters(official, table, listing, &mut found);
    }
    if let Some(count) = &table.count {
        endpoint(official, table, reads, "GET", &count.path, &mut found);
        if count.filters {
            filters(official, table, &count.path, &mut found);
        }
    }
    if let Some(embedded) = &table.embedded {
        parent_words(catalog, official, table, embedded, &mut found);
    }
    let version = table.write.api.segment();
    for (_, write) in table.write.endpoints() {
        let (method, path) = (&write.method, &write.path);
        endpoint(official, table, version, method, path, &mut found);
        let query = path.split_once('?').map_or("", |(_, query)| query);
        let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        let words = pairs.map(|(word, _)| word);
        known_words(official, table, version, method, path, words, &mut found);
    }
    columns(catalog, official, table, &mut found);
    found.extend(super::writes::findings(official, table));
    found
}

/// The lists that a table is read from, of the store and below a parent.
pub(super) fn listings(table: &Table) -> impl Iterator<Item = &Listing> {
    table.list.iter().chain(
        table
            .per_parent
            .iter()
            .map(|per_parent| &per_parent.listing),
    )
}

/// The shapes of the table's rows, from every place that has them.
pub(super) fn rows(catalog: &Catalog, official: &Official, table: &Table) -> Vec<Shape> {
    let mut shapes = Vec::new();
    for listing in listings(table) {
        shapes.extend(listed(official, table, listing));
    }
    if let Some(embedded) = &table.embedded
        && let Some(parent) = catalog.table(&embedded.table)
    {
        for parent in rows(catalog, official, parent) {
            shapes.extend(
                embedded
                    .rows
                    .iter()
                    .filter_map(|path| parent.at(path))
                    .map(|shape| shape.row().clone()),
            );
        }
    }
    shapes
}

/// The shape of a row in a list's answer.
pub(super) fn listed(official: &Official, table: &Table, listing: &Listing) -> Option<Shape> {
    let answer = official
        .endpoint(table.api.segment(), &listing.path)?
        .answer("GET")?;
    let body = match answer.members.get("data") {
        Some(data) if table.api.segment() == "v3" && !listing.bare => data,
        _ => &answer,
    };
    body.at(&listing.rows).map(|shape| shape.row().clone())
}

fn endpoint(
    official: &Official,
    table: &Table,
    version: &str,
    method: &str,
    path: &str,
    found: &mut Vec<String>,
) {
    if !official
        .endpoint(version, path)
        .is_some_and(|endpoint| endpoint.has(method))
    {
        found.push(format!(
            "{}: there is no {version} {method} {}",
            table.name,
            plain(path)
        ));
    }
}

fn known_words<'a>(
    official: &Official,
    table: &Table,
    version: &str,
    method: &str,
    path: &str,
    words: impl IntoIterator<Item = &'a str>,
    found: &mut Vec<String>,
) {
    let Some(endpoint) = official.endpoint(version, path) else {
        return;
    };
    let known = endpoint.parameters(method);
    for word in words {
        if !known.contains_key(word) {
            let path = plain(path);
            found.push(format!(
                "{}: {version} {method} {path} has no parameter `{word}`",
                table.name
            ));
        }
    }
}

fn filters(official: &Official, table: &Table, path: &str, found: &mut Vec<String>) {
    let words: BTreeSet<&str> = table
        .columns
        .values()
        .flat_map(|column| column.filters.values())
        .map(String::as_str)
        .collect();
    known_words(
        official,
        table,
        table.api.segment(),
        "GET",
        path,
        words,
        found,
    );
}

fn parameters(official: &Official, table: &Table, listing: &Listing, found: &mut Vec<String>) {
    filters(official, table, &listing.path, found);
    let mut words: Vec<&str> = listing.query.keys().map(String::as_str).collect();
    match listing.paging {
        Paging::Page => words.extend(["page", "limit"]),
        Paging::Cursor | Paging::AfterKey => words.extend(["limit", "after"]),
        Paging::Whole | Paging::AsTold | Paging::Single => {}
    }
    if !listing.sort.is_empty() {
        words.push("sort");
        words.extend((listing.sort_style == SortStyle::Direction).then_some("direction"));
    }
    let included: Vec<&str> = table
        .columns
        .values()
        .filter_map(|column| column.include.as_deref())
        .collect();
    words.extend((!included.is_empty()).then_some("include"));
    words.extend(listing.projects.then_some("include_fields"));
    known_words(
        official,
        table,
        table.api.segment(),
        "GET",
        &listing.path,
        words,
        found,
    );

    let colon = listing.sort_style == SortStyle::Colon && table.api.segment() == "v3";
    let sorts = listing.sort.values().map(|word| {
        if colon {
            format!("{word}:asc")
        } else {
            word.clone()
        }
    });
    known_values(official, table, &listing.path, "sort", sorts, found);
    known_values(
        official,
        table,
        &listing.path,
        "include",
        included.into_iter().map(str::to_owned),
        found,
    );
    if listing.projects {
        let fields = table
            .columns
            .values()
            .filter(|column| column.projected && !table.key.contains(&column.name));
        let fields = fields.filter_map(|column| column.path.first().cloned());
        known_values(
            official,
            table,
            &listing.path,
            "include_fields",
            fields,
            found,
        );
    }
}

/// Whether a parameter knows the words that are sent for it; one without a list of values takes any.
fn known_values(
    official: &Official,
    table: &Table,
    path: &str,
    parameter: &str,
    wanted: impl Iterator<Item = String>,
    found: &mut Vec<String>,
) {
    let version = table.api.segment();
    let parameters = official
        .endpoint(version, path)
        .map(|endpoint| endpoint.parameters("GET"));
    let Some(known) = parameters
        .and_then(|mut all| all.remove(parameter))
        .filter(|known| !known.is_empty())
    else {
        return;
    };
    for word in wanted.filter(|word| !known.contains(word)) {
        let path = plain(path);
        found.push(format!(
            "{}: `{parameter}` of {version} GET {path} does not know `{word}`",
            table.name
        ));
    }
}

fn parent_words(
    catalog: &Catalog,
    official: &Official,
    table: &Table,
    embedded: &storeql_catalog::Embedded,
    found: &mut Vec<String>,
) {
    let Some(parent) = catalog.table(&embedded.table) else {
        return;
    };
    for listing in listings(parent) {
        let words = embedded
            .include
            .iter()
            .map(|_| "include")
            .chain(embedded.query.keys().map(String::as_str));
        known_words(
            official,
            table,
            table.api.segment(),
            "GET",
            &listing.path,
            words,
            found,
        );
        known_values(
            official,
            table,
            &listing.path,
            "include",
            embedded.include.iter().cloned(),
            found,
        );
    }
}

fn columns(catalog: &Catalog, official: &Official, table: &Table, found: &mut Vec<String>) {
    let shapes = rows(catalog, official, table);
    if shapes.is_empty() {
        found.push(format!(
            "{}: no official file says what its rows are like",
            table.name
        ));
        return;
    }
    for column in table
        .columns
        .values()
        .filter(|column| !column.from_parent && !column.ordinal)
    {
        let members: Vec<&Shape> = shapes
            .iter()
            .filter_map(|shape| shape.at(&column.path))
            .collect();
        let name = format!("{}.{}", table.name, column.name);
        let path = column.path.join(".");
        let asked_by = column.required
            || table
                .per_parent
                .as_ref()
                .is_some_and(|p| p.keys.contains_key(&column.name));
        if members.is_empty() {
            if !asked_by {
                found.push(format!("{name}: there is no property `{path}`"));
            }
            continue;
        }
        kinds(&name, column, &shapes, found);
        values(
            &name,
            column,
            &members,
            &asked(official, table, column),
            found,
        );
    }
}

fn kinds(name: &str, column: &Column, shapes: &[Shape], found: &mut Vec<String>) {
    let fits: &[&str] = match column.kind {
        ColumnType::Int64 | ColumnType::Decimal(..) => &["integer", "number", "string"],
        ColumnType::Float64 => &["number", "integer"],
        ColumnType::Bool => &["boolean", "string", "integer"],
        ColumnType::Text => &["string", "number", "integer"],
        ColumnType::Date | ColumnType::Timestamp => &["string", "integer"],
        ColumnType::Json => &["object", "array", "string", "number", "integer"],
        ColumnType::Uuid => &["string"],
    };
    let types = shapes
        .iter()
        .filter_map(|shape| shape.exact(&column.path))
        .flat_map(|shape| &shape.types);
    let wrong: BTreeSet<&str> = types
        .map(String::as_str)
        .filter(|kind| !fits.contains(kind))
        .collect();
    if !wrong.is_empty() {
        let wrong = wrong.into_iter().collect::<Vec<_>>().join(" or ");
        found.push(format!("{name}: is {} here and {wrong} there", column.kind));
    }
}

/// The values that the column's filters know; some answers do not name theirs.
fn asked(official: &Official, table: &Table, column: &Column) -> BTreeSet<String> {
    let endpoints =
        listings(table).filter_map(|list| official.endpoint(table.api.segment(), &list.path));
    let all = endpoints.map(|endpoint| endpoint.parameters("GET"));
    all.flatten()
        .filter(|(name, _)| column.filters.values().any(|filter| filter == name))
        .flat_map(|(_, known)| known)
        .collect()
}

fn values(
    name: &str,
    column: &Column,
    members: &[&Shape],
    asked: &BTreeSet<String>,
    found: &mut Vec<String>,
) {
    if column.values.is_empty() {
        return;
    }
    let named = members.iter().flat_map(|shape| &shape.values);
    let mut theirs: BTreeSet<&str> = named.map(String::as_str).collect();
    if theirs.is_empty() {
        theirs.extend(asked.iter().map(String::as_str));
    }
    let ours: BTreeSet<&str> = column.values.iter().map(String::as_str).collect();
    let sides: BTreeMap<&str, Vec<&str>> = BTreeMap::from([
        ("only here", ours.difference(&theirs).copied().collect()),
        ("only there", theirs.difference(&ours).copied().collect()),
    ]);
    for (side, words) in sides.into_iter().filter(|(_, words)| !words.is_empty()) {
        found.push(format!("{name}: values {side}: {}", words.join(", ")));
    }
}

/// A path without its query and with `{}` for its parameters, as it stands in every finding.
fn plain(path: &str) -> String {
    super::official::normal(path)
}
