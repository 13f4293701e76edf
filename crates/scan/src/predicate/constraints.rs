//! What a query's filters say about single columns, in a form that requests can carry: allowed values, bounds, text.
//!
//! A filter that this form cannot hold is left out and marked (`partial`), as in `id = 3 OR status_id = 1`: the caller checks
//! every row again anyway. Which request carries a test is the planner's question.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::value::{Outward, Value};

/// Everything known about the columns of one scan.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Constraints {
    /// Tests per column; all must hold.
    pub columns: BTreeMap<String, Tests>,
    /// Some filter says more than what stands here.
    pub partial: bool,
    /// Some filter is false of every row.
    never: bool,
}

/// The tests on one column; all must hold. A column with a test here is never NULL in a wanted row.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Tests {
    /// The only values that are wanted, sorted and distinct.
    pub allowed: Option<Vec<Value>>,
    /// Values that are not wanted.
    pub excluded: Vec<Value>,
    /// Lower end.
    pub low: Option<Bound>,
    /// Upper end.
    pub high: Option<Bound>,
    /// Ranges of which one has the value, ascending and apart; empty where nothing is said.
    pub either: Vec<Range>,
    /// The text between the wildcards of a `LIKE '%text%'` or `'text%'`.
    pub like: Option<String>,
}

/// Lower and upper end, where there is one.
pub type Range = (Option<Bound>, Option<Bound>);

/// One end of a range.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Bound {
    /// The value at the end.
    pub value: Value,
    /// The value itself is within the range.
    pub inclusive: bool,
}

impl Constraints {
    /// No row can satisfy them.
    pub fn contradictory(&self) -> bool {
        self.never || self.columns.values().any(Tests::contradictory)
    }

    /// The wanted values of a column, where they are listed.
    pub fn allowed(&self, column: &str) -> Option<&[Value]> {
        self.columns.get(column)?.allowed.as_deref()
    }

    /// What `other` says holds as well.
    pub fn merge(&mut self, other: &Constraints) {
        self.partial |= other.partial;
        self.never |= other.never;
        for (column, more) in &other.columns {
            let tests = self.tests(column);
            tests.exclude(more.excluded.clone());
            more.low
                .iter()
                .for_each(|bound| tests.at_least(bound.clone()));
            more.high
                .iter()
                .for_each(|bound| tests.at_most(bound.clone()));
            more.allowed
                .iter()
                .for_each(|values| tests.allow(values.clone()));
            tests.like = tests.like.take().or_else(|| more.like.clone());
            if tests.either.is_empty() {
                tests.either.clone_from(&more.either);
            }
        }
    }

    /// Only these values of `column` are wanted as well.
    pub fn allow(&mut self, column: &str, values: impl IntoIterator<Item = Value>) {
        self.tests(column).allow(values.into_iter().collect());
    }

    /// No row can satisfy the filters, as with `WHERE false`.
    pub fn matches_nothing(&mut self) {
        self.never = true;
    }

    /// The tests on `column`, to which more are added.
    pub fn tests(&mut self, column: &str) -> &mut Tests {
        self.columns.entry(column.to_owned()).or_default()
    }

    /// The same without its lists of values, which the caller's own check still holds the rows against. None where no column
    /// has a list of two values or more.
    pub fn without_lists(&self) -> Option<Self> {
        let mut without = self.clone();
        without
            .columns
            .retain(|_, tests| tests.allowed.as_ref().is_none_or(|values| values.len() < 2));
        without.partial = true;
        (without.columns.len() < self.columns.len()).then_some(without)
    }
}

impl Tests {
    /// Only these values are wanted as well.
    pub fn allow(&mut self, mut values: Vec<Value>) {
        values.sort();
        values.dedup();
        self.allowed = Some(match self.allowed.take() {
            Some(before) => before
                .into_iter()
                .filter(|value| values.binary_search(value).is_ok())
                .collect(),
            None => values,
        });
        self.settle();
    }

    /// These values are not wanted.
    pub fn exclude(&mut self, values: Vec<Value>) {
        self.excluded.extend(values);
        self.excluded.sort();
        self.excluded.dedup();
        self.settle();
    }

    /// The value is above `bound`, or equal where the bound is inclusive.
    pub fn at_least(&mut self, bound: Bound) {
        let tighter = self
            .low
            .as_ref()
            .is_none_or(|low| (&bound.value, !bound.inclusive) > (&low.value, !low.inclusive));
        if tighter {
            self.low = Some(bound);
        }
        self.settle();
    }

    /// The value is below `bound`, or equal where the bound is inclusive.
    pub fn at_most(&mut self, bound: Bound) {
        let tighter = self
            .high
            .as_ref()
            .is_none_or(|high| (&bound.value, bound.inclusive) < (&high.value, high.inclusive));
        if tighter {
            self.high = Some(bound);
        }
        self.settle();
    }

    /// No value passes them: none is left of `type = 'physical' AND type > 'q'`, nor of `id > 9 AND id < 5`.
    fn contradictory(&self) -> bool {
        self.allowed.as_ref().is_some_and(Vec::is_empty) || is_empty(&self.low, &self.high)
    }

    /// Whether the listed values are all that is said: each of them was held against the other tests.
    pub(crate) fn is_list_of_values(&self) -> bool {
        let ends = [&self.low, &self.high].into_iter().flatten();
        let mut others = ends.map(|bound| &bound.value).chain(&self.excluded);
        let held = |other: &Value| {
            let mut values = self.allowed.iter().flatten();
            values.all(|value| comparable(value, other))
        };
        self.allowed.is_some() && self.like.is_none() && self.either.is_empty() && others.all(held)
    }

