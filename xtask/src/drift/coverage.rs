//! The other side: lists and properties of the official files that no definition has, and how many there are of each.
//!
//! What definitions say too much is `definitions`'s.

use std::collections::BTreeMap;

use storeql_catalog::{Catalog, Table};

use super::definitions::{listed, listings};
use super::official::{Official, Shape, normal};

/// Lists and properties of one official file: how many there are, and how many of them a table has.
#[derive(Default)]
pub(super) struct Share {
    pub(super) lists: usize,
    pub(super) lists_covered: usize,
    /// Lists without a table, for a reason.
    pub(super) lists_explained: usize,
    pub(super) properties: usize,
    pub(super) properties_covered: usize,
}

impl Share {
    pub(super) fn add(&mut self, other: &Share) {
        self.lists += other.lists;
        self.lists_covered += other.lists_covered;
        self.lists_explained += other.lists_explained;
        self.properties += other.properties;
        self.properties_covered += other.properties_covered;
    }
}

/// Shares by official file, and what is missing; `explained` tells of a finding whether it has a reason.
pub(super) fn measure(
    catalog: &Catalog,
    official: &Official,
    explained: impl Fn(&str) -> bool,
) -> (BTreeMap<String, Share>, Vec<String>) {
    let mut shares: BTreeMap<String, Share> = BTreeMap::new();
    let mut missing = Vec::new();
    for ((version, path), endpoint) in &official.paths {
        let Some(answer) = endpoint.answer("GET").filter(|_| endpoint.has("GET")) else {
            continue;
        };
        let share = shares.entry(endpoint.file.clone()).or_default();
        let tables = readers(catalog, version, path);
        let is_list = answer.items.is_some()
            || answer
                .members
                .get("data")
                .is_some_and(|data| data.items.is_some());
        if is_list {
            share.lists += 1;
            share.lists_covered += usize::from(!tables.is_empty());
            if tables.is_empty() {
                let finding = format!("{version} GET {path}: a list without a table");
                share.lists_explained += usize::from(explained(&finding));
                missing.push(finding);
            }
        }
        properties(
            catalog,
            official,
            version,
            path,
            &tables,
            share,
            &mut missing,
        );
    }
    (shares, missing)
}

/// The tables that read that path.
fn readers<'a>(catalog: &'a Catalog, version: &str, path: &str) -> Vec<&'a Table> {
    let reads = |table: &&Table| {
        let counts = table.count.iter().map(|count| &count.path);
        let mut paths = listings(table).map(|listing| &listing.path).chain(counts);
        table.api.segment() == version && paths.any(|other| normal(other) == path)
    };
    catalog.tables().map(AsRef::as_ref).filter(reads).collect()
}

fn properties(
    catalog: &Catalog,
    official: &Official,
    version: &str,
    path: &str,
    tables: &[&Table],
    share: &mut Share,
    missing: &mut Vec<String>,
) {
    // Several tables may share one answer: a property is missing where none of them has it.
    let mut seen: BTreeMap<String, bool> = BTreeMap::new();
    for table in tables {
        let own = listings(table).filter(|listing| normal(&listing.path) == path);
        for row in
            own.filter_map(|listing| Some((listed(official, table, listing)?, &listing.rows)))
        {
            let (shape, rows) = row;
            let mut known = Known {
                catalog,
                table,
                seen: &mut seen,
                claimed: claimed(catalog, table, rows),
                above: rows.clone(),
            };
            known.walk(&shape, &mut Vec::new());
        }
    }
    share.properties += seen.len();
    share.properties_covered += seen.values().filter(|covered| **covered).count();
    let lost = seen.iter().filter(|(_, covered)| !**covered);
    missing.extend(lost.map(|(name, _)| format!("{version} GET {path}: no column has `{name}`")));
}

struct Known<'a, 's> {
    catalog: &'a Catalog,
    table: &'a Table,
    seen: &'s mut BTreeMap<String, bool>,
    /// What the list's own children take, from the answer's top: one may reach into what another takes.
    claimed: Vec<Vec<String>>,
    /// Where the table's rows stand, from the answer's top.
    above: Vec<String>,
}

fn claimed(catalog: &Catalog, table: &Table, rows: &[String]) -> Vec<Vec<String>> {
    let paths =
        children(catalog, table).map(|(_, path)| rows.iter().chain(path).cloned().collect());
    paths.collect()
}

/// The tables whose rows stand inside of the table's, each with the path to them.
fn children<'a>(
    catalog: &'a Catalog,
    table: &'a Table,
) -> impl Iterator<Item = (&'a Table, &'a Vec<String>)> {
    let ours = |child: &'a Table| {
        Some((
            child,
            child.embedded.as_ref().filter(|e| e.table == table.name)?,
        ))
    };
    let found = catalog.tables().map(AsRef::as_ref).filter_map(ours);
    found.flat_map(|(child, embedded)| embedded.rows.iter().map(move |rows| (child, rows)))
}

impl<'a> Known<'a, '_> {
    fn walk(&mut self, shape: &Shape, path: &mut Vec<String>) {
        for (name, member) in &shape.members {
            path.push(name.clone());
            let children = self.children_at(path);
            let covered = self.has_column(path)
                || !children.is_empty()
                || self.claimed.contains(&self.full(path));
            for child in children {
                let above = self.full(path);
                let mut below = Known {
                    catalog: self.catalog,
                    table: child,
                    seen: self.seen,
                    claimed: self.claimed.clone(),
                    above,
                };
                below.walk(member.row(), &mut Vec::new());
            }
            if !covered && self.has_deeper(path) && !member.row().members.is_empty() {
                self.walk(member.row(), path);
            } else {
                *self.seen.entry(self.full(path).join(".")).or_default() |= covered;
            }
            path.pop();
        }
    }

    /// The path from the answer's top.
    fn full(&self, path: &[String]) -> Vec<String> {
        self.above.iter().chain(path).cloned().collect()
    }

    /// A column has the value itself, or repeats it from the parent.
    fn has_column(&self, path: &[String]) -> bool {
        self.table
            .columns
            .values()
            .any(|column| match column.from_parent {
                true => path == [column.name.as_str()],
                false => column.path == path,
            })
    }

    /// Columns, or tables, have what stands inside of it.
    fn has_deeper(&self, path: &[String]) -> bool {
        let inside = |other: &[String]| other.len() > path.len() && other.starts_with(path);
        self.table
            .columns
            .values()
            .any(|column| !column.from_parent && inside(&column.path))
            || children(self.catalog, self.table).any(|(_, rows)| inside(rows))
    }

    /// The tables that have the rows in it.
    fn children_at(&self, path: &[String]) -> Vec<&'a Table> {
        let has = |(_, rows): &(&Table, &Vec<String>)| rows.as_slice() == path;
        children(self.catalog, self.table)
            .filter(has)
            .map(|(table, _)| table)
            .collect()
    }
}
