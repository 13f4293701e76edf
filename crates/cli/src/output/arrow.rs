//! The `arrow` format: an Arrow IPC stream, for programs that read Arrow.

use std::io::Write;

use arrow::datatypes::SchemaRef;
use arrow::error::ArrowError;
use arrow::ipc::writer::StreamWriter;
use arrow::record_batch::RecordBatch;

use super::rows::Rows;

pub(super) struct Stream<'a>(StreamWriter<&'a mut (dyn Write + Send)>);

impl<'a> Stream<'a> {
    pub(super) fn new(
        schema: &SchemaRef,
        sink: &'a mut (dyn Write + Send),
    ) -> Result<Self, ArrowError> {
        StreamWriter::try_new(sink, schema).map(Self)
    }
}

impl Rows for Stream<'_> {
    fn batch(&mut self, batch: &RecordBatch) -> Result<(), ArrowError> {
        self.0.write(batch)
    }

    fn finish(mut self: Box<Self>) -> Result<(), ArrowError> {
        self.0.finish()
    }
}
