//! What a connection's log says of a statement: its text, its plan, and how it ended. Decides nothing.
//!
//! A query is written as it was typed. Of any other statement only the beginning is, as far as it names what is done to what:
//! what follows may be a code, a password or a customer's data.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use crate::error::{Error, ErrorKind};
use crate::run_state::Progress;
use crate::store::Store;

/// Tells the statements of a process apart.
static NUMBER: AtomicU64 = AtomicU64::new(1);
/// The words that a statement which only reads begins with.
const QUERIES: [&str; 4] = ["SELECT", "WITH", "VALUES", "SHOW"];
/// Words of another statement that are written.
const MOST_WORDS: usize = 4;

/// A statement's place in the log.
#[derive(Debug)]
pub(crate) struct StatementLog {
    store: Arc<Store>,
    number: u64,
    text: String,
    /// The text is all there, so that an error may quote it.
    whole: bool,
}

impl StatementLog {
    pub(crate) fn new(store: &Arc<Store>, sql: &str) -> Self {
        Self::with(store, sql, is_query(sql))
    }

    /// For a text that could not be parsed. After a `;` another statement may come, of which less may be shown.
    pub(crate) fn of_text(store: &Arc<Store>, text: &str) -> Self {
        Self::with(store, text, is_one_query(text))
    }

    fn with(store: &Arc<Store>, sql: &str, whole: bool) -> Self {
        Self {
            store: Arc::clone(store),
            number: NUMBER.fetch_add(1, Ordering::Relaxed),
            text: if whole {
                sql.trim().to_owned()
            } else {
                beginning(sql)
            },
            whole,
        }
    }

    /// The statement was refused before it ran.
    pub(crate) fn refused(&self, error: Error) -> Error {
        self.began();
        self.logged(|| self.failed(&error));
        error
    }

    /// What may be shown of the statement's text.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// A run of the statement began.
    pub(crate) fn began(&self) {
        self.logged(|| tracing::info!(statement = self.number, sql = self.text, "statement"));
    }

    /// The run's plan, which is spelled only where the log has it.
    pub(crate) fn planned(&self, plan: impl std::fmt::Display) {
        self.logged(|| tracing::trace!(statement = self.number, %plan, "plan"));
    }

    /// A run ended, after so many rows.
    pub(crate) fn ended(
        &self,
        rows: usize,
        cost: &Progress,
        started: Instant,
        error: Option<&Error>,
    ) {
        self.logged(|| {
            if let Some(error) = error {
                self.failed(error);
            }
            self.spent(rows, cost, started);
        });
    }

    /// A run was given up by its reader, after so many rows.
    pub(crate) fn left(&self, rows: usize, cost: &Progress, started: Instant) {
        self.logged(|| {
            tracing::info!(statement = self.number, "no more rows were asked for");
            self.spent(rows, cost, started);
        });
    }

    fn spent(&self, rows: usize, cost: &Progress, started: Instant) {
        let ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
        tracing::info!(
            statement = self.number,
            rows,
            requests = cost.requests,
            retries = cost.retries,
            waited_ms = cost.waited_ms,
            bytes = cost.bytes,
            ms,
            "ended"
        );
    }

    fn failed(&self, error: &Error) {
        let kind = error.kind;
        // The parser quotes what it stumbled over.
        if self.whole || kind != ErrorKind::Syntax {
            tracing::error!(statement = self.number, ?kind, %error, "failed");
        } else {
            tracing::error!(statement = self.number, ?kind, "failed");
        }
    }

    fn logged(&self, say: impl FnOnce()) {
        self.store.connection().logged(say);
    }
}

fn is_query(sql: &str) -> bool {
    let mut words = sql.split_whitespace().map(|word| word.trim_matches('('));
    let word =
        words.find(|word| !["EXPLAIN", "ANALYZE", "VERBOSE", ""].contains(&upper(word).as_str()));
    word.is_some_and(|word| QUERIES.contains(&upper(word).as_str()))
}

fn is_one_query(text: &str) -> bool {
    let several = text.trim().trim_end_matches(';').contains(';');
    is_query(text) && !several
}

fn upper(word: &str) -> String {
    word.to_ascii_uppercase()
}

/// What the statement does, and to what.
fn beginning(sql: &str) -> String {
    let sql = sql.trim();
    let plain = |c: char| c.is_alphanumeric() || c.is_whitespace() || "_.[]".contains(c);
    let end = sql.find(|c| !plain(c)).unwrap_or(sql.len());
    let calls = ["EXEC", "EXECUTE", "CALL"];
    let mut words = sql[..end].split_whitespace();
    let first = words.next().unwrap_or_default();
    // After a procedure's name its parameters come, or the name of the first one.
    let most = if calls.contains(&upper(first).as_str()) {
        1
    } else {
        MOST_WORDS - 1
    };
    let mut text = first.to_owned();
    for word in words.take(most) {
        text.push(' ');
        text.push_str(word);
    }
    if text.len() < sql.len() {
        text.push_str(" …");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn queries_are_told_whole() {
        for sql in [
            "SELECT 1",
            " (select 1)",
            "explain analyze with x as (select 1) select * from x",
        ] {
            assert!(is_query(sql), "{sql}");
        }
        for sql in [
            "EXEC p",
            "explain exec p a='c0de'",
            "-- c0de\nEXEC p",
            "/* SELECT */ EXEC p",
            "",
        ] {
            assert!(!is_query(sql), "{sql}");
        }
    }

    #[test]
    fn a_query_before_another_statement_does_not_show_it() {
        assert!(is_one_query("SELECT 1;"));
        let several = "SELECT 1; EXEC GetOAuthAccessToken Verifier='c0de'";
        assert!(!is_one_query(several));
        assert_eq!(beginning(several), "SELECT 1 …");
    }

    #[test]
    fn of_others_only_what_is_done_to_what() {
        let cases = [
            (
                "EXEC GetOAuthAccessToken AuthMode='WEB', Verifier='c0de'",
                "EXEC GetOAuthAccessToken …",
            ),
            (
                "EXEC GetOAuthAccessToken c0de",
                "EXEC GetOAuthAccessToken …",
            ),
            (
                "CALL [bigcommerce].GetOAuthAccessToken('c0de')",
                "CALL [bigcommerce].GetOAuthAccessToken …",
            ),
            (
                "INSERT INTO customers (password) VALUES ('c0de')",
                "INSERT INTO customers …",
            ),
            (
                "UPDATE customers SET password = 'c0de'",
                "UPDATE customers SET password …",
            ),
            ("DELETE FROM orders", "DELETE FROM orders"),
            ("'c0de'", " …"),
        ];
        for (sql, expected) in cases {
            assert_eq!(beginning(sql), expected);
        }
    }
}
