//! Carts and checkouts, which are only read by id: those that orders came from.

use serde_json::{Value, json};

use crate::dataset::Dataset;
use crate::json::{dollars, merged};
use crate::orders::order::{Choice, Item, Order, Person, tax_on};
use crate::random::Random;
use crate::rows::Table;
use crate::time::rfc3339;

/// The order that a cart became.
pub(crate) fn order_of(data: &Dataset, cart: &str) -> Option<Order> {
    let orders = &data.orders;
    let named = orders.with(&[("cart_id", cart)]);
    Some(orders.order(*named.first()?))
}

/// A cart as a request left it: None where none wrote it, a null where one deleted it.
pub(crate) fn written(data: &Dataset, cart: &str) -> Option<Value> {
    let rows = data.table("carts");
    let row = rows.row(*rows.with(&[("id", cart)]).first()?, &[]);
    Some(if row["deleted"] == true {
        Value::Null
    } else {
        row
    })
}

/// A cart by its id, with what `include` names.
pub(crate) fn cart_of(data: &Dataset, id: &str, include: &[&str]) -> Option<Value> {
    let mut cart = match written(data, id) {
        Some(Value::Null) => return None,
        Some(row) => row,
        None => return Some(cart(&order_of(data, id)?, include)),
    };
    if !include.contains(&"redirect_urls")
        && let Some(cart) = cart.as_object_mut()
    {
        cart.shift_remove("redirect_urls");
    }
    Some(cart)
}

/// The channel whose prices include tax: what its carts say without tax is a quotient, and has up to 12 decimals.
const TAX_INCLUDED: i64 = 2;

/// Whether the prices of the order's cart include tax.
fn includes_tax(order: &Order) -> bool {
    order.channel_id == TAX_INCLUDED && order.tax > 0
}

/// An amount of a cart without tax; where prices include it, what is left of the amount with tax, rounded to cents.
fn ex_tax(order: &Order, amount: i64) -> Value {
    if !includes_tax(order) {
        return dollars(amount);
    }
    let cents = (amount + tax_on(amount, order.tax) + 50) / 100;
    let quotient = cents as f64 * 100.0 / (10_000 + order.tax) as f64;
    // Fifteen digits in all, which a double keeps.
    let whole = quotient.trunc().to_string().len();
    let text = format!("{quotient:.*}", 12.min(15_usize.saturating_sub(whole)));
    text.parse::<f64>().map_or(Value::Null, Value::from)
}

/// What both kinds of carts say of an item.
fn item_row(order: &Order, item: &Item) -> Value {
    json!({
        "id": Random::at(item.id as u64, "cart item", 0).uuid(), "variant_id": item.variant_id, "product_id": item.product_id, "sku": item.sku,
        "name": item.name, "url": format!("https://hafen-und-herd.example.com/product-{}/", item.product_id), "quantity": item.quantity,
        "image_url": "https://cdn.example.com/none.jpg", "discounts": [], "discount_amount": 0, "coupon_amount": dollars(item.discount),
        "original_price": ex_tax(order, item.price), "list_price": ex_tax(order, item.price), "sale_price": ex_tax(order, item.price),
        "extended_list_price": ex_tax(order, item.total()), "extended_sale_price": ex_tax(order, item.total()),
        "is_require_shipping": item.kind == "physical", "is_mutable": true, "added_by_promotion": false, "parent_id": null,
        "comparison_price": dollars(item.price_inc(order.tax)), "extended_comparison_price": dollars(item.total_inc(order.tax)),
    })
}

/// The options that were chosen.
fn options(item: &Item) -> Value {
    let option = |choice: &Choice| json!({ "name_id": choice.option_id, "name": choice.name, "value_id": choice.value_id, "value": choice.value });
    item.options.iter().map(option).collect()
}

/// The items by their kinds; `tax` is the word for whether an item is taxed. `include` has the words that bring members which
/// items lack otherwise, each behind `within`.
fn items(order: &Order, tax: &str, keep: &[&str], include: &[&str], within: &str) -> Value {
    let of = |kind: &str| {
        let word = format!("{within}line_items.{kind}_items.options");
        let with_options = include.contains(&word.as_str());
        let rows = order
            .items
            .iter()
            .filter(|item| item.kind == kind)
            .map(|item| {
                let mut row = item_row(order, item);
                row[tax] = json!(order.tax > 0);
                if with_options {
                    row["options"] = options(item);
                }
                for field in ["parent_id", "comparison_price", "extended_comparison_price"] {
                    if !keep.contains(&field)
                        && let Some(fields) = row.as_object_mut()
                    {
                        fields.shift_remove(field);
                    }
                }
                row
            });
        rows.collect::<Vec<_>>()
    };
    let gifts = order.items.iter().filter(|item| item.kind == "giftcertificate").map(|item| {
        json!({
            "id": Random::at(item.id as u64, "cart item", 0).uuid(), "name": item.name, "theme": "Birthday", "amount": dollars(item.price), "taxable": false,
            "sender": { "name": order.billing.first_name, "email": order.billing.email }, "recipient": { "name": "Mei Tanaka", "email": "mei@example.org" },
            "message": "Alles Gute!",
        })
    });
    json!({ "physical_items": of("physical"), "digital_items": of("digital"), "gift_certificates": gifts.collect::<Vec<_>>(), "custom_items": [] })
}

