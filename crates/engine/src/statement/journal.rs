//! A write that a journal has: rows or a call, which is gone on with.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow::datatypes::Schema;
use datafusion::execution::context::SessionContext;
use storeql_write::{Recorded, read_journal};

use super::{Planned, Prepared, StatementKind, Work};
use crate::error::{Error, ErrorKind, Result};
use crate::run::RunEnvironment;
use crate::run_state::RunState;
use crate::session_options::Files;
use crate::{procedure, writing};

impl Prepared {
    /// The write that a journal has, to be gone on with.
    pub(crate) fn of_journal(
        context: SessionContext,
        path: PathBuf,
        files: Files,
        environment: RunEnvironment,
    ) -> Self {
        Self::of(Planned {
            context,
            kind: StatementKind::Write,
            explain: None,
            columns: Arc::new(Schema::empty()),
            origins: Vec::new(),
            parameters: Schema::empty(),
            work: Work::Journal { path, files },
            environment,
        })
    }
}

impl Planned {
    /// Goes on with what the journal has.
    pub(super) async fn resume(&self, path: &Path, files: &Files, state: &RunState) -> Result<()> {
        let recorded = read_journal(path)
            .map_err(|error| Error::new(ErrorKind::Configuration, error.to_string()))?;
        let shared = &self.environment.shared;
        match &recorded {
            Recorded::Rows(rows) => writing::resume(rows, path, shared, state).await,
            Recorded::Call(call) => {
                let store = shared.namespace.store();
                procedure::resume(call, path, store, files, state).await
            }
        }
    }
}
