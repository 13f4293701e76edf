-- @ pgcli-4.7.1 1
SELECT * FROM unnest(current_schemas(true))
-- = 4 rows
-- | UserViews
-- | bigcommerce
-- | pg_catalog
-- | sys
-- @ pgcli-4.7.1 2
SELECT  nspname
        FROM    pg_catalog.pg_namespace
        ORDER BY 1
-- = 5 rows
-- | UserViews
-- | bigcommerce
-- | information_schema
-- | pg_catalog
-- | sys
-- @ pgcli-4.7.1 3
-- $ {r,p,f}
SELECT  n.nspname schema_name,
                c.relname table_name
        FROM    pg_catalog.pg_class c
                LEFT JOIN pg_catalog.pg_namespace n
                    ON n.oid = c.relnamespace
        WHERE   c.relkind = ANY($1)
        ORDER BY 1,2
-- = 249 rows
-- | bigcommerce | abandoned_cart_emails
-- | bigcommerce | abandoned_cart_settings
-- | bigcommerce | abandoned_carts
-- | bigcommerce | accepted_payment_methods
-- | bigcommerce | analytics_providers
-- | bigcommerce | available_search_filters
-- | bigcommerce | banners
-- | bigcommerce | blog_posts
-- | bigcommerce | blog_tags
-- | bigcommerce | brand_metafields
-- | bigcommerce | brands
-- | bigcommerce | cart_items
-- | bigcommerce | cart_metafields
-- | bigcommerce | cart_settings
-- | bigcommerce | carts
-- | bigcommerce | catalog_settings
-- | bigcommerce | catalog_summary
-- | bigcommerce | categories
-- | bigcommerce | category_metafields
-- | bigcommerce | category_product_sort_order
-- | bigcommerce | category_trees
-- | bigcommerce | channel_abandoned_cart_settings
-- | bigcommerce | channel_active_themes
-- | bigcommerce | channel_cart_settings
-- | bigcommerce | channel_catalog_settings
-- | bigcommerce | channel_checkout_settings
-- | bigcommerce | channel_currency_assignments
-- | bigcommerce | channel_customer_settings
-- | bigcommerce | channel_email_status_settings
-- | bigcommerce | channel_inventory_notification_settings
-- @ pgcli-4.7.1 4
-- $ {v,m}
SELECT  n.nspname schema_name,
                c.relname table_name
        FROM    pg_catalog.pg_class c
                LEFT JOIN pg_catalog.pg_namespace n
                    ON n.oid = c.relnamespace
        WHERE   c.relkind = ANY($1)
        ORDER BY 1,2
-- = 117 rows
-- | information_schema | administrable_role_authorizations
-- | information_schema | applicable_roles
-- | information_schema | attributes
-- | information_schema | character_sets
-- | information_schema | check_constraint_routine_usage
-- | information_schema | check_constraints
-- | information_schema | collation_character_set_applicability
-- | information_schema | collations
-- | information_schema | column_column_usage
-- | information_schema | column_domain_usage
-- | information_schema | column_options
-- | information_schema | column_privileges
-- | information_schema | column_udt_usage
-- | information_schema | columns
-- | information_schema | constraint_column_usage
-- | information_schema | constraint_table_usage
-- | information_schema | data_type_privileges
-- | information_schema | domain_constraints
-- | information_schema | domain_udt_usage
-- | information_schema | domains
-- | information_schema | element_types
-- | information_schema | enabled_roles
-- | information_schema | foreign_data_wrapper_options
-- | information_schema | foreign_data_wrappers
-- | information_schema | foreign_server_options
-- | information_schema | foreign_servers
-- | information_schema | foreign_table_options
-- | information_schema | foreign_tables
-- | information_schema | information_schema_catalog_name
-- | information_schema | key_column_usage
-- @ pgcli-4.7.1 5
-- $ {r,p,f}
SELECT  nsp.nspname schema_name,
                        cls.relname table_name,
                        att.attname column_name,
                        att.atttypid::regtype::text type_name,
                        att.atthasdef AS has_default,
                        pg_catalog.pg_get_expr(def.adbin, def.adrelid, true) as default
                FROM    pg_catalog.pg_attribute att
                        INNER JOIN pg_catalog.pg_class cls
                            ON att.attrelid = cls.oid
                        INNER JOIN pg_catalog.pg_namespace nsp
                            ON cls.relnamespace = nsp.oid
                        LEFT OUTER JOIN pg_attrdef def
                            ON def.adrelid = att.attrelid
                            AND def.adnum = att.attnum
                WHERE   cls.relkind = ANY($1)
                        AND NOT att.attisdropped
                        AND att.attnum  > 0
                ORDER BY 1, 2, att.attnum
