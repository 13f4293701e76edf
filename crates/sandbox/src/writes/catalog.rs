//! Brands, categories and their trees.

use serde_json::{Map, Value, json};

use crate::dataset::Dataset;
use crate::write::{
    Answer, Change, Does, Errors, Given, Refused, Writes, edit, rows_with, take_along,
};

const SCOPE: &str = "store_v2_products";

const CATEGORY: &str = "
    name:text<50! url:object parent_id:int tree_id:int description:text views:int sort_order:int page_title:text
    meta_keywords:array meta_description:text<65535 layout_file:text<50 image_url:text is_visible:flag
    search_keywords:text<255
    default_product_sort:text=use_store_settings|featured|newest|best_selling|alpha_asc|alpha_desc|avg_customer_review|price_asc|price_desc";

pub(crate) const WRITES: &[Writes] = &[
    Writes {
        scope: SCOPE,
        members: "
            name:text<255!! page_title:text<255 meta_keywords:array meta_description:text<65535 search_keywords:text<65535
            image_url:text custom_url:object",
        unique: &["name"],
        along: &[("brand_metafields", "resource_id")],
        most: 30_000,
        complete: |_, row, given| {
            address(row, "custom_url", "url", given.before.is_none());
            Ok(())
        },
        follow: after_brand,
        changes: &[
            Change::create("/catalog/brands"),
            Change::update("/catalog/brands/{brand_id}"),
            Change::delete("/catalog/brands/{brand_id}"),
            Change::delete_listed("/catalog/brands", "name page_title"),
        ],
        ..Writes::v3("brands", "brands")
    },
    Writes {
        scope: SCOPE,
        key: "category_id",
        members: CATEGORY,
        unique: &["parent_id name"],
        names: &[("parent_id", "categories", "category_id"), ("tree_id", "category_trees", "id")],
        along: &[("category_metafields", "resource_id")],
        complete: category,
        may_go: category_may_go,
        follow: after_category,
        changes: &[
            Change {
                status: 201,
                answer: Answer::RowsAndCounts,
                errors: Errors::Partly,
                ..Change::create_many("/catalog/trees/categories", 50)
            },
            Change {
                answer: Answer::Counts,
                errors: Errors::Partly,
                ..Change::update_many("/catalog/trees/categories", 50)
            },
            Change {
                status: 202,
                answer: Answer::Counts,
                errors: Errors::Partly,
                later: 2,
                ..Change::delete_listed(
                    "/catalog/trees/categories",
                    "category_id:in category_uuid:in tree_id:in parent_id:in name",
                )
            },
        ],
        event: "category",
        ..Writes::v3("categories", "categories")
    },
    Writes {
        scope: SCOPE,
        members: "name:text<255! +channels:array!",
        along: &[("categories", "tree_id")],
        names: &[("channels", "channels", "id")],
        complete: tree,
        changes: &[
            Change::upsert_many("/catalog/trees", 50, "id"),
            Change::delete_listed("/catalog/trees", "id:in channel_id:in>channels"),
        ],
        ..Writes::v3("category_trees", "category_trees")
    },
];

/// The path that the shop gives a page that has none: its name in small letters.
pub(super) fn address(row: &mut Map<String, Value>, member: &str, field: &str, new: bool) {
    let name = row.get("name").and_then(Value::as_str).unwrap_or_default();
    let letters = name.chars().map(|letter| {
        if letter.is_alphanumeric() {
            letter
        } else {
            '-'
        }
    });
    let path = format!("/{}/", letters.collect::<String>().to_lowercase());
    if let Some(url) = row.get_mut(member).and_then(Value::as_object_mut) {
        url.shift_remove("create_redirect");
        let empty = url
            .get(field)
            .and_then(Value::as_str)
            .is_none_or(str::is_empty);
        if new && empty {
            url.insert(field.to_owned(), Value::from(path));
        }
    }
}

/// Products of a brand that goes have none.
fn after_brand(data: &mut Dataset, row: &Value, does: Does) {
    if does == Does::Delete {
        for product in rows_with(data, "products", "brand_id", &row["id"]) {
            edit(data, "products", "id", &product["id"], |product| {
                product["brand_id"] = json!(0)
            });
        }
    }
}

/// So deep may categories stand within each other.
const DEEPEST: usize = 8;

fn category(
    data: &Dataset,
    row: &mut Map<String, Value>,
    given: &Given<'_>,
) -> Result<(), Refused> {
    let new = given.before.is_none();
    if new && !given.body.contains_key("parent_id") && !given.body.contains_key("tree_id") {
        return Err(Refused::missing("tree_id"));
    }
    let categories = data.table("categories");
    let mut parent = row
        .get("parent_id")
        .and_then(Value::as_i64)
        .unwrap_or_default();
    let mut depth = 1;
    while parent != 0 && depth <= DEEPEST {
        let Some(index) = categories.find("category_id", parent) else {
            break;
        };
        let above = categories.row(index, &[]);
        row.insert("tree_id".to_owned(), above["tree_id"].clone());
        parent = above["parent_id"].as_i64().unwrap_or_default();
        depth += 1;
    }
    if depth > DEEPEST {
        return Err(Refused::invalid(
            "parent_id",
            "Categories stand at most eight deep.",
        ));
    }
    if new {
        let number = row
            .get("name")
            .map_or(0, |name| name.to_string().bytes().map(u64::from).sum());
        let uuid = crate::random::Random::at(number, "new category", categories.len()).uuid();
        row.insert("category_uuid".to_owned(), Value::from(uuid));
    }
    address(row, "url", "path", new);
    Ok(())
}

fn category_may_go(data: &Dataset, row: &Value) -> Result<(), Refused> {
    let id = row["category_id"].as_i64().unwrap_or_default();
    let within = data
        .table("products")
        .with(&[("categories", &id.to_string())]);
    match !within.is_empty() {
        true => Err(Refused::invalid(
            "category_id",
            &format!("Category {id} has products."),
        )),
        false => Ok(()),
    }
}

/// The categories below one that goes go along.
fn after_category(data: &mut Dataset, row: &Value, does: Does) {
    if does != Does::Delete {
        return;
    }
    for below in rows_with(data, "categories", "parent_id", &row["category_id"]) {
        take_along(
            data,
            "category_metafields",
            "resource_id",
            &below["category_id"],
        );
        take_along(data, "categories", "category_id", &below["category_id"]);
        after_category(data, &below, does);
    }
}

/// A channel has one tree.
fn tree(data: &Dataset, row: &mut Map<String, Value>, given: &Given<'_>) -> Result<(), Refused> {
    let channels = row
        .get("channels")
        .and_then(Value::as_array)
        .cloned()
        .unwrap_or_default();
    let own = given.before.map(|before| before["id"].clone());
    for channel in &channels {
        let mut trees = rows_with(data, "category_trees", "channels", channel).into_iter();
        if trees.any(|tree| Some(&tree["id"]) != own.as_ref()) {
            return Err(Refused::invalid(
                "channels",
                "The channel has a tree already.",
            ));
        }
    }
    Ok(())
}
