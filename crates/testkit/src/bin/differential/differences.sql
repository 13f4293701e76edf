-- Where StoreQL means to answer otherwise than PostgreSQL. Each difference is made in PostgreSQL here, so that everything else is
-- compared strictly. Those that cannot be made here:
--   whole-number literals are int64 (PostgreSQL: int4 up to 2147483647): ids are 64-bit, and `id * 1000` must not fail for a literal;
--   uuid columns are text, as the API sends them;
--   `extract` gives whole numbers (PostgreSQL: numeric), as the fields are: `extract(year FROM d) = 2025` and groups by it stay integers;
--   `stddev` and its like are float64 (PostgreSQL: numeric for numeric), as they are estimates and not sums of money;
--   a number and a text that is no number share a column as text (`coalesce(id, 'guest')`), and a text column is compared with a
--   number by its spelling: PostgreSQL refuses both, and reports are full of them.
CREATE SCHEMA storeql;

-- The sum of int64 is int64 and fails beyond it (PostgreSQL: numeric). Arrow has no number without bounds, and a sum of ids or
-- quantities that needs more than 63 bits is a mistake of the statement.
CREATE AGGREGATE storeql.sum(bigint) (SFUNC = int8pl, STYPE = bigint);

-- The average of whole numbers is float64 (PostgreSQL: numeric), as DataFusion and most analytical databases have it. It is a
-- measure and not money: averages of decimals stay decimals.
CREATE FUNCTION storeql.average(state numeric[]) RETURNS double precision LANGUAGE sql IMMUTABLE
  AS 'SELECT (state[1] / nullif(state[2], 0))::double precision';
CREATE FUNCTION storeql.averaged(state numeric[], value bigint) RETURNS numeric[] LANGUAGE sql IMMUTABLE
  AS 'SELECT CASE WHEN value IS NULL THEN state ELSE ARRAY[state[1] + value, state[2] + 1] END';
CREATE AGGREGATE storeql.avg(bigint) (SFUNC = storeql.averaged, STYPE = numeric[], FINALFUNC = storeql.average, INITCOND = '{0,0}');
CREATE FUNCTION storeql.averaged(state numeric[], value integer) RETURNS numeric[] LANGUAGE sql IMMUTABLE
  AS 'SELECT CASE WHEN value IS NULL THEN state ELSE ARRAY[state[1] + value, state[2] + 1] END';
CREATE AGGREGATE storeql.avg(integer) (SFUNC = storeql.averaged, STYPE = numeric[], FINALFUNC = storeql.average, INITCOND = '{0,0}');

-- Small and capital letters are those of Unicode in full, so that upper('ß') is 'SS', as PostgreSQL has it with an ICU collation. With
-- the collation of this cluster, by which text is compared, each letter becomes one letter.
CREATE FUNCTION storeql.upper(value text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT pg_catalog.upper(value COLLATE "und-x-icu")';
CREATE FUNCTION storeql.lower(value text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT pg_catalog.lower(value COLLATE "und-x-icu")';
