//! Puts canonical names in the place of what a person typed, before DataFusion plans the statement.
//!
//! Tables first, then columns: an identifier is a column of one of the statement's tables, however it is spelled, unless
//! the statement itself declares the name.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::ops::ControlFlow;

use datafusion::sql::sqlparser::ast::{
    Expr, Ident, Join, JoinConstraint, JoinOperator, LimitClause, ObjectName, ObjectNamePart,
    Query, Select, SelectItem, SelectItemQualifiedWildcardKind, SetExpr, Statement, TableAlias,
    TableFactor, TableWithJoins, Top, TopQuantity, Value, Visit, VisitMut, Visitor, VisitorMut,
};

use super::dedupe_columns::name_apart;
use super::identifiers::{exact, known_as, last, path};
use super::name_comparison::compare_names;
use super::names::Names;
use super::schemas::INFORMATION_SCHEMA;
use crate::error::{Error, ErrorKind, Result};

/// Rewrites `statement` in place.
pub(super) fn rewrite(statement: &mut Statement, names: &Names) -> Result<()> {
    let mut declared = Declared::new(names);
    let _ = Visit::visit(statement, &mut declared);
    let mut rewriter = Rewriter {
        declared,
        error: None,
    };
    let _ = VisitMut::visit(statement, &mut rewriter);
    rewriter.error.map_or(Ok(()), Err)
}

/// What the statement itself names.
struct Declared<'a> {
    names: &'a Names,
    /// Common table expressions, lower case.
    expressions: HashSet<String>,
    /// Aliases of columns by their lower-case spelling: the name as DataFusion will know it.
    columns: HashMap<String, String>,
    /// Aliases of tables by their lower-case spelling: the canonical table, or none for a derived one.
    tables: HashMap<String, Option<String>>,
    /// The canonical tables.
    referenced: BTreeSet<String>,
    /// Those of the queries around the place that is rewritten, the innermost last.
    around: Vec<BTreeSet<String>>,
}

impl<'a> Declared<'a> {
    fn new(names: &'a Names) -> Self {
        Self {
            names,
            expressions: HashSet::new(),
            columns: HashMap::new(),
            tables: HashMap::new(),
            referenced: BTreeSet::new(),
            around: Vec::new(),
        }
    }

    fn declare_columns(&mut self, alias: &TableAlias) {
        for column in &alias.columns {
            self.columns
                .insert(column.name.value.to_lowercase(), known_as(&column.name));
        }
    }

    /// The canonical column that `name` spells in one of the statement's tables, or in `table` alone.
    fn column(&self, table: Option<&str>, name: &str) -> Option<String> {
        self.owned(table, name).map(|(_, column)| column.to_owned())
    }

    /// The same, behind the table that has it.
    fn owned<'t>(&'t self, table: Option<&str>, name: &str) -> Option<(&'t str, &'t str)> {
        let only = table.and_then(|table| match self.tables.get(&table.to_lowercase()) {
            Some(canonical) => canonical.as_deref(),
            None => self.names.table(table),
        });
        if let Some(only) = only {
            return self.column_of([only], name);
        }
        // As in SQL the innermost query's tables come first; a name that none of these has may be a derived table's.
        let around = self.around.iter().rev();
        around
            .chain([&self.referenced])
            .find_map(|tables| self.column_of(tables.iter().map(String::as_str), name))
    }

    fn column_of<'t>(
        &'t self,
        tables: impl IntoIterator<Item = &'t str>,
        name: &str,
    ) -> Option<(&'t str, &'t str)> {
        let found = tables
            .into_iter()
            .filter_map(|table| Some((table, self.names.columns_of(table)?.column(name)?)));
        found.min_by_key(|(_, column)| *column != name)
    }

    /// The canonical columns of a table that is called so in the statement.
    fn columns_of(&self, name: &str) -> Vec<String> {
        let table = match self.tables.get(&name.to_lowercase()) {
            Some(canonical) => canonical.as_deref(),
            None => self.names.table(name),
        };
        table.map_or_else(Vec::new, |table| self.names.columns(table))
    }

    /// The canonical tables that a FROM itself names.
    fn tables_beside(&self, from: &[TableWithJoins]) -> Vec<String> {
        let joined = |from: &TableWithJoins| {
            let joins = from.joins.iter().map(|join| join.relation.clone());
            std::iter::once(from.relation.clone())
                .chain(joins)
                .collect::<Vec<_>>()
        };
        let factors = from.iter().flat_map(joined);
        let table = |factor| match factor {
            TableFactor::Table {
                name, args: None, ..
            } => self.table(&name),
            _ => None,
        };
        factors.filter_map(table).collect()
    }

    /// Whether it is a column of a system table that holds names.
    fn holds_names(&self, expr: &Expr) -> bool {
        let owned = match expr {
            Expr::Identifier(column) => self.owned(None, &column.value),
            Expr::CompoundIdentifier(parts) => match parts.as_slice() {
                [.., table, column] => self.owned(Some(&table.value), &column.value),
                _ => None,
            },
            _ => None,
        };
        owned.is_some_and(|(table, column)| self.names.holds_names(table, column))
    }

    /// The canonical table that a FROM's name spells.
    fn table(&self, name: &ObjectName) -> Option<String> {
        if self.is_own(name) {
            return None;
        }
        self.names.find(&path(name)).ok().map(str::to_owned)
    }

    /// Whether it is a common table expression's name.
    fn is_own(&self, name: &ObjectName) -> bool {
        name.0.len() == 1 && self.expressions.contains(&last(name).to_lowercase())
    }

    fn tables_of(&self, body: &SetExpr, tables: &mut BTreeSet<String>) {
        match body {
            SetExpr::Select(select) => select
                .from
                .iter()
                .for_each(|from| self.tables_from(from, tables)),
            SetExpr::SetOperation { left, right, .. } => {
                self.tables_of(left, tables);
                self.tables_of(right, tables);
            }
            SetExpr::Query(query) => self.tables_of(&query.body, tables),
            _ => {}
        }
    }

    fn tables_from(&self, from: &TableWithJoins, tables: &mut BTreeSet<String>) {
        let joined = from.joins.iter().map(|join| &join.relation);
        for factor in std::iter::once(&from.relation).chain(joined) {
            match factor {
                TableFactor::Table {
                    name, args: None, ..
                } => tables.extend(self.table(name)),
                TableFactor::NestedJoin {
                    table_with_joins, ..
                } => self.tables_from(table_with_joins, tables),
                // Its columns are called as those that it reads.
                TableFactor::Derived { subquery, .. } => self.tables_of(&subquery.body, tables),
                _ => {}
            }
        }
    }
}

