//! Messages and their lengths: what a client sends is cut by them, and a row is put behind its own. Reads no socket.

use bytes::{Buf, BufMut, Bytes, BytesMut};

/// Adds a message of this type with what `write` puts into it.
pub(super) fn put(out: &mut BytesMut, kind: u8, write: impl FnOnce(&mut BytesMut)) {
    out.put_u8(kind);
    let at = out.len();
    out.put_i32(0);
    write(out);
    let length = (out.len() - at) as i32;
    out[at..at + 4].copy_from_slice(&length.to_be_bytes());
}

/// The first message of what came: its type and its contents, once it is all here and if it has at most `most` bytes. Otherwise the
/// error says why the connection cannot go on.
pub(super) fn message(input: &mut BytesMut, most: usize) -> Result<Option<(u8, Bytes)>, String> {
    let Some(length) = input.get(1..5) else {
        return Ok(None);
    };
    let length = told(length, 4, most, "a message")?;
    if input.len() <= length {
        return Ok(None);
    }
    let mut message = input.split_to(length + 1);
    let kind = message.get_u8();
    message.advance(4);
    Ok(Some((kind, message.freeze())))
}

/// The contents of the packet that a client begins with, which has no type.
pub(super) fn packet(input: &mut BytesMut, most: usize) -> Result<Option<Bytes>, String> {
    let Some(length) = input.get(..4) else {
        return Ok(None);
    };
    let length = told(length, 8, most, "a first message")?;
    if input.len() < length {
        return Ok(None);
    }
    let mut packet = input.split_to(length);
    packet.advance(4);
    Ok(Some(packet.freeze()))
}

/// The length that four bytes tell.
fn told(mut bytes: &[u8], least: usize, most: usize, of: &str) -> Result<usize, String> {
    let length = bytes.get_i32();
    match usize::try_from(length) {
        Ok(length) if (least..=most).contains(&length) => Ok(length),
        _ => Err(format!(
            "{of} of {length} bytes is not taken here: it may have {least} to {most}"
        )),
    }
}
