//! Changes and the requests that become of them, by the built-in definitions.

use storeql_catalog::Catalog;

use super::*;
use crate::change::{ChangedRow, DeletedRow, NewRow};
use crate::error::PlanErrorKind;

fn table(name: &str) -> &'static Arc<Table> {
    Catalog::builtin().table(name).unwrap()
}

fn names(columns: &[&str]) -> Vec<String> {
    columns.iter().map(|&name| name.to_owned()).collect()
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn insert(columns: &[&str], values: Vec<Value>) -> Change {
    Change::Insert {
        columns: names(columns),
        rows: vec![NewRow { number: 1, values }],
    }
}

fn update(
    columns: &[&str],
    address: Vec<Value>,
    values: Vec<Value>,
    as_read: Option<&str>,
) -> Change {
    Change::Update {
        columns: names(columns),
        rows: vec![ChangedRow {
            number: 1,
            address,
            values,
            current: None,
            as_read: as_read.map(str::to_owned),
        }],
    }
}

/// Method, target and body of each request: `PUT /v2/coupons/7 {…}`.
fn lines(table_name: &str, change: Change) -> Vec<String> {
    let plan = plan(table(table_name), change).unwrap_or_else(|error| panic!("{error}"));
    let line = |request: &PlannedRequest| {
        let body = request.body().unwrap_or_default();
        format!("{} {} {body}", request.method(), request.target())
    };
    plan.requests()
        .iter()
        .map(line)
        .map(|line| line.trim_end().to_owned())
        .collect()
}

fn refused(table_name: &str, change: Change) -> (PlanErrorKind, String) {
    let error = plan(table(table_name), change).unwrap_err();
    (error.kind, error.to_string())
}

#[test]
fn nested_members_stand_where_the_api_has_them() {
    let columns = ["code", "label", "type_id", "city", "latitude"];
    let values = vec![
        text("HH"),
        text("Hamburg"),
        text("PHYSICAL"),
        text("Hamburg"),
        Value::Decimal("53.55".to_owned()),
    ];
    assert_eq!(
        lines("locations", insert(&columns, values)),
        [
            r#"POST /v3/inventory/locations [{"code":"HH","label":"Hamburg","type_id":"PHYSICAL","address":{"city":"Hamburg","geo_coordinates":{"latitude":53.55}}}]"#
        ]
    );
}

#[test]
fn what_a_put_carries_is_the_text_that_came() {
    let coupon = r#"{"id":7,"name":"Spring","type":"per_total_discount","amount":"5.0000","code":"SPRING",
        "applies_to":{"entity":"categories","ids":[0]},"num_uses":3,"max_uses":0}"#;
    let change = update(
        &["max_uses"],
        vec![Value::Int(7)],
        vec![Value::Int(5)],
        Some(coupon),
    );
    assert_eq!(
        lines("coupons", change),
        [
            r#"PUT /v2/coupons/7 {"name":"Spring","type":"per_total_discount","amount":"5.0000","code":"SPRING","applies_to":{"entity":"categories","ids":[0]},"max_uses":5}"#
        ]
    );
}

