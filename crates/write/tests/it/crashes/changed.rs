//! Writes of the matrix that change rows by their keys, or upsert them.

use serde_json::{Value as Json, json};

use super::tried::{
    CATEGORIES, COUPON, REFUSED, Tried, at, coupon, id, metafields_of, named, names, renamed,
    three_categories, three_metafields,
};
use crate::store::{Store, insert, int, money, text, update, upsert};

pub(super) async fn changed_metafields(store: &Store, refused: bool) -> Tried {
    let (product, mut keys) = three_metafields(store).await;
    if refused {
        keys[REFUSED] = 987_654_321;
    }
    let row = |key: &i64| (vec![int(*key)], vec![text("changed")]);
    Tried {
        change: update(&["value"], keys.iter().map(row).collect()),
        list: metafields_of(product),
        rows: keys
            .iter()
            .map(|key| json!({ "id": key, "value": "changed" }))
            .collect(),
        refused: at(refused),
    }
}

pub(super) async fn renamed_categories(store: &Store, refused: bool) -> Tried {
    let keys = three_categories(store).await;
    let names = names(refused, &json!("Taken"));
    renamed(CATEGORIES.to_owned(), "category_id", keys, &names, refused)
}

pub(super) async fn renamed_brands(store: &Store, refused: bool) -> Tried {
    let brands = store.all("/v3/catalog/brands").await;
    let keys = brands[1..4].iter().map(id).collect();
    let names = names(refused, &brands[0]["name"]);
    let list = "/v3/catalog/brands?limit=250";
    renamed(list.to_owned(), "id", keys, &names, refused)
}

pub(super) async fn changed_coupons(store: &Store) -> Tried {
    let names = names(false, &Json::Null);
    let rows = names.iter().map(|name| coupon(name)).collect();
    let made = store.write("coupons", insert(&COUPON, rows)).await;
    assert!(made.is_complete(), "{made:?}");
    let changed = |row: &storeql_write::RowOutcome| (row.key.clone(), vec![int(7)]);
    let there = |name: &String| json!({ "name": name, "max_uses": 7 });
    Tried {
        change: update(&["max_uses"], made.rows.iter().map(changed).collect()),
        list: "/v2/coupons?limit=250".to_owned(),
        rows: names.iter().map(there).collect(),
        refused: None,
    }
}

pub(super) async fn renamed_products(store: &Store, refused: bool) -> Tried {
    let products = store.all("/v3/catalog/products").await;
    let keys = products[1..4].iter().map(id).collect();
    let names = names(refused, &products[0]["name"]);
    let list = "/v3/catalog/products?limit=250";
    renamed(list.to_owned(), "id", keys, &names, refused)
}

pub(super) async fn priced_variants(store: &Store, refused: bool) -> Tried {
    let variants = store.all("/v3/catalog/variants").await;
    let names = storeql_write::address_of(
        crate::store::table("product_variants"),
        storeql_write::Verb::Update,
    );
    let mut keys: Vec<i64> = variants[..3].iter().map(id).collect();
    if refused {
        keys[REFUSED] = 987_654_321;
    }
    let row = |(key, variant): (&i64, &Json)| {
        let of = |name: &String| match name.as_str() {
            "id" => int(*key),
            name => int(variant[name].as_i64().unwrap()),
        };
        (names.iter().map(of).collect(), vec![money("3.2100")])
    };
    let rows = keys.iter().zip(&variants).map(row).collect();
    Tried {
        change: update(&["price"], rows),
        list: "/v3/catalog/variants?limit=250".to_owned(),
        rows: keys
            .iter()
            .map(|key| json!({ "id": key, "price": 3.21 }))
            .collect(),
        refused: at(refused),
    }
}

pub(super) async fn redirects(store: &Store, refused: bool) -> Tried {
    let site = id(&store.get("/v3/sites").await[0]);
    let names = names(false, &Json::Null);
    let row = |(place, name): (usize, &String)| {
        let site = if refused && place == REFUSED {
            987_654
        } else {
            site
        };
        let words = [format!("/{name}"), "url".to_owned(), "/new".to_owned()];
        [vec![int(site)], words.map(text).to_vec()].concat()
    };
    let columns = ["site_id", "from_path", "to_type", "to_path"];
    let change = upsert(&columns, names.iter().enumerate().map(row).collect());
    let list = "/v3/storefront/redirects?limit=250";
    named(
        list,
        "from_path",
        change,
        names.map(|name| format!("/{name}")),
        refused,
    )
}

pub(super) async fn price_records(store: &Store, refused: bool) -> Tried {
    let list = id(&store.all("/v3/pricelists").await[0]);
    let variants = store.all("/v3/catalog/variants").await;
    let mut keys: Vec<i64> = variants[..3].iter().map(id).collect();
    if refused {
        keys[REFUSED] = 987_654_321;
    }
    let row = |key: &i64| vec![int(list), int(*key), text("usd"), money("4.5600")];
    let columns = ["price_list_id", "variant_id", "currency", "price"];
    let there = |key: &i64| json!({ "variant_id": key, "currency": "usd", "price": 4.56 });
    Tried {
        change: upsert(&columns, keys.iter().map(row).collect()),
        list: format!("/v3/pricelists/{list}/records?limit=250"),
        rows: keys.iter().map(there).collect(),
        refused: at(refused),
    }
}

/// The list takes the price, and the variant's own path its stock code.
pub(super) async fn variants_in_two_parts(store: &Store, refused: bool) -> Tried {
    let variants = store.all("/v3/catalog/variants").await;
    let skus = names(refused, &variants[5]["sku"]);
    let names = storeql_write::address_of(
        crate::store::table("product_variants"),
        storeql_write::Verb::Update,
    );
    let pairs = || variants.iter().zip(&skus);
    let row = |(variant, sku): (&Json, &String)| {
        let of = |name: &String| int(variant[name].as_i64().unwrap());
        let values = vec![money("3.2100"), text(sku)];
        (names.iter().map(of).collect(), values)
    };
    let there = |(variant, sku): (&Json, &String)| json!({ "id": variant["id"], "price": 3.21, "sku": sku });
    Tried {
        change: update(&["price", "sku"], pairs().map(row).collect()),
        list: "/v3/catalog/variants?limit=250".to_owned(),
        rows: pairs().map(there).collect(),
        refused: at(refused),
    }
}
