//! The query whose rows say what is written, put together of a statement's parts.

use datafusion::sql::sqlparser::ast::{
    BinaryOperator, Expr, Ident, Query, SelectItem, SetExpr, TableWithJoins,
};
use datafusion::sql::sqlparser::dialect::GenericDialect;
use datafusion::sql::sqlparser::parser::Parser;

use crate::error::{Error, ErrorKind, Result};
use crate::sql::identifiers::exact;

/// `SELECT items FROM … WHERE …`, with the items as they are.
pub(in crate::sql) fn query(
    items: Vec<SelectItem>,
    from: Vec<TableWithJoins>,
    selection: Option<Expr>,
) -> Result<Query> {
    let parsed = Parser::new(&GenericDialect {})
        .try_with_sql("SELECT NULL")
        .and_then(|mut parser| parser.parse_query());
    let internal = || Error::new(ErrorKind::Internal, "the input of a write has no form");
    let mut query = *parsed.map_err(|_| internal())?;
    let SetExpr::Select(select) = query.body.as_mut() else {
        return Err(internal());
    };
    select.projection = items;
    select.from = from;
    select.selection = selection;
    Ok(query)
}

/// `called.column`
pub(super) fn of(called: &Ident, column: &str) -> Expr {
    Expr::CompoundIdentifier(vec![called.clone(), exact(column)])
}

/// Each expression under a name of its own.
pub(super) fn named(values: Vec<Expr>) -> Vec<SelectItem> {
    let item = |(place, expr): (usize, Expr)| SelectItem::ExprWithAlias {
        expr,
        alias: exact(&format!("value {}", place + 1)),
    };
    values.into_iter().enumerate().map(item).collect()
}

/// All of the conditions.
pub(super) fn all(conditions: impl IntoIterator<Item = Expr>) -> Option<Expr> {
    let nested = conditions
        .into_iter()
        .map(|one| Expr::Nested(Box::new(one)));
    nested.reduce(|left, right| Expr::BinaryOp {
        left: Box::new(left),
        op: BinaryOperator::And,
        right: Box::new(right),
    })
}
