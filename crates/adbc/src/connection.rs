//! A connection: one session of a store, and what it tells of the store's tables.

use std::collections::HashSet;
use std::fmt;
use std::sync::Arc;

use adbc_core::error::Result;
use adbc_core::options::{InfoCode, ObjectDepth, OptionConnection, OptionValue};
use adbc_core::schemas::GET_TABLE_TYPES_SCHEMA;
use adbc_core::{CancelHandle, Connection, Optionable};
use arrow::array::{RecordBatch, RecordBatchIterator, RecordBatchReader, StringArray};
use arrow::datatypes::Schema;
use serde::Deserialize;
use serde_json::json;
use storeql_engine::{Partition, Session, SessionOptions};
use tokio_util::sync::CancellationToken;

use crate::errors::{guarded, invalid, not_found, of_engine, out_of_turn, unsupported};
use crate::info;
use crate::interrupt::Interrupt;
use crate::objects::{TABLE_TYPES, Wanted};
use crate::open::Open;
use crate::options::{STATS, WARNINGS, other_forms, switch, text};
use crate::outcome::Outcome;
use crate::reader::StoreReader;
use crate::statement::StoreStatement;
use crate::statistics;
use crate::system_rows::{SystemTables, path};

type Answer = Box<dyn RecordBatchReader + Send + 'static>;

/// One session.
pub struct StoreConnection {
    open: Arc<Open>,
    session: Arc<Session>,
    read_only: bool,
    interrupt: Interrupt,
    /// Of the latest execution among its statements, which another thread may ask for while it goes on.
    latest: Outcome,
}

#[derive(Deserialize)]
struct CatalogName {
    #[serde(rename = "CatalogName")]
    name: String,
}

impl StoreConnection {
    pub(crate) fn new(open: Arc<Open>) -> Self {
        Self {
            session: Arc::new(open.engine.session(SessionOptions::default())),
            open,
            read_only: false,
            interrupt: Interrupt::default(),
            latest: Outcome::default(),
        }
    }

    fn system(&self) -> SystemTables {
        SystemTables {
            home: self.open.home,
            session: Arc::clone(&self.session),
        }
    }

    fn catalog(&self) -> Result<String> {
        let sql = "SELECT CatalogName FROM sys_catalogs".to_owned();
        let names = self
            .system()
            .rows::<CatalogName>(&CancellationToken::new(), sql, &[])?;
        let first = names.into_iter().next();
        first
            .map(|catalog| catalog.name)
            .ok_or_else(|| not_found("the store has no catalog"))
    }

    fn schema(&self) -> &str {
        self.open.engine.connection().schema_name()
    }

    /// A name of the session that cannot be another one.
    fn stays(&self, key: &str, now: &str, value: &str) -> Result<()> {
        match value == now {
            true => Ok(()),
            false => Err(unsupported(format!(
                "the option {key} stays {now}: a table of another schema is named with it, as in sys.sys_tables"
            ))),
        }
    }
}

impl Connection for StoreConnection {
    type StatementType = StoreStatement;

    fn new_statement(&mut self) -> Result<StoreStatement> {
        guarded(|| {
            let session = Arc::clone(&self.session);
            let open = Arc::clone(&self.open);
            Ok(StoreStatement::new(open, session, self.latest.clone()))
        })
    }

    fn get_cancel_handle(&self) -> Box<dyn CancelHandle> {
        Box::new(self.interrupt.clone())
    }

    fn get_info(&self, codes: Option<HashSet<InfoCode>>) -> Result<Answer> {
        guarded(|| Ok(one(info::info(codes.as_ref())?)))
    }

    fn get_objects(
        &self,
        depth: ObjectDepth,
        catalog: Option<&str>,
        db_schema: Option<&str>,
        table_name: Option<&str>,
        table_type: Option<Vec<&str>>,
        column_name: Option<&str>,
    ) -> Result<Answer> {
        let wanted = Wanted {
            catalog,
            schema: db_schema,
            table: table_name,
            types: table_type.as_deref(),
            column: column_name,
        };
        guarded(|| {
            let until = self.interrupt.begin();
            Ok(one(wanted.objects(&self.system(), &until, depth)?))
        })
    }

    fn get_table_schema(
        &self,
        catalog: Option<&str>,
        db_schema: Option<&str>,
        table_name: &str,
    ) -> Result<Schema> {
        guarded(|| {
            let sql = format!("SELECT * FROM {}", path(catalog, db_schema, table_name)?);
            let session = Arc::clone(&self.session);
            let preparing = async move { session.prepare(&sql).await };
            let prepared = self.open.home.wait(&self.interrupt.begin(), preparing)?;
            Ok(prepared.columns().as_ref().clone())
        })
    }

