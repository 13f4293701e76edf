//! `cargo xtask drift DIR`: the table definitions against the official OpenAPI files in DIR.
//!
//! Whatever differs, on either side, is explained in `drift-exceptions.toml` or is a fault. The files' texts and examples
//! play no part: facts only.

mod areas;
mod coverage;
mod definitions;
mod official;
mod writes;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use serde::Deserialize;
use storeql_catalog::Catalog;

use crate::faults::Faults;
use coverage::Share;
use official::Official;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Exceptions {
    exception: Vec<Exception>,
}

/// Findings that are as they should be; `*` stands for any text.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Exception {
    finding: String,
    reason: String,
}

/// Prints how much is covered, and gives what is unexplained.
pub(crate) fn check(root: &Path, folder: &Path) -> Faults {
    let (official, exceptions) = match (Official::read(folder), exceptions(root)) {
        (Ok(official), Ok(exceptions)) => (official, exceptions),
        (official, exceptions) => {
            return official.err().into_iter().chain(exceptions.err()).collect();
        }
    };
    let catalog = Catalog::builtin();
    let mut findings = BTreeSet::new();
    for table in catalog.tables() {
        findings.extend(definitions::findings(catalog, &official, table));
    }
    let explained = |finding: &str| is_explained(finding, &exceptions);
    let (shares, missing) = coverage::measure(catalog, &official, explained);
    findings.extend(missing);
    let areas = areas::by_area(&shares);
    print_shares(&shares, &areas);
    let mut faults = areas::shortfalls(&areas);
    faults.extend(unexplained(&findings, &exceptions));
    faults
}

fn is_explained(finding: &str, exceptions: &[Exception]) -> bool {
    exceptions
        .iter()
        .any(|exception| fits(&exception.finding, finding))
}

fn exceptions(root: &Path) -> Result<Vec<Exception>, String> {
    let file = root.join("xtask/drift-exceptions.toml");
    let text = fs::read_to_string(&file).map_err(|error| format!("{}: {error}", file.display()))?;
    let read: Exceptions =
        toml::from_str(&text).map_err(|error| format!("{}: {error}", file.display()))?;
    Ok(read.exception)
}

/// Findings without an exception, and exceptions without a finding or a reason.
fn unexplained(findings: &BTreeSet<String>, exceptions: &[Exception]) -> Faults {
    let mut faults: Faults = findings
        .iter()
        .filter(|finding| !is_explained(finding, exceptions))
        .cloned()
        .collect();
    for exception in exceptions {
        let used = findings
            .iter()
            .any(|finding| fits(&exception.finding, finding));
        if !used || exception.reason.trim().is_empty() {
            let fault = if used {
                "has no reason"
            } else {
                "explains nothing any more: remove it"
            };
            faults.push(format!(
                "drift-exceptions.toml: `{}` {fault}",
                exception.finding
            ));
        }
    }
    println!(
        "{} differences, {} of them unexplained",
        findings.len(),
        faults.len()
    );
    faults
}

/// Whether `text` is as `pattern` says, where `*` stands for any text.
fn fits(pattern: &str, text: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == text,
        Some((before, after)) => text.strip_prefix(before).is_some_and(|rest| {
            rest.char_indices()
                .map(|(index, _)| index)
                .chain([rest.len()])
                .any(|index| fits(after, &rest[index..]))
        }),
    }
}

/// How much the tables cover, by file and by area.
fn print_shares(files: &BTreeMap<String, Share>, areas: &[(&str, Share)]) {
    let mut sum = Share::default();
    print_heading("official file");
    for (file, share) in files {
        print_share(file, share);
        sum.add(share);
    }
    print_share("all", &sum);
    println!();
    print_heading("area");
    for (area, share) in areas {
        print_share(area, share);
    }
    println!();
}

fn print_heading(name: &str) {
    println!(
        "{name:<50} {:>12} {:>14} {:>16}",
        "lists", "with a reason", "properties"
    );
}

fn print_share(name: &str, share: &Share) {
    let lists = format!("{} of {}", share.lists_covered, share.lists);
    let reasons = match share.lists_explained {
        0 => String::new(),
        count => format!("and {count}"),
    };
    let properties = format!("{} of {}", share.properties_covered, share.properties);
    println!("{name:<50} {lists:>12} {reasons:>14} {properties:>16}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_for_any_text() {
        assert!(fits("a: *", "a: b"));
        assert!(fits("*.id: *", "orders.id: is text"));
        assert!(fits("exact", "exact"));
        assert!(!fits("exact", "exactly"));
        assert!(!fits("b*", "ab"));
    }

    #[test]
    fn what_differs_is_explained_once_and_no_longer_than_it_lasts() {
        let exception = |finding: &str| Exception {
            finding: finding.to_owned(),
            reason: "so".to_owned(),
        };
        let findings = BTreeSet::from(["a".to_owned(), "b".to_owned()]);
        assert!(unexplained(&findings, &[exception("a"), exception("b")]).is_empty());
        assert_eq!(unexplained(&findings, &[exception("a")]), ["b"]);
        assert_eq!(
            unexplained(&findings, &[exception("*"), exception("c")]).len(),
            1
        );
    }
}
