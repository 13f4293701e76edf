//! A client that says what a test tells it to, also what no client should.

use std::collections::HashMap;
use std::net::SocketAddr;

use bytes::{Buf, BufMut, Bytes, BytesMut};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// A connection.
pub(crate) struct Raw {
    pub(crate) stream: TcpStream,
    input: BytesMut,
    /// What the server has said of itself.
    pub(crate) parameters: HashMap<String, String>,
    pub(crate) number: i32,
    pub(crate) key: Bytes,
}

/// An error or a notice: its fields by their letters.
pub(crate) type Fields = HashMap<u8, String>;

/// What came up to the next ReadyForQuery.
#[derive(Debug, Default)]
pub(crate) struct Answer {
    /// The letters of the messages in their order, a row only once in a row.
    pub(crate) order: String,
    /// Names and types of the columns.
    pub(crate) columns: Vec<(String, u32)>,
    pub(crate) parameters: Vec<u32>,
    pub(crate) rows: Vec<Vec<Option<Bytes>>>,
    pub(crate) tags: Vec<String>,
    pub(crate) errors: Vec<Fields>,
    pub(crate) notices: Vec<Fields>,
    pub(crate) copied: Vec<Bytes>,
    pub(crate) status: u8,
}

impl Answer {
    /// Its rows as text.
    pub(crate) fn text(&self) -> Vec<Vec<String>> {
        let cell = |cell: &Option<Bytes>| match cell {
            Some(cell) => String::from_utf8(cell.to_vec()).unwrap(),
            None => "NULL".to_owned(),
        };
        let rows = self.rows.iter();
        rows.map(|row| row.iter().map(cell).collect()).collect()
    }

    /// The code of its only error.
    #[track_caller]
    pub(crate) fn code(&self) -> &str {
        assert_eq!(self.errors.len(), 1, "{self:?}");
        &self.errors[0][&b'C']
    }

    #[track_caller]
    pub(crate) fn ok(self) -> Self {
        assert!(self.errors.is_empty(), "{self:?}");
        self
    }
}

/// A message: its letter, its length, its contents.
pub(crate) fn message(kind: u8, body: &[u8]) -> Vec<u8> {
    let mut bytes = vec![kind];
    bytes.extend((body.len() as i32 + 4).to_be_bytes());
    bytes.extend(body);
    bytes
}

pub(crate) fn parse(name: &str, sql: &str, types: &[u32]) -> Vec<u8> {
    let mut body = BytesMut::new();
    put_text(&mut body, name);
    put_text(&mut body, sql);
    body.put_u16(types.len() as u16);
    types.iter().for_each(|kind| body.put_u32(*kind));
    message(b'P', &body)
}

pub(crate) fn bind(
    portal: &str,
    statement: &str,
    values: &[(i16, Option<&[u8]>)],
    answers: i16,
) -> Vec<u8> {
    let mut body = BytesMut::new();
    put_text(&mut body, portal);
    put_text(&mut body, statement);
    body.put_u16(values.len() as u16);
    values.iter().for_each(|(format, _)| body.put_i16(*format));
    body.put_u16(values.len() as u16);
    for (_, value) in values {
        match value {
            Some(value) => {
                body.put_i32(value.len() as i32);
                body.put_slice(value);
            }
            None => body.put_i32(-1),
        }
    }
    body.put_u16(1);
    body.put_i16(answers);
    message(b'B', &body)
}

pub(crate) fn describe(what: u8, name: &str) -> Vec<u8> {
    let mut body = BytesMut::new();
    body.put_u8(what);
    put_text(&mut body, name);
    message(b'D', &body)
}

pub(crate) fn execute(portal: &str, most: i32) -> Vec<u8> {
    let mut body = BytesMut::new();
    put_text(&mut body, portal);
    body.put_i32(most);
    message(b'E', &body)
}

pub(crate) fn sync() -> Vec<u8> {
    message(b'S', &[])
}

pub(crate) fn query(sql: &str) -> Vec<u8> {
    let mut body = BytesMut::new();
    put_text(&mut body, sql);
    message(b'Q', &body)
}

