//! `extract(year FROM date_created) = 2025`, `date_trunc('month', date_created) = '2025-03-01'`, `date_created::date = '2025-03-09'` and
//! `to_char(date_created, 'YYYY-MM') = '2025-03'` are ranges of the column, which the store can be asked for. The rows are the same: the
//! function has one value within the range, and rises with the column. Days and months are those of the session's time zone.

use arrow::datatypes::{DataType, TimeUnit};
use chrono::{DateTime, Datelike, Days, Months, NaiveDate, NaiveDateTime, NaiveTime};
use datafusion::common::tree_node::Transformed;
use datafusion::common::{DFSchema, Result as DataFusionResult, ScalarValue};
use datafusion::logical_expr::expr::{Between, InList, ScalarFunction};
use datafusion::logical_expr::{BinaryExpr, Expr, ExprSchemable, LogicalPlan, Operator, lit};

use super::expressions::in_plan;
use crate::datafusion::written_time::Written;
use crate::zone::{Clocks, Zone};

/// The plan with ranges in place of such comparisons, in a session of this zone. Types have to be coerced, and what the zone changes is
/// still as it was typed.
pub(crate) fn ranges_of_times(plan: LogicalPlan, zone: &Zone) -> DataFusionResult<LogicalPlan> {
    let clocks = zone.clocks();
    in_plan(plan, |expr, schema| {
        let ranged = ranged(
            &expr,
            Within {
                clocks: &clocks,
                schema,
            },
        );
        Ok(ranged.map_or_else(|| Transformed::no(expr), Transformed::yes))
    })
}

/// Where a comparison stands.
#[derive(Clone, Copy)]
struct Within<'a> {
    clocks: &'a Clocks,
    schema: &'a DFSchema,
}

fn ranged(expr: &Expr, within: Within<'_>) -> Option<Expr> {
    let compared = |call: Call<'_>, op, value: &Expr| within.compared(call, op, value);
    match expr {
        Expr::BinaryExpr(BinaryExpr { left, op, right }) => match call(left) {
            Some(function) => compared(function, *op, right),
            None => compared(call(right)?, op.swap()?, left),
        },
        Expr::Between(Between {
            expr,
            negated: false,
            low,
            high,
        }) => {
            let function = call(expr)?;
            let low = compared(function, Operator::GtEq, low)?;
            let high = compared(function, Operator::LtEq, high)?;
            Some(low.and(high))
        }
        Expr::InList(InList {
            expr,
            list,
            negated: false,
        }) => {
            let function = call(expr)?;
            let values = list
                .iter()
                .map(|value| compared(function, Operator::Eq, value));
            let values = values.collect::<Option<Vec<_>>>()?;
            values.into_iter().reduce(Expr::or)
        }
        _ => None,
    }
}

/// What is compared with a constant.
#[derive(Clone, Copy)]
enum Call<'a> {
    Of(&'a ScalarFunction),
    /// `date_created::date`.
    Day(&'a Expr),
}

/// A call, also below a cast that only widens its value.
fn call(expr: &Expr) -> Option<Call<'_>> {
    match expr {
        Expr::ScalarFunction(call) => Some(Call::Of(call)),
        Expr::Cast(cast)
            if *cast.field.data_type() == DataType::Date32
                && matches!(cast.expr.as_ref(), Expr::Column(_)) =>
        {
            Some(Call::Day(&cast.expr))
        }
        Expr::Cast(cast) => match cast.expr.as_ref() {
            Expr::ScalarFunction(call) => {
                let kind = cast.field.data_type();
                let widens = match call.func.name() {
                    "date_part" => {
                        matches!(
                            kind,
                            DataType::Int64 | DataType::Float64 | DataType::Decimal128(..)
                        )
                    }
                    "date_trunc" => matches!(kind, DataType::Timestamp(..)),
                    "to_char" => matches!(
                        kind,
                        DataType::Utf8 | DataType::Utf8View | DataType::LargeUtf8
                    ),
                    _ => false,
                };
                widens.then_some(Call::Of(call))
            }
            _ => None,
        },
        _ => None,
    }
}

/// The clock times of a column for which a function has the value that it is compared with.
struct Range<'a> {
    column: &'a Expr,
    times: (NaiveDateTime, NaiveDateTime),
}

