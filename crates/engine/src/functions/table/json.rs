//! JSON.

use super::super::function::{Becomes, Clock, Function, Origin, Rows};
use super::super::{json, rewrites};
use super::entry::{forms, rows};

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
    rows(
        "json_array_elements",
        &[Rows {
            typed: "json_array_elements($1)",
            lists: &["json_get_array($1)"],
            columns: &["value"],
        }],
        "json_array_elements('[1]')",
        "1",
    ),
    rows(
        "json_array_elements_text",
        &[Rows {
            typed: "json_array_elements_text($1)",
            lists: &["json_texts($1)"],
            columns: &["value"],
        }],
        "json_array_elements_text('[\"a\"]')",
        "a",
    ),
    rows(
        "json_each",
        &[Rows {
            typed: "json_each($1)",
            lists: &["json_names($1)", "json_members($1)"],
            columns: &["key", "value"],
        }],
        "key, value FROM json_each('{\"a\": \"x\"}')",
        "a|\"x\"",
    ),
    rows(
        "json_each_text",
        &[Rows {
            typed: "json_each_text($1)",
            lists: &["json_names($1)", "json_member_texts($1)"],
            columns: &["key", "value"],
        }],
        "key, value FROM json_each_text('{\"a\": \"x\"}')",
        "a|x",
    ),
    rows(
        "json_object_keys",
        &[Rows {
            typed: "json_object_keys($1)",
            lists: &["json_names($1)"],
            columns: &[],
        }],
        "json_object_keys('{\"a\": 1}')",
        "a",
    ),
    rows(
        "jsonb_array_elements",
        &[Rows {
            typed: "jsonb_array_elements($1)",
            lists: &["json_get_array($1)"],
            columns: &["value"],
        }],
        "jsonb_array_elements('[1]')",
        "1",
    ),
    rows(
        "jsonb_array_elements_text",
        &[Rows {
            typed: "jsonb_array_elements_text($1)",
            lists: &["json_texts($1)"],
            columns: &["value"],
        }],
        "jsonb_array_elements_text('[\"a\"]')",
        "a",
    ),
    rows(
        "jsonb_each",
        &[Rows {
            typed: "jsonb_each($1)",
            lists: &["json_names($1)", "json_members($1)"],
            columns: &["key", "value"],
        }],
        "key, value FROM jsonb_each('{\"a\": \"x\"}')",
        "a|\"x\"",
    ),
    rows(
        "jsonb_each_text",
        &[Rows {
            typed: "jsonb_each_text($1)",
            lists: &["json_names($1)", "json_member_texts($1)"],
            columns: &["key", "value"],
        }],
        "key, value FROM jsonb_each_text('{\"a\": \"x\"}')",
        "a|x",
    ),
    rows(
        "jsonb_object_keys",
        &[Rows {
            typed: "jsonb_object_keys($1)",
            lists: &["json_names($1)"],
            columns: &[],
        }],
        "jsonb_object_keys('{\"a\": 1}')",
        "a",
    ),
    Function {
        name: "json_build_object",
        of: Origin::PostgreSql,
        becomes: Becomes::Ours(Clock::Unread, json::json_build_object),
        example: "json_build_object('id', 1, 'name', 'x')",
        answer: "{\"id\" : 1, \"name\" : \"x\"}",
    },
    Function {
        name: "json_build_array",
        of: Origin::PostgreSql,
        becomes: Becomes::Ours(Clock::Unread, json::json_build_array),
        example: "json_build_array(1, 'x', NULL)",
        answer: "[1, \"x\", null]",
    },
    Function {
        name: "json_typeof",
        of: Origin::PostgreSql,
        becomes: Becomes::Ours(Clock::Unread, json::json_typeof),
        example: "json_typeof('[1]')",
        answer: "array",
    },
    forms(
        "jsonb_typeof",
        Origin::PostgreSql,
        &[("jsonb_typeof($1)", "json_typeof($1)")],
        "jsonb_typeof('{}')",
        "object",
    ),
    Function {
        name: "to_json",
        of: Origin::PostgreSql,
        becomes: Becomes::Ours(Clock::Unread, json::to_json),
        example: "to_json('a\"b')",
        answer: "\"a\\\"b\"",
    },
    Function {
        name: "json_unquote",
        of: Origin::MySql,
        becomes: Becomes::Ours(Clock::Unread, json::json_unquote),
        example: "json_unquote('\"a\"')",
        answer: "a",
    },
    Function {
        name: "json_texts",
        of: Origin::PostgreSql,
        becomes: Becomes::Ours(Clock::Unread, json::json_texts),
        example: "json_texts('[\"a\", 2]')",
        answer: "[a, 2]",
    },
    Function {
        name: "json_names",
        of: Origin::PostgreSql,
        becomes: Becomes::Ours(Clock::Unread, json::json_names),
        example: "json_names('{\"a\": \"x\"}')",
        answer: "[a]",
    },
    Function {
        name: "json_members",
        of: Origin::PostgreSql,
        becomes: Becomes::Ours(Clock::Unread, json::json_members),
        example: "json_members('{\"a\": \"x\"}')",
        answer: "[\"x\"]",
    },
    Function {
        name: "json_member_texts",
        of: Origin::PostgreSql,
        becomes: Becomes::Ours(Clock::Unread, json::json_member_texts),
        example: "json_member_texts('{\"a\": \"x\"}')",
        answer: "[x]",
    },
    Function {
        name: "json_has",
        of: Origin::PostgreSql,
        becomes: Becomes::Ours(Clock::Unread, json::json_has),
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
    Function {
        name: "row_to_json",
        of: Origin::PostgreSql,
        becomes: Becomes::Ours(Clock::Unread, json::row_to_json),
        example: "row_to_json(t) FROM (VALUES (1, 'x')) AS t(id, name)",
        answer: "{\"id\":1,\"name\":\"x\"}",
    },
];
