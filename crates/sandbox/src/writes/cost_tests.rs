//! A write looks at the rows that it changes and at those that they name, however many others the store has. Rows are counted here,
//! and no time is measured.

#![allow(clippy::unwrap_used)]
use super::ALL;
use crate::dataset::Dataset;
use crate::options::Options;
use crate::request::{Query, target};
use crate::resource::route::Routes;
use crate::resources;
use crate::rows::visits;
use crate::write::answer::answer;
use crate::write::route::WriteRoutes;

/// Requests; each is sent for the first, the second and the third row. `%n` is 1, 2 and 3, `%products.id` the `id` of that product.
const REQUESTS: &[(&str, &str, &str)] = &[
    (
        "POST",
        "/v3/catalog/products",
        r#"{ "name": "new %n", "type": "physical", "weight": 1, "price": 2, "sku": "new-%n", "categories": [%categories.category_id], "brand_id": %brands.id }"#,
    ),
    (
        "PUT",
        "/v3/catalog/products",
        r#"[{ "id": %products.id, "price": %n.5, "name": "other %n", "sku": "other-%n", "categories": [%categories.category_id], "tax_class_id": 1 }]"#,
    ),
    (
        "PUT",
        "/v3/catalog/products/%products.id",
        r#"{ "brand_name": "made %n", "sale_price": 1 }"#,
    ),
    (
        "PUT",
        "/v3/catalog/variants",
        r#"[{ "id": %variants.id, "price": %n.5 }]"#,
    ),
    (
        "PUT",
        "/v3/catalog/products/%variants.product_id/variants/%variants.id",
        r#"{ "sku": "own-%n" }"#,
    ),
    (
        "POST",
        "/v3/catalog/products/%products.id/custom-fields",
        r#"{ "name": "made", "value": "of %n" }"#,
    ),
    (
        "POST",
        "/v3/catalog/products/%products.id/metafields",
        r#"{ "key": "k%n", "value": "v", "namespace": "n", "permission_set": "read" }"#,
    ),
    (
        "PUT",
        "/v3/catalog/products/category-assignments",
        r#"[{ "product_id": %products.id, "category_id": %categories.category_id }]"#,
    ),
    (
        "DELETE",
        "/v3/catalog/products/category-assignments?product_id:in=%products.id&category_id:in=%categories.category_id",
        "",
    ),
    ("POST", "/v3/catalog/brands", r#"{ "name": "brand %n" }"#),
    (
        "PUT",
        "/v3/catalog/brands/%brands.id",
        r#"{ "name": "renamed %n" }"#,
    ),
    (
        "POST",
        "/v3/catalog/trees/categories",
        r#"[{ "name": "category %n", "parent_id": %categories.category_id }]"#,
    ),
    (
        "PUT",
        "/v3/inventory/adjustments/absolute",
        r#"{ "items": [{ "variant_id": %variants.id, "location_id": 1, "quantity": %n }] }"#,
    ),
    ("POST", "/v3/pricelists", r#"{ "name": "list %n" }"#),
    (
        "PUT",
        "/v3/pricelists/%price_lists.id/records",
        r#"[{ "variant_id": %variants.id, "currency": "eur", "price": %n }, { "sku": "%variants.sku", "currency": "usd", "price": %n }]"#,
    ),
    (
        "PUT",
        "/v3/pricelists/records",
        r#"[{ "price_list_id": %price_lists.id, "variant_id": %variants.id, "currency": "eur", "price": %n }]"#,
    ),
    (
        "DELETE",
        "/v3/pricelists/%price_lists.id/records?variant_id:in=%variants.id&currency=usd",
        "",
    ),
    (
        "POST",
        "/v3/customers",
        r#"[{ "email": "new%n@example.com", "first_name": "N", "last_name": "N", "customer_group_id": 1, "addresses": [{ "first_name": "N", "last_name": "N", "address1": "1", "city": "C", "state_or_province": "S", "postal_code": "1", "country_code": "US" }] }]"#,
    ),
    (
        "PUT",
        "/v3/customers",
        r#"[{ "id": %customers.id, "email": "other%n@example.com" }]"#,
    ),
    (
        "POST",
        "/v3/customers/addresses",
        r#"[{ "customer_id": %customers.id, "first_name": "N", "last_name": "N", "address1": "%n", "city": "C", "state_or_province": "S", "postal_code": "1", "country_code": "US" }]"#,
    ),
    (
        "PUT",
        "/v3/customers/addresses",
        r#"[{ "id": %customer_addresses.id, "city": "other %n" }]"#,
    ),
    (
        "PUT",
        "/v3/customers/attribute-values",
        r#"[{ "customer_id": %customers.id, "attribute_id": 1, "value": "%n" }]"#,
    ),
    ("DELETE", "/v3/customers/attribute-values?id:in=%n", ""),
    (
        "PUT",
        "/v3/customers/%customers.id/consent",
        r#"{ "allow": ["functional"], "deny": [] }"#,
    ),
    (
        "POST",
        "/v3/customers/subscribers",
        r#"{ "email": "sub%n@example.com" }"#,
    ),
    ("PUT", "/v2/customers/%customers.id", r#"{ "phone": "%n" }"#),
    (
        "POST",
        "/v3/customers/metafields",
        r#"[{ "resource_id": %customers.id, "key": "k%n", "value": "v", "namespace": "n", "permission_set": "read" }]"#,
    ),
    (
        "POST",
        "/v3/shopper-profiles",
        r#"[{ "customer_id": %customers.id }]"#,
    ),
    (
        "POST",
        "/v3/segments/%segments.id/shopper-profiles",
        r#"["%shopper_profiles.id"]"#,
    ),
    (
        "DELETE",
        "/v3/segments/%segments.id/shopper-profiles?id:in=%shopper_profiles.id",
        "",
    ),
    (
        "DELETE",
        "/v3/customers/addresses?id:in=%customer_addresses.id",
        "",
    ),
    ("DELETE", "/v3/customers?id:in=%customers.id", ""),
    (
        "POST",
        "/v2/orders",
        r#"{ "billing_address": { "zip": "1", "email": "a@example.com" }, "products": [{ "name": "made", "quantity": 1, "price_inc_tax": 2, "price_ex_tax": 2 }] }"#,
    ),
    (
        "PUT",
        "/v2/orders/%orders.id",
        r#"{ "staff_notes": "%n", "customer_id": %customers.id }"#,
    ),
    (
        "POST",
        "/v3/orders/%orders.id/payment_actions/refunds",
        r#"{ "items": [{ "item_type": "ORDER", "amount": 1 }], "payments": [{ "provider_id": "x", "amount": 1, "offline": true }] }"#,
    ),
    ("DELETE", "/v2/orders/%orders.id", ""),
    (
        "POST",
        "/v3/carts",
        r#"{ "customer_id": %customers.id, "custom_items": [{ "name": "made", "quantity": 1, "list_price": 2 }] }"#,
    ),
    (
        "POST",
        "/v3/carts",
        r#"{ "locale": "de", "custom_items": [{ "name": "made", "quantity": 1, "list_price": 2 }] }"#,
    ),
    (
        "PUT",
        "/v3/carts/%carts.id",
        r#"{ "customer_id": %customers.id }"#,
    ),
    ("DELETE", "/v3/carts/%carts.id", ""),
    (
        "POST",
        "/v2/coupons",
        r#"{ "name": "coupon %n", "code": "code%n", "type": "percentage_discount", "amount": "1.0000", "applies_to": { "entity": "categories", "ids": [0] } }"#,
    ),
    (
        "POST",
        "/v3/wishlists",
        r#"{ "customer_id": %customers.id, "name": "made %n", "items": [{ "product_id": %products.id, "variant_id": %variants.id }] }"#,
    ),
    (
        "PUT",
        "/v3/storefront/redirects",
        r#"[{ "from_path": "/made-%n", "site_id": 1000, "to": { "type": "url", "url": "/x" } }]"#,
    ),
    ("DELETE", "/v3/catalog/products/%products.id", ""),
    ("DELETE", "/v3/catalog/products?id:in=%products.id", ""),
];

/// A store of some size, and what its requests look at.
struct Shop {
    data: Dataset,
    routes: WriteRoutes,
}

impl Shop {
    fn new(size: usize) -> Self {
        let options = Options {
            orders: size,
            products: size,
            customers: size,
            ..Options::default()
        };
        let reads = Routes::new(resources::ALL).unwrap();
        Self {
            data: Dataset::new(&options, &reads.described_tables()).unwrap(),
            routes: WriteRoutes::new(ALL, &reads).unwrap(),
        }
    }

    /// A text with the values of one row in it.
    fn filled(&self, text: &str, row: usize) -> String {
        let mut parts = text.split('%');
        let mut filled = parts.next().unwrap().to_owned();
        for part in parts {
            let end = part.find(|c: char| !(c.is_alphanumeric() || "_.".contains(c)));
            let (name, rest) = part.split_at(end.unwrap_or(part.len()));
            match name.split_once('.').filter(|(table, _)| *table != "n") {
                Some((table, field)) => {
                    let value = self.data.table(table).row(row, &[])[field].take();
                    filled += &crate::write::text_of(&value).unwrap();
                }
                None => filled += &name.replacen('n', &(row + 1).to_string(), 1),
            }
            filled += rest;
        }
        filled
    }

    /// Sends a request for one row; gives how many rows it looked at.
    fn send(&mut self, (method, path, body): (&str, &str, &str), row: usize) -> usize {
        let (path, body) = (self.filled(path, row), self.filled(body, row));
        let (path, query) = path.split_once('?').unwrap_or((&path, ""));
        let wanted = target(&format!("/stores/x{path}")).unwrap();
        let found = self
            .routes
            .find(wanted.version, method, &wanted.path, false);
        let found = found.unwrap_or_else(|| panic!("{method} {path}"));
        visits::take();
        let query = Query::parse(query);
        let (reply, _) = answer(&mut self.data, &found, &query, body.as_bytes(), "http://x");
        let said = reply.body.unwrap_or_default();
        let said = String::from_utf8_lossy(&said);
        assert!(reply.status < 300, "{method} {path} {body}: {said}");
        while self.data.waits() {
            self.data.count_request();
        }
        visits::take()
    }
}

#[test]
fn a_write_looks_at_as_many_rows_in_a_large_store_as_in_a_small_one() {
    let (mut small, mut large) = (Shop::new(40), Shop::new(400));
    let mut costs = Vec::new();
    for request in REQUESTS {
        // The first two make the indexes and copies that a table has once.
        for row in 0..2 {
            small.send(*request, row);
            large.send(*request, row);
        }
        let cost = (small.send(*request, 2), large.send(*request, 2));
        costs.push((cost, request.0, request.1));
    }
    let grown = costs.iter().filter(|((small, large), ..)| *large > *small);
    let grown: Vec<_> = grown.collect();
    assert!(grown.is_empty(), "{grown:#?}");
}
