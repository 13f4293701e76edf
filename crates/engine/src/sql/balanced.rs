//! Long chains, balanced right after parsing: a thousand conditions with OR are ten levels deep instead of a thousand, as every
//! walk over the statement recurses with its depth. What is deep otherwise is refused.
//!
//! `a OR b OR c` may be read as `a OR (b OR c)`, and so may AND, `||`, `+` and UNION. Short chains stay as they were typed, so that a
//! sum of a few floats is added from the left.

use std::mem;
use std::ops::ControlFlow;

use datafusion::sql::sqlparser::ast::{
    BinaryOperator, Expr, Query, SetExpr, SetOperator, Statement, Value, Values, VisitMut,
    VisitorMut,
};

use crate::error::{Error, ErrorKind, Result};

/// Chains of fewer terms stay as they are.
const SHORT: usize = 16;
/// Levels of operators, one within the other, that a statement may have.
const MOST_LEVELS: usize = 400;

/// Balances every chain of `statement`.
pub(super) fn balance(statement: &mut Statement) -> Result<()> {
    let mut chains = Chains { levels: 0 };
    match statement.visit(&mut chains) {
        ControlFlow::Break(error) => Err(error),
        ControlFlow::Continue(()) => Ok(()),
    }
}

struct Chains {
    levels: usize,
}

impl Chains {
    fn enter(&mut self) -> ControlFlow<Error> {
        self.levels += 1;
        match self.levels > MOST_LEVELS {
            true => ControlFlow::Break(too_deep()),
            false => ControlFlow::Continue(()),
        }
    }
}

fn too_deep() -> Error {
    let message = format!(
        "the statement has more than {MOST_LEVELS} operators one within the other: take a part of it into a WITH or a view"
    );
    Error::new(ErrorKind::Syntax, message)
}

impl VisitorMut for Chains {
    type Break = Error;

    fn pre_visit_query(&mut self, query: &mut Query) -> ControlFlow<Error> {
        match balance_unions(&mut query.body, 0) {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => ControlFlow::Break(error),
        }
    }

    fn pre_visit_expr(&mut self, expr: &mut Expr) -> ControlFlow<Error> {
        balance_operators(expr);
        self.enter()
    }

    fn post_visit_expr(&mut self, _: &mut Expr) -> ControlFlow<Error> {
        self.levels -= 1;
        ControlFlow::Continue(())
    }
}

fn balance_operators(expr: &mut Expr) {
    use BinaryOperator::{And, Or, Plus, StringConcat};
    let Expr::BinaryOp {
        op: chained @ (And | Or | Plus | StringConcat),
        ..
    } = expr
    else {
        return;
    };
    let chained = chained.clone();
    let nothing = Expr::Value(Value::Null.into());
    let mut terms = Vec::new();
    let mut rest = mem::replace(expr, nothing);
    loop {
        match rest {
            Expr::BinaryOp { left, op, right } if op == chained => {
                terms.push(*right);
                rest = *left;
            }
            first => {
                terms.push(first);
                break;
            }
        }
    }
    terms.reverse();
    let join = |left, right| Expr::BinaryOp {
        left: Box::new(left),
        op: chained.clone(),
        right: Box::new(right),
    };
    if let Some(joined) = joined(terms, &join) {
        *expr = joined;
    }
}

/// UNION and UNION ALL among themselves; the sides of other operations by themselves.
fn balance_unions(body: &mut SetExpr, level: usize) -> Result<()> {
    if level > MOST_LEVELS {
        return Err(too_deep());
    }
    let SetExpr::SetOperation {
        op: chained,
        set_quantifier: every,
        ..
    } = body
    else {
        return Ok(());
    };
    let (chained, every) = (*chained, *every);
    let nothing = || {
        SetExpr::Values(Values {
            explicit_row: false,
            value_keyword: false,
            rows: Vec::new(),
        })
    };
    let mut terms = Vec::new();
    let mut rest = mem::replace(body, nothing());
    loop {
        match rest {
            SetExpr::SetOperation {
                op,
                set_quantifier,
                left,
                right,
            } if op == chained
                && set_quantifier == every
                && (op == SetOperator::Union || terms.is_empty()) =>
            {
                terms.push(*right);
                rest = *left;
            }
            first => {
                terms.push(first);
                break;
            }
        }
    }
    terms.reverse();
    for term in &mut terms {
        balance_unions(term, level + 1)?;
    }
    let join = |left, right| SetExpr::SetOperation {
        op: chained,
        set_quantifier: every,
        left: Box::new(left),
        right: Box::new(right),
    };
    if let Some(joined) = joined(terms, &join) {
        *body = joined;
    }
    Ok(())
}

/// The terms as one: from the left where they are few, else by halves.
fn joined<T>(mut terms: Vec<T>, join: &impl Fn(T, T) -> T) -> Option<T> {
    if terms.len() <= SHORT {
        return terms.into_iter().reduce(join);
    }
    let second = terms.split_off(terms.len() / 2);
    match (joined(terms, join), joined(second, join)) {
        (Some(left), Some(right)) => Some(join(left, right)),
        (left, right) => left.or(right),
    }
}

#[cfg(test)]
mod tests {
    use datafusion::sql::parser::Statement as Parsed;

    use super::super::split::Statement;

    fn parsed(text: &str) -> String {
        let statement = Statement::one(text).unwrap();
        match statement.parsed() {
            Parsed::Statement(statement) => statement.to_string(),
            other => other.to_string(),
        }
    }

    #[test]
    fn a_balanced_chain_says_what_was_typed() {
        for (operator, count) in [(" OR ", 5000), (" AND ", 5000), (" + ", 3), (" || ", 1000)] {
            let terms: Vec<String> = (0..count).map(|term| format!("a{term}")).collect();
            let text = format!("SELECT {}", terms.join(operator));
            assert_eq!(parsed(&text), text);
        }
        let selects: Vec<String> = (0..600).map(|one| format!("SELECT {one}")).collect();
        let text = selects.join(" UNION ALL ");
        assert_eq!(parsed(&text), text);
    }

    #[test]
    fn what_no_chain_makes_shallow_is_refused() {
        let text = format!("SELECT {}", vec!["1 - 2"; 1000].join(" * "));
        let text = text.replace(" * ", " - ");
        let error = Statement::one(&text).unwrap_err();
        assert!(error.message.contains("one within the other"), "{error}");
    }
}
