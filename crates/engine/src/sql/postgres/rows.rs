//! Functions that give rows, where a FROM names them: each becomes a sub-query that unfolds an array beside the relations before it.

use datafusion::sql::sqlparser::ast::{
    Expr, FunctionArg, FunctionArgExpr, Ident, ObjectName, TableAlias, TableFactor,
};
use datafusion::sql::sqlparser::dialect::GenericDialect;
use datafusion::sql::sqlparser::parser::Parser;

use super::calls::name_of;
use crate::error::{Error, ErrorKind, Result};
use crate::functions::is_written;

/// Functions whose rows are the same for all: relations of the catalogue.
const RELATIONS: [(&str, &str); 3] = [
    ("pg_get_keywords", "pg_get_keywords"),
    ("pg_show_all_settings", "pg_settings"),
    ("pg_timezone_names", "pg_timezone_names"),
];

/// Functions that give an array here and rows there.
const OF_ARRAYS: [&str; 5] = [
    "unnest",
    "generate_series",
    "generate_subscripts",
    "pg_partition_ancestors",
    "_pg_expandarray",
];

/// Makes of a function in FROM what is planned.
pub(super) fn planned(factor: &mut TableFactor) -> Result<()> {
    let (name, values, alias, ordinality) = match factor {
        TableFactor::Table {
            name,
            args: Some(args),
            alias,
            with_ordinality,
            ..
        } => (
            name.clone(),
            args.args.clone(),
            alias.clone(),
            *with_ordinality,
        ),
        TableFactor::Function {
            name,
            args,
            alias,
            with_ordinality,
            ..
        } => (name.clone(), args.clone(), alias.clone(), *with_ordinality),
        TableFactor::UNNEST {
            alias,
            array_exprs,
            with_offset: false,
            with_ordinality,
            ..
        } => {
            let values = array_exprs.iter().cloned();
            let values = values.map(|value| FunctionArg::Unnamed(FunctionArgExpr::Expr(value)));
            let name = ObjectName::from(vec![Ident::new("unnest")]);
            (name, values.collect(), alias.clone(), *with_ordinality)
        }
        _ => return Ok(()),
    };
    let Some(plain) = name_of(&name) else {
        return Ok(());
    };
    if let Some((_, relation)) = RELATIONS.iter().find(|(function, _)| *function == plain) {
        let alias = alias.map_or_else(|| plain.clone(), |alias| alias.name.to_string());
        *factor = parsed(&format!("pg_catalog.{relation} AS {alias}"))?;
        return Ok(());
    }
    if !OF_ARRAYS.contains(&plain.as_str()) {
        if name.0.len() > 1
            && let TableFactor::Table { name, .. } | TableFactor::Function { name, .. } = factor
        {
            *name = ObjectName::from(vec![Ident::new(plain)]);
        }
        return Ok(());
    }
    let values: Option<Vec<&Expr>> = values
        .iter()
        .map(|value| match value {
            FunctionArg::Unnamed(FunctionArgExpr::Expr(value)) => Some(value),
            _ => None,
        })
        .collect();
    let Some(values) = values else {
        return Ok(());
    };
    let written = values.iter().all(|value| is_written(value));
    if plain == "generate_series" && written && !ordinality {
        // DataFusion has it.
        if name.0.len() > 1
            && let TableFactor::Table { name, .. } = factor
        {
            *name = ObjectName::from(vec![Ident::new(plain)]);
        }
        return Ok(());
    }
    let values: Vec<String> = values.iter().map(ToString::to_string).collect();
    let values = values.join(", ");
    let array = match plain.as_str() {
        "unnest" => values,
        other => format!("{other}({values})"),
    };
    let alias = named(alias, &plain, ordinality);
    let query = match (ordinality, plain.as_str()) {
        (true, _) => format!(
            "SELECT get_field(pair, 'x'), get_field(pair, 'n') FROM (SELECT unnest(_pg_expandarray({array})) AS pair) AS pairs"
        ),
        (false, "_pg_expandarray") => {
            format!(
                "SELECT get_field(pair, 'x'), get_field(pair, 'n') FROM (SELECT unnest({array}) AS pair) AS pairs"
            )
        }
        (false, _) => format!("SELECT unnest({array})"),
    };
    *factor = parsed(&format!("LATERAL ({query}) AS {alias}"))?;
    Ok(())
}

/// The alias with names for all columns: a function of one column is called as its alias.
fn named(alias: Option<TableAlias>, function: &str, ordinality: bool) -> String {
    let (name, mut columns) = match alias {
        Some(alias) => {
            let columns = alias.columns.iter().map(|column| column.name.to_string());
            let columns: Vec<String> = columns.collect();
            (alias.name.to_string(), columns)
        }
        None => (function.to_owned(), Vec::new()),
    };
    if columns.is_empty() {
        columns.push(match function {
            "_pg_expandarray" => "x".to_owned(),
            _ => name.clone(),
        });
    }
    if columns.len() == 1 && (ordinality || function == "_pg_expandarray") {
        columns.push(if ordinality { "ordinality" } else { "n" }.to_owned());
    }
    format!("{name}({})", columns.join(", "))
}

/// The relation that a text is.
fn parsed(text: &str) -> Result<TableFactor> {
    let parsed = Parser::new(&GenericDialect {}).try_with_sql(text);
    let parsed = parsed.and_then(|mut parser| parser.parse_table_factor());
    parsed.map_err(|fault| {
        let message = format!("a function in FROM is not supported here: {fault}");
        Error::new(ErrorKind::Unsupported, message)
    })
}
