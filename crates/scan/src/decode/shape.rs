//! What is wanted of the objects of a list, as a tree of names: members whose text is noted, and arrays in which further objects
//! lie. Knows names and places only; `locate` walks by it.

use super::members::Members;

/// What is wanted of each object of one list.
#[derive(Debug, Default)]
pub(super) struct Shape {
    pub(super) root: Node,
    /// Texts that are noted of an object.
    pub(super) cells: usize,
}

/// One member of an object, or the object itself.
#[derive(Debug, Default)]
pub(super) struct Node {
    /// Its text is noted at these places.
    pub(super) cells: Vec<usize>,
    /// The places of columns inside of it, which have no value where something else than an object stands here.
    pub(super) inside: Vec<usize>,
    /// Here stands an array of the next list's objects.
    pub(super) rows: bool,
    /// Such an array lies further down; arrays on the way are walked through.
    pub(super) leads_to_rows: bool,
    pub(super) members: Members<Node>,
}

impl Shape {
    /// Notes the text of the member at `path`; gives its place.
    pub(super) fn note(&mut self, path: &[String]) -> usize {
        let place = self.cells;
        self.cells += 1;
        self.root.at(path).cells.push(place);
        place
    }

    /// Notes a column's value at `path`. On the way stand objects; where `may_be_text`, another column shows a text instead.
    pub(super) fn note_column(
        &mut self,
        path: &[String],
        may_be_text: impl Fn(&[String]) -> bool,
    ) -> usize {
        let place = self.note(path);
        for length in 1..path.len() {
            let (object, _) = path.split_at(length);
            if !may_be_text(object) {
                self.root.at(object).inside.push(place);
            }
        }
        place
    }

    /// The places of the object's own members, be they wanted or lead to what is.
    pub(super) fn first_members(&mut self) -> Vec<usize> {
        let mut places = Vec::new();
        for member in self.root.members.values_mut() {
            if member.cells.is_empty() {
                member.cells.push(self.cells);
                self.cells += 1;
            }
            places.extend(member.cells.first());
        }
        places
    }

    /// The next list's objects lie in the array at `path`.
    pub(super) fn rows(&mut self, path: &[String]) {
        let mut node = &mut self.root;
        for name in path {
            node.leads_to_rows = true;
            node = node.members.entry(name);
        }
        node.rows = true;
    }
}

impl Node {
    /// The node at the end of `path`.
    fn at(&mut self, path: &[String]) -> &mut Node {
        path.iter()
            .fold(self, |node, name| node.members.entry(name))
    }
}
