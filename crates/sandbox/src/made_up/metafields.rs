//! Metafields of every kind as rows: a few on every third thing or so.

use serde_json::{Value, json};

use super::orders::cart_id;
use super::shop::Shop;
use super::words::{BRANDS, CATEGORIES};
use crate::random::Random;
use crate::rows::{Tables, put};
use crate::time::{DAY, TODAY, rfc3339};

/// Adds the area's tables.
pub(crate) fn add(shop: &Shop, tables: &mut Tables) {
    let ids = |ids: Vec<i64>| ids.into_iter().map(|id| json!(id)).collect::<Vec<_>>();
    let products = shop
        .products
        .iter()
        .filter(|product| product.id % 3 == 0)
        .map(|product| product.id);
    put(
        tables,
        "product_metafields",
        kind(shop, "product", 1_000, ids(products.take(400).collect())),
    );
    let variants = shop
        .products
        .iter()
        .filter(|product| product.id % 4 == 0)
        .map(|product| product.first_variant);
    put(
        tables,
        "variant_metafields",
        kind(shop, "variant", 30_000, ids(variants.take(200).collect())),
    );
    put(
        tables,
        "brand_metafields",
        kind(
            shop,
            "brand",
            60_000,
            ids((1..=BRANDS.len() as i64).step_by(2).collect()),
        ),
    );
    put(
        tables,
        "category_metafields",
        kind(
            shop,
            "category",
            61_000,
            ids(CATEGORIES.iter().step_by(3).map(|row| row.0).collect()),
        ),
    );
    put(
        tables,
        "order_metafields",
        kind(
            shop,
            "order",
            70_000,
            ids((0..shop.orders.len().min(2_000))
                .step_by(5)
                .map(|index| shop.order_ids.id(index))
                .collect()),
        ),
    );
    put(
        tables,
        "customer_metafields",
        kind(
            shop,
            "customer",
            80_000,
            ids(shop
                .customers
                .iter()
                .step_by(6)
                .take(200)
                .map(|row| row.id)
                .collect()),
        ),
    );
    put(
        tables,
        "channel_metafields",
        kind(shop, "channel", 90_000, ids(vec![1, 2])),
    );
    put(
        tables,
        "location_metafields",
        kind(shop, "location", 91_000, ids(vec![1, 2])),
    );
    // The ids of these two are texts.
    let carts = shop.orders.iter().enumerate().take(40).step_by(4);
    let carts = carts.filter_map(|(index, head)| cart_id(shop, index, head));
    let carts = carts.map(|id| json!(id)).collect();
    put(tables, "cart_metafields", kind(shop, "cart", 92_000, carts));
    let hash = Random::at(shop.seed, "store hash", 0).token(10);
    put(
        tables,
        "store_metafields",
        kind(shop, "store", 93_000, vec![json!(hash), json!(hash)]),
    );
}

/// Metafields of things of one kind, one or two on each.
fn kind(shop: &Shop, kind: &str, first: i64, things: Vec<Value>) -> Vec<Value> {
    let owner = Random::at(shop.seed, "credentials", 0).token(31);
    let mut rows = Vec::new();
    for (position, thing) in things.into_iter().enumerate() {
        for number in 0..1 + position as i64 % 2 {
            let id = first + rows.len() as i64;
            let created = TODAY - (300 - id % 200) * DAY;
            rows.push(json!({
                "id": if matches!(kind, "cart" | "store") { json!(id.to_string()) } else { json!(id) },
                "key": if number == 0 { "herkunft" } else { "carton" },
                "value": if number == 0 { "Handarbeit – 手作り".to_owned() } else { format!("{{\"length\":{},\"unit\":\"cm\"}}", id % 60) },
                "namespace": if number == 0 { "warehouse" } else { "shipping.boxes" },
                "permission_set": if id % 2 == 0 { "read" } else { "app_only" },
                "resource_type": kind,
                "resource_id": thing,
                "description": if id % 3 == 0 { "For the packers" } else { "" },
                "date_created": rfc3339(created),
                "date_modified": rfc3339(created + id % 30 * DAY),
                "owner_client_id": owner,
            }));
        }
    }
    rows
}
