-- @ psql-15.18 1
select version()
-- = 1 rows
-- | PostgreSQL 16.0 (StoreQL 0.1.0)
-- @ psql-15.18 2
SELECT d.datname as "Name",
       pg_catalog.pg_get_userbyid(d.datdba) as "Owner",
       pg_catalog.pg_encoding_to_char(d.encoding) as "Encoding",
       d.datcollate as "Collate",
       d.datctype as "Ctype",
       d.daticulocale as "ICU Locale",
       CASE d.datlocprovider WHEN 'c' THEN 'libc' WHEN 'i' THEN 'icu' END AS "Locale Provider",
       pg_catalog.array_to_string(d.datacl, E'\n') AS "Access privileges"
FROM pg_catalog.pg_database d
ORDER BY 1
-- = 1 rows
-- | storeql | storeql | UTF8 | C.UTF-8 | C.UTF-8 | NULL | libc | NULL
-- @ psql-15.18 3
SELECT d.datname as "Name",
       pg_catalog.pg_get_userbyid(d.datdba) as "Owner",
       pg_catalog.pg_encoding_to_char(d.encoding) as "Encoding",
       d.datcollate as "Collate",
       d.datctype as "Ctype",
       d.daticulocale as "ICU Locale",
       CASE d.datlocprovider WHEN 'c' THEN 'libc' WHEN 'i' THEN 'icu' END AS "Locale Provider",
       pg_catalog.array_to_string(d.datacl, E'\n') AS "Access privileges",
       CASE WHEN pg_catalog.has_database_privilege(d.datname, 'CONNECT')
            THEN pg_catalog.pg_size_pretty(pg_catalog.pg_database_size(d.datname))
            ELSE 'No Access'
       END as "Size",
       t.spcname as "Tablespace",
       pg_catalog.shobj_description(d.oid, 'pg_database') as "Description"
FROM pg_catalog.pg_database d
  JOIN pg_catalog.pg_tablespace t on d.dattablespace = t.oid
ORDER BY 1
-- = 1 rows
-- | storeql | storeql | UTF8 | C.UTF-8 | C.UTF-8 | NULL | libc | NULL | 0 bytes | pg_default | NULL
-- @ psql-15.18 4
SELECT n.nspname AS "Name",
  pg_catalog.pg_get_userbyid(n.nspowner) AS "Owner"
FROM pg_catalog.pg_namespace n
WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
ORDER BY 1
-- = 3 rows
-- | UserViews | storeql
-- | bigcommerce | storeql
-- | sys | storeql
-- @ psql-15.18 5
SELECT n.nspname AS "Name",
  pg_catalog.pg_get_userbyid(n.nspowner) AS "Owner",
  pg_catalog.array_to_string(n.nspacl, E'\n') AS "Access privileges",
  pg_catalog.obj_description(n.oid, 'pg_namespace') AS "Description"
FROM pg_catalog.pg_namespace n
WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
ORDER BY 1
-- = 3 rows
-- | UserViews | storeql | NULL | The views of your own.
-- | bigcommerce | storeql | NULL | The tables of the store.
-- | sys | storeql | NULL | What there is to query, and how.
-- @ psql-15.18 6
SELECT n.nspname as "Schema",
  c.relname as "Name",
  CASE c.relkind WHEN 'r' THEN 'table' WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' WHEN 'i' THEN 'index' WHEN 'S' THEN 'sequence' WHEN 't' THEN 'TOAST table' WHEN 'f' THEN 'foreign table' WHEN 'p' THEN 'partitioned table' WHEN 'I' THEN 'partitioned index' END as "Type",
  pg_catalog.pg_get_userbyid(c.relowner) as "Owner"
FROM pg_catalog.pg_class c
     LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
     LEFT JOIN pg_catalog.pg_am am ON am.oid = c.relam
WHERE c.relkind IN ('r','p','')
      AND n.nspname <> 'pg_catalog'
      AND n.nspname !~ '^pg_toast'
      AND n.nspname <> 'information_schema'
  AND pg_catalog.pg_table_is_visible(c.oid)
ORDER BY 1,2
-- = 183 rows
-- | bigcommerce | abandoned_cart_emails | table | storeql
-- | bigcommerce | abandoned_cart_settings | table | storeql
-- | bigcommerce | abandoned_carts | table | storeql
-- | bigcommerce | accepted_payment_methods | table | storeql
-- | bigcommerce | analytics_providers | table | storeql
-- | bigcommerce | available_search_filters | table | storeql
-- | bigcommerce | banners | table | storeql
-- | bigcommerce | blog_posts | table | storeql
-- | bigcommerce | blog_tags | table | storeql
-- | bigcommerce | brand_metafields | table | storeql
-- | bigcommerce | brands | table | storeql
-- | bigcommerce | cart_items | table | storeql
-- | bigcommerce | cart_metafields | table | storeql
-- | bigcommerce | cart_settings | table | storeql
-- | bigcommerce | carts | table | storeql
-- | bigcommerce | catalog_settings | table | storeql
-- | bigcommerce | catalog_summary | table | storeql
-- | bigcommerce | categories | table | storeql
-- | bigcommerce | category_metafields | table | storeql
-- | bigcommerce | category_product_sort_order | table | storeql
-- | bigcommerce | category_trees | table | storeql
-- | bigcommerce | channel_abandoned_cart_settings | table | storeql
-- | bigcommerce | channel_active_themes | table | storeql
-- | bigcommerce | channel_cart_settings | table | storeql
-- | bigcommerce | channel_catalog_settings | table | storeql
-- | bigcommerce | channel_checkout_settings | table | storeql
-- | bigcommerce | channel_currency_assignments | table | storeql
-- | bigcommerce | channel_customer_settings | table | storeql
-- | bigcommerce | channel_email_status_settings | table | storeql
-- | bigcommerce | channel_inventory_notification_settings | table | storeql
-- @ psql-15.18 7
SELECT n.nspname as "Schema",
  c.relname as "Name",
  CASE c.relkind WHEN 'r' THEN 'table' WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' WHEN 'i' THEN 'index' WHEN 'S' THEN 'sequence' WHEN 't' THEN 'TOAST table' WHEN 'f' THEN 'foreign table' WHEN 'p' THEN 'partitioned table' WHEN 'I' THEN 'partitioned index' END as "Type",
  pg_catalog.pg_get_userbyid(c.relowner) as "Owner",
  CASE c.relpersistence WHEN 'p' THEN 'permanent' WHEN 't' THEN 'temporary' WHEN 'u' THEN 'unlogged' END as "Persistence",
  am.amname as "Access method",
  pg_catalog.pg_size_pretty(pg_catalog.pg_table_size(c.oid)) as "Size",
  pg_catalog.obj_description(c.oid, 'pg_class') as "Description"
FROM pg_catalog.pg_class c
     LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
     LEFT JOIN pg_catalog.pg_am am ON am.oid = c.relam
WHERE c.relkind IN ('r','p','')
      AND n.nspname <> 'pg_catalog'
      AND n.nspname !~ '^pg_toast'
      AND n.nspname <> 'information_schema'
  AND pg_catalog.pg_table_is_visible(c.oid)
ORDER BY 1,2
-- = 183 rows
-- | bigcommerce | abandoned_cart_emails | table | storeql | permanent | heap | 0 bytes | Mails to shoppers who left a cart behind.
-- | bigcommerce | abandoned_cart_settings | table | storeql | permanent | heap | 0 bytes | Settings about carts left behind, in one row.
-- | bigcommerce | abandoned_carts | table | storeql | permanent | heap | 0 bytes | Which cart a mail about a cart left behind leads to. A query must name the token.
-- | bigcommerce | accepted_payment_methods | table | storeql | permanent | heap | 0 bytes | Ways of paying that one order accepts. A query must name the order.
-- | bigcommerce | analytics_providers | table | storeql | permanent | heap | 0 bytes | Services that watch what shoppers do.
-- | bigcommerce | available_search_filters | table | storeql | permanent | heap | 0 bytes | Filters that the store could offer.
-- | bigcommerce | banners | table | storeql | permanent | heap | 0 bytes | Banners on the shop's pages.
-- | bigcommerce | blog_posts | table | storeql | permanent | heap | 0 bytes | Posts of the shop's blog.
-- | bigcommerce | blog_tags | table | storeql | permanent | heap | 0 bytes | Tags of the shop's blog.
-- | bigcommerce | brand_metafields | table | storeql | permanent | heap | 0 bytes | Facts that apps keep about brands, by namespace and key. A token sees its own app's, and those that others share.
-- | bigcommerce | brands | table | storeql | permanent | heap | 0 bytes | Makers whose products the shop sells.
-- | bigcommerce | cart_items | table | storeql | permanent | heap | 0 bytes | What is in a cart: goods, files, gift certificates, things of its own. A query must name the cart.
-- | bigcommerce | cart_metafields | table | storeql | permanent | heap | 0 bytes | Facts that apps keep about carts, by namespace and key. A token sees its own app's, and those that others share.
-- | bigcommerce | cart_settings | table | storeql | permanent | heap | 0 bytes | Settings about carts, in one row.
-- | bigcommerce | carts | table | storeql | permanent | heap | 0 bytes | Carts that shoppers are filling. A query must name the cart, as orders do by their `cart_id`.
-- | bigcommerce | catalog_settings | table | storeql | permanent | heap | 0 bytes | Settings about the catalogue, in one row.
-- | bigcommerce | catalog_summary | table | storeql | permanent | heap | 0 bytes | The catalogue in figures, in one row.
-- | bigcommerce | categories | table | storeql | permanent | heap | 0 bytes | The categories of all category trees, each with its parent.
-- | bigcommerce | category_metafields | table | storeql | permanent | heap | 0 bytes | Facts that apps keep about categories, by namespace and key. A token sees its own app's, and those that others share.
-- | bigcommerce | category_product_sort_order | table | storeql | permanent | heap | 0 bytes | Where products stand within each category.
-- | bigcommerce | category_trees | table | storeql | permanent | heap | 0 bytes | The category trees, one for each storefront at most.
-- | bigcommerce | channel_abandoned_cart_settings | table | storeql | permanent | heap | 0 bytes | Settings about carts left behind, of each channel.
-- | bigcommerce | channel_active_themes | table | storeql | permanent | heap | 0 bytes | Which theme each channel shows.
-- | bigcommerce | channel_cart_settings | table | storeql | permanent | heap | 0 bytes | Settings about carts, of each channel.
-- | bigcommerce | channel_catalog_settings | table | storeql | permanent | heap | 0 bytes | Settings about the catalogue, of each channel; NULL where those of the store hold.
-- | bigcommerce | channel_checkout_settings | table | storeql | permanent | heap | 0 bytes | Settings about checkout, of each channel.
-- | bigcommerce | channel_currency_assignments | table | storeql | permanent | heap | 0 bytes | Which channel uses which currencies.
-- | bigcommerce | channel_customer_settings | table | storeql | permanent | heap | 0 bytes | Settings about customers, of each channel.
-- | bigcommerce | channel_email_status_settings | table | storeql | permanent | heap | 0 bytes | Which mails are sent, of each channel; NULL where those of the store hold.
-- | bigcommerce | channel_inventory_notification_settings | table | storeql | permanent | heap | 0 bytes | Who is told when stock runs out, of each channel; NULL where those of the store hold.
-- @ psql-15.18 8
SELECT n.nspname as "Schema",
  c.relname as "Name",
  CASE c.relkind WHEN 'r' THEN 'table' WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' WHEN 'i' THEN 'index' WHEN 'S' THEN 'sequence' WHEN 't' THEN 'TOAST table' WHEN 'f' THEN 'foreign table' WHEN 'p' THEN 'partitioned table' WHEN 'I' THEN 'partitioned index' END as "Type",
  pg_catalog.pg_get_userbyid(c.relowner) as "Owner"
FROM pg_catalog.pg_class c
     LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
     LEFT JOIN pg_catalog.pg_am am ON am.oid = c.relam
WHERE c.relkind IN ('r','p','v','m','S','f','')
      AND n.nspname <> 'pg_catalog'
      AND n.nspname !~ '^pg_toast'
      AND n.nspname <> 'information_schema'
  AND pg_catalog.pg_table_is_visible(c.oid)
ORDER BY 1,2
-- = 199 rows
-- | bigcommerce | abandoned_cart_emails | table | storeql
-- | bigcommerce | abandoned_cart_settings | table | storeql
-- | bigcommerce | abandoned_carts | table | storeql
-- | bigcommerce | accepted_payment_methods | table | storeql
-- | bigcommerce | analytics_providers | table | storeql
-- | bigcommerce | available_search_filters | table | storeql
-- | bigcommerce | banners | table | storeql
-- | bigcommerce | blog_posts | table | storeql
-- | bigcommerce | blog_tags | table | storeql
-- | bigcommerce | brand_metafields | table | storeql
-- | bigcommerce | brands | table | storeql
-- | bigcommerce | cart_items | table | storeql
-- | bigcommerce | cart_metafields | table | storeql
-- | bigcommerce | cart_settings | table | storeql
-- | bigcommerce | carts | table | storeql
-- | bigcommerce | catalog_settings | table | storeql
-- | bigcommerce | catalog_summary | table | storeql
-- | bigcommerce | categories | table | storeql
-- | bigcommerce | category_metafields | table | storeql
-- | bigcommerce | category_product_sort_order | table | storeql
-- | bigcommerce | category_trees | table | storeql
-- | bigcommerce | channel_abandoned_cart_settings | table | storeql
-- | bigcommerce | channel_active_themes | table | storeql
-- | bigcommerce | channel_cart_settings | table | storeql
-- | bigcommerce | channel_catalog_settings | table | storeql
-- | bigcommerce | channel_checkout_settings | table | storeql
-- | bigcommerce | channel_currency_assignments | table | storeql
-- | bigcommerce | channel_customer_settings | table | storeql
-- | bigcommerce | channel_email_status_settings | table | storeql
-- | bigcommerce | channel_inventory_notification_settings | table | storeql
-- @ psql-15.18 9
SELECT n.nspname as "Schema",
  c.relname as "Name",
  CASE c.relkind WHEN 'r' THEN 'table' WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' WHEN 'i' THEN 'index' WHEN 'S' THEN 'sequence' WHEN 't' THEN 'TOAST table' WHEN 'f' THEN 'foreign table' WHEN 'p' THEN 'partitioned table' WHEN 'I' THEN 'partitioned index' END as "Type",
  pg_catalog.pg_get_userbyid(c.relowner) as "Owner",
  CASE c.relpersistence WHEN 'p' THEN 'permanent' WHEN 't' THEN 'temporary' WHEN 'u' THEN 'unlogged' END as "Persistence",
  am.amname as "Access method",
  pg_catalog.pg_size_pretty(pg_catalog.pg_table_size(c.oid)) as "Size",
  pg_catalog.obj_description(c.oid, 'pg_class') as "Description"
FROM pg_catalog.pg_class c
     LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
     LEFT JOIN pg_catalog.pg_am am ON am.oid = c.relam
WHERE c.relkind IN ('r','p','v','m','S','f','')
      AND n.nspname <> 'pg_catalog'
      AND n.nspname !~ '^pg_toast'
      AND n.nspname <> 'information_schema'
  AND pg_catalog.pg_table_is_visible(c.oid)
