//! Where the rows of a table stand that have a text in a field: an index for each field by which rows were looked for, made when that
//! is first done.

use std::collections::HashMap;
use std::sync::Mutex;

use super::cell::Cell;
use crate::lock::lock;

/// The indexes of one table. A row has a place in the table that stays the same.
#[derive(Debug, Default)]
pub(crate) struct Indexes(Mutex<HashMap<String, Index>>);

/// The places of rows by the text of one field.
#[derive(Debug, Default)]
struct Index(HashMap<String, Vec<usize>>);

impl Indexes {
    /// The places of the rows whose fields have these texts, letter case aside, in their order. `places` are those of all rows.
    pub(crate) fn with<'a>(
        &self,
        wanted: &[(&str, &str)],
        places: impl Iterator<Item = usize> + Clone,
        cell: impl Fn(usize, &str) -> Cell<'a>,
    ) -> Vec<usize> {
        let mut indexes = lock(&self.0);
        for (field, _) in wanted {
            if !indexes.contains_key(*field) {
                let mut index = Index::default();
                for place in places.clone() {
                    index.add(place, &cell(place, field));
                }
                indexes.insert((*field).to_owned(), index);
            }
        }
        let of_field = |(field, text): &(&str, &str)| Some(indexes.get(*field)?.places(text));
        let fewest = wanted.iter().filter_map(of_field);
        let fewest = fewest.min_by_key(|places| places.len());
        let fits = |place: &usize| {
            let mut wanted = wanted.iter();
            wanted.all(|(field, text)| cell(*place, field).reads(text))
        };
        match fewest {
            Some(fewest) => fewest.iter().copied().filter(fits).collect(),
            None => places.collect(),
        }
    }

    /// A row comes.
    pub(crate) fn add<'a>(&mut self, place: usize, cell: impl Fn(&str) -> Cell<'a>) {
        for (field, index) in &mut *lock(&self.0) {
            index.add(place, &cell(field));
        }
    }

    /// A row goes.
    pub(crate) fn remove<'a>(&mut self, place: usize, cell: impl Fn(&str) -> Cell<'a>) {
        for (field, index) in &mut *lock(&self.0) {
            index.remove(place, &cell(field));
        }
    }
}

impl Index {
    fn add(&mut self, place: usize, cell: &Cell<'_>) {
        for text in cell.texts() {
            let places = self.0.entry(text.to_ascii_lowercase()).or_default();
            if let Err(position) = places.binary_search(&place) {
                places.insert(position, place);
            }
        }
    }

    fn remove(&mut self, place: usize, cell: &Cell<'_>) {
        for text in cell.texts() {
            let places = self.0.get_mut(&text.to_ascii_lowercase());
            if let Some(places) = places
                && let Ok(position) = places.binary_search(&place)
            {
                places.remove(position);
            }
        }
    }

    fn places(&self, text: &str) -> &[usize] {
        let places = self.0.get(&text.to_ascii_lowercase());
        places.map_or(&[], Vec::as_slice)
    }
}
