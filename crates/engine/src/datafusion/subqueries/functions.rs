//! The functions that the joins of sub-queries need and SQL does not have.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, Int64Array};
use arrow::datatypes::{DataType, Field, FieldRef};
use arrow::row::{RowConverter, SortField};
use datafusion::common::{Result as DataFusionResult, exec_err};
use datafusion::logical_expr::{
    ColumnarValue, Expr, ReturnFieldArgs, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature,
    Volatility,
};

use crate::error::{Error, ErrorKind};

/// The value of the only row of a sub-query that gave `rows` rows; more than one are an error where the value is read.
pub(super) fn of_one_row(value: Expr, rows: Expr) -> Expr {
    ScalarUDF::from(Function::new(Kind::OfOneRow)).call(vec![value, rows])
}

/// The value as bytes that are never NULL, for a key of a join in which NULL equals NULL. A join of DataFusion that takes NULLs for equal
/// would take those of another condition of the query for equal too: `WHERE o.note = (SELECT …)` becomes a key of the same join. And it
/// offers no list of such keys to the scans of its other side, which would leave out rows with NULL.
pub(crate) fn key(value: Expr) -> Expr {
    ScalarUDF::from(Function::new(Kind::Key)).call(vec![value])
}

/// The value itself, which no rule of DataFusion's looks through.
pub(super) fn hidden(value: Expr) -> Expr {
    ScalarUDF::from(Function::new(Kind::Hidden)).call(vec![value])
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Kind {
    OfOneRow,
    Hidden,
    Key,
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct Function {
    kind: Kind,
    signature: Signature,
}

impl Function {
    fn new(kind: Kind) -> Self {
        let arguments = match kind {
            Kind::OfOneRow => 2,
            Kind::Hidden | Kind::Key => 1,
        };
        Self {
            kind,
            signature: Signature::any(arguments, Volatility::Immutable),
        }
    }
}

impl ScalarUDFImpl for Function {
    fn name(&self) -> &str {
        match self.kind {
            Kind::OfOneRow => "of_one_row",
            Kind::Hidden => "outer_value",
            Kind::Key => "outer_key",
        }
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, types: &[DataType]) -> DataFusionResult<DataType> {
        if self.kind == Kind::Key {
            return Ok(DataType::Binary);
        }
        Ok(types.first().cloned().unwrap_or(DataType::Null))
    }

    fn return_field_from_args(&self, args: ReturnFieldArgs) -> DataFusionResult<FieldRef> {
        if self.kind == Kind::Key {
            return Ok(Arc::new(Field::new(self.name(), DataType::Binary, false)));
        }
        match args.arg_fields.first() {
            // With its metadata, which says what is JSON.
            Some(field) => Ok(Arc::new(field.as_ref().clone().with_nullable(true))),
            None => exec_err!("{} takes a value", self.name()),
        }
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> DataFusionResult<ColumnarValue> {
        let mut values = args.args.into_iter();
        let Some(value) = values.next() else {
            return exec_err!("{} takes a value", self.name());
        };
        if self.kind == Kind::Key {
            return Ok(ColumnarValue::Array(bytes(
                &value.into_array(args.number_rows)?,
            )?));
        }
        if let Some(rows) = values.next() {
            let rows = rows.into_array(args.number_rows)?;
            let rows = rows.as_any().downcast_ref::<Int64Array>();
            if rows.is_some_and(|rows| rows.iter().flatten().any(|rows| rows > 1)) {
                let message = "a sub-query that stands for a value gave more than one row: add LIMIT 1, or an aggregate";
                let error = Error::new(ErrorKind::InvalidValue, message).with_sqlstate("21000");
                return Err(error.into_datafusion());
            }
        }
        Ok(value)
    }
}

/// Each value as bytes: the same for the same value, and for NULL some of its own.
fn bytes(values: &ArrayRef) -> DataFusionResult<ArrayRef> {
    let field = SortField::new(values.data_type().clone());
    let converter = RowConverter::new(vec![field])?;
    let rows = converter.convert_columns(std::slice::from_ref(values))?;
    Ok(Arc::new(rows.try_into_binary()?))
}
