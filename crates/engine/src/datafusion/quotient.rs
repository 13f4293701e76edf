//! The quotient of two decimals. DataFusion's own cuts digits off, where every database rounds, and keeps four of `2 / 3.0`.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, Decimal128Array};
use arrow::datatypes::{DECIMAL128_MAX_PRECISION, DataType, Decimal128Type, i256};
use arrow::error::ArrowError;
use datafusion::common::{Result as DataFusionResult, exec_err};
use datafusion::logical_expr::{
    ColumnarValue, Expr, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility,
};

use crate::by_rows::by_rows;

/// Digits behind the point that a quotient has at least. More would leave too few before the point where quotients are multiplied.
const LEAST_DIGITS: i8 = 12;

/// `left / right`, each of them a decimal or a whole number. Which one a CASE is, is known when its branches have one type.
pub(crate) fn quotient(left: Expr, right: Expr) -> Expr {
    ScalarUDF::from(Quotient {
        signature: Signature::user_defined(Volatility::Immutable),
    })
    .call(vec![left, right])
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct Quotient {
    signature: Signature,
}

/// The digits of a quotient whose left side has so many.
fn digits(left: i8) -> i8 {
    left.max(LEAST_DIGITS)
}

fn scale(kind: &DataType) -> DataFusionResult<i8> {
    match kind {
        DataType::Decimal128(_, scale) => Ok(*scale),
        kind if kind.is_integer() => Ok(0),
        other => exec_err!("{other} is no decimal"),
    }
}

/// The type as which a side of decimals takes part.
pub(super) fn as_decimal(kind: &DataType) -> DataType {
    match kind {
        DataType::Decimal128(..) => kind.clone(),
        _ => DataType::Decimal128(20, 0),
    }
}

impl ScalarUDFImpl for Quotient {
    fn name(&self) -> &str {
        "quotient"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn coerce_types(&self, types: &[DataType]) -> DataFusionResult<Vec<DataType>> {
        Ok(types.iter().map(as_decimal).collect())
    }

    fn return_type(&self, types: &[DataType]) -> DataFusionResult<DataType> {
        let [left, _] = types else {
            return exec_err!("a quotient has two sides");
        };
        Ok(DataType::Decimal128(
            DECIMAL128_MAX_PRECISION,
            digits(scale(left)?),
        ))
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> DataFusionResult<ColumnarValue> {
        by_rows(&args.args, args.number_rows, |sides| {
            let [left, right] = sides else {
                return exec_err!("a quotient has two sides");
            };
            Ok(Arc::new(divided(left, right)?))
        })
    }
}

fn divided(left: &ArrayRef, right: &ArrayRef) -> DataFusionResult<Decimal128Array> {
    let (left_scale, right_scale) = (scale(left.data_type())?, scale(right.data_type())?);
    let digits = digits(left_scale);
    let zeros = u32::try_from(i32::from(digits) - i32::from(left_scale) + i32::from(right_scale));
    let factor = zeros
        .ok()
        .and_then(|zeros| i256::from_i128(10).checked_pow(zeros));
    let (left, right) = (
        left.as_primitive::<Decimal128Type>(),
        right.as_primitive::<Decimal128Type>(),
    );
    let value = |left: i128, right: i128| {
        if right == 0 {
            return Err(ArrowError::DivideByZero);
        }
        let rounded = factor
            .and_then(|factor| i256::from_i128(left).checked_mul(factor))
            .and_then(|left| rounded(left, i256::from_i128(right)));
        let most = 10_i128.pow(u32::from(DECIMAL128_MAX_PRECISION)) - 1;
        match rounded.and_then(i256::to_i128) {
            Some(value) if value.abs() <= most => Ok(value),
            _ => Err(ArrowError::ComputeError(format!(
                "a quotient is beyond DECIMAL({DECIMAL128_MAX_PRECISION}, {digits}): CAST one side AS DOUBLE PRECISION"
            ))),
        }
    };
    let values = left.iter().zip(right.iter()).map(|pair| match pair {
        (Some(left), Some(right)) => value(left, right).map(Some),
        _ => Ok(None),
    });
    let values = values.collect::<Result<Decimal128Array, _>>()?;
    Ok(values.with_precision_and_scale(DECIMAL128_MAX_PRECISION, digits)?)
}

/// The quotient, a half rounded away from zero.
fn rounded(left: i256, right: i256) -> Option<i256> {
    let whole = left.checked_div(right)?;
    let rest = left.checked_rem(right)?;
    let half = rest.checked_abs()?.checked_mul(i256::from_i128(2))? >= right.checked_abs()?;
    let is_negative = (left < i256::ZERO) != (right < i256::ZERO);
    match (half, is_negative) {
        (false, _) => Some(whole),
        (true, false) => whole.checked_add(i256::ONE),
        (true, true) => whole.checked_sub(i256::ONE),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_digit_is_rounded() {
        let decimals = |values: Vec<i128>, scale| -> ArrayRef {
            let values = Decimal128Array::from(values);
            Arc::new(values.with_precision_and_scale(20, scale).unwrap())
        };
        let quotients = divided(
            &decimals(vec![500, -200, 100], 2),
            &decimals(vec![6, 3, 4], 0),
        );
        let text: Vec<String> = (0..3)
            .map(|place| quotients.as_ref().unwrap().value_as_string(place))
            .collect();
        assert_eq!(
            text,
            ["0.833333333333", "-0.666666666667", "0.250000000000"]
        );
        let by_zero = divided(&decimals(vec![1], 0), &decimals(vec![0], 0));
        assert!(by_zero.is_err());
    }
}
