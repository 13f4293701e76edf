//! Answers, and what they mean for the rows of their requests.

use bytes::Bytes;
use storeql_catalog::Catalog;
use storeql_client::{ErrorKind, RefusedBody};

use super::*;
use crate::change::{Change, ChangedRow, DeletedRow, NewRow};
use crate::plan::plan;

fn request(table: &str, change: Change) -> PlannedRequest {
    let plan = plan(Catalog::builtin().table(table).unwrap(), change).unwrap();
    plan.requests()[0].clone()
}

fn insert(table: &str, columns: &[&str], rows: &[&[&str]]) -> PlannedRequest {
    let row = |(position, values): (usize, &&[&str])| NewRow {
        number: position as u64 + 1,
        values: values
            .iter()
            .map(|&text| Value::Text(text.to_owned()))
            .collect(),
    };
    let change = Change::Insert {
        columns: columns.iter().map(|&name| name.to_owned()).collect(),
        rows: rows.iter().enumerate().map(row).collect(),
    };
    request(table, change)
}

fn delete(table: &str, keys: &[i64]) -> PlannedRequest {
    let row = |(position, key): (usize, &i64)| DeletedRow {
        number: position as u64 + 1,
        address: vec![Value::Int(*key)],
    };
    let rows = keys.iter().enumerate().map(row).collect();
    request(table, Change::Delete { rows })
}

fn update(table: &str, column: &str, value: Value, keys: &[i64]) -> PlannedRequest {
    let row = |(position, key): (usize, &i64)| ChangedRow {
        number: position as u64 + 1,
        address: vec![Value::Int(*key)],
        values: vec![value.clone()],
        current: None,
        as_read: None,
    };
    let change = Change::Update {
        columns: vec![column.to_owned()],
        rows: keys.iter().enumerate().map(row).collect(),
    };
    request(table, change)
}

fn error(status: Option<u16>, uncertain: bool, body: &str) -> Error {
    let mut error = Error::new(ErrorKind::Server, "it failed.");
    error.status = status;
    error.uncertain = uncertain;
    error.answer = RefusedBody::new(Bytes::copy_from_slice(body.as_bytes()));
    error
}

fn answer(status: u16, body: &str) -> Response {
    Response {
        status,
        body: Bytes::copy_from_slice(body.as_bytes()),
    }
}

/// `written [7]`, `again`, `look` of each row.
fn words(verdicts: &[Verdict]) -> Vec<String> {
    let word = |verdict: &Verdict| match verdict {
        Verdict::Is(row) => match row.key.first() {
            Some(Value::Int(key)) => format!("{} {key}", row.state.word()),
            _ => row.state.word().to_owned(),
        },
        Verdict::Again { safe: true } => "again".to_owned(),
        Verdict::Again { safe: false } => "again to know".to_owned(),
        Verdict::Look { lost: Some(_) } => "look".to_owned(),
        Verdict::Look { lost: None } => "look, else again".to_owned(),
        Verdict::Gone { .. } => "look whether gone".to_owned(),
    };
    verdicts.iter().map(word).collect()
}

#[test]
fn a_lost_answer_is_unknown_or_looked_for() {
    let lost = error(None, true, "");
    let one = insert("brands", &["name"], &[&["Oak"]]);
    assert_eq!(words(&Sent::new(&one).refused(&lost, false)), ["look"]);
    let change = update("products", "price", Value::Int(5), &[7, 8]);
    assert_eq!(
        words(&Sent::new(&change).refused(&lost, false)),
        ["unknown 7", "unknown 8"]
    );
    let gone = delete("brands", &[7]);
    assert_eq!(
        words(&Sent::new(&gone).refused(&lost, false)),
        ["look whether gone"]
    );
    let limit = error(Some(429), false, "");
    assert_eq!(words(&Sent::new(&one).refused(&limit, false)), ["failed"]);
}

#[test]
fn a_delete_that_finds_nothing() {
    let gone = delete("brands", &[7]);
    let sent = Sent::new(&gone);
    assert_eq!(
        words(&sent.refused(&error(Some(404), true, ""), false)),
        ["written 7"]
    );
    assert_eq!(
        words(&sent.refused(&error(Some(404), false, ""), false)),
        ["unchanged 7"]
    );
}

#[test]
fn a_refused_batch_by_what_it_may_have_written() {
    let body = r#"{"status":422,"title":"no","errors":{"1.email":"is taken"}}"#;
    let refused = error(Some(422), false, body);
    let people = insert(
        "customers",
        &["email", "first_name", "last_name"],
        &[
            &["a@shop.example", "Ann", "A"],
            &["b@shop.example", "Ann", "B"],
        ],
    );
    // No file says that nothing was written.
    assert_eq!(
        words(&Sent::new(&people).refused(&refused, false)),
        ["look, else again", "failed"]
    );
    let classes = insert("tax_classes", &["name"], &[&["Food"], &["Books"]]);
    let body = r#"{"errors":{"1.name":"is taken"},"meta":{"saved_records":0}}"#;
    let refused = error(Some(422), false, body);
    assert_eq!(
        words(&Sent::new(&classes).refused(&refused, false)),
        ["again", "failed"]
    );
    let prices = update("products", "price", Value::Int(5), &[7, 8]);
    let body = r#"{"status":409,"title":"no","errors":{}}"#;
    let refused = error(Some(409), false, body);
    assert_eq!(
        words(&Sent::new(&prices).refused(&refused, false)),
        ["again to know", "again to know"]
    );
    // An earlier try may have been carried out, and each row is asked for by itself.
    let again = error(Some(409), true, body);
    assert_eq!(
        words(&Sent::new(&prices).refused(&again, false)),
        ["again to know", "again to know"]
    );
    let forbidden = error(Some(403), false, "");
    // The request before this one may have written them.
    assert_eq!(
        words(&Sent::new(&prices).refused(&forbidden, true)),
        ["unknown 7", "unknown 8"]
    );
    assert_eq!(
        words(&Sent::new(&prices).refused(&forbidden, false)),
        ["failed 7", "failed 8"]
    );
}

