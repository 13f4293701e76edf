//! Computes a query for all values of its outer columns at once: each of its rows carries the outer values that it is for.
//!
//! Where a part of the query names no outer column, every row of it is for every value. Above that each node is told apart by the
//! values: an aggregate groups by them, a window is cut by them, LIMIT counts the rows of each.

mod joins;

use std::sync::Arc;

use arrow::datatypes::DataType;
use datafusion::common::tree_node::{Transformed, TransformedResult, TreeNode};
use datafusion::common::{Column, Result as DataFusionResult, ScalarValue};
use datafusion::functions_window::expr_fn::row_number;
use datafusion::logical_expr::{
    Aggregate, Distinct, DistinctOn, Expr, ExprFunctionExt, Filter, Join, JoinType, Limit,
    LogicalPlan, LogicalPlanBuilder, Projection, SortExpr, SubqueryAlias, Union, Unnest, Values,
    Window, cast, lit,
};

use super::domain::{Domain, Names, called, column, columns, crossed, joined, picked, projected};
use super::outer::{Bound, bind, lateral_columns, outer_columns};
use crate::error::{Error, ErrorKind};

/// A query that was computed for all values: behind its own columns it has those of the values, and behind them the rows' order if it
/// has one.
pub(super) struct Pushed {
    pub(super) plan: LogicalPlan,
    /// How many columns are its own.
    pub(super) own: usize,
    values: usize,
    is_ordered: bool,
}

impl Pushed {
    /// The columns of the values.
    pub(super) fn values(&self) -> impl Iterator<Item = Expr> {
        columns(&self.plan, self.own..self.own + self.values)
    }

    fn order(&self) -> Option<Expr> {
        self.is_ordered
            .then(|| column(&self.plan, self.own + self.values))
    }

    fn carried(&self) -> impl Iterator<Item = Expr> {
        self.values().chain(self.order())
    }
}

/// A query that cannot be computed so.
pub(super) fn refused(what: &str) -> datafusion::error::DataFusionError {
    let message = format!(
        "a sub-query that depends on the row around it cannot have {what}: write it as a join"
    );
    Error::new(ErrorKind::Unsupported, message).into_datafusion()
}

/// Makes a LATERAL join one of rows, where it is one.
pub(super) fn lateral(join: &Join, names: &mut Names) -> DataFusionResult<Option<LogicalPlan>> {
    let outer = lateral_columns(&join.left, &join.right)?;
    if outer.is_empty() {
        return Ok(None);
    }
    if !matches!(join.join_type, JoinType::Inner | JoinType::Left) {
        return Err(refused("LATERAL behind a RIGHT or FULL JOIN"));
    }
    let left = join.left.as_ref();
    let values: Vec<Expr> = outer.iter().cloned().map(Expr::Column).collect();
    let domain = Domain::of(left, &values, names)?;
    let pushed = Push::new(&domain, &outer, names).push(&join.right)?;
    let own = left.schema().fields().len() + pushed.own;
    let on: Vec<(Expr, Expr)> = values.into_iter().zip(pushed.values()).collect();
    let conditions = join
        .on
        .iter()
        .map(|(left, right)| left.clone().eq(right.clone()));
    let filter = conditions.chain(join.filter.clone()).reduce(Expr::and);
    let rows = joined(left.clone(), pushed.plan, on, filter, join.join_type)?;
    Ok(Some(picked(rows, 0..own, &join.schema)?))
}

pub(super) struct Push<'a> {
    domain: &'a Domain,
    outer: &'a [Column],
    names: &'a mut Names,
}

impl<'a> Push<'a> {
    /// For the values of `domain`, the first of which are those of the columns `outer`.
    pub(super) fn new(domain: &'a Domain, outer: &'a [Column], names: &'a mut Names) -> Self {
        Self {
            domain,
            outer,
            names,
        }
    }

    fn hangs(&self, plan: &LogicalPlan) -> DataFusionResult<bool> {
        let named = outer_columns(plan)?;
        Ok(named.iter().any(|column| self.outer.contains(column)))
    }

    fn bound(&self, pushed: &Pushed) -> Bound {
        let values = pushed.values().filter_map(|value| match value {
            Expr::Column(column) => Some(column),
            _ => None,
        });
        self.outer.iter().cloned().zip(values).collect()
    }

