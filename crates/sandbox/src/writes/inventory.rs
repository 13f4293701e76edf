//! Stock: adjustments and settings. Both answer a transaction, and show some requests later.

use serde_json::{Value, json};

use super::products::show_variants;
use crate::dataset::Dataset;
use crate::random::Random;
use crate::respond::Reply;
use crate::write::{Call, Change, Refused, Writes, edit, text_of};

const SCOPE: &str = "store_inventory";

/// Items of one request.
const MOST: usize = 2_000;

/// So many requests later the stock shows.
const LATER: usize = 2;

pub(crate) const WRITES: &[Writes] = &[Writes {
    scope: SCOPE,
    changes: &[
        Change {
            cap: 1,
            ..Change::special("PUT", "/inventory/adjustments/absolute", |data, call| {
                adjust(data, call, false)
            })
        },
        Change {
            cap: 1,
            ..Change::special("POST", "/inventory/adjustments/relative", |data, call| {
                adjust(data, call, true)
            })
        },
        Change::special("PUT", "/inventory/locations/{location_id}/items", settings),
    ],
    ..Writes::v3("inventory_items", "inventory_items")
}];

/// The stock that a body names by variant, stock code or product.
fn item(data: &Dataset, identity: &Value) -> Option<Value> {
    let table = data.table("inventory_items");
    let (field, key) = ["variant_id", "sku", "product_id"]
        .into_iter()
        .find_map(|field| Some((field, text_of(&identity[field])?)))?;
    // Letter case counts here.
    let same = |index: &usize| {
        table
            .cell(*index, field)
            .texts()
            .contains(&key.as_str().into())
    };
    let mut named = table.with(&[(field, &key)]).into_iter();
    named.find(same).map(|index| table.row(index, &[]))
}

/// The rows of a body, each with the stock that it names.
fn rows_of(data: &Dataset, call: &Call<'_>, member: &str) -> Result<Vec<(Value, Value)>, Refused> {
    let rows = call.body[member]
        .as_array()
        .ok_or_else(|| Refused::missing(member))?;
    if rows.len() > MOST {
        return Err(Refused::too_many(MOST));
    }
    let mut found = Vec::new();
    for (position, row) in rows.iter().enumerate() {
        let identity = if member == "items" {
            row
        } else {
            &row["identity"]
        };
        let stock = item(data, identity).ok_or_else(|| {
            Refused::invalid("identity", "The item does not exist or has no stock.")
                .of_row(position)
        })?;
        found.push((row.clone(), stock));
    }
    Ok(found)
}

fn adjust(data: &mut Dataset, call: &Call<'_>, relative: bool) -> Result<Reply, Refused> {
    let rows = rows_of(data, call, "items")?;
    for (position, (row, stock)) in rows.iter().enumerate() {
        let location = row["location_id"]
            .as_i64()
            .ok_or_else(|| Refused::missing("location_id").of_row(position))?;
        row["quantity"]
            .as_i64()
            .ok_or_else(|| Refused::missing("quantity").of_row(position))?;
        if data.table("locations").find("id", location).is_none() {
            return Err(
                Refused::invalid("location_id", "The location does not exist.").of_row(position),
            );
        }
        let kept = stock["locations"]
            .as_array()
            .is_some_and(|places| places.iter().any(|place| place["location_id"] == location));
        if relative && !kept {
            let message = "requires absolute adjustment before relative";
            return Err(Refused::invalid("quantity", message).of_row(position));
        }
    }
    data.schedule(LATER, move |data| {
        for (row, stock) in rows {
            set_stock(data, &row, &stock["identity"], relative);
        }
    });
    Ok(transaction(data))
}

fn transaction(data: &mut Dataset) -> Reply {
    let id = Random::at(data.number() as u64, "transaction", 0).uuid();
    Reply::json(200, &json!({ "transaction_id": id }))
}

