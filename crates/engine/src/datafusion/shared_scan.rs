//! One scan for several readers: a table that a query names twice in the same way is read once.
//!
//! The scan runs on a task of its own and keeps its rows in memory, so that no reader waits for another: a join reads one
//! side wholly before it looks at the other. The reader that comes first has the rows as they arrive; the others begin when
//! all are here. Where the rows are too many to keep, the first reader goes on alone, and each of the others, which has had
//! none yet, reads for itself. So memory is bounded, and no reader waits for one that waits itself.

use std::fmt;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use arrow::array::RecordBatch;
use futures::future::BoxFuture;
use futures::stream::{self, BoxStream, StreamExt, TryStreamExt};
use storeql_scan::{PageBatch, RunControl, ScanMetrics};
use tokio::sync::{Notify, mpsc};
use tokio_stream::wrappers::ReceiverStream;
use tokio_util::task::AbortOnDropHandle;

use crate::error::{Error, ErrorKind, Result};

/// Rows as they come.
pub(super) type Batches = BoxStream<'static, Result<RecordBatch>>;
/// Pages as they come.
pub(super) type Pages = BoxStream<'static, Result<PageBatch>>;

/// The scan that reads for several.
pub(super) trait SharedSource: fmt::Debug + Send + Sync {
    /// Its pages, from its own requests.
    fn pages(&self, control: Arc<RunControl>) -> BoxFuture<'static, Result<Pages>>;

    /// What it planned and spent, once it has run.
    fn metrics(&self) -> Option<&ScanMetrics>;
}

/// A scan's part in one that reads for several.
#[derive(Debug, Clone)]
pub(super) struct Sharing {
    /// The one that reads.
    pub(super) scan: Arc<Shared>,
    /// EXPLAIN shows the requests here, and elsewhere that there are none.
    pub(super) shows: bool,
    /// The scan reads for readers that want other rows each: they check them.
    pub(super) checks: bool,
}

/// A scan and its readers.
#[derive(Debug)]
pub(crate) struct Shared {
    /// Reads every column that one of the readers wants.
    source: Arc<dyn SharedSource>,
    readers: usize,
    started: AtomicUsize,
    kept: Arc<Kept>,
    /// Ends with the last reader and the plan.
    task: Mutex<Option<AbortOnDropHandle<()>>>,
}

/// The rows so far.
#[derive(Debug, Default)]
struct Kept {
    state: Mutex<State>,
    changed: Notify,
    /// Readers that have not ended yet.
    readers: AtomicUsize,
}

#[derive(Debug, Default)]
struct State {
    batches: Vec<RecordBatch>,
    end: End,
}

#[derive(Debug, Default)]
enum End {
    /// More may come.
    #[default]
    Open,
    /// These were all.
    Whole,
    /// These were too many; the first reader finds the rest here.
    TooMany(Option<mpsc::Receiver<Result<RecordBatch>>>),
    Failed(Error),
}

impl Shared {
    pub(super) fn new(source: Arc<dyn SharedSource>, readers: usize) -> Arc<Self> {
        let kept = Kept {
            readers: AtomicUsize::new(readers),
            ..Kept::default()
        };
        Arc::new(Self {
            source,
            readers,
            started: AtomicUsize::new(0),
            kept: Arc::new(kept),
            task: Mutex::default(),
        })
    }

    /// The scan itself.
    pub(super) fn source(&self) -> &dyn SharedSource {
        self.source.as_ref()
    }

    /// Its readers.
    pub(super) fn readers(&self) -> usize {
        self.readers
    }

    /// The rows for one more reader; none where it has to read for itself.
    pub(super) async fn read(self: &Arc<Self>, control: &Arc<RunControl>) -> Option<Batches> {
        match self.started.fetch_add(1, Ordering::Relaxed) {
            0 => {
                let (source, kept) = (Arc::clone(&self.source), Arc::clone(&self.kept));
                let control = Arc::clone(control);
                let task = AbortOnDropHandle::new(tokio::spawn(keep(source, control, kept)));
                *self.task.lock().unwrap_or_else(PoisonError::into_inner) = Some(task);
            }
            place if place < self.readers => {
                let reader = Reader::of(self);
                if !self.kept.whole().await {
                    return None;
                }
                return Some(reader.rows());
            }
            // A plan that runs again: what is kept was kept for its first run.
            _ => return None,
        }
        Some(Reader::of(self).rows())
    }
}

/// Tells the readers if the task ends before it says how.
struct Guard(Arc<Kept>);

