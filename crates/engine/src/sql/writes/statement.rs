//! What a statement that writes says: which rows get which values. The values are the rows of its queries.

use std::collections::HashSet;
use std::sync::Arc;

use datafusion::sql::sqlparser::ast::{Ident, Query, Statement, With};
use storeql_catalog::Table;
use storeql_write::Verb;

use crate::sql::labels::Labels;

/// The first word of a MERGE.
pub(crate) const MERGE: &str = "MERGE";

/// A statement that writes rows of one table.
#[derive(Debug, Clone)]
pub(crate) struct Write {
    /// Its first word: `MERGE`.
    pub(crate) word: &'static str,
    /// One; a MERGE has one for each WHEN.
    pub(crate) parts: Vec<WriteStatement>,
    pub(crate) returning: Option<Returning>,
}

/// One change of rows, without the values: those are the rows of its input query.
#[derive(Debug, Clone)]
pub(crate) struct WriteStatement {
    pub(crate) verb: Verb,
    pub(crate) table: Arc<Table>,
    /// The columns that get values.
    pub(crate) columns: Vec<String>,
    /// The columns that say which row is meant; the input has them first. None where rows are inserted.
    pub(crate) address: Vec<String>,
    /// The values of VALUES that are the keyword DEFAULT: row and column, from 0.
    pub(crate) defaults: HashSet<(usize, usize)>,
    /// Which rows an UPDATE or a DELETE chooses.
    pub(crate) choice: Option<Choice>,
    /// What becomes of a row that is there already.
    pub(crate) conflict: Option<Conflict>,
    /// The query of its rows.
    pub(crate) input: Box<Statement>,
}

/// The rows that an UPDATE or a DELETE chooses.
#[derive(Debug, Clone)]
pub(crate) struct Choice {
    /// What the table is called in the statement.
    pub(crate) called: String,
    /// The query of these rows' addresses alone; none where there is no WHERE.
    pub(crate) query: Option<Box<Statement>>,
    /// A row that the input has twice is an error, whatever its values, as MERGE has it.
    pub(crate) each_once: bool,
}

/// An INSERT that looks for its rows first, since the API does not upsert them by this key.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Conflict {
    /// The columns by which a row is looked for.
    pub(crate) on: Vec<String>,
    /// The columns that a row gets which is there; none is DO NOTHING.
    pub(crate) set: Vec<String>,
}

/// What RETURNING answers.
#[derive(Debug, Clone)]
pub(crate) struct Returning {
    /// Reads the rows back, by their keys; none where the input has the values, of rows that are deleted.
    pub(crate) query: Option<Box<Statement>>,
    /// What the table is called in it.
    pub(crate) called: Ident,
    /// The columns that stand before the answer's: what says which row is meant.
    pub(crate) key: Vec<String>,
    pub(crate) labels: Labels,
}

impl WriteStatement {
    /// The columns of an UPDATE whose present values the input has behind the new ones. Members that only a body has are not read.
    pub(crate) fn readable(&self) -> impl Iterator<Item = bool> {
        let readable = |column: &String| self.table.columns.contains_key(column);
        self.columns.iter().map(readable)
    }
}

impl Write {
    /// Every query of it.
    pub(crate) fn queries(&mut self) -> impl Iterator<Item = &mut Statement> {
        let parts = self.parts.iter_mut().flat_map(|part| {
            let choice = part.choice.as_mut();
            let choice = choice.and_then(|choice| choice.query.as_mut());
            [Some(&mut part.input), choice].into_iter().flatten()
        });
        let returning = self.returning.as_mut();
        let returning = returning.and_then(|returning| returning.query.as_mut());
        parts.chain(returning).map(AsMut::as_mut)
    }

    /// Puts the queries of a WITH that stands before the statement into each of its own.
    pub(super) fn within(&mut self, with: &With) {
        for statement in self.queries() {
            let Statement::Query(query) = statement else {
                continue;
            };
            query.with = Some(both(with.clone(), query));
        }
    }
}

/// The outer queries before those that the query has by itself.
fn both(mut outer: With, query: &mut Query) -> With {
    if let Some(own) = query.with.take() {
        outer.recursive |= own.recursive;
        let names: Vec<String> = own
            .cte_tables
            .iter()
            .map(|own| own.alias.to_string())
            .collect();
        // The nearer one of a name is meant.
        outer
            .cte_tables
            .retain(|table| !names.contains(&table.alias.to_string()));
        outer.cte_tables.extend(own.cte_tables);
    }
    outer
}
