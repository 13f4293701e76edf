//! Rows into requests: rows of one path together, never more than the API takes at once, each row once, in the statement's order.

use std::sync::Arc;

use indexmap::IndexMap;

use super::request::{PlannedRequest, path_of, template};
use super::step::{KeyedRow, KeyedRows, PlannedRow, Rows, Step};
use crate::address::{Filling, placeholders};

/// Characters that the lists of keys in an address have at most; the whole stays below 2,000.
const LONGEST_LIST: usize = 1_700;

/// The requests for rows that are created or changed.
pub(crate) fn written(
    step: &Arc<Step>,
    stage: usize,
    rows: Vec<PlannedRow>,
    most: usize,
) -> Vec<PlannedRequest> {
    let most = match step.endpoint.replaces {
        // All rows of the path go into one array, as the next array would take the place of this one.
        true => usize::MAX,
        false => most,
    };
    let groups = by_path(step, rows, |row| &row.filling);
    let parts = groups.into_iter().flat_map(|rows| split(rows, most, |_| 0));
    let request = |rows: Vec<PlannedRow>| PlannedRequest {
        step: Arc::clone(step),
        rows: Rows::Written(rows),
        stage,
    };
    parts.map(request).collect()
}

/// The requests with the method DELETE.
pub(crate) fn deleted(step: &Arc<Step>, rows: Vec<KeyedRow>) -> Vec<PlannedRequest> {
    let most = step.endpoint.batch as usize;
    let (_, query) = template(&step.endpoint);
    let listed: Vec<&str> = placeholders(query).collect();
    let length = |row: &KeyedRow| {
        let texts = listed.iter().filter_map(|name| row.key.filling().get(name));
        // A character may take three when it is encoded.
        texts.map(|text| text.len() * 3 + 1).sum()
    };
    let groups = by_path(step, rows, |row| row.key.filling());
    let parts = groups
        .into_iter()
        .flat_map(|rows| split(rows, most, length));
    let request = |rows: Vec<KeyedRow>| {
        Some(PlannedRequest {
            step: Arc::clone(step),
            rows: Rows::Deleted(KeyedRows::of(rows)?),
            stage: 0,
        })
    };
    parts.filter_map(request).collect()
}

/// Rows by the path that they share, each group where its first row stands.
fn by_path<T>(step: &Step, rows: Vec<T>, filling: impl Fn(&T) -> &Filling) -> Vec<Vec<T>> {
    let (path, _) = template(&step.endpoint);
    let mut groups: IndexMap<String, Vec<T>> = IndexMap::new();
    for row in rows {
        let path = path_of(path, filling(&row));
        groups.entry(path).or_default().push(row);
    }
    groups.into_values().collect()
}

fn split<T>(rows: Vec<T>, most: usize, length: impl Fn(&T) -> usize) -> Vec<Vec<T>> {
    let mut parts: Vec<Vec<T>> = Vec::new();
    let mut used = 0;
    for row in rows {
        let takes = length(&row);
        match parts.last_mut() {
            Some(part) if part.len() < most && used + takes <= LONGEST_LIST => {
                used += takes;
                part.push(row);
            }
            _ => {
                used = takes;
                parts.push(vec![row]);
            }
        }
    }
    parts
}
