//! Works out what a body does to the rows, without doing it: which rows come, change or go, and which are refused.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashSet};

use serde_json::{Map, Value};

use super::description::{Does, Given, Unlisted, Within};
use super::keys::{array_at, locate, text_of};
use super::member::{self, Phase};
use super::refused::Refused;
use super::route::Found;
use crate::dataset::Dataset;
use crate::request::{Query, Version};
use crate::rows::{Table, Values};
use crate::template::{EVERYTHING, Template, filled};

/// What a request does, row by row.
pub(crate) struct Plan {
    pub(crate) steps: Vec<Step>,
    pub(crate) failed: Vec<Failed>,
    /// Members that the API does not know and ignores.
    pub(crate) unknown: Vec<String>,
    /// The row that the arrays stand in, where the rows stand in one.
    pub(crate) ancestor: Option<usize>,
    /// How many rows the request has.
    pub(crate) rows: usize,
}

/// What becomes of one row.
pub(crate) enum Step {
    Add(Value),
    Set(usize, Value),
    Remove(usize, Value),
}

impl Step {
    /// The row that it is about.
    pub(crate) fn into_row(self) -> Value {
        match self {
            Self::Add(row) | Self::Set(_, row) | Self::Remove(_, row) => row,
        }
    }
}

/// A row that is refused.
pub(crate) struct Failed {
    pub(crate) position: usize,
    pub(crate) given: Value,
    pub(crate) refused: Refused,
}

/// The rows among which a request works.
struct Among<'a> {
    data: &'a Dataset,
    found: &'a Found,
    table: Held<'a>,
    ancestor: Option<usize>,
    template: Option<Template>,
    /// The values that the request has given so far for the fields that no two rows share.
    written: RefCell<HashSet<(&'static str, Vec<String>)>>,
}

enum Held<'a> {
    Table(&'a dyn Table),
    Array(Values),
}

/// Works out what a request does.
pub(crate) fn plan(
    data: &Dataset,
    found: &Found,
    query: &Query,
    body: &Value,
) -> Result<Plan, Refused> {
    let mut among = Among::new(data, found)?;
    let mut plan = Plan {
        steps: Vec::new(),
        failed: Vec::new(),
        unknown: Vec::new(),
        ancestor: among.ancestor,
        rows: 0,
    };
    if found.change.does == Does::Delete {
        among.deletions(query, body, &mut plan)?;
        return Ok(plan);
    }
    // Parts of a row have no defaults of their own.
    let named = match found.compiled.writes.within {
        Within::Arrays(_) => found.compiled.writes.resource,
        _ => found.compiled.writes.table,
    };
    among.template = among.shape().map(|shape| Template::new(named, shape));
    let one;
    let rows = match rows_of(found, body)? {
        Some(rows) => rows,
        None => {
            one = [body.clone()];
            &one
        }
    };
    plan.rows = rows.len();
    for (position, given) in rows.iter().enumerate() {
        match among.row(given, &mut plan) {
            Ok(step) => plan.steps.push(step),
            Err(refused) if refused.is_passed_over() => {}
            Err(refused) => plan.failed.push(Failed {
                position,
                given: given.clone(),
                refused,
            }),
        }
    }
    Ok(plan)
}

/// The array of the body; None where it is one object.
fn rows_of<'b>(found: &Found, body: &'b Value) -> Result<Option<&'b [Value]>, Refused> {
    let Some(most) = found.change.many else {
        return Ok(None);
    };
    let rows = match body {
        Value::Array(rows) => rows.as_slice(),
        Value::Object(_) if found.change.or_one => std::slice::from_ref(body),
        _ => return Err(Refused::expected("obj", "jsarray")),
    };
    if rows.len() > most {
        return Err(Refused::too_many(most));
    }
    Ok(Some(rows))
}

impl<'a> Among<'a> {
    fn new(data: &'a Dataset, found: &'a Found) -> Result<Self, Refused> {
        let writes = found.compiled.writes;
        let table = data.table(writes.table);
        let (ancestors, _) = found.keys();
        let mut among = Self {
            data,
            found,
            table: Held::Table(table),
            ancestor: None,
            template: None,
            written: RefCell::default(),
        };
        match writes.within {
            Within::Store => {}
            Within::Parent(_, parents, field) => {
                if let Some(key) = ancestors.last() {
                    let parents = data.table(parents);
                    locate(parents, &[(field, key.clone())]).ok_or_else(Refused::not_found)?;
                }
            }
            Within::Arrays(fields) => {
                let key = ancestors.first().and_then(|key| key.parse().ok());
                let ancestor = key.and_then(|key| table.find("id", key));
                let ancestor = ancestor.ok_or_else(Refused::not_found)?;
                let mut row = table.row(ancestor, &EVERYTHING);
                let array = array_at(&mut row, fields, ancestors).ok_or_else(Refused::not_found)?;
                among.table = Held::Array(Values(std::mem::take(array)));
                among.ancestor = Some(ancestor);
            }
        }
        Ok(among)
    }

