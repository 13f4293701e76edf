//! Every simple resource once: a row comes, is read as it was sent, changes, and goes.

use crate::Shop;
use serde_json::{Value, json};
use storeql_sandbox::Options;

/// A resource: its list, the body of a new row, a change, and how one row is addressed.
struct Trip {
    list: &'static str,
    body: Value,
    change: Value,
    /// Rows go in arrays, and are deleted by this parameter.
    array: Option<&'static str>,
    /// The key's member.
    key: &'static str,
}

fn one(list: &'static str, body: Value, change: Value) -> Trip {
    Trip {
        list,
        body,
        change,
        array: None,
        key: "id",
    }
}

fn many(list: &'static str, body: Value, change: Value) -> Trip {
    Trip {
        array: Some("id:in"),
        ..one(list, body, change)
    }
}

fn trips() -> Vec<Trip> {
    vec![
        one(
            "/v3/pricelists",
            json!({ "name": "Neu" }),
            json!({ "name": "Neuer", "active": true }),
        ),
        one(
            "/v2/currencies",
            json!({ "currency_code": "GBP", "currency_exchange_rate": "0.8000000000", "decimal_places": 2, "decimal_token": ".", "name": "Pound", "thousands_token": ",", "token": "£", "token_location": "left" }),
            json!({ "name": "Pfund" }),
        ),
        one(
            "/v2/coupons",
            json!({ "name": "Neu", "code": "NEU10", "type": "percentage_discount", "amount": "10.0000", "applies_to": { "entity": "categories", "ids": [0] } }),
            json!({ "name": "Neu", "code": "NEU20", "type": "percentage_discount", "amount": "20.0000", "applies_to": { "entity": "categories", "ids": [11] } }),
        ),
        one(
            "/v2/gift_certificates",
            json!({ "amount": "25.0000", "from_email": "a@example.com", "from_name": "A", "to_email": "b@example.com", "to_name": "B" }),
            json!({ "amount": "25.0000", "from_email": "a@example.com", "from_name": "A", "to_email": "b@example.com", "to_name": "C" }),
        ),
        one(
            "/v2/banners",
            json!({ "name": "Neu", "content": "<p>Neu</p>", "page": "home_page", "location": "top", "date_type": "always" }),
            json!({ "name": "Neuer", "content": "<p>Neu</p>", "page": "home_page", "location": "top", "date_type": "always" }),
        ),
        one(
            "/v3/promotions",
            json!({ "name": "Neu", "redemption_type": "AUTOMATIC", "rules": [{ "action": {} }] }),
            json!({ "name": "Neuer" }),
        ),
        one(
            "/v3/marketing/abandoned-cart-emails",
            json!({ "is_active": true, "notify_at_minutes": 60 }),
            json!({ "notify_at_minutes": 120 }),
        ),
        one(
            "/v2/customer_groups",
            json!({ "name": "Neu" }),
            json!({ "name": "Neuer" }),
        ),
        one(
            "/v3/customers/subscribers",
            json!({ "email": "neu@example.com" }),
            json!({ "first_name": "Neu" }),
        ),
        one(
            "/v3/wishlists",
            json!({ "customer_id": 1, "name": "Neu", "items": [] }),
            json!({ "customer_id": 1, "items": [], "name": "Neuer" }),
        ),
        one(
            "/v3/sites",
            json!({ "url": "https://neu.example.com", "channel_id": 3 }),
            json!({ "url": "https://neuer.example.com" }),
        ),
        one(
            "/v3/sites/1000/routes",
            json!({ "type": "brand", "matching": "*", "route": "/b/{slug}" }),
            json!({ "type": "brand", "matching": "*", "route": "/m/{slug}" }),
        ),
        one(
            "/v3/hooks",
            json!({ "scope": "store/order/*", "destination": "https://neu.example.com/hook" }),
            json!({ "is_active": false }),
        ),
        one(
            "/v2/shipping/zones",
            json!({ "name": "Neu", "type": "country" }),
            json!({ "name": "Neuer" }),
        ),
        one(
            "/v2/shipping/zones/1/methods",
            json!({ "name": "Neu", "type": "perorder", "settings": { "rate": 5 } }),
            json!({ "enabled": true }),
        ),
        one(
            "/v2/blog/posts",
            json!({ "title": "Neu", "body": "<p>Neu</p>" }),
            json!({ "title": "Neuer", "body": "<p>Neu</p>" }),
        ),
        many(
            "/v3/content/pages",
            json!({ "name": "Neu", "type": "page", "body": "<p>Neu</p>" }),
            json!({ "name": "Neuer" }),
        ),
        Trip {
            key: "uuid",
            ..one(
                "/v3/content/scripts",
                json!({ "name": "Neu", "kind": "src", "src": "https://x.example/a.js" }),
                json!({ "name": "Neuer" }),
            )
        },
        Trip {
            key: "uuid",
            ..one(
                "/v3/content/widget-templates",
                json!({ "name": "Neu", "template": "<b></b>" }),
                json!({ "name": "Neuer", "template": "<i></i>" }),
            )
        },
        many(
            "/v3/customers/attributes",
            json!({ "name": "Neu", "type": "string" }),
            json!({ "name": "Neuer" }),
        ),
        many(
            "/v3/segments",
            json!({ "name": "Neu" }),
            json!({ "name": "Neuer" }),
        ),
        many(
            "/v3/tax/zones",
            json!({ "name": "Neu" }),
            json!({ "name": "Neuer" }),
        ),
        many(
            "/v3/tax/rates",
            json!({ "name": "Neu", "tax_zone_id": 2, "class_rates": [] }),
            json!({ "priority": 2 }),
        ),
        many(
            "/v3/tax/properties",
            json!({ "code": "neu", "display_name": "Neu", "type": "PRODUCT" }),
            json!({ "display_name": "Neuer" }),
        ),
        many(
            "/v3/pickup/methods",
            json!({ "location_id": 2, "display_name": "Neu" }),
            json!({ "display_name": "Neuer" }),
        ),
    ]
}

