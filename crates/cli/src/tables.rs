//! `storeql tables`: what can be queried, read from the definitions. It opens no store.

use std::sync::Arc;

use arrow::array::{ArrayRef, RecordBatch, StringArray};
use arrow::datatypes::{DataType, Field, Schema};
use storeql_catalog::{Catalog, Column, Table, Takes};
use storeql_connection::{Connection, Sources};
use storeql_engine::{Engine, Relation, SessionOptions};

use crate::arguments::Tables;
use crate::failure::{Failure, Result};
use crate::output::{self, Layout, Sink};

/// Lists them.
pub(crate) async fn run(arguments: &Tables) -> Result<()> {
    let Known {
        connection,
        granted,
    } = known(arguments).await?;
    let location = arguments.location.clone().or(connection.location());
    let catalog = storeql_engine::catalog(location.as_deref())?;
    let batch = match (&arguments.name, granted) {
        (Some(name), _) => {
            let engine = Engine::closed(catalog, connection).await?;
            columns(&engine.session(SessionOptions::default()).relation(name)?)?
        }
        (None, None) => tables(&catalog)?,
        (None, Some(granted)) => tables_and_scopes(&catalog, &granted)?,
    };
    let mut sink = Sink::open(None)?;
    let layout = Layout {
        explained: true,
        ..Layout::of(&sink)
    };
    let written = write(&batch, arguments, layout, &mut sink);
    if sink.is_closed() {
        Err(Failure::ReaderGone)
    } else {
        written.and_then(|()| sink.commit())
    }
}

/// What is known of a store without a request to it.
struct Known {
    /// Where none is named, one to no store.
    connection: Connection,
    /// Its token's scopes, separated by blanks.
    granted: Option<String>,
}

async fn known(arguments: &Tables) -> Result<Known> {
    let store = &arguments.store;
    if store.connection.is_some() || store.profile.is_some() {
        let sources = Sources::of_process(store.connection.clone(), store.profile.clone());
        let connection = Connection::resolve(sources)?;
        let granted = connection.kept_scope().await?;
        return Ok(Known {
            connection,
            granted,
        });
    }
    let granted = store.options.scopes.as_ref().map(|scopes| scopes.join(" "));
    Ok(Known {
        connection: Connection::parse("")?,
        granted,
    })
}

fn write(batch: &RecordBatch, arguments: &Tables, layout: Layout, sink: &mut Sink) -> Result<()> {
    let mut rows = output::rows(arguments.format, layout, batch.schema_ref(), sink)?;
    rows.batch(batch)?;
    rows.finish()
}

/// One row per table.
pub(crate) fn tables(catalog: &Catalog) -> Result<RecordBatch> {
    let rows = catalog.tables().map(|table| {
        let [name, area, needs] = start(catalog, table);
        [name, area, needs, table.about.clone()]
    });
    batch(["name", "area", "needs", "about"], rows)
}

/// The same, with the scopes that a token lacks for each.
fn tables_and_scopes(catalog: &Catalog, granted: &str) -> Result<RecordBatch> {
    let rows = catalog.tables().map(|table| {
        let [name, area, needs] = start(catalog, table);
        let lacks = catalog.missing_scopes(table, granted).join(" ");
        [name, area, needs, lacks, table.about.clone()]
    });
    batch(["name", "area", "needs", "lacks scope", "about"], rows)
}

fn start(catalog: &Catalog, table: &Table) -> [String; 3] {
    let required = catalog.required(table);
    let needs = required.iter().map(|column| column.name.as_str());
    let needs = needs.collect::<Vec<_>>().join(" ");
    [table.name.clone(), table.area.clone(), needs]
}

/// One row per column; of a table of the store also how the store answers questions about it.
pub(crate) fn columns(relation: &Relation) -> Result<RecordBatch> {
    match &relation.table {
        Some(table) => of_table(table),
        None => {
            let columns = relation.columns.iter().cloned();
            batch(
                ["column", "type", "about"],
                columns.map(|column| [column.name, column.kind, column.about]),
            )
        }
    }
}

fn of_table(table: &Table) -> Result<RecordBatch> {
    let rows = table.columns.values().map(|column| {
        let filters: Vec<String> = column.filters.keys().map(ToString::to_string).collect();
        let sorts = table
            .list
            .as_ref()
            .is_some_and(|list| list.sort.contains_key(&column.name));
        let references = column
            .references
            .as_ref()
            .map(|(table, column)| format!("{table}.{column}"));
        [
            column.name.clone(),
            column.kind.to_string(),
            filters.join(" "),
            if sorts { "yes" } else { "" }.to_owned(),
            references.unwrap_or_default(),
            writes(table, column).to_owned(),
            column.about.clone(),
        ]
    });
    batch(
        [
            "column",
            "type",
            "filters",
            "sorts",
            "references",
            "writes",
            "about",
        ],
        rows,
    )
}

/// When the store's API takes a value for the column.
fn writes(table: &Table, column: &Column) -> &'static str {
    match table.write.takes(column) {
        Takes::Never => "",
        Takes::AtInsert => "insert",
        Takes::AtUpdate => "update",
        Takes::Always => "yes",
    }
}

fn batch<const N: usize>(
    names: [&str; N],
    rows: impl Iterator<Item = [String; N]>,
) -> Result<RecordBatch> {
    let rows: Vec<[String; N]> = rows.collect();
    let fields: Vec<Field> = names
        .iter()
        .map(|name| Field::new(*name, DataType::Utf8, false))
        .collect();
    let columns = (0..N).map(|at| -> ArrayRef {
        Arc::new(
            rows.iter()
                .map(|row| Some(&row[at]))
                .collect::<StringArray>(),
        )
    });
    Ok(RecordBatch::try_new(
        Arc::new(Schema::new(fields)),
        columns.collect(),
    )?)
}
