# The functions that PostgreSQL has, as it answers them.

-- to-char-month
SELECT to_char(date_created, 'YYYY-MM') AS m, count(*) FROM orders GROUP BY 1 ORDER BY 1

-- to-char-names
SELECT id, to_char(date_created, 'Day|Dy|Month|Mon|DAY|month|FMDay|FMMonth|dy|MON') FROM orders ORDER BY id

-- to-char-numbers-of-times
SELECT id, to_char(date_created, 'YYYY YYY YY Y IYYY IY IW ID MM DD DDD D W WW CC Q J RM HH24 HH12 HH MI SS MS US SSSS') FROM orders ORDER BY id

-- to-char-bare
SELECT id, to_char(date_created, 'FMYYYY FMMM FMDD FMDDD FMHH24 FMHH12 FMMI FMSS FMIW FMRM') FROM orders ORDER BY id

-- to-char-ordinals
SELECT id, to_char(date_created, 'DDth FMDDth DDTH YYYYth FMDDDth') FROM orders ORDER BY id

-- to-char-clock-of-twelve
SELECT id, to_char(date_created, 'HH12:MI AM am A.M. p.m. PM') FROM orders ORDER BY id

-- to-char-quoted
SELECT to_char(TIMESTAMP '2025-03-09 14:05:06.789', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')

-- to-char-of-a-date
SELECT to_char(DATE '2025-03-09', 'DD.MM.YYYY HH24:MI'), to_char(DATE '2025-03-09', 'FMDay, FMDDth FMMonth YYYY')

-- to-char-zone
SELECT to_char(date_created, 'HH24:MI OF TZH:TZM') FROM orders WHERE id = 101

-- to-char-small-letters
SELECT to_char(TIMESTAMP '2025-03-09 14:05:06', 'yyyy-mm-dd hh24:mi:ss')

-- to-char-null
SELECT to_char(date_shipped, 'YYYY') FROM orders WHERE id < 110 ORDER BY id

-- to-char-an-unknown-letter: refused
SELECT to_char(DATE '2025-03-09', 'YYYY-KK')

-- to-char-in-where
SELECT count(*) FROM orders WHERE to_char(date_created, 'YYYY-MM') = '2025-03'

-- to-char-money
SELECT id, to_char(total_inc_tax, 'FM999,990.00'), to_char(total_inc_tax, '9,999.99'), to_char(-total_inc_tax, '000.0') FROM orders ORDER BY id

-- to-char-numbers
SELECT to_char(0, '999'), to_char(0, '9.99'), to_char(0, 'FM9.99'), to_char(0.5, 'FM9.99'), to_char(-0.5, '990.9'), to_char(12345, '999'), to_char(12, '9990999.9'), to_char(12, 'FM9990999.9'), to_char(148.5, 'FM999.990'), to_char(1485, '9G999D9')

-- to-char-signs
SELECT to_char(-485, '999S'), to_char(485, 'S999'), to_char(485, '999MI'), to_char(-485, '999MI'), to_char(-485, '999PR'), to_char(485, '999PR'), to_char(485, 'FM999PR'), to_char(482, '999th'), to_char(485, '"Good number:"999')

-- to-char-of-a-double
SELECT to_char(1234.5::double precision, '9,999.999'), to_char(0.125::double precision, 'FM0.99')

-- to-char-with-grouping-zeros
SELECT to_char(1234567, '9,999,999'), to_char(7, '9,999,999'), to_char(7, '0,000,000'), to_char(-7, '9,999')

-- to-date
SELECT to_date('31.01.2025', 'DD.MM.YYYY'), to_date('2025 Mar 9', 'YYYY Mon DD'), to_date('20250309', 'YYYYMMDD'), to_date('9 March 2025', 'DD Month YYYY'), to_date('09/03/25', 'DD/MM/YY'), to_date('2025-068', 'YYYY-DDD')

-- to-timestamp
SELECT to_timestamp('2025-03-09 14:05:06', 'YYYY-MM-DD HH24:MI:SS'), to_timestamp('09/03/2025 02:05 PM', 'DD/MM/YYYY HH12:MI AM'), to_timestamp('2025-03-09 14:05:06.25', 'YYYY-MM-DD HH24:MI:SS.US'), to_timestamp('12:30 am 2025-01-02', 'HH12:MI am YYYY-MM-DD')

-- to-timestamp-of-seconds
SELECT to_timestamp(1735689600), to_timestamp(1735689600.5)

-- to-date-that-is-none
SELECT to_date('2025-02-30', 'YYYY-MM-DD')

-- to-date-with-words
SELECT to_date('hello', 'YYYY-MM-DD')

-- age
SELECT id, age(date_created, TIMESTAMPTZ '2020-02-29 12:00:00+00') FROM orders ORDER BY id

-- age-backwards
SELECT age(TIMESTAMP '2024-02-29', TIMESTAMP '2025-03-01 10:00:00'), age(TIMESTAMP '2025-03-31', TIMESTAMP '2025-02-28'), age(TIMESTAMP '2025-03-01', TIMESTAMP '2025-01-31')

-- make-date
SELECT make_date(2025, 1, 31), make_timestamp(2025, 1, 31, 10, 30, 5.5), make_timestamptz(2025, 1, 31, 10, 30, 0)

-- extract
SELECT extract(year FROM d)::bigint, extract(quarter FROM d)::bigint, extract(month FROM d)::bigint, extract(week FROM d)::bigint, extract(day FROM d)::bigint, extract(dow FROM d)::bigint, extract(isodow FROM d)::bigint, extract(doy FROM d)::bigint, extract(hour FROM d)::bigint, extract(minute FROM d)::bigint FROM (SELECT date_created AS d FROM orders) t ORDER BY 1, 3, 5, 9, 10

-- extract-rare
SELECT extract(century FROM d)::bigint, extract(decade FROM d)::bigint, extract(millennium FROM d)::bigint, extract(isoyear FROM d)::bigint FROM (SELECT date_created AS d FROM orders) t ORDER BY 1, 2, 4

-- extract-epoch
SELECT extract(epoch FROM TIMESTAMP '2025-01-01 00:00:00')::bigint

-- date-part-of-interval
SELECT extract(day FROM INTERVAL '3 days 4 hours')::bigint, extract(hour FROM INTERVAL '3 days 4 hours')::bigint, extract(month FROM INTERVAL '14 months')::bigint, extract(year FROM INTERVAL '14 months')::bigint

-- justify
SELECT justify_days(INTERVAL '35 days'), justify_hours(INTERVAL '50 hours'), justify_interval(INTERVAL '29 days 24 hours'), justify_days(INTERVAL '2 months -35 days')

-- interval-times-number
SELECT INTERVAL '1 day' * 3, 2 * INTERVAL '1 month', INTERVAL '1 month' * 1.5, INTERVAL '10 days' / 4, INTERVAL '1 hour' * 0.25, INTERVAL '1 month' / 2

-- interval-times-column
SELECT id, date_created + INTERVAL '1 day' * items_total FROM orders ORDER BY id

-- date-trunc
SELECT id, date_trunc('month', date_created), date_trunc('week', date_created), date_trunc('quarter', date_created) FROM orders ORDER BY id

-- date-trunc-in-a-zone
SELECT id, date_trunc('day', date_created, 'America/New_York') FROM orders ORDER BY id

-- format
SELECT format('%s of %s', 1, 'all'), format('%I=%L', 'My col', 'it''s'), format('%2$s %1$s', 'a', 'b'), format('100%%'), format('%s', NULL)

-- quotes
SELECT quote_ident('My col'), quote_ident('plain'), quote_literal('it''s')

-- split-and-overlay
SELECT split_part('a@b@c', '@', 2), split_part('a', '@', 2), overlay('abcdef' PLACING 'XX' FROM 2 FOR 2), substring('abcdef' FROM 2 FOR 3), position('c' IN 'abc'), strpos('abc', 'c')

-- substring-of-a-pattern
SELECT id, substring(email FROM '@(.*)$'), substring(email FROM '^[a-z]+') FROM customers ORDER BY id

-- regular-expressions
SELECT regexp_replace('a1b22', '[0-9]+', '#', 'g'), regexp_replace('a1b22', '[0-9]+', '#'), regexp_like('abc', '^a'), regexp_count('a1b22', '[0-9]+'), regexp_match('a@b', '(.)@(.)'), regexp_substr('a1b22', '[0-9]+')

-- width-bucket
SELECT id, width_bucket(total_inc_tax, 0, 1000, 10), width_bucket(total_inc_tax, 500, 100, 4) FROM orders ORDER BY id

-- md5
SELECT md5('abc'), md5(''), encode(sha256('abc'::bytea), 'hex')

-- md5-of-a-column
SELECT id, md5(email) FROM customers ORDER BY id

-- numbers
SELECT mod(7, 3), mod(-7, 3), sign(-3), ceiling(1.2), div(7, 2), trunc(1.99), abs(-1)

-- percentile-disc
SELECT status_id, percentile_disc(0.5) WITHIN GROUP (ORDER BY total_inc_tax), percentile_disc(0) WITHIN GROUP (ORDER BY id), percentile_disc(1) WITHIN GROUP (ORDER BY id DESC) FROM orders GROUP BY status_id ORDER BY status_id

-- percentile-disc-of-a-part
SELECT percentile_disc(0.25) WITHIN GROUP (ORDER BY date_shipped) FILTER (WHERE status_id = 10) FROM orders

-- percentile-disc-of-none
SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY id) FROM orders WHERE id < 0

