//! Rows of a data folder, kept as the lines they came as and completed when they are asked for; the fields by which the API
//! filters and sorts are kept beside them.

use std::collections::{HashMap, HashSet};

use serde_json::{Map, Value};

use crate::rows::{Cell, Table};
use crate::template::Template;

/// What a resource adds to a completed row.
pub(crate) type Finish = fn(&mut Map<String, Value>, &Template);

/// Rows that stand in one file.
pub(crate) struct Lines {
    lines: Vec<Box<str>>,
    key: &'static str,
    template: Template,
    finish: Finish,
    /// Rows of other files that hang below these, by this row's key.
    children: HashMap<i64, Vec<(&'static str, Value)>>,
    cells: HashMap<&'static str, Vec<Cell<'static>>>,
}

impl Lines {
    /// Takes lines, in the order of their keys, and works out the fields that the API filters and sorts by.
    pub(crate) fn new(
        lines: Vec<Box<str>>,
        key: &'static str,
        template: Template,
        finish: Finish,
        children: HashMap<i64, Vec<(&'static str, Value)>>,
        fields: &HashSet<&'static str>,
    ) -> Self {
        let mut table = Self {
            lines,
            key,
            template,
            finish,
            children,
            cells: HashMap::new(),
        };
        let mut numbered: Vec<(i64, usize)> = Vec::new();
        for index in 0..table.lines.len() {
            numbered.push((
                table
                    .complete(index)
                    .get(key)
                    .and_then(Value::as_i64)
                    .unwrap_or_default(),
                index,
            ));
        }
        if !numbered.is_sorted() {
            numbered.sort_by_key(|(id, _)| *id);
            let mut lines: Vec<Option<Box<str>>> = table.lines.into_iter().map(Some).collect();
            table.lines = numbered
                .iter()
                .filter_map(|(_, index)| lines[*index].take())
                .collect();
        }
        for index in 0..table.lines.len() {
            let row = Value::Object(table.complete(index));
            for field in fields {
                table
                    .cells
                    .entry(field)
                    .or_default()
                    .push(Cell::of_row(&row, field));
            }
        }
        table
    }

    fn complete(&self, index: usize) -> Map<String, Value> {
        let mut given: Map<String, Value> =
            serde_json::from_str(&self.lines[index]).unwrap_or_default();
        let id = given
            .get(self.key)
            .and_then(Value::as_i64)
            .unwrap_or_default();
        for (field, child) in self.children.get(&id).into_iter().flatten() {
            let child = self.template.element(field, child.clone());
            if let Value::Array(rows) = given
                .entry(*field)
                .or_insert_with(|| Value::Array(Vec::new()))
            {
                rows.push(child);
            }
        }
        let mut row = self.template.complete(given);
        (self.finish)(&mut row, &self.template);
        row
    }
}

impl Table for Lines {
    fn len(&self) -> usize {
        self.lines.len()
    }

    fn cell<'a>(&'a self, index: usize, field: &str) -> Cell<'a> {
        self.cells
            .get(field)
            .and_then(|cells| cells.get(index))
            .cloned()
            .unwrap_or(Cell::Null)
    }

    fn row(&self, index: usize, _: &[&str]) -> Value {
        Value::Object(self.complete(index))
    }
}
