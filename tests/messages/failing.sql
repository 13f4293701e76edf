-- Statements that fail, one on each line. The test crates/engine/tests/it/messages.rs reads what is said of each.

-- words
SELCT id FROM orders
SELECT id FORM orders
SELECT id FROM orders WEHRE id = 1
SELECT id FROM orders ORDER id
SELECT id FROM orders GROUP id
SELECT FROM orders
SELECT id, FROM orders
SELECT id,, name FROM products
SELECT id FROM orders,
SELECT id FROM orders WHERE
SELECT id FROM orders WHERE id =
SELECT id FROM orders WHERE id = = 1
SELECT id FROM orders WHERE id IN
SELECT id FROM orders WHERE id IN (1, 2
SELECT id FROM orders WHERE id IN (1, 2,)
SELECT id FROM orders WHERE id BETWEEN 1
SELECT id FROM orders WHERE id BETWEEN 1 OR 2
SELECT id FROM orders WHERE (id = 1
SELECT id FROM orders WHERE id = 1)
SELECT id FROM orders LIMIT
SELECT id FROM orders LIMIT ten
SELECT id FROM orders ORDER BY
SELECT id FROM orders GROUP BY
SELECT id FROM orders HAVING
SELECT id FROM orders JOIN
SELECT id FROM orders JOIN customers
SELECT id FROM orders LEFT customers ON 1 = 1
SELECT CASE WHEN id = 1 THEN 2 FROM orders
SELECT CASE id = 1 THEN 2 END FROM orders
SELECT CASE END FROM orders
SELECT (1 + 2 FROM orders
SELECT 1 + FROM orders
SELECT 1 + * 2
SELECT 'abc FROM orders
SELECT "abc FROM orders
SELECT [abc FROM orders
SELECT E'abc
SELECT $$abc
SELECT 1 /* a comment
SELECT 1 # one
SELECT 1 SELECT 2
SELECT ‘a’
SELECT “id” FROM orders
SELECT {'a': 1}
SELECT {fn UCASE('a')
SELECT {d '2025-01-01'
SELECT id AS FROM orders
SELECT id FROM orders AS
SELECT id FROM (SELECT 1
SELECT id FROM (SELECT 1))
SELECT a < b < c FROM (VALUES (1, 2, 3)) AS t(a, b, c)
SELECT id FROM products WHERE is_visible NOT BETWEEN false AND is_featured NOT IN (true)
SELECT id FROM brands WHERE name LIKE 'A%' LIKE 'B%'
SELECT id FROM products WHERE is_visible BETWEEN NOT true AND true
SELECT id FROM brands WHERE name IS DISTINCT FROM 'A' IS NULL
SELECT id FROM orders UNION
SELECT id FROM orders UNION ALL WHERE id = 1
WITH t AS SELECT 1 SELECT * FROM t
WITH t (SELECT 1) SELECT * FROM t
WITH t AS (SELECT 1)
SELECT EXTRACT(year date_created) FROM orders
SELECT CAST(id bigint) FROM orders
SELECT CAST(id AS) FROM orders
SELECT id::  FROM orders
SELECT count(* FROM orders
SELECT count(DISTINCT) FROM orders
SELECT sum(id) OVER FROM orders
SELECT sum(id) OVER (PARTITION id) FROM orders
SELECT sum(id) OVER (ORDER id) FROM orders
SELECT sum(id) FILTER (id = 1) FROM orders
SELECT position('a' 'b')
SELECT INTERVAL FROM orders
SELECT DATE FROM
SELECT id FROM orders WHERE status LIKE
SELECT id FROM orders WHERE status IS
SELECT id FROM orders WHERE NOT
SELECT id FROM orders WHERE EXISTS SELECT 1
SELECT id FROM orders OFFSET
SELECT TOP id FROM orders WHERE 1
UPDATE SET id = 1
INSERT orders VALUES
INSERT INTO products (name) VALUE ('a')
CREATE VIEW AS SELECT 1
PREPARE q SELECT 1
EXPLAIN
DESCRIBE
SHOW
SET
USE
DECLARE @n INT = 3
GO
PRINT 'a'
IF 1 = 1 SELECT 1
BEGIN TRY SELECT 1 END TRY

-- names
SELECT nam FROM products
SELECT product_id FROM products
SELECT Id, Nmae FROM Products
SELECT p.nam FROM products p
SELECT products.nam FROM products
SELECT products.id FROM products p
SELECT x.id FROM products p
SELECT id FROM prodcts
SELECT id FROM product
SELECT id FROM warehouse
SELECT id FROM shop.products
SELECT id FROM storeql.shop.products
SELECT id FROM other.bigcommerce.products
SELECT name FROM sqlite_master
SELECT name FROM sys.objects
SELECT relname FROM pg_catalog.pg_class
SELECT id FROM orders o JOIN customers c ON o.customer_id = c.id
SELECT o.id FROM orders o JOIN customers c ON o.customer = c.id
SELECT o.id FROM orders o JOIN customers c USING (customer_id)
SELECT o.id FROM orders o JOIN customers c USING (nothing)
SELECT id FROM orders WHERE nothing = 1
SELECT id FROM orders ORDER BY nothing
SELECT count(*) FROM orders GROUP BY nothing
SELECT status_id, count(*) FROM orders GROUP BY status_id HAVING nothing > 1
SELECT id FROM orders WHERE status = "Completed"
SELECT id orders
SELECT id
SELECT * FROM nothing
SELECT x.* FROM orders o
SELECT * FROM orders ORDER BY x.id
SELECT (SELECT nothing FROM products) FROM orders
SELECT id FROM orders WHERE id IN (SELECT nothing FROM products)
WITH t AS (SELECT id FROM orders) SELECT name FROM t
WITH t AS (SELECT nothing FROM orders) SELECT * FROM t
SELECT id FROM orders o, LATERAL (SELECT o.nothing) AS x
SELECT sum(nothing) FROM orders
SELECT coalesce(nothing, 1) FROM orders
SELECT rank() OVER (ORDER BY nothing) FROM orders
SELECT rank() OVER w FROM orders
SELECT id FROM orders LIMIT nothing
SELECT [3 1 2] FROM orders
SELECT t.c FROM (VALUES (1)) AS t(a)
DESCRIBE nothing
SHOW COLUMNS FROM nothing

-- functions
SELECT uper(name) FROM products
SELECT lenght(name) FROM products
SELECT concatenate('a', 'b')
SELECT date_trun('month', now())
SELECT datedif(day, now(), now())
SELECT sha265('a')
SELECT sha255('a')
SELECT jsonb_arr_length('[]')
SELECT to_chr(now(), 'YYYY')
SELECT regex_replace('a', 'b', 'c')
SELECT averge(id) FROM orders
SELECT quantity_of_everything(id) FROM orders
SELECT nothing_at_all()
SELECT DATEDIFF(day, date_created) FROM orders WHERE id = 'a'
SELECT DATEDIFF(day) FROM orders
SELECT DATEDIFF(fortnight, date_created, now()) FROM orders
SELECT DATEADD(day, 1) FROM orders
SELECT DATEADD(1, day, now())
SELECT DATEPART(date_created) FROM orders
SELECT DATE_TRUNC(date_created) FROM orders
SELECT date_trunc('fortnight', date_created) FROM orders
SELECT date_trunc(5, date_created) FROM orders
SELECT extract(fortnight FROM date_created) FROM orders
SELECT date_part('fortnight', date_created) FROM orders
SELECT TIMESTAMPDIFF(MONTH, date_created) FROM orders
SELECT DATE_FORMAT(date_created) FROM orders
SELECT STR_TO_DATE('31,1,2025') FROM orders
SELECT strftime('%Y') FROM orders
SELECT to_char(date_created) FROM orders
SELECT to_char(date_created, 'YYYY-KK') FROM orders
SELECT to_char(status, 'YYYY') FROM orders
SELECT to_date(5, 'DD.MM.YYYY')
SELECT make_date(2025, 1)
SELECT make_date(2025, 13, 1)
SELECT make_timestamp(2025, 1, 1)
SELECT age()
SELECT age('a', 'b')
SELECT CHARINDEX('a')
SELECT substr(name) FROM products
SELECT substring(name) FROM products
SELECT split_part(name, ' ') FROM products
SELECT split_part(5, ' ', now()) FROM products
SELECT left(name) FROM products
SELECT replace(name, 'a') FROM products
SELECT lpad() FROM products
SELECT repeat(name) FROM products
SELECT overlay('a') FROM products
SELECT translate(name, 'a') FROM products
SELECT regexp_replace(name) FROM products
SELECT regexp_replace(name, '(', '') FROM products
SELECT name ~ '(' FROM products
SELECT name ~ 5 FROM products
SELECT regexp_like(name) FROM products
SELECT md5() FROM products
SELECT md5(name, 1) FROM products
SELECT sha256(5)
SELECT sha256(true)
SELECT sha256(now())
SELECT sha256()
SELECT sha2('a', 17)
SELECT encode('a')
SELECT encode(sha256('a'), 'nothing')
SELECT decode('zz', 'hex')
SELECT format('%d', 1)
SELECT format('%s')
SELECT round('a')
SELECT round(1, 2, 3)
SELECT abs('a')
SELECT abs()
SELECT sqrt('a')
SELECT power(2)
SELECT mod(7)
SELECT width_bucket(1, 2, 2, 3)
SELECT width_bucket(1)
SELECT greatest()
SELECT greatest(1, 'a')
SELECT coalesce()
SELECT nullif(1)
SELECT IIF(1 = 1, 2)
SELECT IF(1)
SELECT ISNULL()
SELECT sum(name) FROM products
SELECT sum() FROM products
SELECT sum(id, 2) FROM products
SELECT avg(name) FROM products
SELECT avg(is_visible) FROM products
SELECT max() FROM products
SELECT count(id, name) FROM products
SELECT bool_or(id) FROM products
SELECT stddev(name) FROM products
SELECT corr(id) FROM products
SELECT string_agg(name) FROM products
SELECT array_agg() FROM products
SELECT percentile_cont(0.5) FROM orders
SELECT percentile_cont(2) WITHIN GROUP (ORDER BY id) FROM orders
SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY status) FROM orders
SELECT mode() FROM orders
SELECT APPROX_QUANTILES(id, 4) FROM orders
SELECT GROUP_CONCAT() FROM products
SELECT ntile() OVER (ORDER BY id) FROM orders
SELECT ntile('a') OVER (ORDER BY id) FROM orders
SELECT lag() OVER (ORDER BY id) FROM orders
SELECT rank() FROM orders
SELECT row_number() FROM orders
SELECT json_each('{}')
SELECT json_each('{}', 1) FROM orders
SELECT json_extract('{}')
SELECT json_value('{}', 'a..b')
SELECT json_build_object('a')
SELECT row_to_json(1)
SELECT list_aggregate([1, 2], 'sum')
SELECT unnest(5)
SELECT array_length(5, 1)
SELECT * FROM generate_series('a', 'b')
SELECT * FROM generate_series(1)
SELECT * FROM generate_series(DATE '2025-01-01', DATE '2025-02-01')
SELECT * FROM generate_series(1.5, 3)
SELECT * FROM generate_series(1, 3, 0)
SELECT * FROM nothing_at_all(1)

-- types
SELECT date_created + 5 FROM orders
SELECT date_created - true FROM orders
SELECT date_created * 2 FROM orders
SELECT name + 1 FROM products
SELECT name * name FROM products
SELECT -name FROM products
SELECT NOT id FROM products
SELECT id AND true FROM products
SELECT id = true FROM products
SELECT id = date_created FROM orders
SELECT date_created > 5 FROM orders
SELECT name = is_visible FROM products
SELECT id FROM products WHERE id
SELECT id FROM products WHERE name
SELECT id FROM products WHERE price LIKE 5
SELECT id FROM products WHERE is_visible > 'maybe'
SELECT id FROM products WHERE id IN ('a', 'b')
SELECT id FROM products WHERE id BETWEEN 1 AND true
SELECT id FROM products WHERE (id, name) = (1)
SELECT id FROM products WHERE (id, name) IN ((1, 'a'), (2))
SELECT CASE WHEN true THEN 1 ELSE now() END FROM products
SELECT id FROM products WHERE CASE WHEN true THEN 1 END
SELECT id FROM products UNION SELECT is_visible FROM products
SELECT id FROM products UNION SELECT id, name FROM products
SELECT 1 UNION SELECT date_created FROM orders
SELECT * FROM (VALUES (1, 'a'), (2)) AS t(a, b)
SELECT ARRAY[1, now()]
SELECT ARRAY[1, 2] || 'a'
SELECT CAST(id AS nothing) FROM orders
SELECT CAST(name AS char(3)) FROM products
SELECT CAST(date_created AS boolean) FROM orders
SELECT CAST(true AS date)
SELECT interval '1 fortnight and a bit'
SELECT INTERVAL '1 day' * INTERVAL '1 day'
SELECT now() - 'a'
SELECT date_created AT TIME ZONE 'Mars/Base' FROM orders
SELECT date_created AT TIME ZONE 5 FROM orders
SELECT 2 ^ 'a'

-- groups
SELECT customer_id, status, count(*) FROM orders GROUP BY customer_id
SELECT customer_id, count(*) FROM orders
SELECT *, count(*) FROM orders
SELECT customer_id FROM orders HAVING id > 1
SELECT customer_id FROM orders WHERE count(*) > 2 GROUP BY customer_id
SELECT sum(count(*)) FROM orders
SELECT count(*) FROM orders GROUP BY count(*)
SELECT count(*) FROM orders GROUP BY 5
SELECT id FROM orders ORDER BY 5
SELECT id FROM orders ORDER BY 0
SELECT DISTINCT status FROM orders ORDER BY id
SELECT id FROM orders WHERE row_number() OVER (ORDER BY id) = 1
SELECT row_number() OVER (ORDER BY id) FROM orders GROUP BY status
SELECT id FROM orders GROUP BY id HAVING row_number() OVER (ORDER BY id) = 1
SELECT (SELECT id, name FROM products) FROM orders
SELECT id FROM orders WHERE id = (SELECT id, name FROM products)
SELECT id FROM orders WHERE id IN (SELECT id, name FROM products)
SELECT grouping(id) FROM orders
SELECT id FROM orders QUALIFY 1
SELECT id FROM orders LIMIT -1
SELECT id FROM orders OFFSET -1
SELECT sum(id) OVER (ORDER BY id ROWS BETWEEN 1 FOLLOWING AND 1 PRECEDING) FROM orders
SELECT sum(id) OVER (ROWS BETWEEN 'a' PRECEDING AND CURRENT ROW) FROM orders

-- clauses
SELECT id FROM orders TABLESAMPLE SYSTEM (10)
SELECT id FROM orders FOR UPDATE
SELECT id FROM orders FOR JSON AUTO
SELECT id FROM orders WITH (NOLOCK)
SELECT id INTO copies FROM orders
SELECT name COLLATE "de" FROM products
SELECT CONVERT(varchar, date_created, 120) FROM orders
SELECT CONVERT(name USING utf8) FROM products
SELECT id FROM orders PIVOT (sum(id) FOR status_id IN (ANY)) p
SELECT id FROM orders PIVOT (id FOR status_id IN (1)) p
SELECT id FROM orders PIVOT (sum(nothing) FOR status_id IN (1)) p
CREATE TEMP TABLE t AS SELECT 1
CREATE TABLE t (a int)
CREATE INDEX i ON orders (id)
CREATE FUNCTION f() RETURNS int AS 'a'
ALTER TABLE orders ADD COLUMN a int
DROP TABLE orders
TRUNCATE TABLE orders
COPY orders TO 'x.csv'
GRANT SELECT ON orders TO me
LOCK TABLE orders
VACUUM
ANALYZE orders
SHOW CREATE TABLE orders
SET nothing_known = 'ISO'
SET TIME ZONE '+02:00'
SET TIME ZONE 'Mars/Base'
USE nothing
SAVEPOINT a
EXECUTE nothing
DEALLOCATE nothing
EXEC nothing
EXPLAIN ANALYZE DELETE FROM orders WHERE id = 1
EXPLAIN BEGIN
REPLICATE orders

-- parameters
SELECT id FROM orders WHERE id = $1
SELECT id FROM orders WHERE id = ?
SELECT id FROM orders WHERE id = :id
SELECT $1
SELECT id FROM orders WHERE id = $1 AND status = ?

-- values, some of which are known when rows are read only
-- place: none
SELECT '{'::json -> 'a'
SELECT mod(7, 'a')
SELECT 1 / 0
SELECT id / 0 FROM orders
SELECT 9223372036854775807 + 1
SELECT id * 9223372036854775807 FROM orders
SELECT CAST(99999999999 AS int)
SELECT (SELECT id FROM orders) FROM products
SELECT chr(-1)
SELECT id FROM carts

-- values that were typed
SELECT CAST('a' AS int)
SELECT 'a'::date
SELECT DATE '2025-02-30'
SELECT TIMESTAMP 'yesterday at noon'
SELECT id FROM orders WHERE date_created >= '07/01/2025'
SELECT id FROM orders WHERE date_created >= 'last month'
SELECT id FROM orders WHERE status_id = 'Completed'
SELECT id FROM orders WHERE status_id IN (1, 'Completed')
SELECT id FROM products WHERE price > 'cheap'
SELECT id FROM products WHERE is_visible = 'maybe'
SELECT '2025-13-01'::timestamp
SELECT CAST('1.2.3' AS numeric)
SELECT CAST('maybe' AS boolean)
SELECT date_trunc('month', DATE '0001-01-01')
DROP TABLE brands
TRUNCATE TABLE brands
ALTER TABLE brands ADD COLUMN x int