/// The rows of a list that has every row on one page.
async fn rows(shop: &Shop, list: &str) -> Vec<Value> {
    shop.rows(&format!("{list}?limit=250")).await
}

fn has(row: &Value, members: &Value, list: &str) {
    for (name, value) in members.as_object().unwrap() {
        assert!(
            row.get(name).is_none_or(|found| contains(found, value)),
            "{list}: {name} of {row}"
        );
    }
}

/// Whether a value is there; an inner object may have more members.
fn contains(found: &Value, wanted: &Value) -> bool {
    match (found, wanted) {
        (Value::Object(found), Value::Object(wanted)) => wanted
            .iter()
            .all(|(name, wanted)| found.get(name).is_some_and(|found| contains(found, wanted))),
        (Value::Array(found), Value::Array(wanted)) => {
            found.len() == wanted.len()
                && found
                    .iter()
                    .zip(wanted)
                    .all(|(found, wanted)| contains(found, wanted))
        }
        (found, wanted) => found == wanted,
    }
}

#[tokio::test]
async fn a_row_comes_changes_and_goes() {
    let shop = Shop::open(Options::default()).await;
    for Trip {
        list,
        body,
        change,
        array,
        key,
    } in trips()
    {
        let before = rows(&shop, list).await;
        let sent = if array.is_some() {
            json!([body])
        } else {
            body.clone()
        };
        let mut made = shop.write("POST", list, sent).await;
        if array.is_some() {
            made = made[0].take();
        }
        has(&made, &body, list);
        let id = made[key].clone();
        let text = id.as_str().map_or_else(|| id.to_string(), str::to_owned);
        let after = rows(&shop, list).await;
        assert_eq!(after.len(), before.len() + 1, "{list}");
        has(
            after.iter().find(|row| row[key] == id).unwrap(),
            &body,
            list,
        );
        let (path, sent) = match array {
            Some(_) => {
                let mut change = change.clone();
                change[key] = id.clone();
                (list.to_owned(), json!([change]))
            }
            None => (format!("{list}/{text}"), change.clone()),
        };
        shop.write("PUT", &path, sent).await;
        let after = rows(&shop, list).await;
        has(
            after.iter().find(|row| row[key] == id).unwrap(),
            &change,
            list,
        );
        let path = match array {
            Some(listed) => format!("{list}?{listed}={text}"),
            None => format!("{list}/{text}"),
        };
        let answer = shop.send("DELETE", &path, Value::Null).await;
        assert!(
            matches!(answer.status, 200 | 204),
            "{list}: {}",
            answer.status
        );
        assert_eq!(rows(&shop, list).await, before, "{list}");
    }
}

#[tokio::test]
async fn the_same_again_is_refused_where_rows_are_unique() {
    let shop = Shop::open(Options::default()).await;
    for (list, array, status) in [
        ("/v3/pricelists", false, 409),
        ("/v2/coupons", false, 409),
        ("/v2/currencies", false, 409),
        ("/v2/customer_groups", false, 409),
        ("/v3/customers/subscribers", false, 409),
        ("/v3/hooks", false, 422),
        ("/v3/customers/attributes", true, 422),
        ("/v3/tax/properties", true, 422),
    ] {
        let trip = trips().into_iter().find(|trip| trip.list == list).unwrap();
        let body = if array { json!([trip.body]) } else { trip.body };
        shop.write("POST", list, body.clone()).await;
        assert_eq!(shop.send("POST", list, body).await.status, status, "{list}");
    }
}

