//! A statement whose names are canonical: what it is to do, by the tables and views there are.

use datafusion::common::format::ExplainFormat;
use datafusion::sql::parser::Statement as Parsed;
use datafusion::sql::sqlparser::ast;
use storeql_catalog::Catalog;

use super::around::Around;
use super::call::Call;
use super::describe;
use super::identifiers::path;
use super::labels::Labels;
use super::literals;
use super::names::Names;
use super::placeholders;
use super::postgres;
use super::refused::refuse_dropped_clauses;
use super::resolver::resolve;
use super::row_values;
use super::schemas::PG_CATALOG;
use super::session_tables::SessionTableChange;
use super::shorthand;
use super::split::Statement;
use super::text_position::position;
use super::unnested;
use super::values_rows;
use super::view_change::ViewChange;
use super::writes::{Place, Write, as_write};
use crate::error::Result;
use crate::functions;
use crate::mend::{Mend, Mends};

/// One statement, with canonical names.
#[derive(Debug, Clone)]
pub(crate) struct ResolvedStatement {
    pub(crate) parsed: Parsed,
    /// The call that it is, if it is one.
    pub(crate) call: Option<Call>,
    /// The change of views that it is, if it is one.
    pub(crate) view: Option<ViewChange>,
    /// The change of the session's tables that it is, if it is one.
    pub(crate) session_table: Option<SessionTableChange>,
    /// What it does to the session, if it is a statement around queries.
    pub(crate) around: Option<Around>,
    /// What it writes, if it writes rows.
    pub(crate) write: Option<Write>,
    /// The table that it describes, if it is a DESCRIBE or a SHOW COLUMNS.
    pub(crate) described: Option<String>,
    /// EXPLAIN, or EXPLAIN ANALYZE.
    pub(crate) explain: Option<Explain>,
    /// The columns' labels as they were typed.
    pub(crate) labels: Labels,
}

/// How a plan is to be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Explain {
    pub(crate) analyze: bool,
    /// Of a statement that writes: each request with its body, and nothing else.
    pub(crate) bodies: bool,
    /// As one JSON document.
    pub(crate) json: bool,
}

impl ResolvedStatement {
    /// What `statement` means where these `names` are; those of tables that can be written to are in `catalog`.
    pub(crate) fn of(
        statement: &Statement,
        names: &Names,
        catalog: &Catalog,
        mends: Mends,
    ) -> Result<Self> {
        let mut parsed = statement.parsed().clone();
        let mut explain = None;
        if let Parsed::Explain(explained) = parsed {
            explain = Some(Explain {
                analyze: explained.options.analyze,
                bodies: false,
                json: matches!(explained.options.format, Some(ExplainFormat::PostgresJSON)),
            });
            parsed = *explained.statement;
        }
        let mut labels = Labels::default();
        let (mut call, mut view, mut described, mut write) = (None, None, None, None);
        let (mut around, mut session_table) = (None, None);
        if let Parsed::Statement(inner) = &mut parsed {
            shorthand::as_query(inner)?;
            placeholders::as_dollars(inner)?;
            around = Around::of(inner, names)?;
            labels = Labels::of(inner);
            if names.has_schema(PG_CATALOG) {
                postgres::as_planned(inner)?;
            }
            if mends.has(Mend::RefusedClauses) {
                refuse_dropped_clauses(inner)?;
            }
            call = Call::of(inner)?;
            view = ViewChange::of(inner)?;
            if mends.has(Mend::Functions) {
                functions::as_planned(inner)
                    .map_err(|(error, at)| error.at(position(statement.text(), at)))?;
            }
            if mends.has(Mend::Literals) {
                literals::as_planned(inner);
            }
            if mends.has(Mend::Unnested) {
                unnested::told_apart(inner);
            }
            if mends.has(Mend::RowValues) {
                row_values::by_member(inner)?;
            }
            if mends.has(Mend::RowsOfValues) {
                values_rows::of_one_type(inner);
            }
            let place = Place {
                names,
                catalog,
                text: statement.text(),
                upserts: statement.upserts(),
                updates: statement.updates_in_bulk(),
            };
            session_table = SessionTableChange::of(inner, &place)?;
            if session_table.is_none() {
                write = as_write(inner, &place)?;
            }
            if let Some(change) = &mut session_table {
                if let Some(rows) = change.rows_mut() {
                    resolve(rows, statement.text(), names)?;
                    literals::with_lengths(rows);
                }
            } else if let Some(write) = &mut write {
                resolve_write(write, statement.text(), names, mends)?;
            } else if let Some(table) = describe::table_of(inner)? {
                described = Some(names.find(&path(table))?.to_owned());
            } else if call.is_none() && view.is_none() && around.is_none() && mends.has(Mend::Names)
            {
                labels.renamed = resolve(inner, statement.text(), names)?;
                if mends.has(Mend::Literals) {
                    literals::with_lengths(inner);
                }
            }
        }
        Ok(Self {
            parsed,
            call,
            view,
            session_table,
            around,
            write,
            described,
            explain,
            labels,
        })
    }

    /// Whether it is a SELECT that is to be run.
    pub(crate) fn is_query(&self) -> bool {
        let Parsed::Statement(statement) = &self.parsed else {
            return false;
        };
        self.explain.is_none()
            && self.write.is_none()
            && matches!(statement.as_ref(), ast::Statement::Query(_))
    }
}

/// Canonical names in every query of a statement that writes.
fn resolve_write(write: &mut Write, text: &str, names: &Names, mends: Mends) -> Result<()> {
    let mut renamed = Vec::new();
    for query in write.queries() {
        renamed.push(resolve(query, text, names)?);
        if mends.has(Mend::Literals) {
            literals::with_lengths(query);
        }
    }
    // The query that reads rows back is the last; where rows are deleted the input has what is answered, which is the first.
    if let Some(returning) = &mut write.returning {
        let labels = match returning.query {
            Some(_) => renamed.pop(),
            None => renamed.into_iter().next(),
        };
        returning.labels.renamed = labels.unwrap_or_default();
    }
    Ok(())
}
