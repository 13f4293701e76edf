//! Where requests wait for their turn in a store's budget: one gate for each store and process, shared by all its clients.
//!
//! The budget decides whether a request may go; the gate decides which one, and keeps them waiting meanwhile.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::{Notify, oneshot};
use tokio::time::Instant;

use crate::answer::Wait;
use crate::budget::{Admission, Budget, Cap, Feedback};
use crate::meter::{Meter, millis};

/// The gates of the process, by address and store. They stay: what was learnt of a store is good for its next connection.
static GATES: LazyLock<Mutex<HashMap<StoreKey, Arc<Gate>>>> = LazyLock::new(Mutex::default);

/// The API's address and the store's hash.
type StoreKey = (String, String);

/// The way to one store.
#[derive(Debug)]
pub(crate) struct Gate {
    state: Mutex<State>,
    /// Rung when the time until which all wait has changed.
    changed: Notify,
}

#[derive(Debug)]
struct State {
    budget: Budget,
    queue: Queue<Waiter>,
}

#[derive(Debug)]
struct Waiter {
    cap: Option<Cap>,
    turn: oneshot::Sender<Permit>,
}

/// The right to send one request. Dropped before [`Permit::record`], it counts as sent and lost.
#[derive(Debug)]
pub(crate) struct Permit {
    gate: Arc<Gate>,
    cap: Option<Cap>,
    sent_at: Instant,
    answered_at: Option<Instant>,
    told: Feedback,
}

impl Gate {
    /// The gate of a store.
    pub(crate) fn of(api_url: &str, store_id: &str) -> Arc<Self> {
        let key = (api_url.to_owned(), store_id.to_owned());
        let mut gates = GATES.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(gates.entry(key).or_insert_with(Self::new))
    }

    fn new() -> Arc<Self> {
        let state = State {
            budget: Budget::new(),
            queue: Queue::default(),
        };
        Arc::new(Self {
            state: Mutex::new(state),
            changed: Notify::new(),
        })
    }

