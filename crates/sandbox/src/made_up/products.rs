//! Made-up products as rows. What hangs below a product (images, options, reviews …) is in `product_children`, its variants in
//! `variants`.

use std::sync::Arc;

use serde_json::{Value, json};

use super::product_children as children;
use super::shop::{Product, Shop};
use crate::json::{dollars, merged};
use crate::random::Random;
use crate::rows::{Cell, Table};
use crate::time::{DAY, TODAY, rfc3339_offset};

/// The products of the shop.
pub(crate) struct Products(pub(crate) Arc<Shop>);

impl Table for Products {
    fn len(&self) -> usize {
        self.0.products.len()
    }

    fn cell<'a>(&'a self, index: usize, field: &str) -> Cell<'a> {
        let product = &self.0.products[index];
        match field {
            "id" => Cell::Int(product.id),
            "name" => Cell::Text(product.name().into()),
            "sku" => Cell::Text(product.sku().into()),
            "upc" => Cell::Text(product.upc().into()),
            "mpn" => Cell::Text(product.mpn().into()),
            "price" => Cell::money(product.price),
            "calculated_price" => Cell::money(product.calculated()),
            "weight" => Cell::money(product.grams() * 10),
            "brand_id" => Cell::Int(product.brand),
            "date_modified" => Cell::Int(product.modified),
            "date_last_imported" => imported(product).map_or(Cell::Null, Cell::Int),
            "is_visible" => Cell::Flag(product.visible),
            "is_featured" => Cell::Flag(product.featured),
            "is_free_shipping" => Cell::Flag(product.free_shipping()),
            "inventory_level" => Cell::Int(product.stock),
            "total_sold" => Cell::Int(self.0.sold[index]),
            "type" => Cell::text(if product.digital() {
                "digital"
            } else {
                "physical"
            }),
            "condition" => Cell::text(condition(product)),
            "availability" => Cell::text(availability(product)),
            "categories" => Cell::Ids(product.categories()),
            "channels" => Cell::Ids(product.channels()),
            "inventory_low" => Cell::Flag(product.stock <= product.warning_level()),
            "out_of_stock" => Cell::Flag(product.stock == 0),
            "keyword" => Cell::Text(
                format!(
                    "{} {} {}",
                    product.name(),
                    product.sku(),
                    description(product)
                )
                .into(),
            ),
            _ => Cell::Null,
        }
    }

    fn row(&self, index: usize, include: &[&str]) -> Value {
        let product = &self.0.products[index];
        let mut row = base_row(product, self.0.sold[index]);
        // As recorded, and against the official file: a product has an option set or a base variant, and the other is null.
        let has_options = product.variants > 1;
        row["option_set_id"] = json!(has_options.then_some(product.id % 40 + 1));
        row["base_variant_id"] = json!((!has_options).then_some(product.first_variant));
        children::put(&mut row, product, self.0.seed, include);
        row
    }
}

fn imported(product: &Product) -> Option<i64> {
    (product.id % 4 == 0).then_some(product.created + DAY)
}

fn condition(product: &Product) -> &'static str {
    match product.id % 20 {
        0 => "Used",
        1 => "Refurbished",
        _ => "New",
    }
}

fn availability(product: &Product) -> &'static str {
    match product.id % 17 {
        0 => "preorder",
        1 => "disabled",
        _ => "available",
    }
}

fn description(product: &Product) -> String {
    match product.id % 3 {
        0 => format!("<p>{} – made in small batches.</p>", product.name()),
        1 => format!(
            "<p>{}: für jeden Tag gemacht &amp; lange haltbar.</p>\n<ul><li>spülmaschinenfest</li></ul>",
            product.name()
        ),
        _ => format!("<p>{}, pensé pour durer.</p>", product.name()),
    }
}

/// Everything of a product that needs no `include`.
fn base_row(product: &Product, sold: i64) -> Value {
    merged(figures(product, sold), presentation(product))
}

