//! The mean of decimals is rounded to its last digit, where DataFusion's `avg` cuts the others off: it is computed with more digits,
//! and brought to its type behind that, of groups as well as of windows. That of spans of time is rounded to the microsecond.

use std::sync::Arc;

use arrow::datatypes::{DECIMAL128_MAX_PRECISION, DataType};
use datafusion::common::config::ConfigOptions;
use datafusion::common::tree_node::{Transformed, TransformedResult, TreeNode};
use datafusion::common::{Column, DFSchema, DFSchemaRef, Result as DataFusionResult};
use datafusion::functions::math::round;
use datafusion::logical_expr::{
    Aggregate, Expr, ExprSchemable, LogicalPlan, Projection, Window, cast, lit,
};
use datafusion::optimizer::AnalyzerRule;

/// Digits by which a mean is longer while it is computed.
const MORE_DIGITS: i8 = 8;

/// The analyzer's rule. It has to run behind the coercion of types.
#[derive(Debug)]
pub(crate) struct RoundedMeans;

impl AnalyzerRule for RoundedMeans {
    fn name(&self) -> &str {
        "rounded_means"
    }

    fn analyze(&self, plan: LogicalPlan, _: &ConfigOptions) -> DataFusionResult<LogicalPlan> {
        plan.transform_up_with_subqueries(|plan| match plan {
            LogicalPlan::Aggregate(aggregate) => of_groups(aggregate),
            LogicalPlan::Window(window) => of_windows(window),
            other => Ok(Transformed::no(other)),
        })
        .data()
    }
}

fn of_groups(aggregate: Aggregate) -> DataFusionResult<Transformed<LogicalPlan>> {
    let Some(exprs) = longer_means(&aggregate.aggr_expr, aggregate.input.schema())? else {
        return Ok(Transformed::no(LogicalPlan::Aggregate(aggregate)));
    };
    let longer = Aggregate::try_new(aggregate.input, aggregate.group_expr, exprs)?;
    shown(LogicalPlan::Aggregate(longer), &aggregate.schema)
}

fn of_windows(window: Window) -> DataFusionResult<Transformed<LogicalPlan>> {
    let Some(exprs) = longer_means(&window.window_expr, window.input.schema())? else {
        return Ok(Transformed::no(LogicalPlan::Window(window)));
    };
    let longer = Window::try_new(exprs, window.input)?;
    shown(LogicalPlan::Window(longer), &window.schema)
}

/// The expressions with their means computed with more digits, where there is one of decimals.
fn longer_means(exprs: &[Expr], input: &DFSchema) -> DataFusionResult<Option<Vec<Expr>>> {
    let mut changed = false;
    let mut longer = Vec::with_capacity(exprs.len());
    for expr in exprs {
        let with_digits = expr.clone().transform_down(|mut expr| {
            let arguments = match &mut expr {
                Expr::AggregateFunction(function) if function.func.name() == "avg" => {
                    &mut function.params.args
                }
                Expr::WindowFunction(function) if function.fun.name() == "avg" => {
                    &mut function.params.args
                }
                _ => return Ok(Transformed::no(expr)),
            };
            let [value] = arguments.as_mut_slice() else {
                return Ok(Transformed::no(expr));
            };
            let kind = value.get_type(input)?;
            if matches!(kind, DataType::Duration(_)) {
                *value = cast(value.clone(), DataType::Int64);
            }
            let Some(kind) = with_more_digits(&kind) else {
                return Ok(Transformed::no(expr));
            };
            *value = cast(value.clone(), kind);
            Ok(Transformed::yes(expr))
        })?;
        changed |= with_digits.transformed;
        longer.push(with_digits.data);
    }
    Ok(changed.then_some(longer))
}

/// The columns of the plan under the names and with the types that they had before.
fn shown(plan: LogicalPlan, schema: &DFSchemaRef) -> DataFusionResult<Transformed<LogicalPlan>> {
    let columns = schema
        .iter()
        .enumerate()
        .map(|(place, (qualifier, field))| {
            let (own, longer) = plan.schema().qualified_field(place);
            let column = Expr::Column(Column::from((own, longer)));
            let value = match (longer.data_type(), field.data_type()) {
                (longer, kind) if longer == kind => column,
                (_, kind @ DataType::Duration(_)) => {
                    let whole = round().call(vec![column, lit(0_i64)]);
                    cast(cast(whole, DataType::Int64), kind.clone())
                }
                (_, kind) => cast(column, kind.clone()),
            };
            value.alias_qualified(qualifier.cloned(), field.name())
        });
    let columns: Vec<Expr> = columns.collect();
    let shown = Projection::try_new(columns, Arc::new(plan))?;
    Ok(Transformed::yes(LogicalPlan::Projection(shown)))
}

/// The type with more digits, of a decimal that has not got them yet: the analyzer may see an aggregate twice.
fn with_more_digits(kind: &DataType) -> Option<DataType> {
    match kind {
        DataType::Decimal128(precision, scale) if *scale < MORE_DIGITS + 4 => {
            let precision = precision.saturating_add(MORE_DIGITS.unsigned_abs());
            let precision = precision.min(DECIMAL128_MAX_PRECISION);
            Some(DataType::Decimal128(precision, scale + MORE_DIGITS))
        }
        // Of a span of time its microseconds.
        DataType::Duration(_) => Some(DataType::Decimal128(DECIMAL128_MAX_PRECISION, MORE_DIGITS)),
        _ => None,
    }
}
