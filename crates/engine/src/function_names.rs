//! The function that a mistyped name was probably meant to be, among those of the session and of the table of functions.

use std::collections::BTreeSet;

use datafusion::execution::FunctionRegistry;
use datafusion::execution::SessionState;
use storeql_catalog::nearest;

use crate::error::Error;
use crate::functions;

/// PostgreSQL's code for a function that there is not.
const NO_FUNCTION: &str = "42883";

/// The error of a function that there is not, or that takes other values, with what to write.
pub(crate) fn near_function(error: Error, session: &SessionState) -> Error {
    if error.sqlstate() != NO_FUNCTION || error.hint().is_some() {
        return error;
    }
    let Some(typed) = error.about().first().map(|typed| typed.to_lowercase()) else {
        return error;
    };
    let mut error = error;
    if session.udwfs().contains(&typed) && !session.udafs().contains(&typed) {
        error.message =
            format!("{typed} looks at rows in an order, and its OVER is missing or wrong");
    }
    if let Some(example) = written(&typed, session) {
        return error.with_hint(format!("write it as {example}"));
    }
    let mut names: BTreeSet<String> = functions::all()
        .map(|function| function.name.to_owned())
        .collect();
    names.extend(session.udfs());
    names.extend(session.udafs());
    names.extend(session.udwfs());
    // What is no name is an operator, which takes other values.
    if !typed.starts_with(|letter: char| letter.is_alphabetic()) {
        return error;
    }
    if names.contains(&typed) {
        return match error.message.contains("does not take") {
            true => error.with_hint("CAST the values to types that it takes"),
            false => error,
        };
    }
    match nearest(
        &typed,
        names.iter().map(|name| (name.as_str(), name.as_str())),
    ) {
        Some(name) => error.with_hint(format!("did you mean {name}?")),
        None => error.with_hint("sys_functions lists what is taken"),
    }
}

/// How a function that there is is written.
fn written(name: &str, session: &SessionState) -> Option<String> {
    if session.udwfs().contains(name) && !session.udafs().contains(name) {
        return Some(format!("{name}(…) OVER (ORDER BY …)"));
    }
    let documented = match (session.udf(name), session.udaf(name)) {
        (Ok(function), _) => function
            .documentation()
            .map(|documentation| documentation.syntax_example.clone()),
        (_, Ok(function)) => function
            .documentation()
            .map(|documentation| documentation.syntax_example.clone()),
        _ => None,
    };
    // Each line of it is a way to write the function.
    let documented = documented.map(|lines| {
        let ways: Vec<&str> = lines.lines().map(str::trim).collect();
        ways.join(" or ")
    });
    documented.or_else(|| {
        let known = functions::all().find(|function| function.name == name)?;
        Some(first_call(known.example).to_owned())
    })
}

/// The first call of an example: `f(1, (2))` of `f(1, (2)), g(3)`.
fn first_call(example: &str) -> &str {
    let mut depth = 0;
    for (place, sign) in example.char_indices() {
        match sign {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => continue,
        }
        if depth == 0 {
            return &example[..=place];
        }
    }
    example
}

#[cfg(test)]
mod tests {
    use super::first_call;

    #[test]
    fn an_example_is_cut_behind_its_first_call() {
        for (example, call) in [
            ("f(1, (2)), g(3)", "f(1, (2))"),
            ("f(v) FROM (VALUES (1)) AS t(v)", "f(v)"),
            ("current_user", "current_user"),
        ] {
            assert_eq!(first_call(example), call);
        }
    }
}
