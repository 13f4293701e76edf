//! `FROM t PIVOT (sum(amount) FOR status IN (10, 11)) p` as the query that it is short for: an aggregate for each value, grouped by the
//! columns that PIVOT does not name. UNPIVOT makes rows of columns.

use std::collections::HashSet;
use std::ops::ControlFlow;

use datafusion::sql::sqlparser::ast::{
    Array, BinaryOperator, Expr, ExprWithAlias, GroupByExpr, Ident, NullInclusion,
    PivotValueSource, Query, Select, SelectItem, SetExpr, Statement, TableAlias, TableFactor,
    TableWithJoins, UnaryOperator, Value, Visit, Visitor,
};
use datafusion::sql::sqlparser::dialect::GenericDialect;
use datafusion::sql::sqlparser::parser::Parser;

use super::calls::call;
use super::identifiers::exact;
use super::resolver::Resolver;
use super::scope::{Relation, Scope};
use crate::error::{Error, ErrorKind, Result};

/// A PIVOT, as it was typed.
struct Pivot<'a> {
    table: &'a TableFactor,
    aggregates: &'a [ExprWithAlias],
    columns: &'a [Expr],
    values: &'a PivotValueSource,
    /// What stands where a value has no row.
    default: Option<&'a Expr>,
}

/// An UNPIVOT, as it was typed.
struct Unpivot<'a> {
    table: &'a TableFactor,
    value: &'a Expr,
    name: &'a Ident,
    columns: &'a [ExprWithAlias],
    with_nulls: bool,
}

