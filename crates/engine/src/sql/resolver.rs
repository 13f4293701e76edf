//! Puts the plan's names in the place of what was typed, scope by scope, before DataFusion plans the statement.
//!
//! `SELECT OrderId AS n FROM OrderItems ORDER BY N` becomes
//! `SELECT "order_items"."order_id" AS n FROM "order_items" ORDER BY "n"`. Every reference is written so that the plan can take
//! it for one column only: a result that would be called like a column beside it is called otherwise in the plan, and the label
//! is put on the result afterwards. `queries`, `from_clause`, `select_list` and `expressions` hold the steps.

use std::collections::HashMap;

use datafusion::sql::sqlparser::ast::{Ident, Statement};
use storeql_catalog::nearest;

use super::names::Names;
use super::scope::{OutputColumn, Relation, Scope};
use super::text_position::position;
use crate::error::{Error, ErrorKind, Result};

/// What a query's columns are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum QueryUse {
    /// They are the statement's result.
    Result,
    /// Queries around it name them.
    Relation,
    /// They are a value, or rows of which only the existence counts: nothing names them.
    Expression,
}

/// A common table expression.
#[derive(Debug, Clone)]
pub(super) struct CommonTable {
    pub(super) name: Ident,
    pub(super) relation: Relation,
}

/// Words that the parser takes for a column where an expression is missing before them.
const CLAUSES: [&str; 6] = ["FROM", "WHERE", "GROUP", "ORDER", "HAVING", "LIMIT"];

/// The state of resolving one statement.
pub(super) struct Resolver<'a> {
    pub(super) names: &'a Names,
    text: &'a str,
    /// The scopes around the place that is resolved, the innermost last.
    pub(super) scopes: Vec<Scope>,
    /// The common table expressions that can be named there, the latest last.
    pub(super) common_tables: Vec<CommonTable>,
    /// The labels of columns that the plan calls otherwise, by their names in the plan.
    renamed: HashMap<String, String>,
    made: usize,
}

/// Resolves `statement` in place. `text` is its text, for the places of errors. Answers the labels of columns that the plan
/// calls otherwise, by their names in the plan.
pub(super) fn resolve(
    statement: &mut Statement,
    text: &str,
    names: &Names,
) -> Result<HashMap<String, String>> {
    let mut resolver = Resolver {
        names,
        text,
        scopes: Vec::new(),
        common_tables: Vec::new(),
        renamed: HashMap::new(),
        made: 0,
    };
    if let Statement::Query(query) = statement {
        resolver.query(query, QueryUse::Result)?;
    }
    Ok(resolver.renamed)
}

impl Resolver<'_> {
    /// A name for the plan that nothing else has, for a column with that label.
    pub(super) fn make_name(&mut self, label: &str) -> String {
        self.made += 1;
        let name = format!("column {}", self.made);
        self.renamed.insert(name.clone(), label.to_owned());
        name
    }

    /// Does `work` as a trial, whose made-up names are made again.
    pub(super) fn trial<T>(&mut self, work: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        let made = self.made;
        let done = work(self);
        self.made = made;
        done
    }

    /// Puts the place of `typed` into an error.
    pub(super) fn placed(&self, error: Error, typed: &Ident) -> Error {
        error.at(position(self.text, typed.span.start))
    }

    /// There is no such column in the innermost scope, or in `relation` of it.
    pub(super) fn no_column(&self, typed: &Ident, relation: Option<(&Ident, &Relation)>) -> Error {
        let columns: Vec<&OutputColumn> = match relation {
            Some((_, relation)) => relation.output.columns.iter().collect(),
            None => {
                let relations = self.scopes.iter().flat_map(|scope| &scope.relations);
                relations
                    .flat_map(|relation| &relation.output.columns)
                    .collect()
            }
        };
        let candidates: Vec<&str> = columns
            .iter()
            .map(|column| column.label.value.as_str())
            .collect();
        let wanted = typed.value.to_lowercase();
        let lower: Vec<String> = candidates.iter().map(|name| name.to_lowercase()).collect();
        let spelled = lower
            .iter()
            .map(String::as_str)
            .zip(candidates.iter().copied());
        let no_relations = self.scopes.iter().all(|scope| scope.relations.is_empty());
        let hint = match nearest(&wanted, spelled) {
            Some(nearest) => Some(format!("did you mean {nearest}?")),
            None if typed.quote_style == Some('"') => Some(format!(
                "\" is for names: write '{}' for a text",
                typed.value.replace('\'', "''")
            )),
            None if no_relations && !self.scopes.is_empty() => {
                Some("the query has no FROM: write FROM and a table behind the columns".to_owned())
            }
            None => listed(&candidates),
        };
        if typed.quote_style.is_none() && CLAUSES.contains(&typed.value.to_uppercase().as_str()) {
            let message = format!("expected an expression, found {}", typed.value);
            return self.placed(Error::new(ErrorKind::Syntax, message), typed);
        }
        let within = relation.map_or_else(String::new, |(name, _)| format!(" in {}", name.value));
        let message = format!("there is no column {}{within}", typed.value);
        let mut error = Error::new(ErrorKind::UnknownColumn, message).on_column(&typed.value);
        if let Some((name, _)) = relation {
            error = error.on_table(&name.value);
        }
        if let Some(hint) = hint {
            error = error.with_hint(hint);
        }
        self.placed(error, typed)
    }

    /// There is no relation of that name in the scopes.
    pub(super) fn no_relation(&self, typed: &Ident) -> Error {
        let message = format!("there is no table or alias {} in the query", typed.value);
        let error = Error::new(ErrorKind::UnknownTable, message).on_table(&typed.value);
        let relations = self.scopes.iter().flat_map(|scope| &scope.relations);
        let there: Vec<&str> = relations
            .filter_map(|relation| Some(relation.qualifier.as_ref()?.value.as_str()))
            .collect();
        let error = match listed(&there) {
            Some(hint) => error.with_hint(hint),
            None => error,
        };
        self.placed(error, typed)
    }

    /// A name may be several columns, of these tables where they are tables.
    pub(super) fn ambiguous(&self, typed: &Ident, tables: &[Option<String>]) -> Error {
        let mut named: Vec<&str> = tables.iter().flatten().map(String::as_str).collect();
        named.sort_unstable();
        named.dedup();
        let message = if named.len() == tables.len() {
            format!("the column {} is in {}", typed.value, named.join(" and "))
        } else {
            format!("{} may be several columns of the query", typed.value)
        };
        let error = Error::new(ErrorKind::Syntax, message)
            .with_hint("write the table's name or alias before it")
            .with_sqlstate("42702")
            .on_column(&typed.value);
        self.placed(error, typed)
    }
}

/// `there are a, b`: the first dozen of different names.
fn listed(names: &[&str]) -> Option<String> {
    let mut different: Vec<&str> = Vec::new();
    for name in names {
        if !different.contains(name) {
            different.push(name);
        }
    }
    if different.len() > 12 {
        different.truncate(12);
        different.push("…");
    }
    (!different.is_empty()).then(|| format!("there are {}", different.join(", ")))
}
