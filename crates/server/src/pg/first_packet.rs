//! What a connection's first packet asks for, read from its bytes. Reads no socket.

use std::collections::BTreeMap;

use bytes::{Buf, Bytes};

use super::request::{Body, Unreadable};

const CANCEL: u32 = 80_877_102;
const TLS: u32 = 80_877_103;
const GSS: u32 = 80_877_104;
/// The version of the protocol that is spoken here.
pub(super) const MAJOR: u16 = 3;
/// The newest minor version of it.
pub(super) const MINOR: u16 = 2;

/// What a first packet asks for.
#[derive(Debug, PartialEq)]
pub(super) enum FirstPacket {
    Tls,
    Gss,
    /// That the statement of a client ends.
    Cancel {
        number: i32,
        key: Bytes,
    },
    /// To be let in.
    Start {
        minor: u16,
        parameters: BTreeMap<String, String>,
    },
}

impl FirstPacket {
    /// Reads a packet's contents.
    pub(super) fn read(packet: Bytes) -> Result<Self, Unreadable> {
        let mut packet = Body(packet);
        match packet.0.try_get_u32()? {
            TLS => Ok(Self::Tls),
            GSS => Ok(Self::Gss),
            CANCEL => Ok(Self::Cancel {
                number: packet.0.try_get_i32()?,
                key: packet.0,
            }),
            version => {
                let (major, minor) = ((version >> 16) as u16, (version & 0xffff) as u16);
                if major != MAJOR {
                    return Err(Unreadable(format!(
                        "version {major}.{minor} of the protocol is not spoken here: 3.0 to {MAJOR}.{MINOR} are"
                    )));
                }
                let parameters = parameters(&mut packet)?;
                Ok(Self::Start { minor, parameters })
            }
        }
    }
}

/// Names and values, up to a name that is empty.
fn parameters(packet: &mut Body) -> Result<BTreeMap<String, String>, Unreadable> {
    let mut parameters = BTreeMap::new();
    loop {
        let name = packet.text()?;
        if name.is_empty() {
            return Ok(parameters);
        }
        parameters.insert(name, packet.text()?);
    }
}
