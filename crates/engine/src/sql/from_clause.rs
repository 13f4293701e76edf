//! How a FROM is resolved: which relations it names, what they are called, and which columns they have.

use datafusion::sql::sqlparser::ast::{
    Expr, Ident, Join, JoinConstraint, JoinOperator, ObjectName, ObjectNamePart, TableAlias,
    TableFactor, TableWithJoins, Value,
};

use super::calls::call;
use super::expressions::resolve_in;
use super::identifiers::{Closeness, closeness, exact, known_as, last, path};
use super::resolver::{QueryUse, Resolver};
use super::schemas::{INFORMATION_SCHEMA, PG_CATALOG};
use super::scope::{Output, OutputColumn, Relation, Scope};
use crate::error::Result;

/// Of which side a column has the value that USING makes one.
#[derive(Debug, Clone, Copy)]
enum Side {
    Left,
    Right,
    Either,
}

impl Resolver<'_> {
    /// Resolves a FROM, and answers the scope that it makes.
    pub(super) fn from(&mut self, from: &mut [TableWithJoins]) -> Result<Scope> {
        let mut scope = Scope::default();
        for tables in from {
            self.joined(tables, &mut scope)?;
        }
        Ok(scope)
    }

    fn joined(&mut self, tables: &mut TableWithJoins, scope: &mut Scope) -> Result<()> {
        let start = scope.relations.len();
        self.factor(&mut tables.relation, scope)?;
        for join in &mut tables.joins {
            apply_as_lateral(join);
            let right = scope.relations.len();
            self.factor(&mut join.relation, scope)?;
            self.condition(&mut join.join_operator, scope, start, right)?;
        }
        Ok(())
    }

    /// The condition of a join between the relations from `start` on and those from `right` on. It names no relation before them.
    fn condition(
        &mut self,
        operator: &mut JoinOperator,
        scope: &mut Scope,
        start: usize,
        right: usize,
    ) -> Result<()> {
        let side = match operator {
            JoinOperator::Right(_) | JoinOperator::RightOuter(_) => Side::Right,
            JoinOperator::FullOuter(_) => Side::Either,
            _ => Side::Left,
        };
        match constraint(operator) {
            Some(JoinConstraint::Using(columns)) => {
                for column in columns {
                    if let Some(ObjectNamePart::Identifier(typed)) = column.0.last_mut() {
                        self.merge(typed, scope, (start, right), side)?;
                    }
                }
                Ok(())
            }
            Some(JoinConstraint::Natural) => {
                let names = |relations: &[Relation]| -> Vec<String> {
                    let columns = relations.iter().flat_map(|one| &one.output.columns);
                    columns.map(|column| column.name.clone()).collect()
                };
                let right_names = names(&scope.relations[right..]);
                for name in names(&scope.relations[start..right]) {
                    if right_names.contains(&name) {
                        self.merge(&mut exact(&name), scope, (start, right), side)?;
                    }
                }
                Ok(())
            }
            _ => {
                let own = Scope {
                    relations: scope.relations.split_off(start),
                    merged: scope.merged.clone(),
                    ..Scope::default()
                };
                self.scopes.push(own);
                let done = resolve_in(self, operator);
                let own = self.scopes.pop().unwrap_or_default();
                scope.relations.extend(own.relations);
                done
            }
        }
    }

    /// Makes one column of two that a join compares: `USING (CustomerId)`.
    fn merge(
        &mut self,
        typed: &mut Ident,
        scope: &mut Scope,
        (start, right): (usize, usize),
        side: Side,
    ) -> Result<()> {
        let find = |relations: &[Relation]| {
            relations.iter().find_map(|relation| {
                let name = relation.one(typed, self.names)?;
                Some((name.clone(), relation.column(&name).reference))
            })
        };
        let left_column = find(&scope.relations[start..right]);
        let right_column = find(&scope.relations[right..]);
        let (Some((name, left)), Some((_, right))) = (left_column, right_column) else {
            let others = scope.relations[start..].iter().any(|one| one.output.others);
            return match others {
                true => Ok(()),
                false => Err(self.no_column(typed, None)),
            };
        };
        *typed = exact(&name);
        let left = scope.merged.remove(&name).unwrap_or(left);
        let merged = match side {
            Side::Left => left,
            Side::Right => right,
            Side::Either => coalesce(left, right),
        };
        scope.merged.insert(name, merged);
        Ok(())
    }

    pub(super) fn factor(&mut self, factor: &mut TableFactor, scope: &mut Scope) -> Result<()> {
        if let Some(turned) = self.turned(factor)? {
            *factor = turned;
        }
        match factor {
            TableFactor::Table {
                name,
                alias,
                args: None,
                ..
            } => {
                let relation = self.table(name, alias.as_ref())?;
                scope.relations.push(relation);
            }
            TableFactor::Derived {
                lateral,
                subquery,
                alias,
                ..
            } => {
                let output = if *lateral {
                    self.beside(scope, |resolver| {
                        resolver.query(subquery, QueryUse::Relation)
                    })?
                } else {
                    self.query(subquery, QueryUse::Relation)?
                };
                scope
                    .relations
                    .push(Relation::derived(alias.as_ref(), output));
            }
            TableFactor::NestedJoin {
                table_with_joins,
                alias,
            } => {
                let start = scope.relations.len();
                self.joined(table_with_joins, scope)?;
                if alias.is_some() {
                    let inner = scope.relations.split_off(start);
                    let output = Output {
                        others: inner.iter().any(|one| one.output.others),
                        columns: inner
                            .into_iter()
                            .flat_map(|one| one.output.columns)
                            .collect(),
                    };
                    scope
                        .relations
                        .push(Relation::derived(alias.as_ref(), output));
                }
            }
            other => {
                self.beside(scope, |resolver| resolve_in(resolver, other))?;
                let output = Output {
                    columns: Vec::new(),
                    others: true,
                };
                let mut relation = Relation::derived(alias_of(other), output);
                // Where its columns are named, these are all.
                relation.output.others = relation.output.columns.is_empty();
                if relation.qualifier.is_none()
                    && let TableFactor::Table { name, .. } | TableFactor::Function { name, .. } =
                        other
                {
                    relation.qualifier = Some(exact(&last(name).to_lowercase()));
                }
                scope.relations.push(relation);
            }
        }
        Ok(())
    }

    /// Does `work` where the relations before it in a FROM can be named.
    fn beside<T>(
        &mut self,
        scope: &mut Scope,
        work: impl FnOnce(&mut Self) -> Result<T>,
    ) -> Result<T> {
        self.scopes.push(std::mem::take(scope));
        let done = work(self);
        *scope = self.scopes.pop().unwrap_or_default();
        done
    }

    /// A table, a view or a common table expression, by its canonical name from now on.
    fn table(&self, name: &mut ObjectName, alias: Option<&TableAlias>) -> Result<Relation> {
        if let Some(relation) = self.common_table(name) {
            return Ok(match alias {
                Some(alias) => Relation::derived(Some(alias), relation.output),
                None => relation,
            });
        }
        let first = name.0.iter().find_map(ObjectNamePart::as_ident).cloned();
        let found = self.names.find(&path(name));
        let canonical = found.map_err(|error| match &first {
            Some(first) => self.placed(error, first),
            None => error,
        })?;
        // Those of the information schema and of PostgreSQL's catalogue are the only ones that DataFusion knows with their schema.
        let parts = match canonical.split_once('.') {
            Some((schema @ (INFORMATION_SCHEMA | PG_CATALOG), table)) => {
                vec![exact(schema), exact(table)]
            }
            _ => vec![exact(canonical)],
        };
        let qualifier = parts.last().cloned();
        *name = ObjectName::from(parts);
        let columns = self.names.columns(canonical);
        let output = Output {
            others: columns.is_empty(),
            columns: columns
                .iter()
                .map(|column| OutputColumn {
                    holds_names: self.names.holds_names(canonical, column),
                    ..OutputColumn::canonical(column)
                })
                .collect(),
        };
        Ok(match alias {
            Some(alias) if !alias.columns.is_empty() => Relation::derived(Some(alias), output),
            Some(alias) => Relation {
                table: Some(canonical.to_owned()),
                ..Relation::derived(Some(alias), output)
            },
            None => Relation {
                qualifier,
                table: Some(canonical.to_owned()),
                aliased: false,
                output,
            },
        })
    }

    /// The common table expression that a name stands for, by the plan's name for it from now on.
    fn common_table(&self, name: &mut ObjectName) -> Option<Relation> {
        let [ObjectNamePart::Identifier(typed)] = name.0.as_slice() else {
            return None;
        };
        let latest_first = self.common_tables.iter().rev();
        let named = latest_first.filter_map(|table| Some((closeness(typed, &table.name)?, table)));
        let (close, table) = named.min_by_key(|(close, _)| *close)?;
        // A table that is spelled to the letter is nearer than a common table expression but for underscores.
        if close >= Closeness::Folded && self.names.has(&typed.value.to_lowercase()) {
            return None;
        }
        let own = exact(&known_as(&table.name));
        *name = ObjectName::from(vec![own.clone()]);
        Some(Relation {
            qualifier: Some(own),
            ..table.relation.clone()
        })
    }
}

