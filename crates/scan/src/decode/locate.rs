//! The first of decoding's two phases: an answer is walked over once and checked, and what is wanted of it is noted by its place
//! in the text. No value is read yet; whether an item is wanted is not known either.

use storeql_json::{Fault, Name, Peek, Walk};

use super::broken::Broken;
use super::invalid::{is_no_object, shown};
use super::shape::{Node, Shape};

/// The place of one value in an answer's text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cell {
    start: u32,
    end: u32,
    pub(super) kind: Kind,
}

/// What stands at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Nothing: the object has no such member.
    Absent,
    Null,
    True,
    False,
    Number,
    /// A string without escapes.
    Plain,
    /// A string with escapes.
    Escaped,
    /// An object or an array.
    Nested,
    /// Something that stands where an object with the value was meant.
    Misplaced,
}

impl Kind {
    fn of(value: Peek) -> Self {
        match value {
            Peek::Null => Self::Null,
            Peek::True => Self::True,
            Peek::False => Self::False,
            Peek::Number => Self::Number,
            Peek::String => Self::Plain,
            Peek::Array | Peek::Object => Self::Nested,
        }
    }
}

impl Cell {
    const ABSENT: Self = Self {
        start: 0,
        end: 0,
        kind: Kind::Absent,
    };

    /// Whether the object has a value there.
    pub(super) fn has_value(self) -> bool {
        !matches!(self.kind, Kind::Absent | Kind::Null)
    }

    /// What stands there, quotes included.
    #[inline]
    pub(super) fn text(self, page: &str) -> &str {
        page.get(self.start as usize..self.end as usize)
            .unwrap_or_default()
    }
}

/// The objects of one list, or of the arrays in another list's objects.
#[derive(Debug)]
pub(super) struct Objects {
    /// Cells of an object.
    width: usize,
    cells: Vec<Cell>,
    objects: Vec<Object>,
}

/// One object.
#[derive(Debug, Clone, Copy)]
pub(super) struct Object {
    start: u32,
    end: u32,
    /// The object that it lies in.
    pub(super) parent: usize,
    /// Its place in its array.
    pub(super) place: i64,
    /// What stands where an array of further objects should.
    pub(super) link: Option<Cell>,
}

impl Object {
    /// Its text.
    pub(super) fn text(self, page: &str) -> &str {
        page.get(self.start as usize..self.end as usize)
            .unwrap_or_default()
    }
}

impl Objects {
    fn new(shape: &Shape) -> Self {
        Self {
            width: shape.cells,
            cells: Vec::new(),
            objects: Vec::new(),
        }
    }

    fn begin(&mut self, start: usize, parent: usize, place: i64) -> usize {
        let cells = self.cells.len() + self.width;
        self.cells.resize(cells, Cell::ABSENT);
        self.objects.push(Object {
            start: place_of(start),
            end: place_of(start),
            parent,
            place,
            link: None,
        });
        self.objects.len() - 1
    }

    pub(super) fn len(&self) -> usize {
        self.objects.len()
    }

    pub(super) fn get(&self, object: usize) -> Object {
        self.objects[object]
    }

    /// What was noted of an object, in the order of its shape.
    pub(super) fn cells(&self, object: usize) -> &[Cell] {
        &self.cells[object * self.width..][..self.width]
    }
}

/// A place in an answer. `PageReader` reads no answer in which it would be cut.
fn place_of(at: usize) -> u32 {
    at as u32
}

/// Walks over an answer's rows. `shapes` has one for each level.
pub(super) struct Locator<'s> {
    shapes: &'s [Shape],
    /// The answer to a list that is one object.
    single: bool,
    /// The list's objects, then those in the objects before.
    levels: Vec<Objects>,
}

/// The object that a walk is in.
struct Within {
    level: usize,
    object: usize,
    /// No array lies between the object and the walk's place, so that what stands there is the object's.
    own: bool,
    /// Something else than an array, where the next level's objects should stand.
    link: Option<Cell>,
}

impl<'s> Locator<'s> {
    pub(super) fn new(shapes: &'s [Shape], single: bool) -> Self {
        Self {
            shapes,
            single,
            levels: shapes.iter().map(Objects::new).collect(),
        }
    }

