//! How texts become statements.

use datafusion::sql::parser::Statement as Parsed;

use super::names::Names;
use super::resolved::ResolvedStatement;
use super::split::Statement;
use crate::error::{Error, ErrorKind};

fn names() -> Names {
    let mut names = Names::default();
    let none: &[String] = &[];
    names.add_schema("bigcommerce", None);
    names.add(
        "bigcommerce",
        "order_items",
        [],
        [
            ("id", none),
            ("order_id", none),
            ("product_id", none),
            ("quantity", none),
        ],
    );
    names.add(
        "bigcommerce",
        "orders",
        [],
        [("id", none), ("customer_id", none), ("total_inc_tax", none)],
    );
    names
}

fn parse(text: &str, names: &Names) -> Result<ResolvedStatement, Error> {
    ResolvedStatement::of(&Statement::one(text)?, names)
}

fn rewritten(text: &str) -> String {
    match parse(text, &names()).unwrap().parsed {
        Parsed::Statement(statement) => statement.to_string(),
        other => other.to_string(),
    }
}

#[test]
fn names_in_any_spelling_become_canonical() {
    let canonical = r#"SELECT "product_id" FROM "order_items""#;
    for text in [
        "SELECT ProductId FROM [OrderItems]",
        "select `PRODUCT_ID` from \"Order_Items\"",
        "SELECT productid FROM [CData].[BigCommerce].OrderItems",
    ] {
        assert_eq!(
            rewritten(text).to_lowercase(),
            canonical.to_lowercase(),
            "{text}"
        );
    }
}

#[test]
fn a_declared_name_is_the_statements_own() {
    assert_eq!(
        rewritten("SELECT id AS OrderId FROM orders ORDER BY ORDERID"),
        r#"SELECT "id" AS OrderId FROM "orders" ORDER BY "orderid""#
    );
    assert_eq!(
        rewritten("SELECT O.CustomerId FROM Orders O JOIN OrderItems I ON I.OrderId = O.Id"),
        r#"SELECT O."customer_id" FROM "orders" O JOIN "order_items" I ON I."order_id" = O."id""#
    );
    assert_eq!(
        rewritten("WITH Big AS (SELECT TotalIncTax FROM Orders) SELECT TotalIncTax FROM Big"),
        r#"WITH Big AS (SELECT "total_inc_tax" FROM "orders") SELECT "total_inc_tax" FROM Big"#
    );
}

#[test]
fn the_innermost_query_says_what_a_column_is() {
    let mut names = names();
    let none: &[String] = &[];
    names.add(
        "UserViews",
        "Big",
        [],
        [("OrderId", none), ("CustomerId", none)],
    );
    let rewritten = |text| match parse(text, &names).unwrap().parsed {
        Parsed::Statement(statement) => statement.to_string(),
        other => other.to_string(),
    };
    assert_eq!(
        rewritten(
            "SELECT customer_id, (SELECT max(CustomerId) FROM orders WHERE order_id > 1) FROM big ORDER BY customer_id"
        ),
        r#"SELECT "CustomerId", (SELECT max("customer_id") FROM "orders" WHERE "OrderId" > 1) AS "column 2" FROM "Big" ORDER BY "CustomerId""#
    );
    assert_eq!(
        rewritten(
            "SELECT CustomerId FROM (SELECT CustomerId FROM orders) o WHERE EXISTS (SELECT 1 FROM big WHERE customer_id = 1)"
        ),
        r#"SELECT "customer_id" FROM (SELECT "customer_id" FROM "orders") o WHERE EXISTS (SELECT 1 FROM "Big" WHERE "CustomerId" = 1)"#
    );
}

#[test]
fn top_is_limit() {
    assert_eq!(
        rewritten("SELECT TOP 5 id FROM orders"),
        r#"SELECT "id" FROM "orders" LIMIT 5"#
    );
    assert!(parse("SELECT TOP 5 PERCENT id FROM orders", &names()).is_err());
}

#[test]
fn an_unknown_table_names_the_nearest() {
    let error = parse("SELECT * FROM ordres", &names()).unwrap_err();
    assert_eq!(error.kind, ErrorKind::UnknownTable);
    assert_eq!(error.hint(), Some("did you mean orders?"));
    assert_eq!(error.table(), Some("ordres"));
}

#[test]
fn statements_are_cut_at_semicolons_that_are_no_text() {
    let text = "SELECT ';' FROM a; -- comment; more\nSELECT 'é;', \"x;y\" FROM b;\n;";
    let statements = Statement::split(text).unwrap();
    assert_eq!(statements.len(), 2);
    assert_eq!(statements[0].text(), "SELECT ';' FROM a");
    assert_eq!(statements[1].text(), "SELECT 'é;', \"x;y\" FROM b");
    assert_eq!(&text[statements[1].span()], statements[1].text());
}

#[test]
fn a_text_of_windows_is_cut_as_any_other() {
    let text = "\u{feff}-- first\r\nSELECT\u{a0}1;\r\nSELECT 'a\r\nb';\r\n";
    let statements = Statement::split(text).unwrap();
    let texts: Vec<_> = statements.iter().map(Statement::text).collect();
    assert_eq!(texts, ["SELECT\u{a0}1", "SELECT 'a\r\nb'"]);
    for statement in &statements {
        assert_eq!(&text[statement.span()], statement.text());
    }
}

#[test]
fn labels_are_what_was_typed() {
    let labels = parse(
        "SELECT ProductId, *, COUNT(*) AS N, i.Quantity FROM order_items i",
        &names(),
    )
    .unwrap()
    .labels;
    assert_eq!(labels.at(0, 7), Some("ProductId"));
    assert_eq!(labels.at(1, 7), None);
    assert_eq!(
        (labels.at(5, 7), labels.at(6, 7)),
        (Some("N"), Some("Quantity"))
    );
}
