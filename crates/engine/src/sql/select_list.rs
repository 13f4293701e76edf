//! How the list of a SELECT is resolved: what its columns are called in the plan, so that no two share a name and none is taken
//! for a column that it hides.

use std::collections::HashSet;
use std::ops::ControlFlow;

use datafusion::sql::sqlparser::ast::{
    ExceptSelectItem, ExcludeSelectItem, Expr, Ident, ObjectName, ObjectNamePart, Select,
    SelectItem, SelectItemQualifiedWildcardKind, VisitMut, VisitorMut, WildcardAdditionalOptions,
};

use super::expressions::resolve_in;
use super::identifiers::{exact, known_as, last};
use super::resolver::{QueryUse, Resolver};
use super::scope::{Found, Lookup, Output, OutputColumn, Relation, ResultColumn};
use crate::error::Result;

/// Columns of `*`, as the queries around can name them and as they stand in the plan.
type Columns = Vec<(OutputColumn, Found)>;

/// The list as far as it is resolved.
struct List {
    used: QueryUse,
    items: Vec<SelectItem>,
    results: Vec<ResultColumn>,
    others: bool,
    /// Names that a column of the result has in the plan, without a table's before it.
    names: HashSet<String>,
    /// Columns of tables and expressions, as the plan tells them apart: it does not see a cast.
    expressions: HashSet<String>,
}

