//! What a write does where a row fails: it stops, or goes on, and tells of each row; a journal has it all.

use futures::TryStreamExt;
use storeql_engine::{ErrorKind, Parameters, SessionOptions};
use storeql_sandbox::Sandbox;
use storeql_testkit::{Store, answer};

use crate::writing::{BRANDS, all, run, store, writes};

const FOUR: &str = "INSERT INTO brands (name) VALUES ('Eins'), ('Eins'), ('Zwei'), ('Drei')";

/// Names of the brands that are new.
async fn new_names(store: &Store) -> Vec<String> {
    let brands = all(store, BRANDS).await;
    let names = brands.values().map(|row| row["name"].as_str().unwrap());
    let mut names: Vec<String> = names
        .filter(|name| ["Eins", "Zwei", "Drei"].contains(name))
        .map(str::to_owned)
        .collect();
    names.sort();
    names
}

#[tokio::test(flavor = "multi_thread")]
async fn a_write_goes_on_behind_a_row_that_failed_where_it_is_told_to() {
    let store = store("OnError=continue").await;
    let session = store.engine.session(SessionOptions::default());
    let error = answer(&session, FOUR).await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::PartlyWritten);
    assert!(
        error
            .message
            .contains("INSERT brands: 3 written, 1 failed."),
        "{error}"
    );
    assert_eq!(new_names(&store).await, ["Drei", "Eins", "Zwei"]);
    let told = answer(
        &session,
        "SELECT State, Message FROM sys_identity ORDER BY Batch",
    )
    .await;
    let told = told.unwrap().rows;
    let states: Vec<&str> = told.iter().map(|row| row[0].as_str()).collect();
    let failed = states.iter().filter(|state| **state == "failed").count();
    assert_eq!((states.len(), failed), (4, 1));
    assert!(
        told.iter()
            .any(|row| row[0] == "failed" && row[1].contains("name")),
        "{told:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_journal_is_one_file_for_each_write() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("brands.journal");
    let store = store(&format!("JournalFile={}", file.display())).await;
    run(&store, "INSERT INTO brands (name) VALUES ('Eins')")
        .await
        .unwrap();
    run(
        &store,
        "UPDATE brands SET page_title = 'x' WHERE name = 'Eins'",
    )
    .await
    .unwrap();
    let second = folder.path().join("brands.journal.2");
    for (file, verb) in [(&file, "insert"), (&second, "update")] {
        let text = std::fs::read_to_string(file).unwrap();
        assert!(text.contains(&format!("\"verb\":\"{verb}\"")), "{text}");
        assert!(
            text.contains("intended") && text.contains("confirmed"),
            "{text}"
        );
    }
    // An upsert that the API has not is two changes in one journal; where it cannot be made, none of them is sent.
    let third = folder.path().join("brands.journal.3");
    std::fs::write(&third, "kept").unwrap();
    let upsert = "UPSERT INTO brands (name, page_title) VALUES ('Eins', 'y'), ('Zwei', 'y')";
    let error = run(&store, upsert).await.unwrap_err();
    assert!(error.message.contains("is there already"), "{error}");
    assert!(writes(&store).is_empty());
    assert_eq!(std::fs::read_to_string(&third).unwrap(), "kept");
    run(&store, upsert).await.unwrap();
    let text = std::fs::read_to_string(folder.path().join("brands.journal.4")).unwrap();
    let first = text.lines().next().unwrap();
    for word in ["UPSERT", r#""verb":"update""#, r#""verb":"insert""#] {
        assert!(first.contains(word), "{first}");
    }
    assert!(!folder.path().join("brands.journal.5").exists());
    // A file that is there is kept, and nothing is sent.
    let again = Store::open(
        Sandbox::start(storeql_sandbox::Options::default())
            .await
            .unwrap(),
        &format!("JournalFile={}", file.display()),
        storeql_engine::Options::default(),
    )
    .await
    .unwrap();
    let error = run(&again, "INSERT INTO brands (name) VALUES ('Eins')")
        .await
        .unwrap_err();
    assert!(error.message.contains("is there already"), "{error}");
    assert!(writes(&again).is_empty());
}

