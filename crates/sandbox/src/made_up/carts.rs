//! The settings of carts and checkouts, and webhooks. Carts themselves are views of the orders that they became.

use serde_json::{Value, json};

use super::shop::Shop;
use crate::json::merged;
use crate::random::Random;
use crate::rows::{Tables, put};
use crate::time::{DAY, TODAY};

/// Adds the area's tables.
pub(crate) fn add(shop: &Shop, tables: &mut Tables) {
    put(
        tables,
        "cart_settings",
        vec![json!({ "allow_purchasing": true })],
    );
    let checkout = json!({
        "custom_checkout_script_url": "", "order_confirmation_use_custom_checkout_script": false, "custom_order_confirmation_script_url": "",
        "custom_checkout_supports_uco_settings": true, "custom_checkout_sri_hash": "", "custom_order_confirmation_sri_hash": "", "order_confirmation_sri_hash": "",
    });
    let of_channel = json!({
        "checkout_type": "optimized_one_page", "guest_checkout_type": "enabled", "guest_checkout_for_existing_accounts": "allow",
        "policy_consent": "disabled", "order_confirmation_contact_email": "orders@example.com", "is_order_terms_and_conditions_enabled": true,
        "order_terms_and_conditions_type": "link", "order_terms_and_conditions_link": "https://hafen-und-herd.example.com/agb/",
        "order_terms_and_conditions_textarea": "", "should_redirect_to_storefront_for_auth": false,
    });
    put(tables, "checkout_settings", vec![checkout.clone()]);
    put(
        tables,
        "checkout_settings_of_channel",
        vec![merged(checkout, of_channel)],
    );
    put(
        tables,
        "abandoned_cart_settings",
        vec![json!({
            "enable_notification": true, "email_customer_until_cart_is_recovered": true, "marketing_emails_require_customer_consent": true,
            "email_merchant_when_cart_is_converted": false, "email_merchant_when_cart_is_abandoned": true, "merchant_email_address": "ilse@example.com",
            "merchant_abandoned_cart_email_frequency_type": "digest", "merchant_abandoned_cart_digest_email_frequency": 10,
        })],
    );
    let client = Random::at(shop.seed, "client", 0).token(31);
    let hash = Random::at(shop.seed, "store hash", 0).token(10);
    let hook = |id: i64, scope: &str| {
        json!({
            "id": id, "client_id": client, "store_hash": hash, "scope": scope, "destination": format!("https://hooks.example.com/{id}"),
            "headers": if id == 1 { json!({ "x-key": "abc" }) } else { Value::Null }, "is_active": id != 3,
            "created_at": TODAY - id * 50 * DAY, "updated_at": TODAY - id * 5 * DAY,
        })
    };
    let hooks = vec![
        hook(1, "store/order/*"),
        hook(2, "store/product/updated"),
        hook(3, "store/customer/created"),
    ];
    let listed = |hook: &Value| {
        merged(
            hook.clone(),
            json!({ "status": if hook["is_active"] == true { "active" } else { "inactive" } }),
        )
    };
    put(
        tables,
        "webhook_admin",
        vec![json!({
            "emails": ["ilse@example.com"], "hooks_list": hooks.iter().map(listed).collect::<Vec<_>>(),
            "blocked_domains": [{ "destination": "https://slow.example.com/", "time_left": 120, "reasons": [{ "failure_description": "timeout", "count": 14, "timestamp": TODAY }] }],
        })],
    );
    put(tables, "webhooks", hooks);
}
