//! The rows that a session keeps in its memory, in tables named after the store's: `order_items#temp`. They end with the session.

use std::sync::Arc;

use arrow::array::{ArrayRef, RecordBatch, RecordBatchOptions, new_null_array};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use datafusion::logical_expr::type_coercion::binary::type_union_resolution;

use super::namespace::Namespace;
use super::session_table::SessionTable;
use crate::error::{Error, ErrorKind, Result};
use crate::sql::session_tables::SessionTableChange;
use crate::sql::spelling::as_session_table;

/// What a change did.
pub(crate) enum Done {
    /// So many rows came, or went.
    Rows(&'static str, usize),
    /// The tables are gone.
    Dropped,
}

/// Carries a change out, with the rows of its query.
pub(crate) fn carry_out(
    namespace: &Namespace,
    change: &SessionTableChange,
    rows: Vec<RecordBatch>,
    schema: &Schema,
) -> Result<Done> {
    match change {
        SessionTableChange::Insert { table, columns, .. } => {
            let count: usize = rows.iter().map(RecordBatch::num_rows).sum();
            insert(namespace, table, columns, rows, schema)?;
            Ok(Done::Rows("INSERT", count))
        }
        SessionTableChange::Keep { table, .. } => {
            let found = there(namespace, table)?;
            let before = count(&found)?;
            let rows = rows.iter().map(|rows| as_schema(rows, &found.schema));
            found.set(Some(rows.collect::<Result<_>>()?));
            Ok(Done::Rows("DELETE", before - count(&found)?))
        }
        SessionTableChange::Empty { table } => {
            let found = there(namespace, table)?;
            let before = count(&found)?;
            found.set(Some(Vec::new()));
            Ok(Done::Rows("DELETE", before))
        }
        SessionTableChange::Drop { tables, if_exists } => {
            for table in tables {
                match there(namespace, table) {
                    Err(_) if *if_exists => continue,
                    found => found?.set(None),
                }
                namespace.without_session_table(&as_session_table(table));
            }
            Ok(Done::Dropped)
        }
    }
}

fn count(table: &SessionTable) -> Result<usize> {
    Ok(table.rows()?.iter().map(RecordBatch::num_rows).sum())
}

fn there(namespace: &Namespace, table: &str) -> Result<Arc<SessionTable>> {
    let name = as_session_table(table);
    let contents = namespace.contents();
    contents.session_tables.get(&name).cloned().ok_or_else(|| {
        let message = format!("there is no session table {name}");
        Error::new(ErrorKind::UnknownTable, message).with_hint(format!(
            "INSERT INTO {name} (column, …) VALUES (value, …) makes it"
        ))
    })
}

fn insert(
    namespace: &Namespace,
    table: &str,
    columns: &[String],
    rows: Vec<RecordBatch>,
    schema: &Schema,
) -> Result<()> {
    if schema.fields().len() != columns.len() {
        let message = format!(
            "INSERT INTO {} names {} columns, and each row has {} values",
            as_session_table(table),
            columns.len(),
            schema.fields().len()
        );
        return Err(Error::new(ErrorKind::Syntax, message));
    }
    let fields = columns.iter().zip(schema.fields());
    let fields = fields.map(|(name, field)| Field::new(name, field.data_type().clone(), true));
    let given: SchemaRef = Arc::new(Schema::new(fields.collect::<Vec<_>>()));
    let before = there(namespace, table).ok();
    let all = match &before {
        Some(before) => together(&before.schema, &given),
        None => Arc::clone(&given),
    };
    let mut batches = Vec::new();
    for batch in before
        .iter()
        .map(|before| before.rows())
        .collect::<Result<Vec<_>>>()?
        .concat()
    {
        batches.push(as_schema(&batch, &all)?);
    }
    for batch in rows {
        let named = batch.columns().to_vec();
        let options = RecordBatchOptions::new().with_row_count(Some(batch.num_rows()));
        let fields = given.fields().iter().zip(&named);
        let fields =
            fields.map(|(field, array)| Field::new(field.name(), array.data_type().clone(), true));
        let named_schema = Arc::new(Schema::new(fields.collect::<Vec<_>>()));
        let batch = RecordBatch::try_new_with_options(named_schema, named, &options)?;
        batches.push(as_schema(&batch, &all)?);
    }
    match before {
        Some(before) if before.schema == all => before.set(Some(batches)),
        before => {
            let made = SessionTable::new(all, batches);
            namespace.with_session_table(table, &made);
            if let Some(before) = before {
                before.set(None);
            }
        }
    }
    Ok(())
}

/// The columns of both, each of a type that holds the values of both.
fn together(one: &Schema, other: &Schema) -> SchemaRef {
    let mut fields: Vec<Field> = Vec::new();
    for field in one.fields() {
        let kind = match other.field_with_name(field.name()) {
            Ok(other) => common(field.data_type(), other.data_type()),
            Err(_) => field.data_type().clone(),
        };
        fields.push(Field::new(field.name(), kind, true));
    }
    let new = other.fields().iter();
    let new = new.filter(|field| one.field_with_name(field.name()).is_err());
    fields.extend(new.map(|field| field.as_ref().clone()));
    Arc::new(Schema::new(fields))
}

fn common(one: &DataType, other: &DataType) -> DataType {
    let is_text = |kind: &DataType| {
        matches!(
            kind,
            DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View
        )
    };
    match (one, other) {
        (one, other) if one == other => one.clone(),
        (DataType::Null, kind) | (kind, DataType::Null) => kind.clone(),
        (one, other) if is_text(one) || is_text(other) => DataType::Utf8,
        (one, other) => {
            type_union_resolution(&[one.clone(), other.clone()]).unwrap_or(DataType::Utf8)
        }
    }
}

/// The batch with the columns of the schema; one that it lacks is NULL.
fn as_schema(batch: &RecordBatch, schema: &SchemaRef) -> Result<RecordBatch> {
    let column = |field: &Arc<Field>| -> Result<ArrayRef> {
        match batch.column_by_name(field.name()) {
            Some(array) => Ok(cast(array, field.data_type())?),
            None => Ok(new_null_array(field.data_type(), batch.num_rows())),
        }
    };
    let columns = schema.fields().iter().map(column);
    let options = RecordBatchOptions::new().with_row_count(Some(batch.num_rows()));
    let columns = columns.collect::<Result<Vec<_>>>()?;
    Ok(RecordBatch::try_new_with_options(
        Arc::clone(schema),
        columns,
        &options,
    )?)
}
