//! `FETCH FIRST 5 ROWS ONLY`: the same as LIMIT 5. `WITH TIES` keeps the rows that are equal to the last one by the order as well.

use datafusion::sql::sqlparser::ast::{
    BinaryOperator, Expr, Fetch, LimitClause, OrderBy, OrderByExpr, OrderByKind, Query, Select,
    SetExpr, Value,
};

use super::calls::over;
use super::scope::Scope;
use crate::error::{Error, ErrorKind, Result};

/// Makes a LIMIT of a query's FETCH; one WITH TIES is answered, for when the order is known.
pub(super) fn fetch_as_limit(query: &mut Query) -> Result<Option<Expr>> {
    let Some(Fetch {
        with_ties,
        percent,
        quantity,
    }) = query.fetch.take()
    else {
        return Ok(None);
    };
    if percent {
        return Err(unsupported(
            "FETCH takes a number of rows here, without PERCENT",
        ));
    }
    let rows = quantity.unwrap_or_else(|| Expr::value(Value::Number("1".to_owned(), false)));
    if with_ties {
        return match &query.order_by {
            Some(_) => Ok(Some(rows)),
            None => Err(Error::new(
                ErrorKind::Syntax,
                "WITH TIES needs an ORDER BY, by which rows are equal",
            )),
        };
    }
    match &mut query.limit_clause {
        None => {
            query.limit_clause = Some(LimitClause::LimitOffset {
                limit: Some(rows),
                offset: None,
                limit_by: Vec::new(),
            });
        }
        Some(LimitClause::LimitOffset { limit, .. }) if limit.is_none() => *limit = Some(rows),
        Some(_) => {
            return Err(Error::new(
                ErrorKind::Syntax,
                "FETCH and LIMIT stand in one SELECT; keep one of them",
            ));
        }
    }
    Ok(None)
}

/// Keeps of a resolved query the rows whose rank by its order is among the first `rows`, behind its OFFSET.
pub(super) fn keep_ties(query: &mut Query, scope: Option<&Scope>, rows: Expr) -> Result<()> {
    let offset = match query.limit_clause.take() {
        None => None,
        Some(LimitClause::LimitOffset {
            limit: None,
            offset,
            limit_by,
        }) if limit_by.is_empty() => offset.map(|offset| offset.value),
        Some(_) => {
            return Err(Error::new(
                ErrorKind::Syntax,
                "FETCH and LIMIT stand in one SELECT; keep one of them",
            ));
        }
    };
    let (Some(scope), SetExpr::Select(select)) = (scope, query.body.as_mut()) else {
        return Err(unsupported(
            "WITH TIES behind UNION, EXCEPT or INTERSECT is not supported: write the query into FROM",
        ));
    };
    if select.distinct.is_some() {
        return Err(unsupported(
            "WITH TIES beside DISTINCT is not supported: write the SELECT DISTINCT into FROM",
        ));
    }
    let order = order_of(query.order_by.as_ref(), scope)?;
    let last = match &offset {
        Some(offset) => Expr::BinaryOp {
            left: Box::new(rows),
            op: BinaryOperator::Plus,
            right: Box::new(offset.clone()),
        },
        None => rows,
    };
    let compared = |function, op, other| Expr::BinaryOp {
        left: Box::new(over(function, order.clone())),
        op,
        right: Box::new(other),
    };
    qualify(select, compared("rank", BinaryOperator::LtEq, last));
    if let Some(offset) = offset {
        qualify(select, compared("row_number", BinaryOperator::Gt, offset));
    }
    Ok(())
}

/// The order as a window of the SELECT has it: computed from the columns of FROM.
fn order_of(order_by: Option<&OrderBy>, scope: &Scope) -> Result<Vec<OrderByExpr>> {
    let Some(OrderByKind::Expressions(expressions)) = order_by.map(|order| &order.kind) else {
        return Err(unsupported(
            "WITH TIES behind ORDER BY ALL is not supported: name the columns",
        ));
    };
    let expressions = expressions.iter().map(|by| {
        let by_place = match &by.expr {
            Expr::Value(value) => match &value.value {
                Value::Number(place, _) => place.parse::<usize>().ok(),
                _ => None,
            },
            _ => None,
        };
        let result = match by_place {
            Some(place) => scope.results.get(place.wrapping_sub(1)),
            None => scope
                .results
                .iter()
                .find(|result| result.reference == by.expr),
        };
        let computed = result.and_then(|result| result.expression.clone());
        OrderByExpr {
            expr: computed.unwrap_or_else(|| by.expr.clone()),
            ..by.clone()
        }
    });
    Ok(expressions.collect())
}

fn qualify(select: &mut Select, condition: Expr) {
    select.qualify = Some(match select.qualify.take() {
        Some(before) => Expr::BinaryOp {
            left: Box::new(Expr::Nested(Box::new(before))),
            op: BinaryOperator::And,
            right: Box::new(condition),
        },
        None => condition,
    });
}

fn unsupported(message: &str) -> Error {
    Error::new(ErrorKind::Unsupported, message)
}
