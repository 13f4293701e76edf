//! `sys_catalogs`, `sys_schemas`, `sys_tables` and `sys_tablecolumns`: what can be queried.

use arrow::datatypes::{DataType, FieldRef};
use storeql_catalog::{Column as TableColumn, Table, Takes};
use storeql_scan::arrow_type;

use super::column::{
    CATALOG_NAME, COLUMN_NAME, Column, SCHEMA_NAME, TABLE_NAME, data_type, flag, integer, text,
};
use super::rows::{Cell, Rows};
use super::table::{Facts, SystemTable};
use crate::metadata::namespace::{Part, View};
use crate::sql::schemas::{CATALOG, SYSTEM_SCHEMA, VIEWS_SCHEMA};
use crate::sql_types::{Shape, shape};

pub(super) const CATALOGS: SystemTable = SystemTable {
    name: "sys_catalogs",
    about: "The databases: there is one.",
    columns: &[CATALOG_NAME],
    rows: |_, rows| rows.add([CATALOG.into()]),
};

pub(super) const SCHEMAS: SystemTable = SystemTable {
    name: "sys_schemas",
    about: "The schemas: the store's tables, the system tables, and the views.",
    columns: &[CATALOG_NAME, SCHEMA_NAME],
    rows: |facts, rows| {
        for schema in facts.namespace.listed_schemas() {
            rows.add([CATALOG.into(), schema.into()]);
        }
    },
};

pub(super) const TABLES: SystemTable = SystemTable {
    name: "sys_tables",
    about: "The tables, views and system tables.",
    columns: &[
        CATALOG_NAME,
        SCHEMA_NAME,
        TABLE_NAME,
        text("TableType", "`TABLE`, `VIEW` or `SYSTABLE`."),
        text("Description", "What it holds; of a view, its query."),
        flag("IsUpdateable", "Rows can be inserted, changed or deleted."),
    ],
    rows: tables,
};

/// What the lists of tables know of each.
pub(super) struct Listed<'a> {
    pub(super) schema: &'a str,
    pub(super) name: &'a str,
    pub(super) kind: &'static str,
    pub(super) about: &'a str,
    updateable: bool,
}

/// The tables, views and system tables that are listed.
pub(super) fn listed<'a>(facts: &'a Facts<'_>) -> Vec<Listed<'a>> {
    let tables = facts.tables().map(|table| Listed {
        schema: facts.store_schema(),
        name: &table.name,
        kind: "TABLE",
        about: &table.about,
        updateable: facts.is_updateable(table),
    });
    let views = facts.views().map(|(name, view)| Listed {
        schema: VIEWS_SCHEMA,
        name,
        kind: "VIEW",
        about: view.query.text(),
        updateable: false,
    });
    let system = facts.listed_system_tables().map(|table| Listed {
        schema: SYSTEM_SCHEMA,
        name: table.name,
        kind: "SYSTABLE",
        about: table.about,
        updateable: false,
    });
    tables.chain(views).chain(system).collect()
}

fn tables(facts: &Facts<'_>, rows: &mut Rows) {
    for table in listed(facts) {
        let [schema, name, kind, about] =
            [table.schema, table.name, table.kind, table.about].map(Cell::from);
        let updateable = table.updateable.into();
        rows.add([CATALOG.into(), schema, name, kind, about, updateable]);
    }
}

pub(super) const COLUMNS: SystemTable = SystemTable {
    name: "sys_tablecolumns",
    about: "The columns of all tables, views and system tables.",
    columns: &[
        CATALOG_NAME,
        SCHEMA_NAME,
        TABLE_NAME,
        COLUMN_NAME,
        text("DataTypeName", "The type's name in SQL."),
        integer("DataType", "The type's number in ODBC and JDBC."),
        integer(
            "Length",
            "Characters or digits of the longest value; NULL for text of any length.",
        ),
        integer(
            "DisplaySize",
            "Characters in which the longest value can be shown.",
        ),
        integer("NumericPrecision", "Digits."),
        integer("NumericScale", "Digits behind the point."),
        flag("IsNullable", "A value may be absent."),
        text("Description", "What it holds."),
        integer("Ordinal", "The column's place in `SELECT *`, from 1."),
        text(
            "IsAutoIncrement",
            "`YES` where the store numbers new rows by it, else `NO`.",
        ),
        text(
            "IsGeneratedColumn",
            "`YES` where only the store sets it, else `NO`.",
        ),
        flag("IsHidden", "`SELECT *` leaves it out: never."),
        flag("IsArray", "It holds several values: never; lists are JSON."),
        flag("IsReadOnly", "It cannot be written."),
        flag("IsKey", "It is part of what names a row."),
        text(
            "ColumnType",
            "`SYSTEM`: each column is one of the table's own.",
        ),
        text("FieldControl", "NULL: there are no input fields."),
    ],
    rows: columns,
};

