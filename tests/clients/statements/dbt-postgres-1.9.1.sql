-- @ dbt-postgres-1.9.1 1
select distinct
    dependent_namespace.nspname as dependent_schema,
    dependent_class.relname as dependent_name,
    referenced_namespace.nspname as referenced_schema,
    referenced_class.relname as referenced_name
-- Query for views: views are entries in pg_class with an entry in pg_rewrite, but we avoid
-- a seq scan on pg_rewrite by leveraging the fact there is an "internal" row in pg_depend for
-- the view...
from pg_class as dependent_class
join pg_namespace as dependent_namespace on dependent_namespace.oid = dependent_class.relnamespace
join pg_depend as dependent_depend on dependent_depend.refobjid = dependent_class.oid
    and dependent_depend.classid = 'pg_rewrite'::regclass
    and dependent_depend.refclassid = 'pg_class'::regclass
    and dependent_depend.deptype = 'i'
-- ... and via pg_depend (that has a row per column, hence the need for "distinct" above, and
-- making sure to exclude the internal row to avoid a view appearing to depend on itself)...
join pg_depend as joining_depend on joining_depend.objid = dependent_depend.objid
    and joining_depend.classid = 'pg_rewrite'::regclass
    and joining_depend.refclassid = 'pg_class'::regclass
    and joining_depend.refobjid != dependent_depend.refobjid
-- ... we can find the tables they query from in pg_class, but excluding system tables. Note we
-- don't need need to exclude _dependent_ system tables, because they only query from other
-- system tables, and so are automatically excluded by excluding _referenced_ system tables
join pg_class as referenced_class on referenced_class.oid = joining_depend.refobjid
join pg_namespace as referenced_namespace on referenced_namespace.oid = referenced_class.relnamespace
    and referenced_namespace.nspname != 'information_schema'
    and referenced_namespace.nspname not like 'pg\_%'
order by
    dependent_schema, dependent_name, referenced_schema, referenced_name
-- = 0 rows
-- @ dbt-postgres-1.9.1 2
select
    'sandbox' as table_database,
    sch.nspname as table_schema,
    tbl.relname as table_name,
    case tbl.relkind
        when 'v' then 'VIEW'
        when 'm' then 'MATERIALIZED VIEW'
        else 'BASE TABLE'
    end as table_type,
    tbl_desc.description as table_comment,
    col.attname as column_name,
    col.attnum as column_index,
    pg_catalog.format_type(col.atttypid, col.atttypmod) as column_type,
    col_desc.description as column_comment,
    pg_get_userbyid(tbl.relowner) as table_owner
from pg_catalog.pg_namespace sch
join pg_catalog.pg_class tbl on tbl.relnamespace = sch.oid
join pg_catalog.pg_attribute col on col.attrelid = tbl.oid
left outer join pg_catalog.pg_description tbl_desc on (tbl_desc.objoid = tbl.oid and tbl_desc.objsubid = 0)
left outer join pg_catalog.pg_description col_desc on (col_desc.objoid = tbl.oid and col_desc.objsubid = col.attnum)
where ((upper(sch.nspname) = upper('bigcommerce') and
       upper(tbl.relname) = upper('order_statuses')) or (upper(sch.nspname) = upper('bigcommerce') and
       upper(tbl.relname) = upper('orders')) or (upper(sch.nspname) = upper('bigcommerce') and
       upper(tbl.relname) = upper('order_items')))
  and not pg_is_other_temp_schema(sch.oid) -- not a temporary schema belonging to another session
  and tbl.relpersistence in ('p', 'u') -- [p]ermanent table or [u]nlogged table. Exclude [t]emporary tables
  and tbl.relkind in ('r', 'v', 'f', 'p', 'm') -- o[r]dinary table, [v]iew, [f]oreign table, [p]artitioned table, [m]aterialized view. Other values are [i]ndex, [S]equence, [c]omposite type, [t]OAST table
  and col.attnum > 0 -- negative numbers are used for system columns such as oid
  and not col.attisdropped -- column as not been dropped
order by
    sch.nspname,
    tbl.relname,
    col.attnum
