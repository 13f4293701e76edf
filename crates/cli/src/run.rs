//! Runs a text of statements through a session and writes what they answer. Shared by `query` and `shell`.

use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::Arc;

use arrow::datatypes::Schema;
use futures::TryStreamExt;
use storeql_engine::{
    ErrorKind, Parameters, Prepared, Rows, Run, Session, Statement, StatementKind,
};
use tokio_util::task::AbortOnDropHandle;

use crate::failure::{Failure, Result};
use crate::interrupt::Signal;
use crate::output::{self, Format, Layout, Sink};
use crate::spinner::Spinner;
use crate::tally::Tally;
use crate::telling::tell;

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

    /// An error where the format cannot hold one more result of these columns.
    fn accepts(&self, columns: &Schema) -> Result<()> {
        if self.format == Format::Parquet && self.results > 0 {
            return Err(Failure::Query(
                "a Parquet file holds one result; ask for each in a query of its own".to_owned(),
            ));
        }
        output::accepts(self.format, columns)
    }

    /// Keeps several results apart, where the format does not do so by itself.
    fn separate(&mut self) -> Result<()> {
        self.results += 1;
        match self.format {
            Format::Table | Format::Csv if self.results > 1 => self.write("\n"),
            _ => Ok(()),
        }
    }

    fn write(&mut self, text: &str) -> Result<()> {
        use std::io::Write;
        self.sink
            .write_all(text.as_bytes())
            .map_err(|error| Failure::Output(format!("could not write the result: {error}")))
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
        output.accepts(prepared.columns())?;
        Ok::<_, Failure>(prepared.run(Parameters::none()).await?)
    };
    let run = tokio::select! {
        begun = begun => begun?,
        signal = &mut stop => return Err(Failure::Interrupted(signal)),
    };
    let handle = run.handle();
    tally.add(handle.clone());
    let kind = prepared.kind();
    let mut answering = Box::pin(answer(prepared.answers_rows(), run, output, tally));
    let result = tokio::select! {
        result = &mut answering => result,
        signal = &mut stop => {
            handle.canceller().cancel();
            let told = match kind {
                StatementKind::Write => answering.await,
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

/// Writes what one run answers, and says what it did.
async fn answer(rows: bool, run: Run, output: &mut Output, tally: &Tally) -> Result<()> {
    let handle = run.handle();
    let spinner = Spinner::start(handle.clone(), tally.rows());
    if rows {
        let written = write(run.rows, output, spinner, tally).await;
        match output.sink.is_closed() {
            true => return Err(Failure::ReaderGone),
            false => written?,
        }
    } else {
        run.rows.try_for_each(async |_| Ok(())).await?;
        drop(spinner);
    }
    if let Some(message) = handle.message() {
        eprintln!("{message}");
    }
    Ok(())
}

async fn write(
    mut batches: Rows,
    output: &mut Output,
    spinner: Spinner,
    tally: &Tally,
) -> Result<()> {
    let mut spinner = Some(spinner);
    let on_terminal = output.sink.is_terminal();
    // A statement that fails before its first row leaves no header behind.
    let mut next = batches.try_next().await?;
    output.separate()?;
    let columns = batches.columns().clone();
    let mut rows = output::rows(output.format, output.layout, &columns, &mut output.sink)?;
    while let Some(batch) = next {
        if on_terminal {
            // From here on the rows themselves show that something moves.
            spinner = None;
        }
        rows.batch(&batch)?;
        tally.add_rows(batch.num_rows());
        next = batches.try_next().await?;
    }
    drop(spinner);
    Ok(rows.finish()?)
}
