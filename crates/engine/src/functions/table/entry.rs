//! How a row of the table is written where it says one thing only.

use super::super::function::{Becomes, Form, Function, Origin, Rows};

/// A function of which another spelling is all that it is.
pub(super) const fn forms(
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

/// A function that gives rows.
pub(super) const fn rows(
    name: &'static str,
    rows: &'static [Rows],
    example: &'static str,
    answer: &'static str,
) -> Function {
    Function {
        name,
        of: Origin::PostgreSql,
        becomes: Becomes::Rows(rows),
        example,
        answer,
    }
}

/// A function that DataFusion has.
pub(super) const fn itself(
    name: &'static str,
    example: &'static str,
    answer: &'static str,
) -> Function {
    Function {
        name,
        of: Origin::PostgreSql,
        becomes: Becomes::Itself,
        example,
        answer,
    }
}

/// A function that is not answered, and what to write instead.
pub(super) const fn refused(
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
