//! One request, from waiting for its turn to the head of its answer, on a thread that does nothing else.
//!
//! The head of an answer lets the next request go. To decode a page of 1.8 MB takes ten milliseconds: on the threads that do so, heads
//! wait for them, and the next requests too. A body is read and unpacked where it is asked for.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::runtime::{Builder, Handle, Runtime, RuntimeFlavor};
use tokio::time::Instant;
use tokio_util::task::AbortOnDropHandle;
use tracing::instrument::WithSubscriber;

use crate::budget::{Cap, Feedback};
use crate::error::{Error, ErrorKind};
use crate::gate::{Gate, Permit};
use crate::meter::Meter;
use crate::transport::{self, Head, Opened};

/// A request that waits for its turn.
pub(crate) struct Sending {
    pub(crate) gate: Arc<Gate>,
    pub(crate) cap: Option<Cap>,
    pub(crate) meter: Meter,
    /// The longest wait for its turn that is no rest of a window.
    pub(crate) patience: Option<Duration>,
    /// How long it may take from being sent to the end of its answer.
    pub(crate) limit: Option<Duration>,
    /// It was sent before.
    pub(crate) again: bool,
    pub(crate) http: reqwest::Client,
    /// The proxy in between, as errors name it.
    pub(crate) proxy: Option<String>,
    pub(crate) request: reqwest::Request,
}

/// A request that was sent.
pub(crate) struct Sent {
    /// How long it waited for its turn.
    pub(crate) waited: Duration,
    /// When it was sent.
    pub(crate) at: Instant,
    /// The head of its answer, with the body still to be read.
    pub(crate) answer: Result<Opened, Error>,
}

impl Sending {
    /// Sends it, and reads the head of its answer. The error is the wait that the store asks for, where it is too long.
    pub(crate) async fn sent(self) -> Result<Sent, Duration> {
        on_its_thread(self.go()).await
    }

    async fn go(self) -> Result<Sent, Duration> {
        let queued = Instant::now();
        let turn = self
            .gate
            .pass(self.cap.as_ref(), &self.meter, self.patience);
        let mut permit = turn.await?;
        let waited = queued.elapsed();
        permit.sent();
        self.meter.sent(self.again);
        let at = Instant::now();
        let opened = transport::open(&self.http, self.proxy.as_deref(), self.request);
        let answer = within(self.limit, at, opened).await;
        // The store has answered: while the body comes, another request may be on its way.
        record(permit, &answer);
        Ok(Sent { waited, at, answer })
    }
}

/// Does `work` for a request that was sent at `at` and may take so long in all.
pub(crate) async fn within<T>(
    limit: Option<Duration>,
    at: Instant,
    work: impl Future<Output = Result<T, Error>>,
) -> Result<T, Error> {
    // A time that no clock reaches is none.
    let until = limit.and_then(|limit| Some((limit, at.checked_add(limit)?)));
    match until {
        Some((limit, until)) => tokio::time::timeout_at(until, work)
            .await
            .unwrap_or_else(|_| Err(stalled(limit))),
        None => work.await,
    }
}

fn stalled(limit: Duration) -> Error {
    let message = format!(
        "no complete answer within {:.0} seconds.",
        limit.as_secs_f64()
    );
    Error::new(ErrorKind::Timeout, message).passing()
}

fn record(mut permit: Permit, answer: &Result<Opened, Error>) {
    let unsent =
        |error: &Error| matches!(error.kind, ErrorKind::Unreachable | ErrorKind::Certificate);
    match answer {
        Ok(opened) => permit.record(opened.head.at, told(&opened.head)),
        Err(error) if unsent(error) => permit.record(Instant::now(), Feedback::Unsent),
        Err(_) => permit.record(Instant::now(), Feedback::Nothing),
    }
}

/// What an answer's head says of the store's allowance.
fn told(head: &Head) -> Feedback {
    match head.headers.rate {
        _ if head.status == 429 => Feedback::Limited(head.opens_at()),
        Some(rate) => Feedback::Rate(rate),
        None => Feedback::Nothing,
    }
}

/// The thread of each process: a process that comes of a fork has the memory of the one before, and none of its threads.
static THREADS: Mutex<Vec<(u32, Handle)>> = Mutex::new(Vec::new());

/// Does `work` on the thread that sends requests. A runtime of one thread, as tests have it that stop its clock, does it itself.
async fn on_its_thread<T: Send + 'static>(work: impl Future<Output = T> + Send + 'static) -> T {
    let thread = match Handle::current().runtime_flavor() {
        RuntimeFlavor::CurrentThread => None,
        _ => thread(),
    };
    let Some(thread) = thread else {
        return work.await;
    };
    let task = thread.spawn(work.with_current_subscriber());
    match AbortOnDropHandle::new(task).await {
        Ok(done) => done,
        Err(error) => match error.try_into_panic() {
            Ok(cause) => std::panic::resume_unwind(cause),
            // The runtime is never shut down, and the task is aborted with this future only.
            Err(_) => std::future::pending().await,
        },
    }
}

/// This process's, which never ends; none where the system gives no thread.
fn thread() -> Option<Handle> {
    let process = std::process::id();
    let mut threads = THREADS.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((_, thread)) = threads.iter().find(|(of, _)| *of == process) {
        return Some(thread.clone());
    }
    // Never dropped: a runtime that is dropped where tasks run panics. Its tasks take turns, so that requests go in the order of asking.
    let runtime = Builder::new_current_thread().enable_all().build().ok()?;
    let runtime: &'static Runtime = Box::leak(Box::new(runtime));
    std::thread::Builder::new()
        .name("storeql-sends".to_owned())
        .spawn(|| runtime.block_on(std::future::pending::<()>()))
        .ok()?;
    let thread = runtime.handle().clone();
    threads.push((process, thread.clone()));
    Some(thread)
}
