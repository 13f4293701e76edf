//! What a statement that writes names: its table, and the table's columns.

use std::sync::Arc;

use datafusion::sql::sqlparser::ast::{Ident, ObjectName, TableAlias, TableFactor, TableWithJoins};
use storeql_catalog::{Catalog, Column, Table, nearest};

use super::clauses::unsupported;
use crate::error::{Error, ErrorKind, Result};
use crate::sql::identifiers::{exact, last, path};
use crate::sql::names::Names;
use crate::sql::spelling::fold;
use crate::sql::text_position::position;

/// What there is to name.
pub(in crate::sql) struct Place<'a> {
    pub(in crate::sql) names: &'a Names,
    pub(in crate::sql) catalog: &'a Catalog,
    /// The statement's text, for the places of errors.
    pub(in crate::sql) text: &'a str,
    /// It began with UPSERT.
    pub(in crate::sql) upserts: bool,
    /// It is `UPDATE table (columns) SELECT …`, which is parsed as an UPSERT.
    pub(in crate::sql) updates: bool,
}

/// The table that is changed, as a FROM names it.
pub(super) struct Target {
    pub(super) from: TableWithJoins,
    /// Its name in the statement.
    pub(super) called: Ident,
    pub(super) table: Arc<Table>,
}

impl Place<'_> {
    /// The table that is changed, as a FROM names it, under a name of its own.
    pub(super) fn target(&self, typed: &TableWithJoins, what: &str) -> Result<Target> {
        if !typed.joins.is_empty() {
            let instead = match what {
                "UPDATE" => "FROM behind SET",
                _ => "USING",
            };
            return Err(unsupported(format!(
                "{what} takes one table: name the others by {instead}"
            )));
        }
        let mut target = typed.clone();
        let TableFactor::Table {
            name,
            alias,
            args: None,
            ..
        } = &mut target.relation
        else {
            return Err(unsupported(format!("{what} takes the name of a table")));
        };
        let table = self.table(name)?;
        let called = match alias {
            Some(alias) if alias.columns.is_empty() => alias.name.clone(),
            Some(_) => {
                return Err(unsupported(format!(
                    "{what} takes no list of columns behind an alias"
                )));
            }
            None => {
                let typed = name.0.last().and_then(|part| part.as_ident());
                let called = typed.cloned().unwrap_or_else(|| exact(&table.name));
                *alias = Some(TableAlias {
                    explicit: true,
                    name: called.clone(),
                    columns: Vec::new(),
                    at: None,
                });
                called
            }
        };
        Ok(Target {
            from: target,
            called,
            table,
        })
    }

    pub(super) fn table(&self, name: &ObjectName) -> Result<Arc<Table>> {
        let typed = name.0.last().and_then(|part| part.as_ident());
        let place = typed.and_then(|typed| position(self.text, typed.span.start));
        let found = self.names.find(&path(name));
        let found = found.map_err(|error| error.at(place))?;
        self.catalog.table(found).cloned().ok_or_else(|| {
            unsupported(format!(
                "{found} is no table of the store: rows are written to the store's tables only"
            ))
            .on_table(found)
            .at(place)
        })
    }

    /// The canonical name of a column of the table, or of a member that only a body has.
    pub(super) fn column(
        &self,
        name: &ObjectName,
        table: &Table,
        called: Option<&Ident>,
    ) -> Result<String> {
        let typed = last(name);
        let ident = name.0.last().and_then(|part| part.as_ident());
        let place = ident.and_then(|ident| position(self.text, ident.span.start));
        let qualifier = path(name);
        let qualifier = qualifier.split_last().and_then(|(_, before)| before.last());
        let fits = |qualifier: &String| {
            let called = called.map_or(table.name.as_str(), |called| called.value.as_str());
            fold(qualifier) == fold(called)
        };
        if !qualifier.is_none_or(fits) {
            let message = format!("{name} is no column of {}", table.name);
            return Err(Error::new(ErrorKind::UnknownColumn, message)
                .on_column(typed)
                .on_table(&table.name)
                .at(place));
        }
        let names = self.names.columns_of(&table.name);
        if let Some(column) = names.and_then(|names| names.column(&typed)) {
            return Ok(column.to_owned());
        }
        let folded = fold(&typed);
        let mut members = table.write.members.values();
        let called = |member: &&Column| {
            let mut names = std::iter::once(&member.name).chain(&member.aliases);
            names.any(|name| fold(name) == folded)
        };
        if let Some(member) = members.find(called) {
            return Ok(member.name.clone());
        }
        let known = table.columns.keys().chain(table.write.members.keys());
        let known: Vec<(String, &str)> = known.map(|name| (fold(name), name.as_str())).collect();
        let like = nearest(
            &folded,
            known.iter().map(|(folded, name)| (folded.as_str(), *name)),
        );
        let message = format!("there is no column {typed} in {}", table.name);
        let error = Error::new(ErrorKind::UnknownColumn, message)
            .on_column(typed)
            .on_table(&table.name)
            .at(place);
        Err(match like {
            Some(like) => error.with_hint(format!("did you mean {like}?")),
            None => error,
        })
    }
}
