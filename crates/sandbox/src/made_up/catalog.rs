//! Brands, categories and their trees as rows.

use serde_json::{Value, json};

use super::shop::Shop;
use super::words::{BRANDS, CATEGORIES, SECOND_TREE};
use crate::random::Random;
use crate::rows::{Tables, put};

/// Adds the area's tables.
pub(crate) fn add(_: &Shop, tables: &mut Tables) {
    put(
        tables,
        "brands",
        BRANDS
            .iter()
            .enumerate()
            .map(|(position, name)| brand(position as i64 + 1, name))
            .collect(),
    );
    put(
        tables,
        "categories",
        CATEGORIES.iter().enumerate().map(category).collect(),
    );
    put(
        tables,
        "category_trees",
        vec![
            json!({ "id": 1, "name": "Hafen & Herd", "channels": [1, 3] }),
            json!({ "id": 2, "name": "Gastronomie", "channels": [2] }),
        ],
    );
}

fn brand(id: i64, name: &str) -> Value {
    json!({
        "id": id,
        "name": name,
        "page_title": if id % 2 == 0 { format!("All of {name}") } else { String::new() },
        "meta_keywords": if id % 3 == 0 { json!(["makers", "Werkstatt"]) } else { json!([]) },
        "meta_description": if id % 4 == 0 { "A house that we know well." } else { "" },
        "search_keywords": "",
        "image_url": if id % 5 == 0 { String::new() } else { format!("https://cdn.example.com/brands/{id}.png") },
        "custom_url": { "url": format!("/brands/{id}/"), "is_customized": id % 6 == 0 },
    })
}

fn category((position, (id, parent, name, path)): (usize, &(i64, i64, &str, &str))) -> Value {
    json!({
        "category_id": id,
        "parent_id": parent,
        "tree_id": tree_of(*id),
        "category_uuid": Random::at(*id as u64, "category", 0).uuid(),
        "name": name,
        "description": if position % 3 == 0 { format!("<p>{name}, chosen with care.</p>") } else { String::new() },
        "views": id * 53 % 900,
        "sort_order": position % 5,
        "page_title": if position % 4 == 0 { format!("{name} at Hafen & Herd") } else { String::new() },
        "meta_keywords": if position % 4 == 0 { json!(["Küche", "kitchen"]) } else { json!([]) },
        "meta_description": "",
        "layout_file": "category.html",
        "image_url": if *parent == 0 { format!("https://cdn.example.com/categories/{id}.jpg") } else { String::new() },
        "is_visible": *id != 62,
        "search_keywords": "",
        "default_product_sort": if *parent == 0 { "use_store_settings" } else { "price_asc" },
        "url": { "path": path, "is_customized": false },
    })
}

/// The tree of a category.
fn tree_of(id: i64) -> i64 {
    if id >= SECOND_TREE { 2 } else { 1 }
}