#[tokio::test]
async fn v2_refuses_what_it_does_not_take() {
    let shop = Shop::open(Options::default()).await;
    for (member, part) in [
        ("num_uses", "cannot be written to"),
        ("colour", "is not supported by this resource"),
    ] {
        let mut body = trips()
            .into_iter()
            .find(|trip| trip.list == "/v2/coupons")
            .unwrap()
            .body;
        body[member] = json!(1);
        let answer = shop.send("POST", "/v2/coupons", body).await;
        assert_eq!(answer.status, 400);
        assert!(
            answer.body[0]["message"].as_str().unwrap().contains(part),
            "{}",
            answer.body
        );
    }
    let answer = shop
        .send("POST", "/v2/coupons", json!({ "name": "x".repeat(101) }))
        .await;
    assert_eq!(
        (answer.status, answer.body.as_array().unwrap().len()),
        (400, 5)
    );
}

#[tokio::test]
async fn dates_of_v2_have_their_own_spellings() {
    let shop = Shop::open(Options::default()).await;
    for (list, member, sound, wrong) in [
        (
            "/v2/coupons",
            "expires",
            "Sat, 31 Jan 2026 00:00:00 +0000",
            "soon",
        ),
        (
            "/v2/gift_certificates",
            "expiry_date",
            "1769882400",
            "2026-01-31T00:00:00Z",
        ),
        (
            "/v2/banners",
            "date_to",
            "1769882400",
            "Sat, 31 Jan 2026 00:00:00 +0000",
        ),
        (
            "/v2/blog/posts",
            "published_date",
            "Sat, 31 Jan 2026 00:00:00 +0000",
            "soon",
        ),
    ] {
        let mut body = trips()
            .into_iter()
            .find(|trip| trip.list == list)
            .unwrap()
            .body;
        body[member] = json!(wrong);
        assert_eq!(
            shop.send("POST", list, body.clone()).await.status,
            400,
            "{list}"
        );
        body[member] = json!(sound);
        let made = shop.write("POST", list, body).await;
        assert!(
            made[member] == sound || made[member].is_object(),
            "{list}: {}",
            made[member]
        );
    }
}

#[tokio::test]
async fn rows_are_found_by_their_natural_key() {
    let shop = Shop::open(Options::default()).await;
    for (list, key, body, change) in [
        (
            "/v3/storefront/redirects",
            "from_path",
            json!({ "from_path": "/neu", "site_id": 1000, "to": { "type": "url", "url": "/a" } }),
            json!({ "to": { "type": "url", "url": "/b" } }),
        ),
        (
            "/v3/shipping/products/customs-information",
            "product_id",
            json!({ "product_id": 101, "country_of_origin": "PT", "commodity_description": "Ton", "international_shipping": true, "hs_codes": { "ALL": "6912" } }),
            json!({ "commodity_description": "Stein" }),
        ),
        (
            "/v3/tax/products/properties",
            "product_id",
            json!({ "product_id": 101, "tax_properties": { "alcohol_content": "low" } }),
            json!({ "tax_properties": { "alcohol_content": "high" } }),
        ),
        (
            "/v3/tax/customers",
            "customer_id",
            json!({ "customer_id": 1, "tax_properties": { "reverse_charge": "no" } }),
            json!({ "tax_properties": { "reverse_charge": "yes" } }),
        ),
        (
            "/v3/storefront/custom-template-associations",
            "entity_id",
            json!({ "channel_id": 1, "entity_type": "product", "entity_id": 4711, "file_name": "a.html" }),
            json!({ "file_name": "b.html" }),
        ),
    ] {
        let read = format!("{list}?{key}:in={}", body[key]);
        let read = if list.contains("/tax/") {
            read
        } else {
            format!("{list}?limit=250")
        };
        let before = shop.rows(&read).await.len();
        shop.write("PUT", list, json!([body])).await;
        assert_eq!(shop.rows(&read).await.len(), before + 1, "{list}");
        let mut again = body.clone();
        for (name, value) in change.as_object().unwrap() {
            again[name] = value.clone();
        }
        shop.write("PUT", list, json!([again])).await;
        let after = shop.rows(&read).await;
        assert_eq!(after.len(), before + 1, "{list}");
        has(
            after.iter().find(|row| row[key] == body[key]).unwrap(),
            &change,
            list,
        );
    }
}

