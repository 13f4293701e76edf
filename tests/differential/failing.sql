# Statements that are valid and once failed.

-- array
SELECT ARRAY[1,2]

-- any-of-an-array
SELECT id FROM orders WHERE status_id = ANY(ARRAY[10, 11])

-- element-of-a-column
SELECT a[2] FROM (SELECT ARRAY[id, id * 2] AS a FROM products) t

-- element-of-an-aggregate
SELECT (array_agg(id ORDER BY id))[1] FROM products

-- element-of-a-split-text
SELECT id, (string_to_array(name, ' '))[2] AS v FROM products

-- in-shown
SELECT id, id IN (SELECT customer_id FROM orders) AS has_ordered FROM customers

-- exists-shown
SELECT id, EXISTS (SELECT 1 FROM orders o WHERE o.customer_id = c.id) AS has_ordered FROM customers c

-- exists-in-case
SELECT id, CASE WHEN EXISTS (SELECT 1 FROM orders o WHERE o.customer_id = c.id) THEN 'yes' ELSE 'no' END AS v FROM customers c

-- in-in-filter
SELECT count(*) FILTER (WHERE id IN (SELECT customer_id FROM orders)) FROM customers

-- in-in-doubled-brackets
SELECT id FROM customers WHERE id IN ((SELECT customer_id FROM orders))

-- exists-without-a-table
SELECT EXISTS (SELECT 1 FROM orders)

-- exists-beside-or
SELECT id FROM customers c WHERE id < 0 OR EXISTS (SELECT 1 FROM orders o WHERE o.customer_id = c.id)

-- count-of-each
SELECT id, (SELECT count(*) FROM orders o WHERE o.customer_id = c.id) FROM customers c

-- two-of-each
SELECT id, (SELECT count(*) FROM orders o WHERE o.customer_id = c.id), (SELECT max(total_inc_tax) FROM orders o WHERE o.customer_id = c.id) FROM customers c

-- case-over-an-aggregate-of-nothing
SELECT id, (SELECT CASE WHEN max(o.total_inc_tax) > 10 THEN 'big' ELSE 'small' END FROM orders o WHERE o.customer_id = c.id) FROM customers c

-- with-inside-a-scalar
SELECT o.id FROM orders o WHERE o.total_inc_tax > (WITH mine AS (SELECT avg(total_inc_tax) AS mean FROM orders WHERE customer_id = o.customer_id) SELECT mean FROM mine)

-- scalars-in-having
SELECT customer_id FROM orders a GROUP BY customer_id HAVING (SELECT count(*) FROM orders WHERE customer_id = a.customer_id) > 1 AND (SELECT max(total_inc_tax) FROM orders WHERE customer_id = a.customer_id) > 20

-- latest-of-each
SELECT c.id, o.id FROM customers c JOIN orders o ON o.customer_id = c.id WHERE o.date_created = (SELECT max(date_created) FROM orders x WHERE x.customer_id = c.id) ORDER BY 1, 2

-- more-than-one-row
SELECT (SELECT id FROM orders) FROM customers

-- exists-in-exists
SELECT id FROM customers c WHERE EXISTS (SELECT 1 FROM orders o WHERE o.customer_id = c.id AND EXISTS (SELECT 1 FROM order_items i WHERE i.order_id = o.id AND i.quantity < c.id))

-- lateral
SELECT c.id, x.id FROM customers c LEFT JOIN LATERAL (SELECT id FROM orders o WHERE o.customer_id = c.id ORDER BY date_created DESC, id LIMIT 1) x ON true

-- lateral-comma
SELECT c.id, x.n FROM customers c, LATERAL (SELECT count(*) AS n FROM orders o WHERE o.customer_id = c.id) x

-- apply
SELECT c.id, x.id FROM customers c ⟦CROSS APPLY¦CROSS JOIN LATERAL⟧ (SELECT id FROM orders o WHERE o.customer_id = c.id ORDER BY date_created DESC, id LIMIT 2) x

-- first-by-order
SELECT id, (SELECT o.id FROM orders o WHERE o.customer_id = c.id ORDER BY o.date_created DESC, o.id LIMIT 1) AS latest FROM customers c

-- column-and-cast
SELECT id, CAST(id AS text) FROM orders ORDER BY 1

-- cast-ordered-by-its-column
SELECT CAST(id AS text) FROM orders ORDER BY id DESC

-- two-casts
SELECT date_created::date, date_created::timestamptz FROM orders

-- three-of-money
SELECT total_inc_tax::int, total_inc_tax::double precision, total_inc_tax::text FROM orders

-- sum-and-its-cast
SELECT sum(total_inc_tax), sum(total_inc_tax)::decimal(20,2) FROM orders

-- groups-and-casts
SELECT customer_id::text, count(*), customer_id::int FROM orders GROUP BY customer_id ORDER BY orders.customer_id

-- cast-in-with
WITH a AS (SELECT id, total_inc_tax / 2 AS half FROM orders) SELECT half, half::double precision FROM a ORDER BY id

-- round-compared
SELECT id FROM products WHERE round(price, 1) = 17.7

-- round-compared-with-more-digits
SELECT id FROM products WHERE round(price, 1) = 17.69

-- nullif-of-number-and-text
SELECT count(*) FROM orders WHERE nullif(customer_id, '0') IS NULL

-- order-by-the-column
SELECT upper(b.name) AS name FROM brands b ORDER BY b.name

-- order-by-another-column
SELECT b.name AS id FROM brands b ORDER BY b.id

-- order-by-in-an-expression
SELECT -b.id AS id FROM brands b ORDER BY abs(b.id)

-- order-by-the-result
SELECT -id AS id FROM brands ORDER BY id

-- order-by-bare-name-in-an-expression
SELECT -id AS id FROM brands ORDER BY id + 0

-- order-by-of-a-join
SELECT upper(b.name) AS name, c.id AS c FROM brands b JOIN brands c ON c.id = b.id ORDER BY b.name DESC

-- order-by-of-groups
SELECT upper(b.page_title) AS page_title, count(*) FROM brands b GROUP BY b.page_title ORDER BY b.page_title DESC

-- json-element
SELECT id, categories -> 0 AS v FROM products

-- json-element-in-coalesce
SELECT id, coalesce(categories ->> 0, '0') AS v FROM products

-- last-day
SELECT DATE '9999-12-31', CAST('9999-12-31' AS timestamptz)

-- first-day
SELECT DATE '0001-01-01', CAST('0001-01-01' AS timestamptz)

-- day-after-the-last-in-nanoseconds
SELECT CAST('2300-01-01' AS timestamptz), DATE '1600-01-01'

-- alias-as-its-column
SELECT order_id AS order_id FROM order_items

-- sum-as-its-column
SELECT sum(total_inc_tax) AS total_inc_tax FROM orders

-- alias-joined
SELECT c.customer_id FROM (SELECT id AS customer_id FROM customers) c JOIN orders o ON o.customer_id = c.customer_id
