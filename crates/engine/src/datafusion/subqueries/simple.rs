//! Which sub-queries DataFusion plans well by itself: as a semi join, a mark join, or a join with an aggregate's groups, all of which
//! let the filters and keys travel to the store.

use datafusion::common::Result as DataFusionResult;
use datafusion::common::tree_node::{TreeNode, TreeNodeRecursion};
use datafusion::logical_expr::expr::{Exists, InSubquery};
use datafusion::logical_expr::utils::split_conjunction;
use datafusion::logical_expr::{BinaryExpr, Expr, LogicalPlan, Operator};

use super::outer::{outer_columns, subquery_of};

/// Whether DataFusion plans all sub-queries well that stand in one condition of a WHERE, by itself or among others under AND.
pub(super) fn in_condition(condition: &Expr) -> DataFusionResult<bool> {
    match condition {
        Expr::InSubquery(subquery) if subquery.negated => not_in(subquery),
        Expr::Not(inner) => match inner.as_ref() {
            Expr::InSubquery(subquery) if !subquery.negated => not_in(subquery),
            Expr::Exists(_) => beside_others(inner),
            _ => beside_others(condition),
        },
        _ => beside_others(condition),
    }
}

/// Whether DataFusion plans all sub-queries well that stand in an expression anywhere: values that are one for all rows, and aggregates
/// of the rows that equal the row's.
pub(super) fn in_expression(expr: &Expr) -> DataFusionResult<bool> {
    let mut well = true;
    expr.apply(|expr| {
        if let Some(subquery) = subquery_of(expr) {
            let plan = &subquery.subquery;
            well &= matches!(expr, Expr::ScalarSubquery(_))
                && (outer_columns(plan)?.is_empty() || aggregate_of_equals(plan)?);
        }
        Ok(match well {
            true => TreeNodeRecursion::Continue,
            false => TreeNodeRecursion::Stop,
        })
    })?;
    Ok(well)
}

/// Whether the expression has no sub-query but such that are one value for all rows.
pub(super) fn is_constant(expr: &Expr) -> DataFusionResult<bool> {
    let mut constant = true;
    expr.apply(|expr| {
        if let Some(subquery) = subquery_of(expr) {
            constant &= matches!(expr, Expr::ScalarSubquery(_))
                && outer_columns(&subquery.subquery)?.is_empty();
        }
        Ok(TreeNodeRecursion::Continue)
    })?;
    Ok(constant)
}

/// NOT IN is an anti join, in which NULL counts as SQL says: of a column, and of a query that depends on no row.
fn not_in(subquery: &InSubquery) -> DataFusionResult<bool> {
    Ok(matches!(subquery.expr.as_ref(), Expr::Column(_))
        && outer_columns(&subquery.subquery.subquery)?.is_empty())
}

/// Where a condition that is unknown counts as one that is false.
fn beside_others(condition: &Expr) -> DataFusionResult<bool> {
    match condition {
        Expr::BinaryExpr(BinaryExpr {
            left,
            op: Operator::And | Operator::Or,
            right,
        }) => Ok(beside_others(left)? && beside_others(right)?),
        Expr::Not(inner) if matches!(inner.as_ref(), Expr::Exists(_)) => beside_others(inner),
        Expr::Exists(Exists { subquery, .. }) => rows_of_tables(&subquery.subquery),
        Expr::InSubquery(InSubquery {
            expr,
            subquery,
            negated: false,
        }) => Ok(!expr.column_refs().is_empty()
            && is_constant(expr)?
            && rows_of_tables(&subquery.subquery)?),
        other => in_expression(other),
    }
}

/// Whether a query depends on no row, or chooses rows of joined tables by comparing their columns with the row's.
fn rows_of_tables(plan: &LogicalPlan) -> DataFusionResult<bool> {
    if outer_columns(plan)?.is_empty() {
        return Ok(true);
    }
    chosen(plan, |condition| {
        let is_comparison = matches!(
            condition,
            Expr::BinaryExpr(BinaryExpr {
                op: Operator::Eq
                    | Operator::NotEq
                    | Operator::Lt
                    | Operator::LtEq
                    | Operator::Gt
                    | Operator::GtEq,
                ..
            })
        );
        is_comparison && !condition.column_refs().is_empty()
    })
}

/// Whether a query is one aggregate over the rows of tables whose columns equal the row's.
fn aggregate_of_equals(plan: &LogicalPlan) -> DataFusionResult<bool> {
    match plan {
        LogicalPlan::Projection(projection) => {
            Ok(!names_outer(&projection.expr)? && aggregate_of_equals(&projection.input)?)
        }
        LogicalPlan::Aggregate(aggregate) => Ok(aggregate.group_expr.is_empty()
            && !names_outer(&aggregate.aggr_expr)?
            && chosen(&aggregate.input, |condition| {
                matches!(condition, Expr::BinaryExpr(BinaryExpr { left, op: Operator::Eq, right })
                    if !left.column_refs().is_empty() && is_outer(right)
                        || !right.column_refs().is_empty() && is_outer(left))
            })?),
        _ => Ok(false),
    }
}

/// Whether a query has rows of tables, and each condition that names an outer column is one of those allowed.
fn chosen(plan: &LogicalPlan, allowed: fn(&Expr) -> bool) -> DataFusionResult<bool> {
    if outer_columns(plan)?.is_empty() {
        return has_constants_only(plan);
    }
    match plan {
        LogicalPlan::SubqueryAlias(alias) => chosen(&alias.input, allowed),
        LogicalPlan::Projection(projection) => {
            Ok(!names_outer(&projection.expr)? && chosen(&projection.input, allowed)?)
        }
        LogicalPlan::Filter(filter) => {
            for condition in split_conjunction(&filter.predicate) {
                let allowed = !condition.contains_outer() || allowed(condition);
                if !allowed || !is_constant(condition)? {
                    return Ok(false);
                }
            }
            chosen(&filter.input, allowed)
        }
        _ => Ok(false),
    }
}

/// No sub-query in it needs a join of ours.
fn has_constants_only(plan: &LogicalPlan) -> DataFusionResult<bool> {
    let mut constant = true;
    plan.apply(|plan| {
        plan.apply_expressions(|expr| {
            constant &= is_constant(expr)?;
            Ok(TreeNodeRecursion::Continue)
        })
    })?;
    Ok(constant)
}

fn names_outer(exprs: &[Expr]) -> DataFusionResult<bool> {
    for expr in exprs {
        if expr.contains_outer() || !is_constant(expr)? {
            return Ok(true);
        }
    }
    Ok(false)
}

fn is_outer(expr: &Expr) -> bool {
    match expr {
        Expr::OuterReferenceColumn(..) => true,
        Expr::Cast(cast) => is_outer(&cast.expr),
        _ => false,
    }
}
