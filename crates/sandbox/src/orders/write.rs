//! Writes an order in the shape of v2, straight into the page.

use super::consignments;
use super::order::{Order, STATUSES, Totals};
use super::parts::{person, with_overrides};
use crate::json::{self, Object};
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
    with_overrides(out, &order.overrides, &ALWAYS_MADE, |out| {
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
    // Orders that no shopper placed in the storefront have no cart.
    match order.cart_id.is_empty() {
        true => object.null("cart_id"),
        false => object.text("cart_id", &order.cart_id),
    }
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
    object.flag("is_deleted", order.is_deleted);
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
        &format!("/orders/{id}/shipping_addresses"),
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

/// Writes the fees of an order.
pub(crate) fn fees(order: &Order, out: &mut Vec<u8>) {
    json::array(out, &order.fees, |out, fee| {
        let mut object = Object::open(out);
        let (cost, with_tax) = (fee.cost, fee.cost_inc(order.tax));
        object.int("id", fee.id);
        object.text("type", "custom_fee");
        object.text("display_name_customer", &fee.shown);
        object.text("display_name_merchant", &fee.merchant);
        object.text("source", &fee.source);
        object.money("base_cost", cost);
        object.money("cost_ex_tax", cost);
        object.money("cost_inc_tax", with_tax);
        object.money("cost_tax", with_tax - cost);
        object.int("tax_class_id", 0);
        object.close();
    });
}
