//! What one table is, once loaded and validated: how its rows are listed, counted, filtered and written.
//!
//! Plain data. How a request is made of it is the engine's `scan`; how a file becomes it is [`crate::load`].

use indexmap::IndexMap;

use crate::column::Column;
use crate::profile::{Api, SortStyle};
use crate::write::Write;

/// One table of the store.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// Canonical name, `snake_case` and plural as the API's resource: `order_items`.
    pub name: String,
    /// The folder of its file, which groups the docs: `orders`.
    pub area: String,
    /// One or two sentences for a person who chooses a table.
    pub about: String,
    /// Other names under which the field's drivers know the table.
    pub aliases: Vec<String>,
    /// Which version of the API serves it, and so which conventions hold.
    pub api: Api,
    /// The scope a token needs to read it; empty where any token will do.
    pub scope: String,
    /// The columns that name a row: never empty but for single objects without an id.
    pub key: Vec<String>,
    /// All columns, in the order of `SELECT *`.
    pub columns: IndexMap<String, Column>,
    /// The table whose columns stand behind its own: the settings of channels have those of the store.
    pub columns_of: Option<String>,
    /// The endpoint that lists rows of the whole store, if there is one.
    pub list: Option<Listing>,
    /// The rows as an array inside a parent's object.
    pub embedded: Option<Embedded>,
    /// One call per parent.
    pub per_parent: Option<PerParent>,
    /// Endpoint that answers the number of rows.
    pub count: Option<Count>,
    /// What the API writes.
    pub write: Write,
    /// Queries that the docs print and the tests run.
    pub examples: Vec<Example>,
}

/// An endpoint that answers rows.
#[derive(Debug, Clone, PartialEq)]
pub struct Listing {
    /// Path below `/stores/{hash}/v2|v3`; `{column}` stands for a column's value: `/orders`.
    pub path: String,
    /// How pages follow each other.
    pub paging: Paging,
    /// The largest page, and so the size asked for in a whole scan.
    pub max_page: u32,
    /// Column by whose range the list can be cut (`min_id`/`max_id`, `id:min`/`id:max`), unique and sortable.
    pub keyset: Option<String>,
    /// Columns that the list sorts by, each with the word that the API uses for it.
    pub sort: IndexMap<String, String>,
    /// How a sort and its direction are spelled.
    pub sort_style: SortStyle,
    /// The list takes `include_fields`.
    pub projects: bool,
    /// Parameters that go along always: `consignment_structure=object`.
    pub query: IndexMap<String, String>,
    /// Path from the answer (v3: from `data`) to the rows; empty when the answer is the rows.
    pub rows: Vec<String>,
    /// Requests that the endpoint takes side by side, where the API names a number.
    pub concurrency: Option<u32>,
    /// Whether `meta.pagination.total` counts the list's rows.
    pub total: bool,
    /// A v3 answer without the usual `data` around it.
    pub bare: bool,
}

impl Listing {
    /// Whether the list can be told how large its pages should be.
    pub fn takes_limit(&self) -> bool {
        self.paging != Paging::AsTold
    }
}

/// How the pages of a listing follow each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paging {
    /// `page` and `limit`.
    Page,
    /// `limit` and `after`, from `meta.cursor_pagination.end_cursor`; `page` works too.
    Cursor,
    /// `limit` and `after`, where `after` is the last row's key.
    AfterKey,
    /// One answer holds every row.
    Whole,
    /// Nothing is asked for: one answer holds every row, unless it tells of further pages, which `page` brings.
    AsTold,
    /// The answer is one object: the table has one row.
    Single,
}

/// Rows that come inside the objects of another table's list.
#[derive(Debug, Clone, PartialEq)]
pub struct Embedded {
    /// The parent table.
    pub table: String,
    /// Word of the parent list's `include`, where one is needed.
    pub include: Option<String>,
    /// Further parameters of the parent's list.
    pub query: IndexMap<String, String>,
    /// The page size that the API forces when this is included.
    pub max_page: Option<u32>,
    /// Paths from the parent's object to arrays of rows; arrays on the way are walked through.
    pub rows: Vec<Vec<String>>,
    /// How a parent whose array came incomplete is known.
    pub complete: Option<Complete>,
}

/// The rule by which a parent's included rows are known to be all of them.
#[derive(Debug, Clone, PartialEq)]
pub struct Complete {
    /// Field of the parent that counts: `items_total`.
    pub total: String,
    /// Field of the row whose sum must equal it: `quantity`.
    pub sum: String,
    /// Member that marks a cut anywhere in the parent's object: `__warning__`.
    pub warning: Option<String>,
}

/// Rows that are listed below one parent.
#[derive(Debug, Clone, PartialEq)]
pub struct PerParent {
    /// The parent table, whose keys are asked for when the query names none.
    pub table: String,
    /// Column of this table → column of the parent that has its value: `order_id` → `id`.
    pub keys: IndexMap<String, String>,
    /// The listing; its path, or a parameter of its `query`, has the columns in braces.
    pub listing: Listing,
}

/// A count endpoint.
#[derive(Debug, Clone, PartialEq)]
pub struct Count {
    /// Path: `/orders/count`.
    pub path: String,
    /// The answer's member that has the number: `count`.
    pub field: String,
    /// It takes the filters of the list; otherwise it counts every row, whatever it is asked.
    pub filters: bool,
    /// Where the answer counts by a column as well: `status_id` by `statuses[].id` and `statuses[].count`.
    pub by: Option<CountBy>,
    /// How a row is known that is counted and that the list leaves out.
    pub hidden: Option<Hidden>,
}

/// Rows that a count may have beyond those of the list: archived orders.
#[derive(Debug, Clone, PartialEq)]
pub struct Hidden {
    /// Path of one row, with the key in braces: `/orders/{id}`.
    pub path: String,
    /// Its member that is true in such a row: `is_deleted`.
    pub member: String,
}

/// A count per value of one column.
#[derive(Debug, Clone, PartialEq)]
pub struct CountBy {
    /// The column of the table.
    pub column: String,
    /// Member of the answer with the groups.
    pub rows: String,
    /// Member of a group with the column's value.
    pub key: String,
    /// Member of a group with its count.
    pub count: String,
}

/// A query of the docs.
#[derive(Debug, Clone, PartialEq)]
pub struct Example {
    /// What a person would ask.
    pub about: String,
    /// The query.
    pub sql: String,
}
