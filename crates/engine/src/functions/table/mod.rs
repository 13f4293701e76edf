//! The table of functions, by what they are for. DataFusion's functions that are not in it are answered as DataFusion does.

mod aggregates;
mod json;
mod numbers;
mod parts_of_times;
mod session;
mod text_of_times;
mod texts;
mod times;

use super::function::{Becomes, Form, Function, Origin};

/// All of them, in the order of the docs.
pub(crate) fn all() -> impl Iterator<Item = &'static Function> {
    [
        text_of_times::FUNCTIONS,
        parts_of_times::FUNCTIONS,
        times::FUNCTIONS,
        texts::FUNCTIONS,
        numbers::FUNCTIONS,
        aggregates::FUNCTIONS,
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

/// A function of which another spelling is all that it is.
const fn forms(
    name: &'static str,
    of: Origin,
    forms: &'static [Form],
    example: &'static str,
    answer: &'static str,
) -> Function {
    Function {
        name,
        of,
        becomes: Becomes::Forms(forms),
        example,
        answer,
    }
}

const fn itself(name: &'static str, example: &'static str, answer: &'static str) -> Function {
    Function {
        name,
        of: Origin::PostgreSql,
        becomes: Becomes::Itself,
        example,
        answer,
    }
}

const fn refused(
    name: &'static str,
    of: Origin,
    instead: &'static str,
    example: &'static str,
) -> Function {
    Function {
        name,
        of,
        becomes: Becomes::Refused(instead),
        example,
        answer: "",
    }
}

#[cfg(test)]
#[path = "table_tests.rs"]
mod tests;
