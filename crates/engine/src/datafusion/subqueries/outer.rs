//! Which columns of the rows around it a query names, and how they are named otherwise.

use std::collections::HashMap;
use std::sync::Arc;

use datafusion::common::tree_node::{Transformed, TransformedResult, TreeNode, TreeNodeRecursion};
use datafusion::common::{Column, DFSchema, Result as DataFusionResult};
use datafusion::logical_expr::expr::{Exists, InSubquery, SetComparison};
use datafusion::logical_expr::expr_rewriter::NamePreserver;
use datafusion::logical_expr::utils::merge_schema;
use datafusion::logical_expr::{Expr, LogicalPlan, Subquery};

/// Columns of the rows around, and what stands for them.
pub(super) type Bound = HashMap<Column, Column>;

/// The sub-query that an expression is.
pub(super) fn subquery_of(expr: &Expr) -> Option<&Subquery> {
    match expr {
        Expr::Exists(Exists { subquery, .. })
        | Expr::InSubquery(InSubquery { subquery, .. })
        | Expr::SetComparison(SetComparison { subquery, .. })
        | Expr::ScalarSubquery(subquery) => Some(subquery),
        _ => None,
    }
}

/// The columns outside of it that a query names, each once. Those that a sub-query in it names of its own rows are none.
pub(super) fn outer_columns(plan: &LogicalPlan) -> DataFusionResult<Vec<Column>> {
    let mut search = Search::default();
    search.plan(plan)?;
    Ok(search.found)
}

/// The columns of `left` that a query beside it in FROM names.
pub(super) fn lateral_columns(
    left: &LogicalPlan,
    right: &LogicalPlan,
) -> DataFusionResult<Vec<Column>> {
    let mut is_lateral = false;
    right.apply(|plan| {
        is_lateral |= matches!(plan, LogicalPlan::Subquery(_));
        Ok(match is_lateral {
            true => TreeNodeRecursion::Stop,
            false => TreeNodeRecursion::Continue,
        })
    })?;
    if !is_lateral {
        return Ok(Vec::new());
    }
    let mut columns = outer_columns(right)?;
    columns.retain(|column| left.schema().has_column(column));
    Ok(columns)
}

#[derive(Default)]
struct Search {
    /// What is named in these is not outside.
    within: Vec<DFSchema>,
    /// What a LATERAL query may name.
    beside: Vec<DFSchema>,
    found: Vec<Column>,
}

impl Search {
    fn plan(&mut self, plan: &LogicalPlan) -> DataFusionResult<()> {
        let (within, beside) = (self.within.len(), self.beside.len());
        if let LogicalPlan::Subquery(_) = plan {
            self.within.extend(self.beside.iter().cloned());
        }
        plan.apply_expressions(|expr| {
            expr.apply(|expr| {
                self.expression(expr, plan)?;
                Ok(TreeNodeRecursion::Continue)
            })
        })?;
        for (place, input) in plan.inputs().into_iter().enumerate() {
            if let (LogicalPlan::Join(join), 1) = (plan, place) {
                self.beside.push(join.left.schema().as_ref().clone());
            }
            self.plan(input)?;
        }
        self.within.truncate(within);
        self.beside.truncate(beside);
        Ok(())
    }

    fn expression(&mut self, expr: &Expr, node: &LogicalPlan) -> DataFusionResult<()> {
        if let Expr::OuterReferenceColumn(_, column) = expr {
            let is_within = self.within.iter().any(|schema| schema.has_column(column));
            if !is_within && !self.found.contains(column) {
                self.found.push(column.clone());
            }
        }
        let Some(subquery) = subquery_of(expr) else {
            return Ok(());
        };
        self.within.push(merge_schema(&node.inputs()));
        let beside = std::mem::take(&mut self.beside);
        self.plan(&subquery.subquery)?;
        self.beside = beside;
        self.within.pop();
        Ok(())
    }
}

/// The expression with columns of its own rows in the place of outer ones. `own` are the columns that it names as its own already:
/// a sub-query in it that names one of these means that one.
pub(super) fn bind(expr: Expr, to: &Bound, own: &DFSchema) -> DataFusionResult<Expr> {
    let inner = without(to, own);
    expr.transform_down(|expr| match &expr {
        Expr::OuterReferenceColumn(_, column) => Ok(match to.get(column) {
            Some(column) => Transformed::yes(Expr::Column(column.clone())),
            None => Transformed::no(expr),
        }),
        _ if subquery_of(&expr).is_some() => Ok(Transformed::yes(map_subquery(expr, |plan| {
            rename(plan, &inner)
        })?)),
        _ => Ok(Transformed::no(expr)),
    })
    .data()
}

/// The query with other outer columns in the place of those that it names.
pub(super) fn rename(plan: LogicalPlan, to: &Bound) -> DataFusionResult<LogicalPlan> {
    if to.is_empty() {
        return Ok(plan);
    }
    plan.transform_up(|node| {
        let inner = without(to, &merge_schema(&node.inputs()));
        let names = NamePreserver::new(&node);
        let changed = node.map_expressions(|expr| {
            let name = names.save(&expr);
            let changed = expr.transform_down(|expr| match &expr {
                Expr::OuterReferenceColumn(field, column) => Ok(match to.get(column) {
                    Some(column) => Transformed::yes(Expr::OuterReferenceColumn(
                        Arc::clone(field),
                        column.clone(),
                    )),
                    None => Transformed::no(expr),
                }),
                _ if subquery_of(&expr).is_some() => {
                    Ok(Transformed::yes(map_subquery(expr, |plan| {
                        rename(plan, &inner)
                    })?))
                }
                _ => Ok(Transformed::no(expr)),
            })?;
            Ok(changed.update_data(|expr| name.restore(expr)))
        })?;
        match changed.transformed {
            true => changed.map_data(LogicalPlan::recompute_schema),
            false => Ok(changed),
        }
    })
    .data()
}

fn without(to: &Bound, own: &DFSchema) -> Bound {
    let outside = to.iter().filter(|(column, _)| !own.has_column(column));
    outside
        .map(|(column, other)| (column.clone(), other.clone()))
        .collect()
}

/// An expression that is a sub-query, with another plan.
pub(super) fn map_subquery(
    mut expr: Expr,
    change: impl FnOnce(LogicalPlan) -> DataFusionResult<LogicalPlan>,
) -> DataFusionResult<Expr> {
    if let Expr::Exists(Exists { subquery, .. })
    | Expr::InSubquery(InSubquery { subquery, .. })
    | Expr::SetComparison(SetComparison { subquery, .. })
    | Expr::ScalarSubquery(subquery) = &mut expr
    {
        let plan = change(subquery.subquery.as_ref().clone())?;
        subquery.outer_ref_columns = plan.all_out_ref_exprs();
        subquery.subquery = Arc::new(plan);
    }
    Ok(expr)
}
