//! Runs of a statement: two of them share nothing, a cancelled one sends nothing more, and parameters are rows of Arrow.

use std::sync::Arc;
use std::time::Duration;

use arrow::array::{ArrayRef, Decimal128Array, Int32Array, Int64Array, RecordBatch, StringArray};
use futures::{StreamExt, TryStreamExt};
use storeql_engine::{ErrorKind, Options, Parameters, Prepared, Run, Session, SessionOptions};
use storeql_sandbox::Sandbox;
use storeql_testkit::Store;

async fn store(options: storeql_sandbox::Options, more: &str) -> Store {
    let sandbox = Sandbox::start(options).await.unwrap();
    Store::open(sandbox, more, Options::default())
        .await
        .unwrap()
}

fn orders(orders: usize) -> storeql_sandbox::Options {
    storeql_sandbox::Options {
        orders,
        ..Default::default()
    }
}

/// One column of values.
fn values(values: impl arrow::array::Array + 'static) -> Parameters {
    values_of(Arc::new(values))
}

fn values_of(values: ArrayRef) -> Parameters {
    RecordBatch::try_from_iter([("$1", values)]).unwrap().into()
}

async fn counted(rows: storeql_engine::Rows) -> usize {
    let batches: Vec<RecordBatch> = rows.try_collect().await.unwrap();
    batches.iter().map(RecordBatch::num_rows).sum()
}

/// The largest of `few` first keys of the orders.
async fn key_of(session: &Session, few: usize) -> i64 {
    let sql = format!("SELECT max(id) FROM (SELECT id FROM orders ORDER BY id LIMIT {few}) t");
    let answer = storeql_testkit::answer(session, &sql).await.unwrap();
    answer.rows[0][0].parse().unwrap()
}

