//! Pages of JSON into Arrow, in one pass over the bytes and only for the columns that the query reads.
//!
//! No value of a page is built as a tree. What a value must look like is `builder`'s question; this file knows how rows
//! and their columns lie in a page.

use std::ops::Range;
use std::rc::Rc;
use std::sync::Arc;

use arrow::array::{BooleanArray, RecordBatch, RecordBatchOptions};
use arrow::compute::filter_record_batch;
use arrow::datatypes::SchemaRef;
use storeql_catalog::{Booleans, Column, ColumnType, Table};
use storeql_json::{Peek, Walk};

use super::broken::{Broken, Stop};
use super::builder::{Builder, Misfit};
use super::invalid::{Invalid, OnInvalid, is_no_object, shown};
use super::members::Members;
use super::nested::{at, number};
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

/// A tree of the wanted members' names.
#[derive(Debug, Clone, Default)]
struct Node {
    /// The column whose value stands here.
    column: Option<usize>,
    /// Its values are added up, to hold the sum against what the parent promises.
    summed: bool,
    /// Its text is kept for the row's key, at this place.
    noted: Option<usize>,
    /// It may be a text instead of an object, which a column of the table shows: the columns inside have no value then.
    may_be_text: bool,
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
    pub fn new(table: Arc<Table>, columns: Arc<[String]>, schema: SchemaRef) -> Self {
        Self {
            table,
            columns,
            schema,
            on_invalid: OnInvalid::Fail,
        }
    }

    /// The same, for a query that says what becomes of values that do not fit.
    pub fn with(self, on_invalid: OnInvalid) -> Self {
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
                        .map_or(ColumnType::Text, |column| column.kind),
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
            keyed: key.len(),
            paths: Rc::new(paths),
            count: 0,
            whole: true,
            sum: 0,
            dropped: Vec::new(),
            invalid: Vec::new(),
            unreported: Vec::new(),
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
                for length in 1..column.path.len() {
                    let (object, _) = column.path.split_at(length);
                    let is_text = |other: &Column| {
                        other.path == object && other.kind == ColumnType::Text && !other.from_parent
                    };
                    if self.table.columns.values().any(is_text) {
                        paths.at(object).may_be_text = true;
                    }
                }
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
    /// Members of a row's key.
    keyed: usize,
    count: usize,
    /// Every row so far carries every wanted member.
    whole: bool,
    sum: i128,
    /// Rows that are not wanted after all.
    dropped: Vec<Range<usize>>,
    /// Values of the row that did not fit and are NULL.
    invalid: Vec<Invalid>,
    /// Those of the rows before, each with its row's number and key. They count once the row is known to be wanted.
    unreported: Vec<(usize, String, Invalid)>,
}

/// Where the rows of a parent began.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Begin(usize);

impl Rows<'_> {
    /// Rows so far.
    pub(crate) fn count(&self) -> usize {
        self.count
    }

    /// The next rows are one parent's, until `end`.
    pub(crate) fn begin(&mut self) -> Begin {
        self.whole = true;
        self.sum = 0;
        Begin(self.count)
    }

    /// The parent's rows are all here: keeps them if they are `promised` in number and whole; says whether they were.
    pub(crate) fn end(&mut self, Begin(start): Begin, promised: Option<i128>) -> bool {
        let whole = self.whole && promised == Some(self.sum);
        if !whole {
            self.take_back(start..self.count);
        }
        whole
    }

    /// Takes rows back.
    pub(crate) fn take_back(&mut self, rows: Range<usize>) {
        if !rows.is_empty() {
            self.dropped.push(rows);
        }
    }

    /// An object where an array of rows should stand.
    pub(crate) fn no_array(&self, object: &str) -> Error {
        let what = format!(
            "where an array of rows should stand it has {}",
            shown(object)
        );
        self.decoder.broken(&what)
    }

    /// Adds the rows of `json`, an array or one object.
    pub(crate) fn add_text(
        &mut self,
        json: &str,
        inherited_values: &[(String, Value)],
    ) -> Result<(), Broken> {
        let mut walk = Walk::new(json);
        let value = walk.peek()?;
        self.add(&mut walk, value, inherited_values, |_, _| ())
    }

