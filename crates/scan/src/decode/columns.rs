//! The second of decoding's two phases: the values of the wanted rows become Arrow columns, exact or not at all.
//!
//! What a value must look like is `builder`'s question; where it stands in the page, `locate` has noted.

use std::sync::Arc;

use arrow::array::{RecordBatch, RecordBatchOptions};
use arrow::datatypes::SchemaRef;
use storeql_catalog::{Booleans, Column, ColumnType, Table};
use storeql_json::{Fault, Name, Walk};

use super::builder::{Builder, Misfit};
use super::invalid::{OnInvalid, Problem, shown};
use super::locate::{Cell, Kind, Object};
use super::shape::Shape;
use crate::error::{Error, ErrorKind, Result};
use crate::predicate::Value;

/// Reads rows of one table into the columns of one scan.
#[derive(Debug, Clone)]
pub struct Decoder {
    table: Arc<Table>,
    columns: Arc<[String]>,
    schema: SchemaRef,
    on_invalid: OnInvalid,
}

/// Where a row's values are noted.
#[derive(Debug)]
pub(super) struct Places {
    /// By column; none where the row does not carry the value itself.
    columns: Vec<Option<usize>>,
    /// The column that is the row's place in its array.
    ordinal: Option<usize>,
    /// The key's own members.
    key: Vec<(String, usize)>,
}

/// One row of a page, by what was noted of it.
#[derive(Clone, Copy)]
pub(super) struct Row<'a> {
    pub(super) page: &'a str,
    pub(super) object: Object,
    pub(super) cells: &'a [Cell],
}

impl<'a> Row<'a> {
    /// Its text.
    pub(super) fn json(self) -> &'a str {
        self.object.text(self.page)
    }

    /// The text of the member at a place.
    pub(super) fn text(self, place: usize) -> &'a str {
        self.cells[place].text(self.page)
    }

    /// Whether it has nothing of what was looked for.
    pub(super) fn lacks_all(self) -> bool {
        self.cells.iter().all(|cell| cell.kind == Kind::Absent)
    }
}

impl Decoder {
    /// A decoder of `columns`, whose fields are `schema`.
    pub fn new(table: Arc<Table>, columns: Arc<[String]>, schema: SchemaRef) -> Self {
        Self {
            table,
            columns,
            schema,
            on_invalid: OnInvalid::default(),
        }
    }

    /// The same, for a query that says what becomes of values that do not fit.
    pub fn with(self, on_invalid: OnInvalid) -> Self {
        Self { on_invalid, ..self }
    }

    /// The table whose rows it reads.
    pub(crate) fn table(&self) -> &Table {
        &self.table
    }

    /// Notes in the shape of a row what this decoder reads, and its key as far as the rows `bring` the members of it.
    pub(super) fn places(&self, shape: &mut Shape, brings: impl Fn(&str) -> bool) -> Places {
        let own = |column: &&Column| carried(column);
        let note = |name: &String| {
            let column = self.table.columns.get(name).filter(own)?;
            Some(shape.note_column(&column.path, |object| self.shows_text(object)))
        };
        let columns = self.columns.iter().map(note).collect();
        let key = self.table.key.iter();
        let key = key.filter_map(|name| self.table.columns.get(name));
        let key = key
            .filter(own)
            .filter(|column| column.path.first().is_some_and(|first| brings(first)));
        let key = key.map(|column| (column.name.clone(), shape.note(&column.path)));
        Places {
            key: key.collect(),
            columns,
            ordinal: self.columns.iter().position(|name| {
                let column = self.table.columns.get(name);
                column.is_some_and(|column| column.ordinal)
            }),
        }
    }

    /// Whether a column of the table shows the member `object` as a text: others inside of it have no value then.
    fn shows_text(&self, object: &[String]) -> bool {
        let shows = |other: &Column| {
            other.path == object && other.kind == ColumnType::Text && !other.from_parent
        };
        self.table.columns.values().any(shows)
    }

    /// Starts a batch of so many rows.
    pub(super) fn start<'d>(&'d self, places: &'d Places, rows: usize) -> Rows<'d> {
        let builder = |name: &String| {
            let column = self.table.columns.get(name);
            let kind = column.map_or(ColumnType::Text, |column| column.kind);
            Builder::new(kind, rows)
        };
        Rows {
            decoder: self,
            places,
            builders: self.columns.iter().map(builder).collect(),
            inherited: Vec::new(),
            given: vec![None; self.columns.len()],
            count: 0,
        }
    }

