//! The rule: finds the sub-queries in a plan that DataFusion does not plan well, and puts joins in their place, the outer ones first.

use std::sync::Arc;

use datafusion::common::Result as DataFusionResult;
use datafusion::common::config::ConfigOptions;
use datafusion::common::tree_node::{Transformed, TransformedResult, TreeNode, TreeNodeRecursion};
use datafusion::logical_expr::utils::{conjunction, split_conjunction_owned};
use datafusion::logical_expr::{
    Distinct, Expr, Filter, Join, JoinConstraint, JoinType, LogicalPlan,
};
use datafusion::optimizer::AnalyzerRule;

use super::attach::Attach;
use super::domain::{Names, called, column, crossed, picked, projected};
use super::functions::hidden;
use super::outer::{map_subquery, outer_columns, subquery_of};
use super::push::{lateral, refused};
use super::simple::{in_condition, in_expression, is_constant};

/// The analyzer's rule. It has to run behind the coercion of types.
#[derive(Debug)]
pub(crate) struct RowSubqueries;

impl AnalyzerRule for RowSubqueries {
    fn name(&self) -> &str {
        "row_subqueries"
    }

    fn analyze(&self, plan: LogicalPlan, _: &ConfigOptions) -> DataFusionResult<LogicalPlan> {
        match has_subqueries(&plan)? {
            // What a join adds may be NULL also where the sub-query's value could not be.
            true => Rewrite::default()
                .plan(plan)?
                .transform_up(|plan| plan.recompute_schema().map(Transformed::yes))
                .data(),
            false => Ok(plan),
        }
    }
}

fn has_subqueries(plan: &LogicalPlan) -> DataFusionResult<bool> {
    let mut found = false;
    plan.apply(|plan| {
        found |= matches!(plan, LogicalPlan::Subquery(_));
        plan.apply_expressions(|expr| {
            found |= expr.exists(|expr| Ok(subquery_of(expr).is_some()))?;
            Ok(TreeNodeRecursion::Continue)
        })?;
        Ok(match found {
            true => TreeNodeRecursion::Stop,
            false => TreeNodeRecursion::Continue,
        })
    })?;
    Ok(found)
}

/// A sub-query that stands for a value may give no row, and then is NULL, also where each of its rows has a value.
fn nullable(expr: Expr) -> DataFusionResult<Transformed<Expr>> {
    let is_value = match &expr {
        Expr::ScalarSubquery(subquery) => {
            let plan = &subquery.subquery;
            !plan.schema().field(0).is_nullable()
                && !gives_a_row(plan)
                && outer_columns(plan)?.is_empty()
        }
        _ => false,
    };
    if !is_value {
        return Ok(Transformed::no(expr));
    }
    map_subquery(expr, |plan| {
        let schema = Arc::clone(plan.schema());
        let value = called(hidden(column(&plan, 0)), &schema, 0);
        projected(plan, vec![value])
    })
    .map(Transformed::yes)
}

/// Whether it gives a row in any case.
fn gives_a_row(plan: &LogicalPlan) -> bool {
    match plan {
        LogicalPlan::Projection(projection) => gives_a_row(&projection.input),
        LogicalPlan::Aggregate(aggregate) => aggregate.group_expr.is_empty(),
        LogicalPlan::EmptyRelation(empty) => empty.produce_one_row,
        _ => false,
    }
}

#[derive(Default)]
struct Rewrite {
    names: Names,
}

impl Rewrite {
    fn plan(&mut self, plan: LogicalPlan) -> DataFusionResult<LogicalPlan> {
        let plan = self.node(plan)?;
        let plan = plan
            .map_children(|child| Ok(Transformed::yes(self.plan(child)?)))
            .data()?;
        let plan = plan
            .map_expressions(|expr| expr.transform_down(nullable))
            .data()?;
        plan.map_subqueries(|subquery| match subquery {
            LogicalPlan::Subquery(mut subquery) => {
                let plan = Arc::unwrap_or_clone(subquery.subquery);
                subquery.subquery = Arc::new(self.plan(plan)?);
                Ok(Transformed::yes(LogicalPlan::Subquery(subquery)))
            }
            other => Ok(Transformed::no(other)),
        })
        .data()
    }

