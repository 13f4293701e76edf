//! `sys_catalogs`, `sys_schemas`, `sys_tables` and `sys_tablecolumns`: what can be queried.

use arrow::datatypes::DataType;
use storeql_catalog::{Column as TableColumn, Table};

use super::rows::{Cell, Rows, data_type};
use super::types::{Shape, shape};
use super::{
    CATALOG_NAME, COLUMN_NAME, Facts, SCHEMA_NAME, SystemTable, TABLE_NAME, flag, integer, text,
};
use crate::namespace::{Part, SYSTEM_SCHEMA, VIEWS_SCHEMA, View};
use crate::scan::arrow_type;
use crate::session::CATALOG;

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

fn tables(facts: &Facts<'_>, rows: &mut Rows) {
    let mut row = |schema: &str, name: &str, kind: &str, about: &str, updateable: bool| {
        rows.add([
            CATALOG.into(),
            schema.into(),
            name.into(),
            kind.into(),
            about.into(),
            updateable.into(),
        ]);
    };
    for table in facts.tables() {
        let updateable = facts.is_updateable(table);
        row(
            facts.store_schema(),
            &table.name,
            "TABLE",
            &table.about,
            updateable,
        );
    }
    for (name, view) in facts.views() {
        row(VIEWS_SCHEMA, name, "VIEW", &view.query, false);
    }
    for table in facts.system_tables() {
        row(SYSTEM_SCHEMA, table.name, "SYSTABLE", table.about, false);
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
struct Described<'a> {
    schema: &'a str,
    table: &'a str,
    name: &'a str,
    kind: DataType,
    about: &'a str,
    nullable: bool,
    generated: bool,
    read_only: bool,
    key: bool,
    counted: bool,
}

impl<'a> Described<'a> {
    /// A column that nobody writes.
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

fn columns(facts: &Facts<'_>, rows: &mut Rows) {
    for table in facts.tables() {
        for (ordinal, column) in table.columns.values().enumerate() {
            of_store(facts, table, column).row(ordinal, rows);
        }
    }
    for (name, view) in facts.views() {
        of_view(name, view, rows);
    }
    for table in facts.system_tables() {
        for (ordinal, column) in table.columns.iter().enumerate() {
            let kind = data_type(column.kind);
            let shown = Described::shown(SYSTEM_SCHEMA, table.name, column.name, kind);
            let about = column.about;
            Described { about, ..shown }.row(ordinal, rows);
        }
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
        read_only: column.read_only || !facts.is_updateable(table),
        key,
        counted: key
            && table.key.len() == 1
            && column.read_only
            && column.kind == storeql_catalog::Kind::Int64,
    }
}

fn of_view(name: &str, view: &View, rows: &mut Rows) {
    for (ordinal, field) in view.schema().fields().iter().enumerate() {
        let kind = field.data_type().clone();
        Described::shown(VIEWS_SCHEMA, name, field.name(), kind).row(ordinal, rows);
    }
}

impl Facts<'_> {
    fn views(&self) -> impl Iterator<Item = (&String, &View)> {
        let listed = |(name, _): &(&String, &View)| self.namespace.lists(Part::Views, name);
        self.contents.views.iter().filter(listed)
    }

    fn system_tables(&self) -> impl Iterator<Item = &'static SystemTable> {
        let listed = |table: &&SystemTable| self.namespace.lists(Part::System, table.name);
        super::TABLES.iter().filter(listed)
    }
}
