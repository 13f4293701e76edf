//! What the API's spellings become.

use arrow::array::AsArray;
use arrow::datatypes::{Decimal128Type, Int64Type, TimestampMicrosecondType};
use storeql_catalog::Catalog;

use super::super::broken::Broken;
use super::super::invalid::InvalidValues;
use super::super::locate::{Locator, Objects};
use super::*;

fn decoder(table: &str, columns: &[&str]) -> Decoder {
    let table = Arc::clone(Catalog::builtin().table(table).unwrap());
    let schema = crate::decode::arrow_schema(&table);
    let positions: Vec<usize> = columns
        .iter()
        .map(|name| schema.index_of(name).unwrap())
        .collect();
    let columns: Vec<String> = columns.iter().map(|name| (*name).to_owned()).collect();
    Decoder::new(
        table,
        columns.into(),
        Arc::new(schema.project(&positions).unwrap()),
    )
}

fn rows(table: &str, columns: &[&str], json: &str) -> Result<RecordBatch> {
    read(&decoder(table, columns), json)
}

fn read(decoder: &Decoder, json: &str) -> Result<RecordBatch> {
    let mut shape = Shape::default();
    let places = decoder.places(&mut shape, |_| true);
    let found =
        located(&[shape], json).map_err(|Broken(what)| Error::new(ErrorKind::Protocol, what))?;
    let mut rows = decoder.start(&places, found.len());
    for place in 0..found.len() {
        rows.add(Row {
            page: json,
            object: found.get(place),
            cells: found.cells(place),
        })?;
    }
    rows.finish()
}

fn located(shapes: &[Shape], json: &str) -> std::result::Result<Objects, Broken> {
    let mut walk = Walk::new(json);
    let value = walk.peek()?;
    let mut locator = Locator::new(shapes, false);
    locator.list(&mut walk, value, &[])?;
    walk.end()?;
    Ok(locator.found().remove(0))
}

#[test]
fn money_is_exact_whatever_its_spelling() {
    let json = r#"[{"id":1,"total_inc_tax":"62.6793"},{"id":2,"total_inc_tax":12},{"id":3,"total_inc_tax":0.1},
        {"id":4,"total_inc_tax":""},{"id":5}]"#;
    let batch = rows("orders", &["total_inc_tax"], json).unwrap();
    let values: Vec<_> = batch
        .column(0)
        .as_primitive::<Decimal128Type>()
        .iter()
        .collect();
    assert_eq!(
        values,
        [Some(626_793), Some(120_000), Some(1_000), None, None]
    );
}

#[test]
fn money_in_carts_has_twelve_decimals() {
    let json = r#"[{"id":"a","subtotal_ex_tax":27.717647058824},{"id":"b","subtotal_ex_tax":"-0.000000000001"},
        {"id":"c","subtotal_ex_tax":9999999999999999}]"#;
    let batch = rows("checkouts", &["subtotal_ex_tax"], json).unwrap();
    let values: Vec<_> = batch
        .column(0)
        .as_primitive::<Decimal128Type>()
        .iter()
        .collect();
    assert_eq!(
        values,
        [
            Some(27_717_647_058_824),
            Some(-1),
            Some(9_999_999_999_999_999_000_000_000_000)
        ]
    );
    let more = r#"[{"id":"a","subtotal_ex_tax":0.0000000000001}]"#;
    assert!(rows("checkouts", &["subtotal_ex_tax"], more).is_err());
}

#[test]
fn an_order_of_a_checkout_may_be_a_text() {
    let json = r#"[{"id":"a","order_id":"order-123"},{"id":"b","order_id":"00100"},{"id":"c","order_id":100},
        {"id":"d","order_id":null}]"#;
    let batch = rows("checkouts", &["order_id"], json).unwrap();
    let values: Vec<_> = batch.column(0).as_string::<i32>().iter().collect();
    assert_eq!(
        values,
        [Some("order-123"), Some("00100"), Some("100"), None]
    );
}

