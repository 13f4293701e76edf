//! A session whose time zone is another than UTC: `date_trunc`, `extract`, casts to a day and texts without a zone mean the clock there, as
//! in PostgreSQL. Columns stay times of UTC. It is done when a statement runs, as the zone may be that of the store, which is read then.

use arrow::datatypes::{DataType, TimeUnit};
use datafusion::common::tree_node::Transformed;
use datafusion::common::{DFSchema, Result as DataFusionResult, ScalarValue};
use datafusion::functions::datetime::expr_fn::now;
use datafusion::logical_expr::expr::{Cast, ScalarFunction};
use datafusion::logical_expr::{
    BinaryExpr, Expr, ExprSchemable, LogicalPlan, Operator, ScalarUDF, cast, lit,
};

use super::expressions::in_plan;
use super::time_text::{TIME_TEXT, time_text};
use crate::datafusion::zone::timezone_east;
use crate::datafusion::zoned::{zoned_shift, zoned_time};
use crate::error::{Error, ErrorKind};
use crate::functions::reads_clock;
use crate::zone::Zone;

/// The plan of a statement in a session of this zone.
pub(crate) fn in_zone(plan: LogicalPlan, zone: &Zone) -> DataFusionResult<LogicalPlan> {
    let within = Within { zone };
    in_plan(plan, |expr, schema| within.changed(expr, schema))
}

struct Within<'a> {
    zone: &'a Zone,
}

fn is_instant(expr: &Expr, schema: &DFSchema) -> bool {
    matches!(expr.get_type(schema), Ok(kind) if is_zoned(&kind))
}

fn is_zoned(kind: &DataType) -> bool {
    matches!(kind, DataType::Timestamp(_, Some(_)))
}

fn is_text(kind: &DataType) -> bool {
    matches!(
        kind,
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View | DataType::Null
    )
}

/// The text of a value that is written out.
fn constant(expr: &Expr) -> Option<String> {
    match expr {
        Expr::Literal(value, _) => Some(value.try_as_str()??.to_lowercase()),
        _ => None,
    }
}

