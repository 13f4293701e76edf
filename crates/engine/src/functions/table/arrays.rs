//! Arrays.

use super::super::arrays;
use super::super::function::{Becomes, Clock, Function, Origin};
use super::entry::{forms, refused};

pub(super) const FUNCTIONS: &[Function] = &[
    Function {
        name: "array_remove",
        of: Origin::PostgreSql,
        becomes: Becomes::Ours(Clock::Unread, arrays::array_remove),
        example: "array_remove(ARRAY[1, 2, 1], 1)",
        answer: "[2]",
    },
    Function {
        name: "array_replace",
        of: Origin::PostgreSql,
        becomes: Becomes::Ours(Clock::Unread, arrays::array_replace),
        example: "array_replace(ARRAY[1, 2, 1], 1, 9)",
        answer: "[9, 2, 9]",
    },
    forms(
        "array_length",
        Origin::PostgreSql,
        &[
            ("array_length($1)", "array_length($1)"),
            (
                "array_length($1, $2)",
                "nullif(CAST(array_length($1, $2) AS bigint), 0)",
            ),
        ],
        "array_length(ARRAY[1, 2], 1)",
        "2",
    ),
    forms(
        "array_ndims",
        Origin::PostgreSql,
        &[(
            "array_ndims($1)",
            "CASE WHEN cardinality($1) > 0 THEN array_ndims($1) END",
        )],
        "array_ndims(ARRAY[1, 2])",
        "1",
    ),
    refused(
        "array_dims",
        Origin::PostgreSql,
        "write array_length(value, 1)",
        "array_dims(ARRAY[1, 2])",
    ),
];
