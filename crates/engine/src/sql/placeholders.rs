//! Placeholders in the spellings of other programs: `?` becomes `$1`, `$2` by its place in the text, `:name` and `@name` become `$name`.
//!
//! A procedure's call is left alone: `@Name = value` names its parameter.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

use datafusion::sql::sqlparser::ast::{
    Expr, Statement, Value, ValueWithSpan, VisitMut, VisitorMut,
};
use datafusion::sql::sqlparser::tokenizer::Location;

use crate::error::{Error, ErrorKind, Result};

/// Rewrites them in the whole statement.
pub(super) fn as_dollars(statement: &mut Statement) -> Result<()> {
    if matches!(statement, Statement::Execute { .. } | Statement::Call(_)) {
        return Ok(());
    }
    let mut spelled = Spelled::default();
    let _ = statement.visit(&mut spelled);
    match (spelled.marks.is_empty(), spelled.numbers, spelled.names) {
        (true, None, _) | (true, _, None) => {}
        (false, None, None) => {
            let places = spelled.marks.iter().zip(1..);
            let places = places.map(|(at, place)| (*at, place)).collect();
            let _ = statement.visit(&mut Numbered(places));
        }
        (is_without_marks, number, name) => {
            let mark = (!is_without_marks).then(|| "?".to_owned());
            let mixed: Vec<String> = [mark, number, name].into_iter().flatten().collect();
            let other = mixed.last().cloned().unwrap_or_default();
            let message = format!(
                "a statement has placeholders of one kind, and this one has {}: write all of them as ?, as $1, $2, or as :name",
                mixed.join(" and ")
            );
            return Err(Error::new(ErrorKind::Syntax, message).about_typed(other));
        }
    }
    Ok(())
}

/// Gives names their `$`, and notes which spellings there are.
#[derive(Default)]
struct Spelled {
    /// Where each `?` stands: a visit comes to them in another order than the text has.
    marks: BTreeSet<(u64, u64)>,
    numbers: Option<String>,
    names: Option<String>,
}

impl VisitorMut for Spelled {
    type Break = ();

    fn pre_visit_value(&mut self, value: &mut ValueWithSpan) -> ControlFlow<()> {
        if let Value::Placeholder(name) = &mut value.value {
            if name == "?" {
                self.marks.insert(place(value.span.start));
                return ControlFlow::Continue(());
            }
            let typed = name.clone();
            if let Some(bare) = name.strip_prefix([':', '@']) {
                *name = format!("${bare}");
            }
            let is_number = name[1..].bytes().all(|byte| byte.is_ascii_digit());
            let seen = match is_number {
                true => &mut self.numbers,
                false => &mut self.names,
            };
            seen.get_or_insert(typed);
        }
        ControlFlow::Continue(())
    }

    fn pre_visit_expr(&mut self, expr: &mut Expr) -> ControlFlow<()> {
        if let Expr::Identifier(name) = expr
            && name.quote_style.is_none()
            && let Some(bare) = name.value.strip_prefix('@')
            && !bare.starts_with('@')
            && !bare.is_empty()
        {
            self.names.get_or_insert(name.value.clone());
            *expr = Expr::Value(Value::Placeholder(format!("${bare}")).with_span(name.span));
        }
        ControlFlow::Continue(())
    }
}

/// Gives each `?` its number.
struct Numbered(BTreeMap<(u64, u64), usize>);

impl VisitorMut for Numbered {
    type Break = ();

    fn pre_visit_value(&mut self, value: &mut ValueWithSpan) -> ControlFlow<()> {
        if let Value::Placeholder(name) = &mut value.value
            && let Some(number) = self.0.get(&place(value.span.start))
        {
            *name = format!("${number}");
        }
        ControlFlow::Continue(())
    }
}

fn place(location: Location) -> (u64, u64) {
    (location.line, location.column)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sql::Statement as Typed;
    use datafusion::sql::parser::Statement as Parsed;

    fn rewritten(sql: &str) -> Result<String> {
        let typed = Typed::one(sql)?;
        let Parsed::Statement(statement) = typed.parsed() else {
            panic!("{sql}")
        };
        let mut statement = statement.as_ref().clone();
        as_dollars(&mut statement)?;
        Ok(statement.to_string())
    }

    #[test]
    fn marks_are_numbered_by_their_places_in_the_text() {
        let marks = "SELECT ? FROM (SELECT id FROM orders WHERE id > ?) o WHERE id IN (?, ?) ORDER BY id LIMIT ? OFFSET ?";
        let numbers = "SELECT $1 FROM (SELECT id FROM orders WHERE id > $2) o WHERE id IN ($3, $4) ORDER BY id LIMIT $5 OFFSET $6";
        assert_eq!(rewritten(marks).unwrap(), numbers);
        assert_eq!(rewritten(numbers).unwrap(), numbers);
        assert_eq!(
            rewritten("INSERT INTO b (x, y) VALUES (?, ?)").unwrap(),
            "INSERT INTO b (x, y) VALUES ($1, $2)"
        );
    }

    #[test]
    fn names_are_one_in_each_spelling() {
        for sql in [
            "SELECT :low + :high",
            "SELECT @low + @high",
            "SELECT $low + $high",
        ] {
            assert_eq!(rewritten(sql).unwrap(), "SELECT $low + $high");
        }
    }

    #[test]
    fn what_is_no_placeholder_stays() {
        for sql in [
            "SELECT ':x @y ?'",
            "SELECT @@IDENTITY",
            "SELECT \"@x\"",
            "SELECT x::TEXT",
        ] {
            assert_eq!(rewritten(sql).unwrap(), sql);
        }
    }

    #[test]
    fn kinds_are_not_mixed() {
        for sql in ["SELECT ? + $1", "SELECT $1 + :a", "SELECT ? + @a"] {
            let error = rewritten(sql).unwrap_err();
            assert_eq!(error.kind, ErrorKind::Syntax, "{sql}");
            assert!(error.message.contains(" and "), "{error}");
        }
    }
}
