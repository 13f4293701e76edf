//! How a query is resolved: its WITH, its body, and its ORDER BY, each in its scope.

use datafusion::sql::sqlparser::ast::{
    Distinct, Expr, GroupByExpr, NamedWindowExpr, OrderBy, OrderByExpr, OrderByKind, Query, Select,
    SetExpr, With,
};

use super::expressions::resolve_in;
use super::fetch::{fetch_as_limit, keep_ties};
use super::resolver::{CommonTable, QueryUse, Resolver};
use super::scope::{Output, OutputColumn, Relation, Scope};
use super::top::top_as_limit;
use crate::error::{Error, Result};

impl Resolver<'_> {
    /// Resolves a query, and answers its columns.
    pub(super) fn query(&mut self, query: &mut Query, used: QueryUse) -> Result<Output> {
        let common_tables = self.common_tables.len();
        if let Some(with) = &mut query.with {
            self.with(with)?;
        }
        top_as_limit(query)?;
        let ties = fetch_as_limit(query)?;
        let (output, scope) = self.body(&mut query.body, used)?;
        if let Some(order_by) = &mut query.order_by {
            let scope = scope.clone();
            let scope = scope.unwrap_or_else(|| Scope::of_output(&output));
            self.order_by(order_by, scope)?;
        }
        resolve_in(self, &mut query.limit_clause)?;
        if let Some(mut rows) = ties {
            resolve_in(self, &mut rows)?;
            keep_ties(query, scope.as_ref(), rows)?;
        }
        self.common_tables.truncate(common_tables);
        Ok(output)
    }

    fn with(&mut self, with: &mut With) -> Result<()> {
        for table in &mut with.cte_tables {
            let name = table.alias.name.clone();
            let recursive = with.recursive;
            let anchor = match table.query.body.as_ref() {
                SetExpr::SetOperation { left, .. } if recursive => Some(left.clone()),
                _ => None,
            };
            // A recursive one names itself: its columns are those of the query that it begins with.
            if let Some(mut anchor) = anchor {
                let output = self.trial(|resolver| {
                    let (output, _) = resolver.body(&mut anchor, QueryUse::Relation)?;
                    Ok(output)
                })?;
                let relation = Relation::derived(Some(&table.alias), output);
                self.common_tables.push(CommonTable { name, relation });
                self.query(&mut table.query, QueryUse::Relation)?;
            } else {
                let output = self.query(&mut table.query, QueryUse::Relation)?;
                let relation = Relation::derived(Some(&table.alias), output);
                self.common_tables.push(CommonTable { name, relation });
            }
        }
        Ok(())
    }

    /// Resolves what a query consists of; of a SELECT also answers its scope, in which ORDER BY stands.
    fn body(&mut self, body: &mut SetExpr, used: QueryUse) -> Result<(Output, Option<Scope>)> {
        match body {
            SetExpr::Select(select) => {
                let (output, scope) = self.select(select, used)?;
                Ok((output, Some(scope)))
            }
            SetExpr::Query(query) => Ok((self.query(query, used)?, None)),
            SetExpr::SetOperation { left, right, .. } => {
                let (output, _) = self.body(left, used)?;
                self.body(right, used)?;
                Ok((output, None))
            }
            SetExpr::Values(values) => {
                resolve_in(self, values)?;
                let count = values.rows.first().map_or(0, |row| row.content.len());
                let columns =
                    (1..=count).map(|place| OutputColumn::canonical(&format!("column{place}")));
                let output = Output {
                    columns: columns.collect(),
                    others: false,
                };
                Ok((output, None))
            }
            _ => Ok((
                Output {
                    columns: Vec::new(),
                    others: true,
                },
                None,
            )),
        }
    }

    fn select(&mut self, select: &mut Select, used: QueryUse) -> Result<(Output, Scope)> {
        if select.into.is_some() {
            return Err(Error::not_done("SELECT … INTO").about_typed("INTO"));
        }
        let scope = self.from(&mut select.from)?;
        self.scopes.push(scope);
        let output = self.clauses(select, used);
        let scope = self.scopes.pop().unwrap_or_default();
        Ok((output?, scope))
    }

    /// The clauses of a SELECT, in the innermost scope.
    fn clauses(&mut self, select: &mut Select, used: QueryUse) -> Result<Output> {
        resolve_in(self, &mut select.prewhere)?;
        resolve_in(self, &mut select.selection)?;
        for window in &mut select.named_window {
            if let NamedWindowExpr::WindowSpec(window) = &mut window.1 {
                resolve_in(self, window)?;
            }
        }
        let (output, results) = self.select_list(select, used)?;
        if let Some(scope) = self.scopes.last_mut() {
            scope.results = results;
            scope.distinct = matches!(select.distinct, Some(Distinct::Distinct));
        }
        // From here on the result's labels can be named where no column is.
        if let GroupByExpr::Expressions(expressions, modifiers) = &mut select.group_by {
            resolve_in(self, expressions)?;
            resolve_in(self, modifiers)?;
        }
        resolve_in(self, &mut select.having)?;
        resolve_in(self, &mut select.qualify)?;
        resolve_in(self, &mut select.cluster_by)?;
        resolve_in(self, &mut select.distribute_by)?;
        resolve_in(self, &mut select.sort_by)?;
        if let Some(Distinct::On(expressions)) = &mut select.distinct {
            for expression in expressions {
                self.ordering(expression)?;
            }
        }
        Ok(output)
    }

    fn order_by(&mut self, order_by: &mut OrderBy, scope: Scope) -> Result<()> {
        if let OrderByKind::All(options) = &order_by.kind
            && !scope.results.is_empty()
        {
            let all = scope.results.iter().map(|result| OrderByExpr {
                expr: result.reference.clone(),
                options: *options,
                with_fill: None,
            });
            order_by.kind = OrderByKind::Expressions(all.collect());
            return Ok(());
        }
        self.scopes.push(scope);
        let done = match &mut order_by.kind {
            OrderByKind::Expressions(expressions) => expressions
                .iter_mut()
                .try_for_each(|one| self.ordering(&mut one.expr)),
            OrderByKind::All(_) => Ok(()),
        };
        self.scopes.pop();
        done
    }

    /// An expression that rows are ordered by: a name alone is a column of the result before it is one of a relation; in an
    /// expression it is one of a relation, as in PostgreSQL.
    fn ordering(&mut self, expr: &mut Expr) -> Result<()> {
        if let Expr::Nested(inner) = expr
            && matches!(inner.as_ref(), Expr::Identifier(_))
        {
            *expr = inner.as_ref().clone();
        }
        if let Expr::Identifier(typed) = expr
            && let Some(scope) = self.scopes.last()
        {
            match scope.result(typed) {
                Ok(Some(result)) => {
                    *expr = result.reference.clone();
                    return Ok(());
                }
                Ok(None) => {}
                Err(()) => {
                    let typed = typed.clone();
                    return Err(self.ambiguous(&typed, &[None, None]));
                }
            }
        }
        resolve_in(self, expr)?;
        // The very expression of the result: the plan then knows that it is there, also behind DISTINCT.
        let is_column = matches!(expr, Expr::Identifier(_) | Expr::CompoundIdentifier(_));
        if let Some(scope) = self.scopes.last()
            && let Some(result) = scope
                .results
                .iter()
                .find(|result| result.expression.as_ref() == Some(&*expr))
            && (!is_column || scope.distinct)
        {
            *expr = result.reference.clone();
        }
        Ok(())
    }
}
