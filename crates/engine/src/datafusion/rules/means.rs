//! The mean of decimals is rounded to its last digit, where DataFusion's `avg` cuts the others off: it is computed with more digits,
//! and brought to its type behind that.

use std::sync::Arc;

use arrow::datatypes::{DECIMAL128_MAX_PRECISION, DataType};
use datafusion::common::config::ConfigOptions;
use datafusion::common::tree_node::{Transformed, TransformedResult, TreeNode};
use datafusion::common::{Column, Result as DataFusionResult};
use datafusion::logical_expr::{Aggregate, Expr, ExprSchemable, LogicalPlan, Projection, cast};
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
            LogicalPlan::Aggregate(aggregate) => rounded(aggregate),
            other => Ok(Transformed::no(other)),
        })
        .data()
    }
}

fn rounded(aggregate: Aggregate) -> DataFusionResult<Transformed<LogicalPlan>> {
    let input = aggregate.input.schema();
    let mut changed = false;
    let mut exprs = Vec::with_capacity(aggregate.aggr_expr.len());
    for expr in &aggregate.aggr_expr {
        let longer = expr.clone().transform_down(|expr| match expr {
            Expr::AggregateFunction(mut function) if function.func.name() == "avg" => {
                let [value] = function.params.args.as_mut_slice() else {
                    return Ok(Transformed::no(Expr::AggregateFunction(function)));
                };
                let Some(kind) = longer(&value.get_type(input)?) else {
                    return Ok(Transformed::no(Expr::AggregateFunction(function)));
                };
                *value = cast(value.clone(), kind);
                Ok(Transformed::yes(Expr::AggregateFunction(function)))
            }
            other => Ok(Transformed::no(other)),
        })?;
        changed |= longer.transformed;
        exprs.push(longer.data);
    }
    if !changed {
        return Ok(Transformed::no(LogicalPlan::Aggregate(aggregate)));
    }
    let schema = Arc::clone(&aggregate.schema);
    let longer = Aggregate::try_new(aggregate.input, aggregate.group_expr, exprs)?;
    let columns = schema
        .iter()
        .enumerate()
        .map(|(place, (qualifier, field))| {
            let (own, longer) = longer.schema.qualified_field(place);
            let column = Expr::Column(Column::from((own, longer)));
            let value = match longer.data_type() == field.data_type() {
                true => column,
                false => cast(column, field.data_type().clone()),
            };
            value.alias_qualified(qualifier.cloned(), field.name())
        });
    let columns: Vec<Expr> = columns.collect();
    let shown = Projection::try_new(columns, Arc::new(LogicalPlan::Aggregate(longer)))?;
    Ok(Transformed::yes(LogicalPlan::Projection(shown)))
}

/// The type with more digits, of a decimal that has not got them yet: the analyzer may see an aggregate twice.
fn longer(kind: &DataType) -> Option<DataType> {
    match kind {
        DataType::Decimal128(precision, scale) if *scale < MORE_DIGITS + 4 => {
            let precision = precision.saturating_add(MORE_DIGITS.unsigned_abs());
            let precision = precision.min(DECIMAL128_MAX_PRECISION);
            Some(DataType::Decimal128(precision, scale + MORE_DIGITS))
        }
        _ => None,
    }
}
