//! One page: its items are recognised by their keys, the wanted ones are decoded into rows, and the rows are checked. Sends
//! nothing.
//!
//! Reading happens within the client's retries: a body that is cut off is asked for again, and none of its items counts as
//! given. Which items are wanted is decided afterwards, in `Draft::accept`.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

use arrow::array::RecordBatch;
use storeql_client::{PageInfo, text_of};
use storeql_json::{Peek, Walk};

use super::arrow_schema::arrow_schema;
use super::broken::Broken;
use super::nested::{Parent, ParentVisitor, RowLocator, elements, objects, parents};
use super::rows::{Begin, Decoder, Rows};
use crate::error::{Error, ErrorKind, Result};
use crate::plan::{ChildListRequest, FromParent, Level, ListRequest, Origin, ScanPlan};
use crate::predicate::Value;

/// Checks the rows of a page once more and cuts them to the query's columns.
pub type Check = Arc<dyn Fn(RecordBatch) -> Result<RecordBatch> + Send + Sync>;

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

    /// Whether the item has none of the key's members.
    pub(crate) fn is_absent(&self) -> bool {
        let mut members = self.0.split('\u{1f}');
        members.all(|member| member.is_empty() || member == "null")
    }

    pub(crate) fn integer(&self) -> Option<i64> {
        self.0.trim_matches('"').parse().ok()
    }
}

/// The keys of the items that pages before gave.
pub(crate) type KeysSeen = Arc<Mutex<HashSet<Key>>>;

/// Which items of a page are wanted.
pub(crate) enum Accept<'a> {
    /// Integer keys that the test takes.
    Integers(&'a (dyn Fn(i64) -> bool + Sync)),
    /// Keys that no page before gave.
    New(&'a Mutex<HashSet<Key>>),
}

impl Accept<'_> {
    fn takes(&self, key: &Key) -> Result<bool> {
        match self {
            Self::Integers(takes) => match key.integer() {
                Some(key) => Ok(takes(key)),
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
    /// What the answer says of the pages info it.
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
        let draft = self.read(body, list).map_err(|broken| match broken {
            Broken::Json(why) => Error::new(ErrorKind::Protocol, why),
            Broken::Other(error) => error,
        });
        Ok(draft?.accept(None)?.batch)
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

    /// The items of an answer for a page of `list`, before it is decided which are wanted. An answer that is no JSON is an
    /// error of its own kind, since it is asked for again.
    pub(crate) fn read<'r>(&'r self, body: &[u8], list: &ListRequest) -> Result<Draft<'r>, Broken> {
        let flat = self.from == self.levels.len();
        let mut draft = Draft {
            rows: self.decoder.start(if flat { &list.key } else { &[] }),
            check: &self.check,
            parents: self
                .parents
                .as_ref()
                .map(|(decoder, check)| (decoder.start(&[]), check)),
            keys: Vec::new(),
            ends: Vec::new(),
            partial: Vec::new(),
            info: PageInfo::default(),
        };
        let text = text_of(body).map_err(Broken::Json)?;
        if text.is_empty() {
            return Ok(draft);
        }
        let steps = Step::all(&self.levels[self.from..], self.from, &list.key);
        let version = if list.bare { "v2" } else { list.api.segment() };
        draft.info = PageInfo::read(text, version, |walk, value| {
            if value == Peek::Null && !list.single {
                let why = "it has null where the list of rows should be";
                return Err(Broken::Json(why.to_owned()));
            }
            if list.rows.is_empty() {
                return draft.take(walk, value, &steps, &list.inherited_values);
            }
            let start = walk.at();
            walk.skip(value)?;
            for json in objects(walk.since(start), &list.rows)? {
                let mut inner = Walk::new(json);
                let value = inner.peek()?;
                draft.take(&mut inner, value, &steps, &list.inherited_values)?;
            }
            Ok::<(), Broken>(())
        })?;
        Ok(draft)
    }

    /// What an answer without items holds.
    pub(crate) fn nothing(&self) -> Result<Items> {
        Ok(Items {
            batch: (self.check)(self.decoder.start(&[]).finish()?)?,
            parents: None,
            keys: Vec::new(),
            accepted: 0,
            partial: Vec::new(),
            info: PageInfo::default(),
        })
    }
}

/// The items of an answer, before it is decided which are wanted.
pub(crate) struct Draft<'r> {
    rows: Rows<'r>,
    check: &'r Check,
    /// A row for each item.
    parents: Option<(Rows<'r>, &'r Check)>,
    /// The items' keys.
    keys: Vec<Key>,
    /// Rows up to the end of each item.
    ends: Vec<usize>,
    /// Parents whose rows were not whole, with the item that they are, or lie in.
    partial: Vec<(usize, Partial)>,
    info: PageInfo,
}

