//! `sys_keycolumns`, `sys_foreignkeys`, `sys_primarykeys` and `sys_indexes`: what names a row, what rows refer to, and by
//! which columns the store itself finds rows.

use storeql_catalog::{Column as TableColumn, Table};

use super::column::{
    CATALOG_NAME, COLUMN_NAME, Column, SCHEMA_NAME, TABLE_NAME, flag, integer, text,
};
use super::rows::{Cell, Rows};
use super::table::{Facts, SystemTable};
use crate::metadata::namespace::Part;
use crate::sql::schemas::CATALOG;

const PRIMARY_KEY_NAME: Column = text("PrimaryKeyName", "The primary key that it is part of.");
const FOREIGN_KEY_NAME: Column = text("ForeignKeyName", "The foreign key.");
const REFERENCED: [Column; 4] = [
    text(
        "ReferencedCatalogName",
        "The database of the row that is referred to.",
    ),
    text("ReferencedSchemaName", "Its schema."),
    text("ReferencedTableName", "Its table."),
    text(
        "ReferencedColumnName",
        "The column that has the value there.",
    ),
];

pub(super) const KEY_COLUMNS: SystemTable = SystemTable {
    name: "sys_keycolumns",
    about: "The columns of primary and foreign keys.",
    columns: &[
        CATALOG_NAME,
        SCHEMA_NAME,
        TABLE_NAME,
        COLUMN_NAME,
        flag("IsKey", "It is part of the primary key."),
        flag("IsForeignKey", "It names a row of another table."),
        PRIMARY_KEY_NAME,
        FOREIGN_KEY_NAME,
        REFERENCED[0],
        REFERENCED[1],
        REFERENCED[2],
        REFERENCED[3],
    ],
    rows: |facts, rows| {
        for (table, column) in facts.columns() {
            let key = table.key.contains(&column.name);
            let [catalog, schema, name] = facts.place(&table.name);
            let referenced = facts.referenced(column);
            if !key && referenced.is_none() {
                continue;
            }
            let foreign = referenced.is_some();
            let to = referenced.unwrap_or([const { Cell::Null }; 4]);
            let start = [
                catalog,
                schema,
                name,
                column.name.as_str().into(),
                key.into(),
                foreign.into(),
                key.then(|| primary_key(table)).into(),
                foreign.then(|| foreign_key(table, column)).into(),
            ];
            rows.add(start.into_iter().chain(to));
        }
    },
};

pub(super) const FOREIGN_KEYS: SystemTable = SystemTable {
    name: "sys_foreignkeys",
    about: "The columns that name rows of other tables.",
    columns: &[
        CATALOG_NAME,
        SCHEMA_NAME,
        TABLE_NAME,
        COLUMN_NAME,
        text(
            "PrimaryKeyName",
            "The primary key of the table that is referred to.",
        ),
        FOREIGN_KEY_NAME,
        REFERENCED[0],
        REFERENCED[1],
        REFERENCED[2],
        REFERENCED[3],
        text(
            "ForeignKeyType",
            "`FOREIGNKEYTYPE_IMPORT`: each key stands once, at the table that has it.",
        ),
    ],
    rows: foreign_keys,
};

fn foreign_keys(facts: &Facts<'_>, rows: &mut Rows) {
    for (table, column) in facts.columns() {
        let Some(to) = facts.referenced(column) else {
            continue;
        };
        let parent = column.references.as_ref();
        let parent = parent.and_then(|(parent, _)| facts.catalog().table(parent));
        let start = facts.place(&table.name).into_iter().chain([
            column.name.as_str().into(),
            parent.map(|parent| primary_key(parent)).into(),
            foreign_key(table, column).into(),
        ]);
        rows.add(start.chain(to).chain(["FOREIGNKEYTYPE_IMPORT".into()]));
    }
}

pub(super) const PRIMARY_KEYS: SystemTable = SystemTable {
    name: "sys_primarykeys",
    about: "The columns that name a row.",
    columns: &[
        CATALOG_NAME,
        SCHEMA_NAME,
        TABLE_NAME,
        COLUMN_NAME,
        integer("KeySeq", "The column's place in the key, from 1."),
        text("KeyName", "The key."),
    ],
    rows: |facts, rows| {
        for table in facts.tables() {
            for (position, column) in table.key.iter().enumerate() {
                rows.add(facts.place(&table.name).into_iter().chain([
                    column.as_str().into(),
                    (position + 1).into(),
                    primary_key(table).into(),
                ]));
            }
        }
    },
};

pub(super) const INDEXES: SystemTable = SystemTable {
    name: "sys_indexes",
    about: "The columns by which the store itself finds rows: a filter on others is checked here.",
    columns: &[
        CATALOG_NAME,
        SCHEMA_NAME,
        TABLE_NAME,
        text("IndexName", "The primary key, or the column's own index."),
        COLUMN_NAME,
        flag("IsUnique", "No two rows have the same value."),
        flag("IsPrimary", "It is the primary key."),
        integer("Type", "3, as JDBC has it: neither clustered nor hashed."),
        text("SortOrder", "`A` where the store also sorts by it."),
        integer(
            "OrdinalPosition",
            "The column's place in the index, from 1.",
        ),
    ],
    rows: index_rows,
};

fn index_rows(facts: &Facts<'_>, rows: &mut Rows) {
    for table in facts.tables() {
        let list = table.list.as_ref();
        for (index, columns, primary) in indexes(table) {
            for (position, column) in columns.into_iter().enumerate() {
                let sorts = list.is_some_and(|list| list.sort.contains_key(column));
                rows.add(facts.place(&table.name).into_iter().chain([
                    index.as_str().into(),
                    column.as_str().into(),
                    primary.into(),
                    primary.into(),
                    3.into(),
                    sorts.then_some("A").into(),
                    (position + 1).into(),
                ]));
            }
        }
    }
}

/// The indexes of a table: name and columns of each, and whether it is the primary key's.
pub(crate) fn indexes(table: &Table) -> Vec<(String, Vec<&String>, bool)> {
    let primary = (primary_key(table), table.key.iter().collect(), true);
    let primary = (!table.key.is_empty()).then_some(primary);
    let filtered = table.columns.values().filter(|column| {
        !column.filters.is_empty() && table.key.as_slice() != [column.name.as_str()]
    });
    let filtered = filtered.map(|column| {
        let name = format!("ix_{}_{}", table.name, column.name);
        (name, vec![&column.name], false)
    });
    primary.into_iter().chain(filtered).collect()
}

pub(super) fn primary_key(table: &Table) -> String {
    format!("pk_{}", table.name)
}

pub(crate) fn foreign_key(table: &Table, column: &TableColumn) -> String {
    format!("fk_{}_{}", table.name, column.name)
}

impl Facts<'_> {
    fn columns(&self) -> impl Iterator<Item = (&Table, &TableColumn)> {
        self.tables()
            .flat_map(|table| table.columns.values().map(move |column| (table, column)))
    }

    /// What a column refers to, where that is listed.
    pub(super) fn referenced<'a>(&'a self, column: &'a TableColumn) -> Option<[Cell<'a>; 4]> {
        let (table, to) = column.references.as_ref()?;
        self.namespace.lists(Part::Store, table).then(|| {
            [
                CATALOG.into(),
                self.store_schema().into(),
                table.as_str().into(),
                to.as_str().into(),
            ]
        })
    }
}
