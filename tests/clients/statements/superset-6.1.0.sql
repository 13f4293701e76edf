-- @ superset-6.1.0 1
SELECT t.oid, typarray
FROM pg_type t JOIN pg_namespace ns
    ON typnamespace = ns.oid
WHERE typname = 'hstore'
-- = 0 rows
-- @ superset-6.1.0 2
select pg_catalog.version()
-- = 1 rows
-- | PostgreSQL 16.0 (StoreQL 0.1.0)
-- @ superset-6.1.0 3
select current_schema()
-- = 1 rows
-- | bigcommerce
-- @ superset-6.1.0 4
SELECT nspname FROM pg_namespace WHERE nspname NOT LIKE 'pg_%' ORDER BY nspname
-- = 4 rows
-- | UserViews
-- | bigcommerce
-- | information_schema
-- | sys
-- @ superset-6.1.0 5
SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'bigcommerce' AND c.relkind in ('r', 'p')
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
-- @ superset-6.1.0 6
SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'bigcommerce' AND c.relkind = 'f'
-- = 0 rows
-- @ superset-6.1.0 7
SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'bigcommerce' AND c.relkind IN ('v', 'm')
-- = 0 rows
-- @ superset-6.1.0 8
SELECT c.oid
FROM pg_catalog.pg_class c
LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE (n.nspname = 'bigcommerce')
AND c.relname = 'order_items' AND c.relkind in
('r', 'v', 'm', 'f', 'p')
-- = 1 rows
-- | 690996394
-- @ superset-6.1.0 9
SELECT a.attname,
  pg_catalog.format_type(a.atttypid, a.atttypmod),
  (
    SELECT pg_catalog.pg_get_expr(d.adbin, d.adrelid)
    FROM pg_catalog.pg_attrdef d
    WHERE d.adrelid = a.attrelid AND d.adnum = a.attnum
    AND a.atthasdef
  ) AS DEFAULT,
  a.attnotnull,
  a.attrelid as table_oid,
  pgd.description as comment,
  a.attgenerated as generated,
                  (SELECT json_build_object(
        'always', a.attidentity = 'a',
        'start', s.seqstart,
        'increment', s.seqincrement,
        'minvalue', s.seqmin,
        'maxvalue', s.seqmax,
        'cache', s.seqcache,
        'cycle', s.seqcycle)
    FROM pg_catalog.pg_sequence s
    JOIN pg_catalog.pg_class c on s.seqrelid = c."oid"
    WHERE c.relkind = 'S'
    AND a.attidentity != ''
    AND s.seqrelid = pg_catalog.pg_get_serial_sequence(
        a.attrelid::regclass::text, a.attname
    )::regclass::oid
    ) as identity_options
FROM pg_catalog.pg_attribute a
LEFT JOIN pg_catalog.pg_description pgd ON (
    pgd.objoid = a.attrelid AND pgd.objsubid = a.attnum)
