//! Calls of aggregates that become others: lists of texts, percentiles that are values, the most frequent value.

use datafusion::sql::sqlparser::ast::{
    DuplicateTreatment, Expr, Function as Call, FunctionArg, FunctionArgExpr,
    FunctionArgumentClause, FunctionArguments, OrderByExpr, UnaryOperator,
};

use super::form::{arguments, filled, other_values, text};
use crate::error::{Error, ErrorKind, Result};

/// `name(values ORDER BY …)` with FILTER, DISTINCT and OVER of `call`.
fn aggregate(name: &str, values: &[Expr], order: Vec<OrderByExpr>, call: &Call) -> Result<Expr> {
    let places: Vec<String> = (1..=values.len())
        .map(|place| format!("${place}"))
        .collect();
    let made = filled(&format!("{name}({})", places.join(", ")), values)?;
    let Expr::Function(mut made) = made else {
        return Ok(made);
    };
    if let FunctionArguments::List(list) = &mut made.args {
        list.duplicate_treatment = distinct(call);
        if !order.is_empty() {
            list.clauses.push(FunctionArgumentClause::OrderBy(order));
        }
    }
    made.filter.clone_from(&call.filter);
    made.over.clone_from(&call.over);
    Ok(Expr::Function(made))
}

fn distinct(call: &Call) -> Option<DuplicateTreatment> {
    match &call.args {
        FunctionArguments::List(list) => list.duplicate_treatment,
        _ => None,
    }
}

/// `nth_value(value, 2) OVER (…)`: places are counted from 1.
pub(super) fn nth_value(call: &Call) -> Result<Expr> {
    let values = arguments(call).unwrap_or_default();
    let is_below_one = match values.get(1) {
        Some(Expr::Value(place)) => place.value.to_string() == "0",
        Some(Expr::UnaryOp { op, .. }) => *op == UnaryOperator::Minus,
        _ => false,
    };
    if is_below_one {
        let message = "nth_value counts rows from 1: its second value is 1 or more";
        return Err(Error::new(ErrorKind::InvalidValue, message).with_sqlstate("22016"));
    }
    Ok(Expr::Function(call.clone()))
}

/// `string_agg(text, ', ' ORDER BY …)`; SQL Server and Snowflake have the order in WITHIN GROUP, MySQL the mark behind SEPARATOR.
pub(super) fn string_agg(call: &Call) -> Result<Expr> {
    let mut order = call.within_group.clone();
    let mut separator = None;
    if let FunctionArguments::List(list) = &call.args {
        for clause in &list.clauses {
            match clause {
                FunctionArgumentClause::OrderBy(by) => order.clone_from(by),
                FunctionArgumentClause::Separator(mark) => {
                    separator = Some(Expr::Value(mark.clone()))
                }
                other => return Err(other_values(&call.name, &format!("it without {other}"))),
            }
        }
    }
    let values = arguments(call).unwrap_or_default();
    let is_postgres = call.name.to_string().eq_ignore_ascii_case("string_agg");
    let (value, separator) = match (values.as_slice(), separator) {
        ([value], Some(separator)) => (value, separator),
        ([value, separator], None) => (value, separator.clone()),
        ([value], None) if call.name.to_string().eq_ignore_ascii_case("group_concat") => {
            (value, text(","))
        }
        ([value], None) if !is_postgres => (value, text("")),
        _ => {
            return Err(other_values(
                &call.name,
                "string_agg(text, ', ' ORDER BY …)",
            ));
        }
    };
    let value = match is_postgres {
        true => value.clone(),
        false => filled("CAST($1 AS text)", std::slice::from_ref(value))?,
    };
    // DISTINCT takes the order by the very value.
    if !is_postgres && distinct(call).is_some() {
        for by in &mut order {
            by.expr = filled("CAST($1 AS text)", std::slice::from_ref(&by.expr))?;
        }
    }
    aggregate("string_agg", &[value, separator], order, call)
}

fn ordered<'a>(call: &'a Call, example: &str) -> Result<&'a OrderByExpr> {
    match call.within_group.as_slice() {
        [by] if call.over.is_none() => Ok(by),
        _ => Err(other_values(&call.name, example)),
    }
}

