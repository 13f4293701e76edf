//! Where in its statement an error is that has no place of its own: at the first word or text of the statement that it is about. Adds
//! the line that a face shows above the mark.

use datafusion::sql::sqlparser::tokenizer::{Token, TokenWithSpan, Tokenizer};

use super::text_position::position;
use super::tokens::StoreDialect;
use crate::error::{Error, ErrorKind, Position};

/// The error with its place in `text`, as far as that can be known.
pub(crate) fn placed(error: Error, text: &str) -> Error {
    // An error of a statement within this one, as of PREPARE or of a view, has its place in that one's text.
    if error.excerpt().is_some() || !error.context.is_empty() {
        return error;
    }
    let place = match error.position() {
        Some(place) => Some(place),
        None if is_of_statement(error.kind) => found(&error, text),
        None => None,
    };
    let Some(place) = place else {
        return error;
    };
    let start = text.get(..place.offset).map_or(0, |before| {
        before.rfind('\n').map_or(0, |line_break| line_break + 1)
    });
    let line = text[start..].lines().next().unwrap_or_default();
    error.at(Some(place)).with_line(line)
}

/// Whether an error of this kind is about what was typed, and not about the store.
fn is_of_statement(kind: ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::Syntax
            | ErrorKind::Unsupported
            | ErrorKind::UnknownColumn
            | ErrorKind::UnknownTable
            | ErrorKind::InvalidValue
    )
}

fn found(error: &Error, text: &str) -> Option<Position> {
    let about = error.about().iter().map(String::as_str);
    let mut about = about.chain([error.column(), error.table()].into_iter().flatten());
    let tokens = Tokenizer::new(&StoreDialect::of(text), text)
        .tokenize_with_location()
        .ok()?;
    about.find_map(|about| {
        let lower = about.to_lowercase();
        let bare = about.trim_start_matches('$');
        let next = |place: usize| tokens.get(place + 1).map(|token| &token.token);
        let is_about = |(place, token): &(usize, &TokenWithSpan)| match &token.token {
            // A `?` is `$1` by its place, and `:id` and `@id` are `$id`.
            Token::Placeholder(name) => {
                name == about || about.starts_with('$') && (name == "?" || name[1..] == *bare)
            }
            Token::Colon => {
                about.starts_with('$')
                    && matches!(next(*place), Some(Token::Word(word)) if word.value == bare)
            }
            Token::Word(word) if about.starts_with('$') => word.value == format!("@{bare}"),
            Token::Word(word) => word.value.to_lowercase() == lower,
            Token::SingleQuotedString(text)
            | Token::EscapedStringLiteral(text)
            | Token::NationalStringLiteral(text) => text == about,
            Token::Number(number, _) => number == about,
            Token::DoubleColon => about == "CAST",
            sign => sign.to_string() == about,
        };
        let (_, token) = tokens.iter().enumerate().find(is_about)?;
        position(text, token.span.start)
    })
}

#[cfg(test)]
mod tests {
    use super::placed;
    use crate::error::{Error, ErrorKind};

    #[test]
    fn an_error_finds_the_word_that_it_is_about() {
        let text = "SELECT id,\n  upper(näme) FROM t WHERE x = 'Completed'";
        for (about, excerpt) in [
            (
                "NÄME",
                "line 2:   upper(näme) FROM t WHERE x = 'Completed'\n                ^",
            ),
            (
                "Completed",
                "line 2:   upper(näme) FROM t WHERE x = 'Completed'\n                                       ^",
            ),
        ] {
            let error = Error::new(ErrorKind::Syntax, "wrong").about_typed(about);
            let about_it = placed(error, text);
            assert_eq!(about_it.excerpt().as_deref(), Some(excerpt));
        }
        let error = Error::new(ErrorKind::Syntax, "wrong").about_typed("absent");
        assert_eq!(placed(error, text).excerpt(), None);
        let error = Error::new(ErrorKind::RateLimited, "slow").on_table("t");
        assert_eq!(placed(error, text).position(), None);
    }
}
