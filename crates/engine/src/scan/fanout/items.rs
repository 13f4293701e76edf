//! One page's items: known by their keys, taken or left, decoded into rows, and checked row by row. Pure: sends nothing.

use std::collections::HashSet;
use std::ops::RangeInclusive;
use std::sync::{Arc, Mutex, PoisonError};

use arrow::array::RecordBatch;
use storeql_client::Page;

use super::super::decode::{Decoder, Parent, Rows, Wish, elements, objects, parents};
use super::super::plan::{FromParent, Level, Origin, PerParentTemplate, Series};
use super::super::value::Value;
use crate::error::{Error, Kind, Result};

/// Checks the rows of a page once more and cuts them to the query's columns.
pub(crate) type Finish = Arc<dyn Fn(RecordBatch) -> Result<RecordBatch> + Send + Sync>;

/// A key of one item of a list, by which it is known again.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Key(Box<str>);

impl Key {
    /// Of the texts of the key's members; of the whole item where the list has no key.
    fn of<'j>(members: &mut dyn Iterator<Item = Option<&'j str>>, item: &'j str) -> Self {
        let Some(first) = members.next() else {
            return Self(item.into());
        };
        let mut key = first.unwrap_or("").to_owned();
        for member in members {
            key.push('\u{1f}');
            key.push_str(member.unwrap_or(""));
        }
        Self(key.into())
    }

    pub(super) fn integer(&self) -> Option<i64> {
        self.0.trim_matches('"').parse().ok()
    }
}

/// Which items of a page are wanted.
pub(crate) enum Accept<'a> {
    /// Integer keys in the range.
    Range(RangeInclusive<i64>),
    /// Keys that no page before gave.
    New(&'a Mutex<HashSet<Key>>),
}

impl Accept<'_> {
    fn takes(&self, key: &Key) -> Result<bool> {
        match self {
            Self::Range(range) => match key.integer() {
                Some(key) => Ok(range.contains(&key)),
                None => Err(Error::new(
                    Kind::Protocol,
                    "a row has no integer key to go on by",
                )),
            },
            Self::New(given) => {
                let mut given = given.lock().unwrap_or_else(PoisonError::into_inner);
                Ok(given.insert(key.clone()))
            }
        }
    }
}

/// A parent whose rows were not whole: the listing that has all of them, and the level that it stands for.
pub(crate) struct Partial {
    pub(super) series: Series,
    pub(super) level: usize,
}

/// What a page held.
pub(crate) struct Items {
    pub(crate) batch: RecordBatch,
    /// Keys of all items, wanted or not, in the page's order.
    pub(super) keys: Vec<Key>,
    /// Items that were wanted.
    pub(super) accepted: usize,
    /// Parents whose rows were not whole and are not in the batch.
    pub(super) partial: Vec<Partial>,
}

/// Reads the pages of one scan.
#[derive(Clone)]
pub(crate) struct PageReader {
    pub(super) decoder: Decoder,
    pub(super) finish: Finish,
    /// The way from a list's items to the rows; `from` of them lie behind the listings that this reader reads.
    pub(super) levels: Arc<[Level]>,
    pub(super) from: usize,
}

impl PageReader {
    pub(crate) fn new(levels: &[Level], decoder: Decoder, finish: Finish) -> Self {
        Self {
            decoder,
            finish,
            levels: levels.into(),
            from: 0,
        }
    }

    /// The items of `page`, one of `series`.
    pub(crate) fn read(
        &self,
        page: &Page,
        series: &Series,
        accept: Option<&Accept<'_>>,
    ) -> Result<Items> {
        let json = self.text(page, series)?;
        let mut keys = Vec::new();
        let mut accepted = 0;
        let mut known = |members: &mut dyn Iterator<Item = _>, item| {
            let key = Key::of(members, item);
            let taken = accept.map_or(Ok(true), |accept| accept.takes(&key));
            keys.push(key);
            accepted += usize::from(*taken.as_ref().unwrap_or(&false));
            taken
        };
        let mut partial = Vec::new();
        let flat = self.from == self.levels.len();
        let mut rows = self.decoder.start(if flat { &series.key } else { &[] });
        let steps = Step::all(&self.levels[self.from..], self.from, &series.key);
        let mut descent = Descent {
            steps: &steps,
            rows: &mut rows,
            partial: &mut partial,
        };
        for json in objects(json, &series.rows)? {
            let Some(first) = steps.first() else {
                descent.rows.add_wanted(json, &series.given, &mut known)?;
                continue;
            };
            for parent in parents(json, &first.wish)? {
                let texts = parent.members.iter().skip(first.key_at);
                let mut texts = texts.map(|text| text.map(str::trim));
                if known(&mut texts, parent.json)? {
                    descent.below(0, &parent, &series.given)?;
                }
            }
        }
        Ok(Items {
            batch: (self.finish)(rows.finish()?)?,
            keys,
            accepted,
            partial,
        })
    }

