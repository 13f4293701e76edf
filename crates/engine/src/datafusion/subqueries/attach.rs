//! Puts beside the rows of a plan what the sub-queries of its expressions come to, each as columns of a join.

use std::sync::Arc;

use datafusion::common::tree_node::{Transformed, TransformedResult, TreeNode};
use datafusion::common::{Result as DataFusionResult, ScalarValue};
use datafusion::functions_aggregate::expr_fn::{count, first_value};
use datafusion::logical_expr::expr::{Exists, InSubquery, SetComparison, SetQuantifier};
use datafusion::logical_expr::{
    Aggregate, BinaryExpr, Expr, ExprFunctionExt, Filter, JoinType, LogicalPlan,
    LogicalPlanBuilder, Operator, lit, not, when,
};

use super::domain::{Domain, Names, column, columns, crossed, joined, projected};
use super::functions::of_one_row;
use super::outer::outer_columns;
use super::push::{Push, Pushed, refused};

/// Rows, and beside them what the sub-queries that were asked for come to.
pub(super) struct Attach<'a> {
    /// The columns of the rows come first.
    pub(super) plan: LogicalPlan,
    rows: LogicalPlan,
    names: &'a mut Names,
}

impl<'a> Attach<'a> {
    pub(super) fn new(rows: &LogicalPlan, names: &'a mut Names) -> Self {
        Self {
            plan: rows.clone(),
            rows: rows.clone(),
            names,
        }
    }

    /// The expression with columns in the place of its sub-queries.
    pub(super) fn values(&mut self, expr: Expr) -> DataFusionResult<Expr> {
        expr.transform_up(|expr| {
            let value = match expr {
                Expr::Exists(exists) => self.exists(&exists)?,
                Expr::InSubquery(subquery) => self.in_subquery(&subquery)?,
                Expr::SetComparison(comparison) => self.comparison(&comparison)?,
                Expr::ScalarSubquery(subquery)
                    if !outer_columns(&subquery.subquery)?.is_empty() =>
                {
                    self.scalar(&subquery.subquery)?
                }
                other => return Ok(Transformed::no(other)),
            };
            Ok(Transformed::yes(value))
        })
        .data()
    }

    /// A query for the outer values of all rows and for the values of `others`, and what its values equal in a row.
    fn pushed(
        &mut self,
        query: &LogicalPlan,
        others: &[Expr],
    ) -> DataFusionResult<(Pushed, Vec<Expr>)> {
        let outer = outer_columns(query)?;
        let schema = self.rows.schema();
        if outer.iter().any(|column| !schema.has_column(column)) {
            return Err(refused("columns of a query further out in this place"));
        }
        let mut values: Vec<Expr> = outer.iter().cloned().map(Expr::Column).collect();
        values.extend(others.iter().cloned());
        let rows = match others.is_empty() {
            true => &self.rows,
            // They may be columns of a join that was put there before.
            false => &self.plan,
        };
        let domain = Domain::of(rows, &values, self.names)?;
        let pushed = Push::new(&domain, &outer, self.names).push(query)?;
        Ok((pushed, values))
    }

    /// Puts columns beside the rows where the values are equal.
    fn beside(
        &mut self,
        columns: LogicalPlan,
        on: impl IntoIterator<Item = (Expr, Expr)>,
    ) -> DataFusionResult<()> {
        let rows = self.plan.clone();
        self.plan = joined(rows, columns, on, None, JoinType::Left)?;
        Ok(())
    }

    /// The values of a query under names of their own, and of its own columns the first as `value`.
    fn renamed(&mut self, pushed: Pushed) -> DataFusionResult<(LogicalPlan, Expr, Vec<Expr>)> {
        let first = column(&pushed.plan, 0).alias(self.names.next("value"));
        let mut exprs = vec![first];
        for value in pushed.values() {
            exprs.push(value.alias(self.names.next("outer value")));
        }
        let count = exprs.len();
        let plan = projected(pushed.plan, exprs)?;
        let values = columns(&plan, 1..count).collect();
        let first = column(&plan, 0);
        Ok((plan, first, values))
    }

    /// The distinct values of some columns with a mark, and the mark.
    fn marked(
        &mut self,
        plan: LogicalPlan,
        keys: &[Expr],
    ) -> DataFusionResult<(LogicalPlan, Expr)> {
        let distinct = LogicalPlanBuilder::from(plan)
            .project(keys.to_vec())?
            .distinct()?
            .build()?;
        let mark = lit(true).alias(self.names.next("mark"));
        let mut exprs: Vec<Expr> = columns(&distinct, 0..keys.len()).collect();
        exprs.push(mark);
        let plan = projected(distinct, exprs)?;
        let mark = column(&plan, keys.len());
        Ok((plan, mark))
    }

    fn exists(&mut self, exists: &Exists) -> DataFusionResult<Expr> {
        let (pushed, values) = self.pushed(&exists.subquery.subquery, &[])?;
        let (plan, _, keys) = self.renamed(pushed)?;
        let (plan, mark) = self.marked(plan, &keys)?;
        self.beside(plan, values.into_iter().zip(keys))?;
        Ok(match exists.negated {
            false => mark.is_not_null(),
            true => mark.is_null(),
        })
    }

