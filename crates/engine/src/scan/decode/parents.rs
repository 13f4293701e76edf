//! Rows that lie inside their parents: which arrays they stand in, what of the parent goes along, and whether a parent's
//! rows are whole.

use jiter::{Jiter, JiterError, Peek};
use storeql_catalog::Complete;

use super::super::value::Value;
use super::decimal;
use super::members::Members;
use crate::error::{Error, Kind, Result};

/// One parent of a page.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Parent<'a> {
    /// The arrays with its rows, as they stand in the page.
    pub(crate) arrays: Vec<&'a str>,
    /// Text of the members that were asked for, in their order; `None` where one is absent.
    pub(crate) members: Vec<Option<&'a str>>,
    /// The parent's whole object.
    pub(crate) json: &'a str,
}

/// What is wanted of parents, found in one walk over each.
#[derive(Debug, Default)]
pub(crate) struct Wish {
    paths: Node,
    members: usize,
}

#[derive(Debug, Default)]
struct Node {
    /// Here stands an array with rows.
    rows: bool,
    /// Rows lie further down, also where this is an array.
    leads_to_rows: bool,
    /// Here stand these of the wanted members.
    members: Vec<usize>,
    below: Members<Node>,
}

impl Wish {
    /// The arrays at the paths `rows`, and the values at the paths `members`.
    pub(crate) fn new<'p>(
        rows: &[Vec<String>],
        members: impl IntoIterator<Item = &'p [String]>,
    ) -> Self {
        let mut wish = Self::default();
        for path in rows {
            let mut node = &mut wish.paths;
            for name in path {
                node.leads_to_rows = true;
                node = node.below.entry(name);
            }
            node.rows = true;
        }
        for path in members {
            let node = path
                .iter()
                .fold(&mut wish.paths, |node, name| node.below.entry(name));
            node.members.push(wish.members);
            wish.members += 1;
        }
        wish
    }
}

/// Finds every parent of a page, an array or one object, with what is wanted of it.
pub(crate) fn parents<'a>(json: &'a str, wish: &Wish) -> Result<Vec<Parent<'a>>> {
    let mut reader = Jiter::new(json.as_bytes());
    let mut parents = Vec::new();
    let mut one = |reader: &mut Jiter<'a>, peek| -> Result<(), JiterError> {
        let start = reader.current_index();
        let mut parent = Parent {
            members: vec![None; wish.members],
            ..Parent::default()
        };
        pick(reader, json, peek, &wish.paths, true, &mut parent)?;
        parent.json = json[start..reader.current_index()].trim_start();
        parents.push(parent);
        Ok(())
    };
    match reader.peek().map_err(broken)? {
        Peek::Array => {
            let mut next = reader.known_array().map_err(broken)?;
            while let Some(peek) = next {
                one(&mut reader, peek).map_err(broken)?;
                next = reader.array_step().map_err(broken)?;
            }
        }
        Peek::Null => {}
        peek => one(&mut reader, peek).map_err(broken)?,
    }
    Ok(parents)
}

/// Takes what is wanted of the value that the reader stands before. Members are the parent's only where no array lies
/// between (`single`).
fn pick<'a>(
    reader: &mut Jiter<'a>,
    json: &'a str,
    peek: Peek,
    node: &Node,
    single: bool,
    parent: &mut Parent<'a>,
) -> Result<(), JiterError> {
    let start = reader.current_index();
    match peek {
        Peek::Object if !node.below.is_empty() => {
            let mut place = 0;
            let mut taken = vec![false; node.below.len()];
            let mut find = |name: &str| node.below.find(name, &mut place);
            let mut next = reader.known_object()?.map(&mut find);
            while let Some(position) = next {
                let peek = reader.peek()?;
                // A member that comes twice counts once.
                match position.filter(|position| !std::mem::replace(&mut taken[*position], true)) {
                    Some(position) => {
                        pick(reader, json, peek, node.below.get(position), single, parent)?;
                    }
                    None => reader.known_skip(peek)?,
                }
                next = reader.next_key()?.map(&mut find);
            }
        }
        Peek::Array if node.leads_to_rows => {
            let mut next = reader.known_array()?;
            while let Some(peek) = next {
                pick(reader, json, peek, node, false, parent)?;
                next = reader.array_step()?;
            }
        }
        peek => reader.known_skip(peek)?,
    }
    let text = json[start..reader.current_index()].trim_start();
    if single {
        for member in &node.members {
            parent.members[*member] = Some(text);
        }
    }
    if node.rows && matches!(peek, Peek::Array | Peek::Object) {
        parent.arrays.push(text);
    }
    Ok(())
}

