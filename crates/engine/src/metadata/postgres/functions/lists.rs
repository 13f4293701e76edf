//! Functions of arrays that DataFusion has not, or has otherwise.

use super::super::value::Value;
use super::frame::{Function, strict};
use crate::catalogue_type::is_vector;

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
    // No table is a part of another.
    strict("pg_partition_ancestors", 1..=1, "_oid", |_, _| {
        Ok(Value::List(Vec::new()))
    }),
];
