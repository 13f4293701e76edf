//! Writes of the matrix that take rows away.

use storeql_write::Value;

use super::tried::{
    CATEGORIES, REFUSED, Tried, at, gone, id, lines, lines_of, metafields_of, orders,
    three_categories, three_metafields,
};
use crate::store::{Store, delete, int};

pub(super) async fn gone_metafields(store: &Store) -> Tried {
    let (product, keys) = three_metafields(store).await;
    gone(metafields_of(product), "id", keys)
}

pub(super) async fn gone_categories(store: &Store, refused: bool) -> Tried {
    let mut keys = three_categories(store).await;
    if refused {
        // The store keeps a category that has products.
        let product = store.all("/v3/catalog/products").await.remove(0);
        keys[REFUSED] = product["categories"][0].as_i64().unwrap();
    }
    let tried = gone(CATEGORIES.to_owned(), "category_id", keys);
    Tried {
        refused: at(refused),
        ..tried
    }
}

pub(super) async fn gone_lines(store: &Store) -> Tried {
    let (order, change, _) = lines(store).await;
    let made = store.write("order_items", change).await;
    assert!(made.is_complete(), "{made:?}");
    let names = storeql_write::address_of(
        crate::store::table("order_items"),
        storeql_write::Verb::Delete,
    );
    let key = |row: &storeql_write::RowOutcome| match row.key[..] {
        [Value::Int(key)] => key,
        _ => panic!("{row:?}"),
    };
    let keys: Vec<i64> = made.rows.iter().map(key).collect();
    let address = |key: &i64| {
        let of = |name: &String| int(if name == "id" { *key } else { order });
        names.iter().map(of).collect::<Vec<_>>()
    };
    Tried {
        change: delete(keys.iter().map(address).collect()),
        ..gone(lines_of(order), "id", keys)
    }
}

pub(super) async fn gone_brands(store: &Store) -> Tried {
    let brands = store.all("/v3/catalog/brands").await;
    let keys = brands[..3].iter().map(id).collect();
    gone("/v3/catalog/brands?limit=250".to_owned(), "id", keys)
}

pub(super) async fn gone_customers(store: &Store) -> Tried {
    let customers = store.all("/v3/customers").await;
    let keys = customers[..3].iter().map(id).collect();
    gone("/v3/customers?limit=250".to_owned(), "id", keys)
}

pub(super) async fn gone_orders(store: &Store) -> Tried {
    let keys = orders(store).await[..3].to_vec();
    gone("/v2/orders?limit=250".to_owned(), "id", keys)
}
