//! What one column is: its type, where its value stands in the API's JSON, and which filters reach the API.

use indexmap::IndexMap;

/// One column of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// Canonical name.
    pub name: String,
    /// Type of every value.
    pub kind: ColumnType,
    /// One sentence, with unit where there is one.
    pub about: String,
    /// Path from the row's object to the value; usually the name alone.
    pub path: Vec<String>,
    /// The value stands in the parent's object, at `path`, not in the row's (a child's `order_id` is its order's `id`).
    /// Where the row was listed below its parent, it is the parent's key.
    pub from_parent: bool,
    /// The value is the row's place in its array, from 0: for rows that the API gives no id.
    pub ordinal: bool,
    /// Word of `include` that the list needs before it sends the value.
    pub include: Option<String>,
    /// The list's `include_fields` knows the field, by the first part of `path`. Where it does not, a query that wants
    /// the value asks for whole objects.
    pub projected: bool,
    /// Filters that the API takes, each with its parameter.
    pub filters: IndexMap<Operator, String>,
    /// How a boolean is spelled in a filter.
    pub booleans: Booleans,
    /// Every value that the API knows, where it is an enumeration.
    pub values: Vec<String>,
    /// `table.column` that it names.
    pub references: Option<(String, String)>,
    /// The API sets it and refuses it in a write.
    pub read_only: bool,
    /// Set when the row is created, and refused in a change.
    pub insert_only: bool,
    /// Path of the value in a write's body, where it is not the one in the answer.
    pub write_as: Option<Vec<String>>,
    /// How a write spells the value, where it is not as the type's other columns of that API.
    pub write_format: WriteFormat,
    /// A write may set it to null.
    pub writes_null: bool,
    /// What it reads as where it is not set, as JSON text: what a write sends in the place of NULL.
    pub unset: Option<String>,
    /// A password or a key: no log and no file shows what is written.
    pub secret: bool,
    /// A write gives the path of a local file of at most so many bytes, and the file goes along in a form.
    pub file: Option<u32>,
    /// The most characters that a write takes.
    pub max_length: Option<u32>,
    /// The query must give a value, as the API reads nothing without it. Where the row does not repeat it, the column
    /// has the value that was asked for.
    pub required: bool,
    /// Other names under which the field's drivers know it.
    pub aliases: Vec<String>,
    /// Never NULL: keys, and what a specification promises.
    pub not_null: bool,
}

/// The types of columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ColumnType {
    /// 64-bit integer; also where the API sends digits in quotes.
    Int64,
    /// true or false; the API also sends 0/1 and "0"/"1".
    Bool,
    /// Text, as it came.
    Text,
    /// Exact decimal of (precision, scale).
    Decimal(u8, i8),
    /// IEEE double, for measures that are not money.
    Float64,
    /// Day.
    Date,
    /// Microseconds, UTC.
    Timestamp,
    /// JSON kept as text and marked in the field's metadata.
    Json,
    /// UUID as text.
    Uuid,
}

/// How a write spells a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WriteFormat {
    /// As the type is in JSON: a number, true or false, a text, JSON as it is.
    Plain,
    /// A number in quotes; true and false as `"1"` and `"0"`.
    Quoted,
    /// `2026-01-31T08:26:00Z`; a date is `2026-01-31`.
    Rfc3339,
    /// `Sat, 31 Jan 2026 08:26:00 +0000`
    Rfc2822,
    /// Seconds since 1970, in quotes.
    UnixText,
}

/// A comparison that a list's parameter can carry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Operator {
    /// `=`
    Equal,
    /// `!=`
    NotEqual,
    /// `IN (…)`
    In,
    /// `NOT IN (…)`
    NotIn,
    /// `>=`
    AtLeast,
    /// `<=`
    AtMost,
    /// `>`
    Above,
    /// `<`
    Below,
    /// `LIKE`; the API takes the text between the wildcards.
    Like,
}

/// How a filter spells true and false.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Booleans {
    /// `true` / `false`
    #[default]
    Words,
    /// `1` / `0`
    Digits,
}