ORDER BY 1,2
-- = 199 rows
-- | bigcommerce | abandoned_cart_emails | table | storeql | permanent | heap | 0 bytes | Mails to shoppers who left a cart behind.
-- | bigcommerce | abandoned_cart_settings | table | storeql | permanent | heap | 0 bytes | Settings about carts left behind, in one row.
-- | bigcommerce | abandoned_carts | table | storeql | permanent | heap | 0 bytes | Which cart a mail about a cart left behind leads to. A query must name the token.
-- | bigcommerce | accepted_payment_methods | table | storeql | permanent | heap | 0 bytes | Ways of paying that one order accepts. A query must name the order.
-- | bigcommerce | analytics_providers | table | storeql | permanent | heap | 0 bytes | Services that watch what shoppers do.
-- | bigcommerce | available_search_filters | table | storeql | permanent | heap | 0 bytes | Filters that the store could offer.
-- | bigcommerce | banners | table | storeql | permanent | heap | 0 bytes | Banners on the shop's pages.
-- | bigcommerce | blog_posts | table | storeql | permanent | heap | 0 bytes | Posts of the shop's blog.
-- | bigcommerce | blog_tags | table | storeql | permanent | heap | 0 bytes | Tags of the shop's blog.
-- | bigcommerce | brand_metafields | table | storeql | permanent | heap | 0 bytes | Facts that apps keep about brands, by namespace and key. A token sees its own app's, and those that others share.
-- | bigcommerce | brands | table | storeql | permanent | heap | 0 bytes | Makers whose products the shop sells.
-- | bigcommerce | cart_items | table | storeql | permanent | heap | 0 bytes | What is in a cart: goods, files, gift certificates, things of its own. A query must name the cart.
-- | bigcommerce | cart_metafields | table | storeql | permanent | heap | 0 bytes | Facts that apps keep about carts, by namespace and key. A token sees its own app's, and those that others share.
-- | bigcommerce | cart_settings | table | storeql | permanent | heap | 0 bytes | Settings about carts, in one row.
-- | bigcommerce | carts | table | storeql | permanent | heap | 0 bytes | Carts that shoppers are filling. A query must name the cart, as orders do by their `cart_id`.
-- | bigcommerce | catalog_settings | table | storeql | permanent | heap | 0 bytes | Settings about the catalogue, in one row.
-- | bigcommerce | catalog_summary | table | storeql | permanent | heap | 0 bytes | The catalogue in figures, in one row.
-- | bigcommerce | categories | table | storeql | permanent | heap | 0 bytes | The categories of all category trees, each with its parent.
-- | bigcommerce | category_metafields | table | storeql | permanent | heap | 0 bytes | Facts that apps keep about categories, by namespace and key. A token sees its own app's, and those that others share.
-- | bigcommerce | category_product_sort_order | table | storeql | permanent | heap | 0 bytes | Where products stand within each category.
-- | bigcommerce | category_trees | table | storeql | permanent | heap | 0 bytes | The category trees, one for each storefront at most.
-- | bigcommerce | channel_abandoned_cart_settings | table | storeql | permanent | heap | 0 bytes | Settings about carts left behind, of each channel.
-- | bigcommerce | channel_active_themes | table | storeql | permanent | heap | 0 bytes | Which theme each channel shows.
-- | bigcommerce | channel_cart_settings | table | storeql | permanent | heap | 0 bytes | Settings about carts, of each channel.
-- | bigcommerce | channel_catalog_settings | table | storeql | permanent | heap | 0 bytes | Settings about the catalogue, of each channel; NULL where those of the store hold.
-- | bigcommerce | channel_checkout_settings | table | storeql | permanent | heap | 0 bytes | Settings about checkout, of each channel.
-- | bigcommerce | channel_currency_assignments | table | storeql | permanent | heap | 0 bytes | Which channel uses which currencies.
-- | bigcommerce | channel_customer_settings | table | storeql | permanent | heap | 0 bytes | Settings about customers, of each channel.
-- | bigcommerce | channel_email_status_settings | table | storeql | permanent | heap | 0 bytes | Which mails are sent, of each channel; NULL where those of the store hold.
-- | bigcommerce | channel_inventory_notification_settings | table | storeql | permanent | heap | 0 bytes | Who is told when stock runs out, of each channel; NULL where those of the store hold.
-- @ psql-15.18 10
SELECT c.oid,
  n.nspname,
  c.relname
FROM pg_catalog.pg_class c
     LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE c.relname OPERATOR(pg_catalog.~) '^(orders)$' COLLATE pg_catalog.default
  AND pg_catalog.pg_table_is_visible(c.oid)
ORDER BY 2, 3
-- = 1 rows
-- | 1765386883 | bigcommerce | orders
-- @ psql-15.18 11
SELECT c.relchecks, c.relkind, c.relhasindex, c.relhasrules, c.relhastriggers, c.relrowsecurity, c.relforcerowsecurity, false AS relhasoids, c.relispartition, '', c.reltablespace, CASE WHEN c.reloftype = 0 THEN '' ELSE c.reloftype::pg_catalog.regtype::pg_catalog.text END, c.relpersistence, c.relreplident, am.amname
FROM pg_catalog.pg_class c
 LEFT JOIN pg_catalog.pg_class tc ON (c.reltoastrelid = tc.oid)
LEFT JOIN pg_catalog.pg_am am ON (c.relam = am.oid)
WHERE c.oid = '1765386883'
-- = 1 rows
-- | 0 | r | true | false | true | false | false | false | false |  | 0 |  | p | d | heap
-- @ psql-15.18 12
SELECT a.attname,
  pg_catalog.format_type(a.atttypid, a.atttypmod),
  (SELECT pg_catalog.pg_get_expr(d.adbin, d.adrelid, true)
   FROM pg_catalog.pg_attrdef d
   WHERE d.adrelid = a.attrelid AND d.adnum = a.attnum AND a.atthasdef),
  a.attnotnull,
  (SELECT c.collname FROM pg_catalog.pg_collation c, pg_catalog.pg_type t
   WHERE c.oid = a.attcollation AND t.oid = a.atttypid AND a.attcollation <> t.typcollation) AS attcollation,
  a.attidentity,
  a.attgenerated
FROM pg_catalog.pg_attribute a
WHERE a.attrelid = '1765386883' AND a.attnum > 0 AND NOT a.attisdropped
ORDER BY a.attnum
-- = 81 rows
-- | base_handling_cost | numeric(20,4) | NULL | false | NULL |  | 
-- | base_shipping_cost | numeric(20,4) | NULL | false | NULL |  | 
-- | base_wrapping_cost | numeric(20,4) | NULL | false | NULL |  | 
-- | billing_city | text | NULL | false | NULL |  | 
-- | billing_company | text | NULL | false | NULL |  | 
-- | billing_country | text | NULL | false | NULL |  | 
-- | billing_country_iso2 | text | NULL | false | NULL |  | 
-- | billing_email | text | NULL | false | NULL |  | 
-- | billing_first_name | text | NULL | false | NULL |  | 
-- | billing_form_fields | json | NULL | false | NULL |  | 
-- | billing_last_name | text | NULL | false | NULL |  | 
-- | billing_phone | text | NULL | false | NULL |  | 
-- | billing_state | text | NULL | false | NULL |  | 
-- | billing_street_1 | text | NULL | false | NULL |  | 
-- | billing_street_2 | text | NULL | false | NULL |  | 
-- | billing_zip | text | NULL | false | NULL |  | 
-- | cart_id | text | NULL | false | NULL |  | 
-- | channel_id | bigint | NULL | true | NULL |  | 
-- | coupon_discount | numeric(20,4) | NULL | false | NULL |  | 
-- | credit_card_type | text | NULL | false | NULL |  | 
-- | currency_code | text | NULL | false | NULL |  | 
-- | currency_exchange_rate | numeric(20,10) | NULL | false | NULL |  | 
-- | currency_id | bigint | NULL | false | NULL |  | 
-- | custom_status | text | NULL | false | NULL |  | 
-- | customer_id | bigint | NULL | true | NULL |  | 
-- | customer_locale | text | NULL | false | NULL |  | 
-- | customer_message | text | NULL | false | NULL |  | 
-- | date_created | timestamp with time zone | NULL | true | NULL |  | 
-- | date_modified | timestamp with time zone | NULL | true | NULL |  | 
-- | date_shipped | timestamp with time zone | NULL | false | NULL |  | 
-- @ psql-15.18 13
SELECT c2.relname, i.indisprimary, i.indisunique, i.indisclustered, i.indisvalid, pg_catalog.pg_get_indexdef(i.indexrelid, 0, true),
  pg_catalog.pg_get_constraintdef(con.oid, true), contype, condeferrable, condeferred, i.indisreplident, c2.reltablespace
FROM pg_catalog.pg_class c, pg_catalog.pg_class c2, pg_catalog.pg_index i
  LEFT JOIN pg_catalog.pg_constraint con ON (conrelid = i.indrelid AND conindid = i.indexrelid AND contype IN ('p','u','x'))
WHERE c.oid = '1765386883' AND c.oid = i.indrelid AND i.indexrelid = c2.oid
ORDER BY i.indisprimary DESC, c2.relname
-- = 9 rows
-- | ix_orders_cart_id | false | false | false | true | CREATE INDEX ix_orders_cart_id ON orders USING btree (cart_id) | NULL | NULL | NULL | NULL | false | 0
-- | ix_orders_channel_id | false | false | false | true | CREATE INDEX ix_orders_channel_id ON orders USING btree (channel_id) | NULL | NULL | NULL | NULL | false | 0
-- | ix_orders_customer_id | false | false | false | true | CREATE INDEX ix_orders_customer_id ON orders USING btree (customer_id) | NULL | NULL | NULL | NULL | false | 0
-- | ix_orders_date_created | false | false | false | true | CREATE INDEX ix_orders_date_created ON orders USING btree (date_created) | NULL | NULL | NULL | NULL | false | 0
-- | ix_orders_date_modified | false | false | false | true | CREATE INDEX ix_orders_date_modified ON orders USING btree (date_modified) | NULL | NULL | NULL | NULL | false | 0
-- | ix_orders_external_order_id | false | false | false | true | CREATE INDEX ix_orders_external_order_id ON orders USING btree (external_order_id) | NULL | NULL | NULL | NULL | false | 0
-- | ix_orders_payment_method | false | false | false | true | CREATE INDEX ix_orders_payment_method ON orders USING btree (payment_method) | NULL | NULL | NULL | NULL | false | 0
-- | ix_orders_status_id | false | false | false | true | CREATE INDEX ix_orders_status_id ON orders USING btree (status_id) | NULL | NULL | NULL | NULL | false | 0
-- | pk_orders | true | true | false | true | CREATE UNIQUE INDEX pk_orders ON orders USING btree (id) | PRIMARY KEY (id) | p | false | false | false | 0
-- @ psql-15.18 14
SELECT true as sametable, conname,
  pg_catalog.pg_get_constraintdef(r.oid, true) as condef,
  conrelid::pg_catalog.regclass AS ontable
FROM pg_catalog.pg_constraint r
WHERE r.conrelid = '1765386883' AND r.contype = 'f'
     AND conparentid = 0
ORDER BY conname
-- = 8 rows
-- | true | fk_orders_channel_id | FOREIGN KEY (channel_id) REFERENCES channels(id) | orders
-- | true | fk_orders_currency_id | FOREIGN KEY (currency_id) REFERENCES currencies(id) | orders
-- | true | fk_orders_customer_id | FOREIGN KEY (customer_id) REFERENCES customers(id) | orders
-- | true | fk_orders_default_currency_id | FOREIGN KEY (default_currency_id) REFERENCES currencies(id) | orders
-- | true | fk_orders_handling_cost_tax_class_id | FOREIGN KEY (handling_cost_tax_class_id) REFERENCES tax_classes(id) | orders
-- | true | fk_orders_shipping_cost_tax_class_id | FOREIGN KEY (shipping_cost_tax_class_id) REFERENCES tax_classes(id) | orders
-- | true | fk_orders_status_id | FOREIGN KEY (status_id) REFERENCES order_statuses(id) | orders
-- | true | fk_orders_wrapping_cost_tax_class_id | FOREIGN KEY (wrapping_cost_tax_class_id) REFERENCES tax_classes(id) | orders
-- @ psql-15.18 15
SELECT conname, conrelid::pg_catalog.regclass AS ontable,
       pg_catalog.pg_get_constraintdef(oid, true) AS condef
  FROM pg_catalog.pg_constraint c
 WHERE confrelid IN (SELECT pg_catalog.pg_partition_ancestors('1765386883')
                     UNION ALL VALUES ('1765386883'::pg_catalog.regclass))
       AND contype = 'f' AND conparentid = 0
ORDER BY conname
-- = 26 rows
-- | fk_accepted_payment_methods_order_id | accepted_payment_methods | FOREIGN KEY (order_id) REFERENCES orders(id)
-- | fk_download_consignments_order_id | download_consignments | FOREIGN KEY (order_id) REFERENCES orders(id)
-- | fk_email_consignments_order_id | email_consignments | FOREIGN KEY (order_id) REFERENCES orders(id)
-- | fk_gift_certificates_order_id | gift_certificates | FOREIGN KEY (order_id) REFERENCES orders(id)
-- | fk_order_coupons_order_id | order_coupons | FOREIGN KEY (order_id) REFERENCES orders(id)
-- | fk_order_fees_order_id | order_fees | FOREIGN KEY (order_id) REFERENCES orders(id)
-- | fk_order_item_discounts_order_id | order_item_discounts | FOREIGN KEY (order_id) REFERENCES orders(id)
-- | fk_order_item_option_values_order_id | order_item_option_values | FOREIGN KEY (order_id) REFERENCES orders(id)
-- | fk_order_items_order_id | order_items | FOREIGN KEY (order_id) REFERENCES orders(id)
-- | fk_order_messages_order_id | order_messages | FOREIGN KEY (order_id) REFERENCES orders(id)
-- | fk_order_metafields_resource_id | order_metafields | FOREIGN KEY (resource_id) REFERENCES orders(id)
-- | fk_order_pickup_items_order_id | order_pickup_items | FOREIGN KEY (order_id) REFERENCES orders(id)
-- | fk_order_pickups_order_id | order_pickups | FOREIGN KEY (order_id) REFERENCES orders(id)
-- | fk_order_refund_items_order_id | order_refund_items | FOREIGN KEY (order_id) REFERENCES orders(id)
-- | fk_order_refund_payments_order_id | order_refund_payments | FOREIGN KEY (order_id) REFERENCES orders(id)
-- | fk_order_refunds_order_id | order_refunds | FOREIGN KEY (order_id) REFERENCES orders(id)
-- | fk_order_shipments_order_id | order_shipments | FOREIGN KEY (order_id) REFERENCES orders(id)
-- | fk_order_shipping_addresses_order_id | order_shipping_addresses | FOREIGN KEY (order_id) REFERENCES orders(id)
-- | fk_order_shipping_quotes_order_id | order_shipping_quotes | FOREIGN KEY (order_id) REFERENCES orders(id)
-- | fk_order_taxes_order_id | order_taxes | FOREIGN KEY (order_id) REFERENCES orders(id)
-- | fk_pickup_consignments_order_id | pickup_consignments | FOREIGN KEY (order_id) REFERENCES orders(id)
-- | fk_shipment_items_order_id | shipment_items | FOREIGN KEY (order_id) REFERENCES orders(id)
-- | fk_shipping_consignment_quotes_order_id | shipping_consignment_quotes | FOREIGN KEY (order_id) REFERENCES orders(id)
-- | fk_shipping_consignments_order_id | shipping_consignments | FOREIGN KEY (order_id) REFERENCES orders(id)
-- | fk_subscribers_order_id | subscribers | FOREIGN KEY (order_id) REFERENCES orders(id)
-- | fk_transactions_order_id | transactions | FOREIGN KEY (order_id) REFERENCES orders(id)
-- @ psql-15.18 16
SELECT pol.polname, pol.polpermissive,
  CASE WHEN pol.polroles = '{0}' THEN NULL ELSE pg_catalog.array_to_string(array(select rolname from pg_catalog.pg_roles where oid = any (pol.polroles) order by 1),',') END,
  pg_catalog.pg_get_expr(pol.polqual, pol.polrelid),
  pg_catalog.pg_get_expr(pol.polwithcheck, pol.polrelid),
  CASE pol.polcmd
    WHEN 'r' THEN 'SELECT'
    WHEN 'a' THEN 'INSERT'
    WHEN 'w' THEN 'UPDATE'
    WHEN 'd' THEN 'DELETE'
    END AS cmd
