//! Members of JSON objects by their names, for walks that meet many objects of one kind.
//!
//! Rows of a page carry the same members in the same order, so a name is looked for where it stood in the object before.

use std::cell::RefCell;

use storeql_json::{Fault, Name, Walk};

/// Names that an object may carry before their order is no longer learnt: objects that are maps have ever new names.
const LEARNT: usize = 512;

/// What is wanted of an object, by name.
#[derive(Debug, Clone)]
pub(super) struct Members<T> {
    wanted: Vec<(String, T)>,
    /// Names as objects carry them, with their position in `wanted`.
    order: RefCell<Vec<(Box<str>, Option<usize>)>>,
}

impl<T> Default for Members<T> {
    fn default() -> Self {
        Self {
            wanted: Vec::new(),
            order: RefCell::default(),
        }
    }
}

impl<T> Members<T> {
    pub(super) fn is_empty(&self) -> bool {
        self.wanted.is_empty()
    }

    pub(super) fn get(&self, position: usize) -> &T {
        &self.wanted[position].1
    }

    pub(super) fn values_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.wanted.iter_mut().map(|(_, wanted)| wanted)
    }

    /// What is wanted under `name`, which is made if there is nothing yet.
    pub(super) fn entry(&mut self, name: &str) -> &mut T
    where
        T: Default,
    {
        let known = self.wanted.iter().position(|(wanted, _)| wanted == name);
        let position = known.unwrap_or_else(|| {
            self.order.get_mut().clear();
            self.wanted.push((name.to_owned(), T::default()));
            self.wanted.len() - 1
        });
        &mut self.wanted[position].1
    }

    /// The next member of the object that the walk is in, `first` or not, and its position if it is wanted; none at the end.
    /// `place` is how many members of the object came before it.
    pub(super) fn step(
        &self,
        walk: &mut Walk<'_>,
        first: bool,
        place: &mut usize,
    ) -> Result<Option<Option<usize>>, Fault> {
        let order = self.order.borrow();
        let expected = order.get(*place).map(|(name, _)| &**name);
        Ok(match walk.member(first, expected)? {
            None => None,
            Some(Name::Expected) => {
                let (_, position) = order[*place];
                *place += 1;
                Some(position)
            }
            Some(Name::Other(name)) => {
                drop(order);
                Some(self.find(&name, place))
            }
        })
    }

    /// The position of `name`; `place` is how many members of the object came before it.
    fn find(&self, name: &str, place: &mut usize) -> Option<usize> {
        let mut order = self.order.borrow_mut();
        if let Some(found) = order.iter().position(|(known, _)| **known == *name) {
            *place = found + 1;
            return order[found].1;
        }
        let position = self.wanted.iter().position(|(wanted, _)| wanted == name);
        // A name that is spelled with an escape is none that bytes can be compared with.
        let plain = !name
            .bytes()
            .any(|byte| matches!(byte, b'"' | b'\\' | ..b' '));
        if plain && order.len() < LEARNT {
            let at = (*place).min(order.len());
            order.insert(at, (name.into(), position));
            *place = at + 1;
        }
        position
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_in_any_order() {
        let mut members = Members::<u8>::default();
        *members.entry("id") = 1;
        *members.entry("name") = 2;
        let read = |names: &[&str]| -> Vec<Option<u8>> {
            let mut place = 0;
            let found = names.iter().map(|name| members.find(name, &mut place));
            found
                .map(|position| position.map(|position| *members.get(position)))
                .collect()
        };
        for _ in 0..2 {
            assert_eq!(
                read(&["id", "other", "name"]),
                [Some(1), None, Some(2)],
                "as learnt"
            );
            assert_eq!(
                read(&["name", "new", "id"]),
                [Some(2), None, Some(1)],
                "another order"
            );
            assert_eq!(read(&["name", "name"]), [Some(2), Some(2)], "twice");
        }
    }

    #[test]
    fn a_map_is_not_learnt_for_ever() {
        let mut members = Members::<u8>::default();
        *members.entry("wanted") = 7;
        for number in 0..2_000 {
            assert_eq!(members.find(&number.to_string(), &mut 0), None);
        }
        assert_eq!(members.find("wanted", &mut 0), Some(0));
        assert!(members.order.borrow().len() <= LEARNT);
    }
}
