//! No two files of a crate import each other, not even by way of others.

use std::collections::BTreeSet;

use super::crates::Crate;
use crate::faults::Faults;

/// Names each circle with the imports that make it.
pub(super) fn check(crates: &[Crate], faults: &mut Faults) {
    for of_crate in crates {
        for circle in find(of_crate) {
            faults.push(describe(of_crate, &circle));
        }
    }
}

fn describe(of_crate: &Crate, circle: &BTreeSet<usize>) -> String {
    let mut text = format!(
        "{}: {} files import each other in a circle:",
        of_crate.name,
        circle.len()
    );
    for ((from, to), import) in &of_crate.imports {
        if circle.contains(from) && circle.contains(to) {
            text += &format!(
                "\n  {}:{} imports {} ({})",
                of_crate.file(*from),
                import.line,
                of_crate.file(*to),
                import.path
            );
        }
    }
    text
}

/// The sets of two files or more that all reach each other.
fn find(of_crate: &Crate) -> Vec<BTreeSet<usize>> {
    let reached: Vec<BTreeSet<usize>> = (0..of_crate.modules.files.len())
        .map(|file| reached_from(of_crate, file))
        .collect();
    let circles: BTreeSet<BTreeSet<usize>> = reached
        .iter()
        .enumerate()
        .map(|(file, others)| {
            others
                .iter()
                .copied()
                .filter(|other| reached[*other].contains(&file))
                .collect()
        })
        .filter(|circle: &BTreeSet<usize>| circle.len() > 1)
        .collect();
    circles.into_iter().collect()
}

fn reached_from(of_crate: &Crate, file: usize) -> BTreeSet<usize> {
    let mut reached = BTreeSet::new();
    let mut waiting = vec![file];
    while let Some(from) = waiting.pop() {
        let imported = of_crate.imports.range((from, 0)..(from + 1, 0));
        for (_, to) in imported.map(|(files, _)| files) {
            if reached.insert(*to) {
                waiting.push(*to);
            }
        }
    }
    reached
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(files: &[(&str, &str)]) -> Faults {
        let mut faults = Faults::new();
        check(&[Crate::of_texts(files)], &mut faults);
        faults
    }

    const CIRCLE: &[(&str, &str)] = &[
        ("lib.rs", "mod plan; mod read;"),
        (
            "plan.rs",
            "use crate::read::Reader;\npub struct Plan(Reader);",
        ),
        (
            "read.rs",
            "pub struct Reader;\nfn read(plan: &crate::plan::Plan) {}",
        ),
    ];

    #[test]
    fn two_files_that_import_each_other_are_a_fault_with_both_lines() {
        assert_eq!(
            faults(CIRCLE),
            ["made: 2 files import each other in a circle:\
              \n  plan.rs:1 imports read.rs (crate::read::Reader)\
              \n  read.rs:2 imports plan.rs (crate::plan::Plan)"]
        );
    }

    #[test]
    fn a_circle_through_a_re_export_is_found() {
        let faults = faults(&[
            ("lib.rs", "mod fetch; mod page;"),
            ("fetch/mod.rs", "mod one;\npub(crate) use one::One;"),
            ("fetch/one.rs", "pub struct One(crate::page::Page);"),
            ("page.rs", "use crate::fetch::One;\npub struct Page;"),
        ]);
        assert_eq!(
            faults,
            ["made: 2 files import each other in a circle:\
              \n  fetch/one.rs:1 imports page.rs (crate::page::Page)\
              \n  page.rs:1 imports fetch/one.rs (crate::fetch::One)"]
        );
    }

    #[test]
    fn a_child_that_uses_what_its_parent_defines_makes_a_circle() {
        let parent = "mod csv;\npub trait Format {}\nfn all() { csv::write() }";
        let through_super = faults(&[
            ("lib.rs", "mod output;"),
            ("output.rs", parent),
            ("output/csv.rs", "use super::Format;\npub fn write() {}"),
        ]);
        assert_eq!(
            through_super,
            ["made: 2 files import each other in a circle:\
              \n  output.rs:3 imports output/csv.rs (csv::write)\
              \n  output/csv.rs:1 imports output.rs (super::Format)"]
        );
    }

    #[test]
    fn a_parent_that_declares_and_re_exports_its_child_does_not_import_it() {
        let re_exporting = faults(&[
            ("lib.rs", "mod output;"),
            (
                "output.rs",
                "mod csv;\npub use csv::write;\npub trait Format {}",
            ),
            ("output/csv.rs", "use super::Format;\npub fn write() {}"),
        ]);
        assert!(re_exporting.is_empty(), "{re_exporting:?}");
    }

    #[test]
    fn what_only_tests_import_does_not_count() {
        let in_tests = faults(&[
            ("lib.rs", "mod plan; mod read;"),
            ("plan.rs", "pub struct Plan(crate::read::Reader);"),
            (
                "read.rs",
                "pub struct Reader;\n#[cfg(test)]\nuse crate::plan::Plan;\n#[cfg(test)]\nmod tests { use crate::plan::Plan; }",
            ),
        ]);
        assert!(in_tests.is_empty(), "{in_tests:?}");
    }

    #[test]
    fn a_local_variable_with_the_name_of_a_re_export_does_not_import_it() {
        let variable = faults(&[
            ("lib.rs", "mod fetch;"),
            (
                "fetch.rs",
                "mod page;\npub use page::page;\npub struct Fetch;\nfn f(all: Pages) { for (_, page) in all { g(page); } }",
            ),
            ("fetch/page.rs", "pub fn page(fetch: super::Fetch) {}"),
        ]);
        assert!(variable.is_empty(), "{variable:?}");
    }
}
