//! `extract(year FROM date_created) = 2025`, `date_trunc('month', date_created) = '2025-03-01'` and
//! `to_char(date_created, 'YYYY-MM') = '2025-03'` are ranges of the column, which the store can be asked for. The rows are the same: the
//! function has one value within the range, and rises with the column.

use arrow::datatypes::{DataType, TimeUnit};
use chrono::{DateTime, Datelike, Days, Months, NaiveDate, NaiveDateTime, NaiveTime};
use datafusion::common::config::ConfigOptions;
use datafusion::common::tree_node::Transformed;
use datafusion::common::{DFSchema, Result as DataFusionResult, ScalarValue};
use datafusion::logical_expr::expr::{Between, InList, ScalarFunction};
use datafusion::logical_expr::{BinaryExpr, Expr, ExprSchemable, LogicalPlan, Operator, lit};
use datafusion::optimizer::AnalyzerRule;

use super::expressions::in_plan;

/// The analyzer's rule. It has to run behind the coercion of types.
#[derive(Debug)]
pub(crate) struct RangesOfTimes;

impl AnalyzerRule for RangesOfTimes {
    fn name(&self) -> &str {
        "ranges_of_times"
    }

    fn analyze(&self, plan: LogicalPlan, _: &ConfigOptions) -> DataFusionResult<LogicalPlan> {
        in_plan(plan, |expr, schema| {
            let ranged = ranged(&expr, schema);
            Ok(ranged.map_or_else(|| Transformed::no(expr), Transformed::yes))
        })
    }
}

fn ranged(expr: &Expr, schema: &DFSchema) -> Option<Expr> {
    match expr {
        Expr::BinaryExpr(BinaryExpr { left, op, right }) => match call(left) {
            Some(function) => compared(function, *op, &constant(right)?, schema),
            None => compared(call(right)?, op.swap()?, &constant(left)?, schema),
        },
        Expr::Between(Between {
            expr,
            negated: false,
            low,
            high,
        }) => {
            let function = call(expr)?;
            let low = compared(function, Operator::GtEq, &constant(low)?, schema)?;
            let high = compared(function, Operator::LtEq, &constant(high)?, schema)?;
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
                .map(|value| compared(function, Operator::Eq, &constant(value)?, schema));
            let values = values.collect::<Option<Vec<_>>>()?;
            values.into_iter().reduce(Expr::or)
        }
        _ => None,
    }
}

/// A call, also below a cast that only widens its value.
fn call(expr: &Expr) -> Option<&ScalarFunction> {
    match expr {
        Expr::ScalarFunction(call) => Some(call),
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
                widens.then_some(call)
            }
            _ => None,
        },
        _ => None,
    }
}

/// A value that is written out.
fn constant(expr: &Expr) -> Option<ScalarValue> {
    match expr {
        Expr::Literal(value, _) => Some(value.clone()),
        Expr::Cast(cast) => constant(&cast.expr)?.cast_to(cast.field.data_type()).ok(),
        _ => None,
    }
}

/// The comparison of a function's value, as one of the column.
fn compared(
    function: &ScalarFunction,
    op: Operator,
    value: &ScalarValue,
    schema: &DFSchema,
) -> Option<Expr> {
    let first = |place: usize| match function.args.get(place)? {
        Expr::Literal(text, _) => text.try_as_str().flatten(),
        _ => None,
    };
    let (column, range) = match function.func.name() {
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
            let kind = DataType::Timestamp(TimeUnit::Microsecond, None);
            let ScalarValue::TimestampMicrosecond(Some(micros), _) = value.cast_to(&kind).ok()?
            else {
                return None;
            };
            let time = DateTime::from_timestamp_micros(micros)?.naive_utc();
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
            let pattern = first(1).filter(|pattern| name == "to_char" || pattern.contains('%'))?;
            (function.args.first()?, written(pattern, text))
        }
        _ => return None,
    };
    let Expr::Column(_) = column else {
        return None;
    };
    let (start, end) = range?;
    let (start, end) = (bound(start, column, schema)?, bound(end, column, schema)?);
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

/// A time as a constant of the column's type.
fn bound(time: NaiveDateTime, column: &Expr, schema: &DFSchema) -> Option<Expr> {
    let kind = column.get_type(schema).ok()?;
    let zone = match &kind {
        DataType::Timestamp(_, zone) => zone.clone(),
        DataType::Date32 => None,
        _ => return None,
    };
    let micros = ScalarValue::TimestampMicrosecond(Some(time.and_utc().timestamp_micros()), zone);
    Some(lit(micros.cast_to(&kind).ok()?))
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
