-- Shapes of clients that were not run here, written by us after what they are known to ask: the same relations, joins and functions.
-- @ Npgsql: types with their elements, arrays told by how they are read
SELECT space.nspname, one.oid, one.typname, one.kind, one.typnotnull, one.inner_oid
FROM (
    SELECT typ.oid, typ.typnamespace, typ.typname, typ.typnotnull, cls.relkind,
        CASE WHEN reader.proname = 'array_recv' THEN 'a' ELSE typ.typtype END AS kind,
        CASE
            WHEN reader.proname = 'array_recv' THEN typ.typelem
            WHEN typ.typtype = 'r' THEN rngsubtype
            WHEN typ.typtype = 'm' THEN (SELECT rngtypid FROM pg_range WHERE rngmultitypid = typ.oid)
            WHEN typ.typtype = 'd' THEN typ.typbasetype
        END AS inner_oid
    FROM pg_type AS typ
    LEFT JOIN pg_class AS cls ON (cls.oid = typ.typrelid)
    LEFT JOIN pg_proc AS reader ON reader.oid = typ.typreceive
    LEFT JOIN pg_range ON (pg_range.rngtypid = typ.oid)
) AS one
JOIN pg_namespace AS space ON (space.oid = typnamespace)
WHERE kind IN ('b', 'r', 'm', 'e', 'd', 'a') OR (kind = 'c' AND relkind = 'c') OR (kind = 'p' AND typname IN ('record', 'void'))
ORDER BY CASE WHEN kind IN ('b', 'e', 'p') THEN 0 WHEN kind = 'r' THEN 1 WHEN kind = 'a' THEN 5 ELSE 6 END, one.oid
-- @ Npgsql: columns of types of rows
SELECT kind.oid, field.attname, field.atttypid
FROM pg_type AS kind
JOIN pg_namespace AS space ON (space.oid = kind.typnamespace)
JOIN pg_class AS relation ON (relation.oid = kind.typrelid)
JOIN pg_attribute AS field ON (field.attrelid = kind.typrelid)
WHERE kind.typtype = 'c' AND relation.relkind = 'c' AND attnum > 0 AND NOT attisdropped
ORDER BY kind.oid, field.attnum
-- @ Npgsql: values of enumerations
SELECT pg_type.oid, enumlabel
FROM pg_enum
JOIN pg_type ON pg_type.oid = enumtypid
ORDER BY oid, enumsortorder
-- @ DBeaver: the database
SELECT base.oid, base.* FROM pg_catalog.pg_database base WHERE datname = 'storeql'
-- @ DBeaver: schemas with their comments
SELECT space.oid, space.*, note.description FROM pg_catalog.pg_namespace space LEFT OUTER JOIN pg_catalog.pg_description note ON note.objoid = space.oid AND note.objsubid = 0 AND note.classoid = 'pg_namespace'::regclass ORDER BY nspname
-- @ DBeaver: tables of a schema
SELECT rel.oid, rel.*, note.description, pg_catalog.pg_get_expr(rel.relpartbound, rel.oid) AS bound, pg_catalog.pg_get_partkeydef(rel.oid) AS part_key
FROM pg_catalog.pg_class rel
LEFT OUTER JOIN pg_catalog.pg_description note ON note.objoid = rel.oid AND note.objsubid = 0 AND note.classoid = 'pg_class'::regclass
WHERE rel.relnamespace = 'bigcommerce'::regnamespace AND rel.relkind NOT IN ('i', 'I', 'c')
ORDER BY relname
-- @ DBeaver: columns of a table
SELECT rel.relname, col.*, pg_catalog.pg_get_expr(def.adbin, def.adrelid, true) AS value, note.description, dep.objid
FROM pg_catalog.pg_attribute col
INNER JOIN pg_catalog.pg_class rel ON (col.attrelid = rel.oid)
LEFT OUTER JOIN pg_catalog.pg_attrdef def ON (col.attrelid = def.adrelid AND col.attnum = def.adnum)
LEFT OUTER JOIN pg_catalog.pg_description note ON (rel.oid = note.objoid AND col.attnum = note.objsubid)
LEFT OUTER JOIN pg_depend dep ON dep.refobjid = col.attrelid AND dep.deptype = 'i' AND dep.refobjsubid = col.attnum AND dep.classid = dep.refclassid
WHERE NOT col.attisdropped AND rel.relkind NOT IN ('i', 'I', 'c') AND rel.oid = 'brands'::regclass
ORDER BY col.attnum
-- @ DBeaver: keys of a table
SELECT con.oid, con.*, rel.relname AS table_name, far.relnamespace AS far_space, note.description, pg_catalog.pg_get_constraintdef(con.oid) AS shown
FROM pg_catalog.pg_constraint con
INNER JOIN pg_catalog.pg_class rel ON rel.oid = con.conrelid
LEFT OUTER JOIN pg_catalog.pg_class far ON far.oid = con.confrelid
LEFT OUTER JOIN pg_catalog.pg_description note ON note.objoid = con.oid AND note.objsubid = 0 AND note.classoid = 'pg_constraint'::regclass
WHERE con.conrelid = 'order_items'::regclass
ORDER BY con.conname
-- @ DBeaver: indexes of a table
SELECT ind.*, ind.indkey AS keys, rel.relname, rel.relnamespace, rel.relam, tab.relname AS tabrelname, note.description, pg_catalog.pg_get_expr(ind.indpred, ind.indrelid) AS pred, pg_catalog.pg_get_expr(ind.indexprs, ind.indrelid, true) AS expr, pg_catalog.pg_relation_size(ind.indexrelid) AS size
FROM pg_catalog.pg_index ind
INNER JOIN pg_catalog.pg_class rel ON rel.oid = ind.indexrelid
INNER JOIN pg_catalog.pg_class tab ON tab.oid = ind.indrelid
LEFT OUTER JOIN pg_catalog.pg_description note ON ind.indexrelid = note.objoid
WHERE ind.indrelid = 'brands'::regclass
ORDER BY rel.relname
-- @ DBeaver: types
SELECT kind.oid, kind.*, rel.relkind, format_type(nullif(kind.typbasetype, 0), kind.typtypmod) AS base, note.description
FROM pg_catalog.pg_type kind
LEFT OUTER JOIN pg_catalog.pg_type elem ON elem.oid = kind.typelem
LEFT OUTER JOIN pg_catalog.pg_class rel ON rel.oid = kind.typrelid
LEFT OUTER JOIN pg_catalog.pg_description note ON kind.oid = note.objoid
WHERE kind.typname IS NOT NULL AND (rel.relkind IS NULL OR rel.relkind = 'c')
ORDER BY kind.oid
-- @ DBeaver: words, settings and roles
SELECT word FROM pg_get_keywords() WHERE catcode = 'R' ORDER BY word LIMIT 5
-- @ DBeaver: who and where
SELECT current_schema(), session_user, current_user, current_database(), pg_catalog.current_schemas(false)
-- @ DBeaver: settings
SELECT * FROM pg_catalog.pg_settings WHERE name = 'standard_conforming_strings'
-- @ Metabase: tables that may be read
SELECT space.nspname AS schema, rel.relname AS name, CASE rel.relkind WHEN 'r' THEN 'TABLE' WHEN 'p' THEN 'PARTITIONED TABLE' WHEN 'v' THEN 'VIEW' WHEN 'f' THEN 'FOREIGN TABLE' WHEN 'm' THEN 'MATERIALIZED VIEW' ELSE NULL END AS type, note.description, stat.n_live_tup AS rows
FROM pg_catalog.pg_class AS rel
INNER JOIN pg_catalog.pg_namespace AS space ON rel.relnamespace = space.oid
LEFT JOIN pg_catalog.pg_description AS note ON ((rel.oid = note.objoid) AND (note.objsubid = 0) AND (note.classoid = 'pg_class'::regclass))
LEFT JOIN pg_stat_user_tables AS stat ON ((space.nspname = stat.schemaname) AND (rel.relname = stat.relname))
WHERE rel.relnamespace = space.oid AND space.nspname !~ '^information_schema|catalog_history|pg_' AND rel.relkind IN ('r', 'p', 'v', 'f', 'm') AND space.nspname IN ('bigcommerce')
ORDER BY type, schema, name
-- @ Metabase: columns with their keys
SELECT col.column_name AS name, CASE WHEN col.udt_schema IN ('public', 'pg_catalog') THEN format('%s', col.udt_name) ELSE format('"%s"."%s"', col.udt_schema, col.udt_name) END AS kind, col.ordinal_position - 1 AS place, col.table_schema, col.table_name, pk.column_name IS NOT NULL AS is_key, col_description(CAST(CAST(format('%I.%I', CAST(col.table_schema AS text), CAST(col.table_name AS text)) AS regclass) AS oid), col.ordinal_position) AS about, (col.column_default IS NULL OR LOWER(col.column_default) = 'null') AND col.is_nullable = 'NO' AND NOT (col.column_default IS NOT NULL AND col.column_default LIKE '%nextval(%') AND col.is_identity = 'NO' AS required, col.is_identity = 'YES' AS counted
FROM information_schema.columns AS col
LEFT JOIN (SELECT con.table_schema, con.table_name, used.column_name FROM information_schema.table_constraints AS con INNER JOIN information_schema.key_column_usage AS used ON (con.constraint_name = used.constraint_name) AND (con.table_schema = used.table_schema) AND (con.table_name = used.table_name) WHERE con.constraint_type = 'PRIMARY KEY') AS pk ON (col.table_schema = pk.table_schema) AND (col.table_name = pk.table_name) AND (col.column_name = pk.column_name)
WHERE col.table_schema !~ '^information_schema|catalog_history|pg_' AND col.table_schema IN ('bigcommerce') AND col.table_name IN ('brands')
ORDER BY table_schema, table_name, place
-- @ Metabase: foreign keys
SELECT fns.nspname AS fk_schema, frel.relname AS fk_table, fcol.attname AS fk_column, pns.nspname AS pk_schema, prel.relname AS pk_table, pcol.attname AS pk_column
FROM pg_constraint AS con
JOIN pg_class AS frel ON con.conrelid = frel.oid
JOIN pg_namespace AS fns ON frel.relnamespace = fns.oid
JOIN pg_attribute AS fcol ON con.conrelid = fcol.attrelid
JOIN pg_class AS prel ON con.confrelid = prel.oid
JOIN pg_namespace AS pns ON prel.relnamespace = pns.oid
JOIN pg_attribute AS pcol ON con.confrelid = pcol.attrelid
WHERE fns.nspname !~ '^information_schema|catalog_history|pg_' AND con.contype = 'f' AND fcol.attnum = ANY (con.conkey) AND pcol.attnum = ANY (con.confkey) AND frel.relname = 'order_items'
ORDER BY fk_schema, fk_table, fk_column
-- @ Metabase: what may be done with tables
SELECT tab.schemaname, tab.tablename, has_table_privilege(current_user, quote_ident(tab.schemaname) || '.' || quote_ident(tab.tablename), 'SELECT') AS reads, has_table_privilege(current_user, quote_ident(tab.schemaname) || '.' || quote_ident(tab.tablename), 'UPDATE') AS writes
FROM pg_tables AS tab WHERE tab.schemaname = 'bigcommerce' ORDER BY 2
-- @ Tableau, Excel: tables by the standard's schema
SELECT table_catalog, table_schema, table_name, table_type FROM information_schema.tables WHERE table_schema = 'bigcommerce' ORDER BY table_name
-- @ Grafana: tables by the standard's schema
SELECT quote_ident(table_name) FROM information_schema.tables WHERE quote_ident(table_schema) NOT IN ('information_schema', 'pg_catalog', '_timescaledb_cache') AND quote_ident(table_schema) IN (SELECT CASE WHEN trim(s[i]) = '"$user"' THEN quote_ident(current_user) ELSE trim(s[i]) END FROM generate_series(1, 1) i, (SELECT current_schemas(false) AS s) path) ORDER BY 1
-- @ Power BI: foreign keys by the standard's schema
SELECT pk.table_schema, pk.table_name, pk.column_name, fk.table_name AS fk_table, fk.column_name AS fk_column, con.constraint_name
FROM information_schema.referential_constraints con
INNER JOIN information_schema.key_column_usage fk ON fk.constraint_catalog = con.constraint_catalog AND fk.constraint_schema = con.constraint_schema AND fk.constraint_name = con.constraint_name
INNER JOIN information_schema.key_column_usage pk ON pk.constraint_catalog = con.unique_constraint_catalog AND pk.constraint_schema = con.unique_constraint_schema AND pk.constraint_name = con.unique_constraint_name AND pk.ordinal_position = fk.position_in_unique_constraint
WHERE fk.table_name = 'order_items'
ORDER BY con.constraint_name
-- @ functions: what a name is
SELECT to_regclass('orders')::text, to_regclass('nothing') IS NULL, to_regtype('int8')::oid, 'bigcommerce.orders'::regclass, 'numeric'::regtype, 20::regtype::text, 'pg_class'::regclass::oid, pg_typeof(1)
-- @ functions: how types are called
SELECT format_type(1700, 1310728), format_type(1184, NULL), format_type(1184, 3), format_type(1016, -1), format_type(0, NULL), format_type(1043, 14)
-- @ vectors are counted from 0
SELECT indkey[0] = 1 AND indkey[1] IS NULL FROM pg_index WHERE indexrelid = 'pk_brands'::regclass
-- @ rows of functions
SELECT con.conname, key.attnum, key.place FROM pg_constraint con CROSS JOIN LATERAL unnest(con.conkey) WITH ORDINALITY AS key(attnum, place) WHERE con.conrelid = 'brands'::regclass ORDER BY 1, 3
-- @ arrays of sub-queries
SELECT relname, ARRAY(SELECT attname FROM pg_attribute WHERE attrelid = c.oid AND attnum <= 3 ORDER BY attnum DESC) FROM pg_class c WHERE relname IN ('orders', 'brands') AND relkind = 'r' ORDER BY 1
