//! One request of a plan: its rows, its address, its body, and what may be done about a failure. Sends nothing.

use std::collections::HashMap;
use std::sync::Arc;

use bytes::Bytes;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::Method;
use storeql_catalog::{Body, ColumnType, Endpoint};
use storeql_client::{Request, RetryClass};

use super::carried::{object, stays};
use super::step::{KeyedRows, PlannedRow, Rows, Step};
use crate::address::{Filling, column_of};
use crate::change::Verb;
use crate::form::{FormFile, Part, form};
use crate::raw::{self, Tree, quoted};
use crate::value::Value;

/// What stays as it is in a segment of a path.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// What stands where a secret would.
const MASK: &str = "\"****\"";

/// One request of a plan. It is data: [`PlannedRequest::method`], [`PlannedRequest::target`] and [`PlannedRequest::body`] are what
/// `EXPLAIN` and `--dry-run` print.
#[derive(Debug, Clone, PartialEq)]
pub struct PlannedRequest {
    pub(crate) step: Arc<Step>,
    pub(crate) rows: Rows,
    /// Requests of a higher stage wait for all of a lower one: a row that two endpoints change is in two stages.
    pub(crate) stage: usize,
}

/// What was read before a request, for what its body carries.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct ReadRows {
    /// Rows by their number in the statement.
    pub(crate) rows: HashMap<u64, String>,
    /// All rows below the path, where the array takes their place.
    pub(crate) siblings: Vec<String>,
    /// Files of rows, by the rows' numbers, each with its member.
    pub(crate) files: HashMap<u64, Vec<(String, FormFile)>>,
}

impl PlannedRequest {
    /// The numbers of its rows, in the order of the body.
    pub fn rows(&self) -> Vec<u64> {
        match &self.rows {
            Rows::Written(rows) => rows.iter().map(|row| row.number).collect(),
            Rows::Deleted(rows) => rows.rows().iter().map(|row| row.number).collect(),
        }
    }

    /// The values of the table's key of one of its rows, as far as the statement gives them.
    pub(crate) fn key_of(&self, number: u64) -> Vec<Value> {
        let table = &self.step.table;
        let key = match &self.rows {
            Rows::Written(rows) => {
                let mut rows = rows.iter();
                rows.find(|row| row.number == number)
                    .map(|row| row.key(table))
            }
            Rows::Deleted(rows) => {
                let mut rows = rows.rows().iter();
                rows.find(|row| row.number == number)
                    .map(|row| row.values(table))
            }
        };
        key.unwrap_or_default()
    }

    /// Every value that the statement gives of the row at that place of the body.
    pub(crate) fn given(&self, place: usize) -> &[(String, Value)] {
        let given = match &self.rows {
            Rows::Written(rows) => rows.get(place).map(|row| &row.given),
            Rows::Deleted(rows) => rows.rows().get(place).map(|row| &row.given),
        };
        given.map_or(&[], Vec::as_slice)
    }

