//! What the usual queries of one table cost in requests, as far as its definition tells.
//!
//! Counts, not times; what a certain query will send, `EXPLAIN` says.

use storeql_catalog::{
    Catalog, Column, ColumnType, Embedded, Listing, Operator, Paging, PerParent, Table,
};

/// A query of the usual kind, and its requests.
pub(super) struct Cost {
    pub(super) query: String,
    pub(super) requests: String,
}

/// The costs of `table`, from the whole of it down to single questions.
pub(super) fn costs(table: &Table, catalog: &Catalog) -> Vec<Cost> {
    let mut costs = Vec::new();
    let mut add = |query: String, requests: String| costs.push(Cost { query, requests });
    let required = catalog.required(table);
    let whole = match required.first() {
        Some(column) => where_is(&column.name),
        None => "every row".to_owned(),
    };
    match (&table.list, &table.embedded, &table.per_parent) {
        (Some(list), ..) => add(whole, pages(list)),
        (None, Some(embedded), _) => add(whole, of_parents(embedded, table, catalog)),
        (None, None, Some(children)) => add(whole, below_parents(children)),
        (None, None, None) => {}
    }
    if let Some(children) = one_parent(table) {
        let keys: Vec<&str> = children.keys.keys().map(String::as_str).collect();
        add(where_is(&keys.join(" = … AND ")), below_one(children));
    }
    if let Some(list) = &table.list {
        listed(table, list, &mut add);
    } else if let Some(embedded) = &table.embedded {
        for column in parents_key(embedded, table, catalog) {
            if required.iter().all(|required| required.name != column.name) {
                add(where_is(&column.name), "1".to_owned());
            }
        }
    }
    costs
}

/// What a list of the whole store answers without being read to its end.
fn listed(table: &Table, list: &Listing, add: &mut impl FnMut(String, String)) {
    let paged = !matches!(list.paging, Paging::Whole | Paging::AsTold | Paging::Single);
    if let [key] = table.key.as_slice()
        && paged
        && let Some(column) = table.columns.get(key)
    {
        if asked_by_value(column) {
            add(where_is(key), "1".to_owned());
        }
        if column.filters.contains_key(&Operator::In) {
            let query = format!("`WHERE {key} IN (…)` of up to {} keys", list.max_page);
            add(query, "1".to_owned());
        }
    }
    if paged && (list.total || table.count.is_some()) {
        add("`count(*)`".to_owned(), "1".to_owned());
    }
    if let Some(by) = table.count.as_ref().and_then(|count| count.by.as_ref()) {
        add(format!("`count(*)` by `{}`", by.column), "1".to_owned());
    }
    let sorts: Vec<String> = list
        .sort
        .keys()
        .filter(|name| table.columns.get(*name).is_some_and(travels))
        .map(|name| format!("`{name}`"))
        .collect();
    if paged && !sorts.is_empty() {
        let query = format!(
            "`ORDER BY … LIMIT n` of up to {} rows, `min` or `max`, on {}",
            list.max_page,
            sorts.join(", ")
        );
        add(query, "1".to_owned());
    }
}

/// Whether a sort by the column can be left to the store: integers and times that are never NULL.
fn travels(column: &Column) -> bool {
    matches!(column.kind, ColumnType::Int64 | ColumnType::Timestamp) && column.not_null
}

/// The requests of one list read to its end.
fn pages(list: &Listing) -> String {
    let rows = list.max_page;
    match (list.paging, &list.keyset) {
        (Paging::Whole | Paging::Single, _) => "1".to_owned(),
        (Paging::Page | Paging::Cursor, Some(_)) => {
            format!("1 for every {rows} rows, and at most 1 more")
        }
        (Paging::Page, None) => format!(
            "1 for every {rows} rows, and beyond the first page 1 to prove that no row moved between pages"
        ),
        (Paging::Cursor, None) => format!(
            "1 for every {rows} rows, and beyond five pages 1 to prove that no row moved between them"
        ),
        (Paging::AfterKey, _) => format!("1 for every {rows} rows, one after another"),
        (Paging::AsTold, _) => format!(
            "1, and more where the store tells of further pages, which have {rows} rows as a rule"
        ),
    }
}

fn of_parents(embedded: &Embedded, table: &Table, catalog: &Catalog) -> String {
    let parent = catalog.table(&embedded.table);
    let list = parent.and_then(|parent| parent.list.as_ref());
    let each = match (
        embedded.max_page,
        list.map(|list| (list.paging, list.max_page)),
    ) {
        (_, None | Some((Paging::Whole | Paging::AsTold | Paging::Single, _))) => String::new(),
        (Some(most), _) | (None, Some((_, most))) => format!(", 1 for every {most} of them"),
    };
    let include = match &embedded.include {
        Some(word) => format!(" with `include={word}`"),
        None => String::new(),
    };
    let abridged = match (&embedded.complete, &table.per_parent) {
        (Some(_), Some(_)) => ", and 1 for each whose rows come abridged",
        _ => "",
    };
    format!(
        "those of {}{include}{each}{abridged}",
        link(&embedded.table)
    )
}

fn below_parents(children: &PerParent) -> String {
    let parent = link(&children.table);
    format!(
        "those of {parent}, and for each of its rows {}",
        below_one(children)
    )
}

/// The requests of the rows below one parent, which are few.
fn below_one(children: &PerParent) -> String {
    match children.listing.paging {
        Paging::Whole | Paging::Single => "1".to_owned(),
        Paging::Page | Paging::Cursor | Paging::AfterKey | Paging::AsTold => {
            format!("1, more above {} rows", children.listing.max_page)
        }
    }
}

/// The listing below one parent, where a query that names the parent is answered by it.
fn one_parent(table: &Table) -> Option<&PerParent> {
    let children = table.per_parent.as_ref()?;
    let filtered = |name: &String| {
        let column = table.columns.get(name);
        column.is_some_and(|column| !column.filters.is_empty())
    };
    let by_list = table.list.is_some() && children.keys.keys().any(filtered);
    (table.embedded.is_none() && !by_list).then_some(children)
}

/// The columns that have the parent's key, where the parent's list can be asked for one.
fn parents_key<'a>(embedded: &Embedded, table: &'a Table, catalog: &Catalog) -> Vec<&'a Column> {
    let Some(parent) = catalog
        .table(&embedded.table)
        .filter(|parent| parent.list.is_some())
    else {
        return Vec::new();
    };
    let names_it = |column: &&Column| {
        let theirs = column.counterpart(parent);
        theirs.is_some_and(|key| parent.key == [key.name.as_str()] && asked_by_value(key))
    };
    table.columns.values().filter(names_it).collect()
}

/// Whether the list can be asked for one value of the column.
fn asked_by_value(column: &Column) -> bool {
    [Operator::Equal, Operator::In, Operator::AtLeast]
        .iter()
        .any(|operator| column.filters.contains_key(operator))
}

fn where_is(column: &str) -> String {
    format!("`WHERE {column} = …`")
}

fn link(table: &str) -> String {
    format!("[{table}]({table}.md)")
}
