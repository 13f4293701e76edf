# Functions that StoreQL has from DataFusion, as PostgreSQL answers them: at least one statement for each name that both know.

-- angles
SELECT x, acos(x), asin(x), atan(x), cos(x), sin(x), tan(x), cot(x), degrees(x), radians(x) FROM (VALUES (0.5::float8), (-0.25), (1), (NULL)) AS t(x)

-- angles-of-decimals
SELECT acos(0.5), degrees(1.5), radians(90), atan2(1.5, 2), atan2(-1, -1)

-- hyperbolic
SELECT x, acosh(1 + x), asinh(x), atanh(x / 2), cosh(x), sinh(x), tanh(x) FROM (VALUES (0.5::float8), (0.25), (1), (NULL)) AS t(x)

-- acos-beyond-one
SELECT acos(1.5::float8)

-- asin-beyond-one
SELECT asin(-2::float8)

-- acosh-below-one
SELECT acosh(0.5::float8)

-- atanh-beyond-one
SELECT atanh(2::float8)

-- roots-and-powers
SELECT x, cbrt(x), sqrt(abs(x)), exp(x), pow(x, 2), power(x, 3) FROM (VALUES (8::float8), (-27), (0.125), (NULL)) AS t(x)

-- powers-of-whole-numbers
SELECT power(2, 10), pow(2, 3), power(2::float8, -1), power(2.0::float8, 0.5), pow(-2, 3)

-- logarithms
SELECT x, ln(x), log(x), log10(x), log(2, x::numeric)::float8 FROM (VALUES (8::float8), (1000), (0.125), (NULL)) AS t(x)

-- logarithms-of-decimals
SELECT ln(2.5)::float8, log(100), log(2.0, 64.0)::float8, log10(1000), floor(log(1000))

-- ln-of-zero
SELECT ln(0::float8)

-- ln-below-zero
SELECT ln(-1::float8)

-- log-of-zero
SELECT log(0::float8)

-- sqrt-below-zero
SELECT sqrt(-1::float8)

-- sqrt-of-a-decimal-below-zero
SELECT sqrt(-1.5)

-- zero-to-a-negative-power
SELECT power(0::float8, -1)

-- negative-to-a-half
SELECT power(-8::float8, 0.5)

-- exp-beyond-all
SELECT exp(1000::float8)

-- factorials
SELECT factorial(0)::bigint, factorial(5)::bigint, factorial(20)::bigint

-- factorial-below-zero
SELECT factorial(-1)

-- divisors
SELECT gcd(12, 18), gcd(-12, 18), gcd(0, 0), lcm(4, 6), lcm(-4, 6), lcm(0, 5), gcd(NULL::int, 4), mod(7, 3), mod(-7, 3), mod(7.5, 2)

-- pi
SELECT pi()

-- random-within
SELECT random() >= 0 AND random() < 1

-- sha-sums
SELECT encode(sha384('StoreQL'::bytea), 'hex'), encode(sha512('StoreQL'::bytea), 'hex'), encode(sha256(''::bytea), 'hex'), md5('x')

-- encode-and-decode
SELECT encode(decode('cGFw', 'base64'), 'hex'), encode('pap'::bytea, 'base64'), decode('70617a', 'hex') = 'paz'::bytea

-- decode-what-is-none
SELECT decode('zz', 'hex')

-- lengths
SELECT t, ascii(t), bit_length(t), char_length(t), character_length(t), length(t), octet_length(t), reverse(t) FROM (VALUES ('abc'), (''), ('Größe'), ('日本'), ('a b '), (NULL)) AS v(t)

-- chr
SELECT chr(65), chr(8364), chr(128512)

-- chr-below-zero
SELECT chr(-1)

-- trims
SELECT btrim('  x  '), btrim('xyxtrimyyx', 'xyz'), ltrim('  x'), ltrim('zzytest', 'xyz'), rtrim('x  '), rtrim('testxxzx', 'xyz'), trim(BOTH 'x' FROM 'xxaxx'), trim(TRAILING 'x' FROM 'axx'), trim('  a ') || '|'

-- trims-of-nothing
SELECT btrim(NULL::text), btrim('x', ''), ltrim('', 'x'), rtrim('x', NULL::text)

