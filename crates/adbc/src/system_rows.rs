//! Rows of the engine's system tables, which send no request, as structures of their own.

use std::sync::Arc;

use adbc_core::error::{Error, Result};
use arrow::array::{ArrayRef, RecordBatch, StringArray};
use arrow::json::ArrayWriter;
use futures::TryStreamExt;
use serde::de::DeserializeOwned;
use storeql_engine::{Parameters, Session};
use tokio_util::sync::CancellationToken;

use crate::errors::{invalid, of_engine};
use crate::home::Home;

/// A session whose system tables are asked.
#[derive(Clone)]
pub(crate) struct SystemTables {
    pub(crate) home: Home,
    pub(crate) session: Arc<Session>,
}

impl SystemTables {
    /// The rows of a query; `values` are its parameters.
    pub(crate) fn rows<T: DeserializeOwned>(
        &self,
        until: &CancellationToken,
        sql: String,
        values: &[&str],
    ) -> Result<Vec<T>> {
        let parameters = texts(values)?;
        let session = Arc::clone(&self.session);
        let reading = async move {
            let run = session.prepare(&sql).await?.run(parameters).await?;
            run.rows.try_collect::<Vec<RecordBatch>>().await
        };
        let batches = self.home.wait(until, reading)?;
        let mut rows = Vec::new();
        for batch in batches.iter().filter(|batch| batch.num_rows() > 0) {
            let mut writer = ArrayWriter::new(Vec::new());
            writer.write(batch)?;
            writer.finish()?;
            let read = serde_json::from_slice::<Vec<T>>(&writer.into_inner());
            rows.extend(read.map_err(|error| {
                let message =
                    format!("a system table has another form than is known here: {error}");
                of_engine(storeql_engine::Error::new(
                    storeql_engine::ErrorKind::Internal,
                    message,
                ))
            })?);
        }
        Ok(rows)
    }
}

/// One row of texts, `$1`, `$2` and so on.
fn texts(values: &[&str]) -> Result<Parameters> {
    if values.is_empty() {
        return Ok(Parameters::none());
    }
    let columns = values.iter().enumerate().map(|(place, value)| {
        let column: ArrayRef = Arc::new(StringArray::from(vec![*value]));
        (format!("${}", place + 1), column)
    });
    let batch = RecordBatch::try_from_iter(columns).map_err(Error::from);
    batch.map(Parameters::from)
}

/// A name as SQL quotes it.
pub(crate) fn quoted(name: &str) -> Result<String> {
    match name.contains('\0') {
        true => Err(invalid("a name has a NUL character in it")),
        false => Ok(format!("\"{}\"", name.replace('"', "\"\""))),
    }
}

/// The parts of a table's name that are given, as SQL quotes them.
pub(crate) fn path(catalog: Option<&str>, schema: Option<&str>, table: &str) -> Result<String> {
    let given = [catalog, schema, Some(table)].into_iter().flatten();
    let given = given.filter(|name| !name.is_empty()).map(quoted);
    Ok(given.collect::<Result<Vec<_>>>()?.join("."))
}
