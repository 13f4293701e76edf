//! Products and their variants.

use serde_json::{Map, Value, json};

use super::catalog::address;
use crate::dataset::Dataset;
use crate::rows::Cell;
use crate::template::{EVERYTHING, Template};
use crate::write::{
    Change, Does, Errors, Given, Refused, Unlisted, Within, Writes, edit, rows_with,
};

const SCOPE: &str = "store_v2_products";

const PRODUCT: &str = "
    name:text<250! type:text=physical|digital! sku:text<255 description:text weight:number! width:number depth:number
    height:number price:number! cost_price:number retail_price:number sale_price:number map_price:number
    tax_class_id:number product_tax_code:text<255 categories:array brand_id:int brand_name:text inventory_level:int
    inventory_warning_level:int inventory_tracking:text=none|product|variant fixed_cost_shipping_price:number
    is_free_shipping:flag is_visible:flag is_featured:flag related_products:array warranty:text<65535
    bin_picking_number:text<255 layout_file:text<500 upc:text<14 search_keywords:text<65535
    availability_description:text<255 availability:text=available|disabled|preorder
    gift_wrapping_options_type:text=any|none|list gift_wrapping_options_list:array sort_order:int
    condition:text=New|Used|Refurbished is_condition_shown:flag order_quantity_minimum:int order_quantity_maximum:int
    page_title:text<255 meta_keywords:array meta_description:text<65535 view_count:int
    preorder_release_date:text? preorder_message:text<255 is_preorder_only:flag is_price_hidden:flag
    price_hidden_label:text<200 custom_url:object
    open_graph_type:text=product|album|book|drink|food|game|movie|song|tv_show open_graph_title:text
    open_graph_description:text open_graph_use_meta_description:flag open_graph_use_product_name:flag
    open_graph_use_image:flag gtin:text<14 mpn:text date_last_imported:text reviews_rating_sum:int reviews_count:int
    total_sold:int custom_fields:array bulk_pricing_rules:array images:array videos:array +variants:array";

/// By the path of one variant; prices and measures take null, which lets the product's hold.
const VARIANT: &str = "
    cost_price:number? price:number? sale_price:number? retail_price:number? weight:number? width:number?
    height:number? depth:number? is_free_shipping:flag fixed_cost_shipping_price:number? purchasing_disabled:flag
    purchasing_disabled_message:text<255 upc:text?<14 inventory_level:int? inventory_warning_level:int?
    bin_picking_number:text?<255 image_url:text gtin:text?<14 mpn:text? product_id:int sku:text<255!
    +option_values:array!";

/// By the list of all variants: neither the stock code nor a null.
const VARIANTS: &str = "
    cost_price:number price:number sale_price:number retail_price:number weight:number width:number height:number
    depth:number is_free_shipping:flag fixed_cost_shipping_price:number purchasing_disabled:flag
    purchasing_disabled_message:text<255 upc:text?<14 inventory_level:int inventory_warning_level:int
    bin_picking_number:text<255";

pub(crate) const WRITES: &[Writes] = &[
    Writes {
        scope: SCOPE,
        members: PRODUCT,
        unique: &["name", "sku"],
        along: &[
            ("variants", "product_id"),
            ("product_metafields", "resource_id"),
            ("price_list_records", "product_id"),
            ("inventory_items", "product_id"),
        ],
        complete: product,
        follow: after_product,
        changes: &[
            Change::create("/catalog/products"),
            Change::update_many("/catalog/products", 10),
            Change::update("/catalog/products/{product_id}"),
            Change::delete("/catalog/products/{product_id}"),
            Change {
                unlisted: Unlisted::Refused,
                ..Change::delete_listed(
                    "/catalog/products",
                    "id:in name sku price weight condition brand_id is_visible is_featured inventory_level total_sold type availability",
                )
            },
        ],
        event: "product",
        ..Writes::v3("products", "products")
    },
    Writes {
        scope: SCOPE,
        within: Within::Parent("product_id", "products", "id"),
        members: VARIANT,
        unique: &["sku"],
        along: &[
            ("inventory_items", "variant_id"),
            ("variant_metafields", "resource_id"),
            ("price_list_records", "variant_id"),
        ],
        most: 600,
        complete: variant,
        may_go: variant_may_go,
        follow: after_variant,
        changes: &[
            Change::create("/catalog/products/{product_id}/variants"),
            Change::update("/catalog/products/{product_id}/variants/{variant_id}"),
            Change::delete("/catalog/products/{product_id}/variants/{variant_id}"),
        ],
        event: "sku",
        ..Writes::v3("product_variants", "variants")
    },
    Writes {
        scope: SCOPE,
        members: VARIANTS,
        complete: variant,
        follow: after_variant,
        changes: &[Change {
            errors: Errors::Batch,
            ..Change::update_many("/catalog/variants", 50)
        }],
        event: "sku",
        ..Writes::v3("variants", "variants")
    },
];

