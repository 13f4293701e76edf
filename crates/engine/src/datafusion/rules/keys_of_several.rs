//! `a JOIN b ON … JOIN c ON c.x = a.y[b.z]`: DataFusion brings inner joins into another order by their keys, and forgets a key one side of
//! which has columns of several tables, so that the rows are joined without it. Such a key becomes a condition beforehand.

use std::collections::HashSet;

use datafusion::common::tree_node::Transformed;
use datafusion::common::{NullEquality, Result as DataFusionResult, TableReference};
use datafusion::logical_expr::utils::conjunction;
use datafusion::logical_expr::{Expr, JoinType, LogicalPlan, Operator, binary_expr};
use datafusion::optimizer::eliminate_cross_join::EliminateCrossJoin;
use datafusion::optimizer::{OptimizerConfig, OptimizerRule};

/// The optimizer's rule, in the place of DataFusion's.
#[derive(Debug, Default)]
pub(crate) struct KeysOfSeveral(EliminateCrossJoin);

impl OptimizerRule for KeysOfSeveral {
    fn name(&self) -> &str {
        "keys_of_several"
    }

    fn supports_rewrite(&self) -> bool {
        true
    }

    fn rewrite(
        &self,
        plan: LogicalPlan,
        config: &dyn OptimizerConfig,
    ) -> DataFusionResult<Transformed<LogicalPlan>> {
        let apart = plan.transform_down_with_subqueries(as_conditions)?;
        let mut joined = self.0.rewrite(apart.data, config)?;
        joined.transformed |= apart.transformed;
        Ok(joined)
    }
}

/// The join with such keys as conditions.
fn as_conditions(plan: LogicalPlan) -> DataFusionResult<Transformed<LogicalPlan>> {
    let LogicalPlan::Join(mut join) = plan else {
        return Ok(Transformed::no(plan));
    };
    let is_key = |(left, right): &(Expr, Expr)| is_of_one(left) && is_of_one(right);
    if join.join_type != JoinType::Inner || join.on.iter().all(is_key) {
        return Ok(Transformed::no(LogicalPlan::Join(join)));
    }
    let equal = match join.null_equality {
        NullEquality::NullEqualsNothing => Operator::Eq,
        NullEquality::NullEqualsNull => Operator::IsNotDistinctFrom,
    };
    let (keys, others): (Vec<_>, Vec<_>) = join.on.into_iter().partition(is_key);
    let conditions = others
        .into_iter()
        .map(|(left, right)| binary_expr(left, equal, right));
    join.filter = conjunction(join.filter.into_iter().chain(conditions));
    join.on = keys;
    Ok(Transformed::yes(LogicalPlan::Join(join)))
}

/// Whether all columns of it are of one table. A column without a table may be of any.
fn is_of_one(side: &Expr) -> bool {
    let columns = side.column_refs();
    let tables: HashSet<Option<&TableReference>> = columns
        .iter()
        .map(|column| column.relation.as_ref())
        .collect();
    columns.len() <= 1 || (tables.len() == 1 && !tables.contains(&None))
}
