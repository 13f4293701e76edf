//! Runs a text of statements through a session and writes what they answer. Shared by `query` and `shell`.

use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::Arc;

use futures::TryStreamExt;
use storeql_engine::{
    ErrorKind, Estimate, Parameters, Prepared, Rows, Run, Session, Statement, StatementKind,
};
use tokio_util::task::AbortOnDropHandle;

use crate::failure::{Failure, Result};
use crate::interrupt::Signal;
use crate::output::{self, Clock, Format, Layout, Sink};
use crate::question;
use crate::spinner::Spinner;
use crate::tally::Tally;
use crate::telling::{say, tell};
use crate::terminal;

/// Requests above which a person is told what a statement is expected to cost.
const MANY_REQUESTS: u64 = 50;

/// Where results go, and how.
pub(crate) struct Output {
    pub(crate) sink: Sink,
    pub(crate) format: Format,
    pub(crate) layout: Layout,
    results: usize,
}

impl Output {
    pub(crate) fn new(sink: Sink, format: Format, layout: Layout) -> Self {
        Self {
            sink,
            format,
            layout,
            results: 0,
        }
    }

    /// Begins one more result: writes what stands before it.
    fn begin_result(&mut self) -> Result<()> {
        self.results += 1;
        match self.results {
            1 => self.write(self.format.opening(self.layout)),
            _ => self.write(self.format.between()),
        }
    }

    fn write(&mut self, text: &str) -> Result<()> {
        use std::io::Write;
        Ok(self.sink.write_all(text.as_bytes())?)
    }
}

/// Runs every statement of `text`, one after another, up to the first that fails, or until `stop` resolves.
pub(crate) async fn text(
    session: &Arc<Session>,
    text: &str,
    output: &mut Output,
    tally: &mut Tally,
    stop: impl Future<Output = Signal>,
) -> Result<()> {
    let mut stop = std::pin::pin!(stop);
    let mut waiting: VecDeque<Statement> = session.split(text)?.into();
    while !waiting.is_empty() {
        let planned = tokio::select! {
            planned = planned_ahead(session, &mut waiting) => planned?,
            signal = &mut stop => return Err(Failure::Interrupted(signal)),
        };
        let answers =
            |prepared: &&Result<Prepared>| matches!(prepared, Ok(one) if one.answers_rows());
        let results = planned.iter().filter(answers).count();
        output::accepts_results(output.format, output.results + results)?;
        for prepared in planned {
            one(prepared?, output, tally, stop.as_mut()).await?;
        }
    }
    Ok(())
}

/// Plans the next statements, up to one that changes the session, which those behind it may need. Where one of them writes, nothing
/// runs unless all of them can be planned.
async fn planned_ahead(
    session: &Arc<Session>,
    waiting: &mut VecDeque<Statement>,
) -> Result<Vec<Result<Prepared>>> {
    let mut planned = Vec::new();
    let mut writes = false;
    while let Some(statement) = waiting.pop_front() {
        let prepared = match prepared(session, statement).await {
            Err(failure) if writes => return Err(failure),
            prepared => prepared,
        };
        let kind = prepared.as_ref().map(Prepared::kind);
        let last = !matches!(kind, Ok(kind) if kind != StatementKind::Session);
        writes |= matches!(kind, Ok(StatementKind::Write));
        planned.push(prepared);
        if last {
            break;
        }
    }
    Ok(planned)
}

