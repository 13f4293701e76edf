//! Comparisons of rows, member by member as PostgreSQL does it: `(a, b) = (1, 2)` is `a = 1 AND b = 2`, and unknown where a member is
//! NULL. DataFusion compares them as structures, for which NULL is a value as any other.

use std::ops::ControlFlow;

use datafusion::sql::sqlparser::ast::{
    BinaryOperator, Expr, Statement, UnaryOperator, Value, VisitMut, VisitorMut,
};

use crate::error::{Error, ErrorKind, Result};

/// Rewrites them in the whole statement.
pub(super) fn by_member(statement: &mut Statement) -> Result<()> {
    match statement.visit(&mut Rows) {
        ControlFlow::Continue(()) => Ok(()),
        ControlFlow::Break(error) => Err(error),
    }
}

struct Rows;

impl VisitorMut for Rows {
    type Break = Error;

    fn post_visit_expr(&mut self, expr: &mut Expr) -> ControlFlow<Error> {
        match compared(expr) {
            Ok(Some(members)) => *expr = Expr::Nested(Box::new(members)),
            Ok(None) => {}
            Err(error) => return ControlFlow::Break(error),
        }
        ControlFlow::Continue(())
    }
}

fn compared(expr: &Expr) -> Result<Option<Expr>> {
    Ok(match expr {
        Expr::BinaryOp { left, op, right } => match (row(left), row(right)) {
            (Some(left), Some(right)) => by_operator(left, op, right)?,
            _ => None,
        },
        Expr::IsDistinctFrom(left, right) => match (row(left), row(right)) {
            (Some(left), Some(right)) => {
                let distinct = |left, right| Expr::IsDistinctFrom(Box::new(left), Box::new(right));
                Some(joined(pairs(left, right)?, distinct, BinaryOperator::Or))
            }
            _ => None,
        },
        Expr::IsNotDistinctFrom(left, right) => match (row(left), row(right)) {
            (Some(left), Some(right)) => {
                let alike = |left, right| Expr::IsNotDistinctFrom(Box::new(left), Box::new(right));
                Some(joined(pairs(left, right)?, alike, BinaryOperator::And))
            }
            _ => None,
        },
        Expr::InList {
            expr,
            list,
            negated,
        } => match (row(expr), list.iter().map(row).collect::<Option<Vec<_>>>()) {
            (Some(sought), Some(rows)) => {
                let mut any: Option<Expr> = None;
                for row in rows {
                    let equal = joined(pairs(sought, row)?, equal, BinaryOperator::And);
                    any = Some(match any {
                        Some(before) => both(before, BinaryOperator::Or, equal),
                        None => equal,
                    });
                }
                any.map(|any| match negated {
                    true => Expr::UnaryOp {
                        op: UnaryOperator::Not,
                        expr: Box::new(Expr::Nested(Box::new(any))),
                    },
                    false => any,
                })
            }
            _ => None,
        },
        _ => None,
    })
}

/// The members of a row.
fn row(expr: &Expr) -> Option<&[Expr]> {
    match expr {
        Expr::Tuple(members) => Some(members),
        Expr::Nested(inner) => row(inner),
        _ => None,
    }
}

fn by_operator(left: &[Expr], op: &BinaryOperator, right: &[Expr]) -> Result<Option<Expr>> {
    let pairs = pairs(left, right)?;
    Ok(match op {
        BinaryOperator::Eq => Some(joined(pairs, equal, BinaryOperator::And)),
        BinaryOperator::NotEq => {
            let differ = |left, right| both(left, BinaryOperator::NotEq, right);
            Some(joined(pairs, differ, BinaryOperator::Or))
        }
        BinaryOperator::Lt | BinaryOperator::LtEq => Some(in_order(pairs, &BinaryOperator::Lt, op)),
        BinaryOperator::Gt | BinaryOperator::GtEq => Some(in_order(pairs, &BinaryOperator::Gt, op)),
        _ => None,
    })
}

/// `(a, b) <= (c, d)` is `a < c OR (a = c AND b <= d)`: `strict` decides before the last member, `last` at it.
fn in_order(pairs: Vec<(Expr, Expr)>, strict: &BinaryOperator, last: &BinaryOperator) -> Expr {
    let mut pairs = pairs.into_iter().rev();
    let (left, right) = pairs.next().unwrap_or_else(|| (null(), null()));
    let mut rest = both(left, last.clone(), right);
    for (left, right) in pairs {
        let here = both(left.clone(), strict.clone(), right.clone());
        let further = both(equal(left, right), BinaryOperator::And, rest);
        rest = Expr::Nested(Box::new(both(here, BinaryOperator::Or, further)));
    }
    rest
}

fn null() -> Expr {
    Expr::value(Value::Null)
}

fn pairs(left: &[Expr], right: &[Expr]) -> Result<Vec<(Expr, Expr)>> {
    if left.len() != right.len() {
        let message = format!(
            "a row of {} values is compared with one of {}",
            left.len(),
            right.len()
        );
        return Err(Error::new(ErrorKind::Syntax, message));
    }
    Ok(left.iter().cloned().zip(right.iter().cloned()).collect())
}

fn joined(
    pairs: Vec<(Expr, Expr)>,
    compare: impl Fn(Expr, Expr) -> Expr,
    by: BinaryOperator,
) -> Expr {
    let compared = pairs.into_iter().map(|(left, right)| compare(left, right));
    let all = compared.reduce(|before, next| both(before, by.clone(), next));
    Expr::Nested(Box::new(all.unwrap_or_else(null)))
}

fn equal(left: Expr, right: Expr) -> Expr {
    both(left, BinaryOperator::Eq, right)
}

fn both(left: Expr, op: BinaryOperator, right: Expr) -> Expr {
    Expr::BinaryOp {
        left: Box::new(left),
        op,
        right: Box::new(right),
    }
}
