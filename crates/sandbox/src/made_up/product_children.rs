//! What hangs below a made-up product: images, videos, reviews, options, modifiers, rules, custom fields.

use serde_json::{Value, json};

use super::shop::Product;
use super::variants::{choices, option_ids, option_labels, variant};
use super::words::{COLOURS, FIRST, LAST};
use crate::json::dollars;
use crate::random::Random;
use crate::time::{DAY, rfc3339_offset};

/// Puts what `include` asks for into a product's row.
pub(crate) fn put(row: &mut Value, product: &Product, seed: u64, include: &[&str]) {
    for word in include {
        let value = match *word {
            "variants" => json!(
                (0..product.variants)
                    .map(|position| variant(product, position))
                    .collect::<Vec<_>>()
            ),
            "images" => json!(images(product)),
            "primary_image" => match images(product).into_iter().next() {
                Some(image) => image,
                None => continue,
            },
            "videos" => json!(videos(product)),
            "custom_fields" => json!(custom_fields(product)),
            "bulk_pricing_rules" => json!(bulk_pricing_rules(product)),
            "reviews" => json!(reviews(product, seed)),
            "options" => json!(options(product)),
            "modifiers" => json!(modifiers(product)),
            "channels" => json!(product.channels()),
            "parent_relations" => json!([]),
            "complex_rules" => json!(complex_rules(product)),
            _ => continue,
        };
        row[*word] = value;
    }
}

fn images(product: &Product) -> Vec<Value> {
    let address = |size: &str, id: i64| {
        format!(
            "https://cdn.example.com/products/{}/{id}.{size}.jpg",
            product.id
        )
    };
    let make = |position: i64| {
        let id = product.first_image + position;
        json!({
            "id": id,
            "product_id": product.id,
            "is_thumbnail": position == 0,
            "sort_order": position,
            "description": if position == 0 { product.name() } else { String::new() },
            "image_file": format!("{}/{id}.jpg", product.id),
            "image_url": address("original", id),
            "url_zoom": address("1280.1280", id),
            "url_standard": address("386.513", id),
            "url_thumbnail": address("220.290", id),
            "url_tiny": address("44.58", id),
            "date_modified": rfc3339_offset(product.created + position * 60),
        })
    };
    (0..i64::from(product.images)).map(make).collect()
}

fn videos(product: &Product) -> Vec<Value> {
    if product.id % 7 != 0 {
        return Vec::new();
    }
    vec![json!({
        "id": product.id, "product_id": product.id, "title": format!("{} in use", product.name()), "description": "",
        "sort_order": 0, "type": "youtube", "video_id": Random::at(product.id as u64, "video", 0).token(11), "length": "02:14",
    })]
}

fn custom_fields(product: &Product) -> Vec<Value> {
    if product.digital() {
        return Vec::new();
    }
    let field = |position: i64, name: &str, value: String| json!({ "id": product.id * 3 + position, "name": name, "value": value });
    let mut fields = vec![field(
        0,
        "Material",
        ["Steinzeug", "glass", "cast iron", "linen"][product.id as usize % 4].to_owned(),
    )];
    if product.id % 2 == 0 {
        fields.push(field(1, "Herkunft", "Portugal".to_owned()));
    }
    fields
}

fn bulk_pricing_rules(product: &Product) -> Vec<Value> {
    if product.id % 9 != 0 {
        return Vec::new();
    }
    let rule = |position: i64, low: i64, high: i64, percent: i64| json!({ "id": product.id * 2 + position, "quantity_min": low, "quantity_max": high, "type": "percent", "amount": percent });
    vec![rule(0, 10, 49, 5), rule(1, 50, 0, 12)]
}

/// The ratings of a product's approved reviews.
pub(crate) fn review_ratings(product: &Product) -> Vec<i64> {
    (0..product.id % 4)
        .map(|position| 3 + (product.id + position) % 3)
        .collect()
}

