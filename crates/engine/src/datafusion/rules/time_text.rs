//! A time as text is written as PostgreSQL writes it: `2025-01-31 12:30:00+00`, where DataFusion has `2025-01-31T12:30:00Z`.

use std::sync::Arc;

use arrow::array::{ArrayRef, AsArray, StringArray};
use arrow::compute::cast;
use arrow::datatypes::{DataType, TimeUnit, TimestampMicrosecondType};
use chrono::DateTime;
use datafusion::common::config::ConfigOptions;
use datafusion::common::tree_node::Transformed;
use datafusion::common::{Result as DataFusionResult, exec_err};
use datafusion::logical_expr::expr::Cast;
use datafusion::logical_expr::{
    ColumnarValue, Expr, ExprSchemable, LogicalPlan, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl,
    Signature, Volatility,
};
use datafusion::optimizer::AnalyzerRule;

use super::expressions::in_plan;
use crate::by_rows::by_rows;
use crate::zone::{Clocks, Zone};

/// The analyzer's rule. It has to run behind the coercion of types.
#[derive(Debug)]
pub(crate) struct TimesAsText;

impl AnalyzerRule for TimesAsText {
    fn name(&self) -> &str {
        "times_as_text"
    }

    fn analyze(&self, plan: LogicalPlan, _: &ConfigOptions) -> DataFusionResult<LogicalPlan> {
        in_plan(plan, |expr, schema| match expr {
            Expr::Cast(cast)
                if is_text(cast.field.data_type())
                    && matches!(cast.expr.get_type(schema), Ok(DataType::Timestamp(..))) =>
            {
                Ok(Transformed::yes(Expr::Cast(Cast {
                    expr: Box::new(text(*cast.expr)),
                    field: cast.field,
                })))
            }
            other => Ok(Transformed::no(other)),
        })
    }
}

fn is_text(kind: &DataType) -> bool {
    matches!(
        kind,
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View
    )
}

fn text(time: Expr) -> Expr {
    time_text(&Zone::utc()).call(vec![time])
}

/// The function that writes a time as the clock of a zone shows it.
pub(super) fn time_text(zone: &Zone) -> ScalarUDF {
    ScalarUDF::from(TimeText {
        zone: zone.clone(),
        signature: Signature::any(1, Volatility::Immutable),
    })
}

/// Its name.
pub(super) const TIME_TEXT: &str = "time_text";

#[derive(Debug, PartialEq, Eq, Hash)]
struct TimeText {
    zone: Zone,
    signature: Signature,
}

impl ScalarUDFImpl for TimeText {
    fn name(&self) -> &str {
        TIME_TEXT
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> DataFusionResult<DataType> {
        Ok(DataType::Utf8)
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> DataFusionResult<ColumnarValue> {
        by_rows(&args.args, args.number_rows, |times| {
            let [times] = times else {
                return exec_err!("the text of a time takes one time");
            };
            texts(times, &self.zone.clocks())
        })
    }
}

fn texts(times: &ArrayRef, clocks: &Clocks) -> DataFusionResult<ArrayRef> {
    let zone = matches!(times.data_type(), DataType::Timestamp(_, Some(_)));
    // The times of a zone are kept as those of UTC.
    let micros = DataType::Timestamp(TimeUnit::Microsecond, zone.then(|| "UTC".into()));
    let times = cast(times, &micros)?;
    let times = times.as_primitive::<TimestampMicrosecondType>();
    let texts = times.iter().map(|micros| {
        let micros = micros?;
        match zone {
            true => {
                let clock = clocks.clock(micros)?;
                written(clock, Some(clock - micros))
            }
            false => written(micros, None),
        }
    });
    Ok(Arc::new(texts.collect::<StringArray>()))
}

/// What a clock shows, and how far it is before UTC.
fn written(micros: i64, ahead: Option<i64>) -> Option<String> {
    let time = DateTime::from_timestamp_micros(micros)?;
    let mut text = time.format("%Y-%m-%d %H:%M:%S").to_string();
    let fraction = time.timestamp_subsec_micros();
    if fraction > 0 {
        let digits = format!("{fraction:06}");
        text.push('.');
        text.push_str(digits.trim_end_matches('0'));
    }
    if let Some(ahead) = ahead {
        let minutes = ahead / 60_000_000;
        let sign = if minutes < 0 { '-' } else { '+' };
        let minutes = minutes.abs();
        text += &format!("{sign}{:02}", minutes / 60);
        if minutes % 60 > 0 {
            text += &format!(":{:02}", minutes % 60);
        }
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::written;

    #[test]
    fn as_postgresql_writes_it() {
        assert_eq!(
            written(0, Some(0)).as_deref(),
            Some("1970-01-01 00:00:00+00")
        );
        assert_eq!(
            written(1_500_000, None).as_deref(),
            Some("1970-01-01 00:00:01.5")
        );
    }
}
