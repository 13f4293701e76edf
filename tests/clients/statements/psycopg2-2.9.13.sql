-- @ psycopg2-2.9.13 1
SELECT t.oid, typarray
FROM pg_type t JOIN pg_namespace ns
    ON typnamespace = ns.oid
WHERE typname = 'hstore'
-- = 0 rows
-- @ psycopg2-2.9.13 2
SELECT t.oid, typarray, attname, atttypid
FROM pg_type t
JOIN pg_namespace ns ON typnamespace = ns.oid
JOIN pg_attribute a ON attrelid = typrelid
WHERE typname = 'comp' AND nspname = 'public'
    AND attnum > 0 AND NOT attisdropped
ORDER BY attnum
-- = 0 rows
-- @ psycopg2-2.9.13 3
SELECT t.oid, typarray, attname, atttypid, typname, nspname
FROM pg_type t
JOIN pg_namespace ns ON typnamespace = ns.oid
JOIN pg_attribute a ON attrelid = typrelid
WHERE t.oid = 'comp'::regtype
    AND attnum > 0 AND NOT attisdropped
ORDER BY attnum
-- = type "comp" does not exist
