//! An answer whose items are located: which of them are wanted, whether the rows in them are all there, and their batches.

use arrow::array::RecordBatch;
use storeql_client::PageInfo;
use storeql_json::Walk;

use super::columns::{Decoder, Places, Row};
use super::decimal;
use super::invalid::shown;
use super::items::{Accept, Check, Items, Key, Partial};
use super::locate::{Cell, Kind, Objects};
use super::shape::Shape;
use crate::error::Result;
use crate::plan::{ChildListRequest, FromParent, Level, ListRequest, Origin};
use crate::predicate::Value;

/// What a reader wants of a list.
pub(super) struct Wanted<'l> {
    /// The whole way from the lists' items to the rows; `from` of its levels lie above this list's items.
    pub(super) levels: &'l [Level],
    pub(super) from: usize,
    pub(super) rows: (&'l Decoder, &'l Check),
    pub(super) parents: Option<&'l ParentReader>,
}

/// Reads the items of a list that is read for them and for the rows in them.
#[derive(Clone)]
pub(super) struct ParentReader {
    pub(super) decoder: Decoder,
    pub(super) check: Check,
    /// Rows in an item that the check leaves out are not wanted either.
    pub(super) only_wanted: bool,
}

/// What is looked for in the answers to one list.
pub(super) struct ReadPlan<'l> {
    /// Of the list's items, and of the objects inside them, level by level; the last ones are the rows.
    pub(super) shapes: Vec<Shape>,
    /// The levels, with the places of what goes along of each object.
    steps: Vec<Step<'l>>,
    /// The places of the items' key.
    key: Vec<usize>,
    rows: Columns<'l>,
    /// The items themselves, where the scan reads them too.
    parents: Option<Parents<'l>>,
    /// The place of what each item counts for, where its parent promises how much they are together.
    sum: Option<usize>,
}

/// The columns of the items themselves.
struct Parents<'l> {
    columns: Columns<'l>,
    only_wanted: bool,
}

/// The columns of one batch, and where their values are noted.
struct Columns<'l> {
    decoder: &'l Decoder,
    check: &'l Check,
    places: Places,
}

/// The way from an object down to those inside it.
struct Step<'l> {
    level: &'l Level,
    /// The level's place in the whole way.
    number: usize,
    /// The places of `Level::values` in the object.
    values: Vec<Option<usize>>,
    whole: Option<Whole>,
}

/// The rule by which an object's rows are known to be all of them, where they can be asked for by themselves.
struct Whole {
    /// The place of what the object promises.
    total: usize,
    /// A member of this name, anywhere in the object, says that rows are missing.
    mark: Option<String>,
    /// The place of what each row counts for.
    sum: usize,
    /// The places of what each row has to carry, be it null.
    carried: Vec<usize>,
}

impl<'l> ReadPlan<'l> {
    pub(super) fn of(wanted: Wanted<'l>, list: &ListRequest) -> Self {
        let (above, levels) = wanted.levels.split_at(wanted.from);
        let shapes = std::iter::repeat_with(Shape::default);
        let mut shapes: Vec<Shape> = shapes.take(levels.len() + 1).collect();
        let mut columns = |(decoder, check): (&'l Decoder, &'l Check), place: usize| Columns {
            places: decoder.places(&mut shapes[place], |name| place > 0 || list.brings(name)),
            decoder,
            check,
        };
        let rows = columns(wanted.rows, levels.len());
        let parents = wanted.parents.map(|parents| Parents {
            columns: columns((&parents.decoder, &parents.check), 0),
            only_wanted: parents.only_wanted,
        });
        let promised = above.last().and_then(|level| level.complete.as_ref());
        let sum = promised.map(|complete| shapes[0].note(std::slice::from_ref(&complete.sum)));
        let key = list.key.iter().map(|path| shapes[0].note(path)).collect();
        let steps = levels.iter().enumerate();
        let steps = steps.map(|(place, level)| {
            level.rows.iter().for_each(|path| shapes[place].rows(path));
            let mut note = |value: &FromParent| match &value.value {
                Origin::Member(path) => Some(shapes[place].note(path)),
                Origin::Inherited(_) => None,
            };
            Step {
                values: level.values.iter().map(&mut note).collect(),
                whole: Whole::of(level, place, &mut shapes),
                number: wanted.from + place,
                level,
            }
        });
        Self {
            steps: steps.collect(),
            shapes,
            key,
            rows,
            parents,
            sum,
        }
    }
}

