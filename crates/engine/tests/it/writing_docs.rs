//! Every statement of docs/writing.md runs, one after another on one store.

use storeql_engine::{SessionOptions, Statement};

use crate::writing::{run_in, store};

const PAGE: &str = include_str!("../../../../docs/writing.md");

#[tokio::test(flavor = "multi_thread")]
async fn every_statement_of_the_page_runs() {
    let store = store("").await;
    let session = store.engine.session(SessionOptions::default());
    let blocks = PAGE.split("```sql\n").skip(1);
    let blocks = blocks.map(|block| block.split("```").next().unwrap());
    let statements: Vec<Statement> = blocks
        .flat_map(|block| Statement::split(block).unwrap())
        .collect();
    assert_eq!(statements.len(), 23);
    let mut wrong = Vec::new();
    let mut told = Vec::new();
    for statement in &statements {
        match run_in(&session, statement.text()).await {
            Ok(done) => told.push(done.told),
            Err(error) => wrong.push(format!("{}: {error}", statement.text())),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let upserted = told.iter().find(|told| told.starts_with("UPSERT")).unwrap();
    assert_ne!(upserted, "UPSERT 0");
    for did in ["INSERT 2", "INSERT 1", "DELETE 1"] {
        assert!(told.iter().any(|told| told == did), "{told:?}");
    }
}
