//! What functions of our own share: they compute a value for each row, and one value where all that they are given is one value.

use std::sync::Arc;

use arrow::array::{ArrayRef, AsArray};
use arrow::datatypes::DataType;
use datafusion::common::{Result as DataFusionResult, ScalarValue};
use datafusion::logical_expr::ColumnarValue;

/// What `compute` makes of the arguments, each of them with as many rows as the others: `rows`, which may be none, or one where each is
/// one value.
pub(crate) fn by_rows(
    arguments: &[ColumnarValue],
    rows: usize,
    compute: impl FnOnce(&[ArrayRef]) -> DataFusionResult<ArrayRef>,
) -> DataFusionResult<ColumnarValue> {
    let is_one = arguments
        .iter()
        .all(|argument| matches!(argument, ColumnarValue::Scalar(_)));
    let rows = if is_one { 1 } else { rows };
    let columns = arguments.iter().map(|argument| argument.to_array(rows));
    let columns = columns.collect::<DataFusionResult<Vec<_>>>()?;
    let values = compute(&columns)?;
    Ok(match (is_one, values.data_type()) {
        (false, _) => ColumnarValue::Array(values),
        // `try_from_array` forgets that the values of a list are JSON.
        (true, DataType::List(_)) => {
            let list = values.as_list::<i32>().clone();
            ColumnarValue::Scalar(ScalarValue::List(Arc::new(list)))
        }
        (true, _) => ColumnarValue::Scalar(ScalarValue::try_from_array(&values, 0)?),
    })
}
