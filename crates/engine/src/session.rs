//! The seam that every face uses: prepare → describe → run, and cancel.

mod calls;
mod named;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;

use arrow::datatypes::Schema;
use datafusion::execution::context::SessionContext;
use datafusion::execution::runtime_env::RuntimeEnv;
use datafusion::execution::session_state::SessionStateBuilder;
use datafusion::logical_expr::LogicalPlan;
use datafusion::sql::parser::Statement as Parsed;
use datafusion::sql::sqlparser::ast;
use storeql_catalog::Catalog;
use storeql_connection::Connection;

use crate::datafusion::coercion::analyzed;
use crate::datafusion::identity::scope_identity;
use crate::datafusion::meaning::{register, with_rules};
use crate::datafusion::pushdown::with_pushdown;
use crate::datafusion::session_config::config;
use crate::datafusion::setting::current_setting;
use crate::error::{Error, ErrorKind, Result};
use crate::files;
use crate::function_names::near_function;
use crate::large_stack::OnLargeStack;
use crate::last_write::LastWrite;
use crate::memory;
use crate::mend::{Mend, Mends};
use crate::metadata::listing::Listing;
use crate::metadata::namespace::Contents;
use crate::metadata::postgres;
use crate::metadata::relation::Relation;
use crate::metadata::session_shared::SessionShared;
use crate::metadata::system;
use crate::named_statements::NamedStatements;
use crate::own_tables;
use crate::partition::Partition;
use crate::partitioning::store_hash;
use crate::run::{Run, RunEnvironment};
use crate::session_options::SessionOptions;
use crate::settings::Settings;
use crate::sql::Statement;
use crate::sql::identifiers::typed_path;
use crate::sql::named::Named;
use crate::sql::place_of_error::placed;
use crate::sql::resolved::{Explain, ResolvedStatement};
use crate::sql::schemas::CATALOG;
use crate::sql::what::{first_words, writes};
use crate::sql::writes::Write;
use crate::statement::{Prepared, StatementKind, labelled};
use crate::statement_log::StatementLog;
use crate::store::Store;
use crate::views;
use crate::writing::{Part, Returned, Rules, Writing};

/// One store, open. Shared by its sessions.
#[derive(Debug)]
pub struct Engine {
    store: Arc<Store>,
    /// Memory and files of its sessions' statements.
    runtime: Arc<RuntimeEnv>,
    contents: Arc<Contents>,
    /// PostgreSQL's catalogue, for sessions that have one.
    postgres: Arc<postgres::Built>,
    options: Options,
}

/// How an engine plans. The defaults are for use; the tests compare them with the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Options {
    /// Filters, limits, sorts and counts travel to the API. Without it every table is read whole.
    pub pushdown: bool,
    /// Bytes of rows that a query keeps, so that a table which it names twice is read once. Where they do not suffice, the
    /// table is read again.
    pub shared_bytes: usize,
    /// A mend to do without, for the test that sees whether that is noticed.
    #[doc(hidden)]
    pub without: Option<Mend>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            pushdown: true,
            shared_bytes: 64 * 1024 * 1024,
            without: None,
        }
    }
}

impl Engine {
    /// Opens a store with the built-in tables, those of the person's own and their views. Sends nothing, unless `ConnectOnOpen`
    /// is set: the first query signs in.
    pub async fn open(connection: Connection) -> Result<Arc<Engine>> {
        Self::open_with(connection, Options::default()).await
    }

    /// Opens a store that plans as `options` say.
    pub async fn open_with(connection: Connection, options: Options) -> Result<Arc<Engine>> {
        connection.open_log()?;
        let catalog = own_tables::catalog(connection.location().as_deref())?;
        let connect = connection.connect_on_open();
        let engine = Self::with(catalog, connection, options).await?;
        if connect {
            engine.store.connect().await?;
        }
        Ok(Arc::new(engine))
    }

