//! A statement whose names are canonical: what it is to do, by the tables and views there are.

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
use super::refused::refuse_dropped_clauses;
use super::resolver::resolve;
use super::row_values;
use super::shorthand;
use super::split::Statement;
use super::values_rows;
use super::view_change::ViewChange;
use super::write_statement::{Place, WriteStatement, as_input};
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
    /// What it does to the session, if it is a statement around queries.
    pub(crate) around: Option<Around>,
    /// What it writes, if it writes rows; `parsed` is then the query of the values.
    pub(crate) write: Option<WriteStatement>,
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
            });
            parsed = *explained.statement;
        }
        let mut labels = Labels::default();
        let (mut call, mut view, mut described, mut write) = (None, None, None, None);
        let mut around = None;
        if let Parsed::Statement(inner) = &mut parsed {
            shorthand::as_query(inner)?;
            around = Around::of(inner, names)?;
            if mends.has(Mend::RefusedClauses) {
                refuse_dropped_clauses(inner)?;
            }
            call = Call::of(inner)?;
            view = ViewChange::of(inner)?;
            labels = Labels::of(inner);
            if mends.has(Mend::Functions) {
                functions::as_planned(inner)?;
            }
            if mends.has(Mend::Literals) {
                literals::as_planned(inner);
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
            };
            write = as_input(inner, &place)?;
            let choice = write.as_mut().and_then(|write| write.choice.as_mut());
            if let Some(query) = choice.and_then(|choice| choice.query.as_mut()) {
                resolve(query, statement.text(), names)?;
            }
            if let Some(table) = describe::table_of(inner)? {
                described = Some(names.find(&path(table))?.to_owned());
            } else if call.is_none() && view.is_none() && around.is_none() {
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
