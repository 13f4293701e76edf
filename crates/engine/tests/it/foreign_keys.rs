//! Every foreign key joins: child and parent plan and run together, and every key finds its parent.

use storeql_catalog::{ColumnType, Table};
use storeql_engine::Options;
use storeql_testkit::Store;

/// Keys that find no parent, each with its reason. An entry that is not needed any more is a fault.
const ORPHANS: [(&str, &str); 0] = [];

/// Keys that no row of the sandbox has.
const UNUSED: [&str; 7] = [
    "order_fees.tax_class_id",
    "order_items.parent_order_product_id",
    "order_taxes.tax_class_id",
    "pages.parent_id",
    "product_rule_conditions.modifier_id",
    "product_rule_conditions.modifier_value_id",
    "transactions.reference_transaction_id",
];

/// Where the keys come from of the tables that can only be read by one.
const KEYS: [(&str, &str); 7] = [
    ("abandoned_carts.token", CARTS),
    (
        "accepted_payment_methods.order_id",
        "SELECT id FROM orders LIMIT 3",
    ),
    ("cart_items.cart_id", CARTS),
    ("carts.id", CARTS),
    ("checkouts.id", CARTS),
    (
        "product_tax_properties.product_id",
        "SELECT id FROM products WHERE id < 120",
    ),
    (
        "theme_configurations.variation_id",
        "SELECT uuid FROM theme_variations LIMIT 1",
    ),
];
const CARTS: &str =
    "SELECT cart_id FROM orders WHERE cart_id IS NOT NULL AND customer_id > 0 ORDER BY id LIMIT 5";

/// The rows of `table`: all of them, or those below some keys where it can only be read by key.
async fn rows_of(store: &Store, table: &Table) -> String {
    let catalog = store.engine.catalog();
    let Some(column) = catalog.required(table).into_iter().next() else {
        return table.name.clone();
    };
    let place = format!("{}.{}", table.name, column.name);
    let (_, sql) = KEYS
        .iter()
        .find(|(known, _)| *known == place)
        .expect(&place);
    let keys = store.query(sql).await.unwrap().rows;
    let quote = if column.kind == ColumnType::Int64 {
        ""
    } else {
        "'"
    };
    let keys: Vec<String> = keys
        .iter()
        .map(|row| format!("{quote}{}{quote}", row[0]))
        .collect();
    let keys = keys.join(", ");
    format!(
        "(SELECT * FROM {} WHERE {} IN ({keys}))",
        table.name, column.name
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn every_foreign_key_finds_its_parents() {
    // Much is asked for once an order.
    let sandbox = storeql_sandbox::Options {
        orders: 60,
        ..Default::default()
    };
    let store = Store::start(sandbox, Options::default()).await.unwrap();
    let catalog = store.engine.catalog();
    let (mut failures, mut orphans, mut unused, mut joined) =
        (Vec::new(), Vec::new(), Vec::new(), 0);
    for table in catalog.tables() {
        for column in table.columns.values() {
            let Some((name, key)) = &column.references else {
                continue;
            };
            let parent = catalog.table(name).unwrap();
            let place = format!("{}.{}", table.name, column.name);
            let none = match column.kind {
                ColumnType::Int64 => " AND c.{} <> 0".replace("{}", &column.name),
                _ => String::new(),
            };
            let (child_rows, parent_rows) =
                (rows_of(&store, table).await, rows_of(&store, parent).await);
            let sql = format!(
                "SELECT count(*), count(p.{key}) FROM {child_rows} c LEFT JOIN {parent_rows} p ON p.{key} = c.{0} \
                 WHERE c.{0} IS NOT NULL{none}",
                column.name
            );
            let inner = format!(
                "SELECT count(*) FROM {child_rows} c JOIN {parent_rows} p ON p.{key} = c.{0} WHERE c.{0} IS NOT NULL{none}",
                column.name
            );
            let counts = match (store.query(&sql).await, store.query(&inner).await) {
                (Ok(outer), Ok(inner)) => [
                    outer.rows[0][0].clone(),
                    outer.rows[0][1].clone(),
                    inner.rows[0][0].clone(),
                ],
                (Err(error), _) => {
                    failures.push(format!("{place}: {sql}: {error}"));
                    continue;
                }
                (_, Err(error)) => {
                    failures.push(format!("{place}: {inner}: {error}"));
                    continue;
                }
            };
            let [keys, found, inner] = counts;
            if found != inner {
                failures.push(format!(
                    "{place}: {found} of the outer join, {inner} of the inner one"
                ));
            }
            if keys == "0" {
                unused.push(place);
            } else if keys != found {
                orphans.push(place);
            } else {
                joined += 1;
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    let known: Vec<&str> = ORPHANS.iter().map(|(place, _)| *place).collect();
    assert_eq!(orphans, known, "keys without a parent");
    unused.sort();
    assert_eq!(unused, UNUSED, "keys that no row has");
    assert!(joined > 0);
}