    /// The tables and views that a connection would have, with those of `catalog` for its own: for what can be said without
    /// the store. Sends and logs nothing.
    pub async fn closed(catalog: Catalog, connection: Connection) -> Result<Arc<Engine>> {
        let engine = Self::with(catalog, connection, Options::default()).await?;
        Ok(Arc::new(engine))
    }

    async fn with(catalog: Catalog, connection: Connection, options: Options) -> Result<Engine> {
        let views = connection.user_defined_views();
        let catalog = Arc::new(catalog);
        let mut engine = Engine {
            runtime: memory::runtime(connection.max_memory())?,
            contents: Arc::new(Contents::of(
                &catalog,
                connection.schema_name(),
                system::names(),
            )),
            store: Arc::new(Store::new(catalog, connection)?),
            postgres: Arc::default(),
            options,
        };
        if let Some(file) = views {
            let Session {
                context, shared, ..
            } = Session::new(&engine, SessionOptions::default());
            let state = context.state();
            let planned = views::of_file(&state, &shared.namespace, &file);
            let contents = OnLargeStack::new(planned).await?;
            engine.contents = Arc::new(contents);
        }
        Ok(engine)
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
    ///
    /// ```no_run
    /// # async fn example(connection: storeql_connection::Connection) -> Result<(), storeql_engine::Error> {
    /// use storeql_engine::{Engine, SessionOptions};
    ///
    /// let engine = Engine::open(connection).await?;
    /// let session = engine.session(SessionOptions::default().read_only(true));
    /// # Ok(())
    /// # }
    /// ```
    pub fn session(self: &Arc<Self>, options: SessionOptions) -> Session {
        Session::new(self, options)
    }
}

/// One person's or program's conversation with a store.
pub struct Session {
    context: SessionContext,
    shared: Arc<SessionShared>,
    mends: Mends,
    /// Those that PREPARE made, or a face.
    named: NamedStatements,
    /// Bytes of rows that a statement keeps for several readers.
    shared_bytes: usize,
    options: SessionOptions,
}

impl std::fmt::Debug for Session {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Session")
            .field("store", self.shared.namespace.store())
            .finish_non_exhaustive()
    }
}

impl Session {
    fn new(engine: &Engine, options: SessionOptions) -> Self {
        let Options {
            pushdown,
            shared_bytes,
            without,
        } = engine.options;
        let store = Arc::clone(&engine.store);
        let mends = Mends { without };
        let state = SessionStateBuilder::new()
            .with_config(config(store.connection().schema_name(), mends))
            .with_runtime_env(Arc::clone(&engine.runtime))
            .with_default_features();
        let mut state = with_rules(state, mends);
        if pushdown {
            state = with_pushdown(state);
        }
        let mut context = SessionContext::new_with_state(state.build());
        register(&mut context, mends);
        files::register(&context, &options.files);
        let written = Arc::new(LastWrite::default());
        context.register_udf(scope_identity(&written));
        let settings = Arc::new(Settings::new(&store, &options));
        context.register_udf(current_setting(&settings));
        let client = options.postgres.as_ref();
        let client = client.map(|client| (client, &engine.postgres, &settings));
        let listing = Listing::of(store, pushdown, &engine.contents, client);
        if let Some(catalogue) = &listing.postgres {
            postgres::register(catalogue, &context);
        }
        let namespace = Arc::clone(&listing.namespace);
        context.register_catalog(CATALOG, Arc::new(listing));
        Self {
            context,
            shared: Arc::new(SessionShared::new(namespace, written, settings)),
            mends,
            named: NamedStatements::new(options.max_statements.unwrap_or(usize::MAX)),
            shared_bytes,
            options,
        }
    }

    /// The time zone in which its days begin, `Europe/Berlin`, and in which text output shows times; columns stay times of UTC. None where
    /// it is the store's own and no statement has read it yet.
    pub fn time_zone(&self) -> Option<String> {
        Some(self.shared.settings.zone()?.name().to_owned())
    }

    fn write_in_transaction() -> Error {
        let error = Error::new(
            ErrorKind::Unsupported,
            "a write between BEGIN and COMMIT is refused, since a store takes nothing back. Nothing was sent to the store.",
        );
        error.with_hint(
            "write COMMIT before it; a program that begins transactions by itself has a setting called autocommit",
        )
    }

