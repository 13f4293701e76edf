//! The store's settings, one object each, its log, countries and ways to pay.

use serde_json::{Value, json};

use super::shop::Shop;
use super::words::PLACES;
use crate::rows::{Tables, put};
use crate::time::{DAY, TODAY, rfc3339};

/// Adds the area's tables.
pub(crate) fn add(_: &Shop, tables: &mut Tables) {
    shown(tables);
    run(tables);
    put(tables, "system_logs", (1..=140).map(log).collect());
    countries(tables);
    let method = |code: &str, name: &str| json!({ "code": code, "name": name, "test_mode": false });
    put(
        tables,
        "payment_methods",
        vec![
            method("bigcommerce_payments", "Credit Card"),
            method("paypalcommerce", "PayPal"),
            method("bankdeposit", "Überweisung"),
            method("cod", "Nachnahme"),
        ],
    );
    put(
        tables,
        "accepted_payment_methods",
        vec![json!({
            "id": "bigcommerce_payments.card", "name": "Credit Card", "stored_instruments": [], "test_mode": false, "type": "card",
            "supported_instruments": [{ "instrument_type": "VISA", "verification_value_required": true }, { "instrument_type": "MASTERCARD", "verification_value_required": true }],
        })],
    );
}

/// Settings of what shoppers see.
fn shown(tables: &mut Tables) {
    put(
        tables,
        "settings_logo",
        vec![
            json!({ "favicon_url": "", "logo_image_url": "https://cdn.example.com/logo.png", "logo_text": "Hafen & Herd", "type": "image" }),
        ],
    );
    put(
        tables,
        "settings_category",
        vec![
            json!({ "category_tree_depth": 3, "default_product_sort": "featured", "listing_mode": "child_categories" }),
        ],
    );
    put(
        tables,
        "settings_product",
        vec![json!({
            "show_product_price": true, "show_product_sku": true, "show_product_weight": false, "show_product_brand": true, "show_product_shipping": true,
            "show_product_rating": true, "show_add_to_cart_link": true, "default_preorder_message": "Expected on %%DATE%%", "show_breadcrumbs_product_pages": "show_one",
            "show_add_to_cart_qty_box": true, "show_add_to_wishlist": true, "hide_price_from_guests": false,
        })],
    );
    put(
        tables,
        "settings_robotstxt",
        vec![json!({ "robots_txt_ssl": "User-agent: *\nDisallow: /konto/\n" })],
    );
    put(
        tables,
        "settings_search",
        vec![
            json!({ "content_product_sort": "relevance", "default_product_sort": "relevance", "product_filtering_enabled": true, "search_suggest": true }),
        ],
    );
    put(
        tables,
        "settings_security",
        vec![json!({
            "csp_header": { "enabled": false, "header_value": "" }, "sitewide_https_enabled": true,
            "hsts": { "enabled": true, "include_preload": false, "include_subdomains": false, "max_age": "one_year" },
            "x_frame_options_header": { "allowed_url": "", "enabled": true, "setting": "same_origin" },
        })],
    );
    put(
        tables,
        "settings_seo",
        vec![
            json!({ "meta_description": "Tee, Kaffee, Küche.", "meta_keywords": "tee, kaffee", "page_title": "Hafen & Herd", "www_redirect": "no-www" }),
        ],
    );
    put(
        tables,
        "settings_status",
        vec![
            json!({ "down_for_maintenance_message": "Gleich wieder da.", "prelaunch_message": "", "prelaunch_password": "" }),
        ],
    );
    let filter = |id: &str, name: &str, kind: &str| json!({ "id": id, "type": kind, "display_name": name, "is_enabled": true, "collapsed_by_default": false });
    let filters = json!([
        filter("price", "Preis", "price"),
        filter("rating", "Bewertung", "rating")
    ]);
    put(
        tables,
        "settings_search_filters",
        filters.as_array().cloned().unwrap_or_default(),
    );
    put(
        tables,
        "settings_available_filters",
        vec![
            json!({ "id": "price", "name": "Preis", "type": "price", "price_range_max": 250, "price_range_min": 1 }),
            json!({ "id": "brand", "name": "Marke", "type": "brand", "product_count": 100 }),
        ],
    );
    put(
        tables,
        "settings_filter_contexts",
        vec![json!({ "context": { "category_id": 11, "channel_id": 1 }, "data": filters })],
    );
}

