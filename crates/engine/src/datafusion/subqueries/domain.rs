//! The distinct outer values that a sub-query is computed for, and the plans that join them: built by the places of columns, since
//! names may be there twice.

use std::sync::Arc;

use datafusion::common::{Column, DFSchema, NullEquality, Result as DataFusionResult};
use datafusion::logical_expr::{
    Expr, Join, JoinConstraint, JoinType, LogicalPlan, LogicalPlanBuilder, Projection,
};

use super::functions::key;

/// Makes names for the plan.
#[derive(Debug, Default)]
pub(super) struct Names(usize);

impl Names {
    /// A name that nothing else has.
    pub(super) fn next(&mut self, what: &str) -> String {
        self.0 += 1;
        format!("{what} {}", self.0)
    }
}

/// The distinct values of some expressions over some rows.
#[derive(Debug)]
pub(super) struct Domain {
    rows: LogicalPlan,
    pub(super) count: usize,
}

impl Domain {
    pub(super) fn of(
        input: &LogicalPlan,
        values: &[Expr],
        names: &mut Names,
    ) -> DataFusionResult<Self> {
        let named = values
            .iter()
            .map(|value| value.clone().alias(names.next("outer value")));
        let rows = LogicalPlanBuilder::from(input.clone())
            .project(named.collect::<Vec<_>>())?
            .distinct()?
            .build()?;
        Ok(Self {
            rows,
            count: values.len(),
        })
    }

    /// The values under names of their own.
    pub(super) fn rows(&self, names: &mut Names) -> DataFusionResult<LogicalPlan> {
        let columns = columns(&self.rows, 0..self.count);
        let named = columns.map(|column| column.alias(names.next("outer value")));
        projected(self.rows.clone(), named.collect())
    }
}

/// The column at a place.
pub(super) fn column(plan: &LogicalPlan, place: usize) -> Expr {
    Expr::Column(Column::from(plan.schema().qualified_field(place)))
}

/// The columns at some places.
pub(super) fn columns(
    plan: &LogicalPlan,
    places: impl IntoIterator<Item = usize>,
) -> impl Iterator<Item = Expr> {
    places.into_iter().map(|place| column(plan, place))
}

pub(super) fn projected(plan: LogicalPlan, exprs: Vec<Expr>) -> DataFusionResult<LogicalPlan> {
    let projection = Projection::try_new(exprs, Arc::new(plan))?;
    Ok(LogicalPlan::Projection(projection))
}

/// The columns of `plan` at `places`; the first are called as those of `named` are.
pub(super) fn picked(
    plan: LogicalPlan,
    places: impl IntoIterator<Item = usize>,
    named: &DFSchema,
) -> DataFusionResult<LogicalPlan> {
    let columns = places.into_iter().enumerate().map(|(place, from)| {
        let column = column(&plan, from);
        match place < named.fields().len() {
            true => called(column, named, place),
            false => column,
        }
    });
    let columns: Vec<Expr> = columns.collect();
    projected(plan, columns)
}

/// The expression under the name of a column.
pub(super) fn called(expr: Expr, named: &DFSchema, place: usize) -> Expr {
    let (qualifier, field) = named.qualified_field(place);
    if expr.qualified_name() == (qualifier.cloned(), field.name().clone()) {
        return expr;
    }
    expr.alias_qualified(qualifier.cloned(), field.name())
}

/// A join in which NULL equals NULL.
pub(super) fn joined(
    left: LogicalPlan,
    right: LogicalPlan,
    on: impl IntoIterator<Item = (Expr, Expr)>,
    filter: Option<Expr>,
    join_type: JoinType,
) -> DataFusionResult<LogicalPlan> {
    let on = on.into_iter().map(|(left, right)| (key(left), key(right)));
    let join = Join::try_new(
        Arc::new(left),
        Arc::new(right),
        on.collect(),
        filter,
        join_type,
        JoinConstraint::On,
        NullEquality::NullEqualsNothing,
        false,
    )?;
    Ok(LogicalPlan::Join(join))
}

/// Every row of one beside every row of the other.
pub(super) fn crossed(left: LogicalPlan, right: LogicalPlan) -> DataFusionResult<LogicalPlan> {
    LogicalPlanBuilder::from(left).cross_join(right)?.build()
}
