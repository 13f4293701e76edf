//! `information_schema`: what the system tables say, under the names of the SQL standard.

use super::column::{Column, integer, text};
use super::key_tables::{foreign_key, primary_key};
use super::rows::Cell;
use super::structure_tables::{described, listed};
use super::table::SystemTable;
use crate::sql::schemas::{CATALOG, INFORMATION_SCHEMA};
use crate::sql_types::{shape, sql_name};

const TABLE_CATALOG: Column = text("table_catalog", "The database.");
const TABLE_SCHEMA: Column = text("table_schema", "The schema.");
const TABLE_NAME: Column = text("table_name", "The table.");
const CONSTRAINT: [Column; 3] = [
    text("constraint_catalog", "The key's database."),
    text("constraint_schema", "Its schema."),
    text("constraint_name", "The key."),
];

/// All of them.
pub(super) static TABLES: &[SystemTable] = &[
    SystemTable {
        name: "information_schema.schemata",
        about: "The schemas.",
        columns: &[
            text("catalog_name", "The database."),
            text("schema_name", "The schema."),
            text("schema_owner", "NULL."),
        ],
        rows: |facts, rows| {
            let schemas = facts.namespace.listed_schemas();
            for schema in schemas.into_iter().chain([INFORMATION_SCHEMA]) {
                rows.add([CATALOG.into(), schema.into(), Cell::Null]);
            }
        },
    },
    SystemTable {
        name: "information_schema.tables",
        about: "The tables and views.",
        columns: &[
            TABLE_CATALOG,
            TABLE_SCHEMA,
            TABLE_NAME,
            text("table_type", "`BASE TABLE` or `VIEW`."),
        ],
        rows: |facts, rows| {
            for table in listed(facts) {
                let kind = match table.kind {
                    "VIEW" => "VIEW",
                    _ => "BASE TABLE",
                };
                let [schema, name] = [table.schema, table.name].map(Cell::from);
                rows.add([CATALOG.into(), schema, name, kind.into()]);
            }
            for table in TABLES {
                let name = table.name.rsplit('.').next().unwrap_or_default();
                let [schema, name, kind] = [INFORMATION_SCHEMA, name, "VIEW"].map(Cell::from);
                rows.add([CATALOG.into(), schema, name, kind]);
            }
        },
    },
    SystemTable {
        name: "information_schema.views",
        about: "The views.",
        columns: &[
            TABLE_CATALOG,
            TABLE_SCHEMA,
            TABLE_NAME,
            text("definition", "Its query."),
        ],
        rows: |facts, rows| {
            let tables = listed(facts).into_iter();
            for view in tables.filter(|table| table.kind == "VIEW") {
                rows.add([CATALOG, view.schema, view.name, view.about].map(Cell::from));
            }
        },
    },
    SystemTable {
        name: "information_schema.columns",
        about: "The columns of all tables and views.",
        columns: &[
            TABLE_CATALOG,
            TABLE_SCHEMA,
            TABLE_NAME,
            text("column_name", "The column."),
            integer("ordinal_position", "Its place in `SELECT *`, from 1."),
            text("column_default", "NULL."),
            text(
                "is_nullable",
                "`YES` where a value may be absent, else `NO`.",
            ),
            text("data_type", "The type's name in SQL."),
            integer("character_maximum_length", "NULL: text of any length."),
            integer("numeric_precision", "Digits."),
            integer("numeric_scale", "Digits behind the point."),
        ],
        rows: |facts, rows| {
            for (ordinal, column) in described(facts) {
                let shape = shape(&column.kind);
                let digits = column.kind.is_numeric();
                rows.add([
                    CATALOG.into(),
                    column.schema.into(),
                    column.table.into(),
                    column.name.into(),
                    (ordinal + 1).into(),
                    Cell::Null,
                    if column.nullable { "YES" } else { "NO" }.into(),
                    sql_name(&column.kind).into(),
                    Cell::Null,
                    shape.precision.filter(|_| digits).into(),
                    shape.scale.filter(|_| digits).into(),
                ]);
            }
        },
    },
    SystemTable {
        name: "information_schema.table_constraints",
        about: "The primary and foreign keys.",
        columns: &[
            CONSTRAINT[0],
            CONSTRAINT[1],
            CONSTRAINT[2],
            TABLE_CATALOG,
            TABLE_SCHEMA,
            TABLE_NAME,
            text("constraint_type", "`PRIMARY KEY` or `FOREIGN KEY`."),
        ],
        rows: |facts, rows| {
            for table in facts.tables() {
                let primary = (!table.key.is_empty()).then(|| (primary_key(table), "PRIMARY KEY"));
                let foreign = table
                    .columns
                    .values()
                    .filter(|column| facts.referenced(column).is_some())
                    .map(|column| (foreign_key(table, column), "FOREIGN KEY"));
                for (name, kind) in primary.into_iter().chain(foreign) {
                    let constraint = [CATALOG.into(), facts.store_schema().into(), name.into()];
                    let place = facts.place(&table.name);
                    rows.add(constraint.into_iter().chain(place).chain([kind.into()]));
                }
            }
        },
    },
    SystemTable {
        name: "information_schema.key_column_usage",
        about: "The columns of primary and foreign keys.",
        columns: &[
            CONSTRAINT[0],
            CONSTRAINT[1],
            CONSTRAINT[2],
            TABLE_CATALOG,
            TABLE_SCHEMA,
            TABLE_NAME,
            text("column_name", "The column."),
            integer("ordinal_position", "Its place in the key, from 1."),
        ],
        rows: |facts, rows| {
            for table in facts.tables() {
                let primary = table.key.iter().enumerate();
                let primary =
                    primary.map(|(place, column)| (primary_key(table), column, place + 1));
                let foreign = table
                    .columns
                    .values()
                    .filter(|column| facts.referenced(column).is_some())
                    .map(|column| (foreign_key(table, column), &column.name, 1));
                for (name, column, ordinal) in primary.chain(foreign) {
                    let constraint = [CATALOG.into(), facts.store_schema().into(), name.into()];
                    let place = facts.place(&table.name);
                    let column = [column.as_str().into(), ordinal.into()];
                    rows.add(constraint.into_iter().chain(place).chain(column));
                }
            }
        },
    },
];
