//! UPDATE and DELETE.

use std::collections::HashSet;
use std::sync::Arc;

use datafusion::sql::sqlparser::ast::{
    Assignment, AssignmentTarget, Delete, Expr, FromTable, Ident, SelectItem, Statement,
    TableWithJoins, Update, UpdateTableFromKind,
};
use storeql_catalog::Table;
use storeql_write::{Verb, address_of};

use super::clauses::{NO_LIMIT, NO_OUTPUT, refuse, unsupported};
use super::input::{named, of, query};
use super::place::{Place, Target};
use super::returning::read_back;
use super::statement::{Choice, Returning, Write, WriteStatement};
use super::values::is_default;
use crate::error::Result;
use crate::sql::labels::Labels;

/// Where the chosen rows are looked for, and which they are.
pub(super) struct Chosen {
    pub(super) from: Vec<TableWithJoins>,
    pub(super) selection: Option<Expr>,
    /// A row may be chosen by one row of the other tables only.
    pub(super) each_once: bool,
}

impl Place<'_> {
    pub(super) fn update(&self, update: &Update) -> Result<Write> {
        refuse(
            "UPDATE",
            &[
                (update.output.is_some(), "OUTPUT", NO_OUTPUT),
                (update.or.is_some(), "OR", "leave it out"),
                (!update.order_by.is_empty(), "ORDER BY", NO_LIMIT),
                (update.limit.is_some(), "LIMIT", NO_LIMIT),
            ],
        )?;
        let target = self.target(&update.table, "UPDATE")?;
        let mut from = vec![target.from.clone()];
        match &update.from {
            Some(UpdateTableFromKind::AfterSet(more)) => from.extend(more.iter().cloned()),
            Some(UpdateTableFromKind::BeforeSet(_)) => {
                return Err(unsupported("UPDATE takes FROM behind SET"));
            }
            None => {}
        }
        let chosen = Chosen {
            from,
            selection: update.selection.clone(),
            each_once: false,
        };
        let part = self.set(&update.assignments, &target, chosen)?;
        let returning = update.returning.as_ref();
        let returning = returning
            .map(|items| read_back(items, &target.table, target.from.clone(), &target.called));
        Ok(Write {
            word: Verb::Update.word(),
            parts: vec![part],
            returning: returning.transpose()?,
        })
    }

    /// The change that `SET a = 1, (b, c) = (2, 3)` makes of the chosen rows.
    pub(super) fn set(
        &self,
        assignments: &[Assignment],
        target: &Target,
        chosen: Chosen,
    ) -> Result<WriteStatement> {
        let Target { called, table, .. } = target;
        let (mut columns, mut values) = (Vec::new(), Vec::new());
        for assignment in assignments {
            let value = &assignment.value;
            match (&assignment.target, value) {
                (AssignmentTarget::ColumnName(name), value) => {
                    columns.push(self.column(name, table, Some(called))?);
                    values.push(value.clone());
                }
                (AssignmentTarget::Tuple(names), Expr::Tuple(several))
                    if names.len() == several.len() =>
                {
                    for name in names {
                        columns.push(self.column(name, table, Some(called))?);
                    }
                    values.extend(several.iter().cloned());
                }
                _ => {
                    return Err(unsupported(
                        "SET (a, b) = … takes as many values in parentheses: SET (a, b) = (1, 2)",
                    ));
                }
            }
        }
        if values.iter().any(is_default) {
            return Err(unsupported(
                "SET column = DEFAULT is not supported: the store knows no default for a row that exists; give a value",
            ));
        }
        let readable = columns.iter();
        let readable = readable.filter(|name| table.columns.contains_key(*name));
        values.extend(readable.map(|name| of(called, name)));
        choosing(Verb::Update, table, columns, called, values, &[], chosen)
    }

    pub(super) fn delete(&self, delete: &Delete) -> Result<Write> {
        refuse(
            "DELETE",
            &[
                (delete.output.is_some(), "OUTPUT", NO_OUTPUT),
                (
                    !delete.tables.is_empty(),
                    "a table before FROM",
                    "write DELETE FROM table USING others WHERE …",
                ),
                (!delete.order_by.is_empty(), "ORDER BY", NO_LIMIT),
                (delete.limit.is_some(), "LIMIT", NO_LIMIT),
            ],
        )?;
        let (FromTable::WithFromKeyword(tables) | FromTable::WithoutKeyword(tables)) = &delete.from;
        let [target] = tables.as_slice() else {
            return Err(unsupported(
                "DELETE takes one table behind FROM, and others behind USING",
            ));
        };
        let target = self.target(target, "DELETE")?;
        let mut from = vec![target.from.clone()];
        from.extend(delete.using.iter().flatten().cloned());
        let chosen = Chosen {
            from,
            selection: delete.selection.clone(),
            each_once: false,
        };
        let items = delete.returning.as_deref().unwrap_or_default();
        let part = removal(&target, items, chosen)?;
        let returning = delete.returning.is_some().then(|| Returning {
            query: None,
            called: target.called.clone(),
            key: part.address.clone(),
            labels: Labels::of(&part.input),
        });
        Ok(Write {
            word: Verb::Delete.word(),
            parts: vec![part],
            returning,
        })
    }
}

/// The deletion of the chosen rows, whose input has `items` behind their addresses.
pub(super) fn removal(
    target: &Target,
    items: &[SelectItem],
    chosen: Chosen,
) -> Result<WriteStatement> {
    let Target { called, table, .. } = target;
    let (columns, values) = (Vec::new(), Vec::new());
    choosing(Verb::Delete, table, columns, called, values, items, chosen)
}

/// A change of the chosen rows, whose input has their addresses, `values` and `items`.
fn choosing(
    verb: Verb,
    table: &Arc<Table>,
    columns: Vec<String>,
    called: &Ident,
    values: Vec<Expr>,
    items: &[SelectItem],
    chosen: Chosen,
) -> Result<WriteStatement> {
    let Chosen {
        from,
        selection,
        each_once,
    } = chosen;
    let address = address_of(table, verb);
    let addresses: Vec<Expr> = address.iter().map(|name| of(called, name)).collect();
    let mut all = named(addresses.iter().cloned().chain(values).collect());
    all.extend(items.iter().cloned());
    let input = query(all, from.clone(), selection.clone())?;
    let alone = match selection {
        Some(selection) => {
            let alone = query(named(addresses), from, Some(selection))?;
            Some(Box::new(Statement::Query(Box::new(alone))))
        }
        None => None,
    };
    Ok(WriteStatement {
        verb,
        columns,
        address,
        table: Arc::clone(table),
        defaults: HashSet::new(),
        choice: Some(Choice {
            called: called.value.clone(),
            query: alone,
            each_once,
        }),
        conflict: None,
        input: Box::new(Statement::Query(Box::new(input))),
    })
}
