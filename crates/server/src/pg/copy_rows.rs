//! The rows of a COPY FROM STDIN, out of bytes that come in any pieces.

use std::ops::Range;

use bytes::{Buf, Bytes, BytesMut};

use super::copy_options::{CopyFormat, CopyOptions};
use super::copy_out::SIGNATURE;
use super::fault::Fault;

type Result<T> = std::result::Result<T, Fault>;

/// One row: each value's bytes, none for NULL.
pub(super) type Row = Vec<Option<Bytes>>;

/// Where the values of a row stand, none for NULL.
type Places = Vec<Option<Range<usize>>>;

/// Cuts bytes into rows.
pub(super) struct RowReader<'a> {
    options: &'a CopyOptions,
    columns: usize,
    buffer: BytesMut,
    /// Bytes of the buffer in which no row ends.
    scanned: usize,
    /// The scan stands within quotes.
    quoted: bool,
    /// The header is still to come.
    header: bool,
    /// Lines or rows that were read.
    line: u64,
    /// The end was marked; what follows is passed over.
    ended: bool,
}

impl<'a> RowReader<'a> {
    pub(super) fn new(options: &'a CopyOptions, columns: usize) -> Self {
        Self {
            columns,
            buffer: BytesMut::new(),
            scanned: 0,
            quoted: false,
            header: options.header || options.format == CopyFormat::Binary,
            line: 0,
            ended: false,
            options,
        }
    }

    /// More bytes.
    pub(super) fn push(&mut self, bytes: &[u8]) {
        if !self.ended {
            self.buffer.extend_from_slice(bytes);
        }
    }

    /// Bytes of a row whose end has not come.
    pub(super) fn waiting(&self) -> usize {
        self.buffer.len()
    }

    /// The next whole row; none until more bytes come. `last` where none will.
    pub(super) fn next(&mut self, last: bool) -> Result<Option<Row>> {
        if self.ended {
            return Ok(None);
        }
        let row = match self.options.format {
            CopyFormat::Binary => self.binary(last),
            _ => self.line(last),
        };
        row.map_err(|fault| Fault {
            message: format!("line {} of COPY: {}", self.line, fault.message),
            ..fault
        })
    }

    fn line(&mut self, last: bool) -> Result<Option<Row>> {
        loop {
            let line = match self.line_end() {
                Some(end) => {
                    let mut line = self.buffer.split_to(end + 1);
                    line.truncate(end);
                    line
                }
                None if last && self.quoted => {
                    self.line += 1;
                    return Err(broken("a quoted value does not end"));
                }
                None if last && !self.buffer.is_empty() => self.buffer.split(),
                None => return Ok(None),
            };
            self.scanned = 0;
            self.line += 1;
            let line = line.strip_suffix(b"\r").unwrap_or(&line);
            if std::mem::take(&mut self.header) {
                continue;
            }
            if line == b"\\." {
                self.ended = true;
                return Ok(None);
            }
            let row = match self.options.format {
                CopyFormat::Csv => self.csv(line)?,
                _ => self.text(line)?,
            };
            return match row.len() == self.columns {
                true => Ok(Some(row)),
                false => Err(self.wrong_count(row.len())),
            };
        }
    }

    /// Where the first line ends: at a line break that is no part of a value.
    fn line_end(&mut self) -> Option<usize> {
        let csv = self.options.format == CopyFormat::Csv;
        while let Some(byte) = self.buffer.get(self.scanned) {
            match byte {
                b'\n' if !self.quoted => return Some(self.scanned),
                // In csv an escape may be another letter than the quote.
                byte if csv
                    && self.quoted
                    && *byte == self.options.escape
                    && self.options.escape != self.options.quote =>
                {
                    self.scanned += 1;
                }
                byte if csv && *byte == self.options.quote => self.quoted = !self.quoted,
                b'\\' if !csv => self.scanned += 1,
                _ => {}
            }
            self.scanned += 1;
        }
        // A letter behind an escape may still be to come.
        if self.scanned > self.buffer.len() {
            self.scanned -= 2;
        }
        None
    }

    fn text(&self, line: &[u8]) -> Result<Row> {
        let mut row = Vec::new();
        let mut value = Vec::new();
        let mut start = 0;
        let mut at = 0;
        loop {
            match line.get(at) {
                Some(b'\\') => {
                    let (byte, length) = unescaped(&line[at + 1..])?;
                    value.extend(byte);
                    at += 1 + length;
                    continue;
                }
                Some(byte) if *byte != self.options.delimiter => value.push(*byte),
                end => {
                    let is_null = line[start..at] == *self.options.null.as_bytes();
                    let value = std::mem::take(&mut value);
                    row.push((!is_null).then(|| value.into()));
                    start = at + 1;
                    if end.is_none() {
                        return Ok(row);
                    }
                }
            }
            at += 1;
        }
    }

