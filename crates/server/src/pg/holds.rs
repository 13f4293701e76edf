//! What holds of any bytes that a client sends, and of any line of a users file. The tests try it with a few, the targets in `fuzz/`
//! with many.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::BTreeMap;
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, RecordBatch, StringArray};
use arrow::datatypes::{Field, Schema};
use bytes::{BufMut, Bytes, BytesMut};
use jiff::tz::TimeZone;
use postgres_types::Type;

use super::command::Command;
use super::copy_options::{CopyFormat, CopyOptions};
use super::copy_out::{RowWriter, SIGNATURE};
use super::copy_rows::{Row, RowReader};
use super::encode::{Cells, Format};
use super::fault::Fault;
use super::first_packet::FirstPacket;
use super::frames;
use super::parameters::Given;
use super::request::{Bind, Request, Unreadable};
use super::set_at_start::{SetAtStart, words};
use super::types;
use super::users;
use super::words::Words;

/// Bytes of a message in these trials.
const MOST: usize = 1_000;

/// A stream of messages: the same ones however it is cut, and each is what its bytes say.
pub fn of_any_messages(bytes: &[u8]) {
    let mut whole = BytesMut::from(bytes);
    let mut piecewise = BytesMut::new();
    let mut pieces = bytes.chunks(3);
    loop {
        let at_once = frames::message(&mut whole, MOST);
        let bit_by_bit = loop {
            match frames::message(&mut piecewise, MOST) {
                Ok(None) => match pieces.next() {
                    Some(piece) => piecewise.put_slice(piece),
                    None => break Ok(None),
                },
                found => break found,
            }
        };
        assert_eq!(bit_by_bit, at_once);
        match at_once {
            Ok(Some((kind, body))) => of_any_message(kind, body),
            Ok(None) => return,
            Err(why) => return assert!(!why.is_empty()),
        }
    }
}

/// A message is put together again from what was read of it, byte by byte the same.
fn of_any_message(kind: u8, body: Bytes) {
    match Request::read(kind, body.clone()) {
        Ok(request) => assert_eq!(spelled(request), (kind, body.to_vec())),
        Err(Unreadable(why)) => assert!(!why.is_empty()),
    }
}

fn spelled(request: Request) -> (u8, Vec<u8>) {
    let mut body = Vec::new();
    let text = |text: String, body: &mut Vec<u8>| {
        body.put_slice(text.as_bytes());
        body.put_u8(0);
    };
    let codes = |codes: Vec<i16>, body: &mut Vec<u8>| {
        body.put_u16(codes.len() as u16);
        codes.into_iter().for_each(|code| body.put_i16(code));
    };
    let named = |what: u8, name: String, body: &mut Vec<u8>| {
        body.put_u8(what);
        text(name, body);
    };
    let kind = match request {
        Request::Query(sql) => {
            text(sql, &mut body);
            b'Q'
        }
        Request::Parse {
            name,
            text: sql,
            types,
        } => {
            text(name, &mut body);
            text(sql, &mut body);
            body.put_u16(types.len() as u16);
            types.into_iter().for_each(|kind| body.put_u32(kind));
            b'P'
        }
        Request::Bind(Bind {
            portal,
            statement,
            formats,
            values,
            answer_formats,
        }) => {
            text(portal, &mut body);
            text(statement, &mut body);
            codes(formats, &mut body);
            body.put_u16(values.len() as u16);
            for value in values {
                body.put_i32(value.as_ref().map_or(-1, |value| value.len() as i32));
                body.put_slice(&value.unwrap_or_default());
            }
            codes(answer_formats, &mut body);
            b'B'
        }
        Request::DescribeStatement(name) => {
            named(b'S', name, &mut body);
            b'D'
        }
        Request::DescribePortal(name) => {
            named(b'P', name, &mut body);
            b'D'
        }
        Request::CloseStatement(name) => {
            named(b'S', name, &mut body);
            b'C'
        }
        Request::ClosePortal(name) => {
            named(b'P', name, &mut body);
            b'C'
        }
        Request::Execute { portal, most } => {
            text(portal, &mut body);
            body.put_i32(most);
            b'E'
        }
        Request::Flush => b'H',
        Request::Sync => b'S',
        Request::Terminate => b'X',
        Request::CopyData(bytes) => {
            body.put_slice(&bytes);
            b'd'
        }
        Request::CopyDone => b'c',
        Request::CopyFail(why) => {
            text(why, &mut body);
            b'f'
        }
        Request::Password(bytes) => {
            body.put_slice(&bytes);
            b'p'
        }
    };
    (kind, body)
}

