//! PostgreSQL's clients: what each asks by itself, as it was recorded, and the rows that it gets. A file of `tests/clients/statements` is
//! one client in one version.
//!
//! `-- @` begins a statement and says where it comes from; a line `-- $` behind it is the value of a parameter; `-- = 3 rows` ends the
//! statement, and `-- | a | b` is a row. The rows stand in the order of their text; where there are fewer than that, they are the first.
//! `-- = ` with a sentence is an error. `STOREQL_BLESS=1` writes the answers into the files.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow::array::{ArrayRef, ListBuilder, RecordBatch, StringArray, StringBuilder};
use arrow::compute::cast;
use arrow::datatypes::DataType;
use futures::TryStreamExt;
use storeql_connection::Connection;
use storeql_engine::{Engine, Parameters, Session, SessionOptions};
use storeql_testkit::{answer, rows_as_text};

/// Rows that a file shows of an answer.
const SHOWN: usize = 30;

#[derive(Debug)]
struct Recorded {
    title: String,
    parameters: Vec<String>,
    statement: String,
    expected: String,
}

fn recorded(text: &str) -> Vec<Recorded> {
    let mut all: Vec<Recorded> = Vec::new();
    for line in text.lines() {
        if let Some(title) = line.strip_prefix("-- @ ") {
            all.push(Recorded {
                title: title.to_owned(),
                parameters: Vec::new(),
                statement: String::new(),
                expected: String::new(),
            });
            continue;
        }
        let Some(last) = all.last_mut() else { continue };
        if let Some(value) = line.strip_prefix("-- $ ") {
            last.parameters.push(value.to_owned());
        } else if line.starts_with("-- = ") || line.starts_with("-- | ") {
            last.expected += line;
            last.expected.push('\n');
        } else {
            last.statement += line;
            last.statement.push('\n');
        }
    }
    all
}

fn files() -> Vec<PathBuf> {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/clients/statements");
    let folder = std::env::var("STOREQL_STATEMENTS").map_or(own, PathBuf::from);
    let files = fs::read_dir(folder).unwrap();
    let mut files: Vec<PathBuf> = files.map(|file| file.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|kind| kind == "sql"));
    files.sort();
    files
}

async fn engine() -> Arc<Engine> {
    Engine::open(Connection::parse("OAuthClientId=app").unwrap())
        .await
        .unwrap()
}

async fn session() -> Session {
    engine()
        .await
        .session(SessionOptions::default().postgres(true))
}

async fn run(session: &Session, recorded: &Recorded) -> String {
    let rows = async {
        let prepared = session
            .prepare(recorded.statement.trim().trim_end_matches(';'))
            .await?;
        let fields = prepared.parameters().fields().iter();
        let columns = fields.zip(&recorded.parameters).map(|(field, value)| {
            let text = |text: &str| -> ArrayRef { Arc::new(StringArray::from(vec![text])) };
            let values = match field.data_type() {
                kind @ DataType::List(_) => {
                    let elements = value.trim_matches(['{', '}']).split(',');
                    let elements: StringArray = elements.map(Some).collect();
                    let mut list = ListBuilder::new(StringBuilder::new());
                    list.append_value(elements.iter());
                    cast(&list.finish(), kind).unwrap()
                }
                _ => text(value),
            };
            (field.name().clone(), values)
        });
        let columns: Vec<(String, ArrayRef)> = columns.collect();
        let parameters = match columns.is_empty() {
            true => Parameters::none(),
            false => RecordBatch::try_from_iter(columns).unwrap().into(),
        };
        let run = prepared.run(parameters).await?;
        let batches: Vec<RecordBatch> = run.rows.try_collect().await?;
        Ok::<_, storeql_engine::Error>(rows_as_text(&batches))
    };
    match rows.await {
        Ok(mut rows) => {
            rows.sort();
            let mut text = format!("-- = {} rows\n", rows.len());
            for row in rows.iter().take(SHOWN) {
                text += &format!("-- | {}\n", row.join(" | ").replace('\n', "\\n"));
            }
            text
        }
        Err(error) => format!("-- = {}\n", error.to_string().replace('\n', " ")),
    }
}

