//! `INSERT`, `UPSERT`, `UPDATE`, `DELETE` and `MERGE`: which table and columns, and the queries whose rows say what is written.
//!
//! `UPDATE products SET price = price * 2 WHERE id = 7` becomes `SELECT id, price * 2, price FROM products WHERE id = 7`, before
//! names are resolved: so every part of the statement means what it means in a SELECT. Writes nothing itself.

mod change;
mod clauses;
mod conflict;
mod input;
mod insert;
mod merge;
mod place;
mod returning;
mod statement;
mod values;

use datafusion::sql::sqlparser::ast::{Query, SetExpr, Statement};

pub(super) use self::clauses::{refuse, unsupported};
pub(super) use self::input::query;
pub(super) use self::place::Place;
pub(crate) use self::statement::{Conflict, MERGE, Returning, Write, WriteStatement};
pub(super) use self::values::as_columns;
use crate::error::Result;

/// What a statement writes, if it writes rows.
pub(super) fn as_write(statement: &Statement, place: &Place<'_>) -> Result<Option<Write>> {
    Ok(Some(match statement {
        Statement::Insert(insert) => place.insert(insert)?,
        Statement::Update(update) => place.update(update)?,
        Statement::Delete(delete) => place.delete(delete)?,
        Statement::Merge(merge) => place.merge(merge)?,
        Statement::Query(query) => return behind_with(query, place),
        _ => return Ok(None),
    }))
}

/// The statement that a query is around: `WITH gone AS (…) DELETE FROM …`.
pub(crate) fn inside(query: &Query) -> Option<&Statement> {
    match query.body.as_ref() {
        SetExpr::Insert(inner)
        | SetExpr::Update(inner)
        | SetExpr::Delete(inner)
        | SetExpr::Merge(inner) => Some(inner),
        _ => None,
    }
}

fn behind_with(query: &Query, place: &Place<'_>) -> Result<Option<Write>> {
    let Some(inner) = inside(query) else {
        return Ok(None);
    };
    let plain = query.order_by.is_none() && query.limit_clause.is_none() && query.fetch.is_none();
    if !plain {
        let message = "a statement that writes takes no ORDER BY and no LIMIT";
        return Err(unsupported(message));
    }
    let mut write = as_write(inner, place)?;
    if let (Some(write), Some(with)) = (&mut write, &query.with) {
        write.within(with);
    }
    Ok(write)
}
