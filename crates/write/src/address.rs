//! Where a row stands: its address as a statement gives it, the texts that fill a path, and the full key without which nothing
//! is deleted.

use storeql_catalog::{Body, Column, Endpoint, Table};

use crate::change::Verb;
use crate::error::{PlanError, PlanErrorKind};
use crate::value::Value;

/// The columns that say which row of `table` is meant: its key, what the paths name, and what an upsert finds its row by. A
/// change gives their values in this order.
///
/// ```
/// use storeql_catalog::Catalog;
/// use storeql_write::{Verb, address_of};
///
/// let table = Catalog::builtin().table("product_images").unwrap();
/// assert_eq!(address_of(table, Verb::Delete), ["id", "product_id"]);
/// ```
pub fn address_of(table: &Table, verb: Verb) -> Vec<String> {
    let mut names = table.key.clone();
    let mut add = |name: &str| {
        if !names.iter().any(|known| known == name) {
            names.push(name.to_owned());
        }
    };
    let write = &table.write;
    let deletes = write.delete.iter().map(|delete| &delete.endpoint);
    let updates = write.updates.iter().map(|update| &update.endpoint);
    let upsert = write.upsert.iter().filter(|_| write.updates.is_empty());
    let endpoints: Vec<&Endpoint> = match verb {
        Verb::Delete => deletes.collect(),
        _ => updates
            .chain(upsert.clone().map(|upsert| &upsert.endpoint))
            .collect(),
    };
    for name in endpoints
        .iter()
        .flat_map(|endpoint| placeholders(&endpoint.path))
    {
        add(name);
    }
    if verb != Verb::Delete {
        // The row may have to be read before it is changed, below its parent.
        let parents = table.per_parent.iter().filter(|_| table.list.is_none());
        for name in parents.flat_map(|parent| parent.keys.keys()) {
            add(name);
        }
        for name in upsert.flat_map(|upsert| &upsert.key) {
            add(name);
        }
    }
    names
}

/// The columns that a path names in braces.
pub(crate) fn placeholders(path: &str) -> impl Iterator<Item = &str> {
    path.split('{')
        .skip(1)
        .filter_map(|rest| rest.split('}').next())
}

/// A column of the table, or a member that only writes have.
pub(crate) fn column_of<'t>(table: &'t Table, name: &str) -> Option<&'t Column> {
    let member = || table.write.members.get(name);
    table.columns.get(name).or_else(member)
}

/// Values with the columns that they are of.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Named<'a> {
    pub(crate) columns: &'a [String],
    pub(crate) values: &'a [Value],
}

impl<'a> Named<'a> {
    pub(crate) fn get(&self, name: &str) -> Option<&'a Value> {
        let position = self.columns.iter().position(|column| column == name)?;
        self.values.get(position)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&'a String, &'a Value)> {
        self.columns.iter().zip(self.values)
    }
}

/// The texts that fill a path's braces: column and text, as it is meant, before it is encoded.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Filling(Vec<(String, String)>);

impl Filling {
    /// The texts for every brace of the path; an error where one is missing or empty, as the path would reach other rows.
    pub(crate) fn of(
        table: &Table,
        path: &str,
        values: Named<'_>,
        row: u64,
    ) -> Result<Self, PlanError> {
        let mut filling = Vec::new();
        for name in placeholders(path) {
            let text = values.get(name).and_then(text_of).filter(|text| fits(text));
            let Some(text) = text else {
                let message = format!(
                    "`{name}` says which row is meant, and its value cannot stand in the request's address: give a number or a \
                     plain text."
                );
                return Err(PlanError::new(PlanErrorKind::NoKey, &table.name, message)
                    .of_column(name)
                    .of_row(row));
            };
            filling.push((name.to_owned(), text));
        }
        Ok(Self(filling))
    }

    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(column, _)| column == name);
        found.map(|(_, text)| text.as_str())
    }
}

/// A value as the text of an address. None for what no address holds.
pub(crate) fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::Int(number) => Some(number.to_string()),
        Value::Text(text) => Some(text.clone()),
        Value::Decimal(text) => crate::spelling::decimal(text, 0).ok(),
        _ => None,
    }
}

/// Whether a text names one thing: `..` would lead to another endpoint, and a comma makes a list of two.
fn fits(text: &str) -> bool {
    !text.trim().is_empty() && text != "." && text != ".." && !text.contains(',')
}

