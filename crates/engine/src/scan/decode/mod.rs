//! Pages of JSON into Arrow, in one pass over the bytes and only for the columns that the query reads.
//!
//! No value of a page is built as a tree. What a value must look like is `builder`'s question; this file knows how rows
//! and their columns lie in a page.

mod builder;
mod decimal;
mod parents;
mod time;

use std::ops::Range;
use std::sync::Arc;

use arrow::array::{BooleanArray, RecordBatch, RecordBatchOptions};
use arrow::compute::filter_record_batch;
use arrow::datatypes::SchemaRef;
use datafusion::error::DataFusionError;
use jiter::{Jiter, JiterError, Peek};
use storeql_catalog::Table;

pub(crate) use builder::data_type;
pub(crate) use parents::{Parent, elements, objects, parents};

use super::value::Value;
use crate::error::{Error, Kind, Result};
use builder::{Builder, Misfit};

/// Reads rows of one table into the columns of one scan.
#[derive(Debug, Clone)]
pub(crate) struct Decoder {
    table: Arc<Table>,
    columns: Arc<[String]>,
    schema: SchemaRef,
    /// Paths of the columns that stand in the row itself.
    paths: Arc<Node>,
}

/// A tree of the wanted members' names.
#[derive(Debug, Default)]
struct Node {
    /// The column whose value stands here.
    column: Option<usize>,
    /// Its values are added up, to hold the sum against what the parent promises.
    summed: bool,
    members: Vec<(String, Node)>,
}

impl Node {
    fn insert(&mut self, path: &[String], column: usize) {
        let Some((first, rest)) = path.split_first() else {
            self.column = Some(column);
            return;
        };
        let position = self
            .members
            .iter()
            .position(|(name, _)| name == first)
            .unwrap_or_else(|| {
                self.members.push((first.clone(), Node::default()));
                self.members.len() - 1
            });
        self.members[position].1.insert(rest, column);
    }

    fn position(&self, name: &str) -> Option<usize> {
        self.members.iter().position(|(member, _)| member == name)
    }

    fn member(&self, name: &str) -> Option<&Node> {
        self.position(name)
            .map(|position| &self.members[position].1)
    }
}

impl Decoder {
    /// A decoder of `columns`, whose fields are `schema`.
    pub(crate) fn new(table: Arc<Table>, columns: Arc<[String]>, schema: SchemaRef) -> Self {
        let mut paths = Node::default();
        if let Some(complete) = table
            .embedded
            .as_ref()
            .and_then(|embedded| embedded.complete.as_ref())
        {
            paths.members.push((
                complete.sum.clone(),
                Node {
                    summed: true,
                    ..Node::default()
                },
            ));
        }
        for (position, name) in columns.iter().enumerate() {
            if let Some(column) = table.columns.get(name).filter(|column| !column.from_parent) {
                paths.insert(&column.path, position);
            }
        }
        Self {
            table,
            columns,
            schema,
            paths: Arc::new(paths),
        }
    }

