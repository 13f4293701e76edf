//! What ends a statement before its time: a cancel request, the time that it may take, a client that leaves.

use std::time::Duration;

use arrow::array::RecordBatch;
use futures::{FutureExt, StreamExt};
use storeql_engine::{ErrorKind, Run};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::fault::{Fault, Result, Stop, left};
use super::wire::{Arrived, Wire};

/// What one statement may be ended by.
pub(super) struct Watch {
    cancelled: CancellationToken,
    until: Option<(Instant, Duration)>,
}

impl Watch {
    pub(super) fn new(cancelled: CancellationToken, limit: Option<Duration>) -> Self {
        let until = limit.map(|limit| (Instant::now() + limit, limit));
        Self { cancelled, until }
    }

    /// Why it is to end now, if it is.
    fn end(&self) -> Option<Fault> {
        if self.cancelled.is_cancelled() {
            let message = "the statement was cancelled, as the client asked";
            return Some(Fault::new("57014", message));
        }
        let (_, limit) = self.until.filter(|(at, _)| *at <= Instant::now())?;
        let message = format!(
            "the statement was cancelled: it took longer than the {} s that this server allows",
            limit.as_secs_f64()
        );
        Some(Fault::new("57014", message))
    }

    /// Resolves when it is to end.
    async fn ended(&self) -> Fault {
        loop {
            if let Some(fault) = self.end() {
                return fault;
            }
            let cancelled = self.cancelled.cancelled();
            match self.until {
                None => cancelled.await,
                Some((at, _)) => {
                    let _ = tokio::time::timeout_at(at, cancelled).await;
                }
            }
        }
    }

    /// What `work` comes to, if nothing ends it before.
    pub(super) async fn over<T>(
        &self,
        wire: &mut Wire,
        work: impl Future<Output = T>,
    ) -> Result<T> {
        tokio::select! {
            biased;
            fault = self.ended() => Err(fault.into()),
            () = wire.left() => Err(Stop::Left),
            done = work => Ok(done),
        }
    }

    /// The client's next message, for a statement that reads some.
    pub(super) async fn arrival(&self, wire: &mut Wire, most: usize) -> Result<Arrived> {
        tokio::select! {
            biased;
            fault = self.ended() => Err(fault.into()),
            arrived = wire.next(most) => arrived.map_err(left),
        }
    }

    /// Sends what is gathered.
    pub(super) async fn flush(&self, wire: &mut Wire) -> Result<()> {
        tokio::select! {
            biased;
            fault = self.ended() => Err(fault.into()),
            sent = wire.flush() => sent.map_err(left),
        }
    }

    /// The next rows of a run. What is gathered is sent before anything is waited for.
    pub(super) async fn next(&self, wire: &mut Wire, run: &mut Run) -> Result<Option<RecordBatch>> {
        loop {
            if let Some(fault) = self.end() {
                return Err(outcome(run, fault).await);
            }
            let item = match run.rows.next().now_or_never() {
                Some(item) => Ok(item),
                None => match self.flush(wire).await {
                    Ok(()) => self.over(wire, run.rows.next()).await,
                    Err(stop) => Err(stop),
                },
            };
            match item {
                Ok(Some(Ok(batch))) if batch.num_rows() == 0 => {}
                Ok(Some(Ok(batch))) => return Ok(Some(batch)),
                Ok(Some(Err(error))) => return Err(error.into()),
                Ok(None) => return Ok(None),
                Err(Stop::Left) => return Err(Stop::Left),
                Err(Stop::Fault(fault)) => return Err(outcome(run, *fault).await),
            }
        }
    }
}

/// Cancels a run. One that writes tells what was written.
async fn outcome(run: &mut Run, fault: Fault) -> Stop {
    run.canceller().cancel();
    while let Some(item) = run.rows.next().await {
        if let Err(error) = item {
            return match error.kind {
                ErrorKind::Cancelled => fault.into(),
                _ => error.into(),
            };
        }
    }
    fault.into()
}
