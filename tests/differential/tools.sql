# Statements in the shapes that tools of reporting write, as their public documentation describes them.

-- tableau-sum-by-dimension
SELECT "orders"."status" AS "status", SUM("orders"."total_inc_tax") AS "sum:total_inc_tax:ok" FROM "orders" "orders" GROUP BY 1

-- tableau-custom-query
SELECT "Custom SQL Query"."id" AS "id", "Custom SQL Query"."total_inc_tax" AS "total_inc_tax" FROM ( SELECT id, total_inc_tax FROM orders WHERE total_inc_tax > 10 ) "Custom SQL Query" LIMIT 1000

-- tableau-month
SELECT DATE_TRUNC('month', CAST("orders"."date_created" AS TIMESTAMPTZ)) AS "tmn:date_created:ok", COUNT(1) AS "cnt:id:ok" FROM "orders" "orders" GROUP BY 1

-- tableau-number-of-records
SELECT SUM(1) AS "sum:Number of Records:ok" FROM "orders" "orders" HAVING (COUNT(1) > 0)

-- tableau-top-by-measure
SELECT "orders"."customer_id" AS "customer_id", SUM("orders"."total_inc_tax") AS "sum:total_inc_tax:ok" FROM "orders" "orders" INNER JOIN ( SELECT "orders"."customer_id" AS "customer_id", SUM("orders"."total_inc_tax") AS "$__alias__0" FROM "orders" "orders" GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 5 ) "t0" ON ("orders"."customer_id" = "t0"."customer_id") GROUP BY 1

-- tableau-level-of-detail
SELECT "t0"."customer_id" AS "customer_id", AVG("t0"."measure") AS "avg:measure:ok" FROM ( SELECT "orders"."customer_id" AS "customer_id", "orders"."id" AS "id", MAX("orders"."items_total") AS "measure" FROM "orders" "orders" GROUP BY 1, 2 ) "t0" GROUP BY 1

-- tableau-case-group
SELECT (CASE WHEN ("orders"."status" IN ('Shipped', 'Completed')) THEN 'done' WHEN NOT ("orders"."status" IN ('Shipped', 'Completed')) THEN 'open' ELSE NULL END) AS "group", COUNT(DISTINCT "orders"."customer_id") AS "ctd" FROM "orders" "orders" GROUP BY 1

-- tableau-null-join
SELECT "t0"."k" AS "k", "t1"."n" AS "n" FROM ( SELECT "products"."brand_id" AS "k" FROM "products" "products" GROUP BY 1 ) "t0" LEFT JOIN ( SELECT "brands"."id" AS "k", COUNT(1) AS "n" FROM "brands" "brands" GROUP BY 1 ) "t1" ON (("t0"."k" = "t1"."k") OR (("t0"."k" IS NULL) AND ("t1"."k" IS NULL)))

-- power-bi-fold
select "_"."id", "_"."name", "_"."price" from "products" "_" where "_"."price" > 10 and "_"."price" is not null

-- power-bi-rows-and-groups
select "rows"."brand_id" as "brand_id", sum("rows"."price") as "a0" from ( select "_"."brand_id", "_"."price" from "products" "_" where not "_"."brand_id" is null ) "rows" group by "brand_id"

-- power-bi-direct-query
select "c3" as "c3", sum("a0") as "a0" from ( select "t0"."status" as "c3", "t0"."total_inc_tax" as "a0" from ( select "id", "status", "total_inc_tax" from "orders" ) as "t0" ) as "t1" group by "c3" order by "c3" limit 1000001

-- power-bi-outer-join
select "$Outer"."id", "$Inner"."name" from "products" "$Outer" left outer join ( select "_"."id" as "id2", "_"."name" as "name" from "brands" "_" ) "$Inner" on ("$Outer"."brand_id" = "$Inner"."id2")

-- power-bi-distinct-count
select count(distinct "customer_id") + max(case when "customer_id" is null then 1 else 0 end) as "c1" from "orders" "$Table"

-- power-bi-page
select "id", "name" from ( select "id", "name" from "brands" "rows" ) "page" order by "id" limit 200

-- metabase-count
SELECT COUNT(*) AS "count" FROM "orders"

