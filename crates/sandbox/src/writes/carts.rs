//! Carts with their lines, and what a shopper says at checkout. Each change is a new version; a stale version is refused.

use serde_json::{Value, json};

use crate::dataset::Dataset;
use crate::random::Random;
use crate::respond::Reply;
use crate::template::EVERYTHING;
use crate::time::rfc3339;
use crate::views::carts::{cart_of, checkout, order_of, written};
use crate::write::{Call, Change, Refused, Writes, edit, rows_with, take_along};

const CART: &str = "store_cart";
const CHECKOUT: &str = "store_checkout|store_checkouts";

/// The words of `include` that bring all of a cart.
const ALL: [&str; 3] = [
    "redirect_urls",
    "line_items.physical_items.options",
    "line_items.digital_items.options",
];

const KINDS: [&str; 4] = [
    "physical_items",
    "digital_items",
    "gift_certificates",
    "custom_items",
];

pub(crate) const WRITES: &[Writes] = &[
    Writes {
        scope: CART,
        changes: &[
            Change::special("POST", "/carts", create),
            Change::special("PUT", "/carts/{cart_id}", update),
            Change::special("DELETE", "/carts/{cart_id}", |data, call| {
                let cart = found(data, call)?;
                delete(data, cart);
                Ok(Reply::nothing())
            }),
            Change::special("POST", "/carts/{cart_id}/items", |data, call| {
                let mut cart = found(data, call)?;
                fresh(&cart, call)?;
                add(data, &mut cart, call.body)?;
                Ok(keep(data, cart, 201))
            }),
            Change::special("PUT", "/carts/{cart_id}/items/{item_id}", update_item),
            Change::special("DELETE", "/carts/{cart_id}/items/{item_id}", delete_item),
        ],
        ..Writes::v3("carts", "carts")
    },
    Writes {
        scope: CHECKOUT,
        changes: &[Change::special("PUT", "/checkouts/{checkout_id}", say)],
        ..Writes::v3("checkouts", "checkout_messages")
    },
];

/// The cart that a path names.
fn found(data: &Dataset, call: &Call<'_>) -> Result<Value, Refused> {
    let id = call.path.first().map(String::as_str).unwrap_or_default();
    cart_of(data, id, &ALL).ok_or_else(Refused::not_found)
}

/// Whether the body has the cart's version, where it names one.
fn fresh(of: &Value, call: &Call<'_>) -> Result<(), Refused> {
    match call
        .body
        .get("version")
        .is_none_or(|version| *version == of["version"])
    {
        true => Ok(()),
        false => Err(Refused::conflict(
            "version",
            "The request cannot be processed due to a possible conflict. Please review the changes and try again.",
        )),
    }
}

/// Adds the cart up, as a new version, and keeps it.
fn keep(data: &mut Dataset, mut cart: Value, status: u16) -> Reply {
    let what = if cart["version"] == 0 {
        "created"
    } else {
        "updated"
    };
    data.tell(
        &format!("cart/{what}"),
        json!({ "type": "cart", "id": cart["id"] }),
    );
    let mut sum = 0.0;
    for kind in KINDS {
        for line in cart["line_items"][kind].as_array().into_iter().flatten() {
            let price = line["extended_sale_price"]
                .as_f64()
                .or(line["amount"].as_f64());
            sum += price.unwrap_or_default();
        }
    }
    let sum = crate::json::dollars((sum * 10_000.0).round() as i64);
    cart["base_amount"] = sum.clone();
    cart["cart_amount"] = sum;
    cart["version"] = json!(cart["version"].as_i64().unwrap_or_default() + 1);
    cart["updated_time"] = json!(rfc3339(data.now()));
    match written(data, cart["id"].as_str().unwrap_or_default()) {
        Some(_) => {
            let id = cart["id"].clone();
            edit(data, "carts", "id", &id, |row| *row = cart.clone());
        }
        None => data.change("carts").add(cart.clone()),
    }
    if let Some(cart) = cart.as_object_mut() {
        cart.shift_remove("redirect_urls");
    }
    Reply::json(status, &json!({ "data": cart, "meta": {} }))
}

fn delete(data: &mut Dataset, mut cart: Value) {
    data.tell("cart/deleted", json!({ "type": "cart", "id": cart["id"] }));
    cart["deleted"] = json!(true);
    let id = cart["id"].clone();
    take_along(data, "carts", "id", &id);
    take_along(data, "cart_metafields", "resource_id", &id);
    data.change("carts").add(cart);
}

