//! Whether the tables hold together: what one definition promises, and what it says of the others.
//!
//! Reading a file, and unknown words in it, is `read`'s business; the endpoints are in `validate_endpoints`, the writes in
//! `validate_writes`.

use std::sync::Arc;

use indexmap::IndexMap;

use crate::check::{Check, placeholders};
use crate::column::{Booleans, Column, ColumnType, Operator};
use crate::problem::{Problem, suggestion};
use crate::table::{Paging, Table};
use crate::validate_endpoints;
use crate::validate_writes;

/// Checks the whole catalogue; `files` has the file of every table that was just read.
pub(crate) fn all(
    tables: &IndexMap<String, Arc<Table>>,
    files: &IndexMap<String, String>,
    problems: &mut Vec<Problem>,
) {
    let mut names = IndexMap::new();
    for table in tables.values() {
        let file = files
            .get(&table.name)
            .cloned()
            .unwrap_or_else(|| format!("{}/{}.toml", table.area, table.name));
        let mut check = Check {
            table,
            tables,
            file,
            problems,
        };
        check.names();
        check.own_name(&mut names);
        check.columns();
        check.key();
        check.references();
        check.examples();
        validate_endpoints::all(&mut check);
        validate_writes::all(&mut check);
    }
}

impl<'a> Check<'a, '_> {
    fn names(&mut self) {
        for (place, name) in [("name", &self.table.name), ("area", &self.table.area)] {
            if !name.is_empty() && !is_snake_case(name) {
                self.problem(
                    place,
                    format!("`{name}` is not in snake_case"),
                    "small letters, digits and underscores",
                );
            }
        }
        if self.table.about.is_empty() && !self.table.name.is_empty() {
            self.problem("about", "is empty", "say in a sentence what a row is");
        }
    }

    /// Identifiers match whatever their case and underscores, so that two tables may not differ by these alone.
    fn own_name(&mut self, names: &mut IndexMap<String, &'a str>) {
        let table = self.table;
        for name in std::iter::once(&table.name).chain(&table.aliases) {
            if let Some(other) = names.insert(folded(name), &table.name) {
                self.problem(
                    "name",
                    format!("`{name}` reads the same as a name of `{other}`"),
                    "case and underscores do not count: choose another name or alias",
                );
            }
        }
    }

    fn columns(&mut self) {
        let table = self.table;
        let mut names: IndexMap<String, &str> = IndexMap::new();
        for column in table.columns.values() {
            let place = format!("columns.{}", column.name);
            if !is_snake_case(&column.name) {
                self.problem(
                    &place,
                    "is not in snake_case",
                    "small letters, digits and underscores; `path` has the API's own spelling",
                );
            }
            for name in std::iter::once(&column.name).chain(&column.aliases) {
                if let Some(other) = names.insert(folded(name), &column.name) {
                    self.problem(
                        &place,
                        format!("`{name}` reads the same as a name of `{other}`"),
                        "case and underscores do not count: rename one of them and give its `path`",
                    );
                }
            }
            self.filters(column, &place);
            self.kind_words(column, &place);
        }
    }

    fn filters(&mut self, column: &Column, place: &str) {
        for operator in column.filters.keys().copied() {
            if !suits(column.kind, operator) {
                self.problem(
                    format!("{place}.filter"),
                    format!("`{}` means nothing on {}", operator, column.kind),
                    "leave it out; the engine checks every row again anyway",
                );
            }
        }
        let at_list = self
            .table
            .list
            .as_ref()
            .is_some_and(|list| placeholders(&list.path).contains(&&*column.name));
        let asked = [Operator::Equal, Operator::In]
            .iter()
            .any(|operator| column.filters.contains_key(operator));
        if column.required && !at_list && !asked {
            self.problem(
                format!("{place}.required"),
                "the query must give a value, but no request has a place for it",
                "give it a filter with `=`, or name it in the path of `list`",
            );
        }
    }

    fn kind_words(&mut self, column: &Column, place: &str) {
        if column.booleans == Booleans::Digits && column.kind != ColumnType::Bool {
            self.problem(
                format!("{place}.booleans"),
                "only a bool is spelled so",
                "remove it",
            );
        }
        if !column.values.is_empty() && !matches!(column.kind, ColumnType::Text | ColumnType::Int64)
        {
            self.problem(
                format!("{place}.values"),
                "only text and int64 have a list of values",
                "remove it",
            );
        }
        if column.ordinal && (column.kind != ColumnType::Int64 || self.table.embedded.is_none()) {
            self.problem(
                format!("{place}.ordinal"),
                "a place in an array is an int64 of an embedded table",
                "remove it, or add `[embedded]`",
            );
        }
        if column.from_parent {
            self.parent_column(column, place);
        }
    }

    fn parent_column(&mut self, column: &Column, place: &str) {
        let place = format!("{place}.parent");
        if self.table.list.is_some() {
            self.problem(
                &place,
                "rows of `list` have no parent",
                "take the value from the row itself",
            );
        }
        if let Some(per_parent) = &self.table.per_parent
            && !per_parent.keys.contains_key(&column.name)
        {
            self.problem(
                &place,
                "a row listed by its parent's key knows no more of the parent",
                "add it to `keys`",
            );
        }
        let embedded = self.table.embedded.as_ref();
        let Some(parent) = embedded.and_then(|embedded| self.tables.get(&embedded.table)) else {
            return;
        };
        let path = column.path.join(".");
        let Some(other) = named_or_at(parent, &column.path) else {
            let help = suggestion(&path, parent.columns.keys().map(String::as_str));
            self.problem(
                place,
                format!("`{}` has no column `{path}`", parent.name),
                help,
            );
            return;
        };
        if other.kind != column.kind {
            self.problem(
                place,
                format!("is {}, and the parent's is {}", column.kind, other.kind),
                "give both the same type",
            );
        }
    }

    fn key(&mut self) {
        let table = self.table;
        for name in &table.key {
            self.column("key", name);
        }
        let single = |paging: Paging| paging == Paging::Single;
        let one_row = table.list.as_ref().is_some_and(|list| single(list.paging));
        if table.key.is_empty() && !one_row {
            self.problem(
                "key",
                "is missing",
                "name the columns that tell one row from another",
            );
        }
    }

    fn references(&mut self) {
        for column in self.table.columns.values() {
            let Some((table, name)) = &column.references else {
                continue;
            };
            let place = format!("columns.{}.references", column.name);
            let Some(other) = self.table_named(&place, table) else {
                continue;
            };
            let Some(target) = self.column_of(other, &place, name) else {
                continue;
            };
            if target.kind != column.kind {
                self.problem(
                    place,
                    format!(
                        "is {}, and `{table}.{name}` is {}",
                        column.kind, target.kind
                    ),
                    "give both the same type, or they do not join",
                );
            }
        }
    }

    fn examples(&mut self) {
        let name = folded(&self.table.name);
        for (index, example) in self.table.examples.iter().enumerate() {
            let mut words = example
                .sql
                .split(|letter: char| !letter.is_alphanumeric() && letter != '_');
            if !words.any(|word| folded(word) == name) {
                self.problem(
                    format!("examples[{index}].sql"),
                    format!("does not name `{}`", self.table.name),
                    "an example reads the table that it stands with",
                );
            }
        }
    }
}

