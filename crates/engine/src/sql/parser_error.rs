//! What the parser says of a text that is no SQL, as our error with its place. The parser gives the place only as words at the
//! end of its sentence; they are read here and nowhere else.

use datafusion::error::DataFusionError;
use datafusion::sql::sqlparser::parser::ParserError;
use datafusion::sql::sqlparser::tokenizer::{Location, TokenizerError};
use storeql_catalog::nearest;

use super::place_of_error::placed;
use super::text_position::position;
use crate::error::{Error, ErrorKind, Position};

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
    let (said, location) = without_place(said);
    refused(said, location, text)
}

/// Why `text` could not be cut into tokens.
pub(super) fn of_token(error: &TokenizerError, text: &str) -> Error {
    refused(&error.message, Some(error.location), text)
}

fn refused(said: &str, location: Option<Location>, text: &str) -> Error {
    // A token that a rewrite has made stands nowhere.
    let location = location.filter(|location| location.line > 0);
    let place = location.and_then(|location| position(text, location));
    let place = place.map(|place| on_found(said, place, text));
    let place = place.or_else(|| ends_too_early(said).then(|| end_of(text.trim_end())));
    let offset = place.map_or(text.len(), |place| place.offset);
    let (before, behind) = text.split_at_checked(offset).unwrap_or((text, ""));
    let mut message = in_words(said, behind);
    if let Some(place) = place
        && !ends_too_early(said)
    {
        message += &format!(" at line {}, column {}", place.line, place.column);
    }
    let error = Error::new(ErrorKind::Syntax, message).at(place);
    let error = match said
        .rsplit(|letter: char| !letter.is_ascii_uppercase())
        .find(|word| word.len() > 1)
    {
        Some(word) if place.is_none() => error.about_typed(word),
        _ => error,
    };
    let error = match next_step(said, before, behind) {
        Some(hint) => error.with_hint(hint),
        None => error,
    };
    placed(error, text)
}

/// The parser sometimes gives the place behind the word that it found.
fn on_found(said: &str, place: Position, text: &str) -> Position {
    let Some((_, found)) = said.rsplit_once("found: ") else {
        return place;
    };
    let (before, behind) = text.split_at_checked(place.offset).unwrap_or((text, ""));
    let before = before.trim_end();
    if found.is_empty() || behind.starts_with(found) || !before.ends_with(found) {
        return place;
    }
    end_of(&before[..before.len() - found.len()])
}

fn ends_too_early(said: &str) -> bool {
    said.ends_with("found: EOF")
}

/// The place behind a text.
fn end_of(text: &str) -> Position {
    let line = text.rsplit('\n').next().unwrap_or_default();
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    Position {
        line: number(text.split('\n').count()),
        column: number(line.chars().count() + 1),
        offset: text.len(),
    }
}

/// The parser's sentence in ours.
fn in_words(said: &str, behind: &str) -> String {
    let expected = said
        .strip_prefix("Expected: ")
        .or_else(|| said.strip_prefix("Expected "))
        .and_then(|said| said.split_once(", found: "));
    match expected {
        Some((expected, "EOF")) => format!("expected {expected}, found the end of the statement"),
        Some((expected, found)) => format!("expected {expected}, found {found}"),
        None if said.starts_with("No infix parser for token") => format!(
            "expected an operator or the end of the statement, found {}",
            first_word(behind)
        ),
        None if said.starts_with("Unterminated string literal") => {
            "the text that begins here has no ' at its end".to_owned()
        }
        None if said.starts_with("Unterminated encoded string literal") => {
            "the text that begins here has no ' at its end".to_owned()
        }
        None if said.starts_with("Unterminated dollar-quoted string") => {
            "a text that begins with $$ has no $$ at its end".to_owned()
        }
        None if said.starts_with("Unexpected EOF while in a multi-line comment") => {
            "a comment that begins with /* has no */".to_owned()
        }
        None if said.starts_with("Expected close delimiter") => {
            "the name in quotes that begins here has no quote at its end".to_owned()
        }
        None => said.to_owned(),
    }
}

/// Words that a statement begins with.
const BEGINNINGS: [&str; 22] = [
    "SELECT", "WITH", "FROM", "TABLE", "VALUES", "INSERT", "UPDATE", "DELETE", "UPSERT", "MERGE",
    "CREATE", "ALTER", "DROP", "EXEC", "CALL", "EXPLAIN", "DESCRIBE", "SHOW", "SET", "USE",
    "BEGIN", "COMMIT",
];