    /// The statements of a text, parsed, so that a face runs each of them, or none.
    pub fn split(&self, text: &str) -> Result<Vec<Statement>> {
        Statement::split(text).map_err(|error| self.unparsed(text, error))
    }

    /// Parses and plans the only statement of a text.
    pub async fn prepare(&self, sql: &str) -> Result<Prepared> {
        let statement =
            Statement::one_with(sql, self.mends).map_err(|error| self.unparsed(sql, error))?;
        self.prepare_statement(&statement).await
    }

    /// Plans one statement. Sends nothing that changes anything.
    pub async fn prepare_statement(&self, statement: &Statement) -> Result<Prepared> {
        let log = Arc::new(StatementLog::new(
            self.shared.namespace.store(),
            statement.text(),
        ));
        OnLargeStack::new(self.plan(statement, Arc::clone(&log)))
            .await
            .map_err(|error| {
                let error = near_function(error, &self.context.state());
                log.refused(placed(error, statement.text()))
            })
    }

    fn unparsed(&self, text: &str, error: Error) -> Error {
        StatementLog::of_text(self.shared.namespace.store(), text).refused(error)
    }

    async fn plan(&self, typed: &Statement, log: Arc<StatementLog>) -> Result<Prepared> {
        let contents = self.shared.namespace.contents();
        let store = self.shared.namespace.store();
        if (self.options.read_only || store.connection().read_only()) && writes(typed.parsed()) {
            return Err(read_only(typed));
        }
        if self.shared.in_transaction.load(Ordering::SeqCst) && writes(typed.parsed()) {
            return Err(Self::write_in_transaction());
        }
        let environment = RunEnvironment {
            shared: Arc::clone(&self.shared),
            text: system::shown(log.text()),
            typed: typed.text().into(),
            log,
            shared_bytes: self.shared_bytes,
        };
        match Named::of(typed.parsed(), typed.text())? {
            // Without a statement of that name it is a procedure.
            Some(Named::Execute { name, .. }) if !self.named.has(&name) && self.calls(&name) => {}
            Some(named) => return self.plan_named(named, environment).await,
            None => {}
        }
        let statement = ResolvedStatement::of(typed, &contents.names, store.catalog(), self.mends)?;
        if let Some(call) = statement.call {
            return self
                .prepare_call(call, statement.explain, environment)
                .await;
        }
        if let Some(around) = statement.around {
            if statement.explain.is_some() {
                return Err(unsupported("EXPLAIN of a statement of the session"));
            }
            return Ok(Prepared::of_around(
                self.context.clone(),
                around,
                environment,
            ));
        }
        if let Some(change) = statement.view {
            if statement.explain.is_some() {
                return Err(unsupported("EXPLAIN of a change of views"));
            }
            // What is wrong with the view is told now, and checked again when it runs.
            views::changed(&self.context.state(), &self.shared.namespace, &change).await?;
            return Ok(Prepared::of_views(
                self.context.clone(),
                change,
                environment,
            ));
        }
        if let Some(change) = statement.session_table {
            if statement.explain.is_some() {
                return Err(unsupported("EXPLAIN of a change of a session table"));
            }
            let rows = match change.rows() {
                Some(rows) => Some(self.planned(rows).await?),
                None => None,
            };
            let context = self.context.clone();
            return Prepared::of_session_table(context, change, rows, environment);
        }
        if let Some(write) = statement.write {
            let most_rows = store.connection().max_affected_rows();
            return self
                .prepare_write(write, statement.explain, environment, most_rows)
                .await;
        }
        let kind = kind(&statement.parsed, statement.explain.is_some())?;
        let state = self.context.state();
        let plan = match &statement.described {
            Some(table) => {
                let relation = Relation::of(&self.shared.namespace, table);
                let rows = self
                    .context
                    .read_batch(relation.described()?)
                    .map_err(Error::of_datafusion)?;
                rows.into_unoptimized_plan()
            }
            None => {
                let plan = state.statement_to_plan(statement.parsed).await;
                let plan = match self.mends.has(Mend::CoercedTypes) {
                    true => plan.and_then(|plan| analyzed(&state, plan)),
                    false => plan,
                };
                plan.map_err(Error::of_datafusion)?
            }
        };
        Prepared::new(
            self.context.clone(),
            plan,
            kind,
            statement.labels,
            statement.explain,
            environment,
        )
    }

