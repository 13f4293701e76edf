//! Floats that leave what a float can hold, and functions of values for which they are not defined, are errors as in PostgreSQL, where
//! DataFusion goes on with an infinite number or with none: `ln(0)`, `x / 0`, `exp(1000)`.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray};
use arrow::compute::cast;
use arrow::compute::kernels::numeric;
use arrow::datatypes::{DataType, FieldRef, Float64Type};
use arrow::error::ArrowError;
use datafusion::common::{Result as DataFusionResult, exec_err};
use datafusion::execution::registry::FunctionRegistry;
use datafusion::logical_expr::{
    ColumnarValue, Operator, ReturnFieldArgs, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl,
    Signature, Volatility,
};

use crate::by_rows::by_rows;
use crate::error::{Error, ErrorKind};

/// DataFusion's functions that are not defined for each float, or that may leave what a float can hold.
const FUNCTIONS: [&str; 12] = [
    "acos", "acosh", "asin", "atanh", "cosh", "exp", "ln", "log", "log10", "log2", "power", "sinh",
];

/// Puts a checked function in the place of each of DataFusion's.
pub(super) fn register(registry: &mut dyn FunctionRegistry) {
    for name in FUNCTIONS {
        if let Ok(inner) = registry.udf(name) {
            // Registering can only fail where a registry is read-only, which a session's own is not.
            let _ = registry.register_udf(Arc::new(ScalarUDF::from(CheckedFunction { inner })));
        }
    }
}

/// What `op` of two floats is, checked; none where it is no arithmetic.
pub(super) fn operation(op: Operator) -> Option<ScalarUDF> {
    let name = match op {
        Operator::Plus => "float_plus",
        Operator::Minus => "float_minus",
        Operator::Multiply => "float_times",
        Operator::Divide => "float_divided",
        Operator::Modulo => "float_rest",
        _ => return None,
    };
    let floats = vec![DataType::Float64, DataType::Float64];
    Some(ScalarUDF::from(Operation {
        name,
        op,
        signature: Signature::exact(floats, Volatility::Immutable),
    }))
}

fn is_finite(floats: &ArrayRef, row: usize) -> bool {
    floats.is_null(row) || floats.as_primitive::<Float64Type>().value(row).is_finite()
}

/// Whether all of them are, as nearly always.
fn are_finite(values: &ArrayRef) -> DataFusionResult<bool> {
    let floats = cast(values, &DataType::Float64)?;
    Ok((0..floats.len()).all(|row| is_finite(&floats, row)))
}

/// The row of the first value that is no finite number although all that it was made of is.
fn fault(values: &ArrayRef, arguments: &[ArrayRef]) -> DataFusionResult<Option<usize>> {
    let values = cast(values, &DataType::Float64)?;
    let arguments = arguments
        .iter()
        .map(|argument| cast(argument, &DataType::Float64));
    let arguments = arguments.collect::<Result<Vec<_>, _>>()?;
    let is_fault = |row: &usize| {
        !is_finite(&values, *row) && arguments.iter().all(|values| is_finite(values, *row))
    };
    Ok((0..values.len()).find(is_fault))
}

/// One of DataFusion's functions with a look at what it answers.
#[derive(Debug)]
struct CheckedFunction {
    inner: Arc<ScalarUDF>,
}

impl PartialEq for CheckedFunction {
    fn eq(&self, other: &Self) -> bool {
        self.inner == other.inner
    }
}

impl Eq for CheckedFunction {}

impl Hash for CheckedFunction {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.inner.hash(state);
    }
}

impl ScalarUDFImpl for CheckedFunction {
    fn name(&self) -> &str {
        self.inner.name()
    }

    fn aliases(&self) -> &[String] {
        self.inner.aliases()
    }

    fn signature(&self) -> &Signature {
        self.inner.signature()
    }

    fn return_type(&self, types: &[DataType]) -> DataFusionResult<DataType> {
        self.inner.return_type(types)
    }

    fn return_field_from_args(&self, args: ReturnFieldArgs) -> DataFusionResult<FieldRef> {
        self.inner.return_field_from_args(args)
    }

    fn coerce_types(&self, types: &[DataType]) -> DataFusionResult<Vec<DataType>> {
        self.inner.inner().coerce_types(types)
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> DataFusionResult<ColumnarValue> {
        let (given, rows) = (args.args.clone(), args.number_rows);
        let answer = self.inner.invoke_with_args(args)?;
        if !answer.data_type().is_floating() {
            return Ok(answer);
        }
        let rows = match &answer {
            ColumnarValue::Scalar(_) => 1,
            ColumnarValue::Array(_) => rows,
        };
        let answers = answer.to_array(rows)?;
        if are_finite(&answers)? {
            return Ok(answer);
        }
        let columns = given.iter().map(|value| value.to_array(rows));
        let columns = columns.collect::<DataFusionResult<Vec<_>>>()?;
        let Some(row) = fault(&answers, &columns)? else {
            return Ok(answer);
        };
        let values = columns.iter().map(|column| shown(column, row));
        let values = values.collect::<DataFusionResult<Vec<_>>>()?;
        let call = format!("{}({})", self.name(), values.join(", "));
        let message = format!("{call} is no number that a float holds; leave such rows out");
        Err(Error::new(ErrorKind::InvalidValue, message)
            .with_sqlstate("22003")
            .about_typed(self.name())
            .into_datafusion())
    }
}

fn shown(column: &ArrayRef, row: usize) -> DataFusionResult<String> {
    let text = cast(&column.slice(row, 1), &DataType::Utf8)?;
    Ok(text.as_string::<i32>().value(0).to_owned())
}

/// One operation of two floats.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Operation {
    name: &'static str,
    op: Operator,
    signature: Signature,
}

impl ScalarUDFImpl for Operation {
    fn name(&self) -> &str {
        self.name
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> DataFusionResult<DataType> {
        Ok(DataType::Float64)
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> DataFusionResult<ColumnarValue> {
        by_rows(&args.args, args.number_rows, |columns| {
            let [left, right] = columns else {
                return exec_err!("{} takes two numbers", self.name);
            };
            let values = match self.op {
                Operator::Plus => numeric::add(left, right),
                Operator::Minus => numeric::sub(left, right),
                Operator::Multiply => numeric::mul(left, right),
                Operator::Divide => numeric::div(left, right),
                _ => numeric::rem(left, right),
            }?;
            if are_finite(&values)? {
                return Ok(values);
            }
            let Some(row) = fault(&values, columns)? else {
                return Ok(values);
            };
            if matches!(self.op, Operator::Divide | Operator::Modulo)
                && right.as_primitive::<Float64Type>().value(row) == 0.0
            {
                return Err(ArrowError::DivideByZero.into());
            }
            let message = format!(
                "{} {} {} is more than a float holds",
                shown(left, row)?,
                self.op,
                shown(right, row)?
            );
            Err(Error::new(ErrorKind::InvalidValue, message)
                .with_sqlstate("22003")
                .into_datafusion())
        })
    }
}