/// What to do about it, where that can be told from the words around the place.
fn next_step(said: &str, before: &str, behind: &str) -> Option<String> {
    let found = first_word(behind);
    let is_clause = found.is_empty()
        || [
            ")", "FROM", "WHERE", "GROUP", "ORDER", "HAVING", "LIMIT", "UNION",
        ]
        .iter()
        .any(|word| found.eq_ignore_ascii_case(word));
    let first = behind.chars().next();
    if said.starts_with("Unterminated string literal") {
        return Some("a ' within a text is written twice: 'it''s'".to_owned());
    }
    if matches!(
        first,
        Some('\u{2018}' | '\u{2019}' | '\u{201c}' | '\u{201d}')
    ) {
        return Some(
            "these quotes are a text processor's: write ' around a text and \" around a name"
                .to_owned(),
        );
    }
    if first == Some('{') {
        return Some("{ begins {fn …}, {d '…'}, {ts '…'} and {oj …}; for JSON write json_build_object('a', 1)".to_owned());
    }
    if first == Some('#') {
        return Some(
            "a comment begins with --; # begins one only where it is the first of its line"
                .to_owned(),
        );
    }
    if said.contains("an SQL statement") {
        let typed = found.to_uppercase();
        return Some(match nearest(&typed, BEGINNINGS.map(|word| (word, word))) {
            Some(word) => format!("did you mean {word}?"),
            None => "a statement begins with SELECT, WITH, INSERT, UPDATE, DELETE or another verb"
                .to_owned(),
        });
    }
    if before.trim_end().ends_with(',') && is_clause {
        return Some(
            "take away the comma before it, or write what is missing behind the comma".to_owned(),
        );
    }
    if said.starts_with("Expected: end of statement")
        && BEGINNINGS
            .iter()
            .any(|word| found.eq_ignore_ascii_case(word))
    {
        return Some("write ; between two statements".to_owned());
    }
    if let Some(word) = mistyped_clause(before, found) {
        return Some(format!("did you mean {word}?"));
    }
    if said.starts_with("Expected: )") {
        return Some("each ( has its )".to_owned());
    }
    let shape = shape_near(before, found)?;
    Some(format!("write it as {shape}"))
}

/// Clauses behind SELECT, of which a mistyped one is taken for an alias.
const CLAUSES: [&str; 8] = [
    "FROM", "WHERE", "GROUP", "ORDER", "HAVING", "LIMIT", "JOIN", "UNION",
];

/// The clause that the word at the place, or the one before it, was probably meant to be.
fn mistyped_clause(before: &str, found: &str) -> Option<&'static str> {
    let words = [last_words(before).next(), Some(found.to_uppercase())];
    let mut words = words.into_iter().flatten().filter(|word| word.len() > 3);
    words.find_map(|word| {
        let is_other = SHAPES.iter().all(|(known, _)| *known != word);
        let meant = nearest(&word, CLAUSES.map(|clause| (clause, clause)))?;
        (is_other && meant != word).then_some(meant)
    })
}

/// How what begins with a word is written.
const SHAPES: [(&str, &str); 28] = [
    ("SELECT", "SELECT a, b FROM t"),
    ("FROM", "FROM t"),
    ("JOIN", "JOIN b ON b.id = a.b_id"),
    ("ON", "JOIN b ON b.id = a.b_id"),
    ("WHERE", "WHERE a = 1"),
    ("AND", "a = 1 AND b = 2"),
    ("OR", "a = 1 OR b = 2"),
    ("NOT", "NOT a = 1"),
    ("IN", "a IN (1, 2)"),
    ("BETWEEN", "a BETWEEN 1 AND 2"),
    ("LIKE", "a LIKE 'x%'"),
    ("IS", "a IS NULL"),
    ("EXISTS", "EXISTS (SELECT 1 FROM t)"),
    ("GROUP", "GROUP BY a"),
    ("ORDER", "ORDER BY a"),
    ("HAVING", "HAVING count(*) > 1"),
    ("LIMIT", "LIMIT 10"),
    ("OFFSET", "OFFSET 10"),
    ("UNION", "SELECT a FROM t UNION SELECT b FROM u"),
    ("WITH", "WITH t AS (SELECT 1 AS a) SELECT a FROM t"),
    ("CASE", "CASE WHEN a = 1 THEN 'x' ELSE 'y' END"),
    ("CAST", "CAST(a AS bigint)"),
    ("EXTRACT", "extract(year FROM a)"),
    ("POSITION", "position('x' IN a)"),
    ("OVER", "sum(a) OVER (PARTITION BY b ORDER BY c)"),
    ("PARTITION", "sum(a) OVER (PARTITION BY b ORDER BY c)"),
    ("FILTER", "count(*) FILTER (WHERE a = 1)"),
    ("INTERVAL", "INTERVAL '1 day'"),
];

