//! One run of a statement: its rows as they come, its cost, its warnings, and its end. What it does is the statement's.
//!
//! The work happens on a task of its own, which is at most one batch ahead of the reader. So a cancel takes effect at once
//! for the reader, also while the task computes, and drops the work behind the rows whether or not the rows are kept.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Instant;

use arrow::array::RecordBatch;
use arrow::datatypes::SchemaRef;
use futures::stream::BoxStream;
use futures::{FutureExt, Stream, StreamExt};
use tokio::sync::mpsc;
use tokio_util::sync::{CancellationToken, WaitForCancellationFutureOwned};
use tokio_util::task::AbortOnDropHandle;

use crate::error::{Error, ErrorKind, Result};
use crate::large_stack::OnLargeStack;
use crate::limits::Limits;
use crate::metadata::session_shared::SessionShared;
use crate::run_state::{Progress, RunState};
use crate::sql::around::Limit;
use crate::sql::place_of_error::placed;
use crate::statement_log::StatementLog;

/// Batches that wait for the reader.
const AHEAD: usize = 1;

/// What each run of a statement has from its session and its statement.
#[derive(Debug, Clone)]
pub(crate) struct RunEnvironment {
    pub(crate) shared: Arc<SessionShared>,
    /// The statement, as the log of requests shows it.
    pub(crate) text: Arc<str>,
    /// The statement as it was typed, for the places of errors.
    pub(crate) typed: Arc<str>,
    pub(crate) log: Arc<StatementLog>,
    /// Bytes of rows that it keeps for scans with several readers.
    pub(crate) shared_bytes: usize,
}

impl RunEnvironment {
    /// The limits of a run that begins now, whose rows are cut where `cuts` says so.
    pub(crate) fn limits(&self, cuts: bool) -> Limits {
        let settings = &self.shared.settings;
        Limits {
            rows: settings.limit(Limit::MaxRows).filter(|_| cuts),
            requests: settings.limit(Limit::MaxRequests),
            shared_bytes: self.shared_bytes,
        }
    }

    /// The state of one more run.
    pub(crate) fn state(&self, limits: Limits) -> Arc<RunState> {
        let meter = self.shared.requests.meter(&self.text);
        RunState::new(limits, meter)
    }

    /// Begins a run within `limits`, whose rows under `columns` are what `work` answers.
    pub(crate) fn start(
        &self,
        limits: Limits,
        columns: &SchemaRef,
        work: impl FnOnce(Arc<RunState>) -> BoxStream<'static, Result<RecordBatch>>,
    ) -> Run {
        let state = self.state(limits);
        self.log.began();
        let cancelled = state.scans().cancelled.clone();
        let (sender, batches) = mpsc::channel(AHEAD);
        let typed = Arc::clone(&self.typed);
        let work = work(Arc::clone(&state))
            .map(move |item| item.map_err(|error| placed(error, &typed)))
            .boxed();
        let work = produce(work, sender);
        let until = cancelled.clone();
        let writes = Arc::clone(&state);
        let task = tokio::spawn(async move {
            let mut work = std::pin::pin!(OnLargeStack::new(work));
            // What the cancel leaves of the work is dropped here, and the requests under way with it; but what was sent to change
            // the store is waited for.
            let ended = until.run_until_cancelled(work.as_mut()).await;
            if ended.is_none() && writes.is_writing() {
                work.await;
            }
        });
        let rows = Rows {
            columns: Arc::clone(columns),
            batches,
            cancelled: Box::pin(cancelled.cancelled_owned()),
            task: Some(AbortOnDropHandle::new(task)),
            state: Arc::clone(&state),
            log: Arc::clone(&self.log),
            started: Instant::now(),
            count: 0,
            over: false,
        };
        Run {
            rows,
            handle: RunHandle(state),
        }
    }
}

/// Sends what the work answers. The next batch is made when the reader has taken the one before it.
async fn produce(
    mut work: BoxStream<'static, Result<RecordBatch>>,
    sender: mpsc::Sender<Result<RecordBatch>>,
) {
    while let Ok(place) = sender.reserve().await {
        let Some(item) = work.next().await else {
            return;
        };
        let failed = item.is_err();
        place.send(item);
        if failed {
            return;
        }
    }
}

/// One run of a [`Prepared`](crate::Prepared) statement. It has begun; its rows come as they are read.
///
/// Two runs of one statement share nothing: each has its own rows, progress, warnings and canceller. A run whose rows are
/// dropped ends, and so do the requests that it has under way.
///
/// ```no_run
/// # async fn example(prepared: storeql_engine::Prepared) -> Result<(), storeql_engine::Error> {
/// use futures::TryStreamExt;
/// use storeql_engine::Parameters;
///
/// let mut run = prepared.run(Parameters::none()).await?;
/// while let Some(batch) = run.rows.try_next().await? {
///     println!("{} rows more, {} requests so far", batch.num_rows(), run.progress().requests);
/// }
/// for warning in run.warnings() {
///     eprintln!("warning: {warning}");
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct Run {
    /// The rows. What goes wrong is an error among them, the last item; a statement that answers no rows is done when they
    /// end.
    pub rows: Rows,
    handle: RunHandle,
}

impl Run {
    /// Rows that are as the statement says, as PostgreSQL counts them: written, or with the values already; of a session table, those that
    /// came or went. None where the statement writes none, or has not ended yet.
    pub fn written(&self) -> Option<u64> {
        self.handle.written()
    }

