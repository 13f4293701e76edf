//! `PREPARE name AS …`, `EXECUTE name (…)` and `DEALLOCATE name`: statements that a session keeps under a name.

use std::ops::ControlFlow;

use datafusion::sql::parser::Statement as Parsed;
use datafusion::sql::sqlparser::ast::{
    CastKind, DataType, Expr, ObjectName, ObjectNamePart, Statement, Value, VisitMut, VisitorMut,
};
use datafusion::sql::sqlparser::dialect::GenericDialect;
use datafusion::sql::sqlparser::keywords::Keyword;
use datafusion::sql::sqlparser::tokenizer::{Token, Tokenizer};

use super::identifiers::{known_as, last};
use super::text_position::Lines;
use crate::error::{Error, ErrorKind, Result};

/// What is done with a name.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Named {
    /// The name is that of a statement from here on.
    Prepare { name: String, text: String },
    /// The statement of that name runs, with the values that a query answers; none takes none.
    Execute {
        name: String,
        values: Option<String>,
    },
    /// The name is free again; none is all names.
    Deallocate(Option<String>),
}

impl Named {
    /// What the statement `text` does with a name, if it does.
    pub(crate) fn of(parsed: &Parsed, text: &str) -> Result<Option<Self>> {
        let Parsed::Statement(statement) = parsed else {
            return Ok(None);
        };
        Ok(match statement.as_ref() {
            Statement::Prepare {
                name,
                data_types,
                statement,
            } => Some(Self::Prepare {
                name: known_as(name),
                text: match data_types.as_slice() {
                    [] => behind_as(text)?,
                    types => typed(statement, types),
                },
            }),
            // `EXEC` is a procedure's word only.
            Statement::Execute {
                name: Some(name),
                parameters,
                immediate: false,
                ..
            } if begins_with(text, "EXECUTE") => Some(Self::Execute {
                name: name_of(name),
                values: values(parameters),
            }),
            Statement::Deallocate { name, .. } => {
                let all = name.quote_style.is_none() && name.value.eq_ignore_ascii_case("all");
                Some(Self::Deallocate((!all).then(|| known_as(name))))
            }
            _ => None,
        })
    }
}

/// The name that EXECUTE has, which the parser takes for one of several parts.
fn name_of(name: &ObjectName) -> String {
    match name.0.as_slice() {
        [ObjectNamePart::Identifier(ident)] => known_as(ident),
        _ => last(name).to_lowercase(),
    }
}

fn begins_with(text: &str, word: &str) -> bool {
    let first = text.split_whitespace().next().unwrap_or_default();
    first.eq_ignore_ascii_case(word)
}

/// The text behind `PREPARE name AS`.
fn behind_as(text: &str) -> Result<String> {
    let tokens = Tokenizer::new(&GenericDialect {}, text).tokenize_with_location();
    let mut tokens = tokens.unwrap_or_default().into_iter();
    let word = tokens
        .find(|token| matches!(&token.token, Token::Word(word) if word.keyword == Keyword::AS));
    let word = word.ok_or_else(|| {
        Error::new(
            ErrorKind::Syntax,
            "PREPARE takes a name and a statement: PREPARE name AS SELECT …",
        )
    })?;
    let end = Lines::of(text).offset(word.span.end);
    Ok(text[end..].trim().to_owned())
}

/// The statement with its placeholders cast to the types that were named for them.
fn typed(statement: &Statement, types: &[DataType]) -> String {
    let mut statement = statement.clone();
    let _ = statement.visit(&mut Placeholders(types));
    statement.to_string()
}

struct Placeholders<'a>(&'a [DataType]);

impl VisitorMut for Placeholders<'_> {
    type Break = ();

    fn post_visit_expr(&mut self, expr: &mut Expr) -> ControlFlow<()> {
        let Expr::Value(value) = expr else {
            return ControlFlow::Continue(());
        };
        let Value::Placeholder(name) = &value.value else {
            return ControlFlow::Continue(());
        };
        let place = name.trim_start_matches('$').parse::<usize>().ok();
        let kind = place
            .and_then(|place| place.checked_sub(1))
            .and_then(|place| self.0.get(place))
            .filter(|kind| !kind.to_string().eq_ignore_ascii_case("unknown"));
        if let Some(kind) = kind {
            *expr = Expr::Cast {
                kind: CastKind::Cast,
                expr: Box::new(expr.clone()),
                data_type: kind.clone(),
                array: false,
                format: None,
            };
        }
        ControlFlow::Continue(())
    }
}

/// The query that answers the values of EXECUTE, as `$1`, `$2` and so on.
fn values(parameters: &[Expr]) -> Option<String> {
    let columns = parameters.iter().enumerate();
    let columns: Vec<String> = columns
        .map(|(place, value)| format!("{value} AS \"${}\"", place + 1))
        .collect();
    (!columns.is_empty()).then(|| format!("SELECT {}", columns.join(", ")))
}
