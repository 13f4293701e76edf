//! The rows of VALUES in a statement that writes: literals as what their columns hold, and the keyword DEFAULT.

use std::collections::HashSet;

use datafusion::sql::sqlparser::ast::{Expr, Query, SetExpr, Value};
use storeql_catalog::{ColumnType, Table};

use super::clauses::unsupported;
use crate::error::Result;
use crate::quoted_number;

/// Literals of VALUES as what their columns hold: the text `'19.99'` of a number's column as a number, and the number 7 of a text's as a
/// text. Else DataFusion would make the rows of a column one type, and `'19.99'` beside 9.5 a number with one digit.
pub(in crate::sql) fn as_columns(source: &mut Query, table: &Table, columns: &[String]) {
    let SetExpr::Values(values) = source.body.as_mut() else {
        return;
    };
    for row in &mut values.rows {
        for (expr, name) in row.content.iter_mut().zip(columns) {
            let Some(column) = table.columns.get(name) else {
                continue;
            };
            let Expr::Value(value) = expr else { continue };
            match (column.kind, &value.value) {
                (
                    ColumnType::Int64 | ColumnType::Decimal(..) | ColumnType::Float64,
                    Value::SingleQuotedString(text),
                ) => {
                    if let Some(number) = quoted_number::as_typed(text) {
                        *expr = number;
                    }
                }
                (ColumnType::Text, Value::Number(number, _)) => {
                    value.value = Value::SingleQuotedString(number.clone());
                }
                _ => {}
            }
        }
    }
}

/// Takes the keyword DEFAULT out of VALUES, and answers where it stood.
pub(super) fn defaults(source: &mut Query) -> Result<HashSet<(usize, usize)>> {
    let plain = source.with.is_none() && source.order_by.is_none() && source.limit_clause.is_none();
    let plain = plain && source.fetch.is_none();
    let mut found = HashSet::new();
    let SetExpr::Values(values) = source.body.as_mut() else {
        return Ok(found);
    };
    for (row, content) in values.rows.iter_mut().enumerate() {
        for (column, expr) in content.content.iter_mut().enumerate() {
            if is_default(expr) {
                *expr = Expr::value(Value::Null);
                found.insert((row, column));
            }
        }
    }
    match found.is_empty() || plain {
        true => Ok(found),
        false => Err(unsupported(
            "VALUES with DEFAULT takes no WITH, ORDER BY or LIMIT",
        )),
    }
}

pub(super) fn is_default(expr: &Expr) -> bool {
    matches!(expr, Expr::Identifier(ident)
        if ident.quote_style.is_none() && ident.value.eq_ignore_ascii_case("default"))
}
