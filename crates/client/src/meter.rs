//! What a query's requests have cost so far. Counts and keeps; decides nothing.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

/// Counts the requests of one query, or of whatever its holder gives it to. Clones count together.
#[derive(Clone, Default)]
pub struct Meter(Arc<Counters>);

#[derive(Default)]
struct Counters {
    requests: AtomicU64,
    retries: AtomicU64,
    bytes: AtomicU64,
    waiting: Mutex<Waiting>,
    log: Mutex<Option<Vec<LoggedRequest>>>,
}

/// Time in which at least one request waited for the allowance: ten that wait together wait once.
#[derive(Default)]
struct Waiting {
    now: u32,
    since: Option<Instant>,
    total: Duration,
}

/// One request as it was sent and answered. Holds no secret: the token travels in a header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoggedRequest {
    /// The method.
    pub method: String,
    /// Path and query below the store's address.
    pub target: String,
    /// The answer's status; none where there was no answer.
    pub status: Option<u16>,
    /// Milliseconds from sending to the end of the answer.
    pub ms: u64,
    /// Bytes of the answer's body, decompressed.
    pub bytes: u64,
}

impl Meter {
    /// Requests sent, retries included.
    pub fn requests(&self) -> u64 {
        self.0.requests.load(Ordering::Relaxed)
    }

    /// Requests that repeated a failed one.
    pub fn retries(&self) -> u64 {
        self.0.retries.load(Ordering::Relaxed)
    }

    /// Bytes of answers, decompressed.
    pub fn bytes(&self) -> u64 {
        self.0.bytes.load(Ordering::Relaxed)
    }

    /// Milliseconds in which requests waited for the store's allowance.
    pub fn waited_ms(&self) -> u64 {
        let waiting = self
            .0
            .waiting
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let running = waiting
            .since
            .map_or(Duration::ZERO, |since| since.elapsed());
        millis(waiting.total + running)
    }

    /// Keeps a log of requests from now on.
    pub fn keep_log(&self) {
        self.0
            .log
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get_or_insert_default();
    }

    /// Takes what the log holds, in the order of answers.
    pub fn take_log(&self) -> Vec<LoggedRequest> {
        let mut log = self.0.log.lock().unwrap_or_else(PoisonError::into_inner);
        log.as_mut().map(std::mem::take).unwrap_or_default()
    }

    /// Tells one meter from another while both live.
    pub(crate) fn id(&self) -> usize {
        Arc::as_ptr(&self.0).addr()
    }

    pub(crate) fn sent(&self, again: bool) {
        self.0.requests.fetch_add(1, Ordering::Relaxed);
        if again {
            self.0.retries.fetch_add(1, Ordering::Relaxed);
        }
    }

    pub(crate) fn answered(&self, entry: LoggedRequest) {
        self.0.bytes.fetch_add(entry.bytes, Ordering::Relaxed);
        if let Some(log) = self
            .0
            .log
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .as_mut()
        {
            log.push(entry);
        }
    }

    /// Starts a wait for the allowance; it ends when what this returns is dropped.
    pub(crate) fn waits(&self) -> WaitGuard<'_> {
        let mut waiting = self
            .0
            .waiting
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        waiting.now += 1;
        waiting.since.get_or_insert_with(Instant::now);
        WaitGuard(self)
    }
}

impl fmt::Debug for Meter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Meter")
            .field("requests", &self.requests())
            .field("retries", &self.retries())
            .field("waited_ms", &self.waited_ms())
            .field("bytes", &self.bytes())
            .finish()
    }
}

pub(crate) struct WaitGuard<'a>(&'a Meter);

impl Drop for WaitGuard<'_> {
    fn drop(&mut self) {
        let mut waiting = self
            .0
            .0
            .waiting
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        waiting.now = waiting.now.saturating_sub(1);
        if waiting.now == 0
            && let Some(since) = waiting.since.take()
        {
            waiting.total += since.elapsed();
        }
    }
}

pub(crate) fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn waits_at_the_same_time_count_once() {
        let meter = Meter::default();
        let first = meter.waits();
        tokio::time::advance(Duration::from_millis(100)).await;
        let second = meter.waits();
        tokio::time::advance(Duration::from_millis(100)).await;
        drop(first);
        assert_eq!(meter.waited_ms(), 200);
        tokio::time::advance(Duration::from_millis(50)).await;
        drop(second);
        tokio::time::advance(Duration::from_millis(1_000)).await;
        assert_eq!(meter.waited_ms(), 250);
    }

    #[test]
    fn the_log_is_kept_only_when_asked_for() {
        let meter = Meter::default();
        let entry = LoggedRequest {
            method: "GET".into(),
            target: "/v2/time".into(),
            status: Some(200),
            ms: 1,
            bytes: 2,
        };
        meter.answered(entry.clone());
        assert!(meter.take_log().is_empty());
        meter.keep_log();
        meter.answered(entry.clone());
        assert_eq!(meter.take_log(), vec![entry]);
        assert_eq!(meter.bytes(), 4);
    }
}
