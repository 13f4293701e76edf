# Days of the shop: each statement runs in three time zones, over orders of every half hour around both changes of the clocks in each.

-- days
SELECT date_created::date AS day, count(*), min(id), max(id) FROM orders GROUP BY 1 ORDER BY 1

-- day-truncated
SELECT date_trunc('day', date_created) AS day, count(*) FROM orders GROUP BY 1 ORDER BY 1

-- units-truncated
SELECT id, date_trunc('hour', date_created), date_trunc('minute', date_created), date_trunc('week', date_created), date_trunc('month', date_created), date_trunc('quarter', date_created), date_trunc('year', date_created) FROM orders ORDER BY id

-- parts
SELECT id, CAST(extract(year FROM date_created) AS bigint), CAST(extract(month FROM date_created) AS bigint), CAST(extract(day FROM date_created) AS bigint), CAST(extract(hour FROM date_created) AS bigint), CAST(extract(minute FROM date_created) AS bigint), CAST(extract(dow FROM date_created) AS bigint), CAST(extract(isodow FROM date_created) AS bigint), CAST(extract(doy FROM date_created) AS bigint), CAST(extract(week FROM date_created) AS bigint), CAST(extract(quarter FROM date_created) AS bigint), CAST(date_part('hour', date_created) AS bigint) FROM orders ORDER BY id

-- epoch
SELECT id, CAST(extract(epoch FROM date_created) AS bigint) FROM orders ORDER BY id

-- ahead-of-utc
SELECT id, CAST(extract(timezone FROM date_created) AS bigint), CAST(extract(timezone_hour FROM date_created) AS bigint), CAST(extract(timezone_minute FROM date_created) AS bigint), CAST(date_part('timezone', date_created) AS bigint) FROM orders ORDER BY id

-- as-text
SELECT id, date_created::text, 'at ' || date_created::text, concat(date_created, '!') FROM orders ORDER BY id

-- by-a-pattern
SELECT id, to_char(date_created, 'YYYY-MM-DD HH24:MI:SS'), to_char(date_created, 'Dy DD Mon HH12:MI AM') FROM orders ORDER BY id

-- clock-and-back
SELECT id, date_created::timestamp, date_created::timestamp::timestamptz, date_created::date::timestamptz, date_created::time FROM orders ORDER BY id

-- shifted
SELECT id, date_created + INTERVAL '1 day', date_created - INTERVAL '1 month', date_created + INTERVAL '24 hours', date_created - INTERVAL '1 day 2 hours', INTERVAL '2 days' + date_created, date_created + INTERVAL '6 months' FROM orders ORDER BY id

-- shifted-by-a-column
SELECT id, date_created + id % 5 * INTERVAL '1 day' FROM orders ORDER BY id

-- one-day
SELECT id FROM orders WHERE date_created::date = DATE '2025-03-30' ORDER BY id

-- days-between
SELECT id FROM orders WHERE date_created::date BETWEEN DATE '2025-03-09' AND DATE '2025-04-06' ORDER BY id

-- days-in
SELECT id FROM orders WHERE date_created::date IN (DATE '2025-10-05', DATE '2025-10-26', DATE '2025-11-02') ORDER BY id

-- not-that-day
SELECT id FROM orders WHERE date_created::date <> DATE '2025-10-26' ORDER BY id

-- before-a-day
SELECT id FROM orders WHERE date_created < '2025-03-30' ORDER BY id

-- from-an-hour
SELECT id FROM orders WHERE date_created >= '2025-03-30 02:30' AND date_created < '2025-03-30 04:00' ORDER BY id

-- hour-that-comes-twice
SELECT id FROM orders WHERE date_created BETWEEN '2025-10-26 02:00' AND '2025-10-26 02:59:59' ORDER BY id

-- a-text-with-a-zone
SELECT id FROM orders WHERE date_created >= '2025-10-26T00:30:00Z' AND date_created <= '2025-10-26 04:00+02' ORDER BY id

