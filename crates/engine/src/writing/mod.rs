//! A statement that writes, planned: the queries of its values, the guards before the first request, and what is told afterwards.
//!
//! Which queries these are stands in `sql::writes`; which requests are sent is the `write` crate's.

mod change;
mod choice;
mod explained;
mod files;
mod looked_for;
mod returned;
mod rows_inside;
mod rules;
mod sent;
mod told;
mod values;

use std::collections::HashSet;
use std::sync::Arc;

use arrow::array::RecordBatch;
use datafusion::common::ParamValues;
use datafusion::common::tree_node::TreeNodeRecursion;
use datafusion::execution::SessionState;
use datafusion::logical_expr::LogicalPlan;
use storeql_catalog::Table;
use storeql_write::{Change, Outcome, Verb, WritePlan, plan};

pub(crate) use self::returned::Returned;
pub(crate) use self::rules::Rules;
pub(crate) use self::sent::resume;
use self::told::Told;
use crate::error::{Error, ErrorKind, Result};
use crate::metadata::namespace::Contents;
use crate::run_state::RunState;
use crate::sql::writes::{MERGE, WriteStatement};
use crate::store::Store;
use crate::zone::Zone;

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

/// Whether a query reads a table.
fn reads(query: &LogicalPlan) -> bool {
    let mut reads = false;
    let visited = query.apply_with_subqueries(|node| {
        reads |= matches!(node, LogicalPlan::TableScan(_));
        Ok(TreeNodeRecursion::Continue)
    });
    reads || visited.is_err()
}

/// The error of a RETURNING that could not read what was written.
pub(crate) fn unread(mut error: Error, outcome: &Outcome) -> Error {
    let counts = outcome.counts();
    if counts.written > 0 {
        error.kind = ErrorKind::PartlyWritten;
    }
    error.within(format!(
        "all {} rows are written, and RETURNING could not read them",
        counts.written
    ))
}

/// A statement that writes, planned.
#[derive(Debug)]
pub(crate) struct Writing {
    /// `UPDATE`
    word: &'static str,
    table: Arc<Table>,
    /// One; a MERGE has one for each WHEN.
    parts: Vec<Part>,
    returned: Option<Returned>,
    rules: Rules,
}

/// A change of rows.
#[derive(Debug)]
pub(crate) struct Part {
    pub(crate) statement: WriteStatement,
    /// Its rows are the addresses and the values.
    pub(crate) input: LogicalPlan,
    /// Its rows are the addresses alone; none where the statement has no WHERE.
    pub(crate) chosen: Option<LogicalPlan>,
}

impl Writing {
    /// Refuses what is wrong whatever the rows are.
    pub(crate) fn new(
        state: &SessionState,
        word: &'static str,
        parts: Vec<Part>,
        returned: Option<Returned>,
        rules: Rules,
    ) -> Result<Self> {
        let first = parts.first().map(|part| Arc::clone(&part.statement.table));
        let table = first.ok_or_else(|| {
            let message =
                format!("the {word} says nothing that is to be done: write WHEN MATCHED THEN …");
            Error::new(ErrorKind::Syntax, message)
        })?;
        let writing = Self {
            word,
            table,
            parts,
            returned,
            rules,
        };
        for part in &writing.parts {
            writing.check_columns(part)?;
        }
        if !writing.has_parameters()? {
            writing.check_choice(state, None)?;
        }
        Ok(writing)
    }

    fn check_columns(&self, part: &Part) -> Result<()> {
        let Part {
            statement, input, ..
        } = part;
        let given = input.schema().fields().len();
        if statement.choice.is_none() && given != statement.columns.len() {
            let message = format!(
                "{} INTO {} names {} columns, and each row has {given} values",
                statement.verb.word(),
                self.table.name,
                statement.columns.len(),
            );
            return Err(Error::new(ErrorKind::Syntax, message));
        }
        // Of no rows at all: the table and the columns are checked.
        for change in looked_for::shapes(statement) {
            plan(&self.table, change)?;
        }
        Ok(())
    }