    /// What was found: the list's objects, then those in the objects before; the last ones are the rows.
    pub(super) fn found(self) -> Vec<Objects> {
        self.levels
    }

    /// The list at the end of `path` in the value that the walk stands before, the whole answer or what v3 wraps.
    pub(super) fn list(
        &mut self,
        walk: &mut Walk<'_>,
        value: Peek,
        path: &[String],
    ) -> Result<(), Broken> {
        let start = walk.at();
        match path {
            [] if value == Peek::Object && self.single => {
                self.object(walk, 0, 0, 0)?;
                let text = walk.since(start);
                match is_no_object(text) || says_error(text)? {
                    true => Err(no_list(text)),
                    false => Ok(()),
                }
            }
            [] => self.rows(walk, value, false),
            path => {
                let found = self.at(walk, value, path)?;
                match found && matches!(value, Peek::Array | Peek::Object) {
                    true => Ok(()),
                    false => Err(no_list(walk.since(start))),
                }
            }
        }
    }

    /// An array of the list's objects; `none` where the API's other ways to say that there are none will do as well.
    fn rows(&mut self, walk: &mut Walk<'_>, value: Peek, none: bool) -> Result<(), Broken> {
        let start = walk.at();
        if value == Peek::Array {
            self.objects(walk, value, 0, 0, &mut 0)?;
            // The errors of v2 are arrays.
            return match &*self.levels[0].objects {
                [only] if says_error(only.text(walk.from(0)))? => Err(no_list(walk.since(start))),
                _ => Ok(()),
            };
        }
        walk.skip(value)?;
        let text = walk.since(start);
        match none && is_no_object(text) {
            true => Ok(()),
            false => Err(no_list(text)),
        }
    }

    /// The list at `path`, or an array that stands for it: an order's fees come in both ways. False where it is not there,
    /// unless the object holds other lists in its place: an order's consignments may lack a kind.
    fn at(&mut self, walk: &mut Walk<'_>, value: Peek, path: &[String]) -> Result<bool, Broken> {
        let Some((name, rest)) = path.split_first() else {
            return self.rows(walk, value, true).map(|()| true);
        };
        let (mut found, mut nested, mut lists, mut first) = (None, true, false, true);
        match value {
            Peek::Object => {
                walk.open()?;
                while let Some(member) = walk.member(first, Some(name))? {
                    first = false;
                    let value = walk.peek()?;
                    let start = walk.at();
                    match member == Name::Expected && found.is_none() {
                        true => found = Some(self.at(walk, value, rest)?),
                        false => walk.skip(value)?,
                    }
                    nested &= matches!(value, Peek::Array | Peek::Object);
                    lists |= value == Peek::Array || !is_no_object(walk.since(start));
                }
                Ok(found.unwrap_or(nested && lists))
            }
            Peek::Array => self.rows(walk, value, true).map(|()| true),
            value => {
                let start = walk.at();
                walk.skip(value)?;
                Ok(is_no_object(walk.since(start)))
            }
        }
    }

    /// The objects of an array, or one. Arrays in it hold objects too: an example of the official files has one (v2's blog tags).
    fn objects(
        &mut self,
        walk: &mut Walk<'_>,
        value: Peek,
        level: usize,
        parent: usize,
        place: &mut i64,
    ) -> Result<(), Broken> {
        match value {
            Peek::Array => {
                walk.open()?;
                let mut first = true;
                while let Some(value) = walk.element(first)? {
                    first = false;
                    self.objects(walk, value, level, parent, place)?;
                }
                Ok(())
            }
            Peek::Object => {
                self.object(walk, level, parent, *place)?;
                *place += 1;
                Ok(())
            }
            value => {
                let start = walk.at();
                walk.skip(value)?;
                let text = shown(walk.since(start));
                Err(Broken(format!("a list with {text} among its rows")))
            }
        }
    }

