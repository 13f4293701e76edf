//! A time, written by a pattern.

use chrono::{Datelike, NaiveDateTime, Timelike};

use super::part::{Case, Field, Part, Pattern, Style};

pub(super) const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const DAYS: [&str; 7] = [
    "Sunday",
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
];
const ROMAN: [&str; 12] = [
    "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII",
];
/// Names are as wide as the longest one.
const NAME_WIDTH: usize = 9;
/// The Julian day of the day before the common era.
const JULIAN: i64 = 1_721_425;

/// `time` by `pattern`; `zoned` says that it has a zone, which is UTC.
pub(in crate::functions) fn write(pattern: &Pattern, time: &NaiveDateTime, zoned: bool) -> String {
    let mut text = String::new();
    for part in &pattern.0 {
        match part {
            Part::Text(itself) => text.push_str(itself),
            Part::Field(field, style) => text.push_str(&written(*field, *style, time, zoned)),
        }
    }
    text
}

fn written(field: Field, style: Style, time: &NaiveDateTime, zoned: bool) -> String {
    let number = |value: i64, width| numbered(value, width, style);
    let last = |value: i64, digits: usize| match u32::try_from(digits) {
        Ok(digits @ 0..=3) => value.rem_euclid(10_i64.pow(digits)),
        _ => value,
    };
    let year = i64::from(time.year());
    let iso = time.iso_week();
    let sunday = i64::from(time.weekday().num_days_from_sunday());
    let nth = |day: u32| i64::from((day - 1) / 7 + 1);
    match field {
        Field::Year(digits) => number(last(year, digits), digits),
        Field::YearWithComma => {
            let text = format!("{},{:03}", year / 1000, year % 1000);
            text + ordinal(year, style)
        }
        Field::IsoYear(digits) => number(last(iso.year().into(), digits), digits),
        Field::Century => number((year + 99).div_euclid(100), 2),
        Field::Quarter => number(i64::from((time.month() - 1) / 3 + 1), 1),
        Field::Month => number(time.month().into(), 2),
        Field::MonthName => name(MONTHS[time.month0() as usize], NAME_WIDTH, style),
        Field::MonthShort => name(&MONTHS[time.month0() as usize][..3], 0, style),
        Field::RomanMonth => name_in(ROMAN[time.month0() as usize].to_owned(), 4, style),
        Field::Week => number(nth(time.ordinal()), 2),
        Field::IsoWeek => number(iso.week().into(), 2),
        Field::WeekOfMonth => number(nth(time.day()), 1),
        Field::Day => number(time.day().into(), 2),
        Field::DayOfYear => number(time.ordinal().into(), 3),
        Field::DayName => name(DAYS[sunday as usize], NAME_WIDTH, style),
        Field::DayShort => name(&DAYS[sunday as usize][..3], 0, style),
        Field::DayOfWeek => number(sunday + 1, 1),
        Field::DayOfWeekFromZero => number(sunday, 1),
        Field::IsoDayOfWeek => number(time.weekday().number_from_monday().into(), 1),
        Field::JulianDay => {
            let day = i64::from(time.date().num_days_from_ce());
            number(day + JULIAN, 1)
        }
        Field::Hour24 => number(time.hour().into(), 2),
        Field::Hour12 => number(time.hour12().1.into(), 2),
        Field::Minute => number(time.minute().into(), 2),
        Field::Second => number(time.second().into(), 2),
        Field::Fraction(digits) => {
            let micros = format!("{:06}", time.nanosecond() / 1000);
            let text = micros[..digits.min(6)].to_owned();
            text + ordinal(i64::from(time.nanosecond()), style)
        }
        Field::SecondsOfDay => number(time.num_seconds_from_midnight().into(), 1),
        Field::Epoch => time.and_utc().timestamp().to_string(),
        Field::Meridiem { dots } => {
            let text = match (time.hour() >= 12, dots) {
                (false, false) => "AM",
                (true, false) => "PM",
                (false, true) => "A.M.",
                (true, true) => "P.M.",
            };
            cased(text, style.case)
        }
        Field::Era { dots } => {
            let text = match (year > 0, dots) {
                (true, false) => "AD",
                (false, false) => "BC",
                (true, true) => "A.D.",
                (false, true) => "B.C.",
            };
            cased(text, style.case)
        }
        Field::Zone if zoned => cased("UTC", style.case),
        Field::Zone => String::new(),
        Field::Offset => "+00".to_owned(),
        Field::OffsetMinutes => "00".to_owned(),
    }
}

fn numbered(value: i64, width: usize, style: Style) -> String {
    let text = match (style.padded, style.blank) {
        (true, true) => format!("{value:>width$}"),
        (true, false) => format!("{value:0>width$}"),
        (false, _) => value.to_string(),
    };
    text + ordinal(value, style)
}

/// `st`, `nd`, `rd` or `th`, where the pattern asks for it.
fn ordinal(value: i64, style: Style) -> &'static str {
    let Some(case) = style.ordinal else {
        return "";
    };
    let [lower, upper] = match (value % 100, value % 10) {
        (11..=13, _) => ["th", "TH"],
        (_, 1) => ["st", "ST"],
        (_, 2) => ["nd", "ND"],
        (_, 3) => ["rd", "RD"],
        _ => ["th", "TH"],
    };
    if case == Case::Lower { lower } else { upper }
}

fn name(name: &str, width: usize, style: Style) -> String {
    name_in(cased(name, style.case), width, style)
}

fn name_in(name: String, width: usize, style: Style) -> String {
    let name = match style.case {
        Case::Lower => name.to_lowercase(),
        _ => name,
    };
    match style.padded {
        true => format!("{name:<width$}"),
        false => name,
    }
}

fn cased(text: &str, case: Case) -> String {
    match case {
        Case::Upper => text.to_uppercase(),
        Case::Capital => text.to_owned(),
        Case::Lower => text.to_lowercase(),
    }
}
