//! What the rows inside of a body may have, filled in when all tables are read: the columns that an INSERT into their own table takes,
//! or those that the definition names.

use std::sync::Arc;

use indexmap::IndexMap;

use crate::children::{Children, DEEPEST};
use crate::column::{Booleans, Column, ColumnType, WriteFormat};
use crate::table::Table;
use crate::write::Takes;

/// The children of a table's columns with what their objects may have.
pub(crate) fn filled(
    tables: &IndexMap<String, Arc<Table>>,
    table: &Table,
) -> IndexMap<String, Children> {
    below(tables, table, 0)
}

fn below(
    tables: &IndexMap<String, Arc<Table>>,
    table: &Table,
    depth: usize,
) -> IndexMap<String, Children> {
    let all = table.write.children.iter();
    all.filter(|_| depth < DEEPEST)
        .map(|(name, declared)| (name.clone(), one(tables, &table.name, declared, depth)))
        .collect()
}

fn one(
    tables: &IndexMap<String, Arc<Table>>,
    parent: &str,
    declared: &Children,
    depth: usize,
) -> Children {
    let mut found = Children {
        columns: IndexMap::new(),
        children: IndexMap::new(),
        ..declared.clone()
    };
    let table = declared.table.as_ref().and_then(|name| tables.get(name));
    if let Some(table) = table {
        let all = table.columns.values().chain(table.write.members.values());
        for column in all.filter(|column| takes(declared, table, parent, column)) {
            let path = match (declared.paths.get(&column.name), &column.write_as) {
                (Some(path), _) | (None, Some(path)) => path.clone(),
                (None, None) => column.path.clone(),
            };
            let column = Column {
                path,
                write_as: None,
                read_only: false,
                ..column.clone()
            };
            found.columns.insert(column.name.clone(), column);
        }
        found.children = below(tables, table, depth + 1);
        let columns = &found.columns;
        found.children.retain(|name, _| columns.contains_key(name));
    }
    for name in &declared.members {
        found.columns.insert(name.clone(), member(name));
    }
    found
}

/// Whether an object has the column. What names the parent does not stand in the parent's own body.
fn takes(declared: &Children, table: &Table, parent: &str, column: &Column) -> bool {
    if !declared.only.is_empty() {
        return declared.only.contains(&column.name);
    }
    let names_parent = |(table, _): &(String, String)| table == parent;
    let inserted = matches!(table.write.takes(column), Takes::Always | Takes::AtInsert);
    // A list of objects has no place for a file.
    inserted
        && column.file.is_none()
        && !column.from_parent
        && !column.references.as_ref().is_some_and(names_parent)
}

/// A member without a column, as one.
fn member(name: &str) -> Column {
    Column {
        name: name.to_owned(),
        kind: ColumnType::Json,
        about: String::new(),
        path: vec![name.to_owned()],
        from_parent: false,
        ordinal: false,
        include: None,
        projected: false,
        filters: IndexMap::new(),
        booleans: Booleans::Words,
        values: Vec::new(),
        references: None,
        read_only: false,
        insert_only: false,
        write_as: None,
        write_format: WriteFormat::Plain,
        writes_null: false,
        unset: None,
        secret: false,
        file: None,
        max_length: None,
        required: false,
        aliases: Vec::new(),
        not_null: false,
    }
}
