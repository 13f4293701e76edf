//! Calls of functions, built for the statement.

use datafusion::sql::sqlparser::ast::{
    Expr, Function, FunctionArg, FunctionArgExpr, FunctionArgumentList, FunctionArguments, Ident,
    ObjectName, OrderByExpr, WindowSpec, WindowType,
};

/// `name(arguments)`.
pub(super) fn call(name: &str, arguments: impl IntoIterator<Item = Expr>) -> Function {
    let arguments = arguments.into_iter();
    let arguments = arguments.map(|one| FunctionArg::Unnamed(FunctionArgExpr::Expr(one)));
    Function {
        name: ObjectName::from(vec![Ident::new(name)]),
        uses_odbc_syntax: false,
        parameters: FunctionArguments::None,
        args: FunctionArguments::List(FunctionArgumentList {
            duplicate_treatment: None,
            args: arguments.collect(),
            clauses: Vec::new(),
        }),
        filter: None,
        null_treatment: None,
        over: None,
        within_group: Vec::new(),
    }
}

/// `name() OVER (ORDER BY …)`.
pub(super) fn over(name: &str, order_by: Vec<OrderByExpr>) -> Expr {
    let window = WindowSpec {
        window_name: None,
        partition_by: Vec::new(),
        order_by,
        window_frame: None,
    };
    Expr::Function(Function {
        over: Some(WindowType::WindowSpec(window)),
        ..call(name, [])
    })
}