    fn has_parameters(&self) -> Result<bool> {
        for part in &self.parts {
            let parameters = part.input.get_parameter_types();
            if !parameters.map_err(Error::of_datafusion)?.is_empty() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The queries of its values.
    pub(crate) fn inputs(&self) -> impl Iterator<Item = &LogicalPlan> {
        self.parts.iter().map(|part| &part.input)
    }

    /// Whether several rows of parameters are one write with the rows of all: where rows are only inserted and none is read for it, so
    /// that no row of them sees what another did.
    pub(crate) fn takes_all_at_once(&self) -> bool {
        let only_inserts = |part: &Part| {
            let statement = &part.statement;
            statement.verb == Verb::Insert
                && statement.choice.is_none()
                && statement.conflict.is_none()
                && statement.defaults.is_empty()
                && !reads(&part.input)
        };
        self.returned.is_none() && self.parts.iter().all(only_inserts)
    }

    /// What it answers, if it answers rows.
    pub(crate) fn returned(&self) -> Option<&Returned> {
        self.returned.as_ref()
    }

    /// Refuses an UPDATE or a DELETE of every row, unless the connection allows it.
    pub(crate) fn check_choice(
        &self,
        state: &SessionState,
        values: Option<&ParamValues>,
    ) -> Result<()> {
        if self.rules.allow_unfiltered {
            return Ok(());
        }
        for part in &self.parts {
            self.check_part(part, state, values)?;
        }
        Ok(())
    }

    fn check_part(
        &self,
        part: &Part,
        state: &SessionState,
        values: Option<&ParamValues>,
    ) -> Result<()> {
        let Some(choice) = &part.statement.choice else {
            return Ok(());
        };
        let table = &self.table;
        let all = match &part.chosen {
            Some(chosen) => choice::takes_all(state, chosen, values, table, &choice.called)?,
            None => true,
        };
        if !all {
            return Ok(());
        }
        let message = format!(
            "this {} would reach every row of {}: its {} leaves no row out. Nothing was sent to the store",
            self.word,
            table.name,
            if choice.each_once { "ON" } else { "WHERE" },
        );
        let hint = "name the rows in WHERE, or set AllowUnfilteredWrites=true in the connection";
        Err(Error::new(ErrorKind::Limit, message)
            .on_table(&table.name)
            .with_hint(hint))
    }

    /// What the inputs' rows change in a session of this time zone and with these tables, in the order of the parts. Sends nothing.
    pub(crate) fn changes(
        &self,
        inputs: &[Vec<RecordBatch>],
        zone: &Zone,
        contents: &Contents,
        state: &RunState,
    ) -> Result<Vec<Change>> {
        if state.scans().invalid.count() > 0 {
            let message = format!(
                "a value that was read for the {} does not fit its column's type, and a write does not take it for NULL; nothing was written",
                self.word
            );
            return Err(Error::new(ErrorKind::InvalidValue, message)
                .with_hint("set InvalidValues=FAIL to see which value it is"));
        }
        let mut changes = Vec::new();
        let (mut first, mut chosen) = (1, 0);
        for (part, rows) in self.parts.iter().zip(inputs) {
            let clocks = zone.clocks();
            let change = change::of(&part.statement, rows, first, &clocks)?;
            let change = rows_inside::with_rows(change, &self.table, contents, &clocks)?;
            let change = files::checked(change, &self.table, &self.rules.files)?;
            let count = change.numbers().len() as u64;
            first += count;
            if part.statement.choice.is_some() || self.word == MERGE {
                chosen += count;
            }
            changes.push(change);
        }
        self.check_count(chosen)?;
        self.check_once(&changes)?;
        Ok(changes)
    }

    /// The changes, of which each upsert that the API has not became an insert and an update. Sends reads only.
    pub(crate) async fn looked_for(
        &self,
        all: Vec<Change>,
        store: &Store,
        state: &RunState,
    ) -> Result<Vec<Change>> {
        let mut found = Vec::new();
        for (part, change) in self.parts.iter().zip(all) {
            found.extend(looked_for::looked_for(&part.statement, change, store, state).await?);
        }
        Ok(found)
    }

    /// What RETURNING answers, out of rows that begin with their keys.
    pub(crate) fn answered(
        &self,
        returned: &Returned,
        outcome: &Outcome,
        batches: &[RecordBatch],
    ) -> Result<RecordBatch> {
        let told = Told {
            word: self.word,
            table: &self.table,
        };
        returned::answered(told, returned, outcome, batches)
    }

    fn check_count(&self, count: u64) -> Result<()> {
        let Some(most) = self.rules.most_rows.filter(|most| count > *most) else {
            return Ok(());
        };
        let message = format!(
            "this {} would reach {count} rows of {}, and the property MaxAffectedRows allows {most}; nothing was written",
            self.word, self.table.name
        );
        Err(Error::new(ErrorKind::Limit, message)
            .on_table(&self.table.name)
            .with_hint("choose fewer rows, or raise MaxAffectedRows (0 is any number)"))
    }

    /// Refuses a MERGE of which two WHENs change the same row.
    fn check_once(&self, changes: &[Change]) -> Result<()> {
        let mut seen = HashSet::new();
        for change in changes.iter().filter(|_| changes.len() > 1) {
            for address in change.addresses() {
                if !seen.insert(format!("{address:?}")) {
                    let message = format!(
                        "a row of {} would be changed by two WHENs of the {}: USING has several rows for it; nothing was written",
                        self.table.name, self.word
                    );
                    return Err(Error::new(ErrorKind::InvalidValue, message)
                        .on_table(&self.table.name)
                        .with_hint("let USING have one row for each, by GROUP BY or DISTINCT"));
                }
            }
        }
        Ok(())
    }

    /// The requests of the changes. Sends nothing.
    pub(crate) fn plans(&self, changes: Vec<Change>, state: &RunState) -> Result<Vec<WritePlan>> {
        let plans = changes.into_iter().map(|change| plan(&self.table, change));
        let plans = plans.collect::<Result<Vec<_>, _>>()?;
        let more: u64 = plans.iter().map(|plan| plan.requests().len() as u64).sum();
        let sent = state.scans().budget.meter().requests();
        match state.scans().budget.most() {
            Some(most) if sent + more > most => {
                let message = format!(
                    "the {} needs {more} requests after the {sent} that read, and the property MaxRequests allows {most}; nothing was written",
                    self.word
                );
                Err(Error::new(ErrorKind::Limit, message))
            }
            _ => Ok(plans),
        }
    }

    /// What EXPLAIN says of the requests.
    pub(crate) fn explained(&self, plans: &[WritePlan]) -> Vec<(&'static str, String)> {
        let lines = plans.iter().map(|plan| explained::lines(&self.table, plan));
        lines.flatten().collect()
    }

    /// Every request with its body.
    pub(crate) fn requests(&self, plans: &[WritePlan]) -> Vec<(&'static str, String)> {
        let lines = plans
            .iter()
            .map(|plan| explained::requests(&self.table, plan));
        lines.flatten().collect()
    }
}
