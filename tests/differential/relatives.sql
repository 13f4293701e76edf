# Relatives of the statements that were answered wrongly: shapes near them, most of which were right from the start.

-- except-null-1
SELECT brand_id FROM products EXCEPT SELECT id FROM brands

-- except-null-2
SELECT NULL::bigint EXCEPT SELECT id FROM brands

-- except-null-3
SELECT id, date_shipped FROM orders EXCEPT SELECT id, date_shipped FROM orders WHERE status_id = 2

-- except-null-4
SELECT nullif(id, 3), date_shipped FROM orders EXCEPT SELECT id, NULL FROM orders

-- intersect-null-1
SELECT nullif(brand_id, 3) FROM products INTERSECT SELECT nullif(id, 5) FROM brands

-- intersect-null-2
SELECT id, date_shipped FROM orders INTERSECT SELECT id, date_shipped FROM orders

-- intersect-null-3
SELECT id, date_shipped, nullif(total_inc_tax, total_inc_tax) FROM orders INTERSECT ALL SELECT id, date_shipped, NULL FROM orders

-- except-all-null
SELECT nullif(brand_id, 3) FROM products EXCEPT ALL SELECT nullif(id, 5) FROM brands

-- except-mixed-types
SELECT nullif(id, 3) FROM orders EXCEPT SELECT total_inc_tax FROM orders

-- intersect-mixed-types
SELECT nullif(id, 3), status FROM orders INTERSECT SELECT nullif(id, 3) * 1.0, status FROM orders

-- except-of-sub
SELECT count(*) FROM (SELECT date_shipped FROM orders EXCEPT SELECT date_shipped FROM orders WHERE date_shipped IS NULL) t

-- except-null-null
SELECT count(*) FROM (SELECT NULL EXCEPT SELECT NULL) t

-- intersect-null-null
SELECT count(*) FROM (SELECT NULL INTERSECT SELECT NULL) t

-- avg-over
SELECT id, avg(total_inc_tax) OVER (ORDER BY id) AS v FROM orders

-- avg-over-partition
SELECT id, avg(total_inc_tax) OVER (PARTITION BY customer_id) AS v FROM orders

-- avg-over-literal
SELECT id, avg(id * 1.0) OVER (ORDER BY id ROWS BETWEEN 2 PRECEDING AND CURRENT ROW) AS v FROM orders

-- avg-over-groups
SELECT customer_id, avg(sum(total_inc_tax)) OVER (ORDER BY customer_id) AS v FROM orders GROUP BY customer_id

-- avg-distinct
SELECT avg(DISTINCT total_inc_tax), avg(total_inc_tax) FILTER (WHERE id > 110) FROM orders

-- avg-of-short-decimals
SELECT avg(v) FROM (VALUES (1.0), (2.0), (2.0)) AS t(v)

-- avg-over-of-short-decimals
SELECT avg(v) OVER () FROM (VALUES (1.0), (2.0), (2.0)) AS t(v)

-- sum-over-decimals
SELECT id, sum(total_inc_tax) OVER (ORDER BY id) AS v, max(total_inc_tax) OVER (ORDER BY id) FROM orders

-- json-digit-member
SELECT CAST('{"0":"a","1":{"0":2}}' AS json) #>> '{0}'

-- json-digit-member-2
SELECT CAST('{"0":"a","1":{"0":2}}' AS json) #>> '{1,0}', CAST('{"1":{"0":2}}' AS json) #> '{1}'

-- json-arrow-digit
SELECT CAST('{"0":"a"}' AS json) ->> '0', CAST('["x"]' AS json) ->> '0', CAST('{"0":"a"}' AS json) ->> 0, CAST('["x"]' AS json) -> '0'

-- json-path-negative
SELECT CAST('[1,2,3]' AS json) #>> '{-1}', CAST('[1,2,3]' AS json) ->> -1, CAST('[1,2,3]' AS json) -> -2

-- json-path-empty
SELECT CAST('[1,2,3]' AS json) #>> '{}'

