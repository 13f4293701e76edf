//! How many requests a query costs: exact, since an analyst waits for each of them.

use jiff::{SignedDuration, Timestamp};
use storeql_engine::Options;
use storeql_testkit::Store;

async fn store() -> Store {
    let sandbox = storeql_sandbox::Options {
        orders: 10_000,
        products: 5_000,
        customers: 20_000,
        ..Default::default()
    };
    Store::start(sandbox, Options::default()).await.unwrap()
}

/// Queries with the number of requests that they send, no more and no fewer.
async fn cost(store: &Store, queries: &[(&str, usize)]) {
    let mut wrong = Vec::new();
    for (sql, requests) in queries {
        let answer = store.query(sql).await;
        // Some name thousands of keys.
        let sql = sql.chars().take(200).collect::<String>();
        match answer {
            Ok(answer) if answer.requests != *requests => {
                wrong.push(format!(
                    "{sql}: {} requests, not {requests}: {:?}",
                    answer.requests,
                    store.requests()
                ));
            }
            Ok(_) => {}
            Err(error) => wrong.push(format!("{sql}: {error}")),
        }
        wrong.extend(store.unknown());
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_fewest_requests() {
    let store = store().await;
    let ids: Vec<String> = (200..500).map(|id| id.to_string()).collect();
    let listed = format!("SELECT * FROM products WHERE id IN ({})", ids.join(","));
    cost(
        &store,
        &[
            ("SELECT * FROM orders WHERE id = 123", 1),
            ("SELECT count(*) FROM orders", 1),
            ("SELECT count(*) FROM orders WHERE status_id = 11", 1),
            ("SELECT count(*) FROM products WHERE is_visible", 1),
            (
                "SELECT id FROM orders ORDER BY date_created DESC LIMIT 10",
                1,
            ),
            ("SELECT * FROM products LIMIT 5", 1),
            ("SELECT * FROM orders", 41),
            ("SELECT * FROM order_items", 41),
            ("SELECT * FROM order_items WHERE order_id = 107", 1),
            ("SELECT * FROM product_images", 21),
            (&listed, 2),
            (
                "SELECT status_id, count(*) FROM orders GROUP BY status_id",
                1,
            ),
            ("SELECT type, count(*) FROM products GROUP BY type", 3),
            (
                "SELECT is_visible, count(*) FROM products GROUP BY is_visible",
                3,
            ),
            ("SELECT max(date_modified) FROM orders", 1),
            ("SELECT min(id) FROM orders", 1),
            ("SELECT * FROM orders WHERE id = 1 AND id = 2", 0),
            ("SELECT id FROM orders LIMIT 600", 3),
        ],
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whole_store_reports() {
    let store = store().await;
    // A customer with many orders, whose number the rows tell.
    let busy = store
        .query("SELECT customer_id, count(*) FROM orders WHERE customer_id > 0 GROUP BY customer_id ORDER BY 2 DESC LIMIT 1")
        .await
        .unwrap();
    let customer = &busy.rows[0][0];
    let of_customer = format!(
        "SELECT o.id, i.name FROM orders o JOIN order_items i ON i.order_id = o.id WHERE o.customer_id = {customer}"
    );
    let brands = store
        .query("SELECT b.name, count(*) FROM products p JOIN brands b ON b.id = p.brand_id GROUP BY b.name ORDER BY 2 DESC LIMIT 1")
        .await
        .unwrap();
    let (brand, products) = (
        &brands.rows[0][0],
        brands.rows[0][1].parse::<usize>().unwrap(),
    );
    let of_brand = format!(
        "SELECT p.id FROM products p JOIN brands b ON b.id = p.brand_id WHERE b.name = '{brand}'"
    );
    let pages = products.div_ceil(250);
    cost(
        &store,
        &[
            // Its orders, with their items, and the count that tells that a short page has them all.
            (&of_customer, 2),
            (
                "SELECT o.id, i.name FROM orders o JOIN order_items i ON i.order_id = o.id",
                41,
            ),
            (&of_brand, 1 + pages),
            ("SELECT id FROM orders WHERE date_modified >= TIMESTAMP '2026-01-31T00:00:00Z'", 2),
            ("SELECT p.name, sum(i.quantity) FROM order_items i JOIN products p ON p.id = i.product_id GROUP BY p.name", 62),
            ("SELECT count(*) FROM customers", 1),
        ],
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn counts_are_right() {
    let store = store().await;
    let all = store.query("SELECT count(*) FROM orders").await.unwrap();
    assert_eq!(all.rows, [["10000"]]);
    let read = store
        .query("SELECT count(id + 0) FROM orders WHERE status_id = 11")
        .await
        .unwrap();
    let asked = store
        .query("SELECT count(*) FROM orders WHERE status_id = 11")
        .await
        .unwrap();
    assert_eq!(read.rows, asked.rows);
    assert!(read.requests > 1);
}

/// Bounds on a time are sent a second wider. The rows themselves say how many lie within them.
#[tokio::test(flavor = "multi_thread")]
async fn a_range_of_times_is_counted_by_totals() {
    let store = store().await;
    for (table, column) in [
        ("orders", "date_created"),
        ("orders", "date_modified"),
        ("customers", "date_created"),
    ] {
        let sql = format!("SELECT {column} FROM {table}");
        let mut times = store.query(&sql).await.unwrap().rows;
        times.sort();
        let times: Vec<Timestamp> = times.iter().map(|row| row[0].parse().unwrap()).collect();
        let second = SignedDuration::from_secs(1);
        for place in [0, times.len() / 3, times.len() - 1] {
            for end in [times[place] - second, times[place], times[place] + second] {
                for test in [">=", ">", "<=", "<"] {
                    let sql = format!("SELECT count(*) FROM {table} WHERE {column} {test} '{end}'");
                    let answer = store.query(&sql).await.unwrap();
                    let within = times.iter().filter(|time| match test {
                        ">=" => **time >= end,
                        ">" => **time > end,
                        "<=" => **time <= end,
                        _ => **time < end,
                    });
                    assert_eq!(answer.rows, [[within.count().to_string()]], "{sql}");
                    // Both totals, the rows around the end, and the count that tells that these are all.
                    assert!(answer.requests <= 4, "{sql}: {:?}", store.requests());
                }
            }
        }
        let (low, high) = (times[times.len() / 4], times[times.len() / 2]);
        let sql =
            format!("SELECT count(*) FROM {table} WHERE {column} BETWEEN '{low}' AND '{high}'");
        let answer = store.query(&sql).await.unwrap();
        let within = times.iter().filter(|time| (low..=high).contains(time));
        assert_eq!(answer.rows, [[within.count().to_string()]], "{sql}");
        assert!(answer.requests <= 7, "{sql}: {:?}", store.requests());
        // Ends around which there is no row, as is usual.
        let lonely = |pair: &&[Timestamp]| pair[1].duration_since(pair[0]) > second * 20;
        let mut gaps = times
            .windows(2)
            .filter(lonely)
            .map(|pair| pair[0] + second * 10);
        let (low, high) = (gaps.next().unwrap(), gaps.next_back().unwrap());
        let within = times.iter().filter(|time| **time >= low).count();
        let sql = format!("SELECT count(*) FROM {table} WHERE {column} >= '{low}'");
        let answer = store.query(&sql).await.unwrap();
        assert_eq!(
            (answer.rows, answer.requests),
            (vec![vec![within.to_string()]], 2),
            "{sql}"
        );
        let within = times.iter().filter(|time| (low..high).contains(time));
        let sql = format!("{sql} AND {column} < '{high}'");
        let answer = store.query(&sql).await.unwrap();
        let within = within.count().to_string();
        assert_eq!(
            (answer.rows, answer.requests),
            (vec![vec![within]], 3),
            "{sql}"
        );
    }
    let of_one_status =
        "SELECT count(*) FROM orders WHERE status_id = 11 AND date_created >= '2025-06-01'";
    let read = "SELECT count(id + 0) FROM orders WHERE status_id + 0 = 11 AND date_created + interval '0 s' >= '2025-06-01'";
    let answer = store.query(of_one_status).await.unwrap();
    assert_eq!(answer.rows, store.query(read).await.unwrap().rows);
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_or_the_whole_list_whichever_is_cheaper() {
    let store = store().await;
    let keys = |count: usize| {
        let ids: Vec<String> = (0..count).map(|id| (id + 1).to_string()).collect();
        format!(
            "SELECT id, customer_id FROM orders WHERE id IN ({})",
            ids.join(",")
        )
    };
    let customers = |count: usize| {
        let ids: Vec<String> = (0..count).map(|id| (id + 1).to_string()).collect();
        format!(
            "SELECT id, email FROM customers WHERE id IN ({})",
            ids.join(",")
        )
    };
    cost(
        &store,
        &[
            (&customers(30), 1),
            // The total of the list tells that reading it whole is cheaper: 80 pages, and one that proves them. It is asked once.
            (&customers(18_000), 82),
            (&customers(18_001), 81),
            (&keys(9_000), 42),
            (&keys(9_001), 41),
        ],
    )
    .await;
    let answer = store.query(&customers(18_000)).await.unwrap();
    assert_eq!(answer.rows.len(), 18_000);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_changed_in_the_last_day_costs_its_pages() {
    const FORMAT: &str = "%a, %d %b %Y %H:%M:%S +0000";
    let clock = Store::start(storeql_sandbox::Options::default(), Options::default())
        .await
        .unwrap();
    let moment = |hours: u32| {
        let sql = format!("SELECT to_char(now() - INTERVAL '{hours} hours', '{FORMAT}')");
        let clock = &clock;
        async move { clock.query(&sql).await.unwrap().rows.remove(0).remove(0) }
    };
    let (lately, before) = (moment(2).await, moment(50).await);
    let order = |id: usize| {
        let modified = if id <= 600 { &lately } else { &before };
        format!(
            r#"{{"id":{id},"status_id":2,"date_created":"{before}","date_modified":"{modified}"}}"#
        )
    };
    let orders: Vec<String> = (1..=2_000).map(order).collect();
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("orders.ndjson"), orders.join("\n")).unwrap();
    let options = storeql_sandbox::Options {
        data: Some(folder.path().to_owned()),
        ..Default::default()
    };
    let store = Store::start(options, Options::default()).await.unwrap();
    let sql = "SELECT id FROM orders WHERE date_modified >= now() - INTERVAL '1 day'";
    assert_eq!(store.query(sql).await.unwrap().rows.len(), 600);
    cost(&store, &[(sql, 3)]).await;
}

/// The same first request as with the range written out, which has the filter, and the same rows.
#[tokio::test(flavor = "multi_thread")]
async fn functions_of_a_time_are_ranges_of_it() {
    let store = store().await;
    for (by_function, by_range) in [
        (
            "year(date_created) = 2025",
            "date_created >= '2025-01-01' AND date_created < '2026-01-01'",
        ),
        (
            "extract(year FROM date_created) BETWEEN 2024 AND 2025",
            "date_created >= '2024-01-01' AND date_created < '2026-01-01'",
        ),
        (
            "date_trunc('month', date_created) = '2025-03-01'",
            "date_created >= '2025-03-01' AND date_created < '2025-04-01'",
        ),
        (
            "date_trunc('month', date_created) >= '2025-03-15'",
            "date_created >= '2025-04-01'",
        ),
        (
            "to_char(date_created, 'YYYY-MM') = '2025-03'",
            "date_created >= '2025-03-01' AND date_created < '2025-04-01'",
        ),
        (
            "date_format(date_created, '%Y-%m-%d') = '2025-03-09'",
            "date_created >= '2025-03-09' AND date_created < '2025-03-10'",
        ),
    ] {
        let count = |filter: &str| format!("SELECT id FROM orders WHERE {filter} ORDER BY id");
        let whole = store.query(&count(by_range)).await.unwrap();
        let whole_requests = store.requests();
        let answer = store.query(&count(by_function)).await.unwrap();
        assert_eq!(answer.rows, whole.rows, "{by_function}");
        // How far a scan reads ahead hangs on the answers' order.
        assert_eq!(store.requests()[0], whole_requests[0], "{by_function}");
        assert!(
            store.requests()[0].contains("min_date_created="),
            "{by_function}"
        );
    }
}
