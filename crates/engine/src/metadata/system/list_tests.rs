//! What holds of every description, and that the page of the docs says the same.

use std::collections::HashSet;
use std::fmt::Write;

use super::*;
use crate::metadata::system::column::ColumnKind;

#[test]
fn names_are_found_and_stand_once() {
    for table in TABLES {
        assert!(find(table.name).is_some_and(|found| std::ptr::eq(found, table)));
        let names: HashSet<&str> = table.columns.iter().map(|column| column.name).collect();
        assert_eq!(names.len(), table.columns.len(), "{}", table.name);
    }
}

#[test]
fn the_page_of_the_docs_says_the_same() {
    let page = include_str!("../../../../../docs/system-tables.md");
    let missing: String = TABLES
        .iter()
        .map(section)
        .filter(|section| !page.contains(section))
        .collect();
    assert!(
        missing.is_empty(),
        "docs/system-tables.md lacks:\n{missing}"
    );
}

fn section(table: &SystemTable) -> String {
    let mut text = format!(
        "## {}\n\n{}\n\n| Column | Type | About |\n|---|---|---|\n",
        table.name, table.about
    );
    for column in table.columns {
        let kind = match column.kind {
            ColumnKind::Text => "text",
            ColumnKind::Integer => "int32",
            ColumnKind::BigInteger => "int64",
            ColumnKind::Flag => "bool",
            ColumnKind::Time => "timestamp",
        };
        let _ = writeln!(text, "| `{}` | {kind} | {} |", column.name, column.about);
    }
    text
}