/// A row's whole key, for a request that deletes. It is made by [`FullKey::of`] only, which refuses a key with a part missing, so
/// that no request can empty a collection.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct FullKey {
    filling: Filling,
    /// The key as JSON, for a body of keys.
    bare: Option<String>,
}

impl FullKey {
    pub(crate) fn of(
        table: &Table,
        endpoint: &Endpoint,
        address: Named<'_>,
        row: u64,
    ) -> Result<Self, PlanError> {
        let none = |message: &str| {
            PlanError::new(PlanErrorKind::NoKey, &table.name, message.to_owned()).of_row(row)
        };
        let named: Vec<&str> = placeholders(&endpoint.path).collect();
        let bare = match endpoint.body {
            Body::Keys => {
                let bare = bare_key(table, endpoint)
                    .and_then(|column| Some((column, address.get(&column.name)?)))
                    .and_then(|(column, value)| key_json(column, value));
                Some(bare.ok_or_else(|| none("a row is deleted by its key, which is missing."))?)
            }
            Body::Object | Body::Array if named.is_empty() => {
                return Err(none("the definition names no key to delete a row by."));
            }
            Body::Object | Body::Array => None,
        };
        let known = |part: &String| bare.is_some() || named.contains(&part.as_str());
        if !table.key.iter().all(known) {
            return Err(none(
                "the definition deletes by a part of the key, which may reach other rows.",
            ));
        }
        Ok(Self {
            filling: Filling::of(table, &endpoint.path, address, row)?,
            bare,
        })
    }

    pub(crate) fn filling(&self) -> &Filling {
        &self.filling
    }

    pub(crate) fn bare(&self) -> Option<&str> {
        self.bare.as_deref()
    }
}

/// The key column that a body of keys has: the one that the path does not name.
pub(crate) fn bare_key<'t>(table: &'t Table, endpoint: &Endpoint) -> Option<&'t Column> {
    let in_path = |name: &&String| placeholders(&endpoint.path).any(|named| named == *name);
    let name = table.key.iter().find(|name| !in_path(name))?;
    table.columns.get(name)
}

/// A key's value as JSON: a number, or a text in quotes.
pub(crate) fn key_json(column: &Column, value: &Value) -> Option<String> {
    let text = text_of(value).filter(|text| fits(text))?;
    match column.kind {
        storeql_catalog::ColumnType::Int64 => text.parse::<i64>().ok().map(|key| key.to_string()),
        _ => Some(crate::raw::quoted(&text)),
    }
}

#[cfg(test)]
mod tests {
    use storeql_catalog::Catalog;

    use super::*;

    #[test]
    fn a_key_with_a_part_missing_deletes_nothing() {
        let table = Catalog::builtin().table("product_images").unwrap();
        let endpoint = &table.write.delete.as_ref().unwrap().endpoint;
        let columns = address_of(table, Verb::Delete);
        let of = |values: &[Value]| {
            let address = Named {
                columns: &columns,
                values,
            };
            FullKey::of(table, endpoint, address, 1)
        };
        assert!(of(&[Value::Int(7), Value::Int(3)]).is_ok());
        let text = |text: &str| Value::Text(text.to_owned());
        for id in [
            Value::Null,
            Value::Default,
            text(""),
            text(" "),
            text(".."),
            text("7,8"),
        ] {
            let error = of(&[id.clone(), Value::Int(3)]).unwrap_err();
            assert_eq!(error.kind, PlanErrorKind::NoKey, "{id:?}");
        }
        assert!(of(&[]).is_err());
    }

    #[test]
    fn every_definition_deletes_by_a_whole_key_or_by_a_change() {
        for table in Catalog::builtin().tables() {
            let Some(delete) = &table.write.delete else {
                continue;
            };
            if delete.endpoint.method != "DELETE" {
                assert!(
                    !delete.set.is_empty() || delete.endpoint.replaces,
                    "{}",
                    table.name
                );
                continue;
            }
            let columns = address_of(table, Verb::Delete);
            let values = vec![Value::Int(7); columns.len()];
            let address = Named {
                columns: &columns,
                values: &values,
            };
            FullKey::of(table, &delete.endpoint, address, 1)
                .unwrap_or_else(|error| panic!("{error}"));
        }
    }
}