    /// Adds the rows of the array or object that the walk stands before. `done` receives of each the text of its key's
    /// members, and of the whole row.
    pub(crate) fn add<'j>(
        &mut self,
        walk: &mut Walk<'j>,
        value: Peek,
        inherited_values: &[(String, Value)],
        mut done: impl FnMut(&[Option<&'j str>], &'j str),
    ) -> Result<(), Broken> {
        self.place = 0;
        let mut noted = vec![None; self.keyed];
        match value {
            Peek::Null => Ok(walk.skip(value)?),
            value => self.each(walk, value, inherited_values, &mut noted, &mut done),
        }
    }

    /// The rows of an array, or one row. Arrays in it are rows too: an example of the official files has one (v2's blog tags).
    fn each<'j>(
        &mut self,
        walk: &mut Walk<'j>,
        value: Peek,
        inherited_values: &[(String, Value)],
        noted: &mut [Option<&'j str>],
        done: &mut impl FnMut(&[Option<&'j str>], &'j str),
    ) -> Result<(), Broken> {
        if value == Peek::Array {
            walk.open()?;
            let mut first = true;
            while let Some(value) = walk.element(first)? {
                first = false;
                self.each(walk, value, inherited_values, noted, done)?;
            }
            return Ok(());
        }
        let start = walk.at();
        noted.fill(None);
        self.row(walk, value, inherited_values, noted)?;
        done(noted, walk.since(start));
        Ok(())
    }

    /// The batch.
    pub(crate) fn finish(mut self) -> Result<RecordBatch> {
        let arrays = self.builders.iter_mut().map(Builder::finish).collect();
        let options = RecordBatchOptions::new().with_row_count(Some(self.count));
        let batch =
            RecordBatch::try_new_with_options(Arc::clone(&self.decoder.schema), arrays, &options);
        let batch = batch?;
        self.report();
        if self.dropped.is_empty() {
            return Ok(batch);
        }
        let mut kept = vec![true; self.count];
        for range in self.dropped {
            kept[range].fill(false);
        }
        Ok(filter_record_batch(&batch, &BooleanArray::from(kept))?)
    }

    fn row<'j>(
        &mut self,
        walk: &mut Walk<'j>,
        value: Peek,
        inherited_values: &[(String, Value)],
        noted: &mut [Option<&'j str>],
    ) -> Result<(), Broken> {
        if value != Peek::Object {
            return Err(self.decoder.broken("a row is not an object").into());
        }
        let start = walk.at();
        self.seen.fill(false);
        self.members.fill(false);
        let paths = Rc::clone(&self.paths);
        let read = self
            .inherit(inherited_values)
            .and_then(|()| self.object(walk, &paths, true, noted));
        let key = || {
            self.decoder
                .key_of(walk.from(start), inherited_values, self.place)
        };
        match read {
            Err(Stop::Json(fault)) => return Err(fault.into()),
            Err(Stop::Value(invalid)) => return Err(self.decoder.misfit(&invalid, &key()).into()),
            Ok(()) if self.invalid.is_empty() => {}
            Ok(()) => {
                let (row, key) = (self.count, key());
                let invalid = self.invalid.drain(..);
                self.unreported
                    .extend(invalid.map(|invalid| (row, key.clone(), invalid)));
            }
        }
        if let Some(position) = self.ordinal {
            self.seen[position] = true;
            let place = Value::Int(self.place);
            if self.builders[position].inherited(&place).is_err() {
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
    fn inherit(&mut self, inherited_values: &[(String, Value)]) -> Result<(), Stop> {
        for (name, value) in inherited_values {
            let columns = &self.decoder.columns;
            let Some(position) = columns.iter().position(|column| column == name) else {
                continue;
            };
            self.seen[position] = true;
            if let Err(Misfit) = self.builders[position].inherited(value) {
                self.misfit(position, &text_of(value))?;
            }
        }
        Ok(())
    }

    /// A value that does not fit: the end, or NULL.
    fn misfit(&mut self, column: usize, text: &str) -> Result<(), Stop> {
        let invalid = Invalid {
            column,
            text: text.to_owned(),
        };
        match self.decoder.on_invalid {
            OnInvalid::Fail => Err(Stop::Value(invalid)),
            OnInvalid::Null(_) => {
                self.builders[column].null();
                self.invalid.push(invalid);
                Ok(())
            }
        }
    }

    /// Counts the values that are NULL because they did not fit, of the rows that are wanted.
    fn report(&mut self) {
        let OnInvalid::Null(values) = &self.decoder.on_invalid else {
            return;
        };
        for (row, key, invalid) in self.unreported.drain(..) {
            if !self.dropped.iter().any(|range| range.contains(&row)) {
                let column = &self.decoder.columns[invalid.column];
                let sentence = || self.decoder.sentence(&invalid, &key);
                values.add(&self.decoder.table.name, column, sentence);
            }
        }
    }

    /// The members of an object. Those of the row itself are noted as carried.
    fn object<'j>(
        &mut self,
        walk: &mut Walk<'j>,
        node: &Node,
        is_row: bool,
        noted: &mut [Option<&'j str>],
    ) -> Result<(), Stop> {
        walk.open()?;
        let (mut first, mut place) = (true, 0);
        while let Some(position) = node.members.step(walk, first, &mut place)? {
            first = false;
            let value = walk.peek()?;
            match position {
                Some(position) => {
                    if is_row {
                        self.members[position] = true;
                    }
                    self.value(walk, value, node.members.get(position), noted)?;
                }
                None => walk.skip(value)?,
            }
        }
        Ok(())
    }

    fn value<'j>(
        &mut self,
        walk: &mut Walk<'j>,
        value: Peek,
        node: &Node,
        noted: &mut [Option<&'j str>],
    ) -> Result<(), Stop> {
        let start = walk.at();
        match node.column {
            // A member that comes twice counts once.
            Some(column) if self.seen[column] => walk.skip(value)?,
            Some(column) => {
                self.seen[column] = true;
                if self.builders[column].read(walk, value)?.is_err() {
                    self.misfit(column, walk.since(start))?;
                }
            }
            None if node.members.is_empty() => walk.skip(value)?,
            None => {}
        }
        if let Some(place) = node.noted
            && noted[place].is_none()
        {
            noted[place] = Some(walk.since(start));
        }
        if node.summed {
            let number = number(walk.since(start)).unwrap_or(0);
            self.sum = self.sum.saturating_add(number);
        }
        if node.members.is_empty() {
            return Ok(());
        }
        match (value, node.column) {
            (Peek::Object, None) => self.object(walk, node, false, noted),
            (Peek::Object, Some(_)) => {
                let mut inner = Walk::new(walk.since(start));
                inner.peek()?;
                self.object(&mut inner, node, false, noted)
            }
            (_, column) => {
                if column.is_none() {
                    walk.skip(value)?;
                }
                self.no_object(node, walk.since(start))
            }
        }
    }

    /// Something else where an object is meant: the columns inside have no value, or one that does not fit.
    fn no_object(&mut self, node: &Node, text: &str) -> Result<(), Stop> {
        if node.may_be_text || is_no_object(text) {
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

impl Decoder {
    fn broken(&self, what: &str) -> Error {
        Error::new(
            ErrorKind::Protocol,
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
        Error::new(ErrorKind::InvalidValue, message)
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
    fn key_of(&self, json: &str, inherited_values: &[(String, Value)], place: i64) -> String {
        let value = |name: &String| {
            let column = self.table.columns.get(name)?;
            if let Some((_, value)) = inherited_values.iter().find(|(own, _)| own == name) {
                return Some(text_of(value));
            }
            if column.ordinal {
                return Some(place.to_string());
            }
            let path = column.path.as_slice();
            let text = at(json, path).ok().flatten();
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

#[cfg(test)]
#[path = "rows_tests.rs"]
mod tests;
