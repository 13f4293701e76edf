//! The labels of a result's columns, as they were typed. Puts them on nothing.

use datafusion::sql::sqlparser::ast::{Expr, SelectItem, SetExpr, Statement};

/// Labels of a result's columns from its first on and from its last back; between them stand the columns of `*`.
///
/// `SELECT Id, *, Name` has `Id` first and `Name` last.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Labels {
    first: Vec<String>,
    last: Vec<String>,
}

impl Labels {
    /// The labels of a SELECT; any other statement has none.
    pub(super) fn of(statement: &Statement) -> Self {
        let Statement::Query(query) = statement else {
            return Self::default();
        };
        let mut body = query.body.as_ref();
        let select = loop {
            match body {
                SetExpr::Select(select) => break select,
                SetExpr::Query(query) => body = query.body.as_ref(),
                SetExpr::SetOperation { left, .. } => body = left,
                _ => return Self::default(),
            }
        };
        let labels: Vec<Option<String>> = select.projection.iter().map(label).collect();
        let whole = labels.iter().all(Option::is_some);
        let first = labels.iter().map_while(Clone::clone).collect();
        let mut last: Vec<String> = Vec::new();
        if !whole {
            last = labels.iter().rev().map_while(Clone::clone).collect();
            last.reverse();
        }
        Self { first, last }
    }

    /// The label of column `position` of `count`, where one was typed.
    pub(crate) fn at(&self, position: usize, count: usize) -> Option<&str> {
        let from_last = self.last.len().checked_sub(count - position);
        let label = self
            .first
            .get(position)
            .or_else(|| self.last.get(from_last?));
        label.map(String::as_str)
    }
}

/// As it was typed; of `a.b` the last part. `*` has none.
fn label(item: &SelectItem) -> Option<String> {
    match item {
        SelectItem::UnnamedExpr(Expr::Identifier(ident)) => Some(ident.value.clone()),
        SelectItem::UnnamedExpr(Expr::CompoundIdentifier(parts)) => {
            parts.last().map(|ident| ident.value.clone())
        }
        SelectItem::UnnamedExpr(expr) => Some(expr.to_string()),
        SelectItem::ExprWithAlias { alias, .. } => Some(alias.value.clone()),
        _ => None,
    }
}
