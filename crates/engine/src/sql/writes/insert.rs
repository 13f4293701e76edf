//! INSERT and UPSERT.

use datafusion::sql::sqlparser::ast::{
    Insert, ObjectName, Statement, TableFactor, TableObject, TableWithJoins,
};
use storeql_write::Verb;

use super::clauses::{NO_OUTPUT, refuse, unsupported};
use super::conflict;
use super::inside;
use super::place::Place;
use super::returning::read_back;
use super::statement::{Write, WriteStatement};
use super::values::{as_columns, defaults};
use crate::error::{Error, ErrorKind, Result};

impl Place<'_> {
    pub(super) fn insert(&self, insert: &Insert) -> Result<Write> {
        let what = if self.upserts { "UPSERT" } else { "INSERT" };
        refuse(
            what,
            &[
                (insert.output.is_some(), "OUTPUT", NO_OUTPUT),
                (
                    insert.replace_into,
                    "REPLACE",
                    "write UPSERT INTO, which changes a row that is there and leaves its other columns",
                ),
                (
                    insert.or.is_some() || insert.ignore || insert.priority.is_some(),
                    "a word before INTO",
                    "leave it out",
                ),
                (insert.overwrite, "OVERWRITE", "write INTO"),
                (
                    !insert.assignments.is_empty(),
                    "SET",
                    "write (columns) VALUES (values)",
                ),
                (
                    insert.partitioned.is_some() || !insert.after_columns.is_empty(),
                    "PARTITION",
                    "leave it out",
                ),
                (
                    insert.table_alias.is_some() || insert.insert_alias.is_some(),
                    "an alias",
                    "leave it out",
                ),
                (
                    insert.settings.is_some() || insert.format_clause.is_some(),
                    "SETTINGS or FORMAT",
                    "leave it out",
                ),
                (
                    insert.multi_table_insert_type.is_some(),
                    "several tables",
                    "write one INSERT for each",
                ),
                (
                    insert.on.is_some() && self.upserts,
                    "ON CONFLICT",
                    "UPSERT changes a row that is there by itself",
                ),
            ],
        )?;
        let TableObject::TableName(name) = &insert.table else {
            return Err(unsupported(format!("{what} takes the name of a table")));
        };
        let table = self.table(name)?;
        if self.updates && table.write.upsert.is_none() {
            let message = format!(
                "UPDATE {0} (column, …) SELECT … is for tables whose rows the store finds by a natural key, and {0} is none: write UPDATE {0} SET column = t.column FROM {0}#TEMP t WHERE …, or UPSERT INTO {0}",
                table.name
            );
            return Err(unsupported(message).on_table(&table.name));
        }
        let mut source = match &insert.source {
            Some(source) => source.as_ref().clone(),
            None => {
                return Err(unsupported(format!(
                    "{what} without values is not supported: write (columns) VALUES (values)"
                )));
            }
        };
        if inside(&source).is_some() {
            return Err(unsupported(format!(
                "{what} takes the rows of a query, and not those of another statement that writes"
            )));
        }
        if insert.columns.is_empty() {
            return Err(Error::new(
                ErrorKind::Syntax,
                format!(
                    "{what} INTO {0} names no columns: write {what} INTO {0} (column, …) and the values in that order",
                    table.name
                ),
            ));
        }
        let columns = insert.columns.iter();
        let columns = columns.map(|column| self.column(column, &table, None));
        let columns: Vec<String> = columns.collect::<Result<_>>()?;
        as_columns(&mut source, &table, &columns);
        let (verb, conflict) = match &insert.on {
            Some(on) => conflict::of(on, &table, &columns, |name| {
                self.column(&ObjectName::from(vec![name.clone()]), &table, None)
            })?,
            None if self.upserts => conflict::of_upsert(&table, &columns)?,
            None => (Verb::Insert, None),
        };
        let returning = match &insert.returning {
            Some(items) => {
                let target = self.target(&plain(name), what)?;
                Some(read_back(items, &table, target.from, &target.called)?)
            }
            None => None,
        };
        let defaults = defaults(&mut source)?;
        let part = WriteStatement {
            verb,
            table,
            columns,
            address: Vec::new(),
            defaults,
            choice: None,
            conflict,
            input: Box::new(Statement::Query(Box::new(source))),
        };
        Ok(Write {
            word: verb.word(),
            parts: vec![part],
            returning,
        })
    }
}

/// The table alone, as a FROM has it.
fn plain(name: &ObjectName) -> TableWithJoins {
    TableWithJoins {
        relation: TableFactor::Table {
            name: name.clone(),
            alias: None,
            args: None,
            with_hints: Vec::new(),
            version: None,
            with_ordinality: false,
            partitions: Vec::new(),
            json_path: None,
            sample: None,
            index_hints: Vec::new(),
        },
        joins: Vec::new(),
    }
}
