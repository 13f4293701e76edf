//! A JSON file: one object a line, or an array of objects. Numbers with a point are decimals of ten digits behind it.

use std::fs::File;
use std::io::{BufRead, BufReader, Cursor, Read, Seek};
use std::path::Path;
use std::sync::Arc;

use arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use arrow::error::ArrowError;
use arrow::json::reader::infer_json_schema;
use arrow::json::{Reader, ReaderBuilder};
use serde_json::value::RawValue;

/// A number with a point.
const DECIMAL: DataType = DataType::Decimal128(38, 10);

pub(super) fn columns(path: &Path) -> Result<Schema, ArrowError> {
    let (columns, _) = infer_json_schema(lines(path)?, None)?;
    let exact = |field: &Arc<Field>| match field.data_type() {
        DataType::Float64 => field.as_ref().clone().with_data_type(DECIMAL),
        _ => field.as_ref().clone(),
    };
    let fields: Vec<Field> = columns.fields().iter().map(exact).collect();
    Ok(Schema::new(fields))
}

pub(super) fn rows(
    path: &Path,
    columns: &SchemaRef,
    batch: usize,
) -> Result<Reader<Box<dyn BufRead + Send>>, ArrowError> {
    // The members as the file names them, whatever the columns are called.
    let named = self::columns(path)?;
    let fields = named.fields().iter().zip(columns.fields());
    let fields = fields.map(|(own, column)| {
        own.as_ref()
            .clone()
            .with_data_type(column.data_type().clone())
    });
    let named = Arc::new(Schema::new(fields.collect::<Vec<_>>()));
    ReaderBuilder::new(named)
        .with_batch_size(batch)
        .build(lines(path)?)
}

/// The objects, one behind the other.
fn lines(path: &Path) -> Result<Box<dyn BufRead + Send>, ArrowError> {
    let mut file = File::open(path)?;
    let first = BufReader::new(&file)
        .bytes()
        .find(|byte| !byte.as_ref().is_ok_and(u8::is_ascii_whitespace));
    file.rewind()?;
    if !matches!(first, Some(Ok(b'['))) {
        return Ok(Box::new(BufReader::new(file)));
    }
    let items: Vec<Box<RawValue>> = serde_json::from_reader(BufReader::new(file))
        .map_err(|error| ArrowError::JsonError(error.to_string()))?;
    let items: Vec<&str> = items.iter().map(|item| item.get()).collect();
    Ok(Box::new(Cursor::new(items.join("\n"))))
}
