//! A table behind requests that wrote: the rows as they came, those that a request changed, and those that one added.

use std::collections::HashMap;

use serde_json::Value;

use super::cell::Cell;
use super::row_request::{RowRequest, write_value};
use super::table::Table;

/// A table that can be written to. A row that was changed or added is held whole, with all that `include` may ask for.
pub(crate) struct Changed {
    base: Box<dyn Table>,
    /// The rows of the base that are still there, in their order.
    kept: Vec<usize>,
    /// Those of them that were changed, by their place in the base.
    over: HashMap<usize, Value>,
    /// The rows that were added, behind those of the base.
    added: Vec<Value>,
    /// The highest number of any row so far.
    highest: Option<i64>,
}

/// Where a row is held.
enum Place {
    Base(usize),
    Added(usize),
}

impl Changed {
    /// The table, as it is before the first change.
    pub(crate) fn new(base: Box<dyn Table>) -> Self {
        Self {
            kept: (0..base.len()).collect(),
            base,
            over: HashMap::new(),
            added: Vec::new(),
            highest: None,
        }
    }

    fn place(&self, index: usize) -> Place {
        match self.kept.get(index) {
            Some(place) => Place::Base(*place),
            None => Place::Added(index - self.kept.len()),
        }
    }

    /// The row, where it is held as it is shown.
    fn held(&self, index: usize) -> Option<&Value> {
        match self.place(index) {
            Place::Base(place) => self.over.get(&place),
            Place::Added(place) => self.added.get(place),
        }
    }

    /// A number above those of all rows that there were.
    pub(crate) fn next_number(&mut self, key: &str) -> i64 {
        let highest = self.highest.unwrap_or_else(|| {
            let numbers = (0..self.len()).filter_map(|index| self.cell(index, key).number());
            numbers.fold(0.0, f64::max) as i64
        });
        self.highest = Some(highest + 1);
        highest + 1
    }

    /// Adds a row behind all others.
    pub(crate) fn add(&mut self, row: Value) {
        self.added.push(row);
    }

    /// Puts a row in the place of another.
    pub(crate) fn set(&mut self, index: usize, row: Value) {
        match self.place(index) {
            Place::Base(place) => {
                self.over.insert(place, row);
            }
            Place::Added(place) => {
                if let Some(old) = self.added.get_mut(place) {
                    *old = row;
                }
            }
        }
    }

    /// Takes rows out.
    pub(crate) fn remove(&mut self, indexes: &[usize]) {
        let gone: std::collections::HashSet<usize> = indexes.iter().copied().collect();
        let (before, mut index) = (self.kept.len(), 0);
        let mut stays = || {
            index += 1;
            !gone.contains(&(index - 1))
        };
        self.kept.retain(|_| stays());
        let mut index = before;
        self.added.retain(|_| {
            index += 1;
            !gone.contains(&(index - 1))
        });
    }
}

impl Table for Changed {
    fn len(&self) -> usize {
        self.kept.len() + self.added.len()
    }

    fn cell<'a>(&'a self, index: usize, field: &str) -> Cell<'a> {
        match (self.held(index), self.place(index)) {
            (Some(row), _) => Cell::of_row(row, field),
            (None, Place::Base(place)) => self.base.cell(place, field),
            (None, Place::Added(_)) => Cell::Null,
        }
    }

    fn row(&self, index: usize, include: &[&str]) -> Value {
        match (self.held(index), self.place(index)) {
            (Some(row), _) => row.clone(),
            (None, Place::Base(place)) => self.base.row(place, include),
            (None, Place::Added(_)) => Value::Null,
        }
    }

    fn write(&self, index: usize, request: &RowRequest<'_>, out: &mut Vec<u8>) {
        match (self.held(index), self.place(index)) {
            (None, Place::Base(place)) => self.base.write(place, request, out),
            _ => write_value(self.row(index, &request.include), request, out),
        }
    }

    fn is_listed(&self, index: usize) -> bool {
        match self.place(index) {
            Place::Base(place) => self.base.is_listed(place),
            Place::Added(_) => true,
        }
    }

    fn is_counted(&self, index: usize) -> bool {
        match self.place(index) {
            Place::Base(place) => self.base.is_counted(place),
            Place::Added(_) => true,
        }
    }

    fn find(&self, field: &str, value: i64) -> Option<usize> {
        // Keys of rows do not change, so that the base finds its own.
        let in_base = self.base.find(field, value);
        let kept = in_base.and_then(|place| self.kept.binary_search(&place).ok());
        kept.or_else(|| {
            let added = self.kept.len()..self.len();
            added
                .into_iter()
                .find(|index| self.cell(*index, field) == Cell::Int(value))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::table::Values;
    use super::*;
    use serde_json::json;

    #[test]
    fn rows_are_changed_added_and_taken_out() {
        let rows = (1..=5).map(|id| json!({ "id": id, "name": format!("row {id}") }));
        let mut table = Changed::new(Box::new(Values(rows.collect())));
        table.set(3, json!({ "id": 4, "name": "other" }));
        assert_eq!(table.next_number("id"), 6);
        table.add(json!({ "id": 6, "name": "new" }));
        table.remove(&[0, 2]);
        let ids = |table: &Changed| -> Vec<Value> {
            (0..table.len())
                .map(|index| table.row(index, &[])["id"].take())
                .collect()
        };
        assert_eq!(ids(&table), [2, 4, 5, 6]);
        assert_eq!(table.find("id", 4), Some(1));
        assert_eq!(table.cell(1, "name"), Cell::text("other"));
        assert_eq!((table.find("id", 1), table.find("id", 6)), (None, Some(3)));
        table.remove(&[3]);
        assert_eq!(table.next_number("id"), 7);
        assert_eq!(ids(&table), [2, 4, 5]);
    }
}
