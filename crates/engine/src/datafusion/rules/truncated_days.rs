//! `date_trunc('quarter', DATE '2026-12-13')` is a time with a zone, as in PostgreSQL: the day is its first moment.

use std::sync::Arc;

use arrow::datatypes::{DataType, TimeUnit};
use datafusion::common::config::ConfigOptions;
use datafusion::common::tree_node::Transformed;
use datafusion::common::{DFSchema, Result as DataFusionResult};
use datafusion::logical_expr::{Expr, LogicalPlan, cast};
use datafusion::optimizer::AnalyzerRule;

use super::expressions::in_plan;
use crate::datafusion::time_kind::time_kind;

/// The analyzer's rule. It has to run before the coercion of types.
#[derive(Debug)]
pub(crate) struct TruncatedDays;

impl AnalyzerRule for TruncatedDays {
    fn name(&self) -> &str {
        "truncated_days"
    }

    fn analyze(&self, plan: LogicalPlan, _: &ConfigOptions) -> DataFusionResult<LogicalPlan> {
        in_plan(plan, |expr, schema| Ok(as_time(expr, schema)))
    }
}

fn as_time(expr: Expr, schema: &DFSchema) -> Transformed<Expr> {
    let Expr::ScalarFunction(mut call) = expr else {
        return Transformed::no(expr);
    };
    if call.func.name() == "date_trunc"
        && let [_, day] = call.args.as_mut_slice()
        && time_kind(day, schema) == Some(DataType::Date32)
    {
        let time = DataType::Timestamp(TimeUnit::Microsecond, Some(Arc::from("UTC")));
        *day = cast(day.clone(), time);
        return Transformed::yes(Expr::ScalarFunction(call));
    }
    Transformed::no(Expr::ScalarFunction(call))
}