/// `CROSS APPLY (SELECT …)` is `CROSS JOIN LATERAL (SELECT …)`, and OUTER APPLY a LEFT JOIN.
fn apply_as_lateral(join: &mut Join) {
    let operator = match join.join_operator {
        JoinOperator::CrossApply => JoinOperator::CrossJoin(JoinConstraint::None),
        JoinOperator::OuterApply => {
            let always = Expr::value(Value::Boolean(true));
            JoinOperator::LeftOuter(JoinConstraint::On(always))
        }
        _ => return,
    };
    join.join_operator = operator;
    if let TableFactor::Derived { lateral, .. } = &mut join.relation {
        *lateral = true;
    }
}

fn constraint(operator: &mut JoinOperator) -> Option<&mut JoinConstraint> {
    use JoinOperator::{
        Anti, CrossJoin, FullOuter, Inner, Join, Left, LeftAnti, LeftOuter, LeftSemi, Right,
        RightAnti, RightOuter, RightSemi, Semi, StraightJoin,
    };
    match operator {
        Join(constraint)
        | Inner(constraint)
        | Left(constraint)
        | LeftOuter(constraint)
        | Right(constraint)
        | RightOuter(constraint)
        | FullOuter(constraint)
        | CrossJoin(constraint)
        | Semi(constraint)
        | LeftSemi(constraint)
        | RightSemi(constraint)
        | Anti(constraint)
        | LeftAnti(constraint)
        | RightAnti(constraint)
        | StraightJoin(constraint) => Some(constraint),
        _ => None,
    }
}

fn alias_of(factor: &TableFactor) -> Option<&TableAlias> {
    match factor {
        TableFactor::Table { alias, .. }
        | TableFactor::TableFunction { alias, .. }
        | TableFactor::Function { alias, .. }
        | TableFactor::UNNEST { alias, .. }
        | TableFactor::JsonTable { alias, .. } => alias.as_ref(),
        _ => None,
    }
}

fn coalesce(left: Expr, right: Expr) -> Expr {
    Expr::Function(call("coalesce", [left, right]))
}
