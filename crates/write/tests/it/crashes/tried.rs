//! A write of the matrix with what the store shows of it, and the rows that several kinds begin with.

use serde_json::{Value as Json, json};
use storeql_write::{Change, Value};

use crate::store::{Store, delete, insert, int, money, text, update};

/// A write of some rows.
pub(super) struct Tried {
    pub(super) change: Change,
    /// The list that has the rows.
    pub(super) list: String,
    /// Members of each row by which it is told there: as the statement says, or before it goes.
    pub(super) rows: Vec<Json>,
    /// The place of the row that the store refuses.
    pub(super) refused: Option<usize>,
}

/// One row of three, in the middle.
pub(super) const REFUSED: usize = 1;

pub(super) const COUPON: [&str; 6] = [
    "name",
    "code",
    "type",
    "amount",
    "applies_to_entity",
    "applies_to_ids",
];

pub(super) const METAFIELD: [&str; 5] =
    ["resource_id", "namespace", "key", "value", "permission_set"];

pub(super) const CATEGORIES: &str = "/v3/catalog/trees/categories?limit=250";

/// The names of three new rows; the refused one has the name of a row that is there.
pub(super) fn names(refused: bool, taken: &Json) -> [String; 3] {
    let mut names = ["Ahorn", "Buche", "Zeder"].map(str::to_owned);
    if refused {
        names[REFUSED] = taken.as_str().unwrap().to_owned();
    }
    names
}

pub(super) fn at(refused: bool) -> Option<usize> {
    refused.then_some(REFUSED)
}

pub(super) fn id(row: &Json) -> i64 {
    row["id"].as_i64().unwrap()
}

/// New rows that are told by one member; the refused one is there already, and is not told by it.
pub(super) fn named(
    list: &str,
    member: &str,
    change: Change,
    names: [String; 3],
    refused: bool,
) -> Tried {
    let mut rows: Vec<Json> = names.iter().map(|name| json!({ member: name })).collect();
    if refused {
        rows[REFUSED] = never();
    }
    Tried {
        change,
        list: list.to_owned(),
        rows,
        refused: at(refused),
    }
}

/// What no row has.
pub(super) fn never() -> Json {
    json!({ "no such member": true })
}

pub(super) fn gone(list: String, member: &str, keys: Vec<i64>) -> Tried {
    Tried {
        change: delete(keys.iter().map(|key| vec![int(*key)]).collect()),
        list,
        rows: keys.iter().map(|key| json!({ member: key })).collect(),
        refused: None,
    }
}

pub(super) fn renamed(
    list: String,
    key: &str,
    keys: Vec<i64>,
    names: &[String],
    refused: bool,
) -> Tried {
    let pairs = || keys.iter().zip(names);
    let row = |(key, name): (&i64, &String)| (vec![int(*key)], vec![text(name)]);
    let there = |(number, name): (&i64, &String)| json!({ key: number, "name": name });
    Tried {
        change: update(&["name"], pairs().map(row).collect()),
        list,
        rows: pairs().map(there).collect(),
        refused: at(refused),
    }
}

pub(super) async fn product(store: &Store) -> i64 {
    id(&store.all("/v3/catalog/products").await[0])
}

pub(super) fn metafields(product: i64, keys: &[&str]) -> Change {
    let row = |key: &&str| {
        let words = ["matrix", key, "1", "write"].map(text);
        [vec![int(product)], words.to_vec()].concat()
    };
    insert(&METAFIELD, keys.iter().map(row).collect())
}

pub(super) fn metafields_of(product: i64) -> String {
    format!("/v3/catalog/products/{product}/metafields?limit=250")
}

/// Three metafields that are there, by their keys.
pub(super) async fn three_metafields(store: &Store) -> (i64, Vec<i64>) {
    let product = product(store).await;
    let made = metafields(product, &["One", "Two", "Three"]);
    let made = store.write("product_metafields", made).await;
    assert!(made.is_complete(), "{made:?}");
    let key = |row: &storeql_write::RowOutcome| match row.key[..] {
        [Value::Int(key)] => key,
        _ => panic!("{row:?}"),
    };
    (product, made.rows.iter().map(key).collect())
}

/// The key of a category of the first level.
pub(super) async fn category(store: &Store) -> i64 {
    let all = store.all("/v3/catalog/trees/categories").await;
    let first = all.iter().find(|category| category["parent_id"] == 0);
    first.unwrap()["category_id"].as_i64().unwrap()
}

pub(super) fn categories(above: i64, names: &[String]) -> Change {
    let row = |name: &String| vec![text(name), int(above)];
    insert(&["name", "parent_id"], names.iter().map(row).collect())
}

/// Three categories that are there, by their keys.
pub(super) async fn three_categories(store: &Store) -> Vec<i64> {
    let names = ["One", "Two", "Three", "Taken"].map(str::to_owned);
    let above = category(store).await;
    let made = store.write("categories", categories(above, &names)).await;
    assert!(made.is_complete(), "{made:?}");
    let key = |row: &storeql_write::RowOutcome| match row.key[..] {
        [Value::Int(key)] => key,
        _ => panic!("{row:?}"),
    };
    made.rows[..3].iter().map(key).collect()
}

/// Orders of the store.
pub(super) async fn orders(store: &Store) -> Vec<i64> {
    let orders = store.get("/v2/orders?limit=250").await;
    orders.as_array().unwrap().iter().map(id).collect()
}

pub(super) fn lines_of(order: i64) -> String {
    format!("/v2/orders/{order}/products?limit=250")
}

pub(super) async fn lines(store: &Store) -> (i64, Change, [String; 3]) {
    let order = orders(store).await[0];
    let names = names(false, &Json::Null);
    let columns = [
        "order_id",
        "name",
        "quantity",
        "price_ex_tax",
        "price_inc_tax",
    ];
    let row = |name: &String| {
        let prices = ["5.0000", "6.0000"].map(money);
        [vec![int(order), text(name), int(1)], prices.to_vec()].concat()
    };
    let change = insert(&columns, names.iter().map(row).collect());
    (order, change, names)
}

pub(super) fn coupon(name: &str) -> Vec<Value> {
    vec![
        text(name),
        text(format!("CODE-{name}")),
        text("per_total_discount"),
        money("5.0000"),
        text("categories"),
        Value::Json("[0]".to_owned()),
    ]
}
