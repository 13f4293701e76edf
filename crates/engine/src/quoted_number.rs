//! A number in quotes, `'19.99'`. Beside numbers PostgreSQL reads it as one of them, with all its digits; DataFusion reads it with as many
//! as its neighbour has, so that 19.5 and `'19.54'` would be equal.

use arrow::datatypes::{DECIMAL128_MAX_PRECISION, DECIMAL128_MAX_SCALE};
use datafusion::common::ScalarValue;
use datafusion::sql::sqlparser::ast::{Expr, UnaryOperator, Value};

/// A text that is a number as SQL writes one: a sign, digits with a point or without.
struct Written<'a> {
    negative: bool,
    digits: &'a str,
}

impl<'a> Written<'a> {
    fn of(text: &'a str) -> Option<Self> {
        let text = text.trim();
        let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
        let is_number = digits.bytes().any(|byte| byte.is_ascii_digit())
            && digits
                .bytes()
                .all(|byte| byte.is_ascii_digit() || byte == b'.')
            && digits.matches('.').count() <= 1;
        is_number.then_some(Self {
            negative: text.starts_with('-'),
            digits,
        })
    }
}

/// The number of a text, as a statement has it.
pub(crate) fn as_typed(text: &str) -> Option<Expr> {
    let Written { negative, digits } = Written::of(text)?;
    let number = Expr::value(Value::Number(digits.to_owned(), false));
    Some(match negative {
        true => Expr::UnaryOp {
            op: UnaryOperator::Minus,
            expr: Box::new(number),
        },
        false => number,
    })
}

/// The number of a text, as a plan has it: a whole one, or a decimal of as many digits as were written. None beyond 38 digits.
pub(crate) fn as_planned(text: &str) -> Option<ScalarValue> {
    let Written { negative, digits } = Written::of(text)?;
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let count = whole.trim_start_matches('0').len() + fraction.len();
    let precision = u8::try_from(count.max(1)).ok()?;
    let scale = i8::try_from(fraction.len()).ok()?;
    if precision > DECIMAL128_MAX_PRECISION || scale > DECIMAL128_MAX_SCALE {
        return None;
    }
    let unscaled: i128 = format!("{whole}{fraction}").parse().ok()?;
    let unscaled = if negative { -unscaled } else { unscaled };
    Some(match i64::try_from(unscaled) {
        Ok(number) if !digits.contains('.') => number.into(),
        _ => ScalarValue::Decimal128(Some(unscaled), precision, scale),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_a_number_of_the_digits_that_were_written() {
        let decimal =
            |unscaled, digits, scale| Some(ScalarValue::Decimal128(Some(unscaled), digits, scale));
        assert_eq!(as_planned(" 19.54 "), decimal(1954, 4, 2));
        assert_eq!(as_planned("-0.050"), decimal(-50, 3, 3));
        assert_eq!(as_planned("7."), decimal(7, 1, 0));
        assert_eq!(as_planned("+7"), Some(7_i64.into()));
        assert_eq!(
            as_planned("9223372036854775808"),
            decimal(9_223_372_036_854_775_808, 19, 0)
        );
    }

    #[test]
    fn another_text_is_none() {
        for text in ["", ".", "-", "1e3", "1.2.3", "0x1f", "NaN", "12 3"] {
            assert!(as_planned(text).is_none(), "{text}");
            assert!(as_typed(text).is_none(), "{text}");
        }
        let long = "1".repeat(39);
        assert!(as_planned(&long).is_none());
    }
}
