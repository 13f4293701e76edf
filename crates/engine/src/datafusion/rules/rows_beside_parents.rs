//! Joins are ordered so that rows stand beside the parents that they lie in, since one list brings both: of
//! `orders JOIN customers JOIN order_items`, orders and items are joined first, whatever the order in which the query names them.

use std::sync::Arc;

use datafusion::common::tree_node::{Transformed, TransformedResult, TreeNode};
use datafusion::common::{
    Column, JoinConstraint, JoinType, NullEquality, Result as DataFusionResult,
};
use datafusion::logical_expr::{
    Expr, Filter, Join, LogicalPlan, Projection, SubqueryAlias, TableScan,
};
use datafusion::optimizer::optimizer::ApplyOrder;
use datafusion::optimizer::{OptimizerConfig, OptimizerRule};
use storeql_scan::{Constraints, ScanSpec, parent_key, plan};

use super::joined_key::is_whole;
use super::table_scan::store_table;
use crate::datafusion::expr_to_predicate::predicate;
use crate::datafusion::join_sides::drops_right;
use crate::datafusion::provider::StoreTable;

/// The optimizer's rule.
#[derive(Debug)]
pub(crate) struct RowsBesideParents;

impl OptimizerRule for RowsBesideParents {
    fn name(&self) -> &str {
        "rows_beside_parents"
    }

    fn apply_order(&self) -> Option<ApplyOrder> {
        Some(ApplyOrder::BottomUp)
    }

    fn rewrite(
        &self,
        plan: LogicalPlan,
        _: &dyn OptimizerConfig,
    ) -> DataFusionResult<Transformed<LogicalPlan>> {
        let LogicalPlan::Join(join) = &plan else {
            return Ok(Transformed::no(plan));
        };
        for (attached, others) in Attached::all(join) {
            if attached.is_beside(others) {
                break;
            }
            if let Some(ordered) = attached.below(others)? {
                let columns = plan.schema().columns().into_iter().map(Expr::Column);
                let as_before = Projection::try_new(columns.collect(), Arc::new(ordered))?;
                return Ok(Transformed::yes(LogicalPlan::Projection(as_before)));
            }
        }
        Ok(Transformed::no(plan))
    }
}

/// One side of a join, and how it is joined with whatever stands on the other one.
#[derive(Debug, Clone)]
struct Attached {
    rows: Arc<LogicalPlan>,
    /// (of the other side, of the rows)
    on: Vec<(Expr, Expr)>,
    filter: Option<Expr>,
    kind: JoinType,
    null_equality: NullEquality,
}

impl Attached {
    /// The sides of `join` that may be joined with one table of the other side first, and that other side.
    fn all(join: &Join) -> Vec<(Self, &LogicalPlan)> {
        use JoinType::{Inner, Left, LeftAnti, LeftSemi};
        let attached = |rows: &Arc<LogicalPlan>, on| Self {
            rows: Arc::clone(rows),
            on,
            filter: join.filter.clone(),
            kind: join.join_type,
            null_equality: join.null_equality,
        };
        let mut all = Vec::new();
        if matches!(join.join_type, Inner | Left | LeftSemi | LeftAnti) && !join.null_aware {
            let right = attached(&join.right, join.on.clone());
            all.push((right, join.left.as_ref()));
        }
        if join.join_type == Inner {
            let swapped = join.on.iter().cloned().map(|(left, right)| (right, left));
            all.push((attached(&join.left, swapped.collect()), join.right.as_ref()));
        }
        all
    }

    /// Whether `plan` has the parents of the rows, which come from no join, and one list brings both.
    fn is_beside(&self, plan: &LogicalPlan) -> bool {
        let mut scans = None;
        let mut matched = Vec::new();
        for (theirs, own) in &self.on {
            let (Some(theirs), Some(own)) = (plain(theirs), plain(own)) else {
                continue;
            };
            if let (Some((parents, theirs)), Some((rows, own))) =
                (origin(plan, theirs), origin(&self.rows, own))
            {
                matched.push((own, theirs));
                scans = Some((rows, parents));
            }
        }
        scans.is_some_and(|(rows, parents)| self.by_one_list(rows, parents, &matched))
    }

