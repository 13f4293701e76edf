//! The table of functions, by what they are for. DataFusion's functions that are not in it are answered as DataFusion does.

mod aggregates;
mod arrays;
mod entry;
mod json;
mod numbers;
mod parts_of_times;
mod session;
mod text_of_times;
mod texts;
mod times;

use super::function::Function;

/// All of them, in the order of the docs.
pub(crate) fn all() -> impl Iterator<Item = &'static Function> {
    [
        text_of_times::FUNCTIONS,
        parts_of_times::FUNCTIONS,
        times::FUNCTIONS,
        texts::FUNCTIONS,
        numbers::FUNCTIONS,
        aggregates::FUNCTIONS,
        arrays::FUNCTIONS,
        json::FUNCTIONS,
        session::FUNCTIONS,
    ]
    .into_iter()
    .flatten()
}

/// What a function of this name becomes.
pub(super) fn find(name: &str) -> Option<&'static Function> {
    all().find(|function| function.name == name)
}

#[cfg(test)]
#[path = "table_tests.rs"]
mod tests;