-- json-null
SELECT CAST('{"a":null}' AS json) ->> 'a', CAST('{"a":null}' AS json) -> 'a', (CAST('{"a":null}' AS json) -> 'a') IS NULL

-- rollup-in-sub: refused
SELECT id, (SELECT max(n) FROM (SELECT count(*) AS n FROM orders o WHERE o.customer_id = c.id GROUP BY ROLLUP (o.status)) t) FROM customers c

-- sets-in-sub: refused
SELECT id FROM customers c WHERE EXISTS (SELECT count(*) FROM orders o WHERE o.customer_id = c.id GROUP BY GROUPING SETS ((o.status), ()) HAVING count(*) > 2)

-- recursive-in-sub: refused
SELECT id, (WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r WHERE n < b.id) SELECT max(n) FROM r) FROM brands b

-- cube
SELECT status_id, channel_id, count(*), grouping(status_id) FROM orders GROUP BY CUBE (status_id, channel_id)

-- rollup
SELECT status_id, channel_id, sum(total_inc_tax), avg(total_inc_tax) FROM orders GROUP BY ROLLUP (status_id, channel_id)

-- grouping-sets-having
SELECT status_id, count(*) FROM orders GROUP BY GROUPING SETS ((status_id), ()) HAVING count(*) > 3

-- mixed-group-sets
SELECT channel_id, status_id, count(*) FROM orders GROUP BY channel_id, ROLLUP (status_id)

-- upper-ss
SELECT upper('straße'), lower('STRASSE'), initcap('große straße'), left(upper('ß'), 1)

-- lower-turkish
SELECT lower('İ'), upper('ı'), lower('Σ'), lower('ΑΣ')

-- full-join-using
SELECT id, b.name, p.name FROM brands b FULL JOIN products p USING (id)

-- natural
SELECT count(*) FROM brands NATURAL JOIN (SELECT id FROM products) p

-- distinct-on
SELECT DISTINCT ON (customer_id) customer_id, id FROM orders ORDER BY customer_id, id DESC

-- like-escape
SELECT id FROM customers WHERE last_name LIKE 'Mc%' ESCAPE '\'

-- string-agg
SELECT string_agg(name, ',' ORDER BY name) FROM brands

-- case-division-by-zero
SELECT CASE WHEN id = 0 THEN 1 ELSE 10 / id END FROM orders

-- division-by-zero
SELECT 1 / 0

-- division-by-zero-dec
SELECT 1.0 / 0

-- modulo
SELECT -7 % 3, 7 % -3, -7.5 % 2, -7 / 2

-- integer-div
SELECT 7 / 2, -7 / 2, 7 / 2.0

-- bool-and
SELECT bool_and(is_visible), bool_or(is_visible) FROM products

-- array-agg-null
SELECT array_agg(date_shipped ORDER BY id) FROM orders WHERE id < 105

-- null-order
SELECT brand_id FROM (SELECT nullif(id, 3) AS brand_id FROM brands) t ORDER BY brand_id DESC

-- window-range
SELECT id, sum(id) OVER (ORDER BY customer_id RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) FROM orders

-- window-range-span
SELECT id, count(*) OVER (ORDER BY date_created RANGE BETWEEN INTERVAL '30 days' PRECEDING AND CURRENT ROW) FROM orders

-- window-groups
SELECT id, count(*) OVER (ORDER BY customer_id GROUPS BETWEEN 1 PRECEDING AND CURRENT ROW) FROM orders

-- nth
SELECT id, nth_value(id, 2) OVER (ORDER BY id), cume_dist() OVER (ORDER BY customer_id), percent_rank() OVER (ORDER BY customer_id) FROM orders

-- in-row
SELECT id FROM orders WHERE (status_id, channel_id) IN ((10, 1), (2, 1))

-- row-compare
SELECT id FROM orders WHERE (status_id, id) > (5, 120)

-- values-order
VALUES (2, 'b'), (1, 'a') ORDER BY 1

-- similar
SELECT id FROM brands WHERE name SIMILAR TO '%(a|e)%'

