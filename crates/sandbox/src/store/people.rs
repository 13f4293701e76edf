//! Around customers: attributes, answers of the sign-up form, subscribers, segments, wishlists, and the old shapes of v2.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::customers::shopper_profile;
use super::marketing::{SEGMENTS, in_segment, segment_id};
use super::shop::Shop;
use super::{Store, Tables, put};
use crate::random::Random;
use crate::resource::cell::Cell;
use crate::resource::{Rows, Table};
use crate::time::{DAY, TODAY, rfc2822, rfc3339};

/// Adds the area's tables.
pub(crate) fn add(shop: &Shop, tables: &mut Tables) {
    let attribute = |id: i64, name: &str, kind: &str| json!({ "id": id, "name": name, "type": kind, "date_created": rfc3339(TODAY - 800 * DAY), "date_modified": rfc3339(TODAY - (300 - id) * DAY) });
    put(
        tables,
        "customer_attributes",
        vec![
            attribute(1, "Lieblingsgetränk", "string"),
            attribute(2, "Cups a day", "number"),
            attribute(3, "Customer since", "date"),
        ],
    );
    put(tables, "subscribers", subscribers(shop));
    put(
        tables,
        "segments",
        SEGMENTS
            .iter()
            .enumerate()
            .map(|(position, name)| segment(position, name))
            .collect(),
    );
    put(tables, "wishlists", wishlists(shop));
    let settings = json!({
        "privacy_settings": { "ask_shopper_for_tracking_consent": true, "policy_url": "https://hafen-und-herd.example.com/datenschutz/" },
        "customer_group_settings": { "guest_customer_group_id": 4, "default_customer_group_id": 1 },
    });
    put(tables, "customer_settings", vec![settings.clone()]);
    put(
        tables,
        "customer_settings_of_channel",
        vec![super::merged(
            settings,
            json!({ "allow_global_logins": true }),
        )],
    );
}

fn subscribers(shop: &Shop) -> Vec<Value> {
    let willing = shop
        .customers
        .iter()
        .filter(|customer| customer.id % 3 == 1)
        .take(5_000);
    // Who agreed at checkout did so with the first order.
    let mut first_orders: HashMap<i64, i64> = HashMap::new();
    for (id, head) in (1..).zip(&shop.orders) {
        first_orders.entry(head.customer_id).or_insert(id);
    }
    let subscriber = |customer: &super::shop::Customer| {
        let order = first_orders
            .get(&customer.id)
            .filter(|_| customer.id % 2 != 0);
        json!({
            "id": customer.id, "email": customer.email(), "first_name": customer.first_name(), "last_name": customer.last_name(),
            "source": if order.is_some() { "order" } else { "storefront" }, "order_id": order, "channel_id": 1,
            "consents": if customer.id % 5 == 0 { json!(["marketing_newsletter", "abandoned_cart"]) } else { json!(["marketing_newsletter"]) },
            "date_created": rfc3339(customer.created), "date_modified": rfc3339(customer.modified),
        })
    };
    willing.map(subscriber).collect()
}

fn segment(position: usize, name: &str) -> Value {
    let created = TODAY - (400 - position as i64 * 50) * DAY;
    json!({
        "id": segment_id(position), "name": name, "description": if position == 1 { "Every month anew" } else { "" },
        "created_at": rfc3339(created), "updated_at": rfc3339(created + 20 * DAY),
    })
}

fn wishlists(shop: &Shop) -> Vec<Value> {
    let wishing = shop
        .customers
        .iter()
        .filter(|customer| customer.id % 7 == 2)
        .take(2_000);
    let wishlist = |(position, customer): (usize, &super::shop::Customer)| {
        let mut random = Random::at(shop.seed, "wishlist", position);
        let id = position as i64 + 1;
        let items: Vec<Value> = (0..random.below(4))
            .filter_map(|item| {
                let product = shop.products.get(random.below(shop.products.len()))?;
                Some(json!({ "id": id * 10 + item as i64, "product_id": product.id, "variant_id": product.first_variant }))
            })
            .collect();
        json!({
            "id": id, "customer_id": customer.id, "name": if position % 2 == 0 { "Wunschliste" } else { "Later" },
            "is_public": position % 3 == 0, "token": random.uuid(), "items": items,
        })
    };
    wishing.enumerate().map(wishlist).collect()
}

