//! What a request wants of each row, and how a row that is a JSON value is written by it: without what `include` did not ask for,
//! and without what the projection leaves out.

use serde_json::Value;

use crate::request::Query;

/// What a description says of the shape of its rows.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RowShape {
    /// The key's field, or fields with a blank between.
    pub(crate) key: &'static str,
    /// What may be included: `word`, or `word>field` where the field has another name. `->field` is a part of the row that only a
    /// list of its own shows.
    pub(crate) include: &'static str,
    /// Whether rows hold `{base}` where the store's address belongs.
    pub(crate) links: bool,
}

/// What a request wants of each row.
pub(crate) struct RowRequest<'a> {
    /// The store's address: `http://host/stores/hash`.
    pub(crate) base: &'a str,
    /// The words of `include`.
    pub(crate) include: Vec<&'a str>,
    /// Which fields are wanted.
    pub(crate) projection: Projection<'a>,
    /// All parameters, for the few rows that depend on one.
    pub(crate) query: &'a Query,
    /// The shape of the rows.
    pub(crate) shape: RowShape,
}

impl RowRequest<'_> {
    /// Whether a word stands in `include`.
    pub(crate) fn includes(&self, word: &str) -> bool {
        self.include.contains(&word)
    }
}

/// Whether `include_fields` and `exclude_fields` work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fields {
    /// They are not known.
    Unknown,
    /// They work for every field.
    Any,
    /// They work for every field except these.
    Except(&'static str),
    /// Only `include_fields` works.
    IncludeOnly,
}

/// Which fields of a row are wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Projection<'a> {
    /// All.
    All,
    /// These, and the key.
    Only(Vec<&'a str>),
    /// All but these; the key stays.
    Without(Vec<&'a str>),
}

impl<'a> Projection<'a> {
    /// Reads `include_fields` and `exclude_fields` as far as the resource knows them.
    pub(crate) fn of(fields: Fields, included: Vec<&'a str>, excluded: Vec<&'a str>) -> Self {
        let included = match fields {
            Fields::Unknown => return Self::All,
            // The API ignores such a field in the list of wanted ones.
            Fields::Except(never) => included
                .into_iter()
                .filter(|field| !never.split(' ').any(|word| word == *field))
                .collect(),
            Fields::Any | Fields::IncludeOnly => included,
        };
        match (
            included.is_empty(),
            excluded.is_empty() || fields == Fields::IncludeOnly,
        ) {
            (false, _) => Self::Only(included),
            (true, false) => Self::Without(excluded),
            (true, true) => Self::All,
        }
    }

    /// Whether a field is wanted; a key always is.
    fn wants(&self, field: &str, key: &str) -> bool {
        match self {
            Self::All => true,
            Self::Only(fields) => {
                fields.contains(&field) || key.split(' ').any(|word| word == field)
            }
            Self::Without(fields) => {
                !fields.contains(&field) || key.split(' ').any(|word| word == field)
            }
        }
    }
}

/// The field that a word of `include` brings.
fn field_of(entry: &str) -> (&str, &str) {
    entry.split_once('>').unwrap_or((entry, entry))
}

/// Writes a row that is a JSON value.
pub(crate) fn write_value(mut row: Value, request: &RowRequest<'_>, out: &mut Vec<u8>) {
    let shape = request.shape;
    if let Value::Object(fields) = &mut row {
        let mut brought = Vec::new();
        for entry in shape.include.split_whitespace() {
            let (word, field) = field_of(entry);
            if request.includes(word) {
                brought.push(field);
            } else {
                fields.shift_remove(field);
            }
        }
        if request.projection != Projection::All {
            fields.retain(|field, _| {
                brought.contains(&field.as_str()) || request.projection.wants(field, shape.key)
            });
        }
    }
    let start = out.len();
    // Writing a value into memory cannot fail: all its keys are texts.
    let _ = serde_json::to_writer(&mut *out, &row);
    if shape.links {
        put_base(out, start, request.base);
    }
}

/// Puts the store's address where a row says `{base}`.
fn put_base(out: &mut Vec<u8>, start: usize, base: &str) {
    const PLACE: &[u8] = b"{base}";
    if !out[start..]
        .windows(PLACE.len())
        .any(|window| window == PLACE)
    {
        return;
    }
    let text = String::from_utf8_lossy(&out[start..]).replace("{base}", base);
    out.truncate(start);
    out.extend_from_slice(text.as_bytes());
}
