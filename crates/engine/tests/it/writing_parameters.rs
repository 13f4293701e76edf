//! Writes with several rows of parameters.

use std::sync::Arc;

use futures::TryStreamExt;
use storeql_engine::{ErrorKind, Parameters, SessionOptions};

use crate::writing::{BRANDS, all, names, store, writes};

/// Rows of parameters before the one that fails stay written, and are told.
#[tokio::test(flavor = "multi_thread")]
async fn what_earlier_parameters_wrote_is_told() {
    let store = store("").await;
    let session = store.engine.session(SessionOptions::default());
    let insert = session
        // It reads a row of the store, so that each row of its parameters is a write of its own.
        .prepare("INSERT INTO brands (name) SELECT $1 FROM order_statuses WHERE id = 1")
        .await
        .unwrap();
    let names: arrow::array::ArrayRef =
        Arc::new(arrow::array::StringArray::from(vec![Some("Da"), None]));
    let values = arrow::array::RecordBatch::try_from_iter([("$1", names)]).unwrap();
    let mut run = insert.run(values.into()).await.unwrap();
    let error = run.rows.try_next().await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::PartlyWritten, "{error}");
    assert!(
        error
            .to_string()
            .starts_with("of earlier parameters, 1 written"),
        "{error}"
    );
    assert!(names_of(&store).await.contains(&"Da".to_owned()));
}

/// An INSERT of values is one INSERT of all rows of its parameters: in requests of ten, and nothing is sent where one row is wrong.
#[tokio::test(flavor = "multi_thread")]
async fn rows_of_parameters_are_inserted_together() {
    let store = store("").await;
    let session = store.engine.session(SessionOptions::default());
    let insert = session
        .prepare("INSERT INTO customers (email, first_name, last_name) VALUES (?, ?, 'Bound')")
        .await
        .unwrap();
    let bound = |names: Vec<Option<String>>| {
        let emails = (0..names.len()).map(|place| format!("bound{place}@example.com"));
        let columns: [(&str, arrow::array::ArrayRef); 2] = [
            (
                "email",
                Arc::new(arrow::array::StringArray::from_iter_values(emails)),
            ),
            ("name", Arc::new(arrow::array::StringArray::from(names))),
        ];
        Parameters::from(arrow::array::RecordBatch::try_from_iter(columns).unwrap())
    };
    let before = all(&store, "/customers").await.len();
    let mut wrong = vec![Some("An".to_owned()); 12];
    wrong[11] = None;
    store.sandbox.clear_requests();
    let mut run = insert.run(bound(wrong)).await.unwrap();
    let error = run.rows.try_next().await.unwrap_err();
    assert_ne!(error.kind, ErrorKind::PartlyWritten, "{error}");
    assert_eq!(writes(&store).len(), 0, "{error}");
    let mut run = insert
        .run(bound(vec![Some("An".to_owned()); 12]))
        .await
        .unwrap();
    assert!(run.rows.try_next().await.unwrap().is_none());
    assert_eq!(run.message().as_deref(), Some("INSERT 12"));
    assert_eq!(writes(&store).len(), 2, "{:?}", writes(&store));
    assert_eq!(all(&store, "/customers").await.len(), before + 12);
}

async fn names_of(store: &Store) -> Vec<String> {
    names(&all(store, BRANDS).await)
}
