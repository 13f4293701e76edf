//! Intervals compare by their length, as in PostgreSQL: a month counts as 30 days and a day as 24 hours. DataFusion compares months
//! first, then days, so that `INTERVAL '36 hours'` is less than `INTERVAL '1 day'`.

use std::sync::Arc;

use arrow::array::{AsArray, Decimal128Array};
use arrow::compute::cast;
use arrow::datatypes::{DataType, IntervalMonthDayNanoType, IntervalUnit};
use datafusion::common::config::ConfigOptions;
use datafusion::common::tree_node::{Transformed, TransformedResult};
use datafusion::common::{DFSchema, Result as DataFusionResult, exec_err};
use datafusion::logical_expr::expr::{Between, InList};
use datafusion::logical_expr::{
    BinaryExpr, ColumnarValue, Expr, ExprSchemable, LogicalPlan, Operator, ScalarFunctionArgs,
    ScalarUDF, ScalarUDFImpl, Signature, SortExpr, Volatility,
};
use datafusion::optimizer::AnalyzerRule;

use super::expressions::in_node;
use crate::by_rows::by_rows;

/// The analyzer's rule. It has to run behind the coercion of types.
#[derive(Debug)]
pub(crate) struct SpansByLength;

impl AnalyzerRule for SpansByLength {
    fn name(&self) -> &str {
        "spans_by_length"
    }

    fn analyze(&self, plan: LogicalPlan, _: &ConfigOptions) -> DataFusionResult<LogicalPlan> {
        plan.transform_up_with_subqueries(|plan| match plan {
            LogicalPlan::Sort(mut sort) => {
                let schema = Arc::clone(sort.input.schema());
                let order = sort.expr.into_iter().map(|by| SortExpr {
                    expr: by_length(by.expr, &schema),
                    ..by
                });
                sort.expr = order.collect();
                Ok(Transformed::yes(LogicalPlan::Sort(sort)))
            }
            node => in_node(node, &|expr, schema| Ok(compared(expr, schema))),
        })
        .data()
    }
}

fn is_span(expr: &Expr, schema: &DFSchema) -> bool {
    matches!(expr.get_type(schema), Ok(DataType::Interval(_)))
}

fn is_comparison(op: Operator) -> bool {
    matches!(
        op,
        Operator::Eq
            | Operator::NotEq
            | Operator::Lt
            | Operator::LtEq
            | Operator::Gt
            | Operator::GtEq
            | Operator::IsDistinctFrom
            | Operator::IsNotDistinctFrom
    )
}

fn by_length(expr: Expr, schema: &DFSchema) -> Expr {
    match is_span(&expr, schema) {
        true => ScalarUDF::from(Length {
            signature: Signature::any(1, Volatility::Immutable),
        })
        .call(vec![expr]),
        false => expr,
    }
}

fn compared(expr: Expr, schema: &DFSchema) -> Transformed<Expr> {
    let length = |expr: Box<Expr>| Box::new(by_length(*expr, schema));
    match expr {
        Expr::BinaryExpr(BinaryExpr { left, op, right })
            if is_comparison(op) && is_span(&left, schema) && is_span(&right, schema) =>
        {
            let compared = BinaryExpr::new(length(left), op, length(right));
            Transformed::yes(Expr::BinaryExpr(compared))
        }
        Expr::Between(between) if is_span(&between.expr, schema) => {
            Transformed::yes(Expr::Between(Between {
                expr: length(between.expr),
                negated: between.negated,
                low: length(between.low),
                high: length(between.high),
            }))
        }
        Expr::InList(InList {
            expr,
            list,
            negated,
        }) if is_span(&expr, schema) => {
            let list = list.into_iter().map(|one| by_length(one, schema)).collect();
            Transformed::yes(Expr::InList(InList {
                expr: length(expr),
                list,
                negated,
            }))
        }
        other => Transformed::no(other),
    }
}

/// The nanoseconds of an interval.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Length {
    signature: Signature,
}

const DAY: i128 = 86_400_000_000_000;

impl ScalarUDFImpl for Length {
    fn name(&self) -> &str {
        "span_length"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> DataFusionResult<DataType> {
        Ok(DataType::Decimal128(38, 0))
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> DataFusionResult<ColumnarValue> {
        by_rows(&args.args, args.number_rows, |spans| {
            let [spans] = spans else {
                return exec_err!("the length of an interval takes one interval");
            };
            let spans = cast(spans, &DataType::Interval(IntervalUnit::MonthDayNano))?;
            let spans = spans.as_primitive::<IntervalMonthDayNanoType>();
            let lengths = spans.iter().map(|span| {
                span.map(|span| {
                    let days = i128::from(span.months) * 30 + i128::from(span.days);
                    days * DAY + i128::from(span.nanoseconds)
                })
            });
            let lengths: Decimal128Array = lengths.collect();
            Ok(Arc::new(lengths.with_precision_and_scale(38, 0)?))
        })
    }
}