/// The values that an ordered aggregate looks at, as a list without NULL.
fn list_of(by: &OrderByExpr, call: &Call) -> Result<Expr> {
    let present = filled("$1 IS NOT NULL", std::slice::from_ref(&by.expr))?;
    let filter = match &call.filter {
        Some(filter) => filled("$1 AND $2", &[filter.as_ref().clone(), present])?,
        None => present,
    };
    let mut plain = call.clone();
    plain.filter = Some(Box::new(filter));
    aggregate(
        "array_agg",
        std::slice::from_ref(&by.expr),
        vec![by.clone()],
        &plain,
    )
}

/// `percentile_disc(0.5) WITHIN GROUP (ORDER BY …)`: the value that stands at that part of all.
pub(super) fn percentile_disc(call: &Call) -> Result<Expr> {
    let example = "percentile_disc(0.5) WITHIN GROUP (ORDER BY …)";
    let by = ordered(call, example)?;
    let values = arguments(call).unwrap_or_default();
    let [part] = values.as_slice() else {
        return Err(other_values(&call.name, example));
    };
    let within = part.to_string().parse::<f64>();
    if !within.is_ok_and(|part| (0.0..=1.0).contains(&part)) {
        return Err(Error::new(
            ErrorKind::InvalidValue,
            format!(
                "percentile_disc takes a part between 0 and 1 that is written out, and not {part}"
            ),
        ));
    }
    let list = list_of(by, call)?;
    filled(
        "array_element($1, greatest(1, CAST(ceil($2 * cardinality($1)) AS bigint)))",
        &[list, part.clone()],
    )
}

/// `mode() WITHIN GROUP (ORDER BY …)`: the value that stands most often; of several the first by the order.
pub(super) fn mode(call: &Call) -> Result<Expr> {
    let by = ordered(call, "mode() WITHIN GROUP (ORDER BY …)")?;
    filled("most_frequent($1)", &[list_of(by, call)?])
}

/// `json_agg(value ORDER BY …)`.
pub(super) fn json_agg(call: &Call) -> Result<Expr> {
    let values = arguments(call).unwrap_or_default();
    let [value] = values.as_slice() else {
        return Err(other_values(&call.name, "json_agg(value ORDER BY …)"));
    };
    let list = aggregate(
        "array_agg",
        std::slice::from_ref(value),
        order_within(call),
        call,
    )?;
    filled("to_json($1)", &[list])
}

/// ORDER BY in the parentheses of a call.
fn order_within(call: &Call) -> Vec<OrderByExpr> {
    let FunctionArguments::List(list) = &call.args else {
        return Vec::new();
    };
    let order = list.clauses.iter().find_map(|clause| match clause {
        FunctionArgumentClause::OrderBy(by) => Some(by.clone()),
        _ => None,
    });
    order.unwrap_or_default()
}

/// `json_object_agg(key, value ORDER BY …)`.
pub(super) fn json_object_agg(call: &Call) -> Result<Expr> {
    let values = arguments(call).unwrap_or_default();
    let [key, value] = values.as_slice() else {
        return Err(other_values(
            &call.name,
            "json_object_agg(key, value ORDER BY …)",
        ));
    };
    let list = |value: &Expr| {
        aggregate(
            "array_agg",
            std::slice::from_ref(value),
            order_within(call),
            call,
        )
    };
    filled("json_object_of($1, $2)", &[list(key)?, list(value)?])
}

/// `count(DISTINCT a, b)` of MySQL: different rows of them, without those of which one is NULL.
pub(super) fn count(call: &Call) -> Result<Expr> {
    let values = arguments(call).unwrap_or_default();
    if values.len() < 2 {
        return Ok(Expr::Function(call.clone()));
    }
    if distinct(call) != Some(DuplicateTreatment::Distinct) {
        return Err(other_values(
            &call.name,
            "count(*), count(value) or count(DISTINCT value1, value2)",
        ));
    }
    let present = values
        .iter()
        .map(|value| filled("$1 IS NOT NULL", std::slice::from_ref(value)));
    let present = present.collect::<Result<Vec<_>>>()?;
    let mut all = call.filter.as_deref().cloned();
    for present in present {
        all = Some(match all {
            Some(all) => filled("$1 AND $2", &[all, present])?,
            None => present,
        });
    }
    let mut plain = call.clone();
    plain.filter = all.map(Box::new);
    if let FunctionArguments::List(list) = &mut plain.args {
        let row = Expr::Tuple(values);
        list.args = vec![FunctionArg::Unnamed(FunctionArgExpr::Expr(row))];
    }
    Ok(Expr::Function(plain))
}
