//! The catalogue's views: trees of categories, the old list of them, and the summary.

use serde_json::{Value, json};

use crate::dataset::Dataset;
use crate::time::{DAY, TODAY, date};

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
pub(crate) fn old_categories(data: &Dataset) -> Vec<Value> {
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
    data.rows("categories").into_iter().map(old).collect()
}

/// The catalogue in a few figures.
pub(crate) fn summary(data: &Dataset) -> Value {
    let variants = data.table("variants");
    let prices: Vec<f64> = data
        .rows("variants")
        .iter()
        .filter_map(|row| row["calculated_price"].as_f64())
        .collect();
    let products = data.table("products");
    let level = |index: usize| {
        products
            .cell(index, "inventory_level")
            .number()
            .unwrap_or_default()
    };
    let stock: Vec<f64> = (0..products.len()).map(level).collect();
    let worth =
        |index: usize| products.cell(index, "price").number().unwrap_or_default() * stock[index];
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
