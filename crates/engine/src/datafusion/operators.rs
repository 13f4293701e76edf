//! PostgreSQL's operators where DataFusion's of the same name is another one or has fewer digits: `^` is a power, `/` of decimals
//! rounds, `->` gives JSON and `#>>` takes a path, a date and an interval make a time.

use std::sync::Arc;

use arrow::datatypes::{DataType, TimeUnit};
use datafusion::common::{DFSchema, Result as DataFusionResult, ScalarValue};
use datafusion::functions::math::expr_fn::power;
use datafusion::functions::string::expr_fn::{btrim, starts_with};
use datafusion::logical_expr::planner::{ExprPlanner, PlannerResult, RawBinaryExpr, RawWindowExpr};
use datafusion::logical_expr::{
    Expr, ExprSchemable, ScalarUDF, WindowFunctionDefinition, cast, lit, when,
};
use datafusion::sql::sqlparser::ast::BinaryOperator;
use datafusion_functions_json::udfs::{json_as_text_udf, json_get_json_udf};

use super::decimal_power::decimal_power;
use super::number_kind::{NumberKind, number_kind};
use super::quotient::quotient;
use super::time_kind::time_kind;
use crate::error::{Error, ErrorKind};
use crate::functions::{interval_divided, interval_times, json_has};
use crate::mend::{Mend, Mends};
use crate::quoted_number;

/// Plans these operators, as far as the session has them.
#[derive(Debug)]
pub(crate) struct PostgresOperators(pub(crate) Mends);

impl ExprPlanner for PostgresOperators {
    fn plan_binary_op(
        &self,
        mut expr: RawBinaryExpr,
        schema: &DFSchema,
    ) -> DataFusionResult<PlannerResult<RawBinaryExpr>> {
        let has = |mend| self.0.has(mend);
        if has(Mend::QuotedNumbers) {
            computed_with_text(&mut expr, schema)?;
        }
        let planned = match &expr.op {
            BinaryOperator::PGExp if has(Mend::Power) => Some(powered(&expr, schema)),
            BinaryOperator::Divide if has(Mend::Functions) && is_span(&expr.left, schema) => {
                Some(interval_divided().call(vec![expr.left.clone(), expr.right.clone()]))
            }
            BinaryOperator::Divide if has(Mend::Quotient) => divided(&expr, schema),
            BinaryOperator::Arrow if has(Mend::JsonArrow) => {
                Some(member(&expr, &json_get_json_udf())?)
            }
            BinaryOperator::LongArrow if has(Mend::JsonArrow) => {
                Some(member(&expr, &json_as_text_udf())?)
            }
            BinaryOperator::HashArrow if has(Mend::JsonPath) => {
                Some(json_get_json_udf().call(path(&expr)?))
            }
            BinaryOperator::HashLongArrow if has(Mend::JsonPath) => {
                Some(json_as_text_udf().call(path(&expr)?))
            }
            BinaryOperator::Plus | BinaryOperator::Minus if has(Mend::DatesAndSpans) => {
                moved(&expr, schema)
            }
            BinaryOperator::Multiply if has(Mend::Functions) => multiplied(&expr, schema),
            // MySQL's AND; between lists it is PostgreSQL's, whether they share an element.
            BinaryOperator::PGOverlap if has(Mend::Functions) && are_flags(&expr, schema) => {
                Some(expr.left.clone().and(expr.right.clone()))
            }
            BinaryOperator::AtArrow if has(Mend::Functions) => {
                contained(&expr.left, &expr.right, schema)
            }
            BinaryOperator::ArrowAt if has(Mend::Functions) => {
                contained(&expr.right, &expr.left, schema)
            }
            _ => None,
        };
        Ok(match planned {
            Some(planned) => PlannerResult::Planned(planned),
            None => PlannerResult::Original(expr),
        })
    }

    /// `lag(id, 1, 0.5)`: the value and the one for where there is none are of one type.
    fn plan_window(
        &self,
        mut expr: RawWindowExpr,
    ) -> DataFusionResult<PlannerResult<RawWindowExpr>> {
        let shifts = match &expr.func_def {
            WindowFunctionDefinition::WindowUDF(function) => {
                matches!(function.name(), "lag" | "lead") && self.0.has(Mend::ShiftedDefaults)
            }
            _ => false,
        };
        if let ([value, _, default], true) = (expr.args.as_mut_slice(), shifts)
            && let Expr::Literal(literal, _) = &default
            && has_digits(literal)
        {
            let both = when(lit(true), value.clone()).otherwise(default.clone())?;
            *value = both;
        }
        Ok(PlannerResult::Original(expr))
    }
}

/// Whether it is a number with a point, also in quotes.
fn has_digits(literal: &ScalarValue) -> bool {
    let of_text = match literal {
        ScalarValue::Utf8(Some(text)) => quoted_number::as_planned(text),
        _ => None,
    };
    let kind = of_text.as_ref().unwrap_or(literal).data_type();
    is_decimal(&kind) || kind == DataType::Float64
}

fn is_decimal(kind: &DataType) -> bool {
    matches!(kind, DataType::Decimal128(..))
}

