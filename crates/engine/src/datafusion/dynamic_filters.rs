//! The keys of a join's small side, as they stand in DataFusion's dynamic filter once that side is read.

use std::sync::Arc;

use datafusion::logical_expr::Operator;
use datafusion::physical_expr::expressions::{
    BinaryExpr, Column, DynamicFilterPhysicalExpr, InListExpr, Literal,
};
use datafusion::physical_plan::PhysicalExpr;
use storeql_scan::{Constraints, Value};

use super::expr_to_predicate::value_of;

/// A filter that a join fills in while the query runs.
pub(crate) fn dynamic(filter: &Arc<dyn PhysicalExpr>) -> Option<&DynamicFilterPhysicalExpr> {
    filter.downcast_ref::<DynamicFilterPhysicalExpr>()
}

/// Adds to `constraints` the keys that `filter` lists. What else it says is left to the join.
pub(crate) fn add(constraints: &mut Constraints, filter: &Arc<dyn PhysicalExpr>) {
    if let Some(binary) = filter.downcast_ref::<BinaryExpr>() {
        match binary.op() {
            Operator::And => {
                add(constraints, binary.left());
                add(constraints, binary.right());
            }
            Operator::Eq => {
                if let (Some(column), Some(value)) =
                    (column(binary.left()), literal(binary.right()))
                {
                    constraints.allow(column, [value]);
                }
            }
            _ => {}
        }
        return;
    }
    let Some(list) = filter
        .downcast_ref::<InListExpr>()
        .filter(|list| !list.negated())
    else {
        return;
    };
    let Some(column) = column(list.expr()) else {
        return;
    };
    // NULL keys join nothing.
    let values = list
        .list()
        .iter()
        .filter(|value| !is_null(value))
        .map(literal)
        .collect::<Option<Vec<_>>>();
    if let Some(values) = values {
        constraints.allow(column, values);
    }
}

fn column(expression: &Arc<dyn PhysicalExpr>) -> Option<&str> {
    expression.downcast_ref::<Column>().map(Column::name)
}

fn is_null(expression: &Arc<dyn PhysicalExpr>) -> bool {
    expression
        .downcast_ref::<Literal>()
        .is_some_and(|literal| literal.value().is_null())
}

fn literal(expression: &Arc<dyn PhysicalExpr>) -> Option<Value> {
    value_of(expression.downcast_ref::<Literal>()?.value())
}
