//! Calls of the catalogue's functions: without a schema before them, rows of functions, and `ARRAY(SELECT …)`.

use datafusion::sql::sqlparser::ast::{
    AccessExpr, Expr, Function, FunctionArg, FunctionArgExpr, FunctionArguments, GroupByExpr,
    Ident, ObjectName, ObjectNamePart, OrderByKind, Query, SelectItem, SetExpr, Value,
};
use datafusion::sql::sqlparser::dialect::GenericDialect;
use datafusion::sql::sqlparser::parser::Parser;

use super::arrays;
use crate::error::{Error, ErrorKind, Result};
use crate::sql::calls::call;

/// Functions that give rows, as arrays of them.
const OF_ROWS: [&str; 3] = [
    "_pg_expandarray",
    "pg_partition_ancestors",
    "generate_subscripts",
];

/// Functions whose value is a text, also where a parameter stands for it.
const OF_TEXT: [&str; 8] = [
    "to_regclass",
    "to_regtype",
    "to_regproc",
    "to_regprocedure",
    "to_regnamespace",
    "to_regrole",
    "current_setting",
    "set_config",
];

/// The name of a function, without the schema of the catalogue.
pub(super) fn name_of(name: &ObjectName) -> Option<String> {
    match name.0.as_slice() {
        [ObjectNamePart::Identifier(name)] => Some(name.value.to_lowercase()),
        [
            ObjectNamePart::Identifier(schema),
            ObjectNamePart::Identifier(name),
        ] => {
            let schema = schema.value.to_lowercase();
            let own = ["pg_catalog", "information_schema"].contains(&schema.as_str());
            own.then(|| name.value.to_lowercase())
        }
        _ => None,
    }
}

/// Spells a call without a schema, and what the session answers by the name that it has here.
pub(super) fn spelled(call: &mut Function) {
    let Some(name) = name_of(&call.name) else {
        return;
    };
    let own = match name.as_str() {
        "version" => "pg_version",
        "current_database" | "current_catalog" => "pg_current_database",
        "current_user" | "session_user" | "current_role" | "user" => "pg_current_user",
        other => other,
    };
    if own != name || call.name.0.len() > 1 {
        call.name = ObjectName::from(vec![Ident::new(own)]);
    }
    if own.starts_with("pg_current") && call.args == FunctionArguments::None {
        call.args = super::super::calls::call(own, []).args;
    }
    if OF_TEXT.contains(&own)
        && let FunctionArguments::List(list) = &mut call.args
    {
        for argument in &mut list.args {
            if let FunctionArg::Unnamed(FunctionArgExpr::Expr(value)) = argument
                && let Expr::Value(written) = value
                && matches!(written.value, Value::Placeholder(_))
                && let Some(text) = expression("CAST($1 AS TEXT)", value)
            {
                *value = text;
            }
        }
    }
    if own == "coalesce"
        && let FunctionArguments::List(list) = &mut call.args
        && let [
            FunctionArg::Unnamed(FunctionArgExpr::Expr(first)),
            FunctionArg::Unnamed(FunctionArgExpr::Expr(other)),
        ] = list.args.as_mut_slice()
    {
        arrays::compared(first, other);
    }
}

/// `form`, in which `$1` is `value`.
fn expression(form: &str, value: &Expr) -> Option<Expr> {
    let form = form.replace("$1", &value.to_string());
    let parsed = Parser::new(&GenericDialect {}).try_with_sql(&form);
    parsed.and_then(|mut parser| parser.parse_expr()).ok()
}

/// What an expression becomes whose parts are planned already.
pub(super) fn planned(expr: &Expr) -> Result<Option<Expr>> {
    match expr {
        Expr::Function(function) => {
            let name = name_of(&function.name).unwrap_or_default();
            if name == "array"
                && let FunctionArguments::Subquery(query) = &function.args
            {
                return array_of(query).map(Some);
            }
            let gives_rows = OF_ROWS.contains(&name.as_str());
            Ok(gives_rows.then(|| Expr::Function(call("unnest", [expr.clone()]))))
        }
        // `(_pg_expandarray(key)).n`: the places alone.
        Expr::CompoundFieldAccess { root, access_chain } => {
            Ok(member(root, access_chain).or_else(|| of_row(root, access_chain)))
        }
        _ => Ok(None),
    }
}

