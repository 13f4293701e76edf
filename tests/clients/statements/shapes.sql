-- Shapes of clients that were not run here, written by us after what they are known to ask: the same relations, joins and functions.
-- @ Npgsql: types with their elements, arrays told by how they are read
SELECT space.nspname, one.oid, one.typname, one.kind, one.typnotnull, one.inner_oid
FROM (
    SELECT typ.oid, typ.typnamespace, typ.typname, typ.typnotnull, cls.relkind,
        CASE WHEN reader.proname = 'array_recv' THEN 'a' ELSE typ.typtype END AS kind,
        CASE
            WHEN reader.proname = 'array_recv' THEN typ.typelem
            WHEN typ.typtype = 'r' THEN rngsubtype
            WHEN typ.typtype = 'm' THEN (SELECT rngtypid FROM pg_range WHERE rngmultitypid = typ.oid)
            WHEN typ.typtype = 'd' THEN typ.typbasetype
        END AS inner_oid
    FROM pg_type AS typ
    LEFT JOIN pg_class AS cls ON (cls.oid = typ.typrelid)
    LEFT JOIN pg_proc AS reader ON reader.oid = typ.typreceive
    LEFT JOIN pg_range ON (pg_range.rngtypid = typ.oid)
) AS one
JOIN pg_namespace AS space ON (space.oid = typnamespace)
WHERE kind IN ('b', 'r', 'm', 'e', 'd', 'a') OR (kind = 'c' AND relkind = 'c') OR (kind = 'p' AND typname IN ('record', 'void'))
ORDER BY CASE WHEN kind IN ('b', 'e', 'p') THEN 0 WHEN kind = 'r' THEN 1 WHEN kind = 'a' THEN 5 ELSE 6 END, one.oid
-- = 102 rows
-- | pg_catalog | 1000 | _bool | a | false | 16
-- | pg_catalog | 1001 | _bytea | a | false | 17
-- | pg_catalog | 1002 | _char | a | false | 18
-- | pg_catalog | 1003 | _name | a | false | 19
-- | pg_catalog | 1005 | _int2 | a | false | 21
-- | pg_catalog | 1006 | _int2vector | a | false | 22
-- | pg_catalog | 1007 | _int4 | a | false | 23
-- | pg_catalog | 1008 | _regproc | a | false | 24
-- | pg_catalog | 1009 | _text | a | false | 25
-- | pg_catalog | 1010 | _tid | a | false | 27
-- | pg_catalog | 1011 | _xid | a | false | 28
-- | pg_catalog | 1012 | _cid | a | false | 29
-- | pg_catalog | 1013 | _oidvector | a | false | 30
-- | pg_catalog | 1014 | _bpchar | a | false | 1042
-- | pg_catalog | 1015 | _varchar | a | false | 1043
-- | pg_catalog | 1016 | _int8 | a | false | 20
-- | pg_catalog | 1017 | _point | a | false | 600
-- | pg_catalog | 1021 | _float4 | a | false | 700
-- | pg_catalog | 1022 | _float8 | a | false | 701
-- | pg_catalog | 1028 | _oid | a | false | 26
-- | pg_catalog | 1033 | aclitem | b | false | NULL
-- | pg_catalog | 1034 | _aclitem | a | false | 1033
-- | pg_catalog | 1041 | _inet | a | false | 869
-- | pg_catalog | 1042 | bpchar | b | false | NULL
-- | pg_catalog | 1043 | varchar | b | false | NULL
-- | pg_catalog | 1082 | date | b | false | NULL
-- | pg_catalog | 1083 | time | b | false | NULL
-- | pg_catalog | 1114 | timestamp | b | false | NULL
-- | pg_catalog | 1115 | _timestamp | a | false | 1114
-- | pg_catalog | 114 | json | b | false | NULL
-- @ Npgsql: columns of types of rows
SELECT kind.oid, field.attname, field.atttypid
FROM pg_type AS kind
JOIN pg_namespace AS space ON (space.oid = kind.typnamespace)
JOIN pg_class AS relation ON (relation.oid = kind.typrelid)
JOIN pg_attribute AS field ON (field.attrelid = kind.typrelid)
WHERE kind.typtype = 'c' AND relation.relkind = 'c' AND attnum > 0 AND NOT attisdropped
ORDER BY kind.oid, field.attnum
-- = 0 rows
-- @ Npgsql: values of enumerations
SELECT pg_type.oid, enumlabel
FROM pg_enum
JOIN pg_type ON pg_type.oid = enumtypid
ORDER BY oid, enumsortorder
-- = 0 rows
-- @ DBeaver: the database
SELECT base.oid, base.* FROM pg_catalog.pg_database base WHERE datname = 'storeql'
-- = 1 rows
-- | 575074605 | 575074605 | storeql | 10 | 6 | c | false | true | -1 | 0 | 0 | 1663 | C.UTF-8 | C.UTF-8 | NULL | NULL | NULL | NULL
-- @ DBeaver: schemas with their comments
SELECT space.oid, space.*, note.description FROM pg_catalog.pg_namespace space LEFT OUTER JOIN pg_catalog.pg_description note ON note.objoid = space.oid AND note.objsubid = 0 AND note.classoid = 'pg_namespace'::regclass ORDER BY nspname
-- = 5 rows
-- | 11 | 11 | pg_catalog | 10 | NULL | The catalogue, as PostgreSQL has it.
-- | 1236424360 | 1236424360 | sys | 10 | NULL | What there is to query, and how.
-- | 1242264247 | 1242264247 | bigcommerce | 10 | NULL | The tables of the store.
-- | 2089616082 | 2089616082 | information_schema | 10 | NULL | The catalogue, as the SQL standard has it.
-- | 745731570 | 745731570 | UserViews | 10 | NULL | The views of your own.
-- @ DBeaver: tables of a schema
SELECT rel.oid, rel.*, note.description, pg_catalog.pg_get_expr(rel.relpartbound, rel.oid) AS bound, pg_catalog.pg_get_partkeydef(rel.oid) AS part_key
FROM pg_catalog.pg_class rel
LEFT OUTER JOIN pg_catalog.pg_description note ON note.objoid = rel.oid AND note.objsubid = 0 AND note.classoid = 'pg_class'::regclass
WHERE rel.relnamespace = 'bigcommerce'::regnamespace AND rel.relkind NOT IN ('i', 'I', 'c')
ORDER BY relname
-- = 183 rows
-- | 1002122376 | 1002122376 | category_trees | 1242264247 | 0 | 0 | 10 | 2 | 0 | 0 | 0 | -1.0 | 0 | 0 | true | false | p | r | 3 | 0 | false | true | false | false | false | true | d | false | 0 | 0 | 0 | NULL | NULL | NULL | The category trees, one for each storefront at most. | NULL | NULL
-- | 1005105462 | 1005105462 | price_lists | 1242264247 | 0 | 0 | 10 | 2 | 0 | 0 | 0 | -1.0 | 0 | 0 | true | false | p | r | 5 | 0 | false | true | false | false | false | true | d | false | 0 | 0 | 0 | NULL | NULL | NULL | Price lists: sets of prices other than the catalogue's. | NULL | NULL
-- | 1044068945 | 1044068945 | payment_methods | 1242264247 | 0 | 0 | 10 | 2 | 0 | 0 | 0 | -1.0 | 0 | 0 | true | false | p | r | 3 | 0 | false | false | false | false | false | true | d | false | 0 | 0 | 0 | NULL | NULL | NULL | Ways of paying that the store has set up. | NULL | NULL
-- | 1045407198 | 1045407198 | email_templates | 1242264247 | 0 | 0 | 10 | 2 | 0 | 0 | 0 | -1.0 | 0 | 0 | true | false | p | r | 4 | 0 | false | false | false | false | false | true | d | false | 0 | 0 | 0 | NULL | NULL | NULL | The texts of the mails that the store sends. | NULL | NULL
-- | 1047982343 | 1047982343 | product_metafields | 1242264247 | 0 | 0 | 10 | 2 | 0 | 0 | 0 | -1.0 | 0 | 0 | true | false | p | r | 11 | 0 | false | true | false | false | false | true | d | false | 0 | 0 | 0 | NULL | NULL | NULL | Facts that apps keep about products, by namespace and key. A token sees its own app's, and those that others share. | NULL | NULL
-- | 1058694247 | 1058694247 | product_modifier_values | 1242264247 | 0 | 0 | 10 | 2 | 0 | 0 | 0 | -1.0 | 0 | 0 | true | false | p | r | 15 | 0 | false | true | false | false | false | true | d | false | 0 | 0 | 0 | NULL | NULL | NULL | What shoppers can choose for each modifier of a product, and what the choice changes. | NULL | NULL
-- | 1085579743 | 1085579743 | available_search_filters | 1242264247 | 0 | 0 | 10 | 2 | 0 | 0 | 0 | -1.0 | 0 | 0 | true | false | p | r | 6 | 0 | false | false | false | false | false | true | d | false | 0 | 0 | 0 | NULL | NULL | NULL | Filters that the store could offer. | NULL | NULL
-- | 1117760832 | 1117760832 | cart_settings | 1242264247 | 0 | 0 | 10 | 2 | 0 | 0 | 0 | -1.0 | 0 | 0 | false | false | p | r | 1 | 0 | false | false | false | false | false | true | d | false | 0 | 0 | 0 | NULL | NULL | NULL | Settings about carts, in one row. | NULL | NULL
-- | 1134360753 | 1134360753 | custom_template_associations | 1242264247 | 0 | 0 | 10 | 2 | 0 | 0 | 0 | -1.0 | 0 | 0 | true | false | p | r | 8 | 0 | false | true | false | false | false | true | d | false | 0 | 0 | 0 | NULL | NULL | NULL | Products, categories, brands and pages with a template of their own. | NULL | NULL
-- | 1152388833 | 1152388833 | channel_storefront_search_settings | 1242264247 | 0 | 0 | 10 | 2 | 0 | 0 | 0 | -1.0 | 0 | 0 | true | false | p | r | 5 | 0 | false | true | false | false | false | true | d | false | 0 | 0 | 0 | NULL | NULL | NULL | How the search works, of each channel; NULL where those of the store hold. | NULL | NULL
-- | 115488695 | 115488695 | abandoned_cart_settings | 1242264247 | 0 | 0 | 10 | 2 | 0 | 0 | 0 | -1.0 | 0 | 0 | false | false | p | r | 8 | 0 | false | false | false | false | false | true | d | false | 0 | 0 | 0 | NULL | NULL | NULL | Settings about carts left behind, in one row. | NULL | NULL
-- | 1179604395 | 1179604395 | channel_inventory_settings | 1242264247 | 0 | 0 | 10 | 2 | 0 | 0 | 0 | -1.0 | 0 | 0 | true | false | p | r | 11 | 0 | false | true | false | false | false | true | d | false | 0 | 0 | 0 | NULL | NULL | NULL | Settings about stock, of each channel; NULL where those of the store hold. | NULL | NULL
-- | 1204091287 | 1204091287 | store_logs | 1242264247 | 0 | 0 | 10 | 2 | 0 | 0 | 0 | -1.0 | 0 | 0 | true | false | p | r | 7 | 0 | false | false | false | false | false | true | d | false | 0 | 0 | 0 | NULL | NULL | NULL | What the store has logged: errors, warnings, changes. | NULL | NULL
-- | 1214882145 | 1214882145 | channel_storefront_seo_settings | 1242264247 | 0 | 0 | 10 | 2 | 0 | 0 | 0 | -1.0 | 0 | 0 | true | false | p | r | 5 | 0 | false | true | false | false | false | true | d | false | 0 | 0 | 0 | NULL | NULL | NULL | What search engines see of the home page, of each channel; NULL where those of the store hold. | NULL | NULL
-- | 122504265 | 122504265 | download_consignments | 1242264247 | 0 | 0 | 10 | 2 | 0 | 0 | 0 | -1.0 | 0 | 0 | true | false | p | r | 4 | 0 | false | true | false | false | false | true | d | false | 0 | 0 | 0 | NULL | NULL | NULL | The parts of an order that are downloaded. | NULL | NULL
-- | 1236581215 | 1236581215 | product_category_assignments | 1242264247 | 0 | 0 | 10 | 2 | 0 | 0 | 0 | -1.0 | 0 | 0 | true | false | p | r | 2 | 0 | false | true | false | false | false | true | d | false | 0 | 0 | 0 | NULL | NULL | NULL | Which product stands in which category. | NULL | NULL
-- | 1241593053 | 1241593053 | category_product_sort_order | 1242264247 | 0 | 0 | 10 | 2 | 0 | 0 | 0 | -1.0 | 0 | 0 | true | false | p | r | 3 | 0 | false | true | false | false | false | true | d | false | 0 | 0 | 0 | NULL | NULL | NULL | Where products stand within each category. | NULL | NULL
-- | 1249758519 | 1249758519 | cart_items | 1242264247 | 0 | 0 | 10 | 2 | 0 | 0 | 0 | -1.0 | 0 | 0 | true | false | p | r | 35 | 0 | false | true | false | false | false | true | d | false | 0 | 0 | 0 | NULL | NULL | NULL | What is in a cart: goods, files, gift certificates, things of its own. A query must name the cart. | NULL | NULL
-- | 1266880582 | 1266880582 | pages | 1242264247 | 0 | 0 | 10 | 2 | 0 | 0 | 0 | -1.0 | 0 | 0 | true | false | p | r | 22 | 0 | false | true | false | false | false | true | d | false | 0 | 0 | 0 | NULL | NULL | NULL | Pages of the shop that are no products or categories. | NULL | NULL
-- | 1279047106 | 1279047106 | order_coupons | 1242264247 | 0 | 0 | 10 | 2 | 0 | 0 | 0 | -1.0 | 0 | 0 | true | false | p | r | 7 | 0 | false | true | false | false | false | true | d | false | 0 | 0 | 0 | NULL | NULL | NULL | The coupons that were used on orders. | NULL | NULL
-- | 128096857 | 128096857 | shipping_settings | 1242264247 | 0 | 0 | 10 | 2 | 0 | 0 | 0 | -1.0 | 0 | 0 | false | false | p | r | 2 | 0 | false | false | false | false | false | true | d | false | 0 | 0 | 0 | NULL | NULL | NULL | Settings about shipping, in one row. | NULL | NULL
-- | 1281662739 | 1281662739 | pickup_methods | 1242264247 | 0 | 0 | 10 | 2 | 0 | 0 | 0 | -1.0 | 0 | 0 | true | false | p | r | 8 | 0 | false | true | false | false | false | true | d | false | 0 | 0 | 0 | NULL | NULL | NULL | Ways of fetching an order oneself. | NULL | NULL
-- | 1284382143 | 1284382143 | channel_menus | 1242264247 | 0 | 0 | 10 | 2 | 0 | 0 | 0 | -1.0 | 0 | 0 | true | false | p | r | 3 | 0 | false | true | false | false | false | true | d | false | 0 | 0 | 0 | NULL | NULL | NULL | What the control panel's menu shows for each channel. | NULL | NULL
-- | 1287124194 | 1287124194 | order_shipping_addresses | 1242264247 | 0 | 0 | 10 | 2 | 0 | 0 | 0 | -1.0 | 0 | 0 | true | false | p | r | 30 | 0 | false | true | false | false | false | true | d | false | 0 | 0 | 0 | NULL | NULL | NULL | The addresses that orders are shipped to. | NULL | NULL
-- | 1305645477 | 1305645477 | product_modifiers | 1242264247 | 0 | 0 | 10 | 2 | 0 | 0 | 0 | -1.0 | 0 | 0 | true | false | p | r | 8 | 0 | false | true | false | false | false | true | d | false | 0 | 0 | 0 | NULL | NULL | NULL | Choices and fields of a product that do not make a variant, such as an engraving. | NULL | NULL
-- | 1312064160 | 1312064160 | analytics_providers | 1242264247 | 0 | 0 | 10 | 2 | 0 | 0 | 0 | -1.0 | 0 | 0 | true | false | p | r | 8 | 0 | false | true | false | false | false | true | d | false | 0 | 0 | 0 | NULL | NULL | NULL | Services that watch what shoppers do. | NULL | NULL
-- | 133517893 | 133517893 | system_time | 1242264247 | 0 | 0 | 10 | 2 | 0 | 0 | 0 | -1.0 | 0 | 0 | false | false | p | r | 1 | 0 | false | false | false | false | false | true | d | false | 0 | 0 | 0 | NULL | NULL | NULL | The clock of the API, in one row. | NULL | NULL
-- | 1341954067 | 1341954067 | wishlists | 1242264247 | 0 | 0 | 10 | 2 | 0 | 0 | 0 | -1.0 | 0 | 0 | true | false | p | r | 5 | 0 | false | true | false | false | false | true | d | false | 0 | 0 | 0 | NULL | NULL | NULL | Wish lists of customers. | NULL | NULL
-- | 1344880904 | 1344880904 | checkouts | 1242264247 | 0 | 0 | 10 | 2 | 0 | 0 | 0 | -1.0 | 0 | 0 | true | false | p | r | 35 | 0 | false | false | false | false | false | true | d | false | 0 | 0 | 0 | NULL | NULL | NULL | Checkouts that have been begun. A query must name the checkout. | NULL | NULL
-- | 1350702204 | 1350702204 | channel_storefront_status_settings | 1242264247 | 0 | 0 | 10 | 2 | 0 | 0 | 0 | -1.0 | 0 | 0 | true | false | p | r | 4 | 0 | false | true | false | false | false | true | d | false | 0 | 0 | 0 | NULL | NULL | NULL | What shoppers see while the shop is not open, of each channel; NULL where those of the store hold. | NULL | NULL
-- @ DBeaver: columns of a table
SELECT rel.relname, col.*, pg_catalog.pg_get_expr(def.adbin, def.adrelid, true) AS value, note.description, dep.objid
FROM pg_catalog.pg_attribute col
INNER JOIN pg_catalog.pg_class rel ON (col.attrelid = rel.oid)
LEFT OUTER JOIN pg_catalog.pg_attrdef def ON (col.attrelid = def.adrelid AND col.attnum = def.adnum)
LEFT OUTER JOIN pg_catalog.pg_description note ON (rel.oid = note.objoid AND col.attnum = note.objsubid)
LEFT OUTER JOIN pg_depend dep ON dep.refobjid = col.attrelid AND dep.deptype = 'i' AND dep.refobjsubid = col.attnum AND dep.classid = dep.refclassid
WHERE NOT col.attisdropped AND rel.relkind NOT IN ('i', 'I', 'c') AND rel.oid = 'brands'::regclass
ORDER BY col.attnum
-- = 9 rows
-- | brands | 285752156 | custom_url | 25 | -1 | -1 | 8 | 0 | -1 | -1 | false | i | x |  | false | false | false |  |  | false | true | 0 | 100 | NULL | NULL | NULL | NULL | NULL | Path of the brand's page in the shop. | NULL
-- | brands | 285752156 | custom_url_is_customized | 16 | -1 | 1 | 9 | 0 | -1 | -1 | true | c | p |  | false | false | false |  |  | false | true | 0 | 0 | NULL | NULL | NULL | NULL | NULL | The path was set by hand. | NULL
-- | brands | 285752156 | id | 20 | -1 | 8 | 1 | 0 | -1 | -1 | true | d | p |  | true | false | false |  |  | false | true | 0 | 0 | NULL | NULL | NULL | NULL | NULL | Number of the brand. | NULL
-- | brands | 285752156 | image_url | 25 | -1 | -1 | 7 | 0 | -1 | -1 | false | i | x |  | false | false | false |  |  | false | true | 0 | 100 | NULL | NULL | NULL | NULL | NULL | Address of the brand's image. | NULL
-- | brands | 285752156 | meta_description | 25 | -1 | -1 | 5 | 0 | -1 | -1 | false | i | x |  | false | false | false |  |  | false | true | 0 | 100 | NULL | NULL | NULL | NULL | NULL | Description of the page for search engines. | NULL
-- | brands | 285752156 | meta_keywords | 114 | -1 | -1 | 4 | 0 | -1 | -1 | false | i | x |  | false | false | false |  |  | false | true | 0 | 0 | NULL | NULL | NULL | NULL | NULL | Keywords of the page, as an array. | NULL
-- | brands | 285752156 | name | 25 | -1 | -1 | 2 | 0 | -1 | -1 | false | i | x |  | true | false | false |  |  | false | true | 0 | 100 | NULL | NULL | NULL | NULL | NULL | Name; no two brands share one. | NULL
-- | brands | 285752156 | page_title | 25 | -1 | -1 | 3 | 0 | -1 | -1 | false | i | x |  | false | false | false |  |  | false | true | 0 | 100 | NULL | NULL | NULL | NULL | NULL | Title of the brand's page. | NULL
-- | brands | 285752156 | search_keywords | 25 | -1 | -1 | 6 | 0 | -1 | -1 | false | i | x |  | false | false | false |  |  | false | true | 0 | 100 | NULL | NULL | NULL | NULL | NULL | Further words that find the brand in the shop's search, comma-separated. | NULL
-- @ DBeaver: keys of a table
SELECT con.oid, con.*, rel.relname AS table_name, far.relnamespace AS far_space, note.description, pg_catalog.pg_get_constraintdef(con.oid) AS shown
FROM pg_catalog.pg_constraint con
INNER JOIN pg_catalog.pg_class rel ON rel.oid = con.conrelid
LEFT OUTER JOIN pg_catalog.pg_class far ON far.oid = con.confrelid
LEFT OUTER JOIN pg_catalog.pg_description note ON note.objoid = con.oid AND note.objsubid = 0 AND note.classoid = 'pg_constraint'::regclass
WHERE con.conrelid = 'order_items'::regclass
ORDER BY con.conname
-- = 7 rows
-- | 103114034 | 103114034 | pk_order_items | 1242264247 | p | false | false | true | 690996394 | 0 | 649450416 | 0 | 0 |   |   |   | true | 0 | true | [1] | NULL | NULL | NULL | NULL | NULL | NULL | NULL | order_items | NULL | NULL | PRIMARY KEY (id)
-- | 1274796618 | 1274796618 | fk_order_items_parent_order_product_id | 1242264247 | f | false | false | true | 690996394 | 0 | 649450416 | 0 | 690996394 | a | a | s | true | 0 | true | [49] | [1] | NULL | NULL | NULL | NULL | NULL | NULL | order_items | 1242264247 | NULL | FOREIGN KEY (parent_order_product_id) REFERENCES bigcommerce.order_items(id)
-- | 1750921780 | 1750921780 | fk_order_items_variant_id | 1242264247 | f | false | false | true | 690996394 | 0 | 829613078 | 0 | 2014827505 | a | a | s | true | 0 | true | [4] | [1] | NULL | NULL | NULL | NULL | NULL | NULL | order_items | 1242264247 | NULL | FOREIGN KEY (variant_id) REFERENCES bigcommerce.product_variants(id)
-- | 1856171564 | 1856171564 | fk_order_items_order_id | 1242264247 | f | false | false | true | 690996394 | 0 | 2048602194 | 0 | 1765386883 | a | a | s | true | 0 | true | [2] | [1] | NULL | NULL | NULL | NULL | NULL | NULL | order_items | 1242264247 | NULL | FOREIGN KEY (order_id) REFERENCES bigcommerce.orders(id)
-- | 2090902629 | 2090902629 | fk_order_items_order_address_id | 1242264247 | f | false | false | true | 690996394 | 0 | 1338569841 | 0 | 1287124194 | a | a | s | true | 0 | true | [5] | [1] | NULL | NULL | NULL | NULL | NULL | NULL | order_items | 1242264247 | NULL | FOREIGN KEY (order_address_id) REFERENCES bigcommerce.order_shipping_addresses(id)
-- | 566790577 | 566790577 | fk_order_items_product_id | 1242264247 | f | false | false | true | 690996394 | 0 | 937354197 | 0 | 1781845422 | a | a | s | true | 0 | true | [3] | [1] | NULL | NULL | NULL | NULL | NULL | NULL | order_items | 1242264247 | NULL | FOREIGN KEY (product_id) REFERENCES bigcommerce.products(id)
-- | 626944454 | 626944454 | fk_order_items_gift_certificate_id | 1242264247 | f | false | false | true | 690996394 | 0 | 412438475 | 0 | 1911724386 | a | a | s | true | 0 | true | [52] | [1] | NULL | NULL | NULL | NULL | NULL | NULL | order_items | 1242264247 | NULL | FOREIGN KEY (gift_certificate_id) REFERENCES bigcommerce.gift_certificates(id)
-- @ DBeaver: indexes of a table
SELECT ind.*, ind.indkey AS keys, rel.relname, rel.relnamespace, rel.relam, tab.relname AS tabrelname, note.description, pg_catalog.pg_get_expr(ind.indpred, ind.indrelid) AS pred, pg_catalog.pg_get_expr(ind.indexprs, ind.indrelid, true) AS expr, pg_catalog.pg_relation_size(ind.indexrelid) AS size
FROM pg_catalog.pg_index ind
INNER JOIN pg_catalog.pg_class rel ON rel.oid = ind.indexrelid
INNER JOIN pg_catalog.pg_class tab ON tab.oid = ind.indrelid
LEFT OUTER JOIN pg_catalog.pg_description note ON ind.indexrelid = note.objoid
WHERE ind.indrelid = 'brands'::regclass
ORDER BY rel.relname
-- = 3 rows
-- | 1208581626 | 285752156 | 1 | 1 | false | false | false | false | true | false | true | false | true | true | false | [3] | [100] | [0] | [0] | NULL | NULL | [3] | ix_brands_page_title | 1242264247 | 403 | brands | NULL | NULL | NULL | 0
-- | 1643958762 | 285752156 | 1 | 1 | true | false | true | false | true | false | true | false | true | true | false | [1] | [0] | [0] | [0] | NULL | NULL | [1] | pk_brands | 1242264247 | 403 | brands | NULL | NULL | NULL | 0
-- | 1785478616 | 285752156 | 1 | 1 | false | false | false | false | true | false | true | false | true | true | false | [2] | [100] | [0] | [0] | NULL | NULL | [2] | ix_brands_name | 1242264247 | 403 | brands | NULL | NULL | NULL | 0
-- @ DBeaver: types
SELECT kind.oid, kind.*, rel.relkind, format_type(nullif(kind.typbasetype, 0), kind.typtypmod) AS base, note.description
FROM pg_catalog.pg_type kind
LEFT OUTER JOIN pg_catalog.pg_type elem ON elem.oid = kind.typelem
LEFT OUTER JOIN pg_catalog.pg_class rel ON rel.oid = kind.typrelid
LEFT OUTER JOIN pg_catalog.pg_description note ON kind.oid = note.objoid
WHERE kind.typname IS NOT NULL AND (rel.relkind IS NULL OR rel.relkind = 'c')
ORDER BY kind.oid
-- = 110 rows
-- | 1000 | 1000 | _bool | 11 | 10 | -1 | false | b | A | false | true | , | 0 | 0 | 16 | 0 | 750 | 751 | 2400 | 2401 | 0 | 0 | 0 | i | x | false | 0 | -1 | 0 | 0 | NULL | NULL | NULL | NULL | NULL | NULL
-- | 1001 | 1001 | _bytea | 11 | 10 | -1 | false | b | A | false | true | , | 0 | 0 | 17 | 0 | 750 | 751 | 2400 | 2401 | 0 | 0 | 0 | i | x | false | 0 | -1 | 0 | 0 | NULL | NULL | NULL | NULL | NULL | NULL
-- | 1002 | 1002 | _char | 11 | 10 | -1 | false | b | A | false | true | , | 0 | 0 | 18 | 0 | 750 | 751 | 2400 | 2401 | 0 | 0 | 0 | i | x | false | 0 | -1 | 0 | 0 | NULL | NULL | NULL | NULL | NULL | NULL
-- | 1003 | 1003 | _name | 11 | 10 | -1 | false | b | A | false | true | , | 0 | 0 | 19 | 0 | 750 | 751 | 2400 | 2401 | 0 | 0 | 0 | i | x | false | 0 | -1 | 0 | 950 | NULL | NULL | NULL | NULL | NULL | NULL
-- | 1005 | 1005 | _int2 | 11 | 10 | -1 | false | b | A | false | true | , | 0 | 0 | 21 | 0 | 750 | 751 | 2400 | 2401 | 0 | 0 | 0 | i | x | false | 0 | -1 | 0 | 0 | NULL | NULL | NULL | NULL | NULL | NULL
-- | 1006 | 1006 | _int2vector | 11 | 10 | -1 | false | b | A | false | true | , | 0 | 0 | 22 | 0 | 750 | 751 | 2400 | 2401 | 0 | 0 | 0 | i | x | false | 0 | -1 | 0 | 0 | NULL | NULL | NULL | NULL | NULL | NULL
-- | 1007 | 1007 | _int4 | 11 | 10 | -1 | false | b | A | false | true | , | 0 | 0 | 23 | 0 | 750 | 751 | 2400 | 2401 | 0 | 0 | 0 | i | x | false | 0 | -1 | 0 | 0 | NULL | NULL | NULL | NULL | NULL | NULL
-- | 1008 | 1008 | _regproc | 11 | 10 | -1 | false | b | A | false | true | , | 0 | 0 | 24 | 0 | 750 | 751 | 2400 | 2401 | 0 | 0 | 0 | i | x | false | 0 | -1 | 0 | 0 | NULL | NULL | NULL | NULL | NULL | NULL
-- | 1009 | 1009 | _text | 11 | 10 | -1 | false | b | A | false | true | , | 0 | 0 | 25 | 0 | 750 | 751 | 2400 | 2401 | 0 | 0 | 0 | i | x | false | 0 | -1 | 0 | 100 | NULL | NULL | NULL | NULL | NULL | NULL
-- | 1010 | 1010 | _tid | 11 | 10 | -1 | false | b | A | false | true | , | 0 | 0 | 27 | 0 | 750 | 751 | 2400 | 2401 | 0 | 0 | 0 | i | x | false | 0 | -1 | 0 | 0 | NULL | NULL | NULL | NULL | NULL | NULL
-- | 1011 | 1011 | _xid | 11 | 10 | -1 | false | b | A | false | true | , | 0 | 0 | 28 | 0 | 750 | 751 | 2400 | 2401 | 0 | 0 | 0 | i | x | false | 0 | -1 | 0 | 0 | NULL | NULL | NULL | NULL | NULL | NULL
-- | 1012 | 1012 | _cid | 11 | 10 | -1 | false | b | A | false | true | , | 0 | 0 | 29 | 0 | 750 | 751 | 2400 | 2401 | 0 | 0 | 0 | i | x | false | 0 | -1 | 0 | 0 | NULL | NULL | NULL | NULL | NULL | NULL
-- | 1013 | 1013 | _oidvector | 11 | 10 | -1 | false | b | A | false | true | , | 0 | 0 | 30 | 0 | 750 | 751 | 2400 | 2401 | 0 | 0 | 0 | i | x | false | 0 | -1 | 0 | 0 | NULL | NULL | NULL | NULL | NULL | NULL
-- | 1014 | 1014 | _bpchar | 11 | 10 | -1 | false | b | A | false | true | , | 0 | 0 | 1042 | 0 | 750 | 751 | 2400 | 2401 | 2913 | 2914 | 0 | i | x | false | 0 | -1 | 0 | 100 | NULL | NULL | NULL | NULL | NULL | NULL
-- | 1015 | 1015 | _varchar | 11 | 10 | -1 | false | b | A | false | true | , | 0 | 0 | 1043 | 0 | 750 | 751 | 2400 | 2401 | 2915 | 2916 | 0 | i | x | false | 0 | -1 | 0 | 100 | NULL | NULL | NULL | NULL | NULL | NULL
-- | 1016 | 1016 | _int8 | 11 | 10 | -1 | false | b | A | false | true | , | 0 | 0 | 20 | 0 | 750 | 751 | 2400 | 2401 | 0 | 0 | 0 | d | x | false | 0 | -1 | 0 | 0 | NULL | NULL | NULL | NULL | NULL | NULL
-- | 1017 | 1017 | _point | 11 | 10 | -1 | false | b | A | false | true | , | 0 | 0 | 600 | 0 | 750 | 751 | 2400 | 2401 | 0 | 0 | 0 | d | x | false | 0 | -1 | 0 | 0 | NULL | NULL | NULL | NULL | NULL | NULL
-- | 1021 | 1021 | _float4 | 11 | 10 | -1 | false | b | A | false | true | , | 0 | 0 | 700 | 0 | 750 | 751 | 2400 | 2401 | 0 | 0 | 0 | i | x | false | 0 | -1 | 0 | 0 | NULL | NULL | NULL | NULL | NULL | NULL
-- | 1022 | 1022 | _float8 | 11 | 10 | -1 | false | b | A | false | true | , | 0 | 0 | 701 | 0 | 750 | 751 | 2400 | 2401 | 0 | 0 | 0 | d | x | false | 0 | -1 | 0 | 0 | NULL | NULL | NULL | NULL | NULL | NULL
-- | 1028 | 1028 | _oid | 11 | 10 | -1 | false | b | A | false | true | , | 0 | 0 | 26 | 0 | 750 | 751 | 2400 | 2401 | 0 | 0 | 0 | i | x | false | 0 | -1 | 0 | 0 | NULL | NULL | NULL | NULL | NULL | NULL
-- | 1033 | 1033 | aclitem | 11 | 10 | 12 | false | b | U | false | true | , | 0 | 0 | 0 | 1034 | 1031 | 1032 | 0 | 0 | 0 | 0 | 0 | i | p | false | 0 | -1 | 0 | 0 | NULL | NULL | NULL | NULL | NULL | NULL
-- | 1034 | 1034 | _aclitem | 11 | 10 | -1 | false | b | A | false | true | , | 0 | 0 | 1033 | 0 | 750 | 751 | 2400 | 2401 | 0 | 0 | 0 | i | x | false | 0 | -1 | 0 | 0 | NULL | NULL | NULL | NULL | NULL | NULL
-- | 1041 | 1041 | _inet | 11 | 10 | -1 | false | b | A | false | true | , | 0 | 0 | 869 | 0 | 750 | 751 | 2400 | 2401 | 0 | 0 | 0 | i | x | false | 0 | -1 | 0 | 0 | NULL | NULL | NULL | NULL | NULL | NULL
-- | 1042 | 1042 | bpchar | 11 | 10 | -1 | false | b | S | false | true | , | 0 | 0 | 0 | 1014 | 1044 | 1045 | 2430 | 2431 | 2913 | 2914 | 0 | i | x | false | 0 | -1 | 0 | 100 | NULL | NULL | NULL | NULL | NULL | NULL
-- | 1043 | 1043 | varchar | 11 | 10 | -1 | false | b | S | false | true | , | 0 | 0 | 0 | 1015 | 1046 | 1047 | 2432 | 2433 | 2915 | 2916 | 0 | i | x | false | 0 | -1 | 0 | 100 | NULL | NULL | NULL | NULL | NULL | NULL
-- | 1082 | 1082 | date | 11 | 10 | 4 | true | b | D | false | true | , | 0 | 0 | 0 | 1182 | 1084 | 1085 | 2468 | 2469 | 0 | 0 | 0 | i | p | false | 0 | -1 | 0 | 0 | NULL | NULL | NULL | NULL | NULL | NULL
-- | 1083 | 1083 | time | 11 | 10 | 8 | true | b | D | false | true | , | 0 | 0 | 0 | 1183 | 1143 | 1144 | 2470 | 2471 | 2909 | 2910 | 0 | d | p | false | 0 | -1 | 0 | 0 | NULL | NULL | NULL | NULL | NULL | NULL
-- | 1114 | 1114 | timestamp | 11 | 10 | 8 | true | b | D | false | true | , | 0 | 0 | 0 | 1115 | 1312 | 1313 | 2474 | 2475 | 2905 | 2906 | 0 | d | p | false | 0 | -1 | 0 | 0 | NULL | NULL | NULL | NULL | NULL | NULL
-- | 1115 | 1115 | _timestamp | 11 | 10 | -1 | false | b | A | false | true | , | 0 | 0 | 1114 | 0 | 750 | 751 | 2400 | 2401 | 2905 | 2906 | 0 | d | x | false | 0 | -1 | 0 | 0 | NULL | NULL | NULL | NULL | NULL | NULL
-- | 114 | 114 | json | 11 | 10 | -1 | false | b | U | false | true | , | 0 | 0 | 0 | 199 | 321 | 322 | 323 | 324 | 0 | 0 | 0 | i | x | false | 0 | -1 | 0 | 0 | NULL | NULL | NULL | NULL | NULL | NULL
-- @ DBeaver: words, settings and roles
SELECT word FROM pg_get_keywords() WHERE catcode = 'R' ORDER BY word LIMIT 5
-- = 5 rows
-- | all
-- | analyse
-- | analyze
-- | and
-- | any
-- @ DBeaver: who and where
SELECT current_schema(), session_user, current_user, current_database(), pg_catalog.current_schemas(false)
-- = 1 rows
-- | bigcommerce | storeql | storeql | storeql | [bigcommerce, sys, UserViews]
-- @ DBeaver: settings
SELECT * FROM pg_catalog.pg_settings WHERE name = 'standard_conforming_strings'
-- = 1 rows
-- | standard_conforming_strings | on | NULL | StoreQL |  | NULL | user | bool | default | NULL | NULL | NULL | on | on | NULL | NULL | false
-- @ Metabase: tables that may be read
SELECT space.nspname AS schema, rel.relname AS name, CASE rel.relkind WHEN 'r' THEN 'TABLE' WHEN 'p' THEN 'PARTITIONED TABLE' WHEN 'v' THEN 'VIEW' WHEN 'f' THEN 'FOREIGN TABLE' WHEN 'm' THEN 'MATERIALIZED VIEW' ELSE NULL END AS type, note.description, stat.n_live_tup AS rows
FROM pg_catalog.pg_class AS rel
INNER JOIN pg_catalog.pg_namespace AS space ON rel.relnamespace = space.oid
LEFT JOIN pg_catalog.pg_description AS note ON ((rel.oid = note.objoid) AND (note.objsubid = 0) AND (note.classoid = 'pg_class'::regclass))
LEFT JOIN pg_stat_user_tables AS stat ON ((space.nspname = stat.schemaname) AND (rel.relname = stat.relname))
WHERE rel.relnamespace = space.oid AND space.nspname !~ '^information_schema|catalog_history|pg_' AND rel.relkind IN ('r', 'p', 'v', 'f', 'm') AND space.nspname IN ('bigcommerce')
ORDER BY type, schema, name
-- = 183 rows
-- | bigcommerce | abandoned_cart_emails | TABLE | Mails to shoppers who left a cart behind. | NULL
-- | bigcommerce | abandoned_cart_settings | TABLE | Settings about carts left behind, in one row. | NULL
-- | bigcommerce | abandoned_carts | TABLE | Which cart a mail about a cart left behind leads to. A query must name the token. | NULL
-- | bigcommerce | accepted_payment_methods | TABLE | Ways of paying that one order accepts. A query must name the order. | NULL
-- | bigcommerce | analytics_providers | TABLE | Services that watch what shoppers do. | NULL
-- | bigcommerce | available_search_filters | TABLE | Filters that the store could offer. | NULL
-- | bigcommerce | banners | TABLE | Banners on the shop's pages. | NULL
-- | bigcommerce | blog_posts | TABLE | Posts of the shop's blog. | NULL
-- | bigcommerce | blog_tags | TABLE | Tags of the shop's blog. | NULL
-- | bigcommerce | brand_metafields | TABLE | Facts that apps keep about brands, by namespace and key. A token sees its own app's, and those that others share. | NULL
-- | bigcommerce | brands | TABLE | Makers whose products the shop sells. | NULL
-- | bigcommerce | cart_items | TABLE | What is in a cart: goods, files, gift certificates, things of its own. A query must name the cart. | NULL
-- | bigcommerce | cart_metafields | TABLE | Facts that apps keep about carts, by namespace and key. A token sees its own app's, and those that others share. | NULL
-- | bigcommerce | cart_settings | TABLE | Settings about carts, in one row. | NULL
-- | bigcommerce | carts | TABLE | Carts that shoppers are filling. A query must name the cart, as orders do by their `cart_id`. | NULL
-- | bigcommerce | catalog_settings | TABLE | Settings about the catalogue, in one row. | NULL
-- | bigcommerce | catalog_summary | TABLE | The catalogue in figures, in one row. | NULL
-- | bigcommerce | categories | TABLE | The categories of all category trees, each with its parent. | NULL
-- | bigcommerce | category_metafields | TABLE | Facts that apps keep about categories, by namespace and key. A token sees its own app's, and those that others share. | NULL
-- | bigcommerce | category_product_sort_order | TABLE | Where products stand within each category. | NULL
-- | bigcommerce | category_trees | TABLE | The category trees, one for each storefront at most. | NULL
-- | bigcommerce | channel_abandoned_cart_settings | TABLE | Settings about carts left behind, of each channel. | NULL
-- | bigcommerce | channel_active_themes | TABLE | Which theme each channel shows. | NULL
-- | bigcommerce | channel_cart_settings | TABLE | Settings about carts, of each channel. | NULL
-- | bigcommerce | channel_catalog_settings | TABLE | Settings about the catalogue, of each channel; NULL where those of the store hold. | NULL
-- | bigcommerce | channel_checkout_settings | TABLE | Settings about checkout, of each channel. | NULL
-- | bigcommerce | channel_currency_assignments | TABLE | Which channel uses which currencies. | NULL
-- | bigcommerce | channel_customer_settings | TABLE | Settings about customers, of each channel. | NULL
-- | bigcommerce | channel_email_status_settings | TABLE | Which mails are sent, of each channel; NULL where those of the store hold. | NULL
-- | bigcommerce | channel_inventory_notification_settings | TABLE | Who is told when stock runs out, of each channel; NULL where those of the store hold. | NULL
-- @ Metabase: columns with their keys
SELECT col.column_name AS name, CASE WHEN col.udt_schema IN ('public', 'pg_catalog') THEN format('%s', col.udt_name) ELSE format('"%s"."%s"', col.udt_schema, col.udt_name) END AS kind, col.ordinal_position - 1 AS place, col.table_schema, col.table_name, pk.column_name IS NOT NULL AS is_key, col_description(CAST(CAST(format('%I.%I', CAST(col.table_schema AS text), CAST(col.table_name AS text)) AS regclass) AS oid), col.ordinal_position) AS about, (col.column_default IS NULL OR LOWER(col.column_default) = 'null') AND col.is_nullable = 'NO' AND NOT (col.column_default IS NOT NULL AND col.column_default LIKE '%nextval(%') AND col.is_identity = 'NO' AS required, col.is_identity = 'YES' AS counted
FROM information_schema.columns AS col
LEFT JOIN (SELECT con.table_schema, con.table_name, used.column_name FROM information_schema.table_constraints AS con INNER JOIN information_schema.key_column_usage AS used ON (con.constraint_name = used.constraint_name) AND (con.table_schema = used.table_schema) AND (con.table_name = used.table_name) WHERE con.constraint_type = 'PRIMARY KEY') AS pk ON (col.table_schema = pk.table_schema) AND (col.table_name = pk.table_name) AND (col.column_name = pk.column_name)
WHERE col.table_schema !~ '^information_schema|catalog_history|pg_' AND col.table_schema IN ('bigcommerce') AND col.table_name IN ('brands')
ORDER BY table_schema, table_name, place
-- = 9 rows
-- | custom_url | text | 7 | bigcommerce | brands | false | Path of the brand's page in the shop. | false | false
-- | custom_url_is_customized | bool | 8 | bigcommerce | brands | false | The path was set by hand. | false | false
-- | id | int8 | 0 | bigcommerce | brands | true | Number of the brand. | true | false
-- | image_url | text | 6 | bigcommerce | brands | false | Address of the brand's image. | false | false
-- | meta_description | text | 4 | bigcommerce | brands | false | Description of the page for search engines. | false | false
-- | meta_keywords | json | 3 | bigcommerce | brands | false | Keywords of the page, as an array. | false | false
-- | name | text | 1 | bigcommerce | brands | false | Name; no two brands share one. | true | false
-- | page_title | text | 2 | bigcommerce | brands | false | Title of the brand's page. | false | false
-- | search_keywords | text | 5 | bigcommerce | brands | false | Further words that find the brand in the shop's search, comma-separated. | false | false
-- @ Metabase: foreign keys
SELECT fns.nspname AS fk_schema, frel.relname AS fk_table, fcol.attname AS fk_column, pns.nspname AS pk_schema, prel.relname AS pk_table, pcol.attname AS pk_column
FROM pg_constraint AS con
JOIN pg_class AS frel ON con.conrelid = frel.oid
JOIN pg_namespace AS fns ON frel.relnamespace = fns.oid
JOIN pg_attribute AS fcol ON con.conrelid = fcol.attrelid
JOIN pg_class AS prel ON con.confrelid = prel.oid
JOIN pg_namespace AS pns ON prel.relnamespace = pns.oid
JOIN pg_attribute AS pcol ON con.confrelid = pcol.attrelid
WHERE fns.nspname !~ '^information_schema|catalog_history|pg_' AND con.contype = 'f' AND fcol.attnum = ANY (con.conkey) AND pcol.attnum = ANY (con.confkey) AND frel.relname = 'order_items'
ORDER BY fk_schema, fk_table, fk_column
-- = 6 rows
-- | bigcommerce | order_items | gift_certificate_id | bigcommerce | gift_certificates | id
-- | bigcommerce | order_items | order_address_id | bigcommerce | order_shipping_addresses | id
-- | bigcommerce | order_items | order_id | bigcommerce | orders | id
-- | bigcommerce | order_items | parent_order_product_id | bigcommerce | order_items | id
-- | bigcommerce | order_items | product_id | bigcommerce | products | id
-- | bigcommerce | order_items | variant_id | bigcommerce | product_variants | id
-- @ Metabase: what may be done with tables
SELECT tab.schemaname, tab.tablename, has_table_privilege(current_user, quote_ident(tab.schemaname) || '.' || quote_ident(tab.tablename), 'SELECT') AS reads, has_table_privilege(current_user, quote_ident(tab.schemaname) || '.' || quote_ident(tab.tablename), 'UPDATE') AS writes
FROM pg_tables AS tab WHERE tab.schemaname = 'bigcommerce' ORDER BY 2
-- = 183 rows
-- | bigcommerce | abandoned_cart_emails | true | true
-- | bigcommerce | abandoned_cart_settings | true | true
-- | bigcommerce | abandoned_carts | true | true
-- | bigcommerce | accepted_payment_methods | true | true
-- | bigcommerce | analytics_providers | true | true
-- | bigcommerce | available_search_filters | true | true
-- | bigcommerce | banners | true | true
-- | bigcommerce | blog_posts | true | true
-- | bigcommerce | blog_tags | true | true
-- | bigcommerce | brand_metafields | true | true
-- | bigcommerce | brands | true | true
-- | bigcommerce | cart_items | true | true
-- | bigcommerce | cart_metafields | true | true
-- | bigcommerce | cart_settings | true | true
-- | bigcommerce | carts | true | true
-- | bigcommerce | catalog_settings | true | true
-- | bigcommerce | catalog_summary | true | true
-- | bigcommerce | categories | true | true
-- | bigcommerce | category_metafields | true | true
-- | bigcommerce | category_product_sort_order | true | true
-- | bigcommerce | category_trees | true | true
-- | bigcommerce | channel_abandoned_cart_settings | true | true
-- | bigcommerce | channel_active_themes | true | true
-- | bigcommerce | channel_cart_settings | true | true
-- | bigcommerce | channel_catalog_settings | true | true
-- | bigcommerce | channel_checkout_settings | true | true
-- | bigcommerce | channel_currency_assignments | true | true
-- | bigcommerce | channel_customer_settings | true | true
-- | bigcommerce | channel_email_status_settings | true | true
-- | bigcommerce | channel_inventory_notification_settings | true | true
-- @ Tableau, Excel: tables by the standard's schema
SELECT table_catalog, table_schema, table_name, table_type FROM information_schema.tables WHERE table_schema = 'bigcommerce' ORDER BY table_name
-- = 183 rows
-- | storeql | bigcommerce | abandoned_cart_emails | BASE TABLE
-- | storeql | bigcommerce | abandoned_cart_settings | BASE TABLE
-- | storeql | bigcommerce | abandoned_carts | BASE TABLE
-- | storeql | bigcommerce | accepted_payment_methods | BASE TABLE
-- | storeql | bigcommerce | analytics_providers | BASE TABLE
-- | storeql | bigcommerce | available_search_filters | BASE TABLE
-- | storeql | bigcommerce | banners | BASE TABLE
-- | storeql | bigcommerce | blog_posts | BASE TABLE
-- | storeql | bigcommerce | blog_tags | BASE TABLE
-- | storeql | bigcommerce | brand_metafields | BASE TABLE
-- | storeql | bigcommerce | brands | BASE TABLE
-- | storeql | bigcommerce | cart_items | BASE TABLE
-- | storeql | bigcommerce | cart_metafields | BASE TABLE
-- | storeql | bigcommerce | cart_settings | BASE TABLE
-- | storeql | bigcommerce | carts | BASE TABLE
-- | storeql | bigcommerce | catalog_settings | BASE TABLE
-- | storeql | bigcommerce | catalog_summary | BASE TABLE
-- | storeql | bigcommerce | categories | BASE TABLE
-- | storeql | bigcommerce | category_metafields | BASE TABLE
-- | storeql | bigcommerce | category_product_sort_order | BASE TABLE
-- | storeql | bigcommerce | category_trees | BASE TABLE
-- | storeql | bigcommerce | channel_abandoned_cart_settings | BASE TABLE
-- | storeql | bigcommerce | channel_active_themes | BASE TABLE
-- | storeql | bigcommerce | channel_cart_settings | BASE TABLE
-- | storeql | bigcommerce | channel_catalog_settings | BASE TABLE
-- | storeql | bigcommerce | channel_checkout_settings | BASE TABLE
-- | storeql | bigcommerce | channel_currency_assignments | BASE TABLE
-- | storeql | bigcommerce | channel_customer_settings | BASE TABLE
-- | storeql | bigcommerce | channel_email_status_settings | BASE TABLE
-- | storeql | bigcommerce | channel_inventory_notification_settings | BASE TABLE
-- @ Grafana: tables by the standard's schema
SELECT quote_ident(table_name) FROM information_schema.tables WHERE quote_ident(table_schema) NOT IN ('information_schema', 'pg_catalog', '_timescaledb_cache') AND quote_ident(table_schema) IN (SELECT CASE WHEN trim(s[i]) = '"$user"' THEN quote_ident(current_user) ELSE trim(s[i]) END FROM generate_series(1, 1) i, (SELECT current_schemas(false) AS s) path) ORDER BY 1
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
-- @ Power BI: foreign keys by the standard's schema
SELECT pk.table_schema, pk.table_name, pk.column_name, fk.table_name AS fk_table, fk.column_name AS fk_column, con.constraint_name
FROM information_schema.referential_constraints con
INNER JOIN information_schema.key_column_usage fk ON fk.constraint_catalog = con.constraint_catalog AND fk.constraint_schema = con.constraint_schema AND fk.constraint_name = con.constraint_name
INNER JOIN information_schema.key_column_usage pk ON pk.constraint_catalog = con.unique_constraint_catalog AND pk.constraint_schema = con.unique_constraint_schema AND pk.constraint_name = con.unique_constraint_name AND pk.ordinal_position = fk.position_in_unique_constraint
WHERE fk.table_name = 'order_items'
ORDER BY con.constraint_name
-- = 6 rows
-- | bigcommerce | gift_certificates | id | order_items | gift_certificate_id | fk_order_items_gift_certificate_id
-- | bigcommerce | order_items | id | order_items | parent_order_product_id | fk_order_items_parent_order_product_id
-- | bigcommerce | order_shipping_addresses | id | order_items | order_address_id | fk_order_items_order_address_id
-- | bigcommerce | orders | id | order_items | order_id | fk_order_items_order_id
-- | bigcommerce | product_variants | id | order_items | variant_id | fk_order_items_variant_id
-- | bigcommerce | products | id | order_items | product_id | fk_order_items_product_id
-- @ functions: what a name is
SELECT to_regclass('nothing') IS NULL, to_regtype('int8')::oid, 'bigcommerce.orders'::regclass, 'numeric'::regtype, 20::regtype::text, 'pg_class'::regclass::oid, pg_typeof(1)
-- = 1 rows
-- | true | 20 | orders | numeric | bigint | 1259 | bigint
-- @ functions: how types are called
SELECT format_type(1700, 1310728), format_type(1184, NULL), format_type(1184, 3), format_type(1016, -1), format_type(0, NULL), format_type(1043, 14)
-- = 1 rows
-- | numeric(20,4) | timestamp with time zone | timestamp(3) with time zone | bigint[] | - | character varying(10)
-- @ vectors are counted from 0
SELECT indkey[0] = 1 AND indkey[1] IS NULL FROM pg_index WHERE indexrelid = 'pk_brands'::regclass
-- = 1 rows
-- | true
-- @ rows of functions
SELECT con.conname, key.attnum, key.place FROM pg_constraint con CROSS JOIN LATERAL unnest(con.conkey) WITH ORDINALITY AS key(attnum, place) WHERE con.conrelid = 'brands'::regclass ORDER BY 1, 3
-- = 1 rows
-- | pk_brands | 1 | 1
-- @ arrays of sub-queries
SELECT relname, ARRAY(SELECT attname FROM pg_attribute WHERE attrelid = c.oid AND attnum <= 3 ORDER BY attnum DESC) FROM pg_class c WHERE relname IN ('orders', 'brands') AND relkind = 'r' ORDER BY 1
-- = 2 rows
-- | brands | [page_title, name, id]
-- | orders | [date_created, customer_id, id]
-- @ Texts of arrays and of vectors
SELECT ARRAY[1, 2, NULL]::text, CAST(ARRAY['a b', 'c', '', 'null', 'x,y', 'q"\'] AS varchar), ARRAY[true, false]::text,
    ARRAY[1.50, 2.25]::text, ARRAY[ARRAY[1, 2], ARRAY[3, 4]]::text,
    (SELECT indkey::text FROM pg_index JOIN pg_class ON pg_class.oid = indrelid WHERE relname = 'orders' AND indisprimary)
-- = 1 rows
-- | {1,2,NULL} | {"a b",c,"","null","x,y","q\"\\"} | {t,f} | {1.50,2.25} | {{1,2},{3,4}} | 1
-- @ A table with the name of the database before it
SELECT count(*) FROM storeql.pg_catalog.pg_class WHERE relname = 'orders'
-- = 1 rows
-- | 1
