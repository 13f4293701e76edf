//! The values of parameters, from a client's text or binary to Arrow.

use std::str::FromStr;
use std::sync::Arc;

use arrow::array::{
    Array, ArrayRef, BinaryArray, BooleanArray, Date32Array, Decimal128Array, Float32Array,
    Float64Array, Int16Array, Int32Array, Int64Array, IntervalMonthDayNanoArray, RecordBatch,
    StringArray, Time64MicrosecondArray, TimestampMicrosecondArray, new_null_array,
};
use arrow::compute::{CastOptions, cast_with_options};
use arrow::datatypes::{DataType, Field, IntervalMonthDayNano, Schema};
use bytes::{Buf, Bytes, TryGetError};
use postgres_types::Type;
use storeql_engine::Parameters;

use super::encode::{DAYS_TO_2000, Digits, Format, MICROSECONDS_TO_2000};
use super::fault::Fault;
use super::intervals::interval;
use super::lists::{ListOf, each_element};
use super::types;

/// Digits of a decimal of 128 bits.
const MOST_DIGITS: usize = 38;
const MICROSECONDS_OF_A_DAY: i64 = 86_400_000_000;

type Result<T> = std::result::Result<T, Fault>;

/// What the client has sent for one parameter.
pub(super) struct Given<'a> {
    pub(super) kind: &'a Type,
    pub(super) format: Format,
    pub(super) value: Option<&'a Bytes>,
}

/// The values for a statement that expects `expected`.
pub(super) fn parameters(expected: &Schema, given: &[Given]) -> Result<Parameters> {
    if given.is_empty() {
        return Ok(Parameters::none());
    }
    let columns = expected.fields().iter().zip(given);
    let columns = columns.map(|(field, given)| {
        let array = given.array().map_err(|fault| Fault {
            message: format!("the parameter {}: {}", field.name(), fault.message),
            ..fault
        })?;
        Ok((field.name(), fitted(array, field.data_type())))
    });
    let columns = columns.collect::<Result<Vec<_>>>()?;
    let fields = columns
        .iter()
        .map(|(name, array)| Field::new(*name, array.data_type().clone(), true));
    let schema = Schema::new(fields.collect::<Vec<_>>());
    let arrays = columns.iter().map(|(_, array)| Arc::clone(array)).collect();
    Ok(RecordBatch::try_new(Arc::new(schema), arrays)?.into())
}

impl Given<'_> {
    /// One row with the value.
    pub(super) fn array(&self) -> Result<ArrayRef> {
        let Some(kind) = types::to_arrow(self.kind) else {
            let message = format!("values of type {} are not taken", self.kind.name());
            return Err(Fault::unsupported(message));
        };
        match (self.value, self.format) {
            (None, _) => Ok(new_null_array(&kind, 1)),
            (Some(value), Format::Text) => {
                let text = std::str::from_utf8(value)
                    .map_err(|_| Fault::new("22021", "a value is not UTF-8"))?;
                of_text(self.kind, &kind, text)
            }
            (Some(value), Format::Binary) => of_binary(self.kind, value.clone()),
        }
    }
}

/// As the statement expects it, where that loses nothing: a whole number in another width, or as a decimal. The engine compares
/// all else as SQL does.
fn fitted(array: ArrayRef, expected: &DataType) -> ArrayRef {
    let fits = array.data_type().is_integer()
        && (expected.is_integer() || matches!(expected, DataType::Decimal128(..)));
    if !fits {
        return array;
    }
    cast_with_options(&array, expected, &exactly()).unwrap_or(array)
}

fn exactly() -> CastOptions<'static> {
    CastOptions {
        safe: false,
        ..CastOptions::default()
    }
}

fn invalid(kind: &Type, text: &str) -> Fault {
    let message = format!(
        "invalid input syntax for type {}: \"{}\"",
        kind.name(),
        storeql_connection::one_line(text)
    );
    Fault::new("22P02", message)
}

