//! A statement with its values: opened once, and its rows taken in parts. A cursor is one too.

use std::sync::Arc;

use bytes::BufMut;
use jiff::tz::TimeZone;
use storeql_engine::{Parameters, Run, RunHandle};

use super::encode::{Cells, Format};
use super::fault::{Fault, Result, Stop};
use super::frames;
use super::ready::Ready;
use super::watch::Watch;
use super::wire::Wire;

/// A statement with its values.
pub(super) struct Portal {
    pub(super) ready: Arc<Ready>,
    pub(super) formats: Vec<Format>,
    /// It outlives its transaction.
    pub(super) hold: bool,
    parameters: Parameters,
    state: State,
    /// What its run tells, also when its rows are at an end.
    handle: Option<RunHandle>,
}

enum State {
    Fresh,
    Open(Box<Open>),
    Done,
}

/// A run whose rows are taken in parts.
struct Open {
    run: Run,
    /// The batch that is under way, and its next row.
    batch: Option<(Cells, std::ops::Range<usize>)>,
    /// By whose clock text shows moments: the session's when it was opened.
    zone: TimeZone,
}

/// What taking rows came to.
#[derive(Debug, Default)]
pub(super) struct Taken {
    pub(super) rows: u64,
    /// There are no more.
    pub(super) all: bool,
}

impl Portal {
    pub(super) fn new(
        ready: Arc<Ready>,
        parameters: Parameters,
        formats: Vec<Format>,
        hold: bool,
    ) -> Self {
        Self {
            ready,
            formats,
            hold,
            parameters,
            state: State::Fresh,
            handle: None,
        }
    }

    /// The cursor that DECLARE makes of its query and the values that came with it.
    pub(super) fn as_cursor(&mut self, binary: bool, hold: bool) -> Self {
        let prepared = self.ready.prepared.as_ref();
        let count = prepared.map_or(0, |prepared| prepared.columns().fields().len());
        let format = if binary { Format::Binary } else { Format::Text };
        let parameters = std::mem::take(&mut self.parameters);
        let query = Arc::new(self.ready.query());
        Self::new(query, parameters, vec![format; count], hold)
    }

    /// What its run tells, once it is open.
    pub(super) fn handle(&self) -> Option<&RunHandle> {
        self.handle.as_ref()
    }

    /// Takes up to `most` rows, and hands each to `put`, with what is to be sent.
    pub(super) async fn take(
        &mut self,
        wire: &mut Wire,
        watch: &Watch,
        zone: &TimeZone,
        most: Option<u64>,
        put: impl FnMut(&Cells, usize, &mut Wire) -> Result<()>,
    ) -> Result<Taken> {
        self.open(wire, watch, zone).await?;
        let State::Open(open) = &mut self.state else {
            return Ok(Taken { rows: 0, all: true });
        };
        let taken = open.take(wire, watch, most, put).await;
        if taken.is_err() {
            self.state = State::Done;
        }
        taken
    }

    /// Its rows are at an end.
    pub(super) fn end(&mut self) {
        self.state = State::Done;
    }

    async fn open(&mut self, wire: &mut Wire, watch: &Watch, zone: &TimeZone) -> Result<()> {
        if !matches!(self.state, State::Fresh) {
            return Ok(());
        }
        self.state = State::Done;
        let Some(prepared) = &self.ready.prepared else {
            return Ok(());
        };
        let parameters = std::mem::take(&mut self.parameters);
        let run = watch.over(wire, prepared.run(parameters)).await?;
        let run = run.map_err(|error| Stop::from(Fault::from(error)))?;
        self.handle = Some(run.handle());
        self.state = State::Open(Box::new(Open {
            run,
            batch: None,
            zone: zone.clone(),
        }));
        Ok(())
    }
}

impl Open {
    async fn take(
        &mut self,
        wire: &mut Wire,
        watch: &Watch,
        most: Option<u64>,
        mut put: impl FnMut(&Cells, usize, &mut Wire) -> Result<()>,
    ) -> Result<Taken> {
        let mut taken = Taken::default();
        while most.is_none_or(|most| taken.rows < most) {
            if self.batch.is_none() {
                let Some(batch) = watch.next(wire, &mut self.run).await? else {
                    taken.all = true;
                    return Ok(taken);
                };
                self.batch = Some((Cells::of(&batch, &self.zone)?, 0..batch.num_rows()));
            }
            let Some((cells, rows)) = &mut self.batch else {
                continue;
            };
            let Some(row) = rows.next() else {
                self.batch = None;
                continue;
            };
            put(cells, row, wire)?;
            taken.rows += 1;
            if wire.is_full() {
                watch.flush(wire).await?;
            }
        }
        Ok(taken)
    }
}

/// A row as a DataRow message.
pub(super) fn data_row(cells: &Cells, row: usize, formats: &[Format], wire: &mut Wire) {
    frames::put(wire.output(), b'D', |out| {
        out.put_i16(cells.columns() as i16);
        cells.row(row, formats, out);
    });
}