-- pads
SELECT lpad('hi', 5), lpad('hi', 5, 'xy'), lpad('hello', 2), lpad('hi', 0), lpad('hi', -1), lpad('hi', 5, ''), rpad('hi', 5, 'xy') || '|', rpad('hello', 2), rpad('hi', -3), rpad('hi', 4) || '|', lpad(NULL::text, 3), rpad('é', 3, '日')

-- repeat-and-replace
SELECT repeat('Pg', 4), repeat('x', 0), repeat('x', -1), repeat(NULL::text, 2), replace('abcabc', 'b', 'xy'), replace('abc', '', 'x'), replace('abc', 'b', ''), replace('abc', NULL::text, 'x')

-- translate
SELECT translate('12345', '143', 'ax'), translate('abc', '', 'x'), translate('abcabc', 'aab', 'xyz'), translate('Größe', 'öß', 'os'), translate(NULL::text, 'a', 'b')

-- substr
SELECT substr('alphabet', 3), substr('alphabet', 3, 2), substr('alphabet', 0, 3), substr('alphabet', -2, 5), substr('alphabet', 20), substr('日本語', 2, 1), substring('alphabet' FROM 3 FOR 2), substring('alphabet', 2), substring('alphabet' FOR 3), substr('abc', NULL::int)

-- substr-of-a-negative-length
SELECT substr('alphabet', 3, -1)

-- overlay-and-position
SELECT overlay('Txxxxas' PLACING 'hom' FROM 2 FOR 4), overlay('abcdef' PLACING 'X' FROM 3), position('om' IN 'Thomas'), position('' IN 'abc'), position('x' IN 'abc'), strpos('high', 'ig'), strpos('日本', '本')

-- starts-with
SELECT starts_with('alphabet', 'alph'), starts_with('alphabet', 'lph'), starts_with('a', ''), starts_with(NULL::text, 'a')

-- to-hex
SELECT to_hex(255), to_hex(2147483647), to_hex(0), to_hex(-1::bigint), to_hex(9223372036854775807)

-- cases
SELECT lower('ÄÖ Straße'), upper('äö x'), initcap('hELLO wOrLD o''neil x-y 3rd'), concat('a', NULL, 1, true), concat_ws(',', 'a', NULL, 'b'), concat_ws(NULL, 'a', 'b'), left('abcde', 2), left('abcde', -2), right('abcde', 2), right('abcde', -2), split_part('a,b,c', ',', 2), split_part('a,b,c', ',', -1), split_part('a,b', ',', 5)

-- split-part-zero
SELECT split_part('a,b', ',', 0)

-- regexp-instr
SELECT regexp_instr('abcabc', 'b'), regexp_instr('abcabc', 'b', 3), regexp_instr('abcabc', 'b', 1, 2), regexp_instr('abc', 'x'), regexp_instr(NULL::text, 'x')

-- regexp-matches-all
SELECT regexp_matches('a1b2c3', '([a-z])([0-9])', 'g')

-- array-parts
SELECT array_append(ARRAY[1, 2], 3), array_prepend(0, ARRAY[1, 2]), array_cat(ARRAY[1], ARRAY[2, 3]), array_remove(ARRAY[1, 2, 1], 1), array_replace(ARRAY[1, 2, 1], 1, 9)

-- array-parts-of-nulls
SELECT array_append(ARRAY[1], NULL::int), array_append(NULL::int[], 1), array_cat(NULL::int[], ARRAY[1]), array_cat(ARRAY[1], NULL::int[]), array_remove(ARRAY[1, NULL, 2], NULL), array_prepend(NULL::int, ARRAY[1])

-- array-sizes
SELECT cardinality(ARRAY[1, 2, 3]), cardinality(ARRAY[[1, 2], [3, 4]]), array_length(ARRAY[1, 2], 1), array_length(ARRAY[[1, 2, 3]], 2), array_length(ARRAY[1], 2), array_ndims(ARRAY[[1], [2]]), array_ndims(ARRAY[1])

