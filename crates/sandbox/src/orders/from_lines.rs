//! Makes an order out of JSON in the API's shape, from a data folder or from a request: members that are given are kept, the
//! others are computed from them.

use serde_json::{Map, Value, json};

use super::order::{Consignment, Coupon, Item, Order, Person, Text, Way};
use crate::time;

/// Money in ten-thousandths, from a text or a number.
pub(crate) fn money(value: &Value) -> Option<i64> {
    let text = match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    let (sign, digits) = text
        .strip_prefix('-')
        .map_or((1, text.as_str()), |digits| (-1, digits));
    let (whole, rest) = digits.split_once('.').unwrap_or((digits, ""));
    if !digits
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'.')
    {
        // A number with an exponent, as writers of JSON make them.
        return text
            .parse::<f64>()
            .ok()
            .map(|number| (number * 10_000.0).round() as i64);
    }
    let mut fraction = 0;
    for position in 0..4 {
        fraction = fraction * 10
            + i64::from(
                rest.as_bytes()
                    .get(position)
                    .map_or(0, |digit| digit - b'0'),
            );
    }
    let whole: i64 = if whole.is_empty() {
        0
    } else {
        whole.parse().ok()?
    };
    Some(sign * (whole.checked_mul(10_000)? + fraction))
}

/// A field as text.
fn text(line: &Map<String, Value>, field: &str) -> Text {
    match line.get(field) {
        Some(Value::String(text)) => Text::Owned(text.clone()),
        Some(Value::Number(number)) => Text::Owned(number.to_string()),
        _ => Text::Borrowed(""),
    }
}

/// A field as a whole number.
pub(crate) fn int(line: &Map<String, Value>, field: &str) -> i64 {
    match line.get(field) {
        Some(Value::Number(number)) => number
            .as_i64()
            .or_else(|| number.as_f64().map(|number| number as i64))
            .unwrap_or_default(),
        Some(Value::String(text)) => text.parse().unwrap_or_default(),
        _ => 0,
    }
}

/// A field as money.
fn amount(line: &Map<String, Value>, field: &str) -> Option<i64> {
    line.get(field).and_then(money)
}

/// A person with an address.
pub(crate) fn person(line: &Map<String, Value>) -> Person {
    Person {
        first_name: text(line, "first_name"),
        last_name: text(line, "last_name"),
        company: text(line, "company"),
        street: text(line, "street_1"),
        city: text(line, "city"),
        state: text(line, "state"),
        zip: text(line, "zip"),
        country: text(line, "country"),
        code: text(line, "country_iso2"),
        phone: text(line, "phone"),
        email: text(line, "email"),
    }
}

/// The order without its lines.
pub(crate) fn order(line: Map<String, Value>, addresses: &[Map<String, Value>]) -> Order {
    let or = |made: Text, otherwise: &'static str| {
        if made.is_empty() {
            Text::Borrowed(otherwise)
        } else {
            made
        }
    };
    let billing = line
        .get("billing_address")
        .and_then(Value::as_object)
        .map(person)
        .unwrap_or_default();
    let mut consignments: Vec<Consignment> = addresses.iter().map(shipping).collect();
    let inline = line.get("shipping_addresses").and_then(Value::as_array);
    consignments.extend(
        inline
            .into_iter()
            .flatten()
            .filter_map(Value::as_object)
            .map(shipping),
    );
    let discount = amount(&line, "coupon_discount").unwrap_or_default();
    Order {
        shipped: time::parse(&text(&line, "date_shipped")),
        payment: or(text(&line, "payment_method"), "Manual"),
        currency: or(text(&line, "currency_code"), "USD"),
        locale: or(text(&line, "customer_locale"), "en"),
        source: or(text(&line, "order_source"), "external"),
        coupon: (discount != 0).then_some(Coupon {
            id: 0,
            code: Text::Borrowed(""),
            amount: discount,
            kind: 2,
            discount,
        }),
        discount: amount(&line, "discount_amount").unwrap_or_default(),
        billing,
        consignments,
        overrides: line,
        ..Order::default()
    }
}

/// An address that a part of the order is sent to.
pub(crate) fn shipping(row: &Map<String, Value>) -> Consignment {
    Consignment {
        id: int(row, "id"),
        way: Way::Shipping,
        person: person(row),
        cost: amount(row, "cost_ex_tax")
            .or_else(|| amount(row, "base_cost"))
            .unwrap_or_default(),
        method: text(row, "shipping_method"),
        overrides: row.clone(),
    }
}