/// 409 where a row that is named is not there.
fn there(
    data: &Dataset,
    row: &Map<String, Value>,
    field: &str,
    table: &str,
    key: &str,
) -> Result<(), Refused> {
    let Some(value) = row.get(field) else {
        return Ok(());
    };
    let one = std::slice::from_ref(value);
    let ids = value.as_array().map_or(one, Vec::as_slice);
    let missing = ids
        .iter()
        .filter_map(Value::as_i64)
        .find(|id| *id != 0 && data.table(table).with(&[(key, &id.to_string())]).is_empty());
    match missing {
        Some(id) => Err(Refused::conflict(
            field,
            &format!("{field} {id} was not found"),
        )),
        None => Ok(()),
    }
}

fn text<'r>(row: &'r Map<String, Value>, field: &str) -> &'r str {
    row.get(field).and_then(Value::as_str).unwrap_or_default()
}

fn positive(value: Option<&Value>) -> Option<&Value> {
    value.filter(|value| value.as_f64().is_some_and(|number| number > 0.0))
}

fn product(data: &Dataset, row: &mut Map<String, Value>, given: &Given<'_>) -> Result<(), Refused> {
    for (field, table, key) in [
        ("categories", "categories", "category_id"),
        ("brand_id", "brands", "id"),
        ("tax_class_id", "tax_classes", "id"),
    ] {
        if given.body.contains_key(field) {
            there(data, row, field, table, key)?;
        }
    }
    // A product of the made-up shop may break the rule already: another change of it passes.
    let about = ["is_price_hidden", "availability"];
    if about.iter().any(|name| given.body.contains_key(*name))
        && row.get("is_price_hidden") == Some(&Value::from(true))
        && text(row, "availability") != "disabled"
    {
        let message = "The price can be hidden only where availability is disabled.";
        return Err(Refused::invalid("is_price_hidden", message));
    }
    sku_of_variant(data, row, given)?;
    // Stock that is not counted for the product cannot be set at it.
    if text(row, "inventory_tracking") != "product" && given.body.contains_key("inventory_level") {
        let level = given
            .before
            .map_or_else(|| json!(0), |before| before["inventory_level"].clone());
        row.insert("inventory_level".to_owned(), level);
    }
    if let Some(name) = row.get("brand_name").and_then(Value::as_str) {
        let brands = data.table("brands");
        let named = |index: &usize| brands.cell(*index, "name") == Cell::text(name);
        if let Some(index) = brands.with(&[("name", name)]).into_iter().find(named) {
            let id = brands.row(index, &[])["id"].take();
            row.insert("brand_id".to_owned(), id);
            row.shift_remove("brand_name");
        }
    }
    let price = positive(row.get("sale_price"))
        .or(row.get("price"))
        .cloned();
    row.insert("calculated_price".to_owned(), price.unwrap_or_default());
    address(row, "custom_url", "url", given.before.is_none());
    Ok(())
}

