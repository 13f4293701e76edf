//! What a chart is drawn of: one label or time for each row, and one or more numbers. Says where a result is not that.

use arrow::array::{Array, ArrayRef, AsArray};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Float64Type, Schema, TimeUnit, TimestampMicrosecondType};
use arrow::error::ArrowError;
use arrow::record_batch::RecordBatch;
use storeql_connection::escaped;

use super::rows::texts;
use crate::failure::{Failure, Result};

/// Bars that a person still tells apart.
const MOST_BARS: usize = 200;
/// Points of a line.
const MOST_POINTS: usize = 20_000;

/// Which columns of a result a chart shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Shape {
    /// What the points are called.
    label: usize,
    /// They are times, and stand on an axis.
    over_time: bool,
    numbers: Vec<usize>,
}

/// The points.
pub(super) struct Figures {
    pub(super) points: Points,
    pub(super) series: Vec<Series>,
}

/// What the points are called.
pub(super) enum Points {
    /// A bar each.
    Names(Vec<String>),
    /// Microseconds since 1970, in order: places on a line.
    Times(Vec<i64>),
}

/// The numbers of one column; none where it is NULL.
pub(super) struct Series {
    pub(super) name: String,
    pub(super) values: Vec<Option<f64>>,
    /// The same as the column has them, with all digits.
    pub(super) exact: Vec<String>,
}

impl Shape {
    /// The label is the only column that is no number, or else the first column.
    pub(super) fn of(schema: &Schema) -> Result<Self> {
        let fields = schema.fields();
        let numeric = |at: &usize| fields[*at].data_type().is_numeric();
        let others: Vec<usize> = (0..fields.len()).filter(|at| !numeric(at)).collect();
        let label = match others.as_slice() {
            [] => 0,
            [one] => *one,
            [one, other, ..] => {
                return Err(cannot(&format!(
                    "`{}` and `{}` are both no numbers: ask for one label or one time",
                    fields[*one].name(),
                    fields[*other].name()
                )));
            }
        };
        let numbers: Vec<usize> = (0..fields.len())
            .filter(|at| *at != label && numeric(at))
            .collect();
        if numbers.is_empty() {
            return Err(cannot(
                "it takes a label or a time, and at least one number, as in SELECT status, count(*) FROM orders GROUP BY status",
            ));
        }
        let kind = fields[label].data_type();
        Ok(Self {
            label,
            over_time: kind.is_temporal()
                && !matches!(kind, DataType::Time32(_) | DataType::Time64(_)),
            numbers,
        })
    }

    /// The points of a whole result.
    pub(super) fn figures(&self, schema: &Schema, batches: &[RecordBatch]) -> Result<Figures> {
        let rows: usize = batches.iter().map(RecordBatch::num_rows).sum();
        let (most, what) = match self.over_time {
            true => (MOST_POINTS, "points of a line"),
            false => (MOST_BARS, "bars"),
        };
        if rows > most {
            return Err(cannot(&format!(
                "{rows} rows are too many, since {most} {what} can be drawn: group them, or write LIMIT"
            )));
        }
        if rows == 0 {
            return Err(cannot("it has no rows"));
        }
        let name = |at: usize| escaped(schema.field(at).name()).into_owned();
        let mut series: Vec<Series> = self
            .numbers
            .iter()
            .map(|at| Series {
                name: name(*at),
                values: Vec::with_capacity(rows),
                exact: Vec::with_capacity(rows),
            })
            .collect();
        let mut names = Vec::new();
        let mut times = Vec::new();
        for batch in batches {
            let label = batch.column(self.label);
            match self.over_time {
                true => times.extend(micros(label, &name(self.label))?),
                false => names.extend(texts(label)?.into_iter().map(|text| match text {
                    Some(text) => escaped(&text).into_owned(),
                    None => "NULL".to_owned(),
                })),
            }
            for (series, at) in series.iter_mut().zip(&self.numbers) {
                let column = batch.column(*at);
                series.values.extend(numbers(column)?);
                let exact = texts(column)?.into_iter();
                series
                    .exact
                    .extend(exact.map(|text| text.unwrap_or_else(|| "NULL".to_owned())));
            }
        }
        let points = match self.over_time {
            true => Points::Times(in_order(times, &mut series)),
            false => Points::Names(names),
        };
        Ok(Figures { points, series })
    }
}

impl Figures {
    /// The least and the largest number of a series, and zero: an axis that does not begin at zero makes small changes look large.
    pub(super) fn ends(series: &Series) -> (f64, f64) {
        let values = series.values.iter().flatten();
        values.fold((0.0_f64, 0.0_f64), |(low, high), value| {
            (low.min(*value), high.max(*value))
        })
    }
}

