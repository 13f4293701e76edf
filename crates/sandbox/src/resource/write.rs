//! Writes one row: takes away what `include` did not ask for, and what the projection leaves out.

use serde_json::Value;

use super::{Context, Fields};

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
            // Such a field cannot be asked for by name; the API answers as if it had not been named.
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
pub(crate) fn value(mut row: Value, context: &Context<'_>, out: &mut Vec<u8>) {
    let resource = context.resource;
    if let Value::Object(fields) = &mut row {
        let mut brought = Vec::new();
        for entry in resource.include.split_whitespace() {
            let (word, field) = field_of(entry);
            if context.includes(word) {
                brought.push(field);
            } else {
                fields.shift_remove(field);
            }
        }
        if context.projection != Projection::All {
            fields.retain(|field, _| {
                brought.contains(&field.as_str()) || context.projection.wants(field, resource.key)
            });
        }
    }
    let start = out.len();
    // Writing a value into memory cannot fail: it has no keys but texts.
    let _ = serde_json::to_writer(&mut *out, &row);
    if resource.links {
        put_base(out, start, context.base);
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
