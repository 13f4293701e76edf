//! EXPLAIN and EXPLAIN ANALYZE as rows: the requests first, for people who wait for them.

use std::sync::Arc;

use arrow::array::{ArrayRef, RecordBatch, StringArray};
use arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use datafusion::logical_expr::LogicalPlan;
use datafusion::physical_plan::{ExecutionPlan, displayable};
use datafusion_functions_json::json_field_metadata;
use futures::TryStreamExt;
use futures::stream::BoxStream;
use indexmap::IndexMap;
use serde_json::json;

use crate::cost::Asking;
use crate::error::Result;
use crate::estimate::Estimate;
use crate::run_state::RunState;
use crate::sql::resolved::Explain;

/// ErrorKind and text of one row.
type Line = (&'static str, String);

/// The columns of the rows.
pub(crate) fn columns(explain: Explain) -> SchemaRef {
    let field = |name| Field::new(name, DataType::Utf8, false);
    Arc::new(Schema::new(match explain.json {
        true => vec![json_field("QUERY PLAN")],
        false => vec![field("plan_type"), field("plan")],
    }))
}

/// A column of JSON.
fn json_field(name: &str) -> Field {
    Field::new(name, DataType::Utf8, false).with_metadata(json_field_metadata())
}

/// What is known before anything is sent: one line per scan, what is dear about it, and DataFusion's plans.
pub(crate) fn planned(
    logical: &LogicalPlan,
    physical: &dyn ExecutionPlan,
    estimate: &Estimate,
) -> Vec<Line> {
    let scans = estimate.scans.iter().map(|scan| scan.access.clone());
    let mut lines: Vec<Line> = scans.map(|access| ("requests", access)).collect();
    lines.extend(
        estimate
            .advice
            .iter()
            .map(|advice| ("warning", advice.clone())),
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

/// The lines as the statement's answer. As JSON they are one document, as PostgreSQL has it: an array of one object, whose members are what
/// the lines are of, each with its texts; `estimate` has the numbers.
pub(crate) fn rows(
    explain: Explain,
    lines: Vec<Line>,
    estimate: Option<&Estimate>,
) -> Result<RecordBatch> {
    let columns = columns(explain);
    if explain.json {
        let document: ArrayRef = Arc::new(StringArray::from(vec![document(lines, estimate)]));
        return Ok(RecordBatch::try_new(columns, vec![document])?);
    }
    let (names, texts): (Vec<_>, Vec<_>) = lines
        .into_iter()
        .map(|(name, text)| (name, text.trim_end().to_owned()))
        .unzip();
    let arrays: Vec<ArrayRef> = vec![
        Arc::new(StringArray::from(names)),
        Arc::new(StringArray::from(texts)),
    ];
    Ok(RecordBatch::try_new(columns, arrays)?)
}

fn document(lines: Vec<Line>, estimate: Option<&Estimate>) -> String {
    let mut members: IndexMap<&str, Vec<String>> = IndexMap::new();
    for (name, text) in lines {
        let texts = members.entry(name).or_default();
        texts.push(text.trim_end().to_owned());
    }
    let mut object = serde_json::Map::new();
    for (name, texts) in members {
        object.insert(name.to_owned(), json!(texts));
    }
    if let Some(estimate) = estimate {
        let scans = estimate.scans.iter().map(|scan| {
            json!({
                "table": scan.table, "access": scan.access, "requests": scan.requests,
                "exact": scan.exact,
            })
        });
        let numbers = json!({
            "requests": estimate.requests, "exact": estimate.exact, "rows": estimate.rows,
            "seconds": estimate.seconds, "scans": scans.collect::<Vec<_>>(),
        });
        object.insert("estimate".to_owned(), numbers);
    }
    json!([object]).to_string()
}