WHERE a.attrelid = 690996394
AND a.attnum > 0 AND NOT a.attisdropped
ORDER BY a.attnum
-- = 58 rows
-- | applied_discounts | json | NULL | false | 690996394 | Discounts on the line, as an array; one row each in `order_item_discounts`. |  | NULL
-- | base_cost_price | numeric(20,4) | NULL | false | 690996394 | What one cost the merchant. |  | NULL
-- | base_price | numeric(20,4) | NULL | false | 690996394 | Price of one, before tax is reckoned. |  | NULL
-- | base_total | numeric(20,4) | NULL | false | 690996394 | Price of all, before tax is reckoned. |  | NULL
-- | base_wrapping_cost | numeric(20,4) | NULL | false | 690996394 | Gift wrapping, before tax is reckoned. |  | NULL
-- | bin_picking_number | text | NULL | false | 690996394 | Where it lies in the warehouse. |  | NULL
-- | brand | text | NULL | false | 690996394 | Brand, by name. |  | NULL
-- | configurable_fields | json | NULL | false | 690996394 | Fields of the old catalogue that were filled in, as an array. |  | NULL
-- | cost_price_ex_tax | numeric(20,4) | NULL | false | 690996394 | What one cost the merchant, without tax. |  | NULL
-- | cost_price_inc_tax | numeric(20,4) | NULL | false | 690996394 | What one cost the merchant, with tax. |  | NULL
-- | cost_price_tax | numeric(20,4) | NULL | false | 690996394 | Tax on what one cost the merchant. |  | NULL
-- | depth | numeric(20,4) | NULL | false | 690996394 | Depth of one. |  | NULL
-- | discounted_total_inc_tax | numeric(20,4) | NULL | false | 690996394 | Price of all with tax, after discounts. |  | NULL
-- | ebay_item_id | text | NULL | false | 690996394 | Number of the item at eBay. |  | NULL
-- | ebay_transaction_id | text | NULL | false | 690996394 | Number of the sale at eBay. |  | NULL
-- | event_date | date | NULL | false | 690996394 | Date that the shopper chose. |  | NULL
-- | event_name | text | NULL | false | 690996394 | Name of the date that the shopper chose. |  | NULL
-- | external_id | text | NULL | false | 690996394 | Number in another system. |  | NULL
-- | fixed_shipping_cost | numeric(20,4) | NULL | false | 690996394 | Fixed price of shipping it. |  | NULL
-- | fulfillment_source | text | NULL | false | 690996394 | Where the line is fulfilled from; empty for none. |  | NULL
-- | gift_certificate_id | bigint | NULL | false | 690996394 | Gift certificate that was bought. |  | NULL
-- | height | numeric(20,4) | NULL | false | 690996394 | Height of one. |  | NULL
-- | id | bigint | NULL | true | 690996394 | Number of the line, which shipments and refunds name. |  | NULL
-- | is_bundled_product | boolean | NULL | false | 690996394 | Part of a bundle. |  | NULL
-- | is_refunded | boolean | NULL | false | 690996394 | Has been refunded. |  | NULL
-- | name | text | NULL | false | 690996394 | Name as the customer saw it. |  | NULL
-- | name_customer | text | NULL | false | 690996394 | Name as the customer saw it. |  | NULL
-- | name_merchant | text | NULL | false | 690996394 | Name as the merchant sees it. |  | NULL
-- | option_set_id | bigint | NULL | false | 690996394 | Option set of the old catalogue. |  | NULL
-- | order_address_id | bigint | NULL | false | 690996394 | Address that it ships to; 0 for none. |  | NULL
-- @ superset-6.1.0 10
SELECT t.typname as "name",
   pg_catalog.format_type(t.typbasetype, t.typtypmod) as "attype",
   not t.typnotnull as "nullable",
   t.typdefault as "default",
   pg_catalog.pg_type_is_visible(t.oid) as "visible",
   n.nspname as "schema"
FROM pg_catalog.pg_type t
   LEFT JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
WHERE t.typtype = 'd'
-- = 0 rows
-- @ superset-6.1.0 11
SELECT t.typname as "name",
       -- no enum defaults in 8.4 at least
       -- t.typdefault as "default",
       pg_catalog.pg_type_is_visible(t.oid) as "visible",
       n.nspname as "schema",
       e.enumlabel as "label"
    FROM pg_catalog.pg_type t
         LEFT JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
         LEFT JOIN pg_catalog.pg_enum e ON t.oid = e.enumtypid
    WHERE t.typtype = 'e'
ORDER BY "schema", "name", e.oid
-- = 0 rows
-- @ superset-6.1.0 12
SELECT a.attname
FROM pg_attribute a JOIN (
    SELECT unnest(ix.indkey) attnum,
           generate_subscripts(ix.indkey, 1) ord
    FROM pg_index ix
    WHERE ix.indrelid = 690996394 AND ix.indisprimary
    ) k ON a.attnum=k.attnum
WHERE a.attrelid = 690996394
ORDER BY k.ord
-- = 1 rows
-- | id
-- @ superset-6.1.0 13
SELECT conname
FROM  pg_catalog.pg_constraint r
WHERE r.conrelid = 690996394 AND r.contype = 'p'
ORDER BY 1
-- = 1 rows
-- | pk_order_items
-- @ superset-6.1.0 14
SELECT r.conname,
      pg_catalog.pg_get_constraintdef(r.oid, true) as condef,
      n.nspname as conschema
FROM  pg_catalog.pg_constraint r,
      pg_namespace n,
      pg_class c
WHERE r.conrelid = 690996394 AND
      r.contype = 'f' AND
      c.oid = confrelid AND
      n.oid = c.relnamespace
