//! Text from a file, as editors of all systems write it: with a byte order mark or without, and with any line ends.
//!
//! Text in another encoding than UTF-8 is refused, and the error names UTF-16. A FIFO or a socket is refused too: reading it would
//! wait for a writer.

use std::fs::Metadata;
use std::io;
use std::path::Path;

use secrecy::zeroize::Zeroizing;

/// What an editor of Windows writes before the first line.
const BYTE_ORDER_MARK: char = '\u{feff}';

/// The text of a file. The error says what is wrong with it; which file it is, the caller says.
pub(crate) fn read(path: &Path) -> io::Result<Zeroizing<String>> {
    refuse_pipe(&std::fs::metadata(path)?)?;
    let bytes = Zeroizing::new(std::fs::read(path)?);
    let text = decode(&bytes).map_err(io::Error::other)?;
    Ok(Zeroizing::new(text.to_owned()))
}

/// The text of bytes, without the byte order mark.
pub fn decode(bytes: &[u8]) -> Result<&str, String> {
    match std::str::from_utf8(bytes) {
        Ok(text) if !(text.contains('\0') && looks_like_utf_16(bytes)) => {
            Ok(text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text))
        }
        _ if looks_like_utf_16(bytes) => Err("it is UTF-16: save it as UTF-8".to_owned()),
        Ok(text) => Ok(text),
        Err(error) => Err(format!(
            "it is no UTF-8, from byte {} on: save it as UTF-8",
            error.valid_up_to() + 1
        )),
    }
}

/// The byte order mark of UTF-16, or a NUL in each pair of the first bytes, as plain letters have it there.
fn looks_like_utf_16(bytes: &[u8]) -> bool {
    let mut pairs = bytes.chunks_exact(2).take(8).peekable();
    let letters = |first: usize| {
        bytes
            .chunks_exact(2)
            .take(8)
            .all(|pair| pair[first] == 0 && pair[1 - first] != 0)
    };
    bytes.starts_with(&[0xff, 0xfe])
        || bytes.starts_with(&[0xfe, 0xff])
        || (pairs.peek().is_some() && (letters(0) || letters(1)))
}

/// An error for a FIFO or a socket, which opening or reading would wait at.
pub(crate) fn refuse_pipe(found: &Metadata) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt;
        let kind = found.file_type();
        if kind.is_fifo() || kind.is_socket() {
            return Err(io::Error::other("it is a pipe and no file"));
        }
    }
    #[cfg(not(unix))]
    let _ = found;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_editors_write() {
        assert_eq!(decode("\u{feff}a\r\n".as_bytes()), Ok("a\r\n"));
        assert_eq!(decode("é".as_bytes()), Ok("é"));
        assert_eq!(decode(b""), Ok(""));
        for utf_16 in [
            &b"\xff\xfea\0b\0"[..],
            b"\xfe\xff\0a\0b",
            b"S\0E\0L\0",
            b"\0S\0E",
        ] {
            assert!(decode(utf_16).unwrap_err().contains("UTF-16"), "{utf_16:?}");
        }
        assert!(decode(b"ab\xe9").unwrap_err().contains("from byte 3"));
    }

    #[cfg(unix)]
    #[test]
    fn a_pipe_is_refused_and_not_waited_for() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("pipe");
        let made = std::process::Command::new("mkfifo").arg(&path).status();
        assert!(made.unwrap().success());
        let error = read(&path).unwrap_err();
        assert!(error.to_string().contains("a pipe and no file"), "{error}");
    }
}
