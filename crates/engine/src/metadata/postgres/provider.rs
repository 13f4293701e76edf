//! A relation of the catalogue as DataFusion reads it.

use std::sync::Arc;

use datafusion::catalog::TableProvider;
use datafusion::common::Result as DataFusionResult;
use datafusion::datasource::MemTable;

use super::catalogue::{Row, batch};
use super::information::OF_DATABASE;
use super::objects::Objects;
use super::relations::by_path;
use super::session::PostgresSession;
use super::tables::{OF_CATALOGUE, OF_SESSION};

/// The relation of that name, with its schema; none where there is no such relation.
pub(crate) fn provider(
    session: &PostgresSession,
    path: &str,
) -> DataFusionResult<Option<Arc<dyn TableProvider>>> {
    let Some(relation) = by_path(path) else {
        return Ok(None);
    };
    let of_session = OF_SESSION.iter().find(|(name, _)| *name == path);
    let rows = match of_session {
        Some((_, rows)) => batch(relation, rows(session))?,
        None => {
            let database = session.client.database.as_str();
            session
                .catalogue()
                .rows(relation, database, |objects| rows(path, objects, database))?
        }
    };
    let table = MemTable::try_new(Arc::clone(&relation.arrow), vec![vec![rows]])?;
    Ok(Some(Arc::new(table)))
}

fn rows(path: &str, objects: &Objects, database: &str) -> Vec<Row> {
    if let Some((_, rows)) = OF_CATALOGUE.iter().find(|(name, _)| *name == path) {
        return rows(objects);
    }
    let of_database = OF_DATABASE.iter().find(|(name, _)| *name == path);
    of_database.map_or_else(Vec::new, |(_, rows)| rows(objects, database))
}
