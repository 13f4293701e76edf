//! `SELECT Id, Id` and `SELECT *, Id`: DataFusion tells columns apart by name, so that what shares one is given another inside the
//! plan. The labels are put on the result afterwards.

use std::collections::HashSet;

use datafusion::sql::sqlparser::ast::{
    Expr, Ident, Select, SelectItem, SelectItemQualifiedWildcardKind,
};

use super::identifiers::{exact, known_as, last};

/// What stands in a SELECT's list so far.
#[derive(Default)]
struct Seen {
    /// Names without a table.
    alone: HashSet<String>,
    /// Names with their table or its alias; of a query of one table it does not matter which.
    of_tables: HashSet<(String, String)>,
    /// Expressions without a name.
    expressions: HashSet<String>,
}

/// Gives names of their own to the columns of a SELECT that would otherwise share one. `column` tells what an identifier is called
/// in the plan, `columns` which columns a table or an alias has.
pub(super) fn name_apart(
    select: &mut Select,
    column: impl Fn(&Ident) -> Option<String>,
    columns: impl Fn(Option<&str>) -> Vec<String>,
) {
    let one = matches!(select.from.as_slice(), [from] if from.joins.is_empty());
    let table = |name: &str| {
        if one {
            String::new()
        } else {
            name.to_lowercase()
        }
    };
    let mut seen = Seen::default();
    for item in &select.projection {
        match item {
            SelectItem::Wildcard(_) => seen.alone.extend(columns(None)),
            SelectItem::QualifiedWildcard(SelectItemQualifiedWildcardKind::ObjectName(name), _) => {
                let name = last(name);
                let all = columns(Some(&name)).into_iter();
                seen.of_tables
                    .extend(all.map(|column| (table(&name), column)));
            }
            _ => {}
        }
    }
    let called = |ident: &Ident| column(ident).unwrap_or_else(|| known_as(ident));
    for (position, item) in select.projection.iter_mut().enumerate() {
        let again = match item {
            SelectItem::UnnamedExpr(Expr::Identifier(ident)) => {
                seen.again(table(""), called(ident))
            }
            SelectItem::UnnamedExpr(Expr::CompoundIdentifier(parts)) => match parts.as_slice() {
                [.., of, ident] => seen.again(table(&of.value), called(ident)),
                _ => false,
            },
            SelectItem::UnnamedExpr(expr) => {
                let first = seen.expressions.insert(expr.to_string().to_lowercase());
                !first || matches!(expr, Expr::Subquery(_))
            }
            SelectItem::ExprWithAlias { alias, .. } => seen.alias(known_as(alias)),
            _ => false,
        };
        if let SelectItem::UnnamedExpr(expr) | SelectItem::ExprWithAlias { expr, .. } = item
            && again
        {
            *item = SelectItem::ExprWithAlias {
                expr: expr.clone(),
                alias: exact(&format!("column {}", position + 1)),
            };
        }
    }
}

impl Seen {
    fn again(&mut self, table: String, name: String) -> bool {
        self.alone.contains(&name) || !self.of_tables.insert((table, name))
    }

    fn alias(&mut self, name: String) -> bool {
        self.of_tables.iter().any(|(_, other)| *other == name) || !self.alone.insert(name)
    }
}
