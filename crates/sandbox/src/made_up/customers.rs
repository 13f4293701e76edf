//! Made-up customers and their addresses as rows.

use std::sync::Arc;

use serde_json::{Value, json};

use super::shop::{Customer, Shop};
use super::words::{PLACES, Place};
use crate::json::dollars;
use crate::random::Random;
use crate::rows::{Cell, Table};
use crate::time::{DAY, rfc3339};

/// The customers of the shop.
pub(crate) struct Customers(pub(crate) Arc<Shop>);

impl Table for Customers {
    fn len(&self) -> usize {
        self.0.customers.len()
    }

    fn cell<'a>(&'a self, index: usize, field: &str) -> Cell<'a> {
        let customer = &self.0.customers[index];
        match field {
            "id" => Cell::Int(customer.id),
            "email" => Cell::Text(customer.email().into()),
            "company" => Cell::text(customer.company()),
            "first_name" => Cell::text(customer.first_name()),
            "last_name" => Cell::text(customer.last_name()),
            "full_name" => {
                Cell::Text(format!("{} {}", customer.first_name(), customer.last_name()).into())
            }
            "phone" => Cell::Text(customer.phone().into()),
            "customer_group_id" => Cell::Int(customer.group),
            "registration_ip_address" => Cell::Text(ip(customer).into()),
            "date_created" => Cell::Int(customer.created),
            "date_modified" => Cell::Int(customer.modified),
            "tax_exempt_category" => Cell::text(tax_exempt(customer)),
            "store_credit" => Cell::money(store_credit(customer)),
            // By these, values of attributes are found.
            "attributes.id" | "attributes.attribute_id" => {
                Cell::at(&self.row(index, &["attributes"]), field).owned()
            }
            _ => Cell::Null,
        }
    }

    fn row(&self, index: usize, include: &[&str]) -> Value {
        let customer = &self.0.customers[index];
        let mut row = json!({
            "id": customer.id,
            "authentication": { "force_password_reset": customer.id % 31 == 0 },
            "company": customer.company(),
            "customer_group_id": customer.group,
            "email": customer.email(),
            "first_name": customer.first_name(),
            "last_name": customer.last_name(),
            "notes": if customer.id % 12 == 0 { "Ships to the back door.\nKlingel „Hof“." } else { "" },
            "phone": customer.phone(),
            "registration_ip_address": ip(customer),
            "tax_exempt_category": tax_exempt(customer),
            "date_created": rfc3339(customer.created),
            "date_modified": rfc3339(customer.modified),
            "address_count": customer.addresses,
            "attribute_count": attributes(customer).len(),
            "accepts_product_review_abandoned_cart_emails": customer.id % 2 == 0,
            "origin_channel_id": 1 + customer.id % 2,
            "channel_ids": channel_ids(customer),
        });
        for word in include {
            let (field, value) = match *word {
                "addresses" => (
                    "addresses",
                    json!(addresses(customer, include.contains(&"formfields"))),
                ),
                "attributes" => ("attributes", json!(attributes(customer))),
                "storecredit" => (
                    "store_credit_amounts",
                    json!([{ "amount": dollars(store_credit(customer)) }]),
                ),
                "formfields" => ("form_fields", json!(form_fields(customer))),
                "shopper_profile_id" => ("shopper_profile_id", json!(profile(customer.id))),
                "segment_ids" => (
                    "segment_ids",
                    json!(super::marketing::segments_of(customer.id)),
                ),
                _ => continue,
            };
            row[field] = value;
        }
        row
    }
}

/// The channels that the customer may sign in to. Recorded customers mostly have null, which means all channels.
fn channel_ids(customer: &Customer) -> Value {
    match customer.id % 4 {
        0 => json!([1, 2]),
        1 => json!([]),
        _ => Value::Null,
    }
}

fn ip(customer: &Customer) -> String {
    if customer.id % 3 == 0 {
        String::new()
    } else {
        format!("203.0.113.{}", customer.id % 250 + 1)
    }
}

fn tax_exempt(customer: &Customer) -> &'static str {
    if customer.id % 23 == 0 { "G" } else { "" }
}

/// What the shop owes the customer.
pub(crate) fn store_credit(customer: &Customer) -> i64 {
    if customer.id % 9 == 0 { 125_000 } else { 0 }
}

