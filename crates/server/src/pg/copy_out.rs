//! COPY (query) TO STDOUT: rows as text, csv or PostgreSQL's binary, as they come.

use bytes::{BufMut, BytesMut};
use pgwire::messages::PgWireBackendMessage as Answer;
use pgwire::messages::copy::{CopyDone, CopyOutResponse};

use super::client::Client;
use super::copy_options::{CopyFormat, CopyOptions, Forced};
use super::encode::{Cells, Format};
use super::fault::Result;
use super::frames;
use super::options::Ended;
use super::portal::Portal;
use super::watch::Watch;

/// What a copy in binary begins with; no flags and no more header follow it.
pub(super) const SIGNATURE: &[u8; 11] = b"PGCOPY\n\xff\r\n\0";

/// The type of a CopyData message.
const DATA: u8 = b'd';

impl Client {
    pub(super) async fn copy_out(
        &mut self,
        portal: &mut Portal,
        options: &CopyOptions,
        watch: &Watch,
        ended: &mut Ended,
    ) -> Result<String> {
        let prepared = portal.ready.prepared.as_ref();
        let fields = prepared.map(|prepared| prepared.columns().fields().clone());
        let names: Vec<String> = fields
            .iter()
            .flat_map(|fields| fields.iter())
            .map(|field| field.name().clone())
            .collect();
        let code = i8::from(options.format == CopyFormat::Binary);
        self.put(Answer::CopyOutResponse(CopyOutResponse::new(
            code,
            names.len() as i16,
            vec![code.into(); names.len()],
        )))?;
        let mut writer = RowWriter::new(options, names);
        let taken = portal
            .take(
                &mut self.wire,
                watch,
                &self.zone,
                None,
                |cells, row, wire| {
                    frames::put(wire.output(), DATA, |out| writer.row(cells, row, out));
                    Ok(())
                },
            )
            .await;
        let taken = self.account(portal, taken, ended)?;
        let rest = writer.end();
        if !rest.is_empty() {
            frames::put(self.wire.output(), DATA, |out| out.put_slice(&rest));
        }
        portal.end();
        self.put(Answer::CopyDone(CopyDone::new()))?;
        Ok(format!("COPY {}", taken.rows))
    }
}

/// Spells rows, one after another.
pub(super) struct RowWriter<'a> {
    options: &'a CopyOptions,
    names: Vec<String>,
    formats: Vec<Format>,
    forced: Vec<bool>,
    begun: bool,
}

impl<'a> RowWriter<'a> {
    pub(super) fn new(options: &'a CopyOptions, names: Vec<String>) -> Self {
        let forced = |name: &String| match &options.force_quote {
            Forced::All => true,
            Forced::Columns(columns) => columns.contains(name),
        };
        Self {
            forced: names.iter().map(forced).collect(),
            formats: vec![Format::Binary; names.len()],
            options,
            names,
            begun: false,
        }
    }

    /// What stands before the first row; it goes with it, as some readers take it for granted.
    fn begin(&mut self, out: &mut BytesMut) {
        if std::mem::replace(&mut self.begun, true) {
            return;
        }
        if self.options.format == CopyFormat::Binary {
            out.put_slice(SIGNATURE);
            out.put_i32(0);
            out.put_i32(0);
        } else if self.options.header {
            for (index, name) in self.names.iter().enumerate() {
                self.separate(index, out);
                self.value(name.as_bytes(), false, out);
            }
            out.put_u8(b'\n');
        }
    }

    pub(super) fn row(&mut self, cells: &Cells, row: usize, out: &mut BytesMut) {
        self.begin(out);
        if self.options.format == CopyFormat::Binary {
            out.put_i16(cells.columns() as i16);
            return cells.row(row, &self.formats, out);
        }
        let mut text = BytesMut::new();
        for column in 0..cells.columns() {
            self.separate(column, out);
            text.clear();
            match cells.text(column, row, &mut text) {
                true => self.value(&text, self.forced[column], out),
                false => out.put_slice(self.options.null.as_bytes()),
            }
        }
        out.put_u8(b'\n');
    }

