//! A statement's placeholders: which there are, and the values of a run in their places.

use std::collections::HashMap;
use std::sync::Arc;

use arrow::array::ArrayRef;
use arrow::compute::{CastOptions, cast_with_options};
use arrow::datatypes::{DataType, Field, Schema};
use datafusion::common::ParamValues;
use datafusion::logical_expr::LogicalPlan;
use datafusion::scalar::ScalarValue;

use crate::error::{Error, ErrorKind, Result};
use crate::parameters::Parameters;

/// The values of each run of the statement. Text is read as the type that the statement expects; anything else stays what it
/// is, since the plan compares values of several types as SQL does.
pub(crate) fn bound(expected: &Schema, parameters: &Parameters) -> Result<Vec<Vec<ScalarValue>>> {
    if parameters.count() != expected.fields().len() {
        let message = format!(
            "the statement has {} parameters and got {}",
            expected.fields().len(),
            parameters.count()
        );
        return Err(Error::new(ErrorKind::InvalidValue, message));
    }
    let Some(batch) = parameters.batch() else {
        return Ok(vec![Vec::new()]);
    };
    let exactly = CastOptions {
        safe: false,
        ..CastOptions::default()
    };
    let column = |(values, field): (&ArrayRef, &Arc<Field>)| {
        let is_text = matches!(
            values.data_type(),
            DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View | DataType::Null
        );
        if !is_text || values.data_type() == field.data_type() {
            return Ok(Arc::clone(values));
        }
        cast_with_options(values, field.data_type(), &exactly).map_err(|error| {
            let message = format!("the parameter {}: {error}", field.name());
            Error::new(ErrorKind::InvalidValue, message)
        })
    };
    let columns = batch.columns().iter().zip(expected.fields());
    let columns = columns.map(column).collect::<Result<Vec<_>>>()?;
    let row = |row| {
        let value = |column: &ArrayRef| {
            ScalarValue::try_from_array(column, row).map_err(Error::of_datafusion)
        };
        columns.iter().map(value).collect()
    };
    (0..batch.num_rows()).map(row).collect()
}

/// The values under their placeholders' names, which are numbers or words.
pub(crate) fn named(placeholders: &Schema, values: Vec<ScalarValue>) -> ParamValues {
    let names = placeholders.fields().iter();
    let names = names.map(|field| field.name().trim_start_matches('$').to_owned());
    if placeholders
        .fields()
        .iter()
        .all(|field| place(field.name()).is_some())
    {
        return ParamValues::from(values);
    }
    ParamValues::from(names.zip(values).collect::<HashMap<_, _>>())
}

/// The place of a placeholder that is a number, from 1.
fn place(name: &str) -> Option<usize> {
    name.strip_prefix('$')?
        .parse()
        .ok()
        .filter(|place| *place > 0)
}

/// The placeholders of plans that run together, `$2` before `$10`; one whose type no comparison tells is text.
pub(crate) fn parameters<'a>(plans: impl IntoIterator<Item = &'a LogicalPlan>) -> Result<Schema> {
    let mut types: HashMap<String, Option<DataType>> = HashMap::new();
    for plan in plans {
        for (name, kind) in plan.get_parameter_types().map_err(Error::of_datafusion)? {
            let known = types.entry(name).or_default();
            *known = known.take().or(kind);
        }
    }
    let last = types.keys().filter_map(|name| place(name)).max();
    for place in 1..=last.unwrap_or(0) {
        // `$2` alone has a first one that nothing reads.
        types.entry(format!("${place}")).or_default();
    }
    let mut fields: Vec<Field> = types
        .into_iter()
        .map(|(name, kind)| Field::new(name, kind.unwrap_or(DataType::Utf8), true))
        .collect();
    fields.sort_by_key(|field| (field.name().len(), field.name().clone()));
    Ok(Schema::new(fields))
}