/// A line goes from left to right, whatever order the rows have.
fn in_order(times: Vec<i64>, series: &mut [Series]) -> Vec<i64> {
    let mut order: Vec<usize> = (0..times.len()).collect();
    order.sort_by_key(|at| times[*at]);
    for series in series {
        series.values = order.iter().map(|at| series.values[*at]).collect();
        series.exact = order.iter().map(|at| series.exact[*at].clone()).collect();
    }
    order.into_iter().map(|at| times[at]).collect()
}

fn micros(array: &ArrayRef, name: &str) -> Result<Vec<i64>> {
    if array.logical_null_count() > 0 {
        return Err(cannot(&format!(
            "`{name}` is NULL in some rows, which is no place on an axis of time: add WHERE {name} IS NOT NULL"
        )));
    }
    let zone = match array.data_type() {
        DataType::Timestamp(_, zone) => zone.clone(),
        _ => None,
    };
    let array = cast(array, &DataType::Timestamp(TimeUnit::Microsecond, zone))?;
    Ok(array
        .as_primitive::<TimestampMicrosecondType>()
        .values()
        .to_vec())
}

/// What is drawn: a double is exact enough for a length.
fn numbers(array: &ArrayRef) -> Result<Vec<Option<f64>>, ArrowError> {
    let array = cast(array, &DataType::Float64)?;
    let numbers = array.as_primitive::<Float64Type>().iter();
    Ok(numbers
        .map(|value| value.filter(|value| value.is_finite()))
        .collect())
}

/// A top of an axis: the next of 1, 2, 2.5 or 5 times a power of ten, so that its quarters are numbers that people read.
pub(super) fn round_end(value: f64) -> f64 {
    if value == 0.0 {
        return 0.0;
    }
    let power = 10_f64.powf(value.abs().log10().floor());
    let steps = [1.0, 2.0, 4.0, 5.0, 8.0, 10.0];
    let step = steps
        .into_iter()
        .find(|step| step * power >= value.abs() * (1.0 - 1e-12));
    step.unwrap_or(10.0) * power * value.signum()
}

/// A number at an axis.
pub(super) fn tick(value: f64) -> String {
    let text = match value.abs() {
        0.0 => "0".to_owned(),
        size if !(1e-4..1e15).contains(&size) => format!("{value:e}"),
        _ => format!("{value:.4}"),
    };
    match text.contains('.') && !text.contains('e') {
        true => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
        false => text,
    }
}

fn cannot(why: &str) -> Failure {
    Failure::Query(format!("this result makes no chart: {why}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use ::arrow::datatypes::Field;

    fn shape(columns: &[(&str, DataType)]) -> Result<Shape> {
        let fields = columns
            .iter()
            .map(|(name, kind)| Field::new(*name, kind.clone(), true));
        Shape::of(&Schema::new(fields.collect::<Vec<_>>()))
    }

    #[test]
    fn a_label_or_a_time_and_numbers() {
        let (text, number) = (DataType::Utf8, DataType::Int64);
        let time = DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into()));
        let one = shape(&[("n", number.clone()), ("status", text.clone())]).unwrap();
        assert_eq!((one.label, one.over_time, one.numbers), (1, false, vec![0]));
        let two = shape(&[("day", time), ("n", number.clone()), ("m", number.clone())]).unwrap();
        assert_eq!(
            (two.label, two.over_time, two.numbers),
            (0, true, vec![1, 2])
        );
        let ids = shape(&[("id", number.clone()), ("n", number.clone())]).unwrap();
        assert_eq!((ids.label, ids.numbers), (0, vec![1]));
        let refused = [
            shape(&[
                ("a", text.clone()),
                ("b", text.clone()),
                ("n", number.clone()),
            ]),
            shape(&[("a", text)]),
            shape(&[("n", number)]),
        ];
        for refused in refused {
            assert!(refused.is_err());
        }
    }

    #[test]
    fn an_axis_ends_at_a_number_that_people_read() {
        for (value, end) in [
            (0.0, 0.0),
            (7.0, 8.0),
            (100.0, 100.0),
            (1234.5, 2000.0),
            (-0.31, -0.4),
        ] {
            assert!((round_end(value) - end).abs() < 1e-9, "{value}");
        }
        assert_eq!(tick(0.25), "0.25");
        assert_eq!(tick(1500.0), "1500");
    }
}
