//! How the names in an expression are resolved, and the queries in it.

use std::ops::ControlFlow;

use datafusion::sql::sqlparser::ast::{
    AccessExpr, Expr, FunctionArg, FunctionArgExpr, FunctionArguments, Ident, Query, Value,
    VisitMut, VisitorMut,
};
use datafusion::sql::sqlparser::tokenizer::Span;

use super::calls::call;
use super::identifiers::{known_as, last};
use super::name_comparison::compare_names;
use super::resolver::{QueryUse, Resolver};
use super::scope::{Lookup, Scope};
use crate::error::{Error, Result};

/// Resolves every name in `node` by the scopes that the resolver is in.
pub(super) fn resolve_in(resolver: &mut Resolver<'_>, node: &mut impl VisitMut) -> Result<()> {
    let mut expressions = Expressions {
        resolver,
        queries: 0,
        fields: Vec::new(),
    };
    match node.visit(&mut expressions) {
        ControlFlow::Break(error) => Err(error),
        ControlFlow::Continue(()) => Ok(()),
    }
}

struct Expressions<'r, 'n> {
    resolver: &'r mut Resolver<'n>,
    /// Queries around the place that is visited. What is in a query is resolved as a whole when the visit comes to it.
    queries: usize,
    /// Places of identifiers that are fields of a value and no columns.
    fields: Vec<Span>,
}

impl VisitorMut for Expressions<'_, '_> {
    type Break = Error;

    fn pre_visit_query(&mut self, query: &mut Query) -> ControlFlow<Error> {
        self.queries += 1;
        if self.queries == 1
            && let Err(error) = self.resolver.query(query, QueryUse::Expression)
        {
            return ControlFlow::Break(error);
        }
        ControlFlow::Continue(())
    }

    fn post_visit_query(&mut self, _: &mut Query) -> ControlFlow<Error> {
        self.queries -= 1;
        ControlFlow::Continue(())
    }

    fn pre_visit_expr(&mut self, expr: &mut Expr) -> ControlFlow<Error> {
        if self.queries > 0 {
            return ControlFlow::Continue(());
        }
        if let Expr::CompoundFieldAccess { root, access_chain } = expr {
            self.qualified_root(root, access_chain);
            self.fields
                .extend(access_chain.iter().filter_map(|access| match access {
                    AccessExpr::Dot(Expr::Identifier(field)) => Some(field.span),
                    _ => None,
                }));
        }
        self.whole_row(expr);
        let resolver = &*self.resolver;
        compare_names(expr, |column| resolver.holds_names(column));
        ControlFlow::Continue(())
    }

    fn post_visit_expr(&mut self, expr: &mut Expr) -> ControlFlow<Error> {
        if self.queries > 0 {
            return ControlFlow::Continue(());
        }
        let resolved = match expr {
            Expr::Identifier(typed) if self.fields.contains(&typed.span) => Ok(None),
            Expr::Identifier(typed) => self.resolver.bare(typed),
            Expr::CompoundIdentifier(parts) => self.resolver.qualified(parts),
            _ => Ok(None),
        };
        match resolved {
            Ok(Some(reference)) => *expr = reference,
            Ok(None) => {}
            Err(error) => return ControlFlow::Break(error),
        }
        ControlFlow::Continue(())
    }
}

impl Expressions<'_, '_> {
    /// `row_to_json(o)` names the whole row of `o`: it becomes the name and the value of each column.
    fn whole_row(&self, expr: &mut Expr) {
        let Expr::Function(function) = expr else {
            return;
        };
        let name = last(&function.name).to_lowercase();
        let FunctionArguments::List(list) = &mut function.args else {
            return;
        };
        let [FunctionArg::Unnamed(FunctionArgExpr::Expr(Expr::Identifier(row)))] =
            list.args.as_slice()
        else {
            return;
        };
        if !["row_to_json", "to_json"].contains(&name.as_str()) {
            return;
        }
        let path = [row.clone()];
        for scope in self.resolver.scopes.iter().rev() {
            if matches!(scope.bare(row, self.resolver.names), Lookup::Found(_)) {
                return;
            }
            let relation = scope.relation(&path, self.resolver.names);
            let Some(relation) = relation.filter(|relation| !relation.output.others) else {
                continue;
            };
            let columns = relation.output.columns.iter().flat_map(|column| {
                let label = Value::SingleQuotedString(known_as(&column.label));
                [Expr::value(label), relation.column(&column.name).reference]
            });
            *function = call("row_to_json", columns);
            return;
        }
    }

