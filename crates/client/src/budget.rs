//! How many requests may be on their way to one store, decided from what its answers say. Pure: the time is an argument, and
//! waiting is `gate`'s.
//!
//! Two limits meet. The *width* is how many requests overlap: it starts wide, halves when the store says 429, and grows back
//! with every good answer. The *allowance* is the store's own count of what is left in its window: requests on their way are
//! taken off it, so that none is sent that the store would refuse. Other programs draw on the same allowance, so a
//! header replaces the count that is kept here.

use std::collections::HashMap;
use std::time::Duration;

use tokio::time::Instant;

use crate::answer::{RateHeaders, Wait};

/// Requests that overlap at most, and at first.
const WIDEST: f64 = 10.0;
/// Answers of one window tell the same end of it, give or take the time they travelled; the next window's is further away.
const SAME_WINDOW: Duration = Duration::from_millis(1_500);

/// The state of one store's budget.
#[derive(Debug)]
pub(crate) struct Budget {
    width: f64,
    in_flight: u32,
    endpoints: HashMap<String, u32>,
    allowance: Option<Allowance>,
    /// The wait of the last refusal.
    closed: Option<Wait>,
    narrowed_at: Option<Instant>,
}

#[derive(Debug, Clone, Copy)]
struct Allowance {
    quota: u64,
    left: u64,
    /// The rest of the window.
    wait: Wait,
    /// When the answer arrived that said so.
    seen_at: Instant,
}

/// When one request more may go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Admission {
    /// Now.
    Go,
    /// When a request on its way has ended.
    Full,
    /// The allowance is used up until then, or until an answer says otherwise.
    Until(Wait),
}

/// What became of a request, as far as it tells of the allowance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Feedback {
    /// It never reached the store.
    Unsent,
    /// No answer, or one without the headers.
    Nothing,
    /// An answer with rate headers.
    Rate(RateHeaders),
    /// The store refused it for its limit; with the time from which it takes requests again.
    Limited(Option<Wait>),
}

/// An endpoint with a limit of its own.
pub(crate) type Cap = (String, u32);

impl Budget {
    pub(crate) fn new() -> Self {
        Self {
            width: WIDEST,
            in_flight: 0,
            endpoints: HashMap::new(),
            allowance: None,
            closed: None,
            narrowed_at: None,
        }
    }

    /// Whether a request may go now.
    pub(crate) fn admission(&self, now: Instant, cap: Option<&Cap>) -> Admission {
        if let Some(wait) = self.closed.filter(|wait| wait.until > now) {
            return Admission::Until(wait);
        }
        if f64::from(self.in_flight) + 1.0 > self.width.max(1.0) {
            return Admission::Full;
        }
        if let Some((endpoint, most)) = cap
            && self
                .endpoints
                .get(endpoint)
                .is_some_and(|running| running >= most.max(&1))
        {
            return Admission::Full;
        }
        match self.allowance {
            // After the end of a window the whole quota is assumed, until the first answer of the next window tells what is left.
            Some(told) if told.wait.until > now && told.left <= u64::from(self.in_flight) => {
                Admission::Until(told.wait)
            }
            Some(told) if told.quota <= u64::from(self.in_flight) => Admission::Full,
            _ => Admission::Go,
        }
    }

    /// Quota and what is left of it, as the store last said.
    pub(crate) fn allowance(&self) -> Option<(u64, u64)> {
        self.allowance.map(|told| (told.quota, told.left))
    }

    /// Counts a request that goes now.
    pub(crate) fn start(&mut self, cap: Option<&Cap>) {
        self.in_flight += 1;
        if let Some((endpoint, _)) = cap {
            *self.endpoints.entry(endpoint.clone()).or_default() += 1;
        }
    }

    /// Counts a request that ended: sent at `sent_at`, answered at `answered_at`.
    pub(crate) fn finish(
        &mut self,
        cap: Option<&Cap>,
        sent_at: Instant,
        answered_at: Instant,
        told: Feedback,
    ) {
        self.in_flight = self.in_flight.saturating_sub(1);
        if let Some((endpoint, _)) = cap
            && let Some(running) = self.endpoints.get_mut(endpoint)
        {
            *running = running.saturating_sub(1);
        }
        match told {
            Feedback::Unsent => {}
            Feedback::Nothing => self.count_one(answered_at),
            Feedback::Rate(rate) => {
                self.width = (self.width + 1.0 / self.width).min(WIDEST);
                self.observe(rate, sent_at, answered_at);
            }
            Feedback::Limited(opens_at) => {
                self.count_one(answered_at);
                self.narrow(sent_at, answered_at);
                let until = |wait: Option<Wait>| wait.map(|wait| wait.until);
                if until(opens_at) > until(self.closed) {
                    self.closed = opens_at;
                }
            }
        }
    }

