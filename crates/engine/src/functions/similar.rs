//! `x SIMILAR TO 'a%|b_'`, by a regular expression of the same meaning.

use datafusion::sql::sqlparser::ast::{BinaryOperator, Expr, Value, ValueWithSpan};

use super::form::{constant, text};
use crate::error::{Error, ErrorKind, Result};

/// What a SIMILAR TO becomes.
pub(super) fn as_expression(
    negated: bool,
    value: &Expr,
    pattern: &Expr,
    escape: Option<&ValueWithSpan>,
) -> Result<Expr> {
    let escape = match escape.map(|escape| &escape.value) {
        None => Some('\\'),
        Some(Value::SingleQuotedString(text)) if text.chars().count() <= 1 => text.chars().next(),
        Some(other) => {
            return Err(Error::new(
                ErrorKind::Syntax,
                format!("ESCAPE takes one character, and {other} is none: write ESCAPE '\\'"),
            ));
        }
    };
    let Some(pattern) = constant(pattern) else {
        return Err(Error::new(
            ErrorKind::Unsupported,
            "SIMILAR TO takes a pattern that is written out: write ~ and a regular expression for another one",
        ));
    };
    let op = match negated {
        true => BinaryOperator::PGRegexNotMatch,
        false => BinaryOperator::PGRegexMatch,
    };
    Ok(Expr::BinaryOp {
        left: Box::new(value.clone()),
        op,
        right: Box::new(text(&expression(pattern, escape))),
    })
}

/// The regular expression: `%` is any text, `_` a character; `| * + ? { } ( ) [ ]` mean the same in both.
fn expression(pattern: &str, escape: Option<char>) -> String {
    let mut made = "(?s)^(?:".to_owned();
    let mut characters = pattern.chars();
    let mut in_brackets = false;
    while let Some(character) = characters.next() {
        if Some(character) == escape {
            if let Some(plain) = characters.next() {
                literal(plain, &mut made);
            }
            continue;
        }
        match (character, in_brackets) {
            (']', true) => {
                in_brackets = false;
                made.push(']');
            }
            ('\\', true) => made.push_str("\\\\"),
            (other, true) => made.push(other),
            ('[', false) => {
                in_brackets = true;
                made.push('[');
            }
            ('%', false) => made.push_str(".*"),
            ('_', false) => made.push('.'),
            ('(', false) => made.push_str("(?:"),
            ('|' | '*' | '+' | '?' | '{' | '}' | ')', false) => made.push(character),
            (other, false) => literal(other, &mut made),
        }
    }
    made + ")$"
}

/// A character that stands for itself.
fn literal(character: char, made: &mut String) {
    if character.is_ascii_punctuation() {
        made.push('\\');
    }
    made.push(character);
}

#[cfg(test)]
mod tests {
    use super::expression;

    #[test]
    fn patterns_as_regular_expressions() {
        for (pattern, made) in [
            ("M%", "(?s)^(?:M.*)$"),
            ("(a|b)_+", "(?s)^(?:(?:a|b).+)$"),
            ("1.5$", "(?s)^(?:1\\.5\\$)$"),
            ("50\\%", "(?s)^(?:50\\%)$"),
            ("[a-c%]{2}", "(?s)^(?:[a-c%]{2})$"),
        ] {
            assert_eq!(expression(pattern, Some('\\')), made, "{pattern}");
        }
        assert_eq!(expression("#%\\", Some('#')), "(?s)^(?:\\%\\\\)$");
    }
}
