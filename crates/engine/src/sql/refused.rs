//! Clauses that the parser takes and DataFusion's planner then drops without a word: `TABLESAMPLE`, `FOR UPDATE`, `FOR JSON`. Each is
//! refused here, since a statement that is answered as if it were not there gives other rows than it asks for. What the planner
//! refuses itself is not repeated here.

use std::ops::ControlFlow;

use datafusion::sql::sqlparser::ast::{
    DataType, Expr, Query, Select, SelectFlavor, Statement, TableFactor, Visit, Visitor,
};

use super::writes::inside;
use crate::error::{Error, ErrorKind, Result};

/// Refuses a statement that has such a clause anywhere, also in a sub-query.
pub(super) fn refuse_dropped_clauses(statement: &Statement) -> Result<()> {
    // A WITH may stand before a statement that writes, and nowhere else.
    let mut clauses = Clauses {
        may_write: matches!(statement, Statement::Query(_)),
    };
    match Visit::visit(statement, &mut clauses) {
        ControlFlow::Break(error) => Err(error),
        ControlFlow::Continue(()) => Ok(()),
    }
}

struct Clauses {
    /// The next query is the statement itself.
    may_write: bool,
}

/// A clause by its words, where it is there, and what to do instead.
fn first(clauses: &[(bool, &str, &str)]) -> ControlFlow<Error> {
    match clauses.iter().find(|(there, ..)| *there) {
        Some((_, clause, instead)) => {
            let sentence = format!("{clause} is not supported: {instead}");
            let mut words = clause.split(|letter: char| !letter.is_ascii_alphabetic());
            let typed = words.find(|word| {
                word.len() > 1 && word.chars().all(|letter| letter.is_ascii_uppercase())
            });
            let error = Error::new(ErrorKind::Unsupported, sentence);
            ControlFlow::Break(match typed {
                Some(typed) => error.about_typed(typed),
                None => error,
            })
        }
        None => ControlFlow::Continue(()),
    }
}

/// Whether an expression has a function with OVER, outside of its sub-queries.
fn has_window(expr: &Expr) -> bool {
    struct Windows {
        queries: usize,
    }

    impl Visitor for Windows {
        type Break = ();

        fn pre_visit_query(&mut self, _: &Query) -> ControlFlow<()> {
            self.queries += 1;
            ControlFlow::Continue(())
        }

        fn post_visit_query(&mut self, _: &Query) -> ControlFlow<()> {
            self.queries -= 1;
            ControlFlow::Continue(())
        }

        fn pre_visit_expr(&mut self, expr: &Expr) -> ControlFlow<()> {
            match expr {
                Expr::Function(call) if call.over.is_some() && self.queries == 0 => {
                    ControlFlow::Break(())
                }
                _ => ControlFlow::Continue(()),
            }
        }
    }

    expr.visit(&mut Windows { queries: 0 }).is_break()
}

impl Visitor for Clauses {
    type Break = Error;

    fn pre_visit_query(&mut self, query: &Query) -> ControlFlow<Error> {
        let writes = inside(query).is_some() && !std::mem::take(&mut self.may_write);
        self.may_write = false;
        first(&[
            (
                writes,
                "a write inside of a query",
                "write it as a statement of its own",
            ),
            (
                !query.locks.is_empty(),
                "FOR UPDATE or FOR SHARE",
                "a store has no locks; leave it out",
            ),
            (
                query.for_clause.is_some(),
                "FOR JSON, FOR XML or FOR BROWSE",
                "leave it out, and choose the format where the result is written",
            ),
            (
                query.settings.is_some(),
                "SETTINGS",
                "leave it out; the connection's properties say how a query runs",
            ),
            (
                query.format_clause.is_some(),
                "FORMAT",
                "leave it out, and choose the format where the result is written",
            ),
        ])
    }

    fn pre_visit_select(&mut self, select: &Select) -> ControlFlow<Error> {
        if select.into.is_some() {
            let error = Error::not_done("SELECT … INTO").about_typed("INTO");
            return ControlFlow::Break(error.with_hint(
                "name the query in WITH, keep it with CREATE VIEW name AS SELECT …, or write rows into a table of the store with INSERT INTO … SELECT",
            ));
        }
        first(&[
            (
                select.selection.as_ref().is_some_and(has_window),
                "a window function in WHERE",
                "write the condition in QUALIFY, or in a query around this one",
            ),
            (
                select.prewhere.is_some(),
                "PREWHERE",
                "write the condition in WHERE",
            ),
            (
                !select.connect_by.is_empty(),
                "CONNECT BY",
                "write WITH RECURSIVE",
            ),
            (
                !select.distribute_by.is_empty(),
                "DISTRIBUTE BY",
                "leave it out",
            ),
            (
                select.value_table_mode.is_some(),
                "SELECT AS STRUCT or AS VALUE",
                "name the columns",
            ),
            (
                select.select_modifiers.is_some(),
                "a modifier behind SELECT, as STRAIGHT_JOIN or SQL_CALC_FOUND_ROWS,",
                "leave it out",
            ),
            (
                matches!(select.flavor, SelectFlavor::FromFirst),
                "FROM before SELECT",
                "write SELECT first",
            ),
        ])
    }

    fn pre_visit_table_factor(&mut self, factor: &TableFactor) -> ControlFlow<Error> {
        let sampled = match factor {
            TableFactor::Table { sample, .. } | TableFactor::Derived { sample, .. } => {
                sample.is_some()
            }
            _ => false,
        };
        first(&[(
            sampled,
            "TABLESAMPLE",
            "the API gives no samples; filter or limit the rows",
        )])?;
        let TableFactor::Table {
            with_hints,
            version,
            partitions,
            json_path,
            index_hints,
            ..
        } = factor
        else {
            return ControlFlow::Continue(());
        };
        first(&[
            (
                version.is_some(),
                "a table's earlier version",
                "the store keeps none; leave the clause out",
            ),
            (
                !partitions.is_empty(),
                "PARTITION behind a table",
                "filter the rows in WHERE",
            ),
            (
                json_path.is_some(),
                "a path behind a table",
                "take values out of JSON with -> and ->>",
            ),
            (
                !with_hints.is_empty(),
                "WITH (…) behind a table",
                "the store has no locks and no indexes; leave it out",
            ),
            (
                !index_hints.is_empty(),
                "an index behind a table",
                "leave it out",
            ),
        ])
    }

    fn pre_visit_expr(&mut self, expr: &Expr) -> ControlFlow<Error> {
        let is_padded = match expr {
            Expr::Cast { data_type, .. } => {
                matches!(data_type, DataType::Char(_) | DataType::Character(_))
            }
            _ => false,
        };
        first(&[
            (
                matches!(expr, Expr::Collate { .. }),
                "COLLATE",
                "text is compared by its characters' codes; lower() compares whatever the case",
            ),
            (
                is_padded,
                "a cast to CHAR, which fills up with spaces and keeps one character where it has no length,",
                "write VARCHAR(n) or TEXT",
            ),
        ])
    }
}
