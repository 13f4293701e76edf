//! The labels of a result's columns, as they were typed. Puts them on nothing.

use std::collections::HashMap;

use datafusion::sql::sqlparser::ast::{Expr, SelectItem, SetExpr, Statement};

/// Labels of a result's columns from its first on and from its last back; between them stand the columns of `*`.
///
/// `SELECT Id, *, Name` has `Id` first and `Name` last. A column of `*` is labelled as the plan calls it, unless the plan calls it
/// by a name that was made for it: then its label is in `renamed`.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Labels {
    first: Vec<String>,
    last: Vec<String>,
    /// Labels by the plan's names.
    pub(super) renamed: HashMap<String, String>,
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
        Self {
            first,
            last,
            renamed: HashMap::new(),
        }
    }

    /// The label of column `position` of `count`, which the plan calls `name`.
    pub(crate) fn at<'a>(&'a self, position: usize, count: usize, name: &'a str) -> &'a str {
        let from_last = self.last.len().checked_sub(count - position);
        let label = self
            .first
            .get(position)
            .or_else(|| self.last.get(from_last?));
        let label = label.or_else(|| self.renamed.get(name));
        label.map_or(name, String::as_str)
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
