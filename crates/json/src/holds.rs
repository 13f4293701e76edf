//! What holds of any text that is read as JSON. The tests try it with a few, the targets in `fuzz/` with many.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use serde_json::Value;
use serde_json::value::RawValue;

use super::{Fault, Name, Peek, Walk};

/// A walk finds JSON where serde_json finds it, and the same values.
pub fn of_any_json(text: &str) {
    // How deep a text may be nested is each reader's own.
    if text.matches(['[', '{']).count() > 120 {
        let _ = walked(text);
        return;
    }
    let is_json = serde_json::from_str::<&RawValue>(text).is_ok();
    assert_eq!(walked(text).is_ok(), is_json, "{text}");
    // Values are more than grammar: a number may be too large, an escape half a character.
    if let Ok(value) = serde_json::from_str::<Value>(text) {
        let mut walk = Walk::new(text);
        assert_eq!(built(&mut walk), Ok(value), "{text}");
        assert_eq!(walk.end(), Ok(()), "{text}");
    }
}

/// Passes over a whole text.
pub(crate) fn walked(text: &str) -> Result<(), Fault> {
    let mut walk = Walk::new(text);
    let value = walk.peek()?;
    walk.skip(value)?;
    assert_eq!(walk.since(0).len(), walk.at());
    walk.end()
}

/// The value that comes next, built by the walk.
pub(crate) fn built(walk: &mut Walk<'_>) -> Result<Value, Fault> {
    let value = walk.peek()?;
    Ok(match value {
        Peek::Null | Peek::True | Peek::False => {
            walk.skip(value)?;
            match value {
                Peek::Null => Value::Null,
                value => (value == Peek::True).into(),
            }
        }
        Peek::Number => serde_json::from_str(walk.number()?).unwrap(),
        Peek::String => walk.string()?.into(),
        Peek::Array => {
            walk.open()?;
            let mut elements = Vec::new();
            while walk.element(elements.is_empty())?.is_some() {
                elements.push(built(walk)?);
            }
            elements.into()
        }
        Peek::Object => {
            walk.open()?;
            let mut members = serde_json::Map::new();
            let mut first = true;
            while let Some(name) = walk.member(first, Some("a"))? {
                first = false;
                let name = match name {
                    Name::Expected => "a".to_owned(),
                    Name::Other(name) => name.into_owned(),
                };
                members.insert(name, built(walk)?);
            }
            members.into()
        }
    })
}
