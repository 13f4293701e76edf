//! Walks over JSON text once, without building values: what a page is read by, straight into columns.
//!
//! The reader asks for what comes next and takes it or skips it. Names of members are compared where they stand with the name
//! that is expected there, since the objects of a page carry theirs in one order; that is what makes it fast. The grammar is
//! RFC 8259's, also in what is skipped, so that a walk to the end has seen a whole document.

mod ends;
#[cfg(any(test, fuzzing))]
pub mod holds;

use std::borrow::Cow;
use std::fmt;

/// Objects and arrays that may lie in each other.
const DEEPEST: u16 = 128;

/// A walk over one text.
#[derive(Debug, Clone)]
pub struct Walk<'j> {
    text: &'j str,
    at: usize,
    depth: u16,
}

/// What kind of value comes next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Peek {
    /// `null`
    Null,
    /// `true`
    True,
    /// `false`
    False,
    /// A number.
    Number,
    /// A string.
    String,
    /// An array.
    Array,
    /// An object.
    Object,
}

/// The name of a member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Name<'j> {
    /// The one that was expected.
    Expected,
    /// Another one.
    Other(Cow<'j, str>),
}

/// The text is no JSON from here on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    what: &'static str,
    at: usize,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at byte {}", self.what, self.at)
    }
}

impl std::error::Error for Fault {}

impl<'j> Walk<'j> {
    /// A walk from the start of `text`.
    pub fn new(text: &'j str) -> Self {
        Self {
            text,
            at: 0,
            depth: 0,
        }
    }

    /// Bytes walked over so far. After `peek`, where the value starts.
    pub fn at(&self) -> usize {
        self.at
    }

