//! The seam that every face uses: prepare → describe → run, and cancel.

use std::sync::{Arc, Mutex, PoisonError};

use datafusion::catalog::{
    CatalogProvider, MemoryCatalogProvider, MemorySchemaProvider, SchemaProvider,
};
use datafusion::execution::context::{SessionConfig, SessionContext};
use datafusion::execution::session_state::SessionStateBuilder;
use datafusion::sql::parser::Statement as Parsed;
use datafusion::sql::sqlparser::ast;
use storeql_catalog::Catalog;
use storeql_connection::Connection;
use tokio_util::sync::CancellationToken;

use crate::dialect::{self, names::Names};
use crate::error::{Error, Kind, Result};
use crate::prepared::{Prepared, StatementKind};
use crate::procedure::Execution;
use crate::rules::{CountByApi, ExtremeBySort, FiltersOfParents, KeysAcrossJoins, SortByApi};
use crate::scan::StoreTable;
use crate::store::Store;

/// The catalog's name in three-part names.
const CATALOG: &str = "storeql";
/// Keys of a join's small side that may travel to the other side.
const MOST_JOIN_KEYS: usize = 10_000;

/// One store, open. Shared by its sessions.
#[derive(Debug)]
pub struct Engine {
    store: Arc<Store>,
    options: Options,
}

/// How an engine plans. The defaults are for use; the tests compare them with the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Options {
    /// Filters, limits, sorts and counts travel to the API. Without it every table is read whole.
    pub pushdown: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { pushdown: true }
    }
}

impl Engine {
    /// Opens a store with the built-in tables. Sends nothing: the first query signs in.
    pub async fn open(connection: Connection) -> Result<Arc<Engine>> {
        Self::open_with(connection, Options::default()).await
    }

    /// Opens a store that plans as `options` say.
    pub async fn open_with(connection: Connection, options: Options) -> Result<Arc<Engine>> {
        let catalog = Arc::new(Catalog::builtin().clone());
        Ok(Arc::new(Engine {
            store: Arc::new(Store::new(catalog, connection)),
            options,
        }))
    }

    /// What the store offers.
    pub fn catalog(&self) -> &Arc<Catalog> {
        self.store.catalog()
    }

    /// The connection it was opened with.
    pub fn connection(&self) -> &Connection {
        self.store.connection()
    }

    /// A session of its own settings; sessions do not see each other.
    pub fn session(self: &Arc<Self>) -> Session {
        Session::new(&self.store, self.options)
    }
}

/// One person's or program's conversation with a store.
pub struct Session {
    store: Arc<Store>,
    context: SessionContext,
    names: Mutex<Arc<Names>>,
    running: Canceller,
}

impl std::fmt::Debug for Session {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Session")
            .field("store", &self.store)
            .finish_non_exhaustive()
    }
}

impl Session {
    fn new(store: &Arc<Store>, options: Options) -> Self {
        let schema_name = store.connection().schema_name().to_owned();
        let mut state = SessionStateBuilder::new()
            .with_config(config(&schema_name))
            .with_default_features();
        if options.pushdown {
            state = state
                .with_optimizer_rule(Arc::new(CountByApi))
                .with_optimizer_rule(Arc::new(ExtremeBySort))
                .with_optimizer_rule(Arc::new(FiltersOfParents))
                .with_physical_optimizer_rule(Arc::new(SortByApi))
                .with_physical_optimizer_rule(Arc::new(KeysAcrossJoins));
        }
        let mut context = SessionContext::new_with_state(state.build());
        // Registering can only fail where a registry is read-only, which a session's own is not.
        let _ = datafusion_functions_json::register_all(&mut context);
        let mut names = Names::default();
        let schema = tables(store, options, &mut names);
        let catalog = MemoryCatalogProvider::new();
        let _ = catalog.register_schema(&schema_name, schema);
        context.register_catalog(CATALOG, Arc::new(catalog));
        Self {
            store: Arc::clone(store),
            context,
            names: Mutex::new(Arc::new(names)),
            running: Canceller::default(),
        }
    }

    /// Cuts a text into its statements, so that a face runs each of them, or none.
    pub fn split(&self, text: &str) -> Result<Vec<String>> {
        dialect::split(text)
    }

