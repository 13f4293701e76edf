//! Rows that lie inside their parents: which arrays they stand in, what of the parent goes along, and whether a parent's
//! rows are whole.

use storeql_catalog::Complete;
use storeql_json::{Fault, Peek, Walk};

use super::broken::Broken;
use super::decimal;
use super::invalid::is_no_object;
use super::members::Members;
use crate::predicate::Value;

/// One parent of a page.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Parent<'j> {
    /// The arrays with its rows, as they stand in the page; without those that were taken on the way.
    pub(crate) arrays: Vec<&'j str>,
    /// An object with members that stands where an array of rows should: v2 sends a link to rows that it does not send along.
    pub(crate) object: Option<&'j str>,
    /// Text of the members that were asked for, in their order; `None` where one is absent.
    pub(crate) members: Vec<Option<&'j str>>,
    /// The parent's whole object.
    pub(crate) json: &'j str,
}

/// Where in a parent's object its rows lie and which of its members go along, found in one walk over each.
#[derive(Debug, Default)]
pub(crate) struct RowLocator {
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

/// Receives the parents of a page, as `RowLocator::find` meets them.
pub(crate) trait ParentVisitor<'j> {
    /// A parent begins.
    fn begin(&mut self) {}

    /// The walk stands before an array of rows, and `parent` has all its members already: takes the rows, and says whether it
    /// did. Those that are not taken are in the parent's `arrays` at its end.
    fn rows(
        &mut self,
        _parent: &Parent<'j>,
        _walk: &mut Walk<'j>,
        _value: Peek,
    ) -> Result<bool, Broken> {
        Ok(false)
    }

    /// A parent ended.
    fn end(&mut self, parent: Parent<'j>) -> Result<(), Broken>;
}

impl RowLocator {
    /// The arrays at the paths `rows`, and the values at the paths `members`.
    pub(crate) fn new<'p>(
        rows: &[Vec<String>],
        members: impl IntoIterator<Item = &'p [String]>,
    ) -> Self {
        let mut locator = Self::default();
        for path in rows {
            let mut node = &mut locator.paths;
            for name in path {
                node.leads_to_rows = true;
                node = node.below.entry(name);
            }
            node.rows = true;
        }
        for path in members {
            let node = path
                .iter()
                .fold(&mut locator.paths, |node, name| node.below.entry(name));
            node.members.push(locator.members);
            locator.members += 1;
        }
        locator
    }

    /// Finds every parent in the array or object that the walk stands before, with what is wanted of it.
    pub(crate) fn find<'j>(
        &self,
        walk: &mut Walk<'j>,
        value: Peek,
        visitor: &mut impl ParentVisitor<'j>,
    ) -> Result<(), Broken> {
        match value {
            Peek::Array => {
                walk.open()?;
                let mut first = true;
                while let Some(value) = walk.element(first)? {
                    first = false;
                    self.one(walk, value, visitor)?;
                }
                Ok(())
            }
            Peek::Null => Ok(walk.skip(value)?),
            value => self.one(walk, value, visitor),
        }
    }

    fn one<'j>(
        &self,
        walk: &mut Walk<'j>,
        value: Peek,
        visitor: &mut impl ParentVisitor<'j>,
    ) -> Result<(), Broken> {
        let start = walk.at();
        visitor.begin();
        let mut parent = Parent {
            members: vec![None; self.members],
            ..Parent::default()
        };
        pick(walk, value, &self.paths, true, &mut parent, visitor)?;
        parent.json = walk.since(start);
        visitor.end(parent)
    }
}

/// Takes what is wanted of the value that the walk stands before. Members are the parent's only where no array lies
/// between (`single`).
fn pick<'j>(
    walk: &mut Walk<'j>,
    value: Peek,
    node: &Node,
    single: bool,
    parent: &mut Parent<'j>,
    visitor: &mut impl ParentVisitor<'j>,
) -> Result<(), Broken> {
    let start = walk.at();
    let mut taken = false;
    match value {
        Peek::Object if !node.below.is_empty() => {
            walk.open()?;
            let (mut first, mut place) = (true, 0);
            let mut seen = vec![false; node.below.len()];
            while let Some(position) = node.below.step(walk, first, &mut place)? {
                first = false;
                let value = walk.peek()?;
                // A member that comes twice counts once.
                match position.filter(|position| !std::mem::replace(&mut seen[*position], true)) {
                    Some(position) => {
                        let below = node.below.get(position);
                        pick(walk, value, below, single, parent, visitor)?;
                    }
                    None => walk.skip(value)?,
                }
            }
        }
        Peek::Array if node.leads_to_rows => {
            walk.open()?;
            let mut first = true;
            while let Some(value) = walk.element(first)? {
                first = false;
                pick(walk, value, node, false, parent, visitor)?;
            }
        }
        Peek::Array if node.rows && node.members.is_empty() => {
            taken =
                parent.members.iter().all(Option::is_some) && visitor.rows(parent, walk, value)?;
            if !taken {
                walk.skip(value)?;
            }
        }
        value => walk.skip(value)?,
    }
    let text = walk.since(start);
    if single {
        for member in &node.members {
            parent.members[*member] = Some(text);
        }
    }
    match value {
        Peek::Array if node.rows && !taken => parent.arrays.push(text),
        Peek::Object if node.rows && !is_no_object(text) => parent.object = Some(text),
        _ => {}
    }
    Ok(())
}

