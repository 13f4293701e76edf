//! The scopes that there are, for a store. What each lets a token read stands with the resources.

/// All of them.
pub(crate) const KNOWN: &[&str] = &[
    "default",
    "store_payments_access_token_create",
    "store_storefront_api",
    "store_storefront_api_customer_impersonation",
    "store_app_extensions_manage",
    "store_cart",
    "store_cart_read_only",
    "store_channel_settings",
    "store_channel_settings_read_only",
    "store_channel_listings",
    "store_channel_listings_read_only",
    "store_checkout",
    "store_checkout_read_only",
    "store_content_checkout",
    "store_content_checkout_read_only",
    "store_v2_content",
    "store_v2_content_read_only",
    "store_v2_customers",
    "store_v2_customers_read_only",
    "store_v2_customers_login",
    "store_fulfillment_methods_manage",
    "store_fulfillment_methods_read_only",
    "store_v2_information",
    "store_v2_information_read_only",
    "store_v2_marketing",
    "store_v2_marketing_read_only",
    "store_metafield_change_owner",
    "store_metafield_write",
    "store_metafield_write_all",
    "store_v2_orders",
    "store_v2_orders_read_only",
    "store_order_fulfillment_manage",
    "store_order_fulfillment_read_only",
    "store_v2_transactions",
    "store_v2_transactions_read_only",
    "store_payments_methods_read",
    "store_v2_products",
    "store_v2_products_read_only",
    "store_sites",
    "store_sites_read_only",
    "store_inventory",
    "store_inventory_read_only",
    "store_locations",
    "store_locations_read_only",
    "store_stored_payment_instruments",
    "store_stored_payment_instruments_read_only",
    "store_translations",
    "store_translations_read_only",
    "store_themes_manage",
    "store_themes_read_only",
    "store_logs_read_only",
];

/// Whether there is such a scope.
pub(crate) fn is_known(scope: &str) -> bool {
    KNOWN.contains(&scope)
}

/// Whether a scope only lets read.
pub(crate) fn only_reads(scope: &str) -> bool {
    scope.ends_with("_read_only") || scope.ends_with("_read")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resources;

    #[test]
    fn every_resource_can_be_granted() {
        let resources = resources::ALL.iter().flat_map(|area| area.iter());
        for wanted in resources.map(|resource| resource.scope) {
            let mut choices = wanted.split('|').map(|scope| scope.trim_end_matches('!'));
            assert!(wanted.is_empty() || choices.any(is_known), "{wanted}");
        }
    }
}
