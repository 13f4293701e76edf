//! Reads one TOML table word by word, noting every wrong type and every unknown word instead of stopping at the first.
//!
//! Knows nothing of what the words mean; that is `read`.

use std::cell::RefCell;

use indexmap::IndexMap;
use toml::{Table, Value};

use crate::problem::{Problem, suggestion};

/// Where the problems of one file are gathered.
pub(crate) struct Notes {
    file: String,
    problems: RefCell<Vec<Problem>>,
}

impl Notes {
    pub(crate) fn new(file: &str) -> Self {
        Notes {
            file: file.to_owned(),
            problems: RefCell::default(),
        }
    }

    pub(crate) fn add(&self, place: &str, message: impl Into<String>, help: impl Into<String>) {
        self.problems.borrow_mut().push(Problem {
            file: self.file.clone(),
            place: place.to_owned(),
            message: message.into(),
            help: help.into(),
        });
    }

    pub(crate) fn into_problems(self) -> Vec<Problem> {
        self.problems.into_inner()
    }
}

/// One TOML table, with the words that have been asked for so far.
pub(crate) struct Section<'a> {
    table: &'a Table,
    place: String,
    notes: &'a Notes,
    asked: RefCell<Vec<&'static str>>,
}

impl<'a> Section<'a> {
    pub(crate) fn new(table: &'a Table, place: impl Into<String>, notes: &'a Notes) -> Self {
        Section {
            table,
            place: place.into(),
            notes,
            asked: RefCell::default(),
        }
    }

    /// Notes a problem with `word` of this section, or with the whole section where `word` is empty.
    pub(crate) fn problem(&self, word: &str, message: impl Into<String>, help: impl Into<String>) {
        self.notes.add(&self.place_of(word), message, help);
    }

    pub(crate) fn has(&self, word: &str) -> bool {
        self.table.contains_key(word)
    }

    fn place_of(&self, word: &str) -> String {
        match (self.place.is_empty(), word.is_empty()) {
            (true, _) => word.to_owned(),
            (false, true) => self.place.clone(),
            (false, false) => format!("{}.{word}", self.place),
        }
    }

    pub(crate) fn value(&self, word: &'static str) -> Option<&'a Value> {
        self.asked.borrow_mut().push(word);
        self.table.get(word)
    }

    fn typed<T>(
        &self,
        word: &'static str,
        wanted: &str,
        pick: impl Fn(&'a Value) -> Option<T>,
    ) -> Option<T> {
        let value = self.value(word)?;
        let picked = pick(value);
        if picked.is_none() {
            self.problem(
                word,
                format!("is {}, not {wanted}", value.type_str()),
                format!("write {wanted}"),
            );
        }
        picked
    }

    pub(crate) fn text(&self, word: &'static str) -> Option<String> {
        self.typed(word, "a text in quotes", |value| {
            value.as_str().map(str::to_owned)
        })
    }

    pub(crate) fn required_text(&self, word: &'static str) -> String {
        if !self.has(word) {
            self.problem(word, "is missing", "");
        }
        self.text(word).unwrap_or_default()
    }

    pub(crate) fn flag(&self, word: &'static str) -> Option<bool> {
        self.typed(word, "true or false", Value::as_bool)
    }

    pub(crate) fn number(&self, word: &'static str) -> Option<u32> {
        self.typed(word, "a whole number above zero", |value| {
            value
                .as_integer()
                .and_then(|number| u32::try_from(number).ok())
                .filter(|number| *number > 0)
        })
    }

    pub(crate) fn texts(&self, word: &'static str) -> Vec<String> {
        self.typed(word, "a list of texts", texts_of)
            .unwrap_or_default()
    }

    /// A dotted path: `billing_address.first_name`.
    pub(crate) fn path(&self, word: &'static str) -> Option<Vec<String>> {
        self.text(word).map(|text| split_path(&text))
    }

    /// One dotted path, or a list of them.
    pub(crate) fn paths(&self, word: &'static str) -> Vec<Vec<String>> {
        let one_or_more = |value: &'a Value| match value {
            Value::String(text) => Some(vec![text.clone()]),
            other => texts_of(other),
        };
        let found = self
            .typed(word, "a path or a list of paths", one_or_more)
            .unwrap_or_default();
        found.iter().map(|text| split_path(text)).collect()
    }

    /// A table of texts: `{ order_id = "id" }`.
    pub(crate) fn pairs(&self, word: &'static str) -> IndexMap<String, String> {
        self.typed(word, "a table of texts", pairs_of)
            .unwrap_or_default()
    }

    /// A value as JSON text: `0`, `""`, `[]`.
    pub(crate) fn json(&self, word: &'static str) -> Option<String> {
        self.typed(word, "a number, a flag, a text or an empty list", json_of)
    }

    /// A table of values, each as JSON text: `{ quantity = 0 }`.
    pub(crate) fn json_pairs(&self, word: &'static str) -> IndexMap<String, String> {
        let pairs = |value: &'a Value| -> Option<IndexMap<String, String>> {
            let members = value.as_table()?.iter();
            members
                .map(|(name, item)| Some((name.clone(), json_of(item)?)))
                .collect()
        };
        self.typed(word, "a table of numbers, flags and texts", pairs)
            .unwrap_or_default()
    }

