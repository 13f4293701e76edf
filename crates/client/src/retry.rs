//! Whether and when a failed request is sent again: the one place that counts tries and spaces them.

use std::time::Duration;

use backon::{BackoffBuilder, ExponentialBackoff, ExponentialBuilder};
use tokio::time::Instant;

use crate::error::{Error, ErrorKind};
use crate::request::RetryClass;

/// Requests sent at most for one answer.
const TRIES: usize = 5;
/// The first delay; each next one doubles, with as much again by chance, so that many clients do not come back together.
const FIRST_DELAY: Duration = Duration::from_millis(200);

/// The tries of one request.
#[derive(Debug)]
pub(crate) struct Tries {
    class: RetryClass,
    timeout: Option<Duration>,
    spent: Duration,
    delays: ExponentialBackoff,
    made: u32,
}

impl Tries {
    /// No try made yet; `timeout` for all of them together.
    pub(crate) fn new(class: RetryClass, timeout: Option<Duration>) -> Self {
        let delays = ExponentialBuilder::new()
            .with_min_delay(FIRST_DELAY)
            .with_jitter();
        let delays = delays.with_max_times(TRIES - 1).build();
        Self {
            class,
            timeout,
            spent: Duration::ZERO,
            delays,
            made: 0,
        }
    }

    /// How long the next try may take: a third of the whole for the first, so that a stall leaves time for another; then
    /// what is left, so that a store that is merely slow gets to answer. A create, which is not sent again after a stall, gets
    /// the whole.
    pub(crate) fn limit(&self) -> Option<Duration> {
        if self.made == 0 && self.class != RetryClass::Create {
            self.timeout.map(|timeout| timeout / 3)
        } else {
            self.left()
        }
    }

    /// The time that is left for all further tries and the pauses between them.
    pub(crate) fn left(&self) -> Option<Duration> {
        self.timeout
            .map(|timeout| timeout.saturating_sub(self.spent))
    }

    /// Counts a try that took `time`.
    pub(crate) fn count(&mut self, time: Duration) {
        self.made += 1;
        self.spent += time;
    }

    /// Tries made.
    pub(crate) fn made(&self) -> u32 {
        self.made
    }

    /// How long to wait before sending again after `error`; none if it is final. `asked` is the wait that the store asked for.
    pub(crate) fn again(&mut self, error: &Error, asked: Option<Duration>) -> Option<Duration> {
        if !error.retryable || !self.may_repeat(error) {
            return None;
        }
        let delay = self.delays.next()?.max(asked.unwrap_or_default());
        if self
            .timeout
            .is_some_and(|timeout| self.spent + delay >= timeout)
        {
            return None;
        }
        self.spent += delay;
        Some(delay)
    }

    /// How long to wait after a refusal for the rate limit, where the gate knows the time and keeps the request: not at all.
    pub(crate) fn again_at_the_gate(&mut self) -> Option<Duration> {
        self.delays.next().map(|_| Duration::ZERO)
    }

    fn may_repeat(&self, error: &Error) -> bool {
        let unprocessed = matches!(
            (error.kind, error.status),
            (ErrorKind::Unreachable, None) | (_, Some(429))
        );
        self.class != RetryClass::Create || unprocessed
    }
}

/// Runs `attempt`, whose request must not arrive twice (an OAuth code is good once): again only where it failed before the
/// server had it, say because no connection was made.
pub async fn send_again_unless_sent<T, F: Future<Output = Result<T, Error>>>(
    timeout: Option<Duration>,
    mut attempt: impl FnMut() -> F,
) -> Result<T, Error> {
    let mut tries = Tries::new(RetryClass::Create, timeout);
    loop {
        let started = Instant::now();
        let error = match attempt().await {
            Ok(sent) => return Ok(sent),
            Err(error) => error,
        };
        tries.count(started.elapsed());
        match tries.again(&error, None) {
            Some(delay) => tokio::time::sleep(delay).await,
            None => return Err(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(kind: ErrorKind, status: Option<u16>) -> Error {
        let error = Error::new(kind, "").passing();
        match status {
            Some(status) => error.answered(status),
            None => error,
        }
    }

    fn seconds(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[test]
    fn five_tries_with_growing_delays() {
        let mut tries = Tries::new(RetryClass::Read, None);
        let server = error(ErrorKind::Server, Some(500));
        let delays: Vec<_> = std::iter::from_fn(|| tries.again(&server, None)).collect();
        assert_eq!(delays.len(), 4);
        for (number, delay) in delays.iter().enumerate() {
            let least = FIRST_DELAY * 2_u32.pow(number as u32);
            assert!((least..=least * 2).contains(delay), "{number}: {delay:?}");
        }
    }

    #[test]
    fn the_time_in_all_ends_them_earlier() {
        let mut tries = Tries::new(RetryClass::Read, Some(seconds(60)));
        assert_eq!(tries.limit(), Some(seconds(20)));
        tries.count(seconds(20));
        let stalled = error(ErrorKind::Timeout, None);
        let delay = tries.again(&stalled, None).unwrap();
        assert_eq!(tries.limit(), Some(seconds(40) - delay));
        tries.count(seconds(40));
        assert_eq!(tries.again(&stalled, None), None);
        assert_eq!(
            Tries::new(RetryClass::Create, Some(seconds(60))).limit(),
            Some(seconds(60))
        );
        assert_eq!(Tries::new(RetryClass::Read, None).limit(), None);
    }

    #[test]
    fn the_store_may_ask_for_more_patience() {
        let mut tries = Tries::new(RetryClass::Read, Some(seconds(60)));
        let busy = error(ErrorKind::Server, Some(503));
        assert_eq!(tries.again(&busy, Some(seconds(30))), Some(seconds(30)));
        assert_eq!(tries.again(&busy, Some(seconds(30))), None);
    }

    #[test]
    fn a_create_is_repeated_only_when_it_surely_was_not_processed() {
        let cases = [
            (ErrorKind::Unreachable, None, true),
            (ErrorKind::RateLimited, Some(429), true),
            // What says that it is busy may still have done it: a gateway answers so as well.
            (ErrorKind::Server, Some(503), false),
            (ErrorKind::Server, Some(500), false),
            (ErrorKind::Timeout, None, false),
            (ErrorKind::Protocol, None, false),
        ];
        for (kind, status, expected) in cases {
            let again = |class| {
                Tries::new(class, None)
                    .again(&error(kind, status), None)
                    .is_some()
            };
            assert_eq!(again(RetryClass::Create), expected, "{kind:?} {status:?}");
            assert!(
                again(RetryClass::KeyedWrite) && again(RetryClass::Read),
                "{kind:?} {status:?}"
            );
        }
        let refused = Error::new(ErrorKind::Invalid, "");
        assert_eq!(
            Tries::new(RetryClass::Read, None).again(&refused, None),
            None
        );
    }

    #[tokio::test(start_paused = true)]
    async fn what_may_have_arrived_is_not_sent_again() {
        for (failure, expected) in [(ErrorKind::Unreachable, 5), (ErrorKind::Protocol, 1)] {
            let mut sent = 0;
            let result: Result<(), Error> = send_again_unless_sent(None, || {
                sent += 1;
                std::future::ready(Err(error(failure, None)))
            })
            .await;
            assert_eq!((result.unwrap_err().kind, sent), (failure, expected));
        }
    }
}