impl Resolver<'_> {
    /// The sub-query that a PIVOT or UNPIVOT of a FROM is; its names are those that were typed.
    pub(super) fn turned(&mut self, factor: &TableFactor) -> Result<Option<TableFactor>> {
        let (query, alias) = match factor {
            TableFactor::Pivot {
                table,
                aggregate_functions,
                value_column,
                value_source,
                default_on_null,
                alias,
            } => {
                let pivot = Pivot {
                    table,
                    aggregates: aggregate_functions,
                    columns: value_column,
                    values: value_source,
                    default: default_on_null.as_ref(),
                };
                (self.pivoted(&pivot)?, alias)
            }
            TableFactor::Unpivot {
                table,
                value,
                name,
                columns,
                null_inclusion,
                alias,
            } => {
                let unpivot = Unpivot {
                    table,
                    value,
                    name,
                    columns,
                    with_nulls: matches!(null_inclusion, Some(NullInclusion::IncludeNulls)),
                };
                (self.unpivoted(&unpivot)?, alias)
            }
            _ => return Ok(None),
        };
        Ok(Some(derived(query, alias.clone())))
    }

    fn pivoted(&mut self, pivot: &Pivot<'_>) -> Result<Query> {
        let PivotValueSource::List(values) = pivot.values else {
            return Err(unsupported(
                "PIVOT takes its values written out, since they are columns of the result: FOR status_id IN (10, 11)",
            ));
        };
        let mut named = Names::default();
        for aggregate in pivot.aggregates {
            let _ = aggregate.visit(&mut named);
        }
        for column in pivot.columns {
            let _ = column.visit(&mut named);
        }
        let groups = self.other_columns(pivot.table, &named.0, "PIVOT")?;
        let mut items: Vec<SelectItem> = groups.iter().cloned().map(item).collect();
        for value in values {
            let label = label_of(value);
            let condition = condition(pivot.columns, &value.expr)?;
            for aggregate in pivot.aggregates {
                let of_value = filtered(aggregate, &condition)?;
                let of_value = match pivot.default {
                    Some(default) => Expr::Function(call("coalesce", [of_value, default.clone()])),
                    None => of_value,
                };
                let name = match (&aggregate.alias, pivot.aggregates) {
                    (Some(alias), _) => format!("{}_{label}", alias.value),
                    (None, [_]) => label.clone(),
                    (None, _) => format!("{}_{label}", function_of(aggregate)),
                };
                items.push(SelectItem::ExprWithAlias {
                    expr: of_value,
                    alias: exact(&name),
                });
            }
        }
        query_of(|select| {
            select.projection = items;
            select.from = from(pivot.table.clone());
            select.group_by = GroupByExpr::Expressions(groups, Vec::new());
        })
    }

    fn unpivoted(&mut self, unpivot: &Unpivot<'_>) -> Result<Query> {
        let Expr::Identifier(value) = unpivot.value else {
            return Err(unsupported(
                "UNPIVOT takes one column of values: UNPIVOT (amount FOR kind IN (price, cost_price))",
            ));
        };
        let mut named = Names::default();
        for column in unpivot.columns {
            let _ = column.visit(&mut named);
        }
        let labels = unpivot.columns.iter().map(|column| {
            let label = label_of(column);
            Expr::value(Value::SingleQuotedString(label))
        });
        let labels = list(labels.collect());
        let values = list(unpivot.columns.iter().map(|one| one.expr.clone()).collect());
        let rest = self.other_columns(unpivot.table, &named.0, "UNPIVOT")?;
        let mut items: Vec<SelectItem> = rest.into_iter().map(item).collect();
        for (rows, name) in [(labels, unpivot.name), (values, value)] {
            items.push(SelectItem::ExprWithAlias {
                expr: Expr::Function(call("unnest", [rows])),
                alias: name.clone(),
            });
        }
        let rows = query_of(|select| {
            select.projection = items;
            select.from = from(unpivot.table.clone());
        })?;
        if unpivot.with_nulls {
            return Ok(rows);
        }
        let value = Box::new(Expr::Identifier(value.clone()));
        query_of(|select| {
            select.from = from(derived(rows, None));
            select.selection = Some(Expr::IsNotNull(value));
        })
    }

    /// The columns of `table` but for those that `named` has.
    fn other_columns(
        &mut self,
        table: &TableFactor,
        named: &[Ident],
        clause: &str,
    ) -> Result<Vec<Expr>> {
        let mut scope = Scope::default();
        let mut table = table.clone();
        self.trial(|resolver| resolver.factor(&mut table, &mut scope))?;
        if scope.relations.iter().any(|one| one.output.others) {
            return Err(unsupported(&format!(
                "{clause} needs the columns of its table by name: write FROM (SELECT a, b FROM …) t {clause} (…)"
            )));
        }
        let is_named = |relation: &Relation, column: &str| {
            named
                .iter()
                .any(|typed| relation.one(typed, self.names).as_deref() == Some(column))
        };
        let columns = scope.relations.iter().flat_map(|relation| {
            let others = relation.output.columns.iter();
            let others = others.filter(|column| !is_named(relation, &column.name));
            others.map(|column| Expr::Identifier(column.label.clone()))
        });
        let mut seen = HashSet::new();
        Ok(columns
            .filter(|column| seen.insert(column.to_string()))
            .collect())
    }
}

/// The columns that expressions name, without their tables.
#[derive(Default)]
struct Names(Vec<Ident>);

impl Visitor for Names {
    type Break = ();

    fn pre_visit_expr(&mut self, expr: &Expr) -> ControlFlow<()> {
        match expr {
            Expr::Identifier(name) => self.0.push(name.clone()),
            Expr::CompoundIdentifier(path) => self.0.extend(path.last().cloned()),
            _ => {}
        }
        ControlFlow::Continue(())
    }
}

/// What a value's column is called: its alias, or the value as text.
fn label_of(value: &ExprWithAlias) -> String {
    match &value.alias {
        Some(alias) => alias.value.clone(),
        None => text_of(&value.expr),
    }
}

fn text_of(value: &Expr) -> String {
    match value {
        Expr::Identifier(name) => name.value.clone(),
        Expr::CompoundIdentifier(path) => path
            .last()
            .map_or_else(String::new, |name| name.value.clone()),
        Expr::Value(value) => match &value.value {
            Value::SingleQuotedString(text) => text.clone(),
            other => other.to_string(),
        },
        Expr::TypedString(typed) => match &typed.value.value {
            Value::SingleQuotedString(text) => text.clone(),
            other => other.to_string(),
        },
        Expr::Tuple(parts) => {
            let parts: Vec<String> = parts.iter().map(text_of).collect();
            parts.join("_")
        }
        other => other.to_string(),
    }
}