impl Whole {
    fn of(level: &Level, place: usize, shapes: &mut [Shape]) -> Option<Self> {
        let complete = level.complete.as_ref()?;
        level.fallback.as_ref()?;
        let total = shapes[place].note(std::slice::from_ref(&complete.total));
        let sum = shapes[place + 1].note(std::slice::from_ref(&complete.sum));
        let is_last = place + 2 == shapes.len();
        Some(Self {
            total,
            mark: complete.warning.as_ref().map(|mark| format!("\"{mark}\"")),
            sum,
            carried: match is_last {
                true => shapes[place + 1].first_members(),
                false => Vec::new(),
            },
        })
    }

    /// Whether an object has the rows that it promises.
    fn holds<'r>(&self, object: Row<'_>, rows: impl Iterator<Item = &'r [Cell]> + Clone) -> bool {
        let counts = rows
            .clone()
            .map(|row| number(row[self.sum].text(object.page)).unwrap_or(0));
        let sum = counts.fold(0, i128::saturating_add);
        let carried = |row: &[Cell]| {
            let mut carried = self.carried.iter();
            carried.all(|place| row[*place].kind != Kind::Absent)
        };
        let mark = self.mark.as_ref();
        number(object.text(self.total)) == Some(sum)
            && rows.clone().all(carried)
            && !mark.is_some_and(|mark| object.json().contains(mark))
    }
}

/// A count, as a number or in quotes, with or without a fraction of zeros.
fn number(text: &str) -> Option<i128> {
    decimal::parse(text.trim().trim_matches('"'), 38, 0)
}

/// An answer whose items are located.
pub(crate) struct Page<'p> {
    pub(super) text: &'p str,
    pub(super) list: &'p ListRequest,
    pub(super) plan: ReadPlan<'p>,
    /// The list's items, then the objects in the objects before; the last ones are the rows.
    pub(super) levels: Vec<Objects>,
    pub(super) info: PageInfo,
}