/// The parent's column that a child's `parent` means: a definition names it, a loaded column has its path.
pub(crate) fn named_or_at<'a>(parent: &'a Table, path: &[String]) -> Option<&'a Column> {
    let named = match path {
        [name] => parent.columns.get(name),
        _ => None,
    };
    named.or_else(|| {
        let mut columns = parent.columns.values();
        columns.find(|column| !column.from_parent && column.path == path)
    })
}

/// Case and underscores dropped, as identifiers match.
fn folded(name: &str) -> String {
    name.chars()
        .filter(|letter| *letter != '_')
        .flat_map(char::to_lowercase)
        .collect()
}

fn is_snake_case(name: &str) -> bool {
    name.starts_with(|letter: char| letter.is_ascii_lowercase())
        && name
            .chars()
            .all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_')
}

/// Whether a filter with `operator` can be meant on such a column. Equality of times is not: some endpoints take a time
/// as its day, and the engine asks for both bounds instead.
fn suits(kind: ColumnType, operator: Operator) -> bool {
    use Operator::*;
    let equality = matches!(operator, Equal | NotEqual | In | NotIn);
    let range = matches!(operator, AtLeast | AtMost | Above | Below);
    match kind {
        ColumnType::Int64 | ColumnType::Decimal(..) | ColumnType::Float64 => equality || range,
        ColumnType::Bool => operator == Equal,
        ColumnType::Text => equality || operator == Like,
        ColumnType::Uuid => equality,
        ColumnType::Date => range || operator == Equal,
        ColumnType::Timestamp => range,
        ColumnType::Json => false,
    }
}

#[cfg(test)]
#[path = "validate_tests.rs"]
mod tests;
