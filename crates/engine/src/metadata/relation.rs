//! What a name stands for, as DESCRIBE and `\d` show it: a table of the store with its definition, a system table, or a view.

use std::sync::Arc;

use arrow::array::{ArrayRef, RecordBatch, StringArray};
use arrow::datatypes::{DataType, Field, Schema};
use storeql_catalog::Table;
use storeql_scan::arrow_type;

use crate::error::Result;
use crate::metadata::namespace::Namespace;
use crate::metadata::system;
use crate::sql_types::sql_name;

/// What a name stands for.
#[derive(Debug, Clone)]
pub struct Relation {
    /// Its definition, where it is a table of the store.
    pub table: Option<Arc<Table>>,
    /// Its columns, in the order of `SELECT *`.
    pub columns: Vec<RelationColumn>,
}

/// One of its columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RelationColumn {
    /// The name.
    pub name: String,
    /// The type's name in SQL.
    pub kind: String,
    /// A value may be absent.
    pub nullable: bool,
    /// What it holds, where that is known.
    pub about: String,
}

impl RelationColumn {
    fn new(name: &str, kind: &DataType, nullable: bool, about: &str) -> Self {
        Self {
            name: name.to_owned(),
            kind: sql_name(kind),
            nullable,
            about: about.to_owned(),
        }
    }
}

impl Relation {
    /// What `name` stands for, by its canonical spelling.
    pub(crate) fn of(namespace: &Namespace, name: &str) -> Self {
        if let Some(table) = namespace.store().catalog().table(name) {
            let columns = table.columns.values().map(|column| {
                let kind = arrow_type(column.kind);
                RelationColumn::new(&column.name, &kind, !column.not_null, &column.about)
            });
            return Self {
                table: Some(Arc::clone(table)),
                columns: columns.collect(),
            };
        }
        let system = system::find(name).into_iter();
        let system = system.flat_map(|table| table.columns).map(|column| {
            let kind = system::data_type(column.kind);
            RelationColumn::new(column.name, &kind, true, column.about)
        });
        let contents = namespace.contents();
        let fields = contents.views.get(name).into_iter();
        let fields = fields
            .flat_map(|view| view.schema().fields())
            .map(|field| RelationColumn::new(field.name(), field.data_type(), true, ""));
        Self {
            table: None,
            columns: system.chain(fields).collect(),
        }
    }

    /// What DESCRIBE answers.
    pub(crate) fn described(&self) -> Result<RecordBatch> {
        let columns = |value: fn(&RelationColumn) -> &str| -> ArrayRef {
            let values = self.columns.iter().map(value).map(Some);
            Arc::new(values.collect::<StringArray>())
        };
        let arrays = vec![
            columns(|column| &column.name),
            columns(|column| &column.kind),
            columns(|column| if column.nullable { "YES" } else { "NO" }),
        ];
        let fields = ["column_name", "data_type", "is_nullable"]
            .map(|name| Field::new(name, DataType::Utf8, false));
        let schema = Schema::new(fields.to_vec());
        let batch = RecordBatch::try_new(Arc::new(schema), arrays);
        Ok(batch?)
    }
}
