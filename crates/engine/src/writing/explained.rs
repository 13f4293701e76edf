//! What EXPLAIN says of a write: how many rows, which requests, which keys. Nothing is sent for it.

use std::sync::Arc;

use storeql_catalog::Table;
use storeql_write::{Change, ReadNeeded, Value, WritePlan, address_of, read_needed};

use super::change::shown;

/// Requests and keys that are shown.
const SHOWN: usize = 20;

/// Kind and text of a line.
type Line = (&'static str, String);

/// Every request with its body, as it would be sent; secrets are `****`. What a row adds that is read before its request is not in it.
pub(super) fn requests(table: &Arc<Table>, plan: &WritePlan) -> Vec<Line> {
    let mut lines = first(table, plan);
    lines.extend(plan.requests().iter().map(|request| {
        let body = request.body().unwrap_or_default();
        let text = format!("{} {} {body}", request.method(), request.target());
        ("request", text)
    }));
    lines
}

/// How many rows and requests, and what is read before them.
fn first(table: &Arc<Table>, plan: &WritePlan) -> Vec<Line> {
    let rows = plan.change().numbers().len();
    let same = plan.unchanged().len();
    let mut lines = vec![(
        "write",
        format!(
            "{} {}: rows {rows}, of them unchanged {same}; requests that write {}",
            plan.change().verb().word(),
            table.name,
            plan.requests().len()
        ),
    )];
    if let Change::Update { columns, .. } = plan.change() {
        let first = match read_needed(table, columns) {
            Ok(ReadNeeded::Row) => {
                Some("each row is read before its request, which carries more than what changes")
            }
            Ok(ReadNeeded::Siblings) => {
                Some("all rows below the same parent are read before a request, which carries them")
            }
            _ => None,
        };
        lines.extend(first.map(|first| ("read", first.to_owned())));
    }
    lines
}

/// What EXPLAIN says.
pub(super) fn lines(table: &Arc<Table>, plan: &WritePlan) -> Vec<Line> {
    let requests = plan.requests();
    let mut lines = first(table, plan);
    for request in requests.iter().take(SHOWN) {
        let rows = request.rows().len();
        let rows = match rows {
            1 => "1 row".to_owned(),
            rows => format!("{rows} rows"),
        };
        let text = format!("{} {}: {rows}", request.method(), request.target());
        lines.push(("request", text));
    }
    if requests.len() > SHOWN {
        lines.push(("request", format!("and {} more", requests.len() - SHOWN)));
    }
    lines.extend(keys(table, plan.change()).map(|keys| ("keys", keys)));
    lines
}

/// The first addresses: `id: 7; 8; 9`.
fn keys(table: &Arc<Table>, change: &Change) -> Option<String> {
    let addresses: Vec<&Vec<Value>> = match change {
        Change::Update { rows, .. } => rows.iter().map(|row| &row.address).collect(),
        Change::Delete { rows } => rows.iter().map(|row| &row.address).collect(),
        Change::Insert { .. } | Change::Upsert { .. } => return None,
    };
    let one = |address: &&Vec<Value>| {
        let values: Vec<String> = address.iter().map(shown).collect();
        values.join(", ")
    };
    let first: Vec<String> = addresses.iter().take(SHOWN).map(one).collect();
    let more = match addresses.len().checked_sub(SHOWN) {
        Some(more) if more > 0 => format!("; and {more} more"),
        _ => String::new(),
    };
    let names = address_of(table, change.verb()).join(", ");
    (!first.is_empty()).then(|| format!("{names}: {}{more}", first.join("; ")))
}