    /// The plan with joins in the place of the sub-queries of its topmost node.
    fn node(&mut self, plan: LogicalPlan) -> DataFusionResult<LogicalPlan> {
        match plan {
            LogicalPlan::Filter(filter) => self.filter(filter),
            LogicalPlan::Join(join) => self.join(join),
            LogicalPlan::Projection(_)
            | LogicalPlan::Aggregate(_)
            | LogicalPlan::Window(_)
            | LogicalPlan::Sort(_)
            | LogicalPlan::Distinct(Distinct::On(_)) => self.expressions(plan),
            other => Ok(other),
        }
    }

    fn filter(&mut self, filter: Filter) -> DataFusionResult<LogicalPlan> {
        let (mut left_alone, mut ours) = (Vec::new(), Vec::new());
        for condition in split_conjunction_owned(filter.predicate) {
            match in_condition(&condition)? {
                true => left_alone.push(condition),
                false => ours.push(condition),
            }
        }
        let mut rows = Arc::unwrap_or_clone(filter.input);
        if let Some(condition) = conjunction(left_alone) {
            rows = LogicalPlan::Filter(Filter::try_new(condition, Arc::new(rows))?);
        }
        if ours.is_empty() {
            return Ok(rows);
        }
        let schema = Arc::clone(rows.schema());
        let mut attach = Attach::new(&rows, &mut self.names);
        let mut conditions = Vec::with_capacity(ours.len());
        for condition in ours {
            conditions.push(attach.values(condition)?);
        }
        let mut plan = attach.plan;
        if let Some(condition) = conjunction(conditions) {
            plan = LogicalPlan::Filter(Filter::try_new(condition, Arc::new(plan))?);
        }
        picked(plan, 0..schema.fields().len(), &schema)
    }

    fn expressions(&mut self, plan: LogicalPlan) -> DataFusionResult<LogicalPlan> {
        let well = match plan {
            LogicalPlan::Projection(_) => in_expression,
            _ => is_constant,
        };
        let exprs = plan.expressions();
        let mut all_well = true;
        for expr in &exprs {
            all_well &= well(expr)?;
        }
        let [rows] = plan.inputs()[..] else {
            return Ok(plan);
        };
        if all_well {
            return Ok(plan);
        }
        let widened = match &plan {
            LogicalPlan::Sort(_) => widened(rows, &exprs)?,
            _ => None,
        };
        let rows = widened.as_ref().unwrap_or(rows);
        let mut attach = Attach::new(rows, &mut self.names);
        let mut changed = Vec::with_capacity(exprs.len());
        for expr in exprs {
            changed.push(match well(&expr)? {
                true => expr,
                false => attach.values(expr)?,
            });
        }
        let (own, wide) = (
            rows.schema().fields().len(),
            attach.plan.schema().fields().len(),
        );
        let schema = Arc::clone(plan.schema());
        let count = schema.fields().len();
        let places: Vec<usize> = match plan {
            LogicalPlan::Window(_) => (0..own).chain(wide..wide + count - own).collect(),
            _ => (0..count).collect(),
        };
        let plan = plan.with_new_exprs(changed, vec![attach.plan])?;
        picked(plan, places, &schema)
    }

