//! What the API takes of one table: endpoints with their batches and bodies, natural keys, and what a deletion takes along.
//!
//! Plain data, as `table`. How requests are made of it is the `write` crate's; how a file becomes it is [`crate::load`].

use indexmap::IndexMap;

use crate::children::Children;
use crate::column::Column;
use crate::profile::Api;

/// What the API writes of one table.
#[derive(Debug, Clone, PartialEq)]
pub struct Write {
    /// The version that takes the writes; some tables are read by v2 and written by v3.
    pub api: Api,
    /// Creates rows. A table without it whose API upserts is inserted into by `upsert`.
    pub insert: Option<Insert>,
    /// Change rows by their key. At most one takes any column, and stands first; the others take the columns that they name.
    /// A table without any whose API upserts is updated by `upsert`.
    pub updates: Vec<Update>,
    /// Creates a row, or changes the one with the same natural key.
    pub upsert: Option<Upsert>,
    /// Deletes rows by their key.
    pub delete: Option<Delete>,
    /// What an insert or upsert must have.
    pub required: Vec<Required>,
    /// Columns of which no two rows have the same values.
    pub unique: Vec<Vec<String>>,
    /// Members of a body that no column reads: `products` of an order that is created.
    pub members: IndexMap<String, Column>,
    /// Columns and members whose values are rows of other tables.
    pub children: IndexMap<String, Children>,
    /// Scope needed, where it is not the read scope without `_read_only`.
    pub scope: Option<String>,
}

impl Write {
    /// Nothing is written.
    pub(crate) fn none(api: Api) -> Self {
        Write {
            api,
            insert: None,
            updates: Vec::new(),
            upsert: None,
            delete: None,
            required: Vec::new(),
            unique: Vec::new(),
            members: IndexMap::new(),
            children: IndexMap::new(),
            scope: None,
        }
    }

    /// Whether the API writes the table at all.
    pub fn is_none(&self) -> bool {
        self.endpoints().next().is_none()
    }

    /// When a statement may give a value for the column.
    pub fn takes(&self, column: &Column) -> Takes {
        let inserts = self.insert.is_some() || self.upsert.is_some();
        let updates = !self.updates.is_empty() || self.upsert.is_some();
        let of_key = |upsert: &Upsert| upsert.key.contains(&column.name);
        // What says which row is meant is no change of it.
        let names_row = column.from_parent
            || self.upsert.iter().any(of_key)
            || self
                .updates
                .iter()
                .any(|one| one.endpoint.has_in_path(column));
        match (inserts, updates && !column.insert_only && !names_row) {
            _ if column.read_only || !self.has_place(column) => Takes::Never,
            (true, true) => Takes::Always,
            (true, false) => Takes::AtInsert,
            (false, true) => Takes::AtUpdate,
            (false, false) => Takes::Never,
        }
    }

    /// Whether a write has a place for the column: a value of the parent only where the path, or what is required, names it.
    fn has_place(&self, column: &Column) -> bool {
        let mut required = self.required.iter().flat_map(|required| &required.one_of);
        !column.from_parent
            || required.any(|name| *name == column.name)
            || self
                .endpoints()
                .any(|(_, endpoint)| endpoint.has_in_path(column))
    }

    /// Every endpoint, each with the word of the definition that names it.
    pub fn endpoints(&self) -> impl Iterator<Item = (&'static str, &Endpoint)> {
        let insert = self
            .insert
            .iter()
            .map(|insert| ("insert", &insert.endpoint));
        let updates = self
            .updates
            .iter()
            .map(|update| ("update", &update.endpoint));
        let upsert = self
            .upsert
            .iter()
            .map(|upsert| ("upsert", &upsert.endpoint));
        let delete = self
            .delete
            .iter()
            .map(|delete| ("delete", &delete.endpoint));
        insert.chain(updates).chain(upsert).chain(delete)
    }
}

