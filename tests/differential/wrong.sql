# Statements that once gave another answer than PostgreSQL's, without a word.

-- case-zero-first
SELECT id, CASE WHEN status_id = 10 THEN 0 ELSE total_inc_tax END AS v FROM orders

-- case-zero-last
SELECT id, CASE WHEN status_id <> 10 THEN total_inc_tax ELSE 0 END AS v FROM orders

-- sum-of-case
SELECT sum(CASE WHEN status_id = 10 THEN 0 ELSE total_inc_tax END) FROM orders

-- sum-of-case-in-groups
SELECT status_id, sum(CASE WHEN items_total > 3 THEN 0 ELSE total_inc_tax END) FROM orders GROUP BY status_id

-- max-of-case
SELECT max(CASE WHEN status_id = 10 THEN 0 ELSE total_inc_tax END) FROM orders

-- case-of-literals
SELECT CASE id WHEN 1 THEN 1 WHEN 2 THEN 2.25 ELSE 3 END FROM brands

-- union-zero-first
SELECT 0 AS v UNION ALL SELECT total_inc_tax FROM orders ORDER BY v

-- union-of-literals
SELECT 1 AS v UNION SELECT 1.5 ORDER BY v

-- union-of-digits
SELECT 1.5 AS v UNION ALL SELECT 2.125 ORDER BY v

-- union-of-small-and-great
SELECT 1.5 AS v UNION ALL SELECT 1000 ORDER BY v

-- union-of-column-and-sum
SELECT id AS v FROM orders WHERE id = 101 UNION ALL SELECT sum(total_inc_tax) FROM orders ORDER BY v

-- filter-on-union
SELECT v FROM (SELECT 1 AS v UNION ALL SELECT 1.5) t WHERE v > 1

-- recursion-of-decimals
WITH RECURSIVE r AS (SELECT 1.0 AS n UNION ALL SELECT n * 1.5 FROM r WHERE n < 2) SELECT n FROM r ORDER BY n

-- except-of-digits
SELECT 1 AS v EXCEPT SELECT 1.5

-- lag-with-a-default
SELECT id, lag(id, 1, 0.5) OVER (ORDER BY id) FROM brands

-- values-of-digits
SELECT v FROM (VALUES (0), (1.25), (3)) t(v) ORDER BY v

-- day-and-time-in-union
SELECT CAST('2025-01-01' AS date) AS d UNION ALL SELECT date_created FROM orders ORDER BY d

-- day-and-time-in-case
SELECT id, CASE WHEN id % 2 = 0 THEN CAST('2025-01-01' AS date) ELSE date_created END AS d FROM orders

-- coalesce-zero-first
SELECT id, coalesce(0, total_inc_tax) AS v FROM orders

-- coalesce-null-zero-money
SELECT id, coalesce(NULL, total_inc_tax, 0) AS v FROM orders

-- greatest-of-digits
SELECT id, greatest(1, total_inc_tax, 2.125) AS v FROM orders

-- constant-not-in
SELECT count(*) FROM brands WHERE 3 NOT IN (SELECT origin_channel_id FROM customers UNION SELECT NULL)

-- constant-not-in-negated
SELECT id FROM brands WHERE NOT (3 IN (SELECT nullif(id, 101) FROM customers))

-- not-in-is-null
SELECT count(*) FROM brands WHERE (3 NOT IN (SELECT nullif(customer_group_id, 1) FROM customers)) IS NULL

-- not-in-beside-or
SELECT id FROM brands WHERE id = 3 OR id NOT IN (SELECT nullif(brand_id, 3) FROM products)

-- not-in-of-an-empty-list
SELECT count(*) FROM brands WHERE NULL NOT IN (SELECT id FROM customers WHERE id < 0)

-- count-over-groups
SELECT brand_id, count(*) OVER () AS n FROM products GROUP BY brand_id ORDER BY brand_id LIMIT 1

-- share-of-the-whole
SELECT brand_id, count(*) AS n, sum(count(*)) OVER () AS whole FROM products GROUP BY brand_id ORDER BY brand_id LIMIT 2

-- greatest-of-each-group
SELECT brand_id, max(id), count(*) OVER () FROM products GROUP BY brand_id ORDER BY max(id) DESC LIMIT 2

-- count-over-distinct
SELECT brand_id, count(*) OVER () AS n FROM (SELECT DISTINCT brand_id FROM products) t ORDER BY brand_id LIMIT 2

-- places-from-the-other-end
SELECT brand_id, row_number() OVER (ORDER BY brand_id DESC) AS place FROM products GROUP BY brand_id ORDER BY brand_id LIMIT 2

-- the-one-after-it
SELECT brand_id, lead(brand_id) OVER (ORDER BY brand_id DESC) AS next FROM products GROUP BY brand_id ORDER BY brand_id LIMIT 1

-- offset-grouped
SELECT name, count(*) FROM (SELECT id, name FROM brands ORDER BY name OFFSET 1) t GROUP BY name ORDER BY name

