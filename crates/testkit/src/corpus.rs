//! The SQL corpus: `.slt` files in `tests/slt`, in sqllogictest's form, run over a session.

use std::path::{Path, PathBuf};

use async_trait::async_trait;
use sqllogictest::{AsyncDB, DBOutput, DefaultColumnType};
use storeql_engine::{Error, Session, SessionOptions};

use crate::by_value::{by_value, is_by_value};
use crate::store::{Store, rows_as_text, run};

/// Every file of the corpus, also in its subfolders, in order.
pub fn corpus() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/slt");
    let mut files = Vec::new();
    gather(&folder, &mut files);
    files.sort();
    files
}

fn gather(folder: &Path, files: &mut Vec<PathBuf>) {
    let entries = std::fs::read_dir(folder).into_iter().flatten();
    for path in entries.filter_map(|entry| entry.ok().map(|entry| entry.path())) {
        if path.is_dir() {
            gather(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "slt") {
            files.push(path);
        }
    }
}

/// The queries of one file.
pub fn queries(file: &Path) -> Result<Vec<String>, String> {
    let records = sqllogictest::parse_file::<DefaultColumnType>(file);
    let sql = |record| match record {
        sqllogictest::Record::Query { sql, .. } => Some(sql),
        _ => None,
    };
    let records = records.map_err(|error| error.to_string())?;
    Ok(records.into_iter().filter_map(sql).collect())
}

/// Runs one file; `labels` choose its `onlyif` and `skipif` parts.
pub async fn run_file(store: &Store, file: &Path, labels: &[&str]) -> Result<(), String> {
    store.sandbox.clear_requests();
    let is_by_value = is_by_value(file);
    let mut runner = sqllogictest::Runner::new(|| async move {
        Ok(Face {
            session: store.engine.session(SessionOptions::default()),
            is_by_value,
        })
    });
    for label in labels {
        runner.add_label(label);
    }
    let result = runner
        .run_file_async(file)
        .await
        .map_err(|error| error.display(false).to_string());
    match store.unknown().as_slice() {
        [] => result,
        unknown => Err(format!(
            "{}: sent parameters that the API does not list: {unknown:?}",
            file.display()
        )),
    }
}

/// The engine itself as a face.
struct Face {
    session: Session,
    /// Whether the results are compared by their values.
    is_by_value: bool,
}

#[async_trait]
impl AsyncDB for Face {
    type Error = Error;
    type ColumnType = DefaultColumnType;

    async fn run(&mut self, sql: &str) -> Result<DBOutput<Self::ColumnType>, Error> {
        let (columns, batches) = run(&self.session, sql).await?;
        let by_values = self.is_by_value;
        let shown = |text: String| match text.is_empty() {
            _ if by_values => by_value(&text),
            true => "(empty)".to_owned(),
            false => text,
        };
        let explained = columns == ["plan_type", "plan"];
        let rows = rows_as_text(&batches)
            .into_iter()
            // Of a plan the corpus reviews the requests; the rest is DataFusion's own and changes with it.
            .filter(|row| !explained || row.first().is_some_and(|kind| kind == "requests"))
            .map(|row| row.into_iter().map(shown).collect())
            .collect();
        Ok(DBOutput::Rows {
            types: vec![DefaultColumnType::Any; columns.len()],
            rows,
        })
    }

    async fn shutdown(&mut self) {}

    fn engine_name(&self) -> &str {
        "storeql"
    }
}