    fn text<'p>(&self, page: &'p Page, series: &Series) -> Result<&'p str> {
        let whole = if series.bare {
            &page.body[..]
        } else {
            page.body.get(page.rows.clone()).unwrap_or_default()
        };
        std::str::from_utf8(whole).map_err(|_| {
            let table = &self.decoder.table().name;
            Error::new(
                Kind::Protocol,
                format!("the answer for {table} is not UTF-8"),
            )
        })
    }

    /// What an answer without items holds.
    pub(super) fn nothing(&self) -> Result<Items> {
        Ok(Items {
            batch: (self.finish)(self.decoder.start(&[]).finish()?)?,
            keys: Vec::new(),
            accepted: 0,
            partial: Vec::new(),
        })
    }
}

/// One level, with what is looked for in each of its objects.
struct Step<'l> {
    level: &'l Level,
    /// The level's place in the whole way.
    number: usize,
    wish: Wish,
    /// From here on the wish's members are those of the item's key.
    key_at: usize,
}

impl<'l> Step<'l> {
    /// A step for each level; the first one's objects are the list's items, which have a key.
    fn all(levels: &'l [Level], from: usize, key: &[Vec<String>]) -> Vec<Self> {
        let keyed = |place: usize| if place == 0 { key } else { &[] };
        let step = |(place, level)| Self::new(level, from + place, keyed(place));
        levels.iter().enumerate().map(step).collect()
    }

    fn new(level: &'l Level, number: usize, key: &[Vec<String>]) -> Self {
        let total = level
            .complete
            .as_ref()
            .map(|complete| std::slice::from_ref(&complete.total));
        let total = total.unwrap_or_default();
        let given = |value: &'l FromParent| match &value.value {
            Origin::Member(path) => path.as_slice(),
            Origin::Given(column) => std::slice::from_ref(column),
        };
        let members = level.values.iter().map(given).chain([total]);
        Self {
            wish: Wish::new(&level.rows, members.chain(key.iter().map(Vec::as_slice))),
            key_at: level.values.len() + 1,
            level,
            number,
        }
    }

    /// The values that the rows inside `parent` have of it.
    fn inherited(&self, parent: &Parent<'_>, given: &[(String, Value)]) -> Vec<(String, Value)> {
        let value = |(position, wanted): (usize, &FromParent)| {
            let carried = match &wanted.value {
                Origin::Given(column) => given
                    .iter()
                    .find(|(name, _)| name == column)
                    .map(|(_, value)| value.clone()),
                Origin::Member(_) => None,
            };
            Some((
                wanted.column.clone(),
                carried.or_else(|| parent.value(position))?,
            ))
        };
        let values = self.level.values.iter().enumerate();
        values.filter_map(value).collect()
    }

    /// What `parent` promises of its rows, where that can be held against them and mended: see `Parent::promised`.
    fn promised(&self, parent: &Parent<'_>) -> Option<Option<i128>> {
        let complete = self.level.complete.as_ref()?;
        self.level.alone.as_ref()?;
        Some(parent.promised(complete, self.level.values.len()))
    }
}

/// The way from objects of a level to the rows inside them.
struct Descent<'l, 'r, 'd> {
    steps: &'r [Step<'l>],
    rows: &'r mut Rows<'d>,
    partial: &'r mut Vec<Partial>,
}

impl Descent<'_, '_, '_> {
    /// The rows inside `parent`, an object of the step at `place`.
    fn below(
        &mut self,
        place: usize,
        parent: &Parent<'_>,
        given: &[(String, Value)],
    ) -> Result<()> {
        let step = &self.steps[place];
        let values = step.inherited(parent, given);
        let last = place + 1 == self.steps.len();
        let promised = step.promised(parent);
        let whole = match (&step.level.complete, promised) {
            (_, None) => None,
            (_, Some(promised)) if last => {
                Some(self.rows.add_whole(&parent.arrays, &values, promised)?)
            }
            (complete, Some(promised)) => {
                let sum = complete.as_ref().map(|complete| parent.sum(complete));
                Some(promised.is_some() && promised == sum.transpose()?)
            }
        };
        match (whole, &step.level.alone) {
            (Some(false), Some(alone)) => {
                let partial = by_itself(alone, &values, step.number);
                self.partial.extend(partial);
                Ok(())
            }
            (Some(true), _) if last => Ok(()),
            (None, _) if last => parent
                .arrays
                .iter()
                .try_for_each(|array| self.rows.add(array, &values)),
            _ => self.deeper(place + 1, parent, &values),
        }
    }

    fn deeper(
        &mut self,
        place: usize,
        parent: &Parent<'_>,
        given: &[(String, Value)],
    ) -> Result<()> {
        for array in &parent.arrays {
            for element in elements(array)? {
                for inner in parents(element, &self.steps[place].wish)? {
                    self.below(place, &inner, given)?;
                }
            }
        }
        Ok(())
    }
}

/// The listing of one parent's rows, by the values that its rows have of it.
fn by_itself(
    alone: &PerParentTemplate,
    values: &[(String, Value)],
    level: usize,
) -> Option<Partial> {
    let value = |(own, _): &(String, String)| {
        values
            .iter()
            .find(|(name, _)| name == own)
            .map(|(_, value)| value.clone())
    };
    let keys = alone.keys.iter().map(value).collect::<Option<Vec<_>>>()?;
    Some(Partial {
        series: alone.filled(&keys)?,
        level,
    })
}
