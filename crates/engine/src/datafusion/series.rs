//! `FROM generate_series(…)` over times as PostgreSQL has it: DataFusion's counts nanoseconds only, while a session's times are
//! microseconds, and takes no date beside a time and no text.

use std::sync::Arc;

use arrow::datatypes::{DataType, IntervalUnit, TimeUnit};
use datafusion::catalog::{TableFunctionArgs, TableFunctionImpl, TableProvider};
use datafusion::common::{Result as DataFusionResult, ScalarValue};
use datafusion::functions_table::generate_series::GenerateSeriesFunc;
use datafusion::logical_expr::Expr;

use crate::error::{Error, ErrorKind};

/// The table function.
#[derive(Debug)]
pub(super) struct Series;

impl TableFunctionImpl for Series {
    fn call_with_args(&self, args: TableFunctionArgs) -> DataFusionResult<Arc<dyn TableProvider>> {
        let values: Vec<Expr> = counted(args.exprs())?
            .into_iter()
            .map(|value| Expr::Literal(value, None))
            .collect();
        GenerateSeriesFunc {}.call_with_args(TableFunctionArgs::new(&values, args.session()))
    }
}

/// The values as those that are counted.
fn counted(exprs: &[Expr]) -> DataFusionResult<Vec<ScalarValue>> {
    let values = exprs.iter().map(|expr| match expr {
        Expr::Literal(value, _) => Ok(value.clone()),
        _ => Err(refused(
            "generate_series in FROM takes values that are known before rows are read: write numbers or times, or now() and CURRENT_DATE with intervals",
        )),
    });
    let values = values.collect::<DataFusionResult<Vec<_>>>()?;
    let of_times = values.iter().any(|value| {
        matches!(
            value.data_type(),
            DataType::Timestamp(..) | DataType::Date32
        )
    });
    if values.len() < 2 {
        return Err(refused(
            "generate_series takes a start and an end: generate_series(1, 10)",
        ));
    }
    if !of_times {
        return values.into_iter().map(whole).collect();
    }
    let [start, end, step] = values.as_slice() else {
        return Err(refused(
            "generate_series of times takes a start, an end and a step: generate_series(DATE '2025-01-01', DATE '2025-01-31', INTERVAL '1 day')",
        ));
    };
    let zone = [start, end]
        .iter()
        .find_map(|value| match value.data_type() {
            DataType::Timestamp(_, zone) => zone,
            _ => None,
        });
    let time = DataType::Timestamp(TimeUnit::Nanosecond, zone);
    let span = DataType::Interval(IntervalUnit::MonthDayNano);
    Ok(vec![
        start.cast_to(&time)?,
        end.cast_to(&time)?,
        step.cast_to(&span)?,
    ])
}

fn whole(value: ScalarValue) -> DataFusionResult<ScalarValue> {
    match value.data_type() {
        DataType::Null => Ok(value),
        kind if kind.is_integer() => value.cast_to(&DataType::Int64),
        _ => Err(refused(
            "generate_series counts whole numbers or times: CAST the values, or multiply the numbers that it gives",
        )),
    }
}

fn refused(message: &str) -> datafusion::error::DataFusionError {
    Error::new(ErrorKind::Unsupported, message)
        .about_typed("generate_series")
        .into_datafusion()
}
