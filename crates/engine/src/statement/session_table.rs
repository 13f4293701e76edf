//! A run of a statement that changes a table of the session: the rows of its query, kept in memory.

use std::sync::Arc;

use arrow::array::RecordBatch;
use arrow::datatypes::Schema;
use datafusion::execution::context::SessionContext;
use datafusion::logical_expr::LogicalPlan;
use datafusion::scalar::ScalarValue;
use futures::{StreamExt, TryStreamExt, stream};

use super::{Batches, Planned, Prepared, StatementKind, Work};
use crate::binding::parameters;
use crate::error::Result;
use crate::metadata::session_tables::{Done, carry_out};
use crate::run::RunEnvironment;
use crate::run_state::RunState;
use crate::sql::session_tables::SessionTableChange;

impl Prepared {
    pub(crate) fn of_session_table(
        context: SessionContext,
        change: SessionTableChange,
        rows: Option<LogicalPlan>,
        environment: RunEnvironment,
    ) -> Result<Self> {
        Ok(Self::of(Planned {
            context,
            kind: StatementKind::Session,
            explain: None,
            columns: Arc::new(Schema::empty()),
            origins: Vec::new(),
            parameters: parameters(&rows)?,
            work: Work::SessionTable(change, rows.map(Box::new)),
            environment,
        }))
    }
}

impl Planned {
    /// Reads the rows to their end, and keeps them.
    pub(super) async fn change_session_table(
        &self,
        change: &SessionTableChange,
        rows: Option<&LogicalPlan>,
        values: Vec<ScalarValue>,
        state: &Arc<RunState>,
    ) -> Result<Batches> {
        let batches: Vec<RecordBatch> = match rows {
            Some(plan) => self.read(plan, values, state).await?.try_collect().await?,
            None => Vec::new(),
        };
        let schema = match (batches.first(), rows) {
            (Some(batch), _) => batch.schema().as_ref().clone(),
            (None, Some(plan)) => plan.schema().as_arrow().clone(),
            (None, None) => Schema::empty(),
        };
        let namespace = &self.environment.shared.namespace;
        match carry_out(namespace, change, batches, &schema)? {
            Done::Rows(word, count) => state.kept(word, count as u64),
            Done::Dropped => state.did("DROP TABLE".to_owned()),
        }
        Ok(stream::empty().boxed())
    }
}