/// `(pair).x`: a member of a row.
fn of_row(root: &Expr, access: &[AccessExpr]) -> Option<Expr> {
    let ([AccessExpr::Dot(Expr::Identifier(name))], Expr::Nested(row)) = (access, root) else {
        return None;
    };
    let name = Expr::value(Value::SingleQuotedString(name.value.to_lowercase()));
    Some(Expr::Function(call(
        "get_field",
        [row.as_ref().clone(), name],
    )))
}

fn member(root: &Expr, access: &[AccessExpr]) -> Option<Expr> {
    let [AccessExpr::Dot(Expr::Identifier(name))] = access else {
        return None;
    };
    let Expr::Function(unnest) = arrays::plain(root) else {
        return None;
    };
    let values = expanded(unnest)?;
    match name.value.to_lowercase().as_str() {
        "x" => Some(Expr::Function(call("unnest", [values]))),
        "n" => {
            let one = Expr::value(Value::Number("1".to_owned(), false));
            let places = Expr::Function(call("pg_places", [values, one]));
            Some(Expr::Function(call("unnest", [places])))
        }
        _ => None,
    }
}

/// What `unnest(_pg_expandarray(values))` expands.
fn expanded(unnest: &Function) -> Option<Expr> {
    let [value] = arguments(unnest)?[..] else {
        return None;
    };
    let Expr::Function(inner) = value else {
        return None;
    };
    let is_expansion = name_of(&inner.name).as_deref() == Some("_pg_expandarray");
    let [values] = arguments(inner)?[..] else {
        return None;
    };
    is_expansion.then(|| values.clone())
}

pub(super) fn arguments(call: &Function) -> Option<Vec<&Expr>> {
    let FunctionArguments::List(list) = &call.args else {
        return None;
    };
    let values = list.args.iter().map(|argument| match argument {
        FunctionArg::Unnamed(FunctionArgExpr::Expr(value)) => Some(value),
        _ => None,
    });
    values.collect()
}

/// `ARRAY(SELECT …)`: the values of its rows in their order; an empty array where there is none.
fn array_of(query: &Query) -> Result<Expr> {
    let mut query = query.clone();
    let text = match gathered(&mut query) {
        true => format!("coalesce(({query}), make_array())"),
        false if query.order_by.is_none() => format!(
            "coalesce((SELECT array_agg(element_rows.element) FROM ({query}) AS element_rows(element)), make_array())"
        ),
        false => {
            let message = "ARRAY(SELECT … ORDER BY …) is supported of a plain SELECT: write array_agg(… ORDER BY …)";
            return Err(Error::new(ErrorKind::Unsupported, message));
        }
    };
    let parsed = Parser::new(&GenericDialect {}).try_with_sql(&text);
    let parsed = parsed.and_then(|mut parser| parser.parse_expr());
    parsed.map_err(|fault| {
        let message = format!("ARRAY(SELECT …) is not supported here: {fault}");
        Error::new(ErrorKind::Unsupported, message)
    })
}

/// Makes `SELECT array_agg(value ORDER BY …)` of a plain `SELECT value … ORDER BY …`; false where it is another query, which stays as
/// it is.
fn gathered(query: &mut Query) -> bool {
    let SetExpr::Select(select) = query.body.as_mut() else {
        return false;
    };
    let is_plain = query.with.is_none()
        && query.limit_clause.is_none()
        && query.fetch.is_none()
        && select.distinct.is_none()
        && select.having.is_none()
        && matches!(&select.group_by, GroupByExpr::Expressions(groups, _) if groups.is_empty());
    let [SelectItem::UnnamedExpr(value) | SelectItem::ExprWithAlias { expr: value, .. }] =
        select.projection.as_slice()
    else {
        return false;
    };
    if !is_plain {
        return false;
    }
    let order = match &query.order_by {
        None => String::new(),
        Some(order_by) => {
            let OrderByKind::Expressions(order) = &order_by.kind else {
                return false;
            };
            let order = order.iter().map(|one| match &one.expr {
                // By the place of the value, which is the first.
                Expr::Value(_) => one.to_string().replacen('1', &value.to_string(), 1),
                _ => one.to_string(),
            });
            format!(" ORDER BY {}", order.collect::<Vec<_>>().join(", "))
        }
    };
    let gathered = format!("array_agg({value}{order})");
    let parsed = Parser::new(&GenericDialect {}).try_with_sql(&gathered);
    let Ok(gathered) = parsed.and_then(|mut parser| parser.parse_expr()) else {
        return false;
    };
    select.projection = vec![SelectItem::UnnamedExpr(gathered)];
    query.order_by = None;
    true
}
