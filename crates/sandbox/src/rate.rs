//! The store's allowance: a number of requests in a window, and the four headers that report it. The caller passes the time in.

use std::time::{Duration, Instant};

/// The quota that the headers show when none was set.
const ENDLESS: u32 = 100_000_000;

/// Counts requests within windows.
#[derive(Debug)]
pub(crate) struct Allowance {
    quota: u32,
    window: Duration,
    started: Option<Instant>,
    used: u32,
    /// Requests that came in each window before.
    before: Vec<u32>,
}

/// How the allowance stands after a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Standing {
    /// Requests of a window.
    pub(crate) quota: u32,
    /// Requests left in this window.
    pub(crate) left: u32,
    /// Milliseconds of a window.
    pub(crate) window_ms: u64,
    /// Milliseconds until the next window.
    pub(crate) reset_ms: u64,
    /// Whether this request is one too many.
    pub(crate) exceeded: bool,
}

impl Allowance {
    /// An allowance of so many requests in a window.
    pub(crate) fn new(quota: Option<u32>, window: Duration) -> Self {
        Self {
            quota: quota.unwrap_or(ENDLESS),
            window,
            started: None,
            used: 0,
            before: Vec::new(),
        }
    }

    /// Requests that came in each window, the one that runs included.
    pub(crate) fn windows(&self) -> Vec<u32> {
        let running = self.started.map(|_| self.used);
        self.before.iter().copied().chain(running).collect()
    }

    /// Takes one request out of the allowance. A window starts with the first request after the last one ended.
    pub(crate) fn take(&mut self, now: Instant) -> Standing {
        let started = match self.started {
            Some(started) if now.saturating_duration_since(started) < self.window => started,
            earlier => {
                self.before.extend(earlier.map(|_| self.used));
                self.used = 0;
                self.started = Some(now);
                now
            }
        };
        let exceeded = self.used >= self.quota;
        self.used = self.used.saturating_add(1);
        let rest = self
            .window
            .saturating_sub(now.saturating_duration_since(started));
        Standing {
            quota: self.quota,
            left: self.quota.saturating_sub(self.used),
            window_ms: millis(self.window),
            // Rounded up, so that the next window is open after exactly this wait.
            reset_ms: millis(rest) + 1,
            exceeded,
        }
    }
}

impl Standing {
    /// The headers that stand on every answer.
    pub(crate) fn headers(&self) -> [(&'static str, String); 4] {
        [
            ("x-rate-limit-time-window-ms", self.window_ms.to_string()),
            ("x-rate-limit-time-reset-ms", self.reset_ms.to_string()),
            ("x-rate-limit-requests-quota", self.quota.to_string()),
            ("x-rate-limit-requests-left", self.left.to_string()),
        ]
    }

    /// Seconds to wait, rounded up, as `X-Retry-After` says it.
    pub(crate) fn retry_after(&self) -> String {
        self.reset_ms.div_ceil(1_000).to_string()
    }
}

/// A duration in whole milliseconds.
fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_third_of_two_is_refused_until_the_window_ends() {
        let mut allowance = Allowance::new(Some(2), Duration::from_secs(1));
        let start = Instant::now();
        assert_eq!(allowance.take(start).left, 1);
        assert!(!allowance.take(start).exceeded);
        let third = allowance.take(start + Duration::from_millis(400));
        assert!(third.exceeded);
        assert_eq!(third.reset_ms, 601);
        assert!(
            !allowance
                .take(start + Duration::from_millis(1_001))
                .exceeded
        );
        assert_eq!(allowance.windows(), [3, 1]);
    }
}
