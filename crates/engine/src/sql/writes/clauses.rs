//! Clauses of statements that write which are refused, each with what to write instead.

use crate::error::{Error, ErrorKind, Result};

pub(super) const NO_OUTPUT: &str = "write RETURNING at the end of the statement";
pub(super) const NO_LIMIT: &str =
    "choose the rows in WHERE: id IN (SELECT id FROM … ORDER BY … LIMIT …)";

/// Refuses the first clause that is there.
pub(in crate::sql) fn refuse(what: &str, clauses: &[(bool, &str, &str)]) -> Result<()> {
    match clauses.iter().find(|(there, ..)| *there) {
        Some((_, clause, instead)) => Err(unsupported(format!(
            "{what} with {clause} is not supported: {instead}"
        ))),
        None => Ok(()),
    }
}

pub(in crate::sql) fn unsupported(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::Unsupported, message)
}