-- = 2496 rows
-- | bigcommerce | abandoned_cart_emails | coupon_code | text | false | NULL
-- | bigcommerce | abandoned_cart_emails | id | bigint | false | NULL
-- | bigcommerce | abandoned_cart_emails | is_active | boolean | false | NULL
-- | bigcommerce | abandoned_cart_emails | notify_at_minutes | bigint | false | NULL
-- | bigcommerce | abandoned_cart_emails | sent_num | bigint | false | NULL
-- | bigcommerce | abandoned_cart_emails | template_body | text | false | NULL
-- | bigcommerce | abandoned_cart_emails | template_subject | text | false | NULL
-- | bigcommerce | abandoned_cart_emails | template_translations | json | false | NULL
-- | bigcommerce | abandoned_cart_settings | email_customer_until_cart_is_recovered | boolean | false | NULL
-- | bigcommerce | abandoned_cart_settings | email_merchant_when_cart_is_abandoned | boolean | false | NULL
-- | bigcommerce | abandoned_cart_settings | email_merchant_when_cart_is_converted | boolean | false | NULL
-- | bigcommerce | abandoned_cart_settings | enable_notification | boolean | false | NULL
-- | bigcommerce | abandoned_cart_settings | marketing_emails_require_customer_consent | boolean | false | NULL
-- | bigcommerce | abandoned_cart_settings | merchant_abandoned_cart_digest_email_frequency | bigint | false | NULL
-- | bigcommerce | abandoned_cart_settings | merchant_abandoned_cart_email_frequency_type | text | false | NULL
-- | bigcommerce | abandoned_cart_settings | merchant_email_address | text | false | NULL
-- | bigcommerce | abandoned_carts | cart_id | text | false | NULL
-- | bigcommerce | abandoned_carts | token | text | false | NULL
-- | bigcommerce | accepted_payment_methods | id | text | false | NULL
-- | bigcommerce | accepted_payment_methods | name | text | false | NULL
-- | bigcommerce | accepted_payment_methods | order_id | bigint | false | NULL
-- | bigcommerce | accepted_payment_methods | stored_instruments | json | false | NULL
-- | bigcommerce | accepted_payment_methods | supported_instruments | json | false | NULL
-- | bigcommerce | accepted_payment_methods | test_mode | boolean | false | NULL
-- | bigcommerce | accepted_payment_methods | type | text | false | NULL
-- | bigcommerce | analytics_providers | api_secret | text | false | NULL
-- | bigcommerce | analytics_providers | channel_id | bigint | false | NULL
-- | bigcommerce | analytics_providers | code | text | false | NULL
-- | bigcommerce | analytics_providers | data_tag_enabled | boolean | false | NULL
-- | bigcommerce | analytics_providers | enabled | boolean | false | NULL
-- @ pgcli-4.7.1 6
-- $ {v,m}
SELECT  nsp.nspname schema_name,
                        cls.relname table_name,
                        att.attname column_name,
                        att.atttypid::regtype::text type_name,
                        att.atthasdef AS has_default,
                        pg_catalog.pg_get_expr(def.adbin, def.adrelid, true) as default
                FROM    pg_catalog.pg_attribute att
                        INNER JOIN pg_catalog.pg_class cls
                            ON att.attrelid = cls.oid
                        INNER JOIN pg_catalog.pg_namespace nsp
                            ON cls.relnamespace = nsp.oid
                        LEFT OUTER JOIN pg_attrdef def
                            ON def.adrelid = att.attrelid
                            AND def.adnum = att.attnum
                WHERE   cls.relkind = ANY($1)
                        AND NOT att.attisdropped
                        AND att.attnum  > 0
                ORDER BY 1, 2, att.attnum
