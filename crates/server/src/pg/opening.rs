//! A connection's first packets: whether it is spoken in TLS, a cancel request, or who wants in.

use std::collections::BTreeMap;

use bytes::Bytes;
use pgwire::messages::PgWireBackendMessage as Answer;
use pgwire::messages::response::{GssEncResponse, SslResponse};
use pgwire::messages::startup::NegotiateProtocolVersion;
use tokio_rustls::TlsAcceptor;
use tokio_util::either::Either;

use super::fault::{Fault, Result, left};
use super::first_packet::{FirstPacket, MAJOR, MINOR};
use super::request::Unreadable;
use super::wire::Wire;

/// Bytes of a first packet.
const MOST: usize = 10_000;
/// Names of a client's protocol options begin so.
const PROTOCOL_OPTION: &str = "_pq_.";

/// What a connection is for.
pub(super) enum Opening {
    Cancel {
        number: i32,
        key: Bytes,
    },
    Start(Start),
    /// It ended without a word.
    Nothing,
}

/// What a client says of itself before it is let in.
pub(super) struct Start {
    pub(super) parameters: BTreeMap<String, String>,
    /// It takes keys of any length for its cancel requests.
    pub(super) long_keys: bool,
    /// It speaks TLS.
    pub(super) secure: bool,
}

/// Reads the packets, and starts TLS where the client asks for it and the server can.
pub(super) async fn open(
    mut wire: Wire,
    tls: Option<&TlsAcceptor>,
) -> (Option<Wire>, Result<Opening>) {
    let mut secure = false;
    // A client asks for TLS, for GSS, and again after a refusal.
    for _ in 0..4 {
        let packet = match wire.opening(MOST).await {
            Ok(Ok(Some(packet))) => packet,
            Ok(Ok(None)) => return (Some(wire), Ok(Opening::Nothing)),
            Ok(Err(why)) => return (Some(wire), Err(Fault::protocol(why).into())),
            Err(error) => return (None, Err(left(error))),
        };
        let packet = match FirstPacket::read(packet) {
            Ok(FirstPacket::Cancel { number, key }) => {
                return (Some(wire), Ok(Opening::Cancel { number, key }));
            }
            Ok(FirstPacket::Start { minor, parameters }) => {
                let opening = start(&mut wire, minor, parameters, secure);
                return (Some(wire), opening);
            }
            Ok(packet) => packet,
            Err(Unreadable(why)) => return (Some(wire), Err(Fault::protocol(why).into())),
        };
        // What comes before the answer was not sent under the protection that is asked for: it may be someone else's.
        if wire.has_more() {
            let why = "bytes came before the connection was protected";
            return (Some(wire), Err(Fault::protocol(why).into()));
        }
        let asks_for_tls = packet == FirstPacket::Tls;
        let acceptor = tls.filter(|_| asks_for_tls && !secure);
        let answer = match acceptor {
            Some(_) => Answer::SslResponse(SslResponse::Accept),
            None if asks_for_tls => Answer::SslResponse(SslResponse::Refuse),
            None => Answer::GssEncResponse(GssEncResponse::Refuse),
        };
        let sent = match wire.put(answer) {
            Ok(()) => wire.flush().await,
            Err(error) => Err(error),
        };
        if let Err(error) = sent {
            return (None, Err(left(error)));
        }
        if let Some(acceptor) = acceptor {
            let Either::Left(tcp) = wire.into_stream() else {
                return (None, Ok(Opening::Nothing));
            };
            wire = match acceptor.accept(tcp).await {
                Ok(stream) => Wire::new(Either::Right(Box::new(stream))),
                Err(error) => return (None, Err(left(error))),
            };
            secure = true;
        }
    }
    let why = "a client asks for protection at most twice";
    (Some(wire), Err(Fault::protocol(why).into()))
}

/// What a client says of itself, which is told where it speaks a newer version of the protocol, or options of it that are unknown here.
fn start(
    wire: &mut Wire,
    minor: u16,
    parameters: BTreeMap<String, String>,
    secure: bool,
) -> Result<Opening> {
    let unknown: Vec<String> = parameters
        .keys()
        .filter(|name| name.starts_with(PROTOCOL_OPTION))
        .cloned()
        .collect();
    if minor > MINOR || !unknown.is_empty() {
        let newest = (i32::from(MAJOR) << 16) | i32::from(MINOR.min(minor));
        let told = NegotiateProtocolVersion::new(newest, unknown);
        wire.put(Answer::NegotiateProtocolVersion(told))
            .map_err(left)?;
    }
    Ok(Opening::Start(Start {
        parameters,
        long_keys: minor >= 2,
        secure,
    }))
}
