//! What hangs below products: images, videos, reviews, custom fields, bulk prices, rules, options and modifiers; and the products
//! of channels and categories.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use crate::dataset::Dataset;
use crate::respond::Reply;
use crate::write::{Call, Change, Does, Given, Refused, Within, Writes, edit};

const SCOPE: &str = "store_v2_products";

/// An array of a product.
const fn part(resource: &'static str, fields: &'static [&'static str]) -> Writes {
    Writes {
        scope: SCOPE,
        within: Within::Arrays(fields),
        ..Writes::v3(resource, "products")
    }
}

/// The three requests below one product.
macro_rules! requests {
    ($path:literal) => {
        &[
            Change::create($path),
            Change::update(concat!($path, "/{id}")),
            Change::delete(concat!($path, "/{id}")),
        ]
    };
}

pub(crate) const WRITES: &[Writes] = &[
    Writes {
        members: "
            product_id:int image_url:text<255! is_thumbnail:flag sort_order:int description:text date_modified:text",
        complete: image,
        follow: after_image,
        changes: requests!("/catalog/products/{product_id}/images"),
        ..part("product_images", &["images"])
    },
    Writes {
        members: "title:text<255 description:text sort_order:int type:text=youtube +video_id:text<25!",
        changes: requests!("/catalog/products/{product_id}/videos"),
        ..part("product_videos", &["videos"])
    },
    Writes {
        members: "
            title:text<255!! text:text status:text rating:int email:text name:text<255 date_reviewed:text!!",
        changes: requests!("/catalog/products/{product_id}/reviews"),
        ..part("product_reviews", &["reviews"])
    },
    Writes {
        members: "name:text<250! value:text<250!",
        unique: &["name value"],
        most: 200,
        changes: requests!("/catalog/products/{product_id}/custom-fields"),
        ..part("product_custom_fields", &["custom_fields"])
    },
    Writes {
        members: "quantity_min:int!! quantity_max:int!! type:text=price|percent|fixed!! amount:text|number!!",
        most: 50,
        complete: bulk_price,
        changes: requests!("/catalog/products/{product_id}/bulk-pricing-rules"),
        ..part("product_bulk_pricing_rules", &["bulk_pricing_rules"])
    },
    Writes {
        members: "
            sort_order:int enabled:flag stop:flag purchasing_disabled:flag purchasing_disabled_message:text<255
            purchasing_hidden:flag image_url:text price_adjuster:object? weight_adjuster:object? conditions:array",
        complete: rule,
        changes: requests!("/catalog/products/{product_id}/complex-rules"),
        ..part("product_rules", &["complex_rules"])
    },
    Writes {
        members: "
            product_id:int display_name:text<255!
            type:text=radio_buttons|rectangles|dropdown|product_list|product_list_with_images|swatch! config:object
            sort_order:int option_values:array! image_url:text",
        unique: &["display_name"],
        complete: option,
        follow: number_values,
        changes: requests!("/catalog/products/{product_id}/options"),
        ..part("product_options", &["options"])
    },
    Writes {
        members: "is_default:flag label:text!! sort_order:int!! value_data:object",
        unique: &["label"],
        changes: requests!("/catalog/products/{product_id}/options/{option_id}/values"),
        ..part("product_option_values", &["options", "option_values"])
    },
    Writes {
        members: "
            type:text=date|checkbox|file|text|multi_line_text|numbers_only_text|radio_buttons|rectangles|dropdown|product_list|product_list_with_images|swatch!!
            required:flag!! sort_order:int config:object option_values:array display_name:text!",
        unique: &["display_name"],
        complete: option,
        follow: number_values,
        changes: requests!("/catalog/products/{product_id}/modifiers"),
        ..part("product_modifiers", &["modifiers"])
    },
    Writes {
        members: "is_default:flag label:text!! sort_order:int!! value_data:object adjusters:object",
        unique: &["label"],
        changes: requests!("/catalog/products/{product_id}/modifiers/{modifier_id}/values"),
        ..part("product_modifier_values", &["modifiers", "option_values"])
    },
    Writes {
        scope: SCOPE,
        changes: &[
            Change::special("PUT", "/catalog/products/channel-assignments", |data, call| {
                assign(data, call, "channels", "channel_id")
            }),
            Change::special("DELETE", "/catalog/products/channel-assignments", |data, call| {
                withdraw(data, call, "channels", "channel_id")
            }),
        ],
        ..Writes::v3("product_channel_assignments", "products")
    },
    Writes {
        scope: SCOPE,
        changes: &[
            Change::special("PUT", "/catalog/products/category-assignments", |data, call| {
                assign(data, call, "categories", "category_id")
            }),
            Change::special("DELETE", "/catalog/products/category-assignments", |data, call| {
                withdraw(data, call, "categories", "category_id")
            }),
        ],
        ..Writes::v3("product_category_assignments", "products")
    },
    Writes {
        scope: SCOPE,
        changes: &[Change::special(
            "PUT",
            "/catalog/categories/{category_id}/products/sort-order",
            sort_order,
        )],
        ..Writes::v3("category_sort_orders", "category_product_orders")
    },
];

/// The shop keeps an image in sizes of its own.
fn image(_: &Dataset, row: &mut Map<String, Value>, given: &Given<'_>) -> Result<(), Refused> {
    let product = given.path.first().and_then(|id| id.parse::<i64>().ok());
    row.insert("product_id".to_owned(), json!(product));
    if let Some(url) = given.body.get("image_url") {
        for size in ["url_zoom", "url_standard", "url_thumbnail", "url_tiny"] {
            row.insert(size.to_owned(), url.clone());
        }
    }
    Ok(())
}

/// A product has one thumbnail.
pub(super) fn after_image(data: &mut Dataset, row: &Value, does: Does) {
    edit(data, "products", "id", &row["product_id"], |product| {
        let images = product["images"].as_array_mut().into_iter().flatten();
        for image in images.filter(|image| image["id"] != row["id"] && does != Does::Delete) {
            if row["is_thumbnail"] == true {
                image["is_thumbnail"] = json!(false);
            }
        }
        let images = product["images"].as_array();
        let thumbnail =
            images.and_then(|images| images.iter().find(|image| image["is_thumbnail"] == true));
        if let Some(thumbnail) = thumbnail.cloned() {
            product["primary_image"] = thumbnail;
        }
    });
}

/// The ranges of a product's bulk prices do not overlap.
fn bulk_price(
    data: &Dataset,
    row: &mut Map<String, Value>,
    given: &Given<'_>,
) -> Result<(), Refused> {
    let range = |rule: &Map<String, Value>| {
        let bound = |name: &str| rule.get(name).and_then(Value::as_i64).unwrap_or_default();
        let most = bound("quantity_max");
        (
            bound("quantity_min"),
            if most == 0 { i64::MAX } else { most },
        )
    };
    let (low, high) = range(row);
    let product = given.path.first().and_then(|id| id.parse().ok());
    let others = data.children("products", "id", product, "bulk_pricing_rules");
    for other in others.unwrap_or_default() {
        let own = given
            .before
            .is_some_and(|before| before["id"] == other["id"]);
        let (from, to) = other.as_object().map(range).unwrap_or_default();
        if !own && low <= to && from <= high {
            return Err(Refused::conflict(
                "quantity_min",
                "The range of quantities overlaps with another rule.",
            ));
        }
    }
    Ok(())
}

/// Two rules of a product cannot have the same conditions.
fn rule(data: &Dataset, row: &mut Map<String, Value>, given: &Given<'_>) -> Result<(), Refused> {
    let product = given.path.first().and_then(|id| id.parse().ok());
    let others = data
        .children("products", "id", product, "complex_rules")
        .unwrap_or_default();
    let own = |other: &&Value| {
        given
            .before
            .is_none_or(|before| before["id"] != other["id"])
    };
    let mut others = others.iter().filter(own);
    for adjuster in ["price_adjuster", "weight_adjuster"] {
        if given.before.is_none() && !given.body.contains_key(adjuster) {
            row.shift_remove(adjuster);
        }
    }
    if others.any(|other| Some(&other["conditions"]) == row.get("conditions")) {
        return Err(Refused::conflict(
            "conditions",
            "A rule with these conditions exists.",
        ));
    }
    Ok(())
}

/// The shop names an option by what shoppers see and a number.
fn option(_: &Dataset, row: &mut Map<String, Value>, given: &Given<'_>) -> Result<(), Refused> {
    let product = given.path.first().and_then(|id| id.parse::<i64>().ok());
    row.insert("product_id".to_owned(), json!(product));
    for value in row
        .get_mut("option_values")
        .and_then(Value::as_array_mut)
        .into_iter()
        .flatten()
    {
        if value["value_data"].is_null() {
            value["value_data"] = json!({});
        }
    }
    if given.before.is_none() {
        let shown = row
            .get("display_name")
            .and_then(Value::as_str)
            .unwrap_or_default();
        let name = format!("{shown}-{}", product.unwrap_or_default());
        row.insert("name".to_owned(), Value::from(name));
    }
    Ok(())
}

/// The values that came with an option get their numbers.
fn number_values(data: &mut Dataset, row: &Value, does: Does) {
    if does == Does::Delete {
        return;
    }
    let mut numbers: Vec<i64> = (0..300).map(|_| data.number()).collect();
    edit(data, "products", "id", &row["product_id"], |product| {
        for field in ["options", "modifiers"] {
            for option in product[field].as_array_mut().into_iter().flatten() {
                let own = option["id"] == row["id"];
                let values = option["option_values"].as_array_mut().into_iter().flatten();
                for value in
                    values.filter(|value| own && value["id"].as_i64().unwrap_or_default() == 0)
                {
                    value["id"] = json!(numbers.pop());
                }
            }
        }
    });
}

/// Pairs of a product and a channel or category.
fn pairs(
    data: &Dataset,
    call: &Call<'_>,
    key: &str,
    table: &str,
) -> Result<Vec<(i64, i64)>, Refused> {
    let rows = call.rows()?;
    let mut pairs = Vec::new();
    for (position, row) in rows.iter().enumerate() {
        let mut ids = [0, 0];
        for (place, (field, table)) in [("product_id", "products"), (key, table)]
            .into_iter()
            .enumerate()
        {
            let id = row[field]
                .as_i64()
                .ok_or_else(|| Refused::missing(field).of_row(position))?;
            let key = if table == "categories" {
                "category_id"
            } else {
                "id"
            };
            if data.table(table).find(key, id).is_none() {
                let message = format!("{field} {id} does not exist");
                return Err(Refused::invalid(field, &message).of_row(position));
            }
            ids[place] = id;
        }
        pairs.push((ids[0], ids[1]));
    }
    Ok(pairs)
}

fn assign(
    data: &mut Dataset,
    call: &Call<'_>,
    field: &'static str,
    key: &str,
) -> Result<Reply, Refused> {
    for (product, id) in pairs(data, call, key, field)? {
        edit(data, "products", "id", &json!(product), |row| {
            if let Some(ids) = row[field].as_array_mut()
                && !ids.contains(&json!(id))
            {
                ids.push(json!(id));
            }
        });
    }
    Ok(Reply::nothing())
}

/// Deletes every pair of a product and an id that the two lists name; without a list, it is any.
fn withdraw(
    data: &mut Dataset,
    call: &Call<'_>,
    field: &'static str,
    key: &str,
) -> Result<Reply, Refused> {
    let products = call.query.list("product_id:in");
    let ids = call.query.list(&format!("{key}:in"));
    let table = data.table("products");
    let named = |field: &str, keys: &[&str]| -> BTreeSet<usize> {
        let named = keys.iter().map(|key| table.with(&[(field, *key)]));
        named.flatten().collect()
    };
    let reached = match (products.as_slice(), ids.as_slice()) {
        ([], []) => (0..table.len()).collect(),
        ([], ids) => named(field, ids),
        (products, _) => named("id", products),
    };
    let reached: Vec<Value> = reached
        .into_iter()
        .map(|index| table.row(index, &[])["id"].take())
        .collect();
    let goes = |id: &Value| {
        let id = id.to_string();
        ids.is_empty() || ids.contains(&id.as_str())
    };
    for product in reached {
        edit(data, "products", "id", &product, |row| {
            if let Some(all) = row[field].as_array_mut() {
                all.retain(|id| !goes(id));
            }
        });
    }
    Ok(Reply::nothing())
}

/// Products of a category only can be put in an order there.
fn sort_order(data: &mut Dataset, call: &Call<'_>) -> Result<Reply, Refused> {
    let category: i64 = call
        .path
        .first()
        .and_then(|id| id.parse().ok())
        .unwrap_or_default();
    data.table("categories")
        .find("category_id", category)
        .ok_or_else(Refused::not_found)?;
    let rows = call.rows()?.to_vec();
    for row in &rows {
        for field in ["product_id", "sort_order"] {
            row[field].as_i64().ok_or_else(|| Refused::missing(field))?;
        }
        let products = data.table("products");
        let index = products.find("id", row["product_id"].as_i64().unwrap_or_default());
        let within = |index| matches!(products.cell(index, "categories"), crate::rows::Cell::Ids(ids) if ids.contains(&category));
        if !index.is_some_and(within) {
            return Err(Refused::invalid(
                "product_id",
                "The product is not in the category.",
            ));
        }
    }
    for row in &rows {
        let own = format!("{category}/{}", row["product_id"]);
        crate::write::take_along(data, "category_product_orders", "id", &json!(own));
        let mut kept = row.clone();
        kept["id"] = json!(own);
        data.change("category_product_orders").add(kept);
    }
    Ok(Reply::json(200, &Value::Array(rows)))
}