/// The customer's profile: customers in a segment have one.
fn profile(customer: i64) -> Option<String> {
    let in_segments = !super::marketing::segments_of(customer).is_empty();
    in_segments.then(|| shopper_profile(customer))
}

/// The customer's profile for segments.
pub(crate) fn shopper_profile(customer: i64) -> String {
    Random::at(customer as u64, "shopper profile", 0).uuid()
}

/// The values of the customer's attributes.
pub(crate) fn attributes(customer: &Customer) -> Vec<Value> {
    let value = |attribute: i64, text: &str| {
        json!({
            "id": customer.id * 3 + attribute, "attribute_id": attribute, "attribute_value": text, "customer_id": customer.id,
            "date_created": rfc3339(customer.created), "date_modified": rfc3339(customer.created + DAY),
        })
    };
    match customer.id % 3 {
        0 => vec![value(1, "Grüner Tee"), value(2, "7")],
        1 => vec![value(1, "coffee")],
        _ => Vec::new(),
    }
}

/// The answers to the sign-up form's own questions.
pub(crate) fn form_fields(customer: &Customer) -> Vec<Value> {
    if customer.id % 4 != 0 {
        return Vec::new();
    }
    vec![
        json!({ "name": "How did you find us?", "value": "Empfehlung", "customer_id": customer.id }),
        json!({ "name": "Cups a day", "value": customer.id % 7, "customer_id": customer.id }),
    ]
}

/// Where a person lives: the place and the number of the house.
pub(crate) fn home(customer: &Customer, position: i64) -> (&'static Place, i64) {
    let place = (usize::from(customer.place) + position as usize * 5) % PLACES.len();
    (&PLACES[place], (customer.id * 17 + position * 4) % 180 + 1)
}

fn address(customer: &Customer, position: i64, form_fields: bool) -> Value {
    let (place, number) = home(customer, position);
    let id = customer.first_address + position;
    let mut address = json!({
        "id": id,
        "address1": format!("{} {number}", place.street),
        "address2": if position == 1 { "c/o Nachbar" } else { "" },
        "address_type": if customer.company.is_some() { "commercial" } else { "residential" },
        "city": place.city,
        "company": customer.company(),
        "country": place.country,
        "country_code": place.code,
        "customer_id": customer.id,
        "first_name": customer.first_name(),
        "last_name": customer.last_name(),
        "phone": customer.phone(),
        "postal_code": place.zip,
        "state_or_province": place.state,
    });
    if form_fields {
        let value = if id % 2 == 0 {
            json!([{ "name": "Delivery note", "value": "Leave at the door", "address_id": id }])
        } else {
            json!([])
        };
        address["form_fields"] = value;
    }
    address
}

fn addresses(customer: &Customer, form_fields: bool) -> Vec<Value> {
    (0..i64::from(customer.addresses))
        .map(|position| address(customer, position, form_fields))
        .collect()
}

/// All addresses of the shop's customers.
pub(crate) struct Addresses {
    shop: Arc<Shop>,
    places: Vec<(u32, u8)>,
}

impl Addresses {
    /// Finds the place of every address.
    pub(crate) fn new(shop: Arc<Shop>) -> Self {
        let of = |(index, customer): (usize, &Customer)| {
            (0..customer.addresses).map(move |position| (index as u32, position))
        };
        let places = shop.customers.iter().enumerate().flat_map(of).collect();
        Self { shop, places }
    }
}

impl Table for Addresses {
    fn len(&self) -> usize {
        self.places.len()
    }

    fn cell<'a>(&'a self, index: usize, field: &str) -> Cell<'a> {
        let (customer, position) = self.places[index];
        let customer = &self.shop.customers[customer as usize];
        match field {
            "id" => Cell::Int(customer.first_address + i64::from(position)),
            "customer_id" => Cell::Int(customer.id),
            "company" => Cell::text(customer.company()),
            "full_name" => {
                Cell::Text(format!("{} {}", customer.first_name(), customer.last_name()).into())
            }
            _ => Cell::Null,
        }
    }

    fn row(&self, index: usize, include: &[&str]) -> Value {
        let (customer, position) = self.places[index];
        address(
            &self.shop.customers[customer as usize],
            i64::from(position),
            include.contains(&"formfields"),
        )
    }
}