-- regex
SELECT id FROM brands WHERE name ~ 'a+' OR name !~* 'E'

-- overlaps
SELECT id FROM orders WHERE date_created::date IN (DATE '2025-01-01', '2025-01-02')

-- extract-epoch
SELECT CAST(extract(epoch FROM date_created) AS bigint), CAST(extract(second FROM date_created) AS bigint) FROM orders

-- age-minus
SELECT DATE '2025-03-01' - DATE '2025-02-01', TIMESTAMP '2025-03-01' - DATE '2025-02-01'

-- lateral-values
SELECT b.id, v.x FROM brands b CROSS JOIN LATERAL (VALUES (b.id), (b.id * 2)) AS v(x)

-- lateral-union
SELECT b.id, v.x FROM brands b CROSS JOIN LATERAL (SELECT b.id AS x UNION ALL SELECT 1) AS v

-- correlated-in-from
SELECT id, (SELECT sum(n) FROM (SELECT count(*) AS n FROM orders o WHERE o.customer_id = c.id GROUP BY o.status_id) t) FROM customers c

-- correlated-window
SELECT id, (SELECT max(rn) FROM (SELECT row_number() OVER (ORDER BY id) AS rn FROM orders o WHERE o.customer_id = c.id) t) FROM customers c

-- correlated-except
SELECT id, (SELECT count(*) FROM (SELECT o.status_id FROM orders o WHERE o.customer_id = c.id EXCEPT SELECT 10) t) FROM customers c

-- correlated-union
SELECT id, (SELECT max(x) FROM (SELECT o.id AS x FROM orders o WHERE o.customer_id = c.id UNION SELECT c.id) t) FROM customers c

-- correlated-full-join
SELECT c.id, (SELECT count(*) FROM orders o FULL JOIN order_items i ON i.order_id = o.id WHERE o.customer_id = c.id) FROM customers c

-- round-half
SELECT round(2.5), round(-2.5), round(0.5::double precision), round(2.5::double precision), CAST(2.5 AS bigint), CAST(2.5::double precision AS bigint), CAST(3.5::double precision AS integer)

-- trunc
SELECT trunc(-2.57, 1), trunc(2.57), trunc(12345.678, -2), ceil(-0.5), floor(-0.5)

-- text-number
SELECT '10' + 5, 10 || 'a', '1.5'::numeric + 1

-- greatest-null
SELECT greatest(1, NULL, 3), least(NULL, 2), greatest(NULL, NULL::int), coalesce(NULL, NULL, 2)

-- concat-null
SELECT concat('a', NULL, 'b'), 'a' || NULL, concat_ws('-', 'a', NULL, 'b')

-- count-distinct-null
SELECT count(DISTINCT date_shipped), count(date_shipped), count(*) FROM orders

-- sum-empty
SELECT sum(id), count(*), max(id), avg(total_inc_tax) FROM orders WHERE id < 0

-- having-without-group
SELECT 1 FROM orders HAVING count(*) > 1

-- limit-null
SELECT id FROM orders ORDER BY id LIMIT NULL OFFSET NULL

-- limit-zero
SELECT id FROM orders ORDER BY id LIMIT 0

-- group-by-alias-and-column
SELECT status_id % 2 AS id, count(*) FROM orders GROUP BY id

-- group-by-expression
SELECT upper(status), count(*) FROM orders GROUP BY upper(status) HAVING upper(status) > 'C'

-- not-grouped
SELECT status, count(*) FROM orders

-- group-by-key
SELECT o.id, o.status, count(*) FROM orders o GROUP BY o.id

-- date-compare
SELECT id FROM orders WHERE date_created = '2025-01-01' OR date_created::date > '2025-12-01'

-- date-in-text
SELECT id FROM orders WHERE date_created BETWEEN '2025-01-01' AND '2025-06-30'

-- varchar-of-a-length
SELECT id, CAST(name AS varchar(3)), name::varchar(1), CAST(id AS character varying(1)) FROM brands

