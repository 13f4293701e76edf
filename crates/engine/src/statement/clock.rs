//! The time zone of a session, in which days begin: a statement is planned for it when it runs.

use std::sync::Arc;

use arrow::array::RecordBatch;
use datafusion::logical_expr::LogicalPlan;
use datafusion::scalar::ScalarValue;
use futures::TryStreamExt;

use super::Planned;
use crate::datafusion::rules::{in_zone, ranges_of_times};
use crate::error::{Error, ErrorKind, Result};
use crate::large_stack::OnLargeStack;
use crate::run_state::RunState;
use crate::zone::Zone;

impl Planned {
    /// The session's time zone; UTC stands for a zone of the store that was not read.
    pub(super) fn zone(&self) -> Zone {
        let zone = self.environment.shared.settings.zone();
        zone.unwrap_or_else(Zone::utc)
    }

    /// The plan with what the session's time zone changes.
    pub(super) fn on_the_clock(&self, plan: LogicalPlan) -> Result<LogicalPlan> {
        let shared = &self.environment.shared;
        let zone = self.zone();
        let plan = match shared.namespace.pushes_down() {
            true => ranges_of_times(plan, &zone).map_err(Error::of_datafusion)?,
            false => plan,
        };
        match zone.is_utc() {
            true => Ok(plan),
            false => in_zone(plan, &zone).map_err(Error::of_datafusion),
        }
    }

    /// Reads the store's time zone, where it is the session's and was not read yet.
    pub(super) async fn read_zone(&self, state: &Arc<RunState>) -> Result<()> {
        let shared = &self.environment.shared;
        if shared.settings.zone().is_some() {
            return Ok(());
        }
        let store = shared.namespace.store();
        let read = async {
            let session = self.context.state();
            let schema = store.connection().schema_name();
            let text = format!("SELECT timezone_name FROM \"{schema}\".store");
            let plan = session.create_logical_plan(&text).await;
            let plan = plan.map_err(Error::of_datafusion)?;
            let (_, physical) = self.physical(&plan, Vec::new(), None).await?;
            let rows: Vec<RecordBatch> = self.execute(physical, state)?.try_collect().await?;
            let name = rows.iter().find_map(|rows| {
                let value = ScalarValue::try_from_array(rows.column(0), 0).ok()?;
                value.try_as_str()?.map(str::to_owned)
            });
            let name = name.ok_or_else(|| {
                let message = "Timezone=store: the store does not say its time zone; name one, as Timezone=Europe/Berlin";
                Error::new(ErrorKind::InvalidValue, message)
            })?;
            Zone::named(&name)
        };
        let read = OnLargeStack::new(read);
        store.read_zone(read).await.map(drop)
    }
}