    fn table(&self) -> &dyn Table {
        match &self.table {
            Held::Table(table) => *table,
            Held::Array(values) => values,
        }
    }

    /// What rows look like that have everything.
    fn shape(&self) -> Option<Value> {
        let whole = self.data.shape(self.found.compiled.writes.table);
        let Within::Arrays(fields) = self.found.compiled.writes.within else {
            return Some(whole);
        };
        let mut found = whole;
        for field in fields {
            found = found.get_mut(field)?.get_mut(0)?.take();
        }
        Some(found)
    }

    /// The field and the key of the parent that the path names.
    fn parent(&self) -> Option<(&'static str, &str)> {
        let field = self.found.parent()?;
        Some((field, self.found.keys().0.last()?))
    }

    /// The row that a path or a body names.
    fn find(&self, fields: &str, value: impl Fn(usize, &str) -> Option<String>) -> Option<usize> {
        let mut wanted = Vec::new();
        for (position, field) in fields.split_whitespace().enumerate() {
            wanted.push((field, value(position, field)?));
        }
        if let Some((field, key)) = self.parent() {
            wanted.push((field, key.to_owned()));
        }
        locate(self.table(), &wanted)
    }

    fn of_path(&self) -> Result<usize, Refused> {
        let key = self.found.compiled.writes.key;
        // A single object has no key.
        if key.is_empty() {
            return (self.table().len() > 0)
                .then_some(0)
                .ok_or_else(Refused::not_found);
        }
        let (_, own) = self.found.keys();
        let row = self.find(key, |position, _| own.get(position).cloned());
        row.ok_or_else(Refused::not_found)
    }

    fn row(&self, given: &Value, plan: &mut Plan) -> Result<Step, Refused> {
        let expected = || Refused::expected("obj", "jsobject");
        let given = given.as_object().ok_or_else(expected)?;
        let (writes, change) = (self.found.compiled.writes, self.found.change);
        let mut given = given.clone();
        (writes.resolve)(self.data, &mut given);
        let given = &given;
        let of_body = |fields: &str| self.find(fields, |_, field| text_of(given.get(field)?));
        let index = match (change.does, change.many) {
            (Does::Create, _) => None,
            (Does::Upsert, Some(_)) => of_body(change.by),
            (Does::Upsert, None) => self.of_path().ok(),
            (_, None) => Some(self.of_path()?),
            (_, Some(_)) => {
                let key = writes.key.split_whitespace().next().unwrap_or_default();
                match (given.contains_key(key), of_body(writes.key)) {
                    (false, _) => return Err(Refused::missing(key)),
                    (true, Some(index)) => Some(index),
                    (true, None) if writes.skips_absent => return Err(Refused::passed_over()),
                    (true, None) => return Err(Refused::invalid(key, &format!("invalid {key}"))),
                }
            }
        };
        let phase = match (change.does, index) {
            (Does::Update, _) | (Does::Upsert, Some(_)) => Phase::Change,
            _ => Phase::Create,
        };
        let checked = member::check(&self.found.compiled.members, given, phase, writes.version)?;
        let is_key = |name: &String| writes.key.split_whitespace().any(|key| key == name);
        plan.unknown
            .extend(checked.unknown.into_iter().filter(|name| !is_key(name)));
        self.elements(&checked.kept)?;
        let before = index.map(|index| self.table().row(index, &EVERYTHING));
        let mut row = self.merged(before.as_ref(), checked.kept);
        let of_key = match (change.does, change.many) {
            (Does::Upsert, None) => Some(writes.key.split_whitespace().zip(self.found.keys().1)),
            _ => None,
        };
        let of_key = of_key
            .into_iter()
            .flatten()
            .map(|(field, key)| (field, key.as_str()));
        for (field, key) in self.parent().into_iter().chain(of_key) {
            let key = key
                .parse::<i64>()
                .map_or_else(|_| Value::from(key), Value::from);
            row.insert(field.to_owned(), key);
        }
        self.named(&row, given)?;
        let seen = Given {
            body: given,
            before: before.as_ref(),
            path: &self.found.path,
        };
        (writes.complete)(self.data, &mut row, &seen)?;
        self.unique(&row, before.as_ref(), index, &plan.steps)?;
        Ok(match index {
            Some(index) => Step::Set(index, Value::Object(row)),
            None => {
                self.room(&plan.steps)?;
                Step::Add(Value::Object(row))
            }
        })
    }