    fn by_one_list(
        &self,
        rows: &TableScan,
        parents: &TableScan,
        matched: &[(String, String)],
    ) -> bool {
        let (Some(of_rows), Some(of_parents)) = (store_table(rows), store_table(parents)) else {
            return false;
        };
        let (Some(child), Some(parent)) = (
            of_rows.downcast_ref::<StoreTable>(),
            of_parents.downcast_ref::<StoreTable>(),
        ) else {
            return false;
        };
        let catalog = child.store().catalog();
        let theirs = |(own, theirs): &(String, String)| {
            let (table, key) = parent_key(child.table(), own, catalog)?;
            (table.name == parent.table().name && key == theirs).then_some(key)
        };
        let keys: Vec<&str> = matched.iter().filter_map(theirs).collect();
        let one_store = Arc::ptr_eq(child.store(), parent.store());
        if !one_store || !is_whole(parent.table(), &keys) {
            return false;
        }
        let of_parents = predicate(&parents.filters);
        let narrows = drops_right(self.kind) && !of_parents.columns.is_empty();
        let lists = [
            spec(rows, child, narrows.then_some(of_parents)),
            spec(parents, parent, None),
        ];
        match lists.map(|spec| plan(catalog, &spec)) {
            [Ok(rows), Ok(parents)] => rows.same_list(&parents),
            _ => false,
        }
    }

    /// `plan`, in which the rows are joined with their parents first.
    fn below(&self, plan: &LogicalPlan) -> DataFusionResult<Option<LogicalPlan>> {
        if self.is_beside(plan) {
            return self.joined(plan).map(Some);
        }
        match plan {
            LogicalPlan::Join(join) => self.below_join(join),
            LogicalPlan::Filter(filter) => {
                let input = self.below(&filter.input)?;
                let filtered = |input| Filter::try_new(filter.predicate.clone(), Arc::new(input));
                Ok(input.map(filtered).transpose()?.map(LogicalPlan::Filter))
            }
            LogicalPlan::Projection(projection) => self.below_projection(projection),
            LogicalPlan::SubqueryAlias(alias) => self.below_projection(&renaming(alias)?),
            _ => Ok(None),
        }
    }

    fn joined(&self, plan: &LogicalPlan) -> DataFusionResult<LogicalPlan> {
        let join = Join::try_new(
            Arc::new(plan.clone()),
            Arc::clone(&self.rows),
            self.on.clone(),
            self.filter.clone(),
            self.kind,
            JoinConstraint::On,
            self.null_equality,
            false,
        )?;
        Ok(LogicalPlan::Join(join))
    }

    /// On the side of `join` that has all that the rows are joined by, where each row of that side comes out of the join once, or as
    /// often as it has partners.
    fn below_join(&self, join: &Join) -> DataFusionResult<Option<LogicalPlan>> {
        use JoinType::{Inner, Left, LeftAnti, LeftSemi, Right, RightAnti, RightSemi};
        let kept = match join.join_type {
            Inner => [true, true],
            Left | LeftSemi | LeftAnti => [true, false],
            Right | RightSemi | RightAnti => [false, true],
            _ => [false, false],
        };
        let sides = [&join.left, &join.right];
        for (place, side) in sides.into_iter().enumerate() {
            if !kept[place] || join.null_aware || !self.needs_only(side) {
                continue;
            }
            let Some(changed) = self.below(side)? else {
                continue;
            };
            let mut sides = sides.map(Arc::clone);
            sides[place] = Arc::new(changed);
            let [left, right] = sides;
            let join = Join::try_new(
                left,
                right,
                join.on.clone(),
                join.filter.clone(),
                join.join_type,
                join.join_constraint,
                join.null_equality,
                false,
            )?;
            return Ok(Some(LogicalPlan::Join(join)));
        }
        Ok(None)
    }