impl Within<'_> {
    /// A value that is written out; a text that is read as a time is the clock of this zone.
    fn constant(self, expr: &Expr) -> Option<ScalarValue> {
        let Expr::Cast(cast) = expr else {
            return match expr {
                Expr::Literal(value, _) => Some(value.clone()),
                _ => None,
            };
        };
        let (value, kind) = (self.constant(&cast.expr)?, cast.field.data_type());
        let is_zoned = |kind: &DataType| matches!(kind, DataType::Timestamp(_, Some(_)));
        if let Some(text) = value.try_as_str().filter(|_| is_zoned(kind)) {
            let micros = match Written::of(text?)?.micros() {
                (micros, true) => micros,
                (micros, false) => self.clocks.time(micros)?,
            };
            return instant(micros).cast_to(kind).ok();
        }
        let is_clock = matches!(
            value.data_type(),
            DataType::Timestamp(_, None) | DataType::Date32
        );
        if is_zoned(kind) && is_clock {
            let micros = self.clocks.time(micros_of(&value)?)?;
            return instant(micros).cast_to(kind).ok();
        }
        value.cast_to(kind).ok()
    }

    /// A time of a zone as what the clock shows, in microseconds.
    fn clock(self, value: &ScalarValue) -> Option<i64> {
        let micros = micros_of(value)?;
        match value.data_type() {
            DataType::Timestamp(_, Some(_)) => self.clocks.clock(micros),
            _ => Some(micros),
        }
    }

    /// The comparison of a function's value, as one of the column.
    fn compared(self, call: Call<'_>, op: Operator, value: &Expr) -> Option<Expr> {
        let value = self.constant(value)?;
        let Range { column, times } = match call {
            Call::Day(column) => {
                let day = DataType::Date32;
                let exact = value.data_type() == day && !value.is_null();
                let micros = exact.then(|| micros_of(&value))??;
                let day = DateTime::from_timestamp_micros(micros)?.date_naive();
                let times = Unit::Day.from(day)?;
                Range { column, times }
            }
            Call::Of(function) => self.range(function, op, &value)?,
        };
        let Expr::Column(_) = column else {
            return None;
        };
        let (start, end) = times;
        let (start, end) = (self.bound(start, column)?, self.bound(end, column)?);
        let column = column.clone();
        Some(match op {
            Operator::Eq => column.clone().gt_eq(start).and(column.lt(end)),
            Operator::NotEq => column.clone().lt(start).or(column.gt_eq(end)),
            Operator::Lt => column.lt(start),
            Operator::LtEq => column.lt(end),
            Operator::Gt => column.gt_eq(end),
            Operator::GtEq => column.gt_eq(start),
            _ => return None,
        })
    }

    fn range<'a>(
        self,
        function: &'a ScalarFunction,
        op: Operator,
        value: &ScalarValue,
    ) -> Option<Range<'a>> {
        let first = |place: usize| match function.args.get(place)? {
            Expr::Literal(text, _) => text.try_as_str().flatten(),
            _ => None,
        };
        let (column, times) = match function.func.name() {
            "date_part" => {
                first(0)?.eq_ignore_ascii_case("year").then_some(())?;
                let ScalarValue::Int64(Some(year)) = value.cast_to(&DataType::Int64).ok()? else {
                    return None;
                };
                let same = ScalarValue::Int64(Some(year))
                    .cast_to(&value.data_type())
                    .ok()?
                    == *value;
                let year = i32::try_from(year).ok().filter(|_| same)?;
                (
                    function.args.get(1)?,
                    Unit::Year.from(NaiveDate::from_ymd_opt(year, 1, 1)?),
                )
            }
            "date_trunc" => {
                let unit = Unit::of(first(0)?)?;
                let time = DateTime::from_timestamp_micros(self.clock(value)?)?.naive_utc();
                let start = unit.start(time.date())?;
                let range = unit.from(start)?;
                // A time between two values of the function is compared as the later one, and equal to none.
                let between = start.and_time(NaiveTime::MIN) != time;
                let range = match (between, op) {
                    (false, _) => range,
                    (true, Operator::Lt | Operator::LtEq | Operator::Gt | Operator::GtEq) => {
                        (range.1, range.1)
                    }
                    (true, _) => return None,
                };
                (function.args.get(1)?, Some(range))
            }
            name @ ("to_char" | "date_format") => {
                let text = value.try_as_str().flatten()?;
                let pattern =
                    first(1).filter(|pattern| name == "to_char" || pattern.contains('%'))?;
                (function.args.first()?, written(pattern, text))
            }
            _ => return None,
        };
        Some(Range {
            column,
            times: times?,
        })
    }

    /// A clock time as a constant of the column's type.
    fn bound(self, clock: NaiveDateTime, column: &Expr) -> Option<Expr> {
        let kind = column.get_type(self.schema).ok()?;
        let micros = clock.and_utc().timestamp_micros();
        let time = match &kind {
            DataType::Timestamp(_, Some(_)) => instant(self.clocks.time(micros)?),
            DataType::Timestamp(_, None) | DataType::Date32 => {
                ScalarValue::TimestampMicrosecond(Some(micros), None)
            }
            _ => return None,
        };
        Some(lit(time.cast_to(&kind).ok()?))
    }
}