    /// What the statement did, where it answers no rows and has ended: `the view paid is created`, `UPDATE 7`.
    pub fn message(&self) -> Option<String> {
        self.handle.message()
    }

    /// What the run has cost so far.
    pub fn progress(&self) -> Progress {
        self.handle.progress()
    }

    /// The warnings so far, each one sentence.
    pub fn warnings(&self) -> Vec<String> {
        self.handle.warnings()
    }

    /// Ends the run, from any thread.
    pub fn canceller(&self) -> Canceller {
        self.handle.canceller()
    }

    /// What the run tells, for a task that does not have its rows: a line that shows how far it is.
    pub fn handle(&self) -> RunHandle {
        self.handle.clone()
    }
}

/// What a [`Run`] tells beside its rows, apart from them.
///
/// ```no_run
/// # async fn example(run: storeql_engine::Run) {
/// let handle = run.handle();
/// tokio::spawn(async move { println!("{} requests", handle.progress().requests) });
/// # }
/// ```
#[derive(Clone)]
pub struct RunHandle(Arc<RunState>);

impl RunHandle {
    /// As [`Run::written`].
    pub fn written(&self) -> Option<u64> {
        self.0.written()
    }

    /// As [`Run::message`].
    pub fn message(&self) -> Option<String> {
        self.0.message()
    }

    /// As [`Run::progress`].
    pub fn progress(&self) -> Progress {
        self.0.progress()
    }

    /// As [`Run::warnings`].
    pub fn warnings(&self) -> Vec<String> {
        self.0.warnings()
    }

    /// As [`Run::canceller`].
    pub fn canceller(&self) -> Canceller {
        Canceller(self.0.scans().cancelled.clone())
    }
}

impl fmt::Debug for RunHandle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("RunHandle").field(&self.progress()).finish()
    }
}

/// Ends one [`Run`]; holds nothing of it, so that a face may keep it as long as it likes.
///
/// ```no_run
/// # async fn example(mut run: storeql_engine::Run) {
/// use futures::StreamExt;
/// use storeql_engine::ErrorKind;
///
/// run.canceller().cancel();
/// let error = run.rows.next().await.unwrap().unwrap_err();
/// assert_eq!(error.kind, ErrorKind::Cancelled);
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct Canceller(CancellationToken);

impl Canceller {
    /// The run's rows end with an error of kind `Cancelled`, and it sends nothing more. Does nothing to a run that has ended.
    ///
    /// A run that is changing the store begins nothing new and waits for what it has sent; its error then says which rows were
    /// written.
    pub fn cancel(&self) {
        self.0.cancel();
    }
}

/// The rows of a [`Run`], batch by batch. After an error comes nothing more.
///
/// ```no_run
/// # async fn example(run: storeql_engine::Run) -> Result<(), storeql_engine::Error> {
/// use futures::TryStreamExt;
///
/// let names: Vec<String> = run.rows.columns().fields().iter().map(|field| field.name().clone()).collect();
/// let batches: Vec<arrow::array::RecordBatch> = run.rows.try_collect().await?;
/// # Ok(())
/// # }
/// ```
pub struct Rows {
    columns: SchemaRef,
    batches: mpsc::Receiver<Result<RecordBatch>>,
    cancelled: Pin<Box<WaitForCancellationFutureOwned>>,
    /// Taken where the work goes on without a reader.
    task: Option<AbortOnDropHandle<()>>,
    state: Arc<RunState>,
    log: Arc<StatementLog>,
    started: Instant,
    count: usize,
    over: bool,
}

impl Rows {
    /// The columns of every batch.
    pub fn columns(&self) -> &SchemaRef {
        &self.columns
    }

    /// The next item, whatever becomes of the run afterwards.
    fn poll_item(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<RecordBatch>>> {
        if self.cancelled.poll_unpin(context).is_ready() && !self.state.is_writing() {
            return Poll::Ready(Some(Err(Error::cancelled())));
        }
        if let Some(item) = ready!(self.batches.poll_recv(context)) {
            return Poll::Ready(Some(item));
        }
        // No more batches come: all is well if the task has ended by itself.
        let Some(task) = &mut self.task else {
            return Poll::Ready(None);
        };
        let ended = ready!(task.poll_unpin(context));
        Poll::Ready(ended.err().map(|error| {
            let message = format!("the task of the query ended early: {error}");
            Err(Error::new(ErrorKind::Internal, message))
        }))
    }
}

impl Stream for Rows {
    type Item = Result<RecordBatch>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.over {
            return Poll::Ready(None);
        }
        let item = ready!(self.poll_item(context));
        if let Some(Ok(batch)) = &item {
            self.count += batch.num_rows();
            return Poll::Ready(item);
        }
        self.over = true;
        let (cost, started) = (self.state.progress(), self.started);
        let error = item.as_ref().and_then(|item| item.as_ref().err());
        self.log.ended(self.count, &cost, started, error);
        Poll::Ready(item)
    }
}

/// The log says that not all rows were taken. What is being sent to change the store is waited for, without the reader.
impl Drop for Rows {
    fn drop(&mut self) {
        if !self.over {
            self.state.scans().cancelled.cancel();
            if self.state.is_writing()
                && let Some(task) = self.task.take()
            {
                drop(task.detach());
            }
            let cost = self.state.progress();
            self.log.left(self.count, &cost, self.started);
        }
    }
}

impl fmt::Debug for Rows {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rows")
            .field("columns", &self.columns)
            .field("taken", &self.count)
            .finish_non_exhaustive()
    }
}
