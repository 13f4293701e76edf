//! Session tables (`OrderItems#TEMP`) as clients use them: the rows stay with the connection until the INSERT that names them, and each
//! statement has its tag.

use crate::served::served;

const LINES: &str = "INSERT INTO OrderItems#TEMP (Name, Quantity, PriceExTax, PriceIncTax) VALUES ('Engraving', 1, 5, 6), ('Box', 2, 1, 1.2)";
const ORDER: &str = "INSERT INTO Orders (BillingFirstName, BillingLastName, BillingStreet1, BillingCity, BillingState, BillingZip, BillingCountry, BillingCountryIso2, BillingEmail, LinkedProducts)
  VALUES ('Ann', 'Lee', '1 Elm St', 'Austin', 'Texas', '78701', 'United States', 'US', 'ann@example.com', 'OrderItems#TEMP')";
const MADE: &str =
    "SELECT name, quantity FROM order_items WHERE order_id = SCOPE_IDENTITY() ORDER BY name";

/// The requests that changed the store.
fn writes(store: &storeql_testkit::Store) -> Vec<String> {
    let mut requests = store.requests();
    requests.retain(|request| !request.starts_with("GET "));
    requests
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_wait_in_the_connection_for_their_parent() {
    let served = served().await;
    let mut raw = served.raw().await;
    served.store.sandbox.clear_requests();
    assert_eq!(raw.query(LINES).await.ok().tags, ["INSERT 0 2"]);
    let more = "INSERT INTO OrderItems#TEMP (Name, Quantity, PriceExTax, PriceIncTax) VALUES ('Card', 1, 2, 2)";
    assert_eq!(raw.query(more).await.ok().tags, ["INSERT 0 1"]);
    let there = raw
        .query("SELECT name FROM OrderItems#TEMP ORDER BY 1")
        .await
        .ok();
    assert_eq!(there.text(), [["Box"], ["Card"], ["Engraving"]]);
    assert_eq!(there.tags, ["SELECT 3"]);
    let gone = raw
        .query("DELETE FROM OrderItems#TEMP WHERE name = 'Card'")
        .await;
    assert_eq!(gone.ok().tags, ["DELETE 1"]);
    assert!(served.store.sandbox.requests().is_empty());
    // Another connection has no such table.
    let mut other = served.raw().await;
    let unknown = other.query("SELECT * FROM OrderItems#TEMP").await;
    assert_eq!(unknown.code(), "42P01");

    assert_eq!(raw.query(ORDER).await.ok().tags, ["INSERT 0 1"]);
    assert_eq!(writes(&served.store), ["POST /v2/orders"]);
    let made = raw.query(MADE).await.ok();
    assert_eq!(made.text(), [["Box", "2"], ["Engraving", "1"]]);
    assert_eq!(
        raw.query("DELETE FROM OrderItems#TEMP").await.ok().tags,
        ["DELETE 2"]
    );
    assert_eq!(
        raw.query("DROP TABLE OrderItems#TEMP").await.ok().tags,
        ["DROP TABLE"]
    );
    let unknown = raw.query("SELECT * FROM OrderItems#TEMP").await;
    assert_eq!(unknown.code(), "42P01");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_whole_script_is_one_text() {
    let served = served().await;
    let mut raw = served.raw().await;
    let answer = raw.query(&format!("{LINES}; {ORDER}; {MADE}")).await.ok();
    assert_eq!(answer.tags, ["INSERT 0 2", "INSERT 0 1", "SELECT 2"]);
    assert_eq!(answer.text(), [["Box", "2"], ["Engraving", "1"]]);
}

/// Drivers prepare each statement, and bind its values.
#[tokio::test(flavor = "multi_thread")]
async fn rows_come_as_bound_values() {
    let served = served().await;
    let client = served.client().await;
    let line = "INSERT INTO OrderItems#TEMP (Name, Quantity, PriceExTax, PriceIncTax) VALUES ($1, 3, 5, 6)";
    for name in ["Engraving", "Box"] {
        assert_eq!(client.execute(line, &[&name]).await.unwrap(), 1);
    }
    assert_eq!(client.execute(ORDER, &[]).await.unwrap(), 1);
    let made = client.query(MADE, &[]).await.unwrap();
    let names: Vec<&str> = made.iter().map(|row| row.get(0)).collect();
    assert_eq!(names, ["Box", "Engraving"]);
    let gone = client.execute("DELETE FROM OrderItems#TEMP", &[]).await;
    assert_eq!(gone.unwrap(), 2);
}
