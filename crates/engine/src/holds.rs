//! What holds of any statement, of any text that is read as a value, and of any file. The tests try it with a few, the targets in `fuzz/`
//! with many.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::sync::{Arc, LazyLock};

use arrow::array::{ArrayRef, AsArray, RecordBatch, StringArray};
use arrow::datatypes::DataType;
use chrono::DateTime;
use datafusion::common::ScalarValue;
use futures::TryStreamExt;
use storeql_catalog::Catalog;
use storeql_connection::Connection;
use tokio::runtime::Runtime;

use crate::datafusion::written_time::Written;
use crate::error::{Error, ErrorKind};
use crate::partition::Partition;
use crate::quoted_number;
use crate::session::Engine;
use crate::session_options::SessionOptions;
use crate::sql::Statement;
use crate::statement::Prepared;
use crate::zone::Zone;

pub use crate::files::holds::of_any_file;
pub use crate::functions::holds::of_any_pattern;

static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
});

static ENGINE: LazyLock<Arc<Engine>> = LazyLock::new(|| {
    let connection = Connection::parse("StoreId=abc;OAuthAccessToken=x").unwrap();
    let closed = Engine::closed(Catalog::builtin().clone(), connection);
    RUNTIME.block_on(closed).unwrap()
});

/// A text is cut into statements that are each one by themselves, or it is an error of the person who wrote it, with a place in the text.
pub fn of_any_statement(text: &str) {
    let spans = match Statement::spans(text) {
        Ok(spans) => spans,
        Err(error) => return is_told(&error, text),
    };
    let mut end = 0;
    for span in &spans {
        assert!(span.start >= end && span.end > span.start, "{text}");
        assert!(text.get(span.clone()).is_some(), "{text}");
        end = span.end;
    }
    match Statement::split(text) {
        Ok(statements) => {
            for statement in statements {
                let again = Statement::one(statement.text());
                let again = again.unwrap_or_else(|error| panic!("{}: {error}", statement.text()));
                assert_eq!(again.text().trim(), statement.text().trim());
            }
        }
        Err(error) => is_told(&error, text),
    }
}

/// A statement is planned, without a store, or it is an error of the person who wrote it.
pub fn of_any_plan(text: &str) {
    let session = ENGINE.session(SessionOptions::default());
    match RUNTIME.block_on(session.prepare(text)) {
        Ok(prepared) => assert!(prepared.columns().fields().len() == prepared.origins().len()),
        Err(error) => is_told(&error, text),
    }
}

#[track_caller]
fn is_told(error: &Error, text: &str) {
    assert_ne!(error.kind, ErrorKind::Internal, "{text}: {error}");
    assert!(!error.message.trim().is_empty(), "{text}");
    if let Some(position) = error.position() {
        let is_place = position.offset <= text.len() && position.line > 0 && position.column > 0;
        assert!(is_place, "{text}: {position:?}");
    }
}

/// A text as a time, a number and a zone: spelled in the plainest way it is the same one.
pub fn of_any_value(text: &str) {
    if let Some(written) = Written::of(text) {
        let (micros, is_utc) = written.micros();
        let moment = DateTime::from_timestamp_micros(micros).unwrap();
        let zone = if is_utc { "Z" } else { "" };
        let plain = format!("{}{zone}", moment.format("%Y-%m-%d %H:%M:%S%.6f"));
        // A zone may lead out of the years of four digits.
        if plain.len() < 28 && !plain.starts_with('-') {
            let again = Written::of(&plain).map(|written| written.micros());
            assert_eq!(again, Some((micros, is_utc)), "{text}");
        }
    }
    let number = quoted_number::as_planned(text);
    if let Some(number) = &number {
        assert!(quoted_number::as_typed(text).is_some(), "{text}");
        let plain = match number {
            ScalarValue::Decimal128(Some(value), precision, scale) => {
                let scale = usize::try_from(*scale).unwrap();
                assert!(
                    value.unsigned_abs() < 10_u128.pow((*precision).into()),
                    "{text}"
                );
                let digits = format!("{:0>1$}", value.unsigned_abs(), scale + 1);
                let (whole, fraction) = digits.split_at(digits.len() - scale);
                let sign = if *value < 0 { "-" } else { "" };
                format!("{sign}{whole}.{fraction}")
            }
            other => other.to_string(),
        };
        let again = quoted_number::as_planned(&plain).unwrap();
        let value = |number: &ScalarValue| number.to_string();
        assert_eq!(value(&again), value(number), "{text}: {plain}");
    }
    if let Ok(zone) = Zone::named(text) {
        assert_eq!(Zone::named(zone.name()).unwrap(), zone, "{text}");
    }
}

