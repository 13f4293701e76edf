//! Answers with other things than the rows that were asked for, and items that are not wanted.

use std::collections::HashSet;

use arrow::array::AsArray;
use arrow::datatypes::Int64Type;
use storeql_catalog::Catalog;

use super::super::invalid::{InvalidValues, OnInvalid};
use super::super::items::{Accept, Key, Partial};
use super::*;
use crate::plan::{ScanSpec, plan};

fn reader(table: &str, columns: &[&str]) -> (PageReader, ListRequest) {
    let columns: Vec<String> = columns.iter().map(|name| (*name).to_owned()).collect();
    let spec = ScanSpec {
        table: table.to_owned(),
        columns: columns.clone(),
        ..ScanSpec::default()
    };
    let plan = plan(Catalog::builtin(), &spec).unwrap();
    let reader = PageReader::of_columns(&plan, &columns).unwrap();
    (reader, plan.lists[0].clone())
}

#[test]
fn rows_that_a_parent_only_links_to_are_asked_for() {
    let (reader, list) = reader("order_fees", &["order_id", "id"]);
    let body = br#"[{"id":100,"fees":[{"id":1}]},
        {"id":101,"fees":{"url":"https://a.example.com/v2/orders/101/fees","resource":"/orders/101/fees"}},
        {"id":102,"fees":[]},{"id":103}]"#;
    let items = reader.locate(body, &list).unwrap().decode(None).unwrap();
    assert_eq!((items.accepted, items.batch.num_rows()), (4, 1));
    assert_eq!(asked(&items), ["/orders/101/fees"]);
}

#[test]
fn a_link_on_the_way_to_rows_is_as_one_in_their_place() {
    let (reader, list) = reader("pickup_consignments", &["order_id", "id"]);
    let body = br#"[{"id":100,"consignments":{"pickups":[{"id":1}],"shipping":[]}},
        {"id":101,"consignments":{"url":"https://a.example.com/v2/orders/101/consignments","resource":"/orders/101/consignments"}},
        {"id":102,"consignments":[]},{"id":103,"consignments":{"pickups":null}}]"#;
    let items = reader.locate(body, &list).unwrap().decode(None).unwrap();
    assert_eq!(items.batch.num_rows(), 1);
    assert_eq!(asked(&items), ["/orders/101/consignments"]);
}

