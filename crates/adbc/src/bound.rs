//! Values that a caller binds: Arrow columns in the order of a statement's placeholders, or found by their names.

use std::sync::Arc;

use adbc_core::error::Result;
use arrow::array::{ArrayRef, RecordBatch, RecordBatchOptions, RecordBatchReader};
use arrow::compute::{cast, concat_batches};
use arrow::datatypes::{DataType, Field, Schema};
use storeql_engine::Parameters;

use crate::errors::invalid;

/// All rows of a stream. A statement that writes takes them as one batch, so that its guards see all of them before the first request.
pub(crate) fn gathered(reader: Box<dyn RecordBatchReader + Send>) -> Result<RecordBatch> {
    let schema = reader.schema();
    let unreadable = |error| invalid(format!("the values to bind cannot be read: {error}"));
    let batches = reader.collect::<std::result::Result<Vec<_>, _>>();
    let batches = batches.map_err(unreadable)?;
    concat_batches(&schema, &batches).map_err(unreadable)
}

/// A batch for the placeholders of a statement. Columns are found by their names where the placeholders have names (`$id`, `:id`,
/// `@id` are one) or `by_name` says so, and stand in the placeholders' order otherwise.
pub(crate) fn parameters(
    placeholders: &Schema,
    batch: &RecordBatch,
    by_name: bool,
) -> Result<Parameters> {
    let fields = placeholders.fields();
    let have_names = !fields.is_empty() && fields.iter().all(|field| !is_number(field.name()));
    if !by_name && !have_names {
        return plain(batch).map(Parameters::from);
    }
    let schema = batch.schema();
    let columns = fields.iter().map(|field| column(field, &schema));
    let columns = columns.collect::<Result<Vec<_>>>()?;
    if let Some(extra) = (0..schema.fields().len()).find(|place| !columns.contains(place)) {
        return Err(invalid(format!(
            "the column {} of the bound values belongs to no parameter of the statement",
            schema.field(extra).name()
        )));
    }
    let found = batch
        .project(&columns)
        .map_err(adbc_core::error::Error::from)?;
    plain(&found).map(Parameters::from)
}

fn column(placeholder: &Field, schema: &Schema) -> Result<usize> {
    let name = bare(placeholder.name());
    let mut fields = schema.fields().iter();
    fields
        .position(|field| bare(field.name()) == name)
        .ok_or_else(|| {
            invalid(format!(
                "the parameter {name} has no value: bind a column of that name"
            ))
        })
}

fn bare(name: &str) -> &str {
    name.trim_start_matches(['$', ':', '@'])
}

fn is_number(name: &str) -> bool {
    bare(name).bytes().all(|byte| byte.is_ascii_digit())
}

/// The batch with dictionaries as the values that they stand for: a data frame's categories are texts.
fn plain(batch: &RecordBatch) -> Result<RecordBatch> {
    let of_column = |column: &ArrayRef| match column.data_type() {
        DataType::Dictionary(_, values) => cast(column, values),
        _ => Ok(Arc::clone(column)),
    };
    let columns = batch.columns().iter().map(of_column);
    let columns: Vec<ArrayRef> = columns.collect::<std::result::Result<_, _>>()?;
    let schema = batch.schema();
    let fields = schema.fields().iter().zip(&columns);
    let fields = fields
        .map(|(field, column)| Field::new(field.name(), column.data_type().clone(), true))
        .collect::<Vec<_>>();
    let options = RecordBatchOptions::new().with_row_count(Some(batch.num_rows()));
    let schema = Arc::new(Schema::new(fields));
    Ok(RecordBatch::try_new_with_options(
        schema, columns, &options,
    )?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use arrow::array::{DictionaryArray, Int64Array, StringArray};
    use arrow::datatypes::Int32Type;

    fn schema(names: &[&str]) -> Schema {
        let fields = names
            .iter()
            .map(|name| Field::new(*name, DataType::Utf8, true));
        Schema::new(fields.collect::<Vec<_>>())
    }

    fn batch() -> RecordBatch {
        let a: ArrayRef = Arc::new(Int64Array::from(vec![1]));
        let b: ArrayRef = Arc::new(StringArray::from(vec!["x"]));
        RecordBatch::try_from_iter([("a", a), ("b", b)]).unwrap()
    }

    #[test]
    fn names_find_their_columns() {
        assert_eq!(
            parameters(&schema(&["$b", "$a"]), &batch(), false)
                .unwrap()
                .count(),
            2
        );
        let missing = parameters(&schema(&["$a", "$c"]), &batch(), false).unwrap_err();
        assert!(missing.message.contains("parameter c"), "{missing}");
        let extra = parameters(&schema(&["$a"]), &batch(), false).unwrap_err();
        assert!(extra.message.contains("column b"), "{extra}");
        assert_eq!(
            parameters(&schema(&["$1", "$2"]), &batch(), false)
                .unwrap()
                .count(),
            2
        );
        assert!(parameters(&schema(&["$1", "$2"]), &batch(), true).is_err());
    }

    #[test]
    fn categories_are_texts() {
        let values: DictionaryArray<Int32Type> = ["x", "y", "x"].into_iter().collect();
        let batch = RecordBatch::try_from_iter([("a", Arc::new(values) as ArrayRef)]).unwrap();
        let plain = plain(&batch).unwrap();
        assert_eq!(plain.column(0).data_type(), &DataType::Utf8);
        assert_eq!(plain.num_rows(), 3);
    }
}