-- = 1217 rows
-- | information_schema | administrable_role_authorizations | grantee | name | false | NULL
-- | information_schema | administrable_role_authorizations | is_grantable | character varying | false | NULL
-- | information_schema | administrable_role_authorizations | role_name | name | false | NULL
-- | information_schema | applicable_roles | grantee | name | false | NULL
-- | information_schema | applicable_roles | is_grantable | character varying | false | NULL
-- | information_schema | applicable_roles | role_name | name | false | NULL
-- | information_schema | attributes | attribute_default | character varying | false | NULL
-- | information_schema | attributes | attribute_name | name | false | NULL
-- | information_schema | attributes | attribute_udt_catalog | name | false | NULL
-- | information_schema | attributes | attribute_udt_name | name | false | NULL
-- | information_schema | attributes | attribute_udt_schema | name | false | NULL
-- | information_schema | attributes | character_maximum_length | integer | false | NULL
-- | information_schema | attributes | character_octet_length | integer | false | NULL
-- | information_schema | attributes | character_set_catalog | name | false | NULL
-- | information_schema | attributes | character_set_name | name | false | NULL
-- | information_schema | attributes | character_set_schema | name | false | NULL
-- | information_schema | attributes | collation_catalog | name | false | NULL
-- | information_schema | attributes | collation_name | name | false | NULL
-- | information_schema | attributes | collation_schema | name | false | NULL
-- | information_schema | attributes | data_type | character varying | false | NULL
-- | information_schema | attributes | datetime_precision | integer | false | NULL
-- | information_schema | attributes | dtd_identifier | name | false | NULL
-- | information_schema | attributes | interval_precision | integer | false | NULL
-- | information_schema | attributes | interval_type | character varying | false | NULL
-- | information_schema | attributes | is_derived_reference_attribute | character varying | false | NULL
-- | information_schema | attributes | is_nullable | character varying | false | NULL
-- | information_schema | attributes | maximum_cardinality | integer | false | NULL
-- | information_schema | attributes | numeric_precision | integer | false | NULL
-- | information_schema | attributes | numeric_precision_radix | integer | false | NULL
-- | information_schema | attributes | numeric_scale | integer | false | NULL
-- @ pgcli-4.7.1 7
SELECT d.datname
        FROM pg_catalog.pg_database d
        ORDER BY 1
-- = 1 rows
-- | storeql
-- @ pgcli-4.7.1 8
SELECT s_p.nspname AS parentschema,
                       t_p.relname AS parenttable,
                       unnest((
                        select
                            array_agg(attname ORDER BY i)
                        from
                            (select unnest(confkey) as attnum, generate_subscripts(confkey, 1) as i) x
                            JOIN pg_catalog.pg_attribute c USING(attnum)
                            WHERE c.attrelid = fk.confrelid
                        )) AS parentcolumn,
                       s_c.nspname AS childschema,
                       t_c.relname AS childtable,
                       unnest((
                        select
                            array_agg(attname ORDER BY i)
                        from
                            (select unnest(conkey) as attnum, generate_subscripts(conkey, 1) as i) x
                            JOIN pg_catalog.pg_attribute c USING(attnum)
                            WHERE c.attrelid = fk.conrelid
                        )) AS childcolumn
                FROM pg_catalog.pg_constraint fk
                JOIN pg_catalog.pg_class      t_p ON t_p.oid = fk.confrelid
                JOIN pg_catalog.pg_namespace  s_p ON s_p.oid = t_p.relnamespace
                JOIN pg_catalog.pg_class      t_c ON t_c.oid = fk.conrelid
                JOIN pg_catalog.pg_namespace  s_c ON s_c.oid = t_c.relnamespace
                WHERE fk.contype = 'f'
