//! Runs a text of statements through a session and writes what they answer. Shared by `query` and `shell`.

use std::sync::Arc;

use futures::StreamExt;
use storeql_engine::{Error, Outcome, Prepared, Session};

use crate::failure::{Failure, Result};
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

    /// Keeps several results apart, where the format can hold several.
    fn separate(&mut self) -> Result<()> {
        self.results += 1;
        if self.results == 1 {
            return Ok(());
        }
        match self.format {
            Format::Table | Format::Csv => self.write("\n"),
            Format::Json | Format::Ndjson | Format::Arrow => Ok(()),
            Format::Parquet => Err(Failure::Query(
                "a Parquet file holds one result; ask for each in a query of its own".to_owned(),
            )),
        }
    }

    fn write(&mut self, text: &str) -> Result<()> {
        use std::io::Write;
        self.sink
            .write_all(text.as_bytes())
            .map_err(|error| Failure::Output(format!("could not write the result: {error}")))
    }
}

/// Runs every statement of `text`, one after another, up to the first that fails.
pub(crate) async fn text(
    session: &Session,
    text: &str,
    output: &mut Output,
    tally: &mut Tally,
) -> Result<()> {
    for statement in session.split(text)? {
        let prepared = Arc::new(session.prepare(&statement).await?);
        tally.add(prepared.clone());
        let result = run(&prepared, output, tally).await;
        for warning in prepared.warnings() {
            tell("warning", warning);
        }
        result?;
    }
    Ok(())
}

async fn run(prepared: &Arc<Prepared>, output: &mut Output, tally: &Tally) -> Result<()> {
    let mut spinner = Some(Spinner::start(prepared.clone(), tally.rows()));
    let mut stream = match prepared.run(&[]).await? {
        Outcome::Rows(stream) => stream,
        Outcome::Written(rows) => {
            drop(spinner);
            eprintln!("{rows} {} written", if rows == 1 { "row" } else { "rows" });
            return Ok(());
        }
        Outcome::Done(what) => {
            drop(spinner);
            eprintln!("{what}");
            return Ok(());
        }
    };
    output.separate()?;
    let on_terminal = output.sink.is_terminal();
    let written = async {
        let mut rows = output::rows(
            output.format,
            output.layout,
            prepared.columns(),
            &mut output.sink,
        )?;
        while let Some(batch) = stream.next().await {
            let batch = batch.map_err(Error::from)?;
            if on_terminal {
                // From here on the rows themselves show that something moves.
                spinner = None;
            }
            rows.batch(&batch)?;
            tally.add_rows(batch.num_rows());
        }
        drop(spinner);
        Ok(rows.finish()?)
    }
    .await;
    if output.sink.is_closed() {
        Err(Failure::ReaderGone)
    } else {
        written
    }
}
