//! Patterns of letters, as `FORMAT` of SQL Server and `DATE_FORMAT` of Spark have them: `yyyy-MM-dd HH:mm`. Capital and small letters are
//! different: `MM` is the month and `mm` the minute.

use super::part::{Case, Field, Parsed, Part, Style, Unknown};

const UPPER: Style = Style {
    case: Case::Upper,
    ..Style::BARE
};

/// The longest of a letter first.
const WORDS: &[(&str, Field, Style)] = &[
    ("yyyy", Field::Year(4), Style::PADDED),
    ("yy", Field::Year(2), Style::PADDED),
    ("MMMM", Field::MonthName, Style::BARE),
    ("MMM", Field::MonthShort, Style::BARE),
    ("MM", Field::Month, Style::PADDED),
    ("M", Field::Month, Style::BARE),
    ("dddd", Field::DayName, Style::BARE),
    ("ddd", Field::DayShort, Style::BARE),
    ("dd", Field::Day, Style::PADDED),
    ("d", Field::Day, Style::BARE),
    ("EEEE", Field::DayName, Style::BARE),
    ("EEE", Field::DayShort, Style::BARE),
    ("HH", Field::Hour24, Style::PADDED),
    ("H", Field::Hour24, Style::BARE),
    ("hh", Field::Hour12, Style::PADDED),
    ("h", Field::Hour12, Style::BARE),
    ("mm", Field::Minute, Style::PADDED),
    ("m", Field::Minute, Style::BARE),
    ("ss", Field::Second, Style::PADDED),
    ("s", Field::Second, Style::BARE),
    ("ffffff", Field::Fraction(6), Style::PADDED),
    ("fff", Field::Fraction(3), Style::PADDED),
    ("SSSSSS", Field::Fraction(6), Style::PADDED),
    ("SSS", Field::Fraction(3), Style::PADDED),
    ("tt", Field::Meridiem { dots: false }, UPPER),
    ("a", Field::Meridiem { dots: false }, UPPER),
];

/// The parts of `text`.
pub(super) fn parts(text: &str) -> Parsed {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        if first == '\'' {
            let inside = &rest[1..];
            let end = inside.find('\'').unwrap_or(inside.len());
            parts.push(Part::Text(inside[..end].to_owned()));
            rest = inside.get(end + 1..).unwrap_or_default();
            continue;
        }
        if !first.is_ascii_alphabetic() {
            parts.push(Part::Text(first.to_string()));
            rest = &rest[first.len_utf8()..];
            continue;
        }
        // All of one letter are one word, so that `yyyyy` is none.
        let length = rest.len() - rest.trim_start_matches(first).len();
        let word = &rest[..length];
        let Some((_, field, style)) = WORDS.iter().find(|(known, ..)| *known == word) else {
            return Err(Unknown {
                what: word.to_owned(),
                instead: "write a pattern as 'yyyy-MM-dd HH:mm:ss', or to_char(…, 'YYYY-MM-DD HH24:MI:SS')",
            });
        };
        parts.push(Part::Field(*field, *style));
        rest = &rest[length..];
    }
    Ok(parts)
}
