//! Settings: single rows, of which a change sends all. What it leaves out is unset.

use serde_json::{Value, json};

use crate::dataset::Dataset;
use crate::respond::Reply;
use crate::write::{Call, Change, Refused, Writes, text_of};

/// The settings of the store and of its storefront.
const SETTINGS: &str = "store_v2_information|store_v2_content";

/// A single row.
const fn settings(resource: &'static str) -> Writes {
    Writes {
        scope: SETTINGS,
        key: "",
        replaces: true,
        ..Writes::v3(resource, resource)
    }
}

pub(crate) const WRITES: &[Writes] = &[
    Writes {
        scope: SETTINGS,
        changes: &[Change::special("PUT", "/settings/search/filters/contexts", contexts)],
        ..Writes::v3("settings_filter_contexts", "settings_filter_contexts")
    },
    Writes {
        scope: SETTINGS,
        members: "
            collapsed_by_default:flag display_name:text display_product_count:flag is_enabled:flag items_to_show:int
            sort_by:text=alpha|option_values|item_count type:text=product|price|category|brand|rating|other
            show_free_shipping_filter:flag show_in_stock_filter:flag show_is_featured_filter:flag show_product_count:flag",
        changes: &[Change::update_many("/settings/search/filters", 50)],
        ..Writes::v3("settings_search_filters", "settings_search_filters")
    },
    Writes {
        scope: "store_v2_information",
        members: "
            enable_notification:flag email_customer_until_cart_is_recovered:flag*
            marketing_emails_require_customer_consent:flag* email_merchant_when_cart_is_converted:flag*
            email_merchant_when_cart_is_abandoned:flag* merchant_email_address:text*
            merchant_abandoned_cart_email_frequency_type:text=digest|individual*
            merchant_abandoned_cart_digest_email_frequency:int*",
        changes: &[Change::update("/abandoned-carts/settings")],
        ..settings("abandoned_cart_settings")
    },
    Writes {
        scope: "store_v2_information",
        members: "
            allow_purchasing:flag*",
        changes: &[Change::update("/carts/settings")],
        ..settings("cart_settings")
    },
    Writes {
        scope: "store_content_checkout",
        members: "
            custom_checkout_script_url:text order_confirmation_use_custom_checkout_script:flag
            custom_order_confirmation_script_url:text custom_checkout_supports_uco_settings:flag
            custom_checkout_sri_hash:text custom_order_confirmation_sri_hash:text",
        changes: &[Change::update("/checkouts/settings")],
        ..settings("checkout_settings")
    },
    Writes {
        scope: "store_v2_customers",
        members: "
            privacy_settings:object customer_group_settings:object",
        changes: &[Change::update("/customers/settings")],
        ..settings("customer_settings")
    },
    Writes {
        scope: "store_v2_orders",
        members: "
            notifications:object",
        changes: &[Change::update("/orders/settings")],
        ..settings("order_settings")
    },
    Writes {
        scope: "store_v2_marketing",
        members: "
            promotions_apply_on_products_with_custom_product_price:flag*
            promotions_triggered_by_products_with_zero_product_price:flag*
            number_of_coupons_allowed_at_checkout:int* promotions_applied_on_original_product_price:flag*",
        changes: &[Change::update("/promotions/settings")],
        ..settings("promotion_settings")
    },
    Writes {
        members: "
            auto_approve_reviews:flag enable_product_comparisons:flag",
        changes: &[Change::update("/settings/catalog")],
        ..settings("settings_catalog")
    },
    Writes {
        members: "
            abandoned_cart_email:flag account_details_changed_email:flag combined_order_status_email:flag
            create_account_email:flag create_guest_account_email:flag gift_certificate_email:flag
            invoice_email:flag order_message_notification_email:flag product_review_email:flag
            return_confirmation_email:flag return_statuschange_email:flag",
        changes: &[Change::update("/settings/email-statuses")],
        ..settings("settings_email_statuses")
    },
    Writes {
        members: "
            low_stock_notification_address:array out_of_stock_notification_address:array",
        changes: &[Change::update("/settings/inventory/notifications")],
        ..settings("settings_inventory_notifications")
    },
    Writes {
        members: "

            product_out_of_stock_behavior:text=do_nothing|hide_product|hide_product_and_accessible|hide_product_and_redirect
            option_out_of_stock_behavior:text=do_nothing|hide_option|label_option
            update_stock_behavior:text=order_placed|order_completed_or_shipped edit_order_stock_adjustment:flag
            refund_order_stock_adjustment:flag stock_level_display:text=dont_show|show|show_when_low
            default_out_of_stock_message:text hide_in_product_filtering:flag show_pre_order_stock_levels:flag
            show_out_of_stock_message:flag",
        changes: &[Change::update("/settings/inventory")],
        ..settings("settings_inventory")
    },
    Writes {
        members: "
            default_shopper_language:text*
            shopper_language_selection_method:text=browser|default_shopper_language store_country:text",
        changes: &[Change::update("/settings/store/locale")],
        ..settings("settings_locale")
    },
    Writes {
        members: "
            logo_text:text type:text=image|text",
        changes: &[Change::update("/settings/logo")],
        ..settings("settings_logo")
    },
    Writes {
        members: "
            store_address:text store_address_type:text store_email:text store_name:text store_phone:text",
        changes: &[Change::update("/settings/store/profile")],
        ..settings("settings_profile")
    },
    Writes {
        members: "
            category_tree_depth:int
            default_product_sort:text=featured|bestselling|newest|alphaasc|alphadesc|pricedesc|priceasc|avgcustomerreview|relevance
            listing_mode:text=current_category_only|child_categories|child_categories_if_category_empty",
        changes: &[Change::update("/settings/storefront/category")],
        ..settings("settings_category")
    },
    Writes {
        members: "
            show_product_price:flag show_product_sku:flag show_product_weight:flag show_product_brand:flag
            show_product_shipping:flag show_product_rating:flag show_add_to_cart_link:flag
            default_preorder_message:text show_breadcrumbs_product_pages:text=show_one|show_none
            show_add_to_cart_qty_box:flag show_add_to_wishlist:flag hide_price_from_guests:flag",
        changes: &[Change::update("/settings/storefront/product")],
        ..settings("settings_product")
    },
    Writes {
        members: "
            robots_txt_ssl:text",
        changes: &[Change::update("/settings/storefront/robotstxt")],
        ..settings("settings_robotstxt")
    },
    Writes {
        members: "
            content_product_sort:text=relevance|alphaasc|alphadesc*
            default_product_sort:text=featured|bestselling|newest|alphaasc|alphadesc|pricedesc|priceasc|avgcustomerreview|relevance*
            product_filtering_enabled:flag* search_suggest:flag*",
        changes: &[Change::update("/settings/storefront/search")],
        ..settings("settings_search")
    },
    Writes {
        members: "
            csp_header:object hsts:object sitewide_https_enabled:flag x_frame_options_header:object",
        changes: &[Change::update("/settings/storefront/security")],
        ..settings("settings_security")
    },
    Writes {
        members: "
            meta_description:text meta_keywords:text page_title:text www_redirect:text=www|no-www|none",
        changes: &[Change::update("/settings/storefront/seo")],
        ..settings("settings_seo")
    },
    Writes {
        members: "
            down_for_maintenance_message:text prelaunch_message:text prelaunch_password:text",
        changes: &[Change::update("/settings/storefront/status")],
        ..settings("settings_status")
    },
    Writes {
        members: "
            weight_measurement:text=LBS|Ounces|KGS|Grams|Tonnes length_measurement:text=Inches|Centimeters
            decimal_token:text thousands_token:text decimal_places:int
            factoring_dimension:text=depth|height|width",
        changes: &[Change::update("/settings/store/units-of-measurement")],
        ..settings("settings_units")
    },
    Writes {
        scope: "store_v2_information",
        members: "
            checkout:object",
        changes: &[Change::update("/shipping/settings")],
        ..settings("shipping_settings")
    },
    Writes {
        scope: "store_v2_information",
        members: "
            tax_entered_with_prices:flag price_display_settings:object
            fallback_strategy:text=FIXED|BASIC|DISABLE should_subtract_store_tax:flag
            should_use_geolocation_to_determine_guest_shopper_tax_zone:flag guest_shopper_tax_zone_id:int
            store_tax_zone_id:int document_submission_strategy:text=ON_PAYMENT_CAPTURE|ON_ORDER_CREATION
            rounding_strategy:text=NO_ROUNDING|RATE_ROUNDING",
        changes: &[Change::update("/tax/settings")],
        ..settings("tax_settings")
    },
    Writes {
        key: "id",
        members: "
            code:text data_tag_enabled:flag enabled:flag is_oauth_connected:any name:text version:number",
        changes: &[Change::update("/settings/analytics/{id}")],
        ..settings("settings_analytics")
    },
];

/// The filters of a channel and a category take the place of those that there were.
fn contexts(data: &mut Dataset, call: &Call<'_>) -> Result<Reply, Refused> {
    let rows = call.rows()?.to_vec();
    for (position, row) in rows.iter().enumerate() {
        for (member, is_there) in [
            ("context", row["context"].is_object()),
            ("data", row["data"].is_array()),
        ] {
            if !is_there {
                return Err(Refused::missing(member).of_row(position));
            }
        }
    }
    for row in &rows {
        let table = data.table("settings_filter_contexts");
        let context = &row["context"];
        let [channel, category] = ["channel_id", "category_id"]
            .map(|member| text_of(&context[member]).unwrap_or_default());
        let named = table.with(&[
            ("context.category_id", &category),
            ("context.channel_id", &channel),
        ]);
        let mut named = named.into_iter();
        let index = named.find(|index| table.row(*index, &[])["context"] == *context);
        let table = data.change("settings_filter_contexts");
        match index {
            Some(index) => table.set(index, row.clone()),
            None => table.add(row.clone()),
        }
    }
    Ok(Reply::json(
        200,
        &json!({ "data": Value::Array(rows), "meta": {} }),
    ))
}
