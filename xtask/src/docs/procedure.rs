//! The page of the procedures, from their definitions.

use std::fmt::Write;

use indexmap::IndexMap;
use storeql_catalog::{Catalog, Parameter};

use super::table::NOTE;
use super::text::cell;

const INTRODUCTION: &str = "\
A procedure is called with `EXEC`, `EXECUTE` or `CALL`. Parameters are given by name, with or without `@`, or by their place;
names are taken in any case. An empty value and NULL are the same as none.

```sql
EXEC Procedure Parameter='value', Other='value'
CALL Procedure(Parameter => 'value')
```
";

/// The page.
pub(super) fn page(catalog: &Catalog) -> String {
    let mut text = format!("{NOTE}# Procedures\n\n{INTRODUCTION}");
    for procedure in catalog.procedures() {
        let _ = write!(text, "\n## {}\n\n{}\n", procedure.name, procedure.about);
        members(&mut text, "Parameter", &procedure.parameters);
        members(&mut text, "Column of the result", &procedure.results);
        for example in &procedure.examples {
            let _ = write!(text, "\n```sql\n{example}\n```\n");
        }
    }
    text
}

fn members(text: &mut String, title: &str, members: &IndexMap<String, Parameter>) {
    let _ = write!(text, "\n| {title} | Type | About |\n|---|---|---|\n");
    for member in members.values() {
        let mut about = member.about.clone();
        if !member.values.is_empty() {
            let _ = write!(about, " One of {}.", member.values.join(", "));
        }
        if let Some(default) = &member.default {
            let _ = write!(about, " Without it, {default}.");
        }
        if !member.aliases.is_empty() {
            let _ = write!(about, " Also called {}.", member.aliases.join(", "));
        }
        let _ = writeln!(
            text,
            "| `{}` | {} | {} |",
            member.name,
            member.kind,
            cell(&about)
        );
    }
}
