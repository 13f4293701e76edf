//! `round(price, 2)` has two digits. DataFusion takes the digits from a literal of 32 bits, and forgets them while the one of 64 bits
//! that SQL has stands in a cast: the expression's type was another one before constants are folded than behind it.

use datafusion::common::config::ConfigOptions;
use datafusion::common::tree_node::{Transformed, TransformedResult, TreeNode};
use datafusion::common::{Result as DataFusionResult, ScalarValue};
use datafusion::logical_expr::expr_rewriter::NamePreserver;
use datafusion::logical_expr::{Expr, LogicalPlan, lit};
use datafusion::optimizer::AnalyzerRule;

/// The analyzer's rule. It has to run before the coercion of types.
#[derive(Debug)]
pub(crate) struct DigitsOfRound;

impl AnalyzerRule for DigitsOfRound {
    fn name(&self) -> &str {
        "digits_of_round"
    }

    fn analyze(&self, plan: LogicalPlan, _: &ConfigOptions) -> DataFusionResult<LogicalPlan> {
        plan.transform_up_with_subqueries(|plan| {
            let names = NamePreserver::new(&plan);
            plan.map_expressions(|expr| {
                let name = names.save(&expr);
                let changed = expr.transform_up(|expr| Ok(with_digits(expr)))?;
                Ok(changed.update_data(|expr| name.restore(expr)))
            })
        })
        .data()
    }
}

fn with_digits(expr: Expr) -> Transformed<Expr> {
    let Expr::ScalarFunction(mut call) = expr else {
        return Transformed::no(expr);
    };
    if call.func.name() == "round"
        && let [_, digits] = call.args.as_mut_slice()
        && let Expr::Literal(ScalarValue::Int64(Some(count)), _) = digits
        && let Ok(count) = i32::try_from(*count)
    {
        *digits = lit(count);
        return Transformed::yes(Expr::ScalarFunction(call));
    }
    Transformed::no(Expr::ScalarFunction(call))
}
