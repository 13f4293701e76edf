//! What a token may do: which of the tables it reads and writes. The definitions say which scope each takes.

use std::collections::BTreeMap;
use std::sync::Arc;

use arrow::array::{ArrayRef, RecordBatch, StringArray};
use arrow::datatypes::{DataType, Field, Schema};
use storeql_catalog::{Catalog, Table, grants, scope_to_write};
use storeql_engine::Engine;

use crate::failure::Result;

/// What is known of a token's scopes.
pub(crate) enum Granted {
    /// All of them, separated by blanks.
    Told(String),
    /// Which of those for reading it has, by a request for each: BigCommerce tells a token's scopes only at its sign-in.
    Tried(BTreeMap<String, bool>),
}

impl Granted {
    /// As the sign-in has told them; else asks the store.
    pub(crate) async fn of(engine: &Arc<Engine>) -> Result<Self> {
        Ok(match engine.connection().kept_scope().await? {
            Some(scopes) => Self::Told(scopes),
            None => Self::Tried(engine.scopes().await?),
        })
    }

    /// Whether the token has a scope; none where that is not known.
    fn has(&self, wanted: &str) -> Option<bool> {
        match self {
            Self::Told(scopes) => Some(grants(scopes, wanted)),
            // What may not even be read may not be written; more is not known before a write.
            Self::Tried(tried) => tried.get(wanted).copied(),
        }
    }
}

/// One row per wanted table: what the token may do with it, and the scopes that this takes.
pub(crate) fn rows(
    catalog: &Catalog,
    granted: &Granted,
    wanted: impl Fn(&Table) -> bool,
) -> Result<RecordBatch> {
    let tables = catalog.tables().map(AsRef::as_ref);
    let tables = tables.filter(|table: &&Table| wanted(table));
    let rows: Vec<[String; 4]> = tables
        .map(|table| {
            let scopes = catalog.scopes(table);
            let reads = scopes.iter().map(|scope| granted.has(scope));
            let reads = reads.fold(Some(true), and);
            let writes = writes(table).then(|| scope_to_write(table));
            let (may_write, scope) = match writes {
                None => ("never", ""),
                Some(None) => (word(reads), ""),
                Some(Some(scope)) => match (granted.has(scope), reads) {
                    (None, Some(false)) => ("no", scope),
                    (known, _) => (word(known), scope),
                },
            };
            let mut takes = scopes;
            if !scope.is_empty() && !takes.contains(&scope) {
                takes.push(scope);
            }
            [
                table.name.clone(),
                word(reads).to_owned(),
                may_write.to_owned(),
                takes.join(" "),
            ]
        })
        .collect();
    let names = ["table", "reads", "writes", "scopes"];
    let fields = names
        .iter()
        .map(|name| Field::new(*name, DataType::Utf8, false));
    let columns = (0..names.len()).map(|at| -> ArrayRef {
        let texts = rows.iter().map(|row| Some(row[at].as_str()));
        Arc::new(texts.collect::<StringArray>())
    });
    let schema = Arc::new(Schema::new(fields.collect::<Vec<_>>()));
    Ok(RecordBatch::try_new(schema, columns.collect())?)
}

/// Whether the store's API takes rows of it at all.
fn writes(table: &Table) -> bool {
    !table.write.is_none()
}

fn and(one: Option<bool>, other: Option<bool>) -> Option<bool> {
    match (one, other) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (Some(true), Some(true)) => Some(true),
        _ => None,
    }
}

fn word(known: Option<bool>) -> &'static str {
    match known {
        Some(true) => "yes",
        Some(false) => "no",
        None => "unknown",
    }
}
