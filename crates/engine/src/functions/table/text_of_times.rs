//! Times and numbers as text, and texts as times, by a pattern.

use super::super::function::{Becomes, Clock, Function, Origin};
use super::super::times;
use super::entry::forms;

pub(super) const FUNCTIONS: &[Function] = &[
    Function {
        name: "to_char",
        of: Origin::PostgreSql,
        becomes: Becomes::Ours(Clock::Session, times::to_char),
        example: "to_char(TIMESTAMP '2025-03-09 14:05:06', 'FMMonth DDth, YYYY HH12:MI AM')",
        answer: "March 09th, 2025 02:05 PM",
    },
    Function {
        name: "to_date",
        of: Origin::PostgreSql,
        becomes: Becomes::Ours(Clock::Unread, times::to_date),
        example: "to_date('31.01.2025', 'DD.MM.YYYY')",
        answer: "2025-01-31",
    },
    Function {
        name: "to_timestamp",
        of: Origin::PostgreSql,
        becomes: Becomes::Ours(Clock::Unread, times::to_timestamp),
        example: "to_timestamp('31 Jan 2025 02:30 pm', 'DD Mon YYYY HH12:MI am')",
        answer: "2025-01-31T14:30:00Z",
    },
    Function {
        name: "date_format",
        of: Origin::MySql,
        becomes: Becomes::Ours(Clock::Session, times::date_format),
        example: "date_format(TIMESTAMP '2025-03-09 14:05:06', '%e %M %Y, %H:%i')",
        answer: "9 March 2025, 14:05",
    },
    forms(
        "time_format",
        Origin::MySql,
        &[("time_format($1, $2)", "date_format($1, $2)")],
        "time_format(TIMESTAMP '2025-03-09 14:05:06', '%H.%i')",
        "14.05",
    ),
    forms(
        "strftime",
        Origin::Sqlite,
        &[("strftime($1, $2)", "time_by_percent($2, $1)")],
        "strftime('%Y-%m', TIMESTAMP '2025-03-09 14:05:06')",
        "2025-03",
    ),
    forms(
        "format_timestamp",
        Origin::BigQuery,
        &[
            ("format_timestamp($1, $2)", "time_by_percent($2, $1)"),
            (
                "format_timestamp($1, $2, $3)",
                "time_by_percent(timezone($3, $2), $1)",
            ),
        ],
        "format_timestamp('%d %b', TIMESTAMP '2025-03-09 14:05:06')",
        "09 Mar",
    ),
    forms(
        "format_datetime",
        Origin::BigQuery,
        &[("format_datetime($1, $2)", "time_by_percent($2, $1)")],
        "format_datetime('%H', TIMESTAMP '2025-03-09 14:05:06')",
        "14",
    ),
    forms(
        "format_date",
        Origin::BigQuery,
        &[("format_date($1, $2)", "time_by_percent($2, $1)")],
        "format_date('%d/%m/%Y', DATE '2025-03-09')",
        "09/03/2025",
    ),
    Function {
        name: "format",
        of: Origin::PostgreSql,
        becomes: Becomes::Ours(Clock::Session, times::format),
        example: "format('%s of %s', 1, 'all'), format(1234.5, 2), format(DATE '2025-03-09', 'd MMM yyyy')",
        answer: "1 of all|1,234.50|9 Mar 2025",
    },
    Function {
        name: "time_by_percent",
        of: Origin::Sqlite,
        becomes: Becomes::Ours(Clock::Session, times::time_by_percent),
        example: "time_by_percent(DATE '2025-03-09', '%j')",
        answer: "068",
    },
    Function {
        name: "time_by_letters",
        of: Origin::SqlServer,
        becomes: Becomes::Ours(Clock::Session, times::time_by_letters),
        example: "time_by_letters(DATE '2025-03-09', 'dddd')",
        answer: "Sunday",
    },
    Function {
        name: "str_to_date",
        of: Origin::MySql,
        becomes: Becomes::Ours(Clock::Unread, times::str_to_date),
        example: "str_to_date('31,1,2025', '%d,%m,%Y')",
        answer: "2025-01-31T00:00:00",
    },
    Function {
        name: "parsed_by_percent",
        of: Origin::BigQuery,
        becomes: Becomes::Ours(Clock::Unread, times::parsed_by_percent),
        example: "parsed_by_percent('2025-01-31', '%Y-%m-%d')",
        answer: "2025-01-31T00:00:00",
    },
    forms(
        "parse_date",
        Origin::BigQuery,
        &[(
            "parse_date($1, $2)",
            "CAST(parsed_by_percent($2, $1) AS date)",
        )],
        "parse_date('%d/%m/%Y', '31/01/2025')",
        "2025-01-31",
    ),
    forms(
        "parse_timestamp",
        Origin::BigQuery,
        &[(
            "parse_timestamp($1, $2)",
            "CAST(parsed_by_percent($2, $1) AS timestamp with time zone)",
        )],
        "parse_timestamp('%Y-%m-%d %H:%M', '2025-01-31 10:30')",
        "2025-01-31T10:30:00Z",
    ),
    forms(
        "dayname",
        Origin::MySql,
        &[("dayname($1)", "to_char($1, 'FMDay')")],
        "dayname(DATE '2025-03-09')",
        "Sunday",
    ),
    forms(
        "monthname",
        Origin::MySql,
        &[("monthname($1)", "to_char($1, 'FMMonth')")],
        "monthname(DATE '2025-03-09')",
        "March",
    ),
];
