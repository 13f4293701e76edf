//! Calls in a journal: what it has before and after each request, and what becomes of a call whose run ended early. The store's log
//! says what was sent.

use std::path::{Path, PathBuf};

use storeql_engine::{Error, ErrorKind, SessionOptions};
use storeql_testkit::{Store, answer};

use crate::procedures_writing::order;
use crate::writing::{get, store, writes};

/// A store, and a journal that is not there yet.
struct Trial {
    store: Store,
    folder: tempfile::TempDir,
}

impl Trial {
    async fn begin() -> Self {
        Self {
            store: store("").await,
            folder: tempfile::tempdir().unwrap(),
        }
    }

    fn journal(&self) -> PathBuf {
        self.folder.path().join("call.journal")
    }

    fn text(&self) -> String {
        std::fs::read_to_string(self.journal()).unwrap()
    }

    /// Calls a procedure with the journal; gives the error that it ends with.
    async fn call(&self, sql: &str) -> Option<Error> {
        let options = SessionOptions::default().journal(Some(self.journal()));
        let session = self.store.engine.session(options.any_files());
        answer(&session, sql).await.err()
    }

    /// The same, where something goes wrong with the requests of a method.
    async fn call_with(&self, fault: &str, sql: &str) -> Error {
        self.store
            .sandbox
            .add_fault(fault.parse().unwrap())
            .unwrap();
        let error = self.call(sql).await.unwrap();
        self.store.sandbox.clear_faults();
        error
    }

    /// Goes on with the journal: what is told, and the requests that change the store.
    async fn resume(&self) -> (Result<String, Error>, Vec<String>) {
        self.store.sandbox.clear_requests();
        let session = self
            .store
            .engine
            .session(SessionOptions::default().any_files());
        let told = resumed(&session, &self.journal()).await;
        (told, writes(&self.store))
    }

    /// Leaves the journal as a run does that is killed behind so many lines.
    fn killed_after(&self, lines: usize) {
        let text = self.text();
        let kept: Vec<&str> = text.lines().take(lines).collect();
        std::fs::write(self.journal(), kept.join("\n") + "\n").unwrap();
    }
}

async fn resumed(session: &storeql_engine::Session, journal: &Path) -> Result<String, Error> {
    use futures::TryStreamExt;
    let prepared = session.resume(journal)?;
    let mut run = prepared.run(storeql_engine::Parameters::none()).await?;
    while run.rows.try_next().await?.is_some() {}
    Ok(run.message().unwrap_or_default())
}

