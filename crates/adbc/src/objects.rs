//! `get_objects`: catalogs, schemas, tables, columns and constraints, as the system tables list them. Sends no request.

use std::sync::Arc;

use adbc_core::error::Result;
use adbc_core::options::ObjectDepth;
use adbc_core::schemas::GET_OBJECTS_SCHEMA;
use arrow::array::RecordBatch;
use arrow::json::ReaderBuilder;
use serde::{Deserialize, Serialize};
use tokio_util::sync::CancellationToken;

use crate::system_rows::SystemTables;

/// Which objects are wanted. A name is a pattern of LIKE, in which `\` makes `%` and `_` stand for themselves.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Wanted<'a> {
    pub(crate) catalog: Option<&'a str>,
    pub(crate) schema: Option<&'a str>,
    pub(crate) table: Option<&'a str>,
    pub(crate) types: Option<&'a [&'a str]>,
    pub(crate) column: Option<&'a str>,
}

/// The types that a table may have.
pub(crate) const TABLE_TYPES: [&str; 3] = ["TABLE", "VIEW", "SYSTABLE"];

#[derive(Deserialize)]
struct CatalogName {
    #[serde(rename = "CatalogName")]
    catalog: String,
}

#[derive(Deserialize)]
struct SchemaName {
    #[serde(rename = "CatalogName")]
    catalog: String,
    #[serde(rename = "SchemaName")]
    schema: String,
}

/// A table, as `sys_tables` lists it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(crate) struct Table {
    #[serde(rename = "CatalogName")]
    pub(crate) catalog: String,
    #[serde(rename = "SchemaName")]
    pub(crate) schema: String,
    #[serde(rename = "TableName")]
    pub(crate) name: String,
    #[serde(rename = "TableType")]
    kind: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Column {
    schema_name: String,
    table_name: String,
    column_name: String,
    ordinal: i32,
    description: Option<String>,
    data_type: i16,
    data_type_name: String,
    length: Option<i32>,
    numeric_scale: Option<i16>,
    is_nullable: bool,
    is_auto_increment: String,
    is_generated_column: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Key {
    schema_name: String,
    table_name: String,
    column_name: String,
    primary_key_name: Option<String>,
    foreign_key_name: Option<String>,
    referenced_catalog_name: Option<String>,
    referenced_schema_name: Option<String>,
    referenced_table_name: Option<String>,
    referenced_column_name: Option<String>,
}

#[derive(Serialize)]
struct OfCatalog<'a> {
    catalog_name: &'a str,
    catalog_db_schemas: Option<Vec<OfSchema<'a>>>,
}

#[derive(Serialize)]
struct OfSchema<'a> {
    db_schema_name: &'a str,
    db_schema_tables: Option<Vec<OfTable<'a>>>,
}

#[derive(Serialize)]
struct OfTable<'a> {
    table_name: &'a str,
    table_type: &'a str,
    table_columns: Option<Vec<OfColumn<'a>>>,
    table_constraints: Option<Vec<OfConstraint<'a>>>,
}

#[derive(Serialize)]
struct OfColumn<'a> {
    column_name: &'a str,
    ordinal_position: i32,
    remarks: Option<&'a str>,
    xdbc_data_type: i16,
    xdbc_type_name: &'a str,
    xdbc_column_size: Option<i32>,
    xdbc_decimal_digits: Option<i16>,
    xdbc_num_prec_radix: Option<i16>,
    xdbc_nullable: i16,
    xdbc_sql_data_type: i16,
    xdbc_datetime_sub: Option<i16>,
    xdbc_is_nullable: &'static str,
    xdbc_is_autoincrement: bool,
    xdbc_is_generatedcolumn: bool,
}

#[derive(Serialize)]
struct OfConstraint<'a> {
    constraint_name: &'a str,
    constraint_type: &'static str,
    constraint_column_names: Vec<&'a str>,
    constraint_column_usage: Option<Vec<OfUsage<'a>>>,
}

#[derive(Serialize)]
struct OfUsage<'a> {
    fk_catalog: Option<&'a str>,
    fk_db_schema: Option<&'a str>,
    fk_table: Option<&'a str>,
    fk_column_name: Option<&'a str>,
}