impl Visitor for Declared<'_> {
    type Break = ();

    fn pre_visit_query(&mut self, query: &Query) -> ControlFlow<()> {
        for expression in query.with.iter().flat_map(|with| &with.cte_tables) {
            self.expressions
                .insert(expression.alias.name.value.to_lowercase());
            self.declare_columns(&expression.alias);
        }
        ControlFlow::Continue(())
    }

    fn pre_visit_select(&mut self, select: &Select) -> ControlFlow<()> {
        for item in &select.projection {
            if let SelectItem::ExprWithAlias { alias, .. } = item {
                self.columns
                    .insert(alias.value.to_lowercase(), known_as(alias));
            }
        }
        ControlFlow::Continue(())
    }

    fn pre_visit_table_factor(&mut self, factor: &TableFactor) -> ControlFlow<()> {
        match factor {
            TableFactor::Table {
                name,
                alias,
                args: None,
                ..
            } => {
                let canonical = self.table(name);
                self.referenced.extend(canonical.clone());
                if let Some(alias) = alias {
                    self.tables
                        .insert(alias.name.value.to_lowercase(), canonical);
                    self.declare_columns(alias);
                }
            }
            TableFactor::Derived {
                alias: Some(alias), ..
            } => {
                self.tables.insert(alias.name.value.to_lowercase(), None);
                self.declare_columns(alias);
            }
            _ => {}
        }
        ControlFlow::Continue(())
    }
}

struct Rewriter<'a> {
    declared: Declared<'a>,
    error: Option<Error>,
}

impl Rewriter<'_> {
    fn relation(&mut self, name: &mut ObjectName) {
        if self.declared.is_own(name) {
            return;
        }
        match self.declared.names.find(&path(name)) {
            // Those of the information schema are the only ones that DataFusion knows with their schema.
            Ok(canonical) => {
                *name = match canonical.split_once('.') {
                    Some((INFORMATION_SCHEMA, table)) => {
                        ObjectName::from(vec![exact(INFORMATION_SCHEMA), exact(table)])
                    }
                    _ => ObjectName::from(vec![exact(canonical)]),
                }
            }
            Err(error) => {
                self.error.get_or_insert(error);
            }
        }
    }

    fn column(&self, ident: &mut Ident) {
        if let Some(declared) = self.declared.columns.get(&ident.value.to_lowercase()) {
            *ident = exact(declared);
        } else if let Some(canonical) = self.declared.column(None, &ident.value) {
            *ident = exact(&canonical);
        }
    }

    /// `table.column`, with any catalog and schema before it.
    fn qualified(&mut self, parts: &mut Vec<Ident>) {
        let [before @ .., table, column] = parts.as_slice() else {
            return;
        };
        let declared = self
            .declared
            .tables
            .contains_key(&table.value.to_lowercase());
        let known = self
            .declared
            .names
            .table(&table.value)
            .filter(|table| self.declared.referenced.contains(*table));
        let named = if declared || known.is_none() {
            table.clone()
        } else {
            exact(known.unwrap_or_default())
        };
        if !declared && known.is_none() {
            // A derived table, a common table expression, or a struct's field: the column alone may be ours.
            let canonical = self.declared.column(None, &column.value);
            let last = parts.len() - 1;
            match (
                self.declared.columns.get(&column.value.to_lowercase()),
                canonical,
            ) {
                (Some(declared), _) => parts[last] = exact(declared),
                (None, Some(canonical)) => parts[last] = exact(&canonical),
                (None, None) => {}
            }
            return;
        }
        if !before.is_empty() && !declared {
            let path: Vec<String> = parts.iter().map(|part| part.value.clone()).collect();
            if let Err(error) = self.declared.names.find(&path[..path.len() - 1]) {
                self.error.get_or_insert(error);
            }
        }
        let column = match self.declared.column(Some(&table.value), &column.value) {
            Some(canonical) => exact(&canonical),
            None => match self.declared.columns.get(&column.value.to_lowercase()) {
                Some(declared) => exact(declared),
                None => column.clone(),
            },
        };
        *parts = vec![named, column];
    }

    fn using(&self, join: &mut Join) {
        use JoinOperator::*;
        let constraint = match &mut join.join_operator {
            Join(constraint)
            | Inner(constraint)
            | Left(constraint)
            | LeftOuter(constraint)
            | Right(constraint)
            | RightOuter(constraint)
            | FullOuter(constraint)
            | Semi(constraint)
            | LeftSemi(constraint)
            | RightSemi(constraint)
            | Anti(constraint)
            | LeftAnti(constraint)
            | RightAnti(constraint) => constraint,
            _ => return,
        };
        let JoinConstraint::Using(columns) = constraint else {
            return;
        };
        for name in columns {
            if let Some(ObjectNamePart::Identifier(ident)) = name.0.last_mut() {
                self.column(ident);
            }
        }
    }
}

