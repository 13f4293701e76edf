//! Writes an order and its lines in the shapes of v2, straight into the page.

use serde_json::{Map, Value};

use super::consignments;
use super::order::{Item, Order, Person, Totals, tax_on};
use crate::json::{self, Object};
use crate::store::words::STATUSES;
use crate::time::rfc2822;

/// What a request wants of an order.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Wanted {
    /// `include=consignments`, or one of its parts.
    pub(crate) consignments: bool,
    /// `include=consignments.line_items`.
    pub(crate) line_items: bool,
    /// `include=fees`.
    pub(crate) fees: bool,
    /// `consignment_structure=object`; else consignments come in their old form, as an array.
    pub(crate) object: bool,
}

/// Writes an object, with the fields that a data folder gives in place of the made ones.
pub(crate) fn with_given(
    out: &mut Vec<u8>,
    given: &Map<String, Value>,
    never: &[&str],
    write: impl FnOnce(&mut Vec<u8>),
) {
    if given.is_empty() {
        return write(out);
    }
    let mut made = Vec::new();
    write(&mut made);
    let mut fields: Map<String, Value> = serde_json::from_slice(&made).unwrap_or_default();
    for (name, value) in given
        .iter()
        .filter(|(name, _)| !never.contains(&name.as_str()))
    {
        match (fields.get_mut(name), value) {
            // A part of an inner object is completed, not replaced: a billing address with a name only keeps its other fields.
            (Some(Value::Object(made)), Value::Object(given)) => made.extend(given.clone()),
            _ => {
                fields.insert(name.clone(), value.clone());
            }
        }
    }
    // Writing into memory cannot fail.
    let _ = serde_json::to_writer(out, &fields);
}

/// Fields that are links or are made from an order's lines, whatever a data folder says.
const ALWAYS_MADE: [&str; 5] = [
    "consignments",
    "products",
    "shipping_addresses",
    "coupons",
    "fees",
];

/// Writes an order.
pub(crate) fn order(order: &Order, wanted: Wanted, base: &str, out: &mut Vec<u8>) {
    with_given(out, &order.given, &ALWAYS_MADE, |out| {
        let totals = order.totals();
        let mut object = Object::open(out);
        head(&mut object, order);
        sums(&mut object, order, &totals);
        about(&mut object, order, &totals);
        person(&mut object, "billing_address", &order.billing, true);
        links(&mut object, order, wanted, base);
        object.close();
    });
}

fn head(object: &mut Object<'_>, order: &Order) {
    object.int("id", order.id);
    object.int("customer_id", order.customer_id);
    object.text("date_created", &rfc2822(order.created));
    object.text("date_modified", &rfc2822(order.modified));
    object.text(
        "date_shipped",
        &order.shipped.map(rfc2822).unwrap_or_default(),
    );
    object.int("status_id", order.status_id);
    let status = usize::try_from(order.status_id)
        .ok()
        .and_then(|id| STATUSES.get(id))
        .copied()
        .unwrap_or_default();
    object.text("status", status);
    object.text("custom_status", status);
    object.text("cart_id", &order.cart_id);
    object.int("channel_id", order.channel_id);
}

fn sums(object: &mut Object<'_>, order: &Order, totals: &Totals) {
    let triple = |object: &mut Object<'_>, name: &str, ex: i64, tax: i64| {
        object.money(&format!("{name}_ex_tax"), ex);
        object.money(&format!("{name}_inc_tax"), ex + tax);
        object.money(&format!("{name}_tax"), tax);
    };
    triple(object, "subtotal", totals.subtotal, totals.subtotal_tax);
    object.money("base_shipping_cost", totals.shipping);
    triple(
        object,
        "shipping_cost",
        totals.shipping,
        totals.shipping_tax,
    );
    object.int("shipping_cost_tax_class_id", 2);
    object.money("base_handling_cost", 0);
    triple(object, "handling_cost", 0, 0);
    object.int("handling_cost_tax_class_id", 2);
    object.money("base_wrapping_cost", 0);
    triple(object, "wrapping_cost", 0, 0);
    object.int("wrapping_cost_tax_class_id", 3);
    triple(object, "total", totals.total, totals.total_tax);
    object.int("items_total", totals.items);
    object.int("items_shipped", totals.shipped);
    object.text("payment_method", &order.payment);
    object.text("payment_provider_id", "");
    object.text("payment_status", order.payment_status());
    object.money("refunded_amount", 0);
    object.flag("order_is_digital", order.digital());
    object.money("store_credit_amount", 0);
    object.money("gift_certificate_amount", 0);
    object.text("ip_address", &order.ip);
    object.text("ip_address_v6", "");
    object.text("geoip_country", &order.billing.country);
    object.text("geoip_country_iso2", &order.billing.code);
}