-- = 223 rows
-- | bigcommerce | brands | id | bigcommerce | brand_metafields | resource_id
-- | bigcommerce | brands | id | bigcommerce | products | brand_id
-- | bigcommerce | carts | id | bigcommerce | abandoned_carts | cart_id
-- | bigcommerce | carts | id | bigcommerce | cart_items | cart_id
-- | bigcommerce | categories | category_id | bigcommerce | catalog_summary | primary_category_id
-- | bigcommerce | categories | category_id | bigcommerce | categories | parent_id
-- | bigcommerce | categories | category_id | bigcommerce | category_metafields | resource_id
-- | bigcommerce | categories | category_id | bigcommerce | category_product_sort_order | category_id
-- | bigcommerce | categories | category_id | bigcommerce | product_category_assignments | category_id
-- | bigcommerce | categories | category_id | bigcommerce | search_filter_contexts | category_id
-- | bigcommerce | category_trees | id | bigcommerce | categories | tree_id
-- | bigcommerce | channel_listings | listing_id | bigcommerce | channel_listing_variants | listing_id
-- | bigcommerce | channels | id | bigcommerce | analytics_providers | channel_id
-- | bigcommerce | channels | id | bigcommerce | carts | channel_id
-- | bigcommerce | channels | id | bigcommerce | channel_abandoned_cart_settings | channel_id
-- | bigcommerce | channels | id | bigcommerce | channel_active_themes | channel_id
-- | bigcommerce | channels | id | bigcommerce | channel_cart_settings | channel_id
-- | bigcommerce | channels | id | bigcommerce | channel_catalog_settings | channel_id
-- | bigcommerce | channels | id | bigcommerce | channel_checkout_settings | channel_id
-- | bigcommerce | channels | id | bigcommerce | channel_currency_assignments | channel_id
-- | bigcommerce | channels | id | bigcommerce | channel_customer_settings | channel_id
-- | bigcommerce | channels | id | bigcommerce | channel_email_status_settings | channel_id
-- | bigcommerce | channels | id | bigcommerce | channel_inventory_notification_settings | channel_id
-- | bigcommerce | channels | id | bigcommerce | channel_inventory_settings | channel_id
-- | bigcommerce | channels | id | bigcommerce | channel_listing_variants | channel_id
-- | bigcommerce | channels | id | bigcommerce | channel_listings | channel_id
-- | bigcommerce | channels | id | bigcommerce | channel_logo_settings | channel_id
-- | bigcommerce | channels | id | bigcommerce | channel_menus | channel_id
-- | bigcommerce | channels | id | bigcommerce | channel_metafields | resource_id
-- | bigcommerce | channels | id | bigcommerce | channel_order_settings | channel_id
-- @ pgcli-4.7.1 9
SELECT n.nspname schema_name,
                        p.proname func_name,
                        p.proargnames,
                        COALESCE(proallargtypes::regtype[], proargtypes::regtype[])::text[],
                        p.proargmodes,
                        prorettype::regtype::text return_type,
                        p.prokind = 'a' is_aggregate,
                        p.prokind = 'w' is_window,
                        p.proretset is_set_returning,
                        d.deptype = 'e' is_extension,
                        pg_get_expr(proargdefaults, 0) AS arg_defaults
                FROM pg_catalog.pg_proc p
                        INNER JOIN pg_catalog.pg_namespace n
                            ON n.oid = p.pronamespace
                LEFT JOIN pg_depend d ON d.objid = p.oid and d.deptype = 'e'
                WHERE p.prorettype::regtype != 'trigger'::regtype
                ORDER BY 1, 2