/// Adds a line to an order.
pub(crate) fn add_item(order: &mut Order, id: i64, mut line: Map<String, Value>) {
    let quantity = if line.contains_key("quantity") {
        int(&line, "quantity")
    } else {
        1
    };
    let first = |fields: &[&str]| fields.iter().find_map(|field| amount(&line, field));
    let price = first(&["price_ex_tax", "base_price", "price_inc_tax"]);
    let each = |total: Option<i64>| {
        total
            .filter(|_| quantity != 0)
            .map(|total| total / quantity)
    };
    let price = price
        .or_else(|| each(first(&["total_ex_tax", "base_total", "total_inc_tax"])))
        .unwrap_or_default();
    let with_tax = first(&["price_inc_tax"]).or_else(|| each(first(&["total_inc_tax"])));
    let sums = first(&["total_ex_tax"])
        .or(first(&["total_inc_tax"]))
        .map(|_| {
            let ex = first(&["total_ex_tax"]).unwrap_or(price.saturating_mul(quantity));
            (
                ex,
                first(&["total_inc_tax"])
                    .unwrap_or(with_tax.map_or(ex, |price| price.saturating_mul(quantity))),
            )
        });
    let item = Item {
        id,
        product_id: int(&line, "product_id"),
        variant_id: int(&line, "variant_id"),
        name: text(&line, "name"),
        sku: text(&line, "sku"),
        upc: text(&line, "upc"),
        brand: text(&line, "brand"),
        bin: text(&line, "bin_picking_number"),
        kind: text(&line, "type"),
        price,
        price_with_tax: with_tax,
        sums,
        cost: first(&["base_cost_price", "cost_price_ex_tax"]).unwrap_or_default(),
        quantity,
        shipped: int(&line, "quantity_shipped"),
        refunded: int(&line, "quantity_refunded"),
        consignment: place(order, &line),
        overrides: std::mem::take(&mut line),
        ..Item::default()
    };
    order.items.push(item);
}

/// The consignment that a line belongs to; added where the order does not have it yet.
fn place(order: &mut Order, line: &Map<String, Value>) -> usize {
    let address = int(line, "order_address_id");
    let way = match line.get("type").and_then(Value::as_str) {
        Some("digital") => Way::Download,
        Some("giftcertificate") => Way::Email,
        _ => Way::Shipping,
    };
    let found = order.consignments.iter().position(|consignment| {
        consignment.way == way
            && (way != Way::Shipping || address == 0 || consignment.id == address)
    });
    found.unwrap_or_else(|| {
        let shipping = amount(&order.overrides, "shipping_cost_ex_tax")
            .or_else(|| amount(&order.overrides, "base_shipping_cost"));
        order.consignments.push(Consignment {
            id: if way != Way::Shipping {
                0
            } else if address != 0 {
                address
            } else {
                order.id
            },
            way,
            person: order.billing.clone(),
            // The order's cost of shipping belongs to its first address, where no address has a cost of its own.
            cost: if way == Way::Shipping && order.shipping_addresses().next().is_none() {
                shipping.unwrap_or_default()
            } else {
                0
            },
            method: Text::Borrowed(""),
            overrides: Map::new(),
        });
        order.consignments.len() - 1
    })
}

/// What follows from the lines: ids that were left out, and where each line goes.
pub(crate) fn settle(order: &mut Order) {
    for (position, consignment) in order.consignments.iter_mut().enumerate() {
        if consignment.way == Way::Shipping && consignment.id == 0 {
            consignment.id = order.id * 10 + position as i64;
        }
    }
    for item in &mut order.items {
        item.overrides.insert("id".to_owned(), json!(item.id));
        item.overrides
            .insert("order_id".to_owned(), json!(order.id));
        // The address of a line is the consignment that it stands in, whatever was left out.
        item.overrides.shift_remove("order_address_id");
    }
    for field in [
        "id",
        "customer_id",
        "status_id",
        "channel_id",
        "date_created",
        "date_modified",
        "status",
    ] {
        // These are written from the order itself, in the API's spelling.
        order.overrides.shift_remove(field);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_money_in_every_spelling() {
        for (value, wanted) in [
            (json!("12.5"), 125_000),
            (json!("-0.0001"), -1),
            (json!(7), 70_000),
            (json!(19.99), 199_900),
            (json!("1e2"), 1_000_000),
            (json!(".5"), 5_000),
        ] {
            assert_eq!(money(&value), Some(wanted), "{value}");
        }
        assert_eq!(money(&json!(null)), None);
        assert_eq!(money(&json!("many")), None);
    }
}
