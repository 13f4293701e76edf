//! `x IN (2, CASE WHEN a IS NULL THEN 0 ELSE a END)`: what is computed from columns is compared with `=`. DataFusion computes the values of
//! a list once, without a row, and takes what it got for the value of every row.

use datafusion::common::config::ConfigOptions;
use datafusion::common::tree_node::{Transformed, TreeNode};
use datafusion::common::{DFSchema, Result as DataFusionResult};
use datafusion::logical_expr::expr::InList;
use datafusion::logical_expr::{Expr, LogicalPlan};
use datafusion::optimizer::AnalyzerRule;

use super::expressions::in_plan;

/// The analyzer's rule. It has to run before the coercion of types: each of these values is compared by its own type.
#[derive(Debug)]
pub(crate) struct ListedColumns;

impl AnalyzerRule for ListedColumns {
    fn name(&self) -> &str {
        "listed_columns"
    }

    fn analyze(&self, plan: LogicalPlan, _: &ConfigOptions) -> DataFusionResult<LogicalPlan> {
        in_plan(plan, |expr, _: &DFSchema| Ok(compared(expr)))
    }
}

fn compared(expr: Expr) -> Transformed<Expr> {
    let Expr::InList(list) = expr else {
        return Transformed::no(expr);
    };
    let (computed, constant): (Vec<Expr>, Vec<Expr>) =
        list.list.iter().cloned().partition(is_computed);
    let equal = |value: Expr| list.expr.as_ref().clone().eq(value);
    let Some(found) = computed.into_iter().map(equal).reduce(Expr::or) else {
        return Transformed::no(Expr::InList(list));
    };
    let found = match constant.is_empty() {
        true => found,
        false => Expr::InList(InList::new(list.expr.clone(), constant, false)).or(found),
    };
    Transformed::yes(match list.negated {
        true => Expr::Not(Box::new(found)),
        false => found,
    })
}

/// Whether a value hangs on the row: it names a column, or asks a query.
fn is_computed(value: &Expr) -> bool {
    let found = value.exists(|part| {
        Ok(matches!(
            part,
            Expr::Column(_) | Expr::OuterReferenceColumn(..) | Expr::ScalarSubquery(_)
        ))
    });
    // The walk only looks, and cannot fail.
    found.unwrap_or(true)
}
