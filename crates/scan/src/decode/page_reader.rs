//! One answer: what is wanted of it is located, and the wanted items become rows. Sends nothing.
//!
//! Locating happens within the client's retries: an answer that is cut off, or is not the list that was asked for, is asked for
//! again, and none of its items counts as given. `Page::decode` then decides which items are wanted, and reads no others.

use std::collections::HashSet;
use std::ops::RangeInclusive;
use std::sync::{Arc, Mutex, PoisonError};

use arrow::array::RecordBatch;
use storeql_client::{PageInfo, text_of};
use storeql_json::Walk;

use super::arrow_schema::arrow_schema;
use super::broken::Broken;
use super::columns::{Decoder, Places, Row};
use super::invalid::shown;
use super::locate::{Abridged, Cell, Kind, Located, Locator, Object};
use super::shape::{Shape, Whole};
use crate::error::{Error, ErrorKind, Result};
use crate::plan::{ChildListRequest, FromParent, Level, ListRequest, Origin, ScanPlan};
use crate::predicate::Value;

/// Checks the rows of a page once more and cuts them to the query's columns.
pub type Check = Arc<dyn Fn(RecordBatch) -> Result<RecordBatch> + Send + Sync>;

/// A key of one item of a list, by which it is known again.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Key(Box<str>);

impl Key {
    /// Of the texts of the key's members; of the whole item where the list has no key, or the item lacks a part of it.
    fn of<'j>(members: impl Iterator<Item = Option<&'j str>>, item: &'j str) -> Self {
        let members = members.collect::<Option<Vec<&str>>>();
        match members.as_deref() {
            None | Some([]) => Self(item.into()),
            Some([member]) => Self((*member).into()),
            Some(members) => Self(members.join("\u{1f}").into()),
        }
    }

    pub(crate) fn integer(&self) -> Option<i64> {
        self.0.trim_matches('"').parse().ok()
    }
}

/// The keys of the items that pages before gave.
pub(crate) type KeysSeen = Arc<Mutex<HashSet<Key>>>;

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
                    ErrorKind::Protocol,
                    "a row has no integer key to go on by",
                )),
            },
            Self::New(seen) => {
                let mut seen = seen.lock().unwrap_or_else(PoisonError::into_inner);
                Ok(seen.insert(key.clone()))
            }
        }
    }
}

/// A parent whose rows were not whole: the listing that has all of them, and the level that it stands for.
pub(crate) struct Partial {
    pub(crate) list: ListRequest,
    pub(crate) level: usize,
}

/// What a page held.
pub(crate) struct Items {
    pub(crate) batch: RecordBatch,
    /// The items themselves, where the rows lie in them and the scan reads both.
    pub(crate) parents: Option<RecordBatch>,
    /// Keys of all items, wanted or not, in the page's order.
    pub(crate) keys: Vec<Key>,
    /// Items that were wanted.
    pub(crate) accepted: usize,
    /// Parents whose rows were not whole and are not in the batch.
    pub(crate) partial: Vec<Partial>,
    /// What the answer says of the pages around it.
    pub(crate) info: PageInfo,
}

/// Reads the pages of one scan.
#[derive(Clone)]
pub struct PageReader {
    pub(crate) decoder: Decoder,
    pub(crate) check: Check,
    /// The way from a list's items to the rows; `from` of them lie behind the listings that this reader reads.
    pub(crate) levels: Arc<[Level]>,
    pub(crate) from: usize,
    /// Reads the items themselves as well.
    parents: Option<(Decoder, Check)>,
}

impl PageReader {
    /// Reads the rows of `plan` and lets `check` have the last word on each batch of them.
    pub fn new(plan: &ScanPlan, decoder: Decoder, check: Check) -> Self {
        Self {
            decoder,
            check,
            levels: plan.levels.as_slice().into(),
            from: 0,
            parents: None,
        }
    }

    /// Reads `columns` of the plan's table as they are.
    pub fn of_columns(plan: &ScanPlan, columns: &[String]) -> Result<Self> {
        let schema = arrow_schema(&plan.table);
        let positions: Vec<usize> = columns
            .iter()
            .filter_map(|name| schema.index_of(name).ok())
            .collect();
        let schema = Arc::new(schema.project(&positions)?);
        let decoder = Decoder::new(Arc::clone(&plan.table), columns.into(), schema);
        Ok(Self::new(plan, decoder, Arc::new(Ok)))
    }

