//! What a query's filters say about single columns, in a form that requests can carry.
//!
//! Reads DataFusion's expressions and nothing else: whether the API can be asked is `pushdown`'s question. What is not
//! understood here is left out and marked, never guessed: the scan checks every row again anyway.

use std::collections::BTreeMap;

use datafusion::logical_expr::{Between, BinaryExpr, Expr, Like, Operator, expr::InList};

use datafusion::scalar::ScalarValue;

use super::value::{Outward, Value};

/// Everything known about the columns of one scan.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Constraints {
    /// Tests per column; all must hold.
    pub(crate) columns: BTreeMap<String, Tests>,
    /// Some filter says more than what stands here.
    pub(crate) partial: bool,
    /// Some filter is false of every row.
    never: bool,
}

/// The tests on one column; all must hold. A column with a test here is never NULL in a wanted row.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Tests {
    /// The only values that are wanted, sorted and distinct.
    pub(crate) allowed: Option<Vec<Value>>,
    /// Values that are not wanted.
    pub(crate) excluded: Vec<Value>,
    /// Lower end.
    pub(crate) low: Option<Bound>,
    /// Upper end.
    pub(crate) high: Option<Bound>,
    /// Ranges of which one has the value, ascending and apart; empty where nothing is said.
    pub(crate) either: Vec<Range>,
    /// The text between the wildcards of a `LIKE '%text%'` or `'text%'`.
    pub(crate) like: Option<String>,
}

/// Lower and upper end, where there is one.
pub(crate) type Range = (Option<Bound>, Option<Bound>);

/// One end of a range.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Bound {
    pub(crate) value: Value,
    pub(crate) inclusive: bool,
}

impl Constraints {
    /// Reads filters that must all hold.
    pub(crate) fn read(filters: &[Expr]) -> Self {
        let mut constraints = Self::default();
        for filter in filters {
            constraints.conjunct(filter);
        }
        constraints
    }

    /// No row can satisfy them.
    pub(crate) fn contradictory(&self) -> bool {
        self.never
            || self
                .columns
                .values()
                .any(|tests| tests.allowed.as_ref().is_some_and(Vec::is_empty))
    }

    /// The wanted values of a column, where they are listed.
    pub(crate) fn allowed(&self, column: &str) -> Option<&[Value]> {
        self.columns.get(column)?.allowed.as_deref()
    }

