//! Products with what hangs below them, variants, brands, categories and trees.

use crate::Shop;
use serde_json::{Value, json};
use storeql_sandbox::Options;

const PRODUCTS: &str = "/v3/catalog/products";

async fn total(shop: &Shop, path: &str) -> Value {
    shop.get(path).await.body["meta"]["pagination"]["total"].clone()
}

#[tokio::test]
async fn a_product_comes_changes_and_goes_with_all_that_is_its() {
    let shop = Shop::open(Options::default()).await;
    let made = shop
        .write(
            "POST",
            PRODUCTS,
            json!({
                "name": "Krug Größe 2", "type": "physical", "weight": 1.5, "price": 12.34567, "sku": "KRUG-2", "brand_name": "Neue Töpferei",
                "categories": [11], "custom_fields": [{ "name": "Ton", "value": "rot" }],
            }),
        )
        .await;
    let id = made["id"].as_i64().unwrap();
    assert_eq!(made["price"], 12.3457);
    assert_eq!(made["custom_url"]["url"], "/krug-größe-2/");
    assert!(
        made.get("custom_fields").is_none(),
        "comes by `include` only"
    );
    let path = format!("{PRODUCTS}/{id}");
    let whole = shop
        .row(&format!("{path}?include=variants,custom_fields"))
        .await
        .unwrap();
    assert!(whole["custom_fields"][0]["id"].as_i64().is_some());
    let variant = &whole["variants"][0];
    assert_eq!(
        (&variant["sku"], &variant["calculated_price"]),
        (&json!("KRUG-2"), &json!(12.3457))
    );
    assert_eq!(whole["base_variant_id"], variant["id"]);
    let brand = shop
        .row(&format!("/v3/catalog/brands/{}", whole["brand_id"]))
        .await
        .unwrap();
    assert_eq!(brand["name"], "Neue Töpferei");
    assert_eq!(shop.rows("/v3/catalog/products?sku=KRUG-2").await.len(), 1);

    let change = json!([{ "id": id, "sale_price": 10, "name": "Kanne" }, { "id": 105, "is_visible": false }]);
    let changed = shop.write("PUT", PRODUCTS, change).await;
    assert_eq!(changed[0]["calculated_price"], 10);
    assert_eq!(
        changed[0]["custom_url"]["url"], "/krug-größe-2/",
        "a later name leaves the address"
    );
    assert_eq!(
        shop.row(&format!("{PRODUCTS}/105")).await.unwrap()["is_visible"],
        false
    );
    let variants = shop
        .rows(&format!("/v3/catalog/variants?product_id:in={id}"))
        .await;
    assert_eq!(
        (variants.len(), &variants[0]["calculated_price"]),
        (1, &json!(10))
    );

    shop.write(
        "POST",
        &format!("{path}/metafields"),
        json!({ "namespace": "n", "key": "k", "value": "v", "permission_set": "read" }),
    )
    .await;
    let answer = shop
        .send(
            "DELETE",
            &format!("{PRODUCTS}?id:in={id},{}", 999_999),
            Value::Null,
        )
        .await;
    assert_eq!(answer.status, 204);
    assert!(shop.row(&path).await.is_none());
    assert_eq!(
        shop.rows(&format!("/v3/catalog/variants?product_id:in={id}"))
            .await
            .len(),
        0
    );
    assert_eq!(
        shop.rows("/v3/catalog/products/metafields?namespace=n")
            .await
            .len(),
        0
    );
    assert_eq!(total(&shop, "/v3/catalog/products?limit=1").await, 120);
}