fn of_text(kind: &Type, arrow: &DataType, text: &str) -> Result<ArrayRef> {
    fn number<T: FromStr>(kind: &Type, text: &str) -> Result<T> {
        text.trim().parse().map_err(|_| invalid(kind, text))
    }
    Ok(match arrow {
        DataType::Boolean => {
            let value = truth(text).ok_or_else(|| invalid(kind, text))?;
            Arc::new(BooleanArray::from(vec![value]))
        }
        DataType::Int16 => Arc::new(Int16Array::from(vec![number::<i16>(kind, text)?])),
        DataType::Int32 => Arc::new(Int32Array::from(vec![number::<i32>(kind, text)?])),
        DataType::Int64 => Arc::new(Int64Array::from(vec![number::<i64>(kind, text)?])),
        DataType::Float32 => Arc::new(Float32Array::from(vec![number::<f32>(kind, text)?])),
        DataType::Float64 => Arc::new(Float64Array::from(vec![number::<f64>(kind, text)?])),
        DataType::Decimal128(..) => {
            let digits = spelled(text.trim()).ok_or_else(|| invalid(kind, text))?;
            decimal(&digits)?
        }
        DataType::Utf8 => Arc::new(StringArray::from(vec![text])),
        DataType::Binary => {
            let bytes = bytea(text).ok_or_else(|| invalid(kind, text))?;
            Arc::new(BinaryArray::from_vec(vec![&bytes]))
        }
        DataType::Interval(_) => {
            let span = interval(text).ok_or_else(|| invalid(kind, text))?;
            Arc::new(IntervalMonthDayNanoArray::from(vec![span]))
        }
        DataType::List(inner) => {
            let element = types::element(kind).unwrap_or(&Type::TEXT);
            let mut list = ListOf::new(inner.data_type());
            let is_array = each_element(text, |text| match text {
                Some(text) => list.push(of_text(element, inner.data_type(), text)?),
                None => list.push_null(),
            })?;
            match is_array {
                true => list.array()?,
                false => return Err(invalid(kind, text)),
            }
        }
        other => {
            let text_array = StringArray::from(vec![text.trim()]);
            cast_with_options(&text_array, other, &exactly()).map_err(|_| invalid(kind, text))?
        }
    })
}

/// As PostgreSQL reads a boolean: any beginning of these words.
fn truth(text: &str) -> Option<bool> {
    let text = text.trim().to_lowercase();
    let begins = |words: &[&str]| {
        let mut words = words.iter();
        !text.is_empty() && words.any(|word| word.starts_with(text.as_str()))
    };
    match text.as_str() {
        "1" | "on" => Some(true),
        "0" | "of" | "off" => Some(false),
        _ if begins(&["true", "yes"]) => Some(true),
        _ if begins(&["false", "no"]) => Some(false),
        _ => None,
    }
}

/// `\x0af3`.
fn bytea(text: &str) -> Option<Vec<u8>> {
    let digits = text.strip_prefix("\\x")?.as_bytes();
    let value = |digit: u8| char::from(digit).to_digit(16);
    let bytes = digits.chunks(2).map(|pair| match pair {
        [high, low] => u8::try_from(value(*high)? * 16 + value(*low)?).ok(),
        _ => None,
    });
    bytes.collect()
}

/// `-12.50` or `1.5e3`, with as many digits behind the point as it has.
fn spelled(text: &str) -> Option<Digits> {
    let (number, exponent) = match text.split_once(['e', 'E']) {
        Some((number, exponent)) => (number, exponent.parse::<i32>().ok()?),
        None => (text, 0),
    };
    let unsigned = number.strip_prefix(['-', '+']).unwrap_or(number);
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let mut digits: Vec<u8> = [whole.as_bytes(), fraction.as_bytes()].concat();
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let scale = i32::try_from(fraction.len()).ok()?.checked_sub(exponent)?;
    if scale < 0 {
        let noughts = usize::try_from(-scale).ok().filter(|count| *count <= 100)?;
        digits.extend(std::iter::repeat_n(b'0', noughts));
    }
    Some(Digits {
        negative: number.starts_with('-'),
        digits,
        scale: usize::try_from(scale).unwrap_or(0),
    })
}

