//! The page of the procedures, from their definitions.

use std::fmt::Write;

use indexmap::IndexMap;
use storeql_catalog::{Catalog, Does, Parameter, Procedure};

use super::table::NOTE;
use super::text::cell;

const INTRODUCTION: &str = "\
A procedure is called with `EXEC`, `EXECUTE` or `CALL`. Parameters are given by name, with or without `@`, or by their place;
names are taken in any case. An empty value and NULL are the same as none.

```sql
EXEC Procedure Parameter='value', Other='value'
CALL Procedure(Parameter => 'value')
{call Procedure('value', ?)}
```

A value that is required and missing, or that does not fit, is refused before anything is sent; so is a call of a procedure that changes
the store where the connection or the session is read-only. `EXPLAIN EXEC …` says which requests a call sends, and `storeql query --dry-run`
shows them with their bodies. A request that creates something is sent once: where its answer is lost, the error says so, with exit code 5
and a statement that shows what became of it.
";

/// The page.
pub(super) fn page(catalog: &Catalog) -> String {
    let mut text = format!("{NOTE}# Procedures\n\n{INTRODUCTION}");
    for procedure in catalog.procedures() {
        let _ = write!(text, "\n## {}\n\n{}\n", procedure.name, procedure.about);
        requests(&mut text, procedure);
        members(&mut text, "Parameter", &procedure.parameters);
        members(&mut text, "Column of the result", &procedure.results);
        for example in &procedure.examples {
            let _ = write!(text, "\n```sql\n{example}\n```\n");
        }
    }
    text
}

/// What a call sends, and what a call has to give beside the parameters that are marked.
fn requests(text: &mut String, procedure: &Procedure) {
    if let Does::Requests(requests) = &procedure.does {
        let sent = requests.steps.iter().map(|step| {
            let place = step.path.split('?').next().unwrap_or_default();
            format!("`{} /{}{place}`", step.method, step.api.segment())
        });
        let mut sent: Vec<String> = sent.collect();
        sent.dedup();
        let changes = match procedure.writes() {
            true => "",
            false => " It changes nothing.",
        };
        let _ = write!(text, "\nSends {}.{changes}", sent.join(", "));
    }
    if let Some(scope) = &procedure.scope {
        let _ = write!(text, " Takes the scope `{scope}`.");
    }
    for names in &procedure.exactly_one {
        let _ = write!(text, " Give one of {}.", names.join(", "));
    }
    for names in &procedure.at_least_one {
        let _ = write!(text, " Give {}, or several.", names.join(" or "));
    }
    if matches!(procedure.does, Does::Requests(_)) {
        text.push('\n');
    }
}

fn members(text: &mut String, title: &str, members: &IndexMap<String, Parameter>) {
    if members.is_empty() {
        return;
    }
    let _ = write!(text, "\n| {title} | Type | About |\n|---|---|---|\n");
    for member in members.values() {
        let mut about = member.about.clone();
        if member.required {
            about.push_str(" Required.");
        }
        if let (Some(least), Some(most)) = (member.least, member.most) {
            let _ = write!(about, " From {least} to {most}.");
        }
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
