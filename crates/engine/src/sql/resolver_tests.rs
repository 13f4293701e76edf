//! Which column a name stands for, on statements over a made-up catalog.

use datafusion::sql::parser::Statement as Parsed;
use storeql_catalog::Catalog;

use super::names::Names;
use super::resolved::ResolvedStatement;
use super::split::Statement;
use crate::error::{Error, ErrorKind};
use crate::mend::Mends;

fn names() -> Names {
    let mut names = Names::default();
    let none: &[String] = &[];
    let aliases = ["GroupId".to_owned()];
    names.add_schema("bigcommerce", None);
    names.add_schema("UserViews", None);
    let tables: [(&str, &[&str]); 3] = [
        (
            "orders",
            &["id", "customer_id", "total_inc_tax", "status_id"],
        ),
        ("order_items", &["id", "order_id", "product_id", "quantity"]),
        ("brands", &["id", "name"]),
    ];
    for (table, columns) in tables {
        let columns = columns.iter().map(|column| (*column, none));
        names.add("bigcommerce", table, [], columns);
    }
    names.add(
        "bigcommerce",
        "customers",
        [],
        [("id", none), ("customer_group_id", &aliases[..])],
    );
    names.add(
        "UserViews",
        "Big",
        [],
        [("OrderId", none), ("CustomerId", none)],
    );
    names
}

fn resolved(text: &str) -> Result<String, Error> {
    let statement = ResolvedStatement::of(
        &Statement::one(text)?,
        &names(),
        Catalog::builtin(),
        Mends::default(),
    )?;
    Ok(match statement.parsed {
        Parsed::Statement(statement) => statement.to_string(),
        other => other.to_string(),
    })
}

#[track_caller]
fn becomes(text: &str, expected: &str) {
    assert_eq!(resolved(text).unwrap(), expected, "{text}");
}

#[track_caller]
fn refused(text: &str) -> Error {
    resolved(text).unwrap_err()
}

#[test]
fn names_in_any_spelling_become_canonical() {
    for text in [
        "SELECT ProductId FROM [OrderItems]",
        "SELECT `PRODUCT_ID` FROM \"Order_Items\"",
        "SELECT productid FROM [CData].[BigCommerce].OrderItems",
        "SELECT bigcommerce.OrderItems.ProductID FROM OrderItems",
    ] {
        becomes(
            text,
            r#"SELECT "order_items"."product_id" FROM "order_items""#,
        );
    }
    becomes(
        "SELECT GroupId FROM customers",
        r#"SELECT "customers"."customer_group_id" FROM "customers""#,
    );
}

#[test]
fn an_alias_is_one_only_where_it_can_be_named() {
    becomes(
        "SELECT OrderId AS OrderId FROM OrderItems WHERE OrderId = 1",
        r#"SELECT "order_items"."order_id" AS OrderId FROM "order_items" WHERE "order_items"."order_id" = 1"#,
    );
    becomes(
        "SELECT sum(TotalIncTax) AS TotalIncTax FROM Orders",
        r#"SELECT sum("orders"."total_inc_tax") AS TotalIncTax FROM "orders""#,
    );
    becomes(
        "SELECT c.CustomerId FROM (SELECT Id AS CustomerId FROM Customers) c JOIN Orders o ON o.CustomerId = c.CustomerId",
        r#"SELECT "c"."customerid" FROM (SELECT "customers"."id" AS CustomerId FROM "customers") c JOIN "orders" o ON "o"."customer_id" = "c"."customerid""#,
    );
}

