//! What a statement may cost: EXPLAIN ANALYZE's figures for each scan, EXPLAIN's warning, and MaxRequests.

use storeql_engine::{Error, ErrorKind, Options};
use storeql_sandbox::Sandbox;
use storeql_testkit::{Answer, Store};

async fn store(more: &str) -> Store {
    let sandbox = storeql_sandbox::Options {
        orders: 2_000,
        products: 1_500,
        customers: 1_000,
        ..Default::default()
    };
    let sandbox = Sandbox::start(sandbox).await.unwrap();
    Store::open(sandbox, more, Options::default())
        .await
        .unwrap()
}

/// The rows of one kind of an EXPLAIN.
fn lines<'a>(answer: &'a Answer, kind: &str) -> Vec<&'a str> {
    let rows = answer.rows.iter().filter(|row| row[0] == kind);
    rows.map(|row| row[1].as_str()).collect()
}

/// A number of an EXPLAIN ANALYZE line: the one before `what`.
fn figure(line: &str, what: &str) -> usize {
    let before = line.split(&format!(" {what}")).next().unwrap();
    before.rsplit(' ').next().unwrap().parse().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn explain_analyze_says_what_each_scan_cost() {
    let store = store("").await;
    let sql =
        "EXPLAIN ANALYZE SELECT id FROM orders UNION ALL SELECT id FROM products WHERE id < 500";
    let answer = store.query(sql).await.unwrap();
    let scans = lines(&answer, "scan");
    let of = |table: &str| {
        let name = format!("{table}: ");
        let found = scans.iter().find(|line| line.starts_with(&name));
        *found.unwrap_or_else(|| panic!("{scans:?}"))
    };
    let (orders, products) = (of("orders"), of("products"));
    let sent = figure(orders, "sent") + figure(products, "sent");
    assert_eq!(sent, answer.requests, "{scans:?}");
    for line in [orders, products] {
        assert_eq!(figure(line, "requests planned"), figure(line, "sent"));
        assert_eq!(figure(line, "of them repeated"), 0);
        assert!(figure(line, "bytes") > 1_000, "{line}");
    }
    assert_eq!(figure(orders, "rows"), 2_000);
    let ran = lines(&answer, "ran")[0];
    let bytes = figure(orders, "bytes") + figure(products, "bytes");
    assert_eq!(figure(ran, "bytes"), bytes);
}

#[tokio::test(flavor = "multi_thread")]
async fn repeated_requests_are_sent_and_not_planned() {
    let store = store("").await;
    store
        .sandbox
        .add_fault("500:nth=2".parse().unwrap())
        .unwrap();
    let answer = store
        .query("EXPLAIN ANALYZE SELECT id FROM orders")
        .await
        .unwrap();
    let scan = lines(&answer, "scan")[0];
    let planned = figure(scan, "requests planned");
    assert_eq!(figure(scan, "of them repeated"), 1);
    assert_eq!(figure(scan, "sent"), planned + 1, "{scan}");
}

#[tokio::test(flavor = "multi_thread")]
async fn explain_warns_of_many_requests_and_sends_none() {
    let store = store("MaxRequests=5").await;
    let unknown = store.query("EXPLAIN SELECT * FROM orders").await.unwrap();
    assert_eq!(unknown.requests, 0);
    let warning = lines(&unknown, "warning")[0];
    assert!(warning.contains("not known yet"), "{warning}");
    store.query("SELECT count(*) FROM orders").await.unwrap();
    let known = store.query("EXPLAIN SELECT * FROM orders").await.unwrap();
    assert_eq!(
        lines(&known, "warning"),
        [
            "orders: about 9 requests; a filter on id, date_created, date_modified or customer_id, or a LIMIT, makes orders cheaper"
        ]
    );
    for cheap in [
        "EXPLAIN SELECT * FROM orders WHERE id = 7",
        "EXPLAIN SELECT * FROM orders LIMIT 100",
        "EXPLAIN SELECT count(*) FROM orders",
    ] {
        let answer = store.query(cheap).await.unwrap();
        assert!(lines(&answer, "warning").is_empty(), "{cheap}");
    }
}

/// The refusal of a query, and the requests that were sent before it.
async fn refused(store: &Store, sql: &str) -> (Error, usize) {
    let error = match store.query(sql).await {
        Err(error) => error,
        Ok(answer) => panic!("{sql} was not refused and sent {}", answer.requests),
    };
    assert_eq!(error.kind, ErrorKind::Limit, "{error}");
    (error, store.requests().len())
}

#[tokio::test(flavor = "multi_thread")]
async fn max_requests_refuses_before_the_first_request() {
    let store = store("MaxRequests=5").await;
    // Nobody has seen the total: one small request asks for it.
    let (error, sent) = refused(&store, "SELECT * FROM orders").await;
    assert_eq!(
        (sent, store.requests()[0].as_str()),
        (1, "GET /v2/orders/count")
    );
    assert!(
        error
            .message
            .contains("allows 5: a filter on id, date_created"),
        "{error}"
    );
    // What an earlier statement has seen may have changed: it is asked for once more before it refuses.
    assert_eq!(refused(&store, "SELECT * FROM orders").await.1, 1);
    assert_eq!(refused(&store, "SELECT * FROM order_items").await.1, 1);
    // The whole statement counts.
    store.query("SELECT count(*) FROM products").await.unwrap();
    let products = "SELECT id FROM products WHERE id BETWEEN 200 AND 1100";
    store.query(products).await.unwrap();
    let both = format!("{products} UNION ALL SELECT id FROM orders LIMIT 1000");
    refused(
        &store,
        &format!("SELECT count(*) FROM ({both}) t WHERE id + 0 > 0"),
    )
    .await;
    // A page is never too much.
    for fits in [
        "SELECT * FROM orders WHERE id = 123",
        "SELECT * FROM orders LIMIT 5",
        "SELECT * FROM order_items WHERE order_id = 123",
        "SELECT count(*) FROM orders",
        "SELECT id FROM orders WHERE customer_id = 7",
    ] {
        if let Err(error) = store.query(fits).await {
            panic!("{fits}: {error}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_scan_that_turns_out_too_large_ends() {
    let store = store("MaxRequests=3").await;
    // How many rows pass the check only the rows tell.
    let sql = "SELECT id FROM orders WHERE staff_notes = 'nothing' LIMIT 3";
    let (_, sent) = refused(&store, sql).await;
    assert_eq!(sent, 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn no_request_is_sent_that_is_not_planned() {
    for most in 3..=6 {
        let store = store(&format!("Pagesize=10;MaxRequests={most}")).await;
        let sql = "SELECT id FROM product_variants WHERE price > 20 AND id + 0 > 0 LIMIT 400";
        let (error, sent) = refused(&store, sql).await;
        assert!(sent <= most, "{sent} requests, {most} allowed: {error}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_store_that_has_shrunk_is_asked_before_it_is_refused() {
    let store = store("MaxRequests=5").await;
    refused(&store, "SELECT id FROM products").await;
    let vanish = "vanish:rows=900,path=/v3/catalog/products";
    store.sandbox.add_fault(vanish.parse().unwrap()).unwrap();
    // 600 products are left: the request that asks for their number, and three pages.
    let answer = store.query("SELECT id FROM products").await.unwrap();
    assert_eq!((answer.rows.len(), answer.requests), (600, 4));
}

/// `SET MaxRequests` narrows what the connection allows, for the statements of its session.
#[tokio::test(flavor = "multi_thread")]
async fn a_session_sets_its_own_limits() {
    let store = store("MaxRequests=9").await;
    let session = store.engine.session(Default::default());
    let ask = async |sql: &str| storeql_testkit::answer(&session, sql).await;
    let shown = async |name: &str| {
        let answer = ask(&format!("SHOW {name}")).await.unwrap();
        answer.rows[0][0].clone()
    };
    let three = "SELECT count(*) FROM orders WHERE id + 0 > 0 AND id IN (SELECT id FROM orders WHERE status_id + 0 = 1)";
    let pages = "SELECT id FROM products WHERE id BETWEEN 200 AND 1100";
    assert_eq!(ask(pages).await.unwrap().rows.len(), 901);
    ask("SET MaxRequests = 2").await.unwrap();
    assert_eq!(shown("maxrequests").await, "2");
    for sql in [pages, three] {
        let error = ask(sql).await.unwrap_err();
        assert_eq!(error.kind, ErrorKind::Limit, "{sql}: {error}");
    }
    ask("SET maxrows TO '7'").await.unwrap();
    assert_eq!(
        ask("SELECT id FROM products WHERE id < 200")
            .await
            .unwrap()
            .rows
            .len(),
        7
    );
    // Another session has its own.
    let other = store.query(pages).await.unwrap();
    assert_eq!(other.rows.len(), 901);
    // It cannot be widened.
    ask("SET MaxRequests = 100000").await.unwrap();
    assert_eq!(shown("MaxRequests").await, "9");
    ask("SET MaxRows = DEFAULT").await.unwrap();
    assert_eq!(shown("MaxRows").await, "0");
    assert_eq!(ask(pages).await.unwrap().rows.len(), 901);
    for wrong in [
        "SET MaxRequests = -1",
        "SET MaxRequests = many",
        "SET MaxRows = 1.5",
        "SET MaxRows = 1, 2",
    ] {
        let error = ask(wrong).await.unwrap_err();
        assert!(
            error.message.contains("takes a whole number"),
            "{wrong}: {error}"
        );
    }
}