    /// What `other` says holds as well.
    pub(crate) fn merge(&mut self, other: &Constraints) {
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
    pub(crate) fn allow(&mut self, column: &str, values: impl IntoIterator<Item = Value>) {
        self.tests(column).allow(values.into_iter().collect());
    }

    fn tests(&mut self, column: &str) -> &mut Tests {
        self.columns.entry(column.to_owned()).or_default()
    }

    fn conjunct(&mut self, filter: &Expr) {
        if let Expr::BinaryExpr(BinaryExpr {
            left,
            op: Operator::And,
            right,
        }) = filter
        {
            self.conjunct(left);
            self.conjunct(right);
        } else if self.test(filter).is_none() {
            self.partial = true;
        }
    }

    /// Notes one conjunct; `None` where it is not understood whole.
    fn test(&mut self, filter: &Expr) -> Option<()> {
        match filter {
            Expr::Literal(scalar, _) => match scalar {
                ScalarValue::Boolean(Some(true)) => {}
                ScalarValue::Boolean(_) | ScalarValue::Null => self.never = true,
                _ => return None,
            },
            Expr::Column(column) => self.tests(&column.name).allow(vec![Value::Bool(true)]),
            Expr::Not(inner) => match inner.as_ref() {
                Expr::Column(column) => self.tests(&column.name).allow(vec![Value::Bool(false)]),
                _ => return None,
            },
            Expr::IsTrue(inner) => self.test(inner)?,
            Expr::BinaryExpr(BinaryExpr {
                op: Operator::Or, ..
            }) => {
                if let Some((column, values)) = alternatives(filter) {
                    self.tests(&column).allow(values);
                } else {
                    let (column, ranges) = ranges(filter)?;
                    let tests = self.tests(&column);
                    if tests.either.is_empty() {
                        tests.either = ranges;
                    }
                    // What the ranges leave out is checked again, as all ranges are.
                    return None;
                }
            }
            Expr::BinaryExpr(BinaryExpr { left, op, right }) => {
                self.comparison(left, *op, right)?
            }
            Expr::Between(Between {
                expr,
                negated: false,
                low,
                high,
            }) => {
                let column = expr.try_as_col()?;
                let (low, high) = (literal(low)?, literal(high)?);
                let tests = self.tests(&column.name);
                tests.at_least(Bound {
                    value: low,
                    inclusive: true,
                });
                tests.at_most(Bound {
                    value: high,
                    inclusive: true,
                });
            }
            Expr::InList(InList {
                expr,
                list,
                negated,
            }) => {
                let column = expr.try_as_col()?;
                let values = list.iter().map(literal).collect::<Option<Vec<_>>>()?;
                match negated {
                    false => self.tests(&column.name).allow(values),
                    true => self.tests(&column.name).exclude(values),
                }
            }
            Expr::Like(Like {
                negated: false,
                expr,
                pattern,
                escape_char: None,
                ..
            }) => {
                let column = expr.try_as_col()?;
                let needle = needle(&literal(pattern)?)?;
                self.tests(&column.name).like = Some(needle);
                // The API's notion of case and position is its own: what it answers is a superset at best.
                return None;
            }
            _ => return None,
        }
        Some(())
    }

    fn comparison(&mut self, left: &Expr, operator: Operator, right: &Expr) -> Option<()> {
        let (column, operator, value) = match (left.try_as_col(), right.try_as_col()) {
            (Some(column), None) => (column, operator, literal(right)?),
            (None, Some(column)) => (column, operator.swap()?, literal(left)?),
            _ => return None,
        };
        let tests = self.tests(&column.name);
        match operator {
            Operator::Eq => tests.allow(vec![value]),
            Operator::NotEq => tests.exclude(vec![value]),
            Operator::Gt => tests.at_least(Bound {
                value,
                inclusive: false,
            }),
            Operator::GtEq => tests.at_least(Bound {
                value,
                inclusive: true,
            }),
            Operator::Lt => tests.at_most(Bound {
                value,
                inclusive: false,
            }),
            Operator::LtEq => tests.at_most(Bound {
                value,
                inclusive: true,
            }),
            _ => return None,
        }
        Some(())
    }
}

impl Tests {
    fn allow(&mut self, mut values: Vec<Value>) {
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

    fn exclude(&mut self, values: Vec<Value>) {
        self.excluded.extend(values);
        self.excluded.sort();
        self.excluded.dedup();
        self.settle();
    }

    fn at_least(&mut self, bound: Bound) {
        let tighter = self
            .low
            .as_ref()
            .is_none_or(|low| (&bound.value, !bound.inclusive) > (&low.value, !low.inclusive));
        if tighter {
            self.low = Some(bound);
        }
        self.settle();
    }

    fn at_most(&mut self, bound: Bound) {
        let tighter = self
            .high
            .as_ref()
            .is_none_or(|high| (&bound.value, bound.inclusive) < (&high.value, high.inclusive));
        if tighter {
            self.high = Some(bound);
        }
        self.settle();
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

/// Values of one type compare as SQL compares them; decimals only at one scale.
fn comparable(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Decimal(_, left), Value::Decimal(_, right)) => left == right,
        // Text is left to the engine: its order here need not be the query's.
        (Value::Text(_), _) => false,
        _ => std::mem::discriminant(left) == std::mem::discriminant(right),
    }
}

/// `a = 1 OR a = 2 OR a IN (3, 4)`: the column and all values.
fn alternatives(filter: &Expr) -> Option<(String, Vec<Value>)> {
    match filter {
        Expr::BinaryExpr(BinaryExpr {
            left,
            op: Operator::Or,
            right,
        }) => {
            let (column, mut values) = alternatives(left)?;
            let (other, more) = alternatives(right)?;
            values.extend(more);
            (column == other).then_some((column, values))
        }
        Expr::BinaryExpr(BinaryExpr {
            left,
            op: Operator::Eq,
            right,
        }) => {
            let (column, value) = match (left.try_as_col(), right.try_as_col()) {
                (Some(column), None) => (column, literal(right)?),
                (None, Some(column)) => (column, literal(left)?),
                _ => return None,
            };
            Some((column.name.clone(), vec![value]))
        }
        Expr::InList(InList {
            expr,
            list,
            negated: false,
        }) => Some((
            expr.try_as_col()?.name.clone(),
            list.iter().map(literal).collect::<Option<_>>()?,
        )),
        _ => None,
    }
}

/// `a < 1 OR a BETWEEN 5 AND 9 OR a = 12`: the column and its ranges, ascending. None where they cannot be told apart.
fn ranges(filter: &Expr) -> Option<(String, Vec<Range>)> {
    let mut parts = Vec::new();
    disjuncts(filter, &mut parts);
    let mut name: Option<String> = None;
    let mut ranges: Vec<Range> = Vec::new();
    for part in parts {
        let mut one = Constraints::default();
        one.conjunct(part);
        let mut columns = one.columns.into_iter();
        let (column, tests) = columns.next()?;
        if one.partial
            || columns.next().is_some()
            || name.as_ref().is_some_and(|name| *name != column)
        {
            return None;
        }
        name = Some(column);
        ranges.extend(tests.ranges()?);
    }
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
                let reach = |bound: &Bound| (bound.value.clone(), bound.inclusive);
                last.1 = further.map(|(last, next)| match reach(next) > reach(last) {
                    true => next.clone(),
                    false => last.clone(),
                });
            }
            _ => apart.push(range),
        }
    }
    Some((name?, apart))
}

fn disjuncts<'a>(filter: &'a Expr, parts: &mut Vec<&'a Expr>) {
    match filter {
        Expr::BinaryExpr(BinaryExpr {
            left,
            op: Operator::Or,
            right,
        }) => {
            disjuncts(left, parts);
            disjuncts(right, parts);
        }
        part => parts.push(part),
    }
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

fn literal(expr: &Expr) -> Option<Value> {
    match expr {
        Expr::Literal(scalar, _) => Value::from_scalar(scalar),
        _ => None,
    }
}

/// The fixed text of `%text%` or `text%`; a pattern with wildcards inside has none.
fn needle(pattern: &Value) -> Option<String> {
    let Value::Text(pattern) = pattern else {
        return None;
    };
    let inner = pattern.trim_start_matches('%').trim_end_matches('%');
    let plain = !inner.is_empty() && !inner.contains(['%', '_', '\\']);
    plain.then(|| inner.to_owned())
}

#[cfg(test)]
#[path = "constraint_tests.rs"]
mod tests;
