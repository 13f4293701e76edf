//! The `arrow` format: an Arrow IPC stream, for programs that read Arrow.

use std::io::Write;

use arrow::datatypes::SchemaRef;
use arrow::ipc::writer::StreamWriter;
use arrow::record_batch::RecordBatch;

use super::rows::Rows;
use crate::failure::Result;

pub(super) struct Stream<'a>(StreamWriter<&'a mut (dyn Write + Send)>);

impl<'a> Stream<'a> {
    pub(super) fn new(schema: &SchemaRef, sink: &'a mut (dyn Write + Send)) -> Result<Self> {
        Ok(Self(StreamWriter::try_new(sink, schema)?))
    }
}

impl Rows for Stream<'_> {
    fn batch(&mut self, batch: &RecordBatch) -> Result<()> {
        Ok(self.0.write(batch)?)
    }

    fn finish(mut self: Box<Self>) -> Result<()> {
        Ok(self.0.finish()?)
    }
}
