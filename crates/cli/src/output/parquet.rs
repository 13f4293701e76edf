//! The `parquet` format, compressed with snappy. Row groups are kept small, as one is held in memory until it is full.

use std::io::Write;

use arrow::datatypes::SchemaRef;
use arrow::error::ArrowError;
use arrow::record_batch::RecordBatch;
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::file::properties::WriterProperties;

use super::rows::Rows;
use crate::failure::Result;

const ROW_GROUP_BYTES: usize = 32 << 20;

pub(super) struct File<'a>(ArrowWriter<&'a mut (dyn Write + Send)>);

impl<'a> File<'a> {
    pub(super) fn new(schema: &SchemaRef, sink: &'a mut (dyn Write + Send)) -> Result<Self> {
        let properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_max_row_group_bytes(Some(ROW_GROUP_BYTES))
            .set_created_by(concat!("storeql ", env!("CARGO_PKG_VERSION")).to_owned())
            .build();
        let writer = ArrowWriter::try_new(sink, schema.clone(), Some(properties));
        Ok(Self(writer.map_err(ArrowError::from)?))
    }
}

impl Rows for File<'_> {
    fn batch(&mut self, batch: &RecordBatch) -> Result<()> {
        Ok(self.0.write(batch).map_err(ArrowError::from)?)
    }

    fn finish(self: Box<Self>) -> Result<()> {
        self.0.close().map_err(ArrowError::from)?;
        Ok(())
    }
}