-- mode
SELECT mode() WITHIN GROUP (ORDER BY status_id), mode() WITHIN GROUP (ORDER BY payment_method DESC) FROM orders

-- mode-in-groups
SELECT customer_id, mode() WITHIN GROUP (ORDER BY status) FROM orders GROUP BY customer_id ORDER BY customer_id

-- percentile-cont
SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY id) FROM orders

-- string-agg
SELECT status_id, string_agg(id::text, ', ' ORDER BY id DESC) FROM orders GROUP BY status_id ORDER BY status_id

-- array-agg
SELECT status_id, array_agg(id ORDER BY id) FROM orders GROUP BY status_id ORDER BY status_id

-- every
SELECT every(is_visible), bool_or(is_visible) FROM products

-- variance
SELECT variance(id), var_pop(id), var_samp(id), stddev(id), stddev_pop(id) FROM (SELECT id::double precision AS id FROM brands) b

-- corr
SELECT round(corr(id, id * 2 + 1)::numeric, 6), round(regr_slope(id * 2.0, id)::numeric, 6), round(regr_intercept(id * 2.0, id)::numeric, 6), regr_count(id, id) FROM (SELECT id::double precision AS id FROM brands) b

-- json-agg
SELECT status_id, json_agg(id ORDER BY id) FROM orders GROUP BY status_id ORDER BY status_id