    pub(super) fn push(&mut self, plan: &LogicalPlan) -> DataFusionResult<Pushed> {
        if !self.hangs(plan)? && !is_sorted(plan) {
            return self.each(plan);
        }
        match plan {
            LogicalPlan::Subquery(subquery) => self.push(&subquery.subquery),
            LogicalPlan::SubqueryAlias(alias) => {
                let input = self.push(&alias.input)?;
                let plan = SubqueryAlias::try_new(Arc::new(input.plan), alias.alias.clone())?;
                Ok(Pushed {
                    plan: LogicalPlan::SubqueryAlias(plan),
                    ..input
                })
            }
            LogicalPlan::Projection(projection) => self.projection(projection),
            LogicalPlan::Filter(filter) => {
                let input = self.push(&filter.input)?;
                let own = filter.input.schema();
                let predicate = bind(filter.predicate.clone(), &self.bound(&input), own)?;
                let plan = Filter::try_new(predicate, Arc::new(input.plan))?;
                Ok(Pushed {
                    plan: LogicalPlan::Filter(plan),
                    ..input
                })
            }
            LogicalPlan::Sort(sort) => self.sort(&sort.expr, &sort.input),
            LogicalPlan::Limit(limit) => self.limit(limit),
            LogicalPlan::Aggregate(aggregate) => self.aggregate(aggregate),
            LogicalPlan::Distinct(Distinct::All(input)) => {
                let pushed = self.push(input)?;
                let rows = self.unordered(pushed)?;
                let plan = LogicalPlanBuilder::from(rows.plan).distinct()?.build()?;
                Ok(Pushed { plan, ..rows })
            }
            LogicalPlan::Distinct(Distinct::On(on)) => self.distinct_on(on),
            LogicalPlan::Window(window) => self.window(window),
            LogicalPlan::Join(join) => self.join(join),
            LogicalPlan::Union(union) => self.union(union),
            LogicalPlan::Unnest(unnest) => self.unnest(unnest),
            LogicalPlan::Values(values) => self.rows(values),
            LogicalPlan::RecursiveQuery(_) => Err(refused("a WITH RECURSIVE")),
            _ => Err(refused("this clause")),
        }
    }

    /// Each row of a query that names no outer column, for each of the values.
    fn each(&mut self, plan: &LogicalPlan) -> DataFusionResult<Pushed> {
        let values = self.domain.rows(self.names)?;
        let own = plan.schema().fields().len();
        Ok(Pushed {
            plan: crossed(plan.clone(), values)?,
            own,
            values: self.domain.count,
            is_ordered: false,
        })
    }

    fn unordered(&self, pushed: Pushed) -> DataFusionResult<Pushed> {
        if !pushed.is_ordered {
            return Ok(pushed);
        }
        let kept = columns(&pushed.plan, 0..pushed.own + pushed.values).collect();
        Ok(Pushed {
            plan: projected(pushed.plan, kept)?,
            is_ordered: false,
            ..pushed
        })
    }

    fn projection(&mut self, projection: &Projection) -> DataFusionResult<Pushed> {
        let input = self.push(&projection.input)?;
        let bound = self.bound(&input);
        let mut exprs = Vec::with_capacity(projection.expr.len());
        for (place, expr) in projection.expr.iter().enumerate() {
            let expr = bind(expr.clone(), &bound, projection.input.schema())?;
            exprs.push(called(expr, &projection.schema, place));
        }
        exprs.extend(input.carried());
        Ok(Pushed {
            plan: projected(input.plan, exprs)?,
            own: projection.expr.len(),
            ..input
        })
    }

    /// The rows with their number in an order, for each value by itself, as their last column.
    fn numbered(&mut self, input: Pushed, order: Vec<SortExpr>) -> DataFusionResult<Pushed> {
        let name = self.names.next("row number");
        let mut number = row_number().partition_by(input.values().collect());
        if !order.is_empty() {
            number = number.order_by(order);
        }
        let number = number.build()?.alias(name);
        let plan = LogicalPlanBuilder::from(input.plan)
            .window([number])?
            .build()?;
        let last = plan.schema().fields().len() - 1;
        let kept = columns(&plan, (0..input.own + input.values).chain([last])).collect();
        Ok(Pushed {
            plan: projected(plan, kept)?,
            is_ordered: true,
            ..input
        })
    }

    fn sort(&mut self, order: &[SortExpr], rows: &LogicalPlan) -> DataFusionResult<Pushed> {
        let input = self.push(rows)?;
        let bound = self.bound(&input);
        let order = order.iter().map(|by| {
            let expr = bind(by.expr.clone(), &bound, rows.schema())?;
            Ok(SortExpr { expr, ..by.clone() })
        });
        let order = order.collect::<DataFusionResult<_>>()?;
        self.numbered(input, order)
    }