    /// The row as it was, or the API's defaults, with what the body gives.
    fn merged(&self, before: Option<&Value>, given: Map<String, Value>) -> Map<String, Value> {
        let shape_of = |name: &str| {
            self.template
                .as_ref()
                .and_then(|template| template.field(name))
        };
        let version = self.found.compiled.writes.version;
        let fit = |name: &str, value: Value| match shape_of(name) {
            Some(shape) => spelled(filled(value, shape), shape, version),
            None => value,
        };
        let given = given.into_iter().map(|(name, value)| {
            let value = fit(&name, value);
            (name, value)
        });
        let given: Map<String, Value> = given.collect();
        match (before, &self.template) {
            (Some(Value::Object(before)), Some(template))
                if self.found.compiled.writes.replaces =>
            {
                let mut row = self.with_first_values(template.complete(given));
                for name in self.found.compiled.writes.key.split_whitespace() {
                    row.insert(
                        name.to_owned(),
                        before.get(name).cloned().unwrap_or_default(),
                    );
                }
                row
            }
            (Some(Value::Object(before)), _) => {
                let mut row = before.clone();
                row.extend(given);
                row
            }
            (_, Some(template)) => self.with_first_values(template.complete(given)),
            (_, None) => given,
        }
    }

    /// Arrays of objects hold nothing else.
    fn elements(&self, given: &Map<String, Value>) -> Result<(), Refused> {
        for (name, value) in given {
            let shape = self
                .template
                .as_ref()
                .and_then(|template| template.field(name)?.get(0));
            let objects = shape.is_some_and(Value::is_object);
            let mut elements = value.as_array().into_iter().flatten();
            if objects && elements.any(|element| !element.is_object()) {
                return Err(Refused::expected(name, "jsobject"));
            }
        }
        Ok(())
    }

    /// A member that knows its values has the first of them where nothing was given.
    fn with_first_values(&self, mut row: Map<String, Value>) -> Map<String, Value> {
        for member in &self.found.compiled.members {
            if let (Some(value), Some(first)) = (row.get_mut(member.name), member.first_value())
                && value.as_str() == Some("")
            {
                *value = Value::from(first);
            }
        }
        row
    }

    /// Whether the rows are there that the row names. 0 names none.
    fn named(&self, row: &Map<String, Value>, given: &Map<String, Value>) -> Result<(), Refused> {
        for (field, table, key) in self.found.compiled.writes.names {
            let Some(value) = row.get(*field).filter(|_| given.contains_key(*field)) else {
                continue;
            };
            let table = self.data.table(table);
            let one = std::slice::from_ref(value);
            let values = value.as_array().map_or(one, Vec::as_slice);
            for value in values.iter().filter(|value| !is_nothing(value)) {
                let there = text_of(value).and_then(|text| locate(table, &[(key, text)]));
                if there.is_none() {
                    return Err(Refused::invalid(
                        field,
                        &format!("{field} {value} does not exist"),
                    ));
                }
            }
        }
        Ok(())
    }

    fn unique(
        &self,
        row: &Map<String, Value>,
        before: Option<&Value>,
        own: Option<usize>,
        steps: &[Step],
    ) -> Result<(), Refused> {
        for fields in self.found.compiled.writes.unique {
            let names: Vec<&str> = fields.split_whitespace().collect();
            let of = |row: &Map<String, Value>| -> Vec<String> {
                let texts = names.iter().map(|name| row.get(*name).and_then(text_of));
                texts
                    .map(|text| text.unwrap_or_default().to_lowercase())
                    .collect()
            };
            let wanted = of(row);
            let unchanged = before
                .and_then(Value::as_object)
                .is_some_and(|before| of(before) == wanted);
            if wanted.iter().all(String::is_empty) {
                continue;
            }
            if unchanged {
                self.written.borrow_mut().insert((*fields, wanted));
                continue;
            }
            let mut written = self.written.borrow_mut();
            let again = !written.insert((*fields, wanted.clone()));
            let named: Vec<(&str, String)> = names.iter().copied().zip(wanted).collect();
            let replaced = |index: usize| {
                steps
                    .iter()
                    .any(|step| matches!(step, Step::Set(at, _) if *at == index))
            };
            let taken = locate(self.table(), &named);
            let taken = taken.is_some_and(|index| Some(index) != own && !replaced(index));
            if again || taken {
                let field = names.last().copied().unwrap_or_default();
                let thing = self.found.compiled.writes.resource.trim_end_matches('s');
                let message = format!("The {thing} {field} is a duplicate");
                let status = self.found.compiled.writes.conflict;
                return Err(Refused::field(status, &message, field, &message));
            }
        }
        Ok(())
    }

