//! Where in an entry the cursor stands, as far as that says what may come next. A guess from words, not a parse.

use crate::sql_text::{Kind, stretches};

/// Words after which a table comes.
const BEFORE_TABLE: &[&str] = &["FROM", "JOIN", "INTO", "UPDATE", "DESCRIBE", "TABLE"];
/// Words after which a procedure comes.
const BEFORE_PROCEDURE: &[&str] = &["EXEC", "EXECUTE", "CALL"];
/// Words that begin a part of a query.
const PARTS: &[&str] = &[
    "SELECT",
    "FROM",
    "JOIN",
    "ON",
    "USING",
    "WHERE",
    "GROUP",
    "HAVING",
    "ORDER",
    "LIMIT",
    "OFFSET",
    "SET",
    "VALUES",
    "UNION",
    "EXCEPT",
    "INTERSECT",
    "WINDOW",
    "RETURNING",
];

/// What may come next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Place<'t> {
    /// A command of the shell.
    Command,
    /// What stands behind a command of the shell.
    Argument(&'t str),
    /// A value of a column, in its quotes.
    Value(&'t str),
    /// A column of what is called so.
    Member(&'t str),
    Table,
    Procedure,
    /// A column, a function or a keyword.
    Expression,
}

/// The place behind `before`, and where the word begins that stands there already.
pub(super) fn place(before: &str) -> (usize, Place<'_>) {
    if let Some(last) = stretches(before).last().filter(|last| last.open) {
        let start = before.len() - last.text.len();
        let column = column_before(&before[..start]);
        if let (Some(_), Some(column)) = (last.text.strip_prefix('\''), column) {
            return (start + 1, Place::Value(column));
        }
    }
    let start = before
        .rfind(|character: char| !is_word(character))
        .map_or(0, |at| {
            at + before[at..].chars().next().map_or(1, char::len_utf8)
        });
    let context = &before[..start];
    let place = match context.trim_start().strip_prefix('\\') {
        Some("") => return (start - 1, Place::Command),
        Some(rest) => Place::Argument(rest.split_whitespace().next().unwrap_or_default()),
        None => place_in_sql(context),
    };
    (start, place)
}

fn place_in_sql(context: &str) -> Place<'_> {
    if let Some(context) = context.strip_suffix('.') {
        let qualifier = context.rsplit(|character| !is_word(character)).next();
        return Place::Member(qualifier.unwrap_or_default());
    }
    let previous = words(context).next_back().unwrap_or_default();
    let is_in = |list: &[&str], word: &str| list.iter().any(|one| one.eq_ignore_ascii_case(word));
    let part = words(context)
        .rfind(|word| is_in(PARTS, word))
        .unwrap_or_default();
    let another = context.trim_end().ends_with(',') && is_in(&["FROM", "JOIN"], part);
    let directly = context.trim_end().ends_with(previous);
    match () {
        () if another || (directly && is_in(BEFORE_TABLE, previous)) => Place::Table,
        () if is_in(BEFORE_PROCEDURE, previous) => Place::Procedure,
        () => Place::Expression,
    }
}

/// The column that is compared with the quote which begins here: `type = `, `o.type <> `, `type IN ('a', `.
fn column_before(context: &str) -> Option<&str> {
    let text = context.trim_end();
    let compared = ["=", "<>", "!="]
        .iter()
        .find_map(|sign| text.strip_suffix(sign));
    let list = || {
        let at = text.rfind('(')?;
        let inside = text[at + 1..].trim_end();
        let plain = stretches(inside).iter().all(|part| match part.kind {
            Kind::Plain => part
                .text
                .chars()
                .all(|sign| sign == ',' || sign.is_whitespace()),
            _ => true,
        });
        let before = text[..at].trim_end();
        let word = before.rsplit(|character| !is_word(character)).next()?;
        let before = &before[..before.len() - word.len()];
        let before = match word.eq_ignore_ascii_case("in") && plain {
            true => before.trim_end(),
            false => return None,
        };
        let not = before.get(before.len().saturating_sub(4)..)?;
        Some(match not.eq_ignore_ascii_case(" not") {
            true => &before[..before.len() - 4],
            false => before,
        })
    };
    let before = compared.or_else(list)?.trim_end();
    let before = before.trim_end_matches(['"', '`', ']']);
    before
        .rsplit(|character| !is_word(character))
        .next()
        .filter(|word| !word.is_empty())
}

/// The words of a text, whatever stands between them.
pub(super) fn words(text: &str) -> impl DoubleEndedIterator<Item = &str> {
    text.split(|character| !is_word(character))
        .filter(|word| !word.is_empty())
}

fn is_word(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_come_next() {
        let cases = [
            ("\\ti", 0, Place::Command),
            ("\\d coup", 3, Place::Argument("d")),
            ("SELECT * FROM ", 14, Place::Table),
            ("SELECT * FROM orders o, cust", 24, Place::Table),
            ("SELECT a, b", 10, Place::Expression),
            (
                "SELECT * FROM orders WHERE a = 1 AND b",
                37,
                Place::Expression,
            ),
            ("SELECT o.da", 9, Place::Member("o")),
            ("CALL ", 5, Place::Procedure),
            (
                "SELECT * FROM products WHERE type = 'ph",
                37,
                Place::Value("type"),
            ),
            ("WHERE p.type IN ('physical', 'di", 30, Place::Value("type")),
            ("WHERE type NOT IN ('", 20, Place::Value("type")),
            ("SELECT 'ä', ö", 13, Place::Expression),
        ];
        for (before, start, expected) in cases {
            assert_eq!(place(before), (start, expected), "{before}");
        }
        assert_eq!(place("SELECT 'it is").1, Place::Expression);
    }
}
