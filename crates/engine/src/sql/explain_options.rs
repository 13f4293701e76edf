//! `EXPLAIN (ANALYZE, BUFFERS) SELECT …`, as PostgreSQL has it, for a parser that knows `EXPLAIN ANALYZE SELECT …` only.

use crate::error::{Error, ErrorKind, Result};

/// The text with the options as the parser knows them, of the same length; nothing where it has none in parentheses.
pub(super) fn respelled(text: &str) -> Result<Option<String>> {
    let Some((word, rest)) = text.split_at_checked("EXPLAIN".len()) else {
        return Ok(None);
    };
    let behind = rest.trim_start();
    if !word.eq_ignore_ascii_case("EXPLAIN") || !behind.starts_with('(') {
        return Ok(None);
    }
    let Some((inside, query)) = behind[1..].split_once(')') else {
        return Ok(None);
    };
    let (mut analyze, mut json) = (false, false);
    for option in inside.split(',') {
        let words: Vec<String> = option.split_whitespace().map(str::to_uppercase).collect();
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        match words.as_slice() {
            ["ANALYZE"] | ["ANALYZE", "TRUE" | "ON" | "1"] => analyze = true,
            [
                "ANALYZE" | "VERBOSE" | "COSTS" | "BUFFERS" | "TIMING" | "SUMMARY" | "SETTINGS"
                | "WAL",
                ..,
            ]
            | ["FORMAT", "TEXT"] => {}
            ["FORMAT", "JSON"] => json = true,
            ["FORMAT", other] => {
                let message = format!("EXPLAIN has the formats TEXT and JSON, and not {other}");
                return Err(Error::new(ErrorKind::Unsupported, message));
            }
            // A query in parentheses.
            _ => return Ok(None),
        }
    }
    let option = match (analyze, json) {
        (false, false) => "",
        (true, false) => " ANALYZE",
        (false, true) => " FORMAT PGJSON",
        (true, true) => " ANALYZE FORMAT PGJSON",
    };
    let taken = word.len() + option.len() + query.len();
    let blanks = text.len().saturating_sub(taken);
    Ok(Some(format!("{word}{option}{}{query}", " ".repeat(blanks))))
}

#[cfg(test)]
mod tests {
    use super::respelled;

    #[test]
    fn options_in_parentheses() {
        for (text, parsed) in [
            (
                "EXPLAIN (ANALYZE, BUFFERS) SELECT 1",
                Some("EXPLAIN ANALYZE            SELECT 1"),
            ),
            (
                "explain (costs off) SELECT 1",
                Some("explain             SELECT 1"),
            ),
            (
                "EXPLAIN (ANALYZE, FORMAT json) SELECT 1",
                Some("EXPLAIN ANALYZE FORMAT PGJSON  SELECT 1"),
            ),
            ("EXPLAIN (SELECT 1)", None),
            ("EXPLAIN SELECT (1)", None),
            ("EXPLAIN", None),
        ] {
            assert_eq!(respelled(text).unwrap().as_deref(), parsed);
        }
        assert!(respelled("EXPLAIN (FORMAT xml) SELECT 1").is_err());
    }
}
