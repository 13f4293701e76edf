//! The functions that people bring along: PostgreSQL's where DataFusion has them not or otherwise, and those of other databases. One table
//! says of each what it becomes; the docs and `sys_functions` come from it.

mod aggregates;
mod arrays;
mod columns;
mod computed;
mod form;
mod function;
#[cfg(any(test, fuzzing))]
pub(crate) mod holds;
mod identifiers;
mod json;
mod json_parts;
mod parts;
mod patterns;
mod regular;
mod rewrites;
mod rows;
mod similar;
mod spans;
mod spelled;
mod table;
mod texts;
mod times;
mod units;

use datafusion::logical_expr::ScalarUDF;

use function::{Becomes, Clock};
pub(crate) use identifiers::{identifier, keywords};
pub(crate) use json::json_has;
pub(crate) use rows::is_written;
pub(crate) use spans::{interval_divided, interval_times};
pub(crate) use spelled::as_planned;
pub(crate) use table::all;

/// The functions of ours, for a session.
pub(crate) fn of_ours() -> impl Iterator<Item = ScalarUDF> {
    all().filter_map(|function| match function.becomes {
        Becomes::Ours(_, made) => Some(made()),
        _ => None,
    })
}

/// Whether a function of ours reads the clock of the times that it takes, so that the session's zone has a say.
pub(crate) fn reads_clock(name: &str) -> bool {
    let found = table::find(name).map(|function| function.becomes);
    matches!(found, Some(Becomes::Ours(Clock::Session, _)))
}
