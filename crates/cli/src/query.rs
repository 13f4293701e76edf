//! `storeql query`: one text of SQL in, rows out.

use std::io::Read;
use std::sync::Arc;

use storeql_connection::decode_text;
use storeql_engine::SessionOptions;

use crate::arguments::Query;
use crate::failure::{Failure, Result};
use crate::interrupt::{self, Stop};
use crate::output::{Format, Layout, Sink};
use crate::question;
use crate::run::{self, Output};
use crate::store::{self, Place};
use crate::tally::Tally;
use crate::variables::Variables;

/// Runs it.
pub(crate) async fn run(arguments: &Query) -> Result<()> {
    let stop = interrupt::watch();
    let sql = sql(arguments)?;
    let format = format(arguments)?;
    let sink = Sink::open(arguments.output.as_deref())?;
    if format.is_binary() && sink.is_terminal() {
        return Err(Failure::Usage(
            "this format is not text; write it to a file with -o, or into a pipe".to_owned(),
        ));
    }
    if arguments.bom && format != Format::Csv {
        return Err(Failure::Usage(format!(
            "--bom is for csv, and the rows are written as {}",
            format.name()
        )));
    }
    let layout = Layout {
        expanded: arguments.expanded,
        byte_order_mark: arguments.bom,
        ..Layout::of(&sink)
    };
    let mut output = Output::new(sink, format, layout);
    let place = store::place(&arguments.store).await?;
    let mut tally = Tally::start();
    let result = match execute(arguments, &place, &sql, &mut output, &mut tally, &stop).await {
        Ok(()) => output.sink.commit(),
        Err(failure) => Err(failure),
    };
    if arguments.stats {
        tally.print();
    }
    result
}

async fn execute(
    arguments: &Query,
    place: &Place,
    sql: &str,
    output: &mut Output,
    tally: &mut Tally,
    stop: &Stop,
) -> Result<()> {
    let engine = tokio::select! {
        engine = place.open() => engine?,
        signal = stop.arrived() => return Err(Failure::Interrupted(signal)),
    };
    let options = SessionOptions::default()
        .dry_run(arguments.dry_run)
        .journal(arguments.journal.clone())
        .any_files();
    let session = Arc::new(engine.session(question::asking(options, arguments.yes)));
    run::text(&session, sql, output, tally, stop.arrived()).await
}

/// The statements, with the values of their variables.
fn sql(arguments: &Query) -> Result<String> {
    let (place, bytes) = match (&arguments.file, arguments.sql.as_deref()) {
        (Some(path), _) => (path.display().to_string(), std::fs::read(path)),
        (None, Some("-")) => {
            let mut bytes = Vec::new();
            let read = std::io::stdin().read_to_end(&mut bytes);
            ("standard input".to_owned(), read.map(|_| bytes))
        }
        (None, text) => {
            let text = text.unwrap_or_default().as_bytes().to_vec();
            ("the command line".to_owned(), Ok(text))
        }
    };
    let unreadable =
        |why: String| Failure::Usage(format!("could not read SQL from {place}: {why}"));
    let bytes = bytes.map_err(|error| unreadable(error.to_string()))?;
    let text = decode_text(&bytes).map_err(unreadable)?;
    Variables::of(&arguments.variable).filled_in(text)
}

fn format(arguments: &Query) -> Result<Format> {
    match (arguments.format, &arguments.output) {
        (Some(format), _) => Ok(format),
        (None, Some(path)) => Ok(Format::of_file(path)?.unwrap_or(Format::Table)),
        (None, None) => Ok(Format::Table),
    }
}
