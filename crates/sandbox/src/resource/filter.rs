//! Filters: one line of a description a field, `name kind [@path] operator…`.
//!
//! Kinds: `int`, `number`, `text`, `flag` (true, false, 1, 0), `time`, `daytime` (a time whose bare dates get the current time of
//! day, as the catalogue does it), `all` (a list that must hold every id asked for), `any` (a list that must hold one of them),
//! `words` (a text that must hold all words asked for).
//! Operators: `=`, `in`, `min`, `max`, `greater`, `less`, `like`, `not` are spelled by the bare name, with a colon before them by
//! `name:operator`; `>` or `<` behind `:min` or `:max` leaves the bound itself out, as some endpoints do.
//! `@path` names the field that is compared, where it is not `name`.

use std::time::{SystemTime, UNIX_EPOCH};

use crate::rows::Cell;
use crate::time::{self, DAY};

/// How values are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ValueKind {
    Int,
    Number,
    Text,
    Flag,
    Time,
    DayTime,
    All,
    Any,
    Words,
}

/// An operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Operator {
    Equal,
    In,
    NotIn,
    Min,
    Max,
    Greater,
    Less,
    Like,
    Not,
}

/// One parameter that filters.
#[derive(Clone, Debug)]
pub(crate) struct Filter {
    /// The parameter's whole name.
    pub(crate) parameter: String,
    /// The field that is compared.
    pub(crate) field: &'static str,
    kind: ValueKind,
    operator: Operator,
}

/// A filter with the values of a request.
pub(crate) struct BoundFilter<'f> {
    filter: &'f Filter,
    values: Vec<Wanted>,
}

/// A value that a request asks for.
enum Wanted {
    Int(i64),
    Number(f64),
    Text(String),
    Flag(bool),
    Moment(i64),
    /// A bare date: any moment of that day.
    Day(i64),
}

/// Reads a description's filters; the error names the wrong word and its line.
pub(crate) fn parse(notation: &'static str) -> Result<Vec<Filter>, String> {
    let mut filters = Vec::new();
    for line in notation
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
    {
        let mut words = line.split_whitespace();
        let name = words.next().unwrap_or_default();
        let kind = words
            .next()
            .and_then(kind_of)
            .ok_or_else(|| format!("`{line}` has no kind"))?;
        let mut field = name;
        for word in words {
            if let Some(path) = word.strip_prefix('@') {
                field = path;
                continue;
            }
            let operator =
                operator_of(word).ok_or_else(|| format!("`{word}` in `{line}` is no operator"))?;
            let suffix = word.trim_end_matches(['>', '<']);
            let parameter = if suffix.starts_with(':') {
                format!("{name}{suffix}")
            } else {
                name.to_owned()
            };
            filters.push(Filter {
                parameter,
                field,
                kind,
                operator,
            });
        }
    }
    Ok(filters)
}

fn kind_of(word: &str) -> Option<ValueKind> {
    Some(match word {
        "int" => ValueKind::Int,
        "number" => ValueKind::Number,
        "text" => ValueKind::Text,
        "flag" => ValueKind::Flag,
        "time" => ValueKind::Time,
        "daytime" => ValueKind::DayTime,
        "all" => ValueKind::All,
        "any" => ValueKind::Any,
        "words" => ValueKind::Words,
        _ => return None,
    })
}

fn operator_of(word: &str) -> Option<Operator> {
    Some(match word.trim_start_matches(':') {
        "=" => Operator::Equal,
        "in" => Operator::In,
        "not_in" => Operator::NotIn,
        "min" => Operator::Min,
        "max" => Operator::Max,
        "greater" | "min>" => Operator::Greater,
        "less" | "max<" => Operator::Less,
        "like" => Operator::Like,
        "not" => Operator::Not,
        _ => return None,
    })
}

