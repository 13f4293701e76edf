-- @ duckdb-1.5.5 1
SELECT version(), (SELECT COUNT(*) FROM pg_settings WHERE name LIKE 'rds%')
-- = 1 rows
-- | PostgreSQL 16.0 (StoreQL 0.1.0) | 0
-- @ duckdb-1.5.5 2
SELECT to_regclass('duckdb_secrets')
-- = 1 rows
-- | NULL
-- @ duckdb-1.5.5 3
SELECT oid, nspname
FROM pg_namespace

ORDER BY oid
-- = 5 rows
-- | 11 | pg_catalog
-- | 1236424360 | sys
-- | 1242264247 | bigcommerce
-- | 2089616082 | information_schema
-- | 745731570 | UserViews
-- @ duckdb-1.5.5 4
SELECT pg_namespace.oid AS namespace_id, relname, relpages, attname,
    pg_type.typname type_name, atttypmod type_modifier, pg_attribute.attndims ndim,
    attnum, pg_attribute.attnotnull AS notnull, NULL constraint_id,
    NULL constraint_type, NULL constraint_key, type_ns.nspname AS type_schema,
    col_desc.description AS column_comment,
    tbl_desc.description AS table_comment
FROM pg_class
JOIN pg_namespace ON relnamespace = pg_namespace.oid
JOIN pg_attribute ON pg_class.oid=pg_attribute.attrelid
JOIN pg_type ON atttypid=pg_type.oid
JOIN pg_namespace type_ns ON pg_type.typnamespace = type_ns.oid
LEFT JOIN pg_description col_desc ON col_desc.objoid=pg_class.oid AND col_desc.objsubid=pg_attribute.attnum
LEFT JOIN pg_description tbl_desc ON tbl_desc.objoid=pg_class.oid AND tbl_desc.objsubid=0
WHERE attnum > 0 AND relkind IN ('r', 'v', 'm', 'f', 'p') 
UNION ALL
SELECT pg_namespace.oid AS namespace_id, relname, NULL relpages, NULL attname, NULL type_name,
    NULL type_modifier, NULL ndim, NULL attnum, NULL AS notnull,
    pg_constraint.oid AS constraint_id, contype AS constraint_type,
    conkey AS constraint_key, NULL AS type_schema,
    NULL AS column_comment, NULL AS table_comment
FROM pg_class
JOIN pg_namespace ON relnamespace = pg_namespace.oid
JOIN pg_constraint ON (pg_class.oid=pg_constraint.conrelid)
WHERE relkind IN ('r', 'v', 'm', 'f', 'p') AND contype IN ('p', 'u') 
ORDER BY namespace_id, relname, attnum, constraint_id
-- = 3870 rows
-- | 11 | pg_aggregate | 0 | aggcombinefn | regproc | -1 | 0 | 6 | true | NULL | NULL | NULL | pg_catalog | NULL | NULL
-- | 11 | pg_aggregate | 0 | aggdeserialfn | regproc | -1 | 0 | 8 | true | NULL | NULL | NULL | pg_catalog | NULL | NULL
-- | 11 | pg_aggregate | 0 | aggfinalextra | bool | -1 | 0 | 12 | true | NULL | NULL | NULL | pg_catalog | NULL | NULL
-- | 11 | pg_aggregate | 0 | aggfinalfn | regproc | -1 | 0 | 5 | true | NULL | NULL | NULL | pg_catalog | NULL | NULL
-- | 11 | pg_aggregate | 0 | aggfinalmodify | text | -1 | 0 | 14 | true | NULL | NULL | NULL | pg_catalog | NULL | NULL
-- | 11 | pg_aggregate | 0 | aggfnoid | regproc | -1 | 0 | 1 | true | NULL | NULL | NULL | pg_catalog | NULL | NULL
-- | 11 | pg_aggregate | 0 | agginitval | text | -1 | 0 | 21 | false | NULL | NULL | NULL | pg_catalog | NULL | NULL
-- | 11 | pg_aggregate | 0 | aggkind | text | -1 | 0 | 2 | true | NULL | NULL | NULL | pg_catalog | NULL | NULL
-- | 11 | pg_aggregate | 0 | aggmfinalextra | bool | -1 | 0 | 13 | true | NULL | NULL | NULL | pg_catalog | NULL | NULL
-- | 11 | pg_aggregate | 0 | aggmfinalfn | regproc | -1 | 0 | 11 | true | NULL | NULL | NULL | pg_catalog | NULL | NULL
-- | 11 | pg_aggregate | 0 | aggmfinalmodify | text | -1 | 0 | 15 | true | NULL | NULL | NULL | pg_catalog | NULL | NULL
-- | 11 | pg_aggregate | 0 | aggminitval | text | -1 | 0 | 22 | false | NULL | NULL | NULL | pg_catalog | NULL | NULL
-- | 11 | pg_aggregate | 0 | aggminvtransfn | regproc | -1 | 0 | 10 | true | NULL | NULL | NULL | pg_catalog | NULL | NULL
-- | 11 | pg_aggregate | 0 | aggmtransfn | regproc | -1 | 0 | 9 | true | NULL | NULL | NULL | pg_catalog | NULL | NULL
-- | 11 | pg_aggregate | 0 | aggmtransspace | int4 | -1 | 0 | 20 | true | NULL | NULL | NULL | pg_catalog | NULL | NULL
-- | 11 | pg_aggregate | 0 | aggmtranstype | oid | -1 | 0 | 19 | true | NULL | NULL | NULL | pg_catalog | NULL | NULL
-- | 11 | pg_aggregate | 0 | aggnumdirectargs | int2 | -1 | 0 | 3 | true | NULL | NULL | NULL | pg_catalog | NULL | NULL
-- | 11 | pg_aggregate | 0 | aggserialfn | regproc | -1 | 0 | 7 | true | NULL | NULL | NULL | pg_catalog | NULL | NULL
-- | 11 | pg_aggregate | 0 | aggsortop | oid | -1 | 0 | 16 | true | NULL | NULL | NULL | pg_catalog | NULL | NULL
-- | 11 | pg_aggregate | 0 | aggtransfn | regproc | -1 | 0 | 4 | true | NULL | NULL | NULL | pg_catalog | NULL | NULL
-- | 11 | pg_aggregate | 0 | aggtransspace | int4 | -1 | 0 | 18 | true | NULL | NULL | NULL | pg_catalog | NULL | NULL
-- | 11 | pg_aggregate | 0 | aggtranstype | oid | -1 | 0 | 17 | true | NULL | NULL | NULL | pg_catalog | NULL | NULL
-- | 11 | pg_am | 0 | amhandler | regproc | -1 | 0 | 3 | true | NULL | NULL | NULL | pg_catalog | NULL | NULL
-- | 11 | pg_am | 0 | amname | name | -1 | 0 | 2 | true | NULL | NULL | NULL | pg_catalog | NULL | NULL
-- | 11 | pg_am | 0 | amtype | text | -1 | 0 | 4 | true | NULL | NULL | NULL | pg_catalog | NULL | NULL
-- | 11 | pg_am | 0 | oid | oid | -1 | 0 | 1 | true | NULL | NULL | NULL | pg_catalog | NULL | NULL
-- | 11 | pg_amop | 0 | amopfamily | oid | -1 | 0 | 2 | true | NULL | NULL | NULL | pg_catalog | NULL | NULL
-- | 11 | pg_amop | 0 | amoplefttype | oid | -1 | 0 | 3 | true | NULL | NULL | NULL | pg_catalog | NULL | NULL
-- | 11 | pg_amop | 0 | amopmethod | oid | -1 | 0 | 8 | true | NULL | NULL | NULL | pg_catalog | NULL | NULL
-- | 11 | pg_amop | 0 | amopopr | oid | -1 | 0 | 7 | true | NULL | NULL | NULL | pg_catalog | NULL | NULL
-- @ duckdb-1.5.5 5
SELECT n.oid, enumtypid, typname, enumlabel
FROM pg_enum e
JOIN pg_type t ON e.enumtypid = t.oid
JOIN pg_namespace AS n ON (typnamespace=n.oid)