    /// Parses and plans one statement. Sends nothing that changes anything.
    pub async fn prepare(&self, sql: &str) -> Result<Prepared> {
        let names = Arc::clone(&self.names.lock().unwrap_or_else(PoisonError::into_inner));
        let statement = dialect::parse(sql, &names)?;
        if let Some(call) = statement.call {
            if statement.explain.is_some() {
                return Err(unsupported("EXPLAIN of a procedure"));
            }
            let execution = Execution::new(&self.store, call)?;
            let running = self.running.clone();
            return Ok(Prepared::of_procedure(
                self.context.clone(),
                execution,
                running,
            ));
        }
        let kind = kind(&statement.parsed, statement.explain.is_some())?;
        let state = self.context.state();
        let plan = state.statement_to_plan(statement.parsed).await?;
        let most = self
            .store
            .connection()
            .max_rows()
            .filter(|_| kind == StatementKind::Query);
        Prepared::new(
            self.context.clone(),
            plan,
            kind,
            statement.labels,
            statement.explain,
            most,
            self.running.clone(),
        )
    }

    /// Stops whatever the session runs, from another thread or task.
    pub fn canceller(&self) -> Canceller {
        self.running.clone()
    }
}

fn config(schema: &str) -> SessionConfig {
    let mut config = SessionConfig::new()
        .with_default_catalog_and_schema(CATALOG, schema)
        .with_create_default_catalog_and_schema(false)
        .with_information_schema(true)
        // It polls ahead, and here that costs requests.
        .with_round_robin_repartition(false);
    let options = config.options_mut();
    options.sql_parser.parse_float_as_decimal = true;
    // The rule of ours asks the API; this one would also take orders that nobody limits.
    options.optimizer.enable_sort_pushdown = false;
    // These tighten while rows come and are never complete before: a scan could only wait for ever.
    options.optimizer.enable_topk_dynamic_filter_pushdown = false;
    options.optimizer.enable_aggregate_dynamic_filter_pushdown = false;
    options
        .optimizer
        .hash_join_inlist_pushdown_max_distinct_values = MOST_JOIN_KEYS;
    options.optimizer.hash_join_inlist_pushdown_max_size = 16 * 1024 * 1024;
    config
}

fn tables(store: &Arc<Store>, options: Options, names: &mut Names) -> Arc<dyn SchemaProvider> {
    let schema = MemorySchemaProvider::new();
    for table in store.catalog().tables() {
        let aliases = table.aliases.iter().map(String::as_str);
        let columns = table
            .columns
            .values()
            .map(|column| (column.name.as_str(), column.aliases.as_slice()));
        names.add(&table.name, aliases, columns);
        let provider = StoreTable::new(Arc::clone(store), Arc::clone(table), options.pushdown);
        // Names are unique: the catalogue's validator saw to it.
        let _ = schema.register_table(table.name.clone(), Arc::new(provider));
    }
    Arc::new(schema)
}

/// What a statement does; one that StoreQL does not do is refused here, in a sentence.
fn kind(parsed: &Parsed, explained: bool) -> Result<StatementKind> {
    match parsed {
        Parsed::Statement(statement) => match statement.as_ref() {
            ast::Statement::Query(_) if explained => Ok(StatementKind::Explain),
            ast::Statement::Query(_)
            | ast::Statement::ShowTables { .. }
            | ast::Statement::ShowColumns { .. }
            | ast::Statement::ShowVariable { .. }
            | ast::Statement::ExplainTable { .. } => Ok(StatementKind::Query),
            ast::Statement::Insert(_)
            | ast::Statement::Update { .. }
            | ast::Statement::Delete(_)
            | ast::Statement::Merge { .. }
            | ast::Statement::Truncate { .. } => Err(Error::new(
                Kind::Unsupported,
                "this version of StoreQL reads and does not write: nothing was sent to the store",
            )),
            other => {
                let text = other.to_string();
                Err(unsupported(
                    text.split_whitespace().next().unwrap_or("this statement"),
                ))
            }
        },
        _ => Err(unsupported("this statement")),
    }
}

fn unsupported(what: &str) -> Error {
    Error::new(
        Kind::Unsupported,
        format!("{what} is not supported; StoreQL reads a store with SELECT"),
    )
}

/// Stops what a session runs.
#[derive(Debug, Clone, Default)]
pub struct Canceller {
    /// Parent of the tokens of all runs since the last cancel.
    runs: Arc<Mutex<CancellationToken>>,
}

impl Canceller {
    /// Ends the running statements; their streams answer an error of kind `Cancelled`.
    pub fn cancel(&self) {
        std::mem::take(&mut *self.runs.lock().unwrap_or_else(PoisonError::into_inner)).cancel();
    }

    /// A token for a new run.
    pub(crate) fn begin(&self) -> CancellationToken {
        self.runs
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .child_token()
    }
}