impl Resolver<'_> {
    /// Resolves the list of `select` in the innermost scope.
    pub(super) fn select_list(
        &mut self,
        select: &mut Select,
        used: QueryUse,
    ) -> Result<(Output, Vec<ResultColumn>)> {
        let mut list = List {
            used,
            items: Vec::new(),
            results: Vec::new(),
            others: false,
            names: HashSet::new(),
            expressions: HashSet::new(),
        };
        // What `*` gives is called as it is, wherever it stands.
        for item in &select.projection {
            if let SelectItem::Wildcard(_) = item {
                list.names
                    .extend(self.all_columns().into_iter().map(|(_, found)| found.name));
            }
        }
        for item in std::mem::take(&mut select.projection) {
            self.item(item, &mut list)?;
        }
        select.projection = list.items;
        for result in &mut list.results {
            let expression = result.expression.as_ref();
            result.column.holds_names = expression.is_some_and(|expr| self.holds_names(expr));
        }
        let columns = list.results.iter().map(|result| result.column.clone());
        let output = Output {
            columns: columns.collect(),
            others: list.others,
        };
        Ok((output, list.results))
    }

    fn item(&mut self, item: SelectItem, list: &mut List) -> Result<()> {
        match item {
            SelectItem::UnnamedExpr(mut expr) => {
                let label = label(&expr);
                let implied = implied(&expr);
                resolve_in(self, &mut expr)?;
                match column_name(&expr) {
                    Some(name) => self.column(expr, label, &name, list),
                    None => self.expression(expr, label, implied, list),
                }
            }
            SelectItem::ExprWithAlias { mut expr, alias } => {
                resolve_in(self, &mut expr)?;
                self.aliased(expr, alias, list);
            }
            SelectItem::Wildcard(mut options) => {
                let columns = self.all_columns();
                let others = self.scopes.last().is_some_and(|scope| {
                    scope
                        .relations
                        .iter()
                        .any(|relation| relation.output.others)
                });
                let columns = self.wildcard(&mut options, columns)?;
                self.star(SelectItem::Wildcard(options), columns, others, list);
            }
            SelectItem::QualifiedWildcard(kind, mut options) => {
                let (kind, columns, others) = self.qualified_wildcard(kind)?;
                let columns = self.wildcard(&mut options, columns)?;
                let item = SelectItem::QualifiedWildcard(kind, options);
                self.star(item, columns, others, list);
            }
            mut other => {
                if let SelectItem::ExprWithAliases { expr, .. } = &mut other {
                    resolve_in(self, expr)?;
                }
                list.items.push(other);
                list.others = true;
            }
        }
        Ok(())
    }

    /// A column without an alias.
    fn column(&mut self, expr: Expr, label: Ident, name: &str, list: &mut List) {
        let key = expr.to_string().to_lowercase();
        let again = list.expressions.contains(&key) || list.names.contains(name);
        let hides = list.used == QueryUse::Relation && list.has_name(name);
        if again || hides {
            self.renamed(expr, label, None, list);
            return;
        }
        list.expressions.insert(key);
        let column = OutputColumn {
            label,
            ..OutputColumn::canonical(name)
        };
        list.push(
            SelectItem::UnnamedExpr(expr.clone()),
            column,
            expr.clone(),
            expr,
        );
    }

    /// An expression without an alias.
    fn expression(&mut self, expr: Expr, label: Ident, implied: Option<String>, list: &mut List) {
        let key = without_casts(&expr);
        let again = list.expressions.contains(&key) || key != expr.to_string().to_lowercase();
        let is_query = matches!(expr, Expr::Subquery(_)) && list.used != QueryUse::Expression;
        if again || is_query || list.used == QueryUse::Relation {
            self.renamed(expr, label, implied, list);
            return;
        }
        list.expressions.insert(key);
        let column = OutputColumn {
            implied,
            ..OutputColumn::canonical(&label.value)
        };
        list.push(
            SelectItem::UnnamedExpr(expr.clone()),
            column,
            expr.clone(),
            expr,
        );
    }

    fn aliased(&mut self, expr: Expr, alias: Ident, list: &mut List) {
        let name = known_as(&alias);
        let hides = self
            .scopes
            .last()
            .is_some_and(|scope| scope.has_column(&name));
        if hides && column_name(&expr).as_deref() == Some(name.as_str()) {
            // Called as it is: `SELECT id AS id`.
            self.column(expr, alias, &name, list);
        } else if hides || list.has_name(&name) {
            self.renamed(expr, alias, None, list);
        } else {
            list.names.insert(name.clone());
            list.under(expr, alias.clone(), alias, name, None);
        }
    }

    /// A column that the plan calls by a name that nothing else has.
    fn renamed(&mut self, expr: Expr, label: Ident, implied: Option<String>, list: &mut List) {
        let name = self.make_name(&label.value);
        list.under(expr, exact(&name), label, name, implied);
    }

    /// The columns of `*` or `t.*`. They are written out only where the plan would not take them.
    fn star(&mut self, item: SelectItem, columns: Columns, others: bool, list: &mut List) {
        let mut seen = HashSet::new();
        let twice = columns.iter().any(|(column, found)| {
            list.expressions
                .contains(&found.reference.to_string().to_lowercase())
                || list.used == QueryUse::Relation
                    && (!seen.insert(column.name.clone()) || list.has_result(&column.name))
        });
        list.others |= others;
        if twice && !others {
            for (column, found) in columns {
                list.names.remove(&found.name);
                self.column(found.reference, column.label, &found.name, list);
            }
            return;
        }
        list.items.push(item);
        for (column, found) in columns {
            list.expressions
                .insert(found.reference.to_string().to_lowercase());
            list.results.push(ResultColumn {
                column,
                expression: Some(found.reference.clone()),
                reference: found.reference,
            });
        }
    }

    /// The columns of all relations of the innermost scope; those that USING made one, once.
    fn all_columns(&self) -> Columns {
        let Some(scope) = self.scopes.last() else {
            return Vec::new();
        };
        let mut merged = HashSet::new();
        let columns = scope.relations.iter().flat_map(columns_of);
        columns
            .filter(|(column, _)| {
                !scope.merged.contains_key(&column.name) || merged.insert(column.name.clone())
            })
            .collect()
    }

    fn qualified_wildcard(
        &mut self,
        kind: SelectItemQualifiedWildcardKind,
    ) -> Result<(SelectItemQualifiedWildcardKind, Columns, bool)> {
        let name = match kind {
            SelectItemQualifiedWildcardKind::ObjectName(name) => name,
            SelectItemQualifiedWildcardKind::Expr(mut expr) => {
                resolve_in(self, &mut expr)?;
                let kind = SelectItemQualifiedWildcardKind::Expr(expr);
                return Ok((kind, Vec::new(), true));
            }
        };
        let path: Vec<Ident> = name
            .0
            .iter()
            .filter_map(|part| part.as_ident().cloned())
            .collect();
        let scopes = self.scopes.iter().rev();
        let relation = scopes
            .filter_map(|scope| scope.relation(&path, self.names))
            .next();
        let Some(relation) = relation else {
            let typed = path.last().cloned();
            return Err(self.no_relation(&typed.unwrap_or_else(|| Ident::new(last(&name)))));
        };
        let columns = columns_of(relation).collect();
        let others = relation.output.others;
        let name = match &relation.qualifier {
            Some(qualifier) => ObjectName::from(vec![qualifier.clone()]),
            None => name,
        };
        Ok((
            SelectItemQualifiedWildcardKind::ObjectName(name),
            columns,
            others,
        ))
    }

    /// The columns that are left of a `*` with EXCEPT, EXCLUDE or REPLACE, whose names become the plan's.
    fn wildcard(
        &mut self,
        options: &mut WildcardAdditionalOptions,
        mut columns: Columns,
    ) -> Result<Columns> {
        let mut named: Vec<&mut Ident> = Vec::new();
        if let Some(ExceptSelectItem {
            first_element,
            additional_elements,
        }) = &mut options.opt_except
        {
            named.push(first_element);
            named.extend(additional_elements);
        }
        match &mut options.opt_exclude {
            Some(ExcludeSelectItem::Single(name)) => named.extend(last_ident(name)),
            Some(ExcludeSelectItem::Multiple(names)) => {
                named.extend(names.iter_mut().filter_map(last_ident));
            }
            None => {}
        }
        for typed in named {
            if let Some(name) = self.spelled(typed, &columns)? {
                columns.retain(|(column, _)| column.name != name);
                *typed = exact(&name);
            }
        }
        let replaced = options.opt_replace.iter_mut();
        for item in replaced.flat_map(|replace| &mut replace.items) {
            resolve_in(self, &mut item.expr)?;
            if let Some(name) = self.spelled(&item.column_name, &columns)? {
                item.column_name = exact(&name);
            }
        }
        Ok(columns)
    }

    /// Which of `columns` an identifier names.
    fn spelled(&self, typed: &Ident, columns: &[(OutputColumn, Found)]) -> Result<Option<String>> {
        let named = columns
            .iter()
            .filter_map(|(column, _)| Some((column.closeness(typed)?, column)));
        if let Some((_, column)) = named.min_by_key(|(close, _)| *close) {
            return Ok(Some(column.name.clone()));
        }
        match self
            .scopes
            .last()
            .map(|scope| scope.bare(typed, self.names))
        {
            Some(Lookup::Found(found)) => Ok(Some(found.name)),
            Some(Lookup::Unknown) => Ok(None),
            _ => Err(self.no_column(typed, None)),
        }
    }
}

