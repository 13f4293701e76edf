//! The scopes to ask for, and which of them were not granted. Pure.

/// What reads all tables: asked for where neither a property nor a parameter names scopes.
pub(crate) const READ_EVERYTHING: &str = "store_v2_products_read_only store_v2_orders_read_only \
    store_v2_transactions_read_only store_v2_customers_read_only store_v2_marketing_read_only store_v2_content_read_only \
    store_content_checkout_read_only store_v2_information_read_only store_channel_settings_read_only \
    store_channel_listings_read_only store_sites_read_only store_inventory_read_only store_locations_read_only \
    store_fulfillment_methods_read_only store_order_fulfillment_read_only store_payments_methods_read \
    store_cart_read_only store_checkout_read_only store_themes_read_only store_stored_payment_instruments_read_only \
    store_logs_read_only";

/// Of the scopes asked for, those that were not granted.
pub(crate) fn missing(asked: &str, granted: &str) -> Vec<String> {
    let granted = granted.replace(',', " ");
    asked
        .split([' ', ','])
        .filter(|scope| !scope.is_empty() && !storeql_catalog::grants(&granted, scope))
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing() {
        let asked = "store_v2_orders_read_only store_v2_products store_themes_read_only";
        assert_eq!(
            missing(asked, "store_v2_orders store_themes_manage"),
            ["store_v2_products"]
        );
        assert_eq!(
            missing(asked, "store_v2_products_read_only"),
            [
                "store_v2_orders_read_only",
                "store_v2_products",
                "store_themes_read_only",
            ]
        );
        assert!(missing(READ_EVERYTHING, READ_EVERYTHING).is_empty());
    }
}
