//! A value under a number: `unnest` of two sub-queries would be planned as one column, since DataFusion tells columns of `unnest` apart by
//! their text, in which every sub-query is the same.

use std::sync::Arc;

use arrow::datatypes::{DataType, FieldRef};
use datafusion::common::{Result as DataFusionResult, exec_datafusion_err};
use datafusion::logical_expr::{
    ColumnarValue, ReturnFieldArgs, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature,
    Volatility,
};

/// `told_apart(value, 1)` is the value.
pub(crate) fn told_apart() -> ScalarUDF {
    ScalarUDF::from(ToldApart(Signature::any(2, Volatility::Immutable)))
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct ToldApart(Signature);

impl ScalarUDFImpl for ToldApart {
    fn name(&self) -> &str {
        "told_apart"
    }

    fn signature(&self) -> &Signature {
        &self.0
    }

    fn return_type(&self, types: &[DataType]) -> DataFusionResult<DataType> {
        types
            .first()
            .cloned()
            .ok_or_else(|| exec_datafusion_err!("told_apart takes a value"))
    }

    fn return_field_from_args(&self, args: ReturnFieldArgs) -> DataFusionResult<FieldRef> {
        let field = args.arg_fields.first().map(Arc::clone);
        field.ok_or_else(|| exec_datafusion_err!("told_apart takes a value"))
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> DataFusionResult<ColumnarValue> {
        let value = args.args.into_iter().next();
        value.ok_or_else(|| exec_datafusion_err!("told_apart takes a value"))
    }
}