impl List {
    fn has_name(&self, name: &str) -> bool {
        self.names.contains(name) || self.has_result(name)
    }

    fn has_result(&self, name: &str) -> bool {
        self.results.iter().any(|result| result.column.name == name)
    }

    /// Adds an expression under an alias.
    fn under(
        &mut self,
        expr: Expr,
        alias: Ident,
        label: Ident,
        name: String,
        implied: Option<String>,
    ) {
        let reference = Expr::Identifier(exact(&name));
        let column = OutputColumn {
            label,
            implied,
            ..OutputColumn::canonical(&name)
        };
        let item = SelectItem::ExprWithAlias {
            expr: expr.clone(),
            alias,
        };
        self.push(item, column, reference, expr);
    }

    fn push(&mut self, item: SelectItem, column: OutputColumn, reference: Expr, expr: Expr) {
        self.items.push(item);
        self.results.push(ResultColumn {
            column,
            reference,
            expression: Some(expr),
        });
    }
}

fn columns_of(relation: &Relation) -> impl Iterator<Item = (OutputColumn, Found)> {
    let columns = relation.output.columns.iter();
    columns.map(|column| (column.clone(), relation.column(&column.name)))
}

fn last_ident(name: &mut ObjectName) -> Option<&mut Ident> {
    match name.0.last_mut() {
        Some(ObjectNamePart::Identifier(ident)) => Some(ident),
        _ => None,
    }
}

/// The name in the plan of an expression that is a column.
fn column_name(expr: &Expr) -> Option<String> {
    match expr {
        Expr::Identifier(column) => Some(known_as(column)),
        Expr::CompoundIdentifier(parts) => parts.last().map(known_as),
        _ => None,
    }
}

/// What a column without an alias is labelled: its name as it was typed, or the expression.
fn label(expr: &Expr) -> Ident {
    match expr {
        Expr::Identifier(column) => column.clone(),
        Expr::CompoundIdentifier(parts) => parts.last().cloned().unwrap_or_else(|| Ident::new("")),
        expr => exact(&expr.to_string()),
    }
}

/// What PostgreSQL calls an expression without an alias.
fn implied(expr: &Expr) -> Option<String> {
    match expr {
        Expr::Identifier(column) => Some(known_as(column)),
        Expr::CompoundIdentifier(parts) => parts.last().map(known_as),
        Expr::Function(function) => Some(last(&function.name).to_lowercase()),
        Expr::Nested(inner) => implied(inner),
        Expr::Cast {
            expr, data_type, ..
        } => implied(expr).or_else(|| Some(data_type.to_string().to_lowercase())),
        Expr::Case { else_result, .. } => {
            let of_else = else_result.as_deref().and_then(implied);
            of_else.or_else(|| Some("case".to_owned()))
        }
        Expr::Exists { .. } => Some("exists".to_owned()),
        Expr::Extract { .. } => Some("extract".to_owned()),
        Expr::Array(_) => Some("array".to_owned()),
        _ => None,
    }
}

/// An expression as the plan names it, which leaves casts and parentheses out: `id` and `CAST(id AS text)` are one name there.
fn without_casts(expr: &Expr) -> String {
    struct Casts;

    impl VisitorMut for Casts {
        type Break = ();

        fn post_visit_expr(&mut self, expr: &mut Expr) -> ControlFlow<()> {
            loop {
                *expr = match expr {
                    Expr::Cast { expr: inner, .. } | Expr::Nested(inner) => inner.as_ref().clone(),
                    Expr::TypedString(typed) => Expr::Value(typed.value.clone()),
                    _ => break,
                };
            }
            ControlFlow::Continue(())
        }
    }

    let mut bare = expr.clone();
    let _ = bare.visit(&mut Casts);
    bare.to_string().to_lowercase()
}
