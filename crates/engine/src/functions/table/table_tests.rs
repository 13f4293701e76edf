//! What holds of the whole table, and that the page of the docs says the same.

use std::collections::HashSet;
use std::fmt::Write;

use super::{all, find};

#[test]
fn each_name_stands_once() {
    let names: HashSet<&str> = all().map(|function| function.name).collect();
    assert_eq!(names.len(), all().count());
    assert!(find("charindex").is_some() && find("Charindex").is_none());
}

#[test]
fn the_page_of_the_docs_says_the_same() {
    let page = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/functions.md");
    let page = std::fs::read_to_string(page).unwrap().replace("\r\n", "\n");
    let mut rows = String::new();
    for function in all() {
        let cell = |text: &str| text.replace('|', "\\|");
        let _ = writeln!(
            rows,
            "| `{}` | {} | {} | `{}` | {} |",
            function.name,
            function.of.name(),
            cell(&function.meaning()),
            cell(function.example),
            cell(function.answer)
        );
    }
    assert!(
        page.contains(&rows),
        "docs/functions.md should have:\n{rows}"
    );
}
