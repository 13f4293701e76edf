//! Completes rows of a data folder and rows that a request creates: what they leave out gets the API's default, taken from the
//! shape of a made-up row of the same resource, so that shapes are written down once.

use serde_json::{Map, Value, json};

use crate::rows::Table;
use crate::time::{TODAY, parse, rfc2822, rfc3339};

/// The words of `include` that bring all of a row.
pub(crate) const EVERYTHING: [&str; 18] = [
    "variants",
    "images",
    "primary_image",
    "videos",
    "custom_fields",
    "bulk_pricing_rules",
    "reviews",
    "options",
    "modifiers",
    "channels",
    "parent_relations",
    "complex_rules",
    "addresses",
    "attributes",
    "storecredit",
    "formfields",
    "shopper_profile_id",
    "segment_ids",
];

/// The shape of a resource's rows, and the defaults that are not empty.
pub(crate) struct Template {
    shape: Value,
    defaults: Map<String, Value>,
}

/// Defaults that are not empty, by resource.
fn defaults(name: &str) -> Value {
    match name {
        "products" => json!({
            "type": "physical", "availability": "available", "condition": "New", "inventory_tracking": "none", "is_visible": true,
            "option_set_display": "right", "gift_wrapping_options_type": "any", "open_graph_type": "product",
            "open_graph_use_meta_description": true, "open_graph_use_product_name": true, "open_graph_use_image": true,
            "related_products": [-1], "channels": [1], "preorder_release_date": null, "option_set_id": null, "warranty": "", "sku": "",
        }),
        "variants" => json!({
            "price": null, "sale_price": null, "retail_price": null, "map_price": null, "weight": null, "width": null,
            "height": null, "depth": null, "fixed_cost_shipping_price": null,
        }),
        "customers" => json!({ "origin_channel_id": 1, "channel_ids": null }),
        "customer_addresses" => {
            json!({ "address_type": "residential", "country": "United States", "country_code": "US" })
        }
        "categories" => {
            json!({ "tree_id": 1, "is_visible": true, "default_product_sort": "use_store_settings" })
        }
        "customer_groups" => json!({ "category_access": { "type": "all" } }),
        "coupons" => json!({
            "type": "per_total_discount", "amount": "0.0000", "min_purchase": "0.0000", "enabled": true, "restricted_to": {},
            "applies_to": { "entity": "categories", "ids": [0] },
        }),
        _ => json!({}),
    }
}

/// A row with everything that a row can have, as the shape of all.
pub(crate) fn shape(table: &dyn Table) -> Value {
    let mut shape = Map::new();
    for index in 0..table.len().min(40) {
        if let Value::Object(row) = table.row(index, &EVERYTHING) {
            for (name, value) in row {
                match shape.get(&name) {
                    Some(Value::Array(elements)) if elements.is_empty() => {}
                    Some(Value::Null) | None => {}
                    Some(_) => continue,
                }
                shape.insert(name, value);
            }
        }
    }
    Value::Object(shape)
}

impl Template {
    /// The template of a resource, from one of its made-up rows.
    pub(crate) fn new(name: &str, shape: Value) -> Self {
        let defaults = match defaults(name) {
            Value::Object(defaults) => defaults,
            _ => Map::new(),
        };
        Self { shape, defaults }
    }

    /// Whether rows of this shape have a field.
    pub(crate) fn has(&self, field: &str) -> bool {
        self.shape.get(field).is_some()
    }

    /// The shape of a field.
    pub(crate) fn field(&self, name: &str) -> Option<&Value> {
        self.shape.get(name)
    }

    /// Completes a row: first the fields of the shape in their order, then those that only the line knows.
    pub(crate) fn complete(&self, mut given: Map<String, Value>) -> Map<String, Value> {
        let mut row = Map::new();
        let shape = self.shape.as_object();
        for (name, shape) in shape.into_iter().flatten() {
            let value = match (given.shift_remove(name), self.defaults.get(name)) {
                (Some(value), _) => filled(value, shape),
                (None, Some(default)) => default.clone(),
                (None, None) => nothing(name, shape),
            };
            row.insert(name.clone(), value);
        }
        row.extend(given);
        row
    }

    /// Completes an element of one of the row's arrays.
    pub(crate) fn element(&self, field: &str, value: Value) -> Value {
        match self.shape.get(field).and_then(|shape| shape.get(0)) {
            Some(shape) => filled(value, shape),
            None => value,
        }
    }
}

/// Completes inner objects, and the objects of arrays.
pub(crate) fn filled(value: Value, shape: &Value) -> Value {
    match (value, shape) {
        (Value::Object(mut given), Value::Object(fields)) => {
            let mut row = Map::new();
            for (name, shape) in fields {
                let value = given
                    .shift_remove(name)
                    .map_or_else(|| nothing(name, shape), |value| filled(value, shape));
                row.insert(name.clone(), value);
            }
            row.extend(given);
            Value::Object(row)
        }
        (Value::Array(elements), Value::Array(shapes)) => match shapes.first() {
            Some(shape) => Value::Array(
                elements
                    .into_iter()
                    .map(|element| filled(element, shape))
                    .collect(),
            ),
            None => Value::Array(elements),
        },
        (value, _) => value,
    }
}

/// The empty value of a shape: 0 for a number, "" for a text.
fn nothing(name: &str, shape: &Value) -> Value {
    match shape {
        Value::Null => Value::Null,
        Value::Bool(_) => Value::Bool(false),
        Value::Number(_) => Value::from(0),
        Value::Array(_) => Value::Array(Vec::new()),
        Value::Object(fields) => fields
            .iter()
            .map(|(name, shape)| (name.clone(), nothing(name, shape)))
            .collect(),
        // A row always has the times of its creation and change.
        Value::String(text) if name.starts_with("date_") && parse(text).is_some() => {
            Value::from(if text.contains(',') {
                rfc2822(TODAY)
            } else {
                rfc3339(TODAY)
            })
        }
        Value::String(_) => Value::from(""),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn fills_what_a_line_leaves_out_and_keeps_what_it_adds() {
        let shape = json!({ "id": 1, "name": "x", "date_created": "2020-01-01T00:00:00Z", "url": { "path": "/", "is_customized": true }, "images": [{ "id": 1, "text": "y" }] });
        let template = Template::new("things", shape);
        let given = json!({ "id": 7, "url": { "path": "/tee/" }, "images": [{ "id": 2 }], "colour": "red" });
        let row = Value::Object(template.complete(given.as_object().unwrap().clone()));
        assert_eq!(
            row,
            json!({
                "id": 7, "name": "", "date_created": "2026-01-31T18:00:00Z", "url": { "path": "/tee/", "is_customized": false },
                "images": [{ "id": 2, "text": "" }], "colour": "red"
            })
        );
    }
}