/// The arrays of all customers under a field, one after another.
pub(crate) fn of_customers(store: &Store, word: &str, field: &str) -> Vec<Value> {
    let customers = store.table("customers");
    let mut rows = Vec::new();
    for index in (0..customers.len()).filter(|index| !store.hides("customers", *index)) {
        if let Some(Value::Array(values)) = customers
            .row(store, index, &[word])
            .get_mut(field)
            .map(Value::take)
        {
            rows.extend(values);
        }
    }
    rows
}

/// What customers and addresses answered to the form's own questions.
pub(crate) fn form_field_values(store: &Store) -> Vec<Value> {
    let mut rows = of_customers(store, "formfields", "form_fields");
    let addresses = store.table("customer_addresses");
    for index in 0..addresses.len() {
        if let Some(Value::Array(values)) = addresses
            .row(store, index, &["formfields"])
            .get_mut("form_fields")
            .map(Value::take)
        {
            rows.extend(values);
        }
    }
    rows
}

/// What a customer agreed to.
pub(crate) fn consent(customer: i64) -> Value {
    let allowed = if customer % 2 == 0 {
        json!(["essential", "functional", "analytics"])
    } else {
        json!(["essential"])
    };
    let denied = if customer % 2 == 0 {
        json!(["targeting"])
    } else {
        json!(["functional", "analytics", "targeting"])
    };
    json!({ "allow": allowed, "deny": denied, "updated_at": rfc3339(TODAY - customer % 300 * DAY) })
}

/// The cards and accounts that a customer left.
pub(crate) fn stored_instruments(customer: i64) -> Vec<Value> {
    let token = |position| Random::at(customer as u64, "instrument", position).token(64);
    match customer % 4 {
        0 => vec![json!({
            "type": "stored_card", "token": token(0), "is_default": true, "brand": "VISA", "expiry_month": 11, "expiry_year": 2029,
            "issuer_identification_number": "411111", "last_4": "1111",
            "billing_address": {
                "first_name": "Ilse", "last_name": "Nowak", "email": "", "company": "", "address1": "Schönhauser Allee 3", "address2": "",
                "city": "Berlin", "postal_code": "10435", "state_or_province": "Berlin", "state_or_province_code": "BE", "country_code": "DE", "phone": "",
            },
        })],
        1 => vec![
            json!({ "type": "stored_paypal_account", "token": token(0), "is_default": false, "email": "paypal@example.com" }),
        ],
        _ => Vec::new(),
    }
}

/// The ids of all customers that have a profile: those in a segment.
fn profiled(store: &Store) -> Vec<(i64, i64)> {
    let customers = store.table("customers");
    let row = |index: usize| match (
        customers.cell(store, index, "id"),
        customers.cell(store, index, "date_created").moment(),
    ) {
        (Cell::Int(id), created) => Some((id, created.unwrap_or(TODAY))),
        _ => None,
    };
    let in_any = |id: i64| (0..SEGMENTS.len()).any(|position| in_segment(id, position));
    (0..customers.len())
        .filter_map(row)
        .filter(|(id, _)| in_any(*id))
        .collect()
}

fn profile((customer, created): (i64, i64)) -> Value {
    json!({ "id": shopper_profile(customer), "customer_id": customer, "created_at": rfc3339(created), "updated_at": rfc3339(created + DAY) })
}

/// The profiles of all customers that have one.
pub(crate) fn shopper_profiles(store: &Store) -> Vec<Value> {
    profiled(store).into_iter().map(profile).collect()
}

