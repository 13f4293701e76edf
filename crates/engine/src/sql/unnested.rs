//! `unnest((SELECT …)), unnest((SELECT …))`: each sub-query keeps the column that it is, as `told_apart` says.

use std::ops::ControlFlow;

use datafusion::sql::sqlparser::ast::{
    Expr, FunctionArg, FunctionArgExpr, FunctionArguments, Query, Statement, Value, Visit,
    VisitMut, Visitor, VisitorMut,
};

use super::calls::call;
use super::identifiers::last;

/// Numbers the sub-queries in `unnest` of the whole statement.
pub(super) fn told_apart(statement: &mut Statement) {
    let _ = statement.visit(&mut Unnested::default());
}

#[derive(Default)]
struct Unnested {
    count: usize,
}

impl VisitorMut for Unnested {
    type Break = ();

    fn post_visit_expr(&mut self, expr: &mut Expr) -> ControlFlow<()> {
        if let Expr::Function(function) = expr
            && last(&function.name).eq_ignore_ascii_case("unnest")
            && let FunctionArguments::List(list) = &mut function.args
        {
            for argument in &mut list.args {
                if let FunctionArg::Unnamed(FunctionArgExpr::Expr(value)) = argument
                    && has_query(value)
                {
                    self.count += 1;
                    let number = Expr::value(Value::Number(self.count.to_string(), false));
                    *value = Expr::Function(call("told_apart", [value.clone(), number]));
                }
            }
        }
        ControlFlow::Continue(())
    }
}

fn has_query(expr: &Expr) -> bool {
    struct Queries;

    impl Visitor for Queries {
        type Break = ();

        fn pre_visit_query(&mut self, _: &Query) -> ControlFlow<()> {
            ControlFlow::Break(())
        }
    }

    expr.visit(&mut Queries).is_break()
}
