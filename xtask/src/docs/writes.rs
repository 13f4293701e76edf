//! The part of a table's page that says what the store's API takes in writes.
//!
//! What a statement makes of it is no business of these pages.

use std::fmt::Write;

use storeql_catalog::{Carries, Column, Endpoint, Required, Table, Takes};

use super::text::{cell, names};

/// Adds the section, where the API writes the table.
pub(super) fn section(table: &Table, text: &mut String) {
    let write = &table.write;
    if write.is_none() {
        return;
    }
    text.push_str("\n## Writes\n\nWhat the store's API takes:\n\n| Write | Request | Rows in a request |\n|---|---|---|\n");
    for (word, endpoint) in write.endpoints() {
        let name = word.to_uppercase();
        let _ = writeln!(
            text,
            "| {name} | {} | {} |",
            request(table, endpoint),
            endpoint.batch
        );
    }
    text.push('\n');
    facts(table, text);
    if !write.members.is_empty() {
        text.push_str("\n| Only in writes | Type | About |\n|---|---|---|\n");
        for member in write.members.values() {
            let when = match write.takes(member) {
                Takes::AtInsert => " At INSERT.",
                _ => "",
            };
            let also = member.aliases.iter().map(|alias| format!("`{alias}`"));
            let also = match also.collect::<Vec<_>>().join(", ") {
                names if names.is_empty() => names,
                names => format!(" Also called {names}."),
            };
            let (name, kind, about) = (&member.name, member.kind, cell(&member.about));
            let _ = writeln!(text, "| `{name}` | {kind} | {about}{when}{also} |");
        }
    }
}

fn request(table: &Table, endpoint: &Endpoint) -> String {
    let (method, version) = (&endpoint.method, table.write.api.segment());
    let mut text = format!("`{method} /{version}{}`", endpoint.path);
    if let Some(wrap) = &endpoint.wrap {
        let _ = write!(text, " in `{wrap}`");
    }
    if endpoint.replaces {
        text.push_str(", always with all rows");
    }
    if endpoint.scheduled {
        text.push_str(", carried out later");
    }
    match endpoint.concurrency {
        None => {}
        Some(1) => text.push_str(", one after another"),
        Some(most) => drop(write!(text, ", {most} side by side")),
    }
    text
}

fn facts(table: &Table, text: &mut String) {
    let write = &table.write;
    let mut fact = |name: &str, value: String| {
        if !value.is_empty() {
            let _ = writeln!(text, "- **{name}**: {value}");
        }
    };
    let required: Vec<String> = write.required.iter().map(one_of).collect();
    fact("A new row must have", required.join(", "));
    let columns = || table.columns.values().chain(write.members.values());
    let named = |wanted: &dyn Fn(&Column) -> bool| {
        names(
            columns()
                .filter(|column| wanted(column))
                .map(|column| &column.name),
        )
    };
    let at = |when: Takes| named(&|column| write.takes(column) == when);
    fact("No write sets", at(Takes::Never));
    if !write.updates.is_empty() || write.upsert.is_some() {
        fact("Set at INSERT only", at(Takes::AtInsert));
    }
    fact(
        "May be NULL in a write",
        named(&|column| column.writes_null),
    );
    let unset = columns().filter_map(|column| {
        let unset = column.unset.as_ref()?;
        Some(format!("`{unset}` for `{}`", column.name))
    });
    fact(
        "Written in the place of NULL",
        unset.collect::<Vec<_>>().join(", "),
    );
    let longest = columns().filter_map(|column| {
        let most = column.max_length?;
        Some(format!("{most} of `{}`", column.name))
    });
    fact("Most characters", longest.collect::<Vec<_>>().join(", "));
    for update in &write.updates {
        if !update.columns.is_empty() {
            let path = &update.endpoint.path;
            fact(&format!("By `{path}` alone"), names(update.columns.iter()));
        }
        fact("An UPDATE sends along", carried(&update.carries));
    }
    if let Some(upsert) = &write.upsert {
        fact("An UPSERT finds the row by", names(upsert.key.iter()));
        fact("An UPSERT sends along", carried(&upsert.carries));
    }
    let children = write.children.iter().filter_map(|(name, children)| {
        let table = children.table.as_ref()?;
        Some(format!("`{table}` in `{name}`"))
    });
    fact("Rows of", children.collect::<Vec<_>>().join(", "));
    let unique = write.unique.iter().map(|columns| names(columns.iter()));
    fact(
        "No two rows share",
        unique.collect::<Vec<_>>().join("; nor "),
    );
    if let Some(insert) = &write.insert {
        fact("A new row is found by", names(insert.found_by.iter()));
    }
    if let Some(delete) = &write.delete {
        fact("A DELETE takes along", names(delete.takes_along.iter()));
    }
    if let Some(scope) = write.scope.as_ref().filter(|scope| !scope.is_empty()) {
        fact("Scope that writing needs", format!("`{scope}`"));
    }
}

fn one_of(required: &Required) -> String {
    let names = required.one_of.iter().map(|name| format!("`{name}`"));
    names.collect::<Vec<_>>().join(" or ")
}

fn carried(carries: &Carries) -> String {
    match carries {
        Carries::All => "every column that can be written, as the row has it".to_owned(),
        Carries::Columns(columns) => names(columns.iter()),
    }
}
