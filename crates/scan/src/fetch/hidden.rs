//! Rows that a count endpoint counts and that the list leaves out: an archived order is no row of `/orders`, and `/orders/{id}` shows it
//! with `is_deleted`. Counts of ranges of ids narrow them down, among the ids that the list does not have.

use futures::stream::{self, StreamExt, TryStreamExt};
use storeql_client::ErrorKind as ClientKind;

use super::key_range::KeyReading;
use super::known_keys::sizes;
use super::total::{incomplete, unexplained};
use crate::error::{Error, ErrorKind, Result};

/// Ranges of ids, both ends included.
type Ranges = Vec<(i64, i64)>;

/// Rows that are looked for one by one.
const MOST: u64 = 100;
/// Ids behind the last row of the list among which hidden rows are looked for.
const BEHIND: i64 = 1 << 20;

impl KeyReading<'_> {
    /// An error, unless the list leaves out each row that the store counts beyond those of the list.
    pub(super) async fn explain(&mut self, said: u64) -> Result<()> {
        self.known.settle();
        let list = self.pages.list.clone();
        let read = self.known.count();
        let missing = said.saturating_sub(read);
        let keys = &self.pages.keys;
        let last = self.known.last().unwrap_or_default();
        let low = keys.low.unwrap_or(1).min(last);
        let high = keys.high.unwrap_or_else(|| last.saturating_add(BEHIND));
        if missing > MOST || list.hidden_row(low).is_none() {
            return Err(incomplete(&list, read, said));
        }
        let behind = last.saturating_add(1);
        let above = match self.count(behind, keys.high).await? {
            Some(above) if above <= missing => above,
            _ => return Err(incomplete(&list, read, said)),
        };
        let mut open = vec![
            (self.known.gaps(low, last), missing - above),
            (self.known.gaps(behind, high), above),
        ];
        while let Some((gaps, rows)) = open.pop() {
            let ids = sizes(&gaps);
            if rows == 0 {
                continue;
            }
            if rows > ids {
                return Err(incomplete(&list, read, said));
            }
            if rows == ids {
                let hidden = gaps.iter().flat_map(|(low, high)| *low..=*high);
                stream::iter(hidden)
                    .map(Ok)
                    .try_for_each_concurrent(self.scan.width, |id| self.is_hidden(id))
                    .await?;
                continue;
            }
            let (left, right) = halves(&gaps, ids / 2);
            let (Some(first), Some(end)) = (left.first(), left.last()) else {
                return Err(incomplete(&list, read, said));
            };
            let listed = (end.1.abs_diff(first.0) + 1) - sizes(&left);
            let found = match self.count(first.0, Some(end.1)).await? {
                Some(count) if (listed..=listed + rows).contains(&count) => count - listed,
                // Rows have come or gone, or the counts contradict each other.
                _ => return Err(incomplete(&list, read, said)),
            };
            open.push((right, rows - found));
            open.push((left, found));
        }
        Ok(())
    }

    /// How many rows the store counts from `low` on, up to `high`.
    async fn count(&self, low: i64, high: Option<i64>) -> Result<Option<u64>> {
        match self.pages.list.count_between(low, high) {
            Some(request) => self.scan.ask_count(&self.pages.list, &request).await,
            None => Ok(None),
        }
    }

    /// An error, unless the store shows the row `id` as one that the list leaves out.
    async fn is_hidden(&self, id: i64) -> Result<()> {
        let list = &self.pages.list;
        let hidden = list.total.as_ref().and_then(|total| total.hidden());
        let (Some(hidden), Some(request)) = (hidden, list.hidden_row(id)) else {
            return Err(unexplained(list, id, "is not shown by itself"));
        };
        self.scan.plan(1)?;
        let source = self.scan.fetcher.source();
        let page = match source.client.page(&request, source.metrics.meter()).await {
            Ok(page) => page,
            Err(error) if error.kind == ClientKind::NotFound => {
                return Err(unexplained(list, id, "is not found by itself"));
            }
            Err(error) => return Err(error.into()),
        };
        let row = serde_json::from_slice::<serde_json::Value>(&page.body[page.rows]);
        let row = row.map_err(|error| Error::new(ErrorKind::Protocol, error.to_string()))?;
        match row.get(&hidden.member) == Some(&serde_json::Value::Bool(true)) {
            true => Ok(()),
            false => {
                let what = format!("is shown by itself, and not with {}", hidden.member);
                Err(unexplained(list, id, &what))
            }
        }
    }
}

/// Cuts ranges in two, the first with so many keys.
fn halves(ranges: &[(i64, i64)], mut keys: u64) -> (Ranges, Ranges) {
    let (mut left, mut right) = (Vec::new(), Vec::new());
    for range in ranges {
        let size = sizes(&[*range]);
        if size <= keys {
            keys -= size;
            left.push(*range);
        } else if keys == 0 {
            right.push(*range);
        } else {
            let middle = range.0.saturating_add_unsigned(keys - 1);
            left.push((range.0, middle));
            right.push((middle + 1, range.1));
            keys = 0;
        }
    }
    (left, right)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_have_the_keys_between_them() {
        let ranges = [(1, 2), (5, 9), (20, 20)];
        assert_eq!(
            halves(&ranges, 4),
            (vec![(1, 2), (5, 6)], vec![(7, 9), (20, 20)])
        );
        assert_eq!(halves(&ranges, 2), (vec![(1, 2)], vec![(5, 9), (20, 20)]));
    }
}