fn instant(micros: i64) -> ScalarValue {
    ScalarValue::TimestampMicrosecond(Some(micros), Some("UTC".into()))
}

/// The microseconds of a day or a time.
fn micros_of(value: &ScalarValue) -> Option<i64> {
    let zone = match value.data_type() {
        DataType::Timestamp(_, zone) => zone,
        DataType::Date32 => None,
        _ => return None,
    };
    let kind = DataType::Timestamp(TimeUnit::Microsecond, zone);
    match value.cast_to(&kind).ok()? {
        ScalarValue::TimestampMicrosecond(micros, _) => micros,
        _ => None,
    }
}

/// The range of times that a pattern writes so. Only patterns whose texts rise with the time.
fn written(pattern: &str, text: &str) -> Option<(NaiveDateTime, NaiveDateTime)> {
    let digits = |from: usize, length: usize| text.get(from..from + length)?.parse::<u32>().ok();
    let (unit, month, day) = match pattern {
        "YYYY" | "%Y" => (Unit::Year, Some(1), Some(1)),
        "YYYY-MM" | "%Y-%m" => (Unit::Month, digits(5, 2), Some(1)),
        "YYYYMM" | "%Y%m" => (Unit::Month, digits(4, 2), Some(1)),
        "YYYY-MM-DD" | "%Y-%m-%d" => (Unit::Day, digits(5, 2), digits(8, 2)),
        "YYYYMMDD" | "%Y%m%d" => (Unit::Day, digits(4, 2), digits(6, 2)),
        _ => return None,
    };
    let year = i32::try_from(digits(0, 4)?).ok()?;
    let start = NaiveDate::from_ymd_opt(year, month?, day?)?;
    // The very text, so that `2025-3` is no month.
    let dashes = pattern.contains('-');
    let again = match (unit, dashes) {
        (Unit::Year, _) => start.format("%Y"),
        (Unit::Month, true) => start.format("%Y-%m"),
        (Unit::Month, false) => start.format("%Y%m"),
        (_, true) => start.format("%Y-%m-%d"),
        (_, false) => start.format("%Y%m%d"),
    };
    (again.to_string() == text).then_some(())?;
    unit.from(start)
}

/// What a function cuts times to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unit {
    Year,
    Quarter,
    Month,
    Week,
    Day,
}

impl Unit {
    fn of(name: &str) -> Option<Self> {
        Some(match name.to_lowercase().as_str() {
            "year" => Self::Year,
            "quarter" => Self::Quarter,
            "month" => Self::Month,
            "week" => Self::Week,
            "day" => Self::Day,
            _ => return None,
        })
    }

    /// The first day of the unit that a day lies in.
    fn start(self, day: NaiveDate) -> Option<NaiveDate> {
        match self {
            Self::Year => NaiveDate::from_ymd_opt(day.year(), 1, 1),
            Self::Quarter => NaiveDate::from_ymd_opt(day.year(), day.month0() / 3 * 3 + 1, 1),
            Self::Month => day.with_day(1),
            Self::Week => {
                day.checked_sub_days(Days::new(day.weekday().num_days_from_monday().into()))
            }
            Self::Day => Some(day),
        }
    }

    /// From a day to the end of the unit that it begins.
    fn from(self, start: NaiveDate) -> Option<(NaiveDateTime, NaiveDateTime)> {
        let end = match self {
            Self::Year => start.checked_add_months(Months::new(12)),
            Self::Quarter => start.checked_add_months(Months::new(3)),
            Self::Month => start.checked_add_months(Months::new(1)),
            Self::Week => start.checked_add_days(Days::new(7)),
            Self::Day => start.checked_add_days(Days::new(1)),
        };
        Some((
            start.and_time(NaiveTime::MIN),
            end?.and_time(NaiveTime::MIN),
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::written;

    #[test]
    fn what_a_pattern_writes() {
        let range = |pattern, text| {
            written(pattern, text).map(|(start, end)| format!("{} {}", start.date(), end.date()))
        };
        assert_eq!(
            range("YYYY-MM", "2025-12").as_deref(),
            Some("2025-12-01 2026-01-01")
        );
        assert_eq!(
            range("YYYY", "2024").as_deref(),
            Some("2024-01-01 2025-01-01")
        );
        assert_eq!(
            range("YYYYMMDD", "20250228").as_deref(),
            Some("2025-02-28 2025-03-01")
        );
        assert_eq!(range("YYYY-MM", "2025-3"), None);
        assert_eq!(range("YYYY-MM", "2025-13"), None);
        assert_eq!(range("MM-YYYY", "03-2025"), None);
    }
}
