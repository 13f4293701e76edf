//! A store of the user's own: one NDJSON file for each resource, in the API's own shapes, in place of the made-up rows. A resource
//! without a file is empty, except for what every store has (statuses, settings, countries …).

mod files;
mod lines;
mod orders;

use std::collections::{HashMap, HashSet};
use std::path::Path;

use serde_json::{Map, Value, json};

use self::files::File;
use self::lines::{Finish, Lines};
use self::orders::FolderOrders;
use crate::options::Error;
use crate::orders::Orders;
use crate::rows::{Tables, put};
use crate::template::{EVERYTHING, Template, shape};

/// What the descriptions of the API say of the tables behind them, as far as a folder's rows need it.
#[derive(Default)]
pub(crate) struct DescribedTables {
    /// The fields by which each table is filtered, sorted and found.
    pub(crate) fields: HashMap<&'static str, HashSet<&'static str>>,
    /// The tables of which the API shows one object.
    pub(crate) single: HashSet<&'static str>,
}

/// Files whose rows hang below those of another: name, the parent's table, the field that names the parent, and the parent's
/// array that they become.
const BELOW: [(&str, &str, &str, &str); 10] = [
    ("variants", "products", "product_id", "variants"),
    ("product_images", "products", "product_id", "images"),
    ("product_videos", "products", "product_id", "videos"),
    ("product_reviews", "products", "product_id", "reviews"),
    (
        "product_custom_fields",
        "products",
        "product_id",
        "custom_fields",
    ),
    (
        "product_bulk_pricing_rules",
        "products",
        "product_id",
        "bulk_pricing_rules",
    ),
    ("product_options", "products", "product_id", "options"),
    ("product_modifiers", "products", "product_id", "modifiers"),
    ("product_rules", "products", "product_id", "complex_rules"),
    (
        "customer_addresses",
        "customers",
        "customer_id",
        "addresses",
    ),
];

/// Files of orders, which are kept in a way of their own.
const OF_ORDERS: [&str; 3] = ["orders", "order_products", "order_shipping_addresses"];

/// Tables that every store has, also one that brings its own rows.
const KEPT: [&str; 12] = [
    "order_statuses",
    "category_trees",
    "channels",
    "currencies",
    "countries",
    "states",
    "sites",
    "tax_classes",
    "locations",
    "shipping_zones",
    "payment_methods",
    "themes",
];

/// Reads the folder's rows, with the shapes of the made-up ones; gives its tables and its orders.
pub(crate) fn load(
    folder: &Path,
    made_up: &Tables,
    described: &DescribedTables,
) -> Result<(Tables, Box<dyn Orders>), Error> {
    let mut files = read(folder, &known(made_up))?;
    let orders = FolderOrders::new(
        files.remove("orders"),
        files.remove("order_products"),
        files.remove("order_shipping_addresses"),
    )?;
    let mut tables: Tables = HashMap::new();
    let below = below(&mut files)?;
    for (name, table) in made_up {
        let children = below.get(name).cloned().unwrap_or_default();
        let template = Template::new(name, shape(table.as_ref()));
        let key = if *name == "categories" {
            "category_id"
        } else {
            "id"
        };
        let none = HashSet::new();
        let fields = described.fields.get(name).unwrap_or(&none);
        match files.remove(*name) {
            Some(file) => {
                let mut lines = Vec::new();
                for (position, line) in file.lines().enumerate() {
                    let mut row = line.object()?;
                    // A row without its key gets the number of its line, for good.
                    let numbered = row.contains_key(key) || !template.has(key);
                    let text = if numbered {
                        line.text.to_owned()
                    } else {
                        row.insert(key.to_owned(), json!(position + 1));
                        Value::Object(row).to_string()
                    };
                    lines.push(text.into_boxed_str());
                }
                tables.insert(
                    name,
                    Box::new(Lines::new(
                        lines,
                        key,
                        template,
                        finish(name),
                        children,
                        fields,
                    )),
                );
            }
            None if keeps(name, described) => {
                let rows = (0..table.len()).map(|index| table.row(index, &EVERYTHING));
                put(&mut tables, name, rows.collect());
            }
            None => {}
        }
    }
    gather(&mut tables, "variants", "products", "variants");
    gather(&mut tables, "customer_addresses", "customers", "addresses");
    Ok((tables, Box::new(orders)))
}

/// The names of all files that a folder may hold.
fn known(made_up: &Tables) -> Vec<&'static str> {
    let mut known: Vec<&str> = made_up.keys().copied().collect();
    known.extend(OF_ORDERS);
    known.extend(BELOW.iter().map(|(name, ..)| *name));
    known.sort_unstable();
    known.dedup();
    known
}

/// Reads the folder's files; refuses a file that belongs to no resource.
fn read(folder: &Path, known: &[&'static str]) -> Result<HashMap<&'static str, File>, Error> {
    let failed = |source| Error::Read {
        path: folder.to_owned(),
        source,
    };
    let mut files = HashMap::new();
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        let name = path
            .file_name()
            .and_then(|name| name.to_str())
            .unwrap_or_default();
        if name.starts_with('.') {
            continue;
        }
        let stem = name.strip_suffix(".ndjson").unwrap_or_default();
        match known.iter().find(|known| **known == stem) {
            Some(known) => files.insert(*known, File::read(path)?),
            None => {
                let known = known
                    .iter()
                    .map(|name| format!("{name}.ndjson"))
                    .collect::<Vec<_>>()
                    .join(", ");
                return Err(Error::UnknownFile { path, known });
            }
        };
    }
    Ok(files)
}

/// The rows of a child's file by their parent's id, with the parent's array that they belong to.
type Below = HashMap<&'static str, HashMap<i64, Vec<(&'static str, Value)>>>;

