//! `EXEC`, and a session of a connection without a token.

use std::sync::Arc;

use arrow::array::{ArrayRef, RecordBatch, StringArray};
use futures::TryStreamExt;
use storeql_connection::Connection;
use storeql_engine::{Engine, Error, ErrorKind, Parameters, SessionOptions, StatementKind};
use storeql_sandbox::{Options, Sandbox};

async fn run(connection: &str, sql: &str, values: &[&str]) -> Result<Vec<RecordBatch>, Error> {
    let engine = Engine::open(Connection::parse(connection)?).await?;
    let prepared = engine
        .session(SessionOptions::default())
        .prepare(sql)
        .await?;
    prepared.run(texts(values)).await?.rows.try_collect().await
}

/// One row of texts.
fn texts(values: &[&str]) -> Parameters {
    let text = |value: &&str| Arc::new(StringArray::from(vec![*value])) as ArrayRef;
    let columns = values.iter().map(text).enumerate();
    let columns: Vec<_> = columns
        .map(|(at, text)| (format!("${}", at + 1), text))
        .collect();
    match columns.is_empty() {
        true => Parameters::none(),
        false => RecordBatch::try_from_iter(columns).unwrap().into(),
    }
}

/// The first row, as `name=value` lines.
fn row(batches: &[RecordBatch]) -> Vec<String> {
    let batch = &batches[0];
    let value =
        |at: usize| arrow::util::display::array_value_to_string(batch.column(at), 0).unwrap();
    let names = batch.schema();
    (0..batch.num_columns())
        .map(|at| format!("{}={}", names.field(at).name(), value(at)))
        .collect()
}

const APP: &str = "AuthScheme=OAuth;InitiateOAuth=OFF;OAuthClientId=app;OAuthClientSecret=s3cret;StoreId=abc;\
                   OAuthSettingsLocation=memory://procedures;LoginUrl=https://login.example";

#[tokio::test]
async fn the_address_to_sign_in_at() {
    let expected = "URL=https://login.example/oauth2/authorize?response_type=code&client_id=app\
                    &redirect_uri=https%3A%2F%2Fapp.example%2Fback&scope=store_v2_products&context=stores%2Fabc&state=s+1";
    for sql in [
        "EXEC GetOAuthAuthorizationURL AuthMode='WEB', CallbackURL='https://app.example/back', Permissions='store_v2_products', State='s 1'",
        "EXECUTE [get_oauth_authorization_url] @AuthMode = 'web', @CallbackUrl = 'https://app.example/back', @Scope = 'store_v2_products', @State = 's 1'",
        "CALL GetOAuthAuthorizationURL('WEB', 'https://app.example/back', 'store_v2_products', 's 1')",
        "CALL GetOAuthAuthorizationURL(State => 's 1', Scope => 'store_v2_products', CallbackURL => 'https://app.example/back')",
        "EXEC GetOAuthAuthorizationURL 'WEB', 'https://app.example/back', State='s 1', Permissions='store_v2_products'",
    ] {
        assert_eq!(row(&run(APP, sql, &[]).await.unwrap()), [expected], "{sql}");
    }
    let values = ["https://app.example/back", "s 1"];
    let sql = "EXEC GetOAuthAuthorizationURL AuthMode='WEB', CallbackURL=?, Permissions='store_v2_products', State=?";
    assert_eq!(row(&run(APP, sql, &values).await.unwrap()), [expected]);
    let numbered = "EXEC GetOAuthAuthorizationURL AuthMode='WEB', State=$2, CallbackURL=$1, Permissions='store_v2_products'";
    assert_eq!(row(&run(APP, numbered, &values).await.unwrap()), [expected]);
}

