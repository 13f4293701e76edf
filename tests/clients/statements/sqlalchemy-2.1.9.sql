-- @ sqlalchemy-2.1.9 1
select pg_catalog.version()
-- = 1 rows
-- | PostgreSQL 16.0 (StoreQL 0.1.0)
-- @ sqlalchemy-2.1.9 2
select current_schema()
-- = 1 rows
-- | bigcommerce
-- @ sqlalchemy-2.1.9 3
show transaction isolation level
-- = 1 rows
-- | read committed
-- @ sqlalchemy-2.1.9 4
show standard_conforming_strings
-- = 1 rows
-- | on
-- @ sqlalchemy-2.1.9 5
-- $ hstore
SELECT
    typname AS name, oid, typarray AS array_oid,
    oid::regtype::text AS regtype, typdelim AS delimiter
FROM pg_type t
WHERE t.oid = to_regtype($1)
ORDER BY t.oid
-- = 0 rows
-- @ sqlalchemy-2.1.9 6
-- $ pg/_
SELECT pg_catalog.pg_namespace.nspname 
FROM pg_catalog.pg_namespace 
WHERE (pg_catalog.pg_namespace.nspname NOT LIKE $1::VARCHAR || '%' ESCAPE '/') ORDER BY pg_catalog.pg_namespace.nspname
-- = 4 rows
-- | UserViews
-- | bigcommerce
-- | information_schema
-- | sys
-- @ sqlalchemy-2.1.9 7
-- $ r
-- $ p
-- $ t
-- $ bigcommerce
SELECT pg_catalog.pg_class.relname 
FROM pg_catalog.pg_class JOIN pg_catalog.pg_namespace ON pg_catalog.pg_namespace.oid = pg_catalog.pg_class.relnamespace 
WHERE pg_catalog.pg_class.relkind = ANY (ARRAY[$1::VARCHAR, $2::VARCHAR]) AND pg_catalog.pg_class.relpersistence != $3::VARCHAR AND pg_catalog.pg_namespace.nspname = $4::VARCHAR
-- = 183 rows
-- | abandoned_cart_emails
-- | abandoned_cart_settings
-- | abandoned_carts
-- | accepted_payment_methods
-- | analytics_providers
-- | available_search_filters
-- | banners
-- | blog_posts
-- | blog_tags
-- | brand_metafields
-- | brands
-- | cart_items
-- | cart_metafields
-- | cart_settings
-- | carts
-- | catalog_settings
-- | catalog_summary
-- | categories
-- | category_metafields
-- | category_product_sort_order
-- | category_trees
-- | channel_abandoned_cart_settings
-- | channel_active_themes
-- | channel_cart_settings
-- | channel_catalog_settings
-- | channel_checkout_settings
-- | channel_currency_assignments
-- | channel_customer_settings
-- | channel_email_status_settings
-- | channel_inventory_notification_settings
-- @ sqlalchemy-2.1.9 8
-- $ r
-- $ p
-- $ t
-- $ pg_catalog
SELECT pg_catalog.pg_class.relname 
FROM pg_catalog.pg_class JOIN pg_catalog.pg_namespace ON pg_catalog.pg_namespace.oid = pg_catalog.pg_class.relnamespace 
WHERE pg_catalog.pg_class.relkind = ANY (ARRAY[$1::VARCHAR, $2::VARCHAR]) AND pg_catalog.pg_class.relpersistence != $3::VARCHAR AND pg_catalog.pg_table_is_visible(pg_catalog.pg_class.oid) AND pg_catalog.pg_namespace.nspname != $4::VARCHAR
-- = 183 rows
-- | abandoned_cart_emails
-- | abandoned_cart_settings
-- | abandoned_carts
-- | accepted_payment_methods
-- | analytics_providers
-- | available_search_filters
-- | banners
-- | blog_posts
-- | blog_tags
-- | brand_metafields
-- | brands
-- | cart_items
-- | cart_metafields
-- | cart_settings
-- | carts
-- | catalog_settings
-- | catalog_summary
-- | categories
-- | category_metafields
-- | category_product_sort_order
-- | category_trees
-- | channel_abandoned_cart_settings
-- | channel_active_themes
-- | channel_cart_settings
-- | channel_catalog_settings
-- | channel_checkout_settings
-- | channel_currency_assignments
-- | channel_customer_settings
-- | channel_email_status_settings
-- | channel_inventory_notification_settings
-- @ sqlalchemy-2.1.9 9
-- $ v
-- $ t
-- $ bigcommerce
SELECT pg_catalog.pg_class.relname 
FROM pg_catalog.pg_class JOIN pg_catalog.pg_namespace ON pg_catalog.pg_namespace.oid = pg_catalog.pg_class.relnamespace 
WHERE pg_catalog.pg_class.relkind = ANY (ARRAY[$1::VARCHAR]) AND pg_catalog.pg_class.relpersistence != $2::VARCHAR AND pg_catalog.pg_namespace.nspname = $3::VARCHAR
-- = 0 rows
-- @ sqlalchemy-2.1.9 10
-- $ m
-- $ t
-- $ bigcommerce
SELECT pg_catalog.pg_class.relname 
FROM pg_catalog.pg_class JOIN pg_catalog.pg_namespace ON pg_catalog.pg_namespace.oid = pg_catalog.pg_class.relnamespace 
WHERE pg_catalog.pg_class.relkind = ANY (ARRAY[$1::VARCHAR]) AND pg_catalog.pg_class.relpersistence != $2::VARCHAR AND pg_catalog.pg_namespace.nspname = $3::VARCHAR
-- = 0 rows
-- @ sqlalchemy-2.1.9 11
-- $ S
-- $ bigcommerce
SELECT pg_catalog.pg_class.relname 
FROM pg_catalog.pg_class JOIN pg_catalog.pg_namespace ON pg_catalog.pg_namespace.oid = pg_catalog.pg_class.relnamespace 
WHERE pg_catalog.pg_class.relkind = ANY (ARRAY[$1::VARCHAR]) AND pg_catalog.pg_namespace.nspname = $2::VARCHAR
-- = 0 rows
-- @ sqlalchemy-2.1.9 12
-- $ orders
-- $ r
-- $ p
-- $ f
-- $ v
-- $ m
-- $ bigcommerce
SELECT pg_catalog.pg_class.relname 
FROM pg_catalog.pg_class JOIN pg_catalog.pg_namespace ON pg_catalog.pg_namespace.oid = pg_catalog.pg_class.relnamespace 
WHERE pg_catalog.pg_class.relname IN ($1::VARCHAR) AND pg_catalog.pg_class.relkind = ANY (ARRAY[$2::VARCHAR, $3::VARCHAR, $4::VARCHAR, $5::VARCHAR, $6::VARCHAR]) AND pg_catalog.pg_namespace.nspname = $7::VARCHAR
-- = 1 rows
-- | orders
-- @ sqlalchemy-2.1.9 13
-- $ nope
-- $ r
-- $ p
-- $ f
-- $ v
-- $ m
-- $ bigcommerce
SELECT pg_catalog.pg_class.relname 
FROM pg_catalog.pg_class JOIN pg_catalog.pg_namespace ON pg_catalog.pg_namespace.oid = pg_catalog.pg_class.relnamespace 
WHERE pg_catalog.pg_class.relname IN ($1::VARCHAR) AND pg_catalog.pg_class.relkind = ANY (ARRAY[$2::VARCHAR, $3::VARCHAR, $4::VARCHAR, $5::VARCHAR, $6::VARCHAR]) AND pg_catalog.pg_namespace.nspname = $7::VARCHAR
-- = 0 rows
-- @ sqlalchemy-2.1.9 14
-- $ orders
-- $ r
-- $ p
-- $ f
-- $ v
-- $ m
-- $ pg_catalog
SELECT pg_catalog.pg_class.relname 
FROM pg_catalog.pg_class JOIN pg_catalog.pg_namespace ON pg_catalog.pg_namespace.oid = pg_catalog.pg_class.relnamespace 
WHERE pg_catalog.pg_class.relname IN ($1::VARCHAR) AND pg_catalog.pg_class.relkind = ANY (ARRAY[$2::VARCHAR, $3::VARCHAR, $4::VARCHAR, $5::VARCHAR, $6::VARCHAR]) AND pg_catalog.pg_table_is_visible(pg_catalog.pg_class.oid) AND pg_catalog.pg_namespace.nspname != $7::VARCHAR
-- = 1 rows
-- | orders
-- @ sqlalchemy-2.1.9 15
-- $ S
-- $ x
-- $ pg_catalog
SELECT pg_catalog.pg_class.relname 
FROM pg_catalog.pg_class JOIN pg_catalog.pg_namespace ON pg_catalog.pg_namespace.oid = pg_catalog.pg_class.relnamespace 
WHERE pg_catalog.pg_class.relkind = $1::VARCHAR AND pg_catalog.pg_class.relname = $2::VARCHAR AND pg_catalog.pg_table_is_visible(pg_catalog.pg_class.oid) AND pg_catalog.pg_namespace.nspname != $3::VARCHAR
-- = 0 rows
-- @ sqlalchemy-2.1.9 16
-- $ bigcommerce
SELECT pg_catalog.pg_namespace.nspname 
FROM pg_catalog.pg_namespace 
WHERE pg_catalog.pg_namespace.nspname = $1::VARCHAR
-- = 1 rows
-- | bigcommerce
-- @ sqlalchemy-2.1.9 17
-- $ 
-- $ always
-- $ a
-- $ start
-- $ increment
-- $ minvalue
-- $ maxvalue
-- $ cache
-- $ cycle
-- $ 
-- $ 0
-- $ name
-- $ schema
-- $ 0
-- $ r
-- $ p
-- $ f
-- $ v
-- $ m
-- $ bigcommerce
-- $ order_items
SELECT pg_catalog.pg_attribute.attname AS name, pg_catalog.format_type(pg_catalog.pg_attribute.atttypid, pg_catalog.pg_attribute.atttypmod) AS format_type, CASE WHEN pg_catalog.pg_attribute.atthasdef THEN (SELECT pg_catalog.pg_get_expr(pg_catalog.pg_attrdef.adbin, pg_catalog.pg_attrdef.adrelid) AS pg_get_expr_1 
FROM pg_catalog.pg_attrdef 
WHERE pg_catalog.pg_attribute.atthasdef AND pg_catalog.pg_attrdef.adrelid = pg_catalog.pg_attribute.attrelid AND pg_catalog.pg_attrdef.adnum = pg_catalog.pg_attribute.attnum) ELSE NULL END AS "default", pg_catalog.pg_attribute.attnotnull AS not_null, pg_catalog.pg_class.relname AS table_name, pg_catalog.pg_description.description AS comment, pg_catalog.pg_attribute.attgenerated AS generated, CASE WHEN (pg_catalog.pg_attribute.attidentity != $1::VARCHAR) THEN (SELECT json_build_object($2::VARCHAR, pg_catalog.pg_attribute.attidentity = $3::VARCHAR, $4::VARCHAR, pg_catalog.pg_sequence.seqstart, $5::VARCHAR, pg_catalog.pg_sequence.seqincrement, $6::VARCHAR, pg_catalog.pg_sequence.seqmin, $7::VARCHAR, pg_catalog.pg_sequence.seqmax, $8::VARCHAR, pg_catalog.pg_sequence.seqcache, $9::VARCHAR, pg_catalog.pg_sequence.seqcycle) AS json_build_object_1 
FROM pg_catalog.pg_sequence 
WHERE pg_catalog.pg_attribute.attidentity != $10::VARCHAR AND pg_catalog.pg_sequence.seqrelid = CAST(CAST(pg_catalog.pg_get_serial_sequence(CAST(CAST(pg_catalog.pg_attribute.attrelid AS REGCLASS) AS TEXT), pg_catalog.pg_attribute.attname) AS REGCLASS) AS OID)) ELSE NULL END AS identity_options, CASE WHEN (pg_catalog.pg_attribute.attcollation != $11::INTEGER AND (SELECT pg_catalog.pg_type.typcollation 
FROM pg_catalog.pg_type 
WHERE pg_catalog.pg_type.oid = pg_catalog.pg_attribute.atttypid) != pg_catalog.pg_attribute.attcollation) THEN (SELECT json_build_object($12::VARCHAR, pg_catalog.pg_collation.collname, $13::VARCHAR, CASE WHEN pg_catalog.pg_collation_is_visible(pg_catalog.pg_collation.oid) THEN NULL ELSE pg_catalog.pg_namespace.nspname END) AS json_build_object_9 
FROM pg_catalog.pg_collation JOIN pg_catalog.pg_namespace ON pg_catalog.pg_namespace.oid = pg_catalog.pg_collation.collnamespace 
WHERE pg_catalog.pg_collation.oid = pg_catalog.pg_attribute.attcollation) ELSE NULL END AS collation 
FROM pg_catalog.pg_class LEFT OUTER JOIN pg_catalog.pg_attribute ON pg_catalog.pg_class.oid = pg_catalog.pg_attribute.attrelid AND pg_catalog.pg_attribute.attnum > $14::SMALLINT AND NOT pg_catalog.pg_attribute.attisdropped LEFT OUTER JOIN pg_catalog.pg_description ON pg_catalog.pg_description.objoid = pg_catalog.pg_attribute.attrelid AND pg_catalog.pg_description.objsubid = pg_catalog.pg_attribute.attnum JOIN pg_catalog.pg_namespace ON pg_catalog.pg_namespace.oid = pg_catalog.pg_class.relnamespace 
WHERE pg_catalog.pg_class.relkind = ANY (ARRAY[$15::VARCHAR, $16::VARCHAR, $17::VARCHAR, $18::VARCHAR, $19::VARCHAR]) AND pg_catalog.pg_namespace.nspname = $20::VARCHAR AND pg_catalog.pg_class.relname IN ($21::VARCHAR) ORDER BY pg_catalog.pg_class.relname, pg_catalog.pg_attribute.attnum
-- = 58 rows
-- | applied_discounts | json | NULL | false | order_items | Discounts on the line, as an array; one row each in `order_item_discounts`. |  | NULL | NULL
-- | base_cost_price | numeric(20,4) | NULL | false | order_items | What one cost the merchant. |  | NULL | NULL
-- | base_price | numeric(20,4) | NULL | false | order_items | Price of one, before tax is reckoned. |  | NULL | NULL
-- | base_total | numeric(20,4) | NULL | false | order_items | Price of all, before tax is reckoned. |  | NULL | NULL
-- | base_wrapping_cost | numeric(20,4) | NULL | false | order_items | Gift wrapping, before tax is reckoned. |  | NULL | NULL
-- | bin_picking_number | text | NULL | false | order_items | Where it lies in the warehouse. |  | NULL | NULL
-- | brand | text | NULL | false | order_items | Brand, by name. |  | NULL | NULL
-- | configurable_fields | json | NULL | false | order_items | Fields of the old catalogue that were filled in, as an array. |  | NULL | NULL
-- | cost_price_ex_tax | numeric(20,4) | NULL | false | order_items | What one cost the merchant, without tax. |  | NULL | NULL
-- | cost_price_inc_tax | numeric(20,4) | NULL | false | order_items | What one cost the merchant, with tax. |  | NULL | NULL
-- | cost_price_tax | numeric(20,4) | NULL | false | order_items | Tax on what one cost the merchant. |  | NULL | NULL
-- | depth | numeric(20,4) | NULL | false | order_items | Depth of one. |  | NULL | NULL
-- | discounted_total_inc_tax | numeric(20,4) | NULL | false | order_items | Price of all with tax, after discounts. |  | NULL | NULL
-- | ebay_item_id | text | NULL | false | order_items | Number of the item at eBay. |  | NULL | NULL
-- | ebay_transaction_id | text | NULL | false | order_items | Number of the sale at eBay. |  | NULL | NULL
-- | event_date | date | NULL | false | order_items | Date that the shopper chose. |  | NULL | NULL
-- | event_name | text | NULL | false | order_items | Name of the date that the shopper chose. |  | NULL | NULL
-- | external_id | text | NULL | false | order_items | Number in another system. |  | NULL | NULL
-- | fixed_shipping_cost | numeric(20,4) | NULL | false | order_items | Fixed price of shipping it. |  | NULL | NULL
-- | fulfillment_source | text | NULL | false | order_items | Where the line is fulfilled from; empty for none. |  | NULL | NULL
-- | gift_certificate_id | bigint | NULL | false | order_items | Gift certificate that was bought. |  | NULL | NULL
-- | height | numeric(20,4) | NULL | false | order_items | Height of one. |  | NULL | NULL
-- | id | bigint | NULL | true | order_items | Number of the line, which shipments and refunds name. |  | NULL | NULL
-- | is_bundled_product | boolean | NULL | false | order_items | Part of a bundle. |  | NULL | NULL
-- | is_refunded | boolean | NULL | false | order_items | Has been refunded. |  | NULL | NULL
-- | name | text | NULL | false | order_items | Name as the customer saw it. |  | NULL | NULL
-- | name_customer | text | NULL | false | order_items | Name as the customer saw it. |  | NULL | NULL
-- | name_merchant | text | NULL | false | order_items | Name as the merchant sees it. |  | NULL | NULL
-- | option_set_id | bigint | NULL | false | order_items | Option set of the old catalogue. |  | NULL | NULL
-- | order_address_id | bigint | NULL | false | order_items | Address that it ships to; 0 for none. |  | NULL | NULL
-- @ sqlalchemy-2.1.9 18
-- $ r
-- $ p
-- $ f
-- $ v
-- $ m
-- $ bigcommerce
-- $ order_items
SELECT pg_catalog.pg_class.oid, pg_catalog.pg_class.relname 
FROM pg_catalog.pg_class JOIN pg_catalog.pg_namespace ON pg_catalog.pg_namespace.oid = pg_catalog.pg_class.relnamespace 
WHERE pg_catalog.pg_class.relkind = ANY (ARRAY[$1::VARCHAR, $2::VARCHAR, $3::VARCHAR, $4::VARCHAR, $5::VARCHAR]) AND pg_catalog.pg_namespace.nspname = $6::VARCHAR AND pg_catalog.pg_class.relname IN ($7::VARCHAR)
-- = 1 rows
-- | 690996394 | order_items
-- @ sqlalchemy-2.1.9 19
-- $ 1
-- $ pg_constraint
-- $ p
-- $ 17051
SELECT attr.conrelid, array_agg(CAST(attr.attname AS TEXT) ORDER BY attr.ord) AS cols, attr.conname, min(attr.description) AS description, min(attr.indnkeyatts) AS indnkeyatts, bool_and(attr.indnullsnotdistinct) AS indnullsnotdistinct 
FROM (SELECT con.conrelid AS conrelid, con.conname AS conname, con.description AS description, con.ord AS ord, con.indnkeyatts AS indnkeyatts, con.indnullsnotdistinct AS indnullsnotdistinct, pg_catalog.pg_attribute.attname AS attname 
FROM pg_catalog.pg_attribute JOIN (SELECT pg_catalog.pg_constraint.conrelid AS conrelid, pg_catalog.pg_constraint.conname AS conname, unnest(pg_catalog.pg_index.indkey) AS attnum, generate_subscripts(pg_catalog.pg_index.indkey, $1::INTEGER) AS ord, pg_catalog.pg_index.indnkeyatts AS indnkeyatts, pg_catalog.pg_index.indnullsnotdistinct AS indnullsnotdistinct, pg_catalog.pg_description.description AS description 
FROM pg_catalog.pg_constraint JOIN pg_catalog.pg_index ON pg_catalog.pg_constraint.conindid = pg_catalog.pg_index.indexrelid LEFT OUTER JOIN pg_catalog.pg_description ON pg_catalog.pg_description.objoid = pg_catalog.pg_constraint.oid AND pg_catalog.pg_description.classoid = CAST($2 AS REGCLASS) 
WHERE pg_catalog.pg_constraint.contype = $3::VARCHAR AND pg_catalog.pg_constraint.conrelid IN ($4)) AS con ON pg_catalog.pg_attribute.attnum = con.attnum AND pg_catalog.pg_attribute.attrelid = con.conrelid 
WHERE con.conrelid IN ($4)) AS attr GROUP BY attr.conrelid, attr.conname ORDER BY attr.conrelid, attr.conname
-- = 0 rows
-- @ sqlalchemy-2.1.9 20
-- $ t
-- $ f
-- $ pg_constraint
-- $ r
-- $ p
-- $ f
-- $ v
-- $ m
-- $ bigcommerce
-- $ order_items
SELECT pg_catalog.pg_class.relname, pg_catalog.pg_constraint.conname, CASE WHEN (pg_catalog.pg_constraint.oid IS NOT NULL) THEN pg_catalog.pg_get_constraintdef(pg_catalog.pg_constraint.oid, $1) END AS anon_1, nsp_ref.nspname, pg_catalog.pg_description.description 
FROM pg_catalog.pg_class LEFT OUTER JOIN pg_catalog.pg_constraint ON pg_catalog.pg_class.oid = pg_catalog.pg_constraint.conrelid AND pg_catalog.pg_constraint.contype = $2::VARCHAR LEFT OUTER JOIN pg_catalog.pg_class AS cls_ref ON cls_ref.oid = pg_catalog.pg_constraint.confrelid LEFT OUTER JOIN pg_catalog.pg_namespace AS nsp_ref ON cls_ref.relnamespace = nsp_ref.oid LEFT OUTER JOIN pg_catalog.pg_description ON pg_catalog.pg_description.objoid = pg_catalog.pg_constraint.oid AND pg_catalog.pg_description.classoid = CAST($3 AS REGCLASS) JOIN pg_catalog.pg_namespace ON pg_catalog.pg_namespace.oid = pg_catalog.pg_class.relnamespace 
WHERE pg_catalog.pg_class.relkind = ANY (ARRAY[$4::VARCHAR, $5::VARCHAR, $6::VARCHAR, $7::VARCHAR, $8::VARCHAR]) AND pg_catalog.pg_namespace.nspname = $9::VARCHAR AND pg_catalog.pg_class.relname IN ($10::VARCHAR) ORDER BY pg_catalog.pg_class.relname, pg_catalog.pg_constraint.conname
-- = 6 rows
-- | order_items | fk_order_items_gift_certificate_id | FOREIGN KEY (gift_certificate_id) REFERENCES bigcommerce.gift_certificates(id) | bigcommerce | NULL
-- | order_items | fk_order_items_order_address_id | FOREIGN KEY (order_address_id) REFERENCES bigcommerce.order_shipping_addresses(id) | bigcommerce | NULL
-- | order_items | fk_order_items_order_id | FOREIGN KEY (order_id) REFERENCES bigcommerce.orders(id) | bigcommerce | NULL
-- | order_items | fk_order_items_parent_order_product_id | FOREIGN KEY (parent_order_product_id) REFERENCES bigcommerce.order_items(id) | bigcommerce | NULL
-- | order_items | fk_order_items_product_id | FOREIGN KEY (product_id) REFERENCES bigcommerce.products(id) | bigcommerce | NULL
-- | order_items | fk_order_items_variant_id | FOREIGN KEY (variant_id) REFERENCES bigcommerce.product_variants(id) | bigcommerce | NULL
-- @ sqlalchemy-2.1.9 21
-- $ btree
SELECT pg_catalog.pg_am.oid, pg_catalog.pg_am.amname 
FROM pg_catalog.pg_am 
WHERE pg_catalog.pg_am.amname = $1::VARCHAR
-- = 1 rows
-- | 403 | btree
-- @ sqlalchemy-2.1.9 22
SELECT pg_catalog.pg_opclass.oid, pg_catalog.pg_opclass.opcname 
FROM pg_catalog.pg_opclass 
WHERE NOT pg_catalog.pg_opclass.opcdefault
-- = 0 rows
-- @ sqlalchemy-2.1.9 23
-- $ 0
-- $ 1
-- $ t
-- $ 0
-- $ 1
-- $ 17051
-- $ p
-- $ u
-- $ x
SELECT pg_catalog.pg_index.indrelid, pg_catalog.pg_class.relname, pg_catalog.pg_index.indisunique, pg_catalog.pg_index.indisvalid, pg_catalog.pg_constraint.conrelid IS NOT NULL AS has_constraint, pg_catalog.pg_index.indoption, pg_catalog.pg_class.reloptions, pg_catalog.pg_class.relam, CASE WHEN (pg_catalog.pg_index.indpred IS NOT NULL) THEN pg_catalog.pg_get_expr(pg_catalog.pg_index.indpred, pg_catalog.pg_index.indrelid) END AS filter_definition, pg_catalog.pg_index.indnkeyatts, pg_catalog.pg_index.indnullsnotdistinct, idx_cols.elements, idx_cols.elements_is_expr, idx_cols.elements_opclass 
FROM pg_catalog.pg_index JOIN pg_catalog.pg_class ON pg_catalog.pg_index.indexrelid = pg_catalog.pg_class.oid LEFT OUTER JOIN (SELECT idx_attr.indexrelid AS indexrelid, min(idx_attr.indrelid) AS min_1, array_agg(idx_attr.element ORDER BY idx_attr.ord) AS elements, array_agg(idx_attr.is_expr ORDER BY idx_attr.ord) AS elements_is_expr, array_agg(idx_attr.att_opclass ORDER BY idx_attr.ord) AS elements_opclass 
FROM (SELECT idx.indexrelid AS indexrelid, idx.indrelid AS indrelid, idx.ord AS ord, CASE WHEN (idx.attnum = $1::INTEGER) THEN pg_catalog.pg_get_indexdef(idx.indexrelid, idx.ord + $2::INTEGER, $3) ELSE CAST(pg_catalog.pg_attribute.attname AS TEXT) END AS element, idx.attnum = $4::INTEGER AS is_expr, CAST(idx.att_opclass AS BIGINT) AS att_opclass 
FROM (SELECT pg_catalog.pg_index.indexrelid AS indexrelid, pg_catalog.pg_index.indrelid AS indrelid, unnest(pg_catalog.pg_index.indkey) AS attnum, unnest(pg_catalog.pg_index.indclass) AS att_opclass, generate_subscripts(pg_catalog.pg_index.indkey, $5::INTEGER) AS ord 
FROM pg_catalog.pg_index 
WHERE NOT pg_catalog.pg_index.indisprimary AND pg_catalog.pg_index.indrelid IN ($6)) AS idx LEFT OUTER JOIN pg_catalog.pg_attribute ON pg_catalog.pg_attribute.attnum = idx.attnum AND pg_catalog.pg_attribute.attrelid = idx.indrelid 
WHERE idx.indrelid IN ($6)) AS idx_attr GROUP BY idx_attr.indexrelid) AS idx_cols ON pg_catalog.pg_index.indexrelid = idx_cols.indexrelid LEFT OUTER JOIN pg_catalog.pg_constraint ON pg_catalog.pg_index.indrelid = pg_catalog.pg_constraint.conrelid AND pg_catalog.pg_index.indexrelid = pg_catalog.pg_constraint.conindid AND pg_catalog.pg_constraint.contype = ANY (ARRAY[$7::VARCHAR, $8::VARCHAR, $9::VARCHAR]) 
WHERE pg_catalog.pg_index.indrelid IN ($6) AND NOT pg_catalog.pg_index.indisprimary ORDER BY pg_catalog.pg_index.indrelid, pg_catalog.pg_class.relname
-- = 0 rows
-- @ sqlalchemy-2.1.9 24
-- $ 1
-- $ pg_constraint
-- $ u
-- $ 17051
SELECT attr.conrelid, array_agg(CAST(attr.attname AS TEXT) ORDER BY attr.ord) AS cols, attr.conname, min(attr.description) AS description, min(attr.indnkeyatts) AS indnkeyatts, bool_and(attr.indnullsnotdistinct) AS indnullsnotdistinct 
FROM (SELECT con.conrelid AS conrelid, con.conname AS conname, con.description AS description, con.ord AS ord, con.indnkeyatts AS indnkeyatts, con.indnullsnotdistinct AS indnullsnotdistinct, pg_catalog.pg_attribute.attname AS attname 
FROM pg_catalog.pg_attribute JOIN (SELECT pg_catalog.pg_constraint.conrelid AS conrelid, pg_catalog.pg_constraint.conname AS conname, unnest(pg_catalog.pg_index.indkey) AS attnum, generate_subscripts(pg_catalog.pg_index.indkey, $1::INTEGER) AS ord, pg_catalog.pg_index.indnkeyatts AS indnkeyatts, pg_catalog.pg_index.indnullsnotdistinct AS indnullsnotdistinct, pg_catalog.pg_description.description AS description 
FROM pg_catalog.pg_constraint JOIN pg_catalog.pg_index ON pg_catalog.pg_constraint.conindid = pg_catalog.pg_index.indexrelid LEFT OUTER JOIN pg_catalog.pg_description ON pg_catalog.pg_description.objoid = pg_catalog.pg_constraint.oid AND pg_catalog.pg_description.classoid = CAST($2 AS REGCLASS) 
WHERE pg_catalog.pg_constraint.contype = $3::VARCHAR AND pg_catalog.pg_constraint.conrelid IN ($4)) AS con ON pg_catalog.pg_attribute.attnum = con.attnum AND pg_catalog.pg_attribute.attrelid = con.conrelid 
WHERE con.conrelid IN ($4)) AS attr GROUP BY attr.conrelid, attr.conname ORDER BY attr.conrelid, attr.conname
-- = 0 rows
-- @ sqlalchemy-2.1.9 25
-- $ t
-- $ c
-- $ pg_constraint
-- $ r
-- $ p
-- $ f
-- $ v
-- $ m
-- $ bigcommerce
-- $ order_items
SELECT pg_catalog.pg_class.relname, pg_catalog.pg_constraint.conname, CASE WHEN (pg_catalog.pg_constraint.oid IS NOT NULL) THEN pg_catalog.pg_get_constraintdef(pg_catalog.pg_constraint.oid, $1) END AS anon_1, pg_catalog.pg_description.description 
FROM pg_catalog.pg_class LEFT OUTER JOIN pg_catalog.pg_constraint ON pg_catalog.pg_class.oid = pg_catalog.pg_constraint.conrelid AND pg_catalog.pg_constraint.contype = $2::VARCHAR LEFT OUTER JOIN pg_catalog.pg_description ON pg_catalog.pg_description.objoid = pg_catalog.pg_constraint.oid AND pg_catalog.pg_description.classoid = CAST($3 AS REGCLASS) JOIN pg_catalog.pg_namespace ON pg_catalog.pg_namespace.oid = pg_catalog.pg_class.relnamespace 
WHERE pg_catalog.pg_class.relkind = ANY (ARRAY[$4::VARCHAR, $5::VARCHAR, $6::VARCHAR, $7::VARCHAR, $8::VARCHAR]) AND pg_catalog.pg_namespace.nspname = $9::VARCHAR AND pg_catalog.pg_class.relname IN ($10::VARCHAR) ORDER BY pg_catalog.pg_class.relname, pg_catalog.pg_constraint.conname
-- = 1 rows
-- | order_items | NULL | NULL | NULL
-- @ sqlalchemy-2.1.9 26
-- $ 0
-- $ pg_class
-- $ r
-- $ p
-- $ f
-- $ v
-- $ m
-- $ bigcommerce
-- $ order_items
SELECT pg_catalog.pg_class.relname, pg_catalog.pg_description.description 
FROM pg_catalog.pg_class LEFT OUTER JOIN pg_catalog.pg_description ON pg_catalog.pg_class.oid = pg_catalog.pg_description.objoid AND pg_catalog.pg_description.objsubid = $1::INTEGER AND pg_catalog.pg_description.classoid = CAST($2 AS REGCLASS) JOIN pg_catalog.pg_namespace ON pg_catalog.pg_namespace.oid = pg_catalog.pg_class.relnamespace 
WHERE pg_catalog.pg_class.relkind = ANY (ARRAY[$3::VARCHAR, $4::VARCHAR, $5::VARCHAR, $6::VARCHAR, $7::VARCHAR]) AND pg_catalog.pg_namespace.nspname = $8::VARCHAR AND pg_catalog.pg_class.relname IN ($9::VARCHAR)
-- = 1 rows
-- | order_items | The lines of every order: what was bought, how much of it and for how much.
-- @ sqlalchemy-2.1.9 27
-- $ default_table_access_method
-- $ r
-- $ p
-- $ f
-- $ v
-- $ m
-- $ bigcommerce
-- $ order_items
SELECT pg_catalog.pg_class.oid, pg_catalog.pg_class.relname, pg_catalog.pg_class.reloptions, NULL AS relhasoids, CASE WHEN (pg_catalog.pg_am.amname IS NOT NULL AND pg_catalog.pg_am.amname != current_setting($1::VARCHAR)) THEN pg_catalog.pg_am.amname ELSE NULL END AS access_method_name, pg_catalog.pg_tablespace.spcname AS tablespace_name, inherits.parent_table_names 
FROM pg_catalog.pg_class LEFT OUTER JOIN pg_catalog.pg_am ON pg_catalog.pg_class.relam = pg_catalog.pg_am.oid LEFT OUTER JOIN (SELECT pg_catalog.pg_inherits.inhrelid AS inhrelid, array_agg(pg_catalog.pg_class.relname ORDER BY pg_catalog.pg_inherits.inhseqno) AS parent_table_names 
FROM pg_catalog.pg_inherits JOIN pg_catalog.pg_class ON pg_catalog.pg_inherits.inhparent = pg_catalog.pg_class.oid GROUP BY pg_catalog.pg_inherits.inhrelid) AS inherits ON pg_catalog.pg_class.oid = inherits.inhrelid LEFT OUTER JOIN pg_catalog.pg_tablespace ON pg_catalog.pg_tablespace.oid = pg_catalog.pg_class.reltablespace JOIN pg_catalog.pg_namespace ON pg_catalog.pg_namespace.oid = pg_catalog.pg_class.relnamespace 
WHERE pg_catalog.pg_class.relkind = ANY (ARRAY[$2::VARCHAR, $3::VARCHAR, $4::VARCHAR, $5::VARCHAR, $6::VARCHAR]) AND pg_catalog.pg_namespace.nspname = $7::VARCHAR AND pg_catalog.pg_class.relname IN ($8::VARCHAR)
-- = 1 rows
-- | 690996394 | order_items | NULL | NULL | NULL | NULL | NULL
-- @ sqlalchemy-2.1.9 28
-- $ 
-- $ always
-- $ a
-- $ start
-- $ increment
-- $ minvalue
-- $ maxvalue
-- $ cache
-- $ cycle
-- $ 
-- $ 0
-- $ name
-- $ schema
-- $ 0
-- $ r
-- $ p
-- $ f
-- $ t
-- $ bigcommerce
SELECT pg_catalog.pg_attribute.attname AS name, pg_catalog.format_type(pg_catalog.pg_attribute.atttypid, pg_catalog.pg_attribute.atttypmod) AS format_type, CASE WHEN pg_catalog.pg_attribute.atthasdef THEN (SELECT pg_catalog.pg_get_expr(pg_catalog.pg_attrdef.adbin, pg_catalog.pg_attrdef.adrelid) AS pg_get_expr_1 
FROM pg_catalog.pg_attrdef 
WHERE pg_catalog.pg_attribute.atthasdef AND pg_catalog.pg_attrdef.adrelid = pg_catalog.pg_attribute.attrelid AND pg_catalog.pg_attrdef.adnum = pg_catalog.pg_attribute.attnum) ELSE NULL END AS "default", pg_catalog.pg_attribute.attnotnull AS not_null, pg_catalog.pg_class.relname AS table_name, pg_catalog.pg_description.description AS comment, pg_catalog.pg_attribute.attgenerated AS generated, CASE WHEN (pg_catalog.pg_attribute.attidentity != $1::VARCHAR) THEN (SELECT json_build_object($2::VARCHAR, pg_catalog.pg_attribute.attidentity = $3::VARCHAR, $4::VARCHAR, pg_catalog.pg_sequence.seqstart, $5::VARCHAR, pg_catalog.pg_sequence.seqincrement, $6::VARCHAR, pg_catalog.pg_sequence.seqmin, $7::VARCHAR, pg_catalog.pg_sequence.seqmax, $8::VARCHAR, pg_catalog.pg_sequence.seqcache, $9::VARCHAR, pg_catalog.pg_sequence.seqcycle) AS json_build_object_1 
FROM pg_catalog.pg_sequence 
WHERE pg_catalog.pg_attribute.attidentity != $10::VARCHAR AND pg_catalog.pg_sequence.seqrelid = CAST(CAST(pg_catalog.pg_get_serial_sequence(CAST(CAST(pg_catalog.pg_attribute.attrelid AS REGCLASS) AS TEXT), pg_catalog.pg_attribute.attname) AS REGCLASS) AS OID)) ELSE NULL END AS identity_options, CASE WHEN (pg_catalog.pg_attribute.attcollation != $11::INTEGER AND (SELECT pg_catalog.pg_type.typcollation 
FROM pg_catalog.pg_type 
WHERE pg_catalog.pg_type.oid = pg_catalog.pg_attribute.atttypid) != pg_catalog.pg_attribute.attcollation) THEN (SELECT json_build_object($12::VARCHAR, pg_catalog.pg_collation.collname, $13::VARCHAR, CASE WHEN pg_catalog.pg_collation_is_visible(pg_catalog.pg_collation.oid) THEN NULL ELSE pg_catalog.pg_namespace.nspname END) AS json_build_object_9 
FROM pg_catalog.pg_collation JOIN pg_catalog.pg_namespace ON pg_catalog.pg_namespace.oid = pg_catalog.pg_collation.collnamespace 
WHERE pg_catalog.pg_collation.oid = pg_catalog.pg_attribute.attcollation) ELSE NULL END AS collation 
FROM pg_catalog.pg_class LEFT OUTER JOIN pg_catalog.pg_attribute ON pg_catalog.pg_class.oid = pg_catalog.pg_attribute.attrelid AND pg_catalog.pg_attribute.attnum > $14::SMALLINT AND NOT pg_catalog.pg_attribute.attisdropped LEFT OUTER JOIN pg_catalog.pg_description ON pg_catalog.pg_description.objoid = pg_catalog.pg_attribute.attrelid AND pg_catalog.pg_description.objsubid = pg_catalog.pg_attribute.attnum JOIN pg_catalog.pg_namespace ON pg_catalog.pg_namespace.oid = pg_catalog.pg_class.relnamespace 
WHERE pg_catalog.pg_class.relkind = ANY (ARRAY[$15::VARCHAR, $16::VARCHAR, $17::VARCHAR]) AND pg_catalog.pg_class.relpersistence != $18::VARCHAR AND pg_catalog.pg_namespace.nspname = $19::VARCHAR ORDER BY pg_catalog.pg_class.relname, pg_catalog.pg_attribute.attnum
-- = 1888 rows
-- | abandoned_cart_email | boolean | NULL | false | channel_email_status_settings | Mail is sent: cart left behind. |  | NULL | NULL
-- | abandoned_cart_email | boolean | NULL | false | email_status_settings | Mail is sent: cart left behind. |  | NULL | NULL
-- | accepts_marketing | boolean | NULL | false | customers_v2 | Agreed to mails with offers. |  | NULL | NULL
-- | accepts_product_review_abandoned_cart_emails | boolean | NULL | false | customers | Agreed to mails about reviews and carts left behind. |  | NULL | NULL
-- | account_details_changed_email | boolean | NULL | false | channel_email_status_settings | Mail is sent: account changed. |  | NULL | NULL
-- | account_details_changed_email | boolean | NULL | false | email_status_settings | Mail is sent: account changed. |  | NULL | NULL
-- | account_uuid | text | NULL | false | store | Account that the store belongs to. |  | NULL | NULL
-- | active | boolean | NULL | false | price_lists | In force. |  | NULL | NULL
-- | active_comparison_modules | json | NULL | false | store | Price comparison modules that are on, as an array. |  | NULL | NULL
-- | active_theme_configuration_uuid | text | NULL | false | channel_active_themes | Settings of the theme that it shows. |  | NULL | NULL
-- | active_theme_uuid | text | NULL | false | channel_active_themes | Theme that it shows. |  | NULL | NULL
-- | active_theme_version_uuid | text | NULL | false | channel_active_themes | Version of the theme that it shows. |  | NULL | NULL
-- | added_by_promotion | boolean | NULL | false | cart_items | Came with a promotion. |  | NULL | NULL
-- | address | text | NULL | false | store | Address as it is shown. |  | NULL | NULL
-- | address1 | text | NULL | false | customer_addresses | Street, first line. |  | NULL | NULL
-- | address1 | text | NULL | false | locations | Street, first line. |  | NULL | NULL
-- | address2 | text | NULL | false | customer_addresses | Street, second line. |  | NULL | NULL
-- | address2 | text | NULL | false | locations | Street, second line. |  | NULL | NULL
-- | address_count | bigint | NULL | false | customers | Number of addresses. |  | NULL | NULL
-- | address_id | bigint | NULL | true | customer_form_field_values | The address, where the field is on the address form. |  | NULL | NULL
-- | address_type | text | NULL | false | customer_addresses | A home or a business. |  | NULL | NULL
-- | adjuster_image_url | text | NULL | false | product_modifier_values | Image that the choice shows. |  | NULL | NULL
-- | adjustments | json | NULL | false | order_refund_items | Amounts taken off, as an array. |  | NULL | NULL
-- | admin_email | text | NULL | false | store | E-mail address of the owner. |  | NULL | NULL
-- | allow | json | NULL | false | customer_consent | What the customer agreed to, as an array. |  | NULL | NULL
-- | allow_global_logins | boolean | NULL | false | channel_customer_settings | Customers of other channels can sign in. |  | NULL | NULL
-- | allow_purchasing | boolean | NULL | false | cart_settings | Shoppers can buy. |  | NULL | NULL
-- | allow_purchasing | boolean | NULL | false | channel_cart_settings | Shoppers can buy. |  | NULL | NULL
-- | amount | numeric(20,4) | NULL | false | coupons | Money, or percent where the type is `percentage_discount`. |  | NULL | NULL
-- | amount | numeric(20,4) | NULL | false | gift_certificates | What it was worth when bought. |  | NULL | NULL
-- @ sqlalchemy-2.1.9 29
-- $ r
-- $ p
-- $ f
-- $ t
-- $ bigcommerce
SELECT pg_catalog.pg_class.oid, pg_catalog.pg_class.relname 
FROM pg_catalog.pg_class JOIN pg_catalog.pg_namespace ON pg_catalog.pg_namespace.oid = pg_catalog.pg_class.relnamespace 
WHERE pg_catalog.pg_class.relkind = ANY (ARRAY[$1::VARCHAR, $2::VARCHAR, $3::VARCHAR]) AND pg_catalog.pg_class.relpersistence != $4::VARCHAR AND pg_catalog.pg_namespace.nspname = $5::VARCHAR
-- = 183 rows
-- | 1002122376 | category_trees
-- | 1005105462 | price_lists
-- | 1044068945 | payment_methods
-- | 1045407198 | email_templates
-- | 1047982343 | product_metafields
-- | 1058694247 | product_modifier_values
-- | 1085579743 | available_search_filters
-- | 1117760832 | cart_settings
-- | 1134360753 | custom_template_associations
-- | 1152388833 | channel_storefront_search_settings
-- | 115488695 | abandoned_cart_settings
-- | 1179604395 | channel_inventory_settings
-- | 1204091287 | store_logs
-- | 1214882145 | channel_storefront_seo_settings
-- | 122504265 | download_consignments
-- | 1236581215 | product_category_assignments
-- | 1241593053 | category_product_sort_order
-- | 1249758519 | cart_items
-- | 1266880582 | pages
-- | 1279047106 | order_coupons
-- | 128096857 | shipping_settings
-- | 1281662739 | pickup_methods
-- | 1284382143 | channel_menus
-- | 1287124194 | order_shipping_addresses
-- | 1305645477 | product_modifiers
-- | 1312064160 | analytics_providers
-- | 133517893 | system_time
-- | 1341954067 | wishlists
-- | 1344880904 | checkouts
-- | 1350702204 | channel_storefront_status_settings
-- @ sqlalchemy-2.1.9 30
-- $ 1
-- $ pg_constraint
-- $ p
-- $ 16386
-- $ 16398
-- $ 16422
-- $ 16405
-- $ 16412
-- $ 16429
-- $ 16434
-- $ 16453
-- $ 16441
-- $ 16446
-- $ 16415
-- $ 16479
-- $ 16486
-- $ 16460
-- $ 16491
-- $ 16498
-- $ 16522
-- $ 16529
-- $ 16536
-- $ 16543
-- $ 16550
-- $ 16557
-- $ 16505
-- $ 16510
-- $ 16515
-- $ 16583
-- $ 16597
-- $ 16564
-- $ 16590
-- $ 16604
-- $ 16576
-- $ 16639
-- $ 16646
-- $ 16653
-- $ 16618
-- $ 16660
-- $ 16625
-- $ 16667
-- $ 16681
-- $ 16709
-- $ 16723
-- $ 16695
-- $ 16702
-- $ 16730
-- $ 16716
-- $ 16737
-- $ 16688
-- $ 16765
-- $ 16758
-- $ 16779
-- $ 16786
-- $ 16793
-- $ 16744
-- $ 16800
-- $ 16807
-- $ 16814
-- $ 16772
-- $ 16751
-- $ 16842
-- $ 16821
-- $ 16849
-- $ 16854
-- $ 16889
-- $ 16835
-- $ 16882
-- $ 16868
-- $ 16861
-- $ 16828
-- $ 16915
-- $ 16936
-- $ 16929
-- $ 16943
-- $ 16964
-- $ 16950
-- $ 16957
-- $ 16971
-- $ 16896
-- $ 16908
-- $ 16922
-- $ 16995
-- $ 17002
-- $ 16992
-- $ 17009
-- $ 17016
-- $ 17023
-- $ 17030
-- $ 17037
-- $ 17044
-- $ 16978
-- $ 17065
-- $ 17079
-- $ 17100
-- $ 17086
-- $ 17093
-- $ 17112
-- $ 17126
-- $ 17107
-- $ 17058
-- $ 17051
-- $ 17119
-- $ 17147
-- $ 17194
-- $ 17161
-- $ 17140
-- $ 17168
-- $ 17180
-- $ 17187
-- $ 17201
-- $ 17173
-- $ 17154
-- $ 17206
-- $ 17227
-- $ 17213
-- $ 17244
-- $ 17234
-- $ 17241
-- $ 17261
-- $ 17268
-- $ 17275
-- $ 17282
-- $ 17220
-- $ 17249
-- $ 17254
-- $ 17303
-- $ 17310
-- $ 17317
-- $ 17324
-- $ 17331
-- $ 17361
-- $ 17338
-- $ 17341
-- $ 17346
-- $ 17351
-- $ 17356
-- $ 17289
-- $ 17296
-- $ 17368
-- $ 17375
-- $ 17380
-- $ 17385
-- $ 17390
-- $ 17395
-- $ 17400
-- $ 17405
-- $ 17410
-- $ 17415
-- $ 17427
-- $ 17420
-- $ 17434
-- $ 17441
-- $ 17460
-- $ 17446
-- $ 17467
-- $ 17488
-- $ 17474
-- $ 17512
-- $ 17495
-- $ 17502
-- $ 17509
-- $ 17453
-- $ 17545
-- $ 17533
-- $ 17557
-- $ 17552
-- $ 17564
-- $ 17569
-- $ 17576
-- $ 16391
-- $ 16472
-- $ 16467
-- $ 16571
-- $ 17519
-- $ 16611
-- $ 16632
-- $ 16674
-- $ 16875
-- $ 16903
-- $ 16985
-- $ 17072
-- $ 17133
-- $ 17481
-- $ 17526
-- $ 17540
SELECT attr.conrelid, array_agg(CAST(attr.attname AS TEXT) ORDER BY attr.ord) AS cols, attr.conname, min(attr.description) AS description, min(attr.indnkeyatts) AS indnkeyatts, bool_and(attr.indnullsnotdistinct) AS indnullsnotdistinct 
FROM (SELECT con.conrelid AS conrelid, con.conname AS conname, con.description AS description, con.ord AS ord, con.indnkeyatts AS indnkeyatts, con.indnullsnotdistinct AS indnullsnotdistinct, pg_catalog.pg_attribute.attname AS attname 
FROM pg_catalog.pg_attribute JOIN (SELECT pg_catalog.pg_constraint.conrelid AS conrelid, pg_catalog.pg_constraint.conname AS conname, unnest(pg_catalog.pg_index.indkey) AS attnum, generate_subscripts(pg_catalog.pg_index.indkey, $1::INTEGER) AS ord, pg_catalog.pg_index.indnkeyatts AS indnkeyatts, pg_catalog.pg_index.indnullsnotdistinct AS indnullsnotdistinct, pg_catalog.pg_description.description AS description 
FROM pg_catalog.pg_constraint JOIN pg_catalog.pg_index ON pg_catalog.pg_constraint.conindid = pg_catalog.pg_index.indexrelid LEFT OUTER JOIN pg_catalog.pg_description ON pg_catalog.pg_description.objoid = pg_catalog.pg_constraint.oid AND pg_catalog.pg_description.classoid = CAST($2 AS REGCLASS) 
WHERE pg_catalog.pg_constraint.contype = $3::VARCHAR AND pg_catalog.pg_constraint.conrelid IN ($4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39, $40, $41, $42, $43, $44, $45, $46, $47, $48, $49, $50, $51, $52, $53, $54, $55, $56, $57, $58, $59, $60, $61, $62, $63, $64, $65, $66, $67, $68, $69, $70, $71, $72, $73, $74, $75, $76, $77, $78, $79, $80, $81, $82, $83, $84, $85, $86, $87, $88, $89, $90, $91, $92, $93, $94, $95, $96, $97, $98, $99, $100, $101, $102, $103, $104, $105, $106, $107, $108, $109, $110, $111, $112, $113, $114, $115, $116, $117, $118, $119, $120, $121, $122, $123, $124, $125, $126, $127, $128, $129, $130, $131, $132, $133, $134, $135, $136, $137, $138, $139, $140, $141, $142, $143, $144, $145, $146, $147, $148, $149, $150, $151, $152, $153, $154, $155, $156, $157, $158, $159, $160, $161, $162, $163, $164, $165, $166, $167, $168, $169, $170, $171, $172, $173, $174, $175, $176, $177, $178, $179, $180, $181, $182, $183, $184, $185, $186)) AS con ON pg_catalog.pg_attribute.attnum = con.attnum AND pg_catalog.pg_attribute.attrelid = con.conrelid 
WHERE con.conrelid IN ($4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39, $40, $41, $42, $43, $44, $45, $46, $47, $48, $49, $50, $51, $52, $53, $54, $55, $56, $57, $58, $59, $60, $61, $62, $63, $64, $65, $66, $67, $68, $69, $70, $71, $72, $73, $74, $75, $76, $77, $78, $79, $80, $81, $82, $83, $84, $85, $86, $87, $88, $89, $90, $91, $92, $93, $94, $95, $96, $97, $98, $99, $100, $101, $102, $103, $104, $105, $106, $107, $108, $109, $110, $111, $112, $113, $114, $115, $116, $117, $118, $119, $120, $121, $122, $123, $124, $125, $126, $127, $128, $129, $130, $131, $132, $133, $134, $135, $136, $137, $138, $139, $140, $141, $142, $143, $144, $145, $146, $147, $148, $149, $150, $151, $152, $153, $154, $155, $156, $157, $158, $159, $160, $161, $162, $163, $164, $165, $166, $167, $168, $169, $170, $171, $172, $173, $174, $175, $176, $177, $178, $179, $180, $181, $182, $183, $184, $185, $186)) AS attr GROUP BY attr.conrelid, attr.conname ORDER BY attr.conrelid, attr.conname
-- = 0 rows
-- @ sqlalchemy-2.1.9 31
-- $ t
-- $ f
-- $ pg_constraint
-- $ r
-- $ p
-- $ f
-- $ t
-- $ bigcommerce
SELECT pg_catalog.pg_class.relname, pg_catalog.pg_constraint.conname, CASE WHEN (pg_catalog.pg_constraint.oid IS NOT NULL) THEN pg_catalog.pg_get_constraintdef(pg_catalog.pg_constraint.oid, $1) END AS anon_1, nsp_ref.nspname, pg_catalog.pg_description.description 
FROM pg_catalog.pg_class LEFT OUTER JOIN pg_catalog.pg_constraint ON pg_catalog.pg_class.oid = pg_catalog.pg_constraint.conrelid AND pg_catalog.pg_constraint.contype = $2::VARCHAR LEFT OUTER JOIN pg_catalog.pg_class AS cls_ref ON cls_ref.oid = pg_catalog.pg_constraint.confrelid LEFT OUTER JOIN pg_catalog.pg_namespace AS nsp_ref ON cls_ref.relnamespace = nsp_ref.oid LEFT OUTER JOIN pg_catalog.pg_description ON pg_catalog.pg_description.objoid = pg_catalog.pg_constraint.oid AND pg_catalog.pg_description.classoid = CAST($3 AS REGCLASS) JOIN pg_catalog.pg_namespace ON pg_catalog.pg_namespace.oid = pg_catalog.pg_class.relnamespace 
WHERE pg_catalog.pg_class.relkind = ANY (ARRAY[$4::VARCHAR, $5::VARCHAR, $6::VARCHAR]) AND pg_catalog.pg_class.relpersistence != $7::VARCHAR AND pg_catalog.pg_namespace.nspname = $8::VARCHAR ORDER BY pg_catalog.pg_class.relname, pg_catalog.pg_constraint.conname
-- = 281 rows
-- | abandoned_cart_emails | NULL | NULL | NULL | NULL
-- | abandoned_cart_settings | NULL | NULL | NULL | NULL
-- | abandoned_carts | fk_abandoned_carts_cart_id | FOREIGN KEY (cart_id) REFERENCES bigcommerce.carts(id) | bigcommerce | NULL
-- | accepted_payment_methods | fk_accepted_payment_methods_order_id | FOREIGN KEY (order_id) REFERENCES bigcommerce.orders(id) | bigcommerce | NULL
-- | analytics_providers | fk_analytics_providers_channel_id | FOREIGN KEY (channel_id) REFERENCES bigcommerce.channels(id) | bigcommerce | NULL
-- | available_search_filters | NULL | NULL | NULL | NULL
-- | banners | NULL | NULL | NULL | NULL
-- | blog_posts | NULL | NULL | NULL | NULL
-- | blog_tags | NULL | NULL | NULL | NULL
-- | brand_metafields | fk_brand_metafields_resource_id | FOREIGN KEY (resource_id) REFERENCES bigcommerce.brands(id) | bigcommerce | NULL
-- | brands | NULL | NULL | NULL | NULL
-- | cart_items | fk_cart_items_cart_id | FOREIGN KEY (cart_id) REFERENCES bigcommerce.carts(id) | bigcommerce | NULL
-- | cart_items | fk_cart_items_product_id | FOREIGN KEY (product_id) REFERENCES bigcommerce.products(id) | bigcommerce | NULL
-- | cart_items | fk_cart_items_variant_id | FOREIGN KEY (variant_id) REFERENCES bigcommerce.product_variants(id) | bigcommerce | NULL
-- | cart_metafields | NULL | NULL | NULL | NULL
-- | cart_settings | NULL | NULL | NULL | NULL
-- | carts | fk_carts_channel_id | FOREIGN KEY (channel_id) REFERENCES bigcommerce.channels(id) | bigcommerce | NULL
-- | carts | fk_carts_customer_id | FOREIGN KEY (customer_id) REFERENCES bigcommerce.customers(id) | bigcommerce | NULL
-- | catalog_settings | NULL | NULL | NULL | NULL
-- | catalog_summary | fk_catalog_summary_primary_category_id | FOREIGN KEY (primary_category_id) REFERENCES bigcommerce.categories(category_id) | bigcommerce | NULL
-- | categories | fk_categories_parent_id | FOREIGN KEY (parent_id) REFERENCES bigcommerce.categories(category_id) | bigcommerce | NULL
-- | categories | fk_categories_tree_id | FOREIGN KEY (tree_id) REFERENCES bigcommerce.category_trees(id) | bigcommerce | NULL
-- | category_metafields | fk_category_metafields_resource_id | FOREIGN KEY (resource_id) REFERENCES bigcommerce.categories(category_id) | bigcommerce | NULL
-- | category_product_sort_order | fk_category_product_sort_order_category_id | FOREIGN KEY (category_id) REFERENCES bigcommerce.categories(category_id) | bigcommerce | NULL
-- | category_product_sort_order | fk_category_product_sort_order_product_id | FOREIGN KEY (product_id) REFERENCES bigcommerce.products(id) | bigcommerce | NULL
-- | category_trees | NULL | NULL | NULL | NULL
-- | channel_abandoned_cart_settings | fk_channel_abandoned_cart_settings_channel_id | FOREIGN KEY (channel_id) REFERENCES bigcommerce.channels(id) | bigcommerce | NULL
-- | channel_active_themes | fk_channel_active_themes_active_theme_uuid | FOREIGN KEY (active_theme_uuid) REFERENCES bigcommerce.themes(uuid) | bigcommerce | NULL
-- | channel_active_themes | fk_channel_active_themes_channel_id | FOREIGN KEY (channel_id) REFERENCES bigcommerce.channels(id) | bigcommerce | NULL
-- | channel_cart_settings | fk_channel_cart_settings_channel_id | FOREIGN KEY (channel_id) REFERENCES bigcommerce.channels(id) | bigcommerce | NULL
-- @ sqlalchemy-2.1.9 32
-- $ 0
-- $ 1
-- $ t
-- $ 0
-- $ 1
-- $ 16386
-- $ 16398
-- $ 16422
-- $ 16405
-- $ 16412
-- $ 16429
-- $ 16434
-- $ 16453
-- $ 16441
-- $ 16446
-- $ 16415
-- $ 16479
-- $ 16486
-- $ 16460
-- $ 16491
-- $ 16498
-- $ 16522
-- $ 16529
-- $ 16536
-- $ 16543
-- $ 16550
-- $ 16557
-- $ 16505
-- $ 16510
-- $ 16515
-- $ 16583
-- $ 16597
-- $ 16564
-- $ 16590
-- $ 16604
-- $ 16576
-- $ 16639
-- $ 16646
-- $ 16653
-- $ 16618
-- $ 16660
-- $ 16625
-- $ 16667
-- $ 16681
-- $ 16709
-- $ 16723
-- $ 16695
-- $ 16702
-- $ 16730
-- $ 16716
-- $ 16737
-- $ 16688
-- $ 16765
-- $ 16758
-- $ 16779
-- $ 16786
-- $ 16793
-- $ 16744
-- $ 16800
-- $ 16807
-- $ 16814
-- $ 16772
-- $ 16751
-- $ 16842
-- $ 16821
-- $ 16849
-- $ 16854
-- $ 16889
-- $ 16835
-- $ 16882
-- $ 16868
-- $ 16861
-- $ 16828
-- $ 16915
-- $ 16936
-- $ 16929
-- $ 16943
-- $ 16964
-- $ 16950
-- $ 16957
-- $ 16971
-- $ 16896
-- $ 16908
-- $ 16922
-- $ 16995
-- $ 17002
-- $ 16992
-- $ 17009
-- $ 17016
-- $ 17023
-- $ 17030
-- $ 17037
-- $ 17044
-- $ 16978
-- $ 17065
-- $ 17079
-- $ 17100
-- $ 17086
-- $ 17093
-- $ 17112
-- $ 17126
-- $ 17107
-- $ 17058
-- $ 17051
-- $ 17119
-- $ 17147
-- $ 17194
-- $ 17161
-- $ 17140
-- $ 17168
-- $ 17180
-- $ 17187
-- $ 17201
-- $ 17173
-- $ 17154
-- $ 17206
-- $ 17227
-- $ 17213
-- $ 17244
-- $ 17234
-- $ 17241
-- $ 17261
-- $ 17268
-- $ 17275
-- $ 17282
-- $ 17220
-- $ 17249
-- $ 17254
-- $ 17303
-- $ 17310
-- $ 17317
-- $ 17324
-- $ 17331
-- $ 17361
-- $ 17338
-- $ 17341
-- $ 17346
-- $ 17351
-- $ 17356
-- $ 17289
-- $ 17296
-- $ 17368
-- $ 17375
-- $ 17380
-- $ 17385
-- $ 17390
-- $ 17395
-- $ 17400
-- $ 17405
-- $ 17410
-- $ 17415
-- $ 17427
-- $ 17420
-- $ 17434
-- $ 17441
-- $ 17460
-- $ 17446
-- $ 17467
-- $ 17488
-- $ 17474
-- $ 17512
-- $ 17495
-- $ 17502
-- $ 17509
-- $ 17453
-- $ 17545
-- $ 17533
-- $ 17557
-- $ 17552
-- $ 17564
-- $ 17569
-- $ 17576
-- $ 16391
-- $ 16472
-- $ 16467
-- $ 16571
-- $ 17519
-- $ 16611
-- $ 16632
-- $ 16674
-- $ 16875
-- $ 16903
-- $ 16985
-- $ 17072
-- $ 17133
-- $ 17481
-- $ 17526
-- $ 17540
-- $ p
-- $ u
-- $ x
SELECT pg_catalog.pg_index.indrelid, pg_catalog.pg_class.relname, pg_catalog.pg_index.indisunique, pg_catalog.pg_index.indisvalid, pg_catalog.pg_constraint.conrelid IS NOT NULL AS has_constraint, pg_catalog.pg_index.indoption, pg_catalog.pg_class.reloptions, pg_catalog.pg_class.relam, CASE WHEN (pg_catalog.pg_index.indpred IS NOT NULL) THEN pg_catalog.pg_get_expr(pg_catalog.pg_index.indpred, pg_catalog.pg_index.indrelid) END AS filter_definition, pg_catalog.pg_index.indnkeyatts, pg_catalog.pg_index.indnullsnotdistinct, idx_cols.elements, idx_cols.elements_is_expr, idx_cols.elements_opclass 
FROM pg_catalog.pg_index JOIN pg_catalog.pg_class ON pg_catalog.pg_index.indexrelid = pg_catalog.pg_class.oid LEFT OUTER JOIN (SELECT idx_attr.indexrelid AS indexrelid, min(idx_attr.indrelid) AS min_1, array_agg(idx_attr.element ORDER BY idx_attr.ord) AS elements, array_agg(idx_attr.is_expr ORDER BY idx_attr.ord) AS elements_is_expr, array_agg(idx_attr.att_opclass ORDER BY idx_attr.ord) AS elements_opclass 
FROM (SELECT idx.indexrelid AS indexrelid, idx.indrelid AS indrelid, idx.ord AS ord, CASE WHEN (idx.attnum = $1::INTEGER) THEN pg_catalog.pg_get_indexdef(idx.indexrelid, idx.ord + $2::INTEGER, $3) ELSE CAST(pg_catalog.pg_attribute.attname AS TEXT) END AS element, idx.attnum = $4::INTEGER AS is_expr, CAST(idx.att_opclass AS BIGINT) AS att_opclass 
FROM (SELECT pg_catalog.pg_index.indexrelid AS indexrelid, pg_catalog.pg_index.indrelid AS indrelid, unnest(pg_catalog.pg_index.indkey) AS attnum, unnest(pg_catalog.pg_index.indclass) AS att_opclass, generate_subscripts(pg_catalog.pg_index.indkey, $5::INTEGER) AS ord 
FROM pg_catalog.pg_index 
WHERE NOT pg_catalog.pg_index.indisprimary AND pg_catalog.pg_index.indrelid IN ($6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39, $40, $41, $42, $43, $44, $45, $46, $47, $48, $49, $50, $51, $52, $53, $54, $55, $56, $57, $58, $59, $60, $61, $62, $63, $64, $65, $66, $67, $68, $69, $70, $71, $72, $73, $74, $75, $76, $77, $78, $79, $80, $81, $82, $83, $84, $85, $86, $87, $88, $89, $90, $91, $92, $93, $94, $95, $96, $97, $98, $99, $100, $101, $102, $103, $104, $105, $106, $107, $108, $109, $110, $111, $112, $113, $114, $115, $116, $117, $118, $119, $120, $121, $122, $123, $124, $125, $126, $127, $128, $129, $130, $131, $132, $133, $134, $135, $136, $137, $138, $139, $140, $141, $142, $143, $144, $145, $146, $147, $148, $149, $150, $151, $152, $153, $154, $155, $156, $157, $158, $159, $160, $161, $162, $163, $164, $165, $166, $167, $168, $169, $170, $171, $172, $173, $174, $175, $176, $177, $178, $179, $180, $181, $182, $183, $184, $185, $186, $187, $188)) AS idx LEFT OUTER JOIN pg_catalog.pg_attribute ON pg_catalog.pg_attribute.attnum = idx.attnum AND pg_catalog.pg_attribute.attrelid = idx.indrelid 
WHERE idx.indrelid IN ($6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39, $40, $41, $42, $43, $44, $45, $46, $47, $48, $49, $50, $51, $52, $53, $54, $55, $56, $57, $58, $59, $60, $61, $62, $63, $64, $65, $66, $67, $68, $69, $70, $71, $72, $73, $74, $75, $76, $77, $78, $79, $80, $81, $82, $83, $84, $85, $86, $87, $88, $89, $90, $91, $92, $93, $94, $95, $96, $97, $98, $99, $100, $101, $102, $103, $104, $105, $106, $107, $108, $109, $110, $111, $112, $113, $114, $115, $116, $117, $118, $119, $120, $121, $122, $123, $124, $125, $126, $127, $128, $129, $130, $131, $132, $133, $134, $135, $136, $137, $138, $139, $140, $141, $142, $143, $144, $145, $146, $147, $148, $149, $150, $151, $152, $153, $154, $155, $156, $157, $158, $159, $160, $161, $162, $163, $164, $165, $166, $167, $168, $169, $170, $171, $172, $173, $174, $175, $176, $177, $178, $179, $180, $181, $182, $183, $184, $185, $186, $187, $188)) AS idx_attr GROUP BY idx_attr.indexrelid) AS idx_cols ON pg_catalog.pg_index.indexrelid = idx_cols.indexrelid LEFT OUTER JOIN pg_catalog.pg_constraint ON pg_catalog.pg_index.indrelid = pg_catalog.pg_constraint.conrelid AND pg_catalog.pg_index.indexrelid = pg_catalog.pg_constraint.conindid AND pg_catalog.pg_constraint.contype = ANY (ARRAY[$189::VARCHAR, $190::VARCHAR, $191::VARCHAR]) 
WHERE pg_catalog.pg_index.indrelid IN ($6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39, $40, $41, $42, $43, $44, $45, $46, $47, $48, $49, $50, $51, $52, $53, $54, $55, $56, $57, $58, $59, $60, $61, $62, $63, $64, $65, $66, $67, $68, $69, $70, $71, $72, $73, $74, $75, $76, $77, $78, $79, $80, $81, $82, $83, $84, $85, $86, $87, $88, $89, $90, $91, $92, $93, $94, $95, $96, $97, $98, $99, $100, $101, $102, $103, $104, $105, $106, $107, $108, $109, $110, $111, $112, $113, $114, $115, $116, $117, $118, $119, $120, $121, $122, $123, $124, $125, $126, $127, $128, $129, $130, $131, $132, $133, $134, $135, $136, $137, $138, $139, $140, $141, $142, $143, $144, $145, $146, $147, $148, $149, $150, $151, $152, $153, $154, $155, $156, $157, $158, $159, $160, $161, $162, $163, $164, $165, $166, $167, $168, $169, $170, $171, $172, $173, $174, $175, $176, $177, $178, $179, $180, $181, $182, $183, $184, $185, $186, $187, $188) AND NOT pg_catalog.pg_index.indisprimary ORDER BY pg_catalog.pg_index.indrelid, pg_catalog.pg_class.relname
-- = 0 rows
-- @ sqlalchemy-2.1.9 33
-- $ 1
-- $ pg_constraint
-- $ u
-- $ 16386
-- $ 16398
-- $ 16422
-- $ 16405
-- $ 16412
-- $ 16429
-- $ 16434
-- $ 16453
-- $ 16441
-- $ 16446
-- $ 16415
-- $ 16479
-- $ 16486
-- $ 16460
-- $ 16491
-- $ 16498
-- $ 16522
-- $ 16529
-- $ 16536
-- $ 16543
-- $ 16550
-- $ 16557
-- $ 16505
-- $ 16510
-- $ 16515
-- $ 16583
-- $ 16597
-- $ 16564
-- $ 16590
-- $ 16604
-- $ 16576
-- $ 16639
-- $ 16646
-- $ 16653
-- $ 16618
-- $ 16660
-- $ 16625
-- $ 16667
-- $ 16681
-- $ 16709
-- $ 16723
-- $ 16695
-- $ 16702
-- $ 16730
-- $ 16716
-- $ 16737
-- $ 16688
-- $ 16765
-- $ 16758
-- $ 16779
-- $ 16786
-- $ 16793
-- $ 16744
-- $ 16800
-- $ 16807
-- $ 16814
-- $ 16772
-- $ 16751
-- $ 16842
-- $ 16821
-- $ 16849
-- $ 16854
-- $ 16889
-- $ 16835
-- $ 16882
-- $ 16868
-- $ 16861
-- $ 16828
-- $ 16915
-- $ 16936
-- $ 16929
-- $ 16943
-- $ 16964
-- $ 16950
-- $ 16957
-- $ 16971
-- $ 16896
-- $ 16908
-- $ 16922
-- $ 16995
-- $ 17002
-- $ 16992
-- $ 17009
-- $ 17016
-- $ 17023
-- $ 17030
-- $ 17037
-- $ 17044
-- $ 16978
-- $ 17065
-- $ 17079
-- $ 17100
-- $ 17086
-- $ 17093
-- $ 17112
-- $ 17126
-- $ 17107
-- $ 17058
-- $ 17051
-- $ 17119
-- $ 17147
-- $ 17194
-- $ 17161
-- $ 17140
-- $ 17168
-- $ 17180
-- $ 17187
-- $ 17201
-- $ 17173
-- $ 17154
-- $ 17206
-- $ 17227
-- $ 17213
-- $ 17244
-- $ 17234
-- $ 17241
-- $ 17261
-- $ 17268
-- $ 17275
-- $ 17282
-- $ 17220
-- $ 17249
-- $ 17254
-- $ 17303
-- $ 17310
-- $ 17317
-- $ 17324
-- $ 17331
-- $ 17361
-- $ 17338
-- $ 17341
-- $ 17346
-- $ 17351
-- $ 17356
-- $ 17289
-- $ 17296
-- $ 17368
-- $ 17375
-- $ 17380
-- $ 17385
-- $ 17390
-- $ 17395
-- $ 17400
-- $ 17405
-- $ 17410
-- $ 17415
-- $ 17427
-- $ 17420
-- $ 17434
-- $ 17441
-- $ 17460
-- $ 17446
-- $ 17467
-- $ 17488
-- $ 17474
-- $ 17512
-- $ 17495
-- $ 17502
-- $ 17509
-- $ 17453
-- $ 17545
-- $ 17533
-- $ 17557
-- $ 17552
-- $ 17564
-- $ 17569
-- $ 17576
-- $ 16391
-- $ 16472
-- $ 16467
-- $ 16571
-- $ 17519
-- $ 16611
-- $ 16632
-- $ 16674
-- $ 16875
-- $ 16903
-- $ 16985
-- $ 17072
-- $ 17133
-- $ 17481
-- $ 17526
-- $ 17540
SELECT attr.conrelid, array_agg(CAST(attr.attname AS TEXT) ORDER BY attr.ord) AS cols, attr.conname, min(attr.description) AS description, min(attr.indnkeyatts) AS indnkeyatts, bool_and(attr.indnullsnotdistinct) AS indnullsnotdistinct 
FROM (SELECT con.conrelid AS conrelid, con.conname AS conname, con.description AS description, con.ord AS ord, con.indnkeyatts AS indnkeyatts, con.indnullsnotdistinct AS indnullsnotdistinct, pg_catalog.pg_attribute.attname AS attname 
FROM pg_catalog.pg_attribute JOIN (SELECT pg_catalog.pg_constraint.conrelid AS conrelid, pg_catalog.pg_constraint.conname AS conname, unnest(pg_catalog.pg_index.indkey) AS attnum, generate_subscripts(pg_catalog.pg_index.indkey, $1::INTEGER) AS ord, pg_catalog.pg_index.indnkeyatts AS indnkeyatts, pg_catalog.pg_index.indnullsnotdistinct AS indnullsnotdistinct, pg_catalog.pg_description.description AS description 
FROM pg_catalog.pg_constraint JOIN pg_catalog.pg_index ON pg_catalog.pg_constraint.conindid = pg_catalog.pg_index.indexrelid LEFT OUTER JOIN pg_catalog.pg_description ON pg_catalog.pg_description.objoid = pg_catalog.pg_constraint.oid AND pg_catalog.pg_description.classoid = CAST($2 AS REGCLASS) 
WHERE pg_catalog.pg_constraint.contype = $3::VARCHAR AND pg_catalog.pg_constraint.conrelid IN ($4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39, $40, $41, $42, $43, $44, $45, $46, $47, $48, $49, $50, $51, $52, $53, $54, $55, $56, $57, $58, $59, $60, $61, $62, $63, $64, $65, $66, $67, $68, $69, $70, $71, $72, $73, $74, $75, $76, $77, $78, $79, $80, $81, $82, $83, $84, $85, $86, $87, $88, $89, $90, $91, $92, $93, $94, $95, $96, $97, $98, $99, $100, $101, $102, $103, $104, $105, $106, $107, $108, $109, $110, $111, $112, $113, $114, $115, $116, $117, $118, $119, $120, $121, $122, $123, $124, $125, $126, $127, $128, $129, $130, $131, $132, $133, $134, $135, $136, $137, $138, $139, $140, $141, $142, $143, $144, $145, $146, $147, $148, $149, $150, $151, $152, $153, $154, $155, $156, $157, $158, $159, $160, $161, $162, $163, $164, $165, $166, $167, $168, $169, $170, $171, $172, $173, $174, $175, $176, $177, $178, $179, $180, $181, $182, $183, $184, $185, $186)) AS con ON pg_catalog.pg_attribute.attnum = con.attnum AND pg_catalog.pg_attribute.attrelid = con.conrelid 
WHERE con.conrelid IN ($4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39, $40, $41, $42, $43, $44, $45, $46, $47, $48, $49, $50, $51, $52, $53, $54, $55, $56, $57, $58, $59, $60, $61, $62, $63, $64, $65, $66, $67, $68, $69, $70, $71, $72, $73, $74, $75, $76, $77, $78, $79, $80, $81, $82, $83, $84, $85, $86, $87, $88, $89, $90, $91, $92, $93, $94, $95, $96, $97, $98, $99, $100, $101, $102, $103, $104, $105, $106, $107, $108, $109, $110, $111, $112, $113, $114, $115, $116, $117, $118, $119, $120, $121, $122, $123, $124, $125, $126, $127, $128, $129, $130, $131, $132, $133, $134, $135, $136, $137, $138, $139, $140, $141, $142, $143, $144, $145, $146, $147, $148, $149, $150, $151, $152, $153, $154, $155, $156, $157, $158, $159, $160, $161, $162, $163, $164, $165, $166, $167, $168, $169, $170, $171, $172, $173, $174, $175, $176, $177, $178, $179, $180, $181, $182, $183, $184, $185, $186)) AS attr GROUP BY attr.conrelid, attr.conname ORDER BY attr.conrelid, attr.conname
-- = 0 rows
-- @ sqlalchemy-2.1.9 34
-- $ t
-- $ c
-- $ pg_constraint
-- $ r
-- $ p
-- $ f
-- $ t
-- $ bigcommerce
SELECT pg_catalog.pg_class.relname, pg_catalog.pg_constraint.conname, CASE WHEN (pg_catalog.pg_constraint.oid IS NOT NULL) THEN pg_catalog.pg_get_constraintdef(pg_catalog.pg_constraint.oid, $1) END AS anon_1, pg_catalog.pg_description.description 
FROM pg_catalog.pg_class LEFT OUTER JOIN pg_catalog.pg_constraint ON pg_catalog.pg_class.oid = pg_catalog.pg_constraint.conrelid AND pg_catalog.pg_constraint.contype = $2::VARCHAR LEFT OUTER JOIN pg_catalog.pg_description ON pg_catalog.pg_description.objoid = pg_catalog.pg_constraint.oid AND pg_catalog.pg_description.classoid = CAST($3 AS REGCLASS) JOIN pg_catalog.pg_namespace ON pg_catalog.pg_namespace.oid = pg_catalog.pg_class.relnamespace 
WHERE pg_catalog.pg_class.relkind = ANY (ARRAY[$4::VARCHAR, $5::VARCHAR, $6::VARCHAR]) AND pg_catalog.pg_class.relpersistence != $7::VARCHAR AND pg_catalog.pg_namespace.nspname = $8::VARCHAR ORDER BY pg_catalog.pg_class.relname, pg_catalog.pg_constraint.conname
-- = 183 rows
-- | abandoned_cart_emails | NULL | NULL | NULL
-- | abandoned_cart_settings | NULL | NULL | NULL
-- | abandoned_carts | NULL | NULL | NULL
-- | accepted_payment_methods | NULL | NULL | NULL
-- | analytics_providers | NULL | NULL | NULL
-- | available_search_filters | NULL | NULL | NULL
-- | banners | NULL | NULL | NULL
-- | blog_posts | NULL | NULL | NULL
-- | blog_tags | NULL | NULL | NULL
-- | brand_metafields | NULL | NULL | NULL
-- | brands | NULL | NULL | NULL
-- | cart_items | NULL | NULL | NULL
-- | cart_metafields | NULL | NULL | NULL
-- | cart_settings | NULL | NULL | NULL
-- | carts | NULL | NULL | NULL
-- | catalog_settings | NULL | NULL | NULL
-- | catalog_summary | NULL | NULL | NULL
-- | categories | NULL | NULL | NULL
-- | category_metafields | NULL | NULL | NULL
-- | category_product_sort_order | NULL | NULL | NULL
-- | category_trees | NULL | NULL | NULL
-- | channel_abandoned_cart_settings | NULL | NULL | NULL
-- | channel_active_themes | NULL | NULL | NULL
-- | channel_cart_settings | NULL | NULL | NULL
-- | channel_catalog_settings | NULL | NULL | NULL
-- | channel_checkout_settings | NULL | NULL | NULL
-- | channel_currency_assignments | NULL | NULL | NULL
-- | channel_customer_settings | NULL | NULL | NULL
-- | channel_email_status_settings | NULL | NULL | NULL
-- | channel_inventory_notification_settings | NULL | NULL | NULL
-- @ sqlalchemy-2.1.9 35
-- $ 0
-- $ pg_class
-- $ r
-- $ p
-- $ f
-- $ t
-- $ bigcommerce
SELECT pg_catalog.pg_class.relname, pg_catalog.pg_description.description 
FROM pg_catalog.pg_class LEFT OUTER JOIN pg_catalog.pg_description ON pg_catalog.pg_class.oid = pg_catalog.pg_description.objoid AND pg_catalog.pg_description.objsubid = $1::INTEGER AND pg_catalog.pg_description.classoid = CAST($2 AS REGCLASS) JOIN pg_catalog.pg_namespace ON pg_catalog.pg_namespace.oid = pg_catalog.pg_class.relnamespace 
WHERE pg_catalog.pg_class.relkind = ANY (ARRAY[$3::VARCHAR, $4::VARCHAR, $5::VARCHAR]) AND pg_catalog.pg_class.relpersistence != $6::VARCHAR AND pg_catalog.pg_namespace.nspname = $7::VARCHAR
-- = 183 rows
-- | abandoned_cart_emails | Mails to shoppers who left a cart behind.
-- | abandoned_cart_settings | Settings about carts left behind, in one row.
-- | abandoned_carts | Which cart a mail about a cart left behind leads to. A query must name the token.
-- | accepted_payment_methods | Ways of paying that one order accepts. A query must name the order.
-- | analytics_providers | Services that watch what shoppers do.
-- | available_search_filters | Filters that the store could offer.
-- | banners | Banners on the shop's pages.
-- | blog_posts | Posts of the shop's blog.
-- | blog_tags | Tags of the shop's blog.
-- | brand_metafields | Facts that apps keep about brands, by namespace and key. A token sees its own app's, and those that others share.
-- | brands | Makers whose products the shop sells.
-- | cart_items | What is in a cart: goods, files, gift certificates, things of its own. A query must name the cart.
-- | cart_metafields | Facts that apps keep about carts, by namespace and key. A token sees its own app's, and those that others share.
-- | cart_settings | Settings about carts, in one row.
-- | carts | Carts that shoppers are filling. A query must name the cart, as orders do by their `cart_id`.
-- | catalog_settings | Settings about the catalogue, in one row.
-- | catalog_summary | The catalogue in figures, in one row.
-- | categories | The categories of all category trees, each with its parent.
-- | category_metafields | Facts that apps keep about categories, by namespace and key. A token sees its own app's, and those that others share.
-- | category_product_sort_order | Where products stand within each category.
-- | category_trees | The category trees, one for each storefront at most.
-- | channel_abandoned_cart_settings | Settings about carts left behind, of each channel.
-- | channel_active_themes | Which theme each channel shows.
-- | channel_cart_settings | Settings about carts, of each channel.
-- | channel_catalog_settings | Settings about the catalogue, of each channel; NULL where those of the store hold.
-- | channel_checkout_settings | Settings about checkout, of each channel.
-- | channel_currency_assignments | Which channel uses which currencies.
-- | channel_customer_settings | Settings about customers, of each channel.
-- | channel_email_status_settings | Which mails are sent, of each channel; NULL where those of the store hold.
-- | channel_inventory_notification_settings | Who is told when stock runs out, of each channel; NULL where those of the store hold.
-- @ sqlalchemy-2.1.9 36
-- $ e
-- $ pg_catalog
SELECT pg_catalog.pg_type.typname AS name, pg_catalog.pg_type_is_visible(pg_catalog.pg_type.oid) AS visible, pg_catalog.pg_namespace.nspname AS schema, lbl_agg.labels AS labels 
FROM pg_catalog.pg_type JOIN pg_catalog.pg_namespace ON pg_catalog.pg_namespace.oid = pg_catalog.pg_type.typnamespace LEFT OUTER JOIN (SELECT pg_catalog.pg_enum.enumtypid AS enumtypid, array_agg(CAST(pg_catalog.pg_enum.enumlabel AS TEXT) ORDER BY pg_catalog.pg_enum.enumsortorder) AS labels 
FROM pg_catalog.pg_enum GROUP BY pg_catalog.pg_enum.enumtypid) AS lbl_agg ON pg_catalog.pg_type.oid = lbl_agg.enumtypid 
WHERE pg_catalog.pg_type.typtype = $1::VARCHAR AND pg_catalog.pg_type_is_visible(pg_catalog.pg_type.oid) AND pg_catalog.pg_namespace.nspname != $2::VARCHAR ORDER BY pg_catalog.pg_namespace.nspname, pg_catalog.pg_type.typname
-- = 0 rows
-- @ sqlalchemy-2.1.9 37
-- $ t
-- $ 0
-- $ d
-- $ pg_catalog
SELECT pg_catalog.pg_type.typname AS name, pg_catalog.format_type(pg_catalog.pg_type.typbasetype, pg_catalog.pg_type.typtypmod) AS attype, NOT pg_catalog.pg_type.typnotnull AS nullable, pg_catalog.pg_type.typdefault AS "default", pg_catalog.pg_type_is_visible(pg_catalog.pg_type.oid) AS visible, pg_catalog.pg_namespace.nspname AS schema, domain_constraints.condefs, domain_constraints.connames, pg_catalog.pg_collation.collname, CASE WHEN (pg_catalog.pg_collation.oid IS NULL) THEN NULL WHEN pg_catalog.pg_collation_is_visible(pg_catalog.pg_collation.oid) THEN NULL ELSE collation_namespace.nspname END AS collation_schema 
FROM pg_catalog.pg_type JOIN pg_catalog.pg_namespace ON pg_catalog.pg_namespace.oid = pg_catalog.pg_type.typnamespace LEFT OUTER JOIN pg_catalog.pg_collation ON pg_catalog.pg_type.typcollation = pg_catalog.pg_collation.oid LEFT OUTER JOIN pg_catalog.pg_namespace AS collation_namespace ON collation_namespace.oid = pg_catalog.pg_collation.collnamespace LEFT OUTER JOIN (SELECT pg_catalog.pg_constraint.contypid AS contypid, array_agg(pg_catalog.pg_get_constraintdef(pg_catalog.pg_constraint.oid, $1)) AS condefs, array_agg(CAST(pg_catalog.pg_constraint.conname AS TEXT)) AS connames 
FROM pg_catalog.pg_constraint 
WHERE pg_catalog.pg_constraint.contypid != $2::INTEGER GROUP BY pg_catalog.pg_constraint.contypid) AS domain_constraints ON pg_catalog.pg_type.oid = domain_constraints.contypid 
WHERE pg_catalog.pg_type.typtype = $3::VARCHAR AND pg_catalog.pg_type_is_visible(pg_catalog.pg_type.oid) AND pg_catalog.pg_namespace.nspname != $4::VARCHAR ORDER BY pg_catalog.pg_namespace.nspname, pg_catalog.pg_type.typname
-- = 0 rows
-- @ sqlalchemy-2.1.9 38
-- $ f
-- $ pg_catalog
SELECT pg_catalog.pg_class.relname 
FROM pg_catalog.pg_class JOIN pg_catalog.pg_namespace ON pg_catalog.pg_namespace.oid = pg_catalog.pg_class.relnamespace 
WHERE pg_catalog.pg_class.relkind = ANY (ARRAY[$1::VARCHAR]) AND pg_catalog.pg_table_is_visible(pg_catalog.pg_class.oid) AND pg_catalog.pg_namespace.nspname != $2::VARCHAR
-- = 0 rows
-- @ sqlalchemy-2.1.9 39
-- $ nope
-- $ v
-- $ m
-- $ bigcommerce
SELECT pg_catalog.pg_get_viewdef(pg_catalog.pg_class.oid) AS pg_get_viewdef_1 
FROM pg_catalog.pg_class JOIN pg_catalog.pg_namespace ON pg_catalog.pg_namespace.oid = pg_catalog.pg_class.relnamespace 
WHERE pg_catalog.pg_class.relname = $1::VARCHAR AND pg_catalog.pg_class.relkind = ANY (ARRAY[$2::VARCHAR, $3::VARCHAR]) AND pg_catalog.pg_namespace.nspname = $4::VARCHAR
-- = 0 rows
-- @ sqlalchemy-2.1.9 40
-- $ 
-- $ always
-- $ a
-- $ start
-- $ increment
-- $ minvalue
-- $ maxvalue
-- $ cache
-- $ cycle
-- $ 
-- $ 0
-- $ name
-- $ schema
-- $ 0
-- $ r
-- $ p
-- $ f
-- $ bigcommerce
-- $ orders
-- $ order_items
-- $ products
SELECT pg_catalog.pg_attribute.attname AS name, pg_catalog.format_type(pg_catalog.pg_attribute.atttypid, pg_catalog.pg_attribute.atttypmod) AS format_type, CASE WHEN pg_catalog.pg_attribute.atthasdef THEN (SELECT pg_catalog.pg_get_expr(pg_catalog.pg_attrdef.adbin, pg_catalog.pg_attrdef.adrelid) AS pg_get_expr_1 
FROM pg_catalog.pg_attrdef 
WHERE pg_catalog.pg_attribute.atthasdef AND pg_catalog.pg_attrdef.adrelid = pg_catalog.pg_attribute.attrelid AND pg_catalog.pg_attrdef.adnum = pg_catalog.pg_attribute.attnum) ELSE NULL END AS "default", pg_catalog.pg_attribute.attnotnull AS not_null, pg_catalog.pg_class.relname AS table_name, pg_catalog.pg_description.description AS comment, pg_catalog.pg_attribute.attgenerated AS generated, CASE WHEN (pg_catalog.pg_attribute.attidentity != $1::VARCHAR) THEN (SELECT json_build_object($2::VARCHAR, pg_catalog.pg_attribute.attidentity = $3::VARCHAR, $4::VARCHAR, pg_catalog.pg_sequence.seqstart, $5::VARCHAR, pg_catalog.pg_sequence.seqincrement, $6::VARCHAR, pg_catalog.pg_sequence.seqmin, $7::VARCHAR, pg_catalog.pg_sequence.seqmax, $8::VARCHAR, pg_catalog.pg_sequence.seqcache, $9::VARCHAR, pg_catalog.pg_sequence.seqcycle) AS json_build_object_1 
FROM pg_catalog.pg_sequence 
WHERE pg_catalog.pg_attribute.attidentity != $10::VARCHAR AND pg_catalog.pg_sequence.seqrelid = CAST(CAST(pg_catalog.pg_get_serial_sequence(CAST(CAST(pg_catalog.pg_attribute.attrelid AS REGCLASS) AS TEXT), pg_catalog.pg_attribute.attname) AS REGCLASS) AS OID)) ELSE NULL END AS identity_options, CASE WHEN (pg_catalog.pg_attribute.attcollation != $11::INTEGER AND (SELECT pg_catalog.pg_type.typcollation 
FROM pg_catalog.pg_type 
WHERE pg_catalog.pg_type.oid = pg_catalog.pg_attribute.atttypid) != pg_catalog.pg_attribute.attcollation) THEN (SELECT json_build_object($12::VARCHAR, pg_catalog.pg_collation.collname, $13::VARCHAR, CASE WHEN pg_catalog.pg_collation_is_visible(pg_catalog.pg_collation.oid) THEN NULL ELSE pg_catalog.pg_namespace.nspname END) AS json_build_object_9 
FROM pg_catalog.pg_collation JOIN pg_catalog.pg_namespace ON pg_catalog.pg_namespace.oid = pg_catalog.pg_collation.collnamespace 
WHERE pg_catalog.pg_collation.oid = pg_catalog.pg_attribute.attcollation) ELSE NULL END AS collation 
FROM pg_catalog.pg_class LEFT OUTER JOIN pg_catalog.pg_attribute ON pg_catalog.pg_class.oid = pg_catalog.pg_attribute.attrelid AND pg_catalog.pg_attribute.attnum > $14::SMALLINT AND NOT pg_catalog.pg_attribute.attisdropped LEFT OUTER JOIN pg_catalog.pg_description ON pg_catalog.pg_description.objoid = pg_catalog.pg_attribute.attrelid AND pg_catalog.pg_description.objsubid = pg_catalog.pg_attribute.attnum JOIN pg_catalog.pg_namespace ON pg_catalog.pg_namespace.oid = pg_catalog.pg_class.relnamespace 
WHERE pg_catalog.pg_class.relkind = ANY (ARRAY[$15::VARCHAR, $16::VARCHAR, $17::VARCHAR]) AND pg_catalog.pg_namespace.nspname = $18::VARCHAR AND pg_catalog.pg_class.relname IN ($19::VARCHAR, $20::VARCHAR, $21::VARCHAR) ORDER BY pg_catalog.pg_class.relname, pg_catalog.pg_attribute.attnum
-- = 212 rows
-- | applied_discounts | json | NULL | false | order_items | Discounts on the line, as an array; one row each in `order_item_discounts`. |  | NULL | NULL
-- | availability | text | NULL | false | products | Whether it can be bought, or ordered ahead. |  | NULL | NULL
-- | availability_description | text | NULL | false | products | Availability text shown at checkout. |  | NULL | NULL
-- | base_cost_price | numeric(20,4) | NULL | false | order_items | What one cost the merchant. |  | NULL | NULL
-- | base_handling_cost | numeric(20,4) | NULL | false | orders | Handling, before tax is reckoned. |  | NULL | NULL
-- | base_price | numeric(20,4) | NULL | false | order_items | Price of one, before tax is reckoned. |  | NULL | NULL
-- | base_shipping_cost | numeric(20,4) | NULL | false | orders | Shipping, before tax is reckoned. |  | NULL | NULL
-- | base_total | numeric(20,4) | NULL | false | order_items | Price of all, before tax is reckoned. |  | NULL | NULL
-- | base_variant_id | bigint | NULL | false | products | The one variant of a simple product; NULL where it has several. |  | NULL | NULL
-- | base_wrapping_cost | numeric(20,4) | NULL | false | order_items | Gift wrapping, before tax is reckoned. |  | NULL | NULL
-- | base_wrapping_cost | numeric(20,4) | NULL | false | orders | Gift wrapping, before tax is reckoned. |  | NULL | NULL
-- | billing_city | text | NULL | false | orders | Town of who pays. |  | NULL | NULL
-- | billing_company | text | NULL | false | orders | Company of who pays. |  | NULL | NULL
-- | billing_country | text | NULL | false | orders | Country of who pays. |  | NULL | NULL
-- | billing_country_iso2 | text | NULL | false | orders | Country of who pays, by its two letters. |  | NULL | NULL
-- | billing_email | text | NULL | false | orders | E-mail address of who pays. |  | NULL | NULL
-- | billing_first_name | text | NULL | false | orders | First name of who pays. |  | NULL | NULL
-- | billing_form_fields | json | NULL | false | orders | Values of the checkout form's own fields, as an array. |  | NULL | NULL
-- | billing_last_name | text | NULL | false | orders | Last name of who pays. |  | NULL | NULL
-- | billing_phone | text | NULL | false | orders | Telephone number of who pays. |  | NULL | NULL
-- | billing_state | text | NULL | false | orders | State or province of who pays. |  | NULL | NULL
-- | billing_street_1 | text | NULL | false | orders | Street of who pays, first line. |  | NULL | NULL
-- | billing_street_2 | text | NULL | false | orders | Street of who pays, second line. |  | NULL | NULL
-- | billing_zip | text | NULL | false | orders | Postal code of who pays. |  | NULL | NULL
-- | bin_picking_number | text | NULL | false | order_items | Where it lies in the warehouse. |  | NULL | NULL
-- | bin_picking_number | text | NULL | false | products | Where it lies in the warehouse. |  | NULL | NULL
-- | brand | text | NULL | false | order_items | Brand, by name. |  | NULL | NULL
-- | brand_id | bigint | NULL | false | products | Brand; 0 for none. |  | NULL | NULL
-- | calculated_price | numeric(20,4) | NULL | false | products | Price as the shop shows it, sale price included. |  | NULL | NULL
-- | cart_id | text | NULL | false | orders | Cart that it came from. |  | NULL | NULL
-- @ sqlalchemy-2.1.9 41
-- $ r
-- $ p
-- $ f
-- $ bigcommerce
-- $ orders
-- $ order_items
-- $ products
SELECT pg_catalog.pg_class.oid, pg_catalog.pg_class.relname 
FROM pg_catalog.pg_class JOIN pg_catalog.pg_namespace ON pg_catalog.pg_namespace.oid = pg_catalog.pg_class.relnamespace 
WHERE pg_catalog.pg_class.relkind = ANY (ARRAY[$1::VARCHAR, $2::VARCHAR, $3::VARCHAR]) AND pg_catalog.pg_namespace.nspname = $4::VARCHAR AND pg_catalog.pg_class.relname IN ($5::VARCHAR, $6::VARCHAR, $7::VARCHAR)
-- = 3 rows
-- | 1765386883 | orders
-- | 1781845422 | products
-- | 690996394 | order_items
-- @ sqlalchemy-2.1.9 42
-- $ 1
-- $ pg_constraint
-- $ p
-- $ 17051
-- $ 17154
-- $ 16604
SELECT attr.conrelid, array_agg(CAST(attr.attname AS TEXT) ORDER BY attr.ord) AS cols, attr.conname, min(attr.description) AS description, min(attr.indnkeyatts) AS indnkeyatts, bool_and(attr.indnullsnotdistinct) AS indnullsnotdistinct 
FROM (SELECT con.conrelid AS conrelid, con.conname AS conname, con.description AS description, con.ord AS ord, con.indnkeyatts AS indnkeyatts, con.indnullsnotdistinct AS indnullsnotdistinct, pg_catalog.pg_attribute.attname AS attname 
FROM pg_catalog.pg_attribute JOIN (SELECT pg_catalog.pg_constraint.conrelid AS conrelid, pg_catalog.pg_constraint.conname AS conname, unnest(pg_catalog.pg_index.indkey) AS attnum, generate_subscripts(pg_catalog.pg_index.indkey, $1::INTEGER) AS ord, pg_catalog.pg_index.indnkeyatts AS indnkeyatts, pg_catalog.pg_index.indnullsnotdistinct AS indnullsnotdistinct, pg_catalog.pg_description.description AS description 
FROM pg_catalog.pg_constraint JOIN pg_catalog.pg_index ON pg_catalog.pg_constraint.conindid = pg_catalog.pg_index.indexrelid LEFT OUTER JOIN pg_catalog.pg_description ON pg_catalog.pg_description.objoid = pg_catalog.pg_constraint.oid AND pg_catalog.pg_description.classoid = CAST($2 AS REGCLASS) 
WHERE pg_catalog.pg_constraint.contype = $3::VARCHAR AND pg_catalog.pg_constraint.conrelid IN ($4, $5, $6)) AS con ON pg_catalog.pg_attribute.attnum = con.attnum AND pg_catalog.pg_attribute.attrelid = con.conrelid 
WHERE con.conrelid IN ($4, $5, $6)) AS attr GROUP BY attr.conrelid, attr.conname ORDER BY attr.conrelid, attr.conname
-- = 0 rows
-- @ sqlalchemy-2.1.9 43
-- $ t
-- $ f
-- $ pg_constraint
-- $ r
-- $ p
-- $ f
-- $ bigcommerce
-- $ orders
-- $ order_items
-- $ products
SELECT pg_catalog.pg_class.relname, pg_catalog.pg_constraint.conname, CASE WHEN (pg_catalog.pg_constraint.oid IS NOT NULL) THEN pg_catalog.pg_get_constraintdef(pg_catalog.pg_constraint.oid, $1) END AS anon_1, nsp_ref.nspname, pg_catalog.pg_description.description 
FROM pg_catalog.pg_class LEFT OUTER JOIN pg_catalog.pg_constraint ON pg_catalog.pg_class.oid = pg_catalog.pg_constraint.conrelid AND pg_catalog.pg_constraint.contype = $2::VARCHAR LEFT OUTER JOIN pg_catalog.pg_class AS cls_ref ON cls_ref.oid = pg_catalog.pg_constraint.confrelid LEFT OUTER JOIN pg_catalog.pg_namespace AS nsp_ref ON cls_ref.relnamespace = nsp_ref.oid LEFT OUTER JOIN pg_catalog.pg_description ON pg_catalog.pg_description.objoid = pg_catalog.pg_constraint.oid AND pg_catalog.pg_description.classoid = CAST($3 AS REGCLASS) JOIN pg_catalog.pg_namespace ON pg_catalog.pg_namespace.oid = pg_catalog.pg_class.relnamespace 
WHERE pg_catalog.pg_class.relkind = ANY (ARRAY[$4::VARCHAR, $5::VARCHAR, $6::VARCHAR]) AND pg_catalog.pg_namespace.nspname = $7::VARCHAR AND pg_catalog.pg_class.relname IN ($8::VARCHAR, $9::VARCHAR, $10::VARCHAR) ORDER BY pg_catalog.pg_class.relname, pg_catalog.pg_constraint.conname
-- = 17 rows
-- | order_items | fk_order_items_gift_certificate_id | FOREIGN KEY (gift_certificate_id) REFERENCES bigcommerce.gift_certificates(id) | bigcommerce | NULL
-- | order_items | fk_order_items_order_address_id | FOREIGN KEY (order_address_id) REFERENCES bigcommerce.order_shipping_addresses(id) | bigcommerce | NULL
-- | order_items | fk_order_items_order_id | FOREIGN KEY (order_id) REFERENCES bigcommerce.orders(id) | bigcommerce | NULL
-- | order_items | fk_order_items_parent_order_product_id | FOREIGN KEY (parent_order_product_id) REFERENCES bigcommerce.order_items(id) | bigcommerce | NULL
-- | order_items | fk_order_items_product_id | FOREIGN KEY (product_id) REFERENCES bigcommerce.products(id) | bigcommerce | NULL
-- | order_items | fk_order_items_variant_id | FOREIGN KEY (variant_id) REFERENCES bigcommerce.product_variants(id) | bigcommerce | NULL
-- | orders | fk_orders_channel_id | FOREIGN KEY (channel_id) REFERENCES bigcommerce.channels(id) | bigcommerce | NULL
-- | orders | fk_orders_currency_id | FOREIGN KEY (currency_id) REFERENCES bigcommerce.currencies(id) | bigcommerce | NULL
-- | orders | fk_orders_customer_id | FOREIGN KEY (customer_id) REFERENCES bigcommerce.customers(id) | bigcommerce | NULL
-- | orders | fk_orders_default_currency_id | FOREIGN KEY (default_currency_id) REFERENCES bigcommerce.currencies(id) | bigcommerce | NULL
-- | orders | fk_orders_handling_cost_tax_class_id | FOREIGN KEY (handling_cost_tax_class_id) REFERENCES bigcommerce.tax_classes(id) | bigcommerce | NULL
-- | orders | fk_orders_shipping_cost_tax_class_id | FOREIGN KEY (shipping_cost_tax_class_id) REFERENCES bigcommerce.tax_classes(id) | bigcommerce | NULL
-- | orders | fk_orders_status_id | FOREIGN KEY (status_id) REFERENCES bigcommerce.order_statuses(id) | bigcommerce | NULL
-- | orders | fk_orders_wrapping_cost_tax_class_id | FOREIGN KEY (wrapping_cost_tax_class_id) REFERENCES bigcommerce.tax_classes(id) | bigcommerce | NULL
-- | products | fk_products_base_variant_id | FOREIGN KEY (base_variant_id) REFERENCES bigcommerce.product_variants(id) | bigcommerce | NULL
-- | products | fk_products_brand_id | FOREIGN KEY (brand_id) REFERENCES bigcommerce.brands(id) | bigcommerce | NULL
-- | products | fk_products_tax_class_id | FOREIGN KEY (tax_class_id) REFERENCES bigcommerce.tax_classes(id) | bigcommerce | NULL
-- @ sqlalchemy-2.1.9 44
-- $ 0
-- $ 1
-- $ t
-- $ 0
-- $ 1
-- $ 17051
-- $ 17154
-- $ 16604
-- $ p
-- $ u
-- $ x
SELECT pg_catalog.pg_index.indrelid, pg_catalog.pg_class.relname, pg_catalog.pg_index.indisunique, pg_catalog.pg_index.indisvalid, pg_catalog.pg_constraint.conrelid IS NOT NULL AS has_constraint, pg_catalog.pg_index.indoption, pg_catalog.pg_class.reloptions, pg_catalog.pg_class.relam, CASE WHEN (pg_catalog.pg_index.indpred IS NOT NULL) THEN pg_catalog.pg_get_expr(pg_catalog.pg_index.indpred, pg_catalog.pg_index.indrelid) END AS filter_definition, pg_catalog.pg_index.indnkeyatts, pg_catalog.pg_index.indnullsnotdistinct, idx_cols.elements, idx_cols.elements_is_expr, idx_cols.elements_opclass 
FROM pg_catalog.pg_index JOIN pg_catalog.pg_class ON pg_catalog.pg_index.indexrelid = pg_catalog.pg_class.oid LEFT OUTER JOIN (SELECT idx_attr.indexrelid AS indexrelid, min(idx_attr.indrelid) AS min_1, array_agg(idx_attr.element ORDER BY idx_attr.ord) AS elements, array_agg(idx_attr.is_expr ORDER BY idx_attr.ord) AS elements_is_expr, array_agg(idx_attr.att_opclass ORDER BY idx_attr.ord) AS elements_opclass 
FROM (SELECT idx.indexrelid AS indexrelid, idx.indrelid AS indrelid, idx.ord AS ord, CASE WHEN (idx.attnum = $1::INTEGER) THEN pg_catalog.pg_get_indexdef(idx.indexrelid, idx.ord + $2::INTEGER, $3) ELSE CAST(pg_catalog.pg_attribute.attname AS TEXT) END AS element, idx.attnum = $4::INTEGER AS is_expr, CAST(idx.att_opclass AS BIGINT) AS att_opclass 
FROM (SELECT pg_catalog.pg_index.indexrelid AS indexrelid, pg_catalog.pg_index.indrelid AS indrelid, unnest(pg_catalog.pg_index.indkey) AS attnum, unnest(pg_catalog.pg_index.indclass) AS att_opclass, generate_subscripts(pg_catalog.pg_index.indkey, $5::INTEGER) AS ord 
FROM pg_catalog.pg_index 
WHERE NOT pg_catalog.pg_index.indisprimary AND pg_catalog.pg_index.indrelid IN ($6, $7, $8)) AS idx LEFT OUTER JOIN pg_catalog.pg_attribute ON pg_catalog.pg_attribute.attnum = idx.attnum AND pg_catalog.pg_attribute.attrelid = idx.indrelid 
WHERE idx.indrelid IN ($6, $7, $8)) AS idx_attr GROUP BY idx_attr.indexrelid) AS idx_cols ON pg_catalog.pg_index.indexrelid = idx_cols.indexrelid LEFT OUTER JOIN pg_catalog.pg_constraint ON pg_catalog.pg_index.indrelid = pg_catalog.pg_constraint.conrelid AND pg_catalog.pg_index.indexrelid = pg_catalog.pg_constraint.conindid AND pg_catalog.pg_constraint.contype = ANY (ARRAY[$9::VARCHAR, $10::VARCHAR, $11::VARCHAR]) 
WHERE pg_catalog.pg_index.indrelid IN ($6, $7, $8) AND NOT pg_catalog.pg_index.indisprimary ORDER BY pg_catalog.pg_index.indrelid, pg_catalog.pg_class.relname
-- = 0 rows
-- @ sqlalchemy-2.1.9 45
-- $ 1
-- $ pg_constraint
-- $ u
-- $ 17051
-- $ 17154
-- $ 16604
SELECT attr.conrelid, array_agg(CAST(attr.attname AS TEXT) ORDER BY attr.ord) AS cols, attr.conname, min(attr.description) AS description, min(attr.indnkeyatts) AS indnkeyatts, bool_and(attr.indnullsnotdistinct) AS indnullsnotdistinct 
FROM (SELECT con.conrelid AS conrelid, con.conname AS conname, con.description AS description, con.ord AS ord, con.indnkeyatts AS indnkeyatts, con.indnullsnotdistinct AS indnullsnotdistinct, pg_catalog.pg_attribute.attname AS attname 
FROM pg_catalog.pg_attribute JOIN (SELECT pg_catalog.pg_constraint.conrelid AS conrelid, pg_catalog.pg_constraint.conname AS conname, unnest(pg_catalog.pg_index.indkey) AS attnum, generate_subscripts(pg_catalog.pg_index.indkey, $1::INTEGER) AS ord, pg_catalog.pg_index.indnkeyatts AS indnkeyatts, pg_catalog.pg_index.indnullsnotdistinct AS indnullsnotdistinct, pg_catalog.pg_description.description AS description 
FROM pg_catalog.pg_constraint JOIN pg_catalog.pg_index ON pg_catalog.pg_constraint.conindid = pg_catalog.pg_index.indexrelid LEFT OUTER JOIN pg_catalog.pg_description ON pg_catalog.pg_description.objoid = pg_catalog.pg_constraint.oid AND pg_catalog.pg_description.classoid = CAST($2 AS REGCLASS) 
WHERE pg_catalog.pg_constraint.contype = $3::VARCHAR AND pg_catalog.pg_constraint.conrelid IN ($4, $5, $6)) AS con ON pg_catalog.pg_attribute.attnum = con.attnum AND pg_catalog.pg_attribute.attrelid = con.conrelid 
WHERE con.conrelid IN ($4, $5, $6)) AS attr GROUP BY attr.conrelid, attr.conname ORDER BY attr.conrelid, attr.conname
-- = 0 rows
-- @ sqlalchemy-2.1.9 46
-- $ 0
-- $ pg_class
-- $ r
-- $ p
-- $ f
-- $ bigcommerce
-- $ orders
-- $ order_items
-- $ products
SELECT pg_catalog.pg_class.relname, pg_catalog.pg_description.description 
FROM pg_catalog.pg_class LEFT OUTER JOIN pg_catalog.pg_description ON pg_catalog.pg_class.oid = pg_catalog.pg_description.objoid AND pg_catalog.pg_description.objsubid = $1::INTEGER AND pg_catalog.pg_description.classoid = CAST($2 AS REGCLASS) JOIN pg_catalog.pg_namespace ON pg_catalog.pg_namespace.oid = pg_catalog.pg_class.relnamespace 
WHERE pg_catalog.pg_class.relkind = ANY (ARRAY[$3::VARCHAR, $4::VARCHAR, $5::VARCHAR]) AND pg_catalog.pg_namespace.nspname = $6::VARCHAR AND pg_catalog.pg_class.relname IN ($7::VARCHAR, $8::VARCHAR, $9::VARCHAR)
-- = 3 rows
-- | order_items | The lines of every order: what was bought, how much of it and for how much.
-- | orders | Orders placed in the shop, one row each, with totals, taxes and the billing address.
-- | products | Everything the shop sells, one row per product with its base price, stock and storefront settings.
-- @ sqlalchemy-2.1.9 47
-- $ t
-- $ c
-- $ pg_constraint
-- $ r
-- $ p
-- $ f
-- $ bigcommerce
-- $ orders
-- $ order_items
-- $ products
SELECT pg_catalog.pg_class.relname, pg_catalog.pg_constraint.conname, CASE WHEN (pg_catalog.pg_constraint.oid IS NOT NULL) THEN pg_catalog.pg_get_constraintdef(pg_catalog.pg_constraint.oid, $1) END AS anon_1, pg_catalog.pg_description.description 
FROM pg_catalog.pg_class LEFT OUTER JOIN pg_catalog.pg_constraint ON pg_catalog.pg_class.oid = pg_catalog.pg_constraint.conrelid AND pg_catalog.pg_constraint.contype = $2::VARCHAR LEFT OUTER JOIN pg_catalog.pg_description ON pg_catalog.pg_description.objoid = pg_catalog.pg_constraint.oid AND pg_catalog.pg_description.classoid = CAST($3 AS REGCLASS) JOIN pg_catalog.pg_namespace ON pg_catalog.pg_namespace.oid = pg_catalog.pg_class.relnamespace 
WHERE pg_catalog.pg_class.relkind = ANY (ARRAY[$4::VARCHAR, $5::VARCHAR, $6::VARCHAR]) AND pg_catalog.pg_namespace.nspname = $7::VARCHAR AND pg_catalog.pg_class.relname IN ($8::VARCHAR, $9::VARCHAR, $10::VARCHAR) ORDER BY pg_catalog.pg_class.relname, pg_catalog.pg_constraint.conname
-- = 3 rows
-- | order_items | NULL | NULL | NULL
-- | orders | NULL | NULL | NULL
-- | products | NULL | NULL | NULL
-- @ sqlalchemy-2.1.9 48
-- $ default_table_access_method
-- $ r
-- $ p
-- $ f
-- $ bigcommerce
-- $ orders
-- $ order_items
-- $ products
SELECT pg_catalog.pg_class.oid, pg_catalog.pg_class.relname, pg_catalog.pg_class.reloptions, NULL AS relhasoids, CASE WHEN (pg_catalog.pg_am.amname IS NOT NULL AND pg_catalog.pg_am.amname != current_setting($1::VARCHAR)) THEN pg_catalog.pg_am.amname ELSE NULL END AS access_method_name, pg_catalog.pg_tablespace.spcname AS tablespace_name, inherits.parent_table_names 
FROM pg_catalog.pg_class LEFT OUTER JOIN pg_catalog.pg_am ON pg_catalog.pg_class.relam = pg_catalog.pg_am.oid LEFT OUTER JOIN (SELECT pg_catalog.pg_inherits.inhrelid AS inhrelid, array_agg(pg_catalog.pg_class.relname ORDER BY pg_catalog.pg_inherits.inhseqno) AS parent_table_names 
FROM pg_catalog.pg_inherits JOIN pg_catalog.pg_class ON pg_catalog.pg_inherits.inhparent = pg_catalog.pg_class.oid GROUP BY pg_catalog.pg_inherits.inhrelid) AS inherits ON pg_catalog.pg_class.oid = inherits.inhrelid LEFT OUTER JOIN pg_catalog.pg_tablespace ON pg_catalog.pg_tablespace.oid = pg_catalog.pg_class.reltablespace JOIN pg_catalog.pg_namespace ON pg_catalog.pg_namespace.oid = pg_catalog.pg_class.relnamespace 
WHERE pg_catalog.pg_class.relkind = ANY (ARRAY[$2::VARCHAR, $3::VARCHAR, $4::VARCHAR]) AND pg_catalog.pg_namespace.nspname = $5::VARCHAR AND pg_catalog.pg_class.relname IN ($6::VARCHAR, $7::VARCHAR, $8::VARCHAR)
-- = 3 rows
-- | 1765386883 | orders | NULL | NULL | NULL | NULL | NULL
-- | 1781845422 | products | NULL | NULL | NULL | NULL | NULL
-- | 690996394 | order_items | NULL | NULL | NULL | NULL | NULL
-- @ sqlalchemy-2.1.9 49
-- $ 
-- $ always
-- $ a
-- $ start
-- $ increment
-- $ minvalue
-- $ maxvalue
-- $ cache
-- $ cycle
-- $ 
-- $ 0
-- $ name
-- $ schema
-- $ 0
-- $ r
-- $ p
-- $ f
-- $ v
-- $ m
-- $ bigcommerce
-- $ channels
SELECT pg_catalog.pg_attribute.attname AS name, pg_catalog.format_type(pg_catalog.pg_attribute.atttypid, pg_catalog.pg_attribute.atttypmod) AS format_type, CASE WHEN pg_catalog.pg_attribute.atthasdef THEN (SELECT pg_catalog.pg_get_expr(pg_catalog.pg_attrdef.adbin, pg_catalog.pg_attrdef.adrelid) AS pg_get_expr_1 
FROM pg_catalog.pg_attrdef 
WHERE pg_catalog.pg_attribute.atthasdef AND pg_catalog.pg_attrdef.adrelid = pg_catalog.pg_attribute.attrelid AND pg_catalog.pg_attrdef.adnum = pg_catalog.pg_attribute.attnum) ELSE NULL END AS "default", pg_catalog.pg_attribute.attnotnull AS not_null, pg_catalog.pg_class.relname AS table_name, pg_catalog.pg_description.description AS comment, pg_catalog.pg_attribute.attgenerated AS generated, CASE WHEN (pg_catalog.pg_attribute.attidentity != $1::VARCHAR) THEN (SELECT json_build_object($2::VARCHAR, pg_catalog.pg_attribute.attidentity = $3::VARCHAR, $4::VARCHAR, pg_catalog.pg_sequence.seqstart, $5::VARCHAR, pg_catalog.pg_sequence.seqincrement, $6::VARCHAR, pg_catalog.pg_sequence.seqmin, $7::VARCHAR, pg_catalog.pg_sequence.seqmax, $8::VARCHAR, pg_catalog.pg_sequence.seqcache, $9::VARCHAR, pg_catalog.pg_sequence.seqcycle) AS json_build_object_1 
FROM pg_catalog.pg_sequence 
WHERE pg_catalog.pg_attribute.attidentity != $10::VARCHAR AND pg_catalog.pg_sequence.seqrelid = CAST(CAST(pg_catalog.pg_get_serial_sequence(CAST(CAST(pg_catalog.pg_attribute.attrelid AS REGCLASS) AS TEXT), pg_catalog.pg_attribute.attname) AS REGCLASS) AS OID)) ELSE NULL END AS identity_options, CASE WHEN (pg_catalog.pg_attribute.attcollation != $11::INTEGER AND (SELECT pg_catalog.pg_type.typcollation 
FROM pg_catalog.pg_type 
WHERE pg_catalog.pg_type.oid = pg_catalog.pg_attribute.atttypid) != pg_catalog.pg_attribute.attcollation) THEN (SELECT json_build_object($12::VARCHAR, pg_catalog.pg_collation.collname, $13::VARCHAR, CASE WHEN pg_catalog.pg_collation_is_visible(pg_catalog.pg_collation.oid) THEN NULL ELSE pg_catalog.pg_namespace.nspname END) AS json_build_object_9 
FROM pg_catalog.pg_collation JOIN pg_catalog.pg_namespace ON pg_catalog.pg_namespace.oid = pg_catalog.pg_collation.collnamespace 
WHERE pg_catalog.pg_collation.oid = pg_catalog.pg_attribute.attcollation) ELSE NULL END AS collation 
FROM pg_catalog.pg_class LEFT OUTER JOIN pg_catalog.pg_attribute ON pg_catalog.pg_class.oid = pg_catalog.pg_attribute.attrelid AND pg_catalog.pg_attribute.attnum > $14::SMALLINT AND NOT pg_catalog.pg_attribute.attisdropped LEFT OUTER JOIN pg_catalog.pg_description ON pg_catalog.pg_description.objoid = pg_catalog.pg_attribute.attrelid AND pg_catalog.pg_description.objsubid = pg_catalog.pg_attribute.attnum JOIN pg_catalog.pg_namespace ON pg_catalog.pg_namespace.oid = pg_catalog.pg_class.relnamespace 
WHERE pg_catalog.pg_class.relkind = ANY (ARRAY[$15::VARCHAR, $16::VARCHAR, $17::VARCHAR, $18::VARCHAR, $19::VARCHAR]) AND pg_catalog.pg_namespace.nspname = $20::VARCHAR AND pg_catalog.pg_class.relname IN ($21::VARCHAR) ORDER BY pg_catalog.pg_class.relname, pg_catalog.pg_attribute.attnum
-- = 16 rows
-- | config_meta_app_id | bigint | NULL | false | channels | App behind the channel. |  | NULL | NULL
-- | config_meta_app_sections | json | NULL | false | channels | Menu items of that app, as an array. |  | NULL | NULL
-- | date_created | timestamp with time zone | NULL | false | channels | When it was created. |  | NULL | NULL
-- | date_modified | timestamp with time zone | NULL | false | channels | When it was last changed. |  | NULL | NULL
-- | default_currency | text | NULL | false | channels | Currency that shoppers see first, by its three letters. |  | NULL | NULL
-- | enabled_currencies | json | NULL | false | channels | Currencies that shoppers can choose, by their three letters, as an array. |  | NULL | NULL
-- | external_id | text | NULL | false | channels | Number in another system. |  | NULL | NULL
-- | icon_url | text | NULL | false | channels | Address of its icon. |  | NULL | NULL
-- | id | bigint | NULL | true | channels | Number of the channel. |  | NULL | NULL
-- | is_enabled | boolean | NULL | false | channels | In use; `status` says it better. |  | NULL | NULL
-- | is_listable_from_ui | boolean | NULL | false | channels | Products can be listed in it by hand. |  | NULL | NULL
-- | is_visible | boolean | NULL | false | channels | Shown in the control panel. |  | NULL | NULL
-- | name | text | NULL | true | channels | Name. |  | NULL | NULL
-- | platform | text | NULL | false | channels | Where it runs, such as `bigcommerce` or `ebay`. |  | NULL | NULL
-- | status | text | NULL | false | channels | Its state. |  | NULL | NULL
-- | type | text | NULL | false | channels | Kind of channel. |  | NULL | NULL
-- @ sqlalchemy-2.1.9 50
-- $ r
-- $ p
-- $ f
-- $ v
-- $ m
-- $ bigcommerce
-- $ channels
SELECT pg_catalog.pg_class.oid, pg_catalog.pg_class.relname 
FROM pg_catalog.pg_class JOIN pg_catalog.pg_namespace ON pg_catalog.pg_namespace.oid = pg_catalog.pg_class.relnamespace 
WHERE pg_catalog.pg_class.relkind = ANY (ARRAY[$1::VARCHAR, $2::VARCHAR, $3::VARCHAR, $4::VARCHAR, $5::VARCHAR]) AND pg_catalog.pg_namespace.nspname = $6::VARCHAR AND pg_catalog.pg_class.relname IN ($7::VARCHAR)
-- = 1 rows
-- | 1526860459 | channels
-- @ sqlalchemy-2.1.9 51
-- $ t
-- $ f
-- $ pg_constraint
-- $ r
-- $ p
-- $ f
-- $ v
-- $ m
-- $ bigcommerce
-- $ channels
SELECT pg_catalog.pg_class.relname, pg_catalog.pg_constraint.conname, CASE WHEN (pg_catalog.pg_constraint.oid IS NOT NULL) THEN pg_catalog.pg_get_constraintdef(pg_catalog.pg_constraint.oid, $1) END AS anon_1, nsp_ref.nspname, pg_catalog.pg_description.description 
FROM pg_catalog.pg_class LEFT OUTER JOIN pg_catalog.pg_constraint ON pg_catalog.pg_class.oid = pg_catalog.pg_constraint.conrelid AND pg_catalog.pg_constraint.contype = $2::VARCHAR LEFT OUTER JOIN pg_catalog.pg_class AS cls_ref ON cls_ref.oid = pg_catalog.pg_constraint.confrelid LEFT OUTER JOIN pg_catalog.pg_namespace AS nsp_ref ON cls_ref.relnamespace = nsp_ref.oid LEFT OUTER JOIN pg_catalog.pg_description ON pg_catalog.pg_description.objoid = pg_catalog.pg_constraint.oid AND pg_catalog.pg_description.classoid = CAST($3 AS REGCLASS) JOIN pg_catalog.pg_namespace ON pg_catalog.pg_namespace.oid = pg_catalog.pg_class.relnamespace 
WHERE pg_catalog.pg_class.relkind = ANY (ARRAY[$4::VARCHAR, $5::VARCHAR, $6::VARCHAR, $7::VARCHAR, $8::VARCHAR]) AND pg_catalog.pg_namespace.nspname = $9::VARCHAR AND pg_catalog.pg_class.relname IN ($10::VARCHAR) ORDER BY pg_catalog.pg_class.relname, pg_catalog.pg_constraint.conname
-- = 1 rows
-- | channels | NULL | NULL | NULL | NULL
-- @ sqlalchemy-2.1.9 52
-- $ 0
-- $ 1
-- $ t
-- $ 0
-- $ 1
-- $ 16660
-- $ p
-- $ u
-- $ x
SELECT pg_catalog.pg_index.indrelid, pg_catalog.pg_class.relname, pg_catalog.pg_index.indisunique, pg_catalog.pg_index.indisvalid, pg_catalog.pg_constraint.conrelid IS NOT NULL AS has_constraint, pg_catalog.pg_index.indoption, pg_catalog.pg_class.reloptions, pg_catalog.pg_class.relam, CASE WHEN (pg_catalog.pg_index.indpred IS NOT NULL) THEN pg_catalog.pg_get_expr(pg_catalog.pg_index.indpred, pg_catalog.pg_index.indrelid) END AS filter_definition, pg_catalog.pg_index.indnkeyatts, pg_catalog.pg_index.indnullsnotdistinct, idx_cols.elements, idx_cols.elements_is_expr, idx_cols.elements_opclass 
FROM pg_catalog.pg_index JOIN pg_catalog.pg_class ON pg_catalog.pg_index.indexrelid = pg_catalog.pg_class.oid LEFT OUTER JOIN (SELECT idx_attr.indexrelid AS indexrelid, min(idx_attr.indrelid) AS min_1, array_agg(idx_attr.element ORDER BY idx_attr.ord) AS elements, array_agg(idx_attr.is_expr ORDER BY idx_attr.ord) AS elements_is_expr, array_agg(idx_attr.att_opclass ORDER BY idx_attr.ord) AS elements_opclass 
FROM (SELECT idx.indexrelid AS indexrelid, idx.indrelid AS indrelid, idx.ord AS ord, CASE WHEN (idx.attnum = $1::INTEGER) THEN pg_catalog.pg_get_indexdef(idx.indexrelid, idx.ord + $2::INTEGER, $3) ELSE CAST(pg_catalog.pg_attribute.attname AS TEXT) END AS element, idx.attnum = $4::INTEGER AS is_expr, CAST(idx.att_opclass AS BIGINT) AS att_opclass 
FROM (SELECT pg_catalog.pg_index.indexrelid AS indexrelid, pg_catalog.pg_index.indrelid AS indrelid, unnest(pg_catalog.pg_index.indkey) AS attnum, unnest(pg_catalog.pg_index.indclass) AS att_opclass, generate_subscripts(pg_catalog.pg_index.indkey, $5::INTEGER) AS ord 
FROM pg_catalog.pg_index 
WHERE NOT pg_catalog.pg_index.indisprimary AND pg_catalog.pg_index.indrelid IN ($6)) AS idx LEFT OUTER JOIN pg_catalog.pg_attribute ON pg_catalog.pg_attribute.attnum = idx.attnum AND pg_catalog.pg_attribute.attrelid = idx.indrelid 
WHERE idx.indrelid IN ($6)) AS idx_attr GROUP BY idx_attr.indexrelid) AS idx_cols ON pg_catalog.pg_index.indexrelid = idx_cols.indexrelid LEFT OUTER JOIN pg_catalog.pg_constraint ON pg_catalog.pg_index.indrelid = pg_catalog.pg_constraint.conrelid AND pg_catalog.pg_index.indexrelid = pg_catalog.pg_constraint.conindid AND pg_catalog.pg_constraint.contype = ANY (ARRAY[$7::VARCHAR, $8::VARCHAR, $9::VARCHAR]) 
WHERE pg_catalog.pg_index.indrelid IN ($6) AND NOT pg_catalog.pg_index.indisprimary ORDER BY pg_catalog.pg_index.indrelid, pg_catalog.pg_class.relname
-- = 0 rows
-- @ sqlalchemy-2.1.9 53
-- $ 0
-- $ pg_class
-- $ r
-- $ p
-- $ f
-- $ v
-- $ m
-- $ bigcommerce
-- $ channels
SELECT pg_catalog.pg_class.relname, pg_catalog.pg_description.description 
FROM pg_catalog.pg_class LEFT OUTER JOIN pg_catalog.pg_description ON pg_catalog.pg_class.oid = pg_catalog.pg_description.objoid AND pg_catalog.pg_description.objsubid = $1::INTEGER AND pg_catalog.pg_description.classoid = CAST($2 AS REGCLASS) JOIN pg_catalog.pg_namespace ON pg_catalog.pg_namespace.oid = pg_catalog.pg_class.relnamespace 
WHERE pg_catalog.pg_class.relkind = ANY (ARRAY[$3::VARCHAR, $4::VARCHAR, $5::VARCHAR, $6::VARCHAR, $7::VARCHAR]) AND pg_catalog.pg_namespace.nspname = $8::VARCHAR AND pg_catalog.pg_class.relname IN ($9::VARCHAR)
-- = 1 rows
-- | channels | Where the shop sells: storefronts, marketplaces, tills.
-- @ sqlalchemy-2.1.9 54
-- $ t
-- $ c
-- $ pg_constraint
-- $ r
-- $ p
-- $ f
-- $ v
-- $ m
-- $ bigcommerce
-- $ channels
SELECT pg_catalog.pg_class.relname, pg_catalog.pg_constraint.conname, CASE WHEN (pg_catalog.pg_constraint.oid IS NOT NULL) THEN pg_catalog.pg_get_constraintdef(pg_catalog.pg_constraint.oid, $1) END AS anon_1, pg_catalog.pg_description.description 
FROM pg_catalog.pg_class LEFT OUTER JOIN pg_catalog.pg_constraint ON pg_catalog.pg_class.oid = pg_catalog.pg_constraint.conrelid AND pg_catalog.pg_constraint.contype = $2::VARCHAR LEFT OUTER JOIN pg_catalog.pg_description ON pg_catalog.pg_description.objoid = pg_catalog.pg_constraint.oid AND pg_catalog.pg_description.classoid = CAST($3 AS REGCLASS) JOIN pg_catalog.pg_namespace ON pg_catalog.pg_namespace.oid = pg_catalog.pg_class.relnamespace 
WHERE pg_catalog.pg_class.relkind = ANY (ARRAY[$4::VARCHAR, $5::VARCHAR, $6::VARCHAR, $7::VARCHAR, $8::VARCHAR]) AND pg_catalog.pg_namespace.nspname = $9::VARCHAR AND pg_catalog.pg_class.relname IN ($10::VARCHAR) ORDER BY pg_catalog.pg_class.relname, pg_catalog.pg_constraint.conname
-- = 1 rows
-- | channels | NULL | NULL | NULL
-- @ sqlalchemy-2.1.9 55
-- $ default_table_access_method
-- $ r
-- $ p
-- $ f
-- $ v
-- $ m
-- $ bigcommerce
-- $ channels
SELECT pg_catalog.pg_class.oid, pg_catalog.pg_class.relname, pg_catalog.pg_class.reloptions, NULL AS relhasoids, CASE WHEN (pg_catalog.pg_am.amname IS NOT NULL AND pg_catalog.pg_am.amname != current_setting($1::VARCHAR)) THEN pg_catalog.pg_am.amname ELSE NULL END AS access_method_name, pg_catalog.pg_tablespace.spcname AS tablespace_name, inherits.parent_table_names 
FROM pg_catalog.pg_class LEFT OUTER JOIN pg_catalog.pg_am ON pg_catalog.pg_class.relam = pg_catalog.pg_am.oid LEFT OUTER JOIN (SELECT pg_catalog.pg_inherits.inhrelid AS inhrelid, array_agg(pg_catalog.pg_class.relname ORDER BY pg_catalog.pg_inherits.inhseqno) AS parent_table_names 
FROM pg_catalog.pg_inherits JOIN pg_catalog.pg_class ON pg_catalog.pg_inherits.inhparent = pg_catalog.pg_class.oid GROUP BY pg_catalog.pg_inherits.inhrelid) AS inherits ON pg_catalog.pg_class.oid = inherits.inhrelid LEFT OUTER JOIN pg_catalog.pg_tablespace ON pg_catalog.pg_tablespace.oid = pg_catalog.pg_class.reltablespace JOIN pg_catalog.pg_namespace ON pg_catalog.pg_namespace.oid = pg_catalog.pg_class.relnamespace 
WHERE pg_catalog.pg_class.relkind = ANY (ARRAY[$2::VARCHAR, $3::VARCHAR, $4::VARCHAR, $5::VARCHAR, $6::VARCHAR]) AND pg_catalog.pg_namespace.nspname = $7::VARCHAR AND pg_catalog.pg_class.relname IN ($8::VARCHAR)
-- = 1 rows
-- | 1526860459 | channels | NULL | NULL | NULL | NULL | NULL
