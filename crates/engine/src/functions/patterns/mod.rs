//! Patterns by which times and numbers are written and read: PostgreSQL's (`YYYY-MM`), those with `%`, and those of letters (`yyyy-MM`).
//! Each is read into the same parts; a letter that means nothing is refused, and never written as it is.

mod letters;
mod numbers;
mod part;
mod percent;
mod postgres;
mod reading;
mod writing;

pub(super) use numbers::NumberPattern;
#[cfg(any(test, fuzzing))]
pub(super) use part::is_plain;
pub(super) use part::{Part, Pattern};
pub(super) use reading::read;
pub(super) use writing::write;

use part::Parsed;

/// How a pattern is spelled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Spelling {
    /// PostgreSQL's, or one with `%`.
    Postgres,
    /// With `%`, as `strftime` has them.
    Percent,
    /// With `%`, as MySQL has them; or of letters.
    MySql,
    /// Of letters, as `FORMAT` of SQL Server has them.
    Letters,
}

/// The parts of a pattern for times; otherwise what is wrong with it.
pub(super) fn of_time(text: &str, spelling: Spelling) -> Result<Pattern, String> {
    let has_percent = text.contains('%');
    let parts: Parsed = match (spelling, has_percent) {
        (Spelling::Postgres, false) => postgres::parts(text),
        (Spelling::Postgres | Spelling::Percent | Spelling::Letters, true) => {
            percent::parts(text, percent::OF_C)
        }
        (Spelling::Percent, false) => Ok(vec![Part::Text(text.to_owned())]),
        (Spelling::MySql, true) => percent::parts(text, percent::OF_MYSQL),
        (Spelling::MySql | Spelling::Letters, false) => letters::parts(text),
    };
    Ok(Pattern(parts.map_err(|wrong| wrong.sentence(text))?))
}
