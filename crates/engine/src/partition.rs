//! A part of a query's rows that another process can read: which part, of which statement, against which definition.
//!
//! This file has the part itself and what is pure about it; which queries are cut stands in `partitioning`.

use std::hash::{DefaultHasher, Hash, Hasher};

use serde::{Deserialize, Serialize};

use crate::error::{Error, ErrorKind, Result};

/// A part of a query's rows. Every row of the query is in one of its parts.
///
/// It goes to another process as JSON, which holds the statement's text, the table, a range of its key, and two hashes: of
/// the store, and of the definitions that the statement was planned against. It holds no credential: the process that reads
/// it has a connection of its own.
///
/// ```no_run
/// # async fn example(session: storeql_engine::Session, elsewhere: storeql_engine::Session) -> Result<(), storeql_engine::Error> {
/// use storeql_engine::Partition;
///
/// let prepared = session.prepare("SELECT id, total_inc_tax FROM orders").await?;
/// for partition in prepared.partitions().await? {
///     let text = partition.to_json()?;
///     let run = elsewhere.read(&Partition::from_json(&text)?).await?;
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Partition {
    pub(crate) statement: String,
    /// A hash of the store's address.
    pub(crate) store: String,
    /// The part; none is the whole.
    pub(crate) part: Option<Part>,
    /// A hash of the plan and of the definitions behind it.
    pub(crate) definition: String,
}

/// The rows of one table whose key lies in a range. Both ends belong to it; an end that is absent is open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Part {
    pub(crate) table: String,
    pub(crate) column: String,
    pub(crate) first: Option<i64>,
    pub(crate) last: Option<i64>,
}

impl Partition {
    /// As text, for another process.
    pub fn to_json(&self) -> Result<String> {
        let text = serde_json::to_string(self);
        text.map_err(|error| Error::new(ErrorKind::Internal, error.to_string()))
    }

    /// The partition that [`to_json`](Self::to_json) gave.
    pub fn from_json(text: &str) -> Result<Self> {
        serde_json::from_str(text).map_err(|error| {
            let message = format!("this is no partition of a query: {error}");
            Error::new(ErrorKind::InvalidValue, message)
        })
    }

    /// The refusal to read it.
    pub(crate) fn refused(&self, why: &str) -> Error {
        let table = match &self.part {
            Some(part) => format!(" of {}", part.table),
            None => String::new(),
        };
        let message = format!(
            "the partition{table} cannot be read here: {why}; ask the query for its partitions again"
        );
        Error::new(ErrorKind::InvalidValue, message)
    }
}

/// Cuts the keys from `low` to `high` into `count` ranges of one width. The first and the last are open, for keys that come
/// later: `(1, 100, 2)` gives `..=50` and `51..`.
pub(crate) fn ranges(low: i64, high: i64, count: u64) -> Vec<(Option<i64>, Option<i64>)> {
    let (low, span) = (i128::from(low), i128::from(high) - i128::from(low) + 1);
    let count = i128::from(count.max(1)).min(span.max(1));
    let ends = (1..count).map(|cut| i64::try_from(low + span * cut / count - 1).ok());
    let mut ranges = Vec::new();
    let mut first = None;
    for end in ends.flatten() {
        ranges.push((first, Some(end)));
        first = end.checked_add(1);
    }
    ranges.push((first, None));
    ranges
}

/// A hash that a process of the same build computes alike. Another build may refuse, and never mistakes one for another.
pub(crate) fn fingerprint(of: &[String]) -> String {
    // Its keys are fixed, unlike those of a map's hasher.
    let mut hasher = DefaultHasher::new();
    of.hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_key_is_in_one_range(low in any::<i64>(), more in any::<u64>(), count in 0u64..40, key in any::<i64>()) {
            let high = low.saturating_add_unsigned(more);
            let ranges = ranges(low, high, count);
            let holds = |(first, last): &&(Option<i64>, Option<i64>)| {
                first.is_none_or(|first| first <= key) && last.is_none_or(|last| key <= last)
            };
            prop_assert_eq!(ranges.iter().filter(holds).count(), 1);
            prop_assert!(ranges.len() as u64 <= count.max(1));
        }
    }

    #[test]
    fn ranges_are_of_one_width() {
        assert_eq!(ranges(1, 100, 2), [(None, Some(50)), (Some(51), None)]);
        assert_eq!(ranges(7, 7, 16), [(None, None)]);
    }

    #[test]
    fn a_text_that_is_no_partition_is_refused() {
        for text in [
            "",
            "{}",
            r#"{"statement":"SELECT 1","store":"","part":null,"definition":"","token":"x"}"#,
        ] {
            let error = Partition::from_json(text).unwrap_err();
            assert_eq!(error.kind, ErrorKind::InvalidValue, "{text}");
        }
    }
}
