//! What a person is told: a sentence about the query, and nothing of what is inside.

use futures::TryStreamExt;
use storeql_engine::{ErrorKind, Options, Parameters, SessionOptions};
use storeql_testkit::{Store, answer};

const PLANNED: [(&str, ErrorKind, &str); 15] = [
    (
        "SELECT sum(Name) FROM Brands",
        ErrorKind::Syntax,
        "the function sum does not take (VARCHAR); CAST the values to types that it takes",
    ),
    (
        "SELECT round(Name, DateCreated) FROM Brands, Orders",
        ErrorKind::Syntax,
        "the function round does not take (VARCHAR, TIMESTAMP); write it as round(numeric_expression[, decimal_places])",
    ),
    (
        "SELECT sum() FROM Brands",
        ErrorKind::Syntax,
        "the function sum takes something in its parentheses",
    ),
    (
        "SELECT uper(Name) FROM Brands",
        ErrorKind::Syntax,
        "there is no function uper; did you mean upper?",
    ),
    (
        "SELECT DateCreated + 5 FROM Orders",
        ErrorKind::Syntax,
        "TIMESTAMP + BIGINT cannot be computed: use CAST",
    ),
    (
        "SELECT Id FROM Brands WHERE Id = 'x'",
        ErrorKind::InvalidValue,
        "the text 'x' is no BIGINT",
    ),
    (
        "SELECT Id FROM Orders WHERE DateCreated > '31/01/2025'",
        ErrorKind::InvalidValue,
        "the text '31/01/2025' is no date or time: write 2026-01-31, 2026-01-31 08:26:00 or 2026-01-31T08:26:00Z",
    ),
    (
        "SELECT x.Id FROM Products p",
        ErrorKind::UnknownTable,
        "there is no table or alias x in the query; there are p",
    ),
    (
        "SELECT b.OrderId FROM Brands b JOIN OrderItems i ON b.Id = i.Id",
        ErrorKind::UnknownColumn,
        "there is no column OrderId in b; there are id, name, page_title, meta_keywords, meta_description, search_keywords, \
         image_url, custom_url, custom_url_is_customized",
    ),
    (
        "SELECT b.Nam FROM Brands b JOIN OrderItems i ON b.Id = i.Id",
        ErrorKind::UnknownColumn,
        "there is no column Nam in b; did you mean name?",
    ),
    (
        "SELECT Id FROM Brands b JOIN Products p ON b.Id = p.BrandId",
        ErrorKind::Syntax,
        "the column Id is in brands and products; write the table's name or alias before it",
    ),
    (
        "SELECT Id FROM Brands a JOIN Brands b ON a.Id = b.Id",
        ErrorKind::Syntax,
        "Id may be several columns of the query; write the table's name or alias before it",
    ),
    (
        "EXEC nope",
        ErrorKind::UnknownTable,
        "there is no procedure nope; there are AdjustInventoryAbsolute, AdjustInventoryRelative, ArchiveOrder, CapturePayment, CreateBrandImage, CreateShipment, DeleteBrandImage, GeneratePromotionCodes, GetOAuthAccessToken, GetOAuthAuthorizationURL, ImportPrices, ImportRedirects, RefundOrder, RefundQuote, ResetCustomerPassword, UpdateOrder, UploadProductImage, VoidPayment",
    ),
    (
        "GRANT SELECT ON x TO y",
        ErrorKind::Unsupported,
        "GRANT is not supported; StoreQL reads a store with SELECT, and writes with INSERT, UPDATE, DELETE, UPSERT and MERGE",
    ),
    (
        "SELECT 'a' = true",
        ErrorKind::Syntax,
        "VARCHAR = BOOLEAN cannot be compared: use CAST",
    ),
];

const CHANGES: [(&str, &str); 8] = [
    ("SELECT id INTO mine FROM brands", "SELECT … INTO"),
    ("replicate brands", "REPLICATE"),
    ("GETDELETED FROM brands", "GETDELETED"),
    ("CACHE SELECT * FROM brands", "CACHE"),
    ("CREATE TABLE mine (id INT)", "CREATE TABLE"),
    ("CREATE TABLE mine AS SELECT 1", "CREATE TABLE"),
    ("ALTER TABLE mine ADD COLUMN y INT", "ALTER TABLE"),
    ("DROP TABLE IF EXISTS mine", "DROP TABLE"),
];

async fn store() -> Store {
    Store::start(storeql_sandbox::Options::default(), Options::default())
        .await
        .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_is_said_in_a_sentence() {
    let store = store().await;
    for (sql, kind, said) in PLANNED {
        let error = store.query(sql).await.err().unwrap();
        assert_eq!(
            (error.kind, error.to_string().as_str()),
            (kind, said),
            "{sql}"
        );
    }
    assert!(store.requests().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_that_is_not_done_is_refused_in_one_way() {
    let store = store().await;
    for (sql, what) in CHANGES {
        let error = store.query(sql).await.err().unwrap();
        let said = format!("StoreQL does no {what}; nothing was sent to the store");
        assert_eq!(
            (error.kind, error.message),
            (ErrorKind::Unsupported, said),
            "{sql}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_view_that_was_not_there_is_not_called_dropped() {
    let store = store().await;
    let session = store.engine.session(SessionOptions::default());
    answer(&session, "CREATE VIEW Mine AS SELECT 1 AS one")
        .await
        .unwrap();
    let drop = session
        .prepare("DROP VIEW IF EXISTS Nope, Mine")
        .await
        .unwrap();
    let mut run = drop.run(Parameters::none()).await.unwrap();
    assert!(run.rows.try_next().await.unwrap().is_none());
    assert_eq!(
        run.message().unwrap(),
        "there was no view Nope; the view Mine is dropped"
    );
}
