//! What a query's requests have cost so far. Counts and tells; decides nothing.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

/// Counts the requests of one query, or of whatever its holder gives it to. Clones count together.
#[derive(Clone, Default)]
pub struct Meter(Arc<Counters>);

#[derive(Default)]
struct Counters {
    /// What is counted here counts there as well.
    whole: Option<Meter>,
    requests: AtomicU64,
    retries: AtomicU64,
    bytes: AtomicU64,
    waiting: Mutex<Waiting>,
    /// Who is told of each request.
    teller: Option<Teller>,
}

type Teller = Box<dyn Fn(LoggedRequest) + Send + Sync>;

/// Time in which at least one request waited for the allowance: ten that wait together wait once.
#[derive(Default)]
struct Waiting {
    now: u32,
    since: Option<Instant>,
    /// When the allowance lets the requests go on that wait now.
    until: Option<Instant>,
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
    /// 1, and more where it repeats a request that failed.
    pub attempt: u32,
    /// Requests that the store's answer still allows, where it says so.
    pub left: Option<u64>,
}

impl Meter {
    /// A meter that tells of each request, in the order of answers.
    pub fn telling(teller: impl Fn(LoggedRequest) + Send + Sync + 'static) -> Self {
        Self(Arc::new(Counters {
            teller: Some(Box::new(teller)),
            ..Counters::default()
        }))
    }

    /// A meter of its own for one part of the query; all that it counts counts here too, and in turns at the store's
    /// allowance the parts are one.
    pub fn part(&self) -> Self {
        Self(Arc::new(Counters {
            whole: Some(self.clone()),
            ..Counters::default()
        }))
    }

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
        let waiting = self.waiting();
        let running = waiting
            .since
            .map_or(Duration::ZERO, |since| since.elapsed());
        millis(waiting.total + running)
    }

    /// Milliseconds until the allowance lets the requests go on that wait now; none where none waits.
    pub fn waits_ms(&self) -> Option<u64> {
        let waiting = self.waiting();
        let until = waiting.until.filter(|_| waiting.now > 0)?;
        Some(millis(until.saturating_duration_since(Instant::now())))
    }

    /// Tells one query's meters from another's while both live.
    pub(crate) fn id(&self) -> usize {
        match &self.0.whole {
            Some(whole) => whole.id(),
            None => Arc::as_ptr(&self.0).addr(),
        }
    }

    /// This meter and the ones that it is a part of.
    fn all(&self) -> impl Iterator<Item = &Meter> {
        std::iter::successors(Some(self), |meter| meter.0.whole.as_ref())
    }

    pub(crate) fn sent(&self, again: bool) {
        for meter in self.all() {
            meter.0.requests.fetch_add(1, Ordering::Relaxed);
            if again {
                meter.0.retries.fetch_add(1, Ordering::Relaxed);
            }
        }
    }

    pub(crate) fn answered(&self, entry: &LoggedRequest) {
        for meter in self.all() {
            meter.0.bytes.fetch_add(entry.bytes, Ordering::Relaxed);
            if let Some(teller) = &meter.0.teller {
                teller(entry.clone());
            }
        }
    }

    /// Starts a wait for the allowance, which is expected back at `until`; it ends when what this returns is dropped.
    pub(crate) fn waits(&self, until: Instant) -> WaitGuard<'_> {
        for meter in self.all() {
            let mut waiting = meter.waiting();
            waiting.now += 1;
            waiting.since.get_or_insert_with(Instant::now);
            waiting.until = Some(until);
        }
        WaitGuard(self)
    }

    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        self.0
            .waiting
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
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
        for meter in self.0.all() {
            let mut waiting = meter.waiting();
            waiting.now = waiting.now.saturating_sub(1);
            if waiting.now == 0
                && let Some(since) = waiting.since.take()
            {
                waiting.total += since.elapsed();
            }
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
        let end = Instant::now() + Duration::from_millis(500);
        let first = meter.waits(end);
        tokio::time::advance(Duration::from_millis(100)).await;
        let second = meter.waits(end);
        tokio::time::advance(Duration::from_millis(100)).await;
        drop(first);
        assert_eq!((meter.waited_ms(), meter.waits_ms()), (200, Some(300)));
        tokio::time::advance(Duration::from_millis(50)).await;
        drop(second);
        tokio::time::advance(Duration::from_millis(1_000)).await;
        assert_eq!(meter.waited_ms(), 250);
    }

    #[tokio::test(start_paused = true)]
    async fn what_a_part_counts_counts_for_the_whole() {
        let whole = Meter::default();
        let (one, other) = (whole.part(), whole.part());
        one.sent(false);
        one.sent(true);
        other.sent(false);
        let waits = one.waits(Instant::now());
        tokio::time::advance(Duration::from_millis(70)).await;
        drop(waits);
        assert_eq!((one.requests(), one.retries(), one.waited_ms()), (2, 1, 70));
        assert_eq!((other.requests(), other.waited_ms()), (1, 0));
        assert_eq!((whole.requests(), whole.waited_ms()), (3, 70));
        assert_eq!(one.id(), whole.id());
    }

    #[test]
    fn each_request_is_told() {
        let log = Arc::new(Mutex::new(Vec::new()));
        let told = Arc::clone(&log);
        let meter = Meter::telling(move |request| told.lock().unwrap().push(request));
        let entry = LoggedRequest {
            method: "GET".into(),
            target: "/v2/time".into(),
            status: Some(200),
            ms: 1,
            bytes: 2,
            attempt: 1,
            left: None,
        };
        meter.answered(&entry);
        assert_eq!(*log.lock().unwrap(), [entry]);
        assert_eq!(meter.bytes(), 2);
    }
}