#[tokio::test]
async fn names_and_stock_codes_are_unique_and_named_rows_must_be_there() {
    let shop = Shop::open(Options::default()).await;
    let taken = shop.row(&format!("{PRODUCTS}/105")).await.unwrap();
    let new = |member: &str, value: Value| {
        let mut body = json!({ "name": "Ganz neu", "type": "digital", "weight": 0, "price": 1 });
        body[member] = value;
        body
    };
    let upper = taken["name"].as_str().unwrap().to_uppercase();
    for (member, value) in [
        ("name", json!(upper)),
        ("sku", taken["sku"].clone()),
        ("brand_id", json!(9_999)),
        ("categories", json!([9_999])),
    ] {
        let answer = shop.send("POST", PRODUCTS, new(member, value)).await;
        assert_eq!(answer.status, 409, "{member}: {}", answer.body);
        assert!(
            answer.body["errors"].get(member).is_some(),
            "{}",
            answer.body
        );
    }
    // Of an array, none is written where one is refused.
    let body = json!([{ "id": 101, "price": 77 }, { "id": 102, "name": upper }]);
    let answer = shop.send("PUT", PRODUCTS, body).await;
    assert_eq!(
        (
            answer.status,
            answer.body["errors"].as_object().unwrap().len()
        ),
        (409, 1)
    );
    assert!(answer.body["errors"].get("1.name").is_some());
    assert_ne!(
        shop.row(&format!("{PRODUCTS}/101")).await.unwrap()["price"],
        77
    );
    // Two products may swap what they have within one request.
    let body = json!([{ "id": 105, "name": "Zuvor" }, { "id": 101, "name": taken["name"] }]);
    shop.write("PUT", PRODUCTS, body).await;
}

#[tokio::test]
async fn variants_are_written_by_two_paths() {
    let shop = Shop::open(Options::default()).await;
    let all = shop.rows("/v3/catalog/variants?limit=250").await;
    let variant = all
        .iter()
        .find(|row| row["option_values"] != json!([]))
        .unwrap();
    let (id, product) = (
        variant["id"].as_i64().unwrap(),
        variant["product_id"].as_i64().unwrap(),
    );
    let path = format!("{PRODUCTS}/{product}/variants/{id}");
    let by_list = json!([{ "id": id, "price": 5, "sku": "IGNORED" }]);
    let changed = shop.write("PUT", "/v3/catalog/variants", by_list).await;
    assert_eq!(
        (&changed[0]["price"], &changed[0]["sku"]),
        (&json!(5), &variant["sku"])
    );
    let refused = shop
        .send(
            "PUT",
            "/v3/catalog/variants",
            json!([{ "id": id, "price": null }]),
        )
        .await;
    assert_eq!(
        (
            refused.status,
            &refused.body["batch_errors"][0]["data"]["id"]
        ),
        (422, &json!(id))
    );
    let by_path = shop
        .write("PUT", &path, json!({ "price": null, "sku": "NEU-1" }))
        .await;
    assert_eq!(
        (&by_path["price"], &by_path["sku"]),
        (&Value::Null, &json!("NEU-1"))
    );
    let shown = shop
        .row(&format!("{PRODUCTS}/{product}?include=variants"))
        .await
        .unwrap();
    assert_eq!(by_path["calculated_price"], shown["calculated_price"]);
    let shown = shown["variants"].as_array().unwrap().clone();
    assert!(
        shown
            .iter()
            .any(|row| row["id"] == id && row["sku"] == "NEU-1")
    );

    let same = json!({ "sku": "NEU-2", "option_values": variant["option_values"] });
    let variants = format!("{PRODUCTS}/{product}/variants");
    assert_eq!(shop.send("POST", &variants, same.clone()).await.status, 409);
    assert_eq!(shop.send("DELETE", &path, Value::Null).await.status, 204);
    let made = shop.write("POST", &variants, same).await;
    assert!(made["id"].as_i64().unwrap() > id);
    let stock = shop
        .rows(&format!("/v3/inventory/items?variant_id:in={}", made["id"]))
        .await;
    assert_eq!(
        (stock.len(), &stock[0]["locations"]),
        (1, &json!([])),
        "was never counted"
    );
    let wrong = json!({ "sku": "NEU-3", "option_values": [{ "option_id": 1, "id": 1 }] });
    assert_eq!(shop.send("POST", &variants, wrong).await.status, 422);
    let base = all
        .iter()
        .find(|row| row["option_values"] == json!([]))
        .unwrap();
    let base = format!("{PRODUCTS}/{}/variants/{}", base["product_id"], base["id"]);
    assert_eq!(shop.send("DELETE", &base, Value::Null).await.status, 422);
}

