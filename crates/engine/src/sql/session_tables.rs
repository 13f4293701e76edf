//! Statements about session tables: `INSERT INTO OrderItems#TEMP (ProductId, Quantity) VALUES (7, 2)`. Other drivers gather the rows
//! inside of a row so, before the INSERT that sends them. Nothing of it reaches the store.
//!
//! Where the rows are kept is `metadata::session_tables`'s.

use datafusion::sql::sqlparser::ast::{
    Delete, Expr, FromTable, Insert, ObjectName, ObjectType, Query, SelectItem, Statement,
    TableFactor, TableObject, TableWithJoins, WildcardAdditionalOptions,
};
use storeql_catalog::Table;

use super::identifiers::{last, path};
use super::spelling::session_table;
use super::writes::{Place, as_columns, query, refuse, unsupported};
use crate::error::{Error, ErrorKind, Result};

/// A change of the session's tables.
#[derive(Debug, Clone)]
pub(crate) enum SessionTableChange {
    /// Rows come to the table, which is made where there is none.
    Insert {
        /// The store's table that it is named after.
        table: String,
        columns: Vec<String>,
        rows: Box<Statement>,
    },
    /// The table keeps these rows.
    Keep { table: String, rows: Box<Statement> },
    /// The table is emptied.
    Empty { table: String },
    /// The tables go.
    Drop {
        tables: Vec<String>,
        if_exists: bool,
    },
}

impl SessionTableChange {
    /// The change that a statement is, if it is one.
    pub(super) fn of(statement: &Statement, place: &Place<'_>) -> Result<Option<Self>> {
        if !is_about(statement) {
            return Ok(None);
        }
        Ok(Some(match statement {
            Statement::Insert(insert) => inserted(insert, place)?,
            Statement::Delete(delete) => deleted(delete, place)?,
            Statement::Truncate(truncate) if truncate.table_names.len() == 1 => Self::Empty {
                table: named_after(&truncate.table_names[0].name, place)?
                    .name
                    .clone(),
            },
            Statement::Drop {
                names, if_exists, ..
            } => {
                let tables = names.iter();
                let tables = tables.map(|name| Ok(named_after(name, place)?.name.clone()));
                Self::Drop {
                    tables: tables.collect::<Result<_>>()?,
                    if_exists: *if_exists,
                }
            }
            _ => {
                return Err(unsupported(
                    "a session table takes INSERT, SELECT, DELETE and DROP TABLE: delete its rows, and insert others",
                ));
            }
        }))
    }

    /// The query of its rows.
    pub(crate) fn rows(&self) -> Option<&Statement> {
        match self {
            Self::Insert { rows, .. } | Self::Keep { rows, .. } => Some(rows),
            Self::Empty { .. } | Self::Drop { .. } => None,
        }
    }

    pub(super) fn rows_mut(&mut self) -> Option<&mut Statement> {
        match self {
            Self::Insert { rows, .. } | Self::Keep { rows, .. } => Some(rows),
            Self::Empty { .. } | Self::Drop { .. } => None,
        }
    }
}

/// Whether a statement changes session tables, and nothing of the store.
pub(super) fn is_about(statement: &Statement) -> bool {
    let is = |name: &ObjectName| session_table(&last(name)).is_some();
    match statement {
        Statement::Insert(Insert {
            table: TableObject::TableName(name),
            ..
        }) => is(name),
        Statement::Delete(delete) => target(delete).is_some_and(|(_, name)| is(name)),
        Statement::Update(update) => named(&update.table).is_some_and(is),
        Statement::Truncate(truncate) => truncate.table_names.iter().all(|table| is(&table.name)),
        Statement::Drop {
            object_type: ObjectType::Table,
            names,
            ..
        } => names.iter().all(is),
        _ => false,
    }
}

fn named(table: &TableWithJoins) -> Option<&ObjectName> {
    match &table.relation {
        TableFactor::Table { name, .. } => Some(name),
        _ => None,
    }
}

