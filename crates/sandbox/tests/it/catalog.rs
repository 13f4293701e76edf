//! Products, variants, images, brands and categories.

use crate::Shop;
use storeql_sandbox::Options;

#[tokio::test]
async fn products_are_paged_and_told() {
    let shop = Shop::open(Options::default()).await;
    let answer = shop.get("/v3/catalog/products?limit=50&page=3").await;
    let pagination = &answer.body["meta"]["pagination"];
    assert_eq!(pagination["total"], 120);
    assert_eq!(pagination["count"], 20);
    assert_eq!(pagination["total_pages"], 3);
    assert_eq!(pagination["links"]["previous"], "?page=2&limit=50");
    assert!(pagination["links"].get("next").is_none());
    assert_eq!(
        shop.rows("/v3/catalog/products?limit=50&page=4")
            .await
            .len(),
        0
    );
}

#[tokio::test]
async fn products_are_filtered_sorted_and_projected() {
    let shop = Shop::open(Options::default()).await;
    let rows = shop
        .rows("/v3/catalog/products?id:in=101,105,7&include_fields=name,sort_order")
        .await;
    assert_eq!(rows.len(), 2);
    let fields: Vec<&String> = rows[0].as_object().unwrap().keys().collect();
    assert_eq!(fields, ["id", "name"]);
    let rows = shop
        .rows("/v3/catalog/products?sort=price&direction=desc&limit=5")
        .await;
    let prices: Vec<f64> = rows
        .iter()
        .map(|row| row["price"].as_f64().unwrap())
        .collect();
    assert!(prices.is_sorted_by(|left, right| left >= right));
    let visible = shop
        .get("/v3/catalog/products?is_visible=true&limit=1")
        .await
        .body["meta"]["pagination"]["total"]
        .as_i64()
        .unwrap();
    let hidden = shop
        .get("/v3/catalog/products?is_visible=false&limit=1")
        .await
        .body["meta"]["pagination"]["total"]
        .as_i64()
        .unwrap();
    assert_eq!(visible + hidden, 120);
    assert_eq!(shop.get("/v3/catalog/products?sort=size").await.status, 422);
    assert_eq!(shop.get("/v3/catalog/products?id=seven").await.status, 422);
}

#[tokio::test]
async fn categories_in_means_in_all_of_them() {
    let shop = Shop::open(Options {
        products: 400,
        ..Options::default()
    })
    .await;
    let holds = |row: &serde_json::Value, id: i64| {
        row["categories"].as_array().unwrap().contains(&id.into())
    };
    let rows = shop
        .rows("/v3/catalog/products?categories:in=60&limit=250")
        .await;
    assert!(!rows.is_empty() && rows.iter().all(|row| holds(row, 60)));
    let both = shop
        .rows("/v3/catalog/products?categories:in=60,11&limit=250")
        .await;
    assert!(!both.is_empty() && both.iter().all(|row| holds(row, 60) && holds(row, 11)));
    let only = shop
        .rows("/v3/catalog/products?categories=11&limit=250")
        .await;
    assert!(
        only.iter()
            .all(|row| row["categories"] == serde_json::json!([11]))
    );
}

#[tokio::test]
async fn include_brings_children_and_options_make_small_pages() {
    let shop = Shop::open(Options::default()).await;
    let rows = shop
        .rows("/v3/catalog/products?limit=250&include=images,variants")
        .await;
    assert_eq!(rows.len(), 120);
    let images: usize = rows
        .iter()
        .map(|row| row["images"].as_array().unwrap().len())
        .sum();
    assert!(images > 100);
    assert!(rows[0].get("options").is_none());
    let answer = shop
        .get("/v3/catalog/products?limit=250&include=options")
        .await;
    assert_eq!(answer.body["data"].as_array().unwrap().len(), 10);
    assert_eq!(answer.body["meta"]["pagination"]["per_page"], 10);
}

#[tokio::test]
async fn children_are_the_same_wherever_they_are_read() {
    let shop = Shop::open(Options::default()).await;
    for product in shop
        .rows("/v3/catalog/products?limit=12&include=images,variants")
        .await
    {
        let id = &product["id"];
        let images = shop
            .rows(&format!("/v3/catalog/products/{id}/images"))
            .await;
        assert_eq!(product["images"].as_array().unwrap(), &images);
        let variants = shop
            .rows(&format!("/v3/catalog/variants?product_id:in={id}"))
            .await;
        assert_eq!(product["variants"].as_array().unwrap(), &variants);
        let first = &variants[0]["id"];
        let one = shop
            .get(&format!("/v3/catalog/products/{id}/variants/{first}"))
            .await;
        assert_eq!(one.body["data"], variants[0]);
    }
    assert_eq!(shop.get("/v3/catalog/products/1/images").await.status, 404);
}

#[tokio::test]
async fn categories_and_brands_refer_to_what_there_is() {
    let shop = Shop::open(Options::default()).await;
    let categories = shop.rows("/v3/catalog/trees/categories?limit=250").await;
    let ids: Vec<i64> = categories
        .iter()
        .map(|row| row["category_id"].as_i64().unwrap())
        .collect();
    let brands = shop.rows("/v3/catalog/brands?limit=250").await;
    for product in shop.rows("/v3/catalog/products?limit=250").await {
        for category in product["categories"].as_array().unwrap() {
            assert!(ids.contains(&category.as_i64().unwrap()));
        }
        let brand = &product["brand_id"];
        assert!(*brand == 0 || brands.iter().any(|row| row["id"] == *brand));
    }
    let tree = shop.rows("/v3/catalog/trees/1/categories").await;
    assert_eq!(tree[0]["children"][0]["parent_id"], tree[0]["id"]);
    assert_eq!(
        shop.rows("/v3/catalog/brands?name:like=pottery")
            .await
            .len(),
        1
    );
}

#[tokio::test]
async fn brands_are_sorted_as_clients_in_the_field_ask_for_it() {
    let shop = Shop::open(Options::default()).await;
    let natural = shop.rows("/v3/catalog/brands?limit=250").await;
    assert_eq!(
        shop.rows("/v3/catalog/brands?limit=250&sort=id").await,
        natural
    );
}

#[tokio::test]
async fn a_product_has_an_option_set_or_a_base_variant() {
    let shop = Shop::open(Options::default()).await;
    let products = shop
        .rows("/v3/catalog/products?limit=250&include=variants")
        .await;
    let (mut simple, mut optioned) = (0, 0);
    for product in &products {
        let variants = product["variants"].as_array().unwrap();
        if variants.len() == 1 {
            simple += 1;
            assert!(product["option_set_id"].is_null());
            assert_eq!(product["base_variant_id"], variants[0]["id"]);
        } else {
            optioned += 1;
            assert!(product["option_set_id"].is_i64());
            assert!(product["base_variant_id"].is_null());
        }
    }
    assert!(simple > 0 && optioned > 0);
}