    /// The text from `start` to here.
    pub fn since(&self, start: usize) -> &'j str {
        self.text.get(start..self.at).unwrap_or_default()
    }

    /// The text from `start` on, walked over or not.
    pub fn from(&self, start: usize) -> &'j str {
        self.text.get(start..).unwrap_or_default()
    }

    /// The kind of the value that comes next.
    pub fn peek(&mut self) -> Result<Peek, Fault> {
        self.blanks();
        Ok(match self.byte() {
            Some(b'"') => Peek::String,
            Some(b'-' | b'0'..=b'9') => Peek::Number,
            Some(b'{') => Peek::Object,
            Some(b'[') => Peek::Array,
            Some(b't') => Peek::True,
            Some(b'f') => Peek::False,
            Some(b'n') => Peek::Null,
            None => return Err(self.fault("it ends where a value should stand")),
            Some(_) => return Err(self.fault("no value")),
        })
    }

    /// Nothing but blanks may follow.
    pub fn end(&mut self) -> Result<(), Fault> {
        self.blanks();
        match self.byte() {
            None => Ok(()),
            Some(_) => Err(self.fault("more than one value")),
        }
    }

    /// Passes over the value that `peek` saw.
    pub fn skip(&mut self, value: Peek) -> Result<(), Fault> {
        match value {
            Peek::String => self.string_end().map(|_| ()),
            Peek::Number => self.number().map(|_| ()),
            Peek::Null => self.word("null"),
            Peek::True => self.word("true"),
            Peek::False => self.word("false"),
            Peek::Object => {
                self.open()?;
                let mut first = true;
                while self.member(first, None)?.is_some() {
                    first = false;
                    let value = self.peek()?;
                    self.skip(value)?;
                }
                Ok(())
            }
            Peek::Array => {
                self.open()?;
                let mut first = true;
                while let Some(value) = self.element(first)? {
                    first = false;
                    self.skip(value)?;
                }
                Ok(())
            }
        }
    }

    /// The string that `peek` saw.
    pub fn string(&mut self) -> Result<Cow<'j, str>, Fault> {
        let start = self.at;
        let escaped = self.string_end()?;
        if escaped {
            let unescaped = serde_json::from_str(self.since(start));
            return unescaped.map(Cow::Owned).map_err(|_| Fault {
                what: "a string with a broken escape",
                at: start,
            });
        }
        let text = self.text.get(start + 1..self.at - 1);
        Ok(Cow::Borrowed(text.unwrap_or_default()))
    }

    /// Passes over the string that `peek` saw, and says whether there are escapes in it.
    pub fn skip_string(&mut self) -> Result<bool, Fault> {
        self.string_end()
    }

    /// The number that `peek` saw, as it is spelled.
    pub fn number(&mut self) -> Result<&'j str, Fault> {
        let start = self.at;
        match ends::number(self.text.as_bytes(), start) {
            Some(end) => {
                self.at = end;
                Ok(self.since(start))
            }
            None => Err(self.fault("a broken number")),
        }
    }

    /// Enters the object or array that `peek` saw.
    pub fn open(&mut self) -> Result<(), Fault> {
        if self.depth == DEEPEST {
            return Err(self.fault("objects and arrays lie too deep in each other"));
        }
        self.depth += 1;
        self.at += 1;
        Ok(())
    }

    /// The name of the next member of the object that was entered, `first` or behind the value of another; none at its end.
    /// The value comes next.
    pub fn member(
        &mut self,
        first: bool,
        expected: Option<&str>,
    ) -> Result<Option<Name<'j>>, Fault> {
        self.blanks();
        match (self.byte(), first) {
            (Some(b'}'), _) => {
                self.close();
                return Ok(None);
            }
            (Some(b','), false) => {
                self.at += 1;
                self.blanks();
            }
            (Some(b'"'), true) => {}
            _ => return Err(self.fault("no member, and no end of the object")),
        }
        if self.byte() != Some(b'"') {
            return Err(self.fault("no name of a member"));
        }
        if let Some(expected) = expected
            && self.is_named(expected)
        {
            return Ok(Some(Name::Expected));
        }
        let name = self.string()?;
        self.blanks();
        if self.byte() != Some(b':') {
            return Err(self.fault("no colon behind a name"));
        }
        self.at += 1;
        Ok(Some(match expected {
            Some(expected) if *name == *expected => Name::Expected,
            _ => Name::Other(name),
        }))
    }

    /// The next element of the array that was entered, `first` or behind another; none at its end.
    pub fn element(&mut self, first: bool) -> Result<Option<Peek>, Fault> {
        self.blanks();
        match (self.byte(), first) {
            (Some(b']'), _) => {
                self.close();
                return Ok(None);
            }
            (Some(b','), false) => self.at += 1,
            (Some(_), true) => {}
            _ => return Err(self.fault("no element, and no end of the array")),
        }
        self.peek().map(Some)
    }

    /// Passes over `"expected":` if that is what stands here.
    fn is_named(&mut self, expected: &str) -> bool {
        let name = self.at + 1;
        let end = name + expected.len();
        let bytes = self.text.as_bytes();
        let is = bytes.get(name..end) == Some(expected.as_bytes())
            && bytes.get(end..end + 2) == Some(b"\":");
        if is {
            self.at = end + 2;
        }
        is
    }

    fn string_end(&mut self) -> Result<bool, Fault> {
        match ends::string(self.text.as_bytes(), self.at + 1) {
            Some((end, escaped)) => {
                self.at = end;
                Ok(escaped)
            }
            None => Err(self.fault("a string without an end, or with a control character")),
        }
    }

    fn word(&mut self, word: &'static str) -> Result<(), Fault> {
        let end = self.at + word.len();
        if self.text.as_bytes().get(self.at..end) != Some(word.as_bytes()) {
            return Err(self.fault("no value"));
        }
        self.at = end;
        Ok(())
    }

    fn close(&mut self) {
        self.depth -= 1;
        self.at += 1;
    }

    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn blanks(&mut self) {
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.byte() {
            self.at += 1;
        }
    }

    fn fault(&self, what: &'static str) -> Fault {
        Fault { what, at: self.at }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::Value;

    use super::holds::{built, of_any_json, walked};
    use super::*;

    #[test]
    fn members_are_found_where_they_are_expected_and_elsewhere() {
        let mut walk = Walk::new(r#" { "id":7,"name" : "a\"b", "id2":[1 , {}] } "#);
        assert_eq!(walk.peek(), Ok(Peek::Object));
        walk.open().unwrap();
        assert_eq!(walk.member(true, Some("id")), Ok(Some(Name::Expected)));
        assert_eq!(walk.peek(), Ok(Peek::Number));
        assert_eq!(walk.number(), Ok("7"));
        assert_eq!(walk.member(false, Some("name")), Ok(Some(Name::Expected)));
        assert_eq!(walk.peek(), Ok(Peek::String));
        assert_eq!(walk.string().unwrap(), "a\"b");
        // A longer name begins alike.
        let other = Some(Name::Other("id2".into()));
        assert_eq!(walk.member(false, Some("id")), Ok(other));
        let value = walk.peek().unwrap();
        let start = walk.at();
        walk.skip(value).unwrap();
        assert_eq!(walk.since(start), "[1 , {}]");
        assert_eq!(walk.member(false, Some("more")), Ok(None));
        walk.end().unwrap();
    }

    #[test]
    fn a_string_that_is_skipped_tells_its_escapes() {
        for (text, escaped) in [
            (r#""ab""#, false),
            (r#""a\"b""#, true),
            (r#""\u00e9""#, true),
        ] {
            let mut walk = Walk::new(text);
            assert_eq!(walk.skip_string(), Ok(escaped), "{text}");
            walk.end().unwrap();
        }
        assert!(Walk::new("\"a").skip_string().is_err());
    }

    #[test]
    fn what_is_no_json_is_told_with_its_place() {
        for (text, message) in [
            ("", "it ends where a value should stand at byte 0"),
            ("<html>", "no value at byte 0"),
            (r#"{"a":1"#, "no member, and no end of the object at byte 6"),
            (r#"{"a":1,}"#, "no name of a member at byte 7"),
            (r#"{"a" 1}"#, "no colon behind a name at byte 5"),
            ("[1 2]", "no element, and no end of the array at byte 3"),
            ("[1,]", "no value at byte 3"),
            ("[01]", "a broken number at byte 1"),
            ("[1.]", "a broken number at byte 1"),
            ("[nul]", "no value at byte 1"),
            (
                "[\"a",
                "a string without an end, or with a control character at byte 1",
            ),
            (
                "[\"a\nb\"]",
                "a string without an end, or with a control character at byte 1",
            ),
            ("1 2", "more than one value at byte 2"),
        ] {
            assert_eq!(walked(text).unwrap_err().to_string(), message, "{text}");
        }
        let deep = "[".repeat(200);
        assert!(walked(&deep).unwrap_err().to_string().contains("too deep"));
    }

    fn json() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<f64>().prop_map(Value::from),
            any::<String>().prop_map(Value::from),
            "[a-z\"\\\\é]{0,20}".prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 40, 6, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
                prop::collection::hash_map("[a-c\"]{0,3}", inner, 0..6)
                    .prop_map(|members| members.into_iter().collect::<Value>()),
            ]
        })
    }

    proptest! {
        #[test]
        fn any_value_is_read_as_it_was_written(value in json(), pretty: bool) {
            let text = match pretty {
                true => serde_json::to_string_pretty(&value).unwrap(),
                false => value.to_string(),
            };
            let mut walk = Walk::new(&text);
            prop_assert_eq!(built(&mut walk).unwrap(), serde_json::from_str::<Value>(&text).unwrap());
            walk.end().unwrap();
            walked(&text).unwrap();
        }

        #[test]
        fn what_is_skipped_is_json_and_nothing_else_is(value in json(), at: prop::sample::Index, with in "[\\[\\]{}:,\"0-9eE+. \\\\ntu-]{0,2}") {
            let mut text = value.to_string();
            let mut place = at.index(text.len() + 1);
            while !text.is_char_boundary(place) {
                place -= 1;
            }
            let end = text[place..].chars().next().map_or(place, |char| place + char.len_utf8());
            text.replace_range(place..end, &with);
            of_any_json(&text);
        }
    }
}