impl Page<'_> {
    /// The rows of the items that are wanted.
    pub(crate) fn decode(self, accept: Option<&Accept<'_>>) -> Result<Items> {
        let keys = self.keys();
        let takes = |key| accept.map_or(Ok(true), |accept| accept.takes(key));
        let mut items: Vec<bool> = keys.iter().map(takes).collect::<Result<_>>()?;
        let accepted = items.iter().filter(|wanted| **wanted).count();
        let sum = self.plan.sum.map(|place| self.sum(place, &items));
        let mut partial = Vec::new();
        let mut wanted = items.clone();
        for level in 0..self.plan.steps.len() {
            let (inside, abridged) = self.inside(level, &wanted);
            wanted = inside;
            for object in abridged {
                let parent = match &self.plan.parents {
                    // It comes with its rows, so that no page has the one without the other.
                    Some(parents) => {
                        items[object] = false;
                        let parent = self.only(&parents.columns, object)?;
                        if parent.num_rows() == 0 && parents.only_wanted {
                            continue;
                        }
                        Some(parent)
                    }
                    None => None,
                };
                partial.push(self.by_itself(level, object, parent)?);
            }
        }
        let parents = self.plan.parents.as_ref();
        let parents = parents.map(|parents| self.batch(&parents.columns, 0, &items));
        Ok(Items {
            batch: self.batch(&self.plan.rows, self.plan.steps.len(), &wanted)?,
            parents: parents.transpose()?,
            keys,
            accepted,
            sum,
            partial,
            info: self.info,
        })
    }

    /// What those items count for that are wanted.
    fn sum(&self, place: usize, items: &[bool]) -> i128 {
        let wanted = (0..items.len()).filter(|item| items[*item]);
        let counts = wanted.map(|item| number(self.row(0, item).text(place)).unwrap_or(0));
        counts.fold(0, i128::saturating_add)
    }

    /// Whether one object was asked for, and another one came: it has nothing that is looked for.
    pub(super) fn is_another_object(&self) -> bool {
        let other = |object| {
            let row = self.row(0, object);
            match self.plan.steps.is_empty() {
                true => !self.plan.rows.decoder.knows(row),
                false => row.lacks_all() && !row.cells.is_empty(),
            }
        };
        self.list.single && (0..self.levels[0].len()).any(other)
    }

    fn keys(&self) -> Vec<Key> {
        let key = |object| {
            let item = self.row(0, object);
            let members = self.plan.key.iter().map(|place| item.cells[*place]);
            let members = members.map(|cell| cell.has_value().then(|| cell.text(self.text)));
            Key::of(members, item.json())
        };
        (0..self.levels[0].len()).map(key).collect()
    }

    fn row(&self, level: usize, object: usize) -> Row<'_> {
        let objects = &self.levels[level];
        Row {
            page: self.text,
            object: objects.get(object),
            cells: objects.cells(object),
        }
    }

    /// Which objects lie in those of `level` that are wanted, and which of these have not all of their rows: what lies in them is not
    /// wanted, as they are asked for by themselves.
    fn inside(&self, level: usize, wanted: &[bool]) -> (Vec<bool>, Vec<usize>) {
        let inner = &self.levels[level + 1];
        let mut abridged = Vec::new();
        let mut wanted_inside = vec![false; inner.len()];
        let mut start = 0;
        for (object, wanted) in wanted.iter().enumerate() {
            let mut end = start;
            while end < inner.len() && inner.get(end).parent == object {
                end += 1;
            }
            let rows = start..end;
            start = end;
            if !wanted {
                continue;
            }
            let row = self.row(level, object);
            let whole = self.plan.steps[level].whole.as_ref();
            let cells = rows.clone().map(|row| inner.cells(row));
            match row.object.link.is_none() && whole.is_none_or(|whole| whole.holds(row, cells)) {
                true => wanted_inside[rows].fill(true),
                false => abridged.push(object),
            }
        }
        (wanted_inside, abridged)
    }

    /// The batch of one item.
    fn only(&self, columns: &Columns<'_>, item: usize) -> Result<RecordBatch> {
        let mut wanted = vec![false; item + 1];
        wanted[item] = true;
        self.batch(columns, 0, &wanted)
    }

    /// The batch of those objects of a level that are wanted.
    fn batch(&self, columns: &Columns<'_>, level: usize, wanted: &[bool]) -> Result<RecordBatch> {
        let wanted = || (0..wanted.len()).filter(|object| wanted[*object]);
        let mut rows = columns.decoder.start(&columns.places, wanted().count());
        let mut parent = None;
        for object in wanted() {
            let row = self.row(level, object);
            if parent != Some(row.object.parent) {
                parent = Some(row.object.parent);
                rows.inherit(match level {
                    0 => self.list.inherited_values.clone(),
                    level => self.values(level - 1, row.object.parent),
                });
            }
            rows.add(row)?;
        }
        (columns.check)(rows.finish()?)
    }

    /// The values that the rows inside an object have of it.
    fn values(&self, level: usize, object: usize) -> Vec<(String, Value)> {
        let step = &self.plan.steps[level];
        let row = self.row(level, object);
        let outer = match level {
            0 => self.list.inherited_values.clone(),
            level => self.values(level - 1, row.object.parent),
        };
        let value = |(wanted, place): (&FromParent, &Option<usize>)| {
            let carried = match &wanted.value {
                Origin::Inherited(column) => outer.iter().find(|(name, _)| name == column),
                Origin::Member(_) => None,
            };
            let value = match carried {
                Some((_, value)) => value.clone(),
                None => value(row.cells[(*place)?], self.text)?,
            };
            Some((wanted.column.clone(), value))
        };
        let values = step.level.values.iter().zip(&step.values);
        values.filter_map(value).collect()
    }

    /// The listing of one object's rows, which are not whole. `parent` is the object's own row, where it is read too.
    fn by_itself(
        &self,
        level: usize,
        object: usize,
        parent: Option<RecordBatch>,
    ) -> Result<Partial> {
        let step = &self.plan.steps[level];
        let values = self.values(level, object);
        let fallback = step.level.fallback.as_ref();
        let list = fallback.and_then(|fallback| below(fallback, &values));
        let missing = || {
            let row = self.row(level, object);
            let what = match row.object.link {
                Some(link) => format!(
                    "where an array of rows should stand it has {}",
                    shown(link.text(self.text))
                ),
                None => format!(
                    "rows are missing in an object that has no key to ask for them by: {}",
                    shown(row.json())
                ),
            };
            self.plan.rows.decoder.broken(&what)
        };
        Ok(Partial {
            list: list.ok_or_else(missing)?,
            level: step.number,
            promised: step.whole.as_ref().and_then(|whole| {
                let row = self.row(level, object);
                number(row.text(whole.total))
            }),
            parent,
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
