//! EXPLAIN and EXPLAIN ANALYZE as rows: the requests first, for people who wait for them.

use std::sync::Arc;

use arrow::array::{ArrayRef, RecordBatch, StringArray};
use arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use datafusion::logical_expr::LogicalPlan;
use datafusion::physical_plan::{ExecutionPlan, displayable};
use futures::TryStreamExt;
use futures::stream::BoxStream;

use crate::cost::Asking;
use crate::error::Result;
use crate::estimate::Estimate;
use crate::run_state::RunState;

/// ErrorKind and text of one row.
type Line = (&'static str, String);

/// The columns of the rows.
pub(crate) fn columns() -> SchemaRef {
    let field = |name| Field::new(name, DataType::Utf8, false);
    Arc::new(Schema::new(vec![field("plan_type"), field("plan")]))
}

/// What is known before anything is sent: one line per scan, what is dear about it, and DataFusion's plans.
pub(crate) fn planned(
    logical: &LogicalPlan,
    physical: &dyn ExecutionPlan,
    estimate: Estimate,
) -> Vec<Line> {
    let scans = estimate.scans.into_iter().map(|scan| scan.access);
    let mut lines: Vec<Line> = scans.map(|access| ("requests", access)).collect();
    lines.extend(
        estimate
            .advice
            .into_iter()
            .map(|advice| ("warning", advice)),
    );
    lines.extend([
        ("logical_plan", logical.display_indent().to_string()),
        (
            "physical_plan",
            displayable(physical).indent(false).to_string(),
        ),
    ]);
    lines
}

/// Said where the days of a statement begin at midnight of the store, whose time zone was not read yet.
pub(crate) fn zone_unknown() -> Line {
    let said = "the store's time zone is not known yet: UTC stands for it here, and the first statement reads it";
    ("warning", said.to_owned())
}

/// Runs the plan to its end, and says what each scan and all of them together cost.
pub(crate) async fn ran(
    mut rows: BoxStream<'static, Result<RecordBatch>>,
    physical: &dyn ExecutionPlan,
    run: &RunState,
) -> Result<Vec<Line>> {
    let mut count = 0;
    while let Some(batch) = rows.try_next().await? {
        count += batch.num_rows();
    }
    let scan = |asking: Asking<'_>| {
        let text = match asking.metrics() {
            Some(metrics) => metrics.to_string(),
            None => "no requests of its own".to_owned(),
        };
        ("scan", format!("{}: {text}", asking.table()))
    };
    let mut lines: Vec<Line> = Asking::all(physical).into_iter().map(scan).collect();
    let progress = run.progress();
    lines.push((
        "ran",
        format!(
            "{count} rows, {} requests, {} of them repeated, {} ms waited for the store's allowance, {} bytes",
            progress.requests, progress.retries, progress.waited_ms, progress.bytes
        ),
    ));
    Ok(lines)
}

/// The lines as the statement's answer.
pub(crate) fn rows(lines: Vec<Line>) -> Result<RecordBatch> {
    let (names, texts): (Vec<_>, Vec<_>) = lines
        .into_iter()
        .map(|(name, text)| (name, text.trim_end().to_owned()))
        .unzip();
    let arrays: Vec<ArrayRef> = vec![
        Arc::new(StringArray::from(names)),
        Arc::new(StringArray::from(texts)),
    ];
    Ok(RecordBatch::try_new(columns(), arrays)?)
}
