//! A statement, planned: what it will answer, and its runs. A plan is DataFusion's, or a procedure's call.

use std::sync::{Arc, Mutex, PoisonError};

use arrow::array::{RecordBatch, RecordBatchOptions};
use arrow::compute::{CastOptions, cast_with_options};
use arrow::datatypes::{DataType, Field, Schema, SchemaRef, TimeUnit};
use arrow::error::ArrowError;
use datafusion::common::ParamValues;
use datafusion::execution::SendableRecordBatchStream;
use datafusion::execution::context::SessionContext;
use datafusion::logical_expr::{LogicalPlan, LogicalPlanBuilder};
use datafusion::physical_plan::stream::RecordBatchStreamAdapter;
use datafusion::physical_plan::{ExecutionPlan, execute_stream};
use datafusion::scalar::ScalarValue;
use futures::{StreamExt, stream};

use crate::context::QueryContext;
use crate::cost;
use crate::error::{Error, ErrorKind, Result};
use crate::explain;
use crate::journal::Journal;
use crate::procedure::Execution;
use crate::session::{Canceller, Inside};
use crate::sql::view_change::ViewChange;
use crate::sql::views;
use crate::sql::{Explain, Labels};

/// A statement, planned.
pub struct Prepared {
    context: SessionContext,
    work: Work,
    kind: StatementKind,
    explain: Option<Explain>,
    columns: SchemaRef,
    parameters: Schema,
    runs: Runs,
    latest: Mutex<Option<Arc<QueryContext>>>,
}

/// What there is to run.
enum Work {
    Plan(Box<LogicalPlan>),
    Procedure(Execution),
    Views(ViewChange),
}

/// What the runs of a statement have from their session.
pub(crate) struct Runs {
    pub(crate) canceller: Canceller,
    pub(crate) inside: Arc<Inside>,
    /// The statement, as the log of requests shows it.
    pub(crate) text: Arc<str>,
    pub(crate) journal: Arc<Journal>,
    pub(crate) limits: Limits,
}

/// How much a statement may ask for and hold.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Limits {
    /// Rows that it answers.
    pub(crate) rows: Option<u64>,
    /// Requests that it sends.
    pub(crate) requests: Option<u64>,
    /// Bytes of rows that it keeps for scans with several readers.
    pub(crate) shared_bytes: usize,
}

impl Runs {
    fn begin(&self) -> Arc<QueryContext> {
        let meter = self.inside.requests.meter(&self.text);
        let inside = Arc::clone(&self.inside);
        QueryContext::new(self.canceller.begin(), meter, &self.limits, inside)
    }
}

/// What a statement does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StatementKind {
    /// Answers rows.
    Query,
    /// Answers a plan.
    Explain,
    /// Calls a procedure, which may answer rows.
    Procedure,
    /// Changes the store.
    Write,
    /// Changes the session (SET, CREATE VIEW).
    Session,
}

/// What a run gives.
pub enum Outcome {
    /// Rows, streaming.
    Rows(SendableRecordBatchStream),
    /// Number of rows written.
    Written(u64),
    /// The session changed, and nothing in the store: a sentence that says how.
    Done(String),
}

/// What a run has cost.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Progress {
    /// Requests sent, retries included.
    pub requests: u64,
    /// Of these, the ones that repeated a failed one.
    pub retries: u64,
    /// Milliseconds waited for the store's allowance.
    pub waited_ms: u64,
    /// Bytes of answers, as received after decompression.
    pub bytes: u64,
    /// Values that are NULL because they did not fit their column's type.
    pub invalid_values: u64,
    /// Rows that `MaxRows` cut off were there.
    pub cut_by_max_rows: bool,
}

impl std::fmt::Debug for Prepared {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Prepared")
            .field("kind", &self.kind)
            .field("columns", &self.columns)
            .finish_non_exhaustive()
    }
}

impl Prepared {
    pub(crate) fn new(
        context: SessionContext,
        plan: LogicalPlan,
        kind: StatementKind,
        labels: Labels,
        explain: Option<Explain>,
        runs: Runs,
    ) -> Result<Self> {
        let columns = match explain {
            Some(_) => explain::columns(),
            None => labelled(plan.schema().as_arrow(), &labels),
        };
        let parameters = parameters(&plan)?;
        Ok(Self {
            context,
            work: Work::Plan(Box::new(plan)),
            kind,
            explain,
            columns,
            parameters,
            runs,
            latest: Mutex::default(),
        })
    }

    pub(crate) fn of_procedure(context: SessionContext, execution: Execution, runs: Runs) -> Self {
        Self {
            context,
            kind: StatementKind::Procedure,
            explain: None,
            columns: execution.columns(),
            parameters: execution.parameters(),
            work: Work::Procedure(execution),
            runs,
            latest: Mutex::default(),
        }
    }

