//! Pages of JSON into Arrow, in one pass over the bytes and only for the columns that the query reads.
//!
//! No value of a page is built as a tree. What a value must look like is `builder`'s question; this file knows how rows
//! and their columns lie in a page.

mod builder;
mod decimal;
mod invalid;
mod members;
mod parents;
mod time;

use std::ops::Range;
use std::rc::Rc;
use std::sync::Arc;

use arrow::array::{BooleanArray, RecordBatch, RecordBatchOptions};
use arrow::compute::filter_record_batch;
use arrow::datatypes::SchemaRef;
use datafusion::error::DataFusionError;
use jiter::{Jiter, JiterError, Peek};
use storeql_catalog::{Booleans, Table};

pub(crate) use builder::data_type;
pub(crate) use invalid::{InvalidValues, OnInvalid};
pub(crate) use parents::{Parent, Wish, elements, objects, parents};

use super::value::Value;
use crate::error::{Error, Kind, Result};
use builder::{Builder, Misfit};
use invalid::{Invalid, is_no_object, shown};
use members::Members;

/// Reads rows of one table into the columns of one scan.
#[derive(Debug, Clone)]
pub(crate) struct Decoder {
    table: Arc<Table>,
    columns: Arc<[String]>,
    schema: SchemaRef,
    on_invalid: OnInvalid,
}

/// A tree of the wanted members' names.
#[derive(Debug, Clone, Default)]
struct Node {
    /// The column whose value stands here.
    column: Option<usize>,
    /// Its values are added up, to hold the sum against what the parent promises.
    summed: bool,
    /// Its text is kept for the row's key, at this place.
    noted: Option<usize>,
    members: Members<Node>,
}

impl Node {
    /// The node at the end of `path`.
    fn at(&mut self, path: &[String]) -> &mut Node {
        path.iter()
            .fold(self, |node, name| node.members.entry(name))
    }

    /// The columns whose values stand inside of it.
    fn columns_inside(&self) -> Vec<usize> {
        let inside = |member: &Node| {
            let mut columns = member.columns_inside();
            columns.extend(member.column);
            columns
        };
        self.members.values().flat_map(inside).collect()
    }
}

impl Decoder {
    /// A decoder of `columns`, whose fields are `schema`.
    pub(crate) fn new(table: Arc<Table>, columns: Arc<[String]>, schema: SchemaRef) -> Self {
        Self {
            table,
            columns,
            schema,
            on_invalid: OnInvalid::Fail,
        }
    }

    /// The same, for a query that says what becomes of values that do not fit.
    pub(crate) fn with(self, on_invalid: OnInvalid) -> Self {
        Self { on_invalid, ..self }
    }

    /// Starts a batch that takes rows from several places. The rows' members at the paths of `key` are kept as text.
    pub(crate) fn start(&self, key: &[Vec<String>]) -> Rows<'_> {
        let paths = self.paths(key);
        let builders = self
            .columns
            .iter()
            .map(|name| {
                Builder::new(
                    self.table
                        .columns
                        .get(name)
                        .map_or(storeql_catalog::Kind::Text, |column| column.kind),
                )
            })
            .collect();
        let ordinal = self.columns.iter().position(|name| {
            self.table
                .columns
                .get(name)
                .is_some_and(|column| column.ordinal)
        });
        Rows {
            decoder: self,
            ordinal,
            place: 0,
            builders,
            seen: vec![false; self.columns.len()],
            members: vec![false; paths.members.len()],
            noted: vec![None; key.len()],
            paths: Rc::new(paths),
            count: 0,
            whole: true,
            sum: 0,
            dropped: Vec::new(),
            invalid: Vec::new(),
            told: Vec::new(),
        }
    }

    /// Where the wanted values stand in a row.
    fn paths(&self, key: &[Vec<String>]) -> Node {
        let mut paths = Node::default();
        let embedded = self.table.embedded.as_ref();
        if let Some(complete) = embedded.and_then(|embedded| embedded.complete.as_ref()) {
            paths.members.entry(&complete.sum).summed = true;
        }
        for (position, name) in self.columns.iter().enumerate() {
            if let Some(column) = self.table.columns.get(name)
                && !column.from_parent
            {
                paths.at(&column.path).column = Some(position);
            }
        }
        for (position, path) in key.iter().enumerate() {
            paths.at(path).noted = Some(position);
        }
        paths
    }

    /// The table whose rows it reads.
    pub(crate) fn table(&self) -> &Table {
        &self.table
    }
}

