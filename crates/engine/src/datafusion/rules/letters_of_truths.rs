//! `concat('a', true)` is `at`, as PostgreSQL writes a truth value there, where a cast to text gives `true`.

use datafusion::common::config::ConfigOptions;
use datafusion::common::tree_node::Transformed;
use datafusion::common::{DFSchema, Result as DataFusionResult};
use datafusion::logical_expr::{Expr, ExprSchemable, LogicalPlan, lit, when};
use datafusion::optimizer::AnalyzerRule;

use super::expressions::in_plan;

/// The analyzer's rule. It has to run before the coercion of types, which makes text of a truth value.
#[derive(Debug)]
pub(crate) struct LettersOfTruths;

impl AnalyzerRule for LettersOfTruths {
    fn name(&self) -> &str {
        "letters_of_truths"
    }

    fn analyze(&self, plan: LogicalPlan, _: &ConfigOptions) -> DataFusionResult<LogicalPlan> {
        in_plan(plan, in_concat)
    }
}

fn in_concat(expr: Expr, schema: &DFSchema) -> DataFusionResult<Transformed<Expr>> {
    use arrow::datatypes::DataType::Boolean;
    let Expr::ScalarFunction(mut call) = expr else {
        return Ok(Transformed::no(expr));
    };
    let mut changed = false;
    if matches!(call.func.name(), "concat" | "concat_ws") {
        for value in &mut call.args {
            if matches!(value.get_type(schema), Ok(Boolean)) {
                let truth = value.clone();
                *value = when(truth.clone(), lit("t")).when(!truth, lit("f")).end()?;
                changed = true;
            }
        }
    }
    let call = Expr::ScalarFunction(call);
    Ok(match changed {
        true => Transformed::yes(call),
        false => Transformed::no(call),
    })
}
