//! The page of a table, and the index of all pages: what a person who writes a query wants to know.
//!
//! What the API writes is in `writes`.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::cost::{self, Cost};
use super::text::{cell, names};
use super::writes;
use storeql_catalog::{Catalog, Column, Embedded, Listing, Paging, Table};

/// First line of every generated page.
pub(super) const NOTE: &str =
    "<!-- Made by `cargo xtask docs` from the definitions. Do not edit. -->\n\n";

/// The list of all tables, by area.
pub(super) fn index(catalog: &Catalog) -> String {
    let mut areas: BTreeMap<&str, Vec<&Table>> = BTreeMap::new();
    for table in catalog.tables() {
        areas.entry(&table.area).or_default().push(table);
    }
    let mut text = format!("{NOTE}# Tables\n");
    for (area, tables) in areas {
        let _ = write!(
            text,
            "\n## {}\n\n| Table | Rows |\n|---|---|\n",
            capital(area)
        );
        for table in tables {
            let _ = writeln!(
                text,
                "| [{0}]({0}.md) | {1} |",
                table.name,
                cell(&table.about)
            );
        }
    }
    text
}

/// The page of one table.
pub(super) fn page(table: &Table, catalog: &Catalog) -> String {
    let mut text = format!("{NOTE}# {}\n\n{}\n\n", table.name, table.about);
    facts(table, &mut text);
    prices(table, catalog, &mut text);
    text.push_str("\n## Columns\n\n");
    text.push_str(
        "| Column | Type | Filters that the store answers | About |\n|---|---|---|---|\n",
    );
    for column in table.columns.values() {
        let filters: Vec<String> = column
            .filters
            .keys()
            .map(|operator| format!("`{operator}`"))
            .collect();
        let _ = writeln!(
            text,
            "| `{}` | {} | {} | {} |",
            column.name,
            column.kind,
            filters.join(" "),
            cell(&about(column, catalog))
        );
    }
    text.push_str(
        "\n`>=` together with `<=` answers `=` and `BETWEEN` as well. Every other filter works too: StoreQL then asks the \
         store for more rows and checks the filter by itself.\n",
    );
    writes::section(table, &mut text);
    if !table.examples.is_empty() {
        text.push_str("\n## Examples\n");
        for example in &table.examples {
            let _ = write!(
                text,
                "\n{}\n\n```sql\n{}\n```\n",
                example.about,
                example.sql.trim()
            );
        }
    }
    text
}

fn facts(table: &Table, text: &mut String) {
    let mut fact = |name: &str, value: String| {
        let _ = writeln!(text, "- **{name}**: {value}");
    };
    if !table.key.is_empty() {
        fact("Key", names(table.key.iter()));
    }
    if !table.aliases.is_empty() {
        fact("Also found as", names(table.aliases.iter()));
    }
    if !table.scope.is_empty() {
        fact("Scope that the token needs", format!("`{}`", table.scope));
    }
    let required: Vec<&String> = table
        .columns
        .values()
        .filter(|column| column.required)
        .map(|column| &column.name)
        .collect();
    if !required.is_empty() {
        fact("A query must give", names(required.into_iter()));
    }
    for way in ways(table) {
        fact("Read by", way);
    }
    if let Some(list) = table.list.as_ref().filter(|list| !list.sort.is_empty()) {
        fact("Sorted by the store on", names(list.sort.keys()));
    }
    if let Some(count) = &table.count {
        let by = count
            .by
            .as_ref()
            .map(|by| format!(", also by `{}`", by.column))
            .unwrap_or_default();
        fact(
            "Counted by",
            format!(
                "`GET /{}{}`, one request{by}",
                table.api.segment(),
                count.path
            ),
        );
    }
}

/// What the usual queries cost.
fn prices(table: &Table, catalog: &Catalog, text: &mut String) {
    text.push_str("\n## Cost\n\n| Query | Requests |\n|---|---|\n");
    for Cost { query, requests } in cost::costs(table, catalog) {
        let _ = writeln!(text, "| {} | {} |", cell(&query), cell(&requests));
    }
}

/// Every way in which the store gives the rows, cheapest first.
fn ways(table: &Table) -> Vec<String> {
    let mut ways = Vec::new();
    let version = table.api.segment();
    if let Some(list) = &table.list {
        ways.push(format!("`GET /{version}{}`, {}", list.path, pages(list)));
    }
    if let Some(embedded) = &table.embedded {
        ways.push(format!(
            "{}, {}",
            parents(embedded),
            "as many requests as that list takes"
        ));
    }
    if let Some(children) = &table.per_parent {
        ways.push(format!(
            "`GET /{version}{}` for each row of [{parent}]({parent}.md), {}",
            children.listing.path,
            pages(&children.listing),
            parent = children.table,
        ));
    }
    ways
}

fn pages(listing: &Listing) -> String {
    match listing.paging {
        Paging::Whole => "all rows in one request".to_owned(),
        Paging::AsTold => {
            "all rows in one request, or further pages where the store tells of them".to_owned()
        }
        Paging::Single => "one request".to_owned(),
        Paging::Page | Paging::Cursor | Paging::AfterKey => {
            format!("{} rows in a request", listing.max_page)
        }
    }
}

fn parents(embedded: &Embedded) -> String {
    let parent = &embedded.table;
    let include = embedded
        .include
        .as_ref()
        .map(|word| format!(" with `include={word}`"))
        .unwrap_or_default();
    let page = embedded
        .max_page
        .map(|rows| format!(", {rows} of them in a request"))
        .unwrap_or_default();
    format!("the list of [{parent}]({parent}.md){include}{page}")
}

fn about(column: &Column, catalog: &Catalog) -> String {
    let mut text = column.about.clone();
    if !column.values.is_empty() {
        let values: Vec<String> = column
            .values
            .iter()
            .map(|value| format!("`{value}`"))
            .collect();
        let _ = write!(text, " One of {}.", values.join(", "));
    }
    if let Some((table, other)) = &column.references {
        let name = format!("{table}.{other}");
        let _ = match catalog.table(table) {
            Some(_) => write!(text, " Names [{name}]({table}.md)."),
            None => write!(text, " Names `{name}`."),
        };
    }
    if !column.aliases.is_empty() {
        let _ = write!(text, " Also found as {}.", names(column.aliases.iter()));
    }
    text
}

fn capital(word: &str) -> String {
    let spaced = word.replace('_', " ");
    let mut letters = spaced.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}
