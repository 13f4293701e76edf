//! What holds of any answer of a server. The tests try it with a few, the targets in `fuzz/` with many.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::time::Duration;

use bytes::Bytes;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use serde_json::Value;
use tokio::time::Instant;

use crate::answer::{Answer, Headers};
use crate::envelope::Page;
use crate::refusal::{no_data, refusal};

/// Headers that are read.
const NAMES: [&str; 7] = [
    "x-rate-limit-requests-quota",
    "x-rate-limit-requests-left",
    "x-rate-limit-time-reset-ms",
    "x-retry-after",
    "retry-after",
    "content-type",
    "location",
];
/// The longest wait that a header may ask for.
const LONGEST_WAIT: Duration = Duration::from_secs(3_600);

/// A status, headers up to a zero byte, and a body: an error whose sentence is one short line, and a wait that ends.
pub fn of_any_answer(bytes: &[u8]) {
    let (head, body) = bytes.split_at(bytes.iter().position(|byte| *byte == 0).unwrap_or(0));
    let (status, head) = head.split_at_checked(2).unwrap_or_default();
    let status = status
        .iter()
        .fold(0, |status, byte| status * 256 + u16::from(*byte))
        % 500
        + 100;
    let mut headers = HeaderMap::new();
    for (name, value) in NAMES.iter().cycle().zip(head.split(|byte| *byte == b'\n')) {
        if let Ok(value) = HeaderValue::from_bytes(value) {
            headers.insert(HeaderName::from_static(name), value);
        }
    }
    let now = Instant::now();
    let headers = Headers::read(&headers, now);
    if let Some(wait) = headers.wait(now) {
        assert!(wait.until <= now + LONGEST_WAIT);
    }
    let answer = Answer {
        status,
        headers,
        body: Bytes::copy_from_slice(body),
    };
    let told = refusal(&answer);
    assert_eq!(told.is_none(), (200..300).contains(&status));
    for error in told
        .into_iter()
        .chain([no_data(&answer, "null".to_owned())])
    {
        let told = error.to_string();
        let is_one_line = !told.is_empty() && !told.chars().any(char::is_control);
        assert!(is_one_line && told.chars().count() < 3_000, "{told}");
    }
}

/// A page is one exactly where its body is JSON, and its rows are those that serde_json finds.
pub fn of_any_page(bytes: &[u8]) {
    for version in ["v2", "v3"] {
        let page = Page::read(version, Bytes::copy_from_slice(bytes));
        let judge = serde_json::from_slice::<Value>(bytes);
        let (page, judge) = match (page, judge) {
            (Ok(page), Ok(judge)) => (page, judge),
            (Err(why), _) => {
                assert!(!why.is_empty());
                continue;
            }
            // A number that is too large, half a character, or too deep: serde_json stops at these.
            (Ok(_), Err(_)) => continue,
        };
        let rows: Value = serde_json::from_slice(&page.body[page.rows.clone()]).unwrap();
        // Of two members of one name the first is the page's, and serde_json's is the last.
        let text = String::from_utf8_lossy(bytes);
        if text.matches("data").count() + text.matches('\\').count() > 1 {
            continue;
        }
        let expected = match version {
            "v3" => judge.get("data").unwrap_or(&judge),
            _ => &judge,
        };
        assert_eq!(rows, *expected, "{version} {text}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_and_pages() {
        for bytes in [
            &b""[..],
            b"\x01\x2c150\n0\n18446744073709551615\n18446744073709551615\0{\"title\":\"no\\u0007\"}",
            b"\x01\x91\n\n\n\n\ntext/html\nhttps://x\0<html><title>a\x1b[2J</title>",
            b"{\"data\":[1],\"meta\":{\"pagination\":{\"total\":1}}}",
            b"{\"a\":1}",
            b"[1,2",
        ] {
            of_any_answer(bytes);
            of_any_page(bytes);
        }
        of_any_answer(&[&b"\x01\x2c\n\0"[..], "é".repeat(2_000).as_bytes()].concat());
    }
}
