//! What holds of any journal, and of any answer to a request that writes. The tests try it with a few, the targets in `fuzz/` with
//! many.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::path::PathBuf;

use serde_json::value::RawValue;
use storeql_catalog::Api;

use crate::change::Change;
use crate::journal::{Recorded, is_line, read_journal};
use crate::send::Said;

/// A journal, or an error that names the file. A journal says the same again when it has been read, and what a killed run left half
/// behind it changes nothing.
pub fn of_any_journal(bytes: &[u8]) {
    let path = any_path();
    std::fs::write(&path, bytes).unwrap();
    let recorded = match read_journal(&path) {
        Ok(recorded) => recorded,
        Err(error) => {
            assert!(error.to_string().contains("any.journal"), "{error}");
            return;
        }
    };
    if let Recorded::Rows(rows) = &recorded {
        let mut numbers = rows.changes.iter().flat_map(numbers);
        assert!(
            numbers.all(|number| rows.states.contains_key(&number)),
            "{recorded:?}"
        );
    }
    // Where the last line is a half one already, a second one is none of a killed run.
    let mut lines = bytes.rsplit(|byte| *byte == b'\n');
    let last = lines.find(|line| !line.is_empty()).unwrap_or_default();
    if !is_line(last) {
        return;
    }
    let half = [bytes, b"\n{\"confirmed\":{\"rows\":[{\"ro"].concat();
    std::fs::write(&path, half).unwrap();
    assert_eq!(read_journal(&path).unwrap(), recorded);
    std::fs::remove_file(&path).unwrap();
}

fn numbers(change: &Change) -> Vec<u64> {
    match change {
        Change::Insert { rows, .. } | Change::Upsert { rows, .. } => {
            rows.iter().map(|row| row.number).collect()
        }
        Change::Update { rows, .. } => rows.iter().map(|row| row.number).collect(),
        Change::Delete { rows } => rows.iter().map(|row| row.number).collect(),
    }
}

/// An answer in each API's shape: every row that it shows, and every row that it repeats, is JSON as it stands there.
pub fn of_any_answer(bytes: &[u8]) {
    for api in [Api::V2, Api::V3] {
        let said = Said::read(api, bytes);
        let sent = said.faults.iter().filter_map(|fault| fault.sent.as_ref());
        for row in said.rows.iter().flatten().chain(sent) {
            let text = String::from_utf8_lossy(bytes);
            assert!(text.contains(row.as_str()), "{text}: {row}");
            assert!(is_json(row), "{text}: {row}");
        }
    }
}

fn is_json(text: &str) -> bool {
    serde_json::from_str::<&RawValue>(text).is_ok()
}

/// A file's name of this thread alone.
fn any_path() -> PathBuf {
    let thread = std::thread::current().id();
    let name = format!("{}-{thread:?}-any.journal", std::process::id());
    std::env::temp_dir().join(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn journals() {
        let first = r#"{"journal":{"version":2,"store":"s","table":"brands","statement":"INSERT","changes":[{"verb":"insert","columns":["name"],"rows":1}]}}"#;
        let call = r#"{"call":{"version":2,"store":"s","procedure":"ship","arguments":{}}}"#;
        let row = r#"{"row":{"number":1,"values":[{"text":"Eibe"}]}}"#;
        for text in [
            String::new(),
            first.to_owned(),
            format!("{first}\n{row}\n"),
            format!("{first}\n{row}\n{{\"inten"),
            format!("{first}\n{row}\n\"resumed\"\n{row}"),
            format!("{row}\n{first}"),
            format!(
                "{call}\n{{\"intended\":{{\"request\":1,\"method\":\"POST\",\"target\":\"/v2/orders\"}}}}\n"
            ),
            first.replace("\"rows\":1", "\"rows\":18446744073709551615"),
        ] {
            of_any_journal(text.as_bytes());
        }
    }

    proptest::proptest! {
        #[test]
        fn answers(body in "([\\[\\]{}:,]|\"(data|errors|batch_errors|title|status|field_errors|0\\.a)\"|[0-9]|null| ){0,24}") {
            of_any_answer(body.as_bytes());
        }
    }
}