    fn csv(&self, line: &[u8]) -> Result<Row> {
        let CopyOptions {
            delimiter,
            quote,
            escape,
            ..
        } = *self.options;
        let mut row = Vec::new();
        let mut value = Vec::new();
        let (mut inside, mut was_quoted) = (false, false);
        let mut bytes = line.iter().copied().peekable();
        loop {
            match bytes.next() {
                Some(byte) if inside && byte == escape && bytes.peek() == Some(&quote) => {
                    value.extend(bytes.next());
                }
                Some(byte) if inside && byte == escape && escape != quote => {
                    let same = bytes.next_if_eq(&escape);
                    value.push(same.unwrap_or(byte));
                }
                Some(byte) if byte == quote => {
                    inside = !inside;
                    was_quoted = true;
                }
                Some(byte) if inside || byte != delimiter => value.push(byte),
                end => {
                    let is_null = !was_quoted && value == self.options.null.as_bytes();
                    let value = std::mem::take(&mut value);
                    row.push((!is_null).then(|| value.into()));
                    was_quoted = false;
                    if end.is_none() {
                        return Ok(row);
                    }
                }
            }
        }
    }

    fn binary(&mut self, last: bool) -> Result<Option<Row>> {
        if self.header {
            let Some(length) = self.binary_header(last)? else {
                return Ok(None);
            };
            self.buffer.advance(length);
            self.header = false;
        }
        if self.buffer.is_empty() && last {
            self.ended = true;
            return Ok(None);
        }
        let Some(count) = self.buffer.first_chunk().copied().map(i16::from_be_bytes) else {
            return breaks_off(last);
        };
        if count == -1 {
            self.line += 1;
            self.ended = true;
            return Ok(None);
        }
        if usize::try_from(count) != Ok(self.columns) {
            self.line += 1;
            return Err(self.wrong_count(usize::try_from(count).unwrap_or(0)));
        }
        let Some((values, end)) = self.binary_values()? else {
            return breaks_off(last);
        };
        self.line += 1;
        let row = self.buffer.split_to(end).freeze();
        let value = |value: Option<Range<usize>>| value.map(|value| row.slice(value));
        Ok(Some(values.into_iter().map(value).collect()))
    }

    /// Where the values of the first row stand, and where it ends; none where it is not all here.
    fn binary_values(&self) -> Result<Option<(Places, usize)>> {
        let mut values = Vec::with_capacity(self.columns);
        let mut at = 2;
        for _ in 0..self.columns {
            let Some(length) = self.buffer.get(at..).and_then(<[u8]>::first_chunk) else {
                return Ok(None);
            };
            at += 4;
            let length = match i32::from_be_bytes(*length) {
                -1 => {
                    values.push(None);
                    continue;
                }
                length => usize::try_from(length),
            };
            let length = length.map_err(|_| broken("a value has a negative length"))?;
            if self.buffer.len() - at < length {
                return Ok(None);
            }
            values.push(Some(at..at + length));
            at += length;
        }
        Ok(Some((values, at)))
    }

    /// Bytes of the header, once it is all here.
    fn binary_header(&self, last: bool) -> Result<Option<usize>> {
        let bytes = &self.buffer[..];
        let is_whole = bytes.len() >= SIGNATURE.len() + 8;
        let known = bytes.len().min(SIGNATURE.len());
        if bytes[..known] != SIGNATURE[..known] || (last && !is_whole) {
            return Err(broken("the data does not begin as COPY in binary begins"));
        }
        if !is_whole {
            return Ok(None);
        }
        let more = (&bytes[SIGNATURE.len() + 4..]).get_i32();
        let more = usize::try_from(more).map_err(|_| broken("the header's length is negative"))?;
        let length = SIGNATURE.len() + 8 + more;
        match (bytes.len() >= length, last) {
            (true, _) => Ok(Some(length)),
            (false, false) => Ok(None),
            (false, true) => Err(broken("the header breaks off")),
        }
    }

    fn wrong_count(&self, count: usize) -> Fault {
        broken(&format!(
            "it has {count} values, and {} columns are copied",
            self.columns
        ))
    }
}

