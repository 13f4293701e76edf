//! The rows beyond the end of a range of times that a total has counted too many.

use arrow::array::cast::AsArray;
use arrow::datatypes::TimestampMicrosecondType;
use futures::stream::TryStreamExt;

use super::fetcher::Source;
use super::lists::rows;
use crate::decode::PageReader;
use crate::error::Result;
use crate::plan::Edge;
use crate::predicate::Value;

/// Counts the rows beyond an end: asks how many there are around it, and reads these where there are some.
pub async fn rows_beyond(edge: &Edge, source: &Source) -> Result<u64> {
    source.metrics.plan(1)?;
    if source.total(&edge.plan.table, &edge.question).await? == Some(0) {
        return Ok(0);
    }
    let reader = PageReader::of_columns(&edge.plan, std::slice::from_ref(&edge.column))?;
    let beyond = |time: i64| {
        let (time, end) = (Value::Time(time), &edge.bound.value);
        match edge.is_low {
            true => time < *end || (time == *end && !edge.bound.inclusive),
            false => time > *end || (time == *end && !edge.bound.inclusive),
        }
    };
    rows(edge.plan.clone(), reader, source.clone())
        .try_fold(0, async |sum, page| {
            let times = page
                .batch
                .column(0)
                .as_primitive::<TimestampMicrosecondType>();
            Ok(sum + times.iter().flatten().filter(|time| beyond(*time)).count() as u64)
        })
        .await
}
