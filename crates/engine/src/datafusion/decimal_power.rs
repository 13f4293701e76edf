//! `2.53 ^ 2` is 6.4009: the power of a decimal by a whole number has its digits, where double precision has 6.4008999999999992.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, Decimal128Array};
use arrow::datatypes::{DECIMAL128_MAX_PRECISION, DataType, Decimal128Type, Float64Type, i256};
use arrow::error::ArrowError;
use datafusion::common::{Result as DataFusionResult, exec_err};
use datafusion::logical_expr::{
    ColumnarValue, Expr, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility,
};

use super::quotient::as_decimal;
use crate::by_rows::by_rows;

/// Digits behind the point of a power.
const DIGITS: i8 = 16;

/// `base ^ exponent`, of two numbers that are decimals or whole.
pub(crate) fn decimal_power(base: Expr, exponent: Expr) -> Expr {
    ScalarUDF::from(DecimalPower {
        signature: Signature::user_defined(Volatility::Immutable),
    })
    .call(vec![base, exponent])
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct DecimalPower {
    signature: Signature,
}

impl ScalarUDFImpl for DecimalPower {
    fn name(&self) -> &str {
        "decimal_power"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn coerce_types(&self, types: &[DataType]) -> DataFusionResult<Vec<DataType>> {
        match types {
            [base, _] => Ok(vec![as_decimal(base), DataType::Float64]),
            _ => exec_err!("a power has a base and an exponent"),
        }
    }

    fn return_type(&self, _: &[DataType]) -> DataFusionResult<DataType> {
        Ok(DataType::Decimal128(DECIMAL128_MAX_PRECISION, DIGITS))
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> DataFusionResult<ColumnarValue> {
        by_rows(&args.args, args.number_rows, |sides| {
            let [base, exponent] = sides else {
                return exec_err!("a power has a base and an exponent");
            };
            Ok(Arc::new(powers(base, exponent)?))
        })
    }
}

fn powers(base: &ArrayRef, exponent: &ArrayRef) -> DataFusionResult<Decimal128Array> {
    let DataType::Decimal128(_, scale) = base.data_type() else {
        return exec_err!("{} is no decimal", base.data_type());
    };
    let (base, exponent) = (
        base.as_primitive::<Decimal128Type>(),
        exponent.as_primitive::<Float64Type>(),
    );
    let value = |base: i128, exponent: f64| {
        let power = exact(base, *scale, exponent).or_else(|| rounded(base, *scale, exponent));
        let most = 10_i128.pow(u32::from(DECIMAL128_MAX_PRECISION)) - 1;
        match power {
            Some(power) if power.abs() <= most => Ok(power),
            _ => Err(ArrowError::ComputeError(format!(
                "a power is beyond DECIMAL({DECIMAL128_MAX_PRECISION}, {DIGITS}): CAST its base AS DOUBLE PRECISION"
            ))),
        }
    };
    let values = base.iter().zip(exponent.iter()).map(|pair| match pair {
        (Some(base), Some(exponent)) => value(base, exponent).map(Some),
        _ => Ok(None),
    });
    let values = values.collect::<Result<Decimal128Array, _>>()?;
    Ok(values.with_precision_and_scale(DECIMAL128_MAX_PRECISION, DIGITS)?)
}

/// The power by a whole number, a half of the last digit rounded away from zero. None where it has more digits than are computed with.
fn exact(base: i128, scale: i8, exponent: f64) -> Option<i128> {
    if exponent.fract() != 0.0 || !(0.0..=64.0).contains(&exponent) {
        return None;
    }
    // Between 0 and 64.
    let exponent = exponent as u32;
    let power = i256::from_i128(base).checked_pow(exponent)?;
    let ten = i256::from_i128(10);
    let digits = i32::from(scale) * exponent as i32 - i32::from(DIGITS);
    match u32::try_from(digits) {
        Err(_) => power.checked_mul(ten.checked_pow(digits.unsigned_abs())?),
        Ok(0) => Some(power),
        Ok(digits) => {
            let unit = ten.checked_pow(digits)?;
            let half = unit.checked_div(i256::from_i128(2))?;
            match power < i256::ZERO {
                true => power.checked_sub(half)?.checked_div(unit),
                false => power.checked_add(half)?.checked_div(unit),
            }
        }
    }?
    .to_i128()
}

/// Any other power, computed with double precision.
fn rounded(base: i128, scale: i8, exponent: f64) -> Option<i128> {
    let base = base as f64 / 10_f64.powi(i32::from(scale));
    let power = base.powf(exponent) * 10_f64.powi(i32::from(DIGITS));
    // Beyond what an i128 holds the cast would answer its end.
    (power.is_finite() && power.abs() < 1e38).then(|| power.round() as i128)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn powers_by_whole_numbers_have_their_digits() {
        let one = 10_i128.pow(16);
        assert_eq!(exact(253, 2, 2.0), Some(64_009 * one / 10_000));
        assert_eq!(exact(-15, 1, 3.0), Some(-3_375 * one / 1_000));
        assert_eq!(exact(7, 1, 0.0), Some(one));
        // 1.00005 ^ 4 has 20 digits: the last four are rounded.
        assert_eq!(exact(100_005, 5, 4.0), Some(10_002_000_150_005_000));
        assert_eq!(exact(2, 0, 0.5), None);
    }

    #[test]
    fn other_powers_are_as_near_as_double_precision() {
        let power = rounded(25, 1, 0.5).unwrap();
        assert!((power - 15_811_388_300_841_897).abs() < 10);
        assert_eq!(rounded(10, 0, 40.0), None);
    }
}