    /// Takes from the listed values what the other tests rule out.
    fn settle(&mut self) {
        let Some(mut allowed) = self.allowed.take() else {
            return;
        };
        allowed.retain(|value| {
            let above = self.low.as_ref().is_none_or(|low| {
                !comparable(value, &low.value)
                    || value > &low.value
                    || (low.inclusive && value == &low.value)
            });
            let below = self.high.as_ref().is_none_or(|high| {
                !comparable(value, &high.value)
                    || value < &high.value
                    || (high.inclusive && value == &high.value)
            });
            above && below && self.excluded.binary_search(value).is_err()
        });
        self.allowed = Some(allowed);
    }
}

/// Values of one type compare as SQL compares them, text byte by byte; decimals only at one scale.
fn comparable(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Decimal(_, left), Value::Decimal(_, right)) => left == right,
        _ => std::mem::discriminant(left) == std::mem::discriminant(right),
    }
}

/// Whether nothing lies between two ends.
fn is_empty(low: &Option<Bound>, high: &Option<Bound>) -> bool {
    let (Some(low), Some(high)) = (low, high) else {
        return false;
    };
    let one_value = low.inclusive && high.inclusive;
    comparable(&low.value, &high.value)
        && (low.value > high.value || (low.value == high.value && !one_value))
}

/// The ranges that `parts` make together, ascending and apart: `a < 1 OR a BETWEEN 5 AND 9 OR a = 12` are three. A part that no value
/// passes is none of them: `(a > 9 AND a < 5) OR a = 12` is one. None where a part is no range, or two cannot be told apart when they
/// are sent one unit wider.
pub fn union(parts: Vec<Tests>) -> Option<Vec<Range>> {
    let mut ranges: Vec<Range> = Vec::new();
    for tests in parts {
        ranges.extend(tests.ranges()?);
    }
    ranges.retain(|(low, high)| !is_empty(low, high));
    let low = |range: &Range| {
        let bound = range.0.as_ref();
        bound.map(|bound| (bound.value.clone(), !bound.inclusive))
    };
    ranges.sort_by_key(low);
    let mut apart: Vec<Range> = Vec::new();
    for range in ranges {
        match apart.last_mut() {
            Some(last) if touches(last, &range)? => {
                let further = last.1.as_ref().zip(range.1.as_ref());
                let end = |bound: &Bound| (bound.value.clone(), bound.inclusive);
                last.1 = further.map(|(last, next)| match end(next) > end(last) {
                    true => next.clone(),
                    false => last.clone(),
                });
            }
            _ => apart.push(range),
        }
    }
    Some(apart)
}

/// Whether two ranges that are sent wider than they are could share a row. `next` does not begin before `range`.
fn touches(range: &Range, next: &Range) -> Option<bool> {
    let (Some(high), Some(low)) = (&range.1, &next.0) else {
        return Some(true);
    };
    let high = high.value.widened(Outward::Up)?;
    let low = low.value.widened(Outward::Down)?;
    Some(!comparable(&high, &low) || low <= high)
}

impl Tests {
    /// The values as ranges, where that is all that is said and wider ranges can be told apart.
    fn ranges(self) -> Option<Vec<Range>> {
        let plain = self.excluded.is_empty() && self.like.is_none() && self.either.is_empty();
        let whole = |value: &Value| matches!(value, Value::Int(_) | Value::Day(_) | Value::Time(_));
        let ranges = match self.allowed {
            Some(values) => {
                let one = |value: Value| {
                    let bound = Bound {
                        value,
                        inclusive: true,
                    };
                    (Some(bound.clone()), Some(bound))
                };
                values.into_iter().map(one).collect()
            }
            None => vec![(self.low, self.high)],
        };
        let told_apart = ranges
            .iter()
            .flat_map(|(low, high)| [low, high])
            .flatten()
            .all(|bound| whole(&bound.value));
        (plain && told_apart).then_some(ranges)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Value {
        Value::Text(text.to_owned())
    }

    fn above(value: Value) -> Bound {
        Bound {
            value,
            inclusive: false,
        }
    }

    #[test]
    fn listed_values_are_held_against_the_other_tests() {
        let of = |low: &str| {
            let mut tests = Tests::default();
            tests.allow(vec![text("digital"), text("physical")]);
            tests.at_least(above(text(low)));
            tests
        };
        assert_eq!(of("e").allowed, Some(vec![text("physical")]));
        assert!(of("e").is_list_of_values() && !of("e").contradictory());
        assert!(of("q").contradictory());
        // Decimals of two scales are the check's to compare.
        let mut tests = Tests::default();
        tests.allow(vec![Value::Decimal(15, 1)]);
        tests.at_least(above(Value::Decimal(200, 2)));
        assert!(!tests.is_list_of_values() && !tests.contradictory());
        let mut tests = Tests::default();
        tests.allow(vec![text("physical")]);
        tests.like = Some("phy".to_owned());
        assert!(!tests.is_list_of_values());
    }

    #[test]
    fn between_two_ends_lies_a_value_or_none() {
        let between = |low: i64, high: i64, inclusive| {
            let bound = |value| Bound {
                value: Value::Int(value),
                inclusive,
            };
            let mut tests = Tests::default();
            tests.at_least(bound(low));
            tests.at_most(bound(high));
            tests
        };
        assert!(between(9, 5, true).contradictory());
        assert!(between(5, 5, false).contradictory());
        assert!(!between(5, 5, true).contradictory());
        let twelve = between(12, 12, true);
        let union = union(vec![between(9, 5, false), twelve.clone()]);
        assert_eq!(union, Some(vec![(twelve.low, twelve.high)]));
        assert_eq!(super::union(vec![between(9, 5, false)]), Some(vec![]));
    }
}
