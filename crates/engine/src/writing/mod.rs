//! A statement that writes, planned: the query of its values, the guards before the first request, and what is told afterwards.
//!
//! Which query that is stands in `sql::write_statement`; which requests are sent is the `write` crate's.

mod change;
mod choice;
mod explained;
mod told;
mod values;

use arrow::array::RecordBatch;
use datafusion::common::ParamValues;
use datafusion::execution::SessionState;
use datafusion::logical_expr::LogicalPlan;
use storeql_write::{Change, SendOptions, WritePlan, plan, send};

use crate::error::{Error, ErrorKind, Result};
use crate::run_state::RunState;
use crate::sql::write_statement::WriteStatement;
use crate::store::Store;

/// The error of a run that has written for earlier rows of its parameters.
pub(crate) fn after_writes(mut error: Error, state: &RunState) -> Error {
    let done = state.progress();
    if error.kind != ErrorKind::PartlyWritten && done.rows_written + done.rows_unknown > 0 {
        error.kind = ErrorKind::PartlyWritten;
        let before = format!(
            "of earlier parameters, {} written and {} perhaps written",
            done.rows_written, done.rows_unknown
        );
        error = error.within(before);
    }
    error
}

/// What the connection allows.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Guards {
    /// Rows that an UPDATE or a DELETE may name.
    pub(crate) most_rows: Option<u64>,
    /// An UPDATE or a DELETE may name every row.
    pub(crate) allow_unfiltered: bool,
}

/// A statement that writes, planned.
#[derive(Debug)]
pub(crate) struct Writing {
    statement: WriteStatement,
    /// Its rows are the addresses and the values.
    input: LogicalPlan,
    /// Its rows are the addresses alone; none where the statement has no WHERE.
    chosen: Option<LogicalPlan>,
    guards: Guards,
}

impl Writing {
    /// Refuses what is wrong whatever the rows are.
    pub(crate) fn new(
        state: &SessionState,
        statement: WriteStatement,
        input: LogicalPlan,
        chosen: Option<LogicalPlan>,
        guards: Guards,
    ) -> Result<Self> {
        let given = input.schema().fields().len();
        if statement.choice.is_none() && given != statement.columns.len() {
            let message = format!(
                "{} INTO {} names {} columns, and each row has {given} values",
                statement.verb.word(),
                statement.table.name,
                statement.columns.len(),
            );
            return Err(Error::new(ErrorKind::Syntax, message));
        }
        // Of no rows at all: the table and the columns are checked.
        plan(&statement.table, change::of_rows(&statement, Vec::new()))?;
        let writing = Self {
            statement,
            input,
            chosen,
            guards,
        };
        let parameters = writing.input.get_parameter_types();
        if parameters.map_err(Error::of_datafusion)?.is_empty() {
            writing.check_choice(state, None)?;
        }
        Ok(writing)
    }

    /// The query of its values.
    pub(crate) fn input(&self) -> &LogicalPlan {
        &self.input
    }

    /// Refuses an UPDATE or a DELETE of every row, unless the connection allows it.
    pub(crate) fn check_choice(
        &self,
        state: &SessionState,
        values: Option<&ParamValues>,
    ) -> Result<()> {
        let Some(choice) = &self.statement.choice else {
            return Ok(());
        };
        if self.guards.allow_unfiltered {
            return Ok(());
        }
        let all = match &self.chosen {
            Some(chosen) => {
                let table = &self.statement.table;
                choice::takes_all(state, chosen, values, table, &choice.called)?
            }
            None => true,
        };
        if !all {
            return Ok(());
        }
        let WriteStatement { verb, table, .. } = &self.statement;
        let message = format!(
            "this {} would reach every row of {}: its WHERE leaves no row out. Nothing was sent to the store",
            verb.word(),
            table.name
        );
        let hint = "name the rows in WHERE, or set AllowUnfilteredWrites=true in the connection";
        Err(Error::new(ErrorKind::Limit, message)
            .on_table(&table.name)
            .with_hint(hint))
    }

    /// The requests, of the input's rows. Sends nothing.
    pub(crate) fn plan(&self, rows: &[RecordBatch], state: &RunState) -> Result<WritePlan> {
        let WriteStatement { verb, table, .. } = &self.statement;
        if state.scans().invalid.count() > 0 {
            let message = format!(
                "a value that was read for the {} does not fit its column's type, and a write does not take it for NULL; nothing was written",
                verb.word()
            );
            return Err(Error::new(ErrorKind::InvalidValue, message)
                .with_hint("set InvalidValues=FAIL to see which value it is"));
        }
        let change = change::of(&self.statement, rows)?;
        self.check_count(&change)?;
        let plan = plan(table, change)?;
        let (sent, more) = (
            state.scans().budget.meter().requests(),
            plan.requests().len() as u64,
        );
        match state.scans().budget.most() {
            Some(most) if sent + more > most => {
                let message = format!(
                    "the {} needs {more} requests after the {sent} that read, and the property MaxRequests allows {most}; nothing was written",
                    verb.word()
                );
                Err(Error::new(ErrorKind::Limit, message))
            }
            _ => Ok(plan),
        }
    }

    fn check_count(&self, change: &Change) -> Result<()> {
        let WriteStatement { verb, table, .. } = &self.statement;
        let count = change.numbers().len() as u64;
        let (Some(most), Some(_)) = (self.guards.most_rows, &self.statement.choice) else {
            return Ok(());
        };
        if count <= most {
            return Ok(());
        }
        let message = format!(
            "this {} would reach {count} rows of {}, and the property MaxAffectedRows allows {most}; nothing was written",
            verb.word(),
            table.name
        );
        Err(Error::new(ErrorKind::Limit, message)
            .on_table(&table.name)
            .with_hint("choose fewer rows, or raise MaxAffectedRows (0 is any number)"))
    }

    /// What EXPLAIN says of the requests.
    pub(crate) fn explained(&self, plan: &WritePlan) -> Vec<(&'static str, String)> {
        explained::lines(&self.statement, plan)
    }

    /// Every request with its body.
    pub(crate) fn requests(&self, plan: &WritePlan) -> Vec<(&'static str, String)> {
        explained::requests(&self.statement, plan)
    }

    /// Sends the requests, and says what became of the rows: an error where one is not as the statement says.
    pub(crate) async fn send(
        &self,
        plan: WritePlan,
        store: &Store,
        state: &RunState,
    ) -> Result<()> {
        let verb = self.statement.verb;
        let client = match plan.requests().is_empty() {
            true => None,
            false => Some(store.client().await?),
        };
        if !state.begins_to_write() {
            let message = "the statement was cancelled before it wrote anything";
            return Err(Error::new(ErrorKind::Cancelled, message));
        }
        let Some(client) = client else {
            state.wrote(verb, told::unchanged(&plan));
            return Ok(());
        };
        let scans = state.scans();
        let options = SendOptions {
            cancelled: scans.cancelled.clone(),
            meter: scans.budget.meter().clone(),
            ..SendOptions::default()
        };
        let outcome = send(plan, client, options).await;
        state.wrote(verb, outcome.counts());
        for note in told::notes(&self.statement, &outcome) {
            state.warn(note);
        }
        match told::error(&self.statement, &outcome, scans.cancelled.is_cancelled()) {
            Some(error) => Err(error),
            None => Ok(()),
        }
    }
}