FROM pg_catalog.pg_policy pol
WHERE pol.polrelid = '1765386883' ORDER BY 1
-- = 0 rows
-- @ psql-15.18 17
SELECT oid, stxrelid::pg_catalog.regclass, stxnamespace::pg_catalog.regnamespace::pg_catalog.text AS nsp, stxname,
pg_catalog.pg_get_statisticsobjdef_columns(oid) AS columns,
  'd' = any(stxkind) AS ndist_enabled,
  'f' = any(stxkind) AS deps_enabled,
  'm' = any(stxkind) AS mcv_enabled,
stxstattarget
FROM pg_catalog.pg_statistic_ext
WHERE stxrelid = '1765386883'
ORDER BY nsp, stxname
-- = 0 rows
-- @ psql-15.18 18
SELECT pubname
     , NULL
     , NULL
FROM pg_catalog.pg_publication p
     JOIN pg_catalog.pg_publication_namespace pn ON p.oid = pn.pnpubid
     JOIN pg_catalog.pg_class pc ON pc.relnamespace = pn.pnnspid
WHERE pc.oid ='1765386883' and pg_catalog.pg_relation_is_publishable('1765386883')
UNION
SELECT pubname
     , pg_get_expr(pr.prqual, c.oid)
     , (CASE WHEN pr.prattrs IS NOT NULL THEN
         (SELECT string_agg(attname, ', ')
           FROM pg_catalog.generate_series(0, pg_catalog.array_upper(pr.prattrs::pg_catalog.int2[], 1)) s,
                pg_catalog.pg_attribute
          WHERE attrelid = pr.prrelid AND attnum = prattrs[s])
        ELSE NULL END) FROM pg_catalog.pg_publication p
     JOIN pg_catalog.pg_publication_rel pr ON p.oid = pr.prpubid
     JOIN pg_catalog.pg_class c ON c.oid = pr.prrelid
WHERE pr.prrelid = '1765386883'
UNION
SELECT pubname
     , NULL
     , NULL
FROM pg_catalog.pg_publication p
WHERE p.puballtables AND pg_catalog.pg_relation_is_publishable('1765386883')
ORDER BY 1
-- = 0 rows
-- @ psql-15.18 19
SELECT t.tgname, pg_catalog.pg_get_triggerdef(t.oid, true), t.tgenabled, t.tgisinternal,
  CASE WHEN t.tgparentid != 0 THEN
    (SELECT u.tgrelid::pg_catalog.regclass
     FROM pg_catalog.pg_trigger AS u,
          pg_catalog.pg_partition_ancestors(t.tgrelid) WITH ORDINALITY AS a(relid, depth)
     WHERE u.tgname = t.tgname AND u.tgrelid = a.relid
           AND u.tgparentid = 0
     ORDER BY a.depth LIMIT 1)
  END AS parent
FROM pg_catalog.pg_trigger t
WHERE t.tgrelid = '1765386883' AND (NOT t.tgisinternal OR (t.tgisinternal AND t.tgenabled = 'D'))
ORDER BY 1
-- = 0 rows
-- @ psql-15.18 20
SELECT c.oid::pg_catalog.regclass
FROM pg_catalog.pg_class c, pg_catalog.pg_inherits i
WHERE c.oid = i.inhparent AND i.inhrelid = '1765386883'
  AND c.relkind != 'p' AND c.relkind != 'I'
ORDER BY inhseqno
-- = 0 rows
-- @ psql-15.18 21
SELECT c.oid::pg_catalog.regclass, c.relkind, inhdetachpending, pg_catalog.pg_get_expr(c.relpartbound, c.oid)
FROM pg_catalog.pg_class c, pg_catalog.pg_inherits i
WHERE c.oid = i.inhrelid AND i.inhparent = '1765386883'
ORDER BY pg_catalog.pg_get_expr(c.relpartbound, c.oid) = 'DEFAULT', c.oid::pg_catalog.regclass::pg_catalog.text
-- = 0 rows
-- @ psql-15.18 22
SELECT c.relchecks, c.relkind, c.relhasindex, c.relhasrules, c.relhastriggers, c.relrowsecurity, c.relforcerowsecurity, false AS relhasoids, c.relispartition, pg_catalog.array_to_string(c.reloptions || array(select 'toast.' || x from pg_catalog.unnest(tc.reloptions) x), ', ')
, c.reltablespace, CASE WHEN c.reloftype = 0 THEN '' ELSE c.reloftype::pg_catalog.regtype::pg_catalog.text END, c.relpersistence, c.relreplident, am.amname
FROM pg_catalog.pg_class c
 LEFT JOIN pg_catalog.pg_class tc ON (c.reltoastrelid = tc.oid)
LEFT JOIN pg_catalog.pg_am am ON (c.relam = am.oid)
WHERE c.oid = '1765386883'
-- = 1 rows
-- | 0 | r | true | false | true | false | false | false | false |  | 0 |  | p | d | heap
-- @ psql-15.18 23
SELECT a.attname,
  pg_catalog.format_type(a.atttypid, a.atttypmod),
  (SELECT pg_catalog.pg_get_expr(d.adbin, d.adrelid, true)
   FROM pg_catalog.pg_attrdef d
   WHERE d.adrelid = a.attrelid AND d.adnum = a.attnum AND a.atthasdef),
  a.attnotnull,
  (SELECT c.collname FROM pg_catalog.pg_collation c, pg_catalog.pg_type t
   WHERE c.oid = a.attcollation AND t.oid = a.atttypid AND a.attcollation <> t.typcollation) AS attcollation,
  a.attidentity,
  a.attgenerated,
  a.attstorage,
  a.attcompression AS attcompression,
  CASE WHEN a.attstattarget=-1 THEN NULL ELSE a.attstattarget END AS attstattarget,
  pg_catalog.col_description(a.attrelid, a.attnum)
FROM pg_catalog.pg_attribute a
WHERE a.attrelid = '1765386883' AND a.attnum > 0 AND NOT a.attisdropped
ORDER BY a.attnum
-- = 81 rows
-- | base_handling_cost | numeric(20,4) | NULL | false | NULL |  |  | m |  | NULL | Handling, before tax is reckoned.
-- | base_shipping_cost | numeric(20,4) | NULL | false | NULL |  |  | m |  | NULL | Shipping, before tax is reckoned.
-- | base_wrapping_cost | numeric(20,4) | NULL | false | NULL |  |  | m |  | NULL | Gift wrapping, before tax is reckoned.
-- | billing_city | text | NULL | false | NULL |  |  | x |  | NULL | Town of who pays.
-- | billing_company | text | NULL | false | NULL |  |  | x |  | NULL | Company of who pays.
-- | billing_country | text | NULL | false | NULL |  |  | x |  | NULL | Country of who pays.
-- | billing_country_iso2 | text | NULL | false | NULL |  |  | x |  | NULL | Country of who pays, by its two letters.
-- | billing_email | text | NULL | false | NULL |  |  | x |  | NULL | E-mail address of who pays.
-- | billing_first_name | text | NULL | false | NULL |  |  | x |  | NULL | First name of who pays.
-- | billing_form_fields | json | NULL | false | NULL |  |  | x |  | NULL | Values of the checkout form's own fields, as an array.
-- | billing_last_name | text | NULL | false | NULL |  |  | x |  | NULL | Last name of who pays.
-- | billing_phone | text | NULL | false | NULL |  |  | x |  | NULL | Telephone number of who pays.
-- | billing_state | text | NULL | false | NULL |  |  | x |  | NULL | State or province of who pays.
-- | billing_street_1 | text | NULL | false | NULL |  |  | x |  | NULL | Street of who pays, first line.
-- | billing_street_2 | text | NULL | false | NULL |  |  | x |  | NULL | Street of who pays, second line.
-- | billing_zip | text | NULL | false | NULL |  |  | x |  | NULL | Postal code of who pays.
-- | cart_id | text | NULL | false | NULL |  |  | x |  | NULL | Cart that it came from.
-- | channel_id | bigint | NULL | true | NULL |  |  | p |  | NULL | Channel that it was placed in.
-- | coupon_discount | numeric(20,4) | NULL | false | NULL |  |  | m |  | NULL | Discount by coupons.
-- | credit_card_type | text | NULL | false | NULL |  |  | x |  | NULL | Kind of card, where it was paid by card.
-- | currency_code | text | NULL | false | NULL |  |  | x |  | NULL | Currency that prices were shown in, by its three letters.
-- | currency_exchange_rate | numeric(20,10) | NULL | false | NULL |  |  | m |  | NULL | Rate from the store's currency to the one shown.
-- | currency_id | bigint | NULL | false | NULL |  |  | p |  | NULL | Currency that prices were shown in.
-- | custom_status | text | NULL | false | NULL |  |  | x |  | NULL | State of the order, by the name that the merchant gave it.
-- | customer_id | bigint | NULL | true | NULL |  |  | p |  | NULL | Who ordered; 0 for a guest.
-- | customer_locale | text | NULL | false | NULL |  |  | x |  | NULL | The customer's language.
-- | customer_message | text | NULL | false | NULL |  |  | x |  | NULL | What the customer wrote with the order.
-- | date_created | timestamp with time zone | NULL | true | NULL |  |  | p |  | NULL | When it was placed.
-- | date_modified | timestamp with time zone | NULL | true | NULL |  |  | p |  | NULL | When it was last changed.
-- | date_shipped | timestamp with time zone | NULL | false | NULL |  |  | p |  | NULL | When all of it had been shipped.
-- @ psql-15.18 24
SELECT c.oid,
  n.nspname,
  c.relname
FROM pg_catalog.pg_class c
     LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE c.relname OPERATOR(pg_catalog.~) '^(order_items)$' COLLATE pg_catalog.default
  AND pg_catalog.pg_table_is_visible(c.oid)
ORDER BY 2, 3
-- = 1 rows
-- | 690996394 | bigcommerce | order_items
-- @ psql-15.18 25
SELECT c.relchecks, c.relkind, c.relhasindex, c.relhasrules, c.relhastriggers, c.relrowsecurity, c.relforcerowsecurity, false AS relhasoids, c.relispartition, '', c.reltablespace, CASE WHEN c.reloftype = 0 THEN '' ELSE c.reloftype::pg_catalog.regtype::pg_catalog.text END, c.relpersistence, c.relreplident, am.amname
FROM pg_catalog.pg_class c
 LEFT JOIN pg_catalog.pg_class tc ON (c.reltoastrelid = tc.oid)
LEFT JOIN pg_catalog.pg_am am ON (c.relam = am.oid)
WHERE c.oid = '690996394'
-- = 1 rows
-- | 0 | r | true | false | true | false | false | false | false |  | 0 |  | p | d | heap
-- @ psql-15.18 26
SELECT a.attname,
  pg_catalog.format_type(a.atttypid, a.atttypmod),
  (SELECT pg_catalog.pg_get_expr(d.adbin, d.adrelid, true)
   FROM pg_catalog.pg_attrdef d
   WHERE d.adrelid = a.attrelid AND d.adnum = a.attnum AND a.atthasdef),
  a.attnotnull,
  (SELECT c.collname FROM pg_catalog.pg_collation c, pg_catalog.pg_type t
   WHERE c.oid = a.attcollation AND t.oid = a.atttypid AND a.attcollation <> t.typcollation) AS attcollation,
  a.attidentity,
  a.attgenerated
FROM pg_catalog.pg_attribute a
WHERE a.attrelid = '690996394' AND a.attnum > 0 AND NOT a.attisdropped
ORDER BY a.attnum
-- = 58 rows
-- | applied_discounts | json | NULL | false | NULL |  | 
-- | base_cost_price | numeric(20,4) | NULL | false | NULL |  | 
-- | base_price | numeric(20,4) | NULL | false | NULL |  | 
-- | base_total | numeric(20,4) | NULL | false | NULL |  | 
-- | base_wrapping_cost | numeric(20,4) | NULL | false | NULL |  | 
-- | bin_picking_number | text | NULL | false | NULL |  | 
-- | brand | text | NULL | false | NULL |  | 
-- | configurable_fields | json | NULL | false | NULL |  | 
-- | cost_price_ex_tax | numeric(20,4) | NULL | false | NULL |  | 
-- | cost_price_inc_tax | numeric(20,4) | NULL | false | NULL |  | 
-- | cost_price_tax | numeric(20,4) | NULL | false | NULL |  | 
-- | depth | numeric(20,4) | NULL | false | NULL |  | 
-- | discounted_total_inc_tax | numeric(20,4) | NULL | false | NULL |  | 
-- | ebay_item_id | text | NULL | false | NULL |  | 
-- | ebay_transaction_id | text | NULL | false | NULL |  | 
-- | event_date | date | NULL | false | NULL |  | 
-- | event_name | text | NULL | false | NULL |  | 
-- | external_id | text | NULL | false | NULL |  | 
-- | fixed_shipping_cost | numeric(20,4) | NULL | false | NULL |  | 
-- | fulfillment_source | text | NULL | false | NULL |  | 
-- | gift_certificate_id | bigint | NULL | false | NULL |  | 
-- | height | numeric(20,4) | NULL | false | NULL |  | 
-- | id | bigint | NULL | true | NULL |  | 
-- | is_bundled_product | boolean | NULL | false | NULL |  | 
-- | is_refunded | boolean | NULL | false | NULL |  | 
-- | name | text | NULL | false | NULL |  | 
-- | name_customer | text | NULL | false | NULL |  | 
-- | name_merchant | text | NULL | false | NULL |  | 
-- | option_set_id | bigint | NULL | false | NULL |  | 
-- | order_address_id | bigint | NULL | false | NULL |  | 
-- @ psql-15.18 27
SELECT c2.relname, i.indisprimary, i.indisunique, i.indisclustered, i.indisvalid, pg_catalog.pg_get_indexdef(i.indexrelid, 0, true),
  pg_catalog.pg_get_constraintdef(con.oid, true), contype, condeferrable, condeferred, i.indisreplident, c2.reltablespace
FROM pg_catalog.pg_class c, pg_catalog.pg_class c2, pg_catalog.pg_index i
  LEFT JOIN pg_catalog.pg_constraint con ON (conrelid = i.indrelid AND conindid = i.indexrelid AND contype IN ('p','u','x'))
WHERE c.oid = '690996394' AND c.oid = i.indrelid AND i.indexrelid = c2.oid
ORDER BY i.indisprimary DESC, c2.relname
-- = 1 rows
-- | pk_order_items | true | true | false | true | CREATE UNIQUE INDEX pk_order_items ON order_items USING btree (id) | PRIMARY KEY (id) | p | false | false | false | 0
-- @ psql-15.18 28
SELECT true as sametable, conname,
  pg_catalog.pg_get_constraintdef(r.oid, true) as condef,
  conrelid::pg_catalog.regclass AS ontable
FROM pg_catalog.pg_constraint r
WHERE r.conrelid = '690996394' AND r.contype = 'f'
     AND conparentid = 0
