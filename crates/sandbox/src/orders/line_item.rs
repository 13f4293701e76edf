//! Writes one line of an order in the shape of v2, straight into the page.

use super::order::{Item, Order, Way};
use super::parts::with_overrides;
use crate::json::{self, Object};

/// Writes a line of an order.
pub(crate) fn item(order: &Order, item: &Item, out: &mut Vec<u8>) {
    with_overrides(out, &item.overrides, &[], |out| {
        let mut object = Object::open(out);
        item_head(&mut object, order, item);
        item_sums(&mut object, order, item);
        item_about(&mut object, item);
        discounts(item, object.key("applied_discounts"));
        options(item, object.key("product_options"));
        object.raw("configurable_fields", "[]");
        object.money(
            "discounted_total_inc_tax",
            item.total_inc(order.tax) - item.discount,
        );
        object.close();
    });
}

fn item_head(object: &mut Object<'_>, order: &Order, item: &Item) {
    let consignment = order.consignments.get(item.consignment);
    let id_of = |way: Way| {
        consignment
            .filter(|consignment| consignment.way == way)
            .map_or(0, |consignment| consignment.id)
    };
    object.int("id", item.id);
    object.int("order_id", order.id);
    object.int("product_id", item.product_id);
    object.int("variant_id", item.variant_id);
    object.int("order_pickup_method_id", id_of(Way::Pickup));
    object.int("order_address_id", id_of(Way::Shipping));
    object.text("name", &item.name);
    object.text("name_customer", &item.name);
    object.text("name_merchant", &item.name);
    object.text("sku", &item.sku);
    object.text("upc", &item.upc);
    object.text(
        "type",
        if item.kind.is_empty() {
            "physical"
        } else {
            &item.kind
        },
    );
}

fn item_sums(object: &mut Object<'_>, order: &Order, item: &Item) {
    let (price, price_inc) = (item.price, item.price_inc(order.tax));
    let (total, total_inc) = (item.total(), item.total_inc(order.tax));
    object.money("base_price", price);
    object.money("price_ex_tax", price);
    object.money("price_inc_tax", price_inc);
    object.money("price_tax", price_inc - price);
    object.money("base_total", total);
    object.money("total_ex_tax", total);
    object.money("total_inc_tax", total_inc);
    object.money("total_tax", total_inc - total);
    object.int("quantity", item.quantity);
    object.money("base_cost_price", item.cost);
    object.money("cost_price_inc_tax", item.cost);
    object.money("cost_price_ex_tax", item.cost);
    object.money("cost_price_tax", 0);
}

fn item_about(object: &mut Object<'_>, item: &Item) {
    object.money("weight", item.grams * 10);
    let size = if item.grams == 0 {
        0
    } else {
        100_000 + item.grams % 9 * 10_000
    };
    object.money("width", size);
    object.money("height", size / 2);
    object.money("depth", size);
    object.flag(
        "is_refunded",
        item.refunded != 0 && item.refunded == item.quantity,
    );
    object.int("quantity_refunded", item.refunded);
    object.money("refund_amount", 0);
    object.int("return_id", 0);
    object.int("wrapping_id", 0);
    object.null("wrapping_name");
    object.money("base_wrapping_cost", 0);
    object.money("wrapping_cost_ex_tax", 0);
    object.money("wrapping_cost_inc_tax", 0);
    object.money("wrapping_cost_tax", 0);
    object.text("wrapping_message", "");
    object.int("quantity_shipped", item.shipped);
    object.null("event_name");
    object.null("event_date");
    object.money("fixed_shipping_cost", 0);
    object.blanks(&["ebay_item_id", "ebay_transaction_id"]);
    match item.options.is_empty() {
        true => object.null("option_set_id"),
        false => object.int("option_set_id", item.product_id % 40 + 1),
    }
    object.null("parent_order_product_id");
    object.flag("is_bundled_product", false);
    object.text("bin_picking_number", &item.bin);
    object.text("fulfillment_source", "");
    object.null("external_id");
    object.text("brand", &item.brand);
    match item.kind == "giftcertificate" {
        true => object.int("gift_certificate_id", item.id),
        false => object.null("gift_certificate_id"),
    }
}

fn discounts(item: &Item, out: &mut Vec<u8>) {
    let used = (item.discount != 0).then_some(item);
    json::array(out, used, |out, item| {
        let mut object = Object::open(out);
        object.text("id", "coupon");
        object.money("amount", item.discount);
        object.text("name", "Ten percent off");
        object.text("code", &item.code);
        object.text("target", "product");
        object.close();
    });
}

fn options(item: &Item, out: &mut Vec<u8>) {
    json::array(
        out,
        item.options.iter().enumerate(),
        |out, (position, choice)| {
            let mut object = Object::open(out);
            object.int("id", item.id * 4 + position as i64);
            object.int("option_id", choice.option_id);
            object.int("order_product_id", item.id);
            object.int("product_option_id", choice.option_id);
            for key in [
                "display_name",
                "display_name_customer",
                "display_name_merchant",
            ] {
                object.text(key, choice.name);
            }
            for key in [
                "display_value",
                "display_value_customer",
                "display_value_merchant",
            ] {
                object.text(key, choice.value);
            }
            object.text("value", &choice.value_id.to_string());
            object.text(
                "type",
                if choice.name == "Colour" {
                    "Swatch"
                } else {
                    "Multiple choice"
                },
            );
            object.text("name", choice.name);
            object.text(
                "display_style",
                if choice.name == "Colour" {
                    ""
                } else {
                    "Pick list"
                },
            );
            object.close();
        },
    );
}
