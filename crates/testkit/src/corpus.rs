//! The SQL corpus: `.slt` files in `tests/slt`, in sqllogictest's form, run over a session.

use std::fmt;
use std::path::{Path, PathBuf};

use async_trait::async_trait;
use sqllogictest::{AsyncDB, DBOutput, DefaultColumnType};
use storeql_engine::{Session, SessionOptions};

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

/// A face that answers statements: the engine itself, or a program that speaks to a server.
#[async_trait]
pub trait Answers: Send {
    /// The names of a statement's columns, and its rows as the engine shows them; or the error as a person reads it.
    async fn answer(&mut self, sql: &str) -> Result<(Vec<String>, Vec<Vec<String>>), String>;
}

/// Runs one file in a session of the engine; `labels` choose its `onlyif` and `skipif` parts.
pub async fn run_file(store: &Store, file: &Path, labels: &[&str]) -> Result<(), String> {
    run_file_over(store, file, labels, || async {
        Ok(store.engine.session(SessionOptions::default()))
    })
    .await
}

/// Runs one file over a face that `connect` opens.
pub async fn run_file_over<A, F>(
    store: &Store,
    file: &Path,
    labels: &[&str],
    connect: impl Fn() -> F,
) -> Result<(), String>
where
    A: Answers,
    F: Future<Output = Result<A, String>>,
{
    store.sandbox.clear_requests();
    let is_by_value = is_by_value(file);
    let mut runner = sqllogictest::Runner::new(|| {
        let connecting = connect();
        async move {
            Ok(Face {
                answers: connecting.await.map_err(Said)?,
                is_by_value,
            })
        }
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

#[async_trait]
impl Answers for Session {
    async fn answer(&mut self, sql: &str) -> Result<(Vec<String>, Vec<Vec<String>>), String> {
        let answered = run(self, sql).await;
        let (columns, batches) = answered.map_err(|error| error.to_string())?;
        Ok((columns, rows_as_text(&batches)))
    }
}

/// What a face says of an error.
#[derive(Debug)]
struct Said(String);

impl fmt::Display for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Said {}

/// A face as the runner of the corpus takes it.
struct Face<A> {
    answers: A,
    /// Whether the results are compared by their values.
    is_by_value: bool,
}

#[async_trait]
impl<A: Answers> AsyncDB for Face<A> {
    type Error = Said;
    type ColumnType = DefaultColumnType;

    async fn run(&mut self, sql: &str) -> Result<DBOutput<Self::ColumnType>, Said> {
        let (columns, rows) = self.answers.answer(sql).await.map_err(Said)?;
        let by_values = self.is_by_value;
        let shown = |text: String| match text.is_empty() {
            _ if by_values => by_value(&text),
            true => "(empty)".to_owned(),
            false => text,
        };
        let explained = columns == ["plan_type", "plan"];
        let rows = rows
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