ORDER BY conname
-- = 6 rows
-- | true | fk_order_items_gift_certificate_id | FOREIGN KEY (gift_certificate_id) REFERENCES gift_certificates(id) | order_items
-- | true | fk_order_items_order_address_id | FOREIGN KEY (order_address_id) REFERENCES order_shipping_addresses(id) | order_items
-- | true | fk_order_items_order_id | FOREIGN KEY (order_id) REFERENCES orders(id) | order_items
-- | true | fk_order_items_parent_order_product_id | FOREIGN KEY (parent_order_product_id) REFERENCES order_items(id) | order_items
-- | true | fk_order_items_product_id | FOREIGN KEY (product_id) REFERENCES products(id) | order_items
-- | true | fk_order_items_variant_id | FOREIGN KEY (variant_id) REFERENCES product_variants(id) | order_items
-- @ psql-15.18 29
SELECT conname, conrelid::pg_catalog.regclass AS ontable,
       pg_catalog.pg_get_constraintdef(oid, true) AS condef
  FROM pg_catalog.pg_constraint c
 WHERE confrelid IN (SELECT pg_catalog.pg_partition_ancestors('690996394')
                     UNION ALL VALUES ('690996394'::pg_catalog.regclass))
       AND contype = 'f' AND conparentid = 0
ORDER BY conname
-- = 6 rows
-- | fk_order_item_discounts_order_product_id | order_item_discounts | FOREIGN KEY (order_product_id) REFERENCES order_items(id)
-- | fk_order_item_option_values_order_product_id | order_item_option_values | FOREIGN KEY (order_product_id) REFERENCES order_items(id)
-- | fk_order_items_parent_order_product_id | order_items | FOREIGN KEY (parent_order_product_id) REFERENCES order_items(id)
-- | fk_order_pickup_items_order_product_id | order_pickup_items | FOREIGN KEY (order_product_id) REFERENCES order_items(id)
-- | fk_order_taxes_order_product_id | order_taxes | FOREIGN KEY (order_product_id) REFERENCES order_items(id)
-- | fk_shipment_items_order_product_id | shipment_items | FOREIGN KEY (order_product_id) REFERENCES order_items(id)
-- @ psql-15.18 30
SELECT pol.polname, pol.polpermissive,
  CASE WHEN pol.polroles = '{0}' THEN NULL ELSE pg_catalog.array_to_string(array(select rolname from pg_catalog.pg_roles where oid = any (pol.polroles) order by 1),',') END,
  pg_catalog.pg_get_expr(pol.polqual, pol.polrelid),
  pg_catalog.pg_get_expr(pol.polwithcheck, pol.polrelid),
  CASE pol.polcmd
    WHEN 'r' THEN 'SELECT'
    WHEN 'a' THEN 'INSERT'
    WHEN 'w' THEN 'UPDATE'
    WHEN 'd' THEN 'DELETE'
    END AS cmd
FROM pg_catalog.pg_policy pol
WHERE pol.polrelid = '690996394' ORDER BY 1
-- = 0 rows
-- @ psql-15.18 31
SELECT oid, stxrelid::pg_catalog.regclass, stxnamespace::pg_catalog.regnamespace::pg_catalog.text AS nsp, stxname,
pg_catalog.pg_get_statisticsobjdef_columns(oid) AS columns,
  'd' = any(stxkind) AS ndist_enabled,
  'f' = any(stxkind) AS deps_enabled,
  'm' = any(stxkind) AS mcv_enabled,
stxstattarget
FROM pg_catalog.pg_statistic_ext
WHERE stxrelid = '690996394'
ORDER BY nsp, stxname
-- = 0 rows
-- @ psql-15.18 32
SELECT pubname
     , NULL
     , NULL
FROM pg_catalog.pg_publication p
     JOIN pg_catalog.pg_publication_namespace pn ON p.oid = pn.pnpubid
     JOIN pg_catalog.pg_class pc ON pc.relnamespace = pn.pnnspid
WHERE pc.oid ='690996394' and pg_catalog.pg_relation_is_publishable('690996394')
UNION
SELECT pubname
     , pg_get_expr(pr.prqual, c.oid)
     , (CASE WHEN pr.prattrs IS NOT NULL THEN
         (SELECT string_agg(attname, ', ')
           FROM pg_catalog.generate_series(0, pg_catalog.array_upper(pr.prattrs::pg_catalog.int2[], 1)) s,
                pg_catalog.pg_attribute
          WHERE attrelid = pr.prrelid AND attnum = prattrs[s])
        ELSE NULL END) FROM pg_catalog.pg_publication p
     JOIN pg_catalog.pg_publication_rel pr ON p.oid = pr.prpubid
     JOIN pg_catalog.pg_class c ON c.oid = pr.prrelid
WHERE pr.prrelid = '690996394'
UNION
SELECT pubname
     , NULL
     , NULL
FROM pg_catalog.pg_publication p
WHERE p.puballtables AND pg_catalog.pg_relation_is_publishable('690996394')
ORDER BY 1
-- = 0 rows
-- @ psql-15.18 33
SELECT t.tgname, pg_catalog.pg_get_triggerdef(t.oid, true), t.tgenabled, t.tgisinternal,
  CASE WHEN t.tgparentid != 0 THEN
    (SELECT u.tgrelid::pg_catalog.regclass
     FROM pg_catalog.pg_trigger AS u,
          pg_catalog.pg_partition_ancestors(t.tgrelid) WITH ORDINALITY AS a(relid, depth)
     WHERE u.tgname = t.tgname AND u.tgrelid = a.relid
           AND u.tgparentid = 0
     ORDER BY a.depth LIMIT 1)
  END AS parent
FROM pg_catalog.pg_trigger t
WHERE t.tgrelid = '690996394' AND (NOT t.tgisinternal OR (t.tgisinternal AND t.tgenabled = 'D'))
ORDER BY 1
-- = 0 rows
-- @ psql-15.18 34
SELECT c.oid::pg_catalog.regclass
FROM pg_catalog.pg_class c, pg_catalog.pg_inherits i
WHERE c.oid = i.inhparent AND i.inhrelid = '690996394'
  AND c.relkind != 'p' AND c.relkind != 'I'
ORDER BY inhseqno
-- = 0 rows
-- @ psql-15.18 35
SELECT c.oid::pg_catalog.regclass, c.relkind, inhdetachpending, pg_catalog.pg_get_expr(c.relpartbound, c.oid)
FROM pg_catalog.pg_class c, pg_catalog.pg_inherits i
WHERE c.oid = i.inhrelid AND i.inhparent = '690996394'
ORDER BY pg_catalog.pg_get_expr(c.relpartbound, c.oid) = 'DEFAULT', c.oid::pg_catalog.regclass::pg_catalog.text
-- = 0 rows
-- @ psql-15.18 36
SELECT c.oid,
  n.nspname,
  c.relname
FROM pg_catalog.pg_class c
     LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE c.relname OPERATOR(pg_catalog.~) '^(products)$' COLLATE pg_catalog.default
  AND n.nspname OPERATOR(pg_catalog.~) '^(bigcommerce)$' COLLATE pg_catalog.default
ORDER BY 2, 3
-- = 1 rows
-- | 1781845422 | bigcommerce | products
-- @ psql-15.18 37
SELECT c.relchecks, c.relkind, c.relhasindex, c.relhasrules, c.relhastriggers, c.relrowsecurity, c.relforcerowsecurity, false AS relhasoids, c.relispartition, '', c.reltablespace, CASE WHEN c.reloftype = 0 THEN '' ELSE c.reloftype::pg_catalog.regtype::pg_catalog.text END, c.relpersistence, c.relreplident, am.amname
FROM pg_catalog.pg_class c
 LEFT JOIN pg_catalog.pg_class tc ON (c.reltoastrelid = tc.oid)
LEFT JOIN pg_catalog.pg_am am ON (c.relam = am.oid)
WHERE c.oid = '1781845422'
-- = 1 rows
-- | 0 | r | true | false | true | false | false | false | false |  | 0 |  | p | d | heap
-- @ psql-15.18 38
SELECT a.attname,
  pg_catalog.format_type(a.atttypid, a.atttypmod),
  (SELECT pg_catalog.pg_get_expr(d.adbin, d.adrelid, true)
   FROM pg_catalog.pg_attrdef d
   WHERE d.adrelid = a.attrelid AND d.adnum = a.attnum AND a.atthasdef),
  a.attnotnull,
  (SELECT c.collname FROM pg_catalog.pg_collation c, pg_catalog.pg_type t
   WHERE c.oid = a.attcollation AND t.oid = a.atttypid AND a.attcollation <> t.typcollation) AS attcollation,
  a.attidentity,
  a.attgenerated
FROM pg_catalog.pg_attribute a
WHERE a.attrelid = '1781845422' AND a.attnum > 0 AND NOT a.attisdropped
ORDER BY a.attnum
-- = 73 rows
-- | availability | text | NULL | false | NULL |  | 
-- | availability_description | text | NULL | false | NULL |  | 
-- | base_variant_id | bigint | NULL | false | NULL |  | 
-- | bin_picking_number | text | NULL | false | NULL |  | 
-- | brand_id | bigint | NULL | false | NULL |  | 
-- | calculated_price | numeric(20,4) | NULL | false | NULL |  | 
-- | categories | json | NULL | false | NULL |  | 
-- | channels | json | NULL | false | NULL |  | 
-- | condition | text | NULL | false | NULL |  | 
-- | cost_price | numeric(20,4) | NULL | false | NULL |  | 
-- | custom_url | text | NULL | false | NULL |  | 
-- | custom_url_is_customized | boolean | NULL | false | NULL |  | 
-- | date_created | timestamp with time zone | NULL | false | NULL |  | 
-- | date_last_imported | timestamp with time zone | NULL | false | NULL |  | 
-- | date_modified | timestamp with time zone | NULL | true | NULL |  | 
-- | depth | numeric(20,4) | NULL | false | NULL |  | 
-- | description | text | NULL | false | NULL |  | 
-- | fixed_cost_shipping_price | numeric(20,4) | NULL | false | NULL |  | 
-- | gift_wrapping_options | json | NULL | false | NULL |  | 
-- | gift_wrapping_options_list | json | NULL | false | NULL |  | 
-- | gift_wrapping_options_type | text | NULL | false | NULL |  | 
-- | gtin | text | NULL | false | NULL |  | 
-- | height | numeric(20,4) | NULL | false | NULL |  | 
-- | id | bigint | NULL | true | NULL |  | 
-- | inventory_level | bigint | NULL | true | NULL |  | 
-- | inventory_tracking | text | NULL | false | NULL |  | 
-- | inventory_warning_level | bigint | NULL | false | NULL |  | 
-- | is_condition_shown | boolean | NULL | false | NULL |  | 
-- | is_featured | boolean | NULL | false | NULL |  | 
-- | is_free_shipping | boolean | NULL | false | NULL |  | 
-- @ psql-15.18 39
SELECT c2.relname, i.indisprimary, i.indisunique, i.indisclustered, i.indisvalid, pg_catalog.pg_get_indexdef(i.indexrelid, 0, true),
  pg_catalog.pg_get_constraintdef(con.oid, true), contype, condeferrable, condeferred, i.indisreplident, c2.reltablespace
FROM pg_catalog.pg_class c, pg_catalog.pg_class c2, pg_catalog.pg_index i
  LEFT JOIN pg_catalog.pg_constraint con ON (conrelid = i.indrelid AND conindid = i.indexrelid AND contype IN ('p','u','x'))
WHERE c.oid = '1781845422' AND c.oid = i.indrelid AND i.indexrelid = c2.oid
ORDER BY i.indisprimary DESC, c2.relname
-- = 16 rows
-- | ix_products_availability | false | false | false | true | CREATE INDEX ix_products_availability ON products USING btree (availability) | NULL | NULL | NULL | NULL | false | 0
-- | ix_products_brand_id | false | false | false | true | CREATE INDEX ix_products_brand_id ON products USING btree (brand_id) | NULL | NULL | NULL | NULL | false | 0
-- | ix_products_date_last_imported | false | false | false | true | CREATE INDEX ix_products_date_last_imported ON products USING btree (date_last_imported) | NULL | NULL | NULL | NULL | false | 0
-- | ix_products_date_modified | false | false | false | true | CREATE INDEX ix_products_date_modified ON products USING btree (date_modified) | NULL | NULL | NULL | NULL | false | 0
-- | ix_products_inventory_level | false | false | false | true | CREATE INDEX ix_products_inventory_level ON products USING btree (inventory_level) | NULL | NULL | NULL | NULL | false | 0
-- | ix_products_is_featured | false | false | false | true | CREATE INDEX ix_products_is_featured ON products USING btree (is_featured) | NULL | NULL | NULL | NULL | false | 0
-- | ix_products_is_free_shipping | false | false | false | true | CREATE INDEX ix_products_is_free_shipping ON products USING btree (is_free_shipping) | NULL | NULL | NULL | NULL | false | 0
-- | ix_products_is_visible | false | false | false | true | CREATE INDEX ix_products_is_visible ON products USING btree (is_visible) | NULL | NULL | NULL | NULL | false | 0
-- | ix_products_mpn | false | false | false | true | CREATE INDEX ix_products_mpn ON products USING btree (mpn) | NULL | NULL | NULL | NULL | false | 0
-- | ix_products_name | false | false | false | true | CREATE INDEX ix_products_name ON products USING btree (name) | NULL | NULL | NULL | NULL | false | 0
-- | ix_products_price | false | false | false | true | CREATE INDEX ix_products_price ON products USING btree (price) | NULL | NULL | NULL | NULL | false | 0
-- | ix_products_sku | false | false | false | true | CREATE INDEX ix_products_sku ON products USING btree (sku) | NULL | NULL | NULL | NULL | false | 0
-- | ix_products_total_sold | false | false | false | true | CREATE INDEX ix_products_total_sold ON products USING btree (total_sold) | NULL | NULL | NULL | NULL | false | 0
-- | ix_products_type | false | false | false | true | CREATE INDEX ix_products_type ON products USING btree (type) | NULL | NULL | NULL | NULL | false | 0
-- | ix_products_upc | false | false | false | true | CREATE INDEX ix_products_upc ON products USING btree (upc) | NULL | NULL | NULL | NULL | false | 0
-- | pk_products | true | true | false | true | CREATE UNIQUE INDEX pk_products ON products USING btree (id) | PRIMARY KEY (id) | p | false | false | false | 0
-- @ psql-15.18 40
SELECT true as sametable, conname,
  pg_catalog.pg_get_constraintdef(r.oid, true) as condef,
  conrelid::pg_catalog.regclass AS ontable
FROM pg_catalog.pg_constraint r
WHERE r.conrelid = '1781845422' AND r.contype = 'f'
     AND conparentid = 0
ORDER BY conname
-- = 3 rows
-- | true | fk_products_base_variant_id | FOREIGN KEY (base_variant_id) REFERENCES product_variants(id) | products
-- | true | fk_products_brand_id | FOREIGN KEY (brand_id) REFERENCES brands(id) | products
-- | true | fk_products_tax_class_id | FOREIGN KEY (tax_class_id) REFERENCES tax_classes(id) | products
-- @ psql-15.18 41
SELECT conname, conrelid::pg_catalog.regclass AS ontable,
       pg_catalog.pg_get_constraintdef(oid, true) AS condef
  FROM pg_catalog.pg_constraint c
 WHERE confrelid IN (SELECT pg_catalog.pg_partition_ancestors('1781845422')
                     UNION ALL VALUES ('1781845422'::pg_catalog.regclass))
       AND contype = 'f' AND conparentid = 0
