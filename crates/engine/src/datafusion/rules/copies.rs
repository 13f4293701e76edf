//! EXCEPT ALL and INTERSECT ALL count equal rows: of three on the left and two on the right, EXCEPT ALL leaves one. DataFusion plans
//! them as joins that only ask whether there is an equal row. Equal rows are numbered on both sides, and their numbers joined too.
//!
//! It also gives EXCEPT and INTERSECT the type of both sides, where DataFusion keeps the left one's.

use std::sync::Arc;

use datafusion::common::config::ConfigOptions;
use datafusion::common::tree_node::{Transformed, TransformedResult};
use datafusion::common::{Column, NullEquality, Result as DataFusionResult};
use datafusion::functions_window::expr_fn::row_number;
use datafusion::logical_expr::{
    Distinct, Expr, ExprFunctionExt, Join, JoinType, LogicalPlan, LogicalPlanBuilder, Projection,
};
use datafusion::optimizer::AnalyzerRule;

/// The column with the numbers of equal rows.
const COPY: &str = "copy";

/// The analyzer's rule. It has to run behind the coercion of types.
#[derive(Debug)]
pub(crate) struct CountedCopies;

impl AnalyzerRule for CountedCopies {
    fn name(&self) -> &str {
        "counted_copies"
    }

    fn analyze(&self, plan: LogicalPlan, _: &ConfigOptions) -> DataFusionResult<LogicalPlan> {
        plan.transform_up_with_subqueries(|plan| match plan {
            LogicalPlan::Join(join) if is_set_operation(&join) => {
                let typed = typed(join)?;
                Ok(Transformed::yes(typed))
            }
            other => Ok(Transformed::no(other)),
        })
        .data()
    }
}

/// Set operations are the only joins of whole rows in which NULL equals NULL.
pub(super) fn is_set_operation(join: &Join) -> bool {
    let is_column = |expr: &Expr| match expr {
        Expr::Column(column) => column.name != COPY,
        Expr::Cast(cast) => matches!(cast.expr.as_ref(), Expr::Column(_)),
        _ => false,
    };
    matches!(join.join_type, JoinType::LeftAnti | JoinType::LeftSemi)
        && join.null_equality == NullEquality::NullEqualsNull
        && join.on.len() == join.left.schema().fields().len()
        && join
            .on
            .iter()
            .all(|(left, right)| is_column(left) && is_column(right))
}

fn typed(mut join: Join) -> DataFusionResult<LogicalPlan> {
    let schema = Arc::clone(&join.schema);
    let casts: Vec<Expr> = join.on.iter().map(|(left, _)| left.clone()).collect();
    let is_distinct = matches!(join.left.as_ref(), LogicalPlan::Distinct(Distinct::All(_)));
    if !is_distinct {
        let (left, right): (Vec<Expr>, Vec<Expr>) = join.on.iter().cloned().unzip();
        join.left = numbered(&join.left, left)?;
        join.right = numbered(&join.right, right)?;
        let copy = || Expr::Column(Column::new_unqualified(COPY));
        join.on.push((copy(), copy()));
    }
    let is_changed = !is_distinct || casts.iter().any(|expr| matches!(expr, Expr::Cast(_)));
    let rows = Join::try_new(
        join.left,
        join.right,
        join.on,
        join.filter,
        join.join_type,
        join.join_constraint,
        join.null_equality,
        join.null_aware,
    )?;
    let rows = LogicalPlan::Join(rows);
    if !is_changed {
        return Ok(rows);
    }
    let exprs = casts
        .into_iter()
        .enumerate()
        .map(|(place, expr)| match expr {
            Expr::Column(_) => expr,
            expr => {
                let (qualifier, field) = schema.qualified_field(place);
                expr.alias_qualified(qualifier.cloned(), field.name())
            }
        });
    let shown = Projection::try_new(exprs.collect(), Arc::new(rows))?;
    Ok(LogicalPlan::Projection(shown))
}

fn numbered(rows: &LogicalPlan, values: Vec<Expr>) -> DataFusionResult<Arc<LogicalPlan>> {
    let number = row_number().partition_by(values).build()?.alias(COPY);
    let rows = LogicalPlanBuilder::from(rows.clone())
        .window([number])?
        .build()?;
    Ok(Arc::new(rows))
}
