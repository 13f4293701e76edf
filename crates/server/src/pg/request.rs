//! What a client sends, read from the bytes of one message. Reads no socket.
//!
//! A length inside a message that does not fit the message is an error here; pgwire's own reader panics on it.

use bytes::{Buf, Bytes, TryGetError};

/// One message of a client that is let in.
#[derive(Debug, PartialEq)]
pub(super) enum Request {
    Query(String),
    Parse {
        name: String,
        text: String,
        /// The types that the client gives its parameters; 0 leaves one to the server.
        types: Vec<u32>,
    },
    Bind(Bind),
    DescribeStatement(String),
    DescribePortal(String),
    Execute {
        portal: String,
        most: i32,
    },
    CloseStatement(String),
    ClosePortal(String),
    Flush,
    Sync,
    Terminate,
    CopyData(Bytes),
    CopyDone,
    CopyFail(String),
    /// A password, or a step of a sign-in.
    Password(Bytes),
}

/// The values of a statement's parameters.
#[derive(Debug, PartialEq)]
pub(super) struct Bind {
    pub(super) portal: String,
    pub(super) statement: String,
    pub(super) formats: Vec<i16>,
    pub(super) values: Vec<Option<Bytes>>,
    pub(super) answer_formats: Vec<i16>,
}

/// Why a message cannot be read.
#[derive(Debug, PartialEq)]
pub(super) struct Unreadable(pub(super) String);

impl From<TryGetError> for Unreadable {
    fn from(_: TryGetError) -> Self {
        Self("a message ends before its contents do".to_owned())
    }
}

type Result<T> = std::result::Result<T, Unreadable>;

impl Request {
    /// Reads the message of type `kind` with these contents.
    pub(super) fn read(kind: u8, body: Bytes) -> Result<Self> {
        let mut body = Body(body);
        let request = match kind {
            b'Q' => Self::Query(body.text()?),
            b'P' => Self::Parse {
                name: body.text()?,
                text: body.text()?,
                types: body.many(|body| Ok(body.0.try_get_u32()?))?,
            },
            b'B' => Self::Bind(Bind {
                portal: body.text()?,
                statement: body.text()?,
                formats: body.many(|body| Ok(body.0.try_get_i16()?))?,
                values: body.many(Body::value)?,
                answer_formats: body.many(|body| Ok(body.0.try_get_i16()?))?,
            }),
            b'D' => match body.0.try_get_u8()? {
                b'S' => Self::DescribeStatement(body.text()?),
                b'P' => Self::DescribePortal(body.text()?),
                other => return Err(neither("Describe", other)),
            },
            b'C' => match body.0.try_get_u8()? {
                b'S' => Self::CloseStatement(body.text()?),
                b'P' => Self::ClosePortal(body.text()?),
                other => return Err(neither("Close", other)),
            },
            b'E' => Self::Execute {
                portal: body.text()?,
                most: body.0.try_get_i32()?,
            },
            b'H' => Self::Flush,
            b'S' => Self::Sync,
            b'X' => Self::Terminate,
            b'd' => return Ok(Self::CopyData(body.0)),
            b'c' => Self::CopyDone,
            b'f' => Self::CopyFail(body.text()?),
            b'p' => return Ok(Self::Password(body.0)),
            other => {
                let message = format!("there is no message of type {:?}", char::from(other));
                return Err(Unreadable(message));
            }
        };
        match body.0.is_empty() {
            true => Ok(request),
            false => Err(Unreadable(
                "a message is longer than its contents".to_owned(),
            )),
        }
    }
}

fn neither(message: &str, other: u8) -> Unreadable {
    Unreadable(format!(
        "{message} is for a statement (S) or a portal (P), not for {:?}",
        char::from(other)
    ))
}

/// What is left of a message.
pub(super) struct Body(pub(super) Bytes);

impl Body {
    /// A text that ends with a zero byte.
    pub(super) fn text(&mut self) -> Result<String> {
        let Some(end) = self.0.iter().position(|byte| *byte == 0) else {
            return Err(Unreadable("a text does not end".to_owned()));
        };
        let text = self.0.split_to(end);
        self.0.advance(1);
        String::from_utf8(text.into())
            .map_err(|_| Unreadable("a text is not UTF-8, which is the encoding here".to_owned()))
    }

    /// A count, and so many items. The count itself reserves no memory.
    fn many<T>(&mut self, mut item: impl FnMut(&mut Self) -> Result<T>) -> Result<Vec<T>> {
        let count = self.0.try_get_u16()?;
        (0..count).map(|_| item(self)).collect()
    }

    /// A length and so many bytes; the length -1 is NULL.
    fn value(&mut self) -> Result<Option<Bytes>> {
        let length = self.0.try_get_i32()?;
        if length == -1 {
            return Ok(None);
        }
        match usize::try_from(length) {
            Ok(length) if length <= self.0.len() => Ok(Some(self.0.split_to(length))),
            _ => Err(Unreadable(format!(
                "a parameter's length is {length}, and {} bytes are left",
                self.0.len()
            ))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(kind: u8, body: &'static [u8]) -> Result<Request> {
        Request::read(kind, Bytes::from_static(body))
    }

    #[test]
    fn a_bind_as_clients_send_it() {
        let body = b"p\0s\0\0\x01\0\x01\0\x02\0\0\0\x01x\xff\xff\xff\xff\0\0";
        let bind = Bind {
            portal: "p".to_owned(),
            statement: "s".to_owned(),
            formats: vec![1],
            values: vec![Some(Bytes::from_static(b"x")), None],
            answer_formats: vec![],
        };
        assert_eq!(read(b'B', body), Ok(Request::Bind(bind)));
    }

    #[test]
    fn lengths_that_lie_are_errors() {
        for (kind, body) in [
            (b'Q', &b"SELECT 1"[..]),
            (b'P', b"\0SELECT 1\0\0\x02\0\0\0\x17"),
            (b'B', b"\0\0\0\0\0\x01\x7f\xff\xff\xff"),
            (b'B', b"\0\0\0\0\0\x01\xff\xff\xff\xfe\0\0"),
            (b'B', b"\0\0\xff\xff"),
            (b'D', b""),
            (b'D', b"Xname\0"),
            (b'E', b"\0\0\0"),
            (b'S', b"more"),
            (b'Q', b"\xff\0"),
            (b'!', b""),
        ] {
            assert!(read(kind, body).is_err(), "{kind} {body:?}");
        }
    }
}