-- char: refused
SELECT CAST(name AS char(3)) FROM brands

-- clock-that-comes-twice
SELECT TIMESTAMP '2025-10-26 02:30:00' AT TIME ZONE 'Europe/Berlin', TIMESTAMP '2025-11-02 01:30:00' AT TIME ZONE 'America/New_York'

-- clock-that-is-left-out
SELECT TIMESTAMP '2025-03-30 02:30:00' AT TIME ZONE 'Europe/Berlin', TIMESTAMP '2025-03-09 02:30:00' AT TIME ZONE 'America/New_York'

-- round-of-whole-numbers
SELECT round(31), round(31, 3), round(35, -1), trunc(37), trunc(37, 1), avg(round(31, 3)), ceil(7), floor(7)

-- constant-column-in-a-union
SELECT id % 2 AS a, 9 AS b FROM orders UNION ALL SELECT id % 2, 3 FROM products ORDER BY 1, 2 LIMIT 3

-- constant-column-in-a-union-downwards
SELECT id % 2 AS a, 9 AS b FROM orders UNION ALL SELECT id % 2, 3 FROM products UNION ALL SELECT 1, 5 ORDER BY a DESC, b DESC OFFSET 5 LIMIT 3

-- group-by-the-key-of-a-join
SELECT b.id, b.name, count(p.id) FROM brands b LEFT JOIN products p ON p.brand_id = b.id GROUP BY b.id

-- not-grouped-in-having
SELECT status FROM orders GROUP BY status HAVING total_inc_tax > 1

-- quoted-beside-a-decimal
SELECT id, price = '17.69', price = '17.690001', price < '17.690001', price BETWEEN '17.6899' AND '17.69001', price IN ('17.69009') FROM products

-- quoted-in-a-filter
SELECT id FROM products WHERE price > '17.63999' AND price <= '22.500001'

-- quoted-that-is-chosen
SELECT greatest(19.5, '19.94'), least('19.44', 19.5), coalesce('19.94', 19.5), nullif(19.5, '19.54'), CASE WHEN true THEN '19.94' ELSE 19.5 END

-- quoted-in-a-sum
SELECT 19.5 + '1.255', '2.5' * 1.5, 10.0 - '0.005'

-- quoted-in-a-row
SELECT (19.5, 1) = ('19.54', 1), (19.5, 1) IN (('19.54', 1)), CASE 19.5 WHEN '19.54' THEN 1 ELSE 2 END

-- quoted-in-a-union
SELECT 9 AS a UNION ALL SELECT '10' ORDER BY a

-- quoted-decimal-in-a-union
SELECT price AS a FROM products UNION ALL SELECT '19.123456' ORDER BY a

-- quoted-in-values
SELECT a FROM (VALUES (19.5), ('19.94'), ('-0.001')) t(a) ORDER BY a

-- quoted-day-in-values
SELECT a FROM (VALUES (DATE '2025-01-01'), ('2025-02-01'), (NULL)) t(a) ORDER BY a

-- quoted-behind-a-shift
SELECT id, lag(price, 1, '19.123456') OVER (ORDER BY id) FROM products ORDER BY id

-- truncated-day
SELECT date_trunc('quarter', DATE '2026-12-13'), date_trunc('month', DATE '2024-02-29')

-- nulls-alike-beside-equal
SELECT a.n, b.m FROM (VALUES (1, NULL, NULL), (2, 'x', 'y'), (3, NULL, 'y')) a(n, x, y) JOIN (VALUES (1, NULL, NULL), (2, 'x', 'y'), (3, NULL, 'y')) b(m, x, y) ON a.x IS NOT DISTINCT FROM b.x WHERE a.y = b.y

-- powers-of-decimals
SELECT 2.53 ^ 2, 1.00005 ^ 4, (-1.5) ^ 3, 0.7 ^ 0

-- except-with-decimals
SELECT a, a / 4 AS b FROM (SELECT 25 AS a, 4 AS b EXCEPT SELECT 24.6, 4 EXCEPT SELECT 3.5, 8) t