/// A start-up packet.
pub(crate) fn startup(parameters: &[(&str, &str)]) -> Vec<u8> {
    let mut body = BytesMut::new();
    body.put_u32(196_608);
    for (name, value) in parameters {
        put_text(&mut body, name);
        put_text(&mut body, value);
    }
    body.put_u8(0);
    let mut packet = (body.len() as u32 + 4).to_be_bytes().to_vec();
    packet.extend(body);
    packet
}

fn put_text(body: &mut BytesMut, text: &str) {
    body.put_slice(text.as_bytes());
    body.put_u8(0);
}

fn take_text(body: &mut Bytes) -> String {
    let end = body.iter().position(|byte| *byte == 0).unwrap();
    let text = body.split_to(end);
    body.advance(1);
    String::from_utf8(text.to_vec()).unwrap()
}

fn fields(mut body: Bytes) -> Fields {
    let mut fields = Fields::new();
    while body[0] != 0 {
        let letter = body.get_u8();
        fields.insert(letter, take_text(&mut body));
    }
    fields
}

impl Raw {
    pub(crate) async fn connect(address: SocketAddr) -> Self {
        Self {
            stream: TcpStream::connect(address).await.unwrap(),
            input: BytesMut::new(),
            parameters: HashMap::new(),
            number: 0,
            key: Bytes::new(),
        }
    }

    /// Starts up, and is let in.
    pub(crate) async fn start(&mut self, parameters: &[(&str, &str)]) {
        self.send(&startup(parameters)).await;
        self.answer().await.ok();
    }

    pub(crate) async fn send(&mut self, bytes: &[u8]) {
        self.stream.write_all(bytes).await.unwrap();
    }

    /// The next message; none where the server has ended the connection.
    pub(crate) async fn next(&mut self) -> Option<(u8, Bytes)> {
        loop {
            if self.input.len() >= 5 {
                let length = (&self.input[1..5]).get_u32() as usize;
                if self.input.len() > length {
                    let mut message = self.input.split_to(length + 1).freeze();
                    let kind = message.get_u8();
                    message.advance(4);
                    return Some((kind, message));
                }
            }
            match self.stream.read_buf(&mut self.input).await {
                Ok(0) | Err(_) => return None,
                Ok(_) => {}
            }
        }
    }

    /// What comes up to the next ReadyForQuery, or to the end of the connection.
    pub(crate) async fn answer(&mut self) -> Answer {
        let mut answer = Answer::default();
        while let Some((kind, mut body)) = self.next().await {
            if !(kind == b'D' && answer.order.ends_with('D')) {
                answer.order.push(kind.into());
            }
            match kind {
                b'Z' => {
                    answer.status = body[0];
                    break;
                }
                b'S' => {
                    let name = take_text(&mut body);
                    self.parameters.insert(name, take_text(&mut body));
                }
                b'K' => {
                    self.number = body.get_i32();
                    self.key = body;
                }
                b'T' => {
                    answer.columns.clear();
                    for _ in 0..body.get_u16() {
                        let name = take_text(&mut body);
                        body.advance(6);
                        answer.columns.push((name, body.get_u32()));
                        body.advance(8);
                    }
                }
                b't' => {
                    let count = body.get_u16();
                    answer.parameters = (0..count).map(|_| body.get_u32()).collect();
                }
                b'D' => {
                    let count = body.get_u16();
                    let cell = |_| match body.get_i32() {
                        -1 => None,
                        length => Some(body.split_to(length as usize)),
                    };
                    answer.rows.push((0..count).map(cell).collect());
                }
                b'C' => answer.tags.push(take_text(&mut body)),
                b'E' => answer.errors.push(fields(body)),
                b'N' => answer.notices.push(fields(body)),
                b'd' => answer.copied.push(body),
                // The server waits for rows.
                b'G' => break,
                _ => {}
            }
        }
        answer
    }

    /// A text in the simple protocol.
    pub(crate) async fn query(&mut self, sql: &str) -> Answer {
        self.send(&query(sql)).await;
        self.answer().await
    }

    /// A statement in the extended protocol, all at once.
    pub(crate) async fn extended(
        &mut self,
        sql: &str,
        values: &[(i16, Option<&[u8]>)],
        answers: i16,
    ) -> Answer {
        let messages = [
            parse("", sql, &[]),
            bind("", "", values, answers),
            describe(b'P', ""),
            execute("", 0),
            sync(),
        ];
        self.send(&messages.concat()).await;
        self.answer().await
    }
}
