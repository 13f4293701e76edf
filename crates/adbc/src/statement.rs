//! A statement: a text or a table to insert into, the values bound to it, and its executions.

use std::fmt;
use std::sync::Arc;

use adbc_core::error::Result;
use adbc_core::options::{IngestMode, OptionStatement, OptionValue};
use adbc_core::{CancelHandle, Optionable, PartitionedResult, Statement};
use arrow::array::{RecordBatch, RecordBatchIterator, RecordBatchReader};
use arrow::datatypes::Schema;
use storeql_engine::{Parameters, Partition, Prepared, Run, Session, StatementKind};
use tokio_util::sync::CancellationToken;

use crate::bound::{gathered, parameters};
use crate::errors::{guarded, invalid, not_found, of_engine, out_of_turn, unsupported};
use crate::interrupt::Interrupt;
use crate::open::Open;
use crate::options::{BY_NAME, ERROR, STATS, WARNINGS, other_forms, switch, text};
use crate::outcome::Outcome;
use crate::reader::StoreReader;
use crate::system_rows::{path, quoted};

/// One statement of a session, which can be executed again and again.
pub struct StoreStatement {
    open: Arc<Open>,
    session: Arc<Session>,
    asks: Asks,
    bound: Option<RecordBatch>,
    by_name: bool,
    interrupt: Interrupt,
    outcome: Outcome,
    /// The connection's, of the latest execution among its statements.
    latest: Outcome,
}

/// What it asks for.
enum Asks {
    Nothing,
    Sql {
        text: String,
        prepared: Option<Arc<Prepared>>,
    },
    /// That the bound rows are inserted.
    Ingest(Target),
}

/// Where bound rows are inserted.
#[derive(Default)]
struct Target {
    catalog: Option<String>,
    schema: Option<String>,
    table: Option<String>,
    mode: Option<IngestMode>,
}

impl StoreStatement {
    pub(crate) fn new(open: Arc<Open>, session: Arc<Session>, latest: Outcome) -> Self {
        Self {
            open,
            session,
            asks: Asks::Nothing,
            bound: None,
            by_name: false,
            interrupt: Interrupt::default(),
            outcome: Outcome::default(),
            latest,
        }
    }

    /// Begins a run.
    fn begin(&self) -> Result<(StatementKind, Run)> {
        self.told(None);
        let until = self.interrupt.begin();
        let prepared = self.planned(&until)?;
        let values = match &self.bound {
            Some(batch) => parameters(prepared.parameters(), batch, self.by_name)?,
            None => Parameters::none(),
        };
        let kind = prepared.kind();
        let running = async move { prepared.run(values).await };
        let run = self.open.home.wait(&until, running)?;
        self.interrupt.has_run(&run);
        self.told(Some(&run));
        Ok((kind, run))
    }

    /// From now on the statement and its connection tell of this run.
    fn told(&self, run: Option<&Run>) {
        self.outcome.begin(run.map(Run::handle));
        self.latest.begin(run.map(Run::handle));
    }

    /// What is to be run: what has been prepared, or the text as it is planned now.
    fn planned(&self, until: &CancellationToken) -> Result<Arc<Prepared>> {
        let sql = match &self.asks {
            Asks::Nothing => {
                return Err(out_of_turn(
                    "the statement has no SQL yet: set its query first",
                ));
            }
            Asks::Sql {
                prepared: Some(prepared),
                ..
            } => return Ok(Arc::clone(prepared)),
            Asks::Sql { text, .. } => text.clone(),
            Asks::Ingest(target) => target.insert(self.bound.as_ref())?,
        };
        let session = Arc::clone(&self.session);
        let preparing = async move { session.prepare(&sql).await };
        self.open.home.wait(until, preparing).map(Arc::new)
    }

    /// From now on bound rows are to go to a table.
    fn aim(&mut self, set: impl FnOnce(&mut Target)) {
        let mut target = match std::mem::replace(&mut self.asks, Asks::Nothing) {
            Asks::Ingest(target) => target,
            _ => Target::default(),
        };
        set(&mut target);
        self.asks = Asks::Ingest(target);
    }
}

