//! Identifiers as the parser has them, and their text. Knows no table.

use datafusion::sql::sqlparser::ast::{Ident, ObjectName, ObjectNamePart};
use datafusion::sql::sqlparser::parser::Parser;
use datafusion::sql::sqlparser::tokenizer::Token;

use super::spelling::fold;
use super::tokens::StoreDialect;

/// A quoted identifier that is taken to the letter.
pub(super) fn exact(name: &str) -> Ident {
    Ident::with_quote('"', name)
}

/// The name under which DataFusion knows a declared identifier: an unquoted one in lower case.
pub(super) fn known_as(ident: &Ident) -> String {
    if ident.quote_style.is_some() {
        ident.value.clone()
    } else {
        ident.value.to_lowercase()
    }
}

/// How closely an identifier names something; the closer is the less.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Closeness {
    /// By PostgreSQL's rule: what is not quoted is in lower case.
    Same,
    /// To the letter.
    Letters,
    /// But for case.
    Case,
    /// But for case and underscores.
    Folded,
    /// By another name that the thing has.
    Alias,
    /// By the name that PostgreSQL gives to an expression without one.
    Implied,
}

/// How closely `typed` names what is called `name`, if it does.
pub(super) fn closeness(typed: &Ident, name: &Ident) -> Option<Closeness> {
    if known_as(typed) == known_as(name) {
        Some(Closeness::Same)
    } else if typed.value == name.value {
        Some(Closeness::Letters)
    } else if typed.value.to_lowercase() == name.value.to_lowercase() {
        Some(Closeness::Case)
    } else if fold(&typed.value) == fold(&name.value) {
        Some(Closeness::Folded)
    } else {
        None
    }
}

/// A name's parts: `sys`, `tables` of `sys.tables`.
pub(super) fn path(name: &ObjectName) -> Vec<String> {
    let part = |part: &ObjectNamePart| match part {
        ObjectNamePart::Identifier(ident) => ident.value.clone(),
        other => other.to_string(),
    };
    name.0.iter().map(part).collect()
}

/// A name without what qualifies it: `tables` of `sys.tables`.
pub(super) fn last(name: &ObjectName) -> String {
    path(name).pop().unwrap_or_default()
}

/// The parts of a table's name that was typed outside of a statement, as after `\d`.
pub(crate) fn typed_path(text: &str) -> Vec<String> {
    let name = Parser::new(&StoreDialect::of(text))
        .try_with_sql(text)
        .and_then(|mut parser| {
            let name = parser.parse_object_name(false)?;
            parser.expect_token(&Token::EOF)?;
            Ok(path(&name))
        });
    name.unwrap_or_else(|_| vec![text.to_owned()])
}