/// All that was read to answer.
#[derive(Default)]
struct Listed {
    schemas: Option<Vec<SchemaName>>,
    tables: Option<Vec<Table>>,
    columns: Option<Vec<Column>>,
    keys: Option<Vec<Key>>,
}

impl Wanted<'_> {
    /// Tables of these names and types.
    pub(crate) fn tables(
        &self,
        system: &SystemTables,
        until: &CancellationToken,
    ) -> Result<Vec<Table>> {
        let sql = "SELECT CatalogName, SchemaName, TableName, TableType FROM sys_tables \
                   WHERE CatalogName LIKE $1 AND SchemaName LIKE $2 AND TableName LIKE $3";
        let tables = system.rows::<Table>(until, sql.to_owned(), &self.patterns())?;
        let is_wanted = |table: &Table| {
            let types = self.types;
            types.is_none_or(|types| types.contains(&table.kind.as_str()))
        };
        Ok(tables.into_iter().filter(is_wanted).collect())
    }

    /// The batch that `get_objects` answers.
    pub(crate) fn objects(
        &self,
        system: &SystemTables,
        until: &CancellationToken,
        depth: ObjectDepth,
    ) -> Result<RecordBatch> {
        let patterns = self.patterns();
        let sql = "SELECT CatalogName FROM sys_catalogs WHERE CatalogName LIKE $1";
        let catalogs = system.rows::<CatalogName>(until, sql.to_owned(), &patterns[..1])?;
        let mut listed = Listed::default();
        if depth != ObjectDepth::Catalogs {
            let sql = "SELECT CatalogName, SchemaName FROM sys_schemas \
                       WHERE CatalogName LIKE $1 AND SchemaName LIKE $2";
            listed.schemas = Some(system.rows(until, sql.to_owned(), &patterns[..2])?);
        }
        if !matches!(depth, ObjectDepth::Catalogs | ObjectDepth::Schemas) {
            listed.tables = Some(self.tables(system, until)?);
        }
        if matches!(depth, ObjectDepth::All | ObjectDepth::Columns) {
            let of_tables = "CatalogName LIKE $1 AND SchemaName LIKE $2 AND TableName LIKE $3";
            let sql = format!(
                "SELECT SchemaName, TableName, ColumnName, Ordinal, Description, DataType, DataTypeName, Length, NumericScale, \
                 IsNullable, IsAutoIncrement, IsGeneratedColumn FROM sys_tablecolumns WHERE {of_tables} AND ColumnName LIKE $4"
            );
            let [catalog, schema, table] = patterns;
            let with_column = [catalog, schema, table, self.column.unwrap_or("%")];
            listed.columns = Some(system.rows(until, sql, &with_column)?);
            let sql = format!(
                "SELECT SchemaName, TableName, ColumnName, PrimaryKeyName, ForeignKeyName, ReferencedCatalogName, \
                 ReferencedSchemaName, ReferencedTableName, ReferencedColumnName FROM sys_keycolumns WHERE {of_tables}"
            );
            listed.keys = Some(system.rows(until, sql, &patterns)?);
        }
        let rows = catalogs.iter().map(|catalog| OfCatalog {
            catalog_name: &catalog.catalog,
            catalog_db_schemas: listed.schemas_of(&catalog.catalog),
        });
        batch(&rows.collect::<Vec<_>>())
    }

    fn patterns(&self) -> [&str; 3] {
        [self.catalog, self.schema, self.table].map(|name| name.unwrap_or("%"))
    }
}