    /// The rows of an answer for a page of `list`, from the body to the batch.
    pub fn batch(&self, body: &[u8], list: &ListRequest) -> Result<RecordBatch> {
        let page = self.locate(body, list).map_err(|Broken(what)| {
            let message = format!("the server answered {what} instead of data");
            Error::new(ErrorKind::Protocol, message)
        });
        Ok(page?.decode(None)?.batch)
    }

    /// The same, which reads the list's items as well as the rows in them.
    pub fn with_parents(self, decoder: Decoder, check: Check) -> Self {
        Self {
            parents: Some((decoder, check)),
            ..self
        }
    }

    /// The same for the listing of one parent, whose items are those of `level`.
    pub(crate) fn below(&self, level: usize) -> Self {
        Self {
            from: level + 1,
            parents: None,
            ..self.clone()
        }
    }

    /// What is wanted of an answer for a page of `list`, before it is decided which items are.
    pub(crate) fn locate<'p>(
        &'p self,
        body: &'p [u8],
        list: &'p ListRequest,
    ) -> Result<Page<'p>, Broken> {
        let text = text_of(body).map_err(Broken)?;
        if text.is_empty() {
            return Err(Broken("nothing at all".to_owned()));
        }
        if u32::try_from(text.len()).is_err() {
            return Err(Broken("more than four gigabytes at once".to_owned()));
        }
        let plan = ReadPlan::of(self, list);
        let mut locator = Locator::new(&plan.shapes, list.single);
        let version = if list.bare { "v2" } else { list.api.segment() };
        let info = PageInfo::read(text, version, |walk, value| {
            locator.list(walk, value, &list.rows)
        })?;
        let found = locator.found();
        let page = Page {
            found,
            reader: self,
            list,
            text,
            plan,
            info,
        };
        match page.is_another_object() {
            true => Err(Broken(shown(text))),
            false => Ok(page),
        }
    }

    /// What an answer without items holds.
    pub(crate) fn nothing(&self) -> Result<Items> {
        Ok(Items {
            batch: (self.check)(self.decoder.nothing()?)?,
            parents: None,
            keys: Vec::new(),
            accepted: 0,
            partial: Vec::new(),
            info: PageInfo::default(),
        })
    }
}

/// What is looked for in the answers to one list.
struct ReadPlan<'l> {
    /// Of the list's items, and of the objects inside them, level by level; the last ones are the rows.
    shapes: Vec<Shape>,
    /// The levels, with the places of what goes along of each object.
    steps: Vec<Step<'l>>,
    /// The places of the items' key.
    key: Vec<usize>,
    rows: Places,
    parents: Option<Places>,
}

/// The way from an object down to those inside it.
struct Step<'l> {
    level: &'l Level,
    /// The level's place in the whole way.
    number: usize,
    /// The places of `Level::values` in the object.
    values: Vec<Option<usize>>,
}

impl<'l> ReadPlan<'l> {
    fn of(reader: &'l PageReader, list: &ListRequest) -> Self {
        let levels = &reader.levels[reader.from..];
        let mut shapes: Vec<Shape> = std::iter::repeat_with(Shape::default)
            .take(levels.len() + 1)
            .collect();
        let brings = |member: &str| !levels.is_empty() || list.brings(member);
        let rows = reader.decoder.places(&mut shapes[levels.len()], brings);
        let parents = reader.parents.as_ref();
        let brings = |member: &str| list.brings(member);
        let parents = parents.map(|(decoder, _)| decoder.places(&mut shapes[0], brings));
        let key = list.key.iter().map(|path| shapes[0].note(path)).collect();
        let mut steps = Vec::new();
        for (place, level) in levels.iter().enumerate() {
            level.rows.iter().for_each(|path| shapes[place].rows(path));
            let mut note = |value: &FromParent| match &value.value {
                Origin::Member(path) => Some(shapes[place].note(path)),
                Origin::Inherited(_) => None,
            };
            let values = level.values.iter().map(&mut note).collect();
            steps.push(Step {
                values,
                number: reader.from + place,
                level,
            });
            shapes[place].whole = whole(level, place, &mut shapes);
        }
        Self {
            shapes,
            steps,
            key,
            rows,
            parents,
        }
    }
}

