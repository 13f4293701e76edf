//! `round(price, 2)` has two digits. DataFusion takes the digits from a literal of 32 bits, and forgets them while the one of 64 bits
//! that SQL has stands in a cast: the expression's type was another one before constants are folded than behind it.
//!
//! `floor` and `ceil` of a decimal below one have room for the one that they may give.
//!
//! A whole number is rounded as PostgreSQL does it: as a decimal where the digits are named, else with double precision.

use arrow::datatypes::{DECIMAL128_MAX_PRECISION, DataType};
use datafusion::common::config::ConfigOptions;
use datafusion::common::tree_node::{Transformed, TreeNodeRecursion};
use datafusion::common::{DFSchema, Result as DataFusionResult, ScalarValue};
use datafusion::logical_expr::expr::ScalarFunction;
use datafusion::logical_expr::{Expr, ExprSchemable, LogicalPlan, cast, lit};
use datafusion::optimizer::AnalyzerRule;

use super::expressions::in_plan;

/// The analyzer's rule. It has to run before the coercion of types.
#[derive(Debug)]
pub(crate) struct DigitsOfRound;

impl AnalyzerRule for DigitsOfRound {
    fn name(&self) -> &str {
        "digits_of_round"
    }

    fn analyze(&self, plan: LogicalPlan, _: &ConfigOptions) -> DataFusionResult<LogicalPlan> {
        in_plan(plan, |expr, schema| Ok(with_digits(expr, schema)))
    }
}

fn with_digits(expr: Expr, schema: &DFSchema) -> Transformed<Expr> {
    let Expr::ScalarFunction(mut call) = expr else {
        return Transformed::no(expr);
    };
    match call.func.name() {
        "round" | "trunc" => {}
        "floor" | "ceil" => return with_a_digit_before(call, schema),
        _ => return Transformed::no(Expr::ScalarFunction(call)),
    }
    let is_whole = |value: &Expr| value.get_type(schema).is_ok_and(|kind| kind.is_integer());
    let mut changed = false;
    match call.args.as_mut_slice() {
        [value] if is_whole(value) => {
            *value = cast(value.clone(), DataType::Float64);
            changed = true;
        }
        [value, digits] => {
            if is_whole(value) {
                *value = cast(value.clone(), DataType::Decimal128(20, 0));
                changed = true;
            }
            if let Expr::Literal(ScalarValue::Int64(Some(count)), _) = digits
                && let Ok(count) = i32::try_from(*count)
            {
                *digits = lit(count);
                changed = true;
            }
        }
        _ => {}
    }
    Transformed::new(
        Expr::ScalarFunction(call),
        changed,
        TreeNodeRecursion::Continue,
    )
}

/// `floor(-0.5)` is -1, which has a digit before the point, and 0.5 has none.
fn with_a_digit_before(mut call: ScalarFunction, schema: &DFSchema) -> Transformed<Expr> {
    if let [value] = call.args.as_mut_slice()
        && let Ok(DataType::Decimal128(digits, scale)) = value.get_type(schema)
        && digits < DECIMAL128_MAX_PRECISION
        && i16::from(digits) <= i16::from(scale)
    {
        *value = cast(value.clone(), DataType::Decimal128(digits + 1, scale));
        return Transformed::yes(Expr::ScalarFunction(call));
    }
    Transformed::no(Expr::ScalarFunction(call))
}
