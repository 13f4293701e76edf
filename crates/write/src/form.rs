//! A form with a file in it, as `multipart/form-data` spells it (RFC 7578).

use bytes::Bytes;

/// A file of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormFile {
    /// Its name, without the folders before it.
    pub name: String,
    /// What is in it.
    pub content: Bytes,
}

/// One part of a form.
pub(crate) enum Part {
    Text(String),
    File(FormFile),
}

/// A form as a body, with its boundary.
pub(crate) fn form(parts: &[(String, Part)]) -> (Bytes, String) {
    let boundary = boundary(parts);
    let mut body = Vec::new();
    for (name, part) in parts {
        let name = in_quotes(name);
        let head = match part {
            Part::Text(_) => format!("name=\"{name}\"\r\n"),
            Part::File(file) => format!(
                "name=\"{name}\"; filename=\"{}\"\r\nContent-Type: {}\r\n",
                in_quotes(&file.name),
                media_type(&file.name)
            ),
        };
        let head = format!("--{boundary}\r\nContent-Disposition: form-data; {head}\r\n");
        body.extend_from_slice(head.as_bytes());
        match part {
            Part::Text(text) => body.extend_from_slice(text.as_bytes()),
            Part::File(file) => body.extend_from_slice(&file.content),
        }
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
    (body.into(), boundary)
}

/// A line that stands in no part.
fn boundary(parts: &[(String, Part)]) -> String {
    let stands = |line: &str| {
        parts.iter().any(|(_, part)| {
            let content: &[u8] = match part {
                Part::Text(text) => text.as_bytes(),
                Part::File(file) => &file.content,
            };
            content
                .windows(line.len())
                .any(|part| part == line.as_bytes())
        })
    };
    let mut number = 0;
    loop {
        let line = format!("storeql-form-{number}");
        if !stands(&line) {
            return line;
        }
        number += 1;
    }
}

/// A name within quotes, as browsers spell it.
fn in_quotes(name: &str) -> String {
    name.replace('"', "%22")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// The type of an image by its name; the store looks at the content itself.
fn media_type(name: &str) -> &'static str {
    let end = name.rsplit('.').next().unwrap_or_default();
    match end.to_ascii_lowercase().as_str() {
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "bmp" => "image/bmp",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_boundary_stands_in_no_part() {
        let file = FormFile {
            name: "a \"b\".png".to_owned(),
            content: Bytes::from_static(b"\x89PNG\r\n--storeql-form-0\r\n"),
        };
        let parts = [
            ("description".to_owned(), Part::Text("Ein Bild".to_owned())),
            ("image_file".to_owned(), Part::File(file)),
        ];
        let (body, boundary) = form(&parts);
        assert_eq!(boundary, "storeql-form-1");
        let expected = "--storeql-form-1\r\nContent-Disposition: form-data; name=\"description\"\r\n\r\nEin Bild\r\n\
                        --storeql-form-1\r\nContent-Disposition: form-data; name=\"image_file\"; filename=\"a %22b%22.png\"\r\n\
                        Content-Type: image/png\r\n\r\n\u{fffd}PNG\r\n--storeql-form-0\r\n\r\n--storeql-form-1--\r\n";
        assert_eq!(String::from_utf8_lossy(&body), expected);
    }
}