ORDER BY conname
-- = 28 rows
-- | fk_cart_items_product_id | cart_items | FOREIGN KEY (product_id) REFERENCES products(id)
-- | fk_category_product_sort_order_product_id | category_product_sort_order | FOREIGN KEY (product_id) REFERENCES products(id)
-- | fk_channel_listing_variants_product_id | channel_listing_variants | FOREIGN KEY (product_id) REFERENCES products(id)
-- | fk_channel_listings_product_id | channel_listings | FOREIGN KEY (product_id) REFERENCES products(id)
-- | fk_inventory_items_product_id | inventory_items | FOREIGN KEY (product_id) REFERENCES products(id)
-- | fk_location_inventory_product_id | location_inventory | FOREIGN KEY (product_id) REFERENCES products(id)
-- | fk_order_items_product_id | order_items | FOREIGN KEY (product_id) REFERENCES products(id)
-- | fk_price_list_records_product_id | price_list_records | FOREIGN KEY (product_id) REFERENCES products(id)
-- | fk_product_bulk_pricing_rules_product_id | product_bulk_pricing_rules | FOREIGN KEY (product_id) REFERENCES products(id)
-- | fk_product_category_assignments_product_id | product_category_assignments | FOREIGN KEY (product_id) REFERENCES products(id)
-- | fk_product_channel_assignments_product_id | product_channel_assignments | FOREIGN KEY (product_id) REFERENCES products(id)
-- | fk_product_custom_fields_product_id | product_custom_fields | FOREIGN KEY (product_id) REFERENCES products(id)
-- | fk_product_customs_information_product_id | product_customs_information | FOREIGN KEY (product_id) REFERENCES products(id)
-- | fk_product_images_product_id | product_images | FOREIGN KEY (product_id) REFERENCES products(id)
-- | fk_product_metafields_resource_id | product_metafields | FOREIGN KEY (resource_id) REFERENCES products(id)
-- | fk_product_modifier_values_product_id | product_modifier_values | FOREIGN KEY (product_id) REFERENCES products(id)
-- | fk_product_modifiers_product_id | product_modifiers | FOREIGN KEY (product_id) REFERENCES products(id)
-- | fk_product_option_values_product_id | product_option_values | FOREIGN KEY (product_id) REFERENCES products(id)
-- | fk_product_options_product_id | product_options | FOREIGN KEY (product_id) REFERENCES products(id)
-- | fk_product_reviews_product_id | product_reviews | FOREIGN KEY (product_id) REFERENCES products(id)
-- | fk_product_rule_conditions_product_id | product_rule_conditions | FOREIGN KEY (product_id) REFERENCES products(id)
-- | fk_product_rules_product_id | product_rules | FOREIGN KEY (product_id) REFERENCES products(id)
-- | fk_product_tax_properties_product_id | product_tax_properties | FOREIGN KEY (product_id) REFERENCES products(id)
-- | fk_product_variant_values_product_id | product_variant_values | FOREIGN KEY (product_id) REFERENCES products(id)
-- | fk_product_variants_product_id | product_variants | FOREIGN KEY (product_id) REFERENCES products(id)
-- | fk_product_videos_product_id | product_videos | FOREIGN KEY (product_id) REFERENCES products(id)
-- | fk_shipment_items_product_id | shipment_items | FOREIGN KEY (product_id) REFERENCES products(id)
-- | fk_wishlist_items_product_id | wishlist_items | FOREIGN KEY (product_id) REFERENCES products(id)
-- @ psql-15.18 42
SELECT pol.polname, pol.polpermissive,
  CASE WHEN pol.polroles = '{0}' THEN NULL ELSE pg_catalog.array_to_string(array(select rolname from pg_catalog.pg_roles where oid = any (pol.polroles) order by 1),',') END,
  pg_catalog.pg_get_expr(pol.polqual, pol.polrelid),
  pg_catalog.pg_get_expr(pol.polwithcheck, pol.polrelid),
  CASE pol.polcmd
    WHEN 'r' THEN 'SELECT'
    WHEN 'a' THEN 'INSERT'
    WHEN 'w' THEN 'UPDATE'
    WHEN 'd' THEN 'DELETE'
    END AS cmd
FROM pg_catalog.pg_policy pol
WHERE pol.polrelid = '1781845422' ORDER BY 1
-- = 0 rows
-- @ psql-15.18 43
SELECT oid, stxrelid::pg_catalog.regclass, stxnamespace::pg_catalog.regnamespace::pg_catalog.text AS nsp, stxname,
pg_catalog.pg_get_statisticsobjdef_columns(oid) AS columns,
  'd' = any(stxkind) AS ndist_enabled,
  'f' = any(stxkind) AS deps_enabled,
  'm' = any(stxkind) AS mcv_enabled,
stxstattarget
FROM pg_catalog.pg_statistic_ext
WHERE stxrelid = '1781845422'
ORDER BY nsp, stxname
-- = 0 rows
-- @ psql-15.18 44
SELECT pubname
     , NULL
     , NULL
FROM pg_catalog.pg_publication p
     JOIN pg_catalog.pg_publication_namespace pn ON p.oid = pn.pnpubid
     JOIN pg_catalog.pg_class pc ON pc.relnamespace = pn.pnnspid
WHERE pc.oid ='1781845422' and pg_catalog.pg_relation_is_publishable('1781845422')
UNION
SELECT pubname
     , pg_get_expr(pr.prqual, c.oid)
     , (CASE WHEN pr.prattrs IS NOT NULL THEN
         (SELECT string_agg(attname, ', ')
           FROM pg_catalog.generate_series(0, pg_catalog.array_upper(pr.prattrs::pg_catalog.int2[], 1)) s,
                pg_catalog.pg_attribute
          WHERE attrelid = pr.prrelid AND attnum = prattrs[s])
        ELSE NULL END) FROM pg_catalog.pg_publication p
     JOIN pg_catalog.pg_publication_rel pr ON p.oid = pr.prpubid
     JOIN pg_catalog.pg_class c ON c.oid = pr.prrelid
WHERE pr.prrelid = '1781845422'
UNION
SELECT pubname
     , NULL
     , NULL
FROM pg_catalog.pg_publication p
WHERE p.puballtables AND pg_catalog.pg_relation_is_publishable('1781845422')
ORDER BY 1
-- = 0 rows
-- @ psql-15.18 45
SELECT t.tgname, pg_catalog.pg_get_triggerdef(t.oid, true), t.tgenabled, t.tgisinternal,
  CASE WHEN t.tgparentid != 0 THEN
    (SELECT u.tgrelid::pg_catalog.regclass
     FROM pg_catalog.pg_trigger AS u,
          pg_catalog.pg_partition_ancestors(t.tgrelid) WITH ORDINALITY AS a(relid, depth)
     WHERE u.tgname = t.tgname AND u.tgrelid = a.relid
           AND u.tgparentid = 0
     ORDER BY a.depth LIMIT 1)
  END AS parent
FROM pg_catalog.pg_trigger t
WHERE t.tgrelid = '1781845422' AND (NOT t.tgisinternal OR (t.tgisinternal AND t.tgenabled = 'D'))
ORDER BY 1
-- = 0 rows
-- @ psql-15.18 46
SELECT c.oid::pg_catalog.regclass
FROM pg_catalog.pg_class c, pg_catalog.pg_inherits i
WHERE c.oid = i.inhparent AND i.inhrelid = '1781845422'
  AND c.relkind != 'p' AND c.relkind != 'I'
ORDER BY inhseqno
-- = 0 rows
-- @ psql-15.18 47
SELECT c.oid::pg_catalog.regclass, c.relkind, inhdetachpending, pg_catalog.pg_get_expr(c.relpartbound, c.oid)
FROM pg_catalog.pg_class c, pg_catalog.pg_inherits i
WHERE c.oid = i.inhrelid AND i.inhparent = '1781845422'
ORDER BY pg_catalog.pg_get_expr(c.relpartbound, c.oid) = 'DEFAULT', c.oid::pg_catalog.regclass::pg_catalog.text
-- = 0 rows
-- @ psql-15.18 48
SELECT n.nspname as "Schema",
  c.relname as "Name",
  CASE c.relkind WHEN 'r' THEN 'table' WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' WHEN 'i' THEN 'index' WHEN 'S' THEN 'sequence' WHEN 't' THEN 'TOAST table' WHEN 'f' THEN 'foreign table' WHEN 'p' THEN 'partitioned table' WHEN 'I' THEN 'partitioned index' END as "Type",
  pg_catalog.pg_get_userbyid(c.relowner) as "Owner"
FROM pg_catalog.pg_class c
     LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('v','')
      AND n.nspname <> 'pg_catalog'
      AND n.nspname !~ '^pg_toast'
      AND n.nspname <> 'information_schema'
  AND pg_catalog.pg_table_is_visible(c.oid)
ORDER BY 1,2
-- = 16 rows
-- | sys | sys_catalogs | view | storeql
-- | sys | sys_connection_props | view | storeql
-- | sys | sys_foreignkeys | view | storeql
-- | sys | sys_functions | view | storeql
-- | sys | sys_identity | view | storeql
-- | sys | sys_indexes | view | storeql
-- | sys | sys_information | view | storeql
-- | sys | sys_keycolumns | view | storeql
-- | sys | sys_primarykeys | view | storeql
-- | sys | sys_procedureparameters | view | storeql
-- | sys | sys_procedures | view | storeql
-- | sys | sys_requests | view | storeql
-- | sys | sys_schemas | view | storeql
-- | sys | sys_sqlinfo | view | storeql
-- | sys | sys_tablecolumns | view | storeql
-- | sys | sys_tables | view | storeql
-- @ psql-15.18 49
SELECT n.nspname as "Schema",
  c.relname as "Name",
  CASE c.relkind WHEN 'r' THEN 'table' WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' WHEN 'i' THEN 'index' WHEN 'S' THEN 'sequence' WHEN 't' THEN 'TOAST table' WHEN 'f' THEN 'foreign table' WHEN 'p' THEN 'partitioned table' WHEN 'I' THEN 'partitioned index' END as "Type",
  pg_catalog.pg_get_userbyid(c.relowner) as "Owner",
  c2.relname as "Table"
FROM pg_catalog.pg_class c
     LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
     LEFT JOIN pg_catalog.pg_am am ON am.oid = c.relam
     LEFT JOIN pg_catalog.pg_index i ON i.indexrelid = c.oid
     LEFT JOIN pg_catalog.pg_class c2 ON i.indrelid = c2.oid
WHERE c.relkind IN ('i','I','')
      AND n.nspname <> 'pg_catalog'
      AND n.nspname !~ '^pg_toast'
      AND n.nspname <> 'information_schema'
  AND pg_catalog.pg_table_is_visible(c.oid)
ORDER BY 1,2
-- = 359 rows
-- | bigcommerce | ix_accepted_payment_methods_order_id | index | storeql | accepted_payment_methods
-- | bigcommerce | ix_blog_posts_is_published | index | storeql | blog_posts
-- | bigcommerce | ix_blog_posts_url | index | storeql | blog_posts
-- | bigcommerce | ix_brand_metafields_date_created | index | storeql | brand_metafields
-- | bigcommerce | ix_brand_metafields_date_modified | index | storeql | brand_metafields
-- | bigcommerce | ix_brand_metafields_key | index | storeql | brand_metafields
-- | bigcommerce | ix_brand_metafields_namespace | index | storeql | brand_metafields
-- | bigcommerce | ix_brands_name | index | storeql | brands
-- | bigcommerce | ix_brands_page_title | index | storeql | brands
-- | bigcommerce | ix_cart_metafields_date_created | index | storeql | cart_metafields
-- | bigcommerce | ix_cart_metafields_date_modified | index | storeql | cart_metafields
-- | bigcommerce | ix_cart_metafields_key | index | storeql | cart_metafields
-- | bigcommerce | ix_cart_metafields_namespace | index | storeql | cart_metafields
-- | bigcommerce | ix_categories_category_uuid | index | storeql | categories
-- | bigcommerce | ix_categories_is_visible | index | storeql | categories
-- | bigcommerce | ix_categories_name | index | storeql | categories
-- | bigcommerce | ix_categories_page_title | index | storeql | categories
-- | bigcommerce | ix_categories_parent_id | index | storeql | categories
-- | bigcommerce | ix_categories_tree_id | index | storeql | categories
-- | bigcommerce | ix_category_metafields_date_created | index | storeql | category_metafields
-- | bigcommerce | ix_category_metafields_date_modified | index | storeql | category_metafields
-- | bigcommerce | ix_category_metafields_key | index | storeql | category_metafields
-- | bigcommerce | ix_category_metafields_namespace | index | storeql | category_metafields
-- | bigcommerce | ix_channel_listings_date_created | index | storeql | channel_listings
-- | bigcommerce | ix_channel_listings_date_modified | index | storeql | channel_listings
-- | bigcommerce | ix_channel_listings_product_id | index | storeql | channel_listings
-- | bigcommerce | ix_channel_metafields_date_created | index | storeql | channel_metafields
-- | bigcommerce | ix_channel_metafields_date_modified | index | storeql | channel_metafields
-- | bigcommerce | ix_channel_metafields_key | index | storeql | channel_metafields
-- | bigcommerce | ix_channel_metafields_namespace | index | storeql | channel_metafields
-- @ psql-15.18 50
SELECT n.nspname as "Schema",
  c.relname as "Name",
  CASE c.relkind WHEN 'r' THEN 'table' WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' WHEN 'i' THEN 'index' WHEN 'S' THEN 'sequence' WHEN 't' THEN 'TOAST table' WHEN 'f' THEN 'foreign table' WHEN 'p' THEN 'partitioned table' WHEN 'I' THEN 'partitioned index' END as "Type",
  pg_catalog.pg_get_userbyid(c.relowner) as "Owner",
  c2.relname as "Table",
  CASE c.relpersistence WHEN 'p' THEN 'permanent' WHEN 't' THEN 'temporary' WHEN 'u' THEN 'unlogged' END as "Persistence",
  am.amname as "Access method",
  pg_catalog.pg_size_pretty(pg_catalog.pg_table_size(c.oid)) as "Size",
  pg_catalog.obj_description(c.oid, 'pg_class') as "Description"
FROM pg_catalog.pg_class c
     LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
     LEFT JOIN pg_catalog.pg_am am ON am.oid = c.relam
     LEFT JOIN pg_catalog.pg_index i ON i.indexrelid = c.oid
     LEFT JOIN pg_catalog.pg_class c2 ON i.indrelid = c2.oid
WHERE c.relkind IN ('i','I','')
      AND n.nspname <> 'pg_catalog'
      AND n.nspname !~ '^pg_toast'
      AND n.nspname <> 'information_schema'
  AND pg_catalog.pg_table_is_visible(c.oid)