-- intersect-with-decimals
SELECT a / 4 AS b FROM (SELECT 25 AS a INTERSECT SELECT 25.0) t

-- rows-with-nulls
SELECT id, (brand_id, 1) = (3, 1), (brand_id, 1) <> (3, 1), (id, brand_id) IN ((1, 2), (5, NULL)) FROM products

-- rows-in-order
SELECT id FROM products WHERE (brand_id, id) > (2, 5) AND (brand_id, id) <= (3, 9)

-- one-value-behind-an-outer-join
SELECT a.id, b.k, row_number() OVER (PARTITION BY b.k ORDER BY a.id) AS r FROM products a LEFT JOIN (SELECT id, 7 AS k FROM brands WHERE id < 5) b ON a.brand_id = b.id

-- one-value-behind-an-outer-join-in-order
SELECT b.k, a.id FROM products a LEFT JOIN (SELECT id, 7 AS k FROM brands WHERE id < 5) b ON a.brand_id = b.id ORDER BY b.k NULLS FIRST, a.id

-- listed-column
SELECT id FROM customers c WHERE id % 3 IN (2, (SELECT count(*) FROM orders o WHERE o.customer_id = c.id), 11)

-- quotient-of-branches
SELECT id, CASE WHEN id > 5 THEN id ELSE 135.78 END / 7.0, CASE 95 WHEN 9 THEN 1 ELSE 1.5 END ^ 2 FROM brands

-- rounded-and-cast
SELECT CAST(round(0.92, 1) AS bigint), round(currency_exchange_rate, 1)::bigint FROM currencies

-- mean-of-spans
SELECT avg(date_shipped - date_created) FROM orders

-- intersect-beside-nothing
SELECT 6 AS c1 FROM products WHERE id < 0 UNION ALL SELECT 3 INTERSECT SELECT id FROM brands

-- windows-of-all-rows-under-a-limit
SELECT p1.id AS w0, count(*) OVER () AS w1, count(*) OVER (PARTITION BY p1.id) AS w2 FROM product_variants p1 ORDER BY 1, 2, 3 OFFSET 1 LIMIT 5

-- except-of-a-union-with-decimals
SELECT 18 AS c1 FROM brands UNION ALL SELECT currency_exchange_rate FROM currencies EXCEPT ALL SELECT 9.386 ORDER BY 1

-- except-of-branches-with-decimals
SELECT CASE WHEN id < 0 THEN 0 ELSE price END AS v FROM products EXCEPT SELECT 17.5

-- keys-of-order-behind-groups
SELECT s.id, o.status_id, count(*) FROM orders o LEFT JOIN order_shipments s ON s.order_id = o.id GROUP BY s.id, o.status_id ORDER BY s.id DESC, o.status_id

-- groups-of-groups-behind-an-outer-join
SELECT id, t, count(*) FROM (SELECT s.id, o.status_id AS t FROM orders o LEFT JOIN order_shipments s ON s.order_id = o.id GROUP BY s.id, o.status_id) x GROUP BY id, t

-- group-named-twice
SELECT brand_id AS a, brand_id AS b, sum(DISTINCT 131.09) FROM products GROUP BY brand_id, brand_id

-- truths-below-aggregates
SELECT bool_or(t) AS a, bool_and(f) AS b, bool_or(u) AS c, min(CASE WHEN nt THEN 1 ELSE 0 END) AS d, count(nf) AS e, bool_and(nu) AS f FROM (SELECT (brand_id > 3) IS TRUE AS t, (brand_id > 3) IS FALSE AS f, (brand_id > 3) IS UNKNOWN AS u, (brand_id > 3) IS NOT TRUE AS nt, (brand_id > 3) IS NOT FALSE AS nf, (brand_id > 3) IS NOT UNKNOWN AS nu FROM products) q

-- truths-in-groups
SELECT (brand_id > 3) IS TRUE AS t, count(*) FROM products GROUP BY 1 HAVING bool_or((brand_id = 5) IS NOT TRUE) ORDER BY 1