    /// A batch without rows.
    pub(super) fn nothing(&self) -> Result<RecordBatch> {
        Ok(RecordBatch::new_empty(Arc::clone(&self.schema)))
    }

    /// The error of an answer that is not what the API promises.
    pub(super) fn broken(&self, what: &str) -> Error {
        let table = &self.table.name;
        let message = format!("the answer for {table} is not what the API promises: {what}");
        Error::new(ErrorKind::Protocol, message)
    }

    /// What came where, and what should have.
    fn sentence(&self, column: &str, text: &str, key: &str) -> String {
        let kind = self.table.columns.get(column);
        let kind = kind.map(|column| column.kind.to_string());
        let row = match key {
            "" => String::new(),
            key => format!(" in the row {key}"),
        };
        format!(
            "the store sent {} for {}.{column}{row}, which does not fit {}",
            shown(text),
            self.table.name,
            kind.unwrap_or_default()
        )
    }

    /// A value that does not fit, or is missing, as `sentence` says: the end, or a warning.
    fn invalid(&self, problem: Problem, column: &str, sentence: impl Fn() -> String) -> Result<()> {
        if self.on_invalid.fails {
            let sentence = sentence();
            let message =
                format!("{sentence}; with `InvalidValues=NULL` in the connection it reads as NULL");
            return Err(Error::new(ErrorKind::InvalidValue, message));
        }
        self.told(problem, column, sentence);
        Ok(())
    }

    fn told(&self, problem: Problem, column: &str, sentence: impl Fn() -> String) {
        let values = &self.on_invalid.values;
        values.add(problem, &self.table.name, column, sentence);
    }

    /// How many members a row has, and how many of them the table shows.
    fn members(&self, row: Row<'_>) -> (usize, usize) {
        let is_shown = |name: &str| {
            let mut columns = self.table.columns.values().filter(|column| carried(column));
            columns.any(|column| column.path.first().is_some_and(|first| first == name))
        };
        let (mut all, mut shown) = (0, 0);
        let mut count = || {
            let mut walk = Walk::new(row.json());
            walk.peek()?;
            walk.open()?;
            while let Some(name) = walk.member(all == 0, None)? {
                all += 1;
                if matches!(&name, Name::Other(name) if is_shown(name)) {
                    shown += 1;
                }
                let value = walk.peek()?;
                walk.skip(value)?;
            }
            Ok::<(), Fault>(())
        };
        // The page was walked over before: it is whole.
        let _ = count();
        (all, shown)
    }

    /// Whether a row has any member that the table shows.
    pub(super) fn knows(&self, row: Row<'_>) -> bool {
        !row.lacks_all() || self.members(row).1 > 0
    }

    /// Whether half of a row's members or more are the table's.
    fn mostly_knows(&self, row: Row<'_>) -> bool {
        let (all, shown) = self.members(row);
        shown > 0 && shown * 2 >= all
    }
}

/// Whether rows carry the column themselves.
fn carried(column: &Column) -> bool {
    !column.from_parent && !column.ordinal
}

/// Rows under construction.
#[derive(Debug)]
pub(super) struct Rows<'d> {
    decoder: &'d Decoder,
    places: &'d Places,
    builders: Vec<Builder>,
    /// What the next rows have of their parent, or of the request.
    inherited: Vec<(String, Value)>,
    /// By column, the place of its value in `inherited`.
    given: Vec<Option<usize>>,
    count: usize,
}

