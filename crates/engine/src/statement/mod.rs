//! A statement, planned: what it will answer, and what a run of it does. A plan is DataFusion's, or a procedure's call.

mod checked;
mod clock;
mod columns;
mod execute;
mod journal;
mod kind;
mod session_table;
mod write;

use std::path::PathBuf;
use std::sync::Arc;

use arrow::array::RecordBatch;
use arrow::datatypes::{Schema, SchemaRef};
use datafusion::execution::TaskContext;
use datafusion::execution::context::SessionContext;
use datafusion::logical_expr::{LogicalPlan, LogicalPlanBuilder};
use datafusion::physical_plan::{ExecutionPlan, displayable, execute_stream};
use datafusion::scalar::ScalarValue;
use futures::stream::{self, BoxStream};
use futures::{StreamExt, TryStreamExt};

pub(crate) use self::columns::labelled;
use self::columns::{under, with_untold_as_text};
pub use self::kind::StatementKind;
use crate::binding::{named, parameters};
use crate::cost;
use crate::datafusion::cancellable::cancellable;
use crate::error::{Error, ErrorKind, Result};
use crate::estimate::{self, Estimate};
use crate::explain;
use crate::large_stack::OnLargeStack;
use crate::limits::Limits;
use crate::origins::{Origin, origins};
use crate::parameters::Parameters;
use crate::partition::{Part, Partition};
use crate::partitioning::{self, store_hash};
use crate::procedure::Execution;
use crate::run::{Run, RunEnvironment};
use crate::run_state::RunState;
use crate::session_options::Files;
use crate::sql::around::Around;
use crate::sql::labels::Labels;
use crate::sql::resolved::Explain;
use crate::sql::session_tables::SessionTableChange;
use crate::sql::view_change::ViewChange;
use crate::views;
use crate::writing::{self, Writing};

/// Rows as they come.
type Batches = BoxStream<'static, Result<RecordBatch>>;

/// A statement, planned: what it will answer, and its runs.
///
/// ```no_run
/// # async fn example(session: storeql_engine::Session) -> Result<(), storeql_engine::Error> {
/// use std::sync::Arc;
/// use arrow::array::{Int64Array, RecordBatch};
/// use futures::TryStreamExt;
///
/// let prepared = session.prepare("SELECT id, total_inc_tax FROM orders WHERE customer_id = $1").await?;
/// assert_eq!(prepared.parameters().field(0).name(), "$1");
/// assert_eq!(prepared.columns().field(1).name(), "total_inc_tax");
/// let customer: arrow::array::ArrayRef = Arc::new(Int64Array::from(vec![7]));
/// let values = RecordBatch::try_from_iter([("$1", customer)]).map_err(|error| eprintln!("{error}")).unwrap();
/// let run = prepared.run(values.into()).await?;
/// let batches: Vec<RecordBatch> = run.rows.try_collect().await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Prepared {
    planned: Arc<Planned>,
}

/// What the runs of a statement share.
struct Planned {
    context: SessionContext,
    work: Work,
    kind: StatementKind,
    explain: Option<Explain>,
    columns: SchemaRef,
    origins: Vec<Option<Origin>>,
    parameters: Schema,
    environment: RunEnvironment,
}

/// What there is to run.
enum Work {
    Plan(Box<LogicalPlan>),
    Procedure(Execution),
    Views(ViewChange),
    Around(Around),
    /// The change, and the query of its rows.
    SessionTable(SessionTableChange, Option<Box<LogicalPlan>>),
    Write(Box<Writing>),
    Journal {
        path: PathBuf,
        /// The files that it may read.
        files: Files,
    },
    /// A statement that was prepared, and the query of its values.
    Execute {
        prepared: Prepared,
        values: Option<Prepared>,
    },
    /// A statement that is run where a query has no rows.
    Checked {
        check: Prepared,
        prepared: Prepared,
    },
}

