//! The journal of a change: what it has before and after each request, and how a change is gone on with by it.

use std::path::Path;

use storeql_write::{
    Change, Journal, NewRow, OnError, Outcome, Recorded, RecordedRows, RowState, SendOptions,
    Value, read_journal, resume, send_all,
};

use crate::store::{Store, insert, int, money, table, text, update};

fn with_journal(path: &Path) -> SendOptions {
    SendOptions {
        on_error: OnError::Continue,
        journal: Some(Journal::create(path).unwrap()),
        ..SendOptions::default()
    }
}

/// What the journal of a statement has.
fn recorded_rows(path: &Path) -> RecordedRows {
    match read_journal(path).unwrap() {
        Recorded::Rows(rows) => rows,
        Recorded::Call(call) => panic!("{call:?}"),
    }
}

fn brands(count: u32) -> storeql_write::Change {
    let rows = (1..=count).map(|number| vec![text(format!("Brand {number}"))]);
    insert(&["name"], rows.collect())
}

#[tokio::test]
async fn a_journal_says_what_was_intended_and_what_was_confirmed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.journal");
    let store = Store::start().await;
    let taken = store.all("/v3/catalog/brands").await[0]["name"]
        .as_str()
        .unwrap()
        .to_owned();
    let rows = vec![vec![text("Eibe")], vec![text(&*taken)], vec![text("Linde")]];
    let change = insert(&["name"], rows);
    let outcome = store
        .write_with("brands", change.clone(), with_journal(&path))
        .await;
    let recorded = recorded_rows(&path);
    assert_eq!(recorded.table, "brands");
    assert_eq!(recorded.store, store.sandbox.store_id());
    assert_eq!(recorded.statement, "INSERT");
    assert_eq!(recorded.changes, [change]);
    for row in &outcome.rows {
        assert_eq!(recorded.states[&row.number].0, row.state);
    }
    assert_eq!(recorded.states[&1].1, outcome.rows[0].key);
    assert_eq!(recorded.rows_in(RowState::Failed), [2]);
    let text = std::fs::read_to_string(&path).unwrap();
    let intended = text
        .lines()
        .filter(|line| line.starts_with("{\"intended\""));
    assert_eq!(intended.count(), 3);
    assert!(!text.contains(store.sandbox.access_token()));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    let again = Journal::create(&path).unwrap_err().to_string();
    assert!(again.contains("is there already"), "{again}");
}

#[tokio::test]
async fn a_password_is_in_no_journal() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("b.journal");
    let store = Store::start().await;
    let columns = ["email", "first_name", "last_name", "new_password"];
    let row = vec![
        text("a@shop.example"),
        text("Ann"),
        text("Other"),
        text("correct horse 7"),
    ];
    let change = insert(&columns, vec![row]);
    let plan = storeql_write::plan(table("customers"), change.clone()).unwrap();
    let body = plan.requests()[0].body().unwrap();
    assert!(body.contains("****") && !body.contains("horse"), "{body}");
    let outcome = store
        .write_with("customers", change, with_journal(&path))
        .await;
    assert!(outcome.is_complete(), "{outcome:?}");
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(!text.contains("horse"), "{text}");
    assert_eq!(recorded_rows(&path).withheld[&1], ["new_password"]);
}

/// The journal as a run leaves it that is killed after so many lines, the last of them half.
fn killed_after(path: &Path, lines: usize) {
    let text = std::fs::read_to_string(path).unwrap();
    let mut kept: Vec<&str> = text.lines().take(lines + 1).collect();
    let half = kept.pop().map_or("", |last| &last[..last.len() / 2]);
    kept.push(half);
    std::fs::write(path, kept.join("\n")).unwrap();
}

#[tokio::test]
async fn a_killed_run_is_gone_on_with_and_nothing_is_written_twice() {
    let folder = tempfile::tempdir().unwrap();
    const ROWS: u32 = 6;
    // One line for the change, one for each row, and two for each request.
    let first = 1 + ROWS as usize;
    for cut in first..first + 2 * ROWS as usize {
        let path = folder.path().join(format!("{cut}.journal"));
        let store = Store::start().await;
        let options = SendOptions {
            side_by_side: 1,
            ..with_journal(&path)
        };
        // The run got further than its journal: each row is there, and the journal has the beginning only.
        store.write_with("brands", brands(ROWS), options).await;
        killed_after(&path, cut);
        let recorded = recorded_rows(&path);
        // What the journal does not know as sent was not sent by a run that was killed there.
        let brands = store.all("/v3/catalog/brands").await;
        for number in recorded.rows_in(RowState::NotTried) {
            let name = format!("Brand {number}");
            let brand = brands.iter().find(|brand| brand["name"] == name).unwrap();
            let gone = crate::store::delete(vec![vec![int(brand["id"].as_i64().unwrap())]]);
            assert!(store.write("brands", gone).await.is_complete());
        }
        let options = SendOptions {
            journal: Some(Journal::append(&path).unwrap()),
            ..SendOptions::default()
        };
        let outcome = resume(&recorded, table("brands"), &store.client, options).await;
        let outcome: Outcome = outcome.unwrap().into_iter().collect();
        assert!(outcome.is_complete(), "{cut}: {outcome:?}");
        assert_eq!(outcome.rows.len(), ROWS as usize);
        let brands = store.all("/v3/catalog/brands").await;
        for number in 1..=ROWS {
            let name = format!("Brand {number}");
            let there = brands.iter().filter(|brand| brand["name"] == name);
            assert_eq!(there.count(), 1, "{cut}: {name}");
        }
        let after = recorded_rows(&path);
        assert_eq!(
            after.rows_in(RowState::Written).len(),
            ROWS as usize,
            "{cut}"
        );
    }
}