impl Listed {
    fn schemas_of(&self, catalog: &str) -> Option<Vec<OfSchema<'_>>> {
        let schemas = self.schemas.as_ref()?.iter();
        let schemas = schemas.filter(|schema| schema.catalog == catalog);
        let schemas = schemas.map(|schema| OfSchema {
            db_schema_name: &schema.schema,
            db_schema_tables: self.tables_of(&schema.schema),
        });
        Some(schemas.collect())
    }

    fn tables_of(&self, schema: &str) -> Option<Vec<OfTable<'_>>> {
        let tables = self.tables.as_ref()?.iter();
        let tables = tables.filter(|table| table.schema == schema);
        let tables = tables.map(|table| OfTable {
            table_name: &table.name,
            table_type: &table.kind,
            table_columns: self.columns_of(table),
            table_constraints: self.constraints_of(table),
        });
        Some(tables.collect())
    }

    fn columns_of(&self, table: &Table) -> Option<Vec<OfColumn<'_>>> {
        let columns = self.columns.as_ref()?.iter();
        let columns = columns
            .filter(|column| column.schema_name == table.schema && column.table_name == table.name);
        Some(columns.map(Column::described).collect())
    }

    fn constraints_of(&self, table: &Table) -> Option<Vec<OfConstraint<'_>>> {
        let keys = self.keys.as_ref()?.iter();
        let keys =
            keys.filter(|key| key.schema_name == table.schema && key.table_name == table.name);
        let mut constraints: Vec<OfConstraint<'_>> = Vec::new();
        for key in keys {
            if let Some(name) = &key.primary_key_name {
                let constraint = named(&mut constraints, name, "PRIMARY KEY");
                // A column of two foreign keys has two rows.
                if !constraint
                    .constraint_column_names
                    .contains(&key.column_name.as_str())
                {
                    constraint.constraint_column_names.push(&key.column_name);
                }
            }
            if let Some(name) = &key.foreign_key_name {
                let constraint = named(&mut constraints, name, "FOREIGN KEY");
                constraint.constraint_column_names.push(&key.column_name);
                let usage = constraint.constraint_column_usage.get_or_insert_default();
                usage.push(OfUsage {
                    fk_catalog: key.referenced_catalog_name.as_deref(),
                    fk_db_schema: key.referenced_schema_name.as_deref(),
                    fk_table: key.referenced_table_name.as_deref(),
                    fk_column_name: key.referenced_column_name.as_deref(),
                });
            }
        }
        Some(constraints)
    }
}

/// The constraint of this name among those of one table.
fn named<'c, 'a>(
    constraints: &'c mut Vec<OfConstraint<'a>>,
    name: &'a str,
    kind: &'static str,
) -> &'c mut OfConstraint<'a> {
    let place = constraints
        .iter()
        .position(|constraint| constraint.constraint_name == name);
    let place = place.unwrap_or_else(|| {
        constraints.push(OfConstraint {
            constraint_name: name,
            constraint_type: kind,
            constraint_column_names: Vec::new(),
            constraint_column_usage: None,
        });
        constraints.len() - 1
    });
    &mut constraints[place]
}

impl Column {
    /// The column with its numbers for ODBC and JDBC, in which days and times are parts of one type.
    fn described(&self) -> OfColumn<'_> {
        const DATETIME: i16 = 9;
        let (sql_data_type, datetime_sub) = match self.data_type {
            kind @ 91..=93 => (DATETIME, Some(kind - 90)),
            kind => (kind, None),
        };
        OfColumn {
            column_name: &self.column_name,
            ordinal_position: self.ordinal,
            remarks: self.description.as_deref(),
            xdbc_data_type: self.data_type,
            xdbc_type_name: &self.data_type_name,
            xdbc_column_size: self.length,
            xdbc_decimal_digits: self.numeric_scale,
            xdbc_num_prec_radix: self
                .numeric_scale
                .filter(|_| datetime_sub.is_none())
                .map(|_| 10),
            xdbc_nullable: i16::from(self.is_nullable),
            xdbc_sql_data_type: sql_data_type,
            xdbc_datetime_sub: datetime_sub,
            xdbc_is_nullable: if self.is_nullable { "YES" } else { "NO" },
            xdbc_is_autoincrement: self.is_auto_increment == "YES",
            xdbc_is_generatedcolumn: self.is_generated_column == "YES",
        }
    }
}

fn batch(rows: &[OfCatalog<'_>]) -> Result<RecordBatch> {
    let schema = Arc::clone(&GET_OBJECTS_SCHEMA);
    let mut decoder = ReaderBuilder::new(Arc::clone(&schema)).build_decoder()?;
    decoder.serialize(rows)?;
    let batch = decoder.flush()?;
    Ok(batch.unwrap_or_else(|| RecordBatch::new_empty(schema)))
}
