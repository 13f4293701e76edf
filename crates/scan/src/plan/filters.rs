//! How a list's parameters spell what a query says of single columns.
//!
//! Beside each spelling stands whether the API then answers exactly the wanted rows: equality of integers and booleans is
//! exact; text is compared by a collation that the API does not describe, and range bounds are sent one unit wider.

use std::sync::Arc;

use storeql_catalog::{Catalog, Column, ColumnType, Listing, Operator, Paging, Table};

use super::parameter::{Parameter, ParameterSet};
use crate::predicate::{Bound, Constraints, Outward, Range, Tests, Value};

/// The filters of one list. Each alternative is a set of parameters of its own; their answers do not overlap.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Filters {
    pub(crate) alternatives: Vec<ParameterSet>,
    pub(crate) exact: bool,
    /// The column whose bounds alone make them inexact: one row more at each end, where it is a key.
    pub(crate) wider_by: Option<String>,
    /// What the parameters leave of the list, column by column; empty where they leave out no row.
    pub(crate) narrowed: Vec<Narrowed>,
    /// Rows at most, where the parameters name them by their key.
    pub(crate) named: Option<usize>,
    /// The integer keys that are named: other rows may come along, and are not wanted.
    pub(crate) keys: Option<Arc<[i64]>>,
}

/// What one column's parameters leave of a list.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Narrowed {
    /// The rows of one row of this table, which has many: the orders of one customer.
    ToOneOf(String),
    /// Some of its rows.
    ToSome,
}

/// Characters of one parameter's value: a URL stays below the 8 kB that servers take.
const LONGEST_VALUE: usize = 6_000;
/// Values of an `IN` that are asked for one by one where the API has no list for them, and another way to be read.
const MOST_ALTERNATIVES: usize = 20;

/// Spells what `constraints` say of `table`'s columns.
pub(crate) fn spell(
    catalog: &Catalog,
    table: &Table,
    listing: &Listing,
    constraints: &Constraints,
) -> Filters {
    let mut filters = Filters {
        exact: !constraints.partial,
        ..Filters::none()
    };
    for (name, tests) in &constraints.columns {
        let Some(column) = table.columns.get(name) else {
            filters.inexact();
            continue;
        };
        let spelled = Spelling {
            table,
            listing,
            column,
        }
        .spell(tests);
        filters.add(name, spelled, || narrowed(catalog, column, tests));
        let by_key = matches!(table.key.as_slice(), [key] if key == name);
        if let Some(allowed) = tests.allowed.as_ref().filter(|_| by_key) {
            filters.keys = allowed.iter().map(integer).collect();
        }
    }
    filters
}

impl Filters {
    /// The list whole.
    pub(crate) fn none() -> Self {
        Self {
            alternatives: vec![Vec::new()],
            exact: true,
            wider_by: None,
            narrowed: Vec::new(),
            named: None,
            keys: None,
        }
    }

    /// Adds one column's spelling; where two columns would split the list, the second is left to the engine.
    fn add(&mut self, name: &str, column: Spelled, narrowed: impl FnOnce() -> Narrowed) {
        let splits = column.alternatives.len() > 1;
        if column.alternatives.is_empty() || (splits && self.alternatives.len() > 1) {
            self.inexact();
            return;
        }
        let before = std::mem::take(&mut self.alternatives);
        let clash = |set: &[Parameter]| {
            before
                .iter()
                .flatten()
                .any(|one| set.iter().any(|other| other.name == one.name))
        };
        if column.alternatives.iter().any(|set| clash(set)) {
            self.alternatives = before;
            self.inexact();
            return;
        }
        for set in &before {
            for more in &column.alternatives {
                self.alternatives
                    .push([set.as_slice(), more.as_slice()].concat());
            }
        }
        match (self.exact, column.exact) {
            (_, true) => {}
            (true, false) if column.wider => {
                self.exact = false;
                self.wider_by = Some(name.to_owned());
            }
            _ => self.inexact(),
        }
        self.narrowed.push(narrowed());
        self.named = self.named.or(column.named);
    }

    fn inexact(&mut self) {
        self.exact = false;
        self.wider_by = None;
    }
}

/// What the tests on a column leave of a list.
fn narrowed(catalog: &Catalog, column: &Column, tests: &Tests) -> Narrowed {
    let row = match tests.allowed.as_deref() {
        // 0 names no row: it stands in all orders of guests.
        Some([value]) if *value != Value::Int(0) => column.references.as_ref(),
        _ => None,
    };
    // Lists that are read by ranges of their key or by cursors are the long ones.
    let is_long = |list: &Listing| list.keyset.is_some() || matches!(list.paging, Paging::Cursor);
    let table = row.and_then(|(table, _)| catalog.table(table));
    match table.filter(|table| table.list.as_ref().is_some_and(is_long)) {
        Some(table) => Narrowed::ToOneOf(table.name.clone()),
        None => Narrowed::ToSome,
    }
}

fn integer(value: &Value) -> Option<i64> {
    match value {
        Value::Int(value) => Some(*value),
        _ => None,
    }
}

