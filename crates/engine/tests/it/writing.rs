//! Statements that write, on a sandbox store. What a statement did is read afterwards as the store's own JSON, not through a table.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use futures::TryStreamExt;
use secrecy::SecretString;
use serde_json::Value as Json;
use storeql_client::{Client, Meter, Network, Options as ClientOptions, Request, StaticToken};
use storeql_engine::{Error, ErrorKind, Options, Parameters, Progress, Session, SessionOptions};
use storeql_sandbox::Sandbox;
use storeql_testkit::Store;

/// What a statement did.
#[derive(Debug)]
pub(crate) struct Done {
    /// `UPDATE 7`
    pub(crate) told: String,
    pub(crate) progress: Progress,
}

/// A store of the usual size, with more properties.
pub(crate) async fn store(more: &str) -> Store {
    let options = storeql_sandbox::Options {
        orders: 20,
        products: 30,
        customers: 20,
        ..Default::default()
    };
    let sandbox = Sandbox::start(options).await.unwrap();
    Store::open(sandbox, more, Options::default())
        .await
        .unwrap()
}

/// Runs a statement to its end.
pub(crate) async fn run(store: &Store, sql: &str) -> Result<Done, Error> {
    store.sandbox.clear_requests();
    run_in(&store.engine.session(SessionOptions::default()), sql).await
}

/// Runs a statement to its end in a session.
pub(crate) async fn run_in(session: &Session, sql: &str) -> Result<Done, Error> {
    let prepared = session.prepare(sql).await?;
    let mut run = prepared.run(Parameters::none()).await?;
    while run.rows.try_next().await?.is_some() {}
    Ok(Done {
        told: run.message().unwrap_or_default(),
        progress: run.progress(),
    })
}

/// Runs statements that have to succeed, and answers what each told.
async fn told(store: &Store, sql: &str) -> String {
    let done = run(store, sql).await;
    done.unwrap_or_else(|error| panic!("{sql}: {error}")).told
}

/// The requests that change something.
pub(crate) fn writes(store: &Store) -> Vec<String> {
    let mut requests = store.requests();
    requests.retain(|request| !request.starts_with("GET "));
    requests
}

/// A client of its own for the store.
fn client(store: &Store) -> Client {
    let token = SecretString::from(store.sandbox.access_token().to_owned());
    Client::new(ClientOptions {
        api_url: store.sandbox.api_url().parse().unwrap(),
        store_id: store.sandbox.store_id().to_owned(),
        timeout: Some(Duration::from_secs(20)),
        user_agent: "storeql-engine tests".to_owned(),
        credentials: Arc::new(StaticToken::new(token)),
        network: Network::default(),
        log: None,
    })
    .unwrap()
}

