//! The requests whose totals are the counts of rows for each value of a column of which all values are known: how many products are
//! visible, and how many are not.
//!
//! Whether the totals are complete is seen when they are there: they add up to the total of all rows, or a row has another value, or
//! none.

use std::sync::Arc;

use storeql_catalog::{Catalog, Column, ColumnType, Table};
use storeql_client::Request;

use super::cardinality::TableRowCounts;
use super::count::counting;
use crate::predicate::{Constraints, Value};

/// Values of a column that are asked for, at most.
const MOST_VALUES: usize = 8;

/// How the rows of a table are counted for each value of a column.
#[derive(Debug, Clone, PartialEq)]
pub struct GroupCounting {
    /// Tells how many rows there are.
    pub whole: Request,
    /// Tell how many of them have a value.
    pub groups: Vec<(Value, Request)>,
    page_size: u32,
}

impl GroupCounting {
    /// Requests that are sent where the totals add up.
    pub fn requests(&self) -> u64 {
        1 + self.groups.len() as u64
    }

    /// Whether so many rows fit no more pages than there are values.
    pub fn rows_cost_less(&self, rows: u64) -> bool {
        rows.div_ceil(u64::from(self.page_size).max(1)) <= self.groups.len() as u64
    }
}

/// How the rows of `table` that `predicate` wants are counted for each value of `column`. None where its values are not known, where
/// the API would count other rows, or where the rows themselves are fewer requests by what is known of `known`.
pub fn counting_groups(
    catalog: &Catalog,
    table: &Arc<Table>,
    predicate: &Constraints,
    column: &str,
    known: &TableRowCounts,
) -> Option<GroupCounting> {
    let values = values(table.columns.get(column)?);
    let counts = !values.is_empty() && values.len() <= MOST_VALUES;
    if !counts || predicate.columns.contains_key(column) {
        return None;
    }
    let one = |predicate: &Constraints| {
        let counting = counting(catalog, table, predicate, false, known)?;
        let mut questions = counting.questions.into_iter();
        let question = questions.next()?;
        (counting.edges.is_empty() && questions.next().is_none()).then_some(question)
    };
    let of_value = |value: Value| {
        let mut of_group = predicate.clone();
        of_group.allow(column, vec![value.clone()]);
        Some((value, one(&of_group)?))
    };
    let found = GroupCounting {
        whole: one(predicate)?,
        groups: values.into_iter().map(of_value).collect::<Option<_>>()?,
        page_size: table.list.as_ref()?.max_page,
    };
    let of_table = known.of(&table.name);
    let cheaper = of_table.is_some_and(|rows| found.rows_cost_less(rows));
    (!cheaper).then_some(found)
}

/// Every value that the column has, where they are known.
fn values(column: &Column) -> Vec<Value> {
    match column.kind {
        ColumnType::Bool => vec![Value::Bool(true), Value::Bool(false)],
        ColumnType::Text => column.values.iter().cloned().map(Value::Text).collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn groups(table: &str, column: &str, known: Option<u64>) -> Vec<String> {
        let catalog = Catalog::builtin();
        let table = catalog.table(table).unwrap();
        let rows = TableRowCounts::default();
        known
            .into_iter()
            .for_each(|known| rows.note(&table.name, known));
        let found = counting_groups(catalog, table, &Constraints::default(), column, &rows);
        let found = found.into_iter().flat_map(|found| {
            let groups = found.groups.into_iter().map(|(_, request)| request);
            std::iter::once(found.whole).chain(groups)
        });
        found.map(|request| request.target()).collect()
    }

    #[test]
    fn one_total_for_each_value_where_that_is_less() {
        let asked = groups("products", "availability", None);
        let targets = [
            "",
            "availability=available&",
            "availability=disabled&",
            "availability=preorder&",
        ];
        assert_eq!(asked.len(), targets.len(), "{asked:?}");
        for (asked, wanted) in asked.iter().zip(targets) {
            assert!(asked.contains(wanted), "{asked} has no {wanted}");
            assert!(asked.contains("limit=1"), "{asked}");
        }
        assert_eq!(groups("products", "availability", Some(1_000)).len(), 4);
        // Three pages of rows are no more requests than three totals.
        assert!(groups("products", "availability", Some(750)).is_empty());
        assert_eq!(groups("products", "is_visible", Some(750)).len(), 3);
    }

    #[test]
    fn columns_that_the_list_does_not_filter_by_or_whose_values_are_not_known_are_read() {
        for column in ["name", "brand_id", "price_hidden_label"] {
            assert!(groups("products", column, None).is_empty(), "{column}");
        }
    }
}
