//! A recursive query has the types of the query that it begins with. Where the other part gives more digits, DataFusion cuts them off
//! without a word; here the statement is refused.

use arrow::datatypes::DataType;
use datafusion::common::config::ConfigOptions;
use datafusion::common::tree_node::TreeNodeRecursion;
use datafusion::common::{DFSchema, Result as DataFusionResult};
use datafusion::logical_expr::{Expr, ExprSchemable, LogicalPlan};
use datafusion::optimizer::AnalyzerRule;

use crate::error::{Error, ErrorKind};

/// The analyzer's rule.
#[derive(Debug)]
pub(crate) struct DigitsOfRecursion;

impl AnalyzerRule for DigitsOfRecursion {
    fn name(&self) -> &str {
        "digits_of_recursion"
    }

    fn analyze(&self, plan: LogicalPlan, _: &ConfigOptions) -> DataFusionResult<LogicalPlan> {
        plan.apply_with_subqueries(|plan| {
            if let LogicalPlan::RecursiveQuery(query) = plan
                && let LogicalPlan::Projection(projection) = query.recursive_term.as_ref()
                && projection
                    .expr
                    .iter()
                    .any(|expr| loses_digits(expr, projection.input.schema()))
            {
                let message = "the recursive part of WITH RECURSIVE gives more digits than the part that it begins with: CAST a column of the first part, as in CAST(1 AS DECIMAL(38, 10)), and the one of the second part to the same";
                let error = Error::new(ErrorKind::Syntax, message).with_sqlstate("42804");
                return Err(error.into_datafusion());
            }
            Ok(TreeNodeRecursion::Continue)
        })?;
        Ok(plan)
    }
}

/// Whether a column is cast to fewer digits. A cast that is written in the statement stands below that of the planner and counts alike:
/// what it gives is what the column has.
fn loses_digits(expr: &Expr, input: &DFSchema) -> bool {
    let cast = match expr {
        Expr::Alias(alias) => return loses_digits(&alias.expr, input),
        Expr::Cast(cast) => cast,
        _ => return false,
    };
    let DataType::Decimal128(_, digits) = (match cast.expr.get_type(input) {
        Ok(kind) => kind,
        Err(_) => return false,
    }) else {
        return false;
    };
    match cast.field.data_type() {
        DataType::Decimal128(_, kept) => *kept < digits,
        kind => kind.is_integer() && digits > 0,
    }
}