/// What the three kinds of tables know of a column.
pub(super) struct Described<'a> {
    pub(super) schema: &'a str,
    pub(super) table: &'a str,
    pub(super) name: &'a str,
    pub(super) kind: DataType,
    about: &'a str,
    pub(super) nullable: bool,
    generated: bool,
    read_only: bool,
    key: bool,
    counted: bool,
}

impl<'a> Described<'a> {
    /// A column that cannot be written.
    fn shown(schema: &'a str, table: &'a str, name: &'a str, kind: DataType) -> Self {
        Self {
            schema,
            table,
            name,
            kind,
            about: "",
            nullable: true,
            generated: false,
            read_only: true,
            key: false,
            counted: false,
        }
    }

    fn row(&self, ordinal: usize, rows: &mut Rows) {
        let Shape {
            name,
            code,
            length,
            display,
            precision,
            scale,
        } = shape(&self.kind);
        let yes_or_no = |yes| if yes { "YES" } else { "NO" };
        rows.add([
            CATALOG.into(),
            self.schema.into(),
            self.table.into(),
            self.name.into(),
            name.into(),
            code.into(),
            length.into(),
            display.into(),
            precision.into(),
            scale.into(),
            self.nullable.into(),
            self.about.into(),
            (ordinal + 1).into(),
            yes_or_no(self.counted).into(),
            yes_or_no(self.generated).into(),
            false.into(),
            false.into(),
            self.read_only.into(),
            self.key.into(),
            "SYSTEM".into(),
            Cell::Null,
        ]);
    }
}

/// The columns of all that is listed, each with its place in its table.
pub(super) fn described<'a>(facts: &'a Facts<'_>) -> Vec<(usize, Described<'a>)> {
    let tables = facts.tables().flat_map(|table| {
        let columns = table.columns.values();
        columns
            .map(|column| of_store(facts, table, column))
            .enumerate()
    });
    let views = facts.views().flat_map(|(name, view)| {
        let fields = view.schema().fields().iter();
        let shown = |field: &'a FieldRef| {
            Described::shown(VIEWS_SCHEMA, name, field.name(), field.data_type().clone())
        };
        fields.map(shown).enumerate()
    });
    let system = facts.listed_system_tables().flat_map(|table| {
        let shown = |column: &'a Column| {
            let kind = data_type(column.kind);
            let shown = Described::shown(SYSTEM_SCHEMA, table.name, column.name, kind);
            let about = column.about;
            Described { about, ..shown }
        };
        table.columns.iter().map(shown).enumerate()
    });
    tables.chain(views).chain(system).collect()
}

fn columns(facts: &Facts<'_>, rows: &mut Rows) {
    for (ordinal, column) in described(facts) {
        column.row(ordinal, rows);
    }
}

fn of_store<'a>(facts: &'a Facts<'_>, table: &'a Table, column: &'a TableColumn) -> Described<'a> {
    let key = table.key.contains(&column.name);
    Described {
        schema: facts.store_schema(),
        table: &table.name,
        name: &column.name,
        kind: arrow_type(column.kind),
        about: &column.about,
        nullable: !column.not_null,
        generated: column.read_only,
        read_only: table.write.takes(column) == Takes::Never || !facts.is_updateable(table),
        key,
        counted: key
            && table.key.len() == 1
            && column.read_only
            && column.kind == storeql_catalog::ColumnType::Int64,
    }
}

impl Facts<'_> {
    fn views(&self) -> impl Iterator<Item = (&String, &View)> {
        let listed = |(name, _): &(&String, &View)| self.namespace.lists(Part::Views, name);
        self.contents.views.iter().filter(listed)
    }

    fn listed_system_tables(&self) -> impl Iterator<Item = &'static SystemTable> {
        let listed = |table: &&SystemTable| self.namespace.lists(Part::System, table.name);
        self.system_tables.iter().filter(listed)
    }
}
