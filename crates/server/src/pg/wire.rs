//! The connection to one client: its messages in, ours out, and whether it is still there.
//!
//! How long a message may be is the caller's to say, since it depends on how far the client is let in.

use std::io;

use bytes::{Buf, Bytes, BytesMut};
use pgwire::messages::PgWireBackendMessage;
use tokio::io::{AsyncReadExt, AsyncWriteExt, Interest};
use tokio::net::TcpStream;
use tokio_rustls::server::TlsStream;
use tokio_util::either::Either;

use super::frames;
use super::request::{Request, Unreadable};

/// Bytes that are gathered before they are sent.
const TOGETHER: usize = 128 * 1024;
/// Bytes of further messages that are read while a statement runs.
const AHEAD: usize = 64 * 1024;

/// A socket, with TLS or without.
pub(super) type Stream = Either<TcpStream, Box<TlsStream<TcpStream>>>;

/// What became of waiting for a message.
pub(super) enum Arrived {
    Request(Request),
    /// The client has left.
    Gone,
    /// What came is no message: the connection cannot go on.
    Unreadable(String),
}

/// One client's socket, with what was read and what is to be sent.
pub(super) struct Wire {
    stream: Stream,
    input: BytesMut,
    output: BytesMut,
    /// Nothing more will come.
    ended: bool,
}

impl Wire {
    pub(super) fn new(stream: Stream) -> Self {
        Self {
            stream,
            input: BytesMut::new(),
            output: BytesMut::new(),
            ended: false,
        }
    }

    fn tcp(&self) -> &TcpStream {
        match &self.stream {
            Either::Left(tcp) => tcp,
            Either::Right(tls) => tls.get_ref().0,
        }
    }

    /// The client's next message, if it has at most `most` bytes.
    pub(super) async fn next(&mut self, most: usize) -> io::Result<Arrived> {
        loop {
            match frames::message(&mut self.input, most) {
                Ok(None) => {}
                Ok(Some((kind, body))) => {
                    return Ok(match Request::read(kind, body) {
                        Ok(request) => Arrived::Request(request),
                        Err(Unreadable(why)) => Arrived::Unreadable(why),
                    });
                }
                Err(why) => return Ok(Arrived::Unreadable(why)),
            }
            if self.ended || !self.read().await? {
                return Ok(Arrived::Gone);
            }
        }
    }

    /// The contents of the packet that a client begins with; none where it left instead.
    pub(super) async fn opening(
        &mut self,
        most: usize,
    ) -> io::Result<Result<Option<Bytes>, String>> {
        loop {
            match frames::packet(&mut self.input, most) {
                Ok(None) => {}
                found => return Ok(found),
            }
            if !self.read().await? {
                return Ok(Ok(None));
            }
        }
    }

    /// Whether more has been read than was asked for.
    pub(super) fn has_more(&self) -> bool {
        !self.input.is_empty()
    }

    /// The socket, to be spoken to otherwise. What was read is lost.
    pub(super) fn into_stream(self) -> Stream {
        self.stream
    }

    /// False where nothing more comes. Nothing is lost if this is dropped while it waits.
    async fn read(&mut self) -> io::Result<bool> {
        if self.input.is_empty() {
            // What a long message took is given back.
            self.input = BytesMut::new();
        }
        self.input.reserve(8 * 1024);
        let count = self.stream.read_buf(&mut self.input).await?;
        self.ended = count == 0;
        Ok(count > 0)
    }

    /// Resolves when the client has left: for the time in which a statement runs. Messages that come meanwhile are kept, so many of them
    /// as fit; the others wait in the socket.
    pub(super) async fn left(&mut self) {
        while self.input.len() < AHEAD && !self.ended {
            if self.read().await.is_err() {
                return;
            }
        }
        if self.ended {
            return;
        }
        // The socket is readable all the time; what is waited for is its end.
        closed(self.tcp()).await;
    }

    /// Adds a message to what is sent next.
    pub(super) fn put(&mut self, message: PgWireBackendMessage) -> io::Result<()> {
        message.encode(&mut self.output).map_err(io::Error::other)
    }

    /// The bytes that are sent next, for rows.
    pub(super) fn output(&mut self) -> &mut BytesMut {
        &mut self.output
    }

    /// Whether so much is gathered that it should be sent.
    pub(super) fn is_full(&self) -> bool {
        self.output.len() >= TOGETHER
    }

    /// Sends what was gathered. If this is dropped while it waits, what is left is sent by the next call.
    pub(super) async fn flush(&mut self) -> io::Result<()> {
        let is_long = self.output.len() > 2 * TOGETHER;
        while self.output.has_remaining() {
            if self.stream.write_buf(&mut self.output).await? == 0 {
                return Err(io::ErrorKind::WriteZero.into());
            }
        }
        if is_long {
            // What a long row took is given back.
            self.output = BytesMut::new();
        }
        self.stream.flush().await
    }

    /// Ends the connection in order.
    pub(super) async fn close(mut self) {
        // The client may have left already.
        if self.flush().await.is_ok() {
            let _ = self.stream.shutdown().await;
        }
    }
}

/// Resolves when the other end is closed, whether what came before was read or not.
#[cfg(any(target_os = "linux", target_os = "android"))]
async fn closed(tcp: &TcpStream) {
    // Urgent bytes, of which a socket tells only where it is asked to, or the end.
    let _ = tcp.ready(Interest::PRIORITY).await;
}

#[cfg(not(any(target_os = "linux", target_os = "android")))]
async fn closed(tcp: &TcpStream) {
    while tcp
        .ready(Interest::READABLE)
        .await
        .is_ok_and(|ready| !ready.is_read_closed())
    {
        // No event of its own tells of the end: it is looked for.
        tokio::time::sleep(std::time::Duration::from_millis(250)).await;
    }
}
