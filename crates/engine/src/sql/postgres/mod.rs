//! What PostgreSQL's clients write around its catalogue, made into what is planned: `OPERATOR(pg_catalog.~)`, `COLLATE`, casts to
//! `regclass`, `pg_catalog.` before functions and types, functions that give rows. Only sessions with the catalogue do this, before names
//! are resolved.

mod arrays;
mod calls;
mod casts;
mod domains;
mod rows;
mod table_numbers;

use std::ops::ControlFlow;

use datafusion::sql::sqlparser::ast::{
    BinaryOperator, Expr, ObjectNamePart, Query, Select, SelectItem, SetExpr, Statement,
    TableFactor, VisitMut, VisitorMut,
};

use crate::error::Result;

/// Rewrites the whole statement.
pub(super) fn as_planned(statement: &mut Statement) -> Result<()> {
    if let Statement::Query(query) = statement {
        shown(&mut query.body);
    }
    match statement.visit(&mut Catalogue) {
        ControlFlow::Break(error) => Err(error),
        ControlFlow::Continue(()) => Ok(()),
    }
}

struct Catalogue;

impl VisitorMut for Catalogue {
    type Break = crate::error::Error;

    fn pre_visit_expr(&mut self, expr: &mut Expr) -> ControlFlow<Self::Break> {
        match expr {
            Expr::BinaryOp { op, left, right } => {
                operator(op);
                if is_comparison(op) {
                    casts::compared(left, right);
                    arrays::compared(left, right);
                }
            }
            Expr::AnyOp { right, .. } | Expr::AllOp { right, .. } => arrays::among(right),
            Expr::Collate {
                expr: inner,
                collation,
            } if is_own(&collation.0) => {
                *expr = inner.as_ref().clone();
                return self.pre_visit_expr(expr);
            }
            Expr::Cast { .. } => casts::planned(expr),
            Expr::Function(call) => calls::spelled(call),
            Expr::Case { conditions, .. } => domains::without(conditions),
            _ => {}
        }
        ControlFlow::Continue(())
    }

    fn post_visit_expr(&mut self, expr: &mut Expr) -> ControlFlow<Self::Break> {
        match calls::planned(expr) {
            Ok(Some(made)) => *expr = made,
            Ok(None) => {}
            Err(error) => return ControlFlow::Break(error),
        }
        ControlFlow::Continue(())
    }

    fn pre_visit_select(&mut self, select: &mut Select) -> ControlFlow<Self::Break> {
        table_numbers::of_tables(select);
        ControlFlow::Continue(())
    }

    fn post_visit_table_factor(&mut self, factor: &mut TableFactor) -> ControlFlow<Self::Break> {
        match rows::planned(factor) {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => ControlFlow::Break(error),
        }
    }
}

/// `OPERATOR(pg_catalog.~)` is `~`.
fn operator(op: &mut BinaryOperator) {
    let BinaryOperator::PGCustomBinaryOperator(parts) = op else {
        return;
    };
    let plain = match parts.last().map(String::as_str) {
        Some("~") => BinaryOperator::PGRegexMatch,
        Some("~*") => BinaryOperator::PGRegexIMatch,
        Some("!~") => BinaryOperator::PGRegexNotMatch,
        Some("!~*") => BinaryOperator::PGRegexNotIMatch,
        Some("~~") => BinaryOperator::PGLikeMatch,
        Some("!~~") => BinaryOperator::PGNotLikeMatch,
        Some("=") => BinaryOperator::Eq,
        Some("<>") => BinaryOperator::NotEq,
        Some("<") => BinaryOperator::Lt,
        Some("<=") => BinaryOperator::LtEq,
        Some(">") => BinaryOperator::Gt,
        Some(">=") => BinaryOperator::GtEq,
        Some("||") => BinaryOperator::StringConcat,
        Some("+") => BinaryOperator::Plus,
        Some("-") => BinaryOperator::Minus,
        _ => return,
    };
    *op = plain;
}

fn is_comparison(op: &BinaryOperator) -> bool {
    use BinaryOperator::{Eq, Gt, GtEq, Lt, LtEq, NotEq};
    matches!(op, Eq | NotEq | Lt | LtEq | Gt | GtEq)
}

/// Whether a collation compares text by its characters' codes, as it is compared here.
fn is_own(name: &[ObjectNamePart]) -> bool {
    let last = name.last().and_then(ObjectNamePart::as_ident);
    last.is_some_and(|name| {
        let name = name.value.to_lowercase();
        ["default", "c", "posix", "c.utf-8", "ucs_basic"].contains(&name.as_str())
    })
}

/// What a result shows of objects is their names: `SELECT 'orders'::regclass`, and columns that are functions.
fn shown(body: &mut SetExpr) {
    match body {
        SetExpr::Select(select) => shown_by(select),
        SetExpr::SetOperation { left, right, .. } => {
            shown(left);
            shown(right);
        }
        SetExpr::Query(query) => shown_in(query),
        _ => {}
    }
}

fn shown_in(query: &mut Query) {
    shown(&mut query.body);
}

fn shown_by(select: &mut Select) {
    for item in &mut select.projection {
        if let SelectItem::UnnamedExpr(expr) | SelectItem::ExprWithAlias { expr, .. } = item {
            casts::shown(expr);
        }
    }
}
