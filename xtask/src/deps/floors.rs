//! The floors of each crate: its top-level modules in order, and none imports a module above it.
//!
//! The order inside a module is free as long as its files make no circle: `circles.rs` checks that.

use std::collections::BTreeSet;

use super::crates::Crate;
use crate::faults::Faults;

/// The top-level modules of each crate, the lowest first. The crate's root file stands above them all.
pub(super) const FLOORS: &[(&str, &[&str])] = &[
    (
        "adbc",
        &[
            "errors",
            "options",
            "interrupt",
            "home",
            "outcome",
            "reader",
            "bound",
            "place",
            "open",
            "system_rows",
            "objects",
            "info",
            "statistics",
            "statement",
            "connection",
            "database",
            "driver",
        ],
    ),
    (
        "catalog",
        &[
            "column",
            "children",
            "nearest",
            "problem",
            "profile",
            "section",
            "read_column",
            "template",
            "procedure",
            "write",
            "table",
            "read_write",
            "check",
            "validate_procedure",
            "read_procedure",
            "read",
            "validate_endpoints",
            "validate_writes",
            "validate",
            "fill_children",
            "load",
            "required",
            "scope",
            "words",
        ],
    ),
    (
        "cli",
        &[
            "terminal",
            "wrapping",
            "telling",
            "interrupt",
            "failure",
            "sql_text",
            "variables",
            "output",
            "arguments",
            "editing",
            "manual",
            "drivers",
            "question",
            "sandbox",
            "spinner",
            "store",
            "login",
            "profiles",
            "privileges",
            "doctor",
            "tables",
            "tally",
            "run",
            "query",
            "resume",
            "serve",
            "shell",
        ],
    ),
    (
        "client",
        &[
            "answer",
            "budget",
            "envelope",
            "readable",
            "error",
            "credentials",
            "meter",
            "gate",
            "refusal",
            "request",
            "retry",
            "tls",
            "network",
            "transport",
            "sending",
            "client",
        ],
    ),
    (
        "connection",
        &[
            "error",
            "text_file",
            "property",
            "properties",
            "secret",
            "spelling",
            "registry",
            "property_values",
            "log",
            "network_properties",
            "store_id",
            "api_address",
            "oauth",
            "property_value",
            "string",
            "foreign_string",
            "configuration",
            "other_switches",
            "sources",
            "connection",
            "schema",
            "sign_in",
        ],
    ),
    ("driver", &["program", "sandbox"]),
    (
        "engine",
        &[
            "mend",
            "array_text",
            "by_rows",
            "catalogue_type",
            "large_stack",
            "last_write",
            "limits",
            "parameters",
            "quoted_number",
            "run_state",
            "session_options",
            "sql_types",
            "error",
            "zone",
            "files",
            "memory",
            "own_tables",
            "partition",
            "functions",
            "function_names",
            "sql",
            "store",
            "settings",
            "datafusion",
            "cost",
            "estimate",
            "explain",
            "metadata",
            "views",
            "origins",
            "writing",
            "partitioning",
            "procedure",
            "statement_log",
            "run",
            "binding",
            "statement",
            "named_statements",
            "session",
            "engines",
            "scopes",
        ],
    ),
    ("json", &["ends"]),
    (
        "sandbox",
        &[
            "fault_spec",
            "form",
            "json",
            "listener",
            "lock",
            "log",
            "random",
            "rate",
            "request",
            "scope",
            "time",
            "faults",
            "respond",
            "prepared",
            "rows",
            "template",
            "orders",
            "oauth",
            "options",
            "made_up",
            "folder",
            "webhooks",
            "dataset",
            "views",
            "resource",
            "resources",
            "write",
            "writes",
            "server",
            "sandbox",
        ],
    ),
    (
        "scan",
        &[
            "error",
            "budget",
            "predicate",
            "plan",
            "decode",
            "fetch",
            "control",
        ],
    ),
    ("server", &["pg"]),
    ("testkit", &["decimal", "by_value", "store", "corpus"]),
    (
        "write",
        &[
            "value",
            "error",
            "change",
            "outcome",
            "raw",
            "form",
            "children",
            "spelling",
            "rows_inside",
            "same",
            "address",
            "plan",
            "find",
            "journal",
            "send",
            "upsert",
            "procedure",
        ],
    ),
    (
        "xtask",
        &[
            "cargo",
            "faults",
            "bench",
            "deps",
            "differential",
            "dist",
            "docs",
            "drift",
        ],
    ),
];

pub(super) fn check(crates: &[Crate], floors: &[(&str, &[&str])], faults: &mut Faults) {
    for of_crate in crates {
        match floors.iter().find(|(name, _)| *name == of_crate.name) {
            Some((_, order)) => check_crate(of_crate, order, faults),
            None => faults.push(format!(
                "{}: no floors; add its top-level modules to xtask/src/deps/floors.rs: {}",
                of_crate.name,
                suggested(of_crate).join(", ")
            )),
        }
    }
}