impl Target {
    /// The INSERT of these rows.
    fn insert(&self, rows: Option<&RecordBatch>) -> Result<String> {
        let Some(table) = &self.table else {
            return Err(out_of_turn("no table is named to insert into"));
        };
        match self.mode {
            Some(IngestMode::Append | IngestMode::CreateAppend) => {}
            // What ADBC does where no mode is named.
            None | Some(IngestMode::Create) => return Err(refused("create")),
            Some(IngestMode::Replace) => return Err(refused("replace")),
        }
        let Some(rows) = rows else {
            return Err(out_of_turn(format!(
                "no rows are bound that could be inserted into {table}"
            )));
        };
        let schema = rows.schema();
        let columns = schema.fields().iter().map(|field| quoted(field.name()));
        let columns = columns.collect::<Result<Vec<_>>>()?;
        if columns.is_empty() {
            return Err(invalid(format!("the rows for {table} have no columns")));
        }
        let values = (1..=columns.len()).map(|place| format!("${place}"));
        Ok(format!(
            "INSERT INTO {} ({}) VALUES ({})",
            path(self.catalog.as_deref(), self.schema.as_deref(), table)?,
            columns.join(", "),
            values.collect::<Vec<_>>().join(", ")
        ))
    }
}

fn refused(mode: &str) -> adbc_core::error::Error {
    unsupported(format!(
        "the ingest mode {mode} is not supported: a store's tables are there already and stay as they are; use append"
    ))
}

impl Statement for StoreStatement {
    fn bind(&mut self, batch: RecordBatch) -> Result<()> {
        self.bound = Some(batch);
        Ok(())
    }

    fn bind_stream(&mut self, reader: Box<dyn RecordBatchReader + Send>) -> Result<()> {
        self.bound = Some(guarded(|| gathered(reader))?);
        Ok(())
    }

    /// A query's rows come as they are read. Any other statement is done when this returns: a caller that leaves its rows unread must
    /// not leave a write half done.
    fn execute(&mut self) -> Result<Box<dyn RecordBatchReader + Send + 'static>> {
        guarded(|| {
            let (kind, run) = self.begin()?;
            let columns = run.rows.columns().clone();
            let reader = StoreReader::begun(run.rows, self.outcome.clone())?;
            if matches!(kind, StatementKind::Query | StatementKind::Explain) {
                return Ok(Box::new(reader) as Box<dyn RecordBatchReader + Send>);
            }
            let batches = reader.all()?.into_iter().map(Ok);
            Ok(Box::new(RecordBatchIterator::new(batches, columns)))
        })
    }

    /// Rows that were written; none of a statement that writes none. Rows that it answers are read and dropped.
    fn execute_update(&mut self) -> Result<Option<i64>> {
        guarded(|| {
            let (_, run) = self.begin()?;
            let handle = run.handle();
            let reader = StoreReader::begun(run.rows, self.outcome.clone())?;
            reader.read_out()?;
            Ok(handle.written().and_then(|rows| i64::try_from(rows).ok()))
        })
    }

    fn execute_schema(&mut self) -> Result<Schema> {
        guarded(|| {
            let prepared = self.planned(&self.interrupt.begin())?;
            Ok(prepared.columns().as_ref().clone())
        })
    }

    fn execute_partitions(&mut self) -> Result<PartitionedResult> {
        guarded(|| {
            if self.bound.is_some() {
                return Err(unsupported(
                    "a query with bound values has no partitions; write the values into it",
                ));
            }
            let until = self.interrupt.begin();
            let prepared = self.planned(&until)?;
            let schema = prepared.columns().as_ref().clone();
            let cutting = async move { prepared.partitions().await };
            let partitions = self.open.home.wait(&until, cutting)?;
            let partitions = partitions.iter().map(Partition::to_json);
            let partitions = partitions.map(|text| text.map(String::into_bytes));
            Ok(PartitionedResult {
                partitions: partitions
                    .collect::<storeql_engine::Result<_>>()
                    .map_err(of_engine)?,
                schema,
                rows_affected: -1,
            })
        })
    }

    fn get_parameter_schema(&self) -> Result<Schema> {
        match &self.asks {
            Asks::Sql {
                prepared: Some(prepared),
                ..
            } => Ok(prepared.parameters().clone()),
            _ => Err(out_of_turn(
                "the statement's parameters are known when it has been prepared: prepare it first",
            )),
        }
    }

    fn prepare(&mut self) -> Result<()> {
        guarded(|| {
            let planned = self.planned(&self.interrupt.begin())?;
            if let Asks::Sql { prepared, .. } = &mut self.asks {
                *prepared = Some(planned);
            }
            Ok(())
        })
    }

    fn set_sql_query(&mut self, query: impl AsRef<str>) -> Result<()> {
        self.asks = Asks::Sql {
            text: query.as_ref().to_owned(),
            prepared: None,
        };
        self.bound = None;
        Ok(())
    }

    fn set_substrait_plan(&mut self, _: impl AsRef<[u8]>) -> Result<()> {
        Err(unsupported("Substrait plans are not supported; write SQL"))
    }

    fn get_cancel_handle(&self) -> Box<dyn CancelHandle> {
        Box::new(self.interrupt.clone())
    }
}