-- compared-with-a-date
SELECT id FROM orders WHERE date_created >= DATE '2025-11-02' AND date_created < DATE '2025-11-03' ORDER BY id

-- compared-with-a-clock
SELECT id FROM orders WHERE date_created > TIMESTAMP '2025-03-09 01:30:00' AND date_created < TIMESTAMP '2025-03-09 03:30:00' ORDER BY id

-- month-of
SELECT id FROM orders WHERE date_trunc('month', date_created) = '2025-11-01' ORDER BY id

-- day-of
SELECT id FROM orders WHERE date_trunc('day', date_created) = '2025-10-26' ORDER BY id

-- day-of-with-a-zone
SELECT id FROM orders WHERE date_trunc('day', date_created) >= '2025-10-26 00:00:00+00' ORDER BY id

-- week-of
SELECT id FROM orders WHERE date_trunc('week', date_created) > '2025-10-20' ORDER BY id

-- year-of
SELECT count(*) FROM orders WHERE extract(year FROM date_created) = 2025

-- pattern-of
SELECT id FROM orders WHERE to_char(date_created, 'YYYY-MM-DD') = '2025-04-06' ORDER BY id

-- hour-of
SELECT id FROM orders WHERE extract(hour FROM date_created) = 2 ORDER BY id

-- shifted-bound
SELECT id FROM orders WHERE date_created >= TIMESTAMPTZ '2025-03-31 00:00' - INTERVAL '1 day' AND date_created < TIMESTAMPTZ '2025-03-31 00:00' ORDER BY id

-- constants
SELECT TIMESTAMPTZ '2025-03-30 02:30', TIMESTAMPTZ '2025-10-26 02:30', '2025-07-01'::timestamptz, DATE '2025-03-30'::timestamptz, TIMESTAMP '2025-11-02 01:30:00'::timestamptz, CAST('2025-01-01 00:00:00+05:30' AS timestamptz)

-- a-zone-of-its-own
SELECT id, date_created AT TIME ZONE 'Asia/Tokyo', (date_created AT TIME ZONE 'Asia/Tokyo')::date, timezone('UTC', date_created) FROM orders ORDER BY id

-- a-zone-by-row
SELECT id, date_created AT TIME ZONE CASE WHEN id % 2 = 0 THEN 'Asia/Tokyo' ELSE 'America/New_York' END FROM orders ORDER BY id

-- a-zone-by-hours
SELECT id, date_created AT TIME ZONE INTERVAL '2 hours', date_created AT TIME ZONE INTERVAL '-3 hours' FROM orders ORDER BY id

-- the-present
SELECT now()::date = current_date, date_trunc('day', now()) <= now(), now()::date::timestamptz = date_trunc('day', now()), localtimestamp = now()::timestamp

-- ages
SELECT id, age(TIMESTAMPTZ '2025-12-01', date_created) FROM orders ORDER BY id

-- read-by-a-pattern
SELECT to_timestamp('30.03.2025 14:05', 'DD.MM.YYYY HH24:MI'), to_date('2025-03-30', 'YYYY-MM-DD')

-- grouped-by-month
SELECT to_char(date_created, 'YYYY-MM') AS month, count(*) FROM orders WHERE date_created >= '2025-03-01' GROUP BY 1 ORDER BY 1

-- branches
SELECT id, CASE WHEN id % 2 = 0 THEN date_created ELSE DATE '2025-03-30' END, coalesce(NULL, date_created, DATE '2025-01-01') FROM orders ORDER BY id

-- union-of-days-and-times
SELECT date_created FROM orders WHERE id < 20 UNION ALL SELECT DATE '2025-10-26' ORDER BY 1

-- by-sub-query
SELECT id FROM orders o WHERE date_created::date = (SELECT max(date_created)::date FROM orders i WHERE i.id < 100) ORDER BY id

-- windows
SELECT id, row_number() OVER (PARTITION BY date_created::date ORDER BY id) FROM orders ORDER BY id

-- the-setting
SELECT current_setting('TimeZone')