impl std::fmt::Debug for Prepared {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Prepared")
            .field("kind", &self.planned.kind)
            .field("columns", &self.planned.columns)
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
        environment: RunEnvironment,
    ) -> Result<Self> {
        let (columns, origins) = match explain {
            Some(explain) => expressions(explain::columns(explain)),
            None => (labelled(plan.schema().as_arrow(), &labels), origins(&plan)),
        };
        let parameters = parameters([&plan])?;
        let columns = match parameters.fields().is_empty() {
            true => columns,
            false => with_untold_as_text(&columns),
        };
        Ok(Self::of(Planned {
            context,
            work: Work::Plan(Box::new(plan)),
            kind,
            explain,
            columns,
            origins,
            parameters,
            environment,
        }))
    }

    pub(crate) fn of_procedure(
        context: SessionContext,
        execution: Execution,
        explain: Option<Explain>,
        environment: RunEnvironment,
    ) -> Self {
        let (kind, columns) = match explain {
            Some(explain) => (StatementKind::Explain, explain::columns(explain)),
            None => (StatementKind::Procedure, execution.columns()),
        };
        let (columns, origins) = expressions(columns);
        Self::of(Planned {
            context,
            kind,
            explain,
            columns,
            origins,
            parameters: execution.parameters(),
            work: Work::Procedure(execution),
            environment,
        })
    }

    pub(crate) fn of_views(
        context: SessionContext,
        change: ViewChange,
        environment: RunEnvironment,
    ) -> Self {
        Self::of_session(context, Work::Views(change), environment)
    }

    pub(crate) fn of_around(
        context: SessionContext,
        around: Around,
        environment: RunEnvironment,
    ) -> Self {
        Self::of_session(context, Work::Around(around), environment)
    }

    /// A statement that changes the session, and answers no rows.
    fn of_session(context: SessionContext, work: Work, environment: RunEnvironment) -> Self {
        Self::of(Planned {
            context,
            kind: StatementKind::Session,
            explain: None,
            columns: Arc::new(Schema::empty()),
            origins: Vec::new(),
            parameters: Schema::empty(),
            work,
            environment,
        })
    }

    pub(crate) fn of_write(
        context: SessionContext,
        writing: Writing,
        explain: Option<Explain>,
        environment: RunEnvironment,
    ) -> Result<Self> {
        let returned = writing.returned();
        let (kind, columns) = match (explain, returned) {
            (Some(explain), _) => (StatementKind::Explain, explain::columns(explain)),
            (None, Some(returned)) => (StatementKind::Write, Arc::clone(&returned.columns)),
            (None, None) => (StatementKind::Write, Arc::new(Schema::empty())),
        };
        let (columns, origins) = expressions(columns);
        Ok(Self::of(Planned {
            context,
            kind,
            explain,
            columns,
            origins,
            parameters: parameters(writing.inputs())?,
            work: Work::Write(Box::new(writing)),
            environment,
        }))
    }

    fn of(planned: Planned) -> Self {
        Self {
            planned: Arc::new(planned),
        }
    }

    /// The statement as it was typed.
    pub fn typed(&self) -> &str {
        &self.planned.environment.typed
    }

    /// What its placeholders are, by name (`$1`), in the order in which [`Parameters`] has their values.
    pub fn parameters(&self) -> &Schema {
        &self.planned.parameters
    }

    /// The columns of its rows.
    pub fn columns(&self) -> &SchemaRef {
        &self.planned.columns
    }

    /// The column of a table that each column of its rows is; none where that is an expression.
    pub fn origins(&self) -> &[Option<Origin>] {
        &self.planned.origins
    }

    /// Whether it reads, writes or explains.
    pub fn kind(&self) -> StatementKind {
        self.planned.kind
    }

    /// The time zone of its session, as [`Session::time_zone`](crate::Session::time_zone).
    pub fn time_zone(&self) -> Option<String> {
        let zone = self.planned.environment.shared.settings.zone()?;
        Some(zone.name().to_owned())
    }

    /// Whether a run answers rows: as its kind says, and where a statement that writes has RETURNING.
    pub fn answers_rows(&self) -> bool {
        self.kind().answers_rows() || !self.planned.columns.fields().is_empty()
    }

    /// Begins a run, and another one each time. An error where the values do not fit the placeholders; what goes wrong later
    /// is an error among the run's rows.
    ///
    /// The run's work happens on the runtime that polls this.
    pub async fn run(&self, parameters: Parameters) -> Result<Run> {
        let planned = &self.planned;
        let values = planned.at_once(planned.bound(&parameters)?);
        let run = planned
            .environment
            .start(planned.limits(), &planned.columns, |state| {
                let each = Arc::clone(&state);
                let until_cut = Arc::clone(&state);
                let planned = Arc::clone(planned);
                let answers = stream::iter(values)
                    .take_while(move |_| futures::future::ready(!until_cut.is_cut()))
                    .then(move |values| Arc::clone(&planned).answer(values, Arc::clone(&each)))
                    .try_flatten();
                self.planned.cut(answers.boxed(), state)
            });
        Ok(run)
    }

    /// The rows in parts, each of which [`Session::read`](crate::Session::read) reads by itself, in this process or another;
    /// every row is in one of them. Sends two small requests at most, for the first and the last key.
    ///
    /// A query is cut where its rows are those of one table that is read by ranges of its key, chosen and computed row by
    /// row: `SELECT id, total_inc_tax * 2 FROM orders WHERE status_id = 11`. Any other query is one part, the whole. A query
    /// with parameters has no parts, and what is no query neither.
    pub async fn partitions(&self) -> Result<Vec<Partition>> {
        let planned = &self.planned;
        let Work::Plan(plan) = &planned.work else {
            return Err(unsupported("only a query has partitions"));
        };
        if planned.kind != StatementKind::Query {
            return Err(unsupported("only a query has partitions"));
        }
        if !planned.parameters.fields().is_empty() {
            let message = "a query with parameters has no partitions; write the values into it";
            return Err(unsupported(message));
        }
        let zone = planned.environment.shared.settings.zone_name();
        let partition = Partition {
            statement: planned.environment.log.text().to_owned(),
            store: store_hash(planned.environment.shared.namespace.store()).await?,
            definition: partitioning::definition(plan, &zone)?,
            part: None,
        };
        let parts = planned.parts(plan).await?.into_iter();
        Ok(parts
            .map(|part| Partition {
                part,
                ..partition.clone()
            })
            .collect())
    }

    /// Begins a run for the rows of one partition of this query.
    pub(crate) async fn part(&self, partition: &Partition) -> Result<Run> {
        let planned = &self.planned;
        let Work::Plan(plan) = &planned.work else {
            return Err(unsupported("only a query has partitions"));
        };
        let zone = planned.environment.shared.settings.zone_name();
        if partition.definition != partitioning::definition(plan, &zone)? {
            return Err(partition.refused("a table or a view of it is defined otherwise here, or the session's time zone is another"));
        }
        let plan = match &partition.part {
            Some(part) => partitioning::within(plan.as_ref().clone(), part)?,
            None => plan.as_ref().clone(),
        };
        let part = Planned {
            context: planned.context.clone(),
            work: Work::Plan(Box::new(plan)),
            explain: None,
            columns: Arc::clone(&planned.columns),
            origins: Vec::new(),
            parameters: planned.parameters.clone(),
            environment: planned.environment.clone(),
            kind: planned.kind,
        };
        Self::of(part).run(Parameters::none()).await
    }

    /// What a run with these values, one row of them, is expected to cost: what EXPLAIN says, as data. Sends nothing.
    pub async fn estimate(&self, parameters: Parameters) -> Result<Estimate> {
        let planned = &self.planned;
        let Work::Plan(plan) = &planned.work else {
            return Err(unsupported("only a query has an estimate"));
        };
        let values = planned.bound(&parameters)?;
        let Ok([values]) = <[_; 1]>::try_from(values) else {
            let message = "an estimate is for one row of parameters";
            return Err(Error::new(ErrorKind::InvalidValue, message));
        };
        let (_, physical) =
            OnLargeStack::new(planned.physical(plan, values, planned.limits().rows)).await?;
        Ok(planned.estimated(physical.as_ref()))
    }
}