fn decimal(digits: &Digits) -> Result<ArrayRef> {
    let too_long = || Fault::new("22003", "a number has more than 38 digits");
    let text = String::from_utf8_lossy(&digits.digits);
    let text = match text.trim_start_matches('0') {
        "" => "0",
        text => text,
    };
    let value: i128 = text.parse().map_err(|_| too_long())?;
    let scale = i8::try_from(digits.scale).map_err(|_| too_long())?;
    if text.len().max(digits.scale) > MOST_DIGITS {
        return Err(too_long());
    }
    let value = if digits.negative { -value } else { value };
    let array = Decimal128Array::from(vec![value]);
    let array = array.with_precision_and_scale(MOST_DIGITS as u8, scale)?;
    Ok(Arc::new(array))
}

/// A value's bytes do not fit its type.
struct Misfit;

impl From<TryGetError> for Misfit {
    fn from(_: TryGetError) -> Self {
        Self
    }
}

fn of_binary(kind: &Type, value: Bytes) -> Result<ArrayRef> {
    let misfit = || {
        let message = format!(
            "a binary value of {} bytes is no {}",
            value.len(),
            kind.name()
        );
        Fault::new("22P03", message)
    };
    if let Some(element) = types::element(kind) {
        return array(element, value.clone()).map_err(|why| why.unwrap_or_else(misfit));
    }
    let mut bytes = value.clone();
    let array = scalar(kind, &mut bytes).map_err(|Misfit| misfit())?;
    match bytes.is_empty() {
        true => array,
        false => Err(misfit()),
    }
}

fn scalar(kind: &Type, bytes: &mut Bytes) -> std::result::Result<Result<ArrayRef>, Misfit> {
    let array: ArrayRef = match *kind {
        Type::BOOL => Arc::new(BooleanArray::from(vec![bytes.try_get_u8()? != 0])),
        Type::INT2 => Arc::new(Int16Array::from(vec![bytes.try_get_i16()?])),
        Type::INT4 => Arc::new(Int32Array::from(vec![bytes.try_get_i32()?])),
        Type::INT8 => Arc::new(Int64Array::from(vec![bytes.try_get_i64()?])),
        Type::OID => Arc::new(Int64Array::from(vec![i64::from(bytes.try_get_u32()?)])),
        Type::FLOAT4 => Arc::new(Float32Array::from(vec![bytes.try_get_f32()?])),
        Type::FLOAT8 => Arc::new(Float64Array::from(vec![bytes.try_get_f64()?])),
        Type::NUMERIC => return Ok(decimal(&numeric(bytes)?)),
        Type::DATE => {
            let days = bytes.try_get_i32()?.checked_add(DAYS_TO_2000);
            Arc::new(Date32Array::from(vec![days.ok_or(Misfit)?]))
        }
        Type::TIME => {
            let time = bytes.try_get_i64()?;
            // A day's last moment is 24:00:00.
            let is_of_a_day = (0..=MICROSECONDS_OF_A_DAY).contains(&time);
            let time = is_of_a_day.then_some(time).ok_or(Misfit)?;
            Arc::new(Time64MicrosecondArray::from(vec![time]))
        }
        Type::TIMESTAMP | Type::TIMESTAMPTZ => {
            let moment = bytes.try_get_i64()?.checked_add(MICROSECONDS_TO_2000);
            let array = TimestampMicrosecondArray::from(vec![moment.ok_or(Misfit)?]);
            match *kind == Type::TIMESTAMPTZ {
                true => Arc::new(array.with_timezone("UTC")),
                false => Arc::new(array),
            }
        }
        Type::INTERVAL => {
            let nanoseconds = bytes.try_get_i64()?.checked_mul(1_000).ok_or(Misfit)?;
            let (days, months) = (bytes.try_get_i32()?, bytes.try_get_i32()?);
            let span = IntervalMonthDayNano::new(months, days, nanoseconds);
            Arc::new(IntervalMonthDayNanoArray::from(vec![span]))
        }
        Type::UUID => {
            let digits = format!("{:032x}", bytes.try_get_u128()?);
            let parts = [
                &digits[..8],
                &digits[8..12],
                &digits[12..16],
                &digits[16..20],
                &digits[20..],
            ];
            Arc::new(StringArray::from(vec![parts.join("-")]))
        }
        Type::BYTEA => Arc::new(BinaryArray::from_vec(vec![&bytes.split_off(0)])),
        Type::MONEY => return Err(Misfit),
        _ => {
            if *kind == Type::JSONB && bytes.try_get_u8()? != 1 {
                return Err(Misfit);
            }
            let text = bytes.split_off(0);
            let text = std::str::from_utf8(&text).map_err(|_| Misfit)?;
            Arc::new(StringArray::from(vec![text]))
        }
    };
    Ok(Ok(array))
}