/// The one table of a DELETE, and its name.
fn target(delete: &Delete) -> Option<(&TableWithJoins, &ObjectName)> {
    let (FromTable::WithFromKeyword(tables) | FromTable::WithoutKeyword(tables)) = &delete.from;
    match tables.as_slice() {
        [table] => Some((table, named(table)?)),
        _ => None,
    }
}

/// The store's table that a session table is named after.
fn named_after<'a>(name: &ObjectName, place: &Place<'a>) -> Result<&'a Table> {
    let mut path = path(name);
    if let Some(typed) = path.last_mut()
        && let Some(table) = session_table(typed)
    {
        *typed = table.to_owned();
    }
    let found = place.names.find(&path)?;
    place
        .catalog
        .table(found)
        .map(AsRef::as_ref)
        .ok_or_else(|| {
            let message =
                format!("{found} is no table of the store, and a session table is named after one");
            Error::new(ErrorKind::UnknownTable, message).on_table(found)
        })
}

fn inserted(insert: &Insert, place: &Place<'_>) -> Result<SessionTableChange> {
    const ALONE: &str =
        "a session table takes INSERT INTO table#TEMP (column, …) VALUES (value, …) alone";
    refuse(
        "INSERT INTO a session table",
        &[
            (place.upserts, "UPSERT", ALONE),
            (insert.on.is_some(), "ON CONFLICT", ALONE),
            (insert.returning.is_some(), "RETURNING", ALONE),
            (insert.output.is_some(), "OUTPUT", ALONE),
            (!insert.assignments.is_empty(), "SET", ALONE),
        ],
    )?;
    let (TableObject::TableName(name), Some(source)) = (&insert.table, &insert.source) else {
        return Err(unsupported(ALONE));
    };
    let table = named_after(name, place)?;
    let known = place.names.columns_of(&table.name);
    let mut columns: Vec<String> = Vec::new();
    for column in &insert.columns {
        let typed = last(column);
        let column = known.and_then(|known| known.column(&typed));
        let column = column.map_or(typed, str::to_owned);
        if columns.contains(&column) {
            let message = format!("the column {column} is named twice");
            return Err(Error::new(ErrorKind::Syntax, message).on_column(column));
        }
        columns.push(column);
    }
    if columns.is_empty() {
        let message = format!("INSERT INTO {name} names no columns: {ALONE}");
        return Err(Error::new(ErrorKind::Syntax, message));
    }
    let mut source: Query = source.as_ref().clone();
    as_columns(&mut source, table, &columns);
    Ok(SessionTableChange::Insert {
        table: table.name.clone(),
        columns,
        rows: Box::new(Statement::Query(Box::new(source))),
    })
}

fn deleted(delete: &Delete, place: &Place<'_>) -> Result<SessionTableChange> {
    const ALONE: &str = "write DELETE FROM table#TEMP WHERE …";
    refuse(
        "DELETE FROM a session table",
        &[
            (delete.using.is_some(), "USING", ALONE),
            (delete.returning.is_some(), "RETURNING", ALONE),
            (delete.limit.is_some(), "LIMIT", ALONE),
        ],
    )?;
    let (from, name) = target(delete).ok_or_else(|| unsupported(ALONE))?;
    let table = named_after(name, place)?.name.clone();
    let Some(condition) = &delete.selection else {
        return Ok(SessionTableChange::Empty { table });
    };
    // A row for which the condition is unknown stays.
    let stays = Expr::IsNotTrue(Box::new(Expr::Nested(Box::new(condition.clone()))));
    let all = SelectItem::Wildcard(WildcardAdditionalOptions::default());
    let rows = query(vec![all], vec![from.clone()], Some(stays))?;
    Ok(SessionTableChange::Keep {
        table,
        rows: Box::new(Statement::Query(Box::new(rows))),
    })
}
