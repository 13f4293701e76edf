//! Patterns with `%`: those of C's `strftime`, which SQLite and BigQuery have, and MySQL's, which differ in some letters.

use super::part::{Case, Field, Parsed, Part, Style, Unknown};

/// Of one letter behind `%`.
type Letter = (char, &'static [Meaning]);

/// A part that a letter stands for.
#[derive(Debug, Clone, Copy)]
pub(super) enum Meaning {
    Is(Field, Style),
    Text(&'static str),
}

use Meaning::{Is, Text};

const PADDED: Style = Style::PADDED;
const BARE: Style = Style::BARE;
const BLANK: Style = Style {
    blank: true,
    ..PADDED
};
const UPPER: Style = Style {
    case: Case::Upper,
    ..BARE
};
const LOWER: Style = Style {
    case: Case::Lower,
    ..BARE
};
const ORDINAL: Style = Style {
    ordinal: Some(Case::Lower),
    ..BARE
};

const YEAR: Meaning = Is(Field::Year(4), PADDED);
const MONTH: Meaning = Is(Field::Month, PADDED);
const DAY: Meaning = Is(Field::Day, PADDED);
const HOUR: Meaning = Is(Field::Hour24, PADDED);
const MINUTE: Meaning = Is(Field::Minute, PADDED);
const SECOND: Meaning = Is(Field::Second, PADDED);
const COLON: Meaning = Text(":");

/// Letters that both have.
const SHARED: &[Letter] = &[
    ('Y', &[YEAR]),
    ('y', &[Is(Field::Year(2), PADDED)]),
    ('m', &[MONTH]),
    ('d', &[DAY]),
    ('e', &[Is(Field::Day, BLANK)]),
    ('b', &[Is(Field::MonthShort, BARE)]),
    ('j', &[Is(Field::DayOfYear, PADDED)]),
    ('H', &[HOUR]),
    ('I', &[Is(Field::Hour12, PADDED)]),
    ('S', &[SECOND]),
    ('p', &[Is(Field::Meridiem { dots: false }, UPPER)]),
    ('a', &[Is(Field::DayShort, BARE)]),
    ('T', &[HOUR, COLON, MINUTE, COLON, SECOND]),
    ('w', &[Is(Field::DayOfWeekFromZero, BARE)]),
    ('%', &[Text("%")]),
];

/// C's letters.
pub(super) const OF_C: &[Letter] = &[
    ('M', &[MINUTE]),
    ('B', &[Is(Field::MonthName, BARE)]),
    ('h', &[Is(Field::MonthShort, BARE)]),
    ('A', &[Is(Field::DayName, BARE)]),
    ('P', &[Is(Field::Meridiem { dots: false }, LOWER)]),
    ('F', &[YEAR, Text("-"), MONTH, Text("-"), DAY]),
    ('R', &[HOUR, COLON, MINUTE]),
    (
        'D',
        &[MONTH, Text("/"), DAY, Text("/"), Is(Field::Year(2), PADDED)],
    ),
    ('G', &[Is(Field::IsoYear(4), PADDED)]),
    ('V', &[Is(Field::IsoWeek, PADDED)]),
    ('u', &[Is(Field::IsoDayOfWeek, BARE)]),
    ('C', &[Is(Field::Century, PADDED)]),
    ('s', &[Is(Field::Epoch, BARE)]),
    ('Z', &[Is(Field::Zone, UPPER)]),
    (
        'z',
        &[Is(Field::Offset, PADDED), Is(Field::OffsetMinutes, PADDED)],
    ),
    ('k', &[Is(Field::Hour24, BLANK)]),
    ('l', &[Is(Field::Hour12, BLANK)]),
];

/// MySQL's letters.
pub(super) const OF_MYSQL: &[Letter] = &[
    ('e', &[Is(Field::Day, BARE)]),
    ('c', &[Is(Field::Month, BARE)]),
    ('M', &[Is(Field::MonthName, BARE)]),
    ('W', &[Is(Field::DayName, BARE)]),
    ('D', &[Is(Field::Day, ORDINAL)]),
    ('h', &[Is(Field::Hour12, PADDED)]),
    ('k', &[Is(Field::Hour24, BARE)]),
    ('l', &[Is(Field::Hour12, BARE)]),
    ('i', &[MINUTE]),
    ('s', &[SECOND]),
    ('f', &[Is(Field::Fraction(6), PADDED)]),
    ('v', &[Is(Field::IsoWeek, PADDED)]),
    ('x', &[Is(Field::IsoYear(4), PADDED)]),
    (
        'r',
        &[
            Is(Field::Hour12, PADDED),
            COLON,
            MINUTE,
            COLON,
            SECOND,
            Text(" "),
            Is(Field::Meridiem { dots: false }, UPPER),
        ],
    ),
];

/// The parts of `text` by these letters, which come before those that all have.
pub(super) fn parts(text: &str, letters: &[Letter]) -> Parsed {
    let mut parts = Vec::new();
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        if character != '%' {
            parts.push(Part::Text(character.to_string()));
            continue;
        }
        let letter = characters.next();
        let means = letters
            .iter()
            .chain(SHARED)
            .find(|(known, _)| Some(*known) == letter)
            .map(|(_, means)| *means);
        let Some(means) = means else {
            return Err(Unknown {
                what: format!("%{}", letter.map(String::from).unwrap_or_default()),
                instead: "write a pattern as '%Y-%m-%d' or 'YYYY-MM-DD'",
            });
        };
        parts.extend(means.iter().map(|part| match part {
            Is(field, style) => Part::Field(*field, *style),
            Text(text) => Part::Text((*text).to_owned()),
        }));
    }
    Ok(parts)
}
