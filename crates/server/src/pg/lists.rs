//! The arrays of a client's values: taken apart as text, and put together as one list.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, ListArray, new_empty_array, new_null_array};
use arrow::buffer::OffsetBuffer;
use arrow::compute::{CastOptions, cast_with_options, concat};
use arrow::datatypes::{DECIMAL128_MAX_PRECISION, DataType, Field};

use super::fault::Fault;

type Result<T> = std::result::Result<T, Fault>;

/// Hands on each element of an array's text, `{1,"a b",NULL}`. False where it is no array, or one of arrays.
pub(super) fn each_element(
    text: &str,
    mut take: impl FnMut(Option<&str>) -> Result<()>,
) -> Result<bool> {
    let inner = text.trim().strip_prefix('{');
    let Some(inner) = inner.and_then(|inner| inner.strip_suffix('}')) else {
        return Ok(false);
    };
    if inner.trim().is_empty() {
        return Ok(true);
    }
    let mut characters = inner.chars().peekable();
    let mut element = String::new();
    loop {
        element.clear();
        while characters.next_if(|next| next.is_whitespace()).is_some() {}
        let quoted = characters.next_if_eq(&'"').is_some();
        let ends = |next: Option<&char>| match quoted {
            true => matches!(next, None | Some('"')),
            false => matches!(next, None | Some(',' | '{' | '}' | '"')),
        };
        while !ends(characters.peek()) {
            element.extend(match characters.next() {
                Some('\\') => characters.next(),
                next => next,
            });
        }
        if quoted {
            if characters.next().is_none() {
                return Ok(false);
            }
            while characters.next_if(|next| next.is_whitespace()).is_some() {}
            take(Some(&element))?;
        } else {
            let element = element.trim_end();
            match element.is_empty() {
                true => return Ok(false),
                false => take(Some(element).filter(|text| !text.eq_ignore_ascii_case("null")))?,
            }
        }
        match characters.next() {
            Some(',') => {}
            next => return Ok(next.is_none()),
        }
    }
}

/// A list that is put together element by element.
pub(super) struct ListOf<'a> {
    inner: &'a DataType,
    /// An array by itself takes some hundred bytes: many of one element become one of many.
    parts: Vec<ArrayRef>,
    last: Vec<ArrayRef>,
}

impl<'a> ListOf<'a> {
    /// Arrays of one element that become one.
    const TOGETHER: usize = 1_024;

    pub(super) fn new(inner: &'a DataType) -> Self {
        Self {
            inner,
            parts: Vec::new(),
            last: Vec::new(),
        }
    }

    pub(super) fn push(&mut self, element: ArrayRef) -> Result<()> {
        self.last.push(element);
        if self.last.len() == Self::TOGETHER {
            self.parts.push(together(&self.last)?);
            self.last.clear();
        }
        Ok(())
    }

    pub(super) fn push_null(&mut self) -> Result<()> {
        self.push(new_null_array(self.inner, 1))
    }

    /// One row with the list.
    pub(super) fn array(mut self) -> Result<ArrayRef> {
        self.parts.append(&mut self.last);
        let values = match self.parts.is_empty() {
            true => new_empty_array(self.inner),
            false => together(&self.parts)?,
        };
        let field = Field::new_list_field(values.data_type().clone(), true);
        let offsets = OffsetBuffer::from_lengths([values.len()]);
        let list = ListArray::new(Arc::new(field), offsets, values, None);
        Ok(Arc::new(list))
    }
}

/// Arrays as one; of decimals all in one scale, the largest that one of them has.
fn together(arrays: &[ArrayRef]) -> Result<ArrayRef> {
    let scale = |array: &ArrayRef| match array.data_type() {
        DataType::Decimal128(_, scale) => Some(*scale),
        _ => None,
    };
    let arrays: Vec<ArrayRef> = match arrays.iter().filter_map(scale).max() {
        Some(scale) => {
            let kind = DataType::Decimal128(DECIMAL128_MAX_PRECISION, scale);
            let options = CastOptions {
                safe: false,
                ..CastOptions::default()
            };
            let aligned = arrays
                .iter()
                .map(|array| cast_with_options(array, &kind, &options));
            aligned.collect::<std::result::Result<_, _>>()?
        }
        None => arrays.to_vec(),
    };
    let arrays: Vec<&dyn Array> = arrays.iter().map(AsRef::as_ref).collect();
    Ok(concat(&arrays)?)
}