    /// What stands behind the last row, and before it where there is none.
    pub(super) fn end(&mut self) -> BytesMut {
        let mut out = BytesMut::new();
        self.begin(&mut out);
        if self.options.format == CopyFormat::Binary {
            out.put_i16(-1);
        }
        out
    }

    fn separate(&self, column: usize, out: &mut BytesMut) {
        if column > 0 {
            out.put_u8(self.options.delimiter);
        }
    }

    fn value(&self, text: &[u8], forced: bool, out: &mut BytesMut) {
        let options = self.options;
        if options.format == CopyFormat::Text {
            for byte in text {
                match escaped(*byte, options.delimiter) {
                    Some(letter) => out.put_slice(&[b'\\', letter]),
                    None => out.put_u8(*byte),
                }
            }
            return;
        }
        let special = |byte: &u8| {
            *byte == options.delimiter || *byte == options.quote || matches!(byte, b'\n' | b'\r')
        };
        // `\.` alone on a line ends a copy.
        let quoted =
            forced || text == options.null.as_bytes() || text == b"\\." || text.iter().any(special);
        if !quoted {
            return out.put_slice(text);
        }
        out.put_u8(options.quote);
        for byte in text {
            if *byte == options.quote || *byte == options.escape {
                out.put_u8(options.escape);
            }
            out.put_u8(*byte);
        }
        out.put_u8(options.quote);
    }
}

/// The letter behind a backslash that stands for a byte in COPY's text.
fn escaped(byte: u8, delimiter: u8) -> Option<u8> {
    match byte {
        b'\\' => Some(b'\\'),
        8 => Some(b'b'),
        12 => Some(b'f'),
        b'\n' => Some(b'n'),
        b'\r' => Some(b'r'),
        b'\t' => Some(b't'),
        11 => Some(b'v'),
        other if other == delimiter => Some(other),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow::array::{ArrayRef, Int64Array, RecordBatch, StringArray};

    use super::super::words::Words;
    use super::*;

    fn copied(options: &str) -> Vec<u8> {
        let names = StringArray::from(vec![Some("a\tb\\"), None, Some(""), Some("\"x\", y")]);
        let numbers = Int64Array::from(vec![1, 2, 3, 4]);
        let batch = RecordBatch::try_from_iter([
            ("id", Arc::new(numbers) as ArrayRef),
            ("name", Arc::new(names) as ArrayRef),
        ])
        .unwrap();
        let cells = Cells::of(&batch, &jiff::tz::TimeZone::UTC).unwrap();
        let options = CopyOptions::of(&mut Words::of(options)).unwrap();
        let mut writer = RowWriter::new(&options, vec!["id".to_owned(), "name".to_owned()]);
        let mut out = BytesMut::new();
        for row in 0..4 {
            writer.row(&cells, row, &mut out);
        }
        out.put_slice(&writer.end());
        out.to_vec()
    }

    #[test]
    fn text_and_csv_as_postgresql_writes_them() {
        assert_eq!(
            String::from_utf8(copied("")).unwrap(),
            "1\ta\\tb\\\\\n2\t\\N\n3\t\n4\t\"x\", y\n"
        );
        assert_eq!(
            String::from_utf8(copied("CSV HEADER")).unwrap(),
            "id,name\n1,a\tb\\\n2,\n3,\"\"\n4,\"\"\"x\"\", y\"\n"
        );
    }

    #[test]
    fn binary_begins_and_ends_as_readers_expect() {
        let bytes = copied("BINARY");
        assert_eq!(&bytes[..11], SIGNATURE);
        assert_eq!(&bytes[19..29], b"\0\x02\0\0\0\x08\0\0\0\0");
        assert_eq!(&bytes[bytes.len() - 2..], b"\xff\xff");
    }
}
