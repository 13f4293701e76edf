//! A decimal beside a float is a float, as in PostgreSQL, where DataFusion makes a decimal of fifteen digits of the float:
//! `1e-20::float8 > 0.0` compared 0 with 0. In comparisons, CASE, `coalesce` and its like; those of UNION and EXCEPT are in
//! `branches.rs`.

use arrow::datatypes::DataType;
use datafusion::common::config::ConfigOptions;
use datafusion::common::tree_node::Transformed;
use datafusion::common::{DFSchema, Result as DataFusionResult};
use datafusion::logical_expr::{Expr, LogicalPlan, cast};
use datafusion::optimizer::AnalyzerRule;

use super::expressions::in_plan;
use super::groups::each_group;
use crate::datafusion::number_kind::{NumberKind, number_kind};

/// The analyzer's rule. It has to run before the coercion of types, and behind quoted numbers.
#[derive(Debug)]
pub(crate) struct DecimalsBesideFloats;

impl AnalyzerRule for DecimalsBesideFloats {
    fn name(&self) -> &str {
        "decimals_beside_floats"
    }

    fn analyze(&self, plan: LogicalPlan, _: &ConfigOptions) -> DataFusionResult<LogicalPlan> {
        in_plan(plan, as_floats)
    }
}

fn as_floats(mut expr: Expr, schema: &DFSchema) -> DataFusionResult<Transformed<Expr>> {
    let changed = each_group(&mut expr, |values| Ok(beside(values, schema)))?;
    Ok(match changed {
        true => Transformed::yes(expr),
        false => Transformed::no(expr),
    })
}

fn beside(values: Vec<&mut Expr>, schema: &DFSchema) -> bool {
    let kinds: Vec<Option<NumberKind>> = values
        .iter()
        .map(|value| number_kind(value, schema))
        .collect();
    if !kinds.contains(&Some(NumberKind::Float)) {
        return false;
    }
    let mut changed = false;
    for (value, kind) in values.into_iter().zip(kinds) {
        if kind == Some(NumberKind::Decimal) {
            *value = cast(value.clone(), DataType::Float64);
            changed = true;
        }
    }
    changed
}