-- offset-summed
SELECT count(*), sum(id) FROM (SELECT id, name FROM brands ORDER BY name OFFSET 1) t

-- offset-joined
SELECT b.id FROM brands b JOIN (SELECT id, name FROM brands ORDER BY name OFFSET 1) t ON t.id = b.id ORDER BY 1

-- offset-sorted-otherwise
SELECT id FROM (SELECT id, name FROM brands ORDER BY name OFFSET 1) t ORDER BY id

-- offset-distinct
SELECT DISTINCT name FROM (SELECT id, name FROM brands ORDER BY name OFFSET 1) t ORDER BY 1

-- offset-in-in
SELECT id FROM brands WHERE id IN (SELECT id FROM (SELECT id, name FROM brands ORDER BY name OFFSET 1) t) ORDER BY 1

-- offset-in-union
SELECT sum(id) FROM (SELECT id FROM (SELECT id, name FROM brands ORDER BY name OFFSET 1) t UNION ALL SELECT 10) u

-- offset-under-a-window
SELECT id, row_number() OVER (ORDER BY id) FROM (SELECT id, name FROM brands ORDER BY name OFFSET 1) t ORDER BY id

-- offset-by-a-function
SELECT sum(id) FROM (SELECT id FROM brands ORDER BY lower(name) OFFSET 2) t

-- arrow-beside-equals
SELECT id FROM products WHERE categories ->> 0 = '11'

-- arrow-beside-not-equals
SELECT id FROM products WHERE categories ->> 0 <> '11'

-- arrow-beside-in
SELECT id FROM products WHERE categories ->> 0 IN ('11', '12')

-- arrow-beside-like
SELECT id FROM products WHERE categories ->> 0 LIKE '1%'

-- arrow-beside-is-null
SELECT id FROM products WHERE categories ->> 3 IS NULL

-- arrow-beside-is-not-null-and
SELECT id FROM products WHERE categories ->> 0 IS NOT NULL AND id > 80

-- arrow-beside-between
SELECT id FROM products WHERE categories ->> 0 BETWEEN '1' AND '11'

-- arrow-under-not
SELECT id FROM products WHERE NOT categories ->> 0 = '11'

-- arrow-beside-concatenation
SELECT id FROM products WHERE categories ->> 0 || 'x' = '11x'

-- arrow-on-both-sides
SELECT id FROM products WHERE categories ->> 0 = categories ->> 0

-- arrow-in-case
SELECT id, CASE WHEN categories ->> 0 = '11' THEN 'a' ELSE 'b' END AS v FROM products

-- span-compared
SELECT id FROM orders WHERE date_shipped - date_created > interval '2 days'

-- span-between
SELECT id FROM orders WHERE date_shipped - date_created BETWEEN interval '1 day' AND interval '3 days'

-- span-in-having
SELECT count(*) FROM orders HAVING max(date_shipped - date_created) > interval '2 days'

-- span-shown
SELECT id, date_shipped - date_created AS v FROM orders

-- beyond-int64
SELECT 9223372036854775807 + 1::bigint

-- beyond-int64-in-a-product
SELECT 9223372036854775807 * 2::bigint

-- below-int64
SELECT -9223372036854775807 - 2::bigint

-- sum-beyond-int64
SELECT sum(9223372036854775000 + id * 0) FROM orders

-- running-sum-beyond-int64
SELECT id, sum(4611686018427387904 + id * 0) OVER (ORDER BY id) FROM orders

-- sum-of-a-filter-beyond-int64
SELECT sum(9223372036854775000 + id * 0) FILTER (WHERE id > 0) FROM orders

-- average-near-the-end-of-int64
SELECT avg(9223372036854775000 + id * 0) FROM orders

-- power
SELECT 2 ^ 3

-- power-twice
SELECT 2 ^ 3 ^ 2

-- path
SELECT id, categories #>> '{0}' AS v FROM products

-- path-deeper
SELECT CAST('[[5,2],[3]]' AS json) #>> '{0,0}'

-- round-of-a-quotient
SELECT round(1/3.0, 6)

-- round-of-another-quotient
SELECT round(2/3.0, 10), 10/4.0, 1/8.0

-- sample: refused
SELECT count(*) FROM orders TABLESAMPLE BERNOULLI (0)

-- sample-of-blocks: refused
SELECT count(*) FROM orders TABLESAMPLE SYSTEM (0)

-- lock: refused
SELECT id FROM orders ORDER BY id LIMIT 1 FOR UPDATE

-- lock-for-share: refused
SELECT id FROM orders ORDER BY id LIMIT 1 FOR SHARE

-- for-json: refused
SELECT id FROM orders FOR JSON AUTO

-- for-xml: refused
SELECT id FROM orders FOR XML AUTO

-- collation: refused
SELECT name FROM brands ORDER BY name COLLATE "de-x-icu"

-- with-ties
SELECT count(*) FROM (SELECT brand_id FROM products ORDER BY brand_id FETCH FIRST 1 ROWS WITH TIES) t

-- fetch
SELECT id FROM orders ORDER BY id FETCH FIRST 3 ROWS ONLY
