//! What a resource is: a short description, one for each list or single object of the API. Knows no resource by name; the
//! descriptions themselves are in `resources`.

use serde_json::Value;

use crate::dataset::Dataset;
use crate::request::{Query, Version};
use crate::rows::{Fields, RowShape, Rows};

/// One resource of the API. The notation of `filters` and `sort` is explained in their modules.
pub(crate) struct Resource {
    /// Its name; also the name of its file in a `--data` folder and the key of its hidden rows.
    pub(crate) name: &'static str,
    /// The table whose rows it shows, where that has another name.
    pub(crate) table: &'static str,
    /// The API's version.
    pub(crate) version: Version,
    /// The list's path, or the single object's; empty where rows are only read one by one.
    pub(crate) list: &'static str,
    /// The same list under another spelling.
    pub(crate) also: &'static str,
    /// The path of one row; what it has beyond the list's placeholders is the row's key.
    pub(crate) item: &'static str,
    /// The field (or fields, separated by a blank) that the key of the path names.
    pub(crate) key: &'static str,
    /// The path of the count.
    pub(crate) count: &'static str,
    /// What a count answers; the usual is `{"count": N}`.
    pub(crate) tally: Option<Tally>,
    /// The scope of the token: several with `|` between, `!` behind one that wants the modify scope to read.
    pub(crate) scope: &'static str,
    /// How pages are asked for.
    pub(crate) paging: Paging,
    /// The page size of a request without `limit`.
    pub(crate) default_limit: usize,
    /// The largest `limit`.
    pub(crate) max_limit: usize,
    /// What surrounds the rows.
    pub(crate) envelope: Envelope,
    /// Whether a list without rows is 204 without a body.
    pub(crate) empty_is_204: bool,
    /// The filters.
    pub(crate) filters: &'static str,
    /// The sorts.
    pub(crate) sort: &'static str,
    /// What may be included: `word`, or `word>field` where the field has another name.
    pub(crate) include: &'static str,
    /// Words of `include` that make a page ten rows, whatever the limit.
    pub(crate) small_pages: &'static str,
    /// Whether `include_fields` and `exclude_fields` work, and for what they do not.
    pub(crate) fields: Fields,
    /// Further parameters that the resource knows.
    pub(crate) other: &'static str,
    /// Parameters of which one must be given.
    pub(crate) required: &'static str,
    /// Whether rows hold `{base}` where the store's address belongs.
    pub(crate) links: bool,
    /// The rows; `None` where the parent does not exist.
    pub(crate) rows: RowsOf,
}

/// Counts the rows at these positions in a way of its own.
pub(crate) type Tally = fn(&Dataset, &Rows<'_>, &[usize]) -> Value;

/// Gives a resource's rows, for the parents' keys of its path.
pub(crate) type RowsOf = for<'a> fn(&'a Dataset, &Keys) -> Option<Rows<'a>>;

/// How a resource is paged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Paging {
    /// No list: one object.
    Single,
    /// Everything at once; `page` and `limit` are not known.
    Whole,
    /// `page` and `limit`.
    Pages,
    /// `page`, `limit`, `before` and `after`.
    Cursor(Cursors),
    /// `limit`, and `after` with the value of this field of the last row.
    After(&'static str),
}

/// What the two kinds of paging do to each other where both are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cursors {
    /// A cursor wins over `page`. `meta` has cursors on the first page, and in answers to a cursor.
    Wins,
    /// A cursor wins over `page`. `meta` has the kind that the request used, and both for a request with neither.
    Apart,
}

/// What surrounds the rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Envelope {
    /// Nothing: a bare array or object.
    Bare,
    /// `data`, and `meta` with `pagination`.
    Pagination,
    /// The same without `links`.
    WithoutLinks,
    /// `data`, and `meta` with `offset`, `limit` and `total_items` beside the usual pagination.
    Offset,
    /// `data`, and an empty `meta`.
    Data,
    /// `data`, and nothing else.
    DataOnly,
}

impl Resource {
    /// What the rows look like, for those that write them.
    pub(crate) fn shape(&self) -> RowShape {
        RowShape {
            key: self.key,
            include: self.include,
            links: self.links,
        }
    }

    /// A list of v3 with the usual paging.
    pub(crate) const fn v3(name: &'static str, list: &'static str, rows: RowsOf) -> Self {
        Self {
            name,
            table: name,
            version: Version::V3,
            list,
            also: "",
            item: "",
            key: "id",
            count: "",
            tally: None,
            scope: "",
            paging: Paging::Pages,
            default_limit: 50,
            max_limit: 250,
            envelope: Envelope::Pagination,
            empty_is_204: false,
            filters: "",
            sort: "",
            include: "",
            small_pages: "",
            fields: Fields::Unknown,
            other: "",
            required: "",
            links: false,
            rows,
        }
    }

    /// A list of v2: a bare array, 204 when there is nothing.
    pub(crate) const fn v2(name: &'static str, list: &'static str, rows: RowsOf) -> Self {
        Self {
            version: Version::V2,
            envelope: Envelope::Bare,
            empty_is_204: true,
            links: true,
            ..Self::v3(name, list, rows)
        }
    }

    /// A single object of v3.
    pub(crate) const fn single(name: &'static str, path: &'static str, rows: RowsOf) -> Self {
        Self {
            paging: Paging::Single,
            envelope: Envelope::Data,
            ..Self::v3(name, path, rows)
        }
    }
}

/// What metafields of orders, and of one channel, are filtered by: they know a date by itself too.
pub(crate) const DATED_METAFIELDS: &str = "
    key text = :in
    namespace text = :in
    date_created time = :min :max
    date_modified time = :min :max";

/// What metafields of most kinds are filtered by.
const METAFIELD_FILTERS: &str = "
    key text = :in
    namespace text = :in
    date_created time :min :max
    date_modified time :min :max";

/// Metafields of one kind, of the whole store or of one thing.
pub(crate) const fn metafields(
    name: &'static str,
    list: &'static str,
    scope: &'static str,
    rows: RowsOf,
) -> Resource {
    Resource {
        scope,
        paging: Paging::Cursor(Cursors::Wins),
        fields: Fields::IncludeOnly,
        sort: "direction",
        filters: METAFIELD_FILTERS,
        ..Resource::v3(name, list, rows)
    }
}

/// The keys that a path holds, in their order, and the parameters, for the few resources whose rows depend on one.
#[derive(Clone, Debug, Default)]
pub(crate) struct Keys {
    /// The keys.
    pub(crate) path: Vec<String>,
    /// The parameters.
    pub(crate) query: Query,
}

impl Keys {
    /// A key as a number; `None` for any other text, which the API answers with 404.
    pub(crate) fn int(&self, position: usize) -> Option<i64> {
        self.path.get(position).and_then(|key| key.parse().ok())
    }

    /// A key as text.
    pub(crate) fn text(&self, position: usize) -> &str {
        self.path.get(position).map_or("", String::as_str)
    }
}