ORDER BY 1
-- = 6 rows
-- | fk_order_items_gift_certificate_id | FOREIGN KEY (gift_certificate_id) REFERENCES gift_certificates(id) | bigcommerce
-- | fk_order_items_order_address_id | FOREIGN KEY (order_address_id) REFERENCES order_shipping_addresses(id) | bigcommerce
-- | fk_order_items_order_id | FOREIGN KEY (order_id) REFERENCES orders(id) | bigcommerce
-- | fk_order_items_parent_order_product_id | FOREIGN KEY (parent_order_product_id) REFERENCES order_items(id) | bigcommerce
-- | fk_order_items_product_id | FOREIGN KEY (product_id) REFERENCES products(id) | bigcommerce
-- | fk_order_items_variant_id | FOREIGN KEY (variant_id) REFERENCES product_variants(id) | bigcommerce
-- @ superset-6.1.0 15
SELECT
    i.relname as relname,
    ix.indisunique, ix.indexprs,
    a.attname, a.attnum, c.conrelid, ix.indkey::varchar,
    ix.indoption::varchar, i.reloptions, am.amname,
    pg_get_expr(ix.indpred, ix.indrelid),
    ix.indnkeyatts as indnkeyatts
FROM
    pg_class t
          join pg_index ix on t.oid = ix.indrelid
          join pg_class i on i.oid = ix.indexrelid
          left outer join
              pg_attribute a
              on t.oid = a.attrelid and a.attnum = ANY(ix.indkey)
          left outer join
              pg_constraint c
              on (ix.indrelid = c.conrelid and
                  ix.indexrelid = c.conindid and
                  c.contype in ('p', 'u', 'x'))
          left outer join
              pg_am am
              on i.relam = am.oid
WHERE
    t.relkind IN ('r', 'v', 'f', 'm', 'p')
    and t.oid = 690996394
    and ix.indisprimary = 'f'
ORDER BY
    t.relname,
    i.relname
-- = 0 rows
-- @ superset-6.1.0 16
SELECT
    pgd.description as table_comment
FROM
    pg_catalog.pg_description pgd
WHERE
    pgd.objsubid = 0 AND
    pgd.objoid = 690996394
-- = 1 rows
-- | The lines of every order: what was bought, how much of it and for how much.
-- @ superset-6.1.0 17
SELECT
    cons.conname as name,
    cons.conkey as key,
    a.attnum as col_num,
    a.attname as col_name
FROM
    pg_catalog.pg_constraint cons
    join pg_attribute a
      on cons.conrelid = a.attrelid AND
        a.attnum = ANY(cons.conkey)
WHERE
    cons.conrelid = 1526860459 AND
    cons.contype = 'u'
-- = 0 rows
-- @ superset-6.1.0 18
SELECT
    cons.conname as name,
    pg_get_constraintdef(cons.oid) as src
FROM
    pg_catalog.pg_constraint cons
WHERE
    cons.conrelid = 1526860459 AND
    cons.contype = 'c'
-- = 0 rows
-- @ superset-6.1.0 19
select relname from pg_class c join pg_namespace n on n.oid=c.relnamespace where n.nspname='bigcommerce' and relname='orders'
-- = 1 rows
-- | orders
-- @ superset-6.1.0 20
SELECT
    i.relname as relname,
    ix.indisunique, ix.indexprs,
    a.attname, a.attnum, c.conrelid, ix.indkey::varchar,
    ix.indoption::varchar, i.reloptions, am.amname,
    pg_get_expr(ix.indpred, ix.indrelid),
    ix.indnkeyatts as indnkeyatts
FROM
    pg_class t
          join pg_index ix on t.oid = ix.indrelid
          join pg_class i on i.oid = ix.indexrelid
          left outer join
              pg_attribute a
              on t.oid = a.attrelid and a.attnum = ANY(ix.indkey)
          left outer join
              pg_constraint c
              on (ix.indrelid = c.conrelid and
                  ix.indexrelid = c.conindid and
                  c.contype in ('p', 'u', 'x'))
          left outer join
              pg_am am
              on i.relam = am.oid
WHERE
    t.relkind IN ('r', 'v', 'f', 'm', 'p')
    and t.oid = 273331648
    and ix.indisprimary = 'f'
ORDER BY
    t.relname,
    i.relname
-- = 3 rows
-- | ix_customer_groups_is_default | false | NULL | is_default | 3 | NULL | 3 | 0 | NULL | btree | NULL | 1
-- | ix_customer_groups_is_group_for_guests | false | NULL | is_group_for_guests | 4 | NULL | 4 | 0 | NULL | btree | NULL | 1
-- | ix_customer_groups_name | false | NULL | name | 2 | NULL | 2 | 0 | NULL | btree | NULL | 1
