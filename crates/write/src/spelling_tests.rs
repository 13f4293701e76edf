//! Values and their spelling, by columns of the built-in definitions.

use storeql_catalog::Catalog;

use super::*;

fn spelled(column: &str, value: Value) -> Result<Option<String>, PlanError> {
    spelled_by(Verb::Update, column, value)
}

fn spelled_by(verb: Verb, column: &str, value: Value) -> Result<Option<String>, PlanError> {
    let (table, column) = column.split_once('.').unwrap();
    let table = Catalog::builtin().table(table).unwrap();
    let place = Place {
        table,
        verb,
        row: 3,
        children: &table.write.children,
    };
    place.spell(&table.columns[column], &value)
}

fn sent(column: &str, value: Value) -> String {
    spelled(column, value).unwrap().unwrap()
}

fn decimal_of(text: &str) -> Value {
    Value::Decimal(text.to_owned())
}

#[test]
fn numbers_keep_their_digits_and_their_quotes() {
    assert_eq!(sent("products.price", decimal_of("19.90")), "19.90");
    assert_eq!(sent("products.price", decimal_of("019.9000000")), "19.9000");
    assert_eq!(sent("products.price", decimal_of(".5")), "0.5");
    assert_eq!(sent("products.price", Value::Int(7)), "7");
    assert_eq!(sent("coupons.amount", decimal_of("5.0000")), "\"5.0000\"");
    assert_eq!(sent("products.brand_id", decimal_of("7.0")), "7");
    assert_eq!(sent("locations.latitude", Value::Float(0.1)), "0.1");
    let money = "12345678901234567.1234";
    assert!(spelled("products.price", decimal_of(money)).is_err());
    assert_eq!(sent("products.price", decimal_of(&money[1..])), money[1..]);
}

#[test]
fn times_are_spelled_as_their_api_does() {
    let at = Value::Timestamp(1_769_847_960_000_000);
    assert_eq!(
        sent("coupons.expires", at.clone()),
        "\"Sat, 31 Jan 2026 08:26:00 +0000\""
    );
    assert_eq!(sent("banners.date_from", at.clone()), "\"1769847960\"");
    assert_eq!(
        sent("product_reviews.date_reviewed", at),
        "\"2026-01-31T08:26:00Z\""
    );
    let error = spelled("coupons.expires", Value::Timestamp(1)).unwrap_err();
    assert_eq!(
        error.to_string(),
        "coupons.expires, row 3: the store takes whole seconds here: cut the value with date_trunc('second', …)."
    );
}

#[test]
fn null_is_what_the_definition_says() {
    assert_eq!(sent("orders.external_source", Value::Null), "null");
    assert_eq!(sent("categories.description", Value::Null), "\"\"");
    let error = spelled("brands.name", Value::Null).unwrap_err();
    assert_eq!(error.kind, PlanErrorKind::Null);
    assert_eq!(
        spelled_by(Verb::Insert, "brands.page_title", Value::Default),
        Ok(None)
    );
    assert!(spelled("brands.page_title", Value::Default).is_err());
}

#[test]
fn what_does_not_fit_is_told_with_what_would() {
    let cases = [
        (
            "products.price",
            Value::Float(9.99),
            "products.price, row 3: the value is a float, not an exact decimal number.",
        ),
        (
            "products.price",
            decimal_of("1.23456"),
            "products.price, row 3: 1.23456 does not fit: it has more than 4 digits behind the point.",
        ),
        (
            "categories.name",
            Value::Text("x".repeat(51)),
            "categories.name, row 3: the text has 51 characters, and the store takes 50: shorten it.",
        ),
        (
            "locations.type_id",
            Value::Text("shop".to_owned()),
            "locations.type_id, row 3: `shop` is none of the values that the store knows. Allowed: PHYSICAL, VIRTUAL.",
        ),
        (
            "locations.operating_hours",
            Value::Text("{".to_owned()),
            "locations.operating_hours, row 3: the text is no JSON (EOF while parsing an object at line 1 column 1).",
        ),
        (
            "brands.name",
            Value::Int(7),
            "brands.name, row 3: the value is a whole number, not a text.",
        ),
    ];
    for (column, value, expected) in cases {
        assert_eq!(spelled(column, value).unwrap_err().to_string(), expected);
    }
}
