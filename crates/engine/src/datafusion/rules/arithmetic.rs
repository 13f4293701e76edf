//! Arithmetic as PostgreSQL does it, where DataFusion's gives another number without a word: whole numbers that leave BIGINT fail, and
//! do not wrap to negative ones; a decimal or a float becomes a whole number by rounding, and not by cutting; a half of a float is
//! rounded to the even number.
//!
//! It runs behind the coercion of types, since only then an expression has its final type, and before constants are folded, since
//! folding wraps as well. Floats: see `checked_floats`. What it puts in place of an operator is no operator to DataFusion, and so is not pushed to the store; nor
//! were sums and products before.

use std::sync::Arc;

use arrow::array::{ArrayRef, AsArray, Datum, Float64Array};
use arrow::compute::kernels::numeric;
use arrow::datatypes::{DataType, Float64Type};
use arrow::error::ArrowError;
use datafusion::common::config::ConfigOptions;
use datafusion::common::tree_node::Transformed;
use datafusion::common::{DFSchema, Result as DataFusionResult, ScalarValue, exec_err};
use datafusion::functions::math::round;
use datafusion::logical_expr::expr::{Cast, ScalarFunction};
use datafusion::logical_expr::{
    BinaryExpr, ColumnarValue, Expr, ExprSchemable, LogicalPlan, Operator, ScalarFunctionArgs,
    ScalarUDF, ScalarUDFImpl, Signature, Volatility, binary_expr, cast, lit,
};
use datafusion::optimizer::AnalyzerRule;

use super::expressions::in_plan;
use crate::by_rows::by_rows;
use crate::datafusion::checked_floats;

/// The analyzer's rule.
#[derive(Debug)]
pub(crate) struct CheckedArithmetic;

impl AnalyzerRule for CheckedArithmetic {
    fn name(&self) -> &str {
        "checked_arithmetic"
    }

    fn analyze(&self, plan: LogicalPlan, _: &ConfigOptions) -> DataFusionResult<LogicalPlan> {
        in_plan(plan, checked)
    }
}

fn checked(expr: Expr, schema: &DFSchema) -> DataFusionResult<Transformed<Expr>> {
    let is = |expr: &Expr, kind: fn(&DataType) -> bool| {
        expr.get_type(schema).is_ok_and(|found| kind(&found))
    };
    match expr {
        Expr::BinaryExpr(BinaryExpr { left, op, right })
            if is(&left, is_whole) && is(&right, is_whole) =>
        {
            let operation = match op {
                Operator::Plus => Operation::Add,
                Operator::Minus => Operation::Subtract,
                Operator::Multiply => Operation::Multiply,
                _ => {
                    return Ok(Transformed::no(Expr::BinaryExpr(BinaryExpr::new(
                        left, op, right,
                    ))));
                }
            };
            let function = Arc::new(ScalarUDF::from(Whole::new(operation)));
            let call = ScalarFunction::new_udf(function, vec![*left, *right]);
            Ok(Transformed::yes(Expr::ScalarFunction(call)))
        }
        Expr::BinaryExpr(BinaryExpr { left, op, right })
            if is(&left, is_float) && is(&right, is_float) =>
        {
            Ok(match checked_floats::operation(op) {
                Some(checked) => Transformed::yes(checked.call(vec![*left, *right])),
                None => Transformed::no(binary_expr(*left, op, *right)),
            })
        }
        Expr::Cast(Cast { expr, field })
            if field.data_type().is_integer() && is(&expr, is_fraction) && !is_rounded(&expr) =>
        {
            let rounded = round().call(vec![*expr, lit(0_i64)]);
            Ok(Transformed::yes(Expr::Cast(Cast {
                expr: Box::new(rounded),
                field,
            })))
        }
        Expr::Cast(Cast { expr, field })
            if field.data_type().is_integer()
                && is(&expr, DataType::is_floating)
                && !is_rounded(&expr) =>
        {
            Ok(Transformed::yes(Expr::Cast(Cast {
                expr: Box::new(to_even(*expr)),
                field,
            })))
        }
        Expr::ScalarFunction(mut call)
            if call.func.name() == "round"
                && call.args.len() == 1
                && is(&call.args[0], DataType::is_floating) =>
        {
            Ok(Transformed::yes(to_even(call.args.remove(0))))
        }
        other => Ok(Transformed::no(other)),
    }
}