#[tokio::test]
async fn what_hangs_below_a_product_is_written() {
    let shop = Shop::open(Options::default()).await;
    for (part, body, change) in [
        (
            "images",
            json!({ "image_url": "https://x.example/a.png", "is_thumbnail": true }),
            json!({ "description": "Vorn" }),
        ),
        (
            "videos",
            json!({ "video_id": "abc", "title": "Drehen" }),
            json!({ "title": "Brennen" }),
        ),
        (
            "reviews",
            json!({ "title": "Gut", "date_reviewed": "2026-01-01T00:00:00Z" }),
            json!({ "title": "Sehr gut", "date_reviewed": "2026-01-01T00:00:00Z" }),
        ),
        (
            "custom-fields",
            json!({ "name": "Ton", "value": "rot" }),
            json!({ "value": "weiß" }),
        ),
        (
            "bulk-pricing-rules",
            json!({ "quantity_min": 900, "quantity_max": 999, "type": "percent", "amount": "5" }),
            json!({ "quantity_min": 900, "quantity_max": 950, "type": "percent", "amount": "6" }),
        ),
        (
            "complex-rules",
            json!({ "enabled": true, "conditions": [{ "variant_id": 1 }] }),
            json!({ "enabled": false }),
        ),
        (
            "options",
            json!({ "display_name": "Glasur", "type": "dropdown", "option_values": [{ "label": "blau", "sort_order": 0 }] }),
            json!({ "sort_order": 3 }),
        ),
        (
            "modifiers",
            json!({ "display_name": "Widmung", "type": "text", "required": false }),
            json!({ "type": "text", "required": true }),
        ),
    ] {
        let path = format!("{PRODUCTS}/105/{part}");
        let before = shop.rows(&path).await.len();
        let made = shop.write("POST", &path, body.clone()).await;
        let one = format!("{path}/{}", made["id"]);
        let read = shop.row(&one).await.unwrap();
        for (member, value) in body.as_object().unwrap() {
            if !matches!(
                member.as_str(),
                "option_values" | "image_url" | "conditions"
            ) {
                assert_eq!(read[member], *value, "{part}.{member}");
            }
        }
        shop.write("PUT", &one, change.clone()).await;
        let read = shop.row(&one).await.unwrap();
        for (member, value) in change.as_object().unwrap() {
            assert_eq!(read[member], *value, "{part}.{member}");
        }
        let again = shop.send("POST", &path, body).await.status;
        let unique = matches!(
            part,
            "custom-fields" | "bulk-pricing-rules" | "complex-rules" | "options" | "modifiers"
        );
        assert_eq!(
            again == 409,
            unique && part != "custom-fields",
            "{part}: {again}"
        );
        assert_eq!(
            shop.send("DELETE", &one, Value::Null).await.status,
            204,
            "{part}"
        );
        assert!(shop.row(&one).await.is_none());
        assert_eq!(
            shop.rows(&path).await.len(),
            before + usize::from(again == 200),
            "{part}"
        );
        assert_eq!(
            shop.send("DELETE", &one, Value::Null).await.status,
            404,
            "{part}"
        );
    }
    let missing = shop
        .send(
            "POST",
            &format!("{PRODUCTS}/1/videos"),
            json!({ "video_id": "abc" }),
        )
        .await;
    assert_eq!(missing.status, 404);
}

