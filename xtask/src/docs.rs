//! `cargo xtask docs`: writes the pages that come from definitions, or with `--check` tells which of them are stale.
//!
//! What a page says is the business of the files below; guides are written by hand and not touched.

mod cost;
mod procedure;
mod properties;
mod table;
mod text;
mod writes;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use storeql_catalog::Catalog;

use crate::faults::Faults;

/// Folder of the pages that are all generated: what is not in the definitions any more goes.
const TABLES: &str = "docs/tables";

/// Path below the root → content.
type Pages = BTreeMap<PathBuf, String>;

/// Writes them all.
pub(crate) fn write(root: &Path) -> Faults {
    let mut faults = Faults::new();
    let pages = pages();
    for (path, text) in &pages {
        let path = root.join(path);
        let written = path
            .parent()
            .map_or(Ok(()), fs::create_dir_all)
            .and_then(|()| fs::write(&path, text));
        if let Err(error) = written {
            faults.push(format!("{}: {error}", path.display()));
        }
    }
    for path in leftover(root, &pages) {
        if let Err(error) = fs::remove_file(root.join(&path)) {
            faults.push(format!("{}: {error}", path.display()));
        }
    }
    faults
}

/// Compares them all with what is there.
pub(crate) fn check(root: &Path) -> Faults {
    let pages = pages();
    let stale = pages.iter().filter(|(path, text)| {
        let there = fs::read_to_string(root.join(path)).unwrap_or_default();
        // A checkout may have other line ends.
        there.replace("\r\n", "\n") != **text
    });
    let mut faults: Faults = stale
        .map(|(path, _)| format!("{} is stale; run `cargo xtask docs`", path.display()))
        .collect();
    faults.extend(leftover(root, &pages).iter().map(|path| {
        format!(
            "{} has no definition; run `cargo xtask docs`",
            path.display()
        )
    }));
    faults
}

fn pages() -> Pages {
    let catalog = Catalog::builtin();
    let mut pages = Pages::new();
    pages.insert(Path::new(TABLES).join("README.md"), table::index(catalog));
    for one in catalog.tables() {
        pages.insert(
            Path::new(TABLES).join(format!("{}.md", one.name)),
            table::page(one, catalog),
        );
    }
    pages.insert("docs/procedures.md".into(), procedure::page(catalog));
    pages.insert("docs/properties.md".into(), properties::page());
    pages
}

/// Pages of tables that are gone.
fn leftover(root: &Path, pages: &Pages) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(root.join(TABLES)) else {
        return Vec::new();
    };
    let there = entries
        .flatten()
        .map(|entry| Path::new(TABLES).join(entry.file_name()));
    there.filter(|path| !pages.contains_key(path)).collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_pages_in_the_repository_are_those_of_the_definitions() {
        assert_eq!(super::check(&crate::root()), Vec::<String>::new());
    }
}