/// A first packet: its parameters are in it, and what they set is set by one statement each, whose text is theirs alone.
pub fn of_any_start(bytes: &[u8]) {
    let mut input = BytesMut::from(bytes);
    let read = match frames::packet(&mut input, MOST) {
        Ok(Some(packet)) => FirstPacket::read(packet),
        Ok(None) => return,
        Err(why) => return assert!(!why.is_empty()),
    };
    match read {
        Ok(FirstPacket::Start { parameters, .. }) => of_any_parameters(bytes, &parameters),
        Ok(FirstPacket::Cancel { key, .. }) => assert!(key.len() < bytes.len()),
        Ok(FirstPacket::Tls | FirstPacket::Gss) => {}
        Err(Unreadable(why)) => assert!(!why.is_empty()),
    }
}

fn of_any_parameters(bytes: &[u8], parameters: &BTreeMap<String, String>) {
    for text in parameters.iter().flat_map(|(name, value)| [name, value]) {
        let sent = [text.as_bytes(), b"\0"].concat();
        assert!(bytes.windows(sent.len()).any(|window| window == sent));
    }
    for set in SetAtStart::among(parameters) {
        let statement = set.statement();
        let spans = storeql_engine::Statement::spans(&statement).unwrap();
        assert!(
            spans.len() == 1 && spans[0] == (0..statement.len()),
            "{statement}"
        );
    }
    // Words that are spelled with a backslash before each blank and backslash come out as they went in.
    let options = parameters.get("options").map_or("", String::as_str);
    let found: Vec<String> = words(options)
        .into_iter()
        .filter(|word| !word.is_empty())
        .collect();
    let escaped = found.iter().map(|word| {
        let escape = |character: char| match character {
            character if character == '\\' || character.is_whitespace() => {
                format!("\\{character}")
            }
            character => character.to_string(),
        };
        word.chars().map(escape).collect::<String>()
    });
    assert_eq!(
        words(&escaped.collect::<Vec<_>>().join(" ")),
        match found.is_empty() {
            true => vec![String::new()],
            false => found,
        }
    );
}

/// A statement: what it asks of the server, or an error with a code and a place in the text.
pub fn of_any_command(text: &str) {
    let mut read = Words::of(text);
    let mut left = text.len() + 1;
    while read.take().is_some() {
        assert!(
            text.ends_with(read.rest()) && read.rest().len() < left,
            "{text}"
        );
        left = read.rest().len();
    }
    for text in [text, &format!("COPY {text}"), &format!("DECLARE {text}")] {
        match Command::of(text) {
            Ok(Command::Declare(declare)) => assert_eq!(text[declare.start..], declare.query),
            Ok(Command::CopyOut { query, .. }) => {
                assert!(!query.is_empty() || text.contains("()"), "{text}")
            }
            Ok(_) => {}
            Err(fault) => is_told(&fault),
        }
    }
}

#[track_caller]
fn is_told(fault: &Fault) {
    assert_eq!(fault.code.len(), 5);
    assert!(!fault.message.is_empty() && !fault.fatal, "{fault:?}");
}