/// A cart, with what `include` names.
pub(crate) fn cart(order: &Order, include: &[&str]) -> Value {
    let totals = order.totals();
    let coupons = order.coupon.iter().map(|coupon| {
        json!({ "id": coupon.id.to_string(), "code": coupon.code, "coupon_type": coupon.kind.to_string(), "discounted_amount": dollars(coupon.discount), "display_name": "" })
    });
    let mut cart = json!({
        "id": order.cart_id, "customer_id": order.customer_id, "channel_id": order.channel_id, "email": order.billing.email,
        "currency": { "code": order.currency }, "tax_included": includes_tax(order), "base_amount": ex_tax(order, totals.subtotal), "discount_amount": 0,
        "manual_discount_amount": 0, "cart_amount": dollars(totals.subtotal - totals.coupon), "coupons": coupons.collect::<Vec<_>>(), "discounts": [],
        "line_items": items(order, "taxable", &[], include, ""), "created_time": rfc3339(order.created - 600), "updated_time": rfc3339(order.created),
        "locale": order.locale, "version": 1,
    });
    if include.contains(&"redirect_urls") {
        let url = |page: &str| {
            format!(
                "https://hafen-und-herd.example.com/{page}?action=load&id={}",
                order.cart_id
            )
        };
        cart["redirect_urls"] = json!({ "cart_url": url("cart.php"), "checkout_url": url("checkout"), "embedded_checkout_url": url("embedded-checkout") });
    }
    cart
}

/// A checkout, with what `include` names.
pub(crate) fn checkout(order: &Order, include: &[&str]) -> Value {
    let totals = order.totals();
    let billing = address(&order.billing, "billing");
    let consignments = order.shipping_addresses().map(|(position, consignment)| {
        let tax = tax_on(consignment.cost, order.tax);
        let ids = order.items_of(position).map(|item| Random::at(item.id as u64, "cart item", 0).uuid());
        json!({
            "id": Random::at(consignment.id as u64, "consignment", 0).token(13), "address": address(&consignment.person, "consignment"),
            "available_shipping_options": [], "coupon_discounts": [], "discounts": [],
            "selected_shipping_option": { "id": "standard", "description": consignment.method, "type": "shipping_flatrate", "image_url": "", "cost": dollars(consignment.cost), "transit_time": "", "additional_description": "" },
            "shipping_cost_inc_tax": dollars(consignment.cost + tax), "shipping_cost_ex_tax": dollars(consignment.cost),
            "handling_cost_inc_tax": 0, "handling_cost_ex_tax": 0, "line_item_ids": ids.collect::<Vec<_>>(),
        })
    });
    let mut checkout = json!({
        "id": order.cart_id,
        "cart": {
            "id": order.cart_id, "customer_id": order.customer_id, "channel_id": order.channel_id, "email": order.billing.email,
            "currency": { "code": order.currency }, "tax_included": includes_tax(order), "base_amount": ex_tax(order, totals.subtotal), "discount_amount": 0,
            "cart_amount_inc_tax": dollars(totals.subtotal + totals.subtotal_tax), "cart_amount_ex_tax": dollars(totals.subtotal), "coupons": [], "discounts": [],
            "line_items": items(order, "is_taxable", &["parent_id", "comparison_price", "extended_comparison_price"], include, "cart."),
            "created_time": rfc3339(order.created - 600), "updated_time": rfc3339(order.created),
        },
        "billing_address": billing,
        "consignments": consignments.collect::<Vec<_>>(),
        "taxes": if order.tax > 0 { json!([{ "name": order.tax_name, "amount": dollars(totals.total_tax) }]) } else { json!([]) },
        "coupons": [], "fees": [], "order_id": order.id.to_string(),
    });
    let sums = json!({
        "shipping_cost_total_inc_tax": dollars(totals.shipping + totals.shipping_tax), "shipping_cost_total_ex_tax": dollars(totals.shipping),
        "handling_cost_total_inc_tax": 0, "handling_cost_total_ex_tax": 0, "tax_total": dollars(totals.total_tax),
        "subtotal_inc_tax": dollars(totals.subtotal + totals.subtotal_tax), "subtotal_ex_tax": ex_tax(order, totals.subtotal),
        "grand_total": dollars(totals.total + totals.total_tax), "created_time": rfc3339(order.created - 600), "updated_time": rfc3339(order.created),
        "customer_message": order.message, "promotions": [], "version": 1,
    });
    checkout = merged(checkout, sums);
    checkout
}

fn address(person: &Person, id: &str) -> Value {
    json!({
        "id": id, "first_name": person.first_name, "last_name": person.last_name, "email": person.email, "company": person.company,
        "address1": person.street, "address2": "", "city": person.city, "state_or_province": person.state, "state_or_province_code": "",
        "country": person.country, "country_code": person.code, "postal_code": person.zip, "phone": "+15125550100", "custom_fields": [],
    })
}