/// Rows under construction.
#[derive(Debug)]
pub(crate) struct Rows<'a> {
    decoder: &'a Decoder,
    paths: Rc<Node>,
    builders: Vec<Builder>,
    /// The column that is the row's place in its array.
    ordinal: Option<usize>,
    place: i64,
    /// Columns of the row that have their value.
    seen: Vec<bool>,
    /// First members of wanted paths that the row carries.
    members: Vec<bool>,
    /// Where the members of the row's key stand.
    noted: Vec<Option<Range<usize>>>,
    count: usize,
    /// Every row so far carries every wanted member.
    whole: bool,
    sum: i128,
    /// Rows that are not wanted after all.
    dropped: Vec<Range<usize>>,
    /// Values of the row that did not fit and are NULL.
    invalid: Vec<Invalid>,
    /// Those of the rows before, each with its row's number and key.
    told: Vec<(usize, String, Invalid)>,
}

impl Rows<'_> {
    /// Adds a parent's rows if they are `promised` in number and whole; says whether they were.
    pub(crate) fn add_whole(
        &mut self,
        arrays: &[&str],
        given: &[(String, Value)],
        promised: Option<i128>,
    ) -> Result<bool> {
        let start = self.count;
        self.whole = true;
        self.sum = 0;
        for array in arrays {
            self.add(array, given)?;
        }
        let whole = self.whole && promised == Some(self.sum);
        if !whole {
            self.dropped.push(start..self.count);
        }
        Ok(whole)
    }

    /// Adds the rows of `json`, an array or one object.
    pub(crate) fn add(&mut self, json: &str, given: &[(String, Value)]) -> Result<()> {
        self.add_wanted(json, given, |_, _| Ok(true))
    }

    /// The same, but only those rows that are `wanted`, by the text of the key's members and of the whole row.
    pub(crate) fn add_wanted<'j>(
        &mut self,
        json: &'j str,
        given: &[(String, Value)],
        mut wanted: impl FnMut(&mut dyn Iterator<Item = Option<&'j str>>, &'j str) -> Result<bool>,
    ) -> Result<()> {
        let decoder = self.decoder;
        let broken = |error: JiterError| decoder.broken(&error.to_string());
        let mut reader = Jiter::new(json.as_bytes());
        self.place = 0;
        let mut one = |reader: &mut Jiter<'j>, peek| {
            let start = reader.current_index();
            self.row(reader, json, peek, given)?;
            let text = |range: &Option<Range<usize>>| json.get(range.clone()?).map(str::trim);
            let row = json.get(start..reader.current_index()).unwrap_or_default();
            if !wanted(&mut self.noted.iter().map(text), row.trim_start())? {
                self.dropped.push(self.count - 1..self.count);
            }
            Ok(())
        };
        match reader.peek().map_err(broken)? {
            Peek::Array => {
                let mut next = reader.known_array().map_err(broken)?;
                while let Some(peek) = next {
                    one(&mut reader, peek)?;
                    next = reader.array_step().map_err(broken)?;
                }
                Ok(())
            }
            Peek::Null => Ok(()),
            peek => one(&mut reader, peek),
        }
    }

    /// The batch.
    pub(crate) fn finish(mut self) -> Result<RecordBatch> {
        let arrays = self.builders.iter_mut().map(Builder::finish).collect();
        let options = RecordBatchOptions::new().with_row_count(Some(self.count));
        let batch =
            RecordBatch::try_new_with_options(Arc::clone(&self.decoder.schema), arrays, &options);
        let batch = batch.map_err(DataFusionError::from)?;
        self.tell();
        if self.dropped.is_empty() {
            return Ok(batch);
        }
        let mut kept = vec![true; self.count];
        for range in self.dropped {
            kept[range].fill(false);
        }
        Ok(
            filter_record_batch(&batch, &BooleanArray::from(kept))
                .map_err(DataFusionError::from)?,
        )
    }

    fn row(
        &mut self,
        reader: &mut Jiter<'_>,
        json: &str,
        peek: Peek,
        given: &[(String, Value)],
    ) -> Result<()> {
        if peek != Peek::Object {
            return Err(self.decoder.broken("a row is not an object"));
        }
        let start = reader.current_index();
        self.seen.fill(false);
        self.members.fill(false);
        self.noted.fill(None);
        let paths = Rc::clone(&self.paths);
        let read = self
            .given(given)
            .and_then(|()| self.members(reader, json, &paths));
        let key = || {
            let row = json.get(start..).unwrap_or_default();
            self.decoder.key_of(row, given, self.place)
        };
        match read {
            Err(Fault::Json(error)) => return Err(self.decoder.broken(&error.to_string())),
            Err(Fault::Value(invalid)) => return Err(self.decoder.misfit(&invalid, &key())),
            Ok(()) if self.invalid.is_empty() => {}
            Ok(()) => {
                let (row, key) = (self.count, key());
                let invalid = self.invalid.drain(..);
                self.told
                    .extend(invalid.map(|invalid| (row, key.clone(), invalid)));
            }
        }
        if let Some(position) = self.ordinal {
            self.seen[position] = true;
            let place = Value::Int(self.place);
            if self.builders[position].given(&place).is_err() {
                self.builders[position].null();
            }
        }
        self.place += 1;
        for (position, seen) in self.seen.iter().enumerate() {
            if !seen {
                self.builders[position].null();
            }
        }
        self.whole &= self.members.iter().all(|member| *member);
        self.count += 1;
        Ok(())
    }

    /// The values that the row does not carry itself.
    fn given(&mut self, given: &[(String, Value)]) -> Result<(), Fault> {
        for (name, value) in given {
            let columns = &self.decoder.columns;
            let Some(position) = columns.iter().position(|column| column == name) else {
                continue;
            };
            self.seen[position] = true;
            if let Err(Misfit) = self.builders[position].given(value) {
                self.misfit(position, &text_of(value))?;
            }
        }
        Ok(())
    }

    /// A value that does not fit: the end, or NULL.
    fn misfit(&mut self, column: usize, text: &str) -> Result<(), Fault> {
        let invalid = Invalid {
            column,
            text: text.to_owned(),
        };
        match self.decoder.on_invalid {
            OnInvalid::Fail => Err(Fault::Value(invalid)),
            OnInvalid::Null(_) => {
                self.builders[column].null();
                self.invalid.push(invalid);
                Ok(())
            }
        }
    }

    /// Tells of the values that are NULL because they did not fit, in rows that are wanted.
    fn tell(&mut self) {
        let OnInvalid::Null(values) = &self.decoder.on_invalid else {
            return;
        };
        for (row, key, invalid) in self.told.drain(..) {
            if !self.dropped.iter().any(|range| range.contains(&row)) {
                let column = &self.decoder.columns[invalid.column];
                let sentence = || self.decoder.sentence(&invalid, &key);
                values.add(&self.decoder.table.name, column, sentence);
            }
        }
    }

    /// The members of a row, noting which it carries.
    fn members(&mut self, reader: &mut Jiter<'_>, json: &str, node: &Node) -> Result<(), Fault> {
        let mut place = 0;
        let mut find = |name: &str| node.members.find(name, &mut place);
        let mut next = reader.known_object()?.map(&mut find);
        while let Some(position) = next {
            let peek = reader.peek()?;
            match position {
                Some(position) => {
                    self.members[position] = true;
                    self.value(reader, json, peek, node.members.get(position))?;
                }
                None => reader.known_skip(peek)?,
            }
            next = reader.next_key()?.map(&mut find);
        }
        Ok(())
    }

    fn object(&mut self, reader: &mut Jiter<'_>, json: &str, node: &Node) -> Result<(), Fault> {
        let mut place = 0;
        let mut find = |name: &str| node.members.find(name, &mut place);
        let mut next = reader.known_object()?.map(&mut find);
        while let Some(position) = next {
            let peek = reader.peek()?;
            match position {
                Some(position) => self.value(reader, json, peek, node.members.get(position))?,
                None => reader.known_skip(peek)?,
            }
            next = reader.next_key()?.map(&mut find);
        }
        Ok(())
    }

    fn value(
        &mut self,
        reader: &mut Jiter<'_>,
        json: &str,
        peek: Peek,
        node: &Node,
    ) -> Result<(), Fault> {
        let start = reader.current_index();
        match node.column {
            // A member that comes twice counts once.
            Some(column) if self.seen[column] => reader.known_skip(peek)?,
            Some(column) => {
                self.seen[column] = true;
                if self.builders[column].read(reader, json, peek)?.is_err() {
                    let text = json.get(start..reader.current_index()).unwrap_or_default();
                    self.misfit(column, text)?;
                }
            }
            None if node.members.is_empty() => reader.known_skip(peek)?,
            None => {}
        }
        if let Some(noted) = node.noted
            && self.noted[noted].is_none()
        {
            self.noted[noted] = Some(start..reader.current_index());
        }
        if node.summed {
            let text = json.get(start..reader.current_index()).unwrap_or_default();
            self.sum = self.sum.saturating_add(parents::number(text).unwrap_or(0));
        }
        if node.members.is_empty() {
            return Ok(());
        }
        match (peek, node.column) {
            (Peek::Object, None) => self.object(reader, json, node),
            (Peek::Object, Some(_)) => {
                let inner = &json[start..reader.current_index()];
                let mut inner_reader = Jiter::new(inner.as_bytes());
                inner_reader.peek()?;
                self.object(&mut inner_reader, inner, node)
            }
            (_, column) => {
                if column.is_none() {
                    reader.known_skip(peek)?;
                }
                let text = json.get(start..reader.current_index()).unwrap_or_default();
                self.no_object(node, text.trim())
            }
        }
    }

    /// Something else where an object is meant: the columns inside have no value, or one that does not fit.
    fn no_object(&mut self, node: &Node, text: &str) -> Result<(), Fault> {
        if is_no_object(text) {
            return Ok(());
        }
        for column in node.columns_inside() {
            if !std::mem::replace(&mut self.seen[column], true) {
                self.misfit(column, text)?;
            }
        }
        Ok(())
    }
}

