//! Brands, categories and their trees as rows.

use serde_json::{Value, json};

use super::shop::Shop;
use super::words::{BRANDS, CATEGORIES, SECOND_TREE};
use super::{Store, Tables, put};
use crate::random::Random;
use crate::time::{DAY, TODAY, date};

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

/// A tree as nested nodes; a store of the user's own is read the same way, from its categories.
pub(crate) fn nodes(
    categories: &[Value],
    parent: i64,
    path: &[i64],
    depth: i64,
    deepest: i64,
) -> Vec<Value> {
    if depth > deepest {
        return Vec::new();
    }
    let children = categories
        .iter()
        .filter(|category| category["parent_id"] == parent);
    let node = |category: &Value| {
        let id = category["category_id"].as_i64().unwrap_or_default();
        let below: Vec<i64> = path.iter().copied().chain([id]).collect();
        json!({
            "id": id, "parent_id": parent, "depth": depth, "path": path, "name": category["name"],
            "is_visible": category["is_visible"], "url": category["url"]["path"],
            "children": nodes(categories, id, &below, depth + 1, deepest),
        })
    };
    children.map(node).collect()
}

/// The categories in the shape of their old list.
pub(crate) fn old_categories(store: &Store) -> Vec<Value> {
    let old = |mut row: Value| {
        let (id, url) = (row["category_id"].take(), row["url"].take());
        let mut old = json!({ "id": id });
        for field in [
            "parent_id",
            "name",
            "description",
            "views",
            "sort_order",
            "page_title",
            "meta_keywords",
            "meta_description",
            "layout_file",
            "image_url",
            "is_visible",
            "search_keywords",
            "default_product_sort",
        ] {
            old[field] = row[field].take();
        }
        old["custom_url"] = json!({ "url": url["path"], "is_customized": url["is_customized"] });
        old
    };
    store.rows("categories").into_iter().map(old).collect()
}

/// The catalogue in a few figures.
pub(crate) fn summary(store: &Store) -> Value {
    let variants = store.table("variants");
    let prices: Vec<f64> = store
        .rows("variants")
        .iter()
        .filter_map(|row| row["calculated_price"].as_f64())
        .collect();
    let products = store.table("products");
    let level = |index: usize| {
        products
            .cell(store, index, "inventory_level")
            .number()
            .unwrap_or_default()
    };
    let stock: Vec<f64> = (0..products.len()).map(level).collect();
    let worth = |index: usize| {
        products
            .cell(store, index, "price")
            .number()
            .unwrap_or_default()
            * stock[index]
    };
    let highest = prices.iter().copied().fold(0.0, f64::max);
    let lowest = prices.iter().copied().fold(highest, f64::min);
    json!({
        "inventory_count": stock.iter().sum::<f64>() as i64,
        "inventory_value": (0..products.len()).map(worth).sum::<f64>(),
        "primary_category_id": 11,
        "primary_category_name": "Cups & Bowls",
        "variant_count": variants.len(),
        "highest_variant_price": highest,
        "average_variant_price": prices.iter().sum::<f64>() / prices.len().max(1) as f64,
        // A text in the official file, alone among the prices.
        "lowest_variant_price": lowest.to_string(),
        "oldest_variant_date": date(TODAY - 1_400 * DAY),
        "newest_variant_date": date(TODAY - 30 * DAY),
    })
}