fn check_crate(of_crate: &Crate, order: &[&str], faults: &mut Faults) {
    let names = top_modules(of_crate);
    let floor = |name: &str| order.iter().position(|module| *module == name);
    for name in names.iter().filter(|name| floor(name).is_none()) {
        faults.push(format!(
            "{}: the module {name} has no floor; add it to xtask/src/deps/floors.rs",
            of_crate.name
        ));
    }
    for name in order.iter().filter(|name| !names.contains(**name)) {
        faults.push(format!(
            "{}: there is no top-level module {name}; delete it from xtask/src/deps/floors.rs",
            of_crate.name
        ));
    }
    for ((from, to), import) in &of_crate.imports {
        let (lower, upper) = (top(of_crate, *from), top(of_crate, *to));
        let is_above = match (floor(lower), floor(upper)) {
            (Some(here), Some(there)) => there > here,
            (Some(_), None) => upper.is_empty(),
            _ => false,
        };
        if is_above {
            let above = if upper.is_empty() {
                "the root file"
            } else {
                upper
            };
            faults.push(format!(
                "{}:{} imports {}, and {lower} stands below {above} in xtask/src/deps/floors.rs",
                of_crate.file(*from),
                import.line,
                import.path
            ));
        }
    }
}

fn top_modules(of_crate: &Crate) -> BTreeSet<&str> {
    let modules = of_crate.modules.modules.iter();
    modules
        .map(|module| module.top.as_str())
        .filter(|top| !top.is_empty())
        .collect()
}

/// The top-level module that the file lies in; empty for the root file.
fn top(of_crate: &Crate, file: usize) -> &str {
    let mut modules = of_crate.modules.modules.iter();
    modules
        .find(|module| module.file == file)
        .map_or("", |module| &module.top)
}

/// The top-level modules in an order that no import contradicts; those that lie in a circle, or above one, are left out.
fn suggested(of_crate: &Crate) -> Vec<&str> {
    let mut waiting = top_modules(of_crate);
    let mut order = Vec::new();
    while let Some(next) = waiting.iter().copied().find(|name| {
        of_crate.imports.keys().all(|(from, to)| {
            let (from, to) = (top(of_crate, *from), top(of_crate, *to));
            from != *name || to == *name || !(waiting.contains(to) || to.is_empty())
        })
    }) {
        waiting.remove(next);
        order.push(next);
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILES: &[(&str, &str)] = &[
        ("lib.rs", "mod page; mod plan;\npub struct Engine;"),
        ("page.rs", "pub struct Page;"),
        (
            "plan/mod.rs",
            "mod cost;\nuse crate::page::Page;\nfn f(page: Page) {}",
        ),
        ("plan/cost.rs", "use super::super::page::Page;"),
    ];

    fn faults(files: &[(&str, &str)], order: &[&str]) -> Faults {
        let mut faults = Faults::new();
        check(&[Crate::of_texts(files)], &[("made", order)], &mut faults);
        faults
    }

    #[test]
    fn an_import_of_a_module_above_is_a_fault() {
        assert!(faults(FILES, &["page", "plan"]).is_empty());
        assert_eq!(
            faults(FILES, &["plan", "page"]),
            [
                "plan/mod.rs:2 imports crate::page::Page, and plan stands below page in xtask/src/deps/floors.rs",
                "plan/cost.rs:1 imports super::super::page::Page, and plan stands below page in xtask/src/deps/floors.rs",
            ]
        );
    }

    #[test]
    fn the_root_file_stands_above_all() {
        let files = [FILES[0], ("page.rs", "use crate::Engine;")];
        let files = [&files[..], &FILES[2..]].concat();
        assert_eq!(
            faults(&files, &["page", "plan"])[0],
            "page.rs:1 imports crate::Engine, and page stands below the root file in xtask/src/deps/floors.rs"
        );
    }

    #[test]
    fn every_module_has_a_floor_and_every_floor_a_module() {
        assert_eq!(
            faults(FILES, &["page", "gone"]),
            [
                "made: the module plan has no floor; add it to xtask/src/deps/floors.rs",
                "made: there is no top-level module gone; delete it from xtask/src/deps/floors.rs",
            ]
        );
    }

    #[test]
    fn a_crate_without_floors_is_told_an_order() {
        let mut faults = Faults::new();
        check(&[Crate::of_texts(FILES)], &[], &mut faults);
        assert_eq!(
            faults,
            ["made: no floors; add its top-level modules to xtask/src/deps/floors.rs: page, plan"]
        );
    }
}
