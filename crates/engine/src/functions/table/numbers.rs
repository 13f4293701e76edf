//! Numbers.

use super::super::function::{Becomes, Clock, Function, Origin};
use super::super::texts;
use super::entry::{forms, itself};

pub(super) const FUNCTIONS: &[Function] = &[
    itself("round", "round(123.456, -1), round(2.5)", "120|3"),
    itself("trunc", "trunc(1.99)", "1.00"),
    itself("greatest", "greatest(1, 3, 2)", "3"),
    Function {
        name: "width_bucket",
        of: Origin::PostgreSql,
        becomes: Becomes::Ours(Clock::Unread, texts::width_bucket),
        example: "width_bucket(35, 0, 100, 10), width_bucket(100, 0, 100, 10)",
        answer: "4|11",
    },
    forms(
        "mod",
        Origin::PostgreSql,
        &[("mod($1, $2)", "$1 % $2")],
        "mod(7, 3)",
        "1",
    ),
    forms(
        "log",
        Origin::PostgreSql,
        &[("log($1)", "log10($1)"), ("log($1, $2)", "log($1, $2)")],
        "log(1000), log(2, 8)",
        "3.0|3.0",
    ),
    forms(
        "div",
        Origin::PostgreSql,
        &[("div($1, $2)", "trunc($1 * 1.0 / $2)")],
        "div(7, 2) = 3",
        "true",
    ),
    forms(
        "ceiling",
        Origin::PostgreSql,
        &[("ceiling($1)", "ceil($1)")],
        "ceiling(1.2)",
        "2.0",
    ),
    forms(
        "sign",
        Origin::PostgreSql,
        &[("sign($1)", "signum($1)")],
        "sign(-3)",
        "-1.0",
    ),
    forms(
        "safe_divide",
        Origin::BigQuery,
        &[("safe_divide($1, $2)", "$1 * 1.0 / nullif($2, 0)")],
        "safe_divide(1, 0) IS NULL, safe_divide(1, 4) = 0.25",
        "true|true",
    ),
    forms(
        "div0",
        Origin::Snowflake,
        &[("div0($1, $2)", "coalesce($1 * 1.0 / nullif($2, 0), 0)")],
        "div0(1, 0) = 0",
        "true",
    ),
    forms(
        "truncate",
        Origin::MySql,
        &[("truncate($1, $2)", "trunc($1, $2)")],
        "truncate(1.29, 1) = 1.2",
        "true",
    ),
    forms(
        "rand",
        Origin::SqlServer,
        &[("rand()", "random()")],
        "rand() < 1",
        "true",
    ),
];