/// A product cannot have the stock code of another product's variant.
fn sku_of_variant(
    data: &Dataset,
    row: &Map<String, Value>,
    given: &Given<'_>,
) -> Result<(), Refused> {
    let sku = text(row, "sku");
    if sku.is_empty() || !given.body.contains_key("sku") {
        return Ok(());
    }
    let variants = data.table("variants");
    let own = given.before.and_then(|before| before["id"].as_i64());
    let of = |index: usize| variants.cell(index, "product_id").number();
    let mut same = variants.with(&[("sku", sku)]).into_iter();
    match same.any(|index| of(index).map(|id| id as i64) != own) {
        true => Err(Refused::conflict("sku", "The product sku is a duplicate")),
        false => Ok(()),
    }
}

/// What stands inside of a new product gets its numbers; a product's variants follow it.
fn after_product(data: &mut Dataset, row: &Value, does: Does) {
    let id = row["id"].clone();
    if does == Does::Delete {
        return;
    }
    if let Some(name) = row["brand_name"].as_str() {
        let brand = data.change("brands").next_number("id");
        let look = data.shape("brands");
        let given = json!({ "id": brand, "name": name });
        let given = given.as_object().cloned().unwrap_or_default();
        let made = Template::new("brands", look).complete(given);
        data.change("brands").add(Value::Object(made));
        edit(data, "products", "id", &id, |row| {
            row["brand_id"] = json!(brand);
            if let Some(row) = row.as_object_mut() {
                row.shift_remove("brand_name");
            }
        });
    }
    if does == Does::Create {
        number_parts(data, &id);
        first_variants(data, row, &id);
    }
    for variant in rows_with(data, "variants", "product_id", &id) {
        let mut variant = variant;
        calculate(&mut variant, row);
        let key = variant["id"].clone();
        edit(data, "variants", "id", &key, |kept| *kept = variant);
    }
    show_variants(data, &id);
}

/// The parts of a new product that have numbers.
fn number_parts(data: &mut Dataset, id: &Value) {
    let mut numbers: Vec<i64> = (0..400).map(|_| data.number()).collect();
    edit(data, "products", "id", id, |row| {
        for field in ["images", "videos", "custom_fields", "bulk_pricing_rules"] {
            for part in row[field].as_array_mut().into_iter().flatten() {
                part["id"] = json!(numbers.pop());
                if field == "images" {
                    part["product_id"] = id.clone();
                }
            }
        }
    });
}

/// A new product has the variants that came with it, or one that stands for itself.
fn first_variants(data: &mut Dataset, row: &Value, id: &Value) {
    let given = row["variants"].as_array().cloned().unwrap_or_default();
    let base = given.is_empty();
    let all = match base {
        true => vec![json!({ "sku": row["sku"], "option_values": [] })],
        false => given,
    };
    let template = Template::new("variants", data.shape("variants"));
    for variant in all {
        let mut variant = template.complete(variant.as_object().cloned().unwrap_or_default());
        let number = data.change("variants").next_number("id");
        variant.insert("id".to_owned(), json!(number));
        variant.insert("product_id".to_owned(), id.clone());
        let variant = Value::Object(variant);
        stock_item(data, row, &variant);
        data.change("variants").add(variant);
        if base {
            edit(data, "products", "id", id, |row| {
                row["base_variant_id"] = json!(number)
            });
        }
    }
}

/// Stock can be kept of each variant that is shipped.
fn stock_item(data: &mut Dataset, product: &Value, variant: &Value) {
    if product["type"] == "digital" {
        return;
    }
    let identity = json!({
        "sku": variant["sku"], "variant_id": variant["id"], "product_id": product["id"], "sku_id": variant["sku_id"],
    });
    data.change("inventory_items")
        .add(json!({ "identity": identity, "locations": [] }));
}

/// A variant takes from its product what it has not of its own.
fn calculate(variant: &mut Value, product: &Value) {
    let base = variant["option_values"]
        .as_array()
        .is_none_or(Vec::is_empty);
    if base {
        variant["sku"] = product["sku"].clone();
    }
    let own = positive(variant.get("sale_price"))
        .or(positive(variant.get("price")))
        .cloned();
    variant["calculated_price"] = own.unwrap_or_else(|| product["calculated_price"].clone());
    let weight = positive(variant.get("weight")).cloned();
    variant["calculated_weight"] = weight.unwrap_or_else(|| product["weight"].clone());
}