    /// `POST`, `PUT`, `PATCH` or `DELETE`.
    pub fn method(&self) -> &'static str {
        match &self.rows {
            Rows::Deleted(_) => "DELETE",
            Rows::Written(_) => match self.step.endpoint.method.as_str() {
                "POST" => "POST",
                "PATCH" => "PATCH",
                _ => "PUT",
            },
        }
    }

    /// Path and query as they are sent, below the store's address: `/v3/catalog/products?id:in=7,8`.
    pub fn target(&self) -> String {
        self.bare().target()
    }

    /// The body as it is sent, with secrets as `****`. What a row as read will add is not in it, where the row is read first.
    pub fn body(&self) -> Option<String> {
        self.text(&ReadRows::default(), true)
    }

    /// What may be done about a failure: a create is sent again only when it surely was not processed.
    pub fn class(&self) -> RetryClass {
        match self.step.creates {
            true => RetryClass::Create,
            false => RetryClass::KeyedWrite,
        }
    }

    /// How many requests of this kind the store takes side by side, where the API names a number.
    pub fn concurrency(&self) -> Option<u32> {
        self.step.endpoint.concurrency
    }

    /// Whether rows are read before it is sent, since its body carries more than the statement says.
    pub fn reads_first(&self) -> bool {
        let lacks = |row: &PlannedRow| row.needs_row && row.as_read.is_none();
        match &self.rows {
            Rows::Written(rows) => {
                rows.iter().any(lacks)
                    || self.step.endpoint.replaces
                    || !self.step.absent_by.is_empty()
            }
            Rows::Deleted(_) => false,
        }
    }

    /// What the statement does to the rows.
    pub fn verb(&self) -> Verb {
        self.step.verb
    }

    /// Requests with the same lane are sent one after another, in the plan's order: lines of one order, images of one product.
    pub(crate) fn lane(&self) -> Option<String> {
        let endpoint = &self.step.endpoint;
        let (path, _) = template(endpoint);
        let capped = endpoint.concurrency.is_some() && endpoint.wrap.is_none();
        (path.contains('{') && !capped).then(|| self.bare().path)
    }

    /// The same request of these rows alone, by their places in it.
    pub(crate) fn of(&self, places: &[usize]) -> Option<Self> {
        let rows = match &self.rows {
            Rows::Written(rows) => {
                let picked: Vec<PlannedRow> = pick(rows, places);
                (!picked.is_empty()).then_some(Rows::Written(picked))
            }
            Rows::Deleted(rows) => KeyedRows::of(pick(rows.rows(), places)).map(Rows::Deleted),
        };
        Some(Self {
            step: Arc::clone(&self.step),
            rows: rows?,
            stage: self.stage,
        })
    }

    /// The request as the client sends it.
    pub(crate) fn wire(&self, read: &ReadRows) -> Request {
        if let Some((body, boundary)) = self.form(read) {
            return Request {
                body: Some(body),
                boundary: Some(boundary),
                ..self.bare()
            };
        }
        let body = self.text(read, false);
        Request {
            body: body.map(Bytes::from),
            ..self.bare()
        }
    }

    /// The row with its files as a form; none where there are no files.
    fn form(&self, read: &ReadRows) -> Option<(Bytes, String)> {
        let Rows::Written(rows) = &self.rows else {
            return None;
        };
        let row = rows.first()?;
        let files = read.files.get(&row.number)?;
        let texts = texts(&row.members).into_iter();
        let mut parts: Vec<(String, Part)> =
            texts.map(|(name, text)| (name, Part::Text(text))).collect();
        let files = files.iter();
        parts.extend(files.map(|(name, file)| (name.clone(), Part::File(file.clone()))));
        Some(form(&parts))
    }

    /// A row with files, as EXPLAIN shows the form: `{"description":"Front","image_file":"@front.png"}`.
    fn shown_form(&self, row: &PlannedRow) -> String {
        let texts = texts(&row.members).into_iter();
        let files = row.files.iter();
        let files = files.map(|(name, path)| (name.clone(), format!("@{}", path.display())));
        let parts = texts.chain(files);
        let parts = parts.map(|(name, text)| format!("{}:{}", quoted(&name), quoted(&text)));
        format!("form {{{}}}", parts.collect::<Vec<_>>().join(","))
    }

    /// Without its body.
    fn bare(&self) -> Request {
        let endpoint = &self.step.endpoint;
        let fillings: Vec<&Filling> = match &self.rows {
            Rows::Written(rows) => rows.iter().map(|row| &row.filling).collect(),
            Rows::Deleted(rows) => rows.rows().iter().map(|row| row.key.filling()).collect(),
        };
        let (path, query) = address(endpoint, &fillings);
        let cap = endpoint.concurrency;
        Request {
            method: match self.method() {
                "DELETE" => Method::DELETE,
                "POST" => Method::POST,
                "PATCH" => Method::PATCH,
                _ => Method::PUT,
            },
            version: self.step.table.write.api.segment(),
            path,
            query,
            body: None,
            boundary: None,
            class: self.class(),
            cap: cap.map(|most| (format!("{} {}", endpoint.method, endpoint.path), most)),
        }
    }

    fn text(&self, read: &ReadRows, masked: bool) -> Option<String> {
        let endpoint = &self.step.endpoint;
        let rows = match &self.rows {
            Rows::Deleted(rows) => {
                let keys = rows.rows().iter().filter_map(|row| row.key.bare());
                return (endpoint.body == Body::Keys).then(|| array(keys.map(str::to_owned)));
            }
            Rows::Written(rows) => rows,
        };
        if let Some(row) = rows.first().filter(|row| !row.files.is_empty()) {
            return Some(self.shown_form(row));
        }
        let object_of = |row: &PlannedRow| {
            let as_read = read.rows.get(&row.number).or(row.as_read.as_ref());
            self.masked(object(&self.step, row, as_read.map(String::as_str)), masked)
        };
        let value = match endpoint.body {
            Body::Keys => array(rows.iter().filter_map(|row| row.bare.clone())),
            Body::Object => text_of(&rows.first().map_or_else(Tree::new, object_of)),
            Body::Array if endpoint.replaces => self.replaced(rows, read),
            Body::Array => array(rows.iter().map(|row| text_of(&object_of(row)))),
        };
        Some(match &endpoint.wrap {
            Some(name) => format!("{{{}:{value}}}", quoted(name)),
            None => value,
        })
    }

    fn masked(&self, mut tree: Tree, masked: bool) -> Tree {
        let table = &self.step.table;
        let columns = table.columns.values().chain(table.write.members.values());
        for column in columns.filter(|column| masked && column.secret) {
            let path = self.step.endpoint.path_of(column);
            if tree.has(path) {
                tree.set(path, Tree::Text(MASK.to_owned()));
            }
        }
        tree
    }

    /// All rows below the path as they are to be: those that stay, those that change, and new ones behind them.
    fn replaced(&self, rows: &[PlannedRow], read: &ReadRows) -> String {
        let table = &self.step.table;
        let of = |sibling: &str| {
            rows.iter().find(|row| {
                table.key.iter().all(|name| {
                    let column = table.columns.get(name);
                    let there = column.and_then(|column| raw::at(sibling, &column.path));
                    let there = there.and_then(raw::plain);
                    let named = row.value(name).and_then(crate::address::text_of);
                    there.is_some() && there == named
                })
            })
        };
        let mut all = Vec::new();
        for sibling in &read.siblings {
            let mut tree = stays(&self.step, sibling);
            match (of(sibling), self.step.verb) {
                (Some(_), Verb::Delete) => continue,
                (Some(row), _) => tree.merge(&row.members),
                (None, _) => {}
            }
            all.push(text_of(&tree));
        }
        if self.step.verb == Verb::Insert {
            all.extend(rows.iter().map(|row| text_of(&row.members)));
        }
        array(all.into_iter())
    }

    /// Whether the value can be compared with what an answer has: numbers, flags and texts.
    pub(crate) fn comparable(&self, name: &str, value: &Value) -> bool {
        // The store gives a file a name of its own.
        let column = column_of(&self.step.table, name).filter(|column| column.file.is_none());
        let kind = column.map(|column| column.kind);
        value.is_given() && !matches!(kind, None | Some(ColumnType::Json | ColumnType::Timestamp))
    }
}

