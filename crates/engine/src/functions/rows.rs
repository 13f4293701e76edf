//! Functions that FROM has rows of: `FROM json_each(x) AS e(key, value)`. Each becomes lists of which the rows are made, and
//! `WITH ORDINALITY` a list of numbers beside them.

use std::ops::ControlFlow;

use datafusion::sql::sqlparser::ast::{
    Expr, FunctionArg, FunctionArgExpr, Ident, ObjectName, TableAlias, TableAliasColumnDef,
    TableFactor, Visit, Visitor,
};

use super::form::{filled, in_words, other_values};
use super::function::{Becomes, Rows};
use super::table;
use crate::error::{Error, ErrorKind, Result};

/// Makes lists of a function of FROM.
pub(super) fn as_lists(factor: &mut TableFactor) -> Result<()> {
    match factor {
        TableFactor::Table {
            name,
            args: Some(args),
            alias,
            with_ordinality,
            ..
        } => {
            let numbered = *with_ordinality;
            if let Some(lists) = of_function(name, &args.args, alias, numbered)? {
                *factor = lists;
            }
        }
        TableFactor::Function {
            name,
            args,
            alias,
            with_ordinality,
            ..
        } => {
            let numbered = *with_ordinality;
            if let Some(lists) = of_function(name, args, alias, numbered)? {
                *factor = lists;
            }
        }
        TableFactor::UNNEST {
            alias,
            array_exprs,
            with_offset,
            with_offset_alias,
            with_ordinality,
        } => {
            let first = if *with_ordinality {
                1
            } else if *with_offset {
                0
            } else {
                return Ok(());
            };
            let name = with_offset_alias.take();
            let name = name
                .unwrap_or_else(|| Ident::new(if first == 1 { "ordinality" } else { "offset" }));
            // A function of one column has that column called as its alias.
            let own = alias
                .as_ref()
                .map_or_else(|| Ident::new("unnest"), |alias| alias.name.clone());
            let mut columns = vec![own; array_exprs.len()];
            columns.push(name);
            array_exprs.push(numbers(array_exprs, first)?);
            *alias = Some(with_columns(alias.take(), "unnest", &columns));
            (*with_ordinality, *with_offset) = (false, false);
        }
        _ => {}
    }
    Ok(())
}

/// What a call in a SELECT list becomes: rows of one column.
pub(super) fn in_select(name: &str, forms: &[Rows], values: &[Expr]) -> Result<Expr> {
    let rows = with_values(name, forms, values.len())?;
    match rows.lists {
        [list] => filled(&format!("unnest({list})"), values),
        _ => Err(Error::new(
            ErrorKind::Unsupported,
            format!(
                "{name} gives rows of several columns: write it in FROM, as FROM {} AS e({})",
                in_words(rows.typed),
                rows.columns.join(", ")
            ),
        )),
    }
}

/// The form that takes so many values.
fn with_values<'f>(name: &str, forms: &'f [Rows], count: usize) -> Result<&'f Rows> {
    let form = forms.iter().find(|rows| rows.takes() == count);
    form.ok_or_else(|| {
        let typed: Vec<String> = forms.iter().map(|rows| in_words(rows.typed)).collect();
        other_values(name, &typed.join(" or "))
    })
}

fn of_function(
    name: &ObjectName,
    args: &[FunctionArg],
    alias: &mut Option<TableAlias>,
    numbered: bool,
) -> Result<Option<TableFactor>> {
    let [name] = name.0.as_slice() else {
        return Ok(None);
    };
    let name = name.to_string().to_lowercase();
    let values = args.iter().map(|argument| match argument {
        FunctionArg::Unnamed(FunctionArgExpr::Expr(value)) => Some(value.clone()),
        _ => None,
    });
    let Some(values) = values.collect::<Option<Vec<Expr>>>() else {
        return Ok(None);
    };
    let (lists, columns): (Vec<String>, &[&str]) = match table::find(&name).map(|one| one.becomes) {
        Some(Becomes::Rows(forms)) => {
            let rows = with_values(&name, forms, values.len())?;
            let lists = rows.lists.iter().map(|list| (*list).to_owned());
            (lists.collect(), rows.columns)
        }
        // The table function counts without a list, and knows constants only.
        _ if name == "generate_series" && (numbered || values.iter().any(has_column)) => {
            let places: Vec<String> = (1..=values.len())
                .map(|place| format!("${place}"))
                .collect();
            (vec![format!("generate_series({})", places.join(", "))], &[])
        }
        _ => {
            if name == "generate_series"
                && let Some(alias) = alias
                && alias.columns.is_empty()
            {
                alias.columns.push(column(alias.name.clone()));
            }
            return Ok(None);
        }
    };
    let lists = lists.iter().map(|list| filled(list, &values));
    let mut lists = lists.collect::<Result<Vec<_>>>()?;
    let own = alias
        .as_ref()
        .map_or_else(|| Ident::new(&*name), |alias| alias.name.clone());
    let mut columns: Vec<Ident> = match columns {
        [] => vec![own],
        columns => columns.iter().map(|column| Ident::new(*column)).collect(),
    };
    if numbered {
        lists.push(numbers(&lists, 1)?);
        columns.push(Ident::new("ordinality"));
    }
    Ok(Some(TableFactor::UNNEST {
        alias: Some(with_columns(alias.take(), &name, &columns)),
        array_exprs: lists,
        with_offset: false,
        with_offset_alias: None,
        with_ordinality: false,
    }))
}

/// The number of each row of these lists, from `first` on.
fn numbers(lists: &[Expr], first: u8) -> Result<Expr> {
    let lengths: Vec<String> = (1..=lists.len())
        .map(|place| format!("CAST(cardinality(${place}) AS bigint)"))
        .collect();
    let length = match lengths.as_slice() {
        [one] => one.clone(),
        several => format!("greatest({})", several.join(", ")),
    };
    filled(
        &format!("generate_series(CAST({first} AS bigint), {length} - 1 + {first})"),
        lists,
    )
}

/// The alias with a name for each column; those that were typed stay.
fn with_columns(alias: Option<TableAlias>, name: &str, columns: &[Ident]) -> TableAlias {
    let mut alias = alias.unwrap_or_else(|| TableAlias {
        explicit: true,
        name: Ident::new(name),
        columns: Vec::new(),
        at: None,
    });
    let typed = alias.columns.len();
    let rest = columns.iter().skip(typed).cloned();
    alias.columns.extend(rest.map(column));
    alias
}

fn column(name: Ident) -> TableAliasColumnDef {
    TableAliasColumnDef {
        name,
        data_type: None,
    }
}

/// Whether a value is all written out: it has neither a column nor a call.
pub(crate) fn is_written(value: &Expr) -> bool {
    struct Calls;

    impl Visitor for Calls {
        type Break = ();

        fn pre_visit_expr(&mut self, expr: &Expr) -> ControlFlow<()> {
            match expr {
                Expr::Function(_) => ControlFlow::Break(()),
                _ => ControlFlow::Continue(()),
            }
        }
    }

    !has_column(value) && value.visit(&mut Calls).is_continue()
}

fn has_column(value: &Expr) -> bool {
    struct Columns;

    impl Visitor for Columns {
        type Break = ();

        fn pre_visit_expr(&mut self, expr: &Expr) -> ControlFlow<()> {
            match expr {
                Expr::Identifier(_) | Expr::CompoundIdentifier(_) => ControlFlow::Break(()),
                _ => ControlFlow::Continue(()),
            }
        }
    }

    value.visit(&mut Columns).is_break()
}