/// What a product is, costs and weighs.
fn figures(product: &Product, sold: i64) -> Value {
    let mut random = Random::at(product.id as u64, "product row", 0);
    let (length, width, height) = if product.digital() {
        (0, 0, 0)
    } else {
        (
            random.between(6, 40),
            random.between(6, 40),
            random.between(4, 30),
        )
    };
    let reviews = children::review_ratings(product);
    json!({
        "id": product.id,
        "name": product.name(),
        "type": if product.digital() { "digital" } else { "physical" },
        "sku": product.sku(),
        "description": description(product),
        "weight": dollars(product.grams() * 10),
        "width": width,
        "depth": length,
        "height": height,
        "price": dollars(product.price),
        "cost_price": dollars(product.price * 55 / 100),
        "retail_price": dollars(if product.id % 3 == 0 { product.price * 12 / 10 } else { 0 }),
        "sale_price": dollars(product.sale),
        "map_price": 0,
        "tax_class_id": if product.digital() { 1 } else { 0 },
        "product_tax_code": if product.digital() { "DC010000" } else { "" },
        "calculated_price": dollars(product.calculated()),
        "categories": product.categories(),
        "brand_id": product.brand,
        "option_set_display": "right",
        "inventory_level": product.stock,
        "inventory_warning_level": product.warning_level(),
        "inventory_tracking": product.tracking(),
        "reviews_rating_sum": reviews.iter().sum::<i64>(),
        "reviews_count": reviews.len(),
        "total_sold": sold,
        "fixed_cost_shipping_price": dollars(if product.id % 19 == 0 { 49_900 } else { 0 }),
    })
}

/// How a product is shown and sold.
fn presentation(product: &Product) -> Value {
    let preorder = availability(product) == "preorder";
    let name = product.name();
    json!({
        "is_free_shipping": product.free_shipping(),
        "is_visible": product.visible,
        "is_featured": product.featured,
        "related_products": if product.id % 4 == 1 && product.index > 2 { json!([product.id - 1, product.id - 2]) } else { json!([-1]) },
        "warranty": if product.id % 6 == 0 { "Two years on material and workmanship." } else { "" },
        "bin_picking_number": if product.digital() { String::new() } else { format!("{}-{:02}", char::from(b'A' + product.family % 20), product.id % 60) },
        "layout_file": "",
        "upc": product.upc(),
        "mpn": product.mpn(),
        "gtin": if product.id % 2 == 0 { product.upc() } else { String::new() },
        "date_last_imported": imported(product).map(rfc3339_offset).unwrap_or_default(),
        "search_keywords": if product.id % 2 == 0 { "gift, kitchen, handmade" } else { "" },
        "availability": availability(product),
        "availability_description": if availability(product) == "available" { "Leaves us within two days" } else { "" },
        "gift_wrapping_options_type": if product.digital() { "none" } else { "any" },
        "gift_wrapping_options_list": [],
        "sort_order": product.id % 10,
        "condition": condition(product),
        "is_condition_shown": condition(product) != "New",
        "order_quantity_minimum": 0,
        "order_quantity_maximum": if product.id % 9 == 0 { 10 } else { 0 },
        "page_title": if product.id % 2 == 0 { format!("{name} | Hafen & Herd") } else { String::new() },
        "meta_keywords": if product.id % 3 == 0 { json!(["tableware", "Küche"]) } else { json!([]) },
        "meta_description": if product.id % 5 == 0 { format!("{name}: order today.") } else { String::new() },
        "date_created": rfc3339_offset(product.created),
        "date_modified": rfc3339_offset(product.modified),
        "view_count": product.id * 37 % 2_000,
        "preorder_release_date": if preorder { json!(rfc3339_offset(TODAY + 60 * DAY)) } else { Value::Null },
        "preorder_message": if preorder { "Expected in spring" } else { "" },
        "is_preorder_only": preorder,
        "is_price_hidden": product.id % 29 == 0,
        "price_hidden_label": if product.id % 29 == 0 { "Call us" } else { "" },
        "custom_url": { "url": format!("/product-{}/", product.id), "is_customized": product.id % 7 == 0 },
        "base_variant_id": Value::Null,
        "open_graph_type": "product",
        "open_graph_title": "",
        "open_graph_description": "",
        "open_graph_use_meta_description": true,
        "open_graph_use_product_name": true,
        "open_graph_use_image": true,
    })
}