-- json-agg-of-texts
SELECT json_agg(name ORDER BY id) FROM brands

-- json-build
SELECT json_build_object('id', id, 'name', name), json_build_array(id, name, NULL, true) FROM brands ORDER BY id

-- json-build-of-times
SELECT json_build_object('d', date_created, 't', total_inc_tax) FROM orders ORDER BY id

-- to-json
SELECT to_json('a"b'::text), to_json(1.50), to_json(true)

-- json-array-length
SELECT id, json_array_length(categories) FROM products ORDER BY id

-- json-elements
SELECT p.id, e.value::text FROM products p, json_array_elements(p.categories) AS e ORDER BY 1, 2

-- json-elements-as-text
SELECT p.id, e.value FROM products p CROSS JOIN json_array_elements_text(p.categories) AS e ORDER BY 1, 2

-- json-contains
SELECT ⟦CAST('[1, 2]' AS json)¦'[1, 2]'::jsonb⟧ @> '[2]', ⟦CAST('{"a": {"b": 1, "c": 2}}' AS json)¦'{"a": {"b": 1, "c": 2}}'::jsonb⟧ @> '{"a": {"b": 1}}', ⟦CAST('[1, 2]' AS json)¦'[1, 2]'::jsonb⟧ @> '3'

-- gen-random-uuid
SELECT length(gen_random_uuid()::text)

-- count-of-rows
SELECT count(DISTINCT (customer_id, status_id)) FROM orders

-- generate-series
SELECT d FROM generate_series(1, 5, 2) d ORDER BY d

-- year-of-a-column
SELECT count(*) FROM orders WHERE extract(year FROM date_created) = 2025

-- month-of-a-column
SELECT count(*) FROM orders WHERE date_trunc('month', date_created) = '2025-03-01'