/// The profiles within a segment.
pub(crate) fn profiles_of_segment<'a>(store: &'a Store, segment: &str) -> Option<Rows<'a>> {
    let position = (0..SEGMENTS.len()).find(|position| segment_id(*position) == segment)?;
    let within = profiled(store)
        .into_iter()
        .filter(|(id, _)| in_segment(*id, position));
    Rows::own(within.map(profile).collect())
}

/// The segments of a profile.
pub(crate) fn segments_of_profile<'a>(store: &'a Store, id: &str) -> Option<Rows<'a>> {
    let (customer, _) = profiled(store)
        .into_iter()
        .find(|(customer, _)| shopper_profile(*customer) == id)?;
    let within = SEGMENTS
        .iter()
        .enumerate()
        .filter(|(position, _)| in_segment(customer, *position));
    Rows::own(
        within
            .map(|(position, name)| segment(position, name))
            .collect(),
    )
}

/// The customers in the old shape.
struct OldCustomers<'a>(&'a dyn Table);

/// The customers in the old shape of v2.
pub(crate) fn old_customers(store: &Store) -> Rows<'_> {
    let table = OldCustomers(store.table("customers"));
    let len = table.0.len();
    Rows::Boxed(Box::new(table), 0..len)
}

impl Table for OldCustomers<'_> {
    fn len(&self) -> usize {
        self.0.len()
    }

    fn cell<'a>(&'a self, store: &'a Store, index: usize, field: &str) -> Cell<'a> {
        self.0.cell(store, index, field)
    }

    fn row(&self, store: &Store, index: usize, _: &[&str]) -> Value {
        let mut row = self.0.row(store, index, &["storecredit", "formfields"]);
        let date = |value: &Value| value.as_str().and_then(crate::time::parse).map(rfc2822);
        let id = row["id"].clone();
        let credit = row["store_credit_amounts"][0]["amount"]
            .as_f64()
            .unwrap_or_default();
        let questions = row["form_fields"].as_array().into_iter().flatten();
        let text = |value: &Value| {
            value
                .as_str()
                .map_or_else(|| value.to_string(), str::to_owned)
        };
        let answers: Vec<Value> = questions
            .map(|field| json!({ "name": field["name"], "value": text(&field["value"]) }))
            .collect();
        let mut old = json!({
            "id": id, "company": row["company"].take(), "first_name": row["first_name"].take(), "last_name": row["last_name"].take(),
            "email": row["email"].take(), "phone": row["phone"].take(),
            "form_fields": if answers.is_empty() { Value::Null } else { json!(answers) },
            "date_created": date(&row["date_created"]), "date_modified": date(&row["date_modified"]),
            "store_credit": format!("{credit:.4}"),
        });
        for field in [
            "registration_ip_address",
            "customer_group_id",
            "notes",
            "tax_exempt_category",
        ] {
            old[field] = row[field].take();
        }
        old["reset_pass_on_login"] = row["authentication"]["force_password_reset"].take();
        old["accepts_marketing"] = json!(id.as_i64().unwrap_or_default() % 3 == 1);
        old["addresses"] = json!({ "url": format!("{{base}}/v2/customers/{id}/addresses"), "resource": format!("/customers/{id}/addresses") });
        old
    }

    fn find(&self, store: &Store, field: &str, value: i64) -> Option<usize> {
        self.0.find(store, field, value)
    }
}

/// An address in the old shape.
pub(crate) fn old_address(mut row: Value) -> Value {
    let mut old = json!({});
    for (new, name) in [
        ("id", "id"),
        ("customer_id", "customer_id"),
        ("first_name", "first_name"),
        ("last_name", "last_name"),
        ("company", "company"),
        ("address1", "street_1"),
        ("address2", "street_2"),
        ("city", "city"),
        ("state_or_province", "state"),
        ("postal_code", "zip"),
        ("country", "country"),
        ("country_code", "country_iso2"),
        ("phone", "phone"),
        ("address_type", "address_type"),
    ] {
        old[name] = row[new].take();
    }
    old
}
