//! Functions that make JSON, take it apart and compare it.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, BooleanArray, StringArray};
use arrow::datatypes::{DataType, Field as ArrowField, FieldRef};
use chrono::NaiveDateTime;
use datafusion::common::Result as DataFusionResult;
use datafusion::logical_expr::ScalarUDF;
use datafusion_functions_json::json_field_metadata;
use serde::Deserialize;
use serde_json::Value;

use super::columns::{clocks, is_text, is_time, texts};
use super::computed::{Description, computed, refused, unsupported};

fn text(_: &[DataType]) -> DataFusionResult<DataType> {
    Ok(DataType::Utf8)
}

/// Text that is JSON.
fn json(name: &str, _: &[FieldRef]) -> DataFusionResult<FieldRef> {
    let field = ArrowField::new(name, DataType::Utf8, true);
    Ok(Arc::new(field.with_metadata(json_field_metadata())))
}

fn is_json(field: &ArrowField) -> bool {
    field
        .metadata()
        .get("ARROW:extension:name")
        .is_some_and(|name| name == "arrow.json")
}

/// Each value of a column as JSON.
fn spelled(column: &ArrayRef, field: &ArrowField) -> DataFusionResult<Vec<String>> {
    let null = || "null".to_owned();
    let kind = column.data_type();
    if let DataType::List(inner) = kind {
        let lists = column.as_list::<i32>();
        let lists = lists.iter().map(|list| match list {
            Some(list) => Ok(format!("[{}]", spelled(&list, inner)?.join(", "))),
            None => Ok(null()),
        });
        return lists.collect();
    }
    if is_time(kind) {
        let zoned = matches!(kind, DataType::Timestamp(_, Some(_)));
        let whole_days = matches!(kind, DataType::Date32 | DataType::Date64);
        let times = clocks(column)?.into_iter();
        return Ok(times
            .map(|time| time.map_or_else(null, |time| time_of(time, zoned, whole_days)))
            .collect());
    }
    let is_text = is_text(kind) && !is_json(field);
    let known = kind.is_numeric()
        || kind.is_null()
        || is_text
        || matches!(
            kind,
            DataType::Boolean | DataType::Utf8 | DataType::Utf8View | DataType::LargeUtf8
        );
    if !known {
        return Err(unsupported(
            "a value of this type has no JSON here: CAST it AS text",
        ));
    }
    let texts = texts(column)?;
    Ok(texts
        .iter()
        .map(|text| match text {
            None => null(),
            Some(text) if is_text => Value::from(text).to_string(),
            Some(text) => text.to_owned(),
        })
        .collect())
}

fn time_of(time: NaiveDateTime, zoned: bool, whole_days: bool) -> String {
    let text = match whole_days {
        true => time.format("%Y-%m-%d").to_string(),
        false => time.format("%Y-%m-%dT%H:%M:%S%.f").to_string(),
    };
    let zone = if zoned { "+00:00" } else { "" };
    format!("\"{text}{zone}\"")
}

fn rows(
    columns: Vec<Vec<String>>,
    write: impl Fn(&[&str]) -> DataFusionResult<String>,
) -> DataFusionResult<ArrayRef> {
    let count = columns.first().map_or(1, Vec::len);
    let rows = (0..count).map(|row| {
        let values: Vec<&str> = columns.iter().map(|column| column[row].as_str()).collect();
        write(&values).map(Some)
    });
    Ok(Arc::new(rows.collect::<DataFusionResult<StringArray>>()?))
}

fn all(values: &[ArrayRef], fields: &[FieldRef]) -> DataFusionResult<Vec<Vec<String>>> {
    let columns = values.iter().zip(fields);
    columns
        .map(|(column, field)| spelled(column, field))
        .collect()
}

/// `json_build_object(key, value, …)`.
pub(super) fn json_build_object() -> ScalarUDF {
    computed(Description {
        name: "json_build_object",
        takes: 0..=40,
        returns: text,
        field: Some(json),
        compute: |values, fields| {
            if values.len() % 2 == 1 {
                return Err(unsupported(
                    "json_build_object takes a key and a value each: json_build_object('id', id, 'name', name)",
                ));
            }
            rows(all(values, fields)?, |row| {
                let members = row.chunks(2).map(|pair| {
                    let [key, value] = pair else {
                        return Err(refused("a key has no value"));
                    };
                    let key = match key.starts_with('"') {
                        true => (*key).to_owned(),
                        false if *key == "null" => {
                            return Err(refused("a key of json_build_object is NULL"));
                        }
                        false => Value::from(*key).to_string(),
                    };
                    Ok(format!("{key} : {value}"))
                });
                Ok(format!(
                    "{{{}}}",
                    members.collect::<DataFusionResult<Vec<_>>>()?.join(", ")
                ))
            })
        },
    })
}

/// `row_to_json(o)`, whose columns the names of the statement have become.
pub(super) fn row_to_json() -> ScalarUDF {
    computed(Description {
        name: "row_to_json",
        takes: 1..=400,
        returns: text,
        field: Some(json),
        compute: |values, fields| {
            if values.len() % 2 > 0 {
                return Err(unsupported(
                    "row_to_json takes the row of a table by its alias: row_to_json(o) with FROM orders o",
                ));
            }
            rows(all(values, fields)?, |row| {
                let pairs: Vec<String> = row.chunks(2).map(|pair| pair.join(":")).collect();
                Ok(format!("{{{}}}", pairs.join(",")))
            })
        },
    })
}

