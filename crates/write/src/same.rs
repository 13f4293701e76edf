//! Whether two values are the same to the store, and whether what an answer has is the value that was sent.

use storeql_catalog::ColumnType;

use crate::raw::plain;
use crate::spelling::decimal;
use crate::value::Value;

/// Whether a column of that type would read the same with both values: `5` and `5.00` do.
pub(crate) fn same(kind: ColumnType, one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Int(_) | Value::Decimal(_), Value::Int(_) | Value::Decimal(_)) => {
            number(one).is_some() && number(one) == number(other)
        }
        (Value::Text(one) | Value::Json(one), Value::Text(other) | Value::Json(other))
            if kind == ColumnType::Json =>
        {
            compact(one).is_some() && compact(one) == compact(other)
        }
        _ => one == other,
    }
}

/// A number as its one spelling: without zeros that say nothing.
fn number(value: &Value) -> Option<String> {
    match value {
        Value::Int(number) => Some(number.to_string()),
        Value::Decimal(text) => shortest(text),
        _ => None,
    }
}

fn shortest(text: &str) -> Option<String> {
    let exact = decimal(text, usize::MAX).ok()?;
    let exact = match exact.contains('.') {
        true => exact.trim_end_matches('0').trim_end_matches('.'),
        false => &exact,
    };
    Some(if exact == "-0" { "0" } else { exact }.to_owned())
}

/// JSON without the blanks between its parts. Members in another order are another text.
fn compact(text: &str) -> Option<String> {
    let _: &serde_json::value::RawValue = serde_json::from_str(text).ok()?;
    let mut compact = String::with_capacity(text.len());
    let (mut inside, mut escaped) = (false, false);
    for character in text.chars() {
        match (inside, character) {
            (true, _) if escaped => escaped = false,
            (true, '\\') => escaped = true,
            (_, '"') => inside = !inside,
            (false, ' ' | '\t' | '\n' | '\r') => continue,
            _ => {}
        }
        compact.push(character);
    }
    Some(compact)
}

/// Whether the JSON text of an answer has the value. Letter case is ignored, as the store ignores it in names and codes.
pub(crate) fn answers(text: &str, value: &Value) -> bool {
    let Some(there) = plain(text) else {
        return false;
    };
    match value {
        Value::Int(_) | Value::Decimal(_) => {
            let there = shortest(&there);
            there.is_some() && there == number(value)
        }
        Value::Bool(flag) => match there.as_str() {
            "true" | "1" => *flag,
            "false" | "0" => !*flag,
            _ => false,
        },
        Value::Float(number) => there.parse::<f64>().is_ok_and(|there| there == *number),
        Value::Text(text) => there.to_lowercase() == text.to_lowercase(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal_of(text: &str) -> Value {
        Value::Decimal(text.to_owned())
    }

    #[test]
    fn the_same_number_in_two_spellings() {
        let kind = ColumnType::Decimal(20, 4);
        assert!(same(kind, &decimal_of("5.00"), &Value::Int(5)));
        assert!(same(kind, &decimal_of("-0.0"), &Value::Int(0)));
        assert!(same(kind, &decimal_of("100"), &decimal_of("100.0")));
        assert!(!same(kind, &decimal_of("5.01"), &Value::Int(5)));
        assert!(answers("\"5.0000\"", &Value::Int(5)));
        assert!(!answers("null", &Value::Int(0)));
    }

    #[test]
    fn json_without_its_blanks() {
        let json = |text: &str| Value::Json(text.to_owned());
        let one = json("{\"a b\": [1, \"\\\" x\"]}");
        assert!(same(
            ColumnType::Json,
            &one,
            &json("{\"a b\":[1,\"\\\" x\"]}")
        ));
        assert!(!same(
            ColumnType::Json,
            &one,
            &json("{\"ab\":[1,\"\\\" x\"]}")
        ));
        let text = |text: &str| Value::Text(text.to_owned());
        assert!(!same(ColumnType::Text, &text("a b"), &text("ab")));
    }
}
