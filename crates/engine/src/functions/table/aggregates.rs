//! Aggregates.

use super::super::function::{Becomes, Clock, Function, Origin};
use super::super::{aggregates, json, texts};
use super::entry::{forms, itself, refused};

pub(super) const FUNCTIONS: &[Function] = &[
    Function {
        name: "nth_value",
        of: Origin::PostgreSql,
        becomes: Becomes::Rewritten(aggregates::nth_value),
        example: "max(n) FROM (SELECT nth_value(v, 2) OVER (ORDER BY v) AS n FROM (VALUES (2), (3), (4)) AS t(v)) AS w",
        answer: "3",
    },
    itself(
        "array_agg",
        "array_agg(v ORDER BY v DESC) FROM (VALUES (2), (2), (3), (4)) AS t(v)",
        "[4, 3, 2, 2]",
    ),
    itself(
        "bool_and",
        "bool_and(v > 1) FROM (VALUES (2), (2), (3), (4)) AS t(v)",
        "true",
    ),
    itself(
        "percentile_cont",
        "percentile_cont(0.5) WITHIN GROUP (ORDER BY v) FROM (VALUES (2), (2), (3), (4)) AS t(v)",
        "2.5",
    ),
    forms(
        "median",
        Origin::Snowflake,
        &[(
            "median($1)",
            "percentile_cont(0.5) WITHIN GROUP (ORDER BY $1)",
        )],
        "median(v) FROM (VALUES (2), (2), (3), (4)) AS t(v)",
        "2.5",
    ),
    itself(
        "var_pop",
        "var_pop(v) BETWEEN 0.687 AND 0.688 FROM (VALUES (2), (2), (3), (4)) AS t(v)",
        "true",
    ),
    itself(
        "regr_slope",
        "regr_slope(v, v) FROM (VALUES (2), (2), (3), (4)) AS t(v)",
        "1.0",
    ),
    Function {
        name: "string_agg",
        of: Origin::PostgreSql,
        becomes: Becomes::Rewritten(aggregates::string_agg),
        example: "string_agg(CAST(v AS text), ', ' ORDER BY v) FROM (VALUES (2), (2), (3), (4)) AS t(v)",
        answer: "2, 2, 3, 4",
    },
    Function {
        name: "percentile_disc",
        of: Origin::PostgreSql,
        becomes: Becomes::Rewritten(aggregates::percentile_disc),
        example: "percentile_disc(0.5) WITHIN GROUP (ORDER BY v) FROM (VALUES (2), (2), (3), (4)) AS t(v)",
        answer: "2",
    },
    Function {
        name: "mode",
        of: Origin::PostgreSql,
        becomes: Becomes::Rewritten(aggregates::mode),
        example: "mode() WITHIN GROUP (ORDER BY v) FROM (VALUES (2), (2), (3), (4)) AS t(v)",
        answer: "2",
    },
    Function {
        name: "most_frequent",
        of: Origin::StoreQl,
        becomes: Becomes::Ours(Clock::Unread, texts::most_frequent),
        example: "most_frequent(array_agg(v ORDER BY v)) FROM (VALUES (2), (2), (3), (4)) AS t(v)",
        answer: "2",
    },
    forms(
        "every",
        Origin::PostgreSql,
        &[("every($1)", "bool_and($1)")],
        "every(v > 2) FROM (VALUES (2), (2), (3), (4)) AS t(v)",
        "false",
    ),
    forms(
        "variance",
        Origin::PostgreSql,
        &[("variance($1)", "var_samp($1)")],
        "round(CAST(variance(v) AS numeric), 4) FROM (VALUES (2), (2), (3), (4)) AS t(v)",
        "0.9167",
    ),
    Function {
        name: "json_agg",
        of: Origin::PostgreSql,
        becomes: Becomes::Rewritten(aggregates::json_agg),
        example: "json_agg(v ORDER BY v) FROM (VALUES (2), (2), (3), (4)) AS t(v)",
        answer: "[2, 2, 3, 4]",
    },
    Function {
        name: "jsonb_agg",
        of: Origin::PostgreSql,
        becomes: Becomes::Rewritten(aggregates::json_agg),
        example: "jsonb_agg(v ORDER BY v) FROM (VALUES (2), (2), (3), (4)) AS t(v)",
        answer: "[2, 2, 3, 4]",
    },
    Function {
        name: "json_object_agg",
        of: Origin::PostgreSql,
        becomes: Becomes::Rewritten(aggregates::json_object_agg),
        example: "json_object_agg('k' || v, v ORDER BY v DESC) FROM (VALUES (2), (3)) AS t(v)",
        answer: "{ \"k3\" : 3, \"k2\" : 2 }",
    },
    Function {
        name: "json_object_of",
        of: Origin::StoreQl,
        becomes: Becomes::Ours(Clock::Unread, json::json_object_of),
        example: "json_object_of(ARRAY['a'], ARRAY[1])",
        answer: "{ \"a\" : 1 }",
    },
    Function {
        name: "group_concat",
        of: Origin::MySql,
        becomes: Becomes::Rewritten(aggregates::string_agg),
        example: "group_concat(v ORDER BY v SEPARATOR '; ') FROM (VALUES (2), (2), (3), (4)) AS t(v)",
        answer: "2; 2; 3; 4",
    },
    Function {
        name: "listagg",
        of: Origin::Snowflake,
        becomes: Becomes::Rewritten(aggregates::string_agg),
        example: "listagg(v, '; ') WITHIN GROUP (ORDER BY v) FROM (VALUES (2), (2), (3), (4)) AS t(v)",
        answer: "2; 2; 3; 4",
    },
    forms(
        "countif",
        Origin::BigQuery,
        &[("countif($1)", "count(CASE WHEN $1 THEN 1 END)")],
        "countif(v > 2) FROM (VALUES (2), (2), (3), (4)) AS t(v)",
        "2",
    ),
    forms(
        "count_if",
        Origin::Snowflake,
        &[("count_if($1)", "count(CASE WHEN $1 THEN 1 END)")],
        "count_if(v > 2) FROM (VALUES (2), (2), (3), (4)) AS t(v)",
        "2",
    ),
    forms(
        "max_by",
        Origin::Snowflake,
        &[(
            "max_by($1, $2)",
            "first_value($1 ORDER BY $2 DESC NULLS LAST)",
        )],
        "max_by('a' || v, v) FROM (VALUES (2), (2), (3), (4)) AS t(v)",
        "a4",
    ),
    forms(
        "min_by",
        Origin::Snowflake,
        &[(
            "min_by($1, $2)",
            "first_value($1 ORDER BY $2 ASC NULLS LAST)",
        )],
        "min_by('a' || v, v) FROM (VALUES (2), (2), (3), (4)) AS t(v)",
        "a2",
    ),
    forms(
        "approx_count_distinct",
        Origin::BigQuery,
        &[("approx_count_distinct($1)", "count(DISTINCT $1)")],
        "approx_count_distinct(v) FROM (VALUES (2), (2), (3), (4)) AS t(v)",
        "3",
    ),
    refused(
        "list_aggregate",
        Origin::DuckDb,
        "write (SELECT sum(v) FROM unnest(…) AS t(v))",
        "list_aggregate(ARRAY[1, 2], 'sum')",
    ),
    refused(
        "approx_quantiles",
        Origin::BigQuery,
        "write percentile_cont(0.25) WITHIN GROUP (ORDER BY …) for each of them",
        "approx_quantiles(v, 4) FROM (VALUES (2), (2), (3), (4)) AS t(v)",
    ),
    Function {
        name: "count",
        of: Origin::PostgreSql,
        becomes: Becomes::Rewritten(aggregates::count),
        example: "count(*), count(DISTINCT v), count(DISTINCT v, v + 1) FROM (VALUES (2), (2), (3), (4)) AS t(v)",
        answer: "4|3|3",
    },
];