impl Optionable for StoreStatement {
    type Option = OptionStatement;

    fn set_option(&mut self, key: OptionStatement, value: OptionValue) -> Result<()> {
        let name = key.as_ref();
        match &key {
            OptionStatement::IngestMode => {
                let mode = match IngestMode::try_from(&value)? {
                    IngestMode::Create => return Err(refused("create")),
                    IngestMode::Replace => return Err(refused("replace")),
                    mode => mode,
                };
                self.aim(|target| target.mode = Some(mode));
            }
            OptionStatement::TargetTable => {
                let table = text(name, value)?;
                self.aim(|target| target.table = Some(table));
            }
            OptionStatement::TargetCatalog => {
                let catalog = text(name, value)?;
                self.aim(|target| target.catalog = Some(catalog));
            }
            OptionStatement::TargetDbSchema => {
                let schema = text(name, value)?;
                self.aim(|target| target.schema = Some(schema));
            }
            OptionStatement::Temporary => {
                if switch(name, value)? {
                    return Err(unsupported("a store has no temporary tables"));
                }
            }
            OptionStatement::Incremental => {
                if switch(name, value)? {
                    return Err(unsupported(
                        "partitions are known all at once: incremental execution is not supported",
                    ));
                }
            }
            OptionStatement::Other(other) if other == BY_NAME => {
                self.by_name = switch(name, value)?;
            }
            _ => {
                return Err(unsupported(format!(
                    "a statement has no option {name} that can be set"
                )));
            }
        }
        Ok(())
    }

    fn get_option_string(&self, key: OptionStatement) -> Result<String> {
        let target = match &self.asks {
            Asks::Ingest(target) => Some(target),
            _ => None,
        };
        let of_target = |part: fn(&Target) -> Option<&String>| target.and_then(part).cloned();
        let value = match &key {
            OptionStatement::Other(name) => match name.as_str() {
                STATS => Some(self.outcome.stats().to_string()),
                WARNINGS => Some(self.outcome.warnings().to_string()),
                ERROR => Some(self.outcome.error().to_string()),
                BY_NAME => Some(self.by_name.to_string()),
                _ => None,
            },
            OptionStatement::IngestMode => target.and_then(|target| target.mode).map(String::from),
            OptionStatement::TargetTable => of_target(|target| target.table.as_ref()),
            OptionStatement::TargetCatalog => of_target(|target| target.catalog.as_ref()),
            OptionStatement::TargetDbSchema => of_target(|target| target.schema.as_ref()),
            // Requests so far; how many there will be is not known.
            OptionStatement::Progress => Some(self.outcome.requests().to_string()),
            OptionStatement::MaxProgress => Some("0".to_owned()),
            OptionStatement::Temporary | OptionStatement::Incremental => Some("false".to_owned()),
            _ => None,
        };
        value.ok_or_else(|| {
            not_found(format!(
                "a statement has no value of the option {}",
                key.as_ref()
            ))
        })
    }

    other_forms!(OptionStatement);
}

impl fmt::Debug for StoreStatement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bound = self.bound.as_ref().map_or(0, RecordBatch::num_rows);
        f.debug_struct("StoreStatement")
            .field("session", &self.session)
            .field("bound_rows", &bound)
            .finish_non_exhaustive()
    }
}