/// The rows of a COPY, in one of the spellings: the same ones however the bytes are cut. And bytes as values: what COPY TO writes, COPY
/// FROM reads.
pub fn of_any_copy(bytes: &[u8]) {
    const SPELLINGS: [&str; 6] = [
        "",
        "CSV",
        "CSV HEADER ESCAPE '\\' NULL 'x'",
        "CSV QUOTE '''' DELIMITER ';'",
        "(DELIMITER '|', NULL 'b')",
        "BINARY",
    ];
    let Some((first, bytes)) = bytes.split_first() else {
        return;
    };
    let spelled = SPELLINGS[usize::from(*first) % SPELLINGS.len()];
    let options = CopyOptions::of(&mut Words::of(spelled)).unwrap();
    let copied = match options.format {
        CopyFormat::Binary => [&SIGNATURE[..], &[0; 8], bytes].concat(),
        _ => bytes.to_vec(),
    };
    for columns in [1, 2] {
        let (whole, ended) = rows_of(&options, columns, copied.chunks(copied.len().max(1)));
        let (pieces, ended_too) = rows_of(&options, columns, copied.chunks(1));
        assert_eq!(pieces, whole, "{spelled}");
        assert_eq!(ended_too, ended, "{spelled}");
        // A value is bytes that came, but for the escapes of them: none is made up.
        let read: usize = whole.iter().flatten().flatten().map(Bytes::len).sum();
        assert!(read <= bytes.len(), "{spelled}");
    }
    // In text nothing tells a value from NULL that is spelled alike, as in PostgreSQL.
    let values = bytes.split(|byte| *byte == 0).map(|value| {
        let value = String::from_utf8_lossy(value).into_owned();
        let is_null = options.format == CopyFormat::Text && value == options.null;
        (!is_null && value != "NULL").then_some(value)
    });
    of_copied_values(&options, &values.collect::<Vec<_>>());
}

/// The rows of pieces that come one by one, and what is wrong where they end.
fn rows_of<'a>(
    options: &CopyOptions,
    columns: usize,
    pieces: impl Iterator<Item = &'a [u8]>,
) -> (Vec<Row>, Option<String>) {
    let mut reader = RowReader::new(options, columns);
    let mut rows = Vec::new();
    let pieces = pieces.map(Some).chain([None]);
    for piece in pieces {
        reader.push(piece.unwrap_or_default());
        loop {
            match reader.next(piece.is_none()) {
                Ok(Some(row)) => rows.push(row),
                Ok(None) => break,
                Err(fault) => {
                    is_told(&fault);
                    return (rows, Some(fault.message));
                }
            }
        }
    }
    (rows, None)
}

fn of_copied_values(options: &CopyOptions, values: &[Option<String>]) {
    let column: ArrayRef = Arc::new(StringArray::from(values.to_vec()));
    let columns = [("a", Arc::clone(&column)), ("b", column)];
    let batch = RecordBatch::try_from_iter_with_nullable(
        columns.map(|(name, column)| (name, column, true)),
    );
    let cells = Cells::of(&batch.unwrap(), &TimeZone::UTC).unwrap();
    let mut writer = RowWriter::new(options, vec!["a".to_owned(), "b".to_owned()]);
    let mut out = BytesMut::new();
    (0..values.len()).for_each(|row| writer.row(&cells, row, &mut out));
    out.put_slice(&writer.end());
    let (rows, ended) = rows_of(options, 2, out.chunks(out.len()));
    assert_eq!(ended, None, "{values:?}");
    let expected = values.iter().map(|value| {
        let value = value
            .as_ref()
            .map(|value| Bytes::copy_from_slice(value.as_bytes()));
        vec![value.clone(), value]
    });
    assert_eq!(rows, expected.collect::<Vec<_>>(), "{options:?}");
}

/// The types whose values a client may send.
const TYPES: [Type; 24] = [
    Type::BOOL,
    Type::INT2,
    Type::INT4,
    Type::INT8,
    Type::OID,
    Type::FLOAT4,
    Type::FLOAT8,
    Type::NUMERIC,
    Type::DATE,
    Type::TIME,
    Type::TIMESTAMP,
    Type::TIMESTAMPTZ,
    Type::INTERVAL,
    Type::TEXT,
    Type::JSONB,
    Type::UUID,
    Type::BYTEA,
    Type::MONEY,
    Type::BOOL_ARRAY,
    Type::INT8_ARRAY,
    Type::NUMERIC_ARRAY,
    Type::TEXT_ARRAY,
    Type::TIMESTAMPTZ_ARRAY,
    Type::BYTEA_ARRAY,
];