    /// Whether the parent, or the store, has room for one more row.
    fn room(&self, steps: &[Step]) -> Result<(), Refused> {
        let most = self.found.compiled.writes.most;
        if most == usize::MAX {
            return Ok(());
        }
        let added = steps
            .iter()
            .filter(|step| matches!(step, Step::Add(_)))
            .count();
        let there = match self.parent() {
            Some(parent) => self.table().with(&[parent]).len(),
            None => self.table().len(),
        };
        if there + added < most {
            return Ok(());
        }
        Err(Refused {
            status: 422,
            title: format!("There can be no more than {most}."),
            fields: Vec::new(),
        })
    }

    fn deletions(&self, query: &Query, body: &Value, plan: &mut Plan) -> Result<(), Refused> {
        let change = self.found.change;
        let table = self.table();
        if change.many.is_none() {
            plan.rows = 1;
            plan.steps.push(self.removal(self.of_path()?)?);
            return Ok(());
        }
        if change.keys {
            return self.deletions_of_body(body, plan);
        }
        let mut conditions: Vec<(&str, Vec<&str>)> = Vec::new();
        for word in change.listed.split_whitespace() {
            let (word, field) = word.split_once('>').unwrap_or((word, ""));
            let field = match field {
                "" => word.split(':').next().unwrap_or(word),
                field => field,
            };
            if query.get(word).is_some() {
                conditions.push((field, query.list(word)));
            }
        }
        if conditions.is_empty() {
            match change.unlisted {
                Unlisted::All => {}
                Unlisted::Nothing => return Ok(()),
                Unlisted::Refused => {
                    return Err(Refused::invalid(
                        change.listed.split(['>', ' ']).next().unwrap_or_default(),
                        "A filter is required to delete.",
                    ));
                }
            }
        }
        let of_parent: Vec<(&str, &str)> = self.parent().into_iter().collect();
        let named = match conditions.split_first() {
            Some(((field, values), _)) => {
                let named = values
                    .iter()
                    .map(|value| table.with(&[of_parent.as_slice(), &[(*field, *value)]].concat()));
                // A value may be listed twice.
                named.flatten().collect::<BTreeSet<usize>>()
            }
            None if of_parent.is_empty() => (0..table.len()).collect(),
            None => table.with(&of_parent).into_iter().collect(),
        };
        let goes = |index: &usize| {
            let meets = |(field, values): &(&str, Vec<&str>)| {
                let cell = table.cell(*index, field);
                values.iter().any(|value| cell.reads(value))
            };
            conditions.iter().skip(1).all(meets)
        };
        for (position, index) in named.into_iter().filter(goes).enumerate() {
            plan.rows += 1;
            match self.removal(index) {
                Ok(step) => plan.steps.push(step),
                Err(refused) => plan.failed.push(Failed {
                    position,
                    given: Value::Null,
                    refused,
                }),
            }
        }
        Ok(())
    }

    /// Takes a row out, where it may go.
    fn removal(&self, index: usize) -> Result<Step, Refused> {
        let row = self.table().row(index, &EVERYTHING);
        (self.found.compiled.writes.may_go)(self.data, &row)?;
        Ok(Step::Remove(index, row))
    }

    fn deletions_of_body(&self, body: &Value, plan: &mut Plan) -> Result<(), Refused> {
        let expected = || Refused::expected("obj", "jsarray");
        let keys = body.as_array().ok_or_else(expected)?;
        plan.rows = keys.len();
        for (position, key) in keys.iter().enumerate() {
            let index = self.find(self.found.compiled.writes.key, |_, _| text_of(key));
            let step = index.ok_or_else(Refused::not_found);
            match step.and_then(|index| self.removal(index)) {
                Ok(step) => plan.steps.push(step),
                Err(refused) => plan.failed.push(Failed {
                    position,
                    given: key.clone(),
                    refused,
                }),
            }
        }
        Ok(())
    }
}

fn is_nothing(value: &Value) -> bool {
    value.is_null() || value.as_i64() == Some(0) || value.as_str() == Some("")
}

/// v2 has money, and much else, as texts: a number that comes is spelled as the field is shown.
fn spelled(value: Value, shape: &Value, version: Version) -> Value {
    let (Version::V2, Value::String(shape), Some(number)) = (version, shape, as_number(&value))
    else {
        return value;
    };
    match shape.split_once('.') {
        Some((whole, places)) if whole.parse::<f64>().is_ok() && places.parse::<u64>().is_ok() => {
            Value::from(format!("{number:.*}", places.len()))
        }
        _ => text_of(&value).map_or(value, Value::from),
    }
}

fn as_number(value: &Value) -> Option<f64> {
    value.as_f64().or_else(|| value.as_str()?.parse().ok())
}
