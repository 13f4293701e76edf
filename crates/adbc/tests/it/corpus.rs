//! The SQL corpus through the driver: the same rows, and the types that `execute_schema` said.

use adbc_core::{Database, Statement};
use async_trait::async_trait;
use storeql_adbc::StoreConnection;
use storeql_engine::Options;
use storeql_testkit::{Answers, Store, corpus, rows_as_text, run_file_over};

use crate::support::{database, statement};

struct OverAdbc(StoreConnection);

#[async_trait]
impl Answers for OverAdbc {
    async fn answer(&mut self, sql: &str) -> Result<(Vec<String>, Vec<Vec<String>>), String> {
        let mut statement = statement(&mut self.0, sql);
        let said = statement.execute_schema().map_err(|error| error.message)?;
        let reader = statement.execute().map_err(|error| error.message)?;
        let schema = reader.schema();
        assert_eq!(schema.as_ref(), &said, "{sql}");
        let batches = reader.collect::<Result<Vec<_>, _>>();
        let batches = batches.map_err(|error| error.to_string())?;
        for batch in &batches {
            assert_eq!(batch.schema(), schema, "{sql}");
        }
        let names = schema.fields().iter().map(|field| field.name().clone());
        Ok((names.collect(), rows_as_text(&batches)))
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_corpus_answers_alike_through_adbc() {
    assert!(!corpus().is_empty(), "no corpus");
    let mut failures = Vec::new();
    for file in corpus() {
        let store = Store::start(storeql_sandbox::Options::default(), Options::default());
        let store = store.await.unwrap();
        let database = database(&store, "");
        let face = || std::future::ready(Ok(OverAdbc(database.new_connection().unwrap())));
        if let Err(failure) = run_file_over(&store, &file, &["pushdown"], face).await {
            failures.push(failure);
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
}