    fn limit(&mut self, limit: &Limit) -> DataFusionResult<Pushed> {
        let input = self.push(&limit.input)?;
        let bound = self.bound(&input);
        let order = input.order().map(|order| order.sort(true, false));
        let rows = self.numbered(input, order.into_iter().collect())?;
        let number = |rows: &Pushed| {
            let number = column(&rows.plan, rows.own + rows.values);
            cast(number, DataType::Int64)
        };
        let mut conditions = Vec::new();
        let count = |expr: &Expr| {
            let expr = bind(expr.clone(), &bound, limit.input.schema())?;
            Ok::<Expr, datafusion::error::DataFusionError>(cast(expr, DataType::Int64))
        };
        let skipped = match limit.skip.as_deref() {
            Some(skip) if !is_null(skip) => Some(count(skip)?),
            _ => None,
        };
        if let Some(skip) = &skipped {
            conditions.push(number(&rows).gt(skip.clone()));
        }
        if let Some(fetch) = limit.fetch.as_deref().filter(|fetch| !is_null(fetch)) {
            let fetch = count(fetch)?;
            conditions.push(number(&rows).lt_eq(match skipped {
                Some(skip) => skip + fetch,
                None => fetch,
            }));
        }
        let plan = match conditions.into_iter().reduce(Expr::and) {
            Some(condition) => {
                LogicalPlan::Filter(Filter::try_new(condition, Arc::new(rows.plan))?)
            }
            None => rows.plan,
        };
        Ok(Pushed { plan, ..rows })
    }

    fn aggregate(&mut self, aggregate: &Aggregate) -> DataFusionResult<Pushed> {
        let is_set = |expr: &Expr| matches!(expr, Expr::GroupingSet(_));
        if aggregate.group_expr.iter().any(is_set) {
            return Err(refused("GROUPING SETS, ROLLUP or CUBE"));
        }
        let input = self.push(&aggregate.input)?;
        let mut input = self.unordered(input)?;
        let bound = self.bound(&input);
        let own = aggregate.input.schema();
        let exprs = |exprs: &[Expr]| -> DataFusionResult<Vec<Expr>> {
            let bound = exprs.iter().map(|expr| bind(expr.clone(), &bound, own));
            bound.collect()
        };
        let groups = exprs(&aggregate.group_expr)?;
        let mut aggregates = exprs(&aggregate.aggr_expr)?;
        let mut values: Vec<Expr> = input.values().collect();
        // An aggregate without GROUP BY gives a row also where there are no rows.
        if groups.is_empty() {
            let there = self.names.next("there");
            let mut kept: Vec<Expr> = columns(&input.plan, 0..input.own + input.values).collect();
            kept.push(lit(true).alias(&there));
            let rows = projected(input.plan, kept)?;
            let all = self.domain.rows(self.names)?;
            let on = columns(&rows, input.own..input.own + input.values).collect::<Vec<_>>();
            values = columns(&all, 0..input.values).collect();
            let on = values.clone().into_iter().zip(on);
            input.plan = joined(all, rows, on, None, JoinType::Left)?;
            let is_there = Expr::Column(Column::new_unqualified(there)).is_not_null();
            aggregates = aggregates
                .into_iter()
                .map(|aggregate| only_where(aggregate, &is_there))
                .collect::<DataFusionResult<_>>()?;
        }
        let (count, first) = (values.len(), values.len());
        values.extend(groups);
        let plan = Aggregate::try_new(Arc::new(input.plan), values, aggregates)?;
        let own = aggregate.schema.fields().len();
        let plan = picked(
            LogicalPlan::Aggregate(plan),
            (first..first + own).chain(0..count),
            &aggregate.schema,
        )?;
        Ok(Pushed {
            plan,
            own,
            values: count,
            is_ordered: false,
        })
    }

    fn distinct_on(&mut self, on: &DistinctOn) -> DataFusionResult<Pushed> {
        let input = self.push(&on.input)?;
        let bound = self.bound(&input);
        let exprs = |exprs: &[Expr]| -> DataFusionResult<Vec<Expr>> {
            let bound = exprs
                .iter()
                .map(|expr| bind(expr.clone(), &bound, on.input.schema()));
            bound.collect()
        };
        let mut by: Vec<Expr> = input.values().collect();
        by.extend(exprs(&on.on_expr)?);
        let mut select = exprs(&on.select_expr)?;
        select.extend(input.values());
        let mut order: Vec<SortExpr> = input
            .values()
            .map(|value| value.sort(true, false))
            .collect();
        for by in on.sort_expr.iter().flatten() {
            let expr = bind(by.expr.clone(), &bound, on.input.schema())?;
            order.push(SortExpr { expr, ..by.clone() });
        }
        let sort = on.sort_expr.is_some().then_some(order);
        let plan = DistinctOn::try_new(by, select, sort, Arc::new(input.plan))?;
        let plan = LogicalPlan::Distinct(Distinct::On(plan));
        let own = on.schema.fields().len();
        Ok(Pushed {
            plan: picked(plan, 0..own + input.values, &on.schema)?,
            own,
            values: input.values,
            is_ordered: false,
        })
    }