/// When a statement may give a value for a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Takes {
    /// The API sets it, or does not write the table.
    Never,
    /// When the row is created.
    AtInsert,
    /// When the row is changed.
    AtUpdate,
    /// At both.
    Always,
}

/// What an insert must have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Required {
    /// The columns of which one is enough; usually it is only one.
    pub one_of: Vec<String>,
}

/// Creates rows.
#[derive(Debug, Clone, PartialEq)]
pub struct Insert {
    /// Where to.
    pub endpoint: Endpoint,
    /// The columns by which a new row is found, where the answer does not give its key.
    pub found_by: Vec<String>,
}

/// Changes rows by their key.
#[derive(Debug, Clone, PartialEq)]
pub struct Update {
    /// Where to.
    pub endpoint: Endpoint,
    /// The columns that this update takes and the first does not; empty at the first.
    pub columns: Vec<String>,
    /// What goes along beside what changes.
    pub carries: Carries,
    /// It takes a null where the column does. A null that the first update does not take goes by the next one that does.
    pub nulls: bool,
}

/// Creates a row, or changes the one with the same natural key.
#[derive(Debug, Clone, PartialEq)]
pub struct Upsert {
    /// Where to.
    pub endpoint: Endpoint,
    /// The natural key: an UPDATE of one of these columns would write another row.
    pub key: Vec<String>,
    /// What goes along beside what changes.
    pub carries: Carries,
    /// The columns by which the row is found, where the answer does not give its key.
    pub found_by: Vec<String>,
}

/// Deletes rows by their key.
#[derive(Debug, Clone, PartialEq)]
pub struct Delete {
    /// Where to.
    pub endpoint: Endpoint,
    /// The change that deletes, where the endpoint changes rows: column and JSON text, `quantity` and `0`.
    pub set: IndexMap<String, String>,
    /// Tables whose rows go along.
    pub takes_along: Vec<String>,
}

/// What a change carries beside the key and the columns that change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Carries {
    /// These columns, as the row has them.
    Columns(Vec<String>),
    /// All that can be written: what is left out is cleared or refused.
    All,
}

/// One writing endpoint.
#[derive(Debug, Clone, PartialEq)]
pub struct Endpoint {
    /// `POST`, `PUT` or `DELETE`.
    pub method: String,
    /// Path with columns in braces.
    pub path: String,
    /// Most rows in a request.
    pub batch: u32,
    /// What the body is.
    pub body: Body,
    /// The member of the body's object that has the rows: `items`.
    pub wrap: Option<String>,
    /// Columns that this body has elsewhere than the table's other bodies, each with its path: `identity.variant_id`.
    pub paths: IndexMap<String, Vec<String>>,
    /// The array takes the place of all rows below the path: those that stay are sent along.
    pub replaces: bool,
    /// Requests that it takes side by side, where the API names a number.
    pub concurrency: Option<u32>,
    /// What of an array is written where a part of it is refused.
    pub partial: Partial,
    /// The answer comes before the change shows.
    pub scheduled: bool,
}

impl Endpoint {
    /// Whether the path names the column.
    fn has_in_path(&self, column: &Column) -> bool {
        self.path.contains(&format!("{{{}}}", column.name))
    }

    /// Where a row's object in the body has the value of a column.
    pub fn path_of<'a>(&'a self, column: &'a Column) -> &'a [String] {
        match (self.paths.get(&column.name), &column.write_as) {
            (Some(path), _) | (None, Some(path)) => path,
            // The path of such a column leads through the parent's object.
            (None, None) if column.from_parent => std::slice::from_ref(&column.name),
            (None, None) => &column.path,
        }
    }
}

/// What the body of a write is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Body {
    /// One row's object, or none where all stands in the path.
    Object,
    /// An array of rows.
    Array,
    /// An array of the rows' keys.
    Keys,
}

/// What of an array is written where a part of it is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Partial {
    /// Nothing.
    Nothing,
    /// The rows that the answer does not refuse.
    Told,
    /// No file says it: the rows are read back.
    Unknown,
}