    /// Waits for a request's turn. The queries of a process, told apart by their meters, take turns. The error is a wait that
    /// the store asks for, that is no rest of its quota's window, and that is longer than `patience`.
    pub(crate) async fn pass(
        self: &Arc<Self>,
        cap: Option<&Cap>,
        meter: &Meter,
        patience: Option<Duration>,
    ) -> Result<Permit, Duration> {
        let (turn, mut given) = oneshot::channel();
        self.state().queue.push(
            meter.id(),
            Waiter {
                cap: cap.cloned(),
                turn,
            },
        );
        let mut told = None;
        loop {
            let changed = self.changed.notified();
            let mut changed = std::pin::pin!(changed);
            changed.as_mut().enable();
            let wait = self.open();
            if let Some(wait) = wait {
                let left = wait.until.saturating_duration_since(Instant::now());
                if !wait.of_window && patience.is_some_and(|patience| left > patience) {
                    return Err(left);
                }
                if told != Some(wait.until) {
                    told = Some(wait.until);
                    let (wait_ms, window) = (millis(left), wait.of_window);
                    tracing::debug!(wait_ms, window, "waiting, as the store asks");
                }
            }
            let _waits = wait.map(|wait| meter.waits(wait.until));
            let wake = async {
                match wait {
                    Some(wait) => tokio::time::sleep_until(wait.until).await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                biased;
                Ok(permit) = &mut given => return Ok(permit),
                () = changed => {}
                () = wake => {}
            }
        }
    }

    /// Lets through the requests that may go, and gives the time until which the others wait where the allowance keeps them.
    fn open(self: &Arc<Self>) -> Option<Wait> {
        let now = Instant::now();
        let mut until = None;
        let mut let_through = Vec::new();
        let mut state = self.state();
        let State { budget, queue } = &mut *state;
        queue.retain(|waiter| !waiter.turn.is_closed());
        while let Some(waiter) =
            queue.take(|waiter| match budget.admission(now, waiter.cap.as_ref()) {
                Admission::Go => true,
                Admission::Full => false,
                Admission::Until(wait) => {
                    until = Some(wait);
                    false
                }
            })
        {
            budget.start(waiter.cap.as_ref());
            let permit = Permit {
                gate: Arc::clone(self),
                cap: waiter.cap,
                sent_at: now,
                answered_at: None,
                told: Feedback::Unsent,
            };
            let_through.push((waiter.turn, permit));
        }
        drop(state);
        // A permit whose waiter has gone is dropped here, outside the lock: dropping it opens the gate again.
        for (turn, permit) in let_through {
            drop(turn.send(permit));
        }
        until
    }

    fn finish(self: &Arc<Self>, permit: &Permit) {
        let answered_at = permit.answered_at.unwrap_or_else(Instant::now);
        self.state().budget.finish(
            permit.cap.as_ref(),
            permit.sent_at,
            answered_at,
            permit.told,
        );
        if self.open().is_some() {
            self.changed.notify_waiters();
        }
    }

    /// Requests in a window and how many are left, as the store last said.
    pub(crate) fn allowance(&self) -> Option<(u64, u64)> {
        self.state().budget.allowance()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Permit {
    /// Notes that the request goes now. From here on it counts as one of the store's allowance, unless [`Permit::record`] says
    /// otherwise.
    pub(crate) fn sent(&mut self) {
        self.sent_at = Instant::now();
        self.told = Feedback::Nothing;
    }

    /// Notes what became of the request, as it is known at `now`.
    pub(crate) fn record(&mut self, now: Instant, told: Feedback) {
        self.answered_at = Some(now);
        self.told = told;
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        let gate = Arc::clone(&self.gate);
        gate.finish(self);
    }
}

/// Waiters of several owners, served in rotation; those of one owner in their order.
#[derive(Debug)]
struct Queue<T> {
    owners: VecDeque<(usize, VecDeque<T>)>,
}

impl<T> Default for Queue<T> {
    fn default() -> Self {
        Self {
            owners: VecDeque::new(),
        }
    }
}

impl<T> Queue<T> {
    fn push(&mut self, owner: usize, waiter: T) {
        match self.owners.iter_mut().find(|(other, _)| *other == owner) {
            Some((_, waiters)) => waiters.push_back(waiter),
            None => self.owners.push_back((owner, VecDeque::from([waiter]))),
        }
    }

    fn retain(&mut self, keep: impl Fn(&T) -> bool) {
        for (_, waiters) in &mut self.owners {
            waiters.retain(&keep);
        }
        self.owners.retain(|(_, waiters)| !waiters.is_empty());
    }

    /// Takes the next waiter that may go, and moves its owner's other waiters behind those of the other owners.
    fn take(&mut self, mut may_go: impl FnMut(&T) -> bool) -> Option<T> {
        let found = self
            .owners
            .iter()
            .enumerate()
            .find_map(|(position, (_, waiters))| {
                waiters
                    .iter()
                    .position(&mut may_go)
                    .map(|waiter| (position, waiter))
            });
        let (position, waiter) = found?;
        let (owner, mut waiters) = self.owners.remove(position)?;
        let taken = waiters.remove(waiter);
        if !waiters.is_empty() {
            self.owners.push_back((owner, waiters));
        }
        taken
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::RateHeaders;

    #[test]
    fn owners_take_turns() {
        let mut queue = Queue::default();
        for waiter in ["a1", "a2", "a3"] {
            queue.push(1, waiter);
        }
        queue.push(2, "b1");
        queue.push(2, "b2");
        let order: Vec<_> = std::iter::from_fn(|| queue.take(|_| true)).collect();
        assert_eq!(order, ["a1", "b1", "a2", "b2", "a3"]);
    }

    #[test]
    fn a_waiter_that_may_not_go_does_not_hold_up_the_others() {
        let mut queue = Queue::default();
        queue.push(1, "capped");
        queue.push(1, "free");
        assert_eq!(queue.take(|waiter| *waiter != "capped"), Some("free"));
        assert_eq!(queue.take(|waiter| *waiter != "capped"), None);
        assert_eq!(queue.take(|_| true), Some("capped"));
    }

    async fn answered(gate: &Arc<Gate>, meter: &Meter, left: u64, reset: Duration) {
        let mut permit = gate.pass(None, meter, None).await.unwrap();
        permit.sent();
        let now = Instant::now();
        permit.record(
            now,
            Feedback::Rate(RateHeaders {
                quota: 150,
                left,
                resets_at: now + reset,
            }),
        );
    }

    #[tokio::test(start_paused = true)]
    async fn a_used_up_allowance_is_waited_for_exactly() {
        let gate = Gate::new();
        let meter = Meter::default();
        let before = Instant::now();
        answered(&gate, &meter, 0, Duration::from_millis(12_345)).await;
        assert_eq!(before.elapsed(), Duration::ZERO);
        answered(&gate, &meter, 149, Duration::from_secs(30)).await;
        // The timer's grain is a millisecond.
        assert!(
            (12_345..=12_347).contains(&before.elapsed().as_millis()),
            "{:?}",
            before.elapsed()
        );
        assert!((12_345..=12_347).contains(&meter.waited_ms()));
    }

    #[tokio::test(start_paused = true)]
    async fn all_wait_and_all_go_on() {
        let gate = Gate::new();
        let meters: Vec<Meter> = (0..5).map(|_| Meter::default()).collect();
        answered(&gate, &meters[0], 0, Duration::from_secs(1)).await;
        let tasks = (0..50).map(|number| {
            let (gate, meter) = (Arc::clone(&gate), meters[number % 5].clone());
            tokio::spawn(async move {
                let mut permit = gate.pass(None, &meter, None).await.unwrap();
                permit.sent();
                tokio::time::sleep(Duration::from_millis(100)).await;
            })
        });
        let before = Instant::now();
        futures::future::join_all(tasks.collect::<Vec<_>>()).await;
        // One second of waiting, then five rounds of ten.
        assert!(
            (1_500..1_520).contains(&before.elapsed().as_millis()),
            "{:?}",
            before.elapsed()
        );
    }

    #[tokio::test(start_paused = true)]
    async fn a_waiter_that_leaves_the_queue_does_not_hold_up_the_others() {
        let gate = Gate::new();
        let meter = Meter::default();
        let mut held = Vec::new();
        for _ in 0..10 {
            held.push(gate.pass(None, &meter, None).await.unwrap());
        }
        for _ in 0..3 {
            let waiting =
                tokio::time::timeout(Duration::from_millis(1), gate.pass(None, &meter, None));
            assert!(waiting.await.is_err());
        }
        drop(held);
        for _ in 0..10 {
            drop(gate.pass(None, &meter, None).await.unwrap());
        }
        assert_eq!(
            gate.state().budget.admission(Instant::now(), None),
            Admission::Go
        );
    }

    #[tokio::test(start_paused = true)]
    async fn a_wait_that_is_no_window_ends_at_the_timeout() {
        let gate = Gate::new();
        let meter = Meter::default();
        answered(&gate, &meter, 0, Duration::from_secs(3_600)).await;
        let before = Instant::now();
        let patience = Some(Duration::from_secs(60));
        let left = gate.pass(None, &meter, patience).await.unwrap_err();
        assert_eq!((left.as_secs(), before.elapsed()), (3_600, Duration::ZERO));
        // Without a time-out it is waited for, and a window that is longer than the time-out too.
        let _ = gate.pass(None, &meter, None).await.unwrap();
        assert!(before.elapsed() >= Duration::from_secs(3_600));
        answered(&gate, &meter, 0, Duration::from_secs(90)).await;
        let before = Instant::now();
        let _ = gate.pass(None, &meter, patience).await.unwrap();
        assert!(before.elapsed() >= Duration::from_secs(90));
    }

    #[test]
    fn one_gate_for_one_store() {
        let first = Gate::of("https://one.example", "abc");
        assert!(Arc::ptr_eq(&first, &Gate::of("https://one.example", "abc")));
        assert!(!Arc::ptr_eq(
            &first,
            &Gate::of("https://one.example", "def")
        ));
    }
}
