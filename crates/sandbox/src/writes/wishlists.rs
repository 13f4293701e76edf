//! Wish lists and what is on them.

use serde_json::{Value, json};

use crate::dataset::Dataset;
use crate::respond::Reply;
use crate::write::{Call, Change, Does, Refused, Writes, edit};

pub(crate) const WRITES: &[Writes] = &[Writes {
    scope: "store_v2_customers",
    members: "customer_id:int!! is_public:flag name:text items:array*",
    names: &[("customer_id", "customers", "id")],
    follow: after_wishlist,
    changes: &[
        Change {
            status: 201,
            ..Change::create("/wishlists")
        },
        Change {
            status: 201,
            ..Change::update("/wishlists/{wishlist_id}")
        },
        Change::delete("/wishlists/{wishlist_id}"),
        Change::special("POST", "/wishlists/{wishlist_id}/items", wish),
        Change::special(
            "DELETE",
            "/wishlists/{wishlist_id}/items/{item_id}",
            no_wish,
        ),
    ],
    ..Writes::v3("wishlists", "wishlists")
}];

/// What is new on a wish list gets its number, and a new list its token.
fn after_wishlist(data: &mut Dataset, row: &Value, does: Does) {
    if does == Does::Delete {
        return;
    }
    let mut numbers: Vec<i64> = (0..row["items"].as_array().map_or(0, Vec::len))
        .map(|_| data.number())
        .collect();
    let token = crate::random::Random::at(data.number() as u64, "wish list", 0).uuid();
    edit(data, "wishlists", "id", &row["id"], |row| {
        for item in row["items"].as_array_mut().into_iter().flatten() {
            if item["id"].as_i64().unwrap_or_default() == 0 {
                item["id"] = json!(numbers.pop());
            }
        }
        if row["token"].as_str().is_none_or(str::is_empty) {
            row["token"] = json!(token);
        }
    });
}

fn list_of(data: &Dataset, call: &Call<'_>) -> Result<Value, Refused> {
    let id = call
        .path
        .first()
        .and_then(|id| id.parse().ok())
        .unwrap_or_default();
    let lists = data.table("wishlists");
    let index = lists.find("id", id).ok_or_else(Refused::not_found)?;
    Ok(lists.row(index, &[]))
}

fn wish(data: &mut Dataset, call: &Call<'_>) -> Result<Reply, Refused> {
    let list = list_of(data, call)?;
    let items = call.body["items"]
        .as_array()
        .cloned()
        .ok_or_else(|| Refused::missing("items"))?;
    for item in &items {
        let id = item["product_id"]
            .as_i64()
            .ok_or_else(|| Refused::missing("product_id"))?;
        if data.table("products").find("id", id).is_none() {
            return Err(Refused::invalid(
                "product_id",
                &format!("product {id} does not exist"),
            ));
        }
    }
    for item in items {
        let number = data.number();
        edit(data, "wishlists", "id", &list["id"], |list| {
            if let Some(kept) = list["items"].as_array_mut() {
                kept.push(json!({ "id": number, "product_id": item["product_id"], "variant_id": item["variant_id"] }));
            }
        });
    }
    Ok(Reply::json(
        201,
        &json!({ "data": list_of(data, call)?, "meta": {} }),
    ))
}

fn no_wish(data: &mut Dataset, call: &Call<'_>) -> Result<Reply, Refused> {
    let list = list_of(data, call)?;
    let wanted = call.path.get(1).and_then(|id| id.parse::<i64>().ok());
    let is_it = |item: &Value| item["id"].as_i64() == wanted;
    if !list["items"]
        .as_array()
        .is_some_and(|items| items.iter().any(is_it))
    {
        return Err(Refused::not_found());
    }
    edit(data, "wishlists", "id", &list["id"], |list| {
        if let Some(items) = list["items"].as_array_mut() {
            items.retain(|item| !is_it(item));
        }
    });
    Ok(Reply::json(
        200,
        &json!({ "data": list_of(data, call)?, "meta": {} }),
    ))
}