fn is_whole(kind: &DataType) -> bool {
    *kind == DataType::Int64
}

fn is_float(kind: &DataType) -> bool {
    *kind == DataType::Float64
}

fn is_fraction(kind: &DataType) -> bool {
    matches!(kind, DataType::Decimal128(_, 1..))
}

/// Whether it is a whole number already: the analyzer may see an expression twice.
fn is_rounded(expr: &Expr) -> bool {
    let Expr::ScalarFunction(call) = expr else {
        return false;
    };
    match (call.func.name(), call.args.get(1)) {
        ("round_to_even", _) | ("round", None) => true,
        ("round", Some(Expr::Literal(ScalarValue::Int64(Some(digits)), _))) => *digits <= 0,
        ("round", Some(Expr::Literal(ScalarValue::Int32(Some(digits)), _))) => *digits <= 0,
        _ => false,
    }
}

/// The float rounded to a whole one, a half to the even one.
fn to_even(value: Expr) -> Expr {
    let function = ScalarUDF::from(ToEven {
        signature: Signature::any(1, Volatility::Immutable),
    });
    function.call(vec![cast(value, DataType::Float64)])
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct ToEven {
    signature: Signature,
}

impl ScalarUDFImpl for ToEven {
    fn name(&self) -> &str {
        "round_to_even"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> DataFusionResult<DataType> {
        Ok(DataType::Float64)
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> DataFusionResult<ColumnarValue> {
        by_rows(&args.args, args.number_rows, |values| {
            let [values] = values else {
                return exec_err!("rounding takes one number");
            };
            let values = values.as_primitive::<Float64Type>();
            let rounded: Float64Array = values.unary(f64::round_ties_even);
            Ok(Arc::new(rounded))
        })
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Operation {
    Add,
    Subtract,
    Multiply,
}

/// One of the operations on two BIGINT.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Whole {
    operation: Operation,
    signature: Signature,
}

impl Whole {
    fn new(operation: Operation) -> Self {
        let whole = vec![DataType::Int64, DataType::Int64];
        Self {
            operation,
            signature: Signature::exact(whole, Volatility::Immutable),
        }
    }

    fn of(&self, left: &dyn Datum, right: &dyn Datum) -> DataFusionResult<ArrayRef> {
        let result = match self.operation {
            Operation::Add => numeric::add(left, right),
            Operation::Subtract => numeric::sub(left, right),
            Operation::Multiply => numeric::mul(left, right),
        };
        match result {
            Err(ArrowError::ArithmeticOverflow(text)) => {
                let operation = text.trim_start_matches("Overflow happened on: ");
                exec_err!("{operation} is beyond BIGINT: CAST one side AS DECIMAL(38,0)")
            }
            other => Ok(other?),
        }
    }
}

impl ScalarUDFImpl for Whole {
    fn name(&self) -> &str {
        match self.operation {
            Operation::Add => "add",
            Operation::Subtract => "subtract",
            Operation::Multiply => "multiply",
        }
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> DataFusionResult<DataType> {
        Ok(DataType::Int64)
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> DataFusionResult<ColumnarValue> {
        let [left, right] = args.args.as_slice() else {
            return exec_err!("{} takes two numbers", self.name());
        };
        let result = match (left, right) {
            (ColumnarValue::Array(left), ColumnarValue::Array(right)) => self.of(left, right)?,
            (ColumnarValue::Array(left), ColumnarValue::Scalar(right)) => {
                self.of(left, &right.to_scalar()?)?
            }
            (ColumnarValue::Scalar(left), ColumnarValue::Array(right)) => {
                self.of(&left.to_scalar()?, right)?
            }
            (ColumnarValue::Scalar(left), ColumnarValue::Scalar(right)) => {
                let result = self.of(&left.to_scalar()?, &right.to_scalar()?)?;
                let value = ScalarValue::try_from_array(&result, 0)?;
                return Ok(ColumnarValue::Scalar(value));
            }
        };
        Ok(ColumnarValue::Array(result))
    }
}