impl Draft<'_> {
    /// Takes the items in the array or object that the walk stands before.
    fn take<'j>(
        &mut self,
        walk: &mut Walk<'j>,
        value: Peek,
        steps: &[Step<'_>],
        inherited_values: &[(String, Value)],
    ) -> Result<(), Broken> {
        let Some(first) = steps.first() else {
            let (keys, before) = (&mut self.keys, self.rows.count());
            self.rows
                .add(walk, value, inherited_values, |members, item| {
                    keys.push(Key::of(&mut members.iter().copied(), item));
                })?;
            self.ends.extend(before + 1..=self.rows.count());
            return Ok(());
        };
        let begin = self.rows.begin();
        let mut reader = NestedRowReader {
            steps,
            inherited_values,
            draft: self,
            begin,
            values: None,
        };
        first.locator.find(walk, value, &mut reader)
    }

    /// The items that are wanted.
    pub(crate) fn accept(mut self, accept: Option<&Accept<'_>>) -> Result<Items> {
        let mut accepted = self.keys.len();
        if let Some(accept) = accept {
            let wanted = self.keys.iter().map(|key| accept.takes(key));
            let wanted: Vec<bool> = wanted.collect::<Result<_>>()?;
            let starts = std::iter::once(0).chain(self.ends.iter().copied());
            for ((start, end), wanted) in starts.zip(&self.ends).zip(&wanted) {
                if !wanted {
                    self.rows.take_back(start..*end);
                    accepted -= 1;
                }
            }
            for (item, _) in wanted.iter().enumerate().filter(|(_, wanted)| !**wanted) {
                let parents = self.parents.as_mut();
                parents
                    .into_iter()
                    .for_each(|(rows, _)| rows.take_back(item..item + 1));
            }
            self.partial.retain(|(item, _)| wanted[*item]);
        }
        let parents = self.parents.map(|(rows, check)| check(rows.finish()?));
        Ok(Items {
            batch: (self.check)(self.rows.finish()?)?,
            parents: parents.transpose()?,
            keys: self.keys,
            accepted,
            partial: self
                .partial
                .into_iter()
                .map(|(_, partial)| partial)
                .collect(),
            info: self.info,
        })
    }
}

/// One level, with what is looked for in each of its objects.
struct Step<'l> {
    level: &'l Level,
    /// The level's place in the whole way.
    number: usize,
    locator: RowLocator,
    /// From here on the locator's members are those of the item's key.
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
        let key_at = level.values.len() + usize::from(total.is_some());
        let member = |value: &'l FromParent| match &value.value {
            Origin::Member(path) => path.as_slice(),
            Origin::Inherited(column) => std::slice::from_ref(column),
        };
        let members = level.values.iter().map(member).chain(total);
        Self {
            locator: RowLocator::new(&level.rows, members.chain(key.iter().map(Vec::as_slice))),
            key_at,
            level,
            number,
        }
    }

    /// The values that the rows inside `parent` have of it.
    fn inherited(
        &self,
        parent: &Parent<'_>,
        inherited_values: &[(String, Value)],
    ) -> Vec<(String, Value)> {
        let value = |(position, wanted): (usize, &FromParent)| {
            let carried = match &wanted.value {
                Origin::Inherited(column) => inherited_values
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
        self.level.fallback.as_ref()?;
        Some(parent.promised(complete, self.level.values.len()))
    }
}

/// The way from the items of a page to the rows inside them.
struct NestedRowReader<'a, 'l, 'r> {
    steps: &'a [Step<'l>],
    inherited_values: &'a [(String, Value)],
    draft: &'a mut Draft<'r>,
    /// Where the rows of the item began.
    begin: Begin,
    /// What its rows have of it, where some were taken on the way.
    values: Option<Vec<(String, Value)>>,
}