    /// The plan of a query whose names are canonical.
    async fn planned(&self, query: &ast::Statement) -> Result<LogicalPlan> {
        let state = self.context.state();
        let parsed = Parsed::Statement(Box::new(query.clone()));
        let plan = state.statement_to_plan(parsed).await;
        let plan = plan.and_then(|plan| analyzed(&state, plan));
        plan.map_err(Error::of_datafusion)
    }

    /// How a statement that writes is shown, where the session sends none.
    fn dry_run(&self) -> Option<Explain> {
        self.options.dry_run.then_some(Explain {
            analyze: false,
            bodies: true,
            json: false,
        })
    }

    /// Plans a statement that writes, of `most_rows` rows where it chooses them.
    async fn prepare_write(
        &self,
        write: Write,
        explain: Option<Explain>,
        environment: RunEnvironment,
        most_rows: Option<u64>,
    ) -> Result<Prepared> {
        if explain.is_some_and(|explain| explain.analyze) {
            return Err(unsupported("EXPLAIN ANALYZE of a statement that writes"));
        }
        let state = self.context.state();
        let mut parts = Vec::new();
        for statement in write.parts {
            let input = self.planned(&statement.input).await?;
            let chosen = statement.choice.as_ref();
            let chosen = match chosen.and_then(|choice| choice.query.as_ref()) {
                Some(query) => Some(self.planned(query).await?),
                None => None,
            };
            parts.push(Part {
                statement,
                input,
                chosen,
            });
        }
        let returned = match write.returning {
            None => None,
            Some(returning) => {
                let answer = match &returning.query {
                    Some(query) => self.planned(query).await?.schema().as_arrow().clone(),
                    None => {
                        let input = parts.first().map(|part| part.input.schema().as_arrow());
                        input.cloned().unwrap_or_else(Schema::empty)
                    }
                };
                let all = labelled(&answer, &returning.labels);
                let fields = all.fields().iter().skip(returning.key.len()).cloned();
                let columns = Arc::new(Schema::new(fields.collect::<Vec<_>>()));
                Some(Returned { returning, columns })
            }
        };
        let connection = self.shared.namespace.store().connection();
        let rules = Rules {
            most_rows,
            allow_unfiltered: connection.allow_unfiltered_writes(),
            goes_on: connection.writes_on_after_error(),
            journal: self.journal_file(),
            files: self.options.files.clone(),
            question: self.options.question.clone(),
        };
        let writing = Writing::new(&state, write.word, parts, returned, rules)?;
        Prepared::of_write(
            self.context.clone(),
            writing,
            explain.or(self.dry_run()),
            environment,
        )
    }

    /// Where its writes are written down.
    fn journal_file(&self) -> Option<PathBuf> {
        let connection = self.shared.namespace.store().connection();
        let own = self.options.journal.clone();
        own.or_else(|| connection.journal_file())
    }