/// One column's parameters. No alternative: the API is not asked.
#[derive(Debug, Default)]
struct Spelled {
    alternatives: Vec<ParameterSet>,
    exact: bool,
    /// Only bounds that are sent make it inexact.
    wider: bool,
    /// Rows that are named by their key.
    named: Option<usize>,
}

struct Spelling<'a> {
    table: &'a Table,
    listing: &'a Listing,
    column: &'a Column,
}

impl Spelling<'_> {
    fn spell(&self, tests: &Tests) -> Spelled {
        if let Some(allowed) = &tests.allowed {
            let spelled = self.values(allowed);
            return Spelled {
                exact: spelled.exact && tests.is_list_of_values(),
                ..spelled
            };
        }
        if !tests.either.is_empty() && tests.low.is_none() && tests.high.is_none() {
            return self.either(&tests.either);
        }
        let mut set = Vec::new();
        let mut exact = tests.like.is_none() && tests.either.is_empty();
        let mut wider = self.column.kind == ColumnType::Int64 && exact;
        for (bound, outward) in [(&tests.low, Outward::Down), (&tests.high, Outward::Up)] {
            let Some(bound) = bound else { continue };
            exact = false;
            let sent = self.bound(bound, outward);
            wider &= sent.is_some();
            set.extend(sent);
        }
        wider &= tests.excluded.is_empty();
        if !tests.excluded.is_empty() {
            match self.excluded(&tests.excluded) {
                Some(parameter) => set.push(parameter),
                None => exact = false,
            }
            exact &= self.compares_exactly() && self.column.not_null;
        }
        if let Some(needle) = &tests.like {
            set.extend(
                self.parameter(Operator::Like)
                    .map(|name| Parameter::plain(name, needle)),
            );
        }
        if set.is_empty() {
            Spelled::default()
        } else {
            Spelled {
                alternatives: vec![set],
                exact,
                wider,
                ..Spelled::default()
            }
        }
    }

    /// Ranges joined by OR: a list for each, where every one of them can be sent.
    fn either(&self, ranges: &[Range]) -> Spelled {
        let end = |bound: &Option<Bound>, outward| match bound {
            None => Some(None),
            Some(bound) => self.bound(bound, outward).map(Some),
        };
        let set = |(low, high): &Range| {
            let (low, high) = (end(low, Outward::Down)?, end(high, Outward::Up)?);
            let set: Vec<_> = low.into_iter().chain(high).collect();
            (!set.is_empty()).then_some(set)
        };
        let alternatives: Option<Vec<_>> = ranges.iter().map(set).collect();
        Spelled {
            alternatives: alternatives
                .filter(|sets| sets.len() <= MOST_ALTERNATIVES)
                .unwrap_or_default(),
            ..Spelled::default()
        }
    }

    /// `=` and `IN`.
    fn values(&self, values: &[Value]) -> Spelled {
        let suitable = values.iter().all(|value| self.suits(value));
        if values.is_empty() || !suitable {
            return Spelled::default();
        }
        let exact = self.compares_exactly() && values.iter().all(|value| self.is_canonical(value));
        let named = self.is_key().then_some(values.len());
        if let ([value], Some(name)) = (values, self.parameter(Operator::Equal)) {
            let alternatives = self
                .spelled(name, value)
                .map(|parameter| vec![parameter])
                .into_iter()
                .collect();
            return Spelled {
                alternatives,
                exact,
                named,
                ..Spelled::default()
            };
        }
        if let Some(name) = self.parameter(Operator::In) {
            let alternatives = self
                .lists(&name, values)
                .into_iter()
                .map(|list| vec![list])
                .collect();
            return self.disjoint(Spelled {
                alternatives,
                exact,
                named,
                ..Spelled::default()
            });
        }
        if let Some(name) = self
            .parameter(Operator::Equal)
            .filter(|_| self.column.required || values.len() <= MOST_ALTERNATIVES)
        {
            let one = |value| {
                self.spelled(name.clone(), value)
                    .map(|parameter| vec![parameter])
            };
            let alternatives = values
                .iter()
                .map(one)
                .collect::<Option<_>>()
                .unwrap_or_default();
            return self.disjoint(Spelled {
                alternatives,
                exact,
                named,
                ..Spelled::default()
            });
        }
        self.runs(values)
    }

    /// Values as ranges, where the API has bounds and nothing else: values that lie near each other share a request.
    fn runs(&self, values: &[Value]) -> Spelled {
        let (Some(low), Some(high)) = (
            self.parameter(Operator::AtLeast),
            self.parameter(Operator::AtMost),
        ) else {
            return Spelled::default();
        };
        let integers: Option<Vec<i64>> = values.iter().map(integer).collect();
        let (Some(integers), true) = (integers, self.column.kind == ColumnType::Int64) else {
            let bounds = values.first().zip(values.last());
            let set = bounds.and_then(|(first, last)| {
                let first = self.spelled(low, &first.widened(Outward::Down)?)?;
                let last = self.spelled(high, &last.widened(Outward::Up)?)?;
                Some(vec![first, last])
            });
            return Spelled {
                alternatives: set.into_iter().collect(),
                exact: false,
                ..Spelled::default()
            };
        };
        let mut runs: Vec<(i64, i64)> = Vec::new();
        for value in &integers {
            match runs.last_mut() {
                Some((start, end)) if value - *start < i64::from(self.listing.max_page) => {
                    *end = *value
                }
                _ => runs.push((*value, *value)),
            }
        }
        let mut named = self.is_key().then_some(values.len());
        if runs.len() > MOST_ALTERNATIVES * 5 {
            runs = vec![(integers[0], integers[integers.len() - 1])];
            named = None;
        }
        let exact = runs.iter().all(|(start, end)| start == end);
        let set = |(start, end): &(i64, i64)| {
            let bound = |name: &String, end: i64| {
                Parameter::of_value(name, end.to_string(), Value::Int(end))
            };
            vec![bound(&low, *start), bound(&high, *end)]
        };
        Spelled {
            alternatives: runs.iter().map(set).collect(),
            exact,
            named,
            ..Spelled::default()
        }
    }

    /// Lists of values that fit a URL, and of keys no more than one page holds.
    fn lists(&self, name: &str, values: &[Value]) -> Vec<Parameter> {
        let most = if self.is_key() {
            self.listing.max_page as usize
        } else {
            usize::MAX
        };
        let mut lists: Vec<(usize, Parameter)> = Vec::new();
        for value in values {
            let Some(text) = self.text(value) else {
                continue;
            };
            match lists.last_mut() {
                Some((
                    count,
                    Parameter {
                        text: list, value, ..
                    },
                )) if *count < most && list.len() + text.len() < LONGEST_VALUE => {
                    list.push(',');
                    list.push_str(&text);
                    *value = None;
                    *count += 1;
                }
                _ => lists.push((1, Parameter::of_value(name, text, value.clone()))),
            }
        }
        lists.into_iter().map(|(_, list)| list).collect()
    }

    /// Text may be compared loosely, and then two alternatives could both answer a row: it is never split.
    fn disjoint(&self, spelled: Spelled) -> Spelled {
        let loose = !self.compares_exactly() && spelled.alternatives.len() > 1;
        if loose { Spelled::default() } else { spelled }
    }

    fn bound(&self, bound: &Bound, outward: Outward) -> Option<Parameter> {
        if !self.suits(&bound.value) {
            return None;
        }
        let (closed, open) = match outward {
            Outward::Down => (Operator::AtLeast, Operator::Above),
            Outward::Up => (Operator::AtMost, Operator::Below),
        };
        let name = self.parameter(closed).or_else(|| self.parameter(open))?;
        // A strict bound on integers is as good as the next integer, and that one unit wider is the bound itself.
        let value = match (&bound.value, bound.inclusive) {
            (Value::Int(value), false) => Value::Int(*value),
            (value, _) => value.widened(outward)?,
        };
        self.spelled(name, &value)
    }

    fn excluded(&self, values: &[Value]) -> Option<Parameter> {
        let is_sent = |value| self.suits(value) && self.is_canonical(value);
        if !values.iter().all(is_sent) || !self.compares_exactly() {
            return None;
        }
        if let ([value], Some(name)) = (values, self.parameter(Operator::NotEqual)) {
            return self.spelled(name, value);
        }
        let name = self.parameter(Operator::NotIn)?;
        match self.lists(&name, values).as_slice() {
            [list] => Some(list.clone()),
            _ => None,
        }
    }

    /// The column alone names a row.
    fn is_key(&self) -> bool {
        self.table.key.len() == 1 && self.table.key[0] == self.column.name
    }

    fn parameter(&self, operator: Operator) -> Option<String> {
        self.column.filters.get(&operator).cloned()
    }

    fn suits(&self, value: &Value) -> bool {
        let known = match value {
            Value::Text(text) => self.column.values.is_empty() || self.column.values.contains(text),
            _ => true,
        };
        // A comma would end a list's element.
        let plain = !matches!(value, Value::Text(text) if text.contains(',') || text.is_empty());
        value.suits(self.column.kind) && known && plain
    }

    fn text(&self, value: &Value) -> Option<String> {
        value.spelled(self.column.booleans)
    }

    fn spelled(&self, name: String, value: &Value) -> Option<Parameter> {
        let text = self.text(value)?;
        Some(Parameter::of_value(name, text, value.clone()))
    }

    /// A UUID in capitals is the same to the API, and another text to SQL: `<>` would lose a row, `=` give one too many.
    fn is_canonical(&self, value: &Value) -> bool {
        match value {
            Value::Text(text) if self.column.kind == ColumnType::Uuid => text
                .bytes()
                .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f' | b'-')),
            _ => true,
        }
    }

    fn compares_exactly(&self) -> bool {
        match self.column.kind {
            ColumnType::Int64 | ColumnType::Bool | ColumnType::Uuid => true,
            ColumnType::Text => !self.column.values.is_empty(),
            _ => false,
        }
    }
}
