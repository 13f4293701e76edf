//! DataFusion's filters as a predicate over single columns: the one file that reads DataFusion's `Expr` for requests.
//!
//! A filter that is not understood here, as `length(name) = 3`, is left out and marked: the scan checks every row again anyway.
//! Whether the API can be asked is the planner's question.

use datafusion::logical_expr::{Between, BinaryExpr, Expr, Like, Operator, expr::InList};
use datafusion::scalar::ScalarValue;
use storeql_scan::{Bound, Constraints, Range, Value, union};

const SECOND: i64 = 1_000_000;

/// The predicate of filters that must all hold.
pub(crate) fn predicate(filters: &[Expr]) -> Constraints {
    let mut constraints = Constraints::default();
    for filter in filters {
        conjunct(&mut constraints, filter);
    }
    constraints
}

fn conjunct(constraints: &mut Constraints, filter: &Expr) {
    if let Expr::BinaryExpr(BinaryExpr {
        left,
        op: Operator::And,
        right,
    }) = filter
    {
        conjunct(constraints, left);
        conjunct(constraints, right);
    } else if test(constraints, filter).is_none() {
        constraints.partial = true;
    }
}

/// Notes one conjunct; `None` where it is not understood whole.
fn test(constraints: &mut Constraints, filter: &Expr) -> Option<()> {
    match filter {
        Expr::Literal(scalar, _) => match scalar {
            ScalarValue::Boolean(Some(true)) => {}
            ScalarValue::Boolean(_) | ScalarValue::Null => constraints.matches_nothing(),
            _ => return None,
        },
        Expr::Column(column) => constraints
            .tests(&column.name)
            .allow(vec![Value::Bool(true)]),
        Expr::Not(inner) => match inner.as_ref() {
            Expr::Column(column) => constraints
                .tests(&column.name)
                .allow(vec![Value::Bool(false)]),
            _ => return None,
        },
        Expr::IsTrue(inner) => test(constraints, inner)?,
        // `IS TRUE` of a column that a sub-query shows: `rules/truths.rs`.
        Expr::BinaryExpr(BinaryExpr {
            left,
            op: Operator::IsNotDistinctFrom,
            right,
        }) if matches!(
            right.as_ref(),
            Expr::Literal(ScalarValue::Boolean(Some(true)), _)
        ) =>
        {
            test(constraints, left)?
        }
        Expr::BinaryExpr(BinaryExpr {
            op: Operator::Or, ..
        }) => {
            if let Some((column, values)) = alternatives(filter) {
                constraints.tests(&column).allow(values);
            } else {
                let (column, ranges) = ranges(filter)?;
                if ranges.is_empty() {
                    constraints.matches_nothing();
                    return None;
                }
                let tests = constraints.tests(&column);
                if tests.either.is_empty() {
                    tests.either = ranges;
                }
                // What the ranges leave out is checked again, as all ranges are.
                return None;
            }
        }
        Expr::BinaryExpr(BinaryExpr { left, op, right }) => {
            comparison(constraints, left, *op, right)?
        }
        Expr::Between(Between {
            expr,
            negated: false,
            low,
            high,
        }) => {
            let column = expr.try_as_col()?;
            let (low, high) = (literal(low)?, literal(high)?);
            let tests = constraints.tests(&column.name);
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
                false => constraints.tests(&column.name).allow(values),
                true => constraints.tests(&column.name).exclude(values),
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
            constraints.tests(&column.name).like = Some(needle);
            // The API's notion of case and position is its own: what it answers is a superset at best.
            return None;
        }
        _ => return None,
    }
    Some(())
}

fn comparison(
    constraints: &mut Constraints,
    left: &Expr,
    operator: Operator,
    right: &Expr,
) -> Option<()> {
    let (column, operator, value) = match (left.try_as_col(), right.try_as_col()) {
        (Some(column), None) => (column, operator, literal(right)?),
        (None, Some(column)) => (column, operator.swap()?, literal(left)?),
        _ => return None,
    };
    let tests = constraints.tests(&column.name);
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
    let mut tests_of_parts = Vec::new();
    for part in parts {
        let mut one = Constraints::default();
        conjunct(&mut one, part);
        let mut columns = one.columns.into_iter();
        let (column, tests) = columns.next()?;
        if one.partial
            || columns.next().is_some()
            || name.as_ref().is_some_and(|name| *name != column)
        {
            return None;
        }
        name = Some(column);
        tests_of_parts.push(tests);
    }
    Some((name?, union(tests_of_parts)?))
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

fn literal(expr: &Expr) -> Option<Value> {
    match expr {
        Expr::Literal(scalar, _) => value_of(scalar),
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

/// The value of a literal; `None` for NULL and for types that no filter of the API takes.
pub(crate) fn value_of(scalar: &ScalarValue) -> Option<Value> {
    Some(match scalar {
        ScalarValue::Boolean(Some(value)) => Value::Bool(*value),
        ScalarValue::Int8(Some(value)) => Value::Int((*value).into()),
        ScalarValue::Int16(Some(value)) => Value::Int((*value).into()),
        ScalarValue::Int32(Some(value)) => Value::Int((*value).into()),
        ScalarValue::Int64(Some(value)) => Value::Int(*value),
        ScalarValue::UInt8(Some(value)) => Value::Int((*value).into()),
        ScalarValue::UInt16(Some(value)) => Value::Int((*value).into()),
        ScalarValue::UInt32(Some(value)) => Value::Int((*value).into()),
        ScalarValue::UInt64(Some(value)) => Value::Int((*value).try_into().ok()?),
        ScalarValue::Decimal128(Some(value), _, scale) => Value::Decimal(*value, *scale),
        ScalarValue::Date32(Some(value)) => Value::Day(*value),
        ScalarValue::TimestampMicrosecond(Some(value), _) => Value::Time(*value),
        ScalarValue::TimestampMillisecond(Some(value), _) => Value::Time(value.checked_mul(1_000)?),
        ScalarValue::TimestampSecond(Some(value), _) => Value::Time(value.checked_mul(SECOND)?),
        ScalarValue::TimestampNanosecond(Some(value), _) => Value::Time(value.div_euclid(1_000)),
        ScalarValue::Utf8(Some(value))
        | ScalarValue::Utf8View(Some(value))
        | ScalarValue::LargeUtf8(Some(value)) => Value::Text(value.clone()),
        ScalarValue::Dictionary(_, inner) => return value_of(inner),
        _ => return None,
    })
}

#[cfg(test)]
#[path = "expr_to_predicate_tests.rs"]
mod tests;