#[tokio::test]
async fn one_page_is_answered_as_one() {
    let shop = Shop::open(Options::default()).await;
    let body = json!({ "name": "Neu", "type": "link", "link": "https://x.example" });
    assert_eq!(
        shop.write("POST", "/v3/content/pages", body).await["name"],
        "Neu"
    );
    let without = json!([{ "name": "Neuer", "type": "link" }, { "name": "Gut", "type": "blog" }]);
    let answer = shop.send("POST", "/v3/content/pages", without).await;
    assert_eq!(
        (answer.status, answer.body["data"].as_array().unwrap().len()),
        (207, 1)
    );
}

#[tokio::test]
async fn settings_take_all_or_lose_what_is_left_out() {
    let shop = Shop::open(Options::default()).await;
    let path = "/v3/settings/storefront/seo";
    shop.write(
        "PUT",
        path,
        json!({ "page_title": "Neu", "meta_description": "Tee" }),
    )
    .await;
    let read = shop.row(path).await.unwrap();
    assert_eq!(
        (&read["page_title"], &read["meta_keywords"]),
        (&json!("Neu"), &json!(""))
    );
    shop.write("PUT", path, json!({ "page_title": "Neu" }))
        .await;
    assert_eq!(shop.row(path).await.unwrap()["meta_description"], "");
    let answer = shop
        .send(
            "PUT",
            "/v3/settings/storefront/search",
            json!({ "search_suggest": true }),
        )
        .await;
    assert_eq!(
        (
            answer.status,
            answer.body["errors"].as_object().unwrap().len()
        ),
        (422, 3)
    );
}

#[tokio::test]
async fn filters_of_a_category_are_found_by_their_context() {
    let shop = Shop::open(Options::default()).await;
    let path = "/v3/settings/search/filters/contexts";
    let before = shop.rows(path).await;
    let filter = json!({ "id": "brand", "type": "brand", "is_enabled": true });
    let body = json!([{ "context": before[0]["context"], "data": [filter] }, { "context": { "category_id": 12, "channel_id": 1 }, "data": [] }]);
    shop.write("PUT", path, body).await;
    let after = shop.rows(path).await;
    assert_eq!(
        (after.len(), &after[0]["data"]),
        (before.len() + 1, &json!([filter]))
    );
}

#[tokio::test]
async fn locations_answer_a_transaction_and_are_found_by_their_code() {
    let shop = Shop::open(Options::default()).await;
    let list = "/v3/inventory/locations";
    let place = json!({ "code": "NEU", "label": "Neu", "type_id": "PHYSICAL", "address": { "address1": "Kai 7", "city": "Hamburg", "state": "Hamburg", "zip": "20457", "email": "kai@example.com", "country_code": "DE", "geo_coordinates": { "latitude": 1, "longitude": 1 } } });
    let answer = shop.send("POST", list, json!([place])).await;
    assert!(answer.body["transaction_id"].is_string(), "{}", answer.body);
    let made = rows(&shop, list)
        .await
        .into_iter()
        .find(|row| row["code"] == "NEU")
        .unwrap();
    assert_eq!(
        shop.send("DELETE", &format!("{list}?location_id:in=1"), Value::Null)
            .await
            .status,
        422
    );
    assert_eq!(
        shop.send(
            "DELETE",
            &format!("{list}?location_id:in={}", made["id"]),
            Value::Null
        )
        .await
        .status,
        200
    );
    let missing = shop
        .send(
            "POST",
            list,
            json!([{ "code": "A", "label": "A", "address": {} }]),
        )
        .await;
    assert_eq!(
        (
            missing.status,
            missing.body["errors"].get("0.address.address1").is_some()
        ),
        (422, true)
    );
}

#[tokio::test]
async fn listings_of_a_channel_pass_over_what_is_not_there() {
    let shop = Shop::open(Options::default()).await;
    let list = "/v3/channels/1/listings";
    let listing = rows(&shop, list).await[0].clone();
    let mut change = json!({ "listing_id": 1, "product_id": listing["product_id"], "state": "disabled", "variants": [] });
    let answer = shop.send("PUT", list, json!([change])).await;
    assert_eq!((answer.status, &answer.body["data"]), (200, &json!([])));
    change["listing_id"] = listing["listing_id"].clone();
    let changed = shop.write("PUT", list, json!([change])).await;
    assert_eq!(
        (&changed[0]["state"], &changed[0]["variants"]),
        (&json!("disabled"), &listing["variants"])
    );
    let platform = shop
        .write(
            "PUT",
            "/v3/channels/1",
            json!({ "name": "Neu", "platform": "other" }),
        )
        .await;
    assert_ne!(platform["platform"], "other");
}