-- array-sizes-of-nothing
SELECT cardinality(ARRAY[]::int[]), array_length(ARRAY[]::int[], 1), array_ndims(ARRAY[]::int[]), cardinality(NULL::int[]), array_length(NULL::int[], 1)

-- array-parts-of-other-kinds
SELECT array_remove(ARRAY['a', 'b', NULL, 'a'], 'a'), array_replace(ARRAY['a', NULL], NULL, 'z'), array_remove(ARRAY[1.5, 2.5], 1.5), array_replace(ARRAY[1, 2], 2, NULL), array_remove(NULL::int[], 1), array_remove(ARRAY[1, 1], 1)

-- array-places
SELECT array_position(ARRAY['a', 'b', 'a'], 'a'), array_position(ARRAY['a', 'b', 'a'], 'a', 2), array_position(ARRAY[1, 2], 5), array_positions(ARRAY['a', 'b', 'a'], 'a'), array_positions(ARRAY[1], 5), array_position(ARRAY[1, NULL], NULL)

-- array-to-text
SELECT array_to_string(ARRAY[1, NULL, 3], ','), array_to_string(ARRAY[1, NULL, 3], ',', '*'), string_to_array('a,b,,c', ','), string_to_array('a,b', NULL), string_to_array('', ','), string_to_array('a,b', ',', 'b')

-- bits
SELECT bit_and(x), bit_or(x), bit_xor(x), bit_and(NULLIF(x, x)) FROM (VALUES (12), (10), (NULL)) AS t(x)

-- bits-by-group
SELECT status_id, bit_and(id), bit_or(id), bit_xor(id) FROM orders GROUP BY status_id ORDER BY status_id

-- covariances
SELECT covar_pop(y, x), covar_samp(y, x), corr(y, x), regr_avgx(y, x), regr_avgy(y, x), regr_count(y, x), regr_intercept(y, x), regr_r2(y, x), regr_slope(y, x), regr_sxx(y, x), regr_sxy(y, x), regr_syy(y, x) FROM (VALUES (1::float8, 2::float8), (2, 3.5), (4, 4), (NULL, 7), (9, NULL)) AS t(y, x)

-- covariances-of-nothing
SELECT covar_pop(y, x), covar_samp(y, x), corr(y, x), regr_avgx(y, x), regr_count(y, x), regr_r2(y, x), regr_slope(y, x), regr_sxx(y, x) FROM (VALUES (1::float8, 2::float8)) AS t(y, x) WHERE y > 5

-- covariances-of-one
SELECT covar_pop(y, x), covar_samp(y, x), corr(y, x), regr_avgx(y, x), regr_count(y, x), regr_r2(y, x), regr_slope(y, x), regr_sxx(y, x) FROM (VALUES (1::float8, 2::float8)) AS t(y, x)

-- deviations
SELECT stddev(x), stddev_pop(x), stddev_samp(x), var_pop(x), var_samp(x), variance(x) FROM (VALUES (2::float8), (4), (4), (5), (NULL)) AS t(x)

-- deviations-of-one
SELECT stddev(x), stddev_pop(x), stddev_samp(x), var_pop(x), var_samp(x) FROM (VALUES (2::float8)) AS t(x)

-- ranks
SELECT id, rank() OVER (ORDER BY status_id), dense_rank() OVER (ORDER BY status_id), percent_rank() OVER (ORDER BY status_id), cume_dist() OVER (ORDER BY status_id), ntile(4) OVER (ORDER BY id), ntile(3) OVER (PARTITION BY status_id ORDER BY id) FROM orders

-- ntile-of-zero
SELECT ntile(0) OVER (ORDER BY id) FROM orders

-- values-of-windows
SELECT id, first_value(id) OVER w, last_value(id) OVER w, nth_value(id, 2) OVER w, lag(id) OVER w, lead(id, 2, 0) OVER w FROM orders WINDOW w AS (PARTITION BY status_id ORDER BY id)

-- first-and-last-with-a-frame
SELECT id, first_value(id) OVER (ORDER BY id ROWS BETWEEN 2 PRECEDING AND 1 FOLLOWING), last_value(id) OVER (ORDER BY id ROWS BETWEEN 2 PRECEDING AND 1 FOLLOWING), nth_value(id, 3) OVER (ORDER BY id ROWS BETWEEN 2 PRECEDING AND 1 FOLLOWING) FROM orders