    /// `p.categories[1]` is an element of the column `p.categories` where `p` is a table, and not one of a field of a column `p`.
    fn qualified_root(&self, root: &mut Expr, access_chain: &mut Vec<AccessExpr>) {
        let (Expr::Identifier(table), Some(AccessExpr::Dot(Expr::Identifier(column)))) =
            (&*root, access_chain.first())
        else {
            return;
        };
        let path = [table.clone()];
        let mut scopes = self.resolver.scopes.iter().rev();
        if scopes.any(|scope| scope.relation(&path, self.resolver.names).is_some()) {
            *root = Expr::CompoundIdentifier(vec![table.clone(), column.clone()]);
            access_chain.remove(0);
        }
    }
}

impl Resolver<'_> {
    /// The column that a name without a qualifier stands for: one of the innermost relations that have it; where there is none,
    /// one of the result. None where only the plan can know.
    fn bare(&self, typed: &Ident) -> Result<Option<Expr>> {
        // A variable of the session.
        if typed.value.starts_with('@') {
            return Ok(None);
        }
        let mut innermost = true;
        for scope in self.scopes.iter().rev() {
            match scope.bare(typed, self.names) {
                Lookup::Found(found) => return Ok(Some(found.reference)),
                Lookup::Unknown => return Ok(None),
                Lookup::Ambiguous(tables) => return Err(self.ambiguous(typed, &tables)),
                Lookup::Missing => {}
            }
            if innermost {
                match scope.result(typed) {
                    Ok(Some(result)) => return Ok(Some(result.reference.clone())),
                    Ok(None) => {}
                    Err(()) => return Err(self.ambiguous(typed, &[None, None])),
                }
            }
            innermost = false;
        }
        Err(self.no_column(typed, None))
    }

    /// The column that `table.column` stands for, with any catalog and schema before it.
    fn qualified(&self, parts: &[Ident]) -> Result<Option<Expr>> {
        let [path @ .., typed] = parts else {
            return Ok(None);
        };
        let Some(table) = path.last() else {
            return Ok(None);
        };
        for scope in self.scopes.iter().rev() {
            let Some(relation) = scope.relation(path, self.names) else {
                continue;
            };
            return match Scope::of_relation(relation, typed, self.names) {
                Lookup::Found(found) => Ok(Some(found.reference)),
                Lookup::Unknown => Ok(None),
                Lookup::Ambiguous(tables) => Err(self.ambiguous(typed, &tables)),
                Lookup::Missing => Err(self.no_column(typed, Some((table, relation)))),
            };
        }
        // A field of a column's value.
        let [first, rest @ ..] = parts else {
            return Ok(None);
        };
        for scope in self.scopes.iter().rev() {
            match scope.bare(first, self.names) {
                Lookup::Found(found) => {
                    let Expr::CompoundIdentifier(mut parts) = found.reference else {
                        return Ok(None);
                    };
                    parts.extend(rest.iter().cloned());
                    return Ok(Some(Expr::CompoundIdentifier(parts)));
                }
                Lookup::Missing => {}
                _ => return Ok(None),
            }
        }
        if path.len() > 1 {
            let path: Vec<String> = path.iter().map(|part| part.value.clone()).collect();
            if let Err(error) = self.names.find(&path) {
                return Err(self.placed(error, table));
            }
        }
        Err(self.no_relation(table))
    }

    /// Whether it is a column whose values are names themselves.
    pub(super) fn holds_names(&self, expr: &Expr) -> bool {
        let lookup = |scope: &Scope| match expr {
            Expr::Identifier(typed) => scope.bare(typed, self.names),
            Expr::CompoundIdentifier(parts) => match parts.as_slice() {
                [path @ .., typed] => match scope.relation(path, self.names) {
                    Some(relation) => Scope::of_relation(relation, typed, self.names),
                    None => Lookup::Missing,
                },
                [] => Lookup::Missing,
            },
            _ => Lookup::Missing,
        };
        let lookups = self.scopes.iter().rev().map(lookup);
        let first = lookups
            .into_iter()
            .find(|lookup| !matches!(lookup, Lookup::Missing));
        matches!(first, Some(Lookup::Found(found)) if found.holds_names)
    }
}