/// The journal is cut where a killed run would have left it; that a killed run leaves such a file is the program's tests' to show.
#[tokio::test(flavor = "multi_thread")]
async fn a_write_that_broke_off_is_resumed() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("brands.journal");
    let store = store("").await;
    let options = SessionOptions::default().journal(Some(file.clone()));
    let session = store.engine.session(options);
    let sql = "INSERT INTO brands (name) VALUES ('Eins'), ('Zwei'), ('Drei')";
    answer(&session, sql).await.unwrap();
    let text = std::fs::read_to_string(&file).unwrap();
    let lines = text.lines().filter(|line| !line.contains("confirmed"));
    std::fs::write(&file, lines.collect::<Vec<_>>().join("\n") + "\n").unwrap();
    // Two rows are there, and one was lost.
    run(&store, "DELETE FROM brands WHERE name = 'Drei'")
        .await
        .unwrap();
    let read_only = SessionOptions::default().read_only(true);
    let refused = store.engine.session(read_only).resume(&file);
    assert_eq!(refused.unwrap_err().kind, ErrorKind::ReadOnly);
    store.sandbox.clear_requests();
    let prepared = session.resume(&file).unwrap();
    let mut run = prepared.run(Parameters::none()).await.unwrap();
    assert!(run.rows.try_next().await.unwrap().is_none());
    assert_eq!(run.message().unwrap(), "INSERT 3");
    assert_eq!(writes(&store), ["POST /v3/catalog/brands"]);
    assert_eq!(new_names(&store).await, ["Drei", "Eins", "Zwei"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upsert_of_two_changes_that_broke_off_is_resumed() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("brands.journal");
    let store = store("").await;
    run(&store, "INSERT INTO brands (name) VALUES ('Eins')")
        .await
        .unwrap();
    let options = SessionOptions::default().journal(Some(file.clone()));
    let session = store.engine.session(options);
    // The update is written, and what became of the new rows is not known.
    let fault = "502:method=POST,always".parse().unwrap();
    store.sandbox.add_fault(fault).unwrap();
    let sql =
        "UPSERT INTO brands (name, page_title) VALUES ('Eins', 'y'), ('Zwei', 'y'), ('Drei', 'y')";
    let error = answer(&session, sql).await.unwrap_err();
    let told = "UPSERT brands: 1 written, 2 perhaps written.";
    assert!(error.message.contains(told), "{error}");
    store.sandbox.clear_faults();
    store.sandbox.clear_requests();
    let prepared = session.resume(&file).unwrap();
    let mut run = prepared.run(Parameters::none()).await.unwrap();
    assert!(run.rows.try_next().await.unwrap().is_none());
    assert_eq!(run.message().unwrap(), "UPSERT 3");
    // They are looked for before they are sent.
    assert_eq!(writes(&store), ["POST /v3/catalog/brands"; 2]);
    assert_eq!(new_names(&store).await, ["Drei", "Eins", "Zwei"]);
    let told = answer(
        &session,
        "SELECT Operation, State FROM sys_identity ORDER BY Batch",
    )
    .await;
    let told = told.unwrap().rows;
    let expected = [
        ["UPDATE", "written"],
        ["INSERT", "written"],
        ["INSERT", "written"],
    ];
    assert_eq!(told, expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_missing_scope_is_named() {
    let options = storeql_sandbox::Options {
        scopes: Some(vec!["store_v2_products_read_only".to_owned()]),
        ..Default::default()
    };
    let sandbox = Sandbox::start(options).await.unwrap();
    let store = Store::open(sandbox, "", storeql_engine::Options::default())
        .await
        .unwrap();
    let error = run(&store, "INSERT INTO brands (name) VALUES ('Eins')")
        .await
        .unwrap_err();
    assert_eq!(error.kind, ErrorKind::Forbidden);
    assert!(
        error
            .message
            .contains("Writing brands takes the scope store_v2_products."),
        "{error}"
    );
}
