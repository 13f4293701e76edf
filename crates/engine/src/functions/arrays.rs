//! Arrays with elements left out or replaced: all that are equal, where DataFusion's functions of these names take the first.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, BooleanArray, ListArray, Scalar, new_empty_array};
use arrow::buffer::OffsetBuffer;
use arrow::compute::kernels::cmp::{distinct, not_distinct};
use arrow::compute::kernels::zip::zip;
use arrow::compute::{CastOptions, cast_with_options, concat, filter, not};
use arrow::datatypes::{DataType, Field};
use datafusion::common::Result as DataFusionResult;
use datafusion::logical_expr::ScalarUDF;

use super::computed::{Description, computed, unsupported};

/// `array_remove(array, element)`.
pub(super) fn array_remove() -> ScalarUDF {
    computed(Description {
        name: "array_remove",
        takes: 2..=2,
        returns: the_array,
        field: None,
        compute: |values, _| {
            each(values, |elements, [left_out]| {
                Ok(filter(elements, &not(&equal(elements, left_out)?)?)?)
            })
        },
    })
}

/// `array_replace(array, element, other)`.
pub(super) fn array_replace() -> ScalarUDF {
    computed(Description {
        name: "array_replace",
        takes: 3..=3,
        returns: the_array,
        field: None,
        compute: |values, _| {
            each(values, |elements, [replaced, other]| {
                let other = exactly(other, elements.data_type())?;
                Ok(zip(
                    &equal(elements, replaced)?,
                    &Scalar::new(other),
                    elements,
                )?)
            })
        },
    })
}

fn the_array(types: &[DataType]) -> DataFusionResult<DataType> {
    match types {
        [list @ DataType::List(_), ..] => Ok(list.clone()),
        _ => Err(unsupported(
            "the first value is no array: write it as ARRAY[1, 2]",
        )),
    }
}

/// Changes the elements of each array, by the values beside it in its row.
fn each<const N: usize>(
    values: &[ArrayRef],
    change: impl Fn(&ArrayRef, [&ArrayRef; N]) -> DataFusionResult<ArrayRef>,
) -> DataFusionResult<ArrayRef> {
    let lists = values[0].as_list::<i32>();
    let mut changed = Vec::with_capacity(lists.len());
    for row in 0..lists.len() {
        if lists.is_null(row) {
            changed.push(new_empty_array(&lists.value_type()));
            continue;
        }
        let beside: Vec<ArrayRef> = values[1..]
            .iter()
            .map(|column| column.slice(row, 1))
            .collect();
        let beside = std::array::from_fn(|place| &beside[place]);
        changed.push(change(&lists.value(row), beside)?);
    }
    let lengths = changed.iter().map(|elements| elements.len());
    let offsets = OffsetBuffer::from_lengths(lengths);
    let parts: Vec<&dyn Array> = changed.iter().map(AsRef::as_ref).collect();
    let elements = match parts.is_empty() {
        true => new_empty_array(&lists.value_type()),
        false => concat(&parts)?,
    };
    let element = match lists.data_type() {
        DataType::List(element) => Arc::clone(element),
        _ => Arc::new(Field::new_list_field(lists.value_type(), true)),
    };
    let changed = ListArray::try_new(element, offsets, elements, lists.nulls().cloned())?;
    Ok(Arc::new(changed))
}

/// Which elements are the value; NULL is equal to NULL. A value that the elements' type cannot hold is none of them.
fn equal(elements: &ArrayRef, value: &ArrayRef) -> DataFusionResult<BooleanArray> {
    let none = BooleanArray::from(vec![false; elements.len()]);
    let Ok(same) = exactly(value, elements.data_type()) else {
        return Ok(none);
    };
    let is_held = value.data_type().is_null()
        || !distinct(&exactly(&same, value.data_type())?, value)?.value(0);
    match is_held {
        true => Ok(not_distinct(elements, &Scalar::new(same))?),
        false => Ok(none),
    }
}

fn exactly(value: &ArrayRef, kind: &DataType) -> DataFusionResult<ArrayRef> {
    let exactly = CastOptions {
        safe: false,
        ..CastOptions::default()
    };
    Ok(cast_with_options(value, kind, &exactly)?)
}
