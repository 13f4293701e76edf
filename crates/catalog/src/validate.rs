//! Whether the tables hold together: what one definition promises, and what it says of the others.
//!
//! Reading a file, and unknown words in it, is `read`'s business.

use std::sync::Arc;

use indexmap::IndexMap;

use crate::problem::Problem;
use crate::table::Table;

/// Checks the whole catalogue; `fresh` has the tables that have just been read, with their files.
pub(crate) fn all(
    tables: &IndexMap<String, Arc<Table>>,
    fresh: &IndexMap<String, String>,
    problems: &mut Vec<Problem>,
) {
    let _ = (tables, fresh, problems);
}