/// Groups of four digits, as PostgreSQL sends a numeric.
fn numeric(bytes: &mut Bytes) -> std::result::Result<Digits, Misfit> {
    let groups = i64::from(bytes.try_get_u16()?);
    let weight = i64::from(bytes.try_get_i16()?);
    let negative = match bytes.try_get_u16()? {
        0 => false,
        0x4000 => true,
        // NaN and the infinities, which a decimal has not.
        _ => return Err(Misfit),
    };
    let scale = usize::from(bytes.try_get_u16()?);
    // From the first digit of the first group, or the unit, to the last digit behind the point.
    let first = weight.max(0);
    if first > 16 || scale > 64 || groups > 64 {
        return Err(Misfit);
    }
    let mut digits = vec![b'0'; (first as usize + 1) * 4 + scale];
    for group in 0..groups {
        let value = bytes.try_get_u16()?;
        if value > 9_999 {
            return Err(Misfit);
        }
        let text = format!("{value:04}");
        let at = (first - weight + group) * 4;
        for (index, digit) in text.bytes().enumerate() {
            let place = usize::try_from(at).map_err(|_| Misfit)? + index;
            match digits.get_mut(place) {
                Some(slot) => *slot = digit,
                None if digit == b'0' => {}
                None => return Err(Misfit),
            }
        }
    }
    Ok(Digits {
        negative,
        digits,
        scale,
    })
}