impl Filter {
    /// Reads the values of a request; the error is the value that cannot be read.
    pub(crate) fn bind<'f>(&'f self, values: &[&str]) -> Result<BoundFilter<'f>, String> {
        let wanted = values
            .iter()
            .map(|value| self.wanted(value).ok_or_else(|| (*value).to_owned()));
        Ok(BoundFilter {
            filter: self,
            values: wanted.collect::<Result<_, _>>()?,
        })
    }

    /// Whether the parameter is the lower or the upper end of a range.
    pub(crate) fn is_bound(&self) -> bool {
        matches!(
            self.operator,
            Operator::Min | Operator::Max | Operator::Greater | Operator::Less
        )
    }

    /// Whether the parameter takes a list. A comma within a value of any other parameter belongs to the value.
    pub(crate) fn takes_list(&self) -> bool {
        matches!(self.operator, Operator::In | Operator::NotIn)
    }

    fn wanted(&self, value: &str) -> Option<Wanted> {
        Some(match self.kind {
            ValueKind::Int | ValueKind::All | ValueKind::Any => {
                Wanted::Int(value.trim().parse().ok()?)
            }
            ValueKind::Number => Wanted::Number(value.trim().parse().ok()?),
            ValueKind::Text | ValueKind::Words => Wanted::Text(value.to_lowercase()),
            ValueKind::Flag => match value {
                "true" | "1" => Wanted::Flag(true),
                "false" | "0" => Wanted::Flag(false),
                _ => return None,
            },
            ValueKind::Time | ValueKind::DayTime => {
                let moment = time::parse(value)?;
                let bare = value.trim().len() == 10 && value.contains('-');
                match (bare, self.operator) {
                    (true, Operator::Equal | Operator::Not | Operator::In) => Wanted::Day(moment),
                    (true, _) if self.kind == ValueKind::DayTime => {
                        Wanted::Moment(moment + time_of_day())
                    }
                    _ => Wanted::Moment(moment),
                }
            }
        })
    }
}

/// How far the day is gone.
fn time_of_day() -> i64 {
    let now = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| since.as_secs());
    i64::try_from(now).unwrap_or_default().rem_euclid(DAY)
}

impl BoundFilter<'_> {
    /// The field to be compared.
    pub(crate) fn field(&self) -> &'static str {
        self.filter.field
    }

    /// Whether a row's field passes.
    pub(crate) fn accepts(&self, cell: &Cell<'_>) -> bool {
        match self.filter.kind {
            ValueKind::All | ValueKind::Any => return self.accepts_ids(cell),
            ValueKind::Words => return self.accepts_words(cell),
            _ => {}
        }
        let any = |test: fn(&Wanted, &Cell<'_>) -> bool| {
            self.values.iter().any(|value| test(value, cell))
        };
        match self.filter.operator {
            Operator::Equal | Operator::In => any(equals),
            Operator::NotIn | Operator::Not => !any(equals),
            Operator::Like => any(like),
            Operator::Min => {
                any(|value, cell| compare(value, cell).is_some_and(|order| order.is_ge()))
            }
            Operator::Max => {
                any(|value, cell| compare(value, cell).is_some_and(|order| order.is_le()))
            }
            Operator::Greater => {
                any(|value, cell| compare(value, cell).is_some_and(|order| order.is_gt()))
            }
            Operator::Less => {
                any(|value, cell| compare(value, cell).is_some_and(|order| order.is_lt()))
            }
        }
    }

    /// A list: `=` wants that id and no other, `in` as the kind says.
    fn accepts_ids(&self, cell: &Cell<'_>) -> bool {
        let Cell::Ids(ids) = cell else { return false };
        let mut wanted = self
            .values
            .iter()
            .map(|value| matches!(value, Wanted::Int(id) if ids.contains(id)));
        match (self.filter.operator, self.filter.kind) {
            (Operator::Equal, ValueKind::All) => ids.len() == 1 && wanted.all(|found| found),
            (_, ValueKind::All) => wanted.all(|found| found),
            _ => wanted.any(|found| found),
        }
    }

    fn accepts_words(&self, cell: &Cell<'_>) -> bool {
        let Cell::Text(text) = cell else { return false };
        let text = text.to_lowercase();
        self.values.iter().all(|value| match value {
            Wanted::Text(words) => words.split_whitespace().all(|word| text.contains(word)),
            _ => false,
        })
    }
}