    /// Lists of texts: `[["name"], ["key", "namespace"]]`.
    pub(crate) fn lists(&self, word: &'static str) -> Vec<Vec<String>> {
        let lists = |value: &'a Value| value.as_array()?.iter().map(texts_of).collect();
        self.typed(word, "a list of lists of texts", lists)
            .unwrap_or_default()
    }

    /// A table of dotted paths: `{ variant_id = "identity.variant_id" }`.
    pub(crate) fn path_pairs(&self, word: &'static str) -> IndexMap<String, Vec<String>> {
        let split = |(name, text): (String, String)| (name, split_path(&text));
        self.pairs(word).into_iter().map(split).collect()
    }

    /// One of the words in `known`, each with its meaning.
    pub(crate) fn choice<T: Copy>(
        &self,
        word: &'static str,
        known: &[(&'static str, T)],
    ) -> Option<T> {
        let text = self.text(word)?;
        let found = known
            .iter()
            .find(|(name, _)| *name == text)
            .map(|(_, meaning)| *meaning);
        if found.is_none() {
            let help = suggestion(&text, known.iter().map(|(name, _)| *name));
            self.problem(word, format!("`{text}` is not known here"), help);
        }
        found
    }

    pub(crate) fn section(&self, word: &'static str) -> Option<Section<'a>> {
        let table = self.typed(word, "a table", Value::as_table)?;
        Some(Section::new(table, self.place_of(word), self.notes))
    }

    /// The members of a table whose words are names: the columns.
    pub(crate) fn members(&self, word: &'static str) -> Vec<(&'a str, Section<'a>)> {
        let Some(table) = self.typed(word, "a table", Value::as_table) else {
            return Vec::new();
        };
        let mut members = Vec::new();
        for (name, value) in table {
            let place = format!("{}.{name}", self.place_of(word));
            match value.as_table() {
                Some(member) => {
                    members.push((name.as_str(), Section::new(member, place, self.notes)))
                }
                None => self.notes.add(
                    &place,
                    "is not a table",
                    "write `{ type = \"…\", about = \"…\" }`",
                ),
            }
        }
        members
    }

    /// A section at `word` of another table: for a word that stands for a whole section.
    pub(crate) fn below<'b>(&self, word: &'static str, table: &'b Table) -> Section<'b>
    where
        'a: 'b,
    {
        Section::new(table, self.place_of(word), self.notes)
    }

    /// A table, or a list of tables.
    pub(crate) fn one_or_more(&self, word: &'static str) -> Vec<Section<'a>> {
        match self.value(word) {
            Some(Value::Array(_)) => self.list(word),
            _ => self.section(word).into_iter().collect(),
        }
    }

    /// The members of a list of tables: `[[examples]]`.
    pub(crate) fn list(&self, word: &'static str) -> Vec<Section<'a>> {
        let Some(list) = self.typed(word, "a list of tables", Value::as_array) else {
            return Vec::new();
        };
        let mut members = Vec::new();
        for (index, value) in list.iter().enumerate() {
            let place = format!("{}[{index}]", self.place_of(word));
            match value.as_table() {
                Some(member) => members.push(Section::new(member, place, self.notes)),
                None => self.notes.add(&place, "is not a table", ""),
            }
        }
        members
    }

    /// Notes every word that nothing has asked for.
    pub(crate) fn finish(self) {
        let asked = self.asked.borrow();
        for word in self
            .table
            .keys()
            .filter(|word| !asked.contains(&word.as_str()))
        {
            self.problem(
                word,
                "is not a word of the format",
                suggestion(word, asked.iter().copied()),
            );
        }
    }
}

fn split_path(text: &str) -> Vec<String> {
    text.split('.')
        .filter(|part| !part.is_empty())
        .map(str::to_owned)
        .collect()
}

fn texts_of(value: &Value) -> Option<Vec<String>> {
    value
        .as_array()?
        .iter()
        .map(|item| item.as_str().map(str::to_owned))
        .collect()
}

/// A TOML value as JSON text. Only what JSON spells as TOML does: texts without escapes, and no list but the empty one.
fn json_of(value: &Value) -> Option<String> {
    match value {
        Value::Integer(number) => Some(number.to_string()),
        Value::Boolean(flag) => Some(flag.to_string()),
        Value::String(text) if !text.contains(['"', '\\']) => Some(format!("\"{text}\"")),
        Value::Array(list) if list.is_empty() => Some("[]".to_owned()),
        _ => None,
    }
}

pub(crate) fn pairs_of(value: &Value) -> Option<IndexMap<String, String>> {
    value
        .as_table()?
        .iter()
        .map(|(name, item)| Some((name.clone(), item.as_str()?.to_owned())))
        .collect()
}
