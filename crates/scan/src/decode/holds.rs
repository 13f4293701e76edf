//! What holds of any answer to a listing, and of any value in it. The tests try it with a few, the targets in `fuzz/` with many.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::sync::LazyLock;

use serde_json::Value as Json;
use storeql_catalog::Catalog;

use super::{PageReader, decimal, time};
use crate::error::ErrorKind;
use crate::plan::{ListRequest, ScanSpec, plan};

/// Tables whose answers differ in shape: v2 and v3, rows in rows, one object, a cursor.
const TABLES: [&str; 6] = [
    "orders",
    "products",
    "order_fees",
    "pickup_consignments",
    "order_status_counts",
    "store",
];

static READERS: LazyLock<Vec<(PageReader, ListRequest)>> = LazyLock::new(|| {
    let reader = |table: &&str| {
        let columns = &Catalog::builtin().table(table).unwrap().columns;
        let columns: Vec<String> = columns.keys().cloned().collect();
        let spec = ScanSpec {
            table: (*table).to_owned(),
            columns: columns.clone(),
            ..ScanSpec::default()
        };
        let plan = plan(Catalog::builtin(), &spec).unwrap();
        let reader = PageReader::of_columns(&plan, &columns).unwrap();
        (reader, plan.lists[0].clone())
    };
    TABLES.iter().map(reader).collect()
});

/// An answer, for the table that the first byte names: rows that are in it, or an error of its kind. Blanks around it
/// change nothing.
pub fn of_any_page(bytes: &[u8]) {
    let Some((first, body)) = bytes.split_first() else {
        return;
    };
    let (reader, list) = &READERS[usize::from(*first) % READERS.len()];
    let read = match reader.batch(body, list) {
        Ok(read) => read,
        Err(error) => {
            let kinds = [ErrorKind::Protocol, ErrorKind::InvalidValue];
            assert!(kinds.contains(&error.kind), "{error}");
            assert!(!error.to_string().is_empty());
            return;
        }
    };
    let json: Json = match serde_json::from_slice(body) {
        Ok(json) => json,
        // A number that is too large, or half a character: serde_json has no value for these.
        Err(_) => return,
    };
    // Each row is an object of the answer, or a member of the answer's one object.
    assert!(read.num_rows() <= 1 + count(&json), "{json}");
    let spaced = [b" \n", body, b"\t "].concat();
    assert_eq!(reader.batch(&spaced, list).unwrap(), read);
}

/// Objects in a value.
fn count(json: &Json) -> usize {
    match json {
        Json::Array(items) => items.iter().map(count).sum(),
        Json::Object(members) => 1 + members.values().map(count).sum::<usize>(),
        _ => 0,
    }
}

/// A text as a number, a moment and a day: spelled in the plainest way it is the same one.
pub fn of_any_value(text: &str) {
    for scale in [0, 4, 10] {
        if let Some(value) = decimal::parse(text, 38, scale) {
            let sign = if value < 0 { "-" } else { "" };
            let digits = format!("{:0>1$}", value.unsigned_abs(), scale as usize + 1);
            let (whole, fraction) = digits.split_at(digits.len() - scale as usize);
            let plain = match fraction {
                "" => format!("{sign}{whole}"),
                fraction => format!("{sign}{whole}.{fraction}"),
            };
            assert_eq!(decimal::parse(&plain, 38, scale), Some(value), "{text}");
        }
    }
    if let Some(micros) = time::micros(text) {
        let plain = jiff::Timestamp::from_microsecond(micros).map(|moment| moment.to_string());
        if let Ok(plain) = plain {
            assert_eq!(time::micros(&plain), Some(micros), "{text}");
        }
    }
    if let Some(days) = time::days(text) {
        let first = jiff::civil::date(1970, 1, 1);
        // A day may be further away than a calendar goes.
        let span = jiff::Span::new().try_days(days);
        if let Ok(day) = span.and_then(|span| first.checked_add(span)) {
            assert_eq!(time::days(&day.to_string()), Some(days), "{text}");
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn any_value(text in "[-+]?[0-9]{0,20}[.eE:T/-]?[+-]?[0-9]{0,12}( \\\\+0000|Z)?") {
            of_any_value(&text);
        }

        #[test]
        fn any_page(table in 0_u8..6, body in "([\\\\[\\\\]{}:,]|\"(id|data|fees|statuses|consignments)\"|[0-9]{1,2}|null| ){0,24}") {
            of_any_page(&[&[table], body.as_bytes()].concat());
        }
    }

    #[test]
    fn rows_of_each_table() {
        for (table, body) in [
            (
                0,
                r#"[{"id":1,"total_inc_tax":"12.5000","date_created":"Wed, 10 Jan 2018 21:05:30 +0000"}]"#,
            ),
            (
                1,
                r#"{"data":[{"id":1,"price":1.5e1,"name":"\u00e9"}],"meta":{"pagination":{"total":1}}}"#,
            ),
            (2, r#"[{"id":100,"fees":[{"id":1}]}]"#),
            (5, r#"{"id":"abc","name":"x"}"#),
        ] {
            of_any_page(&[&[table], body.as_bytes()].concat());
        }
    }
}
