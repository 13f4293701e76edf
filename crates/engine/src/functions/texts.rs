//! Functions of text, and of numbers that are counted in parts.

use std::fmt::Write;
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, BinaryArray, Int64Array, StringArray};
use arrow::compute::cast;
use arrow::datatypes::{DataType, FieldRef};
use datafusion::common::Result as DataFusionResult;
use datafusion::logical_expr::ScalarUDF;
use md5::{Digest, Md5};

use super::columns::{doubles, is_text, texts, whole};
use super::computed::{Description, computed, refused, unsupported};
use super::identifiers::identifier;
use crate::sql_types::sql_name;

fn text(_: &[DataType]) -> DataFusionResult<DataType> {
    Ok(DataType::Utf8)
}

/// A function of one text.
fn of_text(name: &'static str, compute: super::computed::Compute) -> ScalarUDF {
    computed(Description {
        name,
        takes: 1..=1,
        returns: text,
        field: None,
        compute,
    })
}

fn each(
    values: &[ArrayRef],
    mut change: impl FnMut(&str) -> DataFusionResult<String>,
) -> DataFusionResult<ArrayRef> {
    let texts = texts(&values[0])?;
    let rows = texts.iter().map(|text| text.map(&mut change).transpose());
    Ok(Arc::new(rows.collect::<DataFusionResult<StringArray>>()?))
}

/// `format('%s of %I', …)`, as PostgreSQL has it.
pub(super) fn formatted(values: &[ArrayRef], _: &[FieldRef]) -> DataFusionResult<ArrayRef> {
    let columns = values.iter().map(texts);
    let columns = columns.collect::<DataFusionResult<Vec<_>>>()?;
    let rows = (0..columns[0].len()).map(|row| {
        let value = |place: usize| {
            let column = columns.get(place)?;
            Some(column.is_valid(row).then(|| column.value(row)))
        };
        let Some(template) = value(0).flatten() else {
            return Ok(None);
        };
        filled(template, value).map(Some)
    });
    Ok(Arc::new(rows.collect::<DataFusionResult<StringArray>>()?))
}

fn filled<'a>(
    template: &str,
    value: impl Fn(usize) -> Option<Option<&'a str>>,
) -> DataFusionResult<String> {
    let mut text = String::new();
    let mut rest = template;
    let mut place = 0;
    while let Some((before, after)) = rest.split_once('%') {
        text += before;
        let digits = after.len()
            - after
                .trim_start_matches(|digit: char| digit.is_ascii_digit())
                .len();
        let mut behind = after;
        if digits > 0 && after[digits..].starts_with('$') {
            place = after[..digits].parse().unwrap_or_default();
            behind = &after[digits + 1..];
        } else {
            place += 1;
        }
        let letter = behind.chars().next();
        let given = || {
            value(place).filter(|_| place > 0).ok_or_else(|| {
                refused(format!(
                    "format has no value for the {place}. place of '{template}'"
                ))
            })
        };
        match letter {
            Some('%') => {
                text.push('%');
                place -= 1;
            }
            Some('s') => text += given()?.unwrap_or_default(),
            Some('I') => {
                let name = given()?.ok_or_else(|| refused("format has NULL for a name (%I)"))?;
                text += &identifier(name);
            }
            Some('L') => text += &given()?.map_or_else(|| "NULL".to_owned(), literal),
            _ => {
                return Err(refused(format!(
                    "format takes %s, %I, %L, %1$s and %% in a text, and '{template}' has another one"
                )));
            }
        }
        rest = &behind[1..];
    }
    Ok(text + rest)
}

fn literal(text: &str) -> String {
    let quoted = text.replace('\'', "''");
    match text.contains('\\') {
        true => format!("E'{}'", quoted.replace('\\', "\\\\")),
        false => format!("'{quoted}'"),
    }
}

/// `quote_literal(text)`.
pub(super) fn quote_literal() -> ScalarUDF {
    of_text("quote_literal", |values, _| {
        each(values, |text| Ok(literal(text)))
    })
}