/// The members of a row, each as the text that a form has.
fn texts(members: &Tree) -> Vec<(String, String)> {
    let Tree::Object(members) = members else {
        return Vec::new();
    };
    let text = |(name, value): (&String, &Tree)| {
        let text = text_of(value);
        (name.clone(), raw::plain(&text).unwrap_or(text))
    };
    members.iter().map(text).collect()
}

fn pick<T: Clone>(rows: &[T], places: &[usize]) -> Vec<T> {
    places
        .iter()
        .filter_map(|place| rows.get(*place).cloned())
        .collect()
}

fn text_of(tree: &Tree) -> String {
    let mut text = String::new();
    tree.write(&mut text);
    text
}

fn array(items: impl Iterator<Item = String>) -> String {
    let items: Vec<String> = items.collect();
    format!("[{}]", items.join(","))
}

/// The path of an endpoint and its query.
pub(crate) fn template(endpoint: &Endpoint) -> (&str, &str) {
    endpoint
        .path
        .split_once('?')
        .unwrap_or((&endpoint.path, ""))
}

/// The path with its braces filled; its rows share what it names.
pub(crate) fn path_of(template: &str, filling: &Filling) -> String {
    filled(template, |name| filling.get(name))
}

/// A path whose braces have these texts, percent-encoded.
pub(crate) fn filled<'t>(template: &str, text_of: impl Fn(&str) -> Option<&'t str>) -> String {
    let mut path = String::new();
    for (position, part) in template.split('{').enumerate() {
        match part.split_once('}').filter(|_| position > 0) {
            Some((name, rest)) => {
                let text = text_of(name).unwrap_or_default();
                path.extend(utf8_percent_encode(text, SEGMENT));
                path.push_str(rest);
            }
            None => path.push_str(part),
        }
    }
    path
}

/// Path and query of the rows; a brace of the query holds a list.
fn address(endpoint: &Endpoint, fillings: &[&Filling]) -> (String, Vec<(String, String)>) {
    let (path, query) = template(endpoint);
    let path = fillings
        .first()
        .map_or_else(String::new, |filling| path_of(path, filling));
    let mut parameters = Vec::new();
    for part in query.split('&').filter(|part| !part.is_empty()) {
        let (name, value) = part.split_once('=').unwrap_or((part, ""));
        let column = value
            .strip_prefix('{')
            .and_then(|name| name.strip_suffix('}'));
        let value = match column {
            None => value.to_owned(),
            Some(column) => {
                let mut texts: Vec<&str> = Vec::new();
                for text in fillings.iter().filter_map(|filling| filling.get(column)) {
                    if !texts.contains(&text) {
                        texts.push(text);
                    }
                }
                texts.join(",")
            }
        };
        parameters.push((name.to_owned(), value));
    }
    (path, parameters)
}