    fn object(
        &mut self,
        walk: &mut Walk<'_>,
        level: usize,
        parent: usize,
        place: i64,
    ) -> Result<(), Broken> {
        let shapes = self.shapes;
        let shape = &shapes[level];
        let start = walk.at();
        let object = self.levels[level].begin(start, parent, place);
        let mut within = Within {
            level,
            object,
            own: true,
            link: None,
        };
        self.members(walk, &shape.root, &mut within)?;
        let found = &mut self.levels[level].objects[object];
        found.end = place_of(walk.at());
        found.link = within.link;
        Ok(())
    }

    /// The members of the object that the walk stands before; says whether any is wanted.
    fn members(
        &mut self,
        walk: &mut Walk<'_>,
        node: &Node,
        within: &mut Within,
    ) -> Result<bool, Broken> {
        walk.open()?;
        let (mut first, mut place, mut any) = (true, 0, false);
        // A member that comes twice counts once.
        let mut arrays = Vec::new();
        while let Some(position) = node.members.step(walk, first, &mut place)? {
            first = false;
            let value = walk.peek()?;
            let Some(position) = position else {
                walk.skip(value)?;
                continue;
            };
            any = true;
            let member = node.members.get(position);
            if member.rows || member.leads_to_rows {
                if arrays.contains(&position) {
                    walk.skip(value)?;
                    continue;
                }
                arrays.push(position);
            }
            self.value(walk, value, member, within)?;
        }
        Ok(any)
    }

    /// A member that is wanted, or in which something is.
    fn value(
        &mut self,
        walk: &mut Walk<'_>,
        value: Peek,
        node: &Node,
        within: &mut Within,
    ) -> Result<(), Broken> {
        let start = walk.at();
        let mut kind = Kind::of(value);
        let mut link = false;
        match value {
            Peek::String => {
                if walk.skip_string()? {
                    kind = Kind::Escaped;
                }
            }
            Peek::Object if !node.members.is_empty() => {
                link = !self.members(walk, node, within)? && node.leads_to_rows;
            }
            Peek::Array if node.rows => {
                let (level, object) = (within.level + 1, within.object);
                self.objects(walk, value, level, object, &mut 0)?;
            }
            Peek::Array if node.leads_to_rows => {
                let own = std::mem::replace(&mut within.own, false);
                walk.open()?;
                let mut first = true;
                while let Some(value) = walk.element(first)? {
                    first = false;
                    self.value(walk, value, node, within)?;
                }
                within.own = own;
            }
            value => walk.skip(value)?,
        }
        let cell = Cell {
            start: place_of(start),
            end: place_of(walk.at()),
            kind,
        };
        if within.own {
            let object = value == Peek::Object;
            let none = || is_no_object(walk.since(start));
            if !object && !node.inside.is_empty() && !none() {
                let kind = Kind::Misplaced;
                for place in &node.inside {
                    self.note(within, *place, Cell { kind, ..cell });
                }
            }
            for place in &node.cells {
                self.note(within, *place, cell);
            }
        }
        link |= node.rows && value != Peek::Array;
        if link && !is_no_object(walk.since(start)) {
            within.link = Some(cell);
        }
        Ok(())
    }

    /// Notes a value of an object; the first one counts.
    fn note(&mut self, within: &Within, place: usize, cell: Cell) {
        let objects = &mut self.levels[within.level];
        let noted = &mut objects.cells[within.object * objects.width + place];
        if noted.kind == Kind::Absent {
            *noted = cell;
        }
    }
}

/// The answer to a list that is none.
fn no_list(text: &str) -> Broken {
    Broken(shown(text))
}

/// Whether `json` is the API's word of an error: a status and a text, and nothing that words of errors do not have.
fn says_error(json: &str) -> Result<bool, Fault> {
    let mut walk = Walk::new(json);
    walk.peek()?;
    walk.open()?;
    let (mut first, mut status, mut text) = (true, false, false);
    while let Some(name) = walk.member(first, None)? {
        first = false;
        let Name::Other(name) = name else {
            return Ok(false);
        };
        let value = walk.peek()?;
        match (&*name, value) {
            ("status" | "code", Peek::Number) => status = true,
            ("title" | "message", Peek::String) => text = true,
            ("type" | "detail" | "details" | "instance" | "errors", _) => {}
            _ => return Ok(false),
        }
        walk.skip(value)?;
    }
    Ok(status && text)
}
