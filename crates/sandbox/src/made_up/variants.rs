//! Made-up variants as rows, and the options by which they differ.

use std::sync::Arc;

use serde_json::{Value, json};

use super::shop::{Product, Shop};
use super::words::{COLOURS, SIZES};
use crate::json::dollars;
use crate::rows::{Cell, Table};

/// How a variant differs from its siblings: (option, label) pairs, colour first.
pub(crate) fn choices(product: &Product, position: u8) -> Vec<(&'static str, &'static str)> {
    match product.variants {
        3 => vec![("Size", SIZES[usize::from(position)])],
        5 => vec![("Colour", COLOURS[usize::from(position)].0)],
        6 => vec![
            ("Colour", COLOURS[usize::from(position / 3)].0),
            ("Size", SIZES[usize::from(position % 3)]),
        ],
        _ => Vec::new(),
    }
}

/// What a variant costs where it does not cost what its product costs.
pub(crate) fn own_price(product: &Product, position: u8) -> Option<i64> {
    (product.variants > 1 && position % 3 == 2)
        .then(|| product.price + product.price / 10 / 100 * 100)
}

/// A variant's stock-keeping unit.
pub(crate) fn variant_sku(product: &Product, position: u8) -> String {
    if product.variants == 1 {
        product.sku()
    } else {
        format!("{}-{}", product.sku(), position + 1)
    }
}

/// The ids of an option and of its value with a label.
pub(crate) fn option_ids(product: &Product, option: usize, label: &str) -> (i64, i64) {
    let values = option_labels(product, option);
    let position = values
        .iter()
        .position(|value| *value == label)
        .unwrap_or_default() as i64;
    let option_id = product.id * 2 + option as i64;
    (option_id, option_id * 10 + position)
}

/// The labels of an option, in their order.
pub(crate) fn option_labels(product: &Product, option: usize) -> Vec<&'static str> {
    let mut labels = Vec::new();
    for position in 0..product.variants {
        if let Some((_, label)) = choices(product, position).get(option)
            && !labels.contains(label)
        {
            labels.push(*label);
        }
    }
    labels
}

/// A variant as a row.
pub(crate) fn variant(product: &Product, position: u8) -> Value {
    let id = product.first_variant + i64::from(position);
    let price = own_price(product, position);
    let options = choices(product, position).into_iter().enumerate().map(|(option, (name, label))| {
        let (option_id, value_id) = option_ids(product, option, label);
        json!({ "id": value_id, "label": label, "option_id": option_id, "option_display_name": name })
    });
    let own = |value: i64| {
        if product.variants > 1 && position == 1 {
            json!(value)
        } else {
            Value::Null
        }
    };
    let weight = own(product.grams() / 1_000 + 1);
    let calculated_weight = match weight.is_null() {
        true => dollars(product.grams() * 10),
        false => weight.clone(),
    };
    json!({
        "id": id,
        "product_id": product.id,
        "sku": variant_sku(product, position),
        "sku_id": id + 50,
        "price": price.map(dollars),
        "calculated_price": dollars(price.unwrap_or_else(|| product.calculated())),
        "sale_price": Value::Null,
        "retail_price": Value::Null,
        "map_price": Value::Null,
        "weight": weight,
        "calculated_weight": calculated_weight,
        "width": own(12),
        "height": own(9),
        "depth": own(12),
        "is_free_shipping": product.free_shipping(),
        "fixed_cost_shipping_price": Value::Null,
        "purchasing_disabled": position == 4,
        "purchasing_disabled_message": if position == 4 { "Sold out for good" } else { "" },
        "image_url": if product.images > 0 { format!("https://cdn.example.com/products/{}/{id}.jpg", product.id) } else { String::new() },
        "cost_price": dollars(product.price * 55 / 100),
        "upc": if product.variants == 1 { product.upc() } else { String::new() },
        "mpn": if product.variants == 1 { product.mpn() } else { String::new() },
        "gtin": "",
        // Together they have the product's.
        "inventory_level": product.stock / i64::from(product.variants)
            + i64::from(i64::from(position) < product.stock % i64::from(product.variants)),
        "inventory_warning_level": product.warning_level(),
        "bin_picking_number": "",
        "option_values": options.collect::<Vec<_>>(),
    })
}

/// All variants of the shop, in the order of their ids.
pub(crate) struct Variants {
    shop: Arc<Shop>,
    places: Vec<(u32, u8)>,
}

impl Variants {
    /// Finds the place of every variant.
    pub(crate) fn new(shop: Arc<Shop>) -> Self {
        let of = |(index, product): (usize, &Product)| {
            (0..product.variants).map(move |position| (index as u32, position))
        };
        let places = shop.products.iter().enumerate().flat_map(of).collect();
        Self { shop, places }
    }

    fn at(&self, index: usize) -> (&Product, u8) {
        let (product, position) = self.places[index];
        (&self.shop.products[product as usize], position)
    }
}

impl Table for Variants {
    fn len(&self) -> usize {
        self.places.len()
    }

    fn cell<'a>(&'a self, index: usize, field: &str) -> Cell<'a> {
        let (product, position) = self.at(index);
        match field {
            "id" => Cell::Int(product.first_variant + i64::from(position)),
            "product_id" => Cell::Int(product.id),
            "sku" => Cell::Text(variant_sku(product, position).into()),
            "upc" => Cell::Text(
                (if product.variants == 1 {
                    product.upc()
                } else {
                    String::new()
                })
                .into(),
            ),
            _ => Cell::Null,
        }
    }

    fn row(&self, index: usize, _: &[&str]) -> Value {
        let (product, position) = self.at(index);
        variant(product, position)
    }
}
