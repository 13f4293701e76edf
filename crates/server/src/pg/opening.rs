//! A connection's first packets: whether it is spoken in TLS, a cancel request, or who wants in.

use std::collections::BTreeMap;

use bytes::{Buf, Bytes};
use pgwire::messages::PgWireBackendMessage as Answer;
use pgwire::messages::response::{GssEncResponse, SslResponse};
use pgwire::messages::startup::NegotiateProtocolVersion;
use tokio_rustls::TlsAcceptor;
use tokio_util::either::Either;

use super::fault::{Fault, Result, left};
use super::request::{Body, Unreadable};
use super::wire::Wire;

/// Bytes of a first packet.
const MOST: usize = 10_000;
const CANCEL: u32 = 80_877_102;
const TLS: u32 = 80_877_103;
const GSS: u32 = 80_877_104;
/// The newest version of the protocol that is spoken here.
const MAJOR: u16 = 3;
const MINOR: u16 = 2;
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
        let mut packet = Body(packet);
        let code = packet.0.get_u32();
        if code != TLS && code != GSS {
            let opening = match code {
                CANCEL => cancel(packet),
                _ => start(&mut wire, code, packet, secure),
            };
            return (Some(wire), opening);
        }
        // What comes before the answer was not sent under the protection that is asked for: it may be someone else's.
        if wire.has_more() {
            let why = "bytes came before the connection was protected";
            return (Some(wire), Err(Fault::protocol(why).into()));
        }
        let acceptor = tls.filter(|_| code == TLS && !secure);
        let answer = match (code, acceptor) {
            (TLS, Some(_)) => Answer::SslResponse(SslResponse::Accept),
            (TLS, None) => Answer::SslResponse(SslResponse::Refuse),
            _ => Answer::GssEncResponse(GssEncResponse::Refuse),
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

fn cancel(mut packet: Body) -> Result<Opening> {
    let number = packet.0.try_get_i32();
    let number = number.map_err(|_| Fault::protocol("a cancel request lacks its number"))?;
    Ok(Opening::Cancel {
        number,
        key: packet.0,
    })
}

fn start(wire: &mut Wire, version: u32, mut packet: Body, secure: bool) -> Result<Opening> {
    let (major, minor) = ((version >> 16) as u16, (version & 0xffff) as u16);
    if major != MAJOR {
        let message = format!(
            "version {major}.{minor} of the protocol is not spoken here: 3.0 to {MAJOR}.{MINOR} are"
        );
        return Err(Fault::protocol(message).into());
    }
    let mut parameters = BTreeMap::new();
    loop {
        let unreadable = |Unreadable(why): Unreadable| Fault::protocol(why);
        let name = packet.text().map_err(unreadable)?;
        if name.is_empty() {
            break;
        }
        let value = packet.text().map_err(unreadable)?;
        parameters.insert(name, value);
    }
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