/// A row that is not all here: an error where no more comes.
fn breaks_off(last: bool) -> Result<Option<Row>> {
    match last {
        true => Err(broken("the last row breaks off")),
        false => Ok(None),
    }
}

fn broken(why: &str) -> Fault {
    Fault::new("22P04", why)
}

/// What a backslash stands for with the bytes behind it, and how many of these it takes.
fn unescaped(rest: &[u8]) -> Result<(Option<u8>, usize)> {
    let Some(first) = rest.first() else {
        return Err(broken("a backslash stands at the end of a line"));
    };
    let digits = |rest: &[u8], base: u32, most: usize| {
        let count = rest.iter().take(most);
        let count = count
            .take_while(|digit| char::from(**digit).is_digit(base))
            .count();
        let value = rest[..count].iter().fold(0_u32, |value, digit| {
            value * base + char::from(*digit).to_digit(base).unwrap_or(0)
        });
        (value as u8, count)
    };
    Ok(match first {
        b'b' => (Some(8), 1),
        b'f' => (Some(12), 1),
        b'n' => (Some(b'\n'), 1),
        b'r' => (Some(b'\r'), 1),
        b't' => (Some(b'\t'), 1),
        b'v' => (Some(11), 1),
        // NULL, which is told by its own spelling.
        b'N' => (None, 1),
        b'0'..=b'7' => {
            let (value, count) = digits(rest, 8, 3);
            (Some(value), count)
        }
        b'x' if rest.get(1).is_some_and(u8::is_ascii_hexdigit) => {
            let (value, count) = digits(&rest[1..], 16, 2);
            (Some(value), count + 1)
        }
        other => (Some(*other), 1),
    })
}

#[cfg(test)]
mod tests {
    use super::super::words::Words;
    use super::*;

    /// The rows of some bytes that come one by one, as text.
    fn rows(options: &str, columns: usize, bytes: &[u8]) -> Result<Vec<Vec<String>>> {
        let options = CopyOptions::of(&mut Words::of(options)).unwrap();
        let mut reader = RowReader::new(&options, columns);
        let mut rows = Vec::new();
        let shown = |row: Row| {
            let value = |value: Option<Bytes>| match value {
                Some(value) => String::from_utf8_lossy(&value).into_owned(),
                None => "NULL".to_owned(),
            };
            row.into_iter().map(value).collect::<Vec<_>>()
        };
        for byte in bytes {
            reader.push(&[*byte]);
            while let Some(row) = reader.next(false)? {
                rows.push(shown(row));
            }
        }
        while let Some(row) = reader.next(true)? {
            rows.push(shown(row));
        }
        Ok(rows)
    }

    #[test]
    fn text() {
        assert_eq!(
            rows(
                "",
                2,
                b"1\ta\\tb\\\\\n2\t\\N\n3\t\\x41\\102\\\nc\n\\.\npassed over"
            )
            .unwrap(),
            [["1", "a\tb\\"], ["2", "NULL"], ["3", "AB\nc"]]
        );
        assert_eq!(rows("", 1, b"last").unwrap(), [["last"]]);
        assert!(rows("", 2, b"1\n").is_err());
        assert!(rows("", 1, b"a\\").is_err());
    }

    #[test]
    fn csv() {
        assert_eq!(
            rows(
                "CSV HEADER",
                2,
                b"id,name\r\n1,\"a \"\"b\"\"\nc\"\r\n2,\n3,\"\"\n"
            )
            .unwrap(),
            [["1", "a \"b\"\nc"], ["2", "NULL"], ["3", ""]]
        );
        assert_eq!(
            rows("CSV ESCAPE '\\'", 1, b"\"a\\\"\nb\\\\\"\n").unwrap(),
            [["a\"\nb\\"]]
        );
        assert!(rows("CSV", 1, b"\"a").is_err());
    }

    #[test]
    fn binary() {
        let mut bytes = SIGNATURE.to_vec();
        bytes.extend(b"\0\0\0\0\0\0\0\x02xx\0\x02\0\0\0\x01a\xff\xff\xff\xff\xff\xff");
        assert_eq!(rows("BINARY", 2, &bytes).unwrap(), [["a", "NULL"]]);
        assert!(rows("BINARY", 3, &bytes).is_err());
        assert!(rows("BINARY", 2, &bytes[..bytes.len() - 4]).is_err());
        assert!(rows("BINARY", 2, b"PGCOPX").is_err());
        assert!(
            rows(
                "BINARY",
                2,
                &[SIGNATURE, &b"\0\0\0\0\xff\xff\xff\xff"[..]].concat()
            )
            .is_err()
        );
    }
}