/// Types that a text is cast to.
const TYPES: [&str; 10] = [
    "date",
    "timestamp",
    "timestamptz",
    "time",
    "interval",
    "numeric(20, 4)",
    "bigint",
    "double precision",
    "boolean",
    "json",
];

static CASTS: LazyLock<Vec<Prepared>> = LazyLock::new(|| {
    let session = ENGINE.session(SessionOptions::default());
    let cast = |kind: &&str| {
        let sql = format!("SELECT (($1::text)::{kind})::text");
        RUNTIME.block_on(session.prepare(&sql)).unwrap()
    };
    TYPES.iter().map(cast).collect()
});

/// A text, cast to the type that the first byte says: an error of the person who wrote it, or a value that is shown as a text which is
/// the same value.
pub fn of_any_cast(bytes: &[u8]) {
    let Some((first, text)) = bytes.split_first() else {
        return;
    };
    let place = usize::from(*first) % TYPES.len();
    let text = String::from_utf8_lossy(text);
    if let Some(shown) = shown(&CASTS[place], &text) {
        let again = self::shown(&CASTS[place], &shown);
        assert_eq!(again.as_ref(), Some(&shown), "{text} as {}", TYPES[place]);
    }
}

/// The one text that a statement answers with this one.
fn shown(cast: &Prepared, text: &str) -> Option<String> {
    let value: ArrayRef = Arc::new(StringArray::from(vec![text]));
    let values = RecordBatch::try_from_iter([("$1", value)]).unwrap();
    let rows = RUNTIME.block_on(async {
        let run = cast.run(values.into()).await?;
        run.rows.try_collect::<Vec<_>>().await
    });
    match rows {
        Ok(rows) => {
            let column = arrow::compute::cast(rows[0].column(0), &DataType::Utf8).unwrap();
            let shown = column.as_string::<i32>().iter().next().flatten();
            shown.map(str::to_owned)
        }
        Err(error) => {
            is_told(&error, text);
            None
        }
    }
}

/// A partition, or an error that says that it is none; a partition is the same when it has been written and read.
pub fn of_any_partition(text: &str) {
    match Partition::from_json(text) {
        Ok(partition) => {
            let again = Partition::from_json(&partition.to_json().unwrap()).unwrap();
            assert_eq!(again, partition);
        }
        Err(error) => is_told(&error, text),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn any_statement(text in "(select|from|insert|'|\"|\\[|\\]|`|--|/\\*|\\*/|;|\\$|\\(|\\)|\n|é| |a|1){0,16}") {
            of_any_statement(&text);
        }

        #[test]
        fn any_value(text in "[-+]?[0-9]{0,9}[-./]?[0-9]{0,2}[-/]?[0-9]{0,2}[ T]?([0-9]{1,2}(:[0-9]{1,2}){0,2})?[+Zz-]?[0-9:]{0,5}") {
            of_any_value(&text);
        }

        #[test]
        fn any_pattern(text in "(YYYY|yyyy|MM|DD|Mon|HH24|MI|SS|FM|TH|th|%[a-zA-Z]|[-/:. \"09,SG]|é){0,8}") {
            of_any_pattern(&text);
        }

        #[test]
        fn any_file(text in "[\\[{]?(a|1|1\\.50|007|true|2026-01-31|\"|,|;|\n|:|\\}|\\]){0,24}") {
            of_any_file(text.as_bytes());
        }
    }

    #[test]
    fn casts() {
        let texts = [
            "",
            "2025-01-31",
            "2025-01-31 12:30:00+02",
            "12:30:01.5",
            "1 year -2 mons 3 days 04:05:06.7",
            "-12.5",
            "1e3",
            "t",
            "{\"a\": [1]}",
        ];
        for kind in 0..TYPES.len() as u8 {
            for text in texts {
                of_any_cast(&[&[kind], text.as_bytes()].concat());
            }
        }
    }

    #[test]
    fn plans_and_partitions() {
        for text in [
            "SELECT id, '2025-1-1'::date FROM orders WHERE total_inc_tax > '1.50'",
            "UPDATE brands SET name = $1 WHERE id = 1",
            "SELECT * FROM nothing",
            "SELECT (",
        ] {
            of_any_plan(text);
        }
        of_any_partition(r#"{"statement":"SELECT 1","store":"","part":null,"definition":""}"#);
        of_any_partition("{");
    }
}