ORDER BY 1,2
-- = 359 rows
-- | bigcommerce | ix_accepted_payment_methods_order_id | index | storeql | accepted_payment_methods | permanent | btree | 0 bytes | NULL
-- | bigcommerce | ix_blog_posts_is_published | index | storeql | blog_posts | permanent | btree | 0 bytes | NULL
-- | bigcommerce | ix_blog_posts_url | index | storeql | blog_posts | permanent | btree | 0 bytes | NULL
-- | bigcommerce | ix_brand_metafields_date_created | index | storeql | brand_metafields | permanent | btree | 0 bytes | NULL
-- | bigcommerce | ix_brand_metafields_date_modified | index | storeql | brand_metafields | permanent | btree | 0 bytes | NULL
-- | bigcommerce | ix_brand_metafields_key | index | storeql | brand_metafields | permanent | btree | 0 bytes | NULL
-- | bigcommerce | ix_brand_metafields_namespace | index | storeql | brand_metafields | permanent | btree | 0 bytes | NULL
-- | bigcommerce | ix_brands_name | index | storeql | brands | permanent | btree | 0 bytes | NULL
-- | bigcommerce | ix_brands_page_title | index | storeql | brands | permanent | btree | 0 bytes | NULL
-- | bigcommerce | ix_cart_metafields_date_created | index | storeql | cart_metafields | permanent | btree | 0 bytes | NULL
-- | bigcommerce | ix_cart_metafields_date_modified | index | storeql | cart_metafields | permanent | btree | 0 bytes | NULL
-- | bigcommerce | ix_cart_metafields_key | index | storeql | cart_metafields | permanent | btree | 0 bytes | NULL
-- | bigcommerce | ix_cart_metafields_namespace | index | storeql | cart_metafields | permanent | btree | 0 bytes | NULL
-- | bigcommerce | ix_categories_category_uuid | index | storeql | categories | permanent | btree | 0 bytes | NULL
-- | bigcommerce | ix_categories_is_visible | index | storeql | categories | permanent | btree | 0 bytes | NULL
-- | bigcommerce | ix_categories_name | index | storeql | categories | permanent | btree | 0 bytes | NULL
-- | bigcommerce | ix_categories_page_title | index | storeql | categories | permanent | btree | 0 bytes | NULL
-- | bigcommerce | ix_categories_parent_id | index | storeql | categories | permanent | btree | 0 bytes | NULL
-- | bigcommerce | ix_categories_tree_id | index | storeql | categories | permanent | btree | 0 bytes | NULL
-- | bigcommerce | ix_category_metafields_date_created | index | storeql | category_metafields | permanent | btree | 0 bytes | NULL
-- | bigcommerce | ix_category_metafields_date_modified | index | storeql | category_metafields | permanent | btree | 0 bytes | NULL
-- | bigcommerce | ix_category_metafields_key | index | storeql | category_metafields | permanent | btree | 0 bytes | NULL
-- | bigcommerce | ix_category_metafields_namespace | index | storeql | category_metafields | permanent | btree | 0 bytes | NULL
-- | bigcommerce | ix_channel_listings_date_created | index | storeql | channel_listings | permanent | btree | 0 bytes | NULL
-- | bigcommerce | ix_channel_listings_date_modified | index | storeql | channel_listings | permanent | btree | 0 bytes | NULL
-- | bigcommerce | ix_channel_listings_product_id | index | storeql | channel_listings | permanent | btree | 0 bytes | NULL
-- | bigcommerce | ix_channel_metafields_date_created | index | storeql | channel_metafields | permanent | btree | 0 bytes | NULL
-- | bigcommerce | ix_channel_metafields_date_modified | index | storeql | channel_metafields | permanent | btree | 0 bytes | NULL
-- | bigcommerce | ix_channel_metafields_key | index | storeql | channel_metafields | permanent | btree | 0 bytes | NULL
-- | bigcommerce | ix_channel_metafields_namespace | index | storeql | channel_metafields | permanent | btree | 0 bytes | NULL
-- @ psql-15.18 51
SELECT n.nspname as "Schema",
  c.relname as "Name",
  CASE c.relkind WHEN 'r' THEN 'table' WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' WHEN 'i' THEN 'index' WHEN 'S' THEN 'sequence' WHEN 't' THEN 'TOAST table' WHEN 'f' THEN 'foreign table' WHEN 'p' THEN 'partitioned table' WHEN 'I' THEN 'partitioned index' END as "Type",
  pg_catalog.pg_get_userbyid(c.relowner) as "Owner"
FROM pg_catalog.pg_class c
     LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('S','')
      AND n.nspname <> 'pg_catalog'
      AND n.nspname !~ '^pg_toast'
      AND n.nspname <> 'information_schema'
  AND pg_catalog.pg_table_is_visible(c.oid)
ORDER BY 1,2
-- = 0 rows
-- @ psql-15.18 52
SELECT n.nspname as "Schema",
  c.relname as "Name",
  CASE c.relkind WHEN 'r' THEN 'table' WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' WHEN 'i' THEN 'index' WHEN 'S' THEN 'sequence' WHEN 't' THEN 'TOAST table' WHEN 'f' THEN 'foreign table' WHEN 'p' THEN 'partitioned table' WHEN 'I' THEN 'partitioned index' END as "Type",
  pg_catalog.pg_get_userbyid(c.relowner) as "Owner"
FROM pg_catalog.pg_class c
     LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
     LEFT JOIN pg_catalog.pg_am am ON am.oid = c.relam
WHERE c.relkind IN ('m','')
      AND n.nspname <> 'pg_catalog'
      AND n.nspname !~ '^pg_toast'
      AND n.nspname <> 'information_schema'
  AND pg_catalog.pg_table_is_visible(c.oid)
ORDER BY 1,2
-- = 0 rows
-- @ psql-15.18 53
SELECT n.nspname as "Schema",
  p.proname as "Name",
  pg_catalog.pg_get_function_result(p.oid) as "Result data type",
  pg_catalog.pg_get_function_arguments(p.oid) as "Argument data types",
 CASE p.prokind
  WHEN 'a' THEN 'agg'
  WHEN 'w' THEN 'window'
  WHEN 'p' THEN 'proc'
  ELSE 'func'
 END as "Type"
FROM pg_catalog.pg_proc p
     LEFT JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
WHERE pg_catalog.pg_function_is_visible(p.oid)
      AND n.nspname <> 'pg_catalog'
      AND n.nspname <> 'information_schema'
ORDER BY 1, 2, 4
-- = 18 rows
-- | bigcommerce | AdjustInventoryAbsolute | NULL | IN "LocationId" bigint, IN "Quantity" bigint, IN "Sku" text DEFAULT NULL::text, IN "VariantId" bigint DEFAULT NULL::bigint, IN "Reason" text DEFAULT NULL::text, IN "Wait" boolean DEFAULT NULL::boolean, OUT "TransactionId" text, OUT "OnHand" bigint | proc
-- | bigcommerce | AdjustInventoryRelative | NULL | IN "LocationId" bigint, IN "Quantity" bigint, IN "Sku" text DEFAULT NULL::text, IN "VariantId" bigint DEFAULT NULL::bigint, IN "Reason" text DEFAULT NULL::text, IN "Wait" boolean DEFAULT NULL::boolean, OUT "TransactionId" text, OUT "OnHand" bigint | proc
-- | bigcommerce | ArchiveOrder | NULL | IN "OrderId" bigint, OUT "Success" boolean | proc
-- | bigcommerce | CapturePayment | NULL | IN "OrderId" bigint, OUT "Success" boolean | proc
-- | bigcommerce | CreateBrandImage | NULL | IN "BrandId" bigint, IN "File" text DEFAULT NULL::text, IN "ImageUrl" text DEFAULT NULL::text, OUT "Success" boolean, OUT "Url" text | proc
-- | bigcommerce | CreateShipment | NULL | IN "OrderId" bigint, IN "OrderAddressId" bigint DEFAULT NULL::bigint, IN "Items" json DEFAULT NULL::json, IN "TrackingNumber" text DEFAULT NULL::text, IN "TrackingCarrier" text DEFAULT NULL::text, IN "TrackingLink" text DEFAULT NULL::text, IN "ShippingMethod" text DEFAULT NULL::text, IN "ShippingProvider" text DEFAULT NULL::text, IN "Comments" text DEFAULT NULL::text, OUT "ShipmentId" bigint, OUT "ShippedItems" json | proc
-- | bigcommerce | DeleteBrandImage | NULL | IN "BrandId" bigint, OUT "Success" boolean | proc
-- | bigcommerce | GeneratePromotionCodes | NULL | IN "PromotionId" bigint, IN "Count" bigint, IN "Prefix" text DEFAULT NULL::text, IN "Suffix" text DEFAULT NULL::text, IN "Delimiter" text DEFAULT NULL::text, IN "CodeLength" bigint DEFAULT NULL::bigint, IN "MaxUses" bigint DEFAULT NULL::bigint, IN "MaxUsesPerCustomer" bigint DEFAULT NULL::bigint, IN "ExcludeCharacters" json DEFAULT NULL::json, OUT "Code" text | proc
-- | bigcommerce | GetOAuthAccessToken | NULL | IN "AuthMode" text DEFAULT 'APP'::text, IN "Verifier" text DEFAULT NULL::text, IN "CallbackURL" text DEFAULT NULL::text, IN "Permissions" text DEFAULT NULL::text, IN "State" text DEFAULT NULL::text, OUT "OAuthAccessToken" text, OUT "OAuthRefreshToken" text, OUT "ExpiresIn" bigint, OUT "Scope" text, OUT "Context" text, OUT "AccountUuid" text, OUT "UserId" bigint, OUT "UserEmail" text | proc
-- | bigcommerce | GetOAuthAuthorizationURL | NULL | IN "AuthMode" text DEFAULT 'APP'::text, IN "CallbackURL" text DEFAULT NULL::text, IN "Permissions" text DEFAULT NULL::text, IN "State" text DEFAULT NULL::text, OUT "URL" text | proc
-- | bigcommerce | ImportPrices | NULL | IN "File" text, IN "PriceListId" bigint DEFAULT NULL::bigint, IN "Currency" text DEFAULT NULL::text | proc
-- | bigcommerce | ImportRedirects | NULL | IN "File" text, IN "SiteId" bigint DEFAULT NULL::bigint | proc
-- | bigcommerce | RefundOrder | NULL | IN "OrderId" bigint, IN "Amount" numeric DEFAULT NULL::numeric, IN "Items" json DEFAULT NULL::json, IN "Reason" text DEFAULT NULL::text, IN "Provider" text DEFAULT NULL::text, OUT "RefundId" bigint, OUT "TotalAmount" numeric, OUT "TotalTax" numeric, OUT "Payments" json | proc
-- | bigcommerce | RefundQuote | NULL | IN "OrderId" bigint, IN "Amount" numeric DEFAULT NULL::numeric, IN "Items" json DEFAULT NULL::json, OUT "TotalAmount" numeric, OUT "TotalTax" numeric, OUT "RefundMethods" json | proc
-- | bigcommerce | ResetCustomerPassword | NULL | IN "CustomerId" bigint, IN "NewPassword" text DEFAULT NULL::text, IN "ForceReset" boolean DEFAULT 'true'::boolean, OUT "Success" boolean | proc
-- | bigcommerce | UpdateOrder | NULL | IN "OrderId" bigint, IN "StatusId" bigint DEFAULT NULL::bigint, IN "StaffNotes" text DEFAULT NULL::text, IN "CustomerMessage" text DEFAULT NULL::text, OUT "Status" text | proc
-- | bigcommerce | UploadProductImage | NULL | IN "ProductId" bigint, IN "ImageUrl" text DEFAULT NULL::text, IN "File" text DEFAULT NULL::text, IN "Description" text DEFAULT NULL::text, IN "IsThumbnail" boolean DEFAULT NULL::boolean, IN "SortOrder" bigint DEFAULT NULL::bigint, OUT "ImageId" bigint, OUT "UrlStandard" text | proc
-- | bigcommerce | VoidPayment | NULL | IN "OrderId" bigint, OUT "Success" boolean | proc
-- @ psql-15.18 54
SELECT n.nspname as "Schema",
  p.proname as "Name",
  pg_catalog.pg_get_function_result(p.oid) as "Result data type",
  pg_catalog.pg_get_function_arguments(p.oid) as "Argument data types",
 CASE p.prokind
  WHEN 'a' THEN 'agg'
  WHEN 'w' THEN 'window'
  WHEN 'p' THEN 'proc'
  ELSE 'func'
 END as "Type",
 CASE
  WHEN p.provolatile = 'i' THEN 'immutable'
  WHEN p.provolatile = 's' THEN 'stable'
  WHEN p.provolatile = 'v' THEN 'volatile'
 END as "Volatility",
 CASE
  WHEN p.proparallel = 'r' THEN 'restricted'
  WHEN p.proparallel = 's' THEN 'safe'
  WHEN p.proparallel = 'u' THEN 'unsafe'
 END as "Parallel",
 pg_catalog.pg_get_userbyid(p.proowner) as "Owner",
 CASE WHEN prosecdef THEN 'definer' ELSE 'invoker' END AS "Security",
 pg_catalog.array_to_string(p.proacl, E'\n') AS "Access privileges",
 l.lanname as "Language",
 COALESCE(pg_catalog.pg_get_function_sqlbody(p.oid), p.prosrc) as "Source code",
 pg_catalog.obj_description(p.oid, 'pg_proc') as "Description"
FROM pg_catalog.pg_proc p
     LEFT JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
     LEFT JOIN pg_catalog.pg_language l ON l.oid = p.prolang
WHERE pg_catalog.pg_function_is_visible(p.oid)
      AND n.nspname <> 'pg_catalog'
      AND n.nspname <> 'information_schema'