#[test]
fn a_nested_object_is_sent_whole_with_the_change_in_it() {
    let order = r#"{"id":7,"billing_address":{"first_name":"Ann","zip":"20457","form_fields":[]}}"#;
    let change = update(
        &["billing_first_name"],
        vec![Value::Int(7)],
        vec![text("Eve")],
        Some(order),
    );
    let sent = lines("orders", change);
    assert!(
        sent[0].starts_with(
            r#"PUT /v2/orders/7 {"billing_address":{"first_name":"Eve","zip":"20457""#
        ),
        "{sent:?}"
    );
    let plan = plan(
        table("orders"),
        update(
            &["billing_first_name"],
            vec![Value::Int(7)],
            vec![text("Eve")],
            None,
        ),
    );
    assert!(plan.unwrap().requests()[0].reads_first());
    let staff = update(&["staff_notes"], vec![Value::Int(7)], vec![text("x")], None);
    assert_eq!(
        lines("orders", staff),
        [r#"PUT /v2/orders/7 {"staff_notes":"x"}"#]
    );
}

#[test]
fn a_number_that_a_change_names_twice() {
    let change = update(
        &["collected_at"],
        vec![Value::Int(7)],
        vec![Value::Timestamp(0)],
        None,
    );
    assert_eq!(
        lines("order_pickups", change),
        [
            r#"PUT /v3/orders/pickups [{"pickup_id":7,"id":7,"collected_at":"1970-01-01T00:00:00Z"}]"#
        ]
    );
}

#[test]
fn rows_are_deleted_by_lists_by_bodies_and_by_pairs() {
    let delete = |addresses: Vec<Vec<Value>>| {
        let row = |(position, address)| DeletedRow {
            number: position as u64 + 1,
            address,
        };
        Change::Delete {
            rows: addresses.into_iter().enumerate().map(row).collect(),
        }
    };
    let two = || delete(vec![vec![Value::Int(7)], vec![Value::Int(8)]]);
    assert_eq!(
        lines("products", two()),
        ["DELETE /v3/catalog/products?id:in=7,8"]
    );
    assert_eq!(
        lines("product_metafields", two()),
        ["DELETE /v3/catalog/products/metafields [7,8]"]
    );
    assert_eq!(
        lines("brands", two()),
        ["DELETE /v3/catalog/brands/7", "DELETE /v3/catalog/brands/8"]
    );
    let pairs = delete(vec![
        vec![Value::Int(7), Value::Int(1)],
        vec![Value::Int(8), Value::Int(2)],
    ]);
    assert_eq!(
        lines("product_category_assignments", pairs),
        [
            "DELETE /v3/catalog/products/category-assignments?product_id:in=7&category_id:in=1",
            "DELETE /v3/catalog/products/category-assignments?product_id:in=8&category_id:in=2",
        ]
    );
    let lines_of_an_order = delete(vec![vec![Value::Int(7), Value::Int(100)]]);
    assert_eq!(
        lines("order_items", lines_of_an_order),
        [r#"PUT /v2/orders/100 {"products":[{"id":7,"quantity":0}]}"#]
    );
    assert_eq!(lines("brands", delete(Vec::new())), [""; 0]);
}

#[test]
fn a_create_is_known_from_what_may_be_sent_again() {
    let class = |table_name, change| {
        let plan = plan(table(table_name), change).unwrap();
        plan.requests()[0].class()
    };
    use storeql_client::RetryClass::{Create, KeyedWrite};
    assert_eq!(
        class("brands", insert(&["name"], vec![text("Oak")])),
        Create
    );
    // PUT, and yet a create.
    let tree = insert(
        &["name", "channels"],
        vec![text("Tree"), Value::Json("[1]".to_owned())],
    );
    assert_eq!(class("category_trees", tree), Create);
    let line = insert(
        &["order_id", "product_id", "quantity"],
        vec![Value::Int(7), Value::Int(8), Value::Int(1)],
    );
    assert_eq!(class("order_items", line), Create);
    let price = update(&["price"], vec![Value::Int(7)], vec![Value::Int(5)], None);
    assert_eq!(class("products", price), KeyedWrite);
}

#[test]
fn what_cannot_be_is_told_before_anything_is_sent() {
    let number = || vec![Value::Int(7)];
    let cases = [
        (
            "brands",
            insert(&["nome"], vec![text("Oak")]),
            "brands.nome: the table has no such column.",
        ),
        (
            "brands",
            insert(&["id", "name"], vec![Value::Int(7), text("Oak")]),
            "brands.id: the store sets the column itself: leave it out.",
        ),
        (
            "brands",
            insert(&["page_title"], vec![text("Oak")]),
            "brands.name, row 1: the store creates no row without name: give a value.",
        ),
        (
            "categories",
            insert(&["name"], vec![text("Oak")]),
            "categories, row 1: the store creates no row without parent_id or tree_id: give a value.",
        ),
        (
            "brands",
            update(&["id"], number(), vec![Value::Int(8)], None),
            "brands.id: the column says which row is meant, and no row gets another key: insert the other row, and delete this one.",
        ),
        (
            "redirects",
            update(
                &["from_path"],
                vec![Value::Int(1), Value::Int(1), text("/a")],
                vec![text("/b")],
                None,
            ),
            "redirects.from_path: the column says which row is meant: with another value the store would write another row and leave this one. Insert the other row, and delete this one.",
        ),
        (
            "order_statuses",
            update(&["name"], number(), vec![text("x")], None),
            "order_statuses: the store's API changes no rows of this table.",
        ),
        (
            "brands",
            update(&["name"], vec![Value::Null], vec![text("x")], None),
            "brands.id, row 1: `id` says which row is meant, and its value cannot stand in the request's address: give a number or a plain text.",
        ),
    ];
    for (table_name, change, expected) in cases {
        assert_eq!(refused(table_name, change).1, expected);
    }
    let mut twice = update(&["name"], number(), vec![text("x")], None);
    if let Change::Update { rows, .. } = &mut twice {
        rows.push(ChangedRow {
            number: 2,
            ..rows[0].clone()
        });
    }
    let (kind, message) = refused("brands", twice);
    assert_eq!(kind, PlanErrorKind::Twice);
    assert_eq!(
        message,
        "brands, row 2: it is the same row as row 1: name each row once."
    );
}

#[test]
fn rows_that_cannot_be_found_again_go_one_by_one() {
    let rows = |count: u64, row: fn(u64) -> Vec<Value>| -> Vec<NewRow> {
        let row = |number| NewRow {
            number,
            values: row(number),
        };
        (1..=count).map(row).collect()
    };
    let counts = |table_name: &str, columns: &[&str], rows| {
        let change = Change::Insert {
            columns: names(columns),
            rows,
        };
        let plan = plan(table(table_name), change).unwrap();
        plan.requests()
            .iter()
            .map(|request| request.rows().len())
            .collect::<Vec<_>>()
    };
    let people = rows(12, |number| {
        vec![
            text(&format!("{number}@shop.example")),
            text("Ann"),
            text("Other"),
        ]
    });
    assert_eq!(
        counts("customers", &["email", "first_name", "last_name"], people),
        [10, 2]
    );
    // A zone has nothing that tells it from another of the same name.
    let zones = rows(2, |_| vec![text("Zone")]);
    assert_eq!(counts("tax_zones", &["name"], zones), [1, 1]);
}
