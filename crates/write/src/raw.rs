//! JSON as text: finding a member where it stands, and putting a body together out of texts. No number is read, so none changes.

use indexmap::IndexMap;
use serde_json::value::RawValue;

/// The members of an object, each with its text. None where the text is no object.
pub(crate) fn members(text: &str) -> Option<IndexMap<String, &str>> {
    let members: IndexMap<String, &RawValue> = serde_json::from_str(text).ok()?;
    let plain = |(name, value): (String, _)| (name, RawValue::get(value));
    Some(members.into_iter().map(plain).collect())
}

/// The elements of an array, each with its text. None where the text is no array.
pub(crate) fn elements(text: &str) -> Option<Vec<&str>> {
    let elements: Vec<&RawValue> = serde_json::from_str(text).ok()?;
    Some(elements.into_iter().map(RawValue::get).collect())
}

/// The text of the member at `path`. None where it is absent.
pub(crate) fn at<'t>(text: &'t str, path: &[String]) -> Option<&'t str> {
    let mut text = text;
    for name in path {
        text = members(text)?.get(name.as_str()).copied()?;
    }
    Some(text)
}

/// A text as JSON.
pub(crate) fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// A JSON text without its quotes; a number as its digits. None for null, objects and arrays.
pub(crate) fn plain(text: &str) -> Option<String> {
    match text.as_bytes().first()? {
        b'"' => serde_json::from_str(text).ok(),
        b'{' | b'[' | b'n' => None,
        _ => Some(text.to_owned()),
    }
}

/// An object that is put together member by member.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Tree {
    /// A value as its text.
    Text(String),
    /// An object.
    Object(IndexMap<String, Tree>),
}

impl Tree {
    pub(crate) fn new() -> Self {
        Tree::Object(IndexMap::new())
    }

    /// Whether a value stands at `path`.
    pub(crate) fn has(&mut self, path: &[String]) -> bool {
        match path {
            [] => true,
            [name, rest @ ..] => self.open().get_mut(name).is_some_and(|tree| tree.has(rest)),
        }
    }

    /// Sets the value at `path`. What stands on the way and is no object makes room for one.
    pub(crate) fn set(&mut self, path: &[String], value: Tree) {
        let [name, rest @ ..] = path else {
            *self = value;
            return;
        };
        let member = self.open().entry(name.clone()).or_insert_with(Tree::new);
        member.set(rest, value);
    }

    /// Removes the value at `path`.
    pub(crate) fn remove(&mut self, path: &[String]) {
        match path {
            [] => {}
            [name] => {
                self.open().shift_remove(name);
            }
            [name, rest @ ..] => {
                if let Some(member) = self.open().get_mut(name) {
                    member.remove(rest);
                }
            }
        }
    }

    /// Puts the members of `other` over these.
    pub(crate) fn merge(&mut self, other: &Tree) {
        match other {
            Tree::Object(members) => {
                let own = self.open();
                for (name, value) in members {
                    match own.get_mut(name) {
                        Some(there) if matches!(value, Tree::Object(_)) => there.merge(value),
                        _ => {
                            own.insert(name.clone(), value.clone());
                        }
                    }
                }
            }
            Tree::Text(text) => *self = Tree::Text(text.clone()),
        }
    }

    /// The members of this as an object; a text that is one is taken apart.
    fn open(&mut self) -> &mut IndexMap<String, Tree> {
        loop {
            match self {
                Tree::Object(members) => return members,
                Tree::Text(text) => {
                    let taken = members(text).unwrap_or_default().into_iter();
                    let inner = taken.map(|(name, value)| (name, Tree::Text(value.to_owned())));
                    *self = Tree::Object(inner.collect());
                }
            }
        }
    }

    /// The text.
    pub(crate) fn write(&self, out: &mut String) {
        match self {
            Tree::Text(text) => out.push_str(text),
            Tree::Object(members) => {
                out.push('{');
                for (position, (name, value)) in members.iter().enumerate() {
                    if position > 0 {
                        out.push(',');
                    }
                    out.push_str(&quoted(name));
                    out.push(':');
                    value.write(out);
                }
                out.push('}');
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(text: &str) -> Vec<String> {
        text.split('.').map(str::to_owned).collect()
    }

    #[test]
    fn a_member_is_set_in_an_object_that_came_as_text() {
        let mut tree = Tree::new();
        tree.set(
            &path("billing_address"),
            Tree::Text(r#"{"first_name":"Ann", "zip":1.10}"#.to_owned()),
        );
        tree.set(
            &path("billing_address.first_name"),
            Tree::Text("\"Eve\"".to_owned()),
        );
        tree.remove(&path("billing_address.none"));
        let mut text = String::new();
        tree.write(&mut text);
        assert_eq!(
            text,
            r#"{"billing_address":{"first_name":"Eve","zip":1.10}}"#
        );
    }

    #[test]
    fn texts_are_found_where_they_stand() {
        let text = r#"{"a":{"b\u0063":[1.50, "x"]},"n":null}"#;
        let found = at(text, &path("a.bc")).unwrap();
        assert_eq!(elements(found).unwrap(), ["1.50", "\"x\""]);
        assert_eq!(at(text, &path("a.d")), None);
        assert_eq!(plain("\"a\\u0062\"").as_deref(), Some("ab"));
        assert_eq!(plain(at(text, &path("n")).unwrap()), None);
    }
}