-- day-or-time-and-a-span
SELECT id, CASE WHEN id > 5 THEN DATE '2025-10-06' ELSE date_created END - INTERVAL '36 hours' AS a, coalesce(CASE WHEN id > 5 THEN DATE '2025-10-06' END, date_created) + INTERVAL '1 month' AS b, date_trunc('day', CASE WHEN id > 5 THEN DATE '2025-10-06' ELSE date_created END) AS c FROM coupons ORDER BY id

-- a-truth-value-in-quotes
SELECT count(*) FROM products WHERE is_visible = 't' AND is_visible <> 'off' AND is_visible IN ('true', 'n') AND is_visible >= 'f'

-- a-truth-value-in-quotes-in-case
SELECT id, CASE is_visible WHEN 't' THEN 'shown' WHEN 'no' THEN 'hidden' END AS v FROM products

-- a-truth-value-in-quotes-among-values
SELECT id, CASE WHEN id > 110 THEN 'y' ELSE is_visible END AS v FROM products

-- a-truth-value-in-quotes-not-the-same
SELECT count(*) FROM products WHERE is_visible IS DISTINCT FROM 'f'

-- a-key-of-two-tables
SELECT o.id, s.i, p.id AS product FROM orders o JOIN generate_series(1, 3) AS s(i) ON s.i <= 2 JOIN products p ON p.brand_id = o.status_id AND p.id = o.id + s.i WHERE o.id < 200

-- a-key-of-two-tables-and-an-index
SELECT c.id, n.i, a.num FROM (SELECT 1 AS id, ARRAY[2, 3] AS k) c JOIN generate_series(1, 2) n(i) ON n.i <= 2 JOIN (VALUES (1, 2), (1, 3), (1, 4), (2, 2)) a(rel, num) ON a.rel = c.id AND a.num = c.k[n.i]

-- keys-of-two-tables-without-others
SELECT count(*), sum(p.id) FROM orders o, brands b, products p WHERE p.id = o.id + b.id AND o.status_id = p.brand_id

-- a-key-of-three-tables
SELECT count(*) FROM orders o JOIN brands b ON b.id > 3 JOIN coupons c ON c.id > 0 JOIN products p ON p.brand_id = b.id AND p.id = o.id + b.id + c.id

-- the-row-of-a-key-by-its-order
SELECT i.id, (SELECT o.status_id FROM orders o WHERE o.id = i.order_id ORDER BY o.id DESC LIMIT 1) AS v FROM order_items i ORDER BY 1

-- the-row-of-a-key-in-a-union
SELECT (SELECT o.coupon_discount FROM orders o WHERE o.id = i.order_id ORDER BY o.id LIMIT 1) AS v FROM order_items i UNION SELECT 87.390 ORDER BY v

-- a-window-over-one-side-of-a-key
SELECT i.id, row_number() OVER (PARTITION BY i.order_id ORDER BY o.id, i.id) AS n, sum(i.quantity) OVER (PARTITION BY o.id ORDER BY i.order_id) AS s FROM orders o JOIN order_items i ON i.order_id = o.id ORDER BY 1

-- a-group-by-one-side-of-a-key
SELECT i.order_id, o.id, count(*) AS n FROM orders o JOIN order_items i ON i.order_id = o.id GROUP BY i.order_id, o.id ORDER BY o.id, i.order_id

-- two-sub-queries-in-unnest
SELECT unnest((SELECT array_agg(id ORDER BY id) FROM orders WHERE id < 4)), unnest((SELECT array_agg(id ORDER BY id) FROM orders WHERE id BETWEEN 5 AND 7))

-- two-sub-queries-in-unnest-of-one-table
SELECT unnest((SELECT array_agg(o.id ORDER BY o.id) FROM orders o WHERE o.id = p.id)) AS a, unnest((SELECT array_agg(o.id + 1 ORDER BY o.id) FROM orders o WHERE o.id = p.id)) AS b FROM orders p WHERE p.id < 4
