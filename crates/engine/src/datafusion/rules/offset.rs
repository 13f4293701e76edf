//! `ORDER BY … OFFSET n` without LIMIT in a sub-query: which rows are left out hangs on the order. DataFusion drops a sort where
//! nothing above needs an order, so the rows are numbered in it. With LIMIT it keeps the sort.

use std::sync::Arc;

use arrow::datatypes::DataType;
use datafusion::common::config::ConfigOptions;
use datafusion::common::tree_node::{Transformed, TransformedResult, TreeNode};
use datafusion::common::{Column, Result as DataFusionResult};
use datafusion::functions_window::expr_fn::row_number;
use datafusion::logical_expr::{
    Expr, ExprFunctionExt, Filter, Limit, LogicalPlan, LogicalPlanBuilder, Projection, cast,
};
use datafusion::optimizer::AnalyzerRule;

/// The column with the numbers.
const NUMBER: &str = "row number before OFFSET";

/// The analyzer's rule.
#[derive(Debug)]
pub(crate) struct OrderBelowOffset;

impl AnalyzerRule for OrderBelowOffset {
    fn name(&self) -> &str {
        "order_below_offset"
    }

    fn analyze(&self, plan: LogicalPlan, _: &ConfigOptions) -> DataFusionResult<LogicalPlan> {
        result(plan)
    }
}

/// The statement's result, which keeps its order itself.
fn result(plan: LogicalPlan) -> DataFusionResult<LogicalPlan> {
    match plan {
        LogicalPlan::Projection(_) | LogicalPlan::Limit(_) | LogicalPlan::Sort(_) => {
            let plan = plan.map_subqueries(numbered_within)?.data;
            plan.map_children(|input| Ok(Transformed::yes(result(input)?)))
                .data()
        }
        other => numbered_within(other).data(),
    }
}

fn numbered_within(plan: LogicalPlan) -> DataFusionResult<Transformed<LogicalPlan>> {
    plan.transform_up_with_subqueries(|plan| {
        let LogicalPlan::Limit(limit) = &plan else {
            return Ok(Transformed::no(plan));
        };
        Ok(match without_first(limit)? {
            Some(rows) => Transformed::yes(rows),
            None => Transformed::no(plan),
        })
    })
}

fn without_first(limit: &Limit) -> DataFusionResult<Option<LogicalPlan>> {
    let (Some(skip), None) = (&limit.skip, &limit.fetch) else {
        return Ok(None);
    };
    let Some(rows) = numbered(&limit.input)? else {
        return Ok(None);
    };
    let number = Expr::Column(Column::new_unqualified(NUMBER));
    let is_behind = cast(number, DataType::Int64).gt(cast(skip.as_ref().clone(), DataType::Int64));
    let rows = LogicalPlan::Filter(Filter::try_new(is_behind, Arc::new(rows))?);
    let columns = limit.input.schema().columns().into_iter();
    let shown = Projection::try_new(columns.map(Expr::Column).collect(), Arc::new(rows))?;
    Ok(Some(LogicalPlan::Projection(shown)))
}

/// Sorted rows with their numbers as a last column.
fn numbered(plan: &LogicalPlan) -> DataFusionResult<Option<LogicalPlan>> {
    match plan {
        LogicalPlan::Sort(sort) => {
            let number = row_number().order_by(sort.expr.clone()).build()?;
            LogicalPlanBuilder::from(sort.input.as_ref().clone())
                .window([number.alias(NUMBER)])?
                .build()
                .map(Some)
        }
        LogicalPlan::Projection(projection) => {
            let Some(rows) = numbered(&projection.input)? else {
                return Ok(None);
            };
            let mut exprs = projection.expr.clone();
            exprs.push(Expr::Column(Column::new_unqualified(NUMBER)));
            let projection = Projection::try_new(exprs, Arc::new(rows))?;
            Ok(Some(LogicalPlan::Projection(projection)))
        }
        _ => Ok(None),
    }
}
