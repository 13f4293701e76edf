//! A system table as DataFusion sees it. Its rows are made when a plan runs, from what the plan's session knows then.

use std::sync::Arc;

use arrow::array::RecordBatch;
use arrow::datatypes::SchemaRef;
use datafusion::catalog::TableProvider;
use datafusion::catalog::streaming::StreamingTable;
use datafusion::common::Result as DataFusionResult;
use datafusion::execution::{SendableRecordBatchStream, TaskContext};
use datafusion::physical_plan::stream::RecordBatchStreamAdapter;
use datafusion::physical_plan::streaming::PartitionStream;
use futures::stream;

use super::list::TABLES;
use super::rows::{Rows, schema};
use super::table::{Facts, SystemTable};
use crate::metadata::session_shared::SessionShared;

/// The table that a plan scans.
pub(crate) fn provider(table: &'static SystemTable) -> DataFusionResult<Arc<dyn TableProvider>> {
    let schema = schema(table.columns);
    let rows = SystemRows {
        table,
        schema: Arc::clone(&schema),
    };
    Ok(Arc::new(StreamingTable::try_new(
        schema,
        vec![Arc::new(rows)],
    )?))
}

#[derive(Debug)]
struct SystemRows {
    table: &'static SystemTable,
    schema: SchemaRef,
}

impl SystemRows {
    fn batch(&self, task: &TaskContext) -> DataFusionResult<RecordBatch> {
        let session = SessionShared::of(task)?;
        let contents = session.namespace.contents();
        let facts = Facts {
            namespace: &session.namespace,
            contents: &contents,
            requests: &session.requests,
            written: &session.written,
            task,
            system_tables: TABLES,
        };
        let mut rows = Rows::of(self.table.columns);
        (self.table.rows)(&facts, &mut rows);
        Ok(rows.finish(&self.schema)?)
    }
}

impl PartitionStream for SystemRows {
    fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    fn execute(&self, task: Arc<TaskContext>) -> SendableRecordBatchStream {
        let batch = self.batch(&task);
        Box::pin(RecordBatchStreamAdapter::new(
            Arc::clone(&self.schema),
            stream::iter([batch]),
        ))
    }
}
