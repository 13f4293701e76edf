//! What a connection's log says of a statement: its text, its plan, and how it ended. Decides nothing.
//!
//! A query is written as it was typed. Of any other statement only the beginning is, as far as it names what is done to what:
//! what follows may be a code, a password or a customer's data.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use datafusion::execution::SendableRecordBatchStream;
use datafusion::physical_plan::stream::RecordBatchStreamAdapter;
use datafusion::physical_plan::{ExecutionPlan, displayable};
use futures::{StreamExt, stream};

use crate::context::QueryContext;
use crate::error::{Error, ErrorKind, Result};
use crate::store::Store;

/// Tells the statements of a process apart.
static NUMBER: AtomicU64 = AtomicU64::new(1);
/// The words that a statement which only reads begins with.
const QUERIES: [&str; 4] = ["SELECT", "WITH", "VALUES", "SHOW"];
/// Words of another statement that are written.
const MOST_WORDS: usize = 4;

/// A statement's place in the log.
#[derive(Debug)]
pub(crate) struct Journal {
    store: Arc<Store>,
    number: u64,
    text: String,
    /// The text is all there, so that an error may quote it.
    whole: bool,
}

impl Journal {
    pub(crate) fn new(store: &Arc<Store>, sql: &str) -> Self {
        let whole = is_query(sql);
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
        self.store.connection().logged(|| {
            tracing::info!(statement = self.number, sql = self.text, "statement");
            self.failed(&error);
        });
        error
    }

    /// What may be shown of the statement's text.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// Does `work` as one run of the statement, and counts its rows into the log.
    pub(crate) async fn enter(
        &self,
        query: &Arc<QueryContext>,
        work: impl Future<Output = Result<SendableRecordBatchStream>>,
    ) -> Result<SendableRecordBatchStream> {
        self.store.connection().logged(|| {
            tracing::info!(statement = self.number, sql = self.text, "statement");
        });
        let mut entry = Entry {
            store: Arc::clone(&self.store),
            number: self.number,
            query: Arc::clone(query),
            started: Instant::now(),
            rows: 0,
            over: false,
        };
        match work.await {
            Ok(rows) => Ok(entry.follow(rows)),
            Err(error) => {
                entry.ends(|_| self.failed(&error));
                Err(error)
            }
        }
    }

    pub(crate) fn planned(&self, plan: &dyn ExecutionPlan) {
        self.store.connection().logged(|| {
            let plan = displayable(plan);
            tracing::trace!(statement = self.number, plan = %plan.indent(false), "plan");
        });
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
}

/// One run of a statement. Dropped before its rows are, it says that they were not all taken.
#[derive(Debug)]
struct Entry {
    store: Arc<Store>,
    number: u64,
    query: Arc<QueryContext>,
    started: Instant,
    rows: usize,
    over: bool,
}

impl Entry {
    /// The rows, counted into the log.
    fn follow(self, rows: SendableRecordBatchStream) -> SendableRecordBatchStream {
        let schema = rows.schema();
        let counted = stream::unfold((rows, self), async |(mut rows, mut entry)| {
            let item = rows.next().await;
            match &item {
                Some(Ok(batch)) => entry.rows += batch.num_rows(),
                Some(Err(error)) => entry.ends(|number| {
                    tracing::error!(statement = number, %error, "failed");
                }),
                None => entry.ends(|_| ()),
            }
            Some((item?, (rows, entry)))
        });
        Box::pin(RecordBatchStreamAdapter::new(schema, counted))
    }

    fn ends(&mut self, why: impl FnOnce(u64)) {
        if std::mem::replace(&mut self.over, true) {
            return;
        }
        let ms = u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX);
        let cost = self.query.progress();
        self.store.connection().logged(|| {
            why(self.number);
            tracing::info!(
                statement = self.number,
                rows = self.rows,
                requests = cost.requests,
                retries = cost.retries,
                waited_ms = cost.waited_ms,
                bytes = cost.bytes,
                ms,
                "ended"
            );
        });
    }
}

impl Drop for Entry {
    fn drop(&mut self) {
        self.ends(|number| tracing::info!(statement = number, "no more rows were asked for"));
    }
}

fn is_query(sql: &str) -> bool {
    let mut words = sql.split_whitespace().map(|word| word.trim_matches('('));
    let word =
        words.find(|word| !["EXPLAIN", "ANALYZE", "VERBOSE", ""].contains(&upper(word).as_str()));
    word.is_some_and(|word| QUERIES.contains(&upper(word).as_str()))
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