-- nth-value-of-zero
SELECT nth_value(id, 0) OVER (ORDER BY id) FROM orders

-- date-part
SELECT id, date_part('year', date_created)::float8, date_part('quarter', date_created)::float8, date_part('week', date_created)::float8, date_part('dow', date_created)::float8, date_part('isodow', date_created)::float8, date_part('doy', date_created)::float8, date_part('hour', date_created)::float8, date_part('epoch', date_created)::float8, date_part('decade', date_created)::float8, date_part('century', date_created)::float8, date_part('second', date_created)::float8 FROM orders

-- date-part-of-spans
SELECT date_part('day', INTERVAL '40 days 5 hours')::float8, date_part('month', INTERVAL '14 months')::float8, date_part('epoch', INTERVAL '1 day 2 hours')::float8, date_part('year', INTERVAL '14 months')::float8, date_part('second', INTERVAL '5.25 seconds')::float8

-- date-part-of-days-and-clocks
SELECT date_part('day', DATE '2025-03-09')::float8, date_part('epoch', DATE '2025-03-09')::float8, date_part('hour', TIME '14:05:06.5')::float8, date_part('second', TIME '14:05:06.5')::float8, date_part('milliseconds', TIMESTAMP '2025-03-09 14:05:06.789')::float8, date_part('microseconds', TIMESTAMP '2025-03-09 14:05:06.789')::float8

-- date-part-unknown
SELECT date_part('moon', DATE '2025-03-09')

-- date-bin
SELECT id, date_bin(INTERVAL '15 minutes', date_created, TIMESTAMPTZ '2001-01-01 00:02:30Z'), date_bin('7 days', date_created, TIMESTAMPTZ '2025-01-06 00:00:00Z') FROM orders

-- date-bin-before-its-origin
SELECT date_bin('15 minutes', TIMESTAMP '2020-02-11 15:44:17', TIMESTAMP '2030-01-01 00:02:30'), date_bin(INTERVAL '1 hour', TIMESTAMP '1969-12-31 23:30:00', TIMESTAMP '2000-01-01')

-- date-bin-of-nothing
SELECT date_bin(INTERVAL '0 days', TIMESTAMP '2020-02-11 15:44:17', TIMESTAMP '2001-01-01')

-- make-time
SELECT make_time(8, 15, 23), make_time(0, 0, 0), make_date(2025, 3, 9), make_date(NULL::int, 3, 9)

-- make-time-beyond
SELECT make_time(25, 0, 0)

-- timezone
SELECT timezone('America/New_York', TIMESTAMP '2025-07-01 12:00'), timezone('America/New_York', TIMESTAMPTZ '2025-07-01 12:00Z'), TIMESTAMP '2025-03-30 02:30' AT TIME ZONE 'Europe/Berlin'

-- clocks
SELECT now() = transaction_timestamp(), now() <= clock_timestamp(), statement_timestamp() <= clock_timestamp(), now() > TIMESTAMPTZ '2025-01-01 00:00Z', current_date = CAST(now() AS date), date_trunc('day', current_timestamp) = date_trunc('day', now())

-- who-and-where
SELECT current_user IS NOT NULL, session_user = current_user, current_database() = current_catalog, current_setting('TimeZone') IS NOT NULL, version() IS NOT NULL

-- jsonb-arrays
SELECT jsonb_array_length('[1, [2, 3], null]'), jsonb_array_length('[]'), jsonb_typeof('{}'), jsonb_typeof('[]'), jsonb_typeof('1.5'), jsonb_typeof('"a"'), jsonb_typeof('true'), jsonb_typeof('null'), jsonb_typeof(NULL)

-- jsonb-array-length-of-an-object
SELECT jsonb_array_length('{"a": 1}')

-- jsonb-array-elements-text
SELECT * FROM jsonb_array_elements_text('["a", 2, null, true]')

-- jsonb-array-elements
SELECT jsonb_array_elements('[1, 2]')::text, jsonb_array_elements_text('["a", "b"]')

-- jsonb-array-elements-of-an-object
SELECT * FROM jsonb_array_elements('{"a": 1}')

