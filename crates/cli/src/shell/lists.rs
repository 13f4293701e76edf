//! The words that a session knows: tables and procedures from the definitions, and from the system tables, once they are wanted,
//! functions, system tables, views and properties. Asking for them before would hold the first prompt up.

use std::sync::{Arc, OnceLock};

use futures::TryStreamExt;
use storeql_catalog::Catalog;
use storeql_connection::configuration_file;
use storeql_engine::{Error, Parameters, Session};
use tokio::runtime::Handle;

use crate::output::texts;

/// A word, and what it is.
pub(super) type Word = (String, String);

/// Words by what they are.
pub(super) struct Lists {
    pub(super) catalog: Arc<Catalog>,
    session: Arc<Session>,
    runtime: Handle,
    functions: OnceLock<Vec<Word>>,
    properties: OnceLock<Vec<Word>>,
    others: OnceLock<Vec<Word>>,
}

impl Lists {
    pub(super) fn new(catalog: Arc<Catalog>, session: Arc<Session>, runtime: Handle) -> Self {
        Self {
            catalog,
            session,
            runtime,
            functions: OnceLock::new(),
            properties: OnceLock::new(),
            others: OnceLock::new(),
        }
    }

    /// The functions, each once.
    pub(super) fn functions(&self) -> &[Word] {
        self.functions.get_or_init(|| {
            self.asked("SELECT FunctionName, min(Becomes) FROM sys_functions GROUP BY 1 ORDER BY 1")
        })
    }

    /// The properties of a connection.
    pub(super) fn properties(&self) -> &[Word] {
        self.properties.get_or_init(|| {
            self.asked("SELECT PropertyName, ShortDescription FROM sys_connection_props ORDER BY 1")
        })
    }

    /// System tables, and views of the user's own.
    pub(super) fn other_tables(&self) -> &[Word] {
        self.others.get_or_init(|| {
            self.asked("SELECT TableName, Description FROM sys_tables WHERE TableType <> 'TABLE' ORDER BY 1")
        })
    }

    /// The profiles of the configuration file.
    pub(super) fn profiles(&self) -> Vec<Word> {
        let names = configuration_file().and_then(|path| storeql_connection::profiles(&path).ok());
        let names = names.unwrap_or_default().into_iter();
        names.map(|name| (name, String::new())).collect()
    }

    /// The answer of a statement that sends nothing; none where it fails, since a completion is no place for an error.
    fn asked(&self, sql: &str) -> Vec<Word> {
        let rows = async {
            let run = self
                .session
                .prepare(sql)
                .await?
                .run(Parameters::none())
                .await?;
            run.rows.try_collect::<Vec<_>>().await
        };
        let rows: Result<_, Error> = self.runtime.block_on(rows);
        let mut words = Vec::new();
        for batch in rows.unwrap_or_default() {
            let columns = batch
                .columns()
                .iter()
                .map(|column| texts(column).unwrap_or_default());
            let columns: Vec<_> = columns.collect();
            if let [names, abouts] = columns.as_slice() {
                let pairs = names.iter().zip(abouts);
                let pairs = pairs.filter_map(|(name, about)| {
                    Some((name.clone()?, about.clone().unwrap_or_default()))
                });
                words.extend(pairs);
            }
        }
        words
    }
}