/// Settings of how the shop is run.
fn run(tables: &mut Tables) {
    put(tables, "settings_analytics", (1..=2).map(|id| json!({
        "id": id, "channel_id": 1, "name": if id == 1 { "Google Analytics 4" } else { "Matomo" }, "code": format!("G-{id:08}"), "enabled": id == 1,
        "data_tag_enabled": false, "version": 4, "api_secret": "",
    })).collect());
    put(
        tables,
        "settings_catalog",
        vec![json!({ "auto_approve_reviews": false, "enable_product_comparisons": true })],
    );
    let mails = [
        "abandoned_cart_email",
        "account_details_changed_email",
        "combined_order_status_email",
        "create_account_email",
        "create_guest_account_email",
        "gift_certificate_email",
        "invoice_email",
        "order_message_notification_email",
        "product_review_email",
        "return_confirmation_email",
        "return_statuschange_email",
        // Other names for four of them, which an example of the official file has.
        "createaccount_email",
        "createguestaccount_email",
        "giftcertificate_email",
        "ordermessage_notification",
    ];
    put(
        tables,
        "settings_email_statuses",
        vec![
            mails
                .iter()
                .map(|mail| ((*mail).to_owned(), json!(mail.len() % 3 != 0)))
                .collect(),
        ],
    );
    put(
        tables,
        "settings_inventory_notifications",
        vec![
            json!({ "low_stock_notification_address": ["lager@example.com"], "out_of_stock_notification_address": [] }),
        ],
    );
    put(
        tables,
        "settings_locale",
        vec![
            json!({ "default_shopper_language": "en", "shopper_language_selection_method": "browser", "store_country": "Germany" }),
        ],
    );
    put(
        tables,
        "settings_profile",
        vec![json!({
            "store_address": "Große Elbstraße 14, 22767 Hamburg", "store_address_type": "Retail", "store_email": "ilse@example.com", "store_name": "Hafen & Herd", "store_phone": "+49 40 5550100",
        })],
    );
    put(
        tables,
        "settings_inventory",
        vec![json!({
            "product_out_of_stock_behavior": "do_nothing", "option_out_of_stock_behavior": "label_option", "update_stock_behavior": "order_placed",
            "edit_order_stock_adjustment": true, "refund_order_stock_adjustment": true, "stock_level_display": "show_when_low",
            "default_out_of_stock_message": "Ausverkauft", "hide_in_product_filtering": false, "show_pre_order_stock_levels": false, "show_out_of_stock_message": true,
        })],
    );
    put(
        tables,
        "settings_units",
        vec![json!({
            "weight_measurement": "KGS", "length_measurement": "Centimeters", "decimal_token": ".", "thousands_token": ",", "decimal_places": 2, "factoring_dimension": "depth",
        })],
    );
}

fn log(id: i64) -> Value {
    let kinds = [
        "general",
        "payment",
        "shipping",
        "tax",
        "notification",
        "emailintegration",
        "ordersettings",
        "design",
    ];
    let modules = [
        "export only",
        "email message",
        "theme download",
        "order status",
        "optimized checkout",
    ];
    json!({
        "id": id, "type": kinds[id as usize % kinds.len()], "module": modules[id as usize % modules.len()], "severity": (id % 4 + 1).to_string(),
        "summary": format!("Vorgang {id}"), "message": if id % 9 == 0 { "Timed out; tried again.\nDone." } else { "Done." },
        "date_created": rfc3339(TODAY - id * DAY / 3),
    })
}

fn countries(tables: &mut Tables) {
    let codes = [
        ("US", "USA"),
        ("DE", "DEU"),
        ("FR", "FRA"),
        ("ES", "ESP"),
        ("GB", "GBR"),
        ("CA", "CAN"),
        ("NO", "NOR"),
        ("AU", "AUS"),
        ("JP", "JPN"),
        ("PL", "POL"),
    ];
    let (mut countries, mut states) = (Vec::new(), Vec::<Value>::new());
    for (position, (code, long)) in codes.iter().enumerate() {
        let id = position as i64 + 1;
        for place in PLACES.iter().filter(|place| place.code == *code) {
            if !states.iter().any(|state| state["state"] == place.state) {
                let short: String = place
                    .state
                    .chars()
                    .filter(|letter| letter.is_alphabetic())
                    .take(2)
                    .collect();
                states.push(json!({ "id": states.len() + 1, "state": place.state, "state_abbreviation": short.to_uppercase(), "country_id": id }));
            }
        }
        let name = PLACES
            .iter()
            .find(|place| place.code == *code)
            .map_or(*code, |place| place.country);
        countries.push(json!({
            "id": id, "country": name, "country_iso2": code, "country_iso3": long,
            "states": { "url": format!("{{base}}/v2/countries/{id}/states"), "resource": format!("/countries/{id}/states") },
        }));
    }
    put(tables, "countries", countries);
    put(tables, "states", states);
}