/// The product's row shows its variants, and the sum of their stock where that is counted so.
pub(super) fn show_variants(data: &mut Dataset, product: &Value) {
    let variants = rows_with(data, "variants", "product_id", product);
    edit(data, "products", "id", product, |row| {
        if row["inventory_tracking"] == "variant" {
            let levels = variants
                .iter()
                .filter_map(|variant| variant["inventory_level"].as_i64());
            row["inventory_level"] = json!(levels.sum::<i64>());
        }
        row["variants"] = Value::Array(variants);
    });
}

fn variant(data: &Dataset, row: &mut Map<String, Value>, given: &Given<'_>) -> Result<(), Refused> {
    let key = row
        .get("product_id")
        .and_then(Value::as_i64)
        .unwrap_or_default();
    let products = data.table("products");
    let index = products.find("id", key).ok_or_else(Refused::not_found)?;
    let product = products.row(index, &EVERYTHING);
    if given.before.is_none() {
        let chosen = row
            .get("option_values")
            .and_then(Value::as_array)
            .cloned()
            .unwrap_or_default();
        let full: Option<Vec<Value>> = chosen
            .iter()
            .map(|choice| option_value(&product, choice))
            .collect();
        let full = full.filter(|full| !full.is_empty()).ok_or_else(|| {
            Refused::invalid(
                "option_values",
                "The option values do not match those of the product.",
            )
        })?;
        let same =
            |variant: &Value| ids(&variant["option_values"]) == ids(&Value::Array(full.clone()));
        if rows_with(data, "variants", "product_id", &product["id"])
            .iter()
            .any(same)
        {
            return Err(Refused::conflict(
                "option_values",
                "A variant with these option values exists.",
            ));
        }
        row.insert("option_values".to_owned(), Value::Array(full));
    }
    let mut whole = Value::Object(std::mem::take(row));
    let sku = whole["sku"].clone();
    calculate(&mut whole, &product);
    whole["sku"] = sku;
    if let Value::Object(whole) = whole {
        *row = whole;
    }
    Ok(())
}

fn ids(values: &Value) -> Vec<i64> {
    let values = values.as_array().into_iter().flatten();
    let mut ids: Vec<i64> = values.filter_map(|value| value["id"].as_i64()).collect();
    ids.sort_unstable();
    ids
}

/// A choice with all that the product says of it; it is named by its numbers or by its words.
fn option_value(product: &Value, choice: &Value) -> Option<Value> {
    let same = |theirs: &Value, ours: &Value| !ours.is_null() && theirs == ours;
    let options = product["options"].as_array()?;
    let option = options.iter().find(|option| {
        same(&option["id"], &choice["option_id"])
            || same(&option["display_name"], &choice["option_display_name"])
    })?;
    let values = option["option_values"].as_array()?;
    let value = values.iter().find(|value| {
        same(&value["id"], &choice["id"]) || same(&value["label"], &choice["label"])
    })?;
    Some(json!({
        "id": value["id"], "label": value["label"], "option_id": option["id"], "option_display_name": option["display_name"],
    }))
}

/// The variant that stands for the product goes with it alone.
fn variant_may_go(_: &Dataset, row: &Value) -> Result<(), Refused> {
    match row["option_values"].as_array().is_none_or(Vec::is_empty) {
        true => Err(Refused::invalid(
            "id",
            "The base variant cannot be deleted.",
        )),
        false => Ok(()),
    }
}

fn after_variant(data: &mut Dataset, row: &Value, does: Does) {
    let base = row["option_values"].as_array().is_none_or(Vec::is_empty);
    if base && does == Does::Update {
        edit(data, "products", "id", &row["product_id"], |product| {
            product["sku"] = row["sku"].clone()
        });
    }
    if does == Does::Create {
        let product = rows_with(data, "products", "id", &row["product_id"]);
        stock_item(data, product.first().unwrap_or(&Value::Null), row);
    }
    show_variants(data, &row["product_id"]);
}
