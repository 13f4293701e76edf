//! A text, read as a time by a pattern, as PostgreSQL's `to_date` and `to_timestamp` read it: blanks around values do not count, and what
//! stands behind the last part is left.

use chrono::{Days, NaiveDate, NaiveDateTime, NaiveTime};

use super::part::{Field, Part, Pattern};
use super::writing::MONTHS;

/// What has been read so far.
#[derive(Debug, Default)]
struct Found {
    year: Option<i32>,
    month: Option<u32>,
    day: Option<u32>,
    day_of_year: Option<u32>,
    hour: u32,
    afternoon: Option<bool>,
    minute: u32,
    second: u32,
    micros: u32,
    /// All of the time, where it is a number of seconds.
    epoch: Option<i64>,
}

/// The time that `text` is by `pattern`; otherwise why it is none.
pub(in crate::functions) fn read(pattern: &Pattern, text: &str) -> Result<NaiveDateTime, String> {
    let mut found = Found::default();
    let mut rest = text;
    for (place, part) in pattern.0.iter().enumerate() {
        match part {
            Part::Text(itself) => rest = skipped(itself, rest),
            Part::Field(field, _) => {
                rest = rest.trim_start();
                let next = pattern.0.get(place + 1);
                let touches = matches!(next, Some(Part::Field(..)));
                rest = found
                    .take(*field, rest, touches)
                    .map_err(|why| format!("the text '{text}' is no time by its pattern: {why}"))?;
            }
        }
    }
    found
        .time()
        .ok_or_else(|| format!("the text '{text}' is no day or time that there is"))
}

/// Without what a text of the pattern stands for: any mark for a mark, and as many characters as it has for others.
fn skipped<'a>(itself: &str, text: &'a str) -> &'a str {
    let mut rest = text;
    for character in itself.chars() {
        let Some(first) = rest.chars().next() else {
            return rest;
        };
        let is_mark = !character.is_alphanumeric();
        if !(is_mark && (first.is_alphanumeric() || first == '-' && character.is_whitespace())) {
            rest = &rest[first.len_utf8()..];
        }
    }
    rest
}