impl Rows<'_> {
    /// The next rows have these values of their parent, or of the request.
    pub(super) fn inherit(&mut self, values: Vec<(String, Value)>) {
        for (given, name) in self.given.iter_mut().zip(self.decoder.columns.iter()) {
            *given = values.iter().position(|(column, _)| column == name);
        }
        self.inherited = values;
    }

    /// Adds a row.
    pub(super) fn add(&mut self, row: Row<'_>) -> Result<()> {
        self.check(row)?;
        for position in 0..self.builders.len() {
            let builder = &mut self.builders[position];
            let read = match (self.given[position], self.places.columns[position]) {
                (Some(given), _) => builder.inherited(&self.inherited[given].1),
                (None, Some(place)) => builder.read(row.cells[place], row.page),
                (None, None) if self.places.ordinal == Some(position) => {
                    builder.inherited(&Value::Int(row.object.place))
                }
                (None, None) => {
                    builder.null();
                    Ok(())
                }
            };
            if let Err(Misfit) = read {
                self.builders[position].null();
                self.misfit(position, row)?;
            }
        }
        self.count += 1;
        Ok(())
    }

    /// The batch.
    pub(super) fn finish(mut self) -> Result<RecordBatch> {
        let arrays = self.builders.iter_mut().map(Builder::finish).collect();
        let options = RecordBatchOptions::new().with_row_count(Some(self.count));
        let schema = Arc::clone(&self.decoder.schema);
        Ok(RecordBatch::try_new_with_options(schema, arrays, &options)?)
    }

    /// A row has its key; where it has none of its own, any member that the table shows. A row that lacks its key alone, as in
    /// `{"email": "a@b.c", "first_name": "A"}` of customers, is read with a warning: it is a row, and loses nothing.
    fn check(&self, row: Row<'_>) -> Result<()> {
        let decoder = &self.decoder;
        let table = &decoder.table;
        let without = |what: &str| {
            let json = shown(row.json());
            format!(
                "the store sent a row of {} without {what}: {json}",
                table.name
            )
        };
        let has = |(name, place): &(String, usize)| {
            row.cells[*place].has_value() || self.given(name).is_some()
        };
        let is_absent = |(_, place): &(String, usize)| row.cells[*place].kind == Kind::Absent;
        match self.places.key.first() {
            Some(_) if self.places.key.iter().any(has) => Ok(()),
            Some((name, _))
                if self.places.key.iter().all(is_absent) && decoder.mostly_knows(row) =>
            {
                decoder.told(Problem::RowWithout, name, || shown(row.json()));
                Ok(())
            }
            Some((name, _)) => decoder.invalid(Problem::RowWithout, name, || {
                without(&format!("its {name}"))
            }),
            None if decoder.knows(row) => Ok(()),
            None => {
                let mut own = table.columns.values().filter(|column| carried(column));
                let first = own.next().map_or("", |column| column.name.as_str());
                let what = "any member that the table shows";
                decoder.invalid(Problem::RowWithout, first, || without(what))
            }
        }
    }

    /// The value of a column does not fit: the end, or NULL.
    fn misfit(&self, column: usize, row: Row<'_>) -> Result<()> {
        let name = &self.decoder.columns[column];
        let text = match (self.given(name), self.places.columns[column]) {
            (Some(value), _) => spelled(value),
            (None, Some(place)) => row.cells[place].text(row.page).to_owned(),
            (None, None) => row.object.place.to_string(),
        };
        let sentence = || self.decoder.sentence(name, &text, &self.key_of(row));
        self.decoder.invalid(Problem::Misfit, name, sentence)
    }

    /// The value that rows have of their parent, or of the request.
    fn given(&self, name: &str) -> Option<&Value> {
        let mut inherited = self.inherited.iter();
        inherited
            .find(|(column, _)| column == name)
            .map(|(_, value)| value)
    }

    /// The key of a row, for a message.
    fn key_of(&self, row: Row<'_>) -> String {
        let table = &self.decoder.table;
        let value = |name: &String| {
            if let Some(value) = self.given(name) {
                return Some(spelled(value));
            }
            if table.columns.get(name)?.ordinal {
                return Some(row.object.place.to_string());
            }
            let (_, place) = self.places.key.iter().find(|(own, _)| own == name)?;
            let cell = row.cells[*place];
            (cell.kind != Kind::Absent).then(|| shown(cell.text(row.page)))
        };
        let part = |name| Some(format!("{name} = {}", value(name)?));
        let parts: Vec<String> = table.key.iter().filter_map(part).collect();
        parts.join(", ")
    }
}

/// A value that the row does not carry, for a message.
fn spelled(value: &Value) -> String {
    value.spelled(Booleans::Words).unwrap_or_default()
}

#[cfg(test)]
#[path = "columns_tests.rs"]
mod tests;