fn about(object: &mut Object<'_>, order: &Order, totals: &Totals) {
    object.int("currency_id", 1);
    object.text("currency_code", &order.currency);
    object.text("currency_exchange_rate", "1.0000000000");
    object.int("default_currency_id", 1);
    object.text("default_currency_code", &order.currency);
    object.text("store_default_currency_code", &order.currency);
    object.text(
        "store_default_to_transactional_exchange_rate",
        "1.0000000000",
    );
    object.text("staff_notes", &order.staff_notes);
    object.text("customer_message", &order.message);
    object.money("discount_amount", order.discount);
    object.money("coupon_discount", totals.coupon);
    object.int(
        "shipping_address_count",
        order.shipping_addresses().count() as i64,
    );
    object.flag("is_deleted", false);
    object.text("ebay_order_id", "0");
    object.flag("is_email_opt_in", order.id % 4 == 0);
    object.null("credit_card_type");
    object.text("order_source", &order.source);
    object.null("external_source");
    object.null("external_id");
    object.null("external_merchant_id");
    object.text("external_order_id", &order.external_order_id);
    object.text("tax_provider_id", "BasicTaxProvider");
    object.text("customer_locale", &order.locale);
    object.flag("is_tax_inclusive_pricing", false);
}

/// Links to what hangs below. The official file wants `consignments` to fit exactly one of two shapes that a link both fits.
fn links(object: &mut Object<'_>, order: &Order, wanted: Wanted, base: &str) {
    let id = order.id;
    object.link("products", base, &format!("/orders/{id}/products"));
    object.link(
        "shipping_addresses",
        base,
        &format!("/orders/{id}/shippingaddresses"),
    );
    object.link("coupons", base, &format!("/orders/{id}/coupons"));
    match wanted.fees {
        true => fees(order, object.key("fees")),
        false => object.link("fees", base, &format!("/orders/{id}/fees")),
    }
    match (wanted.consignments, wanted.object) {
        (false, _) => object.link("consignments", base, &format!("/orders/{id}/consignments")),
        (true, true) => {
            consignments::write(order, wanted.line_items, base, object.key("consignments"))
        }
        (true, false) => {
            let out = object.key("consignments");
            json::array(out, [order], |out, order| {
                consignments::write(order, wanted.line_items, base, out)
            });
        }
    }
}

/// Writes a person with an address; a billing address has the form's own fields too.
pub(crate) fn person(object: &mut Object<'_>, key: &str, person: &Person, form_fields: bool) {
    let mut inner = Object::open(object.key(key));
    person_fields(&mut inner, person);
    if form_fields {
        inner.raw("form_fields", "[]");
    }
    inner.close();
}

/// The fields of a person with an address.
pub(crate) fn person_fields(object: &mut Object<'_>, person: &Person) {
    object.text("first_name", &person.first_name);
    object.text("last_name", &person.last_name);
    object.text("company", &person.company);
    object.text("street_1", &person.street);
    object.text("street_2", "");
    object.text("city", &person.city);
    object.text("state", &person.state);
    object.text("zip", &person.zip);
    object.text("country", &person.country);
    object.text("country_iso2", &person.code);
    object.text("phone", &person.phone);
    object.text("email", &person.email);
}

/// Writes the fees of an order.
pub(crate) fn fees(order: &Order, out: &mut Vec<u8>) {
    json::array(out, order.fee, |out, fee| {
        let mut object = Object::open(out);
        object.int("id", order.id);
        object.text("type", "custom_fee");
        object.text("display_name_customer", "Bottle deposit");
        object.text("display_name_merchant", "Pfand");
        object.text("source", "AA");
        object.money("base_cost", fee);
        object.money("cost_ex_tax", fee);
        object.money("cost_inc_tax", fee + tax_on(fee, order.tax));
        object.money("cost_tax", tax_on(fee, order.tax));
        object.int("tax_class_id", 0);
        object.close();
    });
}

/// Writes a line of an order.
pub(crate) fn item(order: &Order, item: &Item, out: &mut Vec<u8>) {
    with_given(out, &item.given, &[], |out| {
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
    use super::order::Way;
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