impl Found {
    /// Reads a field from the beginning of `text`, and answers what is behind it. A field that touches the next takes no more digits than
    /// it is wide.
    fn take<'a>(&mut self, field: Field, text: &'a str, touches: bool) -> Result<&'a str, String> {
        let number = |width: usize| number(text, if touches { width } else { 9 });
        match field {
            Field::Year(width) => {
                let (value, rest) = number(width)?;
                let digits = text.len() - rest.len();
                self.year = Some(century(value, digits.min(width), width)?);
                return Ok(rest);
            }
            Field::Month => return put(&mut self.month, number(2)?),
            Field::Day => return put(&mut self.day, number(2)?),
            Field::DayOfYear => return put(&mut self.day_of_year, number(3)?),
            Field::MonthName | Field::MonthShort => {
                let lower = text.to_lowercase();
                for (month, name) in (1..).zip(MONTHS) {
                    let name = name.to_lowercase();
                    for spelled in [name.as_str(), &name[..3]] {
                        if lower.starts_with(spelled)
                            && (field == Field::MonthName || spelled.len() == 3)
                        {
                            self.month = Some(month);
                            return Ok(&text[spelled.len()..]);
                        }
                    }
                }
                return Err(format!("{} is no month", start(text)));
            }
            // A day's name says nothing that the date does not.
            Field::DayName | Field::DayShort => {
                let letters = text.find(|letter: char| !letter.is_alphabetic());
                return Ok(&text[letters.unwrap_or(text.len())..]);
            }
            Field::Hour24 | Field::Hour12 => {
                let (value, rest) = number(2)?;
                if field == Field::Hour12 && !(1..=12).contains(&value) {
                    return Err(format!("{value} is no hour of a clock of 12"));
                }
                if field == Field::Hour12 && self.afternoon.is_none() {
                    self.afternoon = Some(false).filter(|_| value == 12);
                }
                self.hour = value;
                return Ok(rest);
            }
            Field::Minute => {
                let (value, rest) = number(2)?;
                self.minute = value;
                return Ok(rest);
            }
            Field::Second => {
                let (value, rest) = number(2)?;
                self.second = value;
                return Ok(rest);
            }
            Field::Fraction(width) => {
                let (_, rest) = number(width)?;
                let digits = &text[..text.len() - rest.len()];
                let digits = &digits[..digits.len().min(6)];
                self.micros = format!("{digits:0<6}").parse().unwrap_or_default();
                return Ok(rest);
            }
            Field::SecondsOfDay => {
                let (value, rest) = number(5)?;
                (self.hour, self.minute, self.second) = (value / 3600, value / 60 % 60, value % 60);
                return Ok(rest);
            }
            Field::Epoch => {
                let (value, rest) = self::number(text, 11)?;
                self.epoch = Some(value.into());
                return Ok(rest);
            }
            Field::Meridiem { .. } => {
                let lower = text.to_lowercase();
                for (spelled, afternoon) in
                    [("a.m.", false), ("p.m.", true), ("am", false), ("pm", true)]
                {
                    if lower.starts_with(spelled) {
                        self.afternoon = Some(afternoon);
                        return Ok(&text[spelled.len()..]);
                    }
                }
                return Err(format!("{} is neither AM nor PM", start(text)));
            }
            _ => {}
        }
        Err("years, months, days, days of the year, hours, minutes, seconds and AM or PM can be read".to_owned())
    }

    fn time(&self) -> Option<NaiveDateTime> {
        if let Some(seconds) = self.epoch {
            return Some(chrono::DateTime::from_timestamp(seconds, 0)?.naive_utc());
        }
        let year = self.year?;
        let date = match self.day_of_year {
            Some(day) => NaiveDate::from_yo_opt(year, day)?,
            None => NaiveDate::from_ymd_opt(year, self.month.unwrap_or(1), self.day.unwrap_or(1))?,
        };
        let hour = match self.afternoon {
            Some(true) if self.hour < 12 => self.hour + 12,
            Some(false) if self.hour == 12 => 0,
            _ => self.hour,
        };
        // `24:00:00` is the end of the day.
        if (hour, self.minute, self.second) == (24, 0, 0) {
            return Some(
                date.checked_add_days(Days::new(1))?
                    .and_time(NaiveTime::MIN),
            );
        }
        Some(date.and_time(NaiveTime::from_hms_micro_opt(
            hour,
            self.minute,
            self.second,
            self.micros,
        )?))
    }
}

fn put<'a>(place: &mut Option<u32>, (value, rest): (u32, &'a str)) -> Result<&'a str, String> {
    *place = Some(value);
    Ok(rest)
}

/// The digits that a text begins with.
fn number(text: &str, most: usize) -> Result<(u32, &str), String> {
    let digits = text
        .bytes()
        .take(most)
        .take_while(u8::is_ascii_digit)
        .count();
    let value = text[..digits].parse();
    let value = value.map_err(|_| format!("{} is no number", start(text)))?;
    Ok((value, &text[digits..]))
}

fn start(text: &str) -> String {
    match text.is_empty() {
        true => "the end of the text".to_owned(),
        false => format!("'{}'", text.chars().take(12).collect::<String>()),
    }
}

/// The year that is meant by so many digits; of two it is the one that is nearest to 2020.
fn century(value: u32, digits: usize, width: usize) -> Result<i32, String> {
    let value = i32::try_from(value).map_err(|_| format!("{value} is no year"))?;
    match (digits, width) {
        (_, 4) if digits > 2 => Ok(value),
        (1 | 2, 2 | 4) => Ok(value + if value < 70 { 2000 } else { 1900 }),
        (3.., 2) => Ok(value),
        _ => Err("a year is read by four digits or by two".to_owned()),
    }
}