impl Planned {
    /// The limits of a run that begins now. Only a query's rows are cut.
    fn limits(&self) -> Limits {
        let cuts = self.kind == StatementKind::Query;
        self.environment.limits(cuts)
    }

    /// The parts of a query's rows; the whole is none.
    async fn parts(&self, plan: &LogicalPlan) -> Result<Vec<Option<Part>>> {
        let whole = Ok(vec![None]);
        // Of a result that is cut no part can be cut.
        let limits = self.limits();
        if limits.rows.is_some() {
            return whole;
        }
        let (_, physical) = OnLargeStack::new(self.physical(plan, Vec::new(), None)).await?;
        let Some(cut) = partitioning::Cut::of(plan, physical.as_ref()) else {
            return whole;
        };
        let ends = self
            .context
            .state()
            .create_logical_plan(&cut.ends())
            .await
            .map_err(Error::of_datafusion)?;
        let state = self.environment.state(limits);
        let rows = self.read(&ends, Vec::new(), &state).await?;
        let rows: Vec<RecordBatch> = rows.try_collect().await?;
        Ok(match partitioning::keys(&rows) {
            Some((low, high)) => cut.parts(low, high).into_iter().map(Some).collect(),
            None => vec![None],
        })
    }

    fn estimated(&self, physical: &dyn ExecutionPlan) -> Estimate {
        let Limits { requests, .. } = self.limits();
        let milliseconds = self.environment.shared.requests.milliseconds();
        estimate::of_plan(physical, requests, milliseconds)
    }