-- = 145 rows
-- | sandbox | bigcommerce | order_items | BASE TABLE | The lines of every order: what was bought, how much of it and for how much. | applied_discounts | 56 | json | Discounts on the line, as an array; one row each in `order_item_discounts`. | storeql
-- | sandbox | bigcommerce | order_items | BASE TABLE | The lines of every order: what was bought, how much of it and for how much. | base_cost_price | 25 | numeric(20,4) | What one cost the merchant. | storeql
-- | sandbox | bigcommerce | order_items | BASE TABLE | The lines of every order: what was bought, how much of it and for how much. | base_price | 16 | numeric(20,4) | Price of one, before tax is reckoned. | storeql
-- | sandbox | bigcommerce | order_items | BASE TABLE | The lines of every order: what was bought, how much of it and for how much. | base_total | 20 | numeric(20,4) | Price of all, before tax is reckoned. | storeql
-- | sandbox | bigcommerce | order_items | BASE TABLE | The lines of every order: what was bought, how much of it and for how much. | base_wrapping_cost | 39 | numeric(20,4) | Gift wrapping, before tax is reckoned. | storeql
-- | sandbox | bigcommerce | order_items | BASE TABLE | The lines of every order: what was bought, how much of it and for how much. | bin_picking_number | 47 | text | Where it lies in the warehouse. | storeql
-- | sandbox | bigcommerce | order_items | BASE TABLE | The lines of every order: what was bought, how much of it and for how much. | brand | 46 | text | Brand, by name. | storeql
-- | sandbox | bigcommerce | order_items | BASE TABLE | The lines of every order: what was bought, how much of it and for how much. | configurable_fields | 58 | json | Fields of the old catalogue that were filled in, as an array. | storeql
-- | sandbox | bigcommerce | order_items | BASE TABLE | The lines of every order: what was bought, how much of it and for how much. | cost_price_ex_tax | 26 | numeric(20,4) | What one cost the merchant, without tax. | storeql
-- | sandbox | bigcommerce | order_items | BASE TABLE | The lines of every order: what was bought, how much of it and for how much. | cost_price_inc_tax | 27 | numeric(20,4) | What one cost the merchant, with tax. | storeql
-- | sandbox | bigcommerce | order_items | BASE TABLE | The lines of every order: what was bought, how much of it and for how much. | cost_price_tax | 28 | numeric(20,4) | Tax on what one cost the merchant. | storeql
-- | sandbox | bigcommerce | order_items | BASE TABLE | The lines of every order: what was bought, how much of it and for how much. | depth | 32 | numeric(20,4) | Depth of one. | storeql
-- | sandbox | bigcommerce | order_items | BASE TABLE | The lines of every order: what was bought, how much of it and for how much. | discounted_total_inc_tax | 24 | numeric(20,4) | Price of all with tax, after discounts. | storeql
-- | sandbox | bigcommerce | order_items | BASE TABLE | The lines of every order: what was bought, how much of it and for how much. | ebay_item_id | 54 | text | Number of the item at eBay. | storeql
-- | sandbox | bigcommerce | order_items | BASE TABLE | The lines of every order: what was bought, how much of it and for how much. | ebay_transaction_id | 55 | text | Number of the sale at eBay. | storeql
-- | sandbox | bigcommerce | order_items | BASE TABLE | The lines of every order: what was bought, how much of it and for how much. | event_date | 45 | date | Date that the shopper chose. | storeql
-- | sandbox | bigcommerce | order_items | BASE TABLE | The lines of every order: what was bought, how much of it and for how much. | event_name | 44 | text | Name of the date that the shopper chose. | storeql
-- | sandbox | bigcommerce | order_items | BASE TABLE | The lines of every order: what was bought, how much of it and for how much. | external_id | 53 | text | Number in another system. | storeql
-- | sandbox | bigcommerce | order_items | BASE TABLE | The lines of every order: what was bought, how much of it and for how much. | fixed_shipping_cost | 43 | numeric(20,4) | Fixed price of shipping it. | storeql
-- | sandbox | bigcommerce | order_items | BASE TABLE | The lines of every order: what was bought, how much of it and for how much. | fulfillment_source | 50 | text | Where the line is fulfilled from; empty for none. | storeql
-- | sandbox | bigcommerce | order_items | BASE TABLE | The lines of every order: what was bought, how much of it and for how much. | gift_certificate_id | 52 | bigint | Gift certificate that was bought. | storeql
-- | sandbox | bigcommerce | order_items | BASE TABLE | The lines of every order: what was bought, how much of it and for how much. | height | 31 | numeric(20,4) | Height of one. | storeql
-- | sandbox | bigcommerce | order_items | BASE TABLE | The lines of every order: what was bought, how much of it and for how much. | id | 1 | bigint | Number of the line, which shipments and refunds name. | storeql
-- | sandbox | bigcommerce | order_items | BASE TABLE | The lines of every order: what was bought, how much of it and for how much. | is_bundled_product | 51 | boolean | Part of a bundle. | storeql
-- | sandbox | bigcommerce | order_items | BASE TABLE | The lines of every order: what was bought, how much of it and for how much. | is_refunded | 33 | boolean | Has been refunded. | storeql
-- | sandbox | bigcommerce | order_items | BASE TABLE | The lines of every order: what was bought, how much of it and for how much. | name | 7 | text | Name as the customer saw it. | storeql
-- | sandbox | bigcommerce | order_items | BASE TABLE | The lines of every order: what was bought, how much of it and for how much. | name_customer | 8 | text | Name as the customer saw it. | storeql
-- | sandbox | bigcommerce | order_items | BASE TABLE | The lines of every order: what was bought, how much of it and for how much. | name_merchant | 9 | text | Name as the merchant sees it. | storeql
-- | sandbox | bigcommerce | order_items | BASE TABLE | The lines of every order: what was bought, how much of it and for how much. | option_set_id | 48 | bigint | Option set of the old catalogue. | storeql
-- | sandbox | bigcommerce | order_items | BASE TABLE | The lines of every order: what was bought, how much of it and for how much. | order_address_id | 5 | bigint | Address that it ships to; 0 for none. | storeql