impl<'j> ParentVisitor<'j> for NestedRowReader<'_, '_, '_> {
    fn begin(&mut self) {
        self.begin = self.draft.rows.begin();
        self.values = None;
    }

    fn rows(
        &mut self,
        parent: &Parent<'j>,
        walk: &mut Walk<'j>,
        value: Peek,
    ) -> Result<bool, Broken> {
        let [step] = self.steps else {
            return Ok(false);
        };
        let values = self
            .values
            .get_or_insert_with(|| step.inherited(parent, self.inherited_values));
        self.draft.rows.add(walk, value, values, |_, _| ())?;
        Ok(true)
    }

    fn end(&mut self, parent: Parent<'j>) -> Result<(), Broken> {
        let step = &self.steps[0];
        let values = self.values.take();
        let values = values.unwrap_or_else(|| step.inherited(&parent, self.inherited_values));
        match self.steps.len() {
            1 => self.last(step, &parent, &values, self.begin)?,
            _ => self.between(0, &parent, &values)?,
        }
        if let Some((rows, _)) = &mut self.draft.parents {
            rows.add_text(parent.json, self.inherited_values)?;
        }
        let mut members = parent.members.iter().skip(step.key_at).copied();
        self.draft.keys.push(Key::of(&mut members, parent.json));
        self.draft.ends.push(self.draft.rows.count());
        Ok(())
    }
}

impl NestedRowReader<'_, '_, '_> {
    /// The rows inside an object of the last step, beside those that were taken already.
    fn last(
        &mut self,
        step: &Step<'_>,
        parent: &Parent<'_>,
        values: &[(String, Value)],
        begin: Begin,
    ) -> Result<(), Broken> {
        if let Some(object) = parent.object {
            self.draft.rows.end(begin, None);
            return self.no_rows(step, values, object);
        }
        for array in &parent.arrays {
            self.draft.rows.add_text(array, values)?;
        }
        if let Some(promised) = step.promised(parent)
            && !self.draft.rows.end(begin, promised)
        {
            self.fall_back(step, values);
        }
        Ok(())
    }

    /// What lies inside an object of a step that others follow.
    fn between(
        &mut self,
        place: usize,
        parent: &Parent<'_>,
        values: &[(String, Value)],
    ) -> Result<(), Broken> {
        let step = &self.steps[place];
        if let (Some(complete), Some(promised)) = (&step.level.complete, step.promised(parent))
            && (promised.is_none() || promised != Some(parent.sum(complete)?))
        {
            self.fall_back(step, values);
            return Ok(());
        }
        if let Some(object) = parent.object {
            return self.no_rows(step, values, object);
        }
        let next = &self.steps[place + 1];
        let is_last = place + 2 == self.steps.len();
        for array in &parent.arrays {
            for element in elements(array)? {
                for inner in parents(element, &next.locator)? {
                    let values = next.inherited(&inner, values);
                    let begin = self.draft.rows.begin();
                    match is_last {
                        true => self.last(next, &inner, &values, begin)?,
                        false => self.between(place + 1, &inner, &values)?,
                    }
                }
            }
        }
        Ok(())
    }

    /// `object` stands where an object of `step` should have an array of rows: they are asked for by themselves, where the
    /// API has a list of them.
    fn no_rows(
        &mut self,
        step: &Step<'_>,
        values: &[(String, Value)],
        object: &str,
    ) -> Result<(), Broken> {
        match self.fall_back(step, values) {
            true => Ok(()),
            false => Err(self.draft.rows.no_array(object).into()),
        }
    }

    /// The rows of an object of `step` are asked for by themselves; says whether they can be.
    fn fall_back(&mut self, step: &Step<'_>, values: &[(String, Value)]) -> bool {
        let item = self.draft.keys.len();
        let fallback = step.level.fallback.as_ref();
        let partial = fallback.and_then(|fallback| by_itself(fallback, values, step.number));
        let asked = partial.is_some();
        self.draft
            .partial
            .extend(partial.map(|partial| (item, partial)));
        asked
    }
}

/// The listing of one parent's rows, by the values that its rows have of it.
fn by_itself(
    fallback: &ChildListRequest,
    values: &[(String, Value)],
    level: usize,
) -> Option<Partial> {
    let value = |(own, _): &(String, String)| {
        values
            .iter()
            .find(|(name, _)| name == own)
            .map(|(_, value)| value.clone())
    };
    let keys = fallback
        .keys
        .iter()
        .map(value)
        .collect::<Option<Vec<_>>>()?;
    Some(Partial {
        list: fallback.filled(&keys)?,
        level,
    })
}

#[cfg(test)]
#[path = "page_reader_tests.rs"]
mod tests;