-- metabase-by-month
SELECT DATE_TRUNC('month', "orders"."date_created") AS "date_created", SUM("orders"."total_inc_tax") AS "sum" FROM "orders" GROUP BY DATE_TRUNC('month', "orders"."date_created") ORDER BY DATE_TRUNC('month', "orders"."date_created") ASC

-- metabase-day
SELECT CAST("orders"."date_created" AS date) AS "date_created", COUNT(*) AS "count" FROM "orders" GROUP BY CAST("orders"."date_created" AS date) ORDER BY CAST("orders"."date_created" AS date) ASC

-- metabase-joined
SELECT "Products"."name" AS "Products__name", SUM("order_items"."quantity") AS "sum" FROM "order_items" LEFT JOIN "products" AS "Products" ON "order_items"."product_id" = "Products"."id" GROUP BY "Products"."name" ORDER BY "Products"."name" ASC LIMIT 10

-- metabase-bins
SELECT FLOOR("orders"."total_inc_tax" / 50.0) * 50.0 AS "total", COUNT(*) AS "count" FROM "orders" GROUP BY FLOOR("orders"."total_inc_tax" / 50.0) * 50.0 ORDER BY 1

-- metabase-nested
SELECT "source"."status" AS "status", COUNT(*) AS "count" FROM ( SELECT "orders"."id" AS "id", "orders"."status" AS "status", CAST("orders"."items_total" AS float) * 2.0 AS "double" FROM "orders" ) AS "source" WHERE "source"."double" > 4.0 GROUP BY "source"."status"

-- metabase-filter-text
SELECT "customers"."id" AS "id" FROM "customers" WHERE (LOWER("customers"."email") LIKE '%example%') AND (("customers"."company" <> 'x') OR ("customers"."company" IS NULL))

-- metabase-share
SELECT CAST(SUM(CASE WHEN "orders"."status_id" = 10 THEN 1 ELSE 0.0 END) AS float) / NULLIF(CAST(COUNT(*) AS float), 0.0) AS "share" FROM "orders"

-- metabase-cumulative
SELECT "d", SUM(COUNT(*)) OVER (ORDER BY "d" ASC ROWS UNBOUNDED PRECEDING) AS "count" FROM ( SELECT CAST(DATE_TRUNC('month', "date_created") AS date) AS "d" FROM "orders" ) AS "source" GROUP BY "d" ORDER BY "d"

-- superset-time-range
SELECT DATE_TRUNC('day', date_created) AS __timestamp, status AS status, COUNT(*) AS count FROM orders WHERE date_created >= '2024-01-01 00:00:00.000000' AND date_created < '2027-01-01 00:00:00.000000' GROUP BY DATE_TRUNC('day', date_created), status ORDER BY count DESC, 1, 2 LIMIT 10000

-- superset-series-limit
SELECT orders.status AS status, SUM(total_inc_tax) AS "SUM(total_inc_tax)" FROM orders JOIN (SELECT status AS status__, SUM(total_inc_tax) AS mme_inner__ FROM orders GROUP BY status ORDER BY mme_inner__ DESC, status LIMIT 2) AS series_limit ON status = status__ GROUP BY orders.status

-- superset-virtual
SELECT brand AS brand, AVG(price) AS "AVG(price)" FROM (SELECT p.price, b.name AS brand FROM products p JOIN brands b ON b.id = p.brand_id) AS virtual_table GROUP BY brand ORDER BY "AVG(price)" DESC, brand LIMIT 100

-- superset-total
SELECT COUNT(*) AS rowcount FROM (SELECT status AS status, COUNT(*) AS count FROM orders GROUP BY status) AS rowcount_qry

-- superset-percent
SELECT status, 100.0 * COUNT(*) / SUM(COUNT(*)) OVER () AS share FROM orders GROUP BY status

-- looker-explore
SELECT orders.status AS "orders.status", COUNT(DISTINCT orders.id) AS "orders.count", COALESCE(SUM(orders.total_inc_tax), 0) AS "orders.total" FROM orders AS orders LEFT JOIN customers AS customers ON orders.customer_id = customers.id WHERE (customers.email IS NOT NULL) GROUP BY 1 ORDER BY 2 DESC, 1 FETCH NEXT 500 ROWS ONLY

