//! A table's columns as the other readers are told of them: nested, since they do not flatten.

use std::sync::Arc;

use arrow::array::{Array, AsArray, RecordBatch};
use arrow::datatypes::{DataType, Field, Fields, Schema, SchemaRef};
use serde_json::{Value, json};
use storeql_catalog::{Catalog, Column, ColumnType, Table};

use super::arrow_json;

/// The columns of a case, with the types that every reader reads them as.
pub(super) struct Shape {
    columns: Vec<(String, Vec<String>, DataType)>,
    /// Members of a consignment's kinds that hold an order's items; empty where the rows are the page's items.
    inside: &'static [&'static [&'static str]],
    schema: SchemaRef,
}

/// Where an order's consignments lie, whose elements hold its items.
const CONSIGNMENTS: [&[&str]; 4] = [
    &["shipping"],
    &["pickups"],
    &["downloads"],
    &["email", "gift_certificates"],
];

impl Shape {
    /// Names of the columns that take part.
    pub(super) fn columns_of(table: &str) -> Vec<&'static str> {
        scalars(table).map(|column| column.name.as_str()).collect()
    }

    /// The shape of `table`; what does not read as its type in `lines` is text.
    pub(super) fn of(table: &str, lines: &[u8]) -> Self {
        let inside: &[&[&str]] = if table == "order_items" {
            &CONSIGNMENTS
        } else {
            &[]
        };
        let mut columns = Vec::new();
        for column in scalars(table) {
            let reads = |kind: &DataType| {
                let one = [(column.name.clone(), column.path.clone(), kind.clone())];
                arrow_json(&schema(&one, inside), lines).is_ok()
            };
            let kinds = [data_type(column.kind), DataType::Utf8];
            if let Some(kind) = kinds.into_iter().find(reads) {
                columns.push((column.name.clone(), column.path.clone(), kind));
            }
        }
        Self {
            schema: schema(&columns, inside),
            columns,
            inside,
        }
    }

    pub(super) fn names(&self) -> Vec<&str> {
        self.columns
            .iter()
            .map(|(name, ..)| name.as_str())
            .collect()
    }

    /// Reads lines with `arrow-json` and counts the rows.
    pub(super) fn read(&self, lines: &[u8]) -> usize {
        let batches = arrow_json(&self.schema, lines).unwrap();
        batches.iter().map(|batch| self.count(batch)).sum()
    }

    fn count(&self, batch: &RecordBatch) -> usize {
        if self.inside.is_empty() {
            return batch.num_rows();
        }
        let consignments = batch.column_by_name("consignments").unwrap().as_struct();
        let items = |kind: &&[&str]| {
            let (last, way) = kind.split_last().unwrap();
            let holder = way.iter().fold(consignments, |holder, name| {
                holder.column_by_name(name).unwrap().as_struct()
            });
            let list = holder.column_by_name(last).unwrap().as_list::<i32>();
            list.values()
                .as_struct()
                .column(0)
                .as_list::<i32>()
                .values()
                .len()
        };
        self.inside.iter().map(items).sum()
    }

    /// Columns and types as DuckDB spells them.
    pub(super) fn duckdb(&self) -> Value {
        let fields = self.schema.fields().iter();
        fields
            .map(|field| (field.name().clone(), json!(spelled(field.data_type()))))
            .collect()
    }
}

fn scalars(table: &str) -> impl Iterator<Item = &'static Column> {
    let table: &'static Table = Catalog::builtin().table(table).unwrap();
    let stands_in_the_row =
        |column: &&Column| !column.from_parent && !column.ordinal && column.include.is_none();
    table
        .columns
        .values()
        .filter(stands_in_the_row)
        .filter(|column| column.kind != ColumnType::Json)
}

fn data_type(kind: ColumnType) -> DataType {
    match kind {
        ColumnType::Int64 => DataType::Int64,
        ColumnType::Bool => DataType::Boolean,
        ColumnType::Decimal(precision, scale) => DataType::Decimal128(precision, scale),
        ColumnType::Float64 => DataType::Float64,
        _ => DataType::Utf8,
    }
}

fn schema(columns: &[(String, Vec<String>, DataType)], inside: &[&[&str]]) -> SchemaRef {
    let mut fields: Vec<Field> = Vec::new();
    for (_, path, kind) in columns {
        insert(&mut fields, path, kind);
    }
    if !inside.is_empty() {
        let items = list("line_items", DataType::Struct(fields.into()));
        let kinds = inside.iter().map(|kind| {
            let (last, way) = kind.split_last().unwrap();
            let holder = list(last, DataType::Struct(vec![items.clone()].into()));
            way.iter().rev().fold(holder, |inner, name| {
                Field::new(*name, DataType::Struct(vec![inner].into()), true)
            })
        });
        let kinds: Fields = kinds.collect();
        fields = vec![
            Field::new("id", DataType::Int64, true),
            Field::new("consignments", DataType::Struct(kinds), true),
        ];
    }
    Arc::new(Schema::new(fields))
}

fn list(name: &str, of: DataType) -> Field {
    Field::new(
        name,
        DataType::List(Arc::new(Field::new("item", of, true))),
        true,
    )
}

fn insert(fields: &mut Vec<Field>, path: &[String], kind: &DataType) {
    let (first, rest) = path.split_first().unwrap();
    if rest.is_empty() {
        fields.push(Field::new(first, kind.clone(), true));
        return;
    }
    let known = fields.iter().position(|field| field.name() == first);
    let mut inner: Vec<Field> = match known.map(|position| fields.remove(position)) {
        Some(field) => match field.data_type() {
            DataType::Struct(inner) => inner.iter().map(|field| field.as_ref().clone()).collect(),
            _ => Vec::new(),
        },
        None => Vec::new(),
    };
    insert(&mut inner, rest, kind);
    fields.push(Field::new(first, DataType::Struct(inner.into()), true));
}

fn spelled(kind: &DataType) -> String {
    match kind {
        DataType::Int64 => "BIGINT".to_owned(),
        DataType::Boolean => "BOOLEAN".to_owned(),
        DataType::Float64 => "DOUBLE".to_owned(),
        DataType::Decimal128(precision, scale) => format!("DECIMAL({precision},{scale})"),
        DataType::List(element) => format!("{}[]", spelled(element.data_type())),
        DataType::Struct(fields) => {
            let fields: Vec<String> = fields
                .iter()
                .map(|field| format!("\"{}\" {}", field.name(), spelled(field.data_type())))
                .collect();
            format!("STRUCT({})", fields.join(", "))
        }
        _ => "VARCHAR".to_owned(),
    }
}