-- = 269 rows
-- | bigcommerce | AdjustInventoryAbsolute | [LocationId, Quantity, Sku, VariantId, Reason, Wait, TransactionId, OnHand] | [bigint, bigint, text, bigint, text, boolean, text, bigint] | [i, i, i, i, i, i, o, o] | record | false | false | false | NULL | NULL
-- | bigcommerce | AdjustInventoryRelative | [LocationId, Quantity, Sku, VariantId, Reason, Wait, TransactionId, OnHand] | [bigint, bigint, text, bigint, text, boolean, text, bigint] | [i, i, i, i, i, i, o, o] | record | false | false | false | NULL | NULL
-- | bigcommerce | ArchiveOrder | [OrderId, Success] | [bigint, boolean] | [i, o] | record | false | false | false | NULL | NULL
-- | bigcommerce | CapturePayment | [OrderId, Success] | [bigint, boolean] | [i, o] | record | false | false | false | NULL | NULL
-- | bigcommerce | CreateBrandImage | [BrandId, File, ImageUrl, Success, Url] | [bigint, text, text, boolean, text] | [i, i, i, o, o] | record | false | false | false | NULL | NULL
-- | bigcommerce | CreateShipment | [OrderId, OrderAddressId, Items, TrackingNumber, TrackingCarrier, TrackingLink, ShippingMethod, ShippingProvider, Comments, ShipmentId, ShippedItems] | [bigint, bigint, json, text, text, text, text, text, text, bigint, json] | [i, i, i, i, i, i, i, i, i, o, o] | record | false | false | false | NULL | NULL
-- | bigcommerce | DeleteBrandImage | [BrandId, Success] | [bigint, boolean] | [i, o] | record | false | false | false | NULL | NULL
-- | bigcommerce | GeneratePromotionCodes | [PromotionId, Count, Prefix, Suffix, Delimiter, CodeLength, MaxUses, MaxUsesPerCustomer, ExcludeCharacters, Code] | [bigint, bigint, text, text, text, bigint, bigint, bigint, json, text] | [i, i, i, i, i, i, i, i, i, o] | record | false | false | false | NULL | NULL
-- | bigcommerce | GetOAuthAccessToken | [AuthMode, Verifier, CallbackURL, Permissions, State, OAuthAccessToken, OAuthRefreshToken, ExpiresIn, Scope, Context, AccountUuid, UserId, UserEmail] | [text, text, text, text, text, text, text, bigint, text, text, text, bigint, text] | [i, i, i, i, i, o, o, o, o, o, o, o, o] | record | false | false | false | NULL | NULL
-- | bigcommerce | GetOAuthAuthorizationURL | [AuthMode, CallbackURL, Permissions, State, URL] | [text, text, text, text, text] | [i, i, i, i, o] | record | false | false | false | NULL | NULL
-- | bigcommerce | ImportPrices | [File, PriceListId, Currency] | [text, bigint, text] | [i, i, i] | record | false | false | false | NULL | NULL
-- | bigcommerce | ImportRedirects | [File, SiteId] | [text, bigint] | [i, i] | record | false | false | false | NULL | NULL
-- | bigcommerce | RefundOrder | [OrderId, Amount, Items, Reason, Provider, RefundId, TotalAmount, TotalTax, Payments] | [bigint, numeric, json, text, text, bigint, numeric, numeric, json] | [i, i, i, i, i, o, o, o, o] | record | false | false | false | NULL | NULL
-- | bigcommerce | RefundQuote | [OrderId, Amount, Items, TotalAmount, TotalTax, RefundMethods] | [bigint, numeric, json, numeric, numeric, json] | [i, i, i, o, o, o] | record | false | false | false | NULL | NULL
-- | bigcommerce | ResetCustomerPassword | [CustomerId, NewPassword, ForceReset, Success] | [bigint, text, boolean, boolean] | [i, i, i, o] | record | false | false | false | NULL | NULL
-- | bigcommerce | UpdateOrder | [OrderId, StatusId, StaffNotes, CustomerMessage, Status] | [bigint, bigint, text, text, text] | [i, i, i, i, o] | record | false | false | false | NULL | NULL
-- | bigcommerce | UploadProductImage | [ProductId, ImageUrl, File, Description, IsThumbnail, SortOrder, ImageId, UrlStandard] | [bigint, text, text, text, boolean, bigint, bigint, text] | [i, i, i, i, i, i, o, o] | record | false | false | false | NULL | NULL
-- | bigcommerce | VoidPayment | [OrderId, Success] | [bigint, boolean] | [i, o] | record | false | false | false | NULL | NULL
-- | pg_catalog | aclitemin | NULL | [cstring] | NULL | aclitem | false | false | false | NULL | NULL
-- | pg_catalog | aclitemout | NULL | [aclitem] | NULL | cstring | false | false | false | NULL | NULL
-- | pg_catalog | any_in | NULL | [cstring] | NULL | "any" | false | false | false | NULL | NULL
-- | pg_catalog | any_out | NULL | ["any"] | NULL | cstring | false | false | false | NULL | NULL
-- | pg_catalog | anyarray_in | NULL | [cstring] | NULL | anyarray | false | false | false | NULL | NULL
-- | pg_catalog | anyarray_out | NULL | [anyarray] | NULL | cstring | false | false | false | NULL | NULL
-- | pg_catalog | anyarray_recv | NULL | [internal] | NULL | anyarray | false | false | false | NULL | NULL
-- | pg_catalog | anyarray_send | NULL | [anyarray] | NULL | bytea | false | false | false | NULL | NULL
-- | pg_catalog | anyelement_in | NULL | [cstring] | NULL | anyelement | false | false | false | NULL | NULL
-- | pg_catalog | anyelement_out | NULL | [anyelement] | NULL | cstring | false | false | false | NULL | NULL
-- | pg_catalog | anynonarray_in | NULL | [cstring] | NULL | anynonarray | false | false | false | NULL | NULL
-- | pg_catalog | anynonarray_out | NULL | [anynonarray] | NULL | cstring | false | false | false | NULL | NULL
-- @ pgcli-4.7.1 10
SELECT n.nspname schema_name,
                           t.typname type_name
                    FROM   pg_catalog.pg_type t
                           INNER JOIN pg_catalog.pg_namespace n
                              ON n.oid = t.typnamespace
                    WHERE ( t.typrelid = 0  -- non-composite types
                            OR (  -- composite type, but not a table
                                  SELECT c.relkind = 'c'
                                  FROM pg_catalog.pg_class c
                                  WHERE c.oid = t.typrelid
                                )
                          )
                          AND NOT EXISTS( -- ignore array types
                                SELECT  1
                                FROM    pg_catalog.pg_type el
                                WHERE   el.oid = t.typelem AND el.typarray = t.oid
                              )
                          AND n.nspname <> 'pg_catalog'
                          AND n.nspname <> 'information_schema'
                    ORDER BY 1, 2
