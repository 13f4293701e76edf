//! Functions that take an array or an object of JSON apart, into a list whose values become rows: `json_array_elements`, `json_each`.

use std::fmt;
use std::sync::Arc;

use arrow::array::{ArrayRef, Int64Array, ListBuilder, StringBuilder};
use arrow::datatypes::{DataType, Field, FieldRef};
use datafusion::common::Result as DataFusionResult;
use datafusion::logical_expr::ScalarUDF;
use datafusion_functions_json::json_field_metadata;
use serde::de::{MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use super::columns::texts;
use super::computed::{Compute, Description, Returns, computed, refused};

/// A value of a list: a text.
fn of_text() -> FieldRef {
    Arc::new(Field::new_list_field(DataType::Utf8, true))
}

/// A value of a list: a text that is JSON.
fn of_json() -> FieldRef {
    let field = Field::new_list_field(DataType::Utf8, true);
    Arc::new(field.with_metadata(json_field_metadata()))
}

const TEXTS: Returns = |_| Ok(DataType::List(of_text()));
const JSONS: Returns = |_| Ok(DataType::List(of_json()));

fn of_one(name: &'static str, returns: Returns, compute: Compute) -> ScalarUDF {
    computed(Description {
        name,
        takes: 1..=1,
        returns,
        field: None,
        compute,
    })
}

/// The JSON of each row that has one; a text that is no `what` is an error.
fn each<'v, T: Deserialize<'v>>(
    texts: impl Iterator<Item = Option<&'v str>>,
    what: &str,
) -> impl Iterator<Item = DataFusionResult<Option<T>>> {
    texts.map(move |text| {
        let value = text.map(serde_json::from_str).transpose();
        value.map_err(|fault| refused(format!("a value of JSON is no {what}: {fault}")))
    })
}

/// A list of each row, of what `parts` finds in its JSON.
fn lists<'v, T: Deserialize<'v>>(
    values: impl Iterator<Item = DataFusionResult<Option<T>>>,
    field: FieldRef,
    parts: impl Fn(T) -> Vec<Option<String>>,
) -> DataFusionResult<ArrayRef> {
    let mut lists = ListBuilder::new(StringBuilder::new()).with_field(field);
    for value in values {
        lists.append_option(value?.map(&parts));
    }
    Ok(Arc::new(lists.finish()))
}

/// What `part` takes of each element of an array.
fn of_elements(
    values: &[ArrayRef],
    field: FieldRef,
    part: fn(&RawValue) -> Option<String>,
) -> DataFusionResult<ArrayRef> {
    let of = |elements: Vec<&RawValue>| elements.into_iter().map(part).collect();
    lists(each(texts(&values[0])?.iter(), "array"), field, of)
}

/// What `part` takes of each member of an object.
fn of_members(
    values: &[ArrayRef],
    field: FieldRef,
    part: fn((String, &RawValue)) -> Option<String>,
) -> DataFusionResult<ArrayRef> {
    let of = |members: Members<'_>| members.0.into_iter().map(part).collect();
    lists(
        each(texts(&values[0])?.iter(), "object and no array"),
        field,
        of,
    )
}

/// The text of a value: a text without its quotes, and NULL for null.
fn as_text(value: &RawValue) -> Option<String> {
    match value.get() {
        "null" => None,
        raw => Some(serde_json::from_str(raw).unwrap_or_else(|_| raw.to_owned())),
    }
}

fn as_json(value: &RawValue) -> Option<String> {
    Some(value.get().to_owned())
}

/// The members of an object, as they are written. SQLite has those of an array too, by their numbers from 0.
struct Members<'v>(Vec<(String, &'v RawValue)>);

impl<'v> Deserialize<'v> for Members<'v> {
    fn deserialize<D: Deserializer<'v>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyMembers)
    }
}

struct AnyMembers;

impl<'v> Visitor<'v> for AnyMembers {
    type Value = Members<'v>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object or an array")
    }

    fn visit_map<A: MapAccess<'v>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut members = Vec::new();
        while let Some(member) = map.next_entry()? {
            members.push(member);
        }
        Ok(Members(members))
    }

    fn visit_seq<A: SeqAccess<'v>>(self, mut elements: A) -> Result<Self::Value, A::Error> {
        let mut members = Vec::new();
        while let Some(element) = elements.next_element()? {
            members.push((members.len().to_string(), element));
        }
        Ok(Members(members))
    }
}

/// How many elements an array has.
pub(super) fn json_array_length() -> ScalarUDF {
    of_one(
        "json_array_length",
        |_| Ok(DataType::Int64),
        |values, _| {
            let texts = texts(&values[0])?;
            let arrays = each::<Vec<&RawValue>>(texts.iter(), "array");
            let counts = arrays.map(|array| Ok(array?.map(|elements| elements.len() as i64)));
            Ok(Arc::new(counts.collect::<DataFusionResult<Int64Array>>()?))
        },
    )
}

/// The elements of an array, as JSON.
pub(super) fn json_elements() -> ScalarUDF {
    of_one("json_elements", JSONS, |values, _| {
        of_elements(values, of_json(), as_json)
    })
}

/// The elements of an array, as texts.
pub(super) fn json_texts() -> ScalarUDF {
    of_one("json_texts", TEXTS, |values, _| {
        of_elements(values, of_text(), as_text)
    })
}

/// The names of an object's members.
pub(super) fn json_names() -> ScalarUDF {
    of_one("json_names", TEXTS, |values, _| {
        of_members(values, of_text(), |(name, _)| Some(name))
    })
}

/// The values of an object's members, as JSON.
pub(super) fn json_members() -> ScalarUDF {
    of_one("json_members", JSONS, |values, _| {
        of_members(values, of_json(), |(_, value)| as_json(value))
    })
}

/// The values of an object's members, as texts.
pub(super) fn json_member_texts() -> ScalarUDF {
    of_one("json_member_texts", TEXTS, |values, _| {
        of_members(values, of_text(), |(_, value)| as_text(value))
    })
}