#[tokio::test]
async fn a_part_of_categories_may_be_written_and_their_deletion_comes_later() {
    let shop = Shop::open(Options::default()).await;
    let path = "/v3/catalog/trees/categories";
    let body = json!([
        { "name": "Frühling", "parent_id": 11 }, { "name": "x".repeat(51), "tree_id": 1 }, { "name": "Herbst", "parent_id": 0, "tree_id": 2 },
        { "name": "frühling", "parent_id": 11 }, { "name": "Nirgends" },
    ]);
    let answer = shop.send("POST", path, body).await;
    assert_eq!(
        (answer.status, &answer.body["meta"]),
        (207, &json!({ "total": 5, "success": 2, "failed": 3 }))
    );
    let errors = answer.body["errors"]["errors"].as_object().unwrap();
    assert_eq!(
        errors.keys().collect::<Vec<_>>(),
        ["1.name", "3.name", "4.tree_id"]
    );
    let made: Vec<i64> = answer.body["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["category_id"].as_i64().unwrap())
        .collect();
    let rows = shop
        .rows(&format!("{path}?category_id:in={},{}", made[0], made[1]))
        .await;
    assert_eq!(
        (&rows[0]["tree_id"], &rows[1]["tree_id"]),
        (&json!(1), &json!(2))
    );

    let answer = shop
        .send(
            "PUT",
            path,
            json!([{ "category_id": made[0], "is_visible": true }]),
        )
        .await;
    assert_eq!((answer.status, answer.body.get("data")), (200, None));
    let delete = format!("{path}?category_id:in={}", made[0]);
    let answer = shop.send("DELETE", &delete, Value::Null).await;
    assert_eq!(
        (answer.status, &answer.body["meta"]["success"]),
        (202, &json!(1))
    );
    assert_eq!(shop.rows(&delete).await.len(), 1, "is still there");
    shop.get(path).await;
    assert_eq!(shop.rows(&delete).await.len(), 0);
    let used = shop
        .rows("/v3/catalog/products/category-assignments?limit=1")
        .await[0]["category_id"]
        .clone();
    let answer = shop
        .send(
            "DELETE",
            &format!("{path}?category_id:in={used}"),
            Value::Null,
        )
        .await;
    assert_eq!(answer.status, 422, "has products");
}

#[tokio::test]
async fn assignments_are_pairs_and_go_as_a_cross_product() {
    let shop = Shop::open(Options::default()).await;
    let path = "/v3/catalog/products/category-assignments";
    let two =
        json!([{ "product_id": 101, "category_id": 11 }, { "product_id": 102, "category_id": 12 }]);
    assert_eq!(shop.send("PUT", path, two.clone()).await.status, 204);
    assert_eq!(shop.send("PUT", path, two).await.status, 204, "again");
    let listed = format!("{path}?product_id:in=101,102&category_id:in=11,12");
    let before = shop.rows(&listed).await.len();
    assert!(before >= 2);
    assert_eq!(shop.send("DELETE", &listed, Value::Null).await.status, 204);
    assert_eq!(shop.rows(&listed).await.len(), 0, "all four pairs");
    let missing = shop
        .send(
            "PUT",
            path,
            json!([{ "product_id": 101, "category_id": 999 }]),
        )
        .await;
    assert_eq!(
        (
            missing.status,
            missing.body["errors"].get("0.category_id").is_some()
        ),
        (422, true)
    );
    let order = "/v3/catalog/categories/12/products/sort-order";
    assert_eq!(
        shop.send(
            "PUT",
            order,
            json!([{ "product_id": 102, "sort_order": 7 }])
        )
        .await
        .status,
        422
    );
    shop.send(
        "PUT",
        path,
        json!([{ "product_id": 102, "category_id": 12 }]),
    )
    .await;
    shop.write(
        "PUT",
        order,
        json!([{ "product_id": 102, "sort_order": 7 }]),
    )
    .await;
    let rows = shop.rows(order).await;
    assert!(rows.contains(&json!({ "product_id": 102, "sort_order": 7 })));
}

#[tokio::test]
async fn brands_and_trees_leave_nothing_behind() {
    let shop = Shop::open(Options::default()).await;
    let brand = shop.row(&format!("{PRODUCTS}/105")).await.unwrap()["brand_id"].clone();
    let path = format!("/v3/catalog/brands/{brand}");
    assert_eq!(
        shop.send("PUT", &path, json!({ "page_title": "x" }))
            .await
            .status,
        422,
        "needs its name"
    );
    assert_eq!(shop.send("DELETE", &path, Value::Null).await.status, 204);
    assert_eq!(
        shop.row(&format!("{PRODUCTS}/105")).await.unwrap()["brand_id"],
        0
    );
    assert_eq!(
        shop.rows(&format!("{PRODUCTS}?brand_id={brand}"))
            .await
            .len(),
        0
    );
    let taken = shop
        .send(
            "PUT",
            "/v3/catalog/trees",
            json!([{ "name": "Noch einer", "channels": [1] }]),
        )
        .await;
    assert_eq!(taken.status, 422);
    let renamed = shop
        .write(
            "PUT",
            "/v3/catalog/trees",
            json!([{ "id": 2, "name": "Küche" }]),
        )
        .await;
    assert_eq!(renamed[0]["channels"], json!([2]));
    assert_eq!(
        shop.send("DELETE", "/v3/catalog/trees?id:in=2", Value::Null)
            .await
            .status,
        204
    );
    assert_eq!(
        shop.rows("/v3/catalog/trees/categories?tree_id:in=2")
            .await
            .len(),
        0
    );
}