fn function_of(aggregate: &ExprWithAlias) -> String {
    match &aggregate.expr {
        Expr::Function(function) => function.name.to_string().to_lowercase(),
        other => other.to_string(),
    }
}

/// The rows of one value. `[10]` is SQL Server's spelling of a value, which has the type of the column.
fn condition(columns: &[Expr], value: &Expr) -> Result<Expr> {
    let parts = match value {
        Expr::Tuple(parts) => parts.as_slice(),
        one => std::slice::from_ref(one),
    };
    if parts.len() != columns.len() {
        return Err(unsupported(&format!(
            "PIVOT compares {} columns here with {value}: write as many values as columns",
            columns.len()
        )));
    }
    let compared = columns.iter().zip(parts).map(|(column, part)| {
        let value = match part {
            Expr::Identifier(_) => Expr::value(Value::SingleQuotedString(text_of(part))),
            Expr::Value(_) | Expr::TypedString(_) => part.clone(),
            Expr::UnaryOp {
                op: UnaryOperator::Minus,
                ..
            } => part.clone(),
            other => {
                return Err(unsupported(&format!(
                    "PIVOT takes its values written out, and {other} is none: FOR status_id IN (10, 11)"
                )));
            }
        };
        Ok(Expr::IsNotDistinctFrom(
            Box::new(column.clone()),
            Box::new(value),
        ))
    });
    let compared = compared.collect::<Result<Vec<_>>>()?;
    compared
        .into_iter()
        .reduce(both)
        .ok_or_else(|| unsupported("PIVOT takes a column behind FOR: FOR status_id IN (10, 11)"))
}

fn both(left: Expr, right: Expr) -> Expr {
    Expr::BinaryOp {
        left: Box::new(left),
        op: BinaryOperator::And,
        right: Box::new(right),
    }
}

/// The aggregate over the rows of one value.
fn filtered(aggregate: &ExprWithAlias, condition: &Expr) -> Result<Expr> {
    let Expr::Function(function) = &aggregate.expr else {
        return Err(unsupported(&format!(
            "PIVOT takes an aggregate, as sum(total), and {} is none",
            aggregate.expr
        )));
    };
    let mut function = function.clone();
    let condition = match function.filter.take() {
        Some(filter) => both(Expr::Nested(filter), condition.clone()),
        None => condition.clone(),
    };
    function.filter = Some(Box::new(condition));
    Ok(Expr::Function(function))
}

fn list(elem: Vec<Expr>) -> Expr {
    Expr::Array(Array { elem, named: true })
}

fn item(column: Expr) -> SelectItem {
    SelectItem::UnnamedExpr(column)
}

fn from(relation: TableFactor) -> Vec<TableWithJoins> {
    vec![TableWithJoins {
        relation,
        joins: Vec::new(),
    }]
}

fn derived(query: Query, alias: Option<TableAlias>) -> TableFactor {
    TableFactor::Derived {
        lateral: false,
        subquery: Box::new(query),
        alias,
        sample: None,
    }
}

/// `SELECT *`, changed.
fn query_of(change: impl FnOnce(&mut Select)) -> Result<Query> {
    let wrong = || Error::new(ErrorKind::Internal, "the query of a PIVOT was made wrongly");
    let parsed = Parser::parse_sql(&GenericDialect {}, "SELECT * FROM t");
    let Some(Statement::Query(mut query)) = parsed.ok().and_then(|mut parsed| parsed.pop()) else {
        return Err(wrong());
    };
    let SetExpr::Select(select) = query.body.as_mut() else {
        return Err(wrong());
    };
    change(select);
    Ok(*query)
}

fn unsupported(message: &str) -> Error {
    let clause = message.split(' ').next().unwrap_or_default();
    Error::new(ErrorKind::Unsupported, message).about_typed(clause)
}
