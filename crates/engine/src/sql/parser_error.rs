//! What the parser says of a text that is no SQL, as our error with its place. The parser gives the place only as words at the
//! end of its sentence; they are read here and nowhere else.

use datafusion::error::DataFusionError;
use datafusion::sql::sqlparser::parser::ParserError;
use datafusion::sql::sqlparser::tokenizer::{Location, TokenizerError};

use super::text_position::position;
use crate::error::{Error, ErrorKind};

/// Why `text` could not be parsed.
pub(super) fn translated(error: DataFusionError, text: &str) -> Error {
    let DataFusionError::SQL(parser, _) = error.find_root() else {
        return Error::of_datafusion(error);
    };
    let said = match parser.as_ref() {
        ParserError::TokenizerError(said) | ParserError::ParserError(said) => said,
        ParserError::RecursionLimitExceeded => {
            return Error::new(
                ErrorKind::Syntax,
                "the statement is nested too deeply: take a part of it into a WITH or a view",
            );
        }
    };
    let (said, location) = placed(said);
    refused(said, location, text)
}

/// Why `text` could not be cut into tokens.
pub(super) fn of_token(error: &TokenizerError, text: &str) -> Error {
    refused(&error.message, Some(error.location), text)
}

fn refused(said: &str, location: Option<Location>, text: &str) -> Error {
    let mut message = match said
        .strip_prefix("Expected: ")
        .or_else(|| said.strip_prefix("Expected "))
        .and_then(|said| said.split_once(", found: "))
    {
        Some((expected, "EOF")) => {
            format!("expected {expected}, found the end of the statement")
        }
        Some((expected, found)) => format!("expected {expected}, found {found}"),
        None => said.to_owned(),
    };
    let place = location.and_then(|location| position(text, location));
    if let Some(place) = place {
        message += &format!(" at line {}, column {}", place.line, place.column);
    }
    Error::new(ErrorKind::Syntax, message).at(place)
}

/// A sentence and the place that it ends with: `… at Line: 1, Column: 8`.
fn placed(said: &str) -> (&str, Option<Location>) {
    let place = said.rsplit_once(" at Line: ").and_then(|(rest, place)| {
        let (line, column) = place.split_once(", Column: ")?;
        Some((
            rest,
            Location::new(line.parse().ok()?, column.parse().ok()?),
        ))
    });
    match place {
        Some((rest, location)) => (rest, Some(location)),
        None => (said, None),
    }
}

#[cfg(test)]
mod tests {
    use crate::error::Position;
    use crate::sql::Statement;

    /// An upgrade of the parser that words its sentences differently fails here.
    #[test]
    fn the_words_of_sqlparser_0_62() {
        for (text, said, place) in [
            (
                "SELEC 1",
                "expected an SQL statement, found SELEC at line 1, column 1",
                (1, 1, 0),
            ),
            (
                "SELECT 'ä',\n  1 FROM 5",
                "expected identifier, found 5 at line 2, column 10",
                (2, 10, 22),
            ),
            (
                "SELECT 'a",
                "Unterminated string literal at line 1, column 8",
                (1, 8, 7),
            ),
        ] {
            let error = Statement::one(text).unwrap_err();
            assert_eq!(error.message, said);
            let (line, column, offset) = place;
            assert_eq!(
                error.position(),
                Some(Position {
                    line,
                    column,
                    offset
                })
            );
        }
    }

    #[test]
    fn what_ends_too_early_says_so() {
        let error = Statement::one("SELECT 1 +").unwrap_err();
        assert_eq!(
            error.message,
            "expected an expression, found the end of the statement"
        );
    }
}