    pub(crate) fn of_views(context: SessionContext, change: ViewChange, runs: Runs) -> Self {
        Self {
            context,
            kind: StatementKind::Session,
            explain: None,
            columns: Arc::new(Schema::empty()),
            parameters: Schema::empty(),
            work: Work::Views(change),
            runs,
            latest: Mutex::default(),
        }
    }

    /// What its placeholders are, by name (`$1`).
    pub fn parameters(&self) -> &Schema {
        &self.parameters
    }

    /// The columns of its rows.
    pub fn columns(&self) -> &SchemaRef {
        &self.columns
    }

    /// Whether it reads, writes or explains.
    pub fn kind(&self) -> StatementKind {
        self.kind
    }

    /// Runs it; can be called again.
    pub async fn run(&self, parameters: &[ScalarValue]) -> Result<Outcome> {
        let query = self.runs.begin();
        *self.latest.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&query));
        if let Work::Views(change) = &self.work {
            return self.change_views(change, &query).await;
        }
        let rows = self.rows(parameters, &query);
        Ok(Outcome::Rows(self.runs.journal.enter(&query, rows).await?))
    }

    async fn change_views(
        &self,
        change: &ViewChange,
        query: &Arc<QueryContext>,
    ) -> Result<Outcome> {
        let mut done = String::new();
        let work = async {
            let namespace = &self.runs.inside.namespace;
            done = views::change(&self.context.state(), namespace, change).await?;
            Ok(self.nothing())
        };
        let mut rows = self.runs.journal.enter(query, work).await?;
        // To its end, by which the log knows it as done.
        while rows.next().await.is_some() {}
        Ok(Outcome::Done(done))
    }

    fn nothing(&self) -> SendableRecordBatchStream {
        Box::pin(RecordBatchStreamAdapter::new(
            Arc::clone(&self.columns),
            stream::empty(),
        ))
    }

    async fn rows(
        &self,
        parameters: &[ScalarValue],
        query: &Arc<QueryContext>,
    ) -> Result<SendableRecordBatchStream> {
        self.all_given(parameters)?;
        let rows = query.until_cancelled(self.start(parameters, query)).await?;
        Ok(self.relabelled(rows, Arc::clone(query)))
    }

    async fn start(
        &self,
        parameters: &[ScalarValue],
        query: &Arc<QueryContext>,
    ) -> Result<SendableRecordBatchStream> {
        let plan = match &self.work {
            Work::Plan(plan) => plan,
            // A call happens now and not when its rows are read.
            Work::Procedure(execution) => {
                return Ok(one_batch(execution.run(parameters, query).await?));
            }
            // Done by `change_views`.
            Work::Views(_) => return Ok(self.nothing()),
        };
        let (logical, physical) = self.physical(plan, parameters).await?;
        self.runs.journal.planned(physical.as_ref());
        let runs = self.explain.is_none_or(|explain| explain.analyze);
        if runs {
            cost::check(physical.as_ref(), query).await?;
        }
        if self.explain.is_none() {
            return self.execute(physical, query);
        }
        let max_requests = self.runs.limits.requests;
        let mut lines = explain::planned(&logical, physical.as_ref(), max_requests);
        if runs {
            let rows = self.execute(Arc::clone(&physical), query)?;
            lines.extend(explain::ran(rows, physical.as_ref(), query).await?);
        }
        Ok(one_batch(explain::rows(lines)?))
    }

    /// What its latest run has cost so far.
    pub fn progress(&self) -> Progress {
        let latest = self.latest.lock().unwrap_or_else(PoisonError::into_inner);
        latest
            .as_ref()
            .map(|query| query.progress())
            .unwrap_or_default()
    }

    /// Warnings of its latest run, each one sentence.
    pub fn warnings(&self) -> Vec<String> {
        let latest = self.latest.lock().unwrap_or_else(PoisonError::into_inner);
        latest
            .as_ref()
            .map(|query| query.warnings())
            .unwrap_or_default()
    }

    fn all_given(&self, parameters: &[ScalarValue]) -> Result<()> {
        let expected = self.parameters.fields().len();
        if parameters.len() >= expected {
            return Ok(());
        }
        let message = format!(
            "the statement has {expected} parameters and got {}",
            parameters.len()
        );
        Err(Error::new(ErrorKind::InvalidValue, message))
    }

    /// Plans anew for each run: `now()` and the parameters' values are part of a plan.
    async fn physical(
        &self,
        plan: &LogicalPlan,
        parameters: &[ScalarValue],
    ) -> Result<(LogicalPlan, Arc<dyn ExecutionPlan>)> {
        let mut plan = plan.clone();
        if !self.parameters.fields().is_empty() {
            plan = plan.with_param_values(ParamValues::from(parameters.to_vec()))?;
        }
        if let Some(most) = self.runs.limits.rows {
            // One more, by which a cut is known.
            let most = usize::try_from(most)
                .unwrap_or(usize::MAX)
                .saturating_add(1);
            plan = LogicalPlanBuilder::from(plan)
                .limit(0, Some(most))?
                .build()?;
        }
        let state = self.context.state();
        let optimized = state.optimize(&plan)?;
        let physical = state
            .query_planner()
            .create_physical_plan(&optimized, &state)
            .await?;
        Ok((optimized, physical))
    }

    fn execute(
        &self,
        plan: Arc<dyn ExecutionPlan>,
        query: &Arc<QueryContext>,
    ) -> Result<SendableRecordBatchStream> {
        let state = self.context.state();
        let config = query.within(state.config());
        let task = datafusion::execution::TaskContext::from(&state).with_session_config(config);
        Ok(execute_stream(plan, Arc::new(task))?)
    }

    /// Rows under the labels that were typed, cut at `MaxRows`, and ended by a cancel.
    fn relabelled(
        &self,
        rows: SendableRecordBatchStream,
        query: Arc<QueryContext>,
    ) -> SendableRecordBatchStream {
        let columns = Arc::clone(&self.columns);
        let cancelled = query.cancelled().clone().cancelled_owned();
        let mut left = self.runs.limits.rows.unwrap_or(u64::MAX);
        let most = left;
        let rows = rows.map(move |batch| {
            let mut batch = batch?;
            let count = batch.num_rows() as u64;
            if count > left {
                query.cut(most);
                batch = batch.slice(0, usize::try_from(left).unwrap_or(usize::MAX));
            }
            left -= count.min(left);
            Ok(under(&columns, &batch)?)
        });
        let ended = stream::once(cancelled).map(|()| Err(QueryContext::was_cancelled().into()));
        // Whichever comes first ends the stream: the rows' end, or the cancel.
        let rows = rows.map(Some).chain(stream::iter([None]));
        let both = stream::select_with_strategy(ended.map(Some), rows, |_: &mut ()| {
            stream::PollNext::Left
        });
        let mut over = false;
        let until = both.scan((), move |(), item| {
            let ends = over || item.is_none();
            over = item.as_ref().is_none_or(|item| item.is_err());
            futures::future::ready(if ends { None } else { item })
        });
        Box::pin(RecordBatchStreamAdapter::new(
            Arc::clone(&self.columns),
            until,
        ))
    }
}

