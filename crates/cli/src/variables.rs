//! Variables of a script: `:name` in a statement is the value that `-v` or `\set` gave, `:'name'` the same as a text of SQL and
//! `:"name"` as a name. Quotes and comments are left alone, and so is `::`.

use std::collections::BTreeMap;
use std::str::FromStr;

use crate::failure::{Failure, Result};
use crate::sql_text::{Kind, Stretch, stretches};

/// `name=value`, as `-v` takes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Variable {
    name: String,
    value: String,
}

impl FromStr for Variable {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (name, value) = text
            .split_once('=')
            .ok_or("a variable is NAME=VALUE, as in -v status=11")?;
        check(name)?;
        Ok(Self {
            name: name.to_owned(),
            value: value.to_owned(),
        })
    }
}

/// The variables that have a value.
#[derive(Debug, Clone, Default)]
pub(crate) struct Variables(BTreeMap<String, String>);

impl Variables {
    /// Those of the command line; of two of one name the last holds.
    pub(crate) fn of(given: &[Variable]) -> Self {
        let pairs = given
            .iter()
            .map(|one| (one.name.clone(), one.value.clone()));
        Self(pairs.collect())
    }

    pub(crate) fn set(&mut self, name: &str, value: &str) -> Result<()> {
        check(name).map_err(Failure::Query)?;
        self.0.insert(name.to_owned(), value.to_owned());
        Ok(())
    }

    pub(crate) fn unset(&mut self, name: &str) -> Result<()> {
        match self.0.remove(name) {
            Some(_) => Ok(()),
            None => Err(self.unknown(name)),
        }
    }

    /// Names and values.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&String, &String)> {
        self.0.iter()
    }

    /// The text with the values in their places; an error where one has no value.
    pub(crate) fn filled_in(&self, text: &str) -> Result<String> {
        let mut filled = String::with_capacity(text.len());
        let parts = stretches(text);
        let mut parts = parts.iter().peekable();
        while let Some(part) = parts.next() {
            match part.kind {
                // Also the elements of an array.
                Kind::Quoted if part.text.starts_with('[') => {
                    self.fill_plain(part.text, &mut filled)?;
                    continue;
                }
                Kind::Quoted | Kind::Comment => {
                    filled.push_str(part.text);
                    continue;
                }
                Kind::Plain => {}
            }
            let before_quote = parts.peek().and_then(|next| quoted_name(part.text, next));
            let Some((name, quote)) = before_quote else {
                self.fill_plain(part.text, &mut filled)?;
                continue;
            };
            parts.next();
            self.fill_plain(&part.text[..part.text.len() - 1], &mut filled)?;
            let value = self.value(name)?;
            let doubled = value.replace(quote, &format!("{quote}{quote}"));
            filled.push_str(&format!("{quote}{doubled}{quote}"));
        }
        Ok(filled)
    }

    /// Text outside quotes: each `:name` becomes the value as it is.
    fn fill_plain(&self, text: &str, filled: &mut String) -> Result<()> {
        let mut rest = text;
        while let Some(at) = rest.find(':') {
            let (before, after) = (&rest[..at], &rest[at + 1..]);
            let end = after
                .find(|c: char| !is_of_a_name(c))
                .unwrap_or(after.len());
            let name = &after[..end];
            if !starts_a_variable(before) || check(name).is_err() {
                let colons = 1 + after.len() - after.trim_start_matches(':').len();
                filled.push_str(&rest[..at + colons]);
                rest = &rest[at + colons..];
                continue;
            }
            filled.push_str(before);
            filled.push_str(self.value(name)?);
            rest = &after[end..];
        }
        filled.push_str(rest);
        Ok(())
    }

    fn value(&self, name: &str) -> Result<&str> {
        let value = self.0.get(name).map(String::as_str);
        value.ok_or_else(|| self.unknown(name))
    }

    fn unknown(&self, name: &str) -> Failure {
        let known: Vec<&str> = self.0.keys().map(String::as_str).collect();
        let known = match known.as_slice() {
            [] => String::new(),
            known => format!(", others have ({})", known.join(", ")),
        };
        Failure::Query(format!(
            "the variable `{name}` has no value{known}: give one with -v {name}=VALUE, or \\set {name} VALUE in the shell"
        ))
    }
}

/// The name in a quote that follows a `:`, with the quote's sign.
fn quoted_name<'t>(plain: &str, next: &Stretch<'t>) -> Option<(&'t str, char)> {
    let before = plain.strip_suffix(':')?;
    let quote = next
        .text
        .chars()
        .next()
        .filter(|sign| matches!(sign, '\'' | '"'))?;
    let name = next.text.strip_prefix(quote)?.strip_suffix(quote)?;
    (starts_a_variable(before) && check(name).is_ok()).then_some((name, quote))
}

/// Whether a `:` behind this text begins a variable: not in `::`, and not behind a word or a bracket, where it is an operator.
fn starts_a_variable(before: &str) -> bool {
    let last = before.chars().next_back();
    last.is_none_or(|last| !is_of_a_name(last) && !matches!(last, ':' | ')' | ']'))
}

fn is_of_a_name(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

fn check(name: &str) -> Result<(), String> {
    let first = name.chars().next();
    match first.is_some_and(|first| first.is_alphabetic() || first == '_')
        && name.chars().all(is_of_a_name)
    {
        true => Ok(()),
        false => Err(format!(
            "`{name}` is no name of a variable: it has letters, digits and _, and begins with no digit"
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(text: &str) -> Result<String> {
        let given = ["id=7", "name=O'Hara", "column=a\"b"];
        let given: Vec<Variable> = given.iter().map(|text| text.parse().unwrap()).collect();
        Variables::of(&given).filled_in(text)
    }

    #[test]
    fn values_come_as_they_are_or_in_quotes() {
        let cases = [
            ("SELECT :id", "SELECT 7"),
            ("WHERE a = :'name'", "WHERE a = 'O''Hara'"),
            ("SELECT :\"column\" FROM t", "SELECT \"a\"\"b\" FROM t"),
            (":id,:id;", "7,7;"),
            ("ARRAY[:id, 1]", "ARRAY[7, 1]"),
        ];
        for (text, expected) in cases {
            assert_eq!(filled(text).unwrap(), expected);
        }
    }

    #[test]
    fn what_is_no_variable_stays() {
        for text in [
            "SELECT '10:id', \":id\" -- :id",
            "SELECT a::text, x::id, doc:id, (a):id",
            "/* :nothing */ SELECT 1",
            "SELECT [a:id], '10:30'",
            "SELECT a : b, :7",
        ] {
            assert_eq!(filled(text).unwrap(), text);
        }
    }

    #[test]
    fn a_variable_without_a_value_is_an_error() {
        for text in ["SELECT :other", "SELECT :'other'"] {
            let failure = filled(text).unwrap_err();
            assert!(format!("{failure:?}").contains("`other` has no value"));
        }
        assert!("1a=b".parse::<Variable>().is_err() && "a".parse::<Variable>().is_err());
    }
}