#[test]
fn a_name_alone_in_order_by_is_the_results() {
    becomes(
        "SELECT id AS OrderId FROM orders ORDER BY ORDER_ID",
        r#"SELECT "orders"."id" AS OrderId FROM "orders" ORDER BY "orderid""#,
    );
    becomes(
        "SELECT -id AS id FROM brands ORDER BY (ID)",
        r#"SELECT -"brands"."id" AS "column 1" FROM "brands" ORDER BY "column 1""#,
    );
    becomes(
        "SELECT -id AS id FROM brands ORDER BY id + 0",
        r#"SELECT -"brands"."id" AS "column 1" FROM "brands" ORDER BY "brands"."id" + 0"#,
    );
    becomes(
        "SELECT upper(b.name) AS name FROM brands b ORDER BY b.name",
        r#"SELECT upper("b"."name") AS "column 1" FROM "brands" b ORDER BY "b"."name""#,
    );
    becomes(
        "SELECT DISTINCT upper(name) AS shown FROM brands ORDER BY upper(NAME)",
        r#"SELECT DISTINCT upper("brands"."name") AS shown FROM "brands" ORDER BY "shown""#,
    );
    becomes(
        "SELECT id FROM brands UNION SELECT id FROM orders ORDER BY Id",
        r#"SELECT "brands"."id" FROM "brands" UNION SELECT "orders"."id" FROM "orders" ORDER BY "id""#,
    );
}

#[test]
fn a_name_in_group_by_and_having_is_a_column_first() {
    becomes(
        "SELECT upper(name) AS name, count(*) FROM brands GROUP BY name",
        r#"SELECT upper("brands"."name") AS "column 1", count(*) FROM "brands" GROUP BY "brands"."name""#,
    );
    becomes(
        "SELECT upper(name) AS shown, count(*) AS n FROM brands GROUP BY Shown HAVING N > 1",
        r#"SELECT upper("brands"."name") AS shown, count(*) AS n FROM "brands" GROUP BY "shown" HAVING "n" > 1"#,
    );
}

#[test]
fn expressions_without_a_label_have_postgresqls() {
    becomes(
        "SELECT status_id, count(*) FROM orders GROUP BY 1 ORDER BY count",
        r#"SELECT "orders"."status_id", count(*) FROM "orders" GROUP BY 1 ORDER BY count(*)"#,
    );
    becomes(
        "SELECT t.count FROM (SELECT count(*) FROM orders) t",
        r#"SELECT "t"."column 1" FROM (SELECT count(*) AS "column 1" FROM "orders") t"#,
    );
}

#[test]
fn two_columns_of_a_plan_never_share_a_name() {
    becomes(
        "SELECT id, CAST(id AS text) FROM orders",
        r#"SELECT "orders"."id", CAST("orders"."id" AS TEXT) AS "column 1" FROM "orders""#,
    );
    becomes(
        "SELECT sum(id), sum(id)::decimal(20,2) FROM orders",
        r#"SELECT sum("orders"."id"), sum("orders"."id")::DECIMAL(20,2) AS "column 1" FROM "orders""#,
    );
    becomes(
        "SELECT Id, *, ID FROM brands",
        r#"SELECT "brands"."id" AS "column 1", *, "brands"."id" AS "column 2" FROM "brands""#,
    );
    becomes(
        "SELECT t.Id FROM (SELECT b.id, o.id AS other FROM brands b, orders o) t",
        r#"SELECT "t"."id" FROM (SELECT "b"."id", "o"."id" AS other FROM "brands" b, "orders" o) t"#,
    );
}

#[test]
fn the_innermost_query_that_has_a_name_is_meant() {
    becomes(
        "SELECT customer_id, (SELECT max(CustomerId) FROM orders WHERE order_id > 1) FROM big ORDER BY customer_id",
        r#"SELECT "Big"."CustomerId", (SELECT max("orders"."customer_id") FROM "orders" WHERE "Big"."OrderId" > 1) AS "column 1" FROM "Big" ORDER BY "Big"."CustomerId""#,
    );
    becomes(
        "SELECT CustomerId FROM (SELECT CustomerId FROM orders) o WHERE EXISTS (SELECT 1 FROM big WHERE customer_id = 1)",
        r#"SELECT "o"."customer_id" FROM (SELECT "orders"."customer_id" FROM "orders") o WHERE EXISTS (SELECT 1 FROM "Big" WHERE "Big"."CustomerId" = 1)"#,
    );
    becomes(
        "SELECT o.id FROM orders o, LATERAL (SELECT i.id FROM order_items i WHERE i.OrderId = o.Id) i",
        r#"SELECT "o"."id" FROM "orders" o, LATERAL (SELECT "i"."id" FROM "order_items" i WHERE "i"."order_id" = "o"."id") i"#,
    );
}

