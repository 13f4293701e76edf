//! PostgreSQL's patterns for times: `YYYY-MM-DD HH24:MI:SS`, `FMMonth DDth`.

use super::part::{Case, Field, Parsed, Part, Style, Unknown};

/// Words that are written in capital or in small letters. The longer one first.
const NUMBERS: &[(&str, Field)] = &[
    ("Y,YYY", Field::YearWithComma),
    ("YYYY", Field::Year(4)),
    ("YYY", Field::Year(3)),
    ("YY", Field::Year(2)),
    ("Y", Field::Year(1)),
    ("IYYY", Field::IsoYear(4)),
    ("IYY", Field::IsoYear(3)),
    ("IY", Field::IsoYear(2)),
    ("IW", Field::IsoWeek),
    ("ID", Field::IsoDayOfWeek),
    ("I", Field::IsoYear(1)),
    ("MI", Field::Minute),
    ("MM", Field::Month),
    ("MS", Field::Fraction(3)),
    ("DDD", Field::DayOfYear),
    ("DD", Field::Day),
    ("D", Field::DayOfWeek),
    ("WW", Field::Week),
    ("W", Field::WeekOfMonth),
    ("HH24", Field::Hour24),
    ("HH12", Field::Hour12),
    ("HH", Field::Hour12),
    ("SSSSS", Field::SecondsOfDay),
    ("SSSS", Field::SecondsOfDay),
    ("SS", Field::Second),
    ("US", Field::Fraction(6)),
    ("FF1", Field::Fraction(1)),
    ("FF2", Field::Fraction(2)),
    ("FF3", Field::Fraction(3)),
    ("FF4", Field::Fraction(4)),
    ("FF5", Field::Fraction(5)),
    ("FF6", Field::Fraction(6)),
    ("CC", Field::Century),
    ("Q", Field::Quarter),
    ("J", Field::JulianDay),
    ("RM", Field::RomanMonth),
    ("TZH", Field::Offset),
    ("TZM", Field::OffsetMinutes),
    ("TZ", Field::Zone),
    ("OF", Field::Offset),
    ("A.M.", Field::Meridiem { dots: true }),
    ("P.M.", Field::Meridiem { dots: true }),
    ("AM", Field::Meridiem { dots: false }),
    ("PM", Field::Meridiem { dots: false }),
    ("A.D.", Field::Era { dots: true }),
    ("B.C.", Field::Era { dots: true }),
    ("AD", Field::Era { dots: false }),
    ("BC", Field::Era { dots: false }),
];

/// Names, whose spelling says how they are written.
const NAMES: &[(&str, Field)] = &[
    ("Month", Field::MonthName),
    ("Mon", Field::MonthShort),
    ("Day", Field::DayName),
    ("Dy", Field::DayShort),
];

/// The word that `rest` begins with, its length and how it is written.
fn word(rest: &str) -> Option<(usize, Field, Case)> {
    for (name, field) in NAMES {
        let cases = [
            (name.to_uppercase(), Case::Upper),
            ((*name).to_owned(), Case::Capital),
            (name.to_lowercase(), Case::Lower),
        ];
        let case = cases.iter().find(|(spelled, _)| rest.starts_with(spelled));
        if let Some((_, case)) = case {
            return Some((name.len(), *field, *case));
        }
    }
    NUMBERS.iter().find_map(|(name, field)| {
        let case = match () {
            () if rest.starts_with(name) => Case::Upper,
            () if rest.starts_with(&name.to_lowercase()) => Case::Lower,
            () => return None,
        };
        Some((name.len(), *field, case))
    })
}

/// The parts of `text`.
pub(super) fn parts(text: &str) -> Parsed {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        match first {
            '"' => {
                let inside = &rest[1..];
                let end = inside.find('"').unwrap_or(inside.len());
                parts.push(Part::Text(inside[..end].to_owned()));
                rest = inside.get(end + 1..).unwrap_or_default();
                continue;
            }
            '\\' if rest[1..].starts_with(['"', '\\']) => {
                parts.push(Part::Text(rest[1..2].to_owned()));
                rest = &rest[2..];
                continue;
            }
            _ if !first.is_ascii_alphabetic() => {
                parts.push(Part::Text(first.to_string()));
                rest = &rest[first.len_utf8()..];
                continue;
            }
            _ => {}
        }
        let after = ["FM", "fm", "TM", "tm", "FX", "fx"]
            .iter()
            .find_map(|prefix| rest.strip_prefix(prefix).map(|rest| (*prefix, rest)));
        let (padded, start) = match after {
            Some((prefix, after)) => (!prefix.eq_ignore_ascii_case("FM"), after),
            None => (true, rest),
        };
        let Some((length, field, case)) = word(start) else {
            let what = rest.chars().next().map(String::from).unwrap_or_default();
            return Err(Unknown {
                what,
                instead: "patterns are YYYY, MM, DD, HH24, MI, SS, Month, Day and the like of PostgreSQL's to_char, or '%Y-%m-%d'; write a letter \
                          that stands for itself in double quotes",
            });
        };
        rest = &start[length..];
        let ordinal = match () {
            () if rest.starts_with("TH") => Some(Case::Upper),
            () if rest.starts_with("th") => Some(Case::Lower),
            () => None,
        };
        if ordinal.is_some() {
            rest = &rest[2..];
        }
        let style = Style {
            padded,
            ordinal,
            case,
            ..Style::PADDED
        };
        parts.push(Part::Field(field, style));
    }
    Ok(parts)
}