#[test]
fn errors_under_a_success() {
    let columns = ["resource_id", "namespace", "key", "value", "permission_set"];
    let change = Change::Insert {
        columns: columns.map(str::to_owned).to_vec(),
        rows: [(1, "one"), (2, "two"), (3, "three")]
            .map(|(number, key)| NewRow {
                number,
                values: vec![
                    Value::Int(7),
                    Value::Text("trial".to_owned()),
                    Value::Text(key.to_owned()),
                    Value::Text("x".to_owned()),
                    Value::Text("write".to_owned()),
                ],
            })
            .to_vec(),
    };
    let request = request("product_metafields", change);
    let row = |id: i64, key: &str| {
        format!(r#"{{"id":{id},"resource_id":7,"namespace":"trial","key":"{key}","value":"x"}}"#)
    };
    let body = format!(
        r#"{{"data":[{},{}],"errors":[{{"status":422,"title":"no","errors":{{"1.key":"is taken"}}}}],"meta":{{"total":3,"success":2,"failed":1}}}}"#,
        // In another order than they were sent.
        row(52, "three"),
        row(51, "one"),
    );
    let verdicts = Sent::new(&request).answered(&answer(200, &body));
    assert_eq!(words(&verdicts), ["written 51", "failed", "written 52"]);
    let Verdict::Is(failed) = &verdicts[1] else {
        panic!("{verdicts:?}")
    };
    let fields = &failed.failure.as_ref().unwrap().fields;
    assert_eq!(fields[..], [("key".to_owned(), "is taken".to_owned())]);
}

#[test]
fn what_lies_beside_a_written_row_is_a_note() {
    let change = update("products", "price", Value::Int(5), &[7]);
    let body = r#"{"data":[{"id":7,"price":5}],"errors":{"inventory":"not saved"},"meta":{}}"#;
    let verdicts = Sent::new(&change).answered(&answer(207, body));
    let [Verdict::Is(row)] = &verdicts[..] else {
        panic!("{verdicts:?}")
    };
    assert_eq!(row.state, RowState::Written);
    assert_eq!(row.note.as_deref(), Some("inventory: not saved"));
}

#[test]
fn what_the_store_ignores_is_told() {
    let change = update("channels", "name", Value::Text("New".to_owned()), &[7]);
    let body = r#"{"data":{"id":7,"name":"Old"},"meta":{}}"#;
    let verdicts = Sent::new(&change).answered(&answer(200, body));
    let [Verdict::Is(row)] = &verdicts[..] else {
        panic!("{verdicts:?}")
    };
    let expected = "the store answered other values than were sent: name";
    assert_eq!(
        (row.state, row.note.as_deref()),
        (RowState::Written, Some(expected))
    );
}

#[test]
fn a_row_that_an_answer_leaves_out_was_not_written() {
    let change = Change::Update {
        columns: vec!["name".to_owned()],
        rows: vec![ChangedRow {
            number: 1,
            address: vec![Value::Int(99), Value::Int(1)],
            values: vec![Value::Text("New".to_owned())],
            current: None,
            as_read: Some(r#"{"product_id":7,"state":"active","variants":[]}"#.to_owned()),
        }],
    };
    let request = request("channel_listings", change);
    let verdicts = Sent::new(&request).answered(&answer(200, r#"{"data":[],"meta":{}}"#));
    assert_eq!(words(&verdicts), ["failed 99"]);
}

#[test]
fn a_success_that_is_no_answer_of_the_store() {
    let change = update("products", "price", Value::Int(5), &[7]);
    let sent = Sent::new(&change);
    assert!(
        sent.is_answer(&answer(200, "<html>Sign in</html>"))
            .is_err()
    );
    assert!(sent.is_answer(&answer(200, "")).is_err());
    let of_gateway = r#"{"status":500,"title":"Something went wrong."}"#;
    let why = sent.is_answer(&answer(200, of_gateway)).unwrap_err();
    assert!(why.contains("Something went wrong."), "{why}");
    let of_v2 = update(
        "shipping_zones",
        "name",
        Value::Text("New".to_owned()),
        &[7],
    );
    let body = r#"[{"status":400,"message":"The field 'name' is invalid."}]"#;
    assert!(Sent::new(&of_v2).is_answer(&answer(200, body)).is_err());
    assert!(sent.is_answer(&answer(204, "")).is_ok());
}
