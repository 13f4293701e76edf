//! `storeql resume`: goes on with a write that was killed or broke off, by its journal.

use std::sync::Arc;

use storeql_engine::SessionOptions;

use crate::arguments::Resume;
use crate::failure::{Failure, Result};
use crate::interrupt;
use crate::output::{Format, Layout, Sink};
use crate::run::{self, Output};
use crate::store;
use crate::tally::Tally;

/// Runs it.
pub(crate) async fn run(arguments: &Resume) -> Result<()> {
    let stop = interrupt::watch();
    let place = store::place(&arguments.store).await?;
    let engine = tokio::select! {
        engine = place.open() => engine?,
        signal = stop.arrived() => return Err(Failure::Interrupted(signal)),
    };
    let session = Arc::new(engine.session(SessionOptions::default().any_files()));
    let prepared = session.resume(&arguments.journal)?;
    let mut output = Output::new(Sink::open(None)?, Format::Table, Layout::default());
    let mut tally = Tally::start();
    let stopped = std::pin::pin!(stop.arrived());
    let result = run::one(prepared, &mut output, &mut tally, stopped).await;
    if arguments.stats {
        tally.print();
    }
    result
}