/// `quote_ident(text)`.
pub(super) fn quote_ident() -> ScalarUDF {
    of_text("quote_ident", |values, _| {
        each(values, |text| Ok(identifier(text)))
    })
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // A text can always be written to.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The bytes of a column of bytes or of text.
fn bytes(column: &ArrayRef) -> DataFusionResult<BinaryArray> {
    let kind = column.data_type();
    let is_bytes = matches!(
        kind,
        DataType::Binary | DataType::LargeBinary | DataType::BinaryView | DataType::Null
    );
    if !is_bytes && !is_text(kind) {
        return Err(unsupported(format!(
            "a checksum is one of a text or of bytes, and not of {}: CAST it AS text",
            sql_name(kind)
        )));
    }
    Ok(cast(column, &DataType::Binary)?.as_binary::<i32>().clone())
}

/// `md5(text)`.
pub(super) fn md5() -> ScalarUDF {
    of_text("md5", |values, _| {
        let bytes = bytes(&values[0])?;
        let sums = bytes
            .iter()
            .map(|bytes| bytes.map(|bytes| hexadecimal(&Md5::digest(bytes))));
        Ok(Arc::new(sums.collect::<StringArray>()))
    })
}

fn hashed(
    values: &[ArrayRef],
    algorithm: &'static ring::digest::Algorithm,
) -> DataFusionResult<ArrayRef> {
    let bytes = bytes(&values[0])?;
    let sums: Vec<Option<ring::digest::Digest>> = bytes
        .iter()
        .map(|bytes| bytes.map(|bytes| ring::digest::digest(algorithm, bytes)))
        .collect();
    let sums = sums
        .iter()
        .map(|sum| sum.as_ref().map(AsRef::<[u8]>::as_ref));
    Ok(Arc::new(sums.collect::<BinaryArray>()))
}

fn hash(name: &'static str, compute: super::computed::Compute) -> ScalarUDF {
    computed(Description {
        name,
        takes: 1..=1,
        returns: |_| Ok(DataType::Binary),
        field: None,
        compute,
    })
}

/// `sha256(bytes)`.
pub(super) fn sha256() -> ScalarUDF {
    hash("sha256", |values, _| hashed(values, &ring::digest::SHA256))
}

/// `sha384(bytes)`.
pub(super) fn sha384() -> ScalarUDF {
    hash("sha384", |values, _| hashed(values, &ring::digest::SHA384))
}

/// `sha512(bytes)`.
pub(super) fn sha512() -> ScalarUDF {
    hash("sha512", |values, _| hashed(values, &ring::digest::SHA512))
}

/// `width_bucket(value, low, high, count)`: which of so many parts of equal width a value lies in.
pub(super) fn width_bucket() -> ScalarUDF {
    computed(Description {
        name: "width_bucket",
        takes: 4..=4,
        returns: |_| Ok(DataType::Int64),
        field: None,
        compute: |values, _| {
            let (value, low, high) = (
                doubles(&values[0])?,
                doubles(&values[1])?,
                doubles(&values[2])?,
            );
            let counts = whole(&values[3])?;
            let rows = (0..counts.len()).map(|row| {
                let (Some(value), Some(low), Some(high), true) =
                    (value[row], low[row], high[row], counts.is_valid(row))
                else {
                    return Ok(None);
                };
                bucket(value, low, high, counts.value(row)).map(Some)
            });
            Ok(Arc::new(rows.collect::<DataFusionResult<Int64Array>>()?))
        },
    })
}

fn bucket(value: f64, low: f64, high: f64, count: i64) -> DataFusionResult<i64> {
    if count <= 0 || low == high || !low.is_finite() || !high.is_finite() {
        return Err(refused(
            "width_bucket takes a number above 0 of parts, and two different bounds",
        ));
    }
    let (before, beyond) = match low < high {
        true => (value < low, value >= high),
        false => (value > low, value <= high),
    };
    if before {
        return Ok(0);
    }
    if beyond {
        return Ok(count + 1);
    }
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        reason = "below the count"
    )]
    let part = ((value - low) / (high - low) * count as f64).floor() as i64;
    Ok(part + 1)
}

/// The value that stands most often in a list; of several the first. The list is in order.
pub(super) fn most_frequent() -> ScalarUDF {
    computed(Description {
        name: "most_frequent",
        takes: 1..=1,
        returns: |kinds| match kinds {
            [DataType::List(field)] => Ok(field.data_type().clone()),
            _ => Err(unsupported(
                "mode takes the values that it looks at: mode() WITHIN GROUP (ORDER BY …)",
            )),
        },
        field: None,
        compute: |values, _| {
            let lists = values[0].as_list::<i32>();
            let elements = lists.values();
            let offsets = lists.value_offsets();
            let places = (0..lists.len()).map(|row| {
                if lists.is_null(row) {
                    return Ok(None);
                }
                let (start, end) = (offsets[row], offsets[row + 1]);
                longest_run(elements, start, end)
            });
            let places = places.collect::<DataFusionResult<arrow::array::Int32Array>>()?;
            Ok(arrow::compute::take(elements, &places, None)?)
        },
    })
}

/// Where the longest run of equal values begins that are not NULL.
fn longest_run(elements: &ArrayRef, start: i32, end: i32) -> DataFusionResult<Option<i32>> {
    let equal =
        arrow::array::make_comparator(elements.as_ref(), elements.as_ref(), Default::default())?;
    let (mut best, mut longest, mut begin) = (None, 0, start);
    for place in start..end {
        let at = |place: i32| usize::try_from(place).unwrap_or_default();
        if equal(at(begin), at(place)).is_ne() {
            begin = place;
        }
        let length = place - begin + 1;
        if elements.is_valid(at(place)) && length > longest {
            (best, longest) = (Some(begin), length);
        }
    }
    Ok(best)
}
