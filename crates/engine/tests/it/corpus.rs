//! The SQL corpus with and without pushdown: the rows must be the same.

use storeql_engine::Options;
use storeql_testkit::{Store, corpus, run_file};

#[tokio::test(flavor = "multi_thread")]
async fn the_corpus_answers_alike_with_and_without_pushdown() {
    assert!(!corpus().is_empty(), "no corpus");
    let mut failures = Vec::new();
    for (label, pushdown) in [("pushdown", true), ("whole", false)] {
        let mut options = Options::default();
        options.pushdown = pushdown;
        for file in corpus() {
            // A store of its own: totals that one file has seen would weigh in another's plans.
            let store = Store::start(storeql_sandbox::Options::default(), options)
                .await
                .unwrap();
            if let Err(failure) = run_file(&store, &file, &[label]).await {
                failures.push(format!("{label}: {failure}"));
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
}
