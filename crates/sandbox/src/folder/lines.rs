//! Rows of a data folder, kept as the lines they came as and completed when they are asked for; the fields by which the API
//! filters and sorts are kept beside them.

use std::collections::{HashMap, HashSet};

use serde_json::{Map, Value};

use super::complete::Template;
use crate::rows::{Cell, Table};
use crate::time;

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
                    .push(cell_of(&row, field));
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

/// A field for filters and sorts; moments become numbers once, not at every request.
fn cell_of(row: &Value, field: &str) -> Cell<'static> {
    let text = |field: &str| row.get(field).and_then(Value::as_str).unwrap_or_default();
    let number = |field: &str| row.get(field).and_then(Value::as_f64).unwrap_or_default();
    match field {
        "full_name" => {
            return Cell::Text(format!("{} {}", text("first_name"), text("last_name")).into());
        }
        "keyword" => {
            return Cell::Text(
                format!("{} {} {}", text("name"), text("sku"), text("description")).into(),
            );
        }
        "inventory_low" => {
            return Cell::Flag(number("inventory_level") <= number("inventory_warning_level"));
        }
        "store_credit" => {
            let credit = &row["store_credit_amounts"][0]["amount"];
            return Cell::Number(credit.as_f64().unwrap_or_default());
        }
        "out_of_stock" => return Cell::Flag(number("inventory_level") <= 0.0),
        _ => {}
    }
    match Cell::at(row, field) {
        Cell::Text(text) if field.starts_with("date_") => match time::parse(&text) {
            Some(moment) => Cell::Int(moment),
            None => Cell::Null,
        },
        Cell::Text(text) => Cell::Text(text.into_owned().into()),
        Cell::Null => Cell::Null,
        Cell::Flag(flag) => Cell::Flag(flag),
        Cell::Int(number) => Cell::Int(number),
        Cell::Number(number) => Cell::Number(number),
        Cell::Ids(ids) => Cell::Ids(ids),
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