/// The place of a location among those where an item lies, made where it is new.
fn place<'r>(
    item: &'r mut Value,
    location: &Value,
    code: &Value,
    label: &Value,
) -> Option<&'r mut Value> {
    let places = item["locations"].as_array_mut()?;
    let position = places.iter().position(|place| place["location_id"] == *location).unwrap_or_else(|| {
        places.push(json!({
            "location_id": location, "location_code": code, "location_name": label, "available_to_sell": 0, "total_inventory_onhand": 0,
            "location_enabled": true,
            "settings": { "safety_stock": 0, "is_in_stock": false, "warning_level": 0, "bin_picking_number": "" },
        }));
        places.len() - 1
    });
    places.get_mut(position)
}

fn set_stock(data: &mut Dataset, row: &Value, identity: &Value, relative: bool) {
    let id = row["location_id"].as_i64().unwrap_or_default();
    let locations = data.table("locations");
    let location = locations
        .find("id", id)
        .map(|index| locations.row(index, &[]))
        .unwrap_or_default();
    let mut sum = 0;
    edit(
        data,
        "inventory_items",
        "variant_id",
        &identity["variant_id"],
        |item| {
            if let Some(place) = place(
                item,
                &row["location_id"],
                &location["code"],
                &location["label"],
            ) {
                let before = place["total_inventory_onhand"].as_i64().unwrap_or_default();
                let quantity = row["quantity"].as_i64().unwrap_or_default();
                let now = if relative {
                    before + quantity
                } else {
                    quantity
                };
                place["total_inventory_onhand"] = json!(now);
                available(place);
            }
            let places = item["locations"].as_array().into_iter().flatten();
            sum = places
                .filter_map(|place| place["available_to_sell"].as_i64())
                .sum();
        },
    );
    show(data, identity, sum);
}

fn available(place: &mut Value) {
    let there = place["total_inventory_onhand"].as_i64().unwrap_or_default();
    let kept_back = place["settings"]["safety_stock"]
        .as_i64()
        .unwrap_or_default();
    place["available_to_sell"] = json!((there - kept_back).max(0));
}

/// The catalogue shows what can be sold over all locations.
fn show(data: &mut Dataset, identity: &Value, sum: i64) {
    edit(data, "variants", "id", &identity["variant_id"], |variant| {
        variant["inventory_level"] = json!(sum)
    });
    edit(data, "products", "id", &identity["product_id"], |product| {
        if product["inventory_tracking"] == "product" {
            product["inventory_level"] = json!(sum);
        }
    });
    show_variants(data, &identity["product_id"]);
    let stock = json!({ "product_id": identity["product_id"], "method": "absolute", "value": sum });
    data.tell(
        "product/inventory/updated",
        json!({ "type": "product", "id": identity["product_id"], "inventory": stock }),
    );
}

fn settings(data: &mut Dataset, call: &Call<'_>) -> Result<Reply, Refused> {
    let location: i64 = call
        .path
        .first()
        .and_then(|id| id.parse().ok())
        .unwrap_or_default();
    data.table("locations")
        .find("id", location)
        .ok_or_else(Refused::not_found)?;
    let rows = rows_of(data, call, "settings")?;
    data.schedule(LATER, move |data| {
        for (row, stock) in rows {
            let identity = &stock["identity"];
            let mut sum = 0;
            edit(
                data,
                "inventory_items",
                "variant_id",
                &identity["variant_id"],
                |item| {
                    if let Some(place) = place(item, &json!(location), &json!(""), &json!("")) {
                        for member in [
                            "safety_stock",
                            "is_in_stock",
                            "warning_level",
                            "bin_picking_number",
                        ] {
                            if let Some(value) = row.get(member) {
                                place["settings"][member] = value.clone();
                            }
                        }
                        available(place);
                    }
                    let places = item["locations"].as_array().into_iter().flatten();
                    sum = places
                        .filter_map(|place| place["available_to_sell"].as_i64())
                        .sum();
                },
            );
            show(data, identity, sum);
        }
    });
    Ok(transaction(data))
}