/// Why a row could not be read.
enum Fault {
    Json(JiterError),
    Value(Invalid),
}

impl From<JiterError> for Fault {
    fn from(error: JiterError) -> Self {
        Self::Json(error)
    }
}

impl Decoder {
    fn broken(&self, what: &str) -> Error {
        Error::new(
            Kind::Protocol,
            format!(
                "the answer for {} is not what the API promises: {what}",
                self.table.name
            ),
        )
    }

    fn misfit(&self, invalid: &Invalid, key: &str) -> Error {
        let sentence = self.sentence(invalid, key);
        let message =
            format!("{sentence}; with `InvalidValues=NULL` in the connection it reads as NULL");
        Error::new(Kind::InvalidValue, message)
    }

    /// What came where, and what should have.
    fn sentence(&self, invalid: &Invalid, key: &str) -> String {
        let name = &self.columns[invalid.column];
        let column = self.table.columns.get(name);
        let kind = column
            .map(|column| column.kind.to_string())
            .unwrap_or_default();
        let row = match key {
            "" => String::new(),
            key => format!(" in the row {key}"),
        };
        format!(
            "the store sent {} for {}.{name}{row}, which does not fit {kind}",
            shown(&invalid.text),
            self.table.name
        )
    }

    /// The key of the row that `json` begins with, for a message.
    fn key_of(&self, json: &str, given: &[(String, Value)], place: i64) -> String {
        let value = |name: &String| {
            let column = self.table.columns.get(name)?;
            if let Some((_, value)) = given.iter().find(|(given, _)| given == name) {
                return Some(text_of(value));
            }
            if column.ordinal {
                return Some(place.to_string());
            }
            let path = column.path.as_slice();
            let text = parents::at(json, path).ok().flatten();
            text.filter(|_| !column.from_parent).map(shown)
        };
        let part = |name| Some(format!("{name} = {}", value(name)?));
        let parts: Vec<String> = self.table.key.iter().filter_map(part).collect();
        parts.join(", ")
    }
}

/// A value that the row does not carry, for a message.
fn text_of(value: &Value) -> String {
    value.spelled(Booleans::Words).unwrap_or_default()
}

/// The text of one member of the object that the reader stands before.
fn member<'a>(
    reader: &mut Jiter<'_>,
    json: &'a str,
    wanted: Option<&String>,
) -> Result<Option<&'a str>, JiterError> {
    let mut next = reader
        .next_object()?
        .map(|name| Some(name) == wanted.map(String::as_str));
    while let Some(found) = next {
        let peek = reader.peek()?;
        let start = reader.current_index();
        reader.known_skip(peek)?;
        if found {
            return Ok(Some(json[start..reader.current_index()].trim_start()));
        }
        next = reader
            .next_key()?
            .map(|name| Some(name) == wanted.map(String::as_str));
    }
    Ok(None)
}

#[cfg(test)]
#[path = "decode_tests.rs"]
mod tests;