    fn get_table_types(&self) -> Result<Answer> {
        guarded(|| {
            let types = Arc::new(StringArray::from_iter_values(TABLE_TYPES));
            let schema = Arc::clone(&GET_TABLE_TYPES_SCHEMA);
            Ok(one(RecordBatch::try_new(schema, vec![types])?))
        })
    }

    fn get_statistic_names(&self) -> Result<Answer> {
        guarded(|| Ok(one(statistics::names()?)))
    }

    fn get_statistics(
        &self,
        catalog: Option<&str>,
        db_schema: Option<&str>,
        table_name: Option<&str>,
        _approximate: bool,
    ) -> Result<Answer> {
        let wanted = Wanted {
            catalog,
            schema: db_schema,
            table: table_name,
            ..Wanted::default()
        };
        guarded(|| {
            let until = self.interrupt.begin();
            Ok(one(statistics::statistics(
                &wanted,
                &self.system(),
                &until,
            )?))
        })
    }

    fn commit(&mut self) -> Result<()> {
        Err(out_of_turn(
            "there is no transaction to commit: a store takes each write as it comes (autocommit)",
        ))
    }

    fn rollback(&mut self) -> Result<()> {
        Err(out_of_turn(
            "there is no transaction to roll back: a store takes each write as it comes (autocommit), and takes none back",
        ))
    }

    fn read_partition(&self, partition: impl AsRef<[u8]>) -> Result<Answer> {
        guarded(|| {
            let text = std::str::from_utf8(partition.as_ref())
                .map_err(|_| invalid("this is no partition of a query: it is not in UTF-8"))?;
            let partition = Partition::from_json(text).map_err(of_engine)?;
            let session = Arc::clone(&self.session);
            let reading = async move { session.read(&partition).await };
            let run = self.open.home.wait(&self.interrupt.begin(), reading)?;
            self.interrupt.has_run(&run);
            Ok(Box::new(StoreReader::begun(run.rows, Outcome::default())?) as Answer)
        })
    }
}

impl Optionable for StoreConnection {
    type Option = OptionConnection;

    fn set_option(&mut self, key: OptionConnection, value: OptionValue) -> Result<()> {
        guarded(|| {
            let name = key.as_ref();
            match &key {
                OptionConnection::AutoCommit => match switch(name, value)? {
                    true => Ok(()),
                    false => Err(unsupported(
                        "there are no transactions: a store takes each write as it comes, so that autocommit stays on",
                    )),
                },
                OptionConnection::ReadOnly => {
                    self.read_only = switch(name, value)?;
                    let options = SessionOptions::default().read_only(self.read_only);
                    self.session = Arc::new(self.open.engine.session(options));
                    Ok(())
                }
                OptionConnection::CurrentCatalog => {
                    self.stays(name, &self.catalog()?, &text(name, value)?)
                }
                OptionConnection::CurrentSchema => {
                    self.stays(name, self.schema(), &text(name, value)?)
                }
                OptionConnection::IsolationLevel => Err(unsupported(
                    "there are no transactions, so that there are no isolation levels",
                )),
                _ => Err(unsupported(format!(
                    "a connection has no option {name}; properties are given to the database before it is opened"
                ))),
            }
        })
    }

    fn get_option_string(&self, key: OptionConnection) -> Result<String> {
        guarded(|| match &key {
            OptionConnection::AutoCommit => Ok("true".to_owned()),
            OptionConnection::ReadOnly => {
                let connection = self.open.engine.connection();
                Ok((self.read_only || connection.read_only()).to_string())
            }
            OptionConnection::CurrentCatalog => self.catalog(),
            OptionConnection::CurrentSchema => Ok(self.schema().to_owned()),
            OptionConnection::Other(name) if name == STATS => Ok(self.latest.stats().to_string()),
            OptionConnection::Other(name) if name == WARNINGS => {
                Ok(json!(self.open.engine.connection().warnings()).to_string())
            }
            _ => Err(not_found(format!(
                "a connection has no value of the option {}",
                key.as_ref()
            ))),
        })
    }

    other_forms!(OptionConnection);
}

/// An answer of one batch.
fn one(batch: RecordBatch) -> Answer {
    let schema = batch.schema();
    Box::new(RecordBatchIterator::new([Ok(batch)], schema))
}

impl fmt::Debug for StoreConnection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("StoreConnection")
            .field(&self.session)
            .finish()
    }
}