fn array(element: &Type, mut bytes: Bytes) -> std::result::Result<ArrayRef, Option<Fault>> {
    let short = |_: TryGetError| None;
    let dimensions = bytes.try_get_i32().map_err(short)?;
    let _has_nulls = bytes.try_get_i32().map_err(short)?;
    let given = bytes.try_get_u32().map_err(short)?;
    let Some(inner) = types::to_arrow(element) else {
        return Err(None);
    };
    if given != element.oid() || !(0..=1).contains(&dimensions) {
        return Err(None);
    }
    let mut list = ListOf::new(&inner);
    if dimensions == 1 {
        let count = bytes.try_get_i32().map_err(short)?;
        let _first = bytes.try_get_i32().map_err(short)?;
        for _ in 0..u32::try_from(count).map_err(|_| None)? {
            let length = bytes.try_get_i32().map_err(short)?;
            if length == -1 {
                list.push_null().map_err(Some)?;
                continue;
            }
            let length = usize::try_from(length).map_err(|_| None)?;
            if length > bytes.len() {
                return Err(None);
            }
            let element = of_binary(element, bytes.split_to(length));
            list.push(element.map_err(Some)?).map_err(Some)?;
        }
    }
    match bytes.is_empty() {
        true => list.array().map_err(Some),
        false => Err(None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use arrow::util::display::array_value_to_string;
    use bytes::BytesMut;

    fn text(kind: &Type, value: &str) -> std::result::Result<String, String> {
        let value = Bytes::copy_from_slice(value.as_bytes());
        shown(kind, Format::Text, &value)
    }

    fn shown(kind: &Type, format: Format, value: &Bytes) -> std::result::Result<String, String> {
        let given = Given {
            kind,
            format,
            value: Some(value),
        };
        let array = given.array().map_err(|fault| fault.message)?;
        Ok(array_value_to_string(&array, 0).unwrap())
    }

    #[test]
    fn text_as_each_type() {
        for (kind, value, expected) in [
            (Type::BOOL, "t", "true"),
            (Type::BOOL, "off", "false"),
            (Type::INT8, " 42", "42"),
            (Type::NUMERIC, "-12.345678", "-12.345678"),
            (Type::NUMERIC, "1.5e2", "150"),
            (
                Type::TIMESTAMPTZ,
                "2025-03-09 14:00:00+02",
                "2025-03-09T12:00:00Z",
            ),
            (Type::DATE, "2025-03-09", "2025-03-09"),
            (Type::BYTEA, "\\x0aff", "0aff"),
            (Type::INTERVAL, "00:00:00", "0 secs"),
            (
                Type::INTERVAL,
                "-1 mons +2 days -04:05:06.7",
                "-1 mons 2 days -4 hours -5 mins -6.700000000 secs",
            ),
            (Type::INT8_ARRAY, "{1,NULL,3}", "[1, , 3]"),
            (Type::TEXT_ARRAY, r#"{a,"b, c",d}"#, "[a, b, c, d]"),
        ] {
            assert_eq!(text(&kind, value).as_deref(), Ok(expected), "{value}");
        }
        for (kind, value) in [
            (Type::BOOL, "maybe"),
            (Type::INT8, "1.5"),
            (Type::NUMERIC, "1,5"),
            (Type::NUMERIC, "NaN"),
            (Type::INT8_ARRAY, "{{1}}"),
            (Type::DATE, "tomorrow"),
            (Type::INTERVAL, ""),
            (Type::INTERVAL, "1:60"),
            (Type::INTERVAL, "9999999999999999:00"),
        ] {
            assert!(text(&kind, value).is_err(), "{value}");
        }
    }

    #[test]
    fn a_numeric_comes_back_as_it_was() {
        for (number, scale) in [
            ("125000", 4),
            ("-5", 4),
            ("0", 4),
            ("123456789", 2),
            ("1", 10),
        ] {
            let mut out = BytesMut::new();
            Digits::of(number, scale).binary(&mut out);
            let mut text = BytesMut::new();
            Digits::of(number, scale).text(&mut text);
            let expected = String::from_utf8(text.to_vec()).unwrap();
            let read = shown(&Type::NUMERIC, Format::Binary, &out.freeze());
            assert_eq!(read, Ok(expected));
        }
    }

    #[test]
    fn bytes_that_do_not_fit_are_errors() {
        for (kind, bytes) in [
            (Type::INT8, &b"\0\0\0\x07"[..]),
            (Type::INT4, b"\0\0\0\0\0\0\0\x07"),
            (Type::NUMERIC, b"\xff\xff\x7f\xff\0\0\0\0"),
            (Type::NUMERIC, b"\0\x01\0\0\xc0\0\0\0\0\x01"),
            // A group of five digits.
            (Type::NUMERIC, b"\0\x01\0\0\0\0\0\0\x27\x10"),
            // A count below zero.
            (
                Type::INT4_ARRAY,
                b"\0\0\0\x01\0\0\0\0\0\0\0\x17\xff\xff\xff\xff\0\0\0\x01",
            ),
            (
                Type::INT4_ARRAY,
                b"\0\0\0\x01\0\0\0\0\0\0\0\x17\x7f\xff\xff\xff\0\0\0\x01",
            ),
            (
                Type::INT4_ARRAY,
                b"\0\0\0\x01\0\0\0\0\0\0\0\x19\0\0\0\0\0\0\0\x01",
            ),
            (Type::TEXT, b"\xff"),
            (Type::UUID, b"short"),
        ] {
            let value = Bytes::copy_from_slice(bytes);
            assert!(shown(&kind, Format::Binary, &value).is_err(), "{kind}");
        }
    }

    #[test]
    fn array_texts_that_are_none() {
        let of = |value: &str| text(&Type::TEXT_ARRAY, value);
        for text in [
            "{", "1", "{1,}", "{,1}", "{\"a}", "{\"a\"b}", "{a\"b}", "{1}2}",
        ] {
            assert!(of(text).is_err(), "{text}");
        }
        assert_eq!(
            of("{ null , \"NULL\", a b }").as_deref(),
            Ok("[, NULL, a b]")
        );
    }
}
