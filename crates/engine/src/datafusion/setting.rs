//! `current_setting('TimeZone')`: what the session is set to.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use arrow::array::{AsArray, StringArray};
use arrow::compute::cast;
use arrow::datatypes::DataType;
use datafusion::common::Result as DataFusionResult;
use datafusion::logical_expr::{
    ColumnarValue, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, TypeSignature,
    Volatility,
};
use datafusion::scalar::ScalarValue;

use crate::by_rows::by_rows;
use crate::error::{Error, ErrorKind};
use crate::settings::Settings;

/// The function of a session.
pub(crate) fn current_setting(settings: &Arc<Settings>) -> ScalarUDF {
    let takes = vec![TypeSignature::Any(1), TypeSignature::Any(2)];
    ScalarUDF::from(CurrentSetting {
        settings: Arc::clone(settings),
        signature: Signature::one_of(takes, Volatility::Stable),
    })
}

#[derive(Debug)]
struct CurrentSetting {
    settings: Arc<Settings>,
    signature: Signature,
}

impl PartialEq for CurrentSetting {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.settings, &other.settings)
    }
}

impl Eq for CurrentSetting {}

impl Hash for CurrentSetting {
    fn hash<H: Hasher>(&self, state: &mut H) {
        Arc::as_ptr(&self.settings).hash(state);
    }
}

impl ScalarUDFImpl for CurrentSetting {
    fn name(&self) -> &str {
        "current_setting"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> DataFusionResult<DataType> {
        Ok(DataType::Utf8)
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> DataFusionResult<ColumnarValue> {
        let or_null = matches!(
            args.args.get(1),
            Some(ColumnarValue::Scalar(ScalarValue::Boolean(Some(true))))
        );
        by_rows(&args.args[..1], args.number_rows, |columns| {
            let names = cast(&columns[0], &DataType::Utf8)?;
            let values = names.as_string::<i32>().iter().map(|name| match name {
                Some(name) => self.value(name, or_null),
                None => Ok(None),
            });
            let values = values.collect::<DataFusionResult<StringArray>>()?;
            Ok(Arc::new(values))
        })
    }
}

impl CurrentSetting {
    fn value(&self, name: &str, or_null: bool) -> DataFusionResult<Option<String>> {
        let value = self.settings.get(name);
        if value.is_none() && !or_null {
            let message = format!(
                "there is no setting {name}: SHOW TIME ZONE is known, and sys_connection_props lists what the connection is set to"
            );
            let error = Error::new(ErrorKind::InvalidValue, message);
            return Err(error.with_sqlstate("42704").into_datafusion());
        }
        Ok(value)
    }
}