fn create(data: &mut Dataset, call: &Call<'_>) -> Result<Reply, Refused> {
    let parts = ["line_items", "custom_items", "gift_certificates"];
    if parts
        .iter()
        .all(|part| call.body[*part].as_array().is_none_or(Vec::is_empty))
    {
        return Err(Refused::missing("line_items"));
    }
    let currency = match call.body["currency"]["code"].as_str() {
        Some(code) => transactional(data, code)?,
        None => "USD".to_owned(),
    };
    let now = rfc3339(data.now());
    let id = Random::at(data.number() as u64, "cart", 0).uuid();
    let url = |page: &str| format!("https://hafen-und-herd.example.com/{page}?action=load&id={id}");
    let mut cart = json!({
        "id": id, "customer_id": call.body["customer_id"].as_i64().unwrap_or_default(),
        "channel_id": call.body["channel_id"].as_i64().unwrap_or(1), "email": "", "currency": { "code": currency }, "tax_included": false,
        "base_amount": 0, "discount_amount": 0, "manual_discount_amount": 0, "cart_amount": 0, "coupons": [], "discounts": [],
        "line_items": { "physical_items": [], "digital_items": [], "gift_certificates": [], "custom_items": [] },
        "created_time": now, "updated_time": now, "locale": call.body["locale"].as_str().unwrap_or("en"), "version": 0,
        "redirect_urls": { "cart_url": url("cart.php"), "checkout_url": url("checkout"), "embedded_checkout_url": url("embedded-checkout") },
    });
    add(data, &mut cart, call.body)?;
    Ok(keep(data, cart, 201))
}

/// A currency that is only displayed cannot be a cart's.
fn transactional(data: &Dataset, code: &str) -> Result<String, Refused> {
    let found = rows_with(data, "currencies", "currency_code", &json!(code));
    match found.iter().any(|row| row["is_transactional"] == true) {
        true => Ok(code.to_uppercase()),
        false => Err(Refused::field(
            400,
            "The currency is not a transactional one of the store.",
            "currency",
            "The currency is not a transactional one of the store.",
        )),
    }
}

fn update(data: &mut Dataset, call: &Call<'_>) -> Result<Reply, Refused> {
    let mut cart = found(data, call)?;
    fresh(&cart, call)?;
    let customer = call.body["customer_id"]
        .as_i64()
        .ok_or_else(|| Refused::missing("customer_id"))?;
    if customer != 0 && data.table("customers").find("id", customer).is_none() {
        return Err(Refused::invalid(
            "customer_id",
            "The customer does not exist.",
        ));
    }
    cart["customer_id"] = json!(customer);
    Ok(keep(data, cart, 201))
}

/// Puts what a body brings into a cart.
fn add(data: &mut Dataset, cart: &mut Value, body: &Value) -> Result<(), Refused> {
    for line in body["line_items"].as_array().into_iter().flatten() {
        let (kind, line) = of_catalogue(data, line)?;
        push(cart, kind, line);
    }
    for line in body["custom_items"].as_array().into_iter().flatten() {
        for field in ["name", "quantity", "list_price"] {
            if line[field].is_null() {
                return Err(Refused::missing(field));
            }
        }
        let mut line = line.clone();
        line["id"] = json!(Random::at(data.number() as u64, "cart item", 0).uuid());
        extend(&mut line);
        // The official file has these two as texts in a custom item alone.
        for field in ["quantity", "list_price"] {
            line[field] = json!(line[field].to_string());
        }
        push(cart, "custom_items", line);
    }
    for gift in body["gift_certificates"].as_array().into_iter().flatten() {
        for field in ["name", "theme", "amount", "quantity", "sender", "recipient"] {
            if gift[field].is_null() {
                return Err(Refused::missing(field));
            }
        }
        let mut gift = gift.clone();
        gift["id"] = json!(Random::at(data.number() as u64, "cart item", 0).uuid());
        gift["taxable"] = json!(false);
        if let Some(gift) = gift.as_object_mut() {
            gift.shift_remove("quantity");
        }
        push(cart, "gift_certificates", gift);
    }
    Ok(())
}

fn push(cart: &mut Value, kind: &str, line: Value) {
    if let Some(lines) = cart["line_items"][kind].as_array_mut() {
        lines.push(line);
    }
}

/// The prices of all units of a line.
fn extend(line: &mut Value) {
    let quantity = line["quantity"].as_f64().unwrap_or_default();
    for (one, all) in [
        ("list_price", "extended_list_price"),
        ("sale_price", "extended_sale_price"),
    ] {
        let price = line[one]
            .as_f64()
            .or(line["list_price"].as_f64())
            .unwrap_or_default();
        line[all] = crate::json::dollars((price * quantity * 10_000.0).round() as i64);
    }
}