#[test]
fn a_member_that_a_text_column_shows_may_be_an_object_or_a_text() {
    let json = r#"[
        {"id":1,"published_date":"2014-05-26T01:34:41+0000"},
        {"id":2,"published_date":{"date":"2018-05-18 08:26:42.000000","timezone_type":1,"timezone":"+00:00"},
         "published_date_iso8601":"2018-05-18T13:26:42+0000"}]"#;
    let columns = ["published_date", "published_date_timezone"];
    let batch = rows("blog_posts", &columns, json).unwrap();
    let times: Vec<_> = batch
        .column(0)
        .as_primitive::<TimestampMicrosecondType>()
        .iter()
        .collect();
    assert_eq!(times, [None, Some(1_526_650_002_000_000)]);
    let zones: Vec<_> = batch.column(1).as_string::<i32>().iter().collect();
    assert_eq!(zones, [None, Some("+00:00")]);
    let batch = rows("blog_posts", &["published_date_sent"], json).unwrap();
    let sent: Vec<_> = batch.column(0).as_string::<i32>().iter().collect();
    assert_eq!(sent[0], Some("2014-05-26T01:34:41+0000"));
    assert!(
        sent[1].is_some_and(|sent| sent.starts_with('{')),
        "{sent:?}"
    );
    // Where no column shows the member itself, something else than an object is a value that does not fit.
    let json = r#"[{"id":1,"billing_address":"none"}]"#;
    assert!(rows("checkouts", &["billing_city"], json).is_err());
}