/// Rows that hang below others.
fn below(files: &mut HashMap<&'static str, File>) -> Result<Below, Error> {
    let mut below: Below = HashMap::new();
    for (name, parent, key, field) in BELOW {
        let Some(file) = files.remove(name) else {
            continue;
        };
        let parents = below.entry(parent).or_default();
        for (position, line) in file.lines().enumerate() {
            let mut row = line.object()?;
            let id = row.get(key).and_then(Value::as_i64);
            let id = id.ok_or_else(|| {
                line.refuse(&format!("it has no {key}, which must be a whole number"))
            })?;
            row.entry("id").or_insert_with(|| json!(position + 1));
            parents
                .entry(id)
                .or_default()
                .push((field, Value::Object(row)));
        }
    }
    Ok(below)
}

/// Whether every store has a table, also one that brings its own rows.
fn keeps(name: &str, described: &DescribedTables) -> bool {
    KEPT.contains(&name) || described.single.contains(name)
}

/// Fills a table with the arrays of another one's rows: the children of all parents.
fn gather(tables: &mut Tables, name: &'static str, parent: &str, field: &str) {
    let mut rows = Vec::new();
    if let Some(parents) = tables.get(parent) {
        for index in 0..parents.len() {
            if let Some(Value::Array(children)) =
                parents.row(index, &[field]).get_mut(field).map(Value::take)
            {
                rows.extend(children);
            }
        }
    }
    // Ids of the whole store, in their order: lists are read by them.
    rows.sort_by_key(|row| row.get("id").and_then(Value::as_i64));
    put(tables, name, rows);
}

/// What follows for a row from what it has.
fn finish(name: &str) -> Finish {
    match name {
        "products" => finish_product,
        "customers" => finish_customer,
        _ => |_, _| {},
    }
}

/// Whether a field says nothing: absent, 0 or an empty array.
fn is_nothing(value: Option<&Value>) -> bool {
    match value {
        Some(Value::Array(elements)) => elements.is_empty(),
        Some(Value::Number(number)) => number.as_f64() == Some(0.0),
        other => other.is_none(),
    }
}

fn finish_product(row: &mut Map<String, Value>, template: &Template) {
    let id = row.get("id").cloned().unwrap_or_default();
    if is_nothing(row.get("calculated_price")) {
        let price = if is_nothing(row.get("sale_price")) {
            row.get("price")
        } else {
            row.get("sale_price")
        };
        row.insert(
            "calculated_price".to_owned(),
            price.cloned().unwrap_or_default(),
        );
    }
    finish_variants(row, template, &id);
    match row.get("images").and_then(|images| images.get(0)).cloned() {
        Some(image) => row.insert("primary_image".to_owned(), image),
        None => row.shift_remove("primary_image"),
    };
    if row
        .get("custom_url")
        .and_then(|url| url.get("url"))
        .and_then(Value::as_str)
        == Some("")
    {
        row.insert(
            "custom_url".to_owned(),
            json!({ "url": format!("/{id}/"), "is_customized": false }),
        );
    }
}

/// Prices and sizes that a variant takes from its product where it has none of its own.
const INHERITED: [&str; 8] = [
    "price",
    "sale_price",
    "retail_price",
    "weight",
    "width",
    "height",
    "depth",
    "fixed_cost_shipping_price",
];

/// Completes the variants. A product without any gets one that stands for the product itself.
fn finish_variants(row: &mut Map<String, Value>, template: &Template, id: &Value) {
    if is_nothing(row.get("variants")) {
        let mut base = json!({ "id": id });
        for field in [
            "sku",
            "inventory_level",
            "inventory_warning_level",
            "upc",
            "mpn",
            "gtin",
        ] {
            base[field] = row.get(field).cloned().unwrap_or_default();
        }
        row.insert(
            "variants".to_owned(),
            json!([template.element("variants", base)]),
        );
    }
    let calculated = row.get("calculated_price").cloned().unwrap_or_default();
    let Some(Value::Array(variants)) = row.get_mut("variants") else {
        return;
    };
    for variant in variants.iter_mut() {
        variant["product_id"] = id.clone();
        for price in INHERITED {
            if is_nothing(variant.get(price)) {
                variant[price] = Value::Null;
            }
        }
        if is_nothing(variant.get("calculated_price")) {
            variant["calculated_price"] = calculated.clone();
        }
    }
    // A product with several variants has no base variant.
    let base = match variants.as_slice() {
        [only] => only.get("id").cloned().unwrap_or_default(),
        _ => Value::Null,
    };
    if is_nothing(row.get("base_variant_id")) {
        row.insert("base_variant_id".to_owned(), base);
    }
}

fn finish_customer(row: &mut Map<String, Value>, template: &Template) {
    let id = row.get("id").cloned().unwrap_or_default();
    for (array, count) in [
        ("addresses", "address_count"),
        ("attributes", "attribute_count"),
    ] {
        if let Some(Value::Array(elements)) = row.get_mut(array) {
            for (position, element) in elements.iter_mut().enumerate() {
                let missing = element.get("id").is_none_or(|given| *given == 0);
                *element = template.element(array, element.take());
                element["customer_id"] = id.clone();
                if missing {
                    element["id"] = json!(id.as_i64().unwrap_or_default() * 100 + position as i64);
                }
            }
            let number = elements.len();
            row.insert(count.to_owned(), json!(number));
        }
    }
}
