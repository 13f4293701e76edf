//! MERGE: each WHEN is a change of its own, of the rows that no WHEN before it takes.

use std::collections::HashSet;
use std::sync::Arc;

use datafusion::sql::sqlparser::ast::{
    Expr, Merge, MergeAction, MergeClauseKind, MergeInsertExpr, MergeInsertKind, MergeUpdateExpr,
    Statement, TableWithJoins, Value,
};
use storeql_write::Verb;

use super::change::{Chosen, removal};
use super::clauses::{refuse, unsupported};
use super::input::{all, named, query};
use super::place::{Place, Target};
use super::statement::{MERGE, Write, WriteStatement};
use super::values::is_default;
use crate::error::{Error, ErrorKind, Result};

/// The two tables, and how their rows belong together.
struct Pair<'a> {
    target: Target,
    source: TableWithJoins,
    on: &'a Expr,
}

impl Place<'_> {
    pub(super) fn merge(&self, merge: &Merge) -> Result<Write> {
        refuse(
            MERGE,
            &[(merge.output.is_some(), "OUTPUT or RETURNING", NO_RETURNING)],
        )?;
        let alone = |relation: &_| TableWithJoins {
            relation: Clone::clone(relation),
            joins: Vec::new(),
        };
        let pair = Pair {
            target: self.target(&alone(&merge.table), MERGE)?,
            source: alone(&merge.source),
            on: &merge.on,
        };
        let (mut parts, mut matched, mut unmatched) =
            (Vec::new(), Before::default(), Before::default());
        for clause in &merge.clauses {
            let before = match clause.clause_kind {
                MergeClauseKind::Matched => &mut matched,
                MergeClauseKind::NotMatched | MergeClauseKind::NotMatchedByTarget => &mut unmatched,
                MergeClauseKind::NotMatchedBySource => {
                    return Err(unsupported(
                        "MERGE with WHEN NOT MATCHED BY SOURCE is not supported: write an UPDATE or a DELETE with NOT EXISTS",
                    ));
                }
            };
            let conditions = before.then(clause.predicate.as_ref())?;
            parts.push(match &clause.action {
                MergeAction::Update(update) => self.matched(update, &pair, conditions)?,
                MergeAction::Delete { .. } => removal(&pair.target, &[], pair.chosen(conditions))?,
                MergeAction::Insert(insert) => self.unmatched(insert, &pair, conditions)?,
            });
        }
        Ok(Write {
            word: MERGE,
            parts,
            returning: None,
        })
    }

    fn matched(
        &self,
        update: &MergeUpdateExpr,
        pair: &Pair<'_>,
        conditions: Vec<Expr>,
    ) -> Result<WriteStatement> {
        let where_ = "a WHERE behind SET";
        refuse(
            MERGE,
            &[
                (update.update_predicate.is_some(), where_, IN_WHEN),
                (update.delete_predicate.is_some(), where_, IN_WHEN),
            ],
        )?;
        self.set(&update.assignments, &pair.target, pair.chosen(conditions))
    }

    fn unmatched(
        &self,
        insert: &MergeInsertExpr,
        pair: &Pair<'_>,
        conditions: Vec<Expr>,
    ) -> Result<WriteStatement> {
        let table = &pair.target.table;
        let where_ = "a WHERE behind VALUES";
        refuse(
            MERGE,
            &[(insert.insert_predicate.is_some(), where_, IN_WHEN)],
        )?;
        let MergeInsertKind::Values(values) = &insert.kind else {
            return Err(unsupported("MERGE takes INSERT (column, …) VALUES (…)"));
        };
        let [row] = values.rows.as_slice() else {
            return Err(unsupported(
                "MERGE inserts one row of VALUES for each row of USING",
            ));
        };
        if insert.columns.len() != row.content.len() {
            let message = format!(
                "the INSERT of the MERGE names {} columns, and VALUES has {} values",
                insert.columns.len(),
                row.content.len()
            );
            return Err(Error::new(ErrorKind::Syntax, message));
        }
        let (mut columns, mut given) = (Vec::new(), Vec::new());
        for (name, value) in insert.columns.iter().zip(&row.content) {
            let column = self.column(name, table, None)?;
            // DEFAULT leaves a column to the store, as an INSERT that does not name it.
            if !is_default(value) {
                columns.push(column);
                given.push(value.clone());
            }
        }
        let there = query(
            named(vec![Expr::value(Value::Number("1".to_owned(), false))]),
            vec![pair.target.from.clone()],
            Some(pair.on.clone()),
        )?;
        let missing = Expr::Exists {
            subquery: Box::new(there),
            negated: true,
        };
        let conditions = all([vec![missing], conditions].concat());
        let input = query(named(given), vec![pair.source.clone()], conditions)?;
        Ok(WriteStatement {
            verb: Verb::Insert,
            table: Arc::clone(table),
            columns,
            address: Vec::new(),
            defaults: HashSet::new(),
            choice: None,
            conflict: None,
            input: Box::new(Statement::Query(Box::new(input))),
        })
    }
}

impl Pair<'_> {
    /// The rows of the target that belong to a row of the source and meet the conditions.
    fn chosen(&self, conditions: Vec<Expr>) -> Chosen {
        Chosen {
            from: vec![self.target.from.clone(), self.source.clone()],
            selection: all([vec![self.on.clone()], conditions].concat()),
            each_once: true,
        }
    }
}

/// The conditions of the WHENs before one, of the same kind.
#[derive(Default)]
struct Before {
    conditions: Vec<Expr>,
    /// One has no condition, and takes every row that is left.
    takes_all: bool,
}

impl Before {
    /// What a row meets that the next WHEN takes.
    fn then(&mut self, condition: Option<&Expr>) -> Result<Vec<Expr>> {
        if self.takes_all {
            let message = "a WHEN of the MERGE is never reached: one before it has no condition";
            return Err(Error::new(ErrorKind::Syntax, message));
        }
        let earlier = self.conditions.iter();
        let mut conditions: Vec<Expr> = earlier
            .map(|earlier| Expr::IsNotTrue(Box::new(Expr::Nested(Box::new(earlier.clone())))))
            .collect();
        match condition {
            Some(condition) => {
                conditions.push(condition.clone());
                self.conditions.push(condition.clone());
            }
            None => self.takes_all = true,
        }
        Ok(conditions)
    }
}

const NO_RETURNING: &str = "read the rows with a SELECT afterwards";
const IN_WHEN: &str = "write the condition behind WHEN MATCHED AND";
