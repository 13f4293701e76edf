//! What a statement is expected to cost before it is sent, as data. EXPLAIN's text is made from it. Sends nothing.

use datafusion::physical_plan::statistics::{StatisticsArgs, StatisticsContext};
use datafusion::physical_plan::{ExecutionPlan, displayable};

use crate::cost::{Asking, Expected};

/// Requests of one scan above which it is told how to be cheaper, where `MaxRequests` names no other number: what a store on
/// the smallest plan allows in half a minute.
const MANY: u64 = 150;
/// Requests that are under way at once, where the store is not asked for less.
const SIDE_BY_SIDE: u64 = 10;

/// What a statement is expected to cost.
///
/// ```no_run
/// # async fn example(prepared: storeql_engine::Prepared) -> Result<(), storeql_engine::Error> {
/// let estimate = prepared.estimate(storeql_engine::Parameters::none()).await?;
/// if estimate.requests > 1_000 {
///     eprintln!("about {} requests; {}", estimate.requests, estimate.advice.join("; "));
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Estimate {
    /// Requests, without repeated ones.
    pub requests: u64,
    /// The number of requests follows from what the statement names or the store has told. Otherwise it is a guess.
    pub exact: bool,
    /// Rows of the result, at a guess; none where the store has not told how many rows a table has that it reads.
    pub rows: Option<u64>,
    /// Seconds, by the answers that the session has had; none before the first. Waits for the store's allowance come on top.
    pub seconds: Option<f64>,
    /// What makes scans with many requests cheaper, a sentence each.
    pub advice: Vec<String>,
    /// The nodes of the plan that send requests, in the plan's order.
    pub scans: Vec<ScanEstimate>,
}

/// What one scan is expected to cost.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ScanEstimate {
    /// The table that it reads.
    pub table: String,
    /// Its requests in words: `orders: GET /v2/orders?limit=250 (by key ranges)`.
    pub access: String,
    /// Requests, without repeated ones. Of a scan that waits for a join's keys it is what its list would cost without them.
    pub requests: u64,
    /// As [`Estimate::exact`], for this scan.
    pub exact: bool,
}

/// What a plan is expected to cost; `milliseconds` is what an answer took so far.
pub(crate) fn of_plan(
    plan: &dyn ExecutionPlan,
    max_requests: Option<u64>,
    milliseconds: Option<f64>,
) -> Estimate {
    let asking = Asking::all(plan);
    let expected: Vec<Expected> = asking.iter().map(|one| one.expected()).collect();
    let scans = asking.iter().zip(&expected);
    let scans = scans.map(|(one, expected)| ScanEstimate {
        table: one.table().to_owned(),
        access: access(one.node()),
        requests: expected.requests,
        exact: expected.exact,
    });
    let scans: Vec<ScanEstimate> = scans.collect();
    let requests = expected.iter().map(|one| one.requests);
    let requests = requests.fold(0, u64::saturating_add);
    let most = max_requests.unwrap_or(MANY);
    let advice = asking.iter().zip(&expected);
    let advice = advice.filter_map(|(one, expected)| one.warning(expected, most));
    let known = expected.iter().all(|one| one.known_rows);
    let rows = StatisticsContext::new().compute(plan, &StatisticsArgs::new());
    let rows = rows
        .ok()
        .and_then(|rows| rows.num_rows.get_value().copied());
    Estimate {
        requests,
        exact: expected.iter().all(|one| one.exact),
        rows: rows.filter(|_| known).map(|rows| rows as u64),
        seconds: milliseconds.map(|milliseconds| seconds(requests, milliseconds)),
        advice: advice.collect(),
        scans,
    }
}

fn seconds(requests: u64, milliseconds: f64) -> f64 {
    // Requests are fewer than 2^52 by far.
    requests.div_ceil(SIDE_BY_SIDE) as f64 * milliseconds / 1_000.0
}

/// A node's requests in words, without the node's name.
fn access(node: &dyn ExecutionPlan) -> String {
    let line = displayable(node).one_line().to_string();
    let text = line.trim().split_once(": ");
    text.map(|(_, rest)| rest.to_owned()).unwrap_or(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_side_by_side_take_the_time_of_one() {
        assert_eq!(seconds(10, 250.0), 0.25);
        assert_eq!(seconds(11, 250.0), 0.5);
        assert_eq!(seconds(0, 250.0), 0.0);
    }
}