fn equals(wanted: &Wanted, cell: &Cell<'_>) -> bool {
    match (wanted, cell) {
        (_, Cell::Null) => false,
        (Wanted::Int(wanted), Cell::Int(found)) => wanted == found,
        (Wanted::Int(wanted), other) => other.number() == Some(*wanted as f64),
        (Wanted::Number(wanted), other) => other.number() == Some(*wanted),
        (Wanted::Flag(wanted), Cell::Flag(found)) => wanted == found,
        (Wanted::Flag(wanted), other) => other.number() == Some(f64::from(u8::from(*wanted))),
        (Wanted::Text(wanted), Cell::Text(found)) => found.to_lowercase() == *wanted,
        (Wanted::Text(wanted), Cell::Int(found)) => found.to_string() == *wanted,
        (Wanted::Text(_), _) => false,
        (Wanted::Moment(wanted), other) => other.moment() == Some(*wanted),
        (Wanted::Day(wanted), other) => other
            .moment()
            .is_some_and(|moment| moment.div_euclid(DAY) == wanted.div_euclid(DAY)),
    }
}

/// The row's value, held against the wanted one.
fn compare(wanted: &Wanted, cell: &Cell<'_>) -> Option<std::cmp::Ordering> {
    match wanted {
        Wanted::Int(wanted) => match cell {
            Cell::Int(found) => Some(found.cmp(wanted)),
            other => other
                .number()
                .map(|found| found.total_cmp(&(*wanted as f64))),
        },
        Wanted::Number(wanted) => cell.number().map(|found| found.total_cmp(wanted)),
        Wanted::Moment(wanted) | Wanted::Day(wanted) => {
            cell.moment().map(|found| found.cmp(wanted))
        }
        Wanted::Text(wanted) => match cell {
            Cell::Text(found) => Some(found.to_lowercase().cmp(wanted)),
            _ => None,
        },
        Wanted::Flag(_) => None,
    }
}

/// A part of the text, or SQL's pattern where it has a percent sign.
fn like(wanted: &Wanted, cell: &Cell<'_>) -> bool {
    let (Wanted::Text(wanted), Cell::Text(found)) = (wanted, cell) else {
        return false;
    };
    let found = found.to_lowercase();
    if !wanted.contains('%') {
        return found.contains(wanted.as_str());
    }
    let parts: Vec<&str> = wanted.split('%').collect();
    let (Some(first), Some(last)) = (parts.first(), parts.last()) else {
        return false;
    };
    if !found.starts_with(first) || !found.ends_with(last) || found.len() < first.len() + last.len()
    {
        return false;
    }
    let mut rest = &found[first.len()..found.len() - last.len()];
    for part in &parts[1..parts.len() - 1] {
        match rest.find(part) {
            Some(position) => rest = &rest[position + part.len()..],
            None => return false,
        }
    }
    true
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn accepts(notation: &'static str, values: &[&str], cell: &Cell<'_>) -> bool {
        parse(notation).unwrap()[0]
            .bind(values)
            .unwrap()
            .accepts(cell)
    }

    #[test]
    fn reads_the_notation() {
        let filters = parse("id int = :in :min>\nmin_id int @id min").unwrap();
        let names: Vec<&str> = filters
            .iter()
            .map(|filter| filter.parameter.as_str())
            .collect();
        assert_eq!(names, ["id", "id:in", "id:min", "min_id"]);
        assert_eq!(
            (filters[2].operator, filters[3].field),
            (Operator::Greater, "id")
        );
        assert!(parse("id int ~").is_err());
    }

    #[test]
    fn categories_mean_all_of_them() {
        let cell = Cell::Ids(vec![3, 5]);
        assert!(accepts("categories all :in", &["3", "5"], &cell));
        assert!(!accepts("categories all :in", &["3", "6"], &cell));
        assert!(!accepts("categories all =", &["3"], &cell));
        assert!(accepts("channel_id any :in", &["3", "6"], &cell));
    }

    #[test]
    fn texts_and_patterns_take_no_notice_of_case() {
        assert!(accepts("name text =", &["TEE"], &Cell::text("Tee")));
        assert!(accepts("name text :like", &["cha"], &Cell::text("Matcha")));
        assert!(accepts("name text :like", &["ma%a"], &Cell::text("Matcha")));
        assert!(!accepts(
            "name text :like",
            &["cha%"],
            &Cell::text("Matcha")
        ));
    }

    #[test]
    fn a_bare_date_is_a_day_for_equality() {
        let cell = Cell::Int(1_551_822_011);
        assert!(accepts("date_modified time =", &["2019-03-05"], &cell));
        assert!(accepts("date_modified time :min", &["2019-03-05"], &cell));
        assert!(!accepts(
            "date_modified time :max<",
            &["2019-03-05T21:40:11Z"],
            &cell
        ));
    }
}
