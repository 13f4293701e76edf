//! `SCOPE_IDENTITY()`: the key of the row that the session's latest write created last, as SQL Server has it.

use std::sync::Arc;

use arrow::datatypes::DataType;
use datafusion::common::Result as DataFusionResult;
use datafusion::logical_expr::{
    ColumnarValue, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility,
};
use datafusion::scalar::ScalarValue;

use crate::last_write::LastWrite;

/// The function of a session.
pub(crate) fn scope_identity(written: &Arc<LastWrite>) -> ScalarUDF {
    ScalarUDF::from(ScopeIdentity {
        written: Arc::clone(written),
        signature: Signature::nullary(Volatility::Volatile),
    })
}

#[derive(Debug)]
struct ScopeIdentity {
    written: Arc<LastWrite>,
    signature: Signature,
}

impl PartialEq for ScopeIdentity {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.written, &other.written)
    }
}

impl Eq for ScopeIdentity {}

impl std::hash::Hash for ScopeIdentity {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        Arc::as_ptr(&self.written).hash(state);
    }
}

impl ScalarUDFImpl for ScopeIdentity {
    fn name(&self) -> &str {
        "scope_identity"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> DataFusionResult<DataType> {
        Ok(DataType::Int64)
    }

    fn invoke_with_args(&self, _: ScalarFunctionArgs) -> DataFusionResult<ColumnarValue> {
        let identity = ScalarValue::Int64(self.written.identity());
        Ok(ColumnarValue::Scalar(identity))
    }
}
