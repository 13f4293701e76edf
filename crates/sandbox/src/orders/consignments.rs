//! Writes the consignments of an order, its shipping addresses and what goes with them.

use super::line_item::item;
use super::order::{Consignment, Item, Order, Way, tax_on};
use super::parts::{person_fields, with_overrides};
use crate::json::{self, Object};

/// So many lines of a consignment come with `include`; the rest is only at the order's own products.
const CAP: usize = 50;

/// Writes the consignments as one object, with the lines themselves or with a link to them.
pub(crate) fn write(order: &Order, lines: bool, base: &str, out: &mut Vec<u8>) {
    let of = |way: Way| {
        order
            .consignments
            .iter()
            .enumerate()
            .filter(move |(_, consignment)| consignment.way == way)
    };
    let mut object = Object::open(out);
    json::array(
        object.key("pickups"),
        of(Way::Pickup),
        |out, (position, consignment)| {
            let mut object = Object::open(out);
            pickup_fields(&mut object, consignment);
            line_items(&mut object, order, position, lines, base);
            object.close();
        },
    );
    json::array(
        object.key("shipping"),
        of(Way::Shipping),
        |out, (position, consignment)| {
            with_overrides(
                out,
                &consignment.overrides,
                &["order_id", "shipping_quotes"],
                |out| {
                    shipping(order, position, consignment, lines, base, out);
                },
            );
        },
    );
    json::array(
        object.key("downloads"),
        of(Way::Download),
        |out, (position, consignment)| {
            let mut object = Object::open(out);
            object.text("recipient_email", &consignment.person.email);
            line_items(&mut object, order, position, lines, base);
            object.close();
        },
    );
    let mut email = Object::open(object.key("email"));
    json::array(
        email.key("gift_certificates"),
        of(Way::Email),
        |out, (position, consignment)| {
            let mut object = Object::open(out);
            object.text("recipient_email", &consignment.person.email);
            line_items(&mut object, order, position, lines, base);
            object.close();
        },
    );
    email.close();
    object.close();
}

fn line_items(object: &mut Object<'_>, order: &Order, position: usize, lines: bool, base: &str) {
    if !lines {
        let path = format!("/orders/{}/products", order.id);
        json::array(object.key("line_items"), [path], |out, path| {
            json::link(out, base, &path)
        });
        return;
    }
    let items = order.items_of(position);
    json::array(object.key("line_items"), items.take(CAP), |out, line| {
        item(order, line, out)
    });
    if order.items_of(position).nth(CAP).is_some() {
        object.text("__warning__", "Only the first 50 line items of this consignment are shown; ask for the order's products.");
    }
}

fn pickup_fields(object: &mut Object<'_>, consignment: &Consignment) {
    object.int("id", consignment.id);
    object.int("pickup_method_id", 1);
    object.text("pickup_method_display_name", "Fetch it at the harbour");
    object.text("collection_instructions", "Ring at the side door.");
    object.text("collection_time_description", "Ready in two hours");
    let mut location = Object::open(object.key("location"));
    location.int("id", 2);
    location.text("name", "Hafenladen");
    location.text("code", "HAFEN");
    location.text("address_line_1", "Große Elbstraße 14");
    location.text("address_line_2", "");
    location.text("city", "Hamburg");
    location.text("state", "Hamburg");
    location.text("postal_code", "22767");
    location.text("country_alpha2", "DE");
    location.text("email", "hafen@example.com");
    location.text("phone", "+49 40 5550100");
    location.close();
}

fn shipping(
    order: &Order,
    position: usize,
    consignment: &Consignment,
    lines: bool,
    base: &str,
    out: &mut Vec<u8>,
) {
    let mut object = Object::open(out);
    object.int("id", consignment.id);
    person_fields(&mut object, &consignment.person);
    object.raw("form_fields", "[]");
    line_items(&mut object, order, position, lines, base);
    counts(&mut object, order, position);
    object.text("shipping_method", &consignment.method);
    // Numbers here, texts at the shipping addresses: so the API has it.
    let tax = tax_on(consignment.cost, order.tax);
    object.amount("base_cost", consignment.cost);
    object.amount("cost_ex_tax", consignment.cost);
    object.amount("cost_inc_tax", consignment.cost + tax);
    object.amount("cost_tax", tax);
    object.int("cost_tax_class_id", 2);
    for name in [
        "base_handling_cost",
        "handling_cost_ex_tax",
        "handling_cost_inc_tax",
        "handling_cost_tax",
    ] {
        object.amount(name, 0);
    }
    object.int("handling_cost_tax_class_id", 2);
    zone(&mut object, consignment);
    let quotes = format!(
        "/orders/{}/consignments/shipping/{}/shipping_quotes",
        order.id, consignment.id
    );
    object.link("shipping_quotes", base, &quotes);
    object.close();
}

fn counts(object: &mut Object<'_>, order: &Order, position: usize) {
    let sum = |of: fn(&Item) -> i64| order.items_of(position).map(of).sum();
    object.int("items_total", sum(|item| item.quantity));
    object.int("items_shipped", sum(|item| item.shipped));
}

fn zone(object: &mut Object<'_>, consignment: &Consignment) {
    let (id, name) = if consignment.person.code == "US" {
        (1, "United States")
    } else {
        (2, "Rest of the World")
    };
    object.int("shipping_zone_id", id);
    object.text("shipping_zone_name", name);
}

/// Writes a consignment as a shipping address of its order.
pub(crate) fn address(
    order: &Order,
    position: usize,
    consignment: &Consignment,
    base: &str,
    out: &mut Vec<u8>,
) {
    with_overrides(out, &consignment.overrides, &["shipping_quotes"], |out| {
        let mut object = Object::open(out);
        object.int("id", consignment.id);
        object.int("order_id", order.id);
        person_fields(&mut object, &consignment.person);
        counts(&mut object, order, position);
        object.text("shipping_method", &consignment.method);
        let tax = tax_on(consignment.cost, order.tax);
        object.money("base_cost", consignment.cost);
        object.money("cost_ex_tax", consignment.cost);
        object.money("cost_inc_tax", consignment.cost + tax);
        object.money("cost_tax", tax);
        object.int("cost_tax_class_id", 2);
        for name in [
            "base_handling_cost",
            "handling_cost_ex_tax",
            "handling_cost_inc_tax",
            "handling_cost_tax",
        ] {
            object.money(name, 0);
        }
        object.int("handling_cost_tax_class_id", 2);
        zone(&mut object, consignment);
        let quotes = format!(
            "/orders/{}/shipping_addresses/{}/shipping_quotes",
            order.id, consignment.id
        );
        object.link("shipping_quotes", base, &quotes);
        object.raw("form_fields", "[]");
        object.close();
    });
}
