//! `CAST(text AS json)`: the text, which has to be JSON, as a JSON column is.

use std::sync::Arc;

use arrow::array::AsArray;
use arrow::compute::cast;
use arrow::datatypes::{DataType, Field, FieldRef};
use datafusion::common::{Result as DataFusionResult, exec_err};
use datafusion::logical_expr::{
    ColumnarValue, ReturnFieldArgs, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature,
    Volatility,
};
use datafusion_functions_json::json_field_metadata;

use crate::error::{Error, ErrorKind};

/// The function.
pub(crate) fn as_json() -> ScalarUDF {
    ScalarUDF::from(AsJson {
        signature: Signature::any(1, Volatility::Immutable),
    })
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct AsJson {
    signature: Signature,
}

impl ScalarUDFImpl for AsJson {
    fn name(&self) -> &str {
        "as_json"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> DataFusionResult<DataType> {
        Ok(DataType::Utf8)
    }

    fn return_field_from_args(&self, _: ReturnFieldArgs) -> DataFusionResult<FieldRef> {
        let field = Field::new(self.name(), DataType::Utf8, true);
        Ok(Arc::new(field.with_metadata(json_field_metadata())))
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> DataFusionResult<ColumnarValue> {
        let [value] = args.args.as_slice() else {
            return exec_err!("CAST AS JSON takes one text");
        };
        let texts = cast(&value.to_array(args.number_rows)?, &DataType::Utf8)?;
        for text in texts.as_string::<i32>().iter().flatten() {
            if let Err(fault) = serde_json::from_str::<serde::de::IgnoredAny>(text) {
                let message = format!("a text is no JSON: {fault}");
                let error = Error::new(ErrorKind::InvalidValue, message).with_sqlstate("22P02");
                return Err(error.into_datafusion());
            }
        }
        match value {
            ColumnarValue::Scalar(value) => {
                Ok(ColumnarValue::Scalar(value.cast_to(&DataType::Utf8)?))
            }
            ColumnarValue::Array(_) => Ok(ColumnarValue::Array(texts)),
        }
    }
}
