//! How a join is computed for all outer values at once: the values stand on one side of it, or on both and are joined too.

use std::sync::Arc;

use datafusion::common::{NullEquality, Result as DataFusionResult};
use datafusion::functions::core::expr_fn::coalesce;
use datafusion::logical_expr::{
    BinaryExpr, Expr, Join, JoinConstraint, JoinType, LogicalPlan, Operator,
};

use super::super::domain::{called, column, columns, picked, projected};
use super::super::outer::{bind, lateral_columns, rename};
use super::{Push, Pushed, lateral, refused};

impl Push<'_> {
    pub(super) fn join(&mut self, join: &Join) -> DataFusionResult<Pushed> {
        let lateral_outer = lateral_columns(&join.left, &join.right)?;
        if !lateral_outer.is_empty() {
            return self.lateral_join(join);
        }
        let left_only = matches!(
            join.join_type,
            JoinType::LeftSemi | JoinType::LeftAnti | JoinType::LeftMark
        );
        if matches!(
            join.join_type,
            JoinType::RightSemi | JoinType::RightAnti | JoinType::RightMark
        ) || join.null_aware
        {
            return Err(refused("a RIGHT SEMI or ANTI JOIN"));
        }
        let (hangs_left, hangs_right) = (self.hangs(&join.left)?, self.hangs(&join.right)?);
        let (left_kept, right_kept) = match join.join_type {
            JoinType::Inner => (false, false),
            JoinType::Right => (false, true),
            JoinType::Full => (true, true),
            _ => (true, false),
        };
        let push_left = hangs_left || left_kept || !hangs_right && !right_kept;
        let push_right = hangs_right || right_kept;
        let whole = |plan: &LogicalPlan| Pushed {
            plan: plan.clone(),
            own: plan.schema().fields().len(),
            values: 0,
            is_ordered: false,
        };
        let left = match push_left {
            true => self.push(&join.left)?,
            false => whole(&join.left),
        };
        let left = self.unordered(left)?;
        let right = match push_right {
            true => self.push(&join.right)?,
            false => whole(&join.right),
        };
        let right = self.unordered(right)?;
        let bound = self.bound(if push_left { &left } else { &right });
        let bind = |expr: &Expr| bind(expr.clone(), &bound, &join.schema);
        let mut on = Vec::new();
        for (one, other) in &join.on {
            on.push((bind(one)?, bind(other)?));
        }
        let mut filter = join.filter.as_ref().map(bind).transpose()?;
        let mut null_equality = join.null_equality;
        let pairs: Vec<(Expr, Expr)> = match push_left && push_right {
            true => left.values().zip(right.values()).collect(),
            false => Vec::new(),
        };
        if on.is_empty() {
            null_equality = NullEquality::NullEqualsNull;
        }
        for (one, other) in pairs {
            if null_equality == NullEquality::NullEqualsNull {
                on.push((one, other));
            } else {
                let same = Expr::BinaryExpr(BinaryExpr::new(
                    Box::new(one),
                    Operator::IsNotDistinctFrom,
                    Box::new(other),
                ));
                filter = Some(match filter {
                    Some(filter) => filter.and(same),
                    None => same,
                });
            }
        }
        let rows = Join::try_new(
            Arc::new(left.plan),
            Arc::new(right.plan),
            on,
            filter,
            join.join_type,
            JoinConstraint::On,
            null_equality,
            false,
        )?;
        let rows = LogicalPlan::Join(rows);
        let values = self.domain.count;
        let start = left.own + left.values;
        let own: Vec<usize> = match left_only {
            // A mark stands behind all columns.
            true => (0..left.own)
                .chain(start..rows.schema().fields().len())
                .collect(),
            false => (0..left.own).chain(start..start + right.own).collect(),
        };
        let of_left = left.own..left.own + values;
        let of_right = start + right.own..start + right.own + values;
        let mut kept: Vec<Expr> = Vec::new();
        for (place, from) in own.iter().enumerate() {
            kept.push(called(column(&rows, *from), &join.schema, place));
        }
        match join.join_type {
            JoinType::Full => {
                for (one, other) in of_left.zip(of_right) {
                    let either = coalesce(vec![column(&rows, one), column(&rows, other)]);
                    kept.push(either.alias(self.names.next("outer value")));
                }
            }
            JoinType::Right => kept.extend(columns(&rows, of_right)),
            _ if push_left => kept.extend(columns(&rows, of_left)),
            _ => kept.extend(columns(&rows, of_right)),
        }
        Ok(Pushed {
            plan: projected(rows, kept)?,
            own: own.len(),
            values,
            is_ordered: false,
        })
    }

    /// A LATERAL join in a query that hangs on outer values itself: they become columns of its left side.
    fn lateral_join(&mut self, join: &Join) -> DataFusionResult<Pushed> {
        let left = match self.hangs(&join.left)? {
            true => self.push(&join.left)?,
            false => self.each(&join.left)?,
        };
        let left = self.unordered(left)?;
        let bound = self.bound(&left);
        let right = rename(join.right.as_ref().clone(), &bound)?;
        let filter = join.filter.clone();
        let filter = filter.map(|filter| bind(filter, &bound, &join.schema));
        let (own, values) = (left.own, left.values);
        let count = right.schema().fields().len();
        let inner = Join::try_new(
            Arc::new(left.plan),
            Arc::new(right),
            join.on.clone(),
            filter.transpose()?,
            join.join_type,
            JoinConstraint::On,
            join.null_equality,
            false,
        )?;
        let Some(rows) = lateral(&inner, self.names)? else {
            return Err(refused("LATERAL of this shape"));
        };
        let places = (0..own)
            .chain(own + values..own + values + count)
            .chain(own..own + values);
        Ok(Pushed {
            plan: picked(rows, places, &join.schema)?,
            own: own + count,
            values,
            is_ordered: false,
        })
    }
}