#[tokio::test]
async fn changes_by_key_of_a_killed_run_are_sent_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("c.journal");
    let store = Store::start().await;
    let products = store.all("/v3/catalog/products").await;
    let rows = products.iter().map(|product| {
        let address = vec![int(product["id"].as_i64().unwrap())];
        (address, vec![money("6.6600")])
    });
    let change = update(&["price"], rows.collect());
    let options = with_journal(&path);
    // The first batch is written, and the connection is gone with the second.
    store.fault("reset:method=PUT,after=1,always");
    let options = SendOptions {
        side_by_side: 1,
        ..options
    };
    let outcome = store.write_with("products", change, options).await;
    store.sandbox.clear_faults();
    assert_eq!(
        (outcome.counts().written, outcome.counts().unknown),
        (10, 20)
    );
    let recorded = recorded_rows(&path);
    assert_eq!(recorded.rows_in(RowState::Unknown).len(), 20);
    store.sandbox.clear_requests();
    let options = SendOptions {
        journal: Some(Journal::append(&path).unwrap()),
        ..SendOptions::default()
    };
    let outcome = resume(&recorded, table("products"), &store.client, options).await;
    let outcome: Outcome = outcome.unwrap().into_iter().collect();
    assert!(outcome.is_complete(), "{outcome:?}");
    assert_eq!(store.writes().len(), 2);
    let products = store.all("/v3/catalog/products").await;
    assert!(products.iter().all(|product| product["price"] == 6.66));
}

#[tokio::test]
async fn a_journal_of_another_store_or_of_nothing_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("d.journal");
    let store = Store::start().await;
    store
        .write_with("brands", brands(2), with_journal(&path))
        .await;
    let mut recorded = recorded_rows(&path);
    recorded.store = "another".to_owned();
    let error = resume(
        &recorded,
        table("brands"),
        &store.client,
        SendOptions::default(),
    )
    .await;
    assert!(error.unwrap_err().to_string().contains("the store another"));
    killed_after(&path, 1);
    let error = read_journal(&path).unwrap_err().to_string();
    assert!(error.contains("nothing was sent"), "{error}");
    std::fs::write(&path, "{}\n{}\n").unwrap();
    let error = read_journal(&path).unwrap_err().to_string();
    assert!(error.contains("line 1"), "{error}");
    assert!(
        matches!(recorded.states[&1], (RowState::Written, ref key) if matches!(key[..], [Value::Int(_)]))
    );
}

/// An upsert that the API has not: three rows are renamed, and three are new.
fn upserted(brands: &[serde_json::Value]) -> [Change; 2] {
    let renamed = brands[..3].iter().map(|brand| {
        let address = vec![int(brand["id"].as_i64().unwrap())];
        (address, vec![text("of the upsert")])
    });
    let new = (4..=6).map(|number| NewRow {
        number,
        values: vec![text(format!("Brand {number}")), text("of the upsert")],
    });
    let new = Change::Insert {
        columns: ["name", "page_title"].map(str::to_owned).to_vec(),
        rows: new.collect(),
    };
    [update(&["page_title"], renamed.collect()), new]
}

#[tokio::test]
async fn the_changes_of_one_statement_are_in_one_journal_and_gone_on_with_together() {
    let folder = tempfile::tempdir().unwrap();
    // One line for the statement, one for each row, and two for each request.
    for cut in 7..7 + 2 * 6 {
        let path = folder.path().join(format!("{cut}.journal"));
        let store = Store::start().await;
        let brands = store.all("/v3/catalog/brands").await;
        let plan = |change| storeql_write::plan(table("brands"), change).unwrap();
        let options = SendOptions {
            statement: Some("UPSERT"),
            side_by_side: 1,
            ..with_journal(&path)
        };
        // The run got further than its journal, as above.
        let plans = upserted(&brands).map(plan).to_vec();
        send_all(plans, &store.client, options).await;
        killed_after(&path, cut);
        let recorded = recorded_rows(&path);
        assert_eq!(recorded.statement, "UPSERT");
        assert_eq!(recorded.changes.len(), 2);
        let after = store.all("/v3/catalog/brands").await;
        for number in recorded.rows_in(RowState::NotTried) {
            let name = format!("Brand {number}");
            if let Some(brand) = after.iter().find(|brand| brand["name"] == name) {
                let gone = crate::store::delete(vec![vec![int(brand["id"].as_i64().unwrap())]]);
                assert!(store.write("brands", gone).await.is_complete());
            }
        }
        let options = SendOptions {
            journal: Some(Journal::append(&path).unwrap()),
            ..SendOptions::default()
        };
        let outcomes = resume(&recorded, table("brands"), &store.client, options)
            .await
            .unwrap();
        let numbers: Vec<Vec<u64>> = outcomes
            .iter()
            .map(|outcome| outcome.rows.iter().map(|row| row.number).collect())
            .collect();
        assert_eq!(numbers, [[1, 2, 3], [4, 5, 6]]);
        let outcome: Outcome = outcomes.into_iter().collect();
        assert!(outcome.is_complete(), "{cut}: {outcome:?}");
        let after = store.all("/v3/catalog/brands").await;
        let written = after
            .iter()
            .filter(|brand| brand["page_title"] == "of the upsert");
        assert_eq!(written.count(), 6, "{cut}");
        assert_eq!(after.len(), brands.len() + 3, "{cut}");
        assert_eq!(
            recorded_rows(&path).rows_in(RowState::Written),
            [1, 2, 3, 4, 5, 6]
        );
    }
}
