-- @ psql-15.18-completion 1
SELECT c.relname, NULL::pg_catalog.text FROM pg_catalog.pg_class c WHERE c.relkind IN ('r', 'S', 'v', 'm', 'f', 'p') AND (c.relname) LIKE 'ord%' AND pg_catalog.pg_table_is_visible(c.oid) AND c.relnamespace <> (SELECT oid FROM pg_catalog.pg_namespace WHERE nspname = 'pg_catalog')
UNION ALL
SELECT NULL::pg_catalog.text, n.nspname FROM pg_catalog.pg_namespace n WHERE n.nspname LIKE 'ord%' AND n.nspname NOT LIKE E'pg\\_%'
LIMIT 1000
-- = 20 rows
-- | order_coupons | NULL
-- | order_fees | NULL
-- | order_item_discounts | NULL
-- | order_item_option_values | NULL
-- | order_items | NULL
-- | order_messages | NULL
-- | order_metafields | NULL
-- | order_pickup_items | NULL
-- | order_pickups | NULL
-- | order_refund_items | NULL
-- | order_refund_payments | NULL
-- | order_refunds | NULL
-- | order_settings | NULL
-- | order_shipments | NULL
-- | order_shipping_addresses | NULL
-- | order_shipping_quotes | NULL
-- | order_status_counts | NULL
-- | order_statuses | NULL
-- | order_taxes | NULL
-- | orders | NULL
-- @ psql-15.18-completion 2
SELECT c.relname, NULL::pg_catalog.text FROM pg_catalog.pg_class c WHERE c.relkind IN ('r', 'S', 'v', 'm', 'f', 'p') AND (c.relname) LIKE 'order%' AND pg_catalog.pg_table_is_visible(c.oid) AND c.relnamespace <> (SELECT oid FROM pg_catalog.pg_namespace WHERE nspname = 'pg_catalog')
UNION ALL
SELECT NULL::pg_catalog.text, n.nspname FROM pg_catalog.pg_namespace n WHERE n.nspname LIKE 'order%' AND n.nspname NOT LIKE E'pg\\_%'
LIMIT 1000
-- = 20 rows
-- | order_coupons | NULL
-- | order_fees | NULL
-- | order_item_discounts | NULL
-- | order_item_option_values | NULL
-- | order_items | NULL
-- | order_messages | NULL
-- | order_metafields | NULL
-- | order_pickup_items | NULL
-- | order_pickups | NULL
-- | order_refund_items | NULL
-- | order_refund_payments | NULL
-- | order_refunds | NULL
-- | order_settings | NULL
-- | order_shipments | NULL
-- | order_shipping_addresses | NULL
-- | order_shipping_quotes | NULL
-- | order_status_counts | NULL
-- | order_statuses | NULL
-- | order_taxes | NULL
-- | orders | NULL
-- @ psql-15.18-completion 3
SELECT a.attname, NULL::pg_catalog.text FROM pg_catalog.pg_attribute a, pg_catalog.pg_class c WHERE c.oid = a.attrelid and a.attnum > 0 and not a.attisdropped AND (a.attname) LIKE 'cust%' AND c.relname = 'orders' AND pg_catalog.pg_table_is_visible(c.oid)
LIMIT 1000
-- = 4 rows
-- | custom_status | NULL
-- | customer_id | NULL
-- | customer_locale | NULL
-- | customer_message | NULL
-- @ psql-15.18-completion 4
SELECT a.attname, NULL::pg_catalog.text FROM pg_catalog.pg_attribute a, pg_catalog.pg_class c WHERE c.oid = a.attrelid and a.attnum > 0 and not a.attisdropped AND (a.attname) LIKE 'custom%' AND c.relname = 'orders' AND pg_catalog.pg_table_is_visible(c.oid)
LIMIT 1000
-- = 4 rows
-- | custom_status | NULL
-- | customer_id | NULL
-- | customer_locale | NULL
-- | customer_message | NULL
-- @ psql-15.18-completion 5
SELECT c.relname, NULL::pg_catalog.text FROM pg_catalog.pg_class c WHERE c.relkind IN ('r', 'f', 'v', 'p') AND (c.relname) LIKE 'ord%' AND pg_catalog.pg_table_is_visible(c.oid) AND c.relnamespace <> (SELECT oid FROM pg_catalog.pg_namespace WHERE nspname = 'pg_catalog')
UNION ALL
SELECT NULL::pg_catalog.text, n.nspname FROM pg_catalog.pg_namespace n WHERE n.nspname LIKE 'ord%' AND n.nspname NOT LIKE E'pg\\_%'
LIMIT 1000
-- = 20 rows
-- | order_coupons | NULL
-- | order_fees | NULL
-- | order_item_discounts | NULL
-- | order_item_option_values | NULL
-- | order_items | NULL
-- | order_messages | NULL
-- | order_metafields | NULL
-- | order_pickup_items | NULL
-- | order_pickups | NULL
-- | order_refund_items | NULL
-- | order_refund_payments | NULL
-- | order_refunds | NULL
-- | order_settings | NULL
-- | order_shipments | NULL
-- | order_shipping_addresses | NULL
-- | order_shipping_quotes | NULL
-- | order_status_counts | NULL
-- | order_statuses | NULL
-- | order_taxes | NULL
-- | orders | NULL
-- @ psql-15.18-completion 6
SELECT c.relname, NULL::pg_catalog.text FROM pg_catalog.pg_class c WHERE c.relkind IN ('r', 'f', 'v', 'p') AND (c.relname) LIKE 'order%' AND pg_catalog.pg_table_is_visible(c.oid) AND c.relnamespace <> (SELECT oid FROM pg_catalog.pg_namespace WHERE nspname = 'pg_catalog')
UNION ALL
SELECT NULL::pg_catalog.text, n.nspname FROM pg_catalog.pg_namespace n WHERE n.nspname LIKE 'order%' AND n.nspname NOT LIKE E'pg\\_%'
LIMIT 1000
-- = 20 rows
-- | order_coupons | NULL
-- | order_fees | NULL
-- | order_item_discounts | NULL
-- | order_item_option_values | NULL
-- | order_items | NULL
-- | order_messages | NULL
-- | order_metafields | NULL
-- | order_pickup_items | NULL
-- | order_pickups | NULL
-- | order_refund_items | NULL
-- | order_refund_payments | NULL
-- | order_refunds | NULL
-- | order_settings | NULL
-- | order_shipments | NULL
-- | order_shipping_addresses | NULL
-- | order_shipping_quotes | NULL
-- | order_status_counts | NULL
-- | order_statuses | NULL
-- | order_taxes | NULL
-- | orders | NULL
-- @ psql-15.18-completion 7
SELECT c.relname, NULL::pg_catalog.text FROM pg_catalog.pg_class c WHERE (c.relname) LIKE 'ord%' AND pg_catalog.pg_table_is_visible(c.oid) AND c.relnamespace <> (SELECT oid FROM pg_catalog.pg_namespace WHERE nspname = 'pg_catalog')
UNION ALL
SELECT NULL::pg_catalog.text, n.nspname FROM pg_catalog.pg_namespace n WHERE n.nspname LIKE 'ord%' AND n.nspname NOT LIKE E'pg\\_%'
LIMIT 1000
-- = 20 rows
-- | order_coupons | NULL
-- | order_fees | NULL
-- | order_item_discounts | NULL
-- | order_item_option_values | NULL
-- | order_items | NULL
-- | order_messages | NULL
-- | order_metafields | NULL
-- | order_pickup_items | NULL
-- | order_pickups | NULL
-- | order_refund_items | NULL
-- | order_refund_payments | NULL
-- | order_refunds | NULL
-- | order_settings | NULL
-- | order_shipments | NULL
-- | order_shipping_addresses | NULL
-- | order_shipping_quotes | NULL
-- | order_status_counts | NULL
-- | order_statuses | NULL
-- | order_taxes | NULL
-- | orders | NULL
-- @ psql-15.18-completion 8
SELECT c.relname, NULL::pg_catalog.text FROM pg_catalog.pg_class c WHERE (c.relname) LIKE 'order%' AND pg_catalog.pg_table_is_visible(c.oid) AND c.relnamespace <> (SELECT oid FROM pg_catalog.pg_namespace WHERE nspname = 'pg_catalog')
UNION ALL
SELECT NULL::pg_catalog.text, n.nspname FROM pg_catalog.pg_namespace n WHERE n.nspname LIKE 'order%' AND n.nspname NOT LIKE E'pg\\_%'
LIMIT 1000
-- = 20 rows
-- | order_coupons | NULL
-- | order_fees | NULL
-- | order_item_discounts | NULL
-- | order_item_option_values | NULL
-- | order_items | NULL
-- | order_messages | NULL
-- | order_metafields | NULL
-- | order_pickup_items | NULL
-- | order_pickups | NULL
-- | order_refund_items | NULL
-- | order_refund_payments | NULL
-- | order_refunds | NULL
-- | order_settings | NULL
-- | order_shipments | NULL
-- | order_shipping_addresses | NULL
-- | order_shipping_quotes | NULL
-- | order_status_counts | NULL
-- | order_statuses | NULL
-- | order_taxes | NULL
-- | orders | NULL
-- @ psql-15.18-completion 9
SELECT p.proname, NULL::pg_catalog.text FROM pg_catalog.pg_proc p WHERE p.prokind != 'p' AND (p.proname) LIKE '%' AND pg_catalog.pg_function_is_visible(p.oid)
UNION ALL
SELECT NULL::pg_catalog.text, n.nspname FROM pg_catalog.pg_namespace n WHERE n.nspname LIKE '%' AND n.nspname NOT LIKE E'pg\\_%'
LIMIT 1000
-- = 256 rows
-- | NULL | UserViews
-- | NULL | bigcommerce
-- | NULL | information_schema
-- | NULL | sys
-- | aclitemin | NULL
-- | aclitemout | NULL
-- | any_in | NULL
-- | any_out | NULL
-- | anyarray_in | NULL
-- | anyarray_out | NULL
-- | anyarray_recv | NULL
-- | anyarray_send | NULL
-- | anyelement_in | NULL
-- | anyelement_out | NULL
-- | anynonarray_in | NULL
-- | anynonarray_out | NULL
-- | array_in | NULL
-- | array_out | NULL
-- | array_recv | NULL
-- | array_send | NULL
-- | bit_in | NULL
-- | bit_out | NULL
-- | bit_recv | NULL
-- | bit_send | NULL
-- | bittypmodin | NULL
-- | bittypmodout | NULL
-- | boolin | NULL
-- | boolout | NULL
-- | boolrecv | NULL
-- | boolsend | NULL
-- @ psql-15.18-completion 10
SELECT nspname FROM pg_catalog.pg_namespace  WHERE nspname LIKE 'big%'
LIMIT 1000
-- = 1 rows
-- | bigcommerce
-- @ psql-15.18-completion 11
SELECT datname FROM pg_catalog.pg_database  WHERE datname LIKE 'st%'
LIMIT 1000
-- = 1 rows
-- | storeql
-- @ psql-15.18-completion 12
SELECT rolname    FROM pg_catalog.pg_roles   WHERE rolname LIKE '%'
LIMIT 1000
-- = 1 rows
-- | storeql
-- @ psql-15.18-completion 13
SELECT pg_catalog.lower(name) FROM pg_catalog.pg_settings  WHERE context IN ('user', 'superuser')    AND pg_catalog.lower(name) LIKE pg_catalog.lower('sear%')
LIMIT 1000
-- = 1 rows
-- | search_path
-- @ psql-15.18-completion 14
SELECT pg_catalog.lower(name) FROM pg_catalog.pg_settings  WHERE pg_catalog.lower(name) LIKE pg_catalog.lower('tim%')
LIMIT 1000
-- = 1 rows
-- | timezone
-- @ psql-15.18-completion 15
SELECT pg_catalog.lower(name) FROM pg_catalog.pg_settings  WHERE pg_catalog.lower(name) LIKE pg_catalog.lower('timezone%')
LIMIT 1000
-- = 1 rows
-- | timezone
-- @ psql-15.18-completion 16
SELECT c.relname, n.nspname FROM pg_catalog.pg_class c, pg_catalog.pg_namespace n WHERE c.relnamespace = n.oid AND c.relkind IN ('r', 'S', 'v', 'm', 'f', 'p') AND (c.relname) LIKE 'ord%' AND n.nspname = 'bigcommerce'
LIMIT 1000
-- = 20 rows
-- | order_coupons | bigcommerce
-- | order_fees | bigcommerce
-- | order_item_discounts | bigcommerce
-- | order_item_option_values | bigcommerce
-- | order_items | bigcommerce
-- | order_messages | bigcommerce
-- | order_metafields | bigcommerce
-- | order_pickup_items | bigcommerce
-- | order_pickups | bigcommerce
-- | order_refund_items | bigcommerce
-- | order_refund_payments | bigcommerce
-- | order_refunds | bigcommerce
-- | order_settings | bigcommerce
-- | order_shipments | bigcommerce
-- | order_shipping_addresses | bigcommerce
-- | order_shipping_quotes | bigcommerce
-- | order_status_counts | bigcommerce
-- | order_statuses | bigcommerce
-- | order_taxes | bigcommerce
-- | orders | bigcommerce
-- @ psql-15.18-completion 17
SELECT c.relname, n.nspname FROM pg_catalog.pg_class c, pg_catalog.pg_namespace n WHERE c.relnamespace = n.oid AND c.relkind IN ('r', 'S', 'v', 'm', 'f', 'p') AND (c.relname) LIKE 'order%' AND n.nspname = 'bigcommerce'
LIMIT 1000
-- = 20 rows
-- | order_coupons | bigcommerce
-- | order_fees | bigcommerce
-- | order_item_discounts | bigcommerce
-- | order_item_option_values | bigcommerce
-- | order_items | bigcommerce
-- | order_messages | bigcommerce
-- | order_metafields | bigcommerce
-- | order_pickup_items | bigcommerce
-- | order_pickups | bigcommerce
-- | order_refund_items | bigcommerce
-- | order_refund_payments | bigcommerce
-- | order_refunds | bigcommerce
-- | order_settings | bigcommerce
-- | order_shipments | bigcommerce
-- | order_shipping_addresses | bigcommerce
-- | order_shipping_quotes | bigcommerce
-- | order_status_counts | bigcommerce
-- | order_statuses | bigcommerce
-- | order_taxes | bigcommerce
-- | orders | bigcommerce
-- @ psql-15.18-completion 18
SELECT a.attname, NULL::pg_catalog.text FROM pg_catalog.pg_attribute a, pg_catalog.pg_class c WHERE c.oid = a.attrelid and a.attnum > 0 and not a.attisdropped AND (a.attname) LIKE 'st%' AND c.relname = 'orders' AND pg_catalog.pg_table_is_visible(c.oid)
LIMIT 1000
-- = 6 rows
-- | staff_notes | NULL
-- | status | NULL
-- | status_id | NULL
-- | store_credit_amount | NULL
-- | store_default_currency_code | NULL
-- | store_default_to_transactional_exchange_rate | NULL
-- @ psql-15.18-completion 19
SELECT c.relname, NULL::pg_catalog.text FROM pg_catalog.pg_class c WHERE c.relkind IN ('r', 'p') AND (c.relname) LIKE 'ord%' AND pg_catalog.pg_table_is_visible(c.oid) AND c.relnamespace <> (SELECT oid FROM pg_catalog.pg_namespace WHERE nspname = 'pg_catalog')
UNION ALL
SELECT NULL::pg_catalog.text, n.nspname FROM pg_catalog.pg_namespace n WHERE n.nspname LIKE 'ord%' AND n.nspname NOT LIKE E'pg\\_%'
LIMIT 1000
-- = 20 rows
-- | order_coupons | NULL
-- | order_fees | NULL
-- | order_item_discounts | NULL
-- | order_item_option_values | NULL
-- | order_items | NULL
-- | order_messages | NULL
-- | order_metafields | NULL
-- | order_pickup_items | NULL
-- | order_pickups | NULL
-- | order_refund_items | NULL
-- | order_refund_payments | NULL
-- | order_refunds | NULL
-- | order_settings | NULL
-- | order_shipments | NULL
-- | order_shipping_addresses | NULL
-- | order_shipping_quotes | NULL
-- | order_status_counts | NULL
-- | order_statuses | NULL
-- | order_taxes | NULL
-- | orders | NULL
-- @ psql-15.18-completion 20
SELECT c.relname, NULL::pg_catalog.text FROM pg_catalog.pg_class c WHERE c.relkind IN ('r', 'p') AND (c.relname) LIKE 'order%' AND pg_catalog.pg_table_is_visible(c.oid) AND c.relnamespace <> (SELECT oid FROM pg_catalog.pg_namespace WHERE nspname = 'pg_catalog')
UNION ALL
SELECT NULL::pg_catalog.text, n.nspname FROM pg_catalog.pg_namespace n WHERE n.nspname LIKE 'order%' AND n.nspname NOT LIKE E'pg\\_%'
LIMIT 1000
-- = 20 rows
-- | order_coupons | NULL
-- | order_fees | NULL
-- | order_item_discounts | NULL
-- | order_item_option_values | NULL
-- | order_items | NULL
-- | order_messages | NULL
-- | order_metafields | NULL
-- | order_pickup_items | NULL
-- | order_pickups | NULL
-- | order_refund_items | NULL
-- | order_refund_payments | NULL
-- | order_refunds | NULL
-- | order_settings | NULL
-- | order_shipments | NULL
-- | order_shipping_addresses | NULL
-- | order_shipping_quotes | NULL
-- | order_status_counts | NULL
-- | order_statuses | NULL
-- | order_taxes | NULL
-- | orders | NULL
-- @ psql-15.18-completion 21
SELECT c.relname, NULL::pg_catalog.text FROM pg_catalog.pg_class c WHERE c.relkind IN ('i', 'I') AND (c.relname) LIKE 'pk\_o%' AND pg_catalog.pg_table_is_visible(c.oid) AND c.relnamespace <> (SELECT oid FROM pg_catalog.pg_namespace WHERE nspname = 'pg_catalog')
UNION ALL
SELECT NULL::pg_catalog.text, n.nspname FROM pg_catalog.pg_namespace n WHERE n.nspname LIKE 'pk\_o%' AND n.nspname NOT LIKE E'pg\\_%'
LIMIT 1000
-- = 19 rows
-- | pk_order_coupons | NULL
-- | pk_order_fees | NULL
-- | pk_order_item_discounts | NULL
-- | pk_order_item_option_values | NULL
-- | pk_order_items | NULL
-- | pk_order_messages | NULL
-- | pk_order_metafields | NULL
-- | pk_order_pickup_items | NULL
-- | pk_order_pickups | NULL
-- | pk_order_refund_items | NULL
-- | pk_order_refund_payments | NULL
-- | pk_order_refunds | NULL
-- | pk_order_shipments | NULL
-- | pk_order_shipping_addresses | NULL
-- | pk_order_shipping_quotes | NULL
-- | pk_order_status_counts | NULL
-- | pk_order_statuses | NULL
-- | pk_order_taxes | NULL
-- | pk_orders | NULL
-- @ psql-15.18-completion 22
SELECT c.relname, NULL::pg_catalog.text FROM pg_catalog.pg_class c WHERE c.relkind IN ('i', 'I') AND (c.relname) LIKE 'pk\_order%' AND pg_catalog.pg_table_is_visible(c.oid) AND c.relnamespace <> (SELECT oid FROM pg_catalog.pg_namespace WHERE nspname = 'pg_catalog')
UNION ALL
SELECT NULL::pg_catalog.text, n.nspname FROM pg_catalog.pg_namespace n WHERE n.nspname LIKE 'pk\_order%' AND n.nspname NOT LIKE E'pg\\_%'
LIMIT 1000
-- = 19 rows
-- | pk_order_coupons | NULL
-- | pk_order_fees | NULL
-- | pk_order_item_discounts | NULL
-- | pk_order_item_option_values | NULL
-- | pk_order_items | NULL
-- | pk_order_messages | NULL
-- | pk_order_metafields | NULL
-- | pk_order_pickup_items | NULL
-- | pk_order_pickups | NULL
-- | pk_order_refund_items | NULL
-- | pk_order_refund_payments | NULL
-- | pk_order_refunds | NULL
-- | pk_order_shipments | NULL
-- | pk_order_shipping_addresses | NULL
-- | pk_order_shipping_quotes | NULL
-- | pk_order_status_counts | NULL
-- | pk_order_statuses | NULL
-- | pk_order_taxes | NULL
-- | pk_orders | NULL
-- @ psql-15.18-completion 23
SELECT t.typname, NULL::pg_catalog.text FROM pg_catalog.pg_type t WHERE (t.typrelid = 0  OR (SELECT c.relkind = 'c'     FROM pg_catalog.pg_class c WHERE c.oid = t.typrelid)) AND t.typname !~ '^_' AND (t.typname) LIKE 'tex%' AND pg_catalog.pg_type_is_visible(t.oid)
UNION ALL
SELECT NULL::pg_catalog.text, n.nspname FROM pg_catalog.pg_namespace n WHERE n.nspname LIKE 'tex%' AND n.nspname NOT LIKE E'pg\\_%'
LIMIT 1000
-- = 1 rows
-- | text | NULL
-- @ psql-15.18-completion 24
SELECT rolname    FROM pg_catalog.pg_roles   WHERE rolname LIKE 'st%'
LIMIT 1000
-- = 1 rows
-- | storeql
-- @ psql-15.18-completion 25
SELECT a.attname, NULL::pg_catalog.text FROM pg_catalog.pg_attribute a, pg_catalog.pg_class c WHERE c.oid = a.attrelid and a.attnum > 0 and not a.attisdropped AND (a.attname) LIKE '%' AND c.relname = 'orders' AND pg_catalog.pg_table_is_visible(c.oid)
LIMIT 1000
-- = 81 rows
-- | base_handling_cost | NULL
-- | base_shipping_cost | NULL
-- | base_wrapping_cost | NULL
-- | billing_city | NULL
-- | billing_company | NULL
-- | billing_country | NULL
-- | billing_country_iso2 | NULL
-- | billing_email | NULL
-- | billing_first_name | NULL
-- | billing_form_fields | NULL
-- | billing_last_name | NULL
-- | billing_phone | NULL
-- | billing_state | NULL
-- | billing_street_1 | NULL
-- | billing_street_2 | NULL
-- | billing_zip | NULL
-- | cart_id | NULL
-- | channel_id | NULL
-- | coupon_discount | NULL
-- | credit_card_type | NULL
-- | currency_code | NULL
-- | currency_exchange_rate | NULL
-- | currency_id | NULL
-- | custom_status | NULL
-- | customer_id | NULL
-- | customer_locale | NULL
-- | customer_message | NULL
-- | date_created | NULL
-- | date_modified | NULL
-- | date_shipped | NULL
-- @ psql-15.18-completion 26
SELECT c.relname, NULL::pg_catalog.text FROM pg_catalog.pg_class c WHERE c.relkind IN ('v') AND (c.relname) LIKE 'v%' AND pg_catalog.pg_table_is_visible(c.oid) AND c.relnamespace <> (SELECT oid FROM pg_catalog.pg_namespace WHERE nspname = 'pg_catalog')
UNION ALL
SELECT NULL::pg_catalog.text, n.nspname FROM pg_catalog.pg_namespace n WHERE n.nspname LIKE 'v%' AND n.nspname NOT LIKE E'pg\\_%'
LIMIT 1000
-- = 0 rows
-- @ psql-15.18-completion 27
SELECT c.relname, NULL::pg_catalog.text FROM pg_catalog.pg_class c WHERE c.relkind IN ('r', 'S', 'v', 'm', 'f', 'p') AND (c.relname) LIKE 'order\_i%' AND pg_catalog.pg_table_is_visible(c.oid) AND c.relnamespace <> (SELECT oid FROM pg_catalog.pg_namespace WHERE nspname = 'pg_catalog')
UNION ALL
SELECT NULL::pg_catalog.text, n.nspname FROM pg_catalog.pg_namespace n WHERE n.nspname LIKE 'order\_i%' AND n.nspname NOT LIKE E'pg\\_%'
LIMIT 1000
-- = 3 rows
-- | order_item_discounts | NULL
-- | order_item_option_values | NULL
-- | order_items | NULL
-- @ psql-15.18-completion 28
SELECT c.relname, NULL::pg_catalog.text FROM pg_catalog.pg_class c WHERE c.relkind IN ('r', 'S', 'v', 'm', 'f', 'p') AND (c.relname) LIKE 'order\_item%' AND pg_catalog.pg_table_is_visible(c.oid) AND c.relnamespace <> (SELECT oid FROM pg_catalog.pg_namespace WHERE nspname = 'pg_catalog')
UNION ALL
SELECT NULL::pg_catalog.text, n.nspname FROM pg_catalog.pg_namespace n WHERE n.nspname LIKE 'order\_item%' AND n.nspname NOT LIKE E'pg\\_%'
LIMIT 1000
-- = 3 rows
-- | order_item_discounts | NULL
-- | order_item_option_values | NULL
-- | order_items | NULL