    /// What the statement answers with one row of values, or with several that it takes at once.
    async fn answer(
        self: Arc<Self>,
        all: Vec<Vec<ScalarValue>>,
        state: Arc<RunState>,
    ) -> Result<Batches> {
        let first = |all: Vec<Vec<ScalarValue>>| all.into_iter().next().unwrap_or_default();
        match &self.work {
            Work::Plan(plan) => self.read(plan, first(all), &state).await,
            Work::Procedure(call) => {
                let values = first(all);
                let rows = match self.explain {
                    None => call.run(&values, &state).await?,
                    Some(explain) => {
                        let lines = call.explained(&values, explain.bodies)?;
                        explain::rows(explain, lines, None)?
                    }
                };
                Ok(one_batch(rows))
            }
            Work::Views(change) => {
                let namespace = &self.environment.shared.namespace;
                let done = views::change(&self.context.state(), namespace, change).await?;
                state.did(done);
                Ok(stream::empty().boxed())
            }
            Work::Around(around) => {
                state.did(self.environment.shared.carry_out(around));
                Ok(stream::empty().boxed())
            }
            Work::SessionTable(change, rows) => {
                self.change_session_table(change, rows.as_deref(), first(all), &state)
                    .await
            }
            Work::Write(writing) => {
                let done = self.write(writing, all, &state).await;
                done.map_err(|error| writing::after_writes(error, &state))
            }
            Work::Execute { prepared, values } => {
                Self::executed(prepared, values.as_ref(), state).await
            }
            Work::Checked { check, prepared } => Self::checked(check, prepared, state).await,
            Work::Journal { path, files } => {
                self.resume(path, files, &state).await?;
                Ok(stream::empty().boxed())
            }
        }
    }