fn reviews(product: &Product, seed: u64) -> Vec<Value> {
    let make = |(position, rating): (usize, i64)| {
        let mut random = Random::at(seed, "review", product.id as usize * 4 + position);
        let person = (random.pick(&FIRST), random.pick(&LAST));
        let written = product.created + (position as i64 + 1) * 9 * DAY;
        json!({
            "id": product.id * 4 + position as i64,
            "title": if rating > 4 { "Wunderbar" } else { "Good" },
            "text": if rating > 4 { "Jeden Morgen in Gebrauch. ★★★★★" } else { "Does what it should." },
            "status": "approved",
            "rating": rating,
            "email": format!("{}.{}@example.com", person.0.1, person.1.1),
            "name": format!("{} {}", person.0.0, person.1.0),
            "date_reviewed": rfc3339_offset(written),
            "date_created": rfc3339_offset(written),
            "date_modified": rfc3339_offset(written + DAY),
        })
    };
    review_ratings(product)
        .into_iter()
        .enumerate()
        .map(make)
        .collect()
}

fn options(product: &Product) -> Vec<Value> {
    let make = |(option, (name, _)): (usize, (&'static str, &'static str))| {
        let (id, _) = option_ids(product, option, "");
        let value = |(position, label): (usize, &'static str)| {
            let colour = COLOURS.iter().find(|colour| colour.0 == label);
            json!({
                "id": id * 10 + position as i64,
                "label": label,
                "sort_order": position,
                "value_data": colour.map(|colour| json!({ "colors": [colour.1] })),
                "is_default": position == 0,
            })
        };
        json!({
            "id": id,
            "product_id": product.id,
            "name": format!("{name}{}", product.id),
            "display_name": name,
            "type": if name == "Colour" { "swatch" } else { "dropdown" },
            "config": {},
            "sort_order": option,
            "option_values": option_labels(product, option).into_iter().enumerate().map(value).collect::<Vec<_>>(),
            "image_url": "",
        })
    };
    choices(product, 0)
        .into_iter()
        .enumerate()
        .map(make)
        .collect()
}

fn modifiers(product: &Product) -> Vec<Value> {
    if product.id % 5 != 0 || product.digital() {
        return Vec::new();
    }
    let id = product.id * 2 + 100_000;
    // Absent where there is none: the official file allows no null here.
    let adjusters = |price: i64| {
        let mut adjusters =
            json!({ "image_url": "", "purchasing_disabled": { "status": false, "message": "" } });
        if price != 0 {
            adjusters["price"] =
                json!({ "adjuster": "relative", "adjuster_value": dollars(price) });
        }
        adjusters
    };
    let value = |position: i64, label: &str, price: i64| {
        json!({
            "id": id * 10 + position, "option_id": id, "label": label, "sort_order": position, "is_default": position == 0,
            "value_data": { "checked_value": position == 1 }, "adjusters": adjusters(price),
        })
    };
    vec![
        json!({
            "id": id, "product_id": product.id, "name": format!("Gift-box{}", product.id), "display_name": "Gift box",
            "type": "checkbox", "required": false, "sort_order": 1,
            "config": { "default_value": "", "checked_by_default": false, "checkbox_label": "Put it in a box" },
            "option_values": [value(0, "No", 0), value(1, "Yes", 25_000)],
        }),
        json!({
            "id": id + 1, "product_id": product.id, "name": format!("Engraving{}", product.id), "display_name": "Gravur",
            "type": "text", "required": false, "sort_order": 2,
            "config": { "default_value": "", "text_characters_limited": true, "text_min_length": 0, "text_max_length": 24 },
            "option_values": [],
        }),
    ]
}

fn complex_rules(product: &Product) -> Vec<Value> {
    if product.variants != 6 {
        return Vec::new();
    }
    let id = product.id + 7_000;
    vec![json!({
        "id": id, "product_id": product.id, "sort_order": 0, "enabled": true, "stop": false,
        "purchasing_disabled": false, "purchasing_disabled_message": "", "purchasing_hidden": false, "image_url": "",
        "price_adjuster": { "adjuster": "relative", "adjuster_value": 1.5 },
        "weight_adjuster": { "adjuster": "relative", "adjuster_value": 0.2 },
        "conditions": [{
            "id": id * 2, "rule_id": id, "modifier_id": Value::Null, "modifier_value_id": Value::Null,
            "variant_id": product.first_variant, "combination_id": 0,
        }],
    })]
}
