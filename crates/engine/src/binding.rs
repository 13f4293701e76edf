//! A statement's placeholders: which there are, and the values of a run in their places.

use std::collections::HashMap;
use std::sync::Arc;

use arrow::array::{ArrayRef, AsArray};
use arrow::compute::{CastOptions, cast, cast_with_options};
use arrow::datatypes::{DataType, Field, Schema};
use datafusion::common::ParamValues;
use datafusion::logical_expr::LogicalPlan;
use datafusion::scalar::ScalarValue;

use crate::datafusion::written_time::Written;
use crate::error::{Error, ErrorKind, Result};
use crate::parameters::Parameters;
use crate::zone::Zone;

/// The values of each run of the statement. Text is read as the type that the statement expects; anything else stays what it
/// is, since the plan compares values of several types as SQL does.
pub(crate) fn bound(expected: &Schema, parameters: &Parameters) -> Result<Vec<Vec<ScalarValue>>> {
    if parameters.count() != expected.fields().len() {
        let counted = |count: usize, what: &str| match count {
            1 => format!("1 {what}"),
            count => format!("{count} {what}s"),
        };
        let message = format!(
            "the statement has {} and got {}",
            counted(expected.fields().len(), "parameter"),
            counted(parameters.count(), "value")
        );
        let lacks = expected.fields().get(parameters.count());
        let error = Error::new(ErrorKind::InvalidValue, message)
            .with_hint("give a value for each placeholder, or write the values in the statement");
        return Err(match lacks {
            Some(field) => error.about_typed(field.name()),
            None => error,
        });
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
        if is_instant(field.data_type()) {
            return texts_of_times(values, field);
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

fn is_instant(kind: &DataType) -> bool {
    matches!(kind, DataType::Timestamp(_, Some(_)))
}

/// Texts for a placeholder of a time. Which times they are is known where the session's zone is, when the statement runs.
fn texts_of_times(values: &ArrayRef, field: &Field) -> Result<ArrayRef> {
    let texts = cast(values, &DataType::Utf8)?;
    for text in texts.as_string::<i32>().iter().flatten() {
        if Written::of(text).is_none() {
            return Err(no_time(field.name(), text));
        }
    }
    Ok(texts)
}

fn no_time(name: &str, text: &str) -> Error {
    let message = format!("the parameter {name}: the text '{text}' is no time");
    Error::new(ErrorKind::InvalidValue, message)
        .with_sqlstate("22007")
        .with_hint("write it as 2025-04-01 10:30 or 2025-04-01T10:30:00Z")
}

/// A text for a placeholder of a time as the time at which the clock of `zone` shows it.
fn on_the_clock(value: ScalarValue, field: &Field, zone: &Zone) -> Result<ScalarValue> {
    let text = match &value {
        ScalarValue::Utf8(Some(text)) if is_instant(field.data_type()) => text,
        ScalarValue::Utf8(None) if is_instant(field.data_type()) => {
            return ScalarValue::try_new_null(field.data_type()).map_err(Error::of_datafusion);
        }
        _ => return Ok(value),
    };
    let micros = Written::of(text).and_then(|written| match written.micros() {
        (micros, true) => Some(micros),
        (micros, false) => zone.clocks().time(micros),
    });
    let micros = micros.ok_or_else(|| no_time(field.name(), text))?;
    ScalarValue::TimestampMicrosecond(Some(micros), Some("UTC".into()))
        .cast_to(field.data_type())
        .map_err(Error::of_datafusion)
}

/// The values under their placeholders' names, which are numbers or words; texts of times are those of `zone`.
pub(crate) fn named(
    placeholders: &Schema,
    values: Vec<ScalarValue>,
    zone: &Zone,
) -> Result<ParamValues> {
    let values = values.into_iter().zip(placeholders.fields());
    let values = values.map(|(value, field)| on_the_clock(value, field, zone));
    let values = values.collect::<Result<Vec<_>>>()?;
    let names = placeholders.fields().iter();
    let names = names.map(|field| field.name().trim_start_matches('$').to_owned());
    if placeholders
        .fields()
        .iter()
        .all(|field| place(field.name()).is_some())
    {
        return Ok(ParamValues::from(values));
    }
    Ok(ParamValues::from(
        names.zip(values).collect::<HashMap<_, _>>(),
    ))
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
