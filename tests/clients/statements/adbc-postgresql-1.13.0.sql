-- @ adbc-postgresql-1.13.0 1
-- $ bigcommerce
-- $ order_items
SELECT attr.attname, attr.attnum, pg_catalog.col_description(cls.oid, attr.attnum), typ.typname FROM pg_catalog.pg_attribute AS attr INNER JOIN pg_catalog.pg_class AS cls ON attr.attrelid = cls.oid INNER JOIN pg_catalog.pg_namespace AS nsp ON nsp.oid = cls.relnamespace INNER JOIN pg_catalog.pg_type AS typ ON attr.atttypid = typ.oid WHERE attr.attnum > 0 AND NOT attr.attisdropped AND nsp.nspname LIKE $1 AND cls.relname LIKE $2
-- = 58 rows
-- | applied_discounts | 56 | Discounts on the line, as an array; one row each in `order_item_discounts`. | json
-- | base_cost_price | 25 | What one cost the merchant. | numeric
-- | base_price | 16 | Price of one, before tax is reckoned. | numeric
-- | base_total | 20 | Price of all, before tax is reckoned. | numeric
-- | base_wrapping_cost | 39 | Gift wrapping, before tax is reckoned. | numeric
-- | bin_picking_number | 47 | Where it lies in the warehouse. | text
-- | brand | 46 | Brand, by name. | text
-- | configurable_fields | 58 | Fields of the old catalogue that were filled in, as an array. | json
-- | cost_price_ex_tax | 26 | What one cost the merchant, without tax. | numeric
-- | cost_price_inc_tax | 27 | What one cost the merchant, with tax. | numeric
-- | cost_price_tax | 28 | Tax on what one cost the merchant. | numeric
-- | depth | 32 | Depth of one. | numeric
-- | discounted_total_inc_tax | 24 | Price of all with tax, after discounts. | numeric
-- | ebay_item_id | 54 | Number of the item at eBay. | text
-- | ebay_transaction_id | 55 | Number of the sale at eBay. | text
-- | event_date | 45 | Date that the shopper chose. | date
-- | event_name | 44 | Name of the date that the shopper chose. | text
-- | external_id | 53 | Number in another system. | text
-- | fixed_shipping_cost | 43 | Fixed price of shipping it. | numeric
-- | fulfillment_source | 50 | Where the line is fulfilled from; empty for none. | text
-- | gift_certificate_id | 52 | Gift certificate that was bought. | int8
-- | height | 31 | Height of one. | numeric
-- | id | 1 | Number of the line, which shipments and refunds name. | int8
-- | is_bundled_product | 51 | Part of a bundle. | bool
-- | is_refunded | 33 | Has been refunded. | bool
-- | name | 7 | Name as the customer saw it. | text
-- | name_customer | 8 | Name as the customer saw it. | text
-- | name_merchant | 9 | Name as the merchant sees it. | text
-- | option_set_id | 48 | Option set of the old catalogue. | int8
-- | order_address_id | 5 | Address that it ships to; 0 for none. | int8
-- @ adbc-postgresql-1.13.0 2
-- $ bigcommerce
-- $ order_items
WITH fk_unnest AS (     SELECT         con.conname,         'FOREIGN KEY' AS contype,         conrelid,         UNNEST(con.conkey) AS conkey,         confrelid,         UNNEST(con.confkey) AS confkey     FROM pg_catalog.pg_constraint AS con     INNER JOIN pg_catalog.pg_class AS cls ON cls.oid = conrelid     INNER JOIN pg_catalog.pg_namespace AS nsp ON nsp.oid = cls.relnamespace     WHERE con.contype = 'f' AND nsp.nspname = $1     AND cls.relname = $2 ), fk_names AS (     SELECT         fk_unnest.conname,         fk_unnest.contype,         fk_unnest.conkey,         fk_unnest.confkey,         attr.attname,         fnsp.nspname AS fschema,         fcls.relname AS ftable,         fattr.attname AS fattname     FROM fk_unnest     INNER JOIN pg_catalog.pg_class AS cls ON cls.oid = fk_unnest.conrelid     INNER JOIN pg_catalog.pg_class AS fcls ON fcls.oid = fk_unnest.confrelid     INNER JOIN pg_catalog.pg_namespace AS fnsp ON fnsp.oid = fcls.relnamespace    INNER JOIN pg_catalog.pg_attribute AS attr ON attr.attnum = fk_unnest.conkey         AND attr.attrelid = fk_unnest.conrelid     LEFT JOIN pg_catalog.pg_attribute AS fattr ON fattr.attnum =  fk_unnest.confkey         AND fattr.attrelid = fk_unnest.confrelid ), fkeys AS (     SELECT         conname,         contype,         ARRAY_AGG(attname ORDER BY conkey) AS colnames,         fschema,         ftable,         ARRAY_AGG(fattname ORDER BY confkey) AS fcolnames     FROM fk_names     GROUP BY         conname,         contype,         fschema,         ftable ), other_constraints AS (     SELECT con.conname, CASE con.contype WHEN 'c' THEN 'CHECK' WHEN 'u' THEN      'UNIQUE' WHEN 'p' THEN 'PRIMARY KEY' END AS contype,     ARRAY_AGG(attr.attname) AS colnames     FROM pg_catalog.pg_constraint AS con      CROSS JOIN UNNEST(conkey) AS conkeys      INNER JOIN pg_catalog.pg_class AS cls ON cls.oid = con.conrelid      INNER JOIN pg_catalog.pg_namespace AS nsp ON nsp.oid = cls.relnamespace      INNER JOIN pg_catalog.pg_attribute AS attr ON attr.attnum = conkeys      AND cls.oid = attr.attrelid      WHERE con.contype IN ('c', 'u', 'p') AND nsp.nspname = $1     AND cls.relname = $2     GROUP BY conname, contype ) SELECT     conname, contype, colnames, fschema, ftable, fcolnames FROM fkeys UNION ALL SELECT     conname, contype, colnames, NULL, NULL, NULL FROM other_constraints
-- = 7 rows
-- | fk_order_items_gift_certificate_id | FOREIGN KEY | [gift_certificate_id] | bigcommerce | gift_certificates | [id]
-- | fk_order_items_order_address_id | FOREIGN KEY | [order_address_id] | bigcommerce | order_shipping_addresses | [id]
-- | fk_order_items_order_id | FOREIGN KEY | [order_id] | bigcommerce | orders | [id]
-- | fk_order_items_parent_order_product_id | FOREIGN KEY | [parent_order_product_id] | bigcommerce | order_items | [id]
-- | fk_order_items_product_id | FOREIGN KEY | [product_id] | bigcommerce | products | [id]
-- | fk_order_items_variant_id | FOREIGN KEY | [variant_id] | bigcommerce | product_variants | [id]
-- | pk_order_items | PRIMARY KEY | [id] | NULL | NULL | NULL
-- @ adbc-postgresql-1.13.0 3
-- $ bigcommerce
-- $ orders
SELECT attr.attname, attr.attnum, pg_catalog.col_description(cls.oid, attr.attnum), typ.typname FROM pg_catalog.pg_attribute AS attr INNER JOIN pg_catalog.pg_class AS cls ON attr.attrelid = cls.oid INNER JOIN pg_catalog.pg_namespace AS nsp ON nsp.oid = cls.relnamespace INNER JOIN pg_catalog.pg_type AS typ ON attr.atttypid = typ.oid WHERE attr.attnum > 0 AND NOT attr.attisdropped AND nsp.nspname LIKE $1 AND cls.relname LIKE $2
-- = 81 rows
-- | base_handling_cost | 18 | Handling, before tax is reckoned. | numeric
-- | base_shipping_cost | 13 | Shipping, before tax is reckoned. | numeric
-- | base_wrapping_cost | 23 | Gift wrapping, before tax is reckoned. | numeric
-- | billing_city | 74 | Town of who pays. | text
-- | billing_company | 71 | Company of who pays. | text
-- | billing_country | 77 | Country of who pays. | text
-- | billing_country_iso2 | 78 | Country of who pays, by its two letters. | text
-- | billing_email | 80 | E-mail address of who pays. | text
-- | billing_first_name | 69 | First name of who pays. | text
-- | billing_form_fields | 81 | Values of the checkout form's own fields, as an array. | json
-- | billing_last_name | 70 | Last name of who pays. | text
-- | billing_phone | 79 | Telephone number of who pays. | text
-- | billing_state | 75 | State or province of who pays. | text
-- | billing_street_1 | 72 | Street of who pays, first line. | text
-- | billing_street_2 | 73 | Street of who pays, second line. | text
-- | billing_zip | 76 | Postal code of who pays. | text
-- | cart_id | 7 | Cart that it came from. | text
-- | channel_id | 56 | Channel that it was placed in. | int8
-- | coupon_discount | 49 | Discount by coupons. | numeric
-- | credit_card_type | 36 | Kind of card, where it was paid by card. | text
-- | currency_code | 42 | Currency that prices were shown in, by its three letters. | text
-- | currency_exchange_rate | 43 | Rate from the store's currency to the one shown. | numeric
-- | currency_id | 41 | Currency that prices were shown in. | int8
-- | custom_status | 9 | State of the order, by the name that the merchant gave it. | text
-- | customer_id | 2 | Who ordered; 0 for a guest. | int8
-- | customer_locale | 62 | The customer's language. | text
-- | customer_message | 63 | What the customer wrote with the order. | text
-- | date_created | 3 | When it was placed. | timestamptz
-- | date_modified | 4 | When it was last changed. | timestamptz
-- | date_shipped | 5 | When all of it had been shipped. | timestamptz
-- @ adbc-postgresql-1.13.0 4
-- $ bigcommerce
-- $ orders
WITH fk_unnest AS (     SELECT         con.conname,         'FOREIGN KEY' AS contype,         conrelid,         UNNEST(con.conkey) AS conkey,         confrelid,         UNNEST(con.confkey) AS confkey     FROM pg_catalog.pg_constraint AS con     INNER JOIN pg_catalog.pg_class AS cls ON cls.oid = conrelid     INNER JOIN pg_catalog.pg_namespace AS nsp ON nsp.oid = cls.relnamespace     WHERE con.contype = 'f' AND nsp.nspname = $1     AND cls.relname = $2 ), fk_names AS (     SELECT         fk_unnest.conname,         fk_unnest.contype,         fk_unnest.conkey,         fk_unnest.confkey,         attr.attname,         fnsp.nspname AS fschema,         fcls.relname AS ftable,         fattr.attname AS fattname     FROM fk_unnest     INNER JOIN pg_catalog.pg_class AS cls ON cls.oid = fk_unnest.conrelid     INNER JOIN pg_catalog.pg_class AS fcls ON fcls.oid = fk_unnest.confrelid     INNER JOIN pg_catalog.pg_namespace AS fnsp ON fnsp.oid = fcls.relnamespace    INNER JOIN pg_catalog.pg_attribute AS attr ON attr.attnum = fk_unnest.conkey         AND attr.attrelid = fk_unnest.conrelid     LEFT JOIN pg_catalog.pg_attribute AS fattr ON fattr.attnum =  fk_unnest.confkey         AND fattr.attrelid = fk_unnest.confrelid ), fkeys AS (     SELECT         conname,         contype,         ARRAY_AGG(attname ORDER BY conkey) AS colnames,         fschema,         ftable,         ARRAY_AGG(fattname ORDER BY confkey) AS fcolnames     FROM fk_names     GROUP BY         conname,         contype,         fschema,         ftable ), other_constraints AS (     SELECT con.conname, CASE con.contype WHEN 'c' THEN 'CHECK' WHEN 'u' THEN      'UNIQUE' WHEN 'p' THEN 'PRIMARY KEY' END AS contype,     ARRAY_AGG(attr.attname) AS colnames     FROM pg_catalog.pg_constraint AS con      CROSS JOIN UNNEST(conkey) AS conkeys      INNER JOIN pg_catalog.pg_class AS cls ON cls.oid = con.conrelid      INNER JOIN pg_catalog.pg_namespace AS nsp ON nsp.oid = cls.relnamespace      INNER JOIN pg_catalog.pg_attribute AS attr ON attr.attnum = conkeys      AND cls.oid = attr.attrelid      WHERE con.contype IN ('c', 'u', 'p') AND nsp.nspname = $1     AND cls.relname = $2     GROUP BY conname, contype ) SELECT     conname, contype, colnames, fschema, ftable, fcolnames FROM fkeys UNION ALL SELECT     conname, contype, colnames, NULL, NULL, NULL FROM other_constraints
-- = 9 rows
-- | fk_orders_channel_id | FOREIGN KEY | [channel_id] | bigcommerce | channels | [id]
-- | fk_orders_currency_id | FOREIGN KEY | [currency_id] | bigcommerce | currencies | [id]
-- | fk_orders_customer_id | FOREIGN KEY | [customer_id] | bigcommerce | customers | [id]
-- | fk_orders_default_currency_id | FOREIGN KEY | [default_currency_id] | bigcommerce | currencies | [id]
-- | fk_orders_handling_cost_tax_class_id | FOREIGN KEY | [handling_cost_tax_class_id] | bigcommerce | tax_classes | [id]
-- | fk_orders_shipping_cost_tax_class_id | FOREIGN KEY | [shipping_cost_tax_class_id] | bigcommerce | tax_classes | [id]
-- | fk_orders_status_id | FOREIGN KEY | [status_id] | bigcommerce | order_statuses | [id]
-- | fk_orders_wrapping_cost_tax_class_id | FOREIGN KEY | [wrapping_cost_tax_class_id] | bigcommerce | tax_classes | [id]
-- | pk_orders | PRIMARY KEY | [id] | NULL | NULL | NULL
-- @ adbc-postgresql-1.13.0 5
-- $ bigcommerce
-- $ {p,f,t,m,v,r}
-- $ orders
SELECT c.relname, CASE c.relkind WHEN 'r' THEN 'table' WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' WHEN 't' THEN 'TOAST table' WHEN 'f' THEN 'foreign table' WHEN 'p' THEN 'partitioned table' END AS reltype FROM pg_catalog.pg_class c LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1 AND c.relkind = ANY($2) AND c.relname LIKE $3
-- = 1 rows
-- | orders | table
-- @ adbc-postgresql-1.13.0 6
-- $ bigcommerce
-- $ orders
-- $ id
SELECT attr.attname, attr.attnum, pg_catalog.col_description(cls.oid, attr.attnum), typ.typname FROM pg_catalog.pg_attribute AS attr INNER JOIN pg_catalog.pg_class AS cls ON attr.attrelid = cls.oid INNER JOIN pg_catalog.pg_namespace AS nsp ON nsp.oid = cls.relnamespace INNER JOIN pg_catalog.pg_type AS typ ON attr.atttypid = typ.oid WHERE attr.attnum > 0 AND NOT attr.attisdropped AND nsp.nspname LIKE $1 AND cls.relname LIKE $2 AND attr.attname LIKE $3
-- = 1 rows
-- | id | 1 | Number of the order. | int8
-- @ adbc-postgresql-1.13.0 7
-- $ bigcommerce
-- $ orders
-- $ id
WITH fk_unnest AS (     SELECT         con.conname,         'FOREIGN KEY' AS contype,         conrelid,         UNNEST(con.conkey) AS conkey,         confrelid,         UNNEST(con.confkey) AS confkey     FROM pg_catalog.pg_constraint AS con     INNER JOIN pg_catalog.pg_class AS cls ON cls.oid = conrelid     INNER JOIN pg_catalog.pg_namespace AS nsp ON nsp.oid = cls.relnamespace     WHERE con.contype = 'f' AND nsp.nspname = $1     AND cls.relname = $2 ), fk_names AS (     SELECT         fk_unnest.conname,         fk_unnest.contype,         fk_unnest.conkey,         fk_unnest.confkey,         attr.attname,         fnsp.nspname AS fschema,         fcls.relname AS ftable,         fattr.attname AS fattname     FROM fk_unnest     INNER JOIN pg_catalog.pg_class AS cls ON cls.oid = fk_unnest.conrelid     INNER JOIN pg_catalog.pg_class AS fcls ON fcls.oid = fk_unnest.confrelid     INNER JOIN pg_catalog.pg_namespace AS fnsp ON fnsp.oid = fcls.relnamespace    INNER JOIN pg_catalog.pg_attribute AS attr ON attr.attnum = fk_unnest.conkey         AND attr.attrelid = fk_unnest.conrelid     LEFT JOIN pg_catalog.pg_attribute AS fattr ON fattr.attnum =  fk_unnest.confkey         AND fattr.attrelid = fk_unnest.confrelid ), fkeys AS (     SELECT         conname,         contype,         ARRAY_AGG(attname ORDER BY conkey) AS colnames,         fschema,         ftable,         ARRAY_AGG(fattname ORDER BY confkey) AS fcolnames     FROM fk_names     GROUP BY         conname,         contype,         fschema,         ftable ), other_constraints AS (     SELECT con.conname, CASE con.contype WHEN 'c' THEN 'CHECK' WHEN 'u' THEN      'UNIQUE' WHEN 'p' THEN 'PRIMARY KEY' END AS contype,     ARRAY_AGG(attr.attname) AS colnames     FROM pg_catalog.pg_constraint AS con      CROSS JOIN UNNEST(conkey) AS conkeys      INNER JOIN pg_catalog.pg_class AS cls ON cls.oid = con.conrelid      INNER JOIN pg_catalog.pg_namespace AS nsp ON nsp.oid = cls.relnamespace      INNER JOIN pg_catalog.pg_attribute AS attr ON attr.attnum = conkeys      AND cls.oid = attr.attrelid      WHERE con.contype IN ('c', 'u', 'p') AND nsp.nspname = $1     AND cls.relname = $2     GROUP BY conname, contype ) SELECT     conname, contype, colnames, fschema, ftable, fcolnames FROM fkeys UNION ALL SELECT     conname, contype, colnames, NULL, NULL, NULL FROM other_constraints WHERE conname LIKE $3
-- = 8 rows
-- | fk_orders_channel_id | FOREIGN KEY | [channel_id] | bigcommerce | channels | [id]
-- | fk_orders_currency_id | FOREIGN KEY | [currency_id] | bigcommerce | currencies | [id]
-- | fk_orders_customer_id | FOREIGN KEY | [customer_id] | bigcommerce | customers | [id]
-- | fk_orders_default_currency_id | FOREIGN KEY | [default_currency_id] | bigcommerce | currencies | [id]
-- | fk_orders_handling_cost_tax_class_id | FOREIGN KEY | [handling_cost_tax_class_id] | bigcommerce | tax_classes | [id]
-- | fk_orders_shipping_cost_tax_class_id | FOREIGN KEY | [shipping_cost_tax_class_id] | bigcommerce | tax_classes | [id]
-- | fk_orders_status_id | FOREIGN KEY | [status_id] | bigcommerce | order_statuses | [id]
-- | fk_orders_wrapping_cost_tax_class_id | FOREIGN KEY | [wrapping_cost_tax_class_id] | bigcommerce | tax_classes | [id]
-- @ adbc-postgresql-1.13.0 8
-- $ orders
SELECT attname, atttypid FROM pg_catalog.pg_class AS cls INNER JOIN pg_catalog.pg_attribute AS attr ON cls.oid = attr.attrelid INNER JOIN pg_catalog.pg_type AS typ ON attr.atttypid = typ.oid WHERE attr.attnum >= 0 AND cls.oid = $1::regclass::oid ORDER BY attr.attnum
-- = 81 rows
-- | base_handling_cost | 1700
-- | base_shipping_cost | 1700
-- | base_wrapping_cost | 1700
-- | billing_city | 25
-- | billing_company | 25
-- | billing_country | 25
-- | billing_country_iso2 | 25
-- | billing_email | 25
-- | billing_first_name | 25
-- | billing_form_fields | 114
-- | billing_last_name | 25
-- | billing_phone | 25
-- | billing_state | 25
-- | billing_street_1 | 25
-- | billing_street_2 | 25
-- | billing_zip | 25
-- | cart_id | 25
-- | channel_id | 20
-- | coupon_discount | 1700
-- | credit_card_type | 25
-- | currency_code | 25
-- | currency_exchange_rate | 1700
-- | currency_id | 20
-- | custom_status | 25
-- | customer_id | 20
-- | customer_locale | 25
-- | customer_message | 25
-- | date_created | 1184
-- | date_modified | 1184
-- | date_shipped | 1184
-- @ adbc-postgresql-1.13.0 9
SELECT version()
-- = 1 rows
-- | PostgreSQL 16.0 (StoreQL 0.1.0)
-- @ adbc-postgresql-1.13.0 10
SELECT
    attrelid,
    attname,
    atttypid
