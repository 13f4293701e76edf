//! A form with files (`multipart/form-data`, RFC 7578) as one JSON object: a text by its name, a file as `{"filename", "size", "kind"}`.

use serde_json::{Map, Value, json};

/// The boundary that a content type names.
pub(crate) fn boundary(content_type: &str) -> Option<&str> {
    let rest = content_type.strip_prefix("multipart/form-data")?;
    let boundary = rest
        .split(';')
        .find_map(|part| part.trim().strip_prefix("boundary="))?;
    Some(boundary.trim_matches('"'))
}

/// The form of a body; None where it is none.
pub(crate) fn read(body: &[u8], boundary: &str) -> Option<Value> {
    let line = format!("--{boundary}");
    let mut members = Map::new();
    let mut rest = behind(body, line.as_bytes())?.1;
    loop {
        if rest.starts_with(b"--") {
            return Some(Value::Object(members));
        }
        let part = rest.strip_prefix(b"\r\n")?;
        let (head, content) = behind(part, b"\r\n\r\n")?;
        let (content, next) = behind(content, format!("\r\n{line}").as_bytes())?;
        let head = std::str::from_utf8(head).ok()?;
        let name = parameter(head, "name")?;
        let value = match parameter(head, "filename") {
            Some(filename) => {
                json!({ "filename": filename, "size": content.len(), "kind": kind(content) })
            }
            None => Value::from(std::str::from_utf8(content).ok()?),
        };
        members.insert(name.to_owned(), value);
        rest = next;
    }
}

/// What stands before a text, and what behind it.
fn behind<'b>(bytes: &'b [u8], text: &[u8]) -> Option<(&'b [u8], &'b [u8])> {
    let at = bytes.windows(text.len()).position(|part| part == text)?;
    Some((&bytes[..at], &bytes[at + text.len()..]))
}

/// A parameter of a part's head, in quotes.
fn parameter<'h>(head: &'h str, name: &str) -> Option<&'h str> {
    let begin = format!(" {name}=\"");
    let at = head.find(&begin)? + begin.len();
    head[at..].split('"').next()
}

/// Which image a file is, by how it begins; empty where it is none that the shop knows.
fn kind(content: &[u8]) -> &'static str {
    let begins: [(&[u8], &str); 5] = [
        (b"\x89PNG\r\n\x1a\n", "png"),
        (b"\xff\xd8\xff", "jpg"),
        (b"GIF8", "gif"),
        (b"BM", "bmp"),
        (b"RIFF", "webp"),
    ];
    let found = begins.iter().find(|(begin, _)| content.starts_with(begin));
    found.map_or("", |(_, kind)| kind)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_form_is_read() {
        let body = b"--x\r\nContent-Disposition: form-data; name=\"description\"\r\n\r\nEin Bild\r\n--x\r\n\
            Content-Disposition: form-data; name=\"image_file\"; filename=\"a.png\"\r\nContent-Type: image/png\r\n\r\n\
            \x89PNG\r\n\x1a\nrest\r\n--x--\r\n";
        let read = read(body, boundary("multipart/form-data; boundary=x").unwrap()).unwrap();
        let file = json!({ "filename": "a.png", "size": 12, "kind": "png" });
        assert_eq!(
            read,
            json!({ "description": "Ein Bild", "image_file": file })
        );
        assert_eq!(super::read(b"--x\r\nno form", "x"), None);
        assert_eq!(boundary("application/json"), None);
    }
}