ORDER BY 1, 2, 4
-- = 18 rows
-- | bigcommerce | AdjustInventoryAbsolute | NULL | IN "LocationId" bigint, IN "Quantity" bigint, IN "Sku" text DEFAULT NULL::text, IN "VariantId" bigint DEFAULT NULL::bigint, IN "Reason" text DEFAULT NULL::text, IN "Wait" boolean DEFAULT NULL::boolean, OUT "TransactionId" text, OUT "OnHand" bigint | proc | volatile | unsafe | storeql | invoker | NULL | sql |  | Sets the stock of a variant at a location. The store takes it, and shows it a little later.
-- | bigcommerce | AdjustInventoryRelative | NULL | IN "LocationId" bigint, IN "Quantity" bigint, IN "Sku" text DEFAULT NULL::text, IN "VariantId" bigint DEFAULT NULL::bigint, IN "Reason" text DEFAULT NULL::text, IN "Wait" boolean DEFAULT NULL::boolean, OUT "TransactionId" text, OUT "OnHand" bigint | proc | volatile | unsafe | storeql | invoker | NULL | sql |  | Adds to the stock of a variant at a location, or takes from it. The store takes it, and shows it a little later.
-- | bigcommerce | ArchiveOrder | NULL | IN "OrderId" bigint, OUT "Success" boolean | proc | volatile | unsafe | storeql | invoker | NULL | sql |  | Puts an order away. It stays readable by its id; the API has no way to take it out again.
-- | bigcommerce | CapturePayment | NULL | IN "OrderId" bigint, OUT "Success" boolean | proc | volatile | unsafe | storeql | invoker | NULL | sql |  | Captures the payment of an order that was only authorised. The provider is asked a little later: the order's payment_status says how it went.
-- | bigcommerce | CreateBrandImage | NULL | IN "BrandId" bigint, IN "File" text DEFAULT NULL::text, IN "ImageUrl" text DEFAULT NULL::text, OUT "Success" boolean, OUT "Url" text | proc | volatile | unsafe | storeql | invoker | NULL | sql |  | Gives a brand its image: one that the store fetches from an address, or a file of this machine. It takes the place of the one before.
-- | bigcommerce | CreateShipment | NULL | IN "OrderId" bigint, IN "OrderAddressId" bigint DEFAULT NULL::bigint, IN "Items" json DEFAULT NULL::json, IN "TrackingNumber" text DEFAULT NULL::text, IN "TrackingCarrier" text DEFAULT NULL::text, IN "TrackingLink" text DEFAULT NULL::text, IN "ShippingMethod" text DEFAULT NULL::text, IN "ShippingProvider" text DEFAULT NULL::text, IN "Comments" text DEFAULT NULL::text, OUT "ShipmentId" bigint, OUT "ShippedItems" json | proc | volatile | unsafe | storeql | invoker | NULL | sql |  | Ships lines of an order: those of Items, or all that is left to ship to the address.
-- | bigcommerce | DeleteBrandImage | NULL | IN "BrandId" bigint, OUT "Success" boolean | proc | volatile | unsafe | storeql | invoker | NULL | sql |  | Takes the image of a brand away.
-- | bigcommerce | GeneratePromotionCodes | NULL | IN "PromotionId" bigint, IN "Count" bigint, IN "Prefix" text DEFAULT NULL::text, IN "Suffix" text DEFAULT NULL::text, IN "Delimiter" text DEFAULT NULL::text, IN "CodeLength" bigint DEFAULT NULL::bigint, IN "MaxUses" bigint DEFAULT NULL::bigint, IN "MaxUsesPerCustomer" bigint DEFAULT NULL::bigint, IN "ExcludeCharacters" json DEFAULT NULL::json, OUT "Code" text | proc | volatile | unsafe | storeql | invoker | NULL | sql |  | Makes coupon codes of a promotion whose coupons are of the type BULK. One row for each code.
-- | bigcommerce | GetOAuthAccessToken | NULL | IN "AuthMode" text DEFAULT 'APP'::text, IN "Verifier" text DEFAULT NULL::text, IN "CallbackURL" text DEFAULT NULL::text, IN "Permissions" text DEFAULT NULL::text, IN "State" text DEFAULT NULL::text, OUT "OAuthAccessToken" text, OUT "OAuthRefreshToken" text, OUT "ExpiresIn" bigint, OUT "Scope" text, OUT "Context" text, OUT "AccountUuid" text, OUT "UserId" bigint, OUT "UserEmail" text | proc | volatile | unsafe | storeql | invoker | NULL | sql |  | An access token: with WEB for the code that the application got at its callback, with APP by the browser of this machine.
-- | bigcommerce | GetOAuthAuthorizationURL | NULL | IN "AuthMode" text DEFAULT 'APP'::text, IN "CallbackURL" text DEFAULT NULL::text, IN "Permissions" text DEFAULT NULL::text, IN "State" text DEFAULT NULL::text, OUT "URL" text | proc | volatile | unsafe | storeql | invoker | NULL | sql |  | The address where a person signs in and grants the app its scopes. Sends nothing.
-- | bigcommerce | ImportPrices | NULL | IN "File" text, IN "PriceListId" bigint DEFAULT NULL::bigint, IN "Currency" text DEFAULT NULL::text | proc | volatile | unsafe | storeql | invoker | NULL | sql |  | Prices from a CSV file. With a price list, of the file or of the call, they are records of it, for variants by sku or variant_id; else prices of products by id or sku, or of variants by variant_id. A row of the file that finds nothing refuses the call before anything is written.
-- | bigcommerce | ImportRedirects | NULL | IN "File" text, IN "SiteId" bigint DEFAULT NULL::bigint | proc | volatile | unsafe | storeql | invoker | NULL | sql |  | Redirects from a CSV file with the columns from_path and, as far as they are needed, site_id, to_type, to_entity_id and to_path. A redirect of the same path and site is changed.
-- | bigcommerce | RefundOrder | NULL | IN "OrderId" bigint, IN "Amount" numeric DEFAULT NULL::numeric, IN "Items" json DEFAULT NULL::json, IN "Reason" text DEFAULT NULL::text, IN "Provider" text DEFAULT NULL::text, OUT "RefundId" bigint, OUT "TotalAmount" numeric, OUT "TotalTax" numeric, OUT "Payments" json | proc | volatile | unsafe | storeql | invoker | NULL | sql |  | Refunds a part of an order, or all of it. A quote is asked for first, and the refund pays exactly what it says.
-- | bigcommerce | RefundQuote | NULL | IN "OrderId" bigint, IN "Amount" numeric DEFAULT NULL::numeric, IN "Items" json DEFAULT NULL::json, OUT "TotalAmount" numeric, OUT "TotalTax" numeric, OUT "RefundMethods" json | proc | volatile | unsafe | storeql | invoker | NULL | sql |  | What a refund comes to, and by which methods it can be paid. Changes nothing.
-- | bigcommerce | ResetCustomerPassword | NULL | IN "CustomerId" bigint, IN "NewPassword" text DEFAULT NULL::text, IN "ForceReset" boolean DEFAULT 'true'::boolean, OUT "Success" boolean | proc | volatile | unsafe | storeql | invoker | NULL | sql |  | Makes a customer choose a new password at the next login, or sets one. The API sends no mail about it.
-- | bigcommerce | UpdateOrder | NULL | IN "OrderId" bigint, IN "StatusId" bigint DEFAULT NULL::bigint, IN "StaffNotes" text DEFAULT NULL::text, IN "CustomerMessage" text DEFAULT NULL::text, OUT "Status" text | proc | volatile | unsafe | storeql | invoker | NULL | sql |  | Changes the state of an order, or the notes on it.
-- | bigcommerce | UploadProductImage | NULL | IN "ProductId" bigint, IN "ImageUrl" text DEFAULT NULL::text, IN "File" text DEFAULT NULL::text, IN "Description" text DEFAULT NULL::text, IN "IsThumbnail" boolean DEFAULT NULL::boolean, IN "SortOrder" bigint DEFAULT NULL::bigint, OUT "ImageId" bigint, OUT "UrlStandard" text | proc | volatile | unsafe | storeql | invoker | NULL | sql |  | Adds an image to a product: one that the store fetches from an address, or a file of this machine.
-- | bigcommerce | VoidPayment | NULL | IN "OrderId" bigint, OUT "Success" boolean | proc | volatile | unsafe | storeql | invoker | NULL | sql |  | Gives up the payment of an order that was only authorised. The provider is asked a little later: the order's payment_status says how it went.
-- @ psql-15.18 55
SELECT r.rolname, r.rolsuper, r.rolinherit,
  r.rolcreaterole, r.rolcreatedb, r.rolcanlogin,
  r.rolconnlimit, r.rolvaliduntil,
  ARRAY(SELECT b.rolname
        FROM pg_catalog.pg_auth_members m
        JOIN pg_catalog.pg_roles b ON (m.roleid = b.oid)
        WHERE m.member = r.oid) as memberof
, r.rolreplication
, r.rolbypassrls
FROM pg_catalog.pg_roles r
WHERE r.rolname !~ '^pg_'
ORDER BY 1
-- = 1 rows
-- | storeql | false | true | false | false | true | -1 | NULL | [] | false | false
-- @ psql-15.18 56
SELECT n.nspname as "Schema",
  pg_catalog.format_type(t.oid, NULL) AS "Name",
  pg_catalog.obj_description(t.oid, 'pg_type') as "Description"
FROM pg_catalog.pg_type t
     LEFT JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
WHERE (t.typrelid = 0 OR (SELECT c.relkind = 'c' FROM pg_catalog.pg_class c WHERE c.oid = t.typrelid))
  AND NOT EXISTS(SELECT 1 FROM pg_catalog.pg_type el WHERE el.oid = t.typelem AND el.typarray = t.oid)
      AND n.nspname <> 'pg_catalog'
      AND n.nspname <> 'information_schema'
  AND pg_catalog.pg_type_is_visible(t.oid)
ORDER BY 1, 2
-- = 0 rows
-- @ psql-15.18 57
SELECT n.nspname as "Schema",
  c.relname as "Name",
  CASE c.relkind WHEN 'r' THEN 'table' WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' WHEN 'S' THEN 'sequence' WHEN 'f' THEN 'foreign table' WHEN 'p' THEN 'partitioned table' END as "Type",
  pg_catalog.array_to_string(c.relacl, E'\n') AS "Access privileges",
  pg_catalog.array_to_string(ARRAY(
    SELECT attname || E':\n  ' || pg_catalog.array_to_string(attacl, E'\n  ')
    FROM pg_catalog.pg_attribute a
    WHERE attrelid = c.oid AND NOT attisdropped AND attacl IS NOT NULL
  ), E'\n') AS "Column privileges",
  pg_catalog.array_to_string(ARRAY(
    SELECT polname
    || CASE WHEN NOT polpermissive THEN
       E' (RESTRICTIVE)'
       ELSE '' END
    || CASE WHEN polcmd != '*' THEN
           E' (' || polcmd::pg_catalog.text || E'):'
       ELSE E':'
       END
    || CASE WHEN polqual IS NOT NULL THEN
           E'\n  (u): ' || pg_catalog.pg_get_expr(polqual, polrelid)
       ELSE E''
       END
    || CASE WHEN polwithcheck IS NOT NULL THEN
           E'\n  (c): ' || pg_catalog.pg_get_expr(polwithcheck, polrelid)
       ELSE E''
       END    || CASE WHEN polroles <> '{0}' THEN
           E'\n  to: ' || pg_catalog.array_to_string(
               ARRAY(
                   SELECT rolname
                   FROM pg_catalog.pg_roles
                   WHERE oid = ANY (polroles)
                   ORDER BY 1
               ), E', ')
       ELSE E''
       END
    FROM pg_catalog.pg_policy pol
    WHERE polrelid = c.oid), E'\n')
    AS "Policies"
FROM pg_catalog.pg_class c
     LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r','v','m','S','f','p')
  AND n.nspname !~ '^pg_' AND pg_catalog.pg_table_is_visible(c.oid)
ORDER BY 1, 2
-- = 199 rows
-- | bigcommerce | abandoned_cart_emails | table | NULL |  | 
-- | bigcommerce | abandoned_cart_settings | table | NULL |  | 
-- | bigcommerce | abandoned_carts | table | NULL |  | 
-- | bigcommerce | accepted_payment_methods | table | NULL |  | 
-- | bigcommerce | analytics_providers | table | NULL |  | 
-- | bigcommerce | available_search_filters | table | NULL |  | 
-- | bigcommerce | banners | table | NULL |  | 
-- | bigcommerce | blog_posts | table | NULL |  | 
-- | bigcommerce | blog_tags | table | NULL |  | 
-- | bigcommerce | brand_metafields | table | NULL |  | 
-- | bigcommerce | brands | table | NULL |  | 
-- | bigcommerce | cart_items | table | NULL |  | 
-- | bigcommerce | cart_metafields | table | NULL |  | 
-- | bigcommerce | cart_settings | table | NULL |  | 
-- | bigcommerce | carts | table | NULL |  | 
-- | bigcommerce | catalog_settings | table | NULL |  | 
-- | bigcommerce | catalog_summary | table | NULL |  | 
-- | bigcommerce | categories | table | NULL |  | 
-- | bigcommerce | category_metafields | table | NULL |  | 
-- | bigcommerce | category_product_sort_order | table | NULL |  | 
-- | bigcommerce | category_trees | table | NULL |  | 
-- | bigcommerce | channel_abandoned_cart_settings | table | NULL |  | 
-- | bigcommerce | channel_active_themes | table | NULL |  | 
-- | bigcommerce | channel_cart_settings | table | NULL |  | 
-- | bigcommerce | channel_catalog_settings | table | NULL |  | 
-- | bigcommerce | channel_checkout_settings | table | NULL |  | 
-- | bigcommerce | channel_currency_assignments | table | NULL |  | 
-- | bigcommerce | channel_customer_settings | table | NULL |  | 
-- | bigcommerce | channel_email_status_settings | table | NULL |  | 
-- | bigcommerce | channel_inventory_notification_settings | table | NULL |  | 
-- @ psql-15.18 58
SELECT e.extname AS "Name", e.extversion AS "Version", n.nspname AS "Schema", c.description AS "Description"
FROM pg_catalog.pg_extension e LEFT JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace LEFT JOIN pg_catalog.pg_description c ON c.objoid = e.oid AND c.classoid = 'pg_catalog.pg_extension'::pg_catalog.regclass
ORDER BY 1
-- = 0 rows
-- @ psql-15.18 59
SELECT DISTINCT tt.nspname AS "Schema", tt.name AS "Name", tt.object AS "Object", d.description AS "Description"
FROM (
  SELECT pgc.oid as oid, pgc.tableoid AS tableoid,
  n.nspname as nspname,
  CAST(pgc.conname AS pg_catalog.text) as name,  CAST('table constraint' AS pg_catalog.text) as object
  FROM pg_catalog.pg_constraint pgc
    JOIN pg_catalog.pg_class c ON c.oid = pgc.conrelid
    LEFT JOIN pg_catalog.pg_namespace n     ON n.oid = c.relnamespace
WHERE n.nspname <> 'pg_catalog'
      AND n.nspname <> 'information_schema'
  AND pg_catalog.pg_table_is_visible(c.oid)
UNION ALL
  SELECT pgc.oid as oid, pgc.tableoid AS tableoid,
  n.nspname as nspname,
  CAST(pgc.conname AS pg_catalog.text) as name,  CAST('domain constraint' AS pg_catalog.text) as object
  FROM pg_catalog.pg_constraint pgc
    JOIN pg_catalog.pg_type t ON t.oid = pgc.contypid
    LEFT JOIN pg_catalog.pg_namespace n     ON n.oid = t.typnamespace
WHERE n.nspname <> 'pg_catalog'
      AND n.nspname <> 'information_schema'
  AND pg_catalog.pg_type_is_visible(t.oid)
UNION ALL
  SELECT o.oid as oid, o.tableoid as tableoid,
  n.nspname as nspname,
  CAST(o.opcname AS pg_catalog.text) as name,
  CAST('operator class' AS pg_catalog.text) as object
  FROM pg_catalog.pg_opclass o
    JOIN pg_catalog.pg_am am ON o.opcmethod = am.oid
    JOIN pg_catalog.pg_namespace n ON n.oid = o.opcnamespace
      AND n.nspname <> 'pg_catalog'
      AND n.nspname <> 'information_schema'
  AND pg_catalog.pg_opclass_is_visible(o.oid)
UNION ALL
  SELECT opf.oid as oid, opf.tableoid as tableoid,
  n.nspname as nspname,
  CAST(opf.opfname AS pg_catalog.text) AS name,
  CAST('operator family' AS pg_catalog.text) as object
  FROM pg_catalog.pg_opfamily opf
    JOIN pg_catalog.pg_am am ON opf.opfmethod = am.oid
    JOIN pg_catalog.pg_namespace n ON opf.opfnamespace = n.oid
      AND n.nspname <> 'pg_catalog'
      AND n.nspname <> 'information_schema'
  AND pg_catalog.pg_opfamily_is_visible(opf.oid)
UNION ALL
  SELECT r.oid as oid, r.tableoid as tableoid,
  n.nspname as nspname,
  CAST(r.rulename AS pg_catalog.text) as name,  CAST('rule' AS pg_catalog.text) as object
  FROM pg_catalog.pg_rewrite r
       JOIN pg_catalog.pg_class c ON c.oid = r.ev_class
       LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE r.rulename != '_RETURN'
      AND n.nspname <> 'pg_catalog'
      AND n.nspname <> 'information_schema'
  AND pg_catalog.pg_table_is_visible(c.oid)
UNION ALL
  SELECT t.oid as oid, t.tableoid as tableoid,
  n.nspname as nspname,
  CAST(t.tgname AS pg_catalog.text) as name,  CAST('trigger' AS pg_catalog.text) as object
  FROM pg_catalog.pg_trigger t
       JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid
       LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname <> 'pg_catalog'
      AND n.nspname <> 'information_schema'
  AND pg_catalog.pg_table_is_visible(c.oid)
) AS tt
  JOIN pg_catalog.pg_description d ON (tt.oid = d.objoid AND tt.tableoid = d.classoid AND d.objsubid = 0)
ORDER BY 1, 2, 3
-- = 0 rows
-- @ psql-15.18 60
SELECT n.nspname as "Schema",
  p.proname AS "Name",
  pg_catalog.format_type(p.prorettype, NULL) AS "Result data type",
  CASE WHEN p.pronargs = 0
    THEN CAST('*' AS pg_catalog.text)
    ELSE pg_catalog.pg_get_function_arguments(p.oid)
  END AS "Argument data types",
  pg_catalog.obj_description(p.oid, 'pg_proc') as "Description"
FROM pg_catalog.pg_proc p
     LEFT JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
WHERE p.prokind = 'a'
      AND n.nspname <> 'pg_catalog'
      AND n.nspname <> 'information_schema'
  AND pg_catalog.pg_function_is_visible(p.oid)
ORDER BY 1, 2, 4
-- = 0 rows
-- @ psql-15.18 61
SELECT pg_catalog.format_type(castsource, NULL) AS "Source type",
       pg_catalog.format_type(casttarget, NULL) AS "Target type",
       CASE WHEN c.castmethod = 'b' THEN '(binary coercible)'
            WHEN c.castmethod = 'i' THEN '(with inout)'
            ELSE p.proname
       END AS "Function",
       CASE WHEN c.castcontext = 'e' THEN 'no'
            WHEN c.castcontext = 'a' THEN 'in assignment'
            ELSE 'yes'
       END AS "Implicit?"
