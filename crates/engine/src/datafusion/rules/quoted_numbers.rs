//! `price = '19.999'` compares with 19.999, and `greatest(price, '19.999')` may answer it: a number in quotes beside a number keeps its
//! digits, and is no text: `CASE WHEN id > 5 THEN '7' ELSE id END` is a whole number. So is `'t'` a truth value beside one.

use arrow::datatypes::DataType;
use datafusion::common::config::ConfigOptions;
use datafusion::common::tree_node::Transformed;
use datafusion::common::{DFSchema, Result as DataFusionResult, ScalarValue};
use datafusion::logical_expr::{Expr, ExprSchemable, LogicalPlan};
use datafusion::optimizer::AnalyzerRule;

use super::expressions::in_plan;
use super::groups::each_group;
use crate::datafusion::number_kind::number_kind;
use crate::error::{Error, ErrorKind};

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

fn with_digits(mut expr: Expr, schema: &DFSchema) -> DataFusionResult<Transformed<Expr>> {
    let changed = each_group(&mut expr, |values| beside(values, schema))?;
    Ok(match changed {
        true => Transformed::yes(expr),
        false => Transformed::no(expr),
    })
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

/// A truth value in quotes, as PostgreSQL reads it: `'t'`, `'yes'`, `'on'`, `'1'` and their opposites, also their beginnings.
fn as_flag(text: &str) -> Option<bool> {
    match text.trim().to_ascii_lowercase().as_str() {
        "t" | "tr" | "tru" | "true" | "y" | "ye" | "yes" | "on" | "1" => Some(true),
        "f" | "fa" | "fal" | "fals" | "false" | "n" | "no" | "of" | "off" | "0" => Some(false),
        _ => None,
    }
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