/// Runs a file: what is different in it.
async fn held(file: PathBuf, session: Session) -> Vec<String> {
    let text = fs::read_to_string(&file).unwrap();
    let mut different = Vec::new();
    let head = text.split("-- @ ").next().unwrap_or_default();
    let mut blessed = head.to_owned();
    for recorded in recorded(&text) {
        let answered = run(&session, &recorded).await;
        if answered != recorded.expected {
            let place = file.file_name().unwrap().to_string_lossy();
            different.push(format!("{place}: {}\n{answered}", recorded.title));
        }
        let parameters = recorded.parameters.iter();
        let parameters: String = parameters.map(|value| format!("-- $ {value}\n")).collect();
        let (title, statement) = (&recorded.title, &recorded.statement);
        blessed += &format!("-- @ {title}\n{parameters}{statement}{answered}");
    }
    if std::env::var_os("STOREQL_BLESS").is_some() {
        fs::write(&file, blessed).unwrap();
    }
    different
}

#[tokio::test(flavor = "multi_thread")]
async fn each_gets_the_rows_that_it_expects() {
    let engine = engine().await;
    let files = files().into_iter().map(|file| {
        let session = engine.session(SessionOptions::default().postgres(true));
        tokio::spawn(held(file, session))
    });
    let mut different = Vec::new();
    for file in files.collect::<Vec<_>>() {
        different.extend(file.await.unwrap());
    }
    assert!(different.is_empty(), "{}", different.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn numbers_of_objects_are_of_one_object_each() {
    let session = session().await;
    for table in [
        "pg_class",
        "pg_type",
        "pg_proc",
        "pg_constraint",
        "pg_namespace",
    ] {
        let sql = format!("SELECT count(*) > 0, count(*) = count(DISTINCT oid) FROM {table}");
        let rows = answer(&session, &sql).await.unwrap().rows;
        assert_eq!(rows, [["true", "true"]], "{table}");
    }
    // Clients keep them: they stay the same from day to day.
    let rows = answer(
        &session,
        "SELECT 'orders'::regclass::oid, 'pg_class'::regclass::oid",
    );
    assert_eq!(rows.await.unwrap().rows, [["1765386883", "1259"]]);
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_are_those_of_the_definitions() {
    let session = session().await;
    let primary = "SELECT relname, attname FROM pg_constraint JOIN pg_class c ON c.oid = conrelid JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY (conkey) WHERE contype = 'p' ORDER BY 1, array_position(conkey, attnum)";
    let mut expected = Vec::new();
    let catalog = storeql_catalog::Catalog::builtin();
    let mut tables: Vec<_> = catalog.tables().collect();
    tables.sort_by(|one, other| one.name.cmp(&other.name));
    for table in &tables {
        expected.extend(
            table
                .key
                .iter()
                .map(|column| vec![table.name.clone(), column.clone()]),
        );
    }
    assert_eq!(answer(&session, primary).await.unwrap().rows, expected);
    let foreign = "SELECT c.relname, a.attname, p.relname, b.attname FROM pg_constraint JOIN pg_class c ON c.oid = conrelid JOIN pg_class p ON p.oid = confrelid JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = conkey[1] JOIN pg_attribute b ON b.attrelid = p.oid AND b.attnum = confkey[1] WHERE contype = 'f' ORDER BY 1, a.attnum";
    let mut expected = Vec::new();
    for table in &tables {
        for column in table.columns.values() {
            if let Some((parent, referenced)) = &column.references {
                expected.push(
                    [&table.name, &column.name, parent, referenced]
                        .map(Clone::clone)
                        .to_vec(),
                );
            }
        }
    }
    assert_eq!(answer(&session, foreign).await.unwrap().rows, expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn other_sessions_have_no_catalogue() {
    let engine = engine().await;
    let plain = engine.session(SessionOptions::default());
    for sql in [
        "SELECT * FROM pg_class",
        "SELECT * FROM pg_catalog.pg_class",
        "SELECT 'orders'::regclass",
        "SELECT current_schema()",
    ] {
        assert!(plain.prepare(sql).await.is_err(), "{sql}");
    }
    let rows = answer(
        &plain,
        "SELECT version() LIKE 'PostgreSQL%', current_database()",
    );
    assert_eq!(rows.await.unwrap().rows, [["false", "storeql"]]);
}