    /// Below a projection of columns, which shows those of the rows as well then.
    fn below_projection(&self, projection: &Projection) -> DataFusionResult<Option<LogicalPlan>> {
        let shown = |column: &Column| {
            let place = projection.schema.maybe_index_of_column(column)?;
            plain(projection.expr.get(place)?).cloned()
        };
        let inside = |expr: &Expr| {
            let mut whole = true;
            let inside = expr.clone().transform(|expr| {
                let Expr::Column(column) = &expr else {
                    return Ok(Transformed::no(expr));
                };
                if self.rows.schema().has_column(column) {
                    return Ok(Transformed::no(expr));
                }
                let below = shown(column);
                whole &= below.is_some();
                Ok(below.map_or(Transformed::no(expr), |below| {
                    Transformed::yes(Expr::Column(below))
                }))
            });
            inside.data().ok().filter(|_| whole)
        };
        let on = self
            .on
            .iter()
            .map(|(theirs, own)| Some((inside(theirs)?, own.clone())));
        let (Some(on), filter) = (
            on.collect::<Option<Vec<_>>>(),
            self.filter.as_ref().map(inside),
        ) else {
            return Ok(None);
        };
        if filter.as_ref().is_some_and(Option::is_none) {
            return Ok(None);
        }
        let attached = Self {
            on,
            filter: filter.flatten(),
            ..self.clone()
        };
        let Some(input) = attached.below(&projection.input)? else {
            return Ok(None);
        };
        let mut columns = projection.expr.clone();
        if matches!(self.kind, JoinType::Inner | JoinType::Left) {
            columns.extend(self.rows.schema().columns().into_iter().map(Expr::Column));
        }
        let projection = Projection::try_new(columns, Arc::new(input))?;
        Ok(Some(LogicalPlan::Projection(projection)))
    }

    /// Whether the rows are joined by columns of `side`, and no others.
    fn needs_only(&self, side: &LogicalPlan) -> bool {
        let others = self.on.iter().map(|(theirs, _)| theirs);
        let mut columns = others.chain(&self.filter).flat_map(Expr::column_refs);
        let rows = self.rows.schema();
        columns.all(|column| side.schema().has_column(column) || rows.has_column(column))
    }
}

/// What a scan will ask for.
fn spec(scan: &TableScan, table: &StoreTable, parents_predicate: Option<Constraints>) -> ScanSpec {
    let shown = scan.projected_schema.fields().iter();
    let shown = shown.map(|field| field.name().clone());
    let checked = scan.filters.iter().flat_map(Expr::column_refs);
    let checked = checked.map(|column| column.name.clone());
    ScanSpec {
        table: table.table().name.clone(),
        columns: shown.chain(checked).collect(),
        predicate: predicate(&scan.filters),
        parents_predicate,
        page_size: table.store().page_size(),
        ..ScanSpec::default()
    }
}

/// The scan and its column that `column` of `plan` is, where each row of `plan` is made of one row of the scan, or of all of those with
/// one value of the column.
fn origin<'p>(plan: &'p LogicalPlan, column: &Column) -> Option<(&'p TableScan, String)> {
    let place = plan.schema().maybe_index_of_column(column)?;
    let (input, column) = match plan {
        LogicalPlan::TableScan(scan) => {
            let name = scan.projected_schema.field(place).name().clone();
            return scan.fetch.is_none().then_some((scan, name));
        }
        LogicalPlan::SubqueryAlias(alias) => {
            let below = alias.input.schema().columns().into_iter().nth(place)?;
            return origin(&alias.input, &below);
        }
        LogicalPlan::Filter(filter) => (&filter.input, column),
        LogicalPlan::Projection(projection) => {
            (&projection.input, plain(projection.expr.get(place)?)?)
        }
        LogicalPlan::Aggregate(aggregate) => {
            let group = aggregate.group_expr.get(place)?;
            (&aggregate.input, plain(group)?)
        }
        _ => return None,
    };
    origin(input, column)
}

/// The columns of an alias as a projection, beside which others may stand.
fn renaming(alias: &SubqueryAlias) -> DataFusionResult<Projection> {
    let columns = alias.input.schema().columns().into_iter();
    let renamed = columns
        .zip(alias.schema.iter())
        .map(|(column, (qualifier, field))| {
            Expr::Column(column).alias_qualified(qualifier.cloned(), field.name())
        });
    Projection::try_new(renamed.collect(), Arc::clone(&alias.input))
}

/// The column that an expression is, with or without another name.
fn plain(expr: &Expr) -> Option<&Column> {
    match expr {
        Expr::Column(column) => Some(column),
        Expr::Alias(alias) => plain(&alias.expr),
        _ => None,
    }
}
