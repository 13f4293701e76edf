//! What the API's resources take, by area: a few lines each, facts only, from the official files and from BigCommerce's guides.
//! How a request is carried out is known to `write`.

mod carts;
mod catalog;
mod channels;
mod content;
mod customers;
mod fulfilment;
mod images;
mod inventory;
mod logistics;
mod marketing;
mod metafields;
mod orders;
mod pricing;
mod product_parts;
mod products;
mod segments;
mod settings;
mod wishlists;

use crate::write::Writes;

/// All descriptions.
pub(crate) const ALL: &[&[Writes]] = &[
    products::WRITES,
    catalog::WRITES,
    product_parts::WRITES,
    images::WRITES,
    metafields::PRODUCTS,
    metafields::VARIANTS,
    metafields::BRANDS,
    metafields::CATEGORIES,
    metafields::CHANNELS,
    metafields::CUSTOMERS,
    metafields::LOCATIONS,
    metafields::ORDERS,
    metafields::OTHERS,
    customers::WRITES,
    pricing::WRITES,
    marketing::WRITES,
    channels::WRITES,
    logistics::WRITES,
    content::WRITES,
    settings::WRITES,
    inventory::WRITES,
    orders::WRITES,
    fulfilment::WRITES,
    carts::WRITES,
    segments::WRITES,
    wishlists::WRITES,
];

#[cfg(test)]
mod cost_tests;

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use serde_json::{Value, json};

    use super::*;
    use crate::dataset::Dataset;
    use crate::options::Options;
    use crate::request::Query;
    use crate::resource::route::Routes;
    use crate::resources;
    use crate::write::answer::answer;
    use crate::write::route::WriteRoutes;

    /// Members that bodies of their own have, beside those that descriptions name.
    const FURTHER: [&str; 24] = [
        "image_file",
        "batch_size",
        "products",
        "billing_address",
        "shipping_addresses",
        "consignments",
        "fees",
        "items",
        "settings",
        "payments",
        "line_items",
        "custom_items",
        "gift_certificates",
        "line_item",
        "context",
        "data",
        "customer_id",
        "product_id",
        "category_id",
        "attribute_id",
        "value",
        "order_address_id",
        "allow",
        "quantity",
    ];

    /// Every kind of value, in every member at once and in an array of rows.
    fn bodies(right: &[(&str, Value)]) -> Vec<Value> {
        let members: Vec<&str> = right.iter().map(|(name, _)| *name).chain(FURTHER).collect();
        let objects = json!([{ "id": 1, "quantity": 1, "product_id": 105, "order_product_id": 1, "item_type": "PRODUCT", "location_id": 1 }]);
        let values = [
            Value::Null,
            json!(0),
            json!(1),
            json!(-7),
            json!(1e300),
            json!("x"),
            json!(""),
            json!(true),
            json!([]),
            json!([1]),
            json!(["x", null]),
            json!([[]]),
            json!([{}]),
            json!({}),
            json!({ "id": [] }),
            json!({ "shipping": [{ "line_items": [1] }] }),
            objects,
        ];
        let mut bodies = values.to_vec();
        for value in &values {
            let row: Value = members
                .iter()
                .map(|name| ((*name).to_owned(), value.clone()))
                .collect();
            bodies.push(json!([row, row]));
            bodies.push(row);
        }
        // One member at a time is wrong, so that the others lead on.
        let right: Value = right
            .iter()
            .cloned()
            .map(|(name, value)| (name.to_owned(), value))
            .collect();
        for name in &members {
            for value in [Value::Null, json!([1]), json!([{}]), json!({ "a": [1] })] {
                let mut row = right.clone();
                row[*name] = value;
                bodies.push(json!([row]));
                bodies.push(row);
            }
        }
        bodies
    }

    #[test]
    fn no_body_makes_a_write_panic_or_fail_by_itself() {
        let options = Options {
            orders: 30,
            products: 30,
            customers: 20,
            ..Options::default()
        };
        let reads = Routes::new(resources::ALL).unwrap();
        let routes = WriteRoutes::new(ALL, &reads).unwrap();
        let mut data = Dataset::new(&options, &reads.described_tables()).unwrap();
        let order = data.orders.order(0).id.to_string();
        for writes in ALL.iter().flat_map(|area| area.iter()) {
            let right = crate::write::right_values(writes.members);
            // What deletes comes last, so that there is something to be written to.
            let mut changes: Vec<_> = writes.changes.iter().collect();
            changes.sort_by_key(|change| change.method == "DELETE");
            for change in changes {
                let path = change
                    .path
                    .replace("{order_id}", &order)
                    .replace("{product_id}", "105");
                let path = path
                    .split('/')
                    .map(|part| if part.starts_with('{') { "1" } else { part });
                let path = path.collect::<Vec<_>>().join("/");
                let found = routes
                    .find(writes.version, change.method, &path, change.form)
                    .unwrap();
                for body in bodies(&right) {
                    let text = body.to_string();
                    let (reply, _) = answer(
                        &mut data,
                        &found,
                        &Query::default(),
                        text.as_bytes(),
                        "http://x",
                    );
                    assert!(reply.status < 500, "{} {path} {text}", change.method);
                    data.count_request();
                }
            }
        }
    }
}
