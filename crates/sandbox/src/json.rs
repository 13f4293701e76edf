//! Writes JSON objects straight into a page's bytes. Orders and their lines are written this way: a full read of a hundred
//! thousand orders would else spend most of its time in building and dropping maps. Smaller resources use `serde_json::Value`.

use serde_json::Value;

/// Ten-thousandths as a JSON number, whole where they are whole.
pub(crate) fn dollars(value: i64) -> Value {
    if value % 10_000 == 0 {
        Value::from(value / 10_000)
    } else {
        Value::from(value as f64 / 10_000.0)
    }
}

/// Two objects as one.
pub(crate) fn merged(mut first: Value, second: Value) -> Value {
    if let (Some(fields), Value::Object(others)) = (first.as_object_mut(), second) {
        fields.extend(others);
    }
    first
}

/// One JSON object, being written.
pub(crate) struct Object<'a> {
    out: &'a mut Vec<u8>,
    first: bool,
}

impl<'a> Object<'a> {
    /// Opens an object.
    pub(crate) fn open(out: &'a mut Vec<u8>) -> Self {
        out.push(b'{');
        Self { out, first: true }
    }

    /// Writes a key (which must need no escape) and gives the place for its value.
    pub(crate) fn key(&mut self, key: &str) -> &mut Vec<u8> {
        if !self.first {
            self.out.push(b',');
        }
        self.first = false;
        self.out.push(b'"');
        self.out.extend_from_slice(key.as_bytes());
        self.out.extend_from_slice(b"\":");
        self.out
    }

    /// A text.
    pub(crate) fn text(&mut self, key: &str, value: &str) {
        text(self.key(key), value);
    }

    /// Several empty texts.
    pub(crate) fn blanks(&mut self, keys: &[&str]) {
        for key in keys {
            self.text(key, "");
        }
    }

    /// A whole number.
    pub(crate) fn int(&mut self, key: &str, value: i64) {
        let out = self.key(key);
        out.extend_from_slice(value.to_string().as_bytes());
    }

    /// true or false.
    pub(crate) fn flag(&mut self, key: &str, value: bool) {
        let out = self.key(key);
        out.extend_from_slice(if value { b"true" } else { b"false" });
    }

    /// null.
    pub(crate) fn null(&mut self, key: &str) {
        self.key(key).extend_from_slice(b"null");
    }

    /// JSON that is written already.
    pub(crate) fn raw(&mut self, key: &str, json: &str) {
        self.key(key).extend_from_slice(json.as_bytes());
    }

    /// Money as v2 spells it: a text with four decimals.
    pub(crate) fn money(&mut self, key: &str, value: i64) {
        let out = self.key(key);
        out.push(b'"');
        decimal(out, value);
        out.push(b'"');
    }

    /// Money as a number.
    pub(crate) fn amount(&mut self, key: &str, value: i64) {
        decimal(self.key(key), value);
    }

    /// A link to a resource of an order.
    pub(crate) fn link(&mut self, key: &str, base: &str, path: &str) {
        let out = self.key(key);
        link(out, base, path);
    }

    /// Closes the object.
    pub(crate) fn close(self) {
        self.out.push(b'}');
    }
}

/// Ten-thousandths with four decimals.
pub(crate) fn decimal(out: &mut Vec<u8>, value: i64) {
    if value < 0 {
        out.push(b'-');
    }
    let value = value.unsigned_abs();
    out.extend_from_slice((value / 10_000).to_string().as_bytes());
    let rest = value % 10_000;
    out.push(b'.');
    for divisor in [1_000, 100, 10, 1] {
        out.push(b'0' + (rest / divisor % 10) as u8);
    }
}

/// A text with its escapes.
pub(crate) fn text(out: &mut Vec<u8>, value: &str) {
    out.push(b'"');
    if value
        .bytes()
        .all(|byte| byte >= 0x20 && byte != b'"' && byte != b'\\')
    {
        out.extend_from_slice(value.as_bytes());
    } else {
        for character in value.chars() {
            match character {
                '"' => out.extend_from_slice(b"\\\""),
                '\\' => out.extend_from_slice(b"\\\\"),
                control if (control as u32) < 0x20 => {
                    out.extend_from_slice(format!("\\u{:04x}", control as u32).as_bytes());
                }
                other => {
                    let mut buffer = [0; 4];
                    out.extend_from_slice(other.encode_utf8(&mut buffer).as_bytes());
                }
            }
        }
    }
    out.push(b'"');
}

/// The link object of v2: an absolute address and the resource's path.
pub(crate) fn link(out: &mut Vec<u8>, base: &str, path: &str) {
    out.extend_from_slice(b"{\"url\":");
    text(out, &format!("{base}/v2{path}"));
    out.extend_from_slice(b",\"resource\":");
    text(out, path);
    out.push(b'}');
}

/// An array, one element after another.
pub(crate) fn array<T>(
    out: &mut Vec<u8>,
    elements: impl IntoIterator<Item = T>,
    mut write: impl FnMut(&mut Vec<u8>, T),
) {
    out.push(b'[');
    for (position, element) in elements.into_iter().enumerate() {
        if position > 0 {
            out.push(b',');
        }
        write(out, element);
    }
    out.push(b']');
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn writes_what_serde_reads() {
        let mut out = Vec::new();
        let mut object = Object::open(&mut out);
        object.text("name", "Tee \"Zwölf\"\n\\");
        object.money("price", -12_345);
        object.amount("cost", 99_900);
        object.null("none");
        object.link("products", "https://x/stores/a", "/orders/1/products");
        object.close();
        let value: serde_json::Value = serde_json::from_slice(&out).unwrap();
        assert_eq!(value["name"], "Tee \"Zwölf\"\n\\");
        assert_eq!(value["price"], "-1.2345");
        assert_eq!(value["cost"], 9.99);
        assert_eq!(
            value["products"]["url"],
            "https://x/stores/a/v2/orders/1/products"
        );
    }
}
