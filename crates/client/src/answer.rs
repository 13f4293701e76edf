//! An answer as it came, and what its headers say of the store's allowance. Which answers are errors is `refusal`'s to say.

use std::time::Duration;

use bytes::Bytes;
use reqwest::header::{CONTENT_TYPE, HeaderMap, LOCATION};
use tokio::time::Instant;

/// The longest wait that a header can ask for. A header that says more, say 2^64 seconds, is taken to say this.
const LONGEST_WAIT: Duration = Duration::from_secs(3_600);

/// A window of the quota is half a minute, and no longer than this. A reset that is further away is another kind of refusal.
const LONGEST_WINDOW: Duration = Duration::from_secs(300);

/// An answer, complete.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Headers,
    pub(crate) body: Bytes,
}

/// The headers that matter.
#[derive(Debug, Default)]
pub(crate) struct Headers {
    pub(crate) rate: Option<RateHeaders>,
    pub(crate) retry_after: Option<Duration>,
    pub(crate) content_type: String,
    pub(crate) location: Option<String>,
}

/// The store's rate headers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct RateHeaders {
    /// Requests in a window.
    pub(crate) quota: u64,
    /// Requests left in this window.
    pub(crate) left: u64,
    /// When the next window starts.
    pub(crate) resets_at: Instant,
}

/// A wait that the store asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Wait {
    /// Its end.
    pub(crate) until: Instant,
    /// It is the rest of the quota's window, which every client of the store waits for. A `Retry-After` is none, nor is a
    /// reset that is an hour away.
    pub(crate) of_window: bool,
}

impl Headers {
    /// Reads headers that arrived at `now`.
    pub(crate) fn read(headers: &HeaderMap, now: Instant) -> Self {
        let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
        let number = |name: &str| text(name).and_then(|text| text.trim().parse::<u64>().ok());
        let rate = match (
            number("x-rate-limit-requests-quota"),
            number("x-rate-limit-requests-left"),
            number("x-rate-limit-time-reset-ms"),
        ) {
            // Headers with a quota of 0 would mean that every request is refused, this one too: they are ignored.
            (Some(quota @ 1..), Some(left), Some(reset)) => {
                let resets_at = now + Duration::from_millis(reset).min(LONGEST_WAIT);
                Some(RateHeaders {
                    quota,
                    left,
                    resets_at,
                })
            }
            _ => None,
        };
        let retry_after = number("x-retry-after").or_else(|| number("retry-after"));
        Self {
            rate,
            retry_after: retry_after.map(|seconds| Duration::from_secs(seconds).min(LONGEST_WAIT)),
            content_type: text(CONTENT_TYPE.as_str())
                .unwrap_or_default()
                .to_ascii_lowercase(),
            location: text(LOCATION.as_str()).map(str::to_owned),
        }
    }

    /// The wait for the allowance, for an answer that arrived at `now` and said that it is used up.
    pub(crate) fn wait(&self, now: Instant) -> Option<Wait> {
        let asked = |wait| Wait {
            until: now + wait,
            of_window: false,
        };
        self.rate
            .map(|rate| rate.wait(now))
            .or_else(|| self.retry_after.map(asked))
    }
}

impl RateHeaders {
    /// The wait for the next window, as headers tell it that arrived at `now`.
    pub(crate) fn wait(&self, now: Instant) -> Wait {
        Wait {
            until: self.resets_at,
            of_window: self.resets_at <= now + LONGEST_WINDOW,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()))
            .collect()
    }

    #[tokio::test(start_paused = true)]
    async fn all_three_or_nothing() {
        let now = Instant::now();
        let whole = [
            ("X-Rate-Limit-Requests-Quota", "150"),
            ("X-Rate-Limit-Requests-Left", "35"),
            ("X-Rate-Limit-Time-Reset-Ms", "15000"),
        ];
        let read = Headers::read(&headers(&whole), now);
        let resets_at = now + Duration::from_secs(15);
        assert_eq!(
            read.rate,
            Some(RateHeaders {
                quota: 150,
                left: 35,
                resets_at
            })
        );
        let window = Wait {
            until: resets_at,
            of_window: true,
        };
        assert_eq!(read.wait(now), Some(window));
        assert_eq!(Headers::read(&headers(&whole[..2]), now).rate, None);
        let none = [("x-rate-limit-requests-quota", "0"), whole[1], whole[2]];
        assert_eq!(Headers::read(&headers(&none), now).rate, None);
    }

    #[tokio::test(start_paused = true)]
    async fn seconds_without_the_rest() {
        let now = Instant::now();
        let read = Headers::read(&headers(&[("x-retry-after", "7")]), now);
        let asked = Wait {
            until: now + Duration::from_secs(7),
            of_window: false,
        };
        assert_eq!(read.wait(now), Some(asked));
        let hour = [
            ("x-rate-limit-requests-quota", "150"),
            ("x-rate-limit-requests-left", "0"),
            ("x-rate-limit-time-reset-ms", "3600000"),
        ];
        assert!(
            !Headers::read(&headers(&hour), now)
                .wait(now)
                .unwrap()
                .of_window
        );
        let endless = Headers::read(&headers(&[("retry-after", "18446744073709551615")]), now);
        assert_eq!(endless.retry_after, Some(LONGEST_WAIT));
    }
}