/// A parameter's value, as text and in binary: an error with a code, or a value that is the same when the server has sent it and a
/// client sends it back.
pub fn of_any_parameter(bytes: &[u8]) {
    let Some((first, value)) = bytes.split_first() else {
        return;
    };
    let kind = &TYPES[usize::from(*first) % TYPES.len()];
    let value = Bytes::copy_from_slice(value);
    for format in [Format::Text, Format::Binary] {
        let array = match read(kind, format, &value) {
            Ok(array) => array,
            Err(fault) => {
                is_told(&fault);
                continue;
            }
        };
        assert_eq!(array.len(), 1);
        let (kind, bytes) = sent(&array, format);
        let again = read(&kind, format, &bytes);
        let again = again.unwrap_or_else(|fault| panic!("{kind} {bytes:?}: {}", fault.message));
        assert_eq!(sent(&again, format), (kind, bytes), "{value:?}");
    }
}

fn read(kind: &Type, format: Format, value: &Bytes) -> Result<ArrayRef, Fault> {
    let value = Some(value);
    Given {
        kind,
        format,
        value,
    }
    .array()
}

/// A value as the server sends it, and its type there.
fn sent(array: &ArrayRef, format: Format) -> (Type, Bytes) {
    let field = Field::new("a", array.data_type().clone(), true);
    let kind = types::of_field(&field).kind;
    let schema = Arc::new(Schema::new(vec![field]));
    let batch = RecordBatch::try_new(schema, vec![Arc::clone(array)]).unwrap();
    let cells = Cells::of(&batch, &TimeZone::UTC).unwrap();
    let mut out = BytesMut::new();
    cells.row(0, &[format], &mut out);
    let out = out.freeze();
    assert_eq!(out[..4], (out.len() as i32 - 4).to_be_bytes());
    (kind, out.slice(4..))
}

/// A line of a users file: none, or one that is written as it is read.
pub fn of_any_user(line: &str) {
    if let Some((name, user)) = users::read_line(line) {
        let written = users::spelled(&name, &user);
        assert_eq!(users::read_line(&written), Some((name, user)), "{line}");
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn any_messages(
            kind in prop::sample::select(&b"QPBDCEHSXdcfp!"[..]),
            body in prop::collection::vec(any::<u8>(), 0..40),
            rest in prop::collection::vec(any::<u8>(), 0..8),
        ) {
            let length = (body.len() as u32 + 4).to_be_bytes();
            of_any_messages(&[&[kind], &length[..], &body, &rest].concat());
        }

        #[test]
        fn any_start(body in "(user|options|timezone|-c|=|\\\\| |'|\0|a){0,12}\0") {
            let length = (body.len() as u32 + 9).to_be_bytes();
            of_any_start(&[&length[..], &[0, 3, 0, 0], body.as_bytes(), &[0]].concat());
        }

        #[test]
        fn any_command(
            first in prop::sample::select(&["copy ", "copy (", "declare ", "fetch ", "close ", "commit ", ""][..]),
            rest in "[a-z0-9é ()'\"$,*;.\\\\-]{0,30}",
        ) {
            of_any_command(&format!("{first}{rest}"));
        }

        #[test]
        fn any_copy(spelling in 0_u8..6, bytes in prop::collection::vec(prop::sample::select(&b"a,b\t\n\r\\\".;'x\0\x01\xff"[..]), 0..40)) {
            of_any_copy(&[&[spelling], &bytes[..]].concat());
        }

        #[test]
        fn any_parameter(
            kind in 0_u8..24,
            bytes in prop::collection::vec(any::<u8>(), 0..40),
            text in "[-+{}\",.0-9eE a-z:\\\\]{0,20}",
        ) {
            of_any_parameter(&[&[kind], &bytes[..]].concat());
            of_any_parameter(&[&[kind], text.as_bytes()].concat());
        }

        #[test]
        fn any_user(line in "[ab]{0,2}(:(read|write)?)?(:SCRAM-SHA-256)?\\$?(4096:)?([A-Za-z0-9+/$:=]{0,44}){0,3}") {
            of_any_user(&line);
        }
    }
}
