//! The frame of the functions that are computed here: a name, how many values it takes, its type, and what it makes of columns. What a
//! function means stands in the files beside it.

use std::hash::{Hash, Hasher};
use std::ops::RangeInclusive;

use arrow::array::ArrayRef;
use arrow::datatypes::{DataType, FieldRef};
use datafusion::common::Result as DataFusionResult;
use datafusion::error::DataFusionError;
use datafusion::logical_expr::{
    ColumnarValue, ReturnFieldArgs, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature,
    TypeSignature, Volatility,
};

use crate::by_rows::by_rows;
use crate::error::{Error, ErrorKind};

/// The type of the value, by those of the arguments.
pub(super) type Returns = fn(&[DataType]) -> DataFusionResult<DataType>;
/// The values of all rows, by the columns of the arguments and their fields.
pub(super) type Compute = fn(&[ArrayRef], &[FieldRef]) -> DataFusionResult<ArrayRef>;
/// The same as the arguments' field, where the type alone does not say all, as of JSON.
pub(super) type Field = fn(&str, &[FieldRef]) -> DataFusionResult<FieldRef>;

/// What a function is.
#[derive(Debug, Clone)]
pub(super) struct Description {
    pub(super) name: &'static str,
    /// How many values it takes.
    pub(super) takes: RangeInclusive<usize>,
    pub(super) returns: Returns,
    pub(super) field: Option<Field>,
    pub(super) compute: Compute,
}

/// The function that DataFusion calls.
pub(super) fn computed(description: Description) -> ScalarUDF {
    let counts = description.takes.clone();
    let kinds = counts.map(|count| match count {
        0 => TypeSignature::Nullary,
        count => TypeSignature::Any(count),
    });
    let signature = Signature::one_of(kinds.collect(), Volatility::Immutable);
    ScalarUDF::from(Computed {
        description,
        signature,
    })
}

/// Why a value is refused.
pub(super) fn refused(message: impl Into<String>) -> DataFusionError {
    Error::new(ErrorKind::InvalidValue, message.into()).into_datafusion()
}

/// Why a statement is refused.
pub(super) fn unsupported(message: impl Into<String>) -> DataFusionError {
    Error::new(ErrorKind::Unsupported, message.into()).into_datafusion()
}

#[derive(Debug)]
struct Computed {
    description: Description,
    signature: Signature,
}

impl PartialEq for Computed {
    fn eq(&self, other: &Self) -> bool {
        self.description.name == other.description.name
    }
}

impl Eq for Computed {}

impl Hash for Computed {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.description.name.hash(state);
    }
}

impl ScalarUDFImpl for Computed {
    fn name(&self) -> &str {
        self.description.name
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, types: &[DataType]) -> DataFusionResult<DataType> {
        (self.description.returns)(types)
    }

    fn return_field_from_args(&self, args: ReturnFieldArgs) -> DataFusionResult<FieldRef> {
        if let Some(field) = self.description.field {
            return field(self.name(), args.arg_fields);
        }
        let types = args.arg_fields.iter();
        let types: Vec<DataType> = types.map(|field| field.data_type().clone()).collect();
        let kind = self.return_type(&types)?;
        Ok(arrow::datatypes::Field::new(self.name(), kind, true).into())
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> DataFusionResult<ColumnarValue> {
        let answer = by_rows(&args.args, args.number_rows, |columns| {
            (self.description.compute)(columns, &args.arg_fields)
        });
        answer.map_err(|error| {
            let error = Error::of_datafusion(error);
            error.about_typed(self.name()).into_datafusion()
        })
    }
}
