//! `SELECT TOP 5 …`: the same as LIMIT 5.

use datafusion::sql::sqlparser::ast::{Expr, LimitClause, Query, SetExpr, Top, TopQuantity, Value};

use crate::error::{Error, ErrorKind, Result};

/// Makes a LIMIT of a query's TOP.
pub(super) fn top_as_limit(query: &mut Query) -> Result<()> {
    let SetExpr::Select(select) = query.body.as_mut() else {
        return Ok(());
    };
    let Some(top) = select.top.take() else {
        return Ok(());
    };
    match (rows_of(&top), &query.limit_clause) {
        (Some(limit), None) => {
            query.limit_clause = Some(LimitClause::LimitOffset {
                limit: Some(limit),
                offset: None,
                limit_by: Vec::new(),
            });
            Ok(())
        }
        (Some(_), Some(_)) => Err(Error::new(
            ErrorKind::Syntax,
            "TOP and LIMIT stand in one SELECT; keep one of them",
        )),
        (None, _) => Err(Error::new(
            ErrorKind::Unsupported,
            "TOP takes a number of rows here, without PERCENT or WITH TIES",
        )),
    }
}

fn rows_of(top: &Top) -> Option<Expr> {
    if top.with_ties || top.percent {
        return None;
    }
    match top.quantity.as_ref()? {
        TopQuantity::Expr(expr) => Some(expr.clone()),
        TopQuantity::Constant(rows) => Some(Expr::value(Value::Number(rows.to_string(), false))),
    }
}