#[test]
fn what_is_not_the_list_is_refused() {
    for (table, body) in [
        ("products", "null"),
        ("products", r#"{"data":null}"#),
        ("products", r#"{"data":{}}"#),
        ("products", r#"{"data":{"id":1}}"#),
        ("products", r#"{"data":"none"}"#),
        ("products", r#"{"data":[null]}"#),
        ("products", r#"{"meta":{}}"#),
        (
            "products",
            r#"{"status":500,"title":"Something went wrong.","type":"a","errors":{}}"#,
        ),
        ("products", ""),
        ("products", r#"{"data":[{"id":1},{"i"#),
        ("orders", "null"),
        ("orders", "{}"),
        (
            "orders",
            r#"{"status":500,"message":"Something went wrong."}"#,
        ),
        (
            "orders",
            r#"[{"status":500,"message":"Something went wrong."}]"#,
        ),
        ("orders", "7"),
        ("order_status_counts", "{}"),
        ("order_status_counts", r#"{"data":{}}"#),
        ("order_status_counts", r#"{"data":null}"#),
        ("order_status_counts", r#"{"count":3}"#),
        (
            "order_status_counts",
            r#"{"status":500,"message":"Something went wrong."}"#,
        ),
        ("store", "null"),
        ("store", "{}"),
        (
            "store",
            r#"{"status":500,"message":"Something went wrong."}"#,
        ),
        ("catalog_summary", r#"{"data":{}}"#),
        ("catalog_summary", r#"{"data":null}"#),
        (
            "catalog_summary",
            r#"{"status":500,"title":"Something went wrong."}"#,
        ),
    ] {
        let (reader, list) = reader(table, &[]);
        let answer = reader.locate(body.as_bytes(), &list);
        assert!(answer.is_err(), "{table} took {body}");
    }
}

#[test]
fn a_list_may_be_empty() {
    for (table, body) in [
        ("products", r#"{"data":[],"meta":{}}"#),
        ("products", "[]"),
        ("orders", "[]"),
        ("order_status_counts", r#"{"statuses":[],"count":0}"#),
        ("order_status_counts", "[]"),
    ] {
        let (reader, list) = reader(table, &[]);
        let items = reader.locate(body.as_bytes(), &list).unwrap().decode(None);
        assert_eq!(items.unwrap().accepted, 0, "{table}: {body}");
    }
}

#[test]
fn a_kind_of_consignment_may_be_absent_beside_others() {
    let (_, list) = reader("orders", &[]);
    let list = ListRequest {
        rows: vec!["email".to_owned(), "gift_certificates".to_owned()],
        ..list
    };
    let (reader, _) = reader("email_consignments", &["recipient_email"]);
    let reader = reader.below(0);
    for (body, rows) in [
        (r#"{"pickups":[{"id":1}]}"#, Some(0)),
        (r#"{"email":[],"pickups":[]}"#, Some(0)),
        (
            r#"{"email":{"gift_certificates":[{"recipient_email":"a"}]}}"#,
            Some(1),
        ),
        (r#"{"status":404,"message":"Not found."}"#, None),
        ("{}", None),
    ] {
        let page = reader.locate(body.as_bytes(), &list);
        let found = page.map(|page| page.decode(None).unwrap().accepted);
        assert_eq!(found.ok(), rows, "{body}");
    }
}

#[test]
fn an_orders_fees_come_in_an_object_or_an_array() {
    let (reader, list) = reader("order_fees", &["order_id", "id"]);
    let links = br#"[{"id":7,"fees":{"resource":"/orders/7/fees"}}]"#;
    let items = reader.locate(links, &list).unwrap().decode(None).unwrap();
    let Partial { list, level, .. } = &items.partial[0];
    let reader = reader.below(*level);
    for body in [r#"{"fees":[{"id":1},{"id":2}]}"#, r#"[{"id":1},{"id":2}]"#] {
        let batch = reader.batch(body.as_bytes(), list).unwrap();
        let orders = batch.column(0).as_primitive::<Int64Type>();
        assert_eq!((batch.num_rows(), orders.value(1)), (2, 7), "{body}");
    }
}

#[test]
fn an_object_whose_rows_cannot_be_asked_for_is_an_error() {
    let (reader, list) = reader("order_items", &["order_id", "id"]);
    let body = br#"[{"items_total":2,"consignments":{"shipping":[{"line_items":[{"id":1,"quantity":1}]}]}}]"#;
    let error = reader.batch(body, &list).unwrap_err();
    assert_eq!(error.kind, ErrorKind::Protocol);
    assert!(error.message.contains("rows are missing"), "{error}");
}

/// Two items of an order that lacks others, two of one that has all, and one of a third, each with a text where a number belongs.
const ITEMS: &[u8] = br#"[
    {"id":5,"items_total":9,"consignments":{"shipping":[{"line_items":[{"id":1,"quantity":"two"}]}]}},
    {"consignments":{"shipping":[{"line_items":[{"id":2,"quantity":"two"}]},{"line_items":[{"id":3,"quantity":3}]}]},"id":6,"items_total":3},
    {"id":7,"items_total":0,"consignments":{"pickups":[{"line_items":[{"id":4,"quantity":"two"}]}]}}]"#;

#[test]
fn only_wanted_rows_are_read() {
    let (mut reader, list) = reader("order_items", &["order_id", "id", "quantity"]);
    let error = reader.batch(ITEMS, &list).unwrap_err();
    assert!(error.message.contains("id = 2"), "{error}");
    let values = Arc::new(InvalidValues::default());
    reader.decoder = reader.decoder.with(OnInvalid {
        fails: false,
        values: Arc::clone(&values),
    });
    let accept = Accept::Integers(&|key| (5..=6).contains(&key));
    let items = reader
        .locate(ITEMS, &list)
        .unwrap()
        .decode(Some(&accept))
        .unwrap();
    let integers = |column: usize| {
        let column = items.batch.column(column).as_primitive::<Int64Type>();
        column.iter().collect::<Vec<_>>()
    };
    assert_eq!(integers(0), [Some(6), Some(6)]);
    assert_eq!(integers(1), [Some(2), Some(3)]);
    assert_eq!(integers(2), [None, Some(3)]);
    assert_eq!((items.accepted, items.keys.len()), (2, 3));
    assert_eq!(asked(&items), ["/orders/5/products"]);
    assert_eq!(values.count(), 1);
}

#[test]
fn items_are_read_along_with_the_rows_in_them() {
    let (fees, list) = reader("order_fees", &["order_id", "id"]);
    let (orders, _) = reader("orders", &["id", "status_id", "billing_city"]);
    let reader = fees.with_parents(orders.decoder, orders.check, false);
    let body = br#"[{"id":5,"status_id":1,"fees":[{"id":1}]},{"id":6,"status_id":2,"fees":{"resource":"/orders/6/fees"}},
        {"fees":[{"id":2},{"id":3}],"billing_address":{"city":"Bern"},"status_id":3,"id":7}]"#;
    let accept = Accept::Integers(&|key| (6..=9).contains(&key));
    let items = reader
        .locate(body, &list)
        .unwrap()
        .decode(Some(&accept))
        .unwrap();
    let parents = items.parents.as_ref().unwrap();
    let integers = |batch: &RecordBatch, column: usize| {
        let column = batch.column(column).as_primitive::<Int64Type>();
        column.values().to_vec()
    };
    assert_eq!(integers(parents, 0), [7]);
    assert_eq!(integers(parents, 1), [3]);
    assert_eq!(parents.column(2).as_string::<i32>().value(0), "Bern");
    // Its rows come later, and it comes with them.
    let apart = items.partial[0].parent.as_ref().unwrap();
    assert_eq!((integers(apart, 0), integers(apart, 1)), (vec![6], vec![2]));
    assert_eq!(integers(&items.batch, 0), [7, 7]);
    assert_eq!(integers(&items.batch, 1), [2, 3]);
    assert_eq!(asked(&items), ["/orders/6/fees"]);
}

#[test]
fn items_without_their_key_are_told_apart_by_what_they_hold() {
    let (reader, list) = reader("order_fees", &["order_id", "id"]);
    let body = br#"[{"total":1},{"total":2},{"total":1},{"id":null},{"id":7}]"#;
    let items = reader.locate(body, &list).unwrap().decode(None).unwrap();
    let different: HashSet<&Key> = items.keys.iter().collect();
    assert_eq!(different.len(), 4);
}

fn asked(items: &Items) -> Vec<&str> {
    let lists = items.partial.iter();
    lists.map(|partial| partial.list.path.as_str()).collect()
}

#[test]
fn a_link_that_no_list_stands_for_is_an_error() {
    let (reader, list) = reader("shipping_zone_locations", &["zone_id", "id"]);
    let body = br#"[{"id":1,"locations":{"resource":"/shipping/zones/1/locations"}}]"#;
    let error = reader.batch(body, &list).unwrap_err();
    assert_eq!(error.kind, ErrorKind::Protocol);
    for part in ["shipping_zone_locations", "/shipping/zones/1/locations"] {
        assert!(error.message.contains(part), "{error} lacks {part}");
    }
}