-- looker-month-as-text
SELECT TO_CHAR(DATE_TRUNC('month', orders.date_created), 'YYYY-MM') AS "orders.created_month", COUNT(*) AS "orders.count" FROM orders AS orders GROUP BY DATE_TRUNC('month', orders.date_created) ORDER BY 1 DESC LIMIT 500

-- looker-derived-table
WITH facts AS (SELECT customer_id, COUNT(*) AS orders, MIN(date_created) AS first_order FROM orders GROUP BY 1) SELECT facts.orders AS "facts.orders", COUNT(*) AS "customers.count" FROM customers AS customers LEFT JOIN facts ON customers.id = facts.customer_id GROUP BY 1 ORDER BY 1 NULLS FIRST LIMIT 500

-- looker-yesno
SELECT CASE WHEN products.is_visible THEN 'Yes' ELSE 'No' END AS "products.visible", COUNT(*) AS "products.count" FROM products AS products GROUP BY 1 ORDER BY 1

-- looker-filtered-measure
SELECT COUNT(DISTINCT CASE WHEN orders.status = 'Shipped' THEN orders.id ELSE NULL END) AS "orders.shipped" FROM orders AS orders HAVING NOT (COUNT(DISTINCT orders.id) IS NULL)

-- dbt-stage-and-mart
with source as (select * from orders), renamed as (select id as order_id, customer_id, total_inc_tax as amount, cast(date_created as date) as ordered_at from source), customer_orders as (select customer_id, min(ordered_at) as first_order, max(ordered_at) as last_order, count(order_id) as number_of_orders, sum(amount) as value from renamed group by 1) select c.id, co.first_order, co.last_order, coalesce(co.number_of_orders, 0) as number_of_orders, co.value from customers c left join customer_orders co on c.id = co.customer_id

-- dbt-unique
select count(*) as failures, count(*) <> 0 as should_warn, count(*) <> 0 as should_error from ( select id as unique_field, count(*) as n_records from orders where id is not null group by id having count(*) > 1 ) dbt_internal_test

-- dbt-not-null
select count(*) as failures from ( select id from orders where id is null ) dbt_internal_test

-- dbt-relationships
with child as (select brand_id as from_field from products where brand_id is not null), parent as (select id as to_field from brands) select from_field from child left join parent on child.from_field = parent.to_field where parent.to_field is null

-- dbt-accepted-values
with all_values as (select status as value_field, count(*) as n_records from orders group by status) select * from all_values where value_field not in ('Shipped', 'Pending')

-- dbt-deduplicated
select id, customer_id from (select *, row_number() over (partition by customer_id order by date_created desc, id) as row_num from orders) ranked where row_num = 1

-- dbt-pivot
select customer_id, sum(case when status_id = 10 then total_inc_tax else 0 end) as completed, sum(case when status_id = 11 then total_inc_tax else 0 end) as waiting from orders group by customer_id

-- dbt-surrogate-key
select coalesce(cast(id as varchar), '_null_') || '-' || coalesce(cast(customer_id as varchar), '_null_') as key from orders

-- dbt-except
(select id from orders except select order_id from order_items) union all (select order_id from order_items except select id from orders)

-- excel-query
SELECT orders.id, orders.status, orders.total_inc_tax FROM orders orders WHERE (orders.total_inc_tax>=20) ORDER BY orders.total_inc_tax DESC, orders.id

-- excel-joined
SELECT products.name, brands.name FROM products products, brands brands WHERE products.brand_id = brands.id AND ((products.price>5))

-- excel-outer
SELECT products.id, brands.name FROM products products LEFT OUTER JOIN brands brands ON products.brand_id = brands.id ORDER BY products.id

-- excel-grouped
SELECT orders.customer_id, Sum(orders.total_inc_tax) AS "Sum of total", Count(orders.id) FROM orders orders GROUP BY orders.customer_id HAVING (Sum(orders.total_inc_tax)>20)

-- excel-between
SELECT Count(*) FROM orders orders WHERE (orders.date_created Between TIMESTAMP '2024-01-01 00:00:00' And TIMESTAMP '2026-12-31 23:59:59')
