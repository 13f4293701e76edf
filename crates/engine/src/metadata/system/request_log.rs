//! The requests that a session has sent, as they were answered, and for which statement. `sys_requests` shows them.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;
use storeql_client::{LoggedRequest, Meter};

/// Requests that a session remembers.
const REMEMBERED: usize = 10_000;
/// Characters of a statement that are shown.
const SHOWN: usize = 200;

/// The latest requests of one session.
#[derive(Debug, Default)]
pub(crate) struct RequestLog(Mutex<Entries>);

#[derive(Debug, Default)]
struct Entries {
    statements: u64,
    requests: u64,
    latest: VecDeque<Entry>,
}

/// One request.
#[derive(Debug)]
pub(super) struct Entry {
    /// Its number in the session, from 1.
    pub(super) id: u64,
    /// Its statement's number in the session, from 1.
    pub(super) statement: u64,
    pub(super) text: Arc<str>,
    /// When its answer was there.
    pub(super) at: Timestamp,
    pub(super) request: LoggedRequest,
}

impl RequestLog {
    /// A meter for the run of one more statement, whose requests are noted here.
    pub(crate) fn meter(self: &Arc<Self>, text: &Arc<str>) -> Meter {
        let statement = {
            let mut entries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            entries.statements += 1;
            entries.statements
        };
        let (log, text) = (Arc::clone(self), Arc::clone(text));
        Meter::telling(move |request| log.note(statement, &text, request))
    }

    fn note(&self, statement: u64, text: &Arc<str>, request: LoggedRequest) {
        let mut entries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        entries.requests += 1;
        if entries.latest.len() == REMEMBERED {
            entries.latest.pop_front();
        }
        let id = entries.requests;
        entries.latest.push_back(Entry {
            id,
            statement,
            text: Arc::clone(text),
            at: Timestamp::now(),
            request,
        });
    }

    /// What an answer took, by the latest ones; none before the first.
    pub(crate) fn milliseconds(&self) -> Option<f64> {
        let entries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let sum: u64 = entries.latest.iter().map(|entry| entry.request.ms).sum();
        let count = entries.latest.len();
        (count > 0).then(|| sum as f64 / count as f64)
    }

    /// Shows each request, the oldest first.
    pub(super) fn each(&self, mut show: impl FnMut(&Entry)) {
        let entries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        entries.latest.iter().for_each(&mut show);
    }
}

/// A statement as the log shows it: the beginning of what may be shown, on one line.
pub(crate) fn shown(statement: &str) -> Arc<str> {
    let line = statement.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &line[..end]).into(),
        None => line.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_statement_is_one_line() {
        assert_eq!(shown("SELECT\n  1").as_ref(), "SELECT 1");
        assert_eq!(shown(&"ü".repeat(300)).chars().count(), SHOWN + 1);
    }

    #[test]
    fn the_oldest_requests_are_forgotten() {
        let log = Arc::new(RequestLog::default());
        let request = LoggedRequest {
            method: "GET".into(),
            target: "/v2/time".into(),
            status: Some(200),
            ms: 1,
            bytes: 2,
            attempt: 1,
            left: None,
        };
        for _ in 0..REMEMBERED + 5 {
            log.note(1, &"SELECT 1".into(), request.clone());
        }
        let entries = log.0.lock().unwrap();
        assert_eq!(entries.latest.len(), REMEMBERED);
        assert_eq!(entries.latest.front().map(|entry| entry.id), Some(6));
    }
}