    /// Starts a batch that takes rows from several places.
    pub(crate) fn start(&self) -> Rows<'_> {
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
            members: vec![false; self.paths.members.len()],
            count: 0,
            whole: true,
            sum: 0,
            dropped: Vec::new(),
        }
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
    builders: Vec<Builder>,
    /// The column that is the row's place in its array.
    ordinal: Option<usize>,
    place: i64,
    /// Columns of the row that have their value.
    seen: Vec<bool>,
    /// First members of wanted paths that the row carries.
    members: Vec<bool>,
    count: usize,
    /// Every row so far carries every wanted member.
    whole: bool,
    sum: i128,
    /// Rows that are not wanted after all.
    dropped: Vec<Range<usize>>,
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
        let mut reader = Jiter::new(json.as_bytes());
        let broken = |error: JiterError| self.decoder.broken(&error.to_string());
        self.place = 0;
        match reader.peek().map_err(broken)? {
            Peek::Array => {
                let mut next = reader.known_array().map_err(broken)?;
                while let Some(peek) = next {
                    self.row(&mut reader, json, peek, given)?;
                    next = reader
                        .array_step()
                        .map_err(|error| self.decoder.broken(&error.to_string()))?;
                }
                Ok(())
            }
            Peek::Null => Ok(()),
            peek => self.row(&mut reader, json, peek, given),
        }
    }

    /// The batch.
    pub(crate) fn finish(mut self) -> Result<RecordBatch> {
        let arrays = self.builders.iter_mut().map(Builder::finish).collect();
        let options = RecordBatchOptions::new().with_row_count(Some(self.count));
        let batch =
            RecordBatch::try_new_with_options(Arc::clone(&self.decoder.schema), arrays, &options);
        let batch = batch.map_err(DataFusionError::from)?;
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
        for (name, value) in given {
            let Some(position) = self
                .decoder
                .columns
                .iter()
                .position(|column| column == name)
            else {
                continue;
            };
            self.seen[position] = true;
            self.builders[position]
                .given(value)
                .map_err(|Misfit| self.decoder.misfit(position, "", &format!("{value:?}")))?;
        }
        let paths = Arc::clone(&self.decoder.paths);
        if let Err(fault) = self.members(reader, json, &paths) {
            return Err(match fault {
                Fault::Json(error) => self.decoder.broken(&error.to_string()),
                Fault::Value { column, text } => {
                    let row = json.get(start..).unwrap_or_default();
                    self.decoder
                        .misfit(column, &self.decoder.key_of(row), &text)
                }
            });
        }
        if let Some(position) = self.ordinal {
            self.seen[position] = true;
            let place = Value::Int(self.place);
            self.builders[position]
                .given(&place)
                .map_err(|Misfit| self.decoder.misfit(position, "", "its place"))?;
            self.place += 1;
        }
        for (position, seen) in self.seen.iter().enumerate() {
            if !seen {
                self.builders[position].null();
            }
        }
        self.whole &= self.members.iter().all(|member| *member);
        self.count += 1;
        Ok(())
    }

    /// The members of a row, noting which it carries.
    fn members(&mut self, reader: &mut Jiter<'_>, json: &str, node: &Node) -> Result<(), Fault> {
        let mut next = reader.known_object()?.map(|name| node.position(name));
        while let Some(position) = next {
            let peek = reader.peek()?;
            match position {
                Some(position) => {
                    self.members[position] = true;
                    self.value(reader, json, peek, &node.members[position].1)?;
                }
                None => reader.known_skip(peek)?,
            }
            next = reader.next_key()?.map(|name| node.position(name));
        }
        Ok(())
    }

    fn object(&mut self, reader: &mut Jiter<'_>, json: &str, node: &Node) -> Result<(), Fault> {
        let mut next = reader.known_object()?.map(|name| node.member(name));
        while let Some(member) = next {
            let peek = reader.peek()?;
            match member {
                Some(member) => self.value(reader, json, peek, member)?,
                None => reader.known_skip(peek)?,
            }
            next = reader.next_key()?.map(|name| node.member(name));
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
                    return Err(Fault::Value {
                        column,
                        text: text.to_owned(),
                    });
                }
            }
            None if node.members.is_empty() => reader.known_skip(peek)?,
            None => {}
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
            // `[]`, "" or null where an object is meant: none of its members.
            (_, None) => Ok(reader.known_skip(peek)?),
            (_, Some(_)) => Ok(()),
        }
    }
}

/// Why a row could not be read.
enum Fault {
    Json(JiterError),
    Value { column: usize, text: String },
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

    fn misfit(&self, column: usize, key: &str, text: &str) -> Error {
        let name = &self.columns[column];
        let kind = self
            .table
            .columns
            .get(name)
            .map(|column| column.kind.to_string())
            .unwrap_or_default();
        let mut shown: String = text.trim().chars().take(80).collect();
        if shown.len() < text.trim().len() {
            shown.push('…');
        }
        let row = if key.is_empty() {
            String::new()
        } else {
            format!(" in the row {key}")
        };
        Error::new(
            Kind::InvalidValue,
            format!(
                "the store sent {shown} for {}.{name}{row}, which does not fit {kind}",
                self.table.name
            ),
        )
    }

    /// The key of the row that `json` begins with, for a message.
    fn key_of(&self, json: &str) -> String {
        let mut parts = Vec::new();
        for name in &self.table.key {
            let Some(column) = self
                .table
                .columns
                .get(name)
                .filter(|column| !column.from_parent)
            else {
                continue;
            };
            let mut reader = Jiter::new(json.as_bytes());
            if let (Some(field), Ok(Some(value))) = (
                column.path.first(),
                member(&mut reader, json, column.path.first()),
            ) {
                parts.push(format!("{field} = {value}"));
            }
        }
        parts.join(", ")
    }
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