#[tokio::test]
async fn a_call_is_described_before_it_runs() {
    let engine = Engine::open(Connection::parse(APP).unwrap()).await.unwrap();
    let prepared = engine
        .session(SessionOptions::default())
        .prepare("EXEC GetOAuthAccessToken AuthMode='WEB', Verifier=$1, CallbackURL=$2")
        .await
        .unwrap();
    assert_eq!(prepared.kind(), StatementKind::Procedure);
    assert_eq!(prepared.parameters().fields().len(), 2);
    let names: Vec<_> = prepared
        .columns()
        .fields()
        .iter()
        .map(|field| field.name().as_str())
        .collect();
    let expected =
        "OAuthAccessToken OAuthRefreshToken ExpiresIn Scope Context AccountUuid UserId UserEmail";
    assert_eq!(names.join(" "), expected);
    let error = prepared.run(Parameters::none()).await.err().unwrap();
    assert!(
        error.to_string().contains("has 2 parameters and got 0"),
        "{error}"
    );
}

#[tokio::test]
async fn a_wrong_call_is_refused_before_anything_is_sent() {
    let sandbox = Sandbox::start(Options::default()).await.unwrap();
    let connection = format!(
        "AuthScheme=OAuth;OAuthClientId=app;OAuthClientSecret=s3cret;StoreId={};LoginUrl={};ApiUrl={};OAuthSettingsLocation=memory://refused",
        sandbox.store_id(),
        sandbox.login_url(),
        sandbox.api_url()
    );
    for (sql, expected) in [
        (
            "EXEC GetOAuthAccessToken AuthMode='WEB', CallbackURL='https://a.example'",
            "the parameter Verifier is required",
        ),
        (
            "EXEC GetOAuthAccessToken AuthMode='WEB', Verifier=' ', CallbackURL='https://a.example'",
            "the parameter Verifier is required",
        ),
        (
            "EXEC GetOAuthAccessToken AuthMode='WEB', Verifier=NULL, CallbackURL='https://a.example'",
            "the parameter Verifier is required",
        ),
        (
            "EXEC GetOAuthAccessToken AuthMode='WEB', Verifier='c0de'",
            "the parameter CallbackURL is required",
        ),
        (
            "EXEC GetOAuthAccessToken AuthMode='WEB', Verifier='c0de', CallbackURL=NULL",
            "the parameter CallbackURL is required",
        ),
        (
            "EXEC GetOAuthAuthorizationURL AuthMode='WEB'",
            "the parameter CallbackURL is required",
        ),
        (
            "EXEC GetOAuthAuthorizationURL AuthMode='DESKTOP'",
            "neither APP nor WEB",
        ),
        (
            "EXEC GetOAuthAuthorizationURL CallbackUrI='x'",
            "there are AuthMode, CallbackURL, Permissions, State",
        ),
        (
            "EXEC GetOAuthAuthorizationURL State='a', State='b'",
            "State is given twice",
        ),
        (
            "EXEC GetOAuthAuthorizationURL 'APP', 'x', 'y', 'z', 'one too many'",
            "takes 4 parameters at most",
        ),
        (
            "EXEC GetOAuthAuthorizationURL State=upper('a')",
            "cannot be a procedure's parameter",
        ),
        (
            "EXEC GetOAuthAcessToken",
            "did you mean GetOAuthAccessToken?",
        ),
        (
            "EXEC sp_who",
            "there are AdjustInventoryAbsolute, AdjustInventoryRelative, ArchiveOrder",
        ),
        (
            "EXPLAIN EXEC GetOAuthAccessToken",
            "EXPLAIN of GetOAuthAccessToken is not supported",
        ),
    ] {
        let error = run(&connection, sql, &[]).await.unwrap_err();
        assert!(error.to_string().contains(expected), "{sql}: {error}");
    }
    assert_eq!(sandbox.requests().len(), 0);
}

#[tokio::test]
async fn without_a_sign_in_the_store_is_closed_and_the_next_step_is_named() {
    let error = run(APP, "SELECT id FROM orders", &[]).await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::Unauthorized);
    for step in [
        "there is no sign-in yet",
        "EXEC GetOAuthAuthorizationURL",
        "InitiateOAuth=GETANDREFRESH",
        "OAuthVerifier",
    ] {
        assert!(error.to_string().contains(step), "{step} in {error}");
    }
    assert!(
        run(APP, "SELECT table_name FROM information_schema.tables", &[])
            .await
            .is_ok()
    );
}