impl VisitorMut for Rewriter<'_> {
    type Break = ();

    fn pre_visit_query(&mut self, query: &mut Query) -> ControlFlow<()> {
        let mut tables = BTreeSet::new();
        self.declared.tables_of(&query.body, &mut tables);
        self.declared.around.push(tables);
        if let SetExpr::Select(select) = query.body.as_mut()
            && let Some(top) = select.top.take()
        {
            match (rows_of(&top), &query.limit_clause) {
                (Some(limit), None) => {
                    let clause = LimitClause::LimitOffset {
                        limit: Some(limit),
                        offset: None,
                        limit_by: Vec::new(),
                    };
                    query.limit_clause = Some(clause);
                }
                (Some(_), Some(_)) => {
                    self.error.get_or_insert(Error::new(
                        ErrorKind::Syntax,
                        "TOP and LIMIT stand in one SELECT; keep one of them",
                    ));
                }
                (None, _) => {
                    self.error.get_or_insert(Error::new(
                        ErrorKind::Unsupported,
                        "TOP takes a number of rows here, without PERCENT or WITH TIES",
                    ));
                }
            }
        }
        ControlFlow::Continue(())
    }

    fn post_visit_query(&mut self, _: &mut Query) -> ControlFlow<()> {
        self.declared.around.pop();
        ControlFlow::Continue(())
    }

    fn pre_visit_select(&mut self, select: &mut Select) -> ControlFlow<()> {
        if select.into.is_some() {
            self.error.get_or_insert(Error::reads_only("SELECT … INTO"));
        }
        for table in &mut select.from {
            table.joins.iter_mut().for_each(|join| self.using(join));
        }
        let star = self.declared.tables_beside(&select.from);
        name_apart(
            select,
            |ident| self.declared.column(None, &ident.value),
            |table| match table {
                Some(table) => self.declared.columns_of(table),
                None => star
                    .iter()
                    .flat_map(|table| self.declared.names.columns(table))
                    .collect(),
            },
        );
        for item in &mut select.projection {
            if let SelectItem::QualifiedWildcard(
                SelectItemQualifiedWildcardKind::ObjectName(name),
                _,
            ) = item
            {
                let typed = last(name);
                let declared = self.declared.tables.contains_key(&typed.to_lowercase())
                    || self.declared.expressions.contains(&typed.to_lowercase());
                if let Some(canonical) = self.declared.names.table(&typed).filter(|_| !declared) {
                    *name = ObjectName::from(vec![exact(canonical)]);
                }
            }
        }
        ControlFlow::Continue(())
    }

    fn pre_visit_table_factor(&mut self, factor: &mut TableFactor) -> ControlFlow<()> {
        if let TableFactor::Table {
            name, args: None, ..
        } = factor
        {
            self.relation(name);
        }
        ControlFlow::Continue(())
    }

    fn pre_visit_expr(&mut self, expr: &mut Expr) -> ControlFlow<()> {
        compare_names(expr, |column| self.declared.holds_names(column));
        match expr {
            Expr::Identifier(ident) => self.column(ident),
            Expr::CompoundIdentifier(parts) => self.qualified(parts),
            _ => {}
        }
        ControlFlow::Continue(())
    }
}

fn rows_of(top: &Top) -> Option<Expr> {
    if top.with_ties || top.percent {
        return None;
    }
    match top.quantity.as_ref()? {
        TopQuantity::Expr(expr) => Some(expr.clone()),
        TopQuantity::Constant(rows) => Some(Expr::value(Value::Number(rows.to_string(), false))),
    }
}
