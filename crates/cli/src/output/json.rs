//! The `json` and `ndjson` formats: objects by column name, NULL as null, decimals as numbers with all their digits, times
//! as RFC 3339 text, and columns that hold JSON as the JSON that they hold.

use std::io::Write;
use std::sync::Arc;

use arrow::array::{Array, LargeStringArray, StringArray, StringViewArray};
use arrow::datatypes::FieldRef;
use arrow::error::ArrowError;
use arrow::json::WriterBuilder;
use arrow::json::writer::{
    Encoder, EncoderFactory, EncoderOptions, JsonFormat, LineDelimited, NullableEncoder, Writer,
};
use arrow::record_batch::RecordBatch;
use serde_json::value::RawValue;

use super::rows::Rows;
use crate::failure;

/// The name by which Arrow marks a text column that holds JSON.
const EXTENSION: (&str, &str) = ("ARROW:extension:name", "arrow.json");

type Sink<'a> = &'a mut (dyn Write + Send);

pub(super) fn array(sink: Sink<'_>) -> Writer<Sink<'_>, OneArray> {
    builder().build(sink)
}

pub(super) fn lines(sink: Sink<'_>) -> Writer<Sink<'_>, LineDelimited> {
    builder().build(sink)
}

fn builder() -> WriterBuilder {
    WriterBuilder::new()
        .with_explicit_nulls(true)
        .with_encoder_factory(Arc::new(Embed))
}

impl<F: JsonFormat> Rows for Writer<Sink<'_>, F> {
    fn batch(&mut self, batch: &RecordBatch) -> failure::Result<()> {
        Ok(self.write(batch)?)
    }

    fn finish(mut self: Box<Self>) -> failure::Result<()> {
        Ok(Writer::finish(&mut self)?)
    }
}

/// One array with a line for each object, so that a result can be looked at and compared by lines.
#[derive(Debug, Default)]
pub(super) struct OneArray;

impl JsonFormat for OneArray {
    fn start_stream<W: Write>(&self, writer: &mut W) -> Result<(), ArrowError> {
        Ok(writer.write_all(b"[")?)
    }

    fn start_row<W: Write>(&self, writer: &mut W, is_first_row: bool) -> Result<(), ArrowError> {
        Ok(writer.write_all(if is_first_row { b"\n" } else { b",\n" })?)
    }

    fn end_stream<W: Write>(&self, writer: &mut W) -> Result<(), ArrowError> {
        Ok(writer.write_all(b"\n]\n")?)
    }
}

/// Writes JSON columns as they are, instead of as text with escaped quotes.
#[derive(Debug)]
struct Embed;

impl EncoderFactory for Embed {
    fn make_default_encoder<'a>(
        &self,
        field: &'a FieldRef,
        array: &'a dyn Array,
        _options: &'a EncoderOptions,
    ) -> Result<Option<NullableEncoder<'a>>, ArrowError> {
        if field
            .metadata()
            .get(EXTENSION.0)
            .is_none_or(|name| name != EXTENSION.1)
        {
            return Ok(None);
        }
        let any = array.as_any();
        let encoder: Box<dyn Encoder + 'a> = if let Some(array) = any.downcast_ref::<StringArray>()
        {
            Box::new(Json(|row| array.value(row)))
        } else if let Some(array) = any.downcast_ref::<StringViewArray>() {
            Box::new(Json(|row| array.value(row)))
        } else if let Some(array) = any.downcast_ref::<LargeStringArray>() {
            Box::new(Json(|row| array.value(row)))
        } else {
            return Ok(None);
        };
        Ok(Some(NullableEncoder::new(encoder, array.nulls().cloned())))
    }
}

struct Json<F>(F);

impl<'a, F: Fn(usize) -> &'a str> Encoder for Json<F> {
    fn encode(&mut self, row: usize, out: &mut Vec<u8>) {
        let text = (self.0)(row);
        if serde_json::from_str::<&RawValue>(text).is_ok() {
            // In valid JSON a line break stands only between tokens; within ndjson it would end the row.
            out.extend(text.bytes().filter(|byte| !matches!(byte, b'\n' | b'\r')));
        } else {
            out.extend(serde_json::Value::from(text).to_string().into_bytes());
        }
    }
}
