//! Values that do not fit their column. Without leave they end the query; with it they are NULL, and are counted here, one
//! warning a column however many there are.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// What becomes of a value that does not fit.
#[derive(Debug, Clone)]
pub struct OnInvalid {
    /// It ends the query; otherwise it becomes NULL.
    pub fails: bool,
    /// Where what became NULL is counted.
    pub values: Arc<InvalidValues>,
}

impl Default for OnInvalid {
    fn default() -> Self {
        Self {
            fails: true,
            values: Arc::default(),
        }
    }
}

/// What there is a warning for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Problem {
    /// A value did not fit its column.
    Misfit,
    /// A row came without its key, or without any member of its table.
    RowWithout,
}

type Place = (Problem, String, String);

/// The values of one run that are NULL because they did not fit, or because their row lacks its key.
#[derive(Debug, Default)]
pub struct InvalidValues {
    /// By problem, table and column.
    columns: Mutex<BTreeMap<Place, ColumnWarning>>,
}

#[derive(Debug, Default)]
struct ColumnWarning {
    count: u64,
    first: String,
}

impl InvalidValues {
    /// Counts one value; the first of a column is kept as its example.
    pub(super) fn add(
        &self,
        problem: Problem,
        table: &str,
        column: &str,
        sentence: impl FnOnce() -> String,
    ) {
        let mut columns = self.columns.lock().unwrap_or_else(PoisonError::into_inner);
        let warning = columns
            .entry((problem, table.to_owned(), column.to_owned()))
            .or_insert_with(|| ColumnWarning {
                count: 0,
                first: sentence(),
            });
        warning.count += 1;
    }

    /// How many there were.
    pub fn count(&self) -> u64 {
        let columns = self.columns.lock().unwrap_or_else(PoisonError::into_inner);
        columns.values().map(|warning| warning.count).sum()
    }

    /// One sentence a column.
    pub fn warnings(&self) -> Vec<String> {
        let columns = self.columns.lock().unwrap_or_else(PoisonError::into_inner);
        let sentence = |((problem, table, column), warning): (&Place, &ColumnWarning)| {
            let ColumnWarning { count, first } = warning;
            let s = if *count == 1 { "" } else { "s" };
            match problem {
                Problem::Misfit => format!(
                    "{count} value{s} of {table}.{column} did not fit and became NULL, the first where {first}"
                ),
                Problem::RowWithout => format!(
                    "{count} row{s} of {table} came without {column}, which reads as NULL: {first}"
                ),
            }
        };
        columns.iter().map(sentence).collect()
    }
}

/// Whether `text` is one of the API's ways to say that there is no object: null, "", `[]`, `{}`.
pub(super) fn is_no_object(text: &str) -> bool {
    let inner = text
        .strip_prefix(['[', '{'])
        .and_then(|rest| rest.strip_suffix([']', '}']));
    matches!(text, "null" | "\"\"") || inner.is_some_and(|inner| inner.trim().is_empty())
}

/// The beginning of a value, for a message.
pub(super) fn shown(text: &str) -> String {
    const MOST: usize = 80;
    let text = text.trim();
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_warning_a_column_with_the_first_example() {
        let values = InvalidValues::default();
        values.add(Problem::Misfit, "orders", "total", || "a".to_owned());
        values.add(Problem::Misfit, "orders", "total", || "b".to_owned());
        values.add(Problem::Misfit, "orders", "id", || "c".to_owned());
        values.add(Problem::RowWithout, "orders", "id", || "{}".to_owned());
        assert_eq!(values.count(), 4);
        assert_eq!(
            values.warnings(),
            [
                "1 value of orders.id did not fit and became NULL, the first where c",
                "2 values of orders.total did not fit and became NULL, the first where a",
                "1 row of orders came without id, which reads as NULL: {}",
            ]
        );
    }

    #[test]
    fn nothing_has_many_names() {
        assert!(["null", "\"\"", "[]", "{ }"].into_iter().all(is_no_object));
        assert!(
            !["0", "\"a\"", "[1]", "{\"a\":1}", "false"]
                .into_iter()
                .any(is_no_object)
        );
    }
}