impl Within<'_> {
    fn changed(&self, expr: Expr, schema: &DFSchema) -> DataFusionResult<Transformed<Expr>> {
        match expr {
            Expr::Cast(cast) => Ok(self.in_cast(cast, schema)),
            Expr::TryCast(mut cast) => {
                let target = cast.field.data_type().clone();
                let inner = cast.expr.as_ref().clone();
                match self.cast_value(inner, &target, schema, true) {
                    Some(value) => {
                        *cast.expr = value;
                        Ok(Transformed::yes(Expr::TryCast(cast)))
                    }
                    None => Ok(Transformed::no(Expr::TryCast(cast))),
                }
            }
            Expr::ScalarFunction(call) => self.in_call(call, schema),
            Expr::BinaryExpr(BinaryExpr { left, op, right }) => {
                Ok(self.in_sum(*left, op, *right, schema))
            }
            other => Ok(Transformed::no(other)),
        }
    }

    /// A time as the clock shows it, or the time at which the clock shows this.
    fn clock(&self, time: Expr) -> Expr {
        timezone_east().call(vec![lit(self.zone.name()), time])
    }

    fn in_cast(&self, mut cast: Cast, schema: &DFSchema) -> Transformed<Expr> {
        let target = cast.field.data_type().clone();
        match self.cast_value(cast.expr.as_ref().clone(), &target, schema, false) {
            Some(value) => {
                *cast.expr = value;
                Transformed::yes(Expr::Cast(cast))
            }
            None => Transformed::no(Expr::Cast(cast)),
        }
    }

    /// What is cast in place of `value`, where the zone has a say.
    fn cast_value(
        &self,
        value: Expr,
        target: &DataType,
        schema: &DFSchema,
        or_null: bool,
    ) -> Option<Expr> {
        let kind = value.get_type(schema).ok()?;
        let to_clock = matches!(
            target,
            DataType::Date32
                | DataType::Timestamp(_, None)
                | DataType::Time64(_)
                | DataType::Time32(_)
        );
        match &kind {
            kind if is_zoned(kind) && to_clock => Some(self.clock(value)),
            DataType::Date32 | DataType::Timestamp(_, None) if is_zoned(target) => {
                let clock = DataType::Timestamp(TimeUnit::Microsecond, None);
                Some(self.clock(cast(value, clock)))
            }
            kind if is_text(kind) && *kind != DataType::Null && is_zoned(target) => {
                Some(zoned_time(self.zone, or_null).call(vec![value]))
            }
            _ => None,
        }
    }

    fn in_call(
        &self,
        call: ScalarFunction,
        schema: &DFSchema,
    ) -> DataFusionResult<Transformed<Expr>> {
        let name = call.func.name().to_owned();
        let kind = Expr::ScalarFunction(call.clone()).get_type(schema)?;
        let unit = call.args.first().and_then(constant).unwrap_or_default();
        let has_instant = call.args.iter().any(|value| is_instant(value, schema));
        let changed = match name.as_str() {
            TIME_TEXT if has_instant => time_text(self.zone).call(call.args),
            "current_date" => cast(self.clock(now()), DataType::Date32),
            "current_time" => cast(self.clock(now()), kind),
            "date_part" if has_instant && unit != "epoch" => self.of_clocks(call, schema),
            "date_trunc" if has_instant => self.truncated(call, &unit, kind),
            "units_begun" | "units_passed" if has_instant && is_of_days(&unit) => {
                self.of_clocks(call, schema)
            }
            "to_timestamp"
                if call
                    .args
                    .first()
                    .is_some_and(|text| is_of_text(text, schema)) =>
            {
                let clock = DataType::Timestamp(TimeUnit::Microsecond, None);
                let read = cast(Expr::ScalarFunction(call), clock);
                cast(self.clock(read), kind)
            }
            name if has_instant && reads_clock(name) => {
                let pattern = call.args.get(1).and_then(constant).unwrap_or_default();
                if name == "to_char" && (pattern.contains("tz") || pattern.contains("of")) {
                    let message = "to_char with TZ or OF is not supported in a session whose time zone is not UTC: write the zone's name as text behind it";
                    return Err(Error::new(ErrorKind::Unsupported, message).into_datafusion());
                }
                self.of_clocks(call, schema)
            }
            _ => return Ok(Transformed::no(Expr::ScalarFunction(call))),
        };
        Ok(Transformed::yes(changed))
    }

    /// The call with clocks in place of times.
    fn of_clocks(&self, call: ScalarFunction, schema: &DFSchema) -> Expr {
        let args = call
            .args
            .into_iter()
            .map(|value| match is_instant(&value, schema) {
                true => self.clock(value),
                false => value,
            });
        call.func.call(args.collect())
    }

    /// `date_trunc`: the beginning of a day is looked up on the clock. That of an hour or less is so long before the time as on the clock, so
    /// that it stays right in the hour that comes twice.
    fn truncated(&self, call: ScalarFunction, unit: &str, kind: DataType) -> Expr {
        let [named, time] = match <[Expr; 2]>::try_from(call.args) {
            Ok(values) => values,
            Err(args) => return call.func.call(args),
        };
        let clock = self.clock(time.clone());
        let start = call.func.call(vec![named, clock.clone()]);
        let within_a_day = ["hour", "minute", "second", "millisecond", "microsecond"]
            .iter()
            .any(|small| unit.starts_with(small));
        let truncated = match within_a_day {
            true => time - (clock - start),
            false => self.clock(start),
        };
        cast(truncated, kind)
    }

    /// A time and an interval: days and months are those of the clock, hours are hours.
    fn in_sum(
        &self,
        left: Expr,
        op: Operator,
        right: Expr,
        schema: &DFSchema,
    ) -> Transformed<Expr> {
        let is_span = |expr: &Expr| matches!(expr.get_type(schema), Ok(DataType::Interval(_)));
        let has_days = |span: &Expr| match span {
            Expr::Literal(ScalarValue::IntervalMonthDayNano(Some(span)), _) => {
                span.months != 0 || span.days != 0
            }
            _ => true,
        };
        let (time, span, kind) = match op {
            Operator::Plus | Operator::Minus if is_instant(&left, schema) && is_span(&right) => {
                (&left, &right, left.get_type(schema))
            }
            Operator::Plus if is_span(&left) && is_instant(&right, schema) => {
                (&right, &left, right.get_type(schema))
            }
            _ => return Transformed::no(binary(left, op, right)),
        };
        let Ok(kind) = kind else {
            return Transformed::no(binary(left, op, right));
        };
        if !has_days(span) {
            return Transformed::no(binary(left, op, right));
        }
        let shift: ScalarUDF = zoned_shift(self.zone, op == Operator::Minus);
        let moved = shift.call(vec![time.clone(), span.clone()]);
        Transformed::yes(cast(moved, kind))
    }
}

fn binary(left: Expr, op: Operator, right: Expr) -> Expr {
    Expr::BinaryExpr(BinaryExpr {
        left: Box::new(left),
        op,
        right: Box::new(right),
    })
}

fn is_of_text(value: &Expr, schema: &DFSchema) -> bool {
    matches!(value.get_type(schema), Ok(kind) if is_text(&kind))
}

/// Whether a unit is a day or longer.
fn is_of_days(unit: &str) -> bool {
    !["hour", "minute", "second", "milli", "micro", "nano"]
        .iter()
        .any(|small| unit.starts_with(small))
}