#[test]
fn a_common_table_expression_hides_a_table() {
    becomes(
        "WITH Orders AS (SELECT id AS No FROM orders) SELECT NO FROM ORDERS",
        r#"WITH Orders AS (SELECT "orders"."id" AS No FROM "orders") SELECT "orders"."no" FROM "orders""#,
    );
    becomes(
        "WITH Big_Ones (OrderNo) AS (SELECT id FROM orders) SELECT order_no FROM BigOnes b",
        r#"WITH Big_Ones (OrderNo) AS (SELECT "orders"."id" FROM "orders") SELECT "b"."orderno" FROM "big_ones" b"#,
    );
    becomes(
        "WITH RECURSIVE n AS (SELECT 1 AS one UNION ALL SELECT One + 1 FROM N) SELECT ONE FROM n",
        r#"WITH RECURSIVE n AS (SELECT 1 AS one UNION ALL SELECT "n"."one" + 1 AS "column 1" FROM "n") SELECT "n"."one" FROM "n""#,
    );
}

#[test]
fn using_makes_one_column() {
    becomes(
        "SELECT Id FROM orders LEFT JOIN brands USING (ID)",
        r#"SELECT "orders"."id" FROM "orders" LEFT JOIN "brands" USING("id")"#,
    );
    becomes(
        "SELECT Id FROM orders RIGHT JOIN brands USING (ID)",
        r#"SELECT "brands"."id" FROM "orders" RIGHT JOIN "brands" USING("id")"#,
    );
    becomes(
        "SELECT Id FROM orders FULL JOIN brands USING (ID)",
        r#"SELECT coalesce("orders"."id", "brands"."id") FROM "orders" FULL JOIN "brands" USING("id")"#,
    );
}

#[test]
fn top_is_limit() {
    becomes(
        "SELECT TOP 5 id FROM orders",
        r#"SELECT "orders"."id" FROM "orders" LIMIT 5"#,
    );
    refused("SELECT TOP 5 PERCENT id FROM orders");
}

#[test]
fn what_a_name_cannot_stand_for_is_said_with_its_place() {
    let error = refused("SELECT id\nFROM brands WHERE Nam = 1");
    assert_eq!(
        (error.kind, error.to_string().as_str()),
        (
            ErrorKind::UnknownColumn,
            "there is no column Nam; did you mean name?"
        )
    );
    let place = error.position().unwrap();
    assert_eq!((place.line, place.column, place.offset), (2, 19, 28));

    let error = refused("SELECT b.nope FROM brands b");
    assert_eq!(
        (error.table(), error.column(), error.hint()),
        (Some("b"), Some("nope"), Some("there are id, name"))
    );
    let error = refused("SELECT x.id FROM brands b");
    assert_eq!(
        error.to_string(),
        "there is no table or alias x in the query; there are b"
    );
    let error = refused("SELECT id FROM brands, orders");
    assert_eq!(error.sqlstate(), "42702");
    assert!(
        error
            .to_string()
            .starts_with("the column id is in brands and orders;"),
        "{error}"
    );
    let error = refused("SELECT brands.id FROM brands b");
    assert_eq!(error.kind, ErrorKind::UnknownTable);
    let error = refused("SELECT n FROM (SELECT id AS n, name AS N FROM brands) t");
    assert_eq!(error.sqlstate(), "42702");
}

#[test]
fn an_unknown_table_names_the_nearest() {
    let error = refused("SELECT * FROM ordres");
    assert_eq!(error.hint(), Some("did you mean orders?"));
    assert_eq!(error.table(), Some("ordres"));
    assert_eq!(error.position().unwrap().offset, 14);
}