    /// IN is true where a value equals, else unknown where a NULL is among the values or is the one that is looked for, else false.
    fn in_subquery(&mut self, subquery: &InSubquery) -> DataFusionResult<Expr> {
        let wanted = subquery.expr.as_ref();
        let (pushed, values) = self.pushed(&subquery.subquery.subquery, &[])?;
        let (plan, value, keys) = self.renamed(pushed)?;
        // Counted before NULLs are left out.
        let rows = count(lit(1_i64)).alias(self.names.next("rows"));
        let known = count(value.clone()).alias(self.names.next("known"));
        let counts = Aggregate::try_new(Arc::new(plan.clone()), keys.clone(), vec![rows, known])?;
        let counts = LogicalPlan::Aggregate(counts);
        let mut exprs: Vec<Expr> = Vec::new();
        for key in columns(&counts, 0..keys.len()) {
            exprs.push(key.alias(self.names.next("outer value")));
        }
        exprs.extend(columns(&counts, keys.len()..keys.len() + 2));
        let counts = projected(counts, exprs)?;
        let (rows, known) = (column(&counts, keys.len()), column(&counts, keys.len() + 1));
        let not_null = Filter::try_new(value.clone().is_not_null(), Arc::new(plan))?;
        let mut all = keys.clone();
        all.push(value.clone());
        let (found, mark) = self.marked(LogicalPlan::Filter(not_null), &all)?;
        let on = values.iter().cloned().zip(keys);
        self.beside(found, on.chain([(wanted.clone(), value)]))?;
        if values.is_empty() {
            self.plan = crossed(self.plan.clone(), counts)?;
        } else {
            let keys: Vec<Expr> = columns(&counts, 0..values.len()).collect();
            self.beside(counts, values.into_iter().zip(keys))?;
        }
        let is_in = when(mark.is_not_null(), lit(true))
            .when(
                rows.clone().is_null().or(rows.clone().eq(lit(0_i64))),
                lit(false),
            )
            .when(
                wanted.clone().is_null().or(known.lt(rows)),
                lit(ScalarValue::Boolean(None)),
            )
            .otherwise(lit(false))?;
        Ok(match subquery.negated {
            false => is_in,
            true => not(is_in),
        })
    }

    /// `x > ANY (…)` is true where it is for a row, else unknown where it is for a row, else false; ALL is the same turned round.
    fn comparison(&mut self, comparison: &SetComparison) -> DataFusionResult<Expr> {
        let in_subquery = |negated| InSubquery {
            expr: comparison.expr.clone(),
            subquery: comparison.subquery.clone(),
            negated,
        };
        match (comparison.op, &comparison.quantifier) {
            (Operator::Eq, SetQuantifier::Any) => return self.in_subquery(&in_subquery(false)),
            (Operator::NotEq, SetQuantifier::All) => return self.in_subquery(&in_subquery(true)),
            _ => {}
        }
        let wanted = comparison.expr.as_ref().clone();
        let (pushed, values) = self.pushed(&comparison.subquery.subquery, &[wanted])?;
        let (plan, value, keys) = self.renamed(pushed)?;
        let Some(wanted) = keys.last().cloned() else {
            return Err(refused("a comparison with ANY or ALL in this place"));
        };
        let holds = Expr::BinaryExpr(BinaryExpr::new(
            Box::new(wanted),
            comparison.op,
            Box::new(value),
        ));
        let decides = match comparison.quantifier {
            SetQuantifier::Any => holds.clone(),
            SetQuantifier::All => not(holds.clone()),
        };
        let number = |of: Expr| count(lit(1_i64)).filter(of).build();
        let decided = number(decides)?.alias(self.names.next("decided"));
        let unknown = number(holds.is_null())?.alias(self.names.next("unknown"));
        let counts = Aggregate::try_new(Arc::new(plan), keys.clone(), vec![decided, unknown])?;
        let counts = LogicalPlan::Aggregate(counts);
        let (decided, unknown) = (column(&counts, keys.len()), column(&counts, keys.len() + 1));
        self.beside(counts, values.into_iter().zip(keys))?;
        let by_a_row = matches!(comparison.quantifier, SetQuantifier::Any);
        when(decided.gt(lit(0_i64)), lit(by_a_row))
            .when(unknown.gt(lit(0_i64)), lit(ScalarValue::Boolean(None)))
            .otherwise(lit(!by_a_row))
    }

    fn scalar(&mut self, query: &LogicalPlan) -> DataFusionResult<Expr> {
        let is_one_row = query.max_rows().is_some_and(|rows| rows <= 1);
        let (pushed, values) = self.pushed(query, &[])?;
        let (plan, value, keys) = self.renamed(pushed)?;
        if is_one_row {
            self.beside(plan, values.into_iter().zip(keys))?;
            return Ok(value);
        }
        let first = first_value(value, Vec::new()).alias(self.names.next("value"));
        let rows = count(lit(1_i64)).alias(self.names.next("rows"));
        let counts = Aggregate::try_new(Arc::new(plan), keys.clone(), vec![first, rows])?;
        let counts = LogicalPlan::Aggregate(counts);
        let (first, rows) = (column(&counts, keys.len()), column(&counts, keys.len() + 1));
        self.beside(counts, values.into_iter().zip(keys))?;
        Ok(of_one_row(first, rows))
    }
}