FROM
    pg_catalog.pg_attribute
ORDER BY
    attrelid, attnum
-- = 4101 rows
-- | 100056497 | comment | 25
-- | 100056497 | installed | 16
-- | 100056497 | name | 19
-- | 100056497 | relocatable | 16
-- | 100056497 | requires | 1003
-- | 100056497 | schema | 19
-- | 100056497 | superuser | 16
-- | 100056497 | trusted | 16
-- | 100056497 | version | 25
-- | 1002122376 | channels | 114
-- | 1002122376 | id | 20
-- | 1002122376 | name | 25
-- | 1005105462 | active | 16
-- | 1005105462 | date_created | 1184
-- | 1005105462 | date_modified | 1184
-- | 1005105462 | id | 20
-- | 1005105462 | name | 25
-- | 1009514042 | column_name | 19
-- | 1009514042 | table_catalog | 19
-- | 1009514042 | table_name | 19
-- | 1009514042 | table_schema | 19
-- | 1009514042 | view_catalog | 19
-- | 1009514042 | view_name | 19
-- | 1009514042 | view_schema | 19
-- | 1012151044 | template_file | 25
-- | 1017489012 | position | 20
-- | 1017489012 | refund_id | 20
-- | 1025620222 | id | 20
-- | 10258286 | date_created | 1184
-- | 1026200735 | to_email | 25
-- @ adbc-postgresql-1.13.0 11
SELECT oid, typname, typreceive, typbasetype, typrelid, typarray FROM pg_catalog.pg_type WHERE (typreceive != 0 OR typsend != 0) AND typtype != 'r' AND typreceive::TEXT != 'array_recv'
-- = 55 rows
-- | 1042 | bpchar | bpcharrecv | 0 | 0 | 1014
-- | 1043 | varchar | varcharrecv | 0 | 0 | 1015
-- | 1082 | date | date_recv | 0 | 0 | 1182
-- | 1083 | time | time_recv | 0 | 0 | 1183
-- | 1114 | timestamp | timestamp_recv | 0 | 0 | 1115
-- | 114 | json | json_recv | 0 | 0 | 199
-- | 1184 | timestamptz | timestamptz_recv | 0 | 0 | 1185
-- | 1186 | interval | interval_recv | 0 | 0 | 1187
-- | 1266 | timetz | timetz_recv | 0 | 0 | 1270
-- | 142 | xml | xml_recv | 0 | 0 | 143
-- | 1560 | bit | bit_recv | 0 | 0 | 1561
-- | 1562 | varbit | varbit_recv | 0 | 0 | 1563
-- | 16 | bool | boolrecv | 0 | 0 | 1000
-- | 17 | bytea | bytearecv | 0 | 0 | 1001
-- | 1700 | numeric | numeric_recv | 0 | 0 | 1231
-- | 1790 | refcursor | textrecv | 0 | 0 | 2201
-- | 18 | char | charrecv | 0 | 0 | 1002
-- | 19 | name | namerecv | 0 | 0 | 1003
-- | 194 | pg_node_tree | pg_node_tree_recv | 0 | 0 | 0
-- | 20 | int8 | int8recv | 0 | 0 | 1016
-- | 21 | int2 | int2recv | 0 | 0 | 1005
-- | 22 | int2vector | int2vectorrecv | 0 | 0 | 1006
-- | 2202 | regprocedure | regprocedurerecv | 0 | 0 | 2207
-- | 2203 | regoper | regoperrecv | 0 | 0 | 2208
-- | 2204 | regoperator | regoperatorrecv | 0 | 0 | 2209
-- | 2205 | regclass | regclassrecv | 0 | 0 | 2210
-- | 2206 | regtype | regtyperecv | 0 | 0 | 2211
-- | 2249 | record | record_recv | 0 | 0 | 2287
-- | 2275 | cstring | cstring_recv | 0 | 0 | 1263
-- | 2277 | anyarray | anyarray_recv | 0 | 0 | 0
-- @ adbc-postgresql-1.13.0 12
SELECT datname FROM pg_catalog.pg_database
-- = 1 rows
-- | storeql
-- @ adbc-postgresql-1.13.0 13
SELECT nspname FROM pg_catalog.pg_namespace WHERE (nspname !~ '^pg_' OR oid = pg_my_temp_schema()) AND nspname <> 'information_schema'
-- = 3 rows
-- | UserViews
-- | bigcommerce
-- | sys
-- @ adbc-postgresql-1.13.0 14
-- $ public
-- $ {p,f,t,m,v,r}
SELECT c.relname, CASE c.relkind WHEN 'r' THEN 'table' WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' WHEN 't' THEN 'TOAST table' WHEN 'f' THEN 'foreign table' WHEN 'p' THEN 'partitioned table' END AS reltype FROM pg_catalog.pg_class c LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1 AND c.relkind = ANY($2)
-- = 0 rows
-- @ adbc-postgresql-1.13.0 15
-- $ bigcommerce
-- $ {p,f,t,m,v,r}
SELECT c.relname, CASE c.relkind WHEN 'r' THEN 'table' WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' WHEN 't' THEN 'TOAST table' WHEN 'f' THEN 'foreign table' WHEN 'p' THEN 'partitioned table' END AS reltype FROM pg_catalog.pg_class c LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1 AND c.relkind = ANY($2)
-- = 183 rows
-- | abandoned_cart_emails | table
-- | abandoned_cart_settings | table
-- | abandoned_carts | table
-- | accepted_payment_methods | table
-- | analytics_providers | table
-- | available_search_filters | table
-- | banners | table
-- | blog_posts | table
-- | blog_tags | table
-- | brand_metafields | table
-- | brands | table
-- | cart_items | table
-- | cart_metafields | table
-- | cart_settings | table
-- | carts | table
-- | catalog_settings | table
-- | catalog_summary | table
-- | categories | table
-- | category_metafields | table
-- | category_product_sort_order | table
-- | category_trees | table
-- | channel_abandoned_cart_settings | table
-- | channel_active_themes | table
-- | channel_cart_settings | table
-- | channel_catalog_settings | table
-- | channel_checkout_settings | table
-- | channel_currency_assignments | table
-- | channel_customer_settings | table
-- | channel_email_status_settings | table
-- | channel_inventory_notification_settings | table
-- @ adbc-postgresql-1.13.0 16
-- $ bigcommerce
SELECT nspname FROM pg_catalog.pg_namespace WHERE (nspname !~ '^pg_' OR oid = pg_my_temp_schema()) AND nspname <> 'information_schema' AND nspname = $1
-- = 1 rows
-- | bigcommerce
-- @ adbc-postgresql-1.13.0 17
SHOW server_version_num
-- = 1 rows
-- | 160000
-- @ adbc-postgresql-1.13.0 18
-- $ bigcommerce
-- $ %
WITH
      class AS (
        SELECT nspname, relname, reltuples
        FROM pg_namespace
        INNER JOIN pg_class ON pg_class.relnamespace = pg_namespace.oid
      )
    SELECT tablename, attname, null_frac, avg_width, n_distinct, reltuples
    FROM pg_stats
    INNER JOIN class ON pg_stats.schemaname = class.nspname AND pg_stats.tablename = class.relname
    WHERE pg_stats.schemaname = $1 AND tablename LIKE $2
    ORDER BY tablename
-- = 0 rows
