//! Which column of which table each column of a result is, for faces that describe results. Plans and reads nothing.

use std::sync::Arc;

use datafusion::catalog::default_table_source::source_as_provider;
use datafusion::common::{DFSchema, JoinType};
use datafusion::logical_expr::{Distinct, Expr, Join, LogicalPlan, TableScan};

use crate::datafusion::StoreTable;

/// The column of a table that a result's column is.
///
/// ```no_run
/// # async fn example(session: storeql_engine::Session) -> Result<(), storeql_engine::Error> {
/// let prepared = session.prepare("SELECT o.id AS number, o.id + 1 FROM orders o").await?;
/// let [Some(number), None] = prepared.origins() else { panic!() };
/// assert_eq!((number.table.as_str(), number.column.as_str()), ("orders", "id"));
/// assert!(number.key && !number.nullable);
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Origin {
    /// The table's canonical name; `information_schema.tables` for a table of that schema.
    pub table: String,
    /// The column's canonical name.
    pub column: String,
    /// Whether it is the table's key, or part of it.
    pub key: bool,
    /// Whether it may be NULL in this result: a key may, where an outer join has no row of its table.
    pub nullable: bool,
}

/// The origin of each column of a plan's result; none where the column is an expression.
pub(crate) fn origins(plan: &LogicalPlan) -> Vec<Option<Origin>> {
    match plan {
        LogicalPlan::TableScan(scan) => scanned(scan),
        LogicalPlan::Projection(projection) => of_each(&projection.expr, &projection.input),
        LogicalPlan::Filter(filter) => origins(&filter.input),
        LogicalPlan::Sort(sort) => origins(&sort.input),
        LogicalPlan::Limit(limit) => origins(&limit.input),
        LogicalPlan::Repartition(repartition) => origins(&repartition.input),
        LogicalPlan::SubqueryAlias(alias) => origins(&alias.input),
        LogicalPlan::Subquery(subquery) => origins(&subquery.subquery),
        LogicalPlan::Distinct(Distinct::All(input)) => origins(input),
        LogicalPlan::Distinct(Distinct::On(on)) => of_each(&on.select_expr, &on.input),
        LogicalPlan::Join(join) => joined(join),
        LogicalPlan::Window(window) => and_expressions(origins(&window.input), plan),
        LogicalPlan::Aggregate(aggregate) => {
            // A set of groupings leaves columns out of some of the rows.
            let plain = |expr: &Expr| !matches!(expr, Expr::GroupingSet(_));
            match aggregate.group_expr.iter().all(plain) {
                true => and_expressions(of_each(&aggregate.group_expr, &aggregate.input), plan),
                false => and_expressions(Vec::new(), plan),
            }
        }
        other => and_expressions(Vec::new(), other),
    }
}

/// The first columns as they are, and expressions up to the plan's last column.
fn and_expressions(mut first: Vec<Option<Origin>>, plan: &LogicalPlan) -> Vec<Option<Origin>> {
    first.resize(plan.schema().fields().len(), None);
    first
}

fn scanned(scan: &TableScan) -> Vec<Option<Origin>> {
    let provider = source_as_provider(&scan.source).ok();
    let table = provider
        .as_ref()
        .and_then(|provider| provider.downcast_ref::<StoreTable>())
        .map(|table| Arc::clone(table.table()));
    let name = match (&table, scan.table_name.schema()) {
        (Some(table), _) => table.name.clone(),
        (None, Some("information_schema")) => {
            format!("information_schema.{}", scan.table_name.table())
        }
        (None, _) => scan.table_name.table().to_owned(),
    };
    let origin = |column: &String| {
        let key = table
            .as_ref()
            .is_some_and(|table| table.key.contains(column));
        Some(Origin {
            table: name.clone(),
            column: column.clone(),
            key,
            nullable: !key,
        })
    };
    let fields = scan.projected_schema.fields().iter();
    fields.map(|field| origin(field.name())).collect()
}

fn joined(join: &Join) -> Vec<Option<Origin>> {
    let side = |input: &LogicalPlan, outer: bool| {
        let mut found = origins(input);
        for origin in found.iter_mut().flatten() {
            origin.nullable |= outer;
        }
        found
    };
    let both = |left_outer, right_outer| {
        let mut found = side(&join.left, left_outer);
        found.extend(side(&join.right, right_outer));
        found
    };
    let with_mark = |mut found: Vec<_>| {
        found.push(None);
        found
    };
    match join.join_type {
        JoinType::Inner => both(false, false),
        JoinType::Left => both(false, true),
        JoinType::Right => both(true, false),
        JoinType::Full => both(true, true),
        JoinType::LeftSemi | JoinType::LeftAnti => side(&join.left, false),
        JoinType::RightSemi | JoinType::RightAnti => side(&join.right, false),
        JoinType::LeftMark => with_mark(side(&join.left, false)),
        JoinType::RightMark => with_mark(side(&join.right, false)),
    }
}

fn of_each(expressions: &[Expr], input: &LogicalPlan) -> Vec<Option<Origin>> {
    let below = origins(input);
    let origin = |expr: &Expr| of_expression(expr, input.schema(), &below);
    expressions.iter().map(origin).collect()
}

fn of_expression(expr: &Expr, schema: &DFSchema, below: &[Option<Origin>]) -> Option<Origin> {
    match expr {
        Expr::Column(column) => {
            let place = schema.maybe_index_of_column(column)?;
            below.get(place)?.clone()
        }
        Expr::Alias(alias) => of_expression(&alias.expr, schema, below),
        _ => None,
    }
}