/// `price * '1.19'`: a number in quotes that is computed with a number.
fn computed_with_text(expr: &mut RawBinaryExpr, schema: &DFSchema) -> DataFusionResult<()> {
    use BinaryOperator::{Divide, Minus, Modulo, Multiply, Plus};
    if !matches!(expr.op, Plus | Minus | Multiply | Divide | Modulo) {
        return Ok(());
    }
    let read = |text: &mut Expr, other: &Expr| -> DataFusionResult<()> {
        if let Expr::Literal(ScalarValue::Utf8(Some(written)), _) = text
            && let Some(kind) = number_kind(other, schema)
            && let Some(number) = kind.reads(written)?
        {
            *text = Expr::Literal(number, None);
        }
        Ok(())
    };
    read(&mut expr.left, &expr.right)?;
    read(&mut expr.right, &expr.left)
}

fn powered(expr: &RawBinaryExpr, schema: &DFSchema) -> Expr {
    let kinds = [&expr.left, &expr.right].map(|side| number_kind(side, schema));
    if kinds.iter().max() == Some(&Some(NumberKind::Decimal)) {
        return decimal_power(expr.left.clone(), expr.right.clone());
    }
    let double = |side: &Expr| cast(side.clone(), DataType::Float64);
    power(double(&expr.left), double(&expr.right))
}

/// A quotient of which a side is a decimal and the other one too, or a whole number.
fn divided(expr: &RawBinaryExpr, schema: &DFSchema) -> Option<Expr> {
    let left = number_kind(&expr.left, schema)?;
    let right = number_kind(&expr.right, schema)?;
    (left.max(right) == NumberKind::Decimal)
        .then(|| quotient(expr.left.clone(), expr.right.clone()))
}

fn is_span(side: &Expr, schema: &DFSchema) -> bool {
    matches!(
        side.get_type(schema),
        Ok(DataType::Interval(_) | DataType::Duration(_))
    )
}

fn are_flags(expr: &RawBinaryExpr, schema: &DFSchema) -> bool {
    [&expr.left, &expr.right]
        .iter()
        .all(|side| matches!(side.get_type(schema), Ok(DataType::Boolean)))
}

/// An interval times a number.
fn multiplied(expr: &RawBinaryExpr, schema: &DFSchema) -> Option<Expr> {
    let (span, factor) = match (is_span(&expr.left, schema), is_span(&expr.right, schema)) {
        (true, false) => (&expr.left, &expr.right),
        (false, true) => (&expr.right, &expr.left),
        _ => return None,
    };
    Some(interval_times().call(vec![span.clone(), factor.clone()]))
}

/// `@>` of JSON; that of lists is DataFusion's.
fn contained(whole: &Expr, part: &Expr, schema: &DFSchema) -> Option<Expr> {
    let is_text = |side: &Expr| {
        let kind = side.get_type(schema);
        matches!(
            kind,
            Ok(DataType::Utf8 | DataType::Utf8View | DataType::LargeUtf8)
        )
    };
    (is_text(whole) && is_text(part)).then(|| json_has().call(vec![whole.clone(), part.clone()]))
}

/// A date and an interval make a time, as in PostgreSQL.
fn moved(expr: &RawBinaryExpr, schema: &DFSchema) -> Option<Expr> {
    let is_interval = |side: &Expr| {
        let kind = side.get_type(schema);
        matches!(kind, Ok(DataType::Interval(_)))
    };
    let is_date = |side: &Expr| time_kind(side, schema) == Some(DataType::Date32);
    let time = |side: &Expr| {
        let kind = DataType::Timestamp(TimeUnit::Microsecond, None);
        cast(side.clone(), kind)
    };
    let (left, right) = (&expr.left, &expr.right);
    match expr.op {
        BinaryOperator::Minus if is_date(left) && is_interval(right) => {
            Some(time(left) - right.clone())
        }
        BinaryOperator::Plus if is_date(left) && is_interval(right) => {
            Some(time(left) + right.clone())
        }
        BinaryOperator::Plus if is_interval(left) && is_date(right) => {
            Some(time(right) + left.clone())
        }
        _ => None,
    }
}

/// `->` or `->>`: a text names a member of an object, also where it is made of digits, and no place in an array.
fn member(expr: &RawBinaryExpr, get: &Arc<ScalarUDF>) -> DataFusionResult<Expr> {
    let (json, step) = (expr.left.clone(), expr.right.clone());
    let found = get.call(vec![json.clone(), step.clone()]);
    match &step {
        Expr::Literal(ScalarValue::Utf8(Some(name)), _) if name.parse::<isize>().is_ok() => {
            let is_array = starts_with(btrim(vec![json]), lit("["));
            when(is_array, lit(ScalarValue::Utf8(None))).otherwise(found)
        }
        _ => Ok(found),
    }
}

/// The value and the steps of a path: `'{a,0}'` are the member `a` and of it the first element.
fn path(expr: &RawBinaryExpr) -> DataFusionResult<Vec<Expr>> {
    let steps = match &expr.right {
        Expr::Literal(ScalarValue::Utf8(Some(text)), _) => text
            .trim()
            .strip_prefix('{')
            .and_then(|text| text.strip_suffix('}')),
        _ => None,
    };
    let Some(steps) = steps else {
        let message = "#> and #>> take a path that is written out, as '{items,0,name}'";
        return Err(Error::new(ErrorKind::Unsupported, message).into_datafusion());
    };
    // As text, which is a place in an array and a name in an object.
    let step = |step: &str| lit(step.trim().trim_matches('"').to_owned());
    let steps = steps.split(',').filter(|step| !step.trim().is_empty());
    Ok(std::iter::once(expr.left.clone())
        .chain(steps.map(step))
        .collect())
}