impl Parent<'_> {
    /// The rows that it says it has, by its member at `total`; `None` where it says nothing, or that some are missing.
    pub(crate) fn promised(&self, complete: &Complete, total: usize) -> Option<i128> {
        let marked = complete
            .warning
            .as_ref()
            .is_some_and(|mark| self.json.contains(&format!("\"{mark}\"")));
        let total = self.members.get(total).copied().flatten()?;
        number(total).filter(|_| !marked)
    }

    /// The rows that it has, by the member `sum` of each.
    pub(crate) fn sum(&self, complete: &Complete) -> Result<i128> {
        let mut sum = 0_i128;
        for array in &self.arrays {
            for row in elements(array)? {
                let value = at(row, std::slice::from_ref(&complete.sum)).map_err(broken)?;
                sum = sum.saturating_add(value.and_then(number).unwrap_or(0));
            }
        }
        Ok(sum)
    }

    /// The values of `members` for the child's columns of the given kinds.
    pub(crate) fn value(&self, position: usize) -> Option<Value> {
        let text = self.members.get(position).copied().flatten()?;
        let text = text.trim();
        match text.as_bytes().first()? {
            b'"' => Some(Value::Text(
                Jiter::new(text.as_bytes()).next_str().ok()?.to_owned(),
            )),
            b't' => Some(Value::Bool(true)),
            b'f' => Some(Value::Bool(false)),
            b'n' => None,
            b'{' | b'[' => Some(Value::Text(text.to_owned())),
            _ => Some(
                text.parse()
                    .map(Value::Int)
                    .unwrap_or_else(|_| Value::Text(text.to_owned())),
            ),
        }
    }
}

/// A count, as a number or in quotes, with or without a fraction of zeros.
pub(super) fn number(text: &str) -> Option<i128> {
    decimal::parse(text.trim().trim_matches('"'), 38, 0)
}

/// The arrays at the end of `path`; arrays on the way are walked through. What is not there has no rows.
fn arrays<'a>(json: &'a str, path: &[String], found: &mut Vec<&'a str>) -> Result<(), JiterError> {
    let Some((first, rest)) = path.split_first() else {
        if json.starts_with(['[', '{']) {
            found.push(json);
        }
        return Ok(());
    };
    if json.starts_with('[') {
        for element in inner(json)? {
            arrays(element, path, found)?;
        }
        return Ok(());
    }
    match at(json, std::slice::from_ref(first))? {
        Some(inner) => arrays(inner, rest, found),
        None => Ok(()),
    }
}

/// The rows of an answer: what stands at `path` in it, or the answer itself.
pub(crate) fn objects<'a>(json: &'a str, path: &[String]) -> Result<Vec<&'a str>> {
    let mut found = Vec::new();
    match (json.is_empty(), path) {
        (true, _) => {}
        (false, []) => found.push(json),
        (false, path) => arrays(json, path, &mut found).map_err(broken)?,
    }
    Ok(found)
}

/// The elements of an array; of an object, itself.
pub(crate) fn elements(json: &str) -> Result<Vec<&str>> {
    if json.starts_with('[') {
        inner(json).map_err(broken)
    } else {
        Ok(vec![json])
    }
}

fn broken(error: JiterError) -> Error {
    Error::new(Kind::Protocol, format!("the answer is not JSON: {error}"))
}

fn inner(json: &str) -> Result<Vec<&str>, JiterError> {
    let mut reader = Jiter::new(json.as_bytes());
    let mut elements = Vec::new();
    let mut next = reader.next_array()?;
    while let Some(peek) = next {
        let start = reader.current_index();
        reader.known_skip(peek)?;
        elements.push(json[start..reader.current_index()].trim_start());
        next = reader.array_step()?;
    }
    Ok(elements)
}

/// The text of the value at `path` in an object; `None` where it is absent.
pub(super) fn at<'a>(json: &'a str, path: &[String]) -> Result<Option<&'a str>, JiterError> {
    let Some((first, rest)) = path.split_first() else {
        return Ok(Some(json));
    };
    if !json.starts_with('{') {
        return Ok(None);
    }
    let mut reader = Jiter::new(json.as_bytes());
    match super::member(&mut reader, json, Some(first))? {
        Some(inner) => at(inner, rest),
        None => Ok(None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = r#"[{"id":7,"items_total":3,"consignments":{"shipping":[{"line_items":[{"id":1,"quantity":2}]},
        {"line_items":[{"id":2,"quantity":1}]}],"email":[]}},{"id":8,"items_total":0,"consignments":[]}]"#;

    fn path(text: &str) -> Vec<String> {
        text.split('.').map(str::to_owned).collect()
    }

    #[test]
    fn arrays_on_the_way_are_walked_through() {
        let rows = [path("consignments.shipping.line_items")];
        let found = parents(PAGE, &Wish::new(&rows, [&path("id")[..]])).unwrap();
        assert_eq!(
            found[0].arrays,
            [r#"[{"id":1,"quantity":2}]"#, r#"[{"id":2,"quantity":1}]"#]
        );
        assert_eq!(found[0].value(0), Some(Value::Int(7)));
        assert!(found[1].arrays.is_empty());
    }
}