/// Every parent in `json`, an array or one object.
pub(crate) fn parents<'j>(json: &'j str, locator: &RowLocator) -> Result<Vec<Parent<'j>>, Broken> {
    #[derive(Default)]
    struct All<'j>(Vec<Parent<'j>>);
    impl<'j> ParentVisitor<'j> for All<'j> {
        fn end(&mut self, parent: Parent<'j>) -> Result<(), Broken> {
            self.0.push(parent);
            Ok(())
        }
    }
    let mut all = All::default();
    let mut walk = Walk::new(json);
    let value = walk.peek()?;
    locator.find(&mut walk, value, &mut all)?;
    Ok(all.0)
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
    pub(crate) fn sum(&self, complete: &Complete) -> Result<i128, Fault> {
        let mut sum = 0_i128;
        for array in &self.arrays {
            for row in elements(array)? {
                let value = at(row, std::slice::from_ref(&complete.sum))?;
                sum = sum.saturating_add(value.and_then(number).unwrap_or(0));
            }
        }
        Ok(sum)
    }

    /// The values of `members` for the child's columns of the given kinds.
    pub(crate) fn value(&self, position: usize) -> Option<Value> {
        let text = self.members.get(position).copied().flatten()?;
        match text.as_bytes().first()? {
            b'"' => Some(Value::Text(Walk::new(text).string().ok()?.into_owned())),
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
fn arrays<'j>(json: &'j str, path: &[String], found: &mut Vec<&'j str>) -> Result<(), Fault> {
    let Some((first, rest)) = path.split_first() else {
        if json.starts_with(['[', '{']) {
            found.push(json);
        }
        return Ok(());
    };
    if json.starts_with('[') {
        for element in elements(json)? {
            arrays(element, path, found)?;
        }
        return Ok(());
    }
    match at(json, std::slice::from_ref(first))? {
        Some(inner) => arrays(inner, rest, found),
        None => Ok(()),
    }
}

/// The rows of an answer: what stands at `path` in it.
pub(crate) fn objects<'j>(json: &'j str, path: &[String]) -> Result<Vec<&'j str>, Fault> {
    let mut found = Vec::new();
    arrays(json, path, &mut found)?;
    Ok(found)
}

/// The elements of an array; of an object, itself.
pub(crate) fn elements(json: &str) -> Result<Vec<&str>, Fault> {
    let mut walk = Walk::new(json);
    if walk.peek()? != Peek::Array {
        return Ok(vec![json]);
    }
    walk.open()?;
    let mut elements = Vec::new();
    while let Some(value) = walk.element(elements.is_empty())? {
        let start = walk.at();
        walk.skip(value)?;
        elements.push(walk.since(start));
    }
    Ok(elements)
}

/// The text of the value at `path` in an object; `None` where it is absent.
pub(super) fn at<'j>(json: &'j str, path: &[String]) -> Result<Option<&'j str>, Fault> {
    let Some((wanted, rest)) = path.split_first() else {
        return Ok(Some(json));
    };
    let mut walk = Walk::new(json);
    if walk.peek()? != Peek::Object {
        return Ok(None);
    }
    walk.open()?;
    let mut first = true;
    while let Some(name) = walk.member(first, Some(wanted))? {
        first = false;
        let value = walk.peek()?;
        let start = walk.at();
        walk.skip(value)?;
        if name == storeql_json::Name::Expected {
            return at(walk.since(start), rest);
        }
    }
    Ok(None)
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
        let found = parents(PAGE, &RowLocator::new(&rows, [&path("id")[..]])).unwrap();
        assert_eq!(
            found[0].arrays,
            [r#"[{"id":1,"quantity":2}]"#, r#"[{"id":2,"quantity":1}]"#]
        );
        assert_eq!(found[0].value(0), Some(Value::Int(7)));
        assert!(found[1].arrays.is_empty());
    }

    #[test]
    fn an_object_in_the_place_of_rows_is_no_row() {
        let page = r#"[{"id":1,"fees":{"resource":"/orders/1/fees"}},{"id":2,"fees":{}},{"id":3,"fees":[]},{"id":4}]"#;
        let found = parents(page, &RowLocator::new(&[path("fees")], [])).unwrap();
        let objects: Vec<_> = found.iter().map(|parent| parent.object).collect();
        let link = r#"{"resource":"/orders/1/fees"}"#;
        assert_eq!(objects, [Some(link), None, None, None]);
        assert!(found[0].arrays.is_empty());
    }
}
