//! The catalogue: all tables and procedures of a store, from the built-in definitions and from a user's own.
//!
//! What a file says is read in `read`, and whether the tables hold together is checked in `validate`.

use std::sync::{Arc, LazyLock};

use indexmap::IndexMap;

use crate::fill_children::filled;
use crate::problem::{Problem, Problems};
use crate::procedure::Procedure;
use crate::read;
use crate::read_procedure;
use crate::table::Table;
use crate::validate;

/// Every `tables/<area>/<table>.toml`, gathered by the build script.
const BUILTIN: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/tables.rs"));
/// Every `procedures/<Procedure>.toml`, gathered by the build script.
const PROCEDURES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/procedures.rs"));

static CATALOG: LazyLock<Catalog> = LazyLock::new(|| match builtin() {
    Ok(catalog) => catalog,
    // A test loads them, so that a program which got as far as running never comes here.
    Err(problems) => panic!("the built-in definitions are wrong:\n{problems}"),
});

/// The tables and procedures of a store.
#[derive(Debug, Clone, PartialEq)]
pub struct Catalog {
    tables: IndexMap<String, Arc<Table>>,
    procedures: IndexMap<String, Arc<Procedure>>,
}

fn builtin() -> Result<Catalog, Problems> {
    let mut problems = Vec::new();
    let read = |(file, text): &(&str, &str)| read_procedure::procedure(file, text, &mut problems);
    let procedures: Vec<Procedure> = PROCEDURES.iter().filter_map(read).collect();
    if !problems.is_empty() {
        return Err(Problems(problems));
    }
    let named = |procedure: Procedure| (procedure.name.clone(), Arc::new(procedure));
    Ok(Catalog {
        procedures: procedures.into_iter().map(named).collect(),
        ..Catalog::load(BUILTIN.iter().copied())?
    })
}

impl Catalog {
    /// The tables that come with the program.
    pub fn builtin() -> &'static Catalog {
        &CATALOG
    }

    /// Reads definitions, each with its file name (`orders/orders.toml`): all of them, or everything that is wrong.
    pub fn load<'a>(
        files: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<Catalog, Problems> {
        Catalog {
            tables: IndexMap::new(),
            procedures: IndexMap::new(),
        }
        .overlay(files)
    }

    /// This catalogue with further tables; one of the same name takes the place of the one that is here.
    pub fn overlay<'a>(
        &self,
        files: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<Catalog, Problems> {
        let mut problems = Vec::new();
        let mut tables = self.tables.clone();
        let mut fresh: IndexMap<String, String> = IndexMap::new();
        for (file, text) in files {
            let Some(table) = read::table(file, text, &mut problems) else {
                continue;
            };
            if let Some(other) = fresh.insert(table.name.clone(), file.to_owned()) {
                problems.push(Problem {
                    file: file.to_owned(),
                    place: "name".to_owned(),
                    message: format!("`{}` is defined in {other} as well", table.name),
                    help: "name it differently, or remove one of the files".to_owned(),
                });
            }
            tables.insert(table.name.clone(), Arc::new(table));
        }
        tables.sort_by(|_, a, _, b| (&a.area, &a.name).cmp(&(&b.area, &b.name)));
        add_columns(&mut tables, &fresh, &mut problems);
        validate::all(&tables, &fresh, &mut problems);
        if problems.is_empty() {
            resolve_parents(&mut tables, fresh.keys());
            fill_children(&mut tables);
            Ok(Catalog {
                tables,
                procedures: self.procedures.clone(),
            })
        } else {
            Err(Problems(problems))
        }
    }

    /// All tables, by area and name.
    pub fn tables(&self) -> impl Iterator<Item = &Arc<Table>> {
        self.tables.values()
    }

    /// The table of that canonical name. Looser spellings are the dialect's business.
    pub fn table(&self, name: &str) -> Option<&Arc<Table>> {
        self.tables.get(name)
    }

    /// All procedures, by name.
    pub fn procedures(&self) -> impl Iterator<Item = &Arc<Procedure>> {
        self.procedures.values()
    }
}

/// Puts the columns of another table behind a table's own, where its definition says so.
fn add_columns(
    tables: &mut IndexMap<String, Arc<Table>>,
    fresh: &IndexMap<String, String>,
    problems: &mut Vec<Problem>,
) {
    for (name, file) in fresh {
        let other = tables.get(name).and_then(|table| table.columns_of.clone());
        let Some(other) = other else { continue };
        let found = tables
            .get(&other)
            .filter(|found| found.columns_of.is_none());
        let Some(columns) = found.map(|found| found.columns.clone()) else {
            problems.push(Problem {
                file: file.clone(),
                place: "columns_of".to_owned(),
                message: format!("`{other}` is no table that has columns of its own"),
                help: "name such a table".to_owned(),
            });
            continue;
        };
        let Some(table) = tables.get_mut(name).map(Arc::make_mut) else {
            continue;
        };
        for (column, definition) in columns {
            table.columns.entry(column).or_insert(definition);
        }
    }
}

/// A definition names the parent's column that has a value; the engine reads the parent's object, so that it is given the
/// path there. Where the parent has the value from a parent of its own, its object usually repeats it by that name.
fn resolve_parents<'a>(
    tables: &mut IndexMap<String, Arc<Table>>,
    fresh: impl Iterator<Item = &'a String>,
) {
    for name in fresh {
        let Some(table) = tables.get(name).map(Arc::clone) else {
            continue;
        };
        let parent = table
            .embedded
            .as_ref()
            .and_then(|embedded| tables.get(&embedded.table));
        let Some(parent) = parent.map(Arc::clone) else {
            continue;
        };
        let Some(table) = tables.get_mut(name).map(Arc::make_mut) else {
            continue;
        };
        for column in table
            .columns
            .values_mut()
            .filter(|column| column.from_parent)
        {
            let source = validate::named_or_at(&parent, &column.path);
            if let Some(source) = source.filter(|source| !source.from_parent) {
                column.path.clone_from(&source.path);
            }
        }
    }
}

/// Of every table, as a fresh one may have taken the place of one that others name.
fn fill_children(tables: &mut IndexMap<String, Arc<Table>>) {
    let all = tables.values().map(|table| filled(tables, table));
    let all: Vec<_> = all.collect();
    for (table, children) in tables.values_mut().zip(all) {
        if table.write.children != children {
            Arc::make_mut(table).write.children = children;
        }
    }
}

#[cfg(test)]
#[path = "load_tests.rs"]
mod tests;