async fn shipments(store: &Store, order: i64) -> usize {
    let path = format!("/orders/{order}/shipments");
    get(store, "v2", &path).await.as_array().map_or(0, Vec::len)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_stands_in_its_journal_before_and_after_its_request() {
    let trial = Trial::begin().await;
    let id = order(&trial.store, 11).await;
    let before = shipments(&trial.store, id).await;
    let call = format!("EXEC CreateShipment @OrderId = {id}, @TrackingNumber = 'T-1'");
    assert!(trial.call(&call).await.is_none());
    let text = trial.text();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 3, "{text}");
    assert!(lines[0].contains(r#""procedure":"CreateShipment""#) && lines[0].contains("T-1"));
    let sent = format!("/v2/orders/{id}/shipments");
    assert!(lines[1].contains("intended") && lines[1].contains(&sent));
    assert!(lines[2].contains("answered") && lines[2].contains("written"));
    // All of it is done.
    let (told, sent) = trial.resume().await;
    assert!(told.unwrap().contains("was carried out before"));
    assert_eq!(sent, [""; 0]);
    assert_eq!(shipments(&trial.store, id).await, before + 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_that_may_have_created_is_never_repeated() {
    // Its answer was lost, or its run was killed before the answer.
    for killed in [false, true] {
        let trial = Trial::begin().await;
        let id = order(&trial.store, 11).await;
        let before = shipments(&trial.store, id).await;
        let call = format!("EXEC CreateShipment @OrderId = {id}");
        if killed {
            assert!(trial.call(&call).await.is_none());
            trial.killed_after(2);
        } else {
            let error = trial.call_with("reset:method=POST,done", &call).await;
            assert_eq!(error.kind, ErrorKind::PartlyWritten);
        }
        for _ in 0..2 {
            let (told, sent) = trial.resume().await;
            let error = told.unwrap_err();
            assert_eq!(error.kind, ErrorKind::PartlyWritten);
            let message = &error.message;
            assert!(message.contains("it was not sent again"), "{message}");
            let look = error.hint().unwrap();
            assert!(look.contains(&format!("WHERE order_id = {id}")), "{look}");
            assert_eq!(sent, [""; 0]);
        }
        assert_eq!(shipments(&trial.store, id).await, before + 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_that_sent_nothing_yet_is_carried_out() {
    let trial = Trial::begin().await;
    let id = order(&trial.store, 11).await;
    let before = shipments(&trial.store, id).await;
    let call = format!("EXEC CreateShipment @OrderId = {id}");
    // What it reads first cannot be read, so that nothing is sent that changes the store.
    let error = trial.call_with("403:method=GET", &call).await;
    assert_eq!(error.kind, ErrorKind::Forbidden);
    assert_eq!(trial.text().lines().count(), 1);
    let (told, sent) = trial.resume().await;
    assert_eq!(told.unwrap(), "CreateShipment is carried out");
    assert_eq!(sent, [format!("POST /v2/orders/{id}/shipments")]);
    assert_eq!(shipments(&trial.store, id).await, before + 1);
    let (told, sent) = trial.resume().await;
    assert!(told.is_ok() && sent.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_that_does_no_harm_twice_is_repeated() {
    let trial = Trial::begin().await;
    let id = order(&trial.store, 11).await;
    let call = format!("EXEC UpdateOrder @OrderId = {id}, @StatusId = 9");
    let error = trial.call_with("reset:method=PUT,always", &call).await;
    assert_eq!(error.kind, ErrorKind::PartlyWritten);
    let (told, sent) = trial.resume().await;
    assert_eq!(told.unwrap(), "UpdateOrder is carried out");
    assert_eq!(sent, [format!("PUT /v2/orders/{id}")]);
    let order = get(&trial.store, "v2", &format!("/orders/{id}")).await;
    assert_eq!(order["status_id"], 9);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_that_takes_away_what_is_gone_is_done() {
    let trial = Trial::begin().await;
    let brand = &get(&trial.store, "v3", "/catalog/brands").await[0]["id"];
    let call = format!("EXEC DeleteBrandImage @BrandId = {brand}");
    trial
        .call_with("reset:method=DELETE,done,always", &call)
        .await;
    let (told, sent) = trial.resume().await;
    assert_eq!(told.unwrap(), "DeleteBrandImage is carried out");
    assert_eq!(sent, [format!("DELETE /v3/catalog/brands/{brand}/image")]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_that_the_store_refused_is_told_so() {
    let trial = Trial::begin().await;
    let error = trial
        .call("EXEC VoidPayment @OrderId = 999999")
        .await
        .unwrap();
    let (told, sent) = trial.resume().await;
    let told = told.unwrap_err();
    assert!(told.message.contains("was refused"), "{told}");
    assert!(told.message.contains("payment_actions/void"), "{told}");
    assert_eq!(
        (told.kind, error.kind),
        (ErrorKind::Store, ErrorKind::Store)
    );
    assert_eq!(sent, [""; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_password_is_in_no_journal_of_a_call() {
    let trial = Trial::begin().await;
    let customer = &get(&trial.store, "v3", "/customers").await[0]["id"];
    let call = format!(
        "EXEC ResetCustomerPassword @CustomerId = {customer}, @NewPassword = 'correct horse 7'"
    );
    trial.call_with("reset:method=PUT,always", &call).await;
    let text = trial.text();
    assert!(
        !text.contains("horse") && text.contains("NewPassword"),
        "{text}"
    );
    let (told, sent) = trial.resume().await;
    let told = told.unwrap_err();
    assert!(told.message.contains("no value of NewPassword"), "{told}");
    assert_eq!(sent, [""; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_file_of_a_call_is_read_again() {
    let trial = Trial::begin().await;
    let logo = trial.folder.path().join("logo.png");
    std::fs::write(&logo, b"\x89PNG\r\n\x1a\n").unwrap();
    let product = &get(&trial.store, "v3", "/catalog/products").await[0]["id"];
    let call = format!(
        "EXEC UploadProductImage @ProductId = {product}, @File = '{}'",
        logo.display()
    );
    trial.call_with("403:method=POST,always", &call).await;
    // The store refused it: the person decides.
    let (told, sent) = trial.resume().await;
    assert!(told.unwrap_err().message.contains("was refused"));
    assert_eq!(sent, [""; 0]);
    trial.killed_after(1);
    let (told, sent) = trial.resume().await;
    assert_eq!(told.unwrap(), "UploadProductImage is carried out");
    assert_eq!(
        sent,
        [format!("POST /v3/catalog/products/{product}/images")]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_journal_of_another_store_is_refused_for_a_call() {
    let trial = Trial::begin().await;
    let id = order(&trial.store, 11).await;
    let call = format!("EXEC UpdateOrder @OrderId = {id}, @StatusId = 9");
    assert!(trial.call(&call).await.is_none());
    let text = trial
        .text()
        .replace(trial.store.sandbox.store_id(), "another");
    std::fs::write(trial.journal(), text).unwrap();
    let (told, sent) = trial.resume().await;
    let told = told.unwrap_err();
    assert!(told.message.contains("the store another"), "{told}");
    assert_eq!(sent, [""; 0]);
}

/// A call that only reads has no journal.
#[tokio::test(flavor = "multi_thread")]
async fn a_call_that_changes_nothing_begins_no_journal() {
    let trial = Trial::begin().await;
    let id = order(&trial.store, 11).await;
    let call = format!("EXEC RefundQuote @OrderId = {id}, @Amount = 1.25");
    assert!(trial.call(&call).await.is_none());
    assert!(!trial.journal().exists());
}