async fn below(prepared: &Prepared, key: i64) -> Run {
    let key = values(Int64Array::from(vec![key]));
    prepared.run(key).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn two_runs_of_one_statement_share_nothing() {
    let store = store(orders(2_000), "MaxRows=1500").await;
    let session = store.engine.session(SessionOptions::default());
    let tenth = key_of(&session, 10).await;
    let prepared = session
        .prepare("SELECT id FROM orders WHERE id <= $1")
        .await
        .unwrap();
    let mut many = below(&prepared, i64::MAX).await;
    let mut few = below(&prepared, tenth).await;
    let mut third = below(&prepared, i64::MAX).await;
    // By turns: the rows of one run, then of the other.
    let first = many.rows.try_next().await.unwrap().unwrap().num_rows();
    assert_eq!(few.rows.try_next().await.unwrap().unwrap().num_rows(), 10);
    third.rows.try_next().await.unwrap().unwrap();
    third.canceller().cancel();
    assert!(few.rows.try_next().await.unwrap().is_none());
    let (few, many_told) = (few.handle(), many.handle());
    assert_eq!(first + counted(many.rows).await, 1_500);
    assert_eq!((few.progress().requests, few.warnings()), (1, Vec::new()));
    assert!(many_told.progress().requests > 4);
    let [warning] = &many_told.warnings()[..] else {
        panic!("{:?}", many_told.warnings())
    };
    assert!(warning.contains("cut after 1500 rows"), "{warning}");
    // The third was cancelled, and no other.
    let error = third.rows.next().await.unwrap().unwrap_err();
    assert_eq!(error.kind, ErrorKind::Cancelled);
    assert!(third.rows.next().await.is_none());
    assert!(third.warnings().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cancelled_run_sends_nothing_more_though_its_rows_are_kept() {
    let options = storeql_sandbox::Options {
        latency: Duration::from_millis(5),
        ..orders(10_000)
    };
    let store = store(options, "Pagesize=10").await;
    let session = store.engine.session(SessionOptions::default());
    let seen = || {
        let requests = store.requests();
        requests
            .iter()
            .filter(|line| line.contains("/v2/orders"))
            .count()
    };
    let other = async || {
        let sql = "SELECT name FROM products WHERE id = 107";
        storeql_testkit::answer(&session, sql).await.unwrap();
    };
    for sql in [
        // Its rows are taken by the sum, whether or not anything reads the sum.
        "SELECT sum(total_inc_tax) FROM orders WHERE id + 0 > 0",
        "SELECT count(*) FROM orders a JOIN orders b ON a.id + 0 = b.id + 0 WHERE a.id + b.id > 0",
    ] {
        store.sandbox.clear_requests();
        let prepared = session.prepare(sql).await.unwrap();
        let mut run = prepared.run(Parameters::none()).await.unwrap();
        while seen() < 30 {
            tokio::task::yield_now().await;
        }
        run.canceller().cancel();
        let error = run.rows.next().await.unwrap().unwrap_err();
        assert_eq!(error.kind, ErrorKind::Cancelled, "{error}");
        // An answer later the work is gone; thirty answers later nothing has come from it.
        other().await;
        let then = seen();
        for _ in 0..30 {
            other().await;
        }
        assert_eq!(seen(), then, "{sql}");
        assert!(
            then < 500,
            "{then} requests: the query was not cancelled under way"
        );
        // The rows were kept all the while.
        assert!(run.rows.next().await.is_none());
    }
}

/// Each would compute for days and gives no row. There is one thread for the work, so that another task runs only when it has ended.
#[test]
fn a_cancelled_run_computes_nothing_more() {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .unwrap();
    let is_free_within = |time| {
        let (sender, receiver) = std::sync::mpsc::channel();
        runtime.spawn(async move { sender.send(()) });
        receiver.recv_timeout(time).is_ok()
    };
    let store = runtime.block_on(store(orders(3_000), ""));
    let session = store.engine.session(SessionOptions::default());
    for endless in [
        "SELECT count(*) FROM orders a, orders b, orders c, orders d WHERE a.id + b.id + c.id + d.id < 0",
        "SELECT a.id FROM orders a, orders b, orders c, orders d WHERE a.id + b.id + c.id + d.id < 0",
        "SELECT count(*) FROM orders a, orders b, orders c, orders d",
        "SELECT a.id FROM orders a JOIN orders b ON a.status_id - a.status_id = b.status_id - b.status_id
         AND a.id + b.id < 0 JOIN orders c ON b.id < c.id JOIN orders d ON c.id < d.id",
        "SELECT count(*) FROM (SELECT id, 1 AS one FROM orders) a JOIN (SELECT id, 1 AS one FROM orders) b USING (one)
         JOIN (SELECT id, 1 AS one FROM orders) c USING (one) WHERE a.id + b.id + c.id < 0",
        "SELECT a.id FROM orders a LEFT JOIN orders b ON a.id + b.id > 0 LEFT JOIN orders c ON a.id < c.id + b.id
         WHERE b.id + c.id < 0",
    ] {
        let mut run = runtime.block_on(async {
            let prepared = session.prepare(endless).await.unwrap();
            prepared.run(Parameters::none()).await.unwrap()
        });
        // Either it computes without a pause, or it lets other tasks run, as it should.
        (0..50).any(|_| !is_free_within(Duration::from_millis(200)));
        run.canceller().cancel();
        let item = runtime.block_on(run.rows.next()).unwrap();
        assert_eq!(item.unwrap_err().kind, ErrorKind::Cancelled, "{endless}");
        assert!(is_free_within(Duration::from_secs(60)), "{endless}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_batch_of_parameters_runs_once_for_each_row() {
    let store = store(orders(500), "").await;
    let session = store.engine.session(SessionOptions::default());
    let (first, third) = (key_of(&session, 1).await, key_of(&session, 3).await);
    let sql = "SELECT id FROM orders WHERE id = $1";
    let prepared = session.prepare(sql).await.unwrap();
    let run = prepared
        .run(values(Int64Array::from(vec![third, 0, first])))
        .await
        .unwrap();
    let handle = run.handle();
    let batches: Vec<RecordBatch> = run.rows.try_collect().await.unwrap();
    let ids: Vec<i64> = batches
        .iter()
        .flat_map(|batch| {
            let ids = batch.column(0).as_any().downcast_ref::<Int64Array>();
            ids.unwrap().values().to_vec()
        })
        .collect();
    assert_eq!((ids, handle.progress().requests), (vec![third, first], 3));
    let none = values(Int64Array::from(Vec::<i64>::new()));
    let run = prepared.run(none).await.unwrap();
    let handle = run.handle();
    assert_eq!(
        (counted(run.rows).await, handle.progress().requests),
        (0, 0)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn max_rows_holds_for_the_whole_of_a_batch() {
    let store = store(orders(500), "MaxRows=7").await;
    let session = store.engine.session(SessionOptions::default());
    let prepared = session
        .prepare("SELECT id FROM orders WHERE id > $1 LIMIT 5")
        .await
        .unwrap();
    let run = prepared
        .run(values(Int64Array::from(vec![0, 1, 2, 3])))
        .await
        .unwrap();
    let handle = run.handle();
    assert_eq!(counted(run.rows).await, 7);
    // The first two rows of the batch answered enough.
    assert_eq!(handle.progress().requests, 2);
    assert!(handle.progress().cut_by_max_rows);
}

#[tokio::test(flavor = "multi_thread")]
async fn parameters_of_several_types_mean_what_they_say() {
    let store = store(orders(300), "").await;
    let session = store.engine.session(SessionOptions::default());
    let third = key_of(&session, 3).await;
    let answered = async |sql: &str, parameters: Parameters| {
        let prepared = session.prepare(sql).await.unwrap();
        let run = prepared.run(parameters).await.unwrap();
        counted(run.rows).await
    };
    let by_key = "SELECT id FROM orders WHERE id <= $1";
    let small = i32::try_from(third).unwrap();
    assert_eq!(
        answered(by_key, values(Int32Array::from(vec![small]))).await,
        3
    );
    let text = StringArray::from(vec![third.to_string()]);
    assert_eq!(answered(by_key, values(text)).await, 3);
    // A value between two of the column's own is not rounded to either.
    let dear = "SELECT id FROM products WHERE price < $1";
    let whole = storeql_testkit::answer(&session, "SELECT min(price) FROM products");
    let least = whole.await.unwrap().rows[0][0].replace('.', "");
    let least: i128 = least.parse().unwrap();
    let beside = Decimal128Array::from(vec![least * 10 + 1])
        .with_precision_and_scale(20, 5)
        .unwrap();
    assert!(answered(dear, values(beside)).await >= 1);
    let null = Int64Array::from(vec![None::<i64>]);
    assert_eq!(answered(by_key, values(null)).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn parameters_that_do_not_fit_are_refused_before_anything_is_sent() {
    let store = store(orders(3), "").await;
    let session = store.engine.session(SessionOptions::default());
    let by_key = session
        .prepare("SELECT id FROM orders WHERE id <= $1")
        .await
        .unwrap();
    let plain = session.prepare("SELECT id FROM orders").await.unwrap();
    store.sandbox.clear_requests();
    let one = || values(Int64Array::from(vec![1]));
    let text = values(StringArray::from(vec!["seven"]));
    for (prepared, parameters, expected) in [
        (&by_key, Parameters::none(), "has 1 parameters and got 0"),
        (&plain, one(), "has 0 parameters and got 1"),
        (&by_key, text, "the parameter $1: "),
    ] {
        let error = prepared.run(parameters).await.unwrap_err();
        assert_eq!(error.kind, ErrorKind::InvalidValue);
        assert!(error.message.contains(expected), "{error}");
    }
    assert!(store.requests().is_empty());
    // The second placeholder alone: the first one has a value that nothing reads.
    let second = session
        .prepare("SELECT id FROM orders WHERE id > $2")
        .await
        .unwrap();
    assert_eq!(second.parameters().fields().len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_parameters_hold_is_not_printed() {
    let parameters = values(StringArray::from(vec!["of a customer"]));
    let printed = format!("{parameters:?}");
    assert_eq!(printed, "Parameters { count: 1, rows: 1 }");
}

/// Placeholders of each kind find their values, also where a visit of the plan comes to them in another order than the text has.
#[tokio::test(flavor = "multi_thread")]
async fn placeholders_of_every_spelling_are_bound() {
    let store = store(orders(40), "").await;
    let session = store.engine.session(SessionOptions::default());
    let seventh = key_of(&session, 7).await;
    let sql = format!("SELECT id FROM orders WHERE id > {seventh} ORDER BY id LIMIT 3");
    let expected = storeql_testkit::answer(&session, &sql).await.unwrap().rows;
    assert_eq!(expected.len(), 3);
    let number = |number: i64| -> ArrayRef { Arc::new(Int64Array::from(vec![number])) };
    for (above, most, names) in [
        ("?", "?", ["$1", "$2"]),
        ("$1", "$2", ["$1", "$2"]),
        (":above", ":most", ["$most", "$above"]),
        ("@above", "@most", ["$most", "$above"]),
    ] {
        let sql = format!("SELECT id FROM orders WHERE id > {above} ORDER BY id LIMIT {most}");
        let prepared = session.prepare(&sql).await.unwrap();
        let found = prepared.parameters().fields().iter();
        let found: Vec<_> = found.map(|field| field.name().clone()).collect();
        assert_eq!(found, names, "{sql}");
        let values = match names {
            ["$1", ..] => [number(seventh), number(3)],
            _ => [number(3), number(seventh)],
        };
        let values = RecordBatch::try_from_iter(names.into_iter().zip(values)).unwrap();
        let run = prepared.run(values.into()).await.unwrap();
        let batches: Vec<RecordBatch> = run.rows.try_collect().await.unwrap();
        assert_eq!(
            batches.iter().map(RecordBatch::num_rows).sum::<usize>(),
            3,
            "{sql}"
        );
        let first = batches[0]
            .column(0)
            .as_any()
            .downcast_ref::<Int64Array>()
            .unwrap();
        assert_eq!(first.value(0).to_string(), expected[0][0], "{sql}");
    }
}

/// An INSERT of values is one INSERT of all rows of its parameters: in requests of ten, and nothing is sent where one row is wrong.
#[tokio::test(flavor = "multi_thread")]
async fn rows_of_parameters_are_inserted_together() {
    let store = crate::writing::store("").await;
    let session = store.engine.session(SessionOptions::default());
    let insert = session
        .prepare("INSERT INTO customers (email, first_name, last_name) VALUES (?, ?, 'Bound')")
        .await
        .unwrap();
    let bound = |names: Vec<Option<String>>| {
        let emails = (0..names.len()).map(|place| format!("bound{place}@example.com"));
        let columns: [(&str, ArrayRef); 2] = [
            ("email", Arc::new(StringArray::from_iter_values(emails))),
            ("name", Arc::new(StringArray::from(names))),
        ];
        Parameters::from(RecordBatch::try_from_iter(columns).unwrap())
    };
    let before = crate::writing::all(&store, "/customers").await.len();
    let mut wrong = vec![Some("An".to_owned()); 12];
    wrong[11] = None;
    store.sandbox.clear_requests();
    let mut run = insert.run(bound(wrong)).await.unwrap();
    let error = run.rows.try_next().await.unwrap_err();
    assert_ne!(error.kind, ErrorKind::PartlyWritten, "{error}");
    assert_eq!(crate::writing::writes(&store).len(), 0, "{error}");
    let mut run = insert
        .run(bound(vec![Some("An".to_owned()); 12]))
        .await
        .unwrap();
    assert!(run.rows.try_next().await.unwrap().is_none());
    assert_eq!(run.message().as_deref(), Some("INSERT 12"));
    assert_eq!(
        crate::writing::writes(&store).len(),
        2,
        "{:?}",
        crate::writing::writes(&store)
    );
    assert_eq!(
        crate::writing::all(&store, "/customers").await.len(),
        before + 12
    );
}

/// A value is never cut to a type that the statement only guessed.
#[tokio::test(flavor = "multi_thread")]
async fn values_of_another_type_than_was_guessed_are_kept_or_refused() {
    let store = store(orders(5), "").await;
    let session = store.engine.session(SessionOptions::default());
    let decimal = |units: i128| {
        let values = Decimal128Array::from(vec![units]).with_precision_and_scale(5, 2);
        values_of(Arc::new(values.unwrap()))
    };
    for (sql, units, expected) in [
        ("SELECT ?", 250, Ok("2.50")),
        ("SELECT ? UNION ALL SELECT 5 WHERE false", 250, Ok("2.50")),
        ("SELECT ? + 1", 200, Ok("3")),
        ("SELECT ? + 1", 250, Err("make fractions")),
        ("SELECT CAST(? AS decimal(5,2)) + 1", 250, Ok("3.50")),
    ] {
        let prepared = session.prepare(sql).await.unwrap();
        let run = prepared.run(decimal(units)).await.unwrap();
        let found: Result<Vec<RecordBatch>, _> = run.rows.try_collect().await;
        match (found, expected) {
            (Ok(batches), Ok(text)) => {
                let column = batches[0].column(0);
                let found = arrow::util::display::array_value_to_string(column, 0).unwrap();
                assert_eq!(found, text, "{sql}");
            }
            (Err(error), Err(text)) => assert!(error.to_string().contains(text), "{sql}: {error}"),
            (found, _) => panic!("{sql}: {found:?}"),
        }
    }
}
