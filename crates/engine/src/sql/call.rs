//! `EXEC`, `EXECUTE` and `CALL`: which procedure, with which arguments. What a procedure is stands in the catalogue.

use arrow::datatypes::DataType;
use datafusion::scalar::ScalarValue;
use datafusion::sql::sqlparser::ast::{
    BinaryOperator, Expr, FunctionArg, FunctionArgExpr, FunctionArguments, ObjectName, Statement,
    UnaryOperator, Value,
};

use super::identifiers::last;
use crate::error::{Error, ErrorKind, Result};

/// A call, as it was typed.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Call {
    pub(crate) procedure: String,
    pub(crate) arguments: Vec<Argument>,
}

/// One argument of a call.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Argument {
    /// Without a name it is taken by its place.
    pub(crate) name: Option<String>,
    pub(crate) value: Given,
}

/// What an argument is given.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Given {
    /// A value, as text; NULL is none.
    Literal(Option<String>),
    /// The placeholder of that place, from 0.
    Placeholder(usize),
}

impl Call {
    /// The call that a statement is, if it is one.
    pub(super) fn of(statement: &Statement) -> Result<Option<Self>> {
        match statement {
            Statement::Execute {
                immediate: false,
                name: Some(name),
                parameters,
                into,
                using,
                output: false,
                default: false,
                ..
            } if into.is_empty() && using.is_empty() => {
                Self::new(name, parameters.iter().map(named)).map(Some)
            }
            Statement::Execute { .. } => Err(Error::new(
                ErrorKind::Unsupported,
                "EXEC takes a procedure and its parameters: EXEC Procedure Parameter='value', …",
            )),
            Statement::Call(function) => {
                let arguments: Vec<_> = match &function.args {
                    FunctionArguments::List(list) => {
                        list.args.iter().map(function_argument).collect()
                    }
                    _ => Vec::new(),
                };
                Self::new(&function.name, arguments.into_iter()).map(Some)
            }
            _ => Ok(None),
        }
    }

    fn new<'a>(
        name: &ObjectName,
        arguments: impl Iterator<Item = Result<(Option<&'a str>, &'a Expr)>>,
    ) -> Result<Self> {
        let mut placeholders = 0;
        let arguments = arguments.map(|argument| {
            let (name, value) = argument?;
            Ok(Argument {
                name: name.map(|name| name.trim_start_matches('@').to_owned()),
                value: given(value, &mut placeholders)?,
            })
        });
        Ok(Self {
            procedure: last(name),
            arguments: arguments.collect::<Result<_>>()?,
        })
    }
}

/// `CALL name(?)` of `{call name(?)}`, which ODBC and JDBC know: the same places in the text, without the braces.
pub(super) fn without_braces(text: &str) -> Result<Option<String>> {
    let trimmed = text.trim();
    let inner = trimmed
        .strip_prefix('{')
        .and_then(|rest| rest.strip_suffix('}'));
    let Some(inner) = inner else {
        return Ok(None);
    };
    let first = inner.split_whitespace().next().unwrap_or_default();
    if first.eq_ignore_ascii_case("call") {
        let begin = text.len() - text.trim_start().len();
        let end = text.trim_end().len();
        let mut plain = text.to_owned();
        plain.replace_range(begin..=begin, " ");
        plain.replace_range(end - 1..end, " ");
        return Ok(Some(plain));
    }
    Err(Error::new(
        ErrorKind::Unsupported,
        "of the escapes in braces there is {call name(?)}; a procedure answers rows, and no value of its own",
    ))
}

/// `Name = value`, `@Name = value`, or a value by its place.
fn named(expr: &Expr) -> Result<(Option<&str>, &Expr)> {
    match expr {
        Expr::BinaryOp {
            left,
            op: BinaryOperator::Eq,
            right,
        } => match left.as_ref() {
            Expr::Identifier(name) => Ok((Some(&name.value), right)),
            other => Err(no_value(other)),
        },
        value => Ok((None, value)),
    }
}

/// The same in parentheses, where `Name => value` is another way to write it.
fn function_argument(argument: &FunctionArg) -> Result<(Option<&str>, &Expr)> {
    match argument {
        FunctionArg::Named {
            name,
            arg: FunctionArgExpr::Expr(value),
            ..
        } => Ok((Some(&name.value), value)),
        FunctionArg::ExprNamed {
            name: Expr::Identifier(name),
            arg: FunctionArgExpr::Expr(value),
            ..
        } => Ok((Some(&name.value), value)),
        FunctionArg::Unnamed(FunctionArgExpr::Expr(value)) => named(value),
        other => Err(Error::new(
            ErrorKind::Syntax,
            format!("{other} is no parameter of a procedure: write Parameter='value'"),
        )),
    }
}

fn given(expr: &Expr, placeholders: &mut usize) -> Result<Given> {
    let literal = |text: &str| Ok(Given::Literal(Some(text.to_owned())));
    match expr {
        Expr::Value(value) => match &value.value {
            Value::Null => Ok(Given::Literal(None)),
            Value::Boolean(truth) => literal(&truth.to_string()),
            Value::Number(digits, _) => literal(digits),
            Value::Placeholder(name) => {
                let numbered = name
                    .strip_prefix('$')
                    .and_then(|digits| digits.parse::<usize>().ok());
                *placeholders += 1;
                let place = numbered.unwrap_or(*placeholders);
                place
                    .checked_sub(1)
                    .map(Given::Placeholder)
                    .ok_or_else(|| no_value(expr))
            }
            value => match value.clone().into_string() {
                Some(text) => Ok(Given::Literal(Some(text))),
                None => Err(no_value(expr)),
            },
        },
        Expr::UnaryOp {
            op: UnaryOperator::Minus,
            expr: inner,
        } => match given(inner, placeholders)? {
            Given::Literal(Some(digits)) => literal(&format!("-{digits}")),
            _ => Err(no_value(expr)),
        },
        other => Err(no_value(other)),
    }
}

fn no_value(expr: &Expr) -> Error {
    Error::new(
        ErrorKind::Syntax,
        format!(
            "{expr} cannot be a procedure's parameter: write Parameter='value', with a text, a number, NULL or a placeholder"
        ),
    )
}

impl Given {
    /// The value, with those of the run's placeholders; empty and NULL are none.
    pub(crate) fn resolve(&self, parameters: &[ScalarValue]) -> Result<Option<String>> {
        let text = match self {
            Self::Literal(text) => text.clone(),
            Self::Placeholder(place) => {
                let value = parameters.get(*place).ok_or_else(|| {
                    Error::new(
                        ErrorKind::InvalidValue,
                        format!("the statement's parameter {} has no value", place + 1),
                    )
                })?;
                let text = value
                    .cast_to(&DataType::Utf8)
                    .map_err(Error::of_datafusion)?;
                text.try_as_str().flatten().map(str::to_owned)
            }
        };
        Ok(text.filter(|text| !text.trim().is_empty()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_in_braces_keeps_its_places() {
        let plain = without_braces(" {call Ab(?)} ").unwrap();
        assert_eq!(plain.as_deref(), Some("  call Ab(?)  "));
        assert_eq!(
            without_braces("{ CALL Ab }").unwrap().as_deref(),
            Some("  CALL Ab  ")
        );
        assert_eq!(without_braces("CALL Ab('{x}')").unwrap(), None);
        assert!(without_braces("{? = call Ab(?)}").is_err());
    }
}
