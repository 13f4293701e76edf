//! What a session may do, beside what its connection says. Decides nothing: the session does.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

/// What a session may do. It can be less than the connection allows, and never more: of two limits the smaller one holds.
///
/// ```
/// use storeql_engine::SessionOptions;
///
/// let options = SessionOptions::default().read_only(true).max_requests(100).max_rows(1_000);
/// assert_ne!(options, SessionOptions::default());
/// ```
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct SessionOptions {
    pub(crate) read_only: bool,
    pub(crate) max_requests: Option<u64>,
    pub(crate) max_rows: Option<u64>,
    pub(crate) max_statements: Option<usize>,
    pub(crate) dry_run: bool,
    pub(crate) journal: Option<PathBuf>,
    pub(crate) question: Option<Question>,
    pub(crate) files: Files,
    pub(crate) postgres: Option<Client>,
}

/// Who a client of PostgreSQL is, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Client {
    pub(crate) user: String,
    pub(crate) database: String,
    /// The databases that the server has.
    pub(crate) databases: Vec<String>,
}

impl Default for Client {
    fn default() -> Self {
        Self {
            user: "storeql".to_owned(),
            database: "storeql".to_owned(),
            databases: Vec::new(),
        }
    }
}

/// Which files of this machine a session may read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) enum Files {
    #[default]
    None,
    Any,
    Below(PathBuf),
}

/// Asks a person whether a write is meant.
#[derive(Clone)]
pub(crate) struct Question {
    above: u64,
    ask: Arc<dyn Fn(&str) -> bool + Send + Sync>,
}

impl Question {
    /// Whether so many rows may be written; only more than a few are asked about.
    pub(crate) fn answer(&self, rows: u64, text: &str) -> bool {
        rows <= self.above || (self.ask)(text)
    }
}

impl PartialEq for Question {
    fn eq(&self, other: &Self) -> bool {
        self.above == other.above && Arc::ptr_eq(&self.ask, &other.ask)
    }
}

impl fmt::Debug for Question {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Question above {} rows", self.above)
    }
}

impl SessionOptions {
    /// Statements that change the store are refused.
    pub fn read_only(self, read_only: bool) -> Self {
        Self { read_only, ..self }
    }

    /// Statements that write rows answer the requests that they would send, with their bodies, and send none of them.
    pub fn dry_run(self, dry_run: bool) -> Self {
        Self { dry_run, ..self }
    }

    /// The journal of its writes, in place of the one that the connection names.
    pub fn journal(self, journal: Option<PathBuf>) -> Self {
        Self { journal, ..self }
    }

    /// A write of more than `above` rows is made only where `ask`, which gets what it would do, answers true. It is called on a thread
    /// that may wait.
    pub fn ask(self, above: u64, ask: impl Fn(&str) -> bool + Send + Sync + 'static) -> Self {
        Self {
            question: Some(Question {
                above,
                ask: Arc::new(ask),
            }),
            ..self
        }
    }

    /// `read_csv`, `read_json` and `read_parquet` read any file that the process can: for a program that runs for the person who types.
    pub fn any_files(self) -> Self {
        Self {
            files: Files::Any,
            ..self
        }
    }

    /// These functions read files below a folder, and no others.
    pub fn files_below(self, folder: PathBuf) -> Self {
        Self {
            files: Files::Below(folder),
            ..self
        }
    }

    /// Whether the session is one of PostgreSQL's clients: it finds the schemas `pg_catalog` and `information_schema` as PostgreSQL has
    /// them, with the functions that belong to them. The user and the database are called `storeql`, unless others are named.
    pub fn postgres(self, postgres: bool) -> Self {
        let client = postgres.then(|| self.postgres.clone().unwrap_or_default());
        Self {
            postgres: client,
            ..self
        }
    }

    /// What such a client is called there: its user, its database, and the databases that the server lists.
    pub fn client(self, user: &str, database: &str, databases: &[String]) -> Self {
        Self {
            postgres: Some(Client {
                user: user.to_owned(),
                database: database.to_owned(),
                databases: databases.to_vec(),
            }),
            ..self
        }
    }

    /// Requests that a statement may send; one that needs more is refused before it sends them.
    pub fn max_requests(self, most: u64) -> Self {
        Self {
            max_requests: Some(most),
            ..self
        }
    }

    /// Rows that a query answers; the result is cut after them, with a warning.
    pub fn max_rows(self, most: u64) -> Self {
        Self {
            max_rows: Some(most),
            ..self
        }
    }

    /// Statements that have a name at the same time.
    pub fn max_statements(self, most: usize) -> Self {
        Self {
            max_statements: Some(most),
            ..self
        }
    }
}

/// The smaller of two limits, of which either may be none.
pub(crate) fn smaller(one: Option<u64>, other: Option<u64>) -> Option<u64> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}