/// A line of a variant, and its kind.
fn of_catalogue(data: &mut Dataset, line: &Value) -> Result<(&'static str, Value), Refused> {
    let quantity = line["quantity"].as_i64().filter(|quantity| *quantity > 0);
    let quantity = quantity.ok_or_else(|| Refused::missing("quantity"))?;
    let id = line["product_id"]
        .as_i64()
        .ok_or_else(|| Refused::missing("product_id"))?;
    let products = data.table("products");
    let index = products.find("id", id);
    let index =
        index.ok_or_else(|| Refused::invalid("product_id", "The product does not exist."))?;
    let product = products.row(index, &EVERYTHING);
    let variants = product["variants"].as_array().cloned().unwrap_or_default();
    let variant = match line["variant_id"].as_i64() {
        Some(wanted) => variants.iter().find(|variant| variant["id"] == wanted),
        None => variants.first().filter(|_| variants.len() == 1),
    };
    let variant =
        variant.ok_or_else(|| Refused::invalid("variant_id", "Name a variant of the product."))?;
    let price = if line["list_price"].is_number() {
        &line["list_price"]
    } else {
        &variant["calculated_price"]
    };
    let mut made = json!({
        "id": Random::at(data.number() as u64, "cart item", 0).uuid(), "variant_id": variant["id"], "product_id": id, "sku": variant["sku"],
        "name": product["name"], "url": format!("https://hafen-und-herd.example.com/product-{id}/"), "quantity": quantity,
        "image_url": "https://cdn.example.com/none.jpg", "discounts": [], "discount_amount": 0, "coupon_amount": 0,
        "original_price": variant["calculated_price"], "list_price": price, "sale_price": price,
        "is_require_shipping": product["type"] == "physical", "is_mutable": true, "added_by_promotion": false, "taxable": true,
    });
    extend(&mut made);
    Ok((
        if product["type"] == "digital" {
            "digital_items"
        } else {
            "physical_items"
        },
        made,
    ))
}

/// The kind and the place of the line that a path names.
fn line_of(cart: &Value, call: &Call<'_>) -> Result<(&'static str, usize), Refused> {
    let id = call.path.get(1).map(String::as_str).unwrap_or_default();
    let place = |kind: &&'static str| {
        let lines = cart["line_items"][*kind].as_array()?;
        Some((*kind, lines.iter().position(|line| line["id"] == id)?))
    };
    KINDS.iter().find_map(place).ok_or_else(Refused::not_found)
}

fn update_item(data: &mut Dataset, call: &Call<'_>) -> Result<Reply, Refused> {
    let mut cart = found(data, call)?;
    fresh(&cart, call)?;
    let (kind, place) = line_of(&cart, call)?;
    if kind == "custom_items" {
        return Err(Refused::invalid(
            "line_item",
            "A custom item cannot be changed.",
        ));
    }
    let given = call
        .body
        .get("line_item")
        .ok_or_else(|| Refused::missing("line_item"))?;
    let line = &mut cart["line_items"][kind][place];
    if let Some(quantity) = given.get("quantity") {
        line["quantity"] = quantity.clone();
    }
    if let Some(price) = given.get("list_price") {
        line["list_price"] = price.clone();
        line["sale_price"] = price.clone();
    }
    extend(line);
    Ok(keep(data, cart, 200))
}

/// The last line takes the cart along.
fn delete_item(data: &mut Dataset, call: &Call<'_>) -> Result<Reply, Refused> {
    let mut cart = found(data, call)?;
    let (kind, place) = line_of(&cart, call)?;
    if let Some(lines) = cart["line_items"][kind].as_array_mut() {
        lines.remove(place);
    }
    let empty = |kind: &str| {
        cart["line_items"][kind]
            .as_array()
            .is_none_or(Vec::is_empty)
    };
    if KINDS.into_iter().all(empty) {
        delete(data, cart);
        return Ok(Reply::nothing());
    }
    Ok(keep(data, cart, 200))
}

fn say(data: &mut Dataset, call: &Call<'_>) -> Result<Reply, Refused> {
    let id = call.path.first().cloned().unwrap_or_default();
    let order = order_of(data, &id).ok_or_else(Refused::not_found)?;
    let message = call
        .body
        .get("customer_message")
        .filter(|message| message.is_string());
    let message = message
        .ok_or_else(|| Refused::missing("customer_message"))?
        .clone();
    let said = rows_with(data, "checkout_messages", "id", &json!(id));
    let version = said
        .first()
        .map_or(1, |said| said["version"].as_i64().unwrap_or(1));
    fresh(&json!({ "version": version }), call)?;
    take_along(data, "checkout_messages", "id", &json!(id));
    data.change("checkout_messages")
        .add(json!({ "id": id, "message": message, "version": version + 1 }));
    let mut shown = checkout(&order, &[]);
    shown["customer_message"] = message;
    shown["version"] = json!(version + 1);
    Ok(Reply::json(200, &json!({ "data": shown, "meta": {} })))
}
