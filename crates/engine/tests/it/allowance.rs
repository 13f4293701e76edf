//! A store that counts requests: all that it allows is used, and none more.

use storeql_engine::Options;
use storeql_testkit::Store;

const QUOTA: u32 = 20;

#[tokio::test(flavor = "multi_thread")]
async fn the_allowance_is_used_up_and_never_overdrawn() {
    let sandbox = storeql_sandbox::Options {
        orders: 700,
        quota: Some(QUOTA),
        window: std::time::Duration::from_secs(2),
        ..Default::default()
    };
    let sandbox = storeql_sandbox::Sandbox::start(sandbox).await.unwrap();
    let store = Store::open(sandbox, "Pagesize=10", Options::default())
        .await
        .unwrap();
    let answer = store
        .query("SELECT count(id + 0) FROM orders")
        .await
        .unwrap();
    assert_eq!(answer.rows, [["700"]]);
    assert!(answer.requests >= 70, "{} requests", answer.requests);
    let refused = store
        .sandbox
        .requests()
        .iter()
        .filter(|request| request.status == 429)
        .count();
    assert_eq!(refused, 0);
    let windows = store.sandbox.windows();
    let (_, full) = windows.split_last().unwrap();
    assert!(full.len() >= 3, "{windows:?}");
    // 97 % of twenty is all twenty.
    assert!(full.iter().all(|used| *used == QUOTA), "{windows:?}");
}
