//! What the round trips of all tables need to know of single ones: values that no rule makes up, and what the store derives.

/// Values that no rule makes up: table, column, value as JSON text, or as text.
pub(crate) const VALUES: &[(&str, &str, &str)] = &[
    (
        "carts",
        "custom_items",
        r#"[{"name":"Engraving","quantity":1,"list_price":5}]"#,
    ),
    ("carts", "channel_id", "1"),
    ("product_videos", "video_id", "abc123"),
    ("product_videos", "type", "youtube"),
    ("channel_menus", "channel_id", "1"),
    (
        "channel_menus",
        "bigcommerce_protected_app_sections",
        r#"["world"]"#,
    ),
    ("sites", "channel_id", "3"),
    ("pages", "body", "<p>Trial</p>"),
    ("locations", "address1", "Kai 7"),
    ("locations", "city", "Hamburg"),
    ("locations", "state", "Hamburg"),
    ("locations", "zip", "20457"),
    ("locations", "email", "kai@shop.example"),
    ("locations", "country_code", "DE"),
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

/// Columns that are changed where the first that takes a change is not a good one.
pub(crate) const CHANGED: &[(&str, &str, &str)] = &[
    // Its first columns are sums, which go by twos.
    ("orders", "staff_notes", "Changed"),
];

/// Columns that a change of another one changes, as the store derives them.
pub(crate) const CHANGED_ALONG: &[(&str, &str)] = &[
    ("order_items", "name_customer"),
    ("order_items", "name_merchant"),
];