/// `json_build_array(value, …)`.
pub(super) fn json_build_array() -> ScalarUDF {
    computed(Description {
        name: "json_build_array",
        takes: 0..=40,
        returns: text,
        field: Some(json),
        compute: |values, fields| {
            rows(all(values, fields)?, |row| {
                Ok(format!("[{}]", row.join(", ")))
            })
        },
    })
}

/// The object of a list of keys and a list of values: `json_object_agg(key, value)`.
pub(super) fn json_object_of() -> ScalarUDF {
    computed(Description {
        name: "json_object_of",
        takes: 2..=2,
        returns: text,
        field: Some(json),
        compute: |values, fields| {
            let DataType::List(inner) = fields[1].data_type() else {
                return Err(unsupported("json_object_agg takes keys and values"));
            };
            let (keys, members) = (values[0].as_list::<i32>(), values[1].as_list::<i32>());
            let rows = keys.iter().zip(members.iter()).map(|row| match row {
                (Some(keys), Some(members)) => {
                    let (keys, members) = (texts(&keys)?, spelled(&members, inner)?);
                    let pairs = keys.iter().zip(members).map(|(key, member)| match key {
                        Some(key) => Ok(format!("{} : {member}", Value::from(key))),
                        None => Err(refused(
                            "a member of a JSON object has a name, and NULL is none",
                        )),
                    });
                    let pairs = pairs.collect::<DataFusionResult<Vec<_>>>()?;
                    Ok(Some(format!("{{ {} }}", pairs.join(", "))))
                }
                _ => Ok(None),
            });
            Ok(Arc::new(rows.collect::<DataFusionResult<StringArray>>()?))
        },
    })
}

/// `text` as JSON.
fn parsed<'v, T: Deserialize<'v>>(text: &'v str) -> DataFusionResult<T> {
    serde_json::from_str(text).map_err(|fault| refused(format!("a text is no JSON: {fault}")))
}

/// What a value of JSON is: `object`, `array`, `string`, `number`, `boolean` or `null`.
pub(super) fn json_typeof() -> ScalarUDF {
    computed(Description {
        name: "json_typeof",
        takes: 1..=1,
        returns: text,
        field: None,
        compute: |values, _| {
            let texts = texts(&values[0])?;
            let rows = texts.iter().map(|text| {
                let Some(text) = text else { return Ok(None) };
                Ok(Some(match parsed(text)? {
                    Value::Null => "null",
                    Value::Bool(_) => "boolean",
                    Value::Number(_) => "number",
                    Value::String(_) => "string",
                    Value::Array(_) => "array",
                    Value::Object(_) => "object",
                }))
            });
            Ok(Arc::new(rows.collect::<DataFusionResult<StringArray>>()?))
        },
    })
}

/// `to_json(value)`.
pub(super) fn to_json() -> ScalarUDF {
    computed(Description {
        name: "to_json",
        takes: 1..=1,
        returns: text,
        field: Some(json),
        compute: |values, fields| {
            let spelled = spelled(&values[0], &fields[0])?.into_iter().enumerate();
            let rows = spelled.map(|(row, text)| values[0].is_valid(row).then_some(text));
            Ok(Arc::new(rows.collect::<StringArray>()))
        },
    })
}

/// A value of JSON as the text that it is.
pub(super) fn json_unquote() -> ScalarUDF {
    computed(Description {
        name: "json_unquote",
        takes: 1..=1,
        returns: text,
        field: None,
        compute: |values, _| {
            let texts = texts(&values[0])?;
            let rows = texts.iter().map(|text| {
                let text = text?;
                match serde_json::from_str(text) {
                    Ok(Value::String(inside)) => Some(inside),
                    Ok(Value::Null) => None,
                    _ => Some(text.to_owned()),
                }
            });
            Ok(Arc::new(rows.collect::<StringArray>()))
        },
    })
}

/// Whether one value of JSON has all that another has: `@>`.
pub(crate) fn json_has() -> ScalarUDF {
    computed(Description {
        name: "json_has",
        takes: 2..=2,
        returns: |_| Ok(DataType::Boolean),
        field: None,
        compute: |values, _| {
            let (whole, part) = (texts(&values[0])?, texts(&values[1])?);
            let rows = whole.iter().zip(part.iter()).map(|row| match row {
                (Some(whole), Some(part)) => Ok(Some(has(&parsed(whole)?, &parsed(part)?, true))),
                _ => Ok(None),
            });
            Ok(Arc::new(rows.collect::<DataFusionResult<BooleanArray>>()?))
        },
    })
}

/// As PostgreSQL has it; an array also has a single value that is one of its elements.
fn has(whole: &Value, part: &Value, outermost: bool) -> bool {
    match (whole, part) {
        (Value::Object(whole), Value::Object(part)) => part.iter().all(|(name, value)| {
            whole
                .get(name)
                .is_some_and(|whole| has(whole, value, false))
        }),
        (Value::Array(whole), Value::Array(part)) => part
            .iter()
            .all(|value| whole.iter().any(|whole| has(whole, value, false))),
        (Value::Array(whole), single) if outermost && !single.is_object() => whole.contains(single),
        (Value::Number(whole), Value::Number(part)) => whole.as_f64() == part.as_f64(),
        (whole, part) => whole == part,
    }
}