-- not-that-month
SELECT count(*) FROM orders WHERE date_trunc('month', date_created) <> TIMESTAMPTZ '2025-03-01 00:00:00+00'

-- months-since
SELECT count(*) FROM orders WHERE date_trunc('month', date_created) >= TIMESTAMPTZ '2025-03-15 00:00:00+00'

-- times-to-the-minute
SELECT id FROM orders WHERE date_created >= '2025-04-01 10:30' ORDER BY id

-- times-in-a-zone
SELECT id FROM orders WHERE date_created >= '2025-04-01 12:30:00 +02:00' ORDER BY id

-- times-without-marks
SELECT count(*) FROM orders WHERE date_created >= '20250401' AND date_created < '2025-6-1'

-- times-of-casts
SELECT CAST('2025-04-01 10:30' AS timestamp), TIMESTAMP '2025-04-01 10:30+02', TIMESTAMPTZ '2025-04-01 10:30+02', DATE '2025/4/1', '2025-04-01 23:59'::date

-- json-each
SELECT key, value::text FROM json_each('{"a": 1, "b": "x", "c": [1, 2]}') ORDER BY key

-- json-each-text-beside-a-column
SELECT o.id, e.key, e.value FROM orders o, json_each_text(json_build_object('id', o.id, 'status', o.status)) AS e(key, value) ORDER BY o.id, e.key

-- json-object-keys
SELECT json_object_keys('{"b": 1, "a": 2}') AS k ORDER BY 1

-- json-object-agg
SELECT json_object_agg(status_id, n ORDER BY status_id)::text FROM (SELECT status_id, count(*) AS n FROM orders GROUP BY status_id) t

-- json-typeof
SELECT json_typeof('{}'), json_typeof('[1]'), json_typeof('"a"'), json_typeof('1.5'), json_typeof('true'), json_typeof('null')

-- with-ordinality
SELECT x, i FROM unnest(ARRAY['a', 'b', 'c']) WITH ORDINALITY AS t(x, i) ORDER BY i DESC

-- with-ordinality-beside-a-column
SELECT b.id, t.word, t.place FROM brands b, unnest(string_to_array(b.name, ' ')) WITH ORDINALITY AS t(word, place) ORDER BY b.id, t.place

-- generate-series-of-times
SELECT d FROM generate_series(TIMESTAMP '2025-02-27', TIMESTAMP '2025-03-02', INTERVAL '1 day') AS d ORDER BY d

-- generate-series-of-months
SELECT d FROM generate_series(TIMESTAMP '2024-12-31', TIMESTAMP '2025-04-30', INTERVAL '1 month') AS t(d) ORDER BY d

-- generate-series-beside-a-column
SELECT b.id, g FROM brands b, generate_series(1, b.id) AS g WHERE b.id <= 4 ORDER BY b.id, g

-- regexp-matches
SELECT id, (regexp_matches(name, '([A-Z])([a-z]+)', 'g'))[2] AS word FROM products ORDER BY id, 2

-- regexp-split-to-array
SELECT id, array_to_string(regexp_split_to_array(name, '\s+'), '|') AS words FROM products ORDER BY id

-- regexp-split-to-table
SELECT b.id, w FROM brands b, regexp_split_to_table(b.name, '[ &]+') AS w ORDER BY b.id, w

-- regexp-split-at-nothing
SELECT regexp_split_to_table('abc', '') AS letter ORDER BY 1

-- string-to-table
SELECT w FROM string_to_table('a b c', ' ') AS w ORDER BY w

-- similar-to
SELECT id, name FROM products WHERE name SIMILAR TO '%(Tea|Mug|Teapot)%_' ORDER BY id

-- similar-to-signs
SELECT v, v SIMILAR TO 'a.c', v SIMILAR TO 'a_c', v SIMILAR TO 'a[b.]c', v SIMILAR TO '(a|x)(b|\.)c', v NOT SIMILAR TO 'a#%c' ESCAPE '#' FROM (VALUES ('abc'), ('a.c'), ('a%c'), ('ac')) AS t(v) ORDER BY v

-- row-to-json
SELECT row_to_json(o)::text FROM (SELECT id, status, customer_id > 0 AS known FROM orders) o ORDER BY o.id