-- = 0 rows
-- @ pgcli-4.7.1 11
WITH Words AS (
                SELECT regexp_split_to_table(prosrc, '\W+') AS Word, COUNT(1)
                FROM pg_catalog.pg_proc P
                JOIN pg_catalog.pg_namespace N ON N.oid = P.pronamespace
                JOIN pg_catalog.pg_language L ON L.oid = P.prolang
                WHERE L.lanname IN ('sql', 'plpgsql')
                AND N.nspname NOT IN ('pg_catalog', 'information_schema')
                GROUP BY Word
            ),
            OrderWords AS (
                SELECT Word,
                    ROW_NUMBER() OVER(PARTITION BY LOWER(Word) ORDER BY Count DESC)
                FROM Words
                WHERE Word ~* '.*[a-z].*'
            ),
            Names AS (
                --Column names
                SELECT attname AS Name
                FROM pg_catalog.pg_attribute
                UNION -- Table/view names
                SELECT relname
                FROM pg_catalog.pg_class
                UNION -- Function names
                SELECT proname
                FROM pg_catalog.pg_proc
                UNION -- Type names
                SELECT typname
                FROM pg_catalog.pg_type
                UNION -- Schema names
                SELECT nspname
                FROM pg_catalog.pg_namespace
                UNION -- Parameter names
                SELECT unnest(proargnames)
                FROM pg_proc
            )
            SELECT Word
            FROM OrderWords
            WHERE LOWER(Word) IN (SELECT Name FROM Names)
            AND Row_Number = 1
-- = 0 rows
-- @ pgcli-4.7.1 12
show time zone
-- = 1 rows
-- | UTC
