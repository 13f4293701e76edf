//! `price = '19.999'` compares with 19.999, and `greatest(price, '19.999')` may answer it: a number in quotes beside a number keeps its
//! digits, and is no text: `CASE WHEN id > 5 THEN '7' ELSE id END` is a whole number. So is `'t'` a truth value beside one.

use arrow::datatypes::DataType;
use datafusion::common::config::ConfigOptions;
use datafusion::common::tree_node::Transformed;
use datafusion::common::{DFSchema, Result as DataFusionResult, ScalarValue};
use datafusion::logical_expr::{BinaryExpr, Expr, ExprSchemable, LogicalPlan, Operator};
use datafusion::optimizer::AnalyzerRule;

use super::expressions::in_plan;
use crate::datafusion::number_kind::number_kind;
use crate::error::{Error, ErrorKind};
use crate::sql::literal_coercion::as_flag;

/// The analyzer's rule. It has to run before the coercion of types.
#[derive(Debug)]
pub(crate) struct QuotedNumbers;

impl AnalyzerRule for QuotedNumbers {
    fn name(&self) -> &str {
        "quoted_numbers"
    }

    fn analyze(&self, plan: LogicalPlan, _: &ConfigOptions) -> DataFusionResult<LogicalPlan> {
        in_plan(plan, with_digits)
    }
}

/// Functions whose arguments are values of one type.
const OF_ONE_TYPE: &[&str] = &["coalesce", "greatest", "least", "nullif", "make_array"];

fn with_digits(mut expr: Expr, schema: &DFSchema) -> DataFusionResult<Transformed<Expr>> {
    let changed = match &mut expr {
        Expr::BinaryExpr(BinaryExpr { left, op, right }) if compares(*op) => {
            beside(vec![left.as_mut(), right.as_mut()], schema)?
        }
        Expr::Between(between) => beside(
            vec![
                between.expr.as_mut(),
                between.low.as_mut(),
                between.high.as_mut(),
            ],
            schema,
        )?,
        Expr::InList(list) => {
            let values = list.list.iter_mut().chain([list.expr.as_mut()]);
            beside(values.collect(), schema)?
        }
        Expr::Case(case) => {
            let (mut compared, mut values) = (Vec::new(), Vec::new());
            for (when, then) in &mut case.when_then_expr {
                compared.push(when.as_mut());
                values.push(then.as_mut());
            }
            compared.extend(case.expr.as_deref_mut());
            values.extend(case.else_expr.as_deref_mut());
            let compares = beside(compared, schema)?;
            beside(values, schema)? || compares
        }
        Expr::ScalarFunction(call) if OF_ONE_TYPE.contains(&call.func.name()) => {
            beside(call.args.iter_mut().collect(), schema)?
        }
        _ => false,
    };
    Ok(match changed {
        true => Transformed::yes(expr),
        false => Transformed::no(expr),
    })
}

fn compares(op: Operator) -> bool {
    use Operator::{Eq, Gt, GtEq, IsDistinctFrom, IsNotDistinctFrom, Lt, LtEq, NotEq};
    matches!(
        op,
        Eq | NotEq | Lt | LtEq | Gt | GtEq | IsDistinctFrom | IsNotDistinctFrom
    )
}

/// Makes numbers of the texts among the values, where others are numbers. Beside whole numbers only those of whole numbers are.
fn beside(values: Vec<&mut Expr>, schema: &DFSchema) -> DataFusionResult<bool> {
    let is_text = |value: &Expr| matches!(value, Expr::Literal(ScalarValue::Utf8(Some(_)), _));
    if !values.iter().any(|value| is_text(value)) {
        return Ok(false);
    }
    let kinds = values.iter().filter_map(|value| number_kind(value, schema));
    if let Some(kind) = kinds.max() {
        return read(values, |text| kind.reads(text));
    }
    let is_flag = |value: &Expr| matches!(value.get_type(schema), Ok(DataType::Boolean));
    match values.iter().any(|value| is_flag(value)) {
        true => read(values, |text| flag(text).map(Some)),
        false => Ok(false),
    }
}

fn read(
    values: Vec<&mut Expr>,
    reads: impl Fn(&str) -> DataFusionResult<Option<ScalarValue>>,
) -> DataFusionResult<bool> {
    let mut changed = false;
    for value in values {
        if let Expr::Literal(ScalarValue::Utf8(Some(text)), _) = value
            && let Some(known) = reads(text)?
        {
            *value = Expr::Literal(known, None);
            changed = true;
        }
    }
    Ok(changed)
}

fn flag(text: &str) -> DataFusionResult<ScalarValue> {
    let flag = as_flag(text).ok_or_else(|| {
        let message =
            format!("'{text}' is neither true nor false, and it stands beside one of them");
        Error::new(ErrorKind::InvalidValue, message)
            .about_typed(text)
            .into_datafusion()
    })?;
    Ok(flag.into())
}
