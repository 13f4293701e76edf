//! What the round trips of all tables need to know of single ones: values that no rule makes up, and what the store derives.

/// Values that no rule makes up: table, column, value as JSON text, or as text.
pub(crate) const VALUES: &[(&str, &str, &str)] = &[
    (
        "carts",
        "custom_items",
        r#"[{"name":"Engraving","quantity":1,"list_price":5}]"#,
    ),
    ("abandoned_cart_emails", "notify_at_minutes", "60"),
    ("abandoned_cart_emails", "template_subject", "Trial"),
    ("abandoned_cart_emails", "template_body", "Trial"),
    (
        "abandoned_cart_emails",
        "template_translations",
        r#"[{"locale":"en","keys":{"hello":"Hello"}}]"#,
    ),
    ("brands", "custom_url", "/trial/"),
    ("carts", "channel_id", "1"),
    (
        "product_options",
        "option_values",
        r#"[{"label":"Trial","sort_order":1}]"#,
    ),
    ("redirects", "to_type", "url"),
    ("redirects", "to_path", "/trial"),
    ("carts", "currency_code", "EUR"),
    ("product_videos", "video_id", "abc123"),
    ("product_videos", "type", "youtube"),
    ("channel_menus", "channel_id", "1"),
    (
        "channel_menus",
        "bigcommerce_protected_app_sections",
        r#"["domains"]"#,
    ),
    ("sites", "channel_id", "3"),
    ("pages", "body", "<p>Trial</p>"),
    ("locations", "address1", "Kai 7"),
    ("locations", "city", "Hamburg"),
    ("locations", "state", "Hamburg"),
    ("locations", "zip", "20457"),
    ("locations", "email", "kai@shop.example"),
    ("locations", "country_code", "US"),
    ("locations", "latitude", "1"),
    ("locations", "longitude", "1"),
    ("customer_form_field_values", "value", r#""blue""#),
    ("order_fees", "cost_ex_tax", "5.0000"),
    ("order_fees", "cost_inc_tax", "6.0000"),
    ("currencies", "currency_code", "GBP"),
    ("currencies", "decimal_places", "2"),
    ("currencies", "decimal_token", "."),
    ("currencies", "thousands_token", ","),
    ("currencies", "token", "£"),
    ("currencies", "token_location", "left"),
    ("price_list_assignments", "customer_group_id", "2"),
    ("price_list_assignments", "channel_id", "3"),
    ("price_list_records", "currency", "eur"),
    ("price_list_records", "price", "7.5000"),
    ("shipping_methods", "type", "perorder"),
    ("shipping_methods", "settings", r#"{"rate":5}"#),
    ("product_customs_information", "country_of_origin", "PT"),
    (
        "product_customs_information",
        "hs_codes",
        r#"{"ALL":"6912"}"#,
    ),
    (
        "product_tax_properties",
        "tax_properties",
        r#"{"alcohol_content":"low"}"#,
    ),
    (
        "tax_customers",
        "tax_properties",
        r#"{"reverse_charge":"no"}"#,
    ),
    ("webhooks", "scope", "store/order/created"),
    ("webhooks", "destination", "https://shop.example/hook"),
    ("order_items", "name", "Custom"),
    ("order_items", "price_ex_tax", "5.0000"),
    ("order_items", "price_inc_tax", "6.0000"),
    (
        "orders",
        "products",
        r#"[{"name":"Custom","quantity":1,"price_ex_tax":5,"price_inc_tax":6}]"#,
    ),
    ("orders", "billing_zip", "20457"),
    ("orders", "billing_first_name", "Ann"),
];

/// Tables that this test does not write, each with the reason.
pub(crate) const NOT_HERE: &[(&str, &str)] = &[
    (
        "cart_items",
        "the store lists no carts to put them into; see below",
    ),
    (
        "category_product_sort_order",
        "its rows are below the products of a category; see below",
    ),
    ("checkouts", "the store lists none"),
    (
        "order_shipments",
        "they name lines of their order; see below",
    ),
    (
        "product_variants",
        "their option values are those of a product; see below",
    ),
    (
        "location_inventory",
        "its rows lie in those of another list; see below",
    ),
];

/// Tables whose rows get keys that no answer gives.
pub(crate) const KEYLESS: [&str; 2] = ["order_fees", "order_items"];

/// Tables whose list shows a row that is empty where it was deleted.
pub(crate) const SHOWN_EMPTY: [&str; 1] = ["channel_menus"];

/// The values that columns are changed to, where no rule makes them up.
pub(crate) const CHANGED: &[(&str, &str, &str)] = &[
    ("abandoned_cart_emails", "notify_at_minutes", "120"),
    ("brands", "custom_url", "/changed/"),
    ("locations", "country_code", "US"),
    ("webhooks", "destination", "https://shop.example/other"),
    ("shipping_methods", "type", "peritem"),
];

/// Columns that are not changed by themselves, each with the reason.
pub(crate) const NOT_ALONE: &[(&str, &str, &str)] = &[
    ("currencies", "is_default", "the default currency stays"),
    (
        "scripts",
        "src",
        "a script has a source or a text, by its kind",
    ),
    (
        "shipping_zones",
        "handling_fees_percentage_surcharge",
        "a fee is fixed or in percent",
    ),
    ("orders", "subtotal_ex_tax", "it goes with subtotal_inc_tax"),
    ("orders", "subtotal_inc_tax", "it goes with subtotal_ex_tax"),
    ("orders", "total_ex_tax", "it goes with total_inc_tax"),
    ("orders", "total_inc_tax", "it goes with total_ex_tax"),
    (
        "order_fees",
        "cost_tax",
        "it follows from the two other costs",
    ),
    (
        "products",
        "inventory_level",
        "the store counts it where inventory_tracking says so",
    ),
];

/// Columns that stand in no row with everything, each with the reason.
pub(crate) const NOT_TOGETHER: &[(&str, &str, &str)] = &[
    ("currencies", "is_default", "a default currency cannot go"),
    (
        "products",
        "is_price_hidden",
        "its price is hidden only where it cannot be bought",
    ),
    (
        "products",
        "inventory_level",
        "the store counts it where inventory_tracking says so",
    ),
    (
        "scripts",
        "kind",
        "a script has a source or a text, by its kind",
    ),
    (
        "scripts",
        "html",
        "a script has a source or a text, by its kind",
    ),
    (
        "shipping_zones",
        "handling_fees_percentage_surcharge",
        "a fee is fixed or in percent",
    ),
];

/// Columns that a change of another one changes, as the store derives them.
pub(crate) const CHANGED_ALONG: &[(&str, &str)] = &[
    ("order_items", "name_customer"),
    ("order_items", "name_merchant"),
    ("order_items", "price_inc_tax"),
    ("order_fees", "cost_tax"),
    ("orders", "total_ex_tax"),
    ("orders", "total_inc_tax"),
    ("orders", "subtotal_ex_tax"),
    ("orders", "subtotal_inc_tax"),
    ("product_rules", "price_adjuster_value"),
    ("product_rules", "weight_adjuster_value"),
];