impl Drop for Guard {
    fn drop(&mut self) {
        let mut state = self.0.state();
        if matches!(state.end, End::Open) {
            let message = "the task that reads for several scans ended early";
            state.end = End::Failed(Error::new(ErrorKind::Internal, message));
        }
        drop(state);
        self.0.changed.notify_waiters();
    }
}

/// Reads the scan to its end, or until there is no more room; then on for its first reader.
async fn keep(source: Arc<dyn SharedSource>, control: Arc<RunControl>, kept: Arc<Kept>) {
    let _guard = Guard(Arc::clone(&kept));
    let mut rest = None;
    let mut room = 0;
    let end = async {
        let mut pages = source.pages(Arc::clone(&control)).await?;
        while let Some(page) = pages.next().await {
            let batch = page?.batch;
            if let Some(rest) = &rest {
                let rest: &mpsc::Sender<_> = rest;
                if rest.send(Ok(batch)).await.is_err() {
                    return Ok(());
                }
                continue;
            }
            let bytes = batch.get_array_memory_size();
            let fits = control.keep(bytes);
            let mut state = kept.state();
            state.batches.push(batch);
            if fits {
                room += bytes;
            } else {
                let (sender, receiver) = mpsc::channel(2);
                state.end = End::TooMany(Some(receiver));
                control.release(room);
                rest = Some(sender);
            }
            drop(state);
            kept.changed.notify_waiters();
        }
        Ok(())
    };
    match (end.await, rest) {
        (Ok(()), None) => kept.state().end = End::Whole,
        (Err(error), None) => kept.state().end = End::Failed(error),
        // A reader that has gone needs no error.
        (Err(error), Some(rest)) => drop(rest.send(Err(error)).await),
        (Ok(()), Some(_)) => {}
    }
    kept.changed.notify_waiters();
}

impl Kept {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until all rows are here; false where they were too many.
    async fn whole(&self) -> bool {
        loop {
            let changed = self.changed.notified();
            match self.state().end {
                End::Open => {}
                End::Whole | End::Failed(_) => return true,
                End::TooMany(_) => return false,
            }
            changed.await;
        }
    }
}

/// One reader, and how far it has come.
struct Reader {
    shared: Arc<Shared>,
    next: usize,
}

/// What a reader finds at its place.
enum Found {
    Rows(RecordBatch),
    Rest(Vec<RecordBatch>, mpsc::Receiver<Result<RecordBatch>>),
    End,
    Wait,
}

impl Reader {
    fn of(shared: &Arc<Shared>) -> Self {
        Self {
            shared: Arc::clone(shared),
            next: 0,
        }
    }

    fn rows(self) -> Batches {
        let parts = stream::try_unfold(Some(self), |reader| async move {
            match reader {
                Some(reader) => reader.part().await,
                None => Ok(None),
            }
        });
        parts.try_flatten().boxed()
    }

    /// The next rows, and the reader if it goes on after them.
    async fn part(mut self) -> Result<Option<(Batches, Option<Self>)>> {
        let kept = Arc::clone(&self.shared.kept);
        loop {
            let changed = kept.changed.notified();
            match self.find()? {
                Found::Rows(batch) => {
                    return Ok(Some((stream::iter([Ok(batch)]).boxed(), Some(self))));
                }
                Found::Rest(batches, rest) => {
                    let batches = stream::iter(batches.into_iter().map(Ok));
                    // The reader stays alive with its rows, and the task with it.
                    let rest = ReceiverStream::new(rest).map(move |batch| {
                        let _reading = &self;
                        batch
                    });
                    return Ok(Some((batches.chain(rest).boxed(), None)));
                }
                Found::End => return Ok(None),
                Found::Wait => changed.await,
            }
        }
    }

    fn find(&mut self) -> Result<Found> {
        let mut state = self.shared.kept.state();
        if let End::TooMany(rest) = &mut state.end
            && let Some(rest) = rest.take()
        {
            let mut batches = std::mem::take(&mut state.batches);
            batches.drain(..self.next);
            return Ok(Found::Rest(batches, rest));
        }
        if let Some(batch) = state.batches.get(self.next) {
            self.next += 1;
            return Ok(Found::Rows(batch.clone()));
        }
        match &state.end {
            End::Open => Ok(Found::Wait),
            End::Failed(error) => Err(error.clone()),
            End::Whole | End::TooMany(_) => Ok(Found::End),
        }
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        let kept = &self.shared.kept;
        if kept.readers.fetch_sub(1, Ordering::Relaxed) == 1 {
            kept.state().batches.clear();
            *self
                .shared
                .task
                .lock()
                .unwrap_or_else(PoisonError::into_inner) = None;
        }
    }
}