    /// The write that a journal has, to be gone on with: what was confirmed is left alone, what was not tried is sent, and what may
    /// have been written is looked for first. A call of a procedure is repeated only where that does no harm.
    ///
    /// ```no_run
    /// # async fn example(session: storeql_engine::Session) -> Result<(), storeql_engine::Error> {
    /// use futures::TryStreamExt;
    /// use storeql_engine::Parameters;
    ///
    /// let mut run = session.resume("prices.journal".as_ref())?.run(Parameters::none()).await?;
    /// while run.rows.try_next().await?.is_some() {}
    /// println!("{}", run.message().unwrap_or_default());
    /// # Ok(())
    /// # }
    /// ```
    pub fn resume(&self, journal: &Path) -> Result<Prepared> {
        let store = self.shared.namespace.store();
        if self.options.read_only || store.connection().read_only() {
            let message = "the session is read-only: no write is gone on with in it, and nothing was sent to the store";
            return Err(Error::new(ErrorKind::ReadOnly, message));
        }
        let text = format!("resume {}", journal.display());
        let log = Arc::new(StatementLog::new(store, &text));
        let environment = RunEnvironment {
            shared: Arc::clone(&self.shared),
            text: system::shown(log.text()),
            typed: text.into(),
            log,
            shared_bytes: self.shared_bytes,
        };
        Ok(Prepared::of_journal(
            self.context.clone(),
            journal.to_owned(),
            self.options.files.clone(),
            environment,
        ))
    }

    /// Begins a run for the rows of one part of a query, which another session of the same store has cut, in this process or
    /// in another. Refused where a table or a view that the query names is defined otherwise here.
    pub async fn read(&self, partition: &Partition) -> Result<Run> {
        let store = self.shared.namespace.store();
        if partition.store != store_hash(store).await? {
            return Err(partition.refused("it is of another store"));
        }
        let prepared = self.prepare(&partition.statement).await?;
        prepared.part(partition).await
    }

    /// What a name stands for, in any spelling that a statement may use.
    pub fn relation(&self, name: &str) -> Result<Relation> {
        let contents = self.shared.namespace.contents();
        let table = contents.names.find(&typed_path(name))?;
        Ok(Relation::of(&self.shared.namespace, table))
    }
}

/// What a statement does; one that StoreQL does not do is refused here, in a sentence.
fn kind(parsed: &Parsed, explained: bool) -> Result<StatementKind> {
    if writes(parsed) {
        let words = first_words(parsed);
        let first = words.split(' ').next().unwrap_or_default();
        let error = Error::not_done(&words).about_typed(first);
        return Err(match (parsed, first) {
            (Parsed::CreateExternalTable(_), _) => error,
            (_, "CREATE") => error.with_hint(
                "the store's tables are those that sys_tables lists: keep a query with CREATE VIEW name AS SELECT …, or name it in WITH",
            ),
            (_, "DROP" | "ALTER") => error.with_hint(
                "the store's tables are BigCommerce's and stay as they are: DELETE FROM … WHERE … deletes rows, DROP VIEW a view",
            ),
            (_, "TRUNCATE") => error.with_hint("name the rows: DELETE FROM … WHERE …"),
            _ => error,
        });
    }
    match parsed {
        Parsed::Statement(statement) => match statement.as_ref() {
            ast::Statement::Query(_) if explained => Ok(StatementKind::Explain),
            ast::Statement::Query(_)
            | ast::Statement::ShowTables { .. }
            | ast::Statement::ShowColumns { .. }
            | ast::Statement::ShowVariable { .. }
            | ast::Statement::ExplainTable { .. } => Ok(StatementKind::Query),
            _ => Err(unsupported(&first_words(parsed))),
        },
        _ => Err(unsupported(&first_words(parsed))),
    }
}

fn read_only(typed: &Statement) -> Error {
    let what = match typed.upserts() {
        true => "UPSERT".to_owned(),
        false => first_words(typed.parsed()),
    };
    let message = format!(
        "the session is read-only: there is no {what} in it, and nothing was sent to the store"
    );
    Error::new(ErrorKind::ReadOnly, message)
}

fn unsupported(what: &str) -> Error {
    let error = Error::new(
        ErrorKind::Unsupported,
        format!(
            "{what} is not supported; StoreQL reads a store with SELECT, and writes with INSERT, UPDATE, DELETE, UPSERT and MERGE"
        ),
    );
    let error = error.about_typed(what.split(' ').next().unwrap_or_default());
    match what {
        "COPY" => error.with_hint(
            "write the SELECT by itself; where its rows go is said to the program that runs it, as storeql query -o orders.csv",
        ),
        _ => error,
    }
}