/// The rule of a level, where rows that are not whole can be asked for by themselves.
fn whole(level: &Level, place: usize, shapes: &mut [Shape]) -> Option<Whole> {
    let complete = level.complete.as_ref()?;
    level.fallback.as_ref()?;
    let total = shapes[place].note(std::slice::from_ref(&complete.total));
    let sum = shapes[place + 1].note(std::slice::from_ref(&complete.sum));
    let is_last = place + 2 == shapes.len();
    Some(Whole {
        total,
        mark: complete.warning.as_ref().map(|mark| format!("\"{mark}\"")),
        sum,
        carried: if is_last {
            shapes[place + 1].first_members()
        } else {
            Vec::new()
        },
    })
}

/// An answer whose items are located.
pub(crate) struct Page<'p> {
    reader: &'p PageReader,
    list: &'p ListRequest,
    text: &'p str,
    plan: ReadPlan<'p>,
    found: Located,
    info: PageInfo,
}

impl Page<'_> {
    /// The rows of the items that are wanted.
    pub(crate) fn decode(mut self, accept: Option<&Accept<'_>>) -> Result<Items> {
        let keys = self.keys();
        let takes = |key| accept.map_or(Ok(true), |accept| accept.takes(key));
        let wanted: Vec<bool> = keys.iter().map(takes).collect::<Result<_>>()?;
        let accepted = wanted.iter().filter(|wanted| **wanted).count();
        let partial = self.partial(&wanted)?;
        let parents = self.parents(&wanted)?;
        let batch = (self.reader.check)(self.rows(&wanted)?)?;
        Ok(Items {
            batch,
            parents,
            keys,
            accepted,
            partial,
            info: std::mem::take(&mut self.info),
        })
    }

    /// Whether one object was asked for, and another one came: it has nothing that is looked for.
    fn is_another_object(&self) -> bool {
        let items = &self.found.levels[0];
        let other = |(place, object): (usize, Object)| {
            let row = self.row(object, items.cells(place));
            match self.plan.steps.is_empty() {
                true => !self.reader.decoder.knows(row),
                false => row.lacks_all() && !row.cells.is_empty(),
            }
        };
        self.list.single && items.iter().enumerate().any(other)
    }

    fn row<'r>(&'r self, object: Object, cells: &'r [Cell]) -> Row<'r> {
        let page = self.text;
        Row {
            page,
            object,
            cells,
        }
    }

    fn keys(&self) -> Vec<Key> {
        let items = &self.found.levels[0];
        let key = |(place, item): (usize, Object)| {
            let cells = items.cells(place);
            let members = self.plan.key.iter();
            let members = members.map(|place| cells[*place].present(self.text));
            Key::of(members, item.text(self.text))
        };
        items.iter().enumerate().map(key).collect()
    }

    fn rows(&self, wanted: &[bool]) -> Result<RecordBatch> {
        let level = self.plan.steps.len();
        let mut rows = self.reader.decoder.start(&self.plan.rows);
        let mut parent = None;
        for (object, cells) in self.wanted(level, wanted) {
            if parent != Some(object.parent) {
                parent = Some(object.parent);
                rows.inherit(match level {
                    0 => self.list.inherited_values.clone(),
                    level => self.values(level - 1, object.parent),
                });
            }
            rows.add(self.row(object, cells))?;
        }
        rows.finish()
    }

    /// The items themselves, where the scan reads them too.
    fn parents(&self, wanted: &[bool]) -> Result<Option<RecordBatch>> {
        let (Some((decoder, check)), Some(places)) = (&self.reader.parents, &self.plan.parents)
        else {
            return Ok(None);
        };
        let mut rows = decoder.start(places);
        rows.inherit(self.list.inherited_values.clone());
        for (object, cells) in self.wanted(0, wanted) {
            rows.add(self.row(object, cells))?;
        }
        check(rows.finish()?).map(Some)
    }

    /// The objects of a level that lie in wanted items.
    fn wanted<'w>(
        &'w self,
        level: usize,
        wanted: &'w [bool],
    ) -> impl Iterator<Item = (Object, &'w [Cell])> {
        let objects = &self.found.levels[level];
        let located = objects.iter().enumerate();
        let located = located.filter(move |(place, _)| wanted[self.item(level, *place)]);
        located.map(|(place, object)| (object, objects.cells(place)))
    }

    /// The item that an object of a level is, or lies in.
    fn item(&self, level: usize, object: usize) -> usize {
        let upwards = self.found.levels[1..=level].iter().rev();
        upwards.fold(object, |object, level| level.get(object).parent)
    }

    /// The values that the rows inside an object have of it.
    fn values(&self, level: usize, object: usize) -> Vec<(String, Value)> {
        let step = &self.plan.steps[level];
        let objects = &self.found.levels[level];
        let outer = match level {
            0 => self.list.inherited_values.clone(),
            level => self.values(level - 1, objects.get(object).parent),
        };
        let cells = objects.cells(object);
        let value = |(wanted, place): (&FromParent, &Option<usize>)| {
            let carried = match &wanted.value {
                Origin::Inherited(column) => outer.iter().find(|(name, _)| name == column),
                Origin::Member(_) => None,
            };
            let value = match carried {
                Some((_, value)) => value.clone(),
                None => value(cells[(*place)?], self.text)?,
            };
            Some((wanted.column.clone(), value))
        };
        let values = step.level.values.iter().zip(&step.values);
        values.filter_map(value).collect()
    }

    /// The lists of those objects whose rows were not whole.
    fn partial(&self, wanted: &[bool]) -> Result<Vec<Partial>> {
        let abridged = self.found.abridged.iter();
        let abridged =
            abridged.filter(|abridged| wanted[self.item(abridged.level, abridged.object)]);
        abridged.map(|abridged| self.by_itself(abridged)).collect()
    }

    /// The listing of one object's rows.
    fn by_itself(&self, abridged: &Abridged) -> Result<Partial> {
        let step = &self.plan.steps[abridged.level];
        let values = self.values(abridged.level, abridged.object);
        let fallback = step.level.fallback.as_ref();
        let list = fallback.and_then(|fallback| below(fallback, &values));
        let missing = || {
            let what = match abridged.link {
                Some(link) => format!(
                    "where an array of rows should stand it has {}",
                    shown(link.text(self.text))
                ),
                None => {
                    let objects = &self.found.levels[abridged.level];
                    format!(
                        "rows are missing in an object that has no key to ask for them by: {}",
                        shown(objects.get(abridged.object).text(self.text))
                    )
                }
            };
            self.reader.decoder.broken(&what)
        };
        Ok(Partial {
            list: list.ok_or_else(missing)?,
            level: step.number,
        })
    }
}

/// A member as a value that rows inside its object have of it.
fn value(cell: Cell, page: &str) -> Option<Value> {
    let text = cell.text(page);
    Some(match cell.kind {
        Kind::Absent | Kind::Null | Kind::Misplaced => return None,
        Kind::True => Value::Bool(true),
        Kind::False => Value::Bool(false),
        Kind::Number => text
            .parse()
            .map_or_else(|_| Value::Text(text.to_owned()), Value::Int),
        Kind::Plain | Kind::Escaped => Value::Text(Walk::new(text).string().ok()?.into_owned()),
        Kind::Nested => Value::Text(text.to_owned()),
    })
}

/// The listing of one parent's rows, by the values that its rows have of it.
fn below(fallback: &ChildListRequest, values: &[(String, Value)]) -> Option<ListRequest> {
    let value = |(own, _): &(String, String)| {
        let mut values = values.iter();
        values
            .find(|(name, _)| name == own)
            .map(|(_, value)| value.clone())
    };
    let keys = fallback.keys.iter().map(value);
    fallback.filled(&keys.collect::<Option<Vec<_>>>()?)
}

#[cfg(test)]
#[path = "page_reader_tests.rs"]
mod tests;
