//! Literals and casts that PostgreSQL reads and DataFusion does not: `1_000`, `INTERVAL '1 day 12:30:00'`, `CAST('[1]' AS json)`,
//! `CAST(name AS varchar(3))`, `AT TIME ZONE`. Each becomes what DataFusion has for it.

use std::ops::ControlFlow;

use datafusion::sql::sqlparser::ast::{
    CastKind, CharacterLength, DataType, Expr, Statement, Value, ValueWithSpan, VisitMut,
    VisitorMut,
};

use super::calls::call;

/// Rewrites them in the whole statement.
pub(super) fn as_planned(statement: &mut Statement) {
    let _ = statement.visit(&mut Literals);
}

/// Rewrites casts to types of a length, behind the names of the statement: a column is called as what is cast.
pub(super) fn with_lengths(statement: &mut Statement) {
    let _ = statement.visit(&mut Lengths);
}

struct Lengths;

impl VisitorMut for Lengths {
    type Break = ();

    fn post_visit_expr(&mut self, expr: &mut Expr) -> ControlFlow<()> {
        if let Expr::Cast { data_type, .. } = expr
            && let Some(length) = length(data_type)
        {
            let most = Expr::value(Value::Number(length.to_string(), false));
            *expr = Expr::Function(call("left", [expr.clone(), most]));
        }
        ControlFlow::Continue(())
    }
}

/// `LIKE 'a!%' ESCAPE '!'`: the pattern with the backslash that is planned. A character that is escaped twice stands for itself.
fn escaped(pattern: &mut Expr, escape: &mut Option<ValueWithSpan>) {
    let Some(Value::SingleQuotedString(character)) = escape.as_ref().map(|escape| &escape.value)
    else {
        return;
    };
    let mut letters = character.chars();
    let (Some(character), None) = (letters.next(), letters.next()) else {
        return;
    };
    if character == '\\' {
        return;
    }
    let text = |text: String| Expr::value(Value::SingleQuotedString(text));
    let changes = [
        ("\\".to_owned(), "\\\\".to_owned()),
        (format!("{character}{character}"), "\u{1}".to_owned()),
        (character.to_string(), "\\".to_owned()),
        ("\u{1}".to_owned(), character.to_string()),
    ];
    let replaced = |written: &str| {
        let changes = changes.iter();
        changes.fold(written.to_owned(), |written, (from, to)| {
            written.replace(from, to)
        })
    };
    let made = match &*pattern {
        Expr::Value(value) => match &value.value {
            Value::SingleQuotedString(written) => text(replaced(written)),
            _ => return,
        },
        other => changes.iter().fold(other.clone(), |pattern, (from, to)| {
            let values = [pattern, text(from.clone()), text(to.clone())];
            Expr::Function(call("replace", values))
        }),
    };
    *pattern = made;
    *escape = None;
}

/// `1e300`, `1e-200`: a decimal has no room for it, a float has.
fn is_beyond_decimals(number: &str) -> bool {
    let exponent = number.split_once(['e', 'E']).map(|(_, exponent)| exponent);
    let exponent = exponent.and_then(|exponent| exponent.parse::<i32>().ok());
    exponent.is_some_and(|exponent| exponent.abs() > 30)
}

struct Literals;

impl VisitorMut for Literals {
    type Break = ();

    fn pre_visit_value(&mut self, value: &mut ValueWithSpan) -> ControlFlow<()> {
        if let Value::Number(number, _) = &mut value.value {
            number.retain(|character| character != '_');
        }
        ControlFlow::Continue(())
    }

    fn post_visit_expr(&mut self, expr: &mut Expr) -> ControlFlow<()> {
        match expr {
            Expr::Value(ValueWithSpan {
                value: Value::Number(number, _),
                ..
            }) if is_beyond_decimals(number) => {
                let written = Expr::value(Value::SingleQuotedString(number.clone()));
                *expr = Expr::Cast {
                    kind: CastKind::Cast,
                    expr: Box::new(written),
                    data_type: DataType::DoublePrecision,
                    array: false,
                    format: None,
                };
            }
            Expr::Interval(interval) => {
                if let Expr::Value(value) = interval.value.as_mut()
                    && let Value::SingleQuotedString(text) = &mut value.value
                {
                    *text = with_units(text);
                }
            }
            Expr::Cast {
                kind: CastKind::Cast | CastKind::DoubleColon,
                expr: inner,
                data_type: DataType::JSON | DataType::JSONB,
                ..
            } => {
                let inner = inner.as_ref().clone();
                *expr = Expr::Function(call("as_json", [inner]));
            }
            Expr::Like {
                pattern,
                escape_char,
                ..
            }
            | Expr::ILike {
                pattern,
                escape_char,
                ..
            } => escaped(pattern, escape_char),
            Expr::AtTimeZone {
                timestamp,
                time_zone,
            } => {
                let arguments = [time_zone.as_ref().clone(), timestamp.as_ref().clone()];
                *expr = Expr::Function(call("timezone", arguments));
            }
            _ => {}
        }
        ControlFlow::Continue(())
    }
}

/// The characters that a type of text keeps: `varchar(3)` keeps three. The type is left without them, so that they are taken once.
fn length(kind: &mut DataType) -> Option<u64> {
    let (DataType::Varchar(length)
    | DataType::Nvarchar(length)
    | DataType::CharVarying(length)
    | DataType::CharacterVarying(length)) = kind
    else {
        return None;
    };
    let length = match length.take() {
        Some(CharacterLength::IntegerLength { length, .. }) => Some(length),
        Some(CharacterLength::Max) | None => None,
    };
    // The one name of them that DataFusion knows.
    *kind = DataType::Varchar(None);
    length
}

/// `1 day 12:30:00` with words for its clock: `1 day 12 hours 30 minutes 0 seconds`.
fn with_units(text: &str) -> String {
    let words = text.split_whitespace().map(|word| {
        let (sign, clock) = match word.strip_prefix('-') {
            Some(clock) => ("-", clock),
            None => ("", word),
        };
        let parts: Vec<&str> = clock.split(':').collect();
        let is_number = |part: &&str| {
            !part.is_empty()
                && part
                    .chars()
                    .all(|digit| digit.is_ascii_digit() || digit == '.')
        };
        match parts.as_slice() {
            [hours, minutes, rest @ ..] if rest.len() <= 1 && parts.iter().all(is_number) => {
                let seconds = rest.first().copied().unwrap_or("0");
                format!("{sign}{hours} hours {sign}{minutes} minutes {sign}{seconds} seconds")
            }
            _ => word.to_owned(),
        }
    });
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::with_units;

    #[test]
    fn the_clock_of_an_interval() {
        assert_eq!(
            with_units("1 day -12:30"),
            "1 day -12 hours -30 minutes -0 seconds"
        );
        assert_eq!(with_units("2 days"), "2 days");
    }
}