fn one_batch(batch: RecordBatch) -> SendableRecordBatchStream {
    Box::pin(RecordBatchStreamAdapter::new(
        batch.schema(),
        stream::iter([Ok(batch)]),
    ))
}

/// The batch under the columns that were promised. An aggregate may come in a wider decimal than it was planned in.
fn under(columns: &SchemaRef, batch: &RecordBatch) -> Result<RecordBatch, ArrowError> {
    let exactly = CastOptions {
        safe: false,
        ..CastOptions::default()
    };
    let arrays = batch
        .columns()
        .iter()
        .zip(columns.fields())
        .map(|(array, field)| {
            if array.data_type() == field.data_type() {
                return Ok(Arc::clone(array));
            }
            cast_with_options(array, field.data_type(), &exactly)
        });
    let arrays = arrays.collect::<Result<Vec<_>, _>>()?;
    let options = RecordBatchOptions::new().with_row_count(Some(batch.num_rows()));
    RecordBatch::try_new_with_options(Arc::clone(columns), arrays, &options)
}

fn labelled(schema: &Schema, labels: &Labels) -> SchemaRef {
    let count = schema.fields().len();
    let field = |(position, field): (usize, &Arc<Field>)| match labels.at(position, count) {
        Some(label) => field.as_ref().clone().with_name(label),
        None => field.as_ref().clone(),
    };
    let fields: Vec<Field> = schema
        .fields()
        .iter()
        .enumerate()
        .map(field)
        .map(|field| {
            let kind = shown(field.data_type());
            field.with_nullable(true).with_data_type(kind)
        })
        .collect();
    Arc::new(Schema::new(fields))
}

/// The type in which a column is answered: times as the store's, in microseconds, whatever a function makes them.
fn shown(kind: &DataType) -> DataType {
    match kind {
        DataType::Timestamp(_, zone) => {
            let zone = zone.as_ref().map(|zone| match zone.as_ref() {
                "+00:00" | "Z" => "UTC".into(),
                _ => Arc::clone(zone),
            });
            DataType::Timestamp(TimeUnit::Microsecond, zone)
        }
        other => other.clone(),
    }
}

fn parameters(plan: &LogicalPlan) -> Result<Schema> {
    let mut fields: Vec<(String, DataType)> = plan
        .get_parameter_types()?
        .into_iter()
        .map(|(name, kind)| (name, kind.unwrap_or(DataType::Utf8)))
        .collect();
    // `$2` before `$10`.
    fields.sort_by_key(|(name, _)| (name.len(), name.clone()));
    Ok(Schema::new(
        fields
            .into_iter()
            .map(|(name, kind)| Field::new(name, kind, true))
            .collect::<Vec<_>>(),
    ))
}
