//! A call, made into another expression by a form of the table: `charindex($1, $2)` becomes `strpos($2, $1)`.

use std::fmt::Display;
use std::ops::ControlFlow;

use datafusion::sql::sqlparser::ast::{
    Expr, Function as Call, FunctionArg, FunctionArgExpr, FunctionArguments, Interval, Value,
    VisitMut, VisitorMut,
};
use datafusion::sql::sqlparser::dialect::GenericDialect;
use datafusion::sql::sqlparser::parser::Parser;

use super::function::Form;
use super::units::{span_of, unit_of};
use crate::error::{Error, ErrorKind, Result};

/// The values of a call, by their places. `*` is none.
pub(super) fn arguments(call: &Call) -> Option<Vec<Expr>> {
    match &call.args {
        FunctionArguments::None => Some(Vec::new()),
        FunctionArguments::Subquery(_) => None,
        FunctionArguments::List(list) => list
            .args
            .iter()
            .map(|argument| match argument {
                FunctionArg::Unnamed(FunctionArgExpr::Expr(value)) => Some(value.clone()),
                _ => None,
            })
            .collect(),
    }
}

/// What `call` becomes by the form that takes as many values.
pub(super) fn formed(name: &str, call: &Call, forms: &[Form]) -> Result<Expr> {
    let values = arguments(call).unwrap_or_default();
    let form = forms
        .iter()
        .find(|(typed, _)| typed.matches('$').count() == values.len());
    let Some((_, becomes)) = form else {
        let typed: Vec<String> = forms.iter().map(|(typed, _)| in_words(typed)).collect();
        return Err(other_values(name, &typed.join(" or ")));
    };
    let made = filled(becomes, &values)?;
    with_clauses(name, made, call)
}

/// A call of the table with a word for each value.
pub(super) fn in_words(typed: &str) -> String {
    typed.replace('$', "value")
}

/// A call has values that the function does not take.
pub(super) fn other_values(name: impl Display, instead: &str) -> Error {
    let message = format!("{name} takes other values than these: write {instead}");
    Error::new(ErrorKind::Syntax, message).with_sqlstate("42883")
}

/// The expression that a text of the table is, with `values` in it.
pub(super) fn filled(becomes: &str, values: &[Expr]) -> Result<Expr> {
    let parsed = Parser::new(&GenericDialect {})
        .try_with_sql(becomes)
        .and_then(|mut parser| parser.parse_expr());
    let mut made = parsed.map_err(|fault| {
        Error::new(
            ErrorKind::Internal,
            format!("the table of functions has {becomes}: {fault}"),
        )
    })?;
    let mut filling = Filling { values };
    match made.visit(&mut filling) {
        ControlFlow::Break(error) => Err(error),
        ControlFlow::Continue(()) => Ok(made),
    }
}

/// Puts FILTER, OVER and DISTINCT of the call onto the call that it becomes.
fn with_clauses(name: &str, made: Expr, call: &Call) -> Result<Expr> {
    let distinct = match &call.args {
        FunctionArguments::List(list) => list.duplicate_treatment,
        _ => None,
    };
    if call.filter.is_none() && call.over.is_none() && distinct.is_none() {
        return Ok(made);
    }
    match made {
        Expr::Function(mut made) if made.filter.is_none() || call.filter.is_none() => {
            made.over.clone_from(&call.over);
            if call.filter.is_some() {
                made.filter.clone_from(&call.filter);
            }
            if let FunctionArguments::List(list) = &mut made.args
                && distinct.is_some()
            {
                list.duplicate_treatment = distinct;
            }
            Ok(Expr::Function(made))
        }
        _ => Err(Error::new(
            ErrorKind::Unsupported,
            format!("{name} takes no OVER, FILTER and DISTINCT here"),
        )),
    }
}

struct Filling<'v> {
    values: &'v [Expr],
}

impl VisitorMut for Filling<'_> {
    type Break = Error;

    fn post_visit_expr(&mut self, expr: &mut Expr) -> ControlFlow<Error> {
        let made = match expr {
            Expr::Value(value) => match &value.value {
                Value::Placeholder(place) => {
                    let place: usize = place[1..].parse().unwrap_or_default();
                    // In parentheses, so that nothing of the form binds tighter than what stands in the value.
                    self.values
                        .get(place.wrapping_sub(1))
                        .map(|value| match value {
                            Expr::BinaryOp { .. } => Ok(Expr::Nested(Box::new(value.clone()))),
                            value => Ok(value.clone()),
                        })
                }
                _ => None,
            },
            Expr::Function(call) if call.name.to_string() == "unit" => first(call).map(unit_text),
            Expr::Function(call) if call.name.to_string() == "span" => first(call).map(|value| {
                let unit = unit_of(value)?;
                Ok(Expr::Interval(Interval {
                    value: Box::new(text(span_of(unit))),
                    leading_field: None,
                    leading_precision: None,
                    last_field: None,
                    fractional_seconds_precision: None,
                }))
            }),
            _ => None,
        };
        match made {
            Some(Ok(made)) => *expr = made,
            Some(Err(error)) => return ControlFlow::Break(error),
            None => {}
        }
        ControlFlow::Continue(())
    }
}

fn first(call: &Call) -> Option<&Expr> {
    match &call.args {
        FunctionArguments::List(list) => match list.args.first() {
            Some(FunctionArg::Unnamed(FunctionArgExpr::Expr(value))) => Some(value),
            _ => None,
        },
        _ => None,
    }
}

fn unit_text(value: &Expr) -> Result<Expr> {
    unit_of(value).map(text)
}

/// A text constant.
pub(super) fn text(text: &str) -> Expr {
    Expr::value(Value::SingleQuotedString(text.to_owned()))
}

/// The text that a value is, where it is written out.
pub(super) fn constant(value: &Expr) -> Option<&str> {
    match value {
        Expr::Value(value) => match &value.value {
            Value::SingleQuotedString(text) => Some(text),
            _ => None,
        },
        _ => None,
    }
}
