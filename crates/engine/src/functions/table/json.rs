//! JSON.

use super::super::function::{Becomes, Function, Origin};
use super::super::{json, rewrites};
use super::entry::{forms, refused};

pub(super) const FUNCTIONS: &[Function] = &[
    forms(
        "json_array_length",
        Origin::PostgreSql,
        &[("json_array_length($1)", "CAST(json_length($1) AS bigint)")],
        "json_array_length('[1, 2]')",
        "2",
    ),
    forms(
        "jsonb_array_length",
        Origin::PostgreSql,
        &[("jsonb_array_length($1)", "CAST(json_length($1) AS bigint)")],
        "jsonb_array_length('[1, 2]')",
        "2",
    ),
    forms(
        "json_array_elements",
        Origin::PostgreSql,
        &[("json_array_elements($1)", "unnest(json_get_array($1))")],
        "json_array_elements('[1]')",
        "1",
    ),
    forms(
        "jsonb_array_elements",
        Origin::PostgreSql,
        &[("jsonb_array_elements($1)", "unnest(json_get_array($1))")],
        "jsonb_array_elements('[1]')",
        "1",
    ),
    forms(
        "json_array_elements_text",
        Origin::PostgreSql,
        &[("json_array_elements_text($1)", "unnest(json_texts($1))")],
        "json_array_elements_text('[\"a\"]')",
        "a",
    ),
    forms(
        "jsonb_array_elements_text",
        Origin::PostgreSql,
        &[("jsonb_array_elements_text($1)", "unnest(json_texts($1))")],
        "jsonb_array_elements_text('[\"a\"]')",
        "a",
    ),
    Function {
        name: "json_build_object",
        of: Origin::PostgreSql,
        becomes: Becomes::Ours(json::json_build_object),
        example: "json_build_object('id', 1, 'name', 'x')",
        answer: "{\"id\" : 1, \"name\" : \"x\"}",
    },
    Function {
        name: "json_build_array",
        of: Origin::PostgreSql,
        becomes: Becomes::Ours(json::json_build_array),
        example: "json_build_array(1, 'x', NULL)",
        answer: "[1, \"x\", null]",
    },
    Function {
        name: "to_json",
        of: Origin::PostgreSql,
        becomes: Becomes::Ours(json::to_json),
        example: "to_json('a\"b')",
        answer: "\"a\\\"b\"",
    },
    Function {
        name: "json_unquote",
        of: Origin::MySql,
        becomes: Becomes::Ours(json::json_unquote),
        example: "json_unquote('\"a\"')",
        answer: "a",
    },
    Function {
        name: "json_texts",
        of: Origin::PostgreSql,
        becomes: Becomes::Ours(json::json_texts),
        example: "json_texts('[\"a\", 2]')",
        answer: "[a, 2]",
    },
    Function {
        name: "json_has",
        of: Origin::PostgreSql,
        becomes: Becomes::Ours(json::json_has),
        example: "CAST('[1, 2]' AS json) @> '[2]'",
        answer: "true",
    },
    Function {
        name: "json_extract",
        of: Origin::MySql,
        becomes: Becomes::Rewritten(rewrites::json_extract),
        example: "json_extract('{\"a\":[1,2]}', '$.a[1]')",
        answer: "2",
    },
    Function {
        name: "json_query",
        of: Origin::SqlServer,
        becomes: Becomes::Rewritten(rewrites::json_extract),
        example: "json_query('{\"a\":[1,2]}', '$.a')",
        answer: "[1,2]",
    },
    Function {
        name: "json_value",
        of: Origin::SqlServer,
        becomes: Becomes::Rewritten(rewrites::json_value),
        example: "json_value('{\"a\":\"x\"}', '$.a')",
        answer: "x",
    },
    Function {
        name: "json_extract_scalar",
        of: Origin::BigQuery,
        becomes: Becomes::Rewritten(rewrites::json_value),
        example: "json_extract_scalar('{\"a\":\"x\"}', '$.a')",
        answer: "x",
    },
    refused(
        "row_to_json",
        Origin::PostgreSql,
        "write json_build_object('id', id, …)",
        "row_to_json(1)",
    ),
    refused(
        "json_each",
        Origin::PostgreSql,
        "write FROM jsonb_array_elements(…) AS e(value) for the elements of an array, and ->> for a member",
        "json_each('{}')",
    ),
    refused(
        "jsonb_each",
        Origin::PostgreSql,
        "write FROM jsonb_array_elements(…) AS e(value) for the elements of an array, and ->> for a member",
        "jsonb_each('{}')",
    ),
];
