//! Functions of arrays that DataFusion has not, or has otherwise.

use super::super::field::is_vector;
use super::super::value::Value;
use super::frame::{Function, strict};

pub(super) const FUNCTIONS: &[Function] = &[
    strict("array_lower", 2..=2, "int4", |asked, values| {
        let first = i32::from(!asked.fields.first().is_some_and(|field| is_vector(field)));
        Ok(match &values[0] {
            Value::List(elements) if !elements.is_empty() => first.into(),
            _ => Value::Null,
        })
    }),
    strict("array_upper", 2..=2, "int4", |asked, values| {
        let less = usize::from(asked.fields.first().is_some_and(|field| is_vector(field)));
        Ok(match &values[0] {
            Value::List(elements) if !elements.is_empty() => (elements.len() - less).into(),
            _ => Value::Null,
        })
    }),
    strict("generate_subscripts", 2..=3, "_int4", |asked, values| {
        let first = usize::from(!asked.fields.first().is_some_and(|field| is_vector(field)));
        Ok(match &values[0] {
            Value::List(elements) => (first..first + elements.len()).collect::<Vec<_>>().into(),
            _ => Value::Null,
        })
    }),
    strict("_pg_expandarray", 1..=1, "_expanded", |_, values| {
        Ok(match &values[0] {
            Value::List(elements) => {
                let elements = elements.iter().enumerate();
                let rows = elements
                    .map(|(place, element)| Value::Row(vec![element.clone(), (place + 1).into()]));
                Value::List(rows.collect())
            }
            _ => Value::Null,
        })
    }),
    // The places of an array's elements, from the second value on.
    strict("pg_places", 2..=2, "_int4", |_, values| {
        let first = values[1]
            .number()
            .and_then(|first| usize::try_from(first).ok());
        Ok(match (&values[0], first) {
            (Value::List(elements), Some(first)) => {
                (first..first + elements.len()).collect::<Vec<_>>().into()
            }
            _ => Value::Null,
        })
    }),
    strict("pg_vector_element", 2..=2, "int8", |_, values| {
        let place = values[1]
            .number()
            .and_then(|place| usize::try_from(place).ok());
        Ok(match &values[0] {
            Value::List(elements) => place
                .and_then(|place| elements.get(place))
                .cloned()
                .unwrap_or(Value::Null),
            _ => Value::Null,
        })
    }),
    strict("pg_array_text", 1..=1, "text", |asked, values| {
        let vector = asked.fields.first().is_some_and(|field| is_vector(field));
        Ok(match &values[0] {
            Value::List(elements) if vector => {
                let elements = elements.iter().map(spelled).collect::<Vec<_>>();
                elements.join(" ").into()
            }
            array => spelled(array).into(),
        })
    }),
    // No table is a part of another.
    strict("pg_partition_ancestors", 1..=1, "_oid", |_, _| {
        Ok(Value::List(Vec::new()))
    }),
];

/// An array, or an element of one: `{1,NULL,"a b"}`.
fn spelled(value: &Value) -> String {
    match value {
        Value::Null => "NULL".to_owned(),
        Value::Flag(flag) => if *flag { "t" } else { "f" }.to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Real(number) => number.to_string(),
        Value::Text(text) if is_plain(text) => text.clone(),
        Value::Text(text) => format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"")),
        Value::List(elements) | Value::Row(elements) => {
            let elements: Vec<String> = elements.iter().map(spelled).collect();
            format!("{{{}}}", elements.join(","))
        }
    }
}

/// Whether the text needs no quotes among the elements of an array.
fn is_plain(text: &str) -> bool {
    let is_mark =
        |letter: char| matches!(letter, '{' | '}' | ',' | '"' | '\\') || letter.is_whitespace();
    !text.is_empty() && !text.eq_ignore_ascii_case("null") && !text.contains(is_mark)
}