-- jsonb-each
SELECT key, value::text FROM jsonb_each('{"a": "x", "b": 2, "c": null}')

-- jsonb-each-text
SELECT key, value FROM jsonb_each_text('{"a": "x", "b": 2, "c": null}')

-- jsonb-object-keys
SELECT jsonb_object_keys('{"b": 1, "a": 2}')

-- jsonb-agg
SELECT jsonb_agg(v ORDER BY v)::text FROM (VALUES (3), (1), (2)) AS t(v)

-- jsonb-agg-of-nothing
SELECT jsonb_agg(v)::text, json_agg(v)::text FROM (VALUES (3)) AS t(v) WHERE v > 5

-- json-object-agg
SELECT json_object_agg(k, v)::text FROM (VALUES ('a', 1), ('b', NULL)) AS t(k, v)

-- floats-beside-decimals
SELECT x > 0.0, x = 0.00000000000000000001, coalesce(x, 0.25), CASE WHEN x > 5 THEN 0.5 ELSE x END, greatest(x, 0.0), x BETWEEN 0.0 AND 1.5, x IN (0.5, 1.5), nullif(x, 0.5) FROM (SELECT 1e-20::float8 AS x) t

-- floats-beside-decimals-in-unions
SELECT 1e-20::float8 AS x UNION ALL SELECT 0.25 ORDER BY 1

-- floats-beside-decimals-in-except
SELECT 0.25 AS x EXCEPT SELECT 1e-20::float8

-- floats-of-values
SELECT x * 2 FROM (VALUES (1e-20::float8), (0.25), (1)) AS t(x)

-- floats-divided-by-zero
SELECT 1::float8 / 0

-- floats-modulo
SELECT 5.5::float8 / 2, 1::float8 - 0.75, 2::float8 * 3, 1e300::float8 + 1

-- floats-too-large
SELECT 1e300::float8 * 1e300::float8

-- extract-of-seconds
SELECT extract(second FROM TIMESTAMP '2025-03-09 14:05:06.789') = 6.789, extract(second FROM INTERVAL '5.25 seconds') = 5.25, extract(milliseconds FROM TIMESTAMP '2025-03-09 14:05:06.789') = 6789, extract(microseconds FROM INTERVAL '-5.25 seconds') = -5250000, extract(second FROM TIME '14:05:06.5') = 6.5, extract(second FROM INTERVAL '2 hours 61.5 seconds') = 1.5

-- sum-of-seconds
SELECT sum(extract(second FROM t)) = 12.75 FROM (VALUES (TIMESTAMP '2025-03-09 14:05:06.25'), (TIMESTAMP '2025-03-09 14:05:06.5')) AS v(t)

-- arrays-from-text
SELECT '{a,b}'::text[], ('{1,2' || '}')::int[], '{}'::text[], '{"a b",NULL,c}'::text[], (NULL::text)::int[], CAST('{1.5,2.25}' AS numeric(10,2)[])

-- array-from-an-empty-text
SELECT ''::text[]

-- array-from-a-text-that-is-none
SELECT ('1,2' || '')::int[]

-- array-from-a-word
SELECT ('{a}' || '')::int[]

-- arrays-as-text
SELECT ARRAY[1, 2]::text, ARRAY['a b', NULL, 'c', '', 'x"y']::text, ARRAY[true, false]::text, ARRAY[]::int[]::text, ARRAY[[1, 2], [3, 4]]::text, concat('x', ARRAY[1, 2])

-- alike-calls
SELECT substr('alphabet', 3, 2), substring('alphabet' FROM 3 FOR 2), substring('alphabet', 3, 2), trim('a '), btrim('a '), trim(BOTH ' ' FROM 'a '), position('a' IN 'ba'), strpos('ba', 'a'), substr('abc', 2), substring('abc' FROM 2)

-- current-time
SELECT current_time IS NOT NULL, current_date <= now()::date

-- array-dims: refused
SELECT array_dims(ARRAY[1, 2])

-- concat-of-truths
SELECT concat('a', id > 5), concat_ws('-', id > 5, NULL, id < 3), concat(NULL::boolean, 'x') FROM orders