FROM pg_catalog.pg_cast c LEFT JOIN pg_catalog.pg_proc p
     ON c.castfunc = p.oid
     LEFT JOIN pg_catalog.pg_type ts
     ON c.castsource = ts.oid
     LEFT JOIN pg_catalog.pg_namespace ns
     ON ns.oid = ts.typnamespace
     LEFT JOIN pg_catalog.pg_type tt
     ON c.casttarget = tt.oid
     LEFT JOIN pg_catalog.pg_namespace nt
     ON nt.oid = tt.typnamespace
WHERE ( (true  AND pg_catalog.pg_type_is_visible(ts.oid)
) OR (true  AND pg_catalog.pg_type_is_visible(tt.oid)
) )
ORDER BY 1, 2
-- = 0 rows
-- @ psql-15.18 62
SELECT spcname AS "Name",
  pg_catalog.pg_get_userbyid(spcowner) AS "Owner",
  pg_catalog.pg_tablespace_location(oid) AS "Location"
FROM pg_catalog.pg_tablespace
ORDER BY 1
-- = 1 rows
-- | pg_default | storeql | 
-- @ psql-15.18 63
SELECT n.nspname as "Schema",
       t.typname as "Name",
       pg_catalog.format_type(t.typbasetype, t.typtypmod) as "Type",
       (SELECT c.collname FROM pg_catalog.pg_collation c, pg_catalog.pg_type bt
        WHERE c.oid = t.typcollation AND bt.oid = t.typbasetype AND t.typcollation <> bt.typcollation) as "Collation",
       CASE WHEN t.typnotnull THEN 'not null' END as "Nullable",
       t.typdefault as "Default",
       pg_catalog.array_to_string(ARRAY(
         SELECT pg_catalog.pg_get_constraintdef(r.oid, true) FROM pg_catalog.pg_constraint r WHERE t.oid = r.contypid
       ), ' ') as "Check"
FROM pg_catalog.pg_type t
     LEFT JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
WHERE t.typtype = 'd'
      AND n.nspname <> 'pg_catalog'
      AND n.nspname <> 'information_schema'
  AND pg_catalog.pg_type_is_visible(t.oid)
ORDER BY 1, 2
-- = 0 rows
-- @ psql-15.18 64
SELECT n.nspname AS "Schema",
       c.collname AS "Name",
       c.collcollate AS "Collate",
       c.collctype AS "Ctype",
       c.colliculocale AS "ICU Locale",
       CASE c.collprovider WHEN 'd' THEN 'default' WHEN 'c' THEN 'libc' WHEN 'i' THEN 'icu' END AS "Provider",
       CASE WHEN c.collisdeterministic THEN 'yes' ELSE 'no' END AS "Deterministic?"
FROM pg_catalog.pg_collation c, pg_catalog.pg_namespace n
WHERE n.oid = c.collnamespace
      AND n.nspname <> 'pg_catalog'
      AND n.nspname <> 'information_schema'
      AND c.collencoding IN (-1, pg_catalog.pg_char_to_encoding(pg_catalog.getdatabaseencoding()))
  AND pg_catalog.pg_collation_is_visible(c.oid)
ORDER BY 1, 2
-- = 0 rows
-- @ psql-15.18 65
SELECT n.nspname as "Schema",
  c.relname as "Name",
  pg_catalog.pg_get_userbyid(c.relowner) as "Owner",
  CASE c.relkind WHEN 'p' THEN 'partitioned table' WHEN 'I' THEN 'partitioned index' END as "Type",
 c2.oid::pg_catalog.regclass as "Table"
FROM pg_catalog.pg_class c
     LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
     LEFT JOIN pg_catalog.pg_index i ON i.indexrelid = c.oid
     LEFT JOIN pg_catalog.pg_class c2 ON i.indrelid = c2.oid
WHERE c.relkind IN ('p','I','')
 AND NOT c.relispartition
      AND n.nspname <> 'pg_catalog'
      AND n.nspname !~ '^pg_toast'
      AND n.nspname <> 'information_schema'
  AND pg_catalog.pg_table_is_visible(c.oid)
ORDER BY "Schema", "Type" DESC, "Name"
-- = 0 rows
-- @ psql-15.18 66
SELECT evtname as "Name", evtevent as "Event", pg_catalog.pg_get_userbyid(e.evtowner) as "Owner",
 case evtenabled when 'O' then 'enabled'  when 'R' then 'replica'  when 'A' then 'always'  when 'D' then 'disabled' end as "Enabled",
 e.evtfoid::pg_catalog.regproc as "Function", pg_catalog.array_to_string(array(select x from pg_catalog.unnest(evttags) as t(x)), ', ') as "Tags"
FROM pg_catalog.pg_event_trigger e ORDER BY 1
-- = 0 rows
-- @ psql-15.18 67
SELECT s.name AS "Parameter", pg_catalog.current_setting(s.name) AS "Value"
FROM pg_catalog.pg_settings s
WHERE pg_catalog.lower(s.name) OPERATOR(pg_catalog.~) '^(search_path)$' COLLATE pg_catalog.default
ORDER BY 1
-- = 1 rows
-- | search_path | bigcommerce, sys, "UserViews"
-- @ psql-15.18 68
SELECT fdw.fdwname AS "Name",
  pg_catalog.pg_get_userbyid(fdw.fdwowner) AS "Owner",
  fdw.fdwhandler::pg_catalog.regproc AS "Handler",
  fdw.fdwvalidator::pg_catalog.regproc AS "Validator"
FROM pg_catalog.pg_foreign_data_wrapper fdw
ORDER BY 1
-- = 0 rows
-- @ psql-15.18 69
SELECT s.srvname AS "Name",
  pg_catalog.pg_get_userbyid(s.srvowner) AS "Owner",
  f.fdwname AS "Foreign-data wrapper"
FROM pg_catalog.pg_foreign_server s
     JOIN pg_catalog.pg_foreign_data_wrapper f ON f.oid=s.srvfdw
ORDER BY 1
-- = 0 rows
-- @ psql-15.18 70
SELECT n.nspname AS "Schema",
  c.relname AS "Table",
  s.srvname AS "Server"
FROM pg_catalog.pg_foreign_table ft
  INNER JOIN pg_catalog.pg_class c ON c.oid = ft.ftrelid
  INNER JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  INNER JOIN pg_catalog.pg_foreign_server s ON s.oid = ft.ftserver
WHERE pg_catalog.pg_table_is_visible(c.oid)
ORDER BY 1, 2
-- = 0 rows
-- @ psql-15.18 71
SELECT
   n.nspname as "Schema",
   c.cfgname as "Name",
   pg_catalog.obj_description(c.oid, 'pg_ts_config') as "Description"
FROM pg_catalog.pg_ts_config c
LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.cfgnamespace
WHERE pg_catalog.pg_ts_config_is_visible(c.oid)
ORDER BY 1, 2
-- = 0 rows
-- @ psql-15.18 72
SELECT rolname AS "Role", datname AS "Database",
pg_catalog.array_to_string(setconfig, E'\n') AS "Settings"
FROM pg_catalog.pg_db_role_setting s
LEFT JOIN pg_catalog.pg_database d ON d.oid = setdatabase
LEFT JOIN pg_catalog.pg_roles r ON r.oid = setrole
ORDER BY 1, 2
-- = 0 rows
-- @ psql-15.18 73
SELECT pubname AS "Name",
  pg_catalog.pg_get_userbyid(pubowner) AS "Owner",
  puballtables AS "All tables",
  pubinsert AS "Inserts",
  pubupdate AS "Updates",
  pubdelete AS "Deletes",
  pubtruncate AS "Truncates",
  pubviaroot AS "Via root"
FROM pg_catalog.pg_publication
ORDER BY 1
-- = 0 rows
-- @ psql-15.18 74
SELECT subname AS "Name"
,  pg_catalog.pg_get_userbyid(subowner) AS "Owner"
,  subenabled AS "Enabled"
,  subpublications AS "Publication"
FROM pg_catalog.pg_subscription
WHERE subdbid = (SELECT oid
                 FROM pg_catalog.pg_database
                 WHERE datname = pg_catalog.current_database())ORDER BY 1
-- = 0 rows
-- @ psql-15.18 75
SELECT 
es.stxnamespace::pg_catalog.regnamespace::pg_catalog.text AS "Schema", 
es.stxname AS "Name", 
pg_catalog.format('%s FROM %s', 
  pg_catalog.pg_get_statisticsobjdef_columns(es.oid), 
  es.stxrelid::pg_catalog.regclass) AS "Definition",
CASE WHEN 'd' = any(es.stxkind) THEN 'defined' 
END AS "Ndistinct", 
CASE WHEN 'f' = any(es.stxkind) THEN 'defined' 
END AS "Dependencies",
CASE WHEN 'm' = any(es.stxkind) THEN 'defined' 
END AS "MCV"  
FROM pg_catalog.pg_statistic_ext es 
WHERE pg_catalog.pg_statistics_obj_is_visible(es.oid)
ORDER BY 1, 2
-- = 0 rows
-- @ psql-15.18 76
SELECT 'nofunction'::pg_catalog.regproc::pg_catalog.oid
-- = function "nofunction" does not exist
-- @ psql-15.18 77
SELECT n.nspname as "Schema",
  c.relname as "Name",
  CASE c.relkind WHEN 'r' THEN 'table' WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' WHEN 'i' THEN 'index' WHEN 'S' THEN 'sequence' WHEN 't' THEN 'TOAST table' WHEN 'f' THEN 'foreign table' WHEN 'p' THEN 'partitioned table' WHEN 'I' THEN 'partitioned index' END as "Type",
  pg_catalog.pg_get_userbyid(c.relowner) as "Owner"
FROM pg_catalog.pg_class c
     LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
     LEFT JOIN pg_catalog.pg_am am ON am.oid = c.relam
WHERE c.relkind IN ('r','p','t','s','')
  AND c.relname OPERATOR(pg_catalog.~) '^(orders)$' COLLATE pg_catalog.default
ORDER BY 1,2
-- = 1 rows
-- | bigcommerce | orders | table | storeql
-- @ psql-15.18 78
SELECT n.nspname as "Schema",
  c.relname as "Name",
  CASE c.relkind WHEN 'r' THEN 'table' WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' WHEN 'i' THEN 'index' WHEN 'S' THEN 'sequence' WHEN 't' THEN 'TOAST table' WHEN 'f' THEN 'foreign table' WHEN 'p' THEN 'partitioned table' WHEN 'I' THEN 'partitioned index' END as "Type",
  pg_catalog.pg_get_userbyid(c.relowner) as "Owner"
FROM pg_catalog.pg_class c
     LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
     LEFT JOIN pg_catalog.pg_am am ON am.oid = c.relam
WHERE c.relkind IN ('r','p','t','s','')
  AND n.nspname OPERATOR(pg_catalog.~) '^(bigcommerce)$' COLLATE pg_catalog.default
ORDER BY 1,2
-- = 183 rows
-- | bigcommerce | abandoned_cart_emails | table | storeql
-- | bigcommerce | abandoned_cart_settings | table | storeql
-- | bigcommerce | abandoned_carts | table | storeql
-- | bigcommerce | accepted_payment_methods | table | storeql
-- | bigcommerce | analytics_providers | table | storeql
-- | bigcommerce | available_search_filters | table | storeql
-- | bigcommerce | banners | table | storeql
-- | bigcommerce | blog_posts | table | storeql
-- | bigcommerce | blog_tags | table | storeql
-- | bigcommerce | brand_metafields | table | storeql
-- | bigcommerce | brands | table | storeql
-- | bigcommerce | cart_items | table | storeql
-- | bigcommerce | cart_metafields | table | storeql
-- | bigcommerce | cart_settings | table | storeql
-- | bigcommerce | carts | table | storeql
-- | bigcommerce | catalog_settings | table | storeql
-- | bigcommerce | catalog_summary | table | storeql
-- | bigcommerce | categories | table | storeql
-- | bigcommerce | category_metafields | table | storeql
-- | bigcommerce | category_product_sort_order | table | storeql
-- | bigcommerce | category_trees | table | storeql
-- | bigcommerce | channel_abandoned_cart_settings | table | storeql
-- | bigcommerce | channel_active_themes | table | storeql
-- | bigcommerce | channel_cart_settings | table | storeql
-- | bigcommerce | channel_catalog_settings | table | storeql
-- | bigcommerce | channel_checkout_settings | table | storeql
-- | bigcommerce | channel_currency_assignments | table | storeql
-- | bigcommerce | channel_customer_settings | table | storeql
-- | bigcommerce | channel_email_status_settings | table | storeql
-- | bigcommerce | channel_inventory_notification_settings | table | storeql
-- @ psql-15.18 79
SELECT c.oid,
  n.nspname,
  c.relname
FROM pg_catalog.pg_class c
     LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE c.relname OPERATOR(pg_catalog.~) '^(pk_orders)$' COLLATE pg_catalog.default
  AND pg_catalog.pg_table_is_visible(c.oid)
ORDER BY 2, 3
-- = 1 rows
-- | 2048602194 | bigcommerce | pk_orders
-- @ psql-15.18 80
SELECT c.relchecks, c.relkind, c.relhasindex, c.relhasrules, c.relhastriggers, c.relrowsecurity, c.relforcerowsecurity, false AS relhasoids, c.relispartition, '', c.reltablespace, CASE WHEN c.reloftype = 0 THEN '' ELSE c.reloftype::pg_catalog.regtype::pg_catalog.text END, c.relpersistence, c.relreplident, am.amname
FROM pg_catalog.pg_class c
 LEFT JOIN pg_catalog.pg_class tc ON (c.reltoastrelid = tc.oid)
LEFT JOIN pg_catalog.pg_am am ON (c.relam = am.oid)
WHERE c.oid = '2048602194'
-- = 1 rows
-- | 0 | i | false | false | false | false | false | false | false |  | 0 |  | p | n | btree
-- @ psql-15.18 81
SELECT a.attname,
  pg_catalog.format_type(a.atttypid, a.atttypmod),
  CASE WHEN a.attnum <= (SELECT i.indnkeyatts FROM pg_catalog.pg_index i WHERE i.indexrelid = '2048602194') THEN 'yes' ELSE 'no' END AS is_key,
  pg_catalog.pg_get_indexdef(a.attrelid, a.attnum, TRUE) AS indexdef
FROM pg_catalog.pg_attribute a
WHERE a.attrelid = '2048602194' AND a.attnum > 0 AND NOT a.attisdropped
ORDER BY a.attnum
-- = 1 rows
-- | id | bigint | yes | id
-- @ psql-15.18 82
SELECT i.indisunique, i.indisprimary, i.indisclustered, i.indisvalid,
  (NOT i.indimmediate) AND EXISTS (SELECT 1 FROM pg_catalog.pg_constraint WHERE conrelid = i.indrelid AND conindid = i.indexrelid AND contype IN ('p','u','x') AND condeferrable) AS condeferrable,
  (NOT i.indimmediate) AND EXISTS (SELECT 1 FROM pg_catalog.pg_constraint WHERE conrelid = i.indrelid AND conindid = i.indexrelid AND contype IN ('p','u','x') AND condeferred) AS condeferred,
i.indisreplident,
i.indnullsnotdistinct,
  a.amname, c2.relname, pg_catalog.pg_get_expr(i.indpred, i.indrelid, true)
FROM pg_catalog.pg_index i, pg_catalog.pg_class c, pg_catalog.pg_class c2, pg_catalog.pg_am a
WHERE i.indexrelid = c.oid AND c.oid = '2048602194' AND c.relam = a.oid
AND i.indrelid = c2.oid
-- = 1 rows
-- | true | true | false | true | false | false | false | false | btree | orders | NULL