#[test]
fn rows_may_lie_in_arrays_of_the_array() {
    let batch = rows("orders", &["id"], r#"[[{"id":1},{"id":2}],{"id":3}]"#).unwrap();
    assert_eq!(batch.num_rows(), 3);
    assert!(rows("orders", &["id"], "[null]").is_err());
}

#[test]
fn ids_are_integers_also_in_quotes() {
    let batch = rows("orders", &["id"], r#"[{"id":"9007199254740993"},{"id":7}]"#).unwrap();
    let values: Vec<_> = batch.column(0).as_primitive::<Int64Type>().iter().collect();
    assert_eq!(values, [Some(9_007_199_254_740_993), Some(7)]);
}

#[test]
fn no_time_is_null() {
    let json = r#"[{"id":1,"date_shipped":""},{"id":2,"date_shipped":"0000-00-00 00:00:00"},
        {"id":3,"date_shipped":"Wed, 10 Jan 2018 21:05:30 +0000"}]"#;
    let batch = rows("orders", &["date_shipped"], json).unwrap();
    let values: Vec<_> = batch
        .column(0)
        .as_primitive::<TimestampMicrosecondType>()
        .iter()
        .collect();
    assert_eq!(values, [None, None, Some(1_515_618_330_000_000)]);
}

#[test]
fn nested_members_are_flattened_and_an_empty_array_is_none() {
    let json = r#"[{"billing_address":{"first_name":"Zoë \u00e9"},"id":1},{"billing_address":[],"id":2},{"id":3}]"#;
    let batch = rows("orders", &["id", "billing_first_name"], json).unwrap();
    let names: Vec<_> = batch.column(1).as_string::<i32>().iter().collect();
    assert_eq!(names, [Some("Zoë é"), None, None]);
}

#[test]
fn text_stays_as_it_came() {
    let json =
        r#"[{"id":1,"staff_notes":""},{"id":2,"staff_notes":null},{"id":3,"staff_notes":"a\"b"}]"#;
    let batch = rows("orders", &["staff_notes"], json).unwrap();
    let notes: Vec<_> = batch.column(0).as_string::<i32>().iter().collect();
    assert_eq!(notes, [Some(""), None, Some("a\"b")]);
}

#[test]
fn no_uuid_is_null() {
    let json = r#"[{"id":1,"cart_id":""},{"id":2,"cart_id":null},{"id":3,"cart_id":"0a1b"}]"#;
    let batch = rows("orders", &["cart_id"], json).unwrap();
    let carts: Vec<_> = batch.column(0).as_string::<i32>().iter().collect();
    assert_eq!(carts, [None, None, Some("0a1b")]);
}

#[test]
fn json_stays_json() {
    let batch = rows(
        "products",
        &["categories"],
        r#"[{"id":1,"categories":[12, 14]},{"id":2,"categories":null}]"#,
    )
    .unwrap();
    let values: Vec<_> = batch.column(0).as_string::<i32>().iter().collect();
    assert_eq!(values, [Some("[12, 14]"), None]);
}

#[test]
fn what_does_not_fit_names_its_place() {
    let error = rows(
        "orders",
        &["id", "total_inc_tax"],
        r#"[{"id":7,"total_inc_tax":"1.00001"}]"#,
    )
    .unwrap_err();
    assert_eq!(error.kind, ErrorKind::InvalidValue);
    for part in ["1.00001", "orders.total_inc_tax", "id = 7", "decimal(20,4)"] {
        assert!(error.message.contains(part), "{error} lacks {part}");
    }
}

#[test]
fn something_else_where_an_object_is_meant_does_not_fit() {
    let error = rows(
        "orders",
        &["id", "billing_first_name"],
        r#"[{"billing_address":"Rue","id":7}]"#,
    )
    .unwrap_err();
    for part in ["\"Rue\"", "orders.billing_first_name", "id = 7"] {
        assert!(error.message.contains(part), "{error} lacks {part}");
    }
    for nothing in ["null", "\"\"", "[]", "{}"] {
        let json = format!(r#"[{{"billing_address":{nothing},"id":7}}]"#);
        let batch = rows("orders", &["billing_first_name"], &json).unwrap();
        assert_eq!(batch.column(0).null_count(), 1, "{nothing}");
    }
}

#[test]
fn a_row_without_its_key_is_an_error_or_told() {
    let link = r#"{"url":"https://a.example.com/v2/orders/7/fees","resource":"/orders/7/fees"}"#;
    for json in [
        format!("[{link}]"),
        "[{}]".to_owned(),
        r#"[{"id":null,"cost_ex_tax":1}]"#.to_owned(),
    ] {
        let error = rows("order_fees", &["cost_ex_tax"], &json).unwrap_err();
        assert_eq!(error.kind, ErrorKind::InvalidValue);
        for part in ["order_fees", "its id", "InvalidValues=NULL"] {
            assert!(error.message.contains(part), "{error} lacks {part}");
        }
    }
    let values = Arc::new(InvalidValues::default());
    let decoder = decoder("order_fees", &["id", "cost_ex_tax"]).with(OnInvalid {
        fails: false,
        values: Arc::clone(&values),
    });
    let batch = read(&decoder, &format!("[{link}]")).unwrap();
    assert_eq!((batch.num_rows(), batch.column(0).null_count()), (1, 1));
    assert!(
        values.warnings()[0].contains("/orders/7/fees"),
        "{:?}",
        values.warnings()
    );
}

#[test]
fn a_row_that_lacks_its_key_alone_is_read_with_a_warning() {
    let values = Arc::new(InvalidValues::default());
    let decoder = decoder("customers", &["id", "email"]).with(OnInvalid {
        fails: true,
        values: Arc::clone(&values),
    });
    let json = r#"[{"email":"a@b.c","first_name":"A"}]"#;
    let batch = read(&decoder, json).unwrap();
    assert_eq!((batch.num_rows(), batch.column(0).null_count()), (1, 1));
    assert!(values.warnings()[0].starts_with("1 row of customers came without id"));
}

#[test]
fn a_row_without_a_key_of_its_own_has_some_member_of_the_table() {
    let json = r#"[{"recipient_email":"a@example.com"}]"#;
    let batch = rows("email_consignments", &["line_items"], json).unwrap();
    assert_eq!(batch.column(0).null_count(), 1);
    for json in ["[{}]", r#"[{"data":[],"meta":{}}]"#] {
        let error = rows("email_consignments", &["line_items"], json).unwrap_err();
        assert_eq!(error.kind, ErrorKind::InvalidValue, "{json}");
    }
}

#[test]
fn a_key_of_several_members_may_lack_some() {
    // The official files show form fields of addresses without the customer.
    let json = r#"[{"address_id":12,"name":"Delivery","value":"a"}]"#;
    let batch = rows("customer_form_field_values", &["customer_id", "name"], json).unwrap();
    assert_eq!(batch.column(0).null_count(), 1);
}

#[test]
fn a_member_that_comes_twice_counts_once() {
    let batch = rows("orders", &["id"], r#"[{"id":1,"id":2}]"#).unwrap();
    assert_eq!(
        (
            batch.num_rows(),
            batch.column(0).as_primitive::<Int64Type>().value(0)
        ),
        (1, 1)
    );
}

proptest::proptest! {
    #[test]
    fn no_page_makes_it_panic(json in "\\PC*") {
        let _ = rows("orders", &["id", "date_created", "billing_first_name", "total_inc_tax"], &json);
    }

    #[test]
    fn no_broken_page_makes_it_panic(cut in 0_usize..200) {
        let page = r#"[{"id":7,"date_created":"Wed, 10 Jan 2018 21:05:30 +0000","billing_address":{"first_name":"A"},"total_inc_tax":"1.5"}]"#;
        let _ = rows("orders", &["id", "date_created", "billing_first_name", "total_inc_tax"], &page[..cut.min(page.len())]);
    }
}
