//! Whether a table's endpoints can be asked as its definition says: lists, sorts, parents and counts.
//!
//! Names, columns and references are in `validate`, writes in `validate_writes`.

use crate::check::{Check, placeholders};
use crate::column::{ColumnType, Operator};
use crate::profile::Api;
use crate::table::{Listing, Table};

/// Checks all endpoints of the table.
pub(crate) fn all(check: &mut Check<'_, '_>) {
    let table = check.table;
    if table.list.is_none() && table.embedded.is_none() && table.per_parent.is_none() {
        check.problem(
            "",
            "cannot be read",
            "add `list`, `[embedded]` or `[per_parent]`",
        );
    }
    if let Some(list) = &table.list {
        own_list(check, list);
    }
    parents(check);
    ancestors(check);
    if let Some(count) = &table.count {
        check.path("count", &count.path);
        if let Some(hidden) = &count.hidden {
            check.path("count.hidden.path", &hidden.path);
        }
        if let Some(by) = &count.by {
            check.column("count.by.column", &by.column);
        }
    }
}

fn own_list(check: &mut Check<'_, '_>, list: &Listing) {
    listing(check, "", list);
    for name in placeholders(&list.path) {
        let Some(column) = check.column("list", name) else {
            continue;
        };
        if !column.required {
            check.problem(
                format!("columns.{name}"),
                "stands in the path of `list`, so that a query cannot do without it",
                "write required = true, or use `[per_parent]`",
            );
        }
    }
}

/// What holds for a list of the whole store and for one below a parent.
fn listing(check: &mut Check<'_, '_>, section: &str, list: &Listing) {
    check.path(&format!("{section}list"), &list.path);
    for name in list.sort.keys() {
        let place = format!("{section}sort");
        let Some(column) = check.column(&place, name) else {
            continue;
        };
        if !matches!(
            column.kind,
            ColumnType::Int64 | ColumnType::Timestamp | ColumnType::Date
        ) {
            let kind = column.kind;
            check.problem(
                place,
                format!("`{name}` is {kind}, whose order the API does not tell"),
                "only integers and times",
            );
        } else if !column.not_null {
            check.problem(
                place,
                format!("where the API puts a NULL of `{name}` is unknown"),
                "write not_null = true",
            );
        }
    }
    if let Some(name) = &list.keyset {
        keyset(check, &format!("{section}keyset"), list, name);
    }
}

fn keyset(check: &mut Check<'_, '_>, place: &str, list: &Listing, name: &str) {
    let Some(column) = check.column(place, name) else {
        return;
    };
    if column.kind != ColumnType::Int64 {
        check.problem(
            place,
            format!("`{name}` is {}", column.kind),
            "a list is cut by ranges of an int64",
        );
    }
    if check.table.key != [name] {
        check.problem(
            place,
            format!("`{name}` alone is not the key"),
            "ranges may overlap unless it is unique",
        );
    }
    if ![Operator::AtLeast, Operator::AtMost]
        .iter()
        .all(|bound| column.filters.contains_key(bound))
    {
        check.problem(
            place,
            format!("`{name}` has no filters for both bounds"),
            "needs `>=` and `<=`",
        );
    }
    // The v2 lists with `min_id` come by id anyway.
    if check.table.api == Api::V3 && !list.sort.contains_key(name) {
        check.problem(
            place,
            format!("the list does not sort by `{name}`"),
            "add it to `sort`, or remove the keyset",
        );
    }
}

fn parents(check: &mut Check<'_, '_>) {
    let table = check.table;
    if let Some(embedded) = &table.embedded {
        check.table_named("embedded.table", &embedded.table);
        if let Some(complete) = &embedded.complete {
            check.column("embedded.complete.sum", &complete.sum);
        }
    }
    let Some(per_parent) = &table.per_parent else {
        return;
    };
    listing(check, "per_parent.", &per_parent.listing);
    let parent = check.table_named("per_parent.table", &per_parent.table);
    for (own, theirs) in &per_parent.keys {
        let place = format!("per_parent.keys.{own}");
        let column = check.column(&place, own);
        let Some(parent) = parent else { continue };
        let (Some(column), Some(other)) = (column, check.column_of(parent, &place, theirs)) else {
            continue;
        };
        if column.kind != other.kind {
            check.problem(
                place,
                format!("is {}, and the parent's is {}", column.kind, other.kind),
                "give both the same type",
            );
        }
    }
    let listing = &per_parent.listing;
    let texts = std::iter::once(&listing.path).chain(listing.query.values());
    for name in texts.flat_map(|text| placeholders(text)) {
        if !per_parent.keys.contains_key(name) {
            check.problem(
                "per_parent.list",
                format!("`{{{name}}}` is not among the keys"),
                format!("add keys = {{ {name} = \"…\" }}"),
            );
        }
    }
}

/// A table that is its own ancestor could never be read.
fn ancestors(check: &mut Check<'_, '_>) {
    let mut seen = vec![check.table.name.clone()];
    let mut next: Option<&Table> = Some(check.table);
    while let Some(table) = next {
        let parent = match (&table.list, &table.embedded, &table.per_parent) {
            (None, Some(embedded), _) => &embedded.table,
            (None, None, Some(per_parent)) => &per_parent.table,
            _ => return,
        };
        if *parent == check.table.name {
            check.problem(
                "",
                format!("is its own parent: {}", seen.join(", in ")),
                "a parent needs a `list`",
            );
        }
        if seen.contains(parent) {
            return;
        }
        seen.push(parent.clone());
        next = check.tables.get(parent).map(AsRef::as_ref);
    }
}
