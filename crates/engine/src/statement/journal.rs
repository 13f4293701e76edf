//! A write that a journal has: rows or a call, which is gone on with.

use std::path::PathBuf;
use std::sync::Arc;

use arrow::datatypes::Schema;
use datafusion::execution::context::SessionContext;
use storeql_write::{Recorded, read_journal};

use super::{Planned, Prepared, StatementKind, Work};
use crate::error::{Error, ErrorKind, Result};
use crate::metadata::session_shared::SessionShared;
use crate::run::RunEnvironment;
use crate::run_state::RunState;
use crate::session_options::Files;
use crate::{procedure, writing};

/// A write that was begun by an earlier run.
#[derive(Debug)]
pub(crate) struct BegunWrite {
    /// The journal.
    pub(crate) path: PathBuf,
    /// The files that it may read.
    pub(crate) files: Files,
}

impl Prepared {
    /// The write that a journal has, to be gone on with.
    pub(crate) fn of_journal(
        context: SessionContext,
        journal: BegunWrite,
        environment: RunEnvironment,
    ) -> Self {
        Self::of(Planned {
            context,
            kind: StatementKind::Write,
            explain: None,
            columns: Arc::new(Schema::empty()),
            origins: Vec::new(),
            parameters: Schema::empty(),
            work: Work::Journal(journal),
            environment,
        })
    }
}

impl BegunWrite {
    pub(super) async fn resume(&self, shared: &SessionShared, state: &RunState) -> Result<()> {
        let recorded = read_journal(&self.path)
            .map_err(|error| Error::new(ErrorKind::Configuration, error.to_string()))?;
        match &recorded {
            Recorded::Rows(rows) => writing::resume(rows, &self.path, shared, state).await,
            Recorded::Call(call) => {
                let store = shared.namespace.store();
                procedure::resume(call, &self.path, store, &self.files, state).await
            }
        }
    }
}
