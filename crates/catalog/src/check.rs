//! One table under examination, and how a problem with it is noted: what the three files of rules stand on.
//!
//! Judges nothing but whether a name that a definition uses is there.

use std::sync::Arc;

use indexmap::IndexMap;

use crate::column::Column;
use crate::problem::{Problem, suggestion};
use crate::table::Table;

/// One table under examination.
pub(crate) struct Check<'a, 'p> {
    pub(crate) table: &'a Table,
    pub(crate) tables: &'a IndexMap<String, Arc<Table>>,
    pub(crate) file: String,
    pub(crate) problems: &'p mut Vec<Problem>,
}

impl<'a> Check<'a, '_> {
    pub(crate) fn problem(
        &mut self,
        place: impl Into<String>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.problems.push(Problem {
            file: self.file.clone(),
            place: place.into(),
            message: message.into(),
            help: help.into(),
        });
    }

    /// The column of this table, or a problem at `place`.
    pub(crate) fn column(&mut self, place: &str, name: &str) -> Option<&'a Column> {
        let table = self.table;
        self.column_of(table, place, name)
    }

    /// The column of another table, or a problem at `place`.
    pub(crate) fn column_of(
        &mut self,
        table: &'a Table,
        place: &str,
        name: &str,
    ) -> Option<&'a Column> {
        let found = table.columns.get(name);
        if found.is_none() {
            let help = suggestion(name, table.columns.keys().map(String::as_str));
            self.problem(
                place,
                format!("`{}` has no column `{name}`", table.name),
                help,
            );
        }
        found
    }

    /// Notes a path that does not begin as one, or whose braces do not close.
    pub(crate) fn path(&mut self, place: &str, path: &str) {
        let braces = path.matches('{').count();
        if !path.starts_with('/')
            || braces != path.matches('}').count()
            || braces != placeholders(path).len()
        {
            self.problem(
                place,
                format!("`{path}` is not a path"),
                "begin with `/`, and close every brace",
            );
        }
    }

    /// The table of that name, or a problem at `place`.
    pub(crate) fn table_named(&mut self, place: &str, name: &str) -> Option<&'a Table> {
        let tables = self.tables;
        let found = tables.get(name).map(Arc::as_ref);
        if found.is_none() {
            let help = suggestion(
                name,
                tables
                    .keys()
                    .map(String::as_str)
                    .filter(|known| *known != self.table.name),
            );
            self.problem(place, format!("there is no table `{name}`"), help);
        }
        found
    }
}

/// The columns that a path names in braces: `{order_id}`.
pub(crate) fn placeholders(path: &str) -> Vec<&str> {
    path.split('{')
        .skip(1)
        .filter_map(|rest| rest.split_once('}').map(|(name, _)| name))
        .collect()
}