    /// Takes over what the headers say, unless a request that was sent later has brought newer headers.
    fn observe(&mut self, rate: RateHeaders, sent_at: Instant, answered_at: Instant) {
        let stale = self.allowance.is_some_and(|told| {
            let next_window = rate.resets_at >= told.wait.until + SAME_WINDOW;
            let last_window = rate.resets_at + SAME_WINDOW <= told.wait.until;
            // An answer is known to be newer only if its request was sent after the other answer had arrived.
            let overtaken = sent_at < told.seen_at;
            overtaken && (last_window || (!next_window && rate.left > told.left))
        });
        if !stale {
            let RateHeaders { quota, left, .. } = rate;
            self.allowance = Some(Allowance {
                quota,
                left,
                wait: rate.wait(answered_at),
                seen_at: answered_at,
            });
        }
    }

    fn count_one(&mut self, now: Instant) {
        if let Some(told) = self.allowance.as_mut().filter(|told| told.wait.until > now) {
            told.left = told.left.saturating_sub(1);
        }
    }

    /// Halves the width, once for all the requests that were on their way together.
    fn narrow(&mut self, sent_at: Instant, now: Instant) {
        if self
            .narrowed_at
            .is_none_or(|narrowed_at| sent_at >= narrowed_at)
        {
            self.width = (self.width / 2.0).max(1.0);
            self.narrowed_at = Some(now);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn later(now: Instant, ms: u64) -> Instant {
        now + Duration::from_millis(ms)
    }

    fn rate(quota: u64, left: u64, resets_at: Instant) -> Feedback {
        Feedback::Rate(RateHeaders {
            quota,
            left,
            resets_at,
        })
    }

    fn window(until: Instant) -> Admission {
        Admission::Until(Wait {
            until,
            of_window: true,
        })
    }

    fn asked(until: Instant) -> Wait {
        Wait {
            until,
            of_window: false,
        }
    }

    #[test]
    fn a_reset_of_an_hour_is_no_window() {
        let now = Instant::now();
        let reset = later(now, 3_600_000);
        let mut budget = Budget::new();
        budget.start(None);
        budget.finish(None, now, now, rate(150, 0, reset));
        assert_eq!(budget.admission(now, None), Admission::Until(asked(reset)));
        let wait = Wait {
            until: later(now, 20_000),
            of_window: true,
        };
        let mut refused = Budget::new();
        refused.finish(None, now, now, Feedback::Limited(Some(wait)));
        assert_eq!(refused.admission(now, None), window(wait.until));
    }

    fn started(budget: &mut Budget, now: Instant) -> u32 {
        let mut count = 0;
        while budget.admission(now, None) == Admission::Go {
            budget.start(None);
            count += 1;
        }
        count
    }

    #[test]
    fn it_starts_wide() {
        let now = Instant::now();
        let mut budget = Budget::new();
        assert_eq!(started(&mut budget, now), 10);
        assert_eq!(budget.admission(now, None), Admission::Full);
    }

    #[test]
    fn requests_on_their_way_count_against_what_is_left() {
        let now = Instant::now();
        let reset = later(now, 15_000);
        let mut budget = Budget::new();
        budget.start(None);
        budget.finish(None, now, now, rate(150, 3, reset));
        assert_eq!(started(&mut budget, now), 3);
        assert_eq!(budget.admission(now, None), window(reset));
        // The store still says 2: its answers to the other two requests have not been counted yet.
        budget.finish(None, now, later(now, 50), rate(150, 2, reset));
        assert_eq!(budget.admission(later(now, 50), None), window(reset));
        budget.finish(None, now, later(now, 60), rate(150, 1, reset));
        budget.finish(None, now, later(now, 70), rate(150, 0, reset));
        assert_eq!(budget.admission(later(now, 14_999), None), window(reset));
        assert_eq!(budget.admission(reset, None), Admission::Go);
    }

    #[test]
    fn an_answer_that_was_overtaken_gives_nothing_back() {
        let now = Instant::now();
        let reset = later(now, 15_000);
        let mut budget = Budget::new();
        budget.start(None);
        budget.start(None);
        budget.finish(None, now, later(now, 10), rate(150, 0, reset));
        budget.finish(None, now, later(now, 20), rate(150, 1, later(now, 15_010)));
        assert!(matches!(
            budget.admission(later(now, 20), None),
            Admission::Until(_)
        ));
        // The headers of a request that was sent after the other answer arrived are newer, and replace it.
        budget.start(None);
        budget.finish(None, later(now, 30), later(now, 40), rate(150, 9, reset));
        assert_eq!(budget.admission(later(now, 40), None), Admission::Go);
    }

    #[test]
    fn the_next_window_is_believed_at_once() {
        let now = Instant::now();
        let mut budget = Budget::new();
        budget.start(None);
        budget.start(None);
        budget.finish(None, now, later(now, 10), rate(150, 0, later(now, 20)));
        budget.finish(
            None,
            now,
            later(now, 40),
            rate(150, 149, later(now, 30_030)),
        );
        assert_eq!(started(&mut budget, later(now, 40)), 10);
    }

    #[test]
    fn other_programs_are_seen_in_the_headers() {
        let now = Instant::now();
        let reset = later(now, 15_000);
        let mut budget = Budget::new();
        budget.start(None);
        budget.finish(None, now, now, rate(150, 100, reset));
        budget.start(None);
        budget.finish(None, now, later(now, 100), rate(150, 0, reset));
        assert_eq!(budget.admission(later(now, 100), None), window(reset));
    }

    #[test]
    fn a_burst_of_429_halves_once_and_good_answers_widen_again() {
        let now = Instant::now();
        let mut budget = Budget::new();
        assert_eq!(started(&mut budget, now), 10);
        for _ in 0..10 {
            budget.finish(None, now, later(now, 5), Feedback::Limited(None));
        }
        assert_eq!(started(&mut budget, later(now, 10)), 5);
        for _ in 0..5 {
            budget.finish(
                None,
                later(now, 10),
                later(now, 20),
                Feedback::Limited(None),
            );
        }
        assert_eq!(started(&mut budget, later(now, 30)), 2);
        for _ in 0..200 {
            budget.finish(
                None,
                now,
                later(now, 40),
                rate(1_000, 900, later(now, 60_000)),
            );
            budget.start(None);
        }
        for _ in 0..2 {
            budget.finish(None, now, later(now, 50), Feedback::Nothing);
        }
        assert_eq!(started(&mut budget, later(now, 50)), 10);
    }

    #[test]
    fn a_429_with_a_time_closes_until_then() {
        let now = Instant::now();
        let mut budget = Budget::new();
        budget.start(None);
        budget.finish(
            None,
            now,
            now,
            Feedback::Limited(Some(asked(later(now, 7_000)))),
        );
        assert_eq!(
            budget.admission(now, None),
            Admission::Until(asked(later(now, 7_000)))
        );
        assert_eq!(budget.admission(later(now, 7_000), None), Admission::Go);
    }

    #[test]
    fn an_endpoint_has_its_own_limit() {
        let now = Instant::now();
        let trees = ("/catalog/trees/{id}/categories".to_owned(), 1);
        let mut budget = Budget::new();
        budget.start(Some(&trees));
        assert_eq!(budget.admission(now, Some(&trees)), Admission::Full);
        assert_eq!(budget.admission(now, None), Admission::Go);
        budget.finish(Some(&trees), now, now, Feedback::Unsent);
        assert_eq!(budget.admission(now, Some(&trees)), Admission::Go);
    }

    #[test]
    fn failures_without_headers_are_counted_here() {
        let now = Instant::now();
        let reset = later(now, 15_000);
        let mut budget = Budget::new();
        budget.start(None);
        budget.finish(None, now, now, rate(150, 2, reset));
        for _ in 0..2 {
            budget.start(None);
            budget.finish(None, now, later(now, 1), Feedback::Nothing);
        }
        assert_eq!(budget.admission(later(now, 2), None), window(reset));
    }
}