/// How the last thing that begins before the place, or at it, is written.
fn shape_near(before: &str, found: &str) -> Option<&'static str> {
    // Behind any other word that was found, what is before it is not whole.
    let begins = ["ORDER", "GROUP", "PARTITION", "JOIN"].contains(&found.to_uppercase().as_str());
    let found = begins.then(|| found.to_uppercase());
    let words = found.into_iter().chain(last_words(before).take(6));
    let mut shapes = words.filter_map(|word| {
        let known = SHAPES.iter().find(|(begins, _)| *begins == word)?;
        Some(known.1)
    });
    shapes.next()
}

/// The words of a text in capital letters, the last one first.
fn last_words(text: &str) -> impl Iterator<Item = String> {
    let words = text.rsplit(|letter: char| !letter.is_alphanumeric() && letter != '_');
    words.filter(|word| !word.is_empty()).map(str::to_uppercase)
}

/// The word or the sign that a text begins with.
fn first_word(text: &str) -> &str {
    let is_of_word = |character: char| character.is_alphanumeric() || character == '_';
    let end = text
        .find(|character: char| !is_of_word(character))
        .unwrap_or(text.len());
    match (end, text.chars().next()) {
        (0, Some(sign)) => &text[..sign.len_utf8()],
        _ => &text[..end],
    }
}

/// A sentence and the place that it ends with: `… at Line: 1, Column: 8`.
fn without_place(said: &str) -> (&str, Option<Location>) {
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
                "the text that begins here has no ' at its end at line 1, column 8",
                (1, 8, 7),
            ),
        ] {
            let error = Statement::one(text).unwrap_err();
            assert_eq!(error.message, said, "{text}");
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
    fn a_hint_says_what_to_write() {
        for (text, hint) in [
            ("SELCT 1", "did you mean SELECT?"),
            (
                "SELECT a, FROM t",
                "take away the comma before it, or write what is missing behind the comma",
            ),
            ("SELECT 1 SELECT 2", "write ; between two statements"),
            (
                "SELECT 1 # one",
                "a comment begins with --; # begins one only where it is the first of its line",
            ),
            (
                "SELECT \u{2018}a\u{2019}",
                "these quotes are a text processor's: write ' around a text and \" around a name",
            ),
            (
                "SELECT {'a': 1}",
                "{ begins {fn …}, {d '…'}, {ts '…'} and {oj …}; for JSON write json_build_object('a', 1)",
            ),
            ("SELECT (1 + 2 FROM t", "each ( has its )"),
            ("SELECT a FORM t", "did you mean FROM?"),
            ("SELECT a FROM t WEHRE a = 1", "did you mean WHERE?"),
            ("SELECT a FROM t ORDER a", "write it as ORDER BY a"),
            (
                "SELECT CASE a = 1 THEN 2 END",
                "write it as CASE WHEN a = 1 THEN 'x' ELSE 'y' END",
            ),
            (
                "SELECT a FROM t WHERE a BETWEEN 1",
                "write it as a BETWEEN 1 AND 2",
            ),
        ] {
            let error = Statement::one(text).unwrap_err();
            assert_eq!(error.hint(), Some(hint), "{text}: {error}");
            assert!(error.excerpt().is_some(), "{text}");
        }
    }

    #[test]
    fn what_ends_too_early_says_so() {
        let error = Statement::one("SELECT 1 +").unwrap_err();
        assert_eq!(
            error.message,
            "expected an expression, found the end of the statement"
        );
        assert_eq!(
            error.excerpt().as_deref(),
            Some("line 1: SELECT 1 +\n                  ^")
        );
    }
}
