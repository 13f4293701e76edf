//! `c.tableoid`: the number of the relation of the catalogue that `c` is, which no row has as a column.

use std::ops::ControlFlow;

use datafusion::sql::sqlparser::ast::{
    Expr, ObjectName, Query, Select, TableFactor, TableWithJoins, Value, VisitMut, VisitorMut,
};

use super::calls::name_of;
use crate::sql::calls::call;

/// Puts the numbers in their places in one SELECT.
pub(super) fn of_tables(select: &mut Select) {
    let tables: Vec<(String, String)> = select.from.iter().flat_map(tables).collect();
    if tables.is_empty() {
        return;
    }
    let mut numbers = Numbers { tables, queries: 0 };
    let _ = select.projection.visit(&mut numbers);
    let _ = select.selection.visit(&mut numbers);
    let _ = select.from.visit(&mut numbers);
}

/// The relations of the catalogue that a FROM names, by what they are called there.
fn tables(from: &TableWithJoins) -> impl Iterator<Item = (String, String)> {
    let joined = from.joins.iter().map(|join| &join.relation);
    std::iter::once(&from.relation)
        .chain(joined)
        .filter_map(|factor| match factor {
            TableFactor::Table {
                name,
                alias,
                args: None,
                ..
            } => {
                let relation = of_catalogue(name)?;
                let alias = alias.as_ref().map(|alias| alias.name.value.to_lowercase());
                Some((alias.unwrap_or_else(|| relation.clone()), relation))
            }
            _ => None,
        })
}

fn of_catalogue(name: &ObjectName) -> Option<String> {
    name_of(name).filter(|name| name.starts_with("pg_"))
}

struct Numbers {
    tables: Vec<(String, String)>,
    /// What stands in a sub-query has tables of its own.
    queries: usize,
}

impl VisitorMut for Numbers {
    type Break = ();

    fn pre_visit_query(&mut self, _: &mut Query) -> ControlFlow<()> {
        self.queries += 1;
        ControlFlow::Continue(())
    }

    fn post_visit_query(&mut self, _: &mut Query) -> ControlFlow<()> {
        self.queries -= 1;
        ControlFlow::Continue(())
    }

    fn post_visit_expr(&mut self, expr: &mut Expr) -> ControlFlow<()> {
        if self.queries == 0
            && let Expr::CompoundIdentifier(parts) = expr
            && let [.., table, column] = parts.as_slice()
            && column.value.eq_ignore_ascii_case("tableoid")
            && let Some((_, relation)) = self
                .tables
                .iter()
                .find(|(alias, _)| *alias == table.value.to_lowercase())
        {
            let text = |text: String| Expr::value(Value::SingleQuotedString(text));
            let values = [
                text("class".to_owned()),
                text(format!("pg_catalog.{relation}")),
            ];
            *expr = Expr::Function(call("pg_reg_oid", values));
        }
        ControlFlow::Continue(())
    }
}