    async fn read(
        &self,
        plan: &LogicalPlan,
        values: Vec<ScalarValue>,
        state: &Arc<RunState>,
    ) -> Result<Batches> {
        let runs = self.explain.is_none_or(|explain| explain.analyze);
        if runs {
            self.read_zone(state).await?;
        }
        let (logical, physical) =
            OnLargeStack::new(self.physical(plan, values, state.limits().rows)).await?;
        let shown = displayable(physical.as_ref());
        self.environment.log.planned(shown.indent(false));
        if runs {
            cost::check(physical.as_ref(), state.scans()).await?;
        }
        let Some(explain) = self.explain else {
            return self.execute(physical, state);
        };
        let estimate = self.estimated(physical.as_ref());
        let mut lines = explain::planned(&logical, physical.as_ref(), &estimate);
        if self.environment.shared.settings.zone().is_none() {
            lines.push(explain::zone_unknown());
        }
        if runs {
            let rows = self.execute(Arc::clone(&physical), state)?;
            lines.extend(explain::ran(rows, physical.as_ref(), state).await?);
        }
        Ok(one_batch(explain::rows(explain, lines, Some(&estimate))?))
    }

    /// Plans anew for each run: `now()`, the parameters' values and how many rows are wanted at most are part of a plan.
    async fn physical(
        &self,
        plan: &LogicalPlan,
        values: Vec<ScalarValue>,
        most_rows: Option<u64>,
    ) -> Result<(LogicalPlan, Arc<dyn ExecutionPlan>)> {
        let mut plan = plan.clone();
        if !values.is_empty() {
            let values = named(&self.parameters, values, &self.zone())?;
            plan = plan
                .with_param_values(values)
                .map_err(Error::of_datafusion)?;
        }
        if let Some(most) = most_rows {
            // One more, by which a cut is known.
            let most = usize::try_from(most)
                .unwrap_or(usize::MAX)
                .saturating_add(1);
            plan = LogicalPlanBuilder::from(plan)
                .limit(0, Some(most))
                .and_then(LogicalPlanBuilder::build)
                .map_err(Error::of_datafusion)?;
        }
        let state = self.context.state();
        let plan = self.on_the_clock(plan)?;
        let optimized = state.optimize(&plan).map_err(Error::of_datafusion)?;
        let physical = state
            .query_planner()
            .create_physical_plan(&optimized, &state)
            .await
            .map_err(Error::of_datafusion)?;
        Ok((optimized, physical))
    }

    fn execute(&self, plan: Arc<dyn ExecutionPlan>, run: &Arc<RunState>) -> Result<Batches> {
        let plan = cancellable(plan, &run.scans().cancelled).map_err(Error::of_datafusion)?;
        let state = self.context.state();
        let config = state
            .config()
            .clone()
            .with_extension(Arc::clone(run.scans()));
        let config = self.environment.shared.within(config);
        let task = TaskContext::from(&state).with_session_config(config);
        let rows = execute_stream(plan, Arc::new(task)).map_err(Error::of_datafusion)?;
        Ok(rows.map_err(Error::of_datafusion).boxed())
    }

    /// Rows under the labels that were typed, cut at `MaxRows`.
    fn cut(&self, rows: Batches, state: Arc<RunState>) -> Batches {
        let columns = Arc::clone(&self.columns);
        let most = state.limits().rows.unwrap_or(u64::MAX);
        let mut left = most;
        let cut = move |batch: Result<RecordBatch>| {
            let mut batch = batch?;
            let count = batch.num_rows() as u64;
            if count > left {
                state.cut(most);
                batch = batch.slice(0, usize::try_from(left).unwrap_or(usize::MAX));
            }
            left -= count.min(left);
            Ok(under(&columns, &batch)?)
        };
        rows.map(cut).boxed()
    }
}

fn unsupported(message: &str) -> Error {
    Error::new(ErrorKind::Unsupported, message)
}

/// Columns that are none of a table's.
fn expressions(columns: SchemaRef) -> (SchemaRef, Vec<Option<Origin>>) {
    let origins = vec![None; columns.fields().len()];
    (columns, origins)
}

fn one_batch(batch: RecordBatch) -> Batches {
    stream::iter([Ok(batch)]).boxed()
}