    fn window(&mut self, window: &Window) -> DataFusionResult<Pushed> {
        let input = self.push(&window.input)?;
        let input = self.unordered(input)?;
        let bound = self.bound(&input);
        let values: Vec<Expr> = input.values().collect();
        let mut exprs = Vec::new();
        for expr in &window.window_expr {
            let expr = bind(expr.clone(), &bound, window.input.schema())?;
            let cut = expr.transform_down(|expr| match expr {
                Expr::WindowFunction(mut function) => {
                    function.params.partition_by.extend(values.iter().cloned());
                    Ok(Transformed::yes(Expr::WindowFunction(function)))
                }
                other => Ok(Transformed::no(other)),
            });
            exprs.push(cut.data()?);
        }
        let (own, all) = (input.own, input.own + input.values);
        let count = exprs.len();
        let plan = LogicalPlan::Window(Window::try_new(exprs, Arc::new(input.plan))?);
        let places = (0..own).chain(all..all + count).chain(own..all);
        Ok(Pushed {
            plan: picked(plan, places, &window.schema)?,
            own: own + count,
            ..input
        })
    }

    fn union(&mut self, union: &Union) -> DataFusionResult<Pushed> {
        let mut inputs = Vec::with_capacity(union.inputs.len());
        for input in &union.inputs {
            let pushed = self.push(input)?;
            inputs.push(Arc::new(self.unordered(pushed)?.plan));
        }
        let plan = LogicalPlan::Union(Union::try_new_with_loose_types(inputs)?);
        let own = union.schema.fields().len();
        let values = self.domain.count;
        Ok(Pushed {
            plan: picked(plan, 0..own + values, &union.schema)?,
            own,
            values,
            is_ordered: false,
        })
    }

    fn unnest(&mut self, unnest: &Unnest) -> DataFusionResult<Pushed> {
        let input = self.push(&unnest.input)?;
        let (values, is_ordered) = (input.values, input.is_ordered);
        let plan = LogicalPlanBuilder::from(input.plan)
            .unnest_columns_with_options(unnest.exec_columns.clone(), unnest.options.clone())?
            .build()?;
        Ok(Pushed {
            plan,
            own: unnest.schema.fields().len(),
            values,
            is_ordered,
        })
    }

    /// `VALUES` of outer values: one query for each of its rows.
    fn rows(&mut self, values: &Values) -> DataFusionResult<Pushed> {
        let mut inputs = Vec::with_capacity(values.values.len());
        for row in &values.values {
            let rows = Pushed {
                plan: self.domain.rows(self.names)?,
                own: 0,
                values: self.domain.count,
                is_ordered: false,
            };
            let bound = self.bound(&rows);
            let mut exprs = Vec::with_capacity(row.len());
            for (place, expr) in row.iter().enumerate() {
                let expr = bind(expr.clone(), &bound, rows.plan.schema())?;
                exprs.push(called(expr, &values.schema, place));
            }
            exprs.extend(rows.values());
            inputs.push(Arc::new(projected(rows.plan, exprs)?));
        }
        let plan = match <[Arc<LogicalPlan>; 1]>::try_from(inputs) {
            Ok([only]) => Arc::unwrap_or_clone(only),
            Err(inputs) => LogicalPlan::Union(Union::try_new_with_loose_types(inputs)?),
        };
        let own = values.schema.fields().len();
        Ok(Pushed {
            plan: picked(plan, 0..own + self.domain.count, &values.schema)?,
            own,
            values: self.domain.count,
            is_ordered: false,
        })
    }
}

/// The aggregate over those rows only for which a condition holds.
fn only_where(aggregate: Expr, condition: &Expr) -> DataFusionResult<Expr> {
    aggregate
        .transform_down(|expr| match expr {
            Expr::AggregateFunction(mut function) => {
                let filter = match function.params.filter.take() {
                    Some(filter) => filter.and(condition.clone()),
                    None => condition.clone(),
                };
                function.params.filter = Some(Box::new(filter));
                Ok(Transformed::yes(Expr::AggregateFunction(function)))
            }
            other => Ok(Transformed::no(other)),
        })
        .data()
}

fn is_null(expr: &Expr) -> bool {
    matches!(expr, Expr::Literal(value, _) if ScalarValue::is_null(value))
}

/// Whether the query gives its rows in an order of its own.
fn is_sorted(plan: &LogicalPlan) -> bool {
    match plan {
        LogicalPlan::Sort(_) => true,
        LogicalPlan::Projection(projection) => is_sorted(&projection.input),
        LogicalPlan::SubqueryAlias(alias) => is_sorted(&alias.input),
        LogicalPlan::Filter(filter) => is_sorted(&filter.input),
        LogicalPlan::Subquery(subquery) => is_sorted(&subquery.subquery),
        _ => false,
    }
}