ORDER BY n.oid, enumtypid, enumsortorder
-- = 0 rows
-- @ duckdb-1.5.5 6
SELECT n.oid, t.typrelid AS id, t.typname as type, pg_attribute.attname, sub_type.typname,
       sub_type_ns.nspname AS sub_type_schema
FROM pg_type t
JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
JOIN pg_class ON pg_class.oid = t.typrelid
JOIN pg_attribute ON attrelid=t.typrelid
JOIN pg_type sub_type ON (pg_attribute.atttypid=sub_type.oid)
JOIN pg_catalog.pg_namespace sub_type_ns ON sub_type_ns.oid = sub_type.typnamespace
WHERE pg_class.relkind IN ('c', 'r', 'v', 'm', 'f', 'p')
AND t.typtype='c'
AND pg_attribute.attnum > 0
AND NOT pg_attribute.attisdropped

ORDER BY n.oid, t.oid, attrelid, attnum
-- = 0 rows
-- @ duckdb-1.5.5 7
SELECT pg_namespace.oid, tablename, indexname
FROM pg_indexes
JOIN pg_namespace ON (schemaname=nspname)

ORDER BY pg_namespace.oid
-- = 359 rows
-- | 1242264247 | abandoned_cart_emails | pk_abandoned_cart_emails
-- | 1242264247 | abandoned_carts | pk_abandoned_carts
-- | 1242264247 | accepted_payment_methods | ix_accepted_payment_methods_order_id
-- | 1242264247 | accepted_payment_methods | pk_accepted_payment_methods
-- | 1242264247 | analytics_providers | pk_analytics_providers
-- | 1242264247 | available_search_filters | pk_available_search_filters
-- | 1242264247 | banners | pk_banners
-- | 1242264247 | blog_posts | ix_blog_posts_is_published
-- | 1242264247 | blog_posts | ix_blog_posts_url
-- | 1242264247 | blog_posts | pk_blog_posts
-- | 1242264247 | blog_tags | pk_blog_tags
-- | 1242264247 | brand_metafields | ix_brand_metafields_date_created
-- | 1242264247 | brand_metafields | ix_brand_metafields_date_modified
-- | 1242264247 | brand_metafields | ix_brand_metafields_key
-- | 1242264247 | brand_metafields | ix_brand_metafields_namespace
-- | 1242264247 | brand_metafields | pk_brand_metafields
-- | 1242264247 | brands | ix_brands_name
-- | 1242264247 | brands | ix_brands_page_title
-- | 1242264247 | brands | pk_brands
-- | 1242264247 | cart_items | pk_cart_items
-- | 1242264247 | cart_metafields | ix_cart_metafields_date_created
-- | 1242264247 | cart_metafields | ix_cart_metafields_date_modified
-- | 1242264247 | cart_metafields | ix_cart_metafields_key
-- | 1242264247 | cart_metafields | ix_cart_metafields_namespace
-- | 1242264247 | cart_metafields | pk_cart_metafields
-- | 1242264247 | carts | pk_carts
-- | 1242264247 | categories | ix_categories_category_uuid
-- | 1242264247 | categories | ix_categories_is_visible
-- | 1242264247 | categories | ix_categories_name
-- | 1242264247 | categories | ix_categories_page_title
