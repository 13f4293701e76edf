//! The values of an expression that stand beside each other and so have one type: both sides of a comparison, the branches of CASE, the
//! arguments of `coalesce`.

use datafusion::common::Result as DataFusionResult;
use datafusion::logical_expr::{BinaryExpr, Expr, Operator};

/// Functions whose arguments are values of one type.
const OF_ONE_TYPE: &[&str] = &["coalesce", "greatest", "least", "nullif", "make_array"];

/// Hands each such group of `expr` itself to `change`, and says whether one was changed.
pub(super) fn each_group(
    expr: &mut Expr,
    mut change: impl FnMut(Vec<&mut Expr>) -> DataFusionResult<bool>,
) -> DataFusionResult<bool> {
    match expr {
        Expr::BinaryExpr(BinaryExpr { left, op, right }) if compares(*op) => {
            change(vec![left.as_mut(), right.as_mut()])
        }
        Expr::Between(between) => change(vec![
            between.expr.as_mut(),
            between.low.as_mut(),
            between.high.as_mut(),
        ]),
        Expr::InList(list) => {
            let values = list.list.iter_mut().chain([list.expr.as_mut()]);
            change(values.collect())
        }
        Expr::Case(case) => {
            let (mut compared, mut values) = (Vec::new(), Vec::new());
            for (when, then) in &mut case.when_then_expr {
                compared.push(when.as_mut());
                values.push(then.as_mut());
            }
            compared.extend(case.expr.as_deref_mut());
            values.extend(case.else_expr.as_deref_mut());
            let compares = change(compared)?;
            Ok(change(values)? || compares)
        }
        Expr::ScalarFunction(call) if OF_ONE_TYPE.contains(&call.func.name()) => {
            change(call.args.iter_mut().collect())
        }
        _ => Ok(false),
    }
}

fn compares(op: Operator) -> bool {
    use Operator::{Eq, Gt, GtEq, IsDistinctFrom, IsNotDistinctFrom, Lt, LtEq, NotEq};
    matches!(
        op,
        Eq | NotEq | Lt | LtEq | Gt | GtEq | IsDistinctFrom | IsNotDistinctFrom
    )
}
