//! A table of the store: the rows as they came, those that a request changed, and those that one added. Rows are found by what their
//! fields say without a walk over the table, so that a write costs what it changes.

use std::collections::HashMap;

use serde_json::Value;

use super::cell::Cell;
use super::index::Indexes;
use super::row_request::{RowRequest, write_value};
use super::table::Table;
use super::visits;

/// A table that can be written to. A row that was changed or added is held whole, with all that `include` may ask for.
pub(crate) struct Stored {
    base: Box<dyn Table>,
    /// The places of the rows that are there, in their order: those of the base, then those that were added. A row keeps its place.
    places: Vec<usize>,
    /// The place of the next row that is added.
    next: usize,
    /// The rows that were changed or added, by their place.
    held: HashMap<usize, Value>,
    indexes: Indexes,
    /// The highest number of any row so far.
    highest: Option<i64>,
}

impl Stored {
    /// The table, as it is before the first change.
    pub(crate) fn new(base: Box<dyn Table>) -> Self {
        Self {
            places: (0..base.len()).collect(),
            next: base.len(),
            base,
            held: HashMap::new(),
            indexes: Indexes::default(),
            highest: None,
        }
    }

    fn cell_at<'a>(&'a self, place: usize, field: &str) -> Cell<'a> {
        visits::count();
        match self.held.get(&place) {
            Some(row) => Cell::of_row(row, field),
            None => self.base.cell(place, field),
        }
    }

    /// The place of a row of the base.
    fn of_base(&self, index: usize) -> Option<usize> {
        let place = self.places.get(index).copied();
        place.filter(|place| *place < self.base.len())
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
        let place = self.next;
        self.next += 1;
        self.places.push(place);
        self.hold(place, row);
    }

    /// Puts a row in the place of another.
    pub(crate) fn set(&mut self, index: usize, row: Value) {
        if let Some(place) = self.places.get(index).copied() {
            self.forget(place);
            self.hold(place, row);
        }
    }

    /// Takes rows out.
    pub(crate) fn remove(&mut self, indexes: &[usize]) {
        let mut gone = indexes.to_vec();
        gone.sort_unstable();
        gone.dedup();
        let Some(mut end) = gone.first().copied() else {
            return;
        };
        for index in &gone {
            self.forget(self.places[*index]);
        }
        // What stands between two of them moves up in one piece.
        let until = gone.iter().skip(1).copied().chain([self.places.len()]);
        for (index, until) in gone.iter().zip(until) {
            self.places.copy_within(index + 1..until, end);
            end += until - index - 1;
        }
        self.places.truncate(end);
    }

    fn hold(&mut self, place: usize, row: Value) {
        self.indexes.add(place, |field| Cell::of_row(&row, field));
        self.held.insert(place, row);
    }

    fn forget(&mut self, place: usize) {
        let (held, base) = (self.held.remove(&place), &self.base);
        let cell = |field: &str| match &held {
            Some(row) => Cell::of_row(row, field),
            None => base.cell(place, field),
        };
        self.indexes.remove(place, cell);
    }
}

impl Table for Stored {
    fn len(&self) -> usize {
        self.places.len()
    }

    fn cell<'a>(&'a self, index: usize, field: &str) -> Cell<'a> {
        match self.places.get(index) {
            Some(place) => self.cell_at(*place, field),
            None => Cell::Null,
        }
    }

    fn row(&self, index: usize, include: &[&str]) -> Value {
        visits::count();
        let Some(place) = self.places.get(index) else {
            return Value::Null;
        };
        match self.held.get(place) {
            Some(row) => row.clone(),
            None => self.base.row(*place, include),
        }
    }

    fn write(&self, index: usize, request: &RowRequest<'_>, out: &mut Vec<u8>) {
        match self.places.get(index) {
            Some(place) if !self.held.contains_key(place) => self.base.write(*place, request, out),
            _ => write_value(self.row(index, &request.include), request, out),
        }
    }

    fn is_listed(&self, index: usize) -> bool {
        let place = self.of_base(index);
        place.is_none_or(|place| self.base.is_listed(place))
    }

    fn is_counted(&self, index: usize) -> bool {
        let place = self.of_base(index);
        place.is_none_or(|place| self.base.is_counted(place))
    }

    fn with(&self, wanted: &[(&str, &str)]) -> Vec<usize> {
        let cell = |place: usize, field: &str| self.cell_at(place, field);
        let places = self.indexes.with(wanted, self.places.iter().copied(), cell);
        let index = |place: &usize| self.places.binary_search(place).ok();
        places.iter().filter_map(index).collect()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::table::Values;
    use super::*;
    use crate::random::Random;

    #[test]
    fn rows_are_changed_added_and_taken_out() {
        let rows = (1..=5).map(|id| json!({ "id": id, "name": format!("row {id}") }));
        let mut table = Stored::new(Box::new(Values(rows.collect())));
        table.set(3, json!({ "id": 4, "name": "other" }));
        assert_eq!(table.next_number("id"), 6);
        table.add(json!({ "id": 6, "name": "new" }));
        table.remove(&[0, 2]);
        let ids = |table: &Stored| -> Vec<Value> {
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

    /// Rows are found as a walk over the table finds them, whatever was written before.
    #[test]
    fn rows_are_found_as_by_a_walk() {
        let row = |random: &mut Random, id: i64| {
            let (name, group) = (random.below(9), random.below(4));
            json!({ "id": id, "name": format!("Row {name}"), "of": { "group": group }, "ids": [name, group] })
        };
        let mut random = Random::at(1, "rows", 0);
        let base = (1..=30).map(|id| row(&mut random, id)).collect();
        let mut table = Stored::new(Box::new(Values(base)));
        for step in 0..400 {
            let index = random.below(table.len() + 1);
            match random.below(4) {
                0 => {
                    let id = table.next_number("id");
                    table.add(row(&mut random, id));
                }
                1 if table.len() > 20 => table.remove(&[index % table.len(), 3, 7]),
                _ if index < table.len() => {
                    let id = table.row(index, &[])["id"].as_i64().unwrap_or_default();
                    table.set(index, row(&mut random, id));
                }
                _ => {}
            }
            let (name, group) = (random.below(9), random.below(4).to_string());
            let name = format!("row {name}");
            let all = (0..table.len())
                .map(|index| table.row(index, &[]))
                .collect();
            let walked = Values(all);
            for wanted in [
                vec![("name", name.as_str())],
                vec![("of.group", group.as_str()), ("name", &name)],
                vec![("ids", &group)],
            ] {
                assert_eq!(table.with(&wanted), walked.with(&wanted), "step {step}");
            }
        }
    }
}
