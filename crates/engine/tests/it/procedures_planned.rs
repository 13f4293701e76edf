//! What a session says of a call before it runs: its parameters and requests, and what it refuses.

use storeql_engine::{ErrorKind, Parameters, SessionOptions, StatementKind};
use storeql_testkit::answer;

use crate::procedures_writing::{order, row};
use crate::writing::{get, store};

#[tokio::test(flavor = "multi_thread")]
async fn a_password_is_reset_and_never_shown() {
    let store = store("").await;
    let id = get(&store, "v3", "/customers?limit=1").await[0]["id"].clone();
    let sql = format!("EXEC ResetCustomerPassword @CustomerId = {id}, @NewPassword = 'gehe1m'");
    store.sandbox.clear_requests();
    let dry = store
        .engine
        .session(SessionOptions::default().dry_run(true));
    let shown = answer(&dry, &sql).await.unwrap();
    let body = format!(
        r#"PUT /v3/customers [{{"id":{id},"authentication":{{"new_password":"****","force_password_reset":true}}}}]"#
    );
    assert_eq!(shown.rows[1], ["request".to_owned(), body]);
    assert_eq!(store.requests(), [""; 0]);
    row(
        &store,
        &format!("EXEC ResetCustomerPassword @CustomerId = {id}"),
    )
    .await;
    assert_eq!(store.requests(), ["PUT /v3/customers"]);
    let customer = get(&store, "v3", &format!("/customers?id:in={id}")).await;
    assert_eq!(customer[0]["authentication"]["force_password_reset"], true);
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_sent_before_a_call_runs() {
    let store = store("").await;
    let session = store.engine.session(SessionOptions::default());
    store.sandbox.clear_requests();
    let prepared = session
        .prepare("EXEC RefundOrder @OrderId = $1, @Amount = $2")
        .await
        .unwrap();
    assert_eq!(prepared.kind(), StatementKind::Procedure);
    assert_eq!(prepared.parameters().fields().len(), 2);
    assert_eq!(prepared.columns().field(0).name(), "RefundId");
    let missing = prepared.run(Parameters::none()).await.err().unwrap();
    assert!(missing.message.contains("2 parameters"), "{missing}");

    let explained = answer(
        &session,
        "EXPLAIN EXEC RefundOrder @OrderId = 7, @Amount = 2.50",
    )
    .await;
    let lines = explained.unwrap().rows;
    let lines: Vec<String> = lines.iter().map(|line| line.join(": ")).collect();
    assert_eq!(
        lines,
        [
            "call: RefundOrder: requests 2, of them those that change the store 1",
            "request: POST /v3/orders/7/payment_actions/refund_quotes",
            "request: POST /v3/orders/7/payment_actions/refunds",
        ]
    );
    let dry = store
        .engine
        .session(SessionOptions::default().dry_run(true));
    let lines = answer(&dry, "EXEC RefundOrder @OrderId = 7, @Amount = 2.50")
        .await
        .unwrap()
        .rows;
    let items = r#""items":[{"item_type":"ORDER","item_id":7,"amount":2.50}]"#;
    assert!(lines[1][1].ends_with(&format!("{{{items}}}")), "{lines:?}");
    assert!(
        lines[2][1].ends_with(r#""payments":"{quote.data.refund_methods}"}"#),
        "{lines:?}"
    );

    let read_only = store
        .engine
        .session(SessionOptions::default().read_only(true));
    for sql in [
        "EXEC CapturePayment @OrderId = 7",
        "EXPLAIN EXEC CapturePayment @OrderId = 7",
        "CALL ArchiveOrder(7)",
    ] {
        let refused = read_only.prepare(sql).await.unwrap_err();
        assert_eq!(refused.kind, ErrorKind::ReadOnly, "{sql}: {refused}");
    }
    assert_eq!(store.requests(), [""; 0]);
    let id = order(&store, 11).await;
    let quote = format!("EXEC RefundQuote @OrderId = {id}, @Amount = 1");
    answer(&read_only, &quote).await.unwrap();

    store.sandbox.clear_requests();
    for (sql, why) in [
        ("EXEC CapturePayment", "OrderId is required"),
        ("EXEC CapturePayment @OrderId = ''", "OrderId is required"),
        ("EXEC CapturePayment @OrderId = NULL", "OrderId is required"),
        ("EXEC CapturePayment @OrderId = '  '", "OrderId is required"),
        ("EXEC CapturePayment @OrderId = 'x'", "takes a whole number"),
        (
            "EXEC UpdateOrder @OrderId = 7, @StatusId = 99",
            "takes 14 at most",
        ),
        (
            "EXEC GeneratePromotionCodes @PromotionId = 1, @Count = 251",
            "takes 250 at most",
        ),
        ("EXEC RefundOrder @OrderId = 7", "give Amount or Items"),
        (
            "EXPLAIN ANALYZE EXEC ArchiveOrder @OrderId = 7",
            "not supported",
        ),
    ] {
        let refused = answer(&session, sql).await.unwrap_err();
        assert!(refused.message.contains(why), "{sql}: {refused}");
    }
    answer(&session, "BEGIN").await.unwrap();
    let refused = answer(&session, "EXEC CapturePayment @OrderId = 7")
        .await
        .unwrap_err();
    assert!(
        refused.message.contains("between BEGIN and COMMIT"),
        "{refused}"
    );
    assert_eq!(store.requests(), [""; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_example_of_a_definition_is_a_call_of_it() {
    let store = store("").await;
    let session = store.engine.session(SessionOptions::default());
    store.sandbox.clear_requests();
    for procedure in store.engine.catalog().procedures() {
        assert!(!procedure.examples.is_empty(), "{}", procedure.name);
        for example in &procedure.examples {
            let name = format!("EXEC {} ", procedure.name);
            assert!(example.starts_with(&name), "{example}");
            // A file is read where the session may: it is not there.
            if matches!(procedure.does, storeql_catalog::Does::Imports(_)) {
                continue;
            }
            let prepared = session.prepare(example).await;
            prepared.unwrap_or_else(|error| panic!("{example}: {error}"));
        }
    }
    assert_eq!(store.requests(), [""; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn values_are_bound_by_their_types() {
    use arrow::array::{ArrayRef, Decimal128Array, Int64Array, RecordBatch};
    use std::sync::Arc;

    use futures::TryStreamExt;

    let store = store("").await;
    let id = order(&store, 11).await;
    let session = store.engine.session(SessionOptions::default());
    let prepared = session.prepare("{call RefundQuote(?, ?)}").await.unwrap();
    let order: ArrayRef = Arc::new(Int64Array::from(vec![id]));
    let amount = Decimal128Array::from(vec![125])
        .with_precision_and_scale(10, 2)
        .unwrap();
    let amount: ArrayRef = Arc::new(amount);
    let values = RecordBatch::try_from_iter([("$1", order), ("$2", amount)]).unwrap();
    let run = prepared.run(values.into()).await.unwrap();
    let rows: Vec<RecordBatch> = run.rows.try_collect().await.unwrap();
    let total = arrow::util::display::array_value_to_string(rows[0].column(0), 0);
    assert_eq!(total.unwrap(), "1.2500");
}