/// What the store answers for a path, `("v3", "/carts/7", &[("include", "x")])`; an empty list for no body.
pub(crate) async fn json(
    store: &Store,
    version: &'static str,
    path: &str,
    query: &[(&'static str, &str)],
) -> Json {
    let request = Request::get(version, path);
    let request = query.iter().fold(request, |request, (name, value)| {
        request.with(*name, *value)
    });
    let answer = client(store).send(&request, &Meter::default()).await;
    let answer = answer.unwrap_or_else(|error| panic!("{path}: {error}"));
    match answer.body.is_empty() {
        true => Json::Array(Vec::new()),
        false => serde_json::from_slice(&answer.body).unwrap(),
    }
}

/// What the store answers to a GET: of v3 the data.
pub(crate) async fn get(store: &Store, version: &'static str, path: &str) -> Json {
    let mut body = json(store, version, path, &[]).await;
    match version {
        "v3" if body.is_object() => body["data"].take(),
        _ => body,
    }
}

/// All rows of a v3 list, by their id.
pub(crate) async fn all(store: &Store, path: &str) -> BTreeMap<i64, Json> {
    let mut rows = BTreeMap::new();
    for page in 1.. {
        let page_text = page.to_string();
        let answer = json(store, "v3", path, &[("limit", "250"), ("page", &page_text)]).await;
        let here = answer["data"].as_array().unwrap();
        if here.is_empty() {
            break;
        }
        for (place, row) in here.iter().enumerate() {
            let id = row["id"].as_i64();
            rows.insert(id.unwrap_or((page * 1000 + place) as i64), row.clone());
        }
    }
    rows
}

pub(crate) const BRANDS: &str = "/catalog/brands";
pub(crate) const PRODUCTS: &str = "/catalog/products";

fn names(rows: &BTreeMap<i64, Json>) -> Vec<String> {
    let mut names: Vec<String> = rows
        .values()
        .map(|row| row["name"].as_str().unwrap().to_owned())
        .collect();
    names.sort();
    names
}

/// A price in ten-thousandths.
fn price(row: &Json) -> i64 {
    (row["price"].as_f64().unwrap() * 10_000.0).round() as i64
}

fn changed(before: &BTreeMap<i64, Json>, after: &BTreeMap<i64, Json>) -> Vec<i64> {
    let keys = before
        .keys()
        .chain(after.keys().filter(|id| !before.contains_key(id)));
    keys.filter(|id| before.get(id) != after.get(id))
        .copied()
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_are_inserted() {
    let store = store("").await;
    let before = all(&store, BRANDS).await;
    assert_eq!(
        told(
            &store,
            "INSERT INTO Brands (Name, PageTitle) VALUES ('Zeder', DEFAULT)"
        )
        .await,
        "INSERT 1"
    );
    assert_eq!(writes(&store), ["POST /v3/catalog/brands"]);
    assert_eq!(
        told(
            &store,
            "INSERT INTO brands (name, page_title) VALUES ('Ahorn', 'A' || 'b'), ('Birke', 7)"
        )
        .await,
        "INSERT 2"
    );
    assert_eq!(
        told(&store, "INSERT INTO brands (name) SELECT upper(name) || ' 2' FROM brands WHERE name IN ('Ahorn', 'Birke')").await,
        "INSERT 2"
    );
    let after = all(&store, BRANDS).await;
    let new: BTreeMap<i64, Json> = after
        .iter()
        .filter(|(id, _)| !before.contains_key(id))
        .map(|(id, row)| (*id, row.clone()))
        .collect();
    assert_eq!(
        names(&new),
        ["AHORN 2", "Ahorn", "BIRKE 2", "Birke", "Zeder"]
    );
    let ahorn = new.values().find(|row| row["name"] == "Ahorn").unwrap();
    assert_eq!(ahorn["page_title"], "Ab");
    let birke = new.values().find(|row| row["name"] == "Birke").unwrap();
    assert_eq!(birke["page_title"], "7");
    assert_eq!(changed(&before, &after).len(), 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_update_changes_the_chosen_rows_and_no_others() {
    let store = store("").await;
    let before = all(&store, PRODUCTS).await;
    let ids: Vec<i64> = before.keys().copied().collect();
    let (one, two) = (ids[3], ids[7]);
    let sql = format!(
        "UPDATE Products SET Price = Price * 1.1, is_featured = NOT is_featured WHERE Id IN ({one}, {two})"
    );
    assert_eq!(told(&store, &sql).await, "UPDATE 2");
    let after = all(&store, PRODUCTS).await;
    for id in [one, two] {
        // A half is rounded away from zero.
        assert_eq!(price(&after[&id]), (price(&before[&id]) * 11 + 5) / 10);
        assert_eq!(
            after[&id]["is_featured"].as_bool().unwrap(),
            !before[&id]["is_featured"].as_bool().unwrap()
        );
        assert_eq!(after[&id]["name"], before[&id]["name"]);
    }
    assert_eq!(changed(&before, &after), [one, two]);
}

/// Each WHERE with the rows that it chooses, as the store's JSON says.
#[tokio::test(flavor = "multi_thread")]
async fn a_where_means_what_it_means_in_a_select() {
    let store = store("").await;
    let before = all(&store, PRODUCTS).await;
    let ids: Vec<i64> = before.keys().copied().collect();
    let first = ids[0];
    let brand = before
        .values()
        .find(|row| row["brand_id"].as_i64() > Some(0))
        .unwrap()["brand_id"]
        .as_i64()
        .unwrap();
    let of_brand: Vec<i64> = ids
        .iter()
        .copied()
        .filter(|id| before[id]["brand_id"] == brand)
        .collect();
    let dearest = ids
        .iter()
        .copied()
        .max_by_key(|id| (price(&before[id]), -id))
        .unwrap();
    let cases = [
        (format!("id = {first} AND 1 = 1"), vec![first]),
        (
            format!(
                "EXISTS (SELECT 1 FROM brands b WHERE b.id = products.brand_id AND b.id = {brand})"
            ),
            of_brand.clone(),
        ),
        (
            format!("brand_id IN (SELECT id FROM brands WHERE id = {brand})"),
            of_brand,
        ),
        (
            "id IN (SELECT id FROM products ORDER BY price DESC, id LIMIT 1)".to_owned(),
            vec![dearest],
        ),
        (
            format!("id NOT IN (SELECT CASE WHEN id = {first} THEN id END FROM products)"),
            vec![],
        ),
        ("1 = 0".to_owned(), vec![]),
        (format!("id = {first} AND id = {}", ids[1]), vec![]),
        ("name IS NULL".to_owned(), vec![]),
        (
            "id IN (SELECT id FROM brands WHERE 1 = 0)".to_owned(),
            vec![],
        ),
    ];
    let mut now = before;
    for (number, (choice, expected)) in cases.iter().enumerate() {
        let sql = format!("UPDATE products SET warranty = 'case {number}' WHERE {choice}");
        let mut expected = expected.clone();
        expected.sort_unstable();
        assert_eq!(
            told(&store, &sql).await,
            format!("UPDATE {}", expected.len()),
            "{sql}"
        );
        let after = all(&store, PRODUCTS).await;
        assert_eq!(changed(&now, &after), expected, "{sql}");
        for id in expected {
            assert_eq!(after[&id]["warranty"], format!("case {number}"));
        }
        now = after;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_update_takes_values_from_other_tables() {
    let store = store("").await;
    let brands = all(&store, BRANDS).await;
    let before = all(&store, PRODUCTS).await;
    let with_brand: Vec<i64> = before
        .iter()
        .filter(|(_, row)| brands.contains_key(&row["brand_id"].as_i64().unwrap_or(0)))
        .map(|(id, _)| *id)
        .collect();
    let sql = "UPDATE products p SET warranty = b.name FROM brands b WHERE b.id = p.brand_id";
    assert_eq!(
        told(&store, sql).await,
        format!("UPDATE {}", with_brand.len())
    );
    let after = all(&store, PRODUCTS).await;
    assert_eq!(changed(&before, &after), with_brand);
    for id in &with_brand {
        let brand = &brands[&after[id]["brand_id"].as_i64().unwrap()];
        assert_eq!(after[id]["warranty"], brand["name"]);
    }
    let id = with_brand[0];
    let sql = format!(
        "UPDATE products SET (warranty, page_title) = ((SELECT max(name) FROM brands), 'x') WHERE id = {id}"
    );
    assert_eq!(told(&store, &sql).await, "UPDATE 1");
    let last = names(&brands).pop().unwrap();
    assert_eq!(all(&store, PRODUCTS).await[&id]["warranty"], last);

    // Several partners with different values for one row.
    let sql =
        format!("UPDATE products SET warranty = b.name FROM brands b WHERE products.id = {id}");
    let error = run(&store, &sql).await.unwrap_err();
    assert!(error.message.contains("two different values"), "{error}");
    assert!(writes(&store).is_empty());
    // Several partners with the same value.
    let sql =
        format!("UPDATE products SET warranty = 'same' FROM brands b WHERE products.id = {id}");
    assert_eq!(told(&store, &sql).await, "UPDATE 1");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_update_that_changes_nothing_only_reads() {
    let store = store("").await;
    let before = all(&store, PRODUCTS).await;
    let done = run(
        &store,
        "UPDATE products SET price = price, name = name WHERE id > 0 AND is_visible",
    )
    .await
    .unwrap();
    let visible = before
        .values()
        .filter(|row| row["is_visible"] == true)
        .count();
    assert_eq!(
        done.told,
        format!("UPDATE {visible} ({visible} of them unchanged)")
    );
    assert_eq!(
        (done.progress.rows_written, done.progress.rows_unchanged),
        (0, visible as u64)
    );
    assert_eq!(writes(&store), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_are_deleted() {
    let store = store("").await;
    for name in ["Weg 1", "Weg 2", "Weg 3"] {
        told(
            &store,
            &format!("INSERT INTO brands (name) VALUES ('{name}')"),
        )
        .await;
    }
    let before = all(&store, BRANDS).await;
    let sql =
        "DELETE FROM brands WHERE id IN (SELECT id FROM brands WHERE name IN ('Weg 1', 'Weg 2'))";
    assert_eq!(told(&store, sql).await, "DELETE 2");
    assert_eq!(writes(&store).len(), 2);
    let sql = "DELETE FROM brands b USING (VALUES ('Weg 3'), ('Weg 3')) gone (name) WHERE gone.name = b.name";
    assert_eq!(told(&store, sql).await, "DELETE 1");
    let after = all(&store, BRANDS).await;
    let gone = changed(&before, &after);
    assert_eq!(gone.len(), 3);
    assert!(
        gone.iter()
            .all(|id| before[id]["name"].as_str().unwrap().starts_with("Weg"))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_are_upserted_by_their_natural_key() {
    let store = store("").await;
    told(
        &store,
        "INSERT INTO price_lists (name) VALUES ('Wholesale')",
    )
    .await;
    let list = *all(&store, "/pricelists")
        .await
        .iter()
        .find(|(_, row)| row["name"] == "Wholesale")
        .unwrap()
        .0;
    let variants: Vec<i64> = all(&store, "/catalog/variants")
        .await
        .keys()
        .copied()
        .take(3)
        .collect();
    let records = format!("/pricelists/{list}/records");
    let sql = format!(
        "UPSERT INTO price_list_records (price_list_id, variant_id, currency, price) \
         VALUES ({list}, {}, 'usd', 9.5), ({list}, {}, 'usd', '19.99'), ({list}, {}, 'usd', 7.125)",
        variants[0], variants[1], variants[2]
    );
    assert_eq!(told(&store, &sql).await, "UPSERT 3");
    assert_eq!(writes(&store).len(), 1);
    let prices = async || {
        let rows = all(&store, &records).await;
        let mut prices: Vec<(i64, i64)> = rows
            .values()
            .map(|row| (row["variant_id"].as_i64().unwrap(), price(row)))
            .collect();
        prices.sort_unstable();
        prices
    };
    let mut expected = [
        (variants[0], 95_000),
        (variants[1], 199_900),
        (variants[2], 71_250),
    ];
    expected.sort_unstable();
    assert_eq!(prices().await, expected);
    let sql = format!(
        "INSERT INTO price_list_records (price_list_id, variant_id, currency, price) VALUES ({list}, {}, 'usd', 7) \
         ON CONFLICT (price_list_id, variant_id, currency) DO UPDATE SET price = excluded.price",
        variants[0]
    );
    assert_eq!(told(&store, &sql).await, "UPSERT 1");
    let mut expected = [
        (variants[0], 70_000),
        (variants[1], 199_900),
        (variants[2], 71_250),
    ];
    expected.sort_unstable();
    assert_eq!(prices().await, expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn parameters_are_values() {
    let store = store("").await;
    let session = store.engine.session(SessionOptions::default());
    let values = |name: &str| -> Parameters {
        let name: arrow::array::ArrayRef = Arc::new(arrow::array::StringArray::from(vec![
            name.to_owned(),
            format!("{name} 2"),
        ]));
        arrow::array::RecordBatch::try_from_iter([("$1", name)])
            .unwrap()
            .into()
    };
    let insert = session
        .prepare("INSERT INTO brands (name) VALUES ($1)")
        .await
        .unwrap();
    let mut run = insert.run(values("Para")).await.unwrap();
    while run.rows.try_next().await.unwrap().is_some() {}
    assert_eq!(run.message().unwrap(), "INSERT 2");
    let delete = session
        .prepare("DELETE FROM brands WHERE name = $1")
        .await
        .unwrap();
    let mut run = delete.run(values("Para")).await.unwrap();
    while run.rows.try_next().await.unwrap().is_some() {}
    assert_eq!(run.message().unwrap(), "DELETE 2");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_write_that_breaks_tells_what_became_of_each_row() {
    let store = store("").await;
    let before = all(&store, BRANDS).await;
    store
        .sandbox
        .add_fault("500:nth=2,method=POST".parse().unwrap())
        .unwrap();
    let error = run(
        &store,
        "INSERT INTO brands (name) VALUES ('Eins'), ('Zwei'), ('Drei')",
    )
    .await
    .unwrap_err();
    store.sandbox.clear_faults();
    let after = all(&store, BRANDS).await;
    let there = changed(&before, &after);
    assert_eq!(error.kind, ErrorKind::PartlyWritten, "{error}");
    assert!(
        error
            .message
            .starts_with(&format!("INSERT brands: {} written", there.len())),
        "{error}"
    );

    // Nothing was written, and nothing may have been: the kind is the failure's own. Which of the three was written hangs on which
    // request came second.
    let name = after[&there[0]]["name"].as_str().unwrap();
    let again = format!("INSERT INTO brands (name) VALUES ('{name}')");
    let error = run(&store, &again).await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::Store, "{error}");
    assert_eq!(error.status(), Some(409), "{error}");
}

#[tokio::test(flavor = "multi_thread")]
async fn explain_says_what_would_be_sent() {
    let store = store("").await;
    let before = all(&store, PRODUCTS).await;
    let ids: Vec<i64> = before.keys().copied().take(12).collect();
    let sql = format!(
        "EXPLAIN UPDATE products SET warranty = 'x' WHERE id <= {}",
        ids[11]
    );
    let answer = store.query(&sql).await.unwrap();
    let lines: Vec<String> = answer.rows.iter().map(|row| row.join(": ")).collect();
    assert_eq!(
        lines[0],
        "write: UPDATE products: rows 12, of them unchanged 0; requests that write 2"
    );
    assert_eq!(lines[1], "request: PUT /v3/catalog/products: 10 rows");
    assert!(
        lines
            .iter()
            .any(|line| line.starts_with(&format!("keys: id: {}; {}", ids[0], ids[1]))),
        "{lines:?}"
    );
    assert_eq!(writes(&store), Vec::<String>::new());

    let session = store
        .engine
        .session(SessionOptions::default().dry_run(true));
    let sql = format!("UPDATE products SET price = 1.50 WHERE id = {}", ids[0]);
    let answer = storeql_testkit::answer(&session, &sql).await.unwrap();
    let body = format!(
        "PUT /v3/catalog/products [{{\"id\":{},\"price\":1.50}}]",
        ids[0]
    );
    assert_eq!(answer.rows[1], ["request", &body]);
    assert_eq!(writes(&store), Vec::<String>::new());
    assert_eq!(all(&store, PRODUCTS).await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cancelled_write_waits_for_what_it_has_sent() {
    let options = storeql_sandbox::Options {
        latency: Duration::from_millis(50),
        ..Default::default()
    };
    let sandbox = Sandbox::start(options).await.unwrap();
    let store = Store::open(sandbox, "", Options::default()).await.unwrap();
    let before = all(&store, BRANDS).await;
    let rows: Vec<String> = (0..60).map(|number| format!("('Neu {number}')")).collect();
    let sql = format!("INSERT INTO brands (name) VALUES {}", rows.join(", "));
    let session = store.engine.session(SessionOptions::default());
    let prepared = session.prepare(&sql).await.unwrap();
    let mut run = prepared.run(Parameters::none()).await.unwrap();
    while run.progress().requests == 0 {
        tokio::task::yield_now().await;
    }
    run.canceller().cancel();
    let error = run.rows.try_next().await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::PartlyWritten, "{error}");
    let progress = run.progress();
    let (written, unknown) = (progress.rows_written, progress.rows_unknown);
    assert!((1..60).contains(&written) && unknown == 0, "{error}");
    let said = format!(
        "INSERT brands: {written} written, {} not tried.",
        60 - written
    );
    assert!(error.message.starts_with(&said), "{error}");
    let after = all(&store, BRANDS).await;
    assert_eq!(changed(&before, &after).len() as u64, written);
}

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

async fn names_of(store: &Store) -> Vec<String> {
    names(&all(store, BRANDS).await)
}