/// Runs one statement. What it has sent to change the store is waited for, also after a signal.
pub(crate) async fn one(
    prepared: Prepared,
    output: &mut Output,
    tally: &mut Tally,
    mut stop: Pin<&mut impl Future<Output = Signal>>,
) -> Result<()> {
    let begun = async {
        // Before anything is sent.
        if prepared.answers_rows() {
            output::accepts(output.format, prepared.columns())?;
        }
        let estimate = expected(&prepared).await;
        Ok::<_, Failure>((prepared.run(Parameters::none()).await?, estimate))
    };
    let (run, estimate) = tokio::select! {
        begun = begun => begun?,
        signal = &mut stop => return Err(Failure::Interrupted(signal)),
    };
    let handle = run.handle();
    tally.add(handle.clone(), prepared.answers_rows());
    let kind = prepared.kind();
    let spinner = Spinner::start(handle.clone(), tally.rows(), estimate);
    let mut answering = Box::pin(answer(&prepared, run, output, tally, spinner));
    let result = tokio::select! {
        result = &mut answering => result,
        signal = &mut stop => {
            handle.canceller().cancel();
            question::withdraw();
            let told = match kind {
                StatementKind::Write | StatementKind::Procedure => answering.await,
                _ => Ok(()),
            };
            match told {
                Err(Failure::Engine(error)) if error.kind == ErrorKind::PartlyWritten => Err(error.into()),
                _ => Err(Failure::Interrupted(signal)),
            }
        }
    };
    for warning in handle.warnings() {
        tell("warning", warning);
    }
    result
}

/// Plans a statement on a task of its own, so that a signal is noticed while it is planned.
async fn prepared(session: &Arc<Session>, statement: Statement) -> Result<Prepared> {
    let session = Arc::clone(session);
    let planned = tokio::spawn(async move { session.prepare_statement(&statement).await });
    let planned = AbortOnDropHandle::new(planned).await;
    let ended = |error| Failure::Query(format!("the query could not be planned: {error}"));
    Ok(planned.map_err(ended)??)
}

/// What a query is expected to cost, for a person who waits for it; it is told beforehand where that is known, and much.
async fn expected(prepared: &Prepared) -> Option<Estimate> {
    if prepared.kind() != StatementKind::Query || !terminal::draws_messages() {
        return None;
    }
    // An estimate that fails takes nothing from the run, which says what is wrong.
    let estimate = prepared.estimate(Parameters::none()).await.ok()?;
    // Of a table whose number of rows the store has not told yet it is a guess that means nothing.
    if !estimate.exact && estimate.rows.is_none() {
        return None;
    }
    if estimate.requests > MANY_REQUESTS {
        let about = if estimate.exact { "" } else { "about " };
        let mut text = format!("it takes {about}{} requests", estimate.requests);
        if let Some(seconds) = estimate.seconds.filter(|seconds| *seconds >= 1.0) {
            text.push_str(&format!(", {seconds:.0} s or more"));
        }
        text.push_str("; Ctrl-C stops it");
        for advice in &estimate.advice {
            text.push_str(&format!(". {advice}"));
        }
        tell("hint", text);
    }
    Some(estimate)
}

/// Writes what one run answers, and says what it did.
async fn answer(
    prepared: &Prepared,
    run: Run,
    output: &mut Output,
    tally: &Tally,
    spinner: Spinner,
) -> Result<()> {
    let handle = run.handle();
    if prepared.answers_rows() {
        let written = write(prepared, run.rows, output, spinner, tally).await;
        if output.sink.is_closed() {
            return Err(Failure::ReaderGone);
        }
        if !output.sink.end_result()? {
            written?;
        }
    } else {
        run.rows.try_for_each(async |_| Ok(())).await?;
        drop(spinner);
    }
    if let Some(message) = handle.message() {
        say(message);
    }
    Ok(())
}

async fn write(
    prepared: &Prepared,
    mut batches: Rows,
    output: &mut Output,
    spinner: Spinner,
    tally: &Tally,
) -> Result<()> {
    let mut spinner = Some(spinner);
    let on_terminal = output.sink.is_terminal();
    // A statement that fails before its first row leaves no header behind.
    let mut next = batches.try_next().await?;
    output.begin_result()?;
    // Known now, also where it is the store's own.
    let clock = Clock::of(output.format, prepared.time_zone());
    let columns = clock.columns(batches.columns());
    let mut rows = output::rows(output.format, output.layout, &columns, &mut output.sink)?;
    while let Some(batch) = next {
        if on_terminal {
            // From here on the rows themselves show that something moves.
            spinner = None;
        }
        let count = batch.num_rows();
        rows.batch(&clock.rows(batch)?)?;
        tally.add_rows(count);
        next = batches.try_next().await?;
    }
    drop(spinner);
    rows.finish()
}
