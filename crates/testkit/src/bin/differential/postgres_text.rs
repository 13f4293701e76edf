//! PostgreSQL's values as it writes them in text, read into cells. Its settings are those of `postgres.rs`: ISO dates, UTC,
//! intervals of ISO 8601.

use storeql_testkit::Decimal;

use crate::cell::{Cell, Family, Interval, days};

/// The family of a type, by PostgreSQL's name for it.
pub(crate) fn family(type_name: &str) -> Family {
    match type_name {
        "int2" | "int4" | "int8" | "oid" => Family::Int,
        "numeric" => Family::Decimal,
        "float4" | "float8" => Family::Float,
        "text" | "varchar" | "bpchar" | "name" | "char" | "uuid" => Family::Text,
        "bool" => Family::Bool,
        "date" => Family::Date,
        "timestamptz" => Family::Time,
        "timestamp" => Family::Clock,
        "interval" => Family::Interval,
        "json" | "jsonb" => Family::Json,
        array if array.starts_with('_') => Family::List,
        _ => Family::Other,
    }
}

/// The value of a type that a text is.
pub(crate) fn cell(text: Option<&str>, type_name: &str) -> Cell {
    let Some(text) = text else {
        return Cell::Null;
    };
    let read = match family(type_name) {
        Family::Int => text.parse().ok().map(Cell::Int),
        Family::Decimal => Decimal::parse(text).map(Cell::Decimal),
        Family::Float => text.parse().ok().map(Cell::Float),
        Family::Bool => Some(Cell::Bool(text == "t")),
        Family::Date => date(text).map(Cell::Date),
        Family::Time | Family::Clock => time(text).map(Cell::Time),
        Family::Interval => interval(text).map(Cell::Interval),
        Family::Json => serde_json::from_str(text).ok().map(Cell::Json),
        Family::List => Some(list(text, &type_name[1..])),
        _ => None,
    };
    read.unwrap_or_else(|| Cell::Text(text.to_owned()))
}

fn date(text: &str) -> Option<i64> {
    let (text, is_before) = before_christ(text);
    let mut parts = text.splitn(3, '-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let year: i64 = year.parse().ok()?;
    Some(days(
        if is_before { 1 - year } else { year },
        month.parse().ok()?,
        day.parse().ok()?,
    ))
}

/// The text without the mark of the years before the first one, and whether it was there. The year before the first is 1 BC, and 0
/// where years are counted on.
fn before_christ(text: &str) -> (&str, bool) {
    match text.strip_suffix(" BC") {
        Some(text) => (text, true),
        None => (text, false),
    }
}

fn time(text: &str) -> Option<i64> {
    let (text, is_before) = before_christ(text);
    let (day, clock) = text.split_once(' ')?;
    let (clock, ahead) = match clock.find(['+', '-']) {
        Some(place) => (&clock[..place], seconds_ahead(&clock[place..])?),
        None => (clock, 0),
    };
    let mut parts = clock.splitn(3, ':');
    let (hours, minutes, seconds): (i64, i64, &str) = (
        parts.next()?.parse().ok()?,
        parts.next()?.parse().ok()?,
        parts.next()?,
    );
    let era = if is_before { " BC" } else { "" };
    date(&format!("{day}{era}"))?
        .checked_mul(86_400_000_000)?
        .checked_add((hours * 60 + minutes) * 60_000_000 + micros(seconds)? - ahead * 1_000_000)
}

/// `+02`, `-03:30` or `+00:53:28`, which is how far a zone is before UTC.
fn seconds_ahead(text: &str) -> Option<i64> {
    let (sign, text) = text.split_at_checked(1)?;
    let parts = text.split(':').map(|part| part.parse::<i64>().ok());
    let parts = parts.collect::<Option<Vec<_>>>()?;
    let seconds: i64 = parts
        .iter()
        .zip([3600, 60, 1])
        .map(|(part, unit)| part * unit)
        .sum();
    Some(if sign == "-" { -seconds } else { seconds })
}

/// `-4.25` seconds in microseconds.
fn micros(text: &str) -> Option<i64> {
    let number = Decimal::parse(text)?;
    let unit = 10_i128.checked_pow(6_u32.checked_sub(number.scale)?)?;
    i64::try_from(number.unscaled * unit).ok()
}

/// `P1Y2M-3DT4H5M-6.7S`
fn interval(text: &str) -> Option<Interval> {
    let mut span = Interval::default();
    let mut number = String::new();
    let mut clock = false;
    for character in text.strip_prefix('P')?.chars() {
        match character {
            'T' => clock = true,
            'Y' | 'M' | 'W' | 'D' | 'H' | 'S' => {
                let value = std::mem::take(&mut number);
                let whole = || value.parse::<i64>().ok();
                match (character, clock) {
                    ('Y', _) => span.months += whole()? * 12,
                    ('M', false) => span.months += whole()?,
                    ('W', _) => span.days += whole()? * 7,
                    ('D', _) => span.days += whole()?,
                    ('H', _) => span.micros += whole()? * 3_600_000_000,
                    ('M', true) => span.micros += whole()? * 60_000_000,
                    _ => span.micros += micros(&value)?,
                }
            }
            other => number.push(other),
        }
    }
    Some(span)
}

/// `{1,NULL,"a b"}`
fn list(text: &str, element: &str) -> Cell {
    let inside = text
        .strip_prefix('{')
        .and_then(|text| text.strip_suffix('}'))
        .unwrap_or(text);
    let mut cells = Vec::new();
    let mut value = String::new();
    let (mut quoted, mut was_quoted) = (false, false);
    let mut characters = inside.chars();
    let mut end = |value: &mut String, was_quoted: &mut bool| {
        let bare = !std::mem::take(was_quoted);
        let text = std::mem::take(value);
        cells.push(cell(
            (!bare || text != "NULL").then_some(text.as_str()),
            element,
        ));
    };
    while let Some(character) = characters.next() {
        match character {
            '"' => {
                quoted = !quoted;
                was_quoted = true;
            }
            '\\' if quoted => value.extend(characters.next()),
            ',' if !quoted => end(&mut value, &mut was_quoted),
            other => value.push(other),
        }
    }
    if !inside.is_empty() {
        end(&mut value, &mut was_quoted);
    }
    Cell::List(cells)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_as_postgresql_writes_them() {
        let shown = |text: &str, kind: &str| cell(Some(text), kind).to_string();
        assert_eq!(
            shown("2025-03-09 14:00:00.5+00", "timestamptz"),
            "2025-03-09T14:00:00.5Z"
        );
        assert_eq!(
            shown("2025-03-09 14:00:00", "timestamp"),
            "2025-03-09T14:00:00Z"
        );
        assert_eq!(
            shown("P1Y2M-3DT4H-6.5S", "interval"),
            "14 months -3 days 14393500000 us"
        );
        assert_eq!(shown("{1,NULL,3}", "_int8"), "[1, NULL, 3]");
        assert_eq!(shown("{\"a,b\",\"NULL\"}", "_text"), "[a,b, NULL]");
        assert_eq!(shown("{}", "_text"), "[]");
        assert_eq!(shown("12.5000", "numeric"), "12.5");
        assert_eq!(
            shown("0001-12-30 11:30:00 BC", "timestamp"),
            "0000-12-30T11:30:00Z"
        );
    }
}