    /// Sub-queries in ON: put beside the side whose columns they name, or above the join.
    fn join(&mut self, join: Join) -> DataFusionResult<LogicalPlan> {
        if let Some(plan) = lateral(&join, &mut self.names)? {
            return Ok(plan);
        }
        let on = join.on.iter().flat_map(|(left, right)| [left, right]);
        let mut constant = true;
        for expr in on.chain(&join.filter) {
            constant &= is_constant(expr)?;
        }
        if constant {
            return Ok(LogicalPlan::Join(join));
        }
        let schema = Arc::clone(&join.schema);
        let count = schema.fields().len();
        let conditions = join
            .on
            .iter()
            .map(|(left, right)| left.clone().eq(right.clone()))
            .chain(
                join.filter
                    .clone()
                    .map(split_conjunction_owned)
                    .into_iter()
                    .flatten(),
            )
            .collect::<Vec<_>>();
        if join.join_type == JoinType::Inner {
            let rows = crossed(join.left.as_ref().clone(), join.right.as_ref().clone())?;
            let Some(condition) = conjunction(conditions) else {
                return Ok(rows);
            };
            let filter = Filter::try_new(condition, Arc::new(rows))?;
            return self.filter(filter);
        }
        let mut named = Vec::new();
        for condition in &conditions {
            if is_constant(condition)? {
                continue;
            }
            named.extend(condition_columns(condition)?);
        }
        let of = |plan: &LogicalPlan| named.iter().all(|column| plan.schema().has_column(column));
        let (on_left, on_right) = (of(&join.left), of(&join.right));
        if !on_left && !on_right {
            return Err(refused("columns of both sides of an outer join in its ON"));
        }
        let own = join.left.schema().fields().len();
        let side = if on_left { &join.left } else { &join.right };
        let mut attach = Attach::new(side, &mut self.names);
        let mut changed = Vec::with_capacity(conditions.len());
        for condition in conditions {
            changed.push(attach.values(condition)?);
        }
        let wide = Arc::new(attach.plan);
        let (left, right) = match on_left {
            true => (Arc::clone(&wide), Arc::clone(&join.right)),
            false => (Arc::clone(&join.left), Arc::clone(&wide)),
        };
        let start = left.schema().fields().len();
        let plan = Join::try_new(
            left,
            right,
            Vec::new(),
            conjunction(changed),
            join.join_type,
            JoinConstraint::On,
            join.null_equality,
            false,
        )?;
        let places: Vec<usize> = match count > own {
            true => (0..own).chain(start..start + count - own).collect(),
            false => (0..count).collect(),
        };
        picked(LogicalPlan::Join(plan), places, &schema)
    }
}

/// The rows that ORDER BY sorts, with the columns of FROM that its sub-queries name and the SELECT does not show.
fn widened(rows: &LogicalPlan, order: &[Expr]) -> DataFusionResult<Option<LogicalPlan>> {
    let LogicalPlan::Projection(projection) = rows else {
        return Ok(None);
    };
    let mut exprs = projection.expr.clone();
    for by in order {
        for column in condition_columns(by)? {
            let below = projection.input.schema().has_column(&column);
            let expr = Expr::Column(column.clone());
            if below && !projection.schema.has_column(&column) && !exprs.contains(&expr) {
                exprs.push(expr);
            }
        }
    }
    match exprs.len() > projection.expr.len() {
        true => projected(projection.input.as_ref().clone(), exprs).map(Some),
        false => Ok(None),
    }
}

/// The columns that the sub-queries of a condition name of the rows around them, and what these are compared with.
fn condition_columns(condition: &Expr) -> DataFusionResult<Vec<datafusion::common::Column>> {
    let mut named: Vec<_> = Vec::new();
    condition.apply(|expr| {
        if let Some(subquery) = subquery_of(expr) {
            named.extend(outer_columns(&subquery.subquery)?);
            if let Expr::InSubquery(inner) = expr {
                named.extend(inner.expr.column_refs().into_iter().cloned());
            }
            if let Expr::SetComparison(inner) = expr {
                named.extend(inner.expr.column_refs().into_iter().cloned());
            }
        }
        Ok(TreeNodeRecursion::Continue)
    })?;
    Ok(named)
}
