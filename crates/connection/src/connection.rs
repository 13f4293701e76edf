//! A connection: the properties' values that hold, and the client that they make. Opens nothing until it is asked to.

use std::fmt;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use storeql_client::keep_secret;
use tracing::instrument::WithSubscriber;

use crate::error::Error;
use crate::oauth::Announcement;
use crate::property::{Sensitivity, Support};
use crate::property_values::{PropertyValues, is_loopback};
use crate::registry::find;
use crate::sources::{Gathered, Sources};
use crate::{api_address, log, network_properties, other_switches};

/// The schema of a store that no profile names.
const SCHEMA_NAME: &str = "bigcommerce";

/// Who we are at which store.
#[derive(Clone)]
pub struct Connection {
    pub(crate) values: PropertyValues,
    profile: Option<String>,
    warnings: Vec<String>,
    /// The log, once it is open; clones of the connection share it.
    pub(crate) log: Arc<OnceLock<tracing::Dispatch>>,
    /// Tells the person where to sign in.
    pub(crate) announcement: Announcement,
}

impl Connection {
    /// The connection that a connection string describes, by itself: no profile and no environment adds to it.
    pub fn parse(text: &str) -> Result<Self, Error> {
        Self::resolve(Sources {
            connection: Some(text.to_owned()),
            ..Sources::default()
        })
    }

    /// The connection that comes of all sources: explicit values before the profile's, these before the environment's.
    pub fn resolve(sources: Sources) -> Result<Self, Error> {
        log::prepare();
        let Gathered {
            values: gathered,
            profile,
        } = sources.gather()?;
        let mut ignored = Vec::new();
        let mut values = PropertyValues::default();
        for (name, (property, value)) in gathered {
            if let Support::Ignored(why) = property.support {
                ignored.push((name, why));
            }
            // An empty value is the same as none, as the established drivers have it.
            if !value.is_empty() {
                values.set(name, &value);
            }
        }
        api_address::without_store(&mut values)?;
        values.secrets().for_each(|secret| keep_secret(&secret));
        let mut connection = Self {
            values,
            profile,
            warnings: Vec::new(),
            log: Arc::default(),
            announcement: Announcement::default(),
        };
        connection.warn_of(&ignored);
        network_properties::of(&connection.values)?;
        let about = [
            log::check(&connection.values)?,
            other_switches::check(&connection.values)?,
        ];
        connection.warnings.extend(about.into_iter().flatten());
        Ok(connection)
    }

    /// One warning for all properties that do nothing, with each reason once.
    fn warn_of(&mut self, ignored: &[(&'static str, &'static str)]) {
        let mut reasons: Vec<(&str, Vec<&str>)> = Vec::new();
        for (name, why) in ignored {
            match reasons.iter_mut().find(|(reason, _)| reason == why) {
                Some((_, names)) => names.push(name),
                None => reasons.push((why, vec![name])),
            }
        }
        let reasons: Vec<_> = reasons
            .iter()
            .map(|(why, names)| format!("{} ({why})", names.join(", ")))
            .collect();
        if !reasons.is_empty() {
            self.warnings.push(format!(
                "these properties do nothing: {}.",
                reasons.join("; ")
            ));
        }
        if self.value("SSLServerCert") == Some("*") {
            self.warnings.push(
                "SSLServerCert=* accepts any server: a machine in between can read the token."
                    .to_owned(),
            );
        }
        for (name, secret) in [
            ("ApiUrl", "the token"),
            ("LoginUrl", "the client secret and the token"),
        ] {
            let url = self.values.url(name).ok();
            if url.is_some_and(|url| url.scheme() == "http" && !is_loopback(&url)) {
                self.warnings.push(format!(
                    "{name} begins with http: a machine in between can read {secret}. Use https beyond this machine."
                ));
            }
        }
    }

    /// The same connection, which has `tell` say where to sign in, each time before it opens the browser.
    #[must_use]
    pub fn announcing(mut self, tell: impl Fn(&str) + Send + Sync + 'static) -> Self {
        self.announcement = Announcement::by(tell);
        self
    }

    /// What the person should know, each one sentence.
    pub fn warnings(&self) -> &[String] {
        &self.warnings
    }

    /// The effective value of a property, for showing: a secret is `****`.
    pub fn get(&self, name: &str) -> Option<String> {
        let property = find(name)?;
        match (property.sensitivity, self.value(property.name)) {
            (Sensitivity::Secret, Some(_)) => Some("****".to_owned()),
            (_, value) => value.map(str::to_owned),
        }
    }

    /// The store's hash, where it is known before signing in.
    pub fn store_id(&self) -> Option<&str> {
        self.value("StoreId")
    }

    /// Rows to ask for in one request, where the connection says so.
    pub fn page_size(&self) -> Option<u32> {
        self.number("Pagesize")
            .and_then(|number| u32::try_from(number).ok())
            .filter(|rows| *rows > 0)
    }

    /// Rows that a query gives at most.
    pub fn max_rows(&self) -> Option<u64> {
        self.number("MaxRows")
            .and_then(|number| u64::try_from(number).ok())
            .filter(|rows| *rows > 0)
    }

    /// Requests that a query may send at most, as planned.
    pub fn max_requests(&self) -> Option<u64> {
        self.number("MaxRequests")
            .and_then(|number| u64::try_from(number).ok())
            .filter(|requests| *requests > 0)
    }

    /// The memory that sorts, aggregates and joins may take together.
    pub fn max_memory(&self) -> MemoryLimit {
        match self.number("MaxMemory") {
            Some(0) => MemoryLimit::None,
            Some(megabytes) => {
                u64::try_from(megabytes).map_or(MemoryLimit::Machine, MemoryLimit::Megabytes)
            }
            None => MemoryLimit::Machine,
        }
    }

    /// The time zone in which a session's days begin, as it is written; `store` is the store's own. None is UTC.
    pub fn timezone(&self) -> Option<&str> {
        self.value("Timezone").filter(|name| !name.is_empty())
    }

    /// Whether a value that does not fit its column's type becomes NULL, rather than fail the query.
    pub fn invalid_values_as_null(&self) -> bool {
        self.value("InvalidValues") == Some("NULL")
    }

    /// Whether opening the connection makes sure that the store answers.
    pub fn connect_on_open(&self) -> bool {
        self.values.is_on("ConnectOnOpen")
    }

    /// Whether every statement that would change the store is refused.
    pub fn read_only(&self) -> bool {
        self.values.is_on("Readonly")
    }

    /// Whether an UPDATE or a DELETE may reach every row of its table.
    pub fn allow_unfiltered_writes(&self) -> bool {
        self.values.is_on("AllowUnfilteredWrites")
    }

    /// Rows that an UPDATE or a DELETE may reach.
    pub fn max_affected_rows(&self) -> Option<u64> {
        self.number("MaxAffectedRows")
            .and_then(|number| u64::try_from(number).ok())
            .filter(|rows| *rows > 0)
    }

    /// Whether a write goes on behind a row that failed.
    pub fn writes_on_after_error(&self) -> bool {
        self.value("OnError") == Some("CONTINUE")
    }

    /// The file that gets a line before and after each request that writes.
    pub fn journal_file(&self) -> Option<PathBuf> {
        self.value("JournalFile").map(PathBuf::from)
    }

    /// How long one request may take, its retries included.
    pub fn timeout(&self) -> Option<Duration> {
        self.values.timeout()
    }

    /// What the store is called in SQL: the profile's name, else `bigcommerce`.
    pub fn schema_name(&self) -> &str {
        self.profile.as_deref().unwrap_or(SCHEMA_NAME)
    }

    /// Opens the log file where the connection names one: an error where it cannot be written.
    pub fn open_log(&self) -> Result<(), Error> {
        if self.log.get().is_some() {
            return Ok(());
        }
        // Two that open it at once have the same file.
        if let Some(opened) = log::open(&self.values)?
            && self.log.set(opened).is_ok()
        {
            self.logged(|| tracing::info!(version = env!("CARGO_PKG_VERSION"), connection = ?self, "StoreQL opens a connection"));
        }
        Ok(())
    }

    /// Does `work` with its events in this connection's log. Without a log they go where the program's own go.
    pub fn logged<T>(&self, work: impl FnOnce() -> T) -> T {
        match self.log.get() {
            Some(log) => tracing::dispatcher::with_default(log, work),
            None => work(),
        }
    }

    /// The same for what is awaited, after the log has been opened; what it spawns is not part of it.
    pub(crate) async fn logging<T>(
        &self,
        work: impl Future<Output = Result<T, Error>>,
    ) -> Result<T, Error> {
        self.open_log()?;
        match self.log.get() {
            Some(log) => work.with_subscriber(log.clone()).await,
            None => work.await,
        }
    }

    /// The value given, else the default. The name is the registry's.
    pub(crate) fn value(&self, name: &str) -> Option<&str> {
        self.values.value(name)
    }

    fn number(&self, name: &str) -> Option<i64> {
        self.values.number(name)
    }
}

/// How much memory sorts, aggregates and joins may take together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MemoryLimit {
    /// Any amount.
    None,
    /// So many megabytes.
    Megabytes(u64),
    /// A part of what the machine lets the process have.
    Machine,
}

impl fmt::Debug for Connection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = self
            .values
            .names()
            .map(|name| (name, self.get(name).unwrap_or_default()));
        f.debug_map().entries(shown).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str) -> String {
        Connection::parse(text).unwrap_err().to_string()
    }

    #[test]
    fn values_and_defaults() {
        let connection = Connection::parse(
            "Auth Scheme=Personal access token;Store_Id=https://api.bigcommerce.com/stores/abc123/v3;oauthaccesstoken=t0ken;\
             PAGESIZE=100;MaxRows=5;Readonly=True;Timeout=0",
        )
        .unwrap();
        assert_eq!(
            connection.get("AuthScheme").as_deref(),
            Some("PersonalAccessToken")
        );
        assert_eq!(connection.store_id(), Some("abc123"));
        assert_eq!(
            (connection.page_size(), connection.max_rows()),
            (Some(100), Some(5))
        );
        assert!(connection.read_only());
        assert_eq!(connection.timeout(), None);
        assert_eq!(connection.schema_name(), "bigcommerce");
        assert_eq!(
            connection.get("ApiUrl").as_deref(),
            Some("https://api.bigcommerce.com")
        );
        let nothing = Connection::parse("").unwrap();
        assert_eq!((nothing.page_size(), nothing.max_rows()), (None, None));
        assert_eq!(nothing.timeout(), Some(Duration::from_secs(60)));
        assert!(!nothing.read_only() && nothing.warnings().is_empty());
    }

    #[test]
    fn what_a_query_may_cost_and_what_an_odd_value_is() {
        let connection =
            Connection::parse("MaxRequests=20;Invalid Values=null;ConnectOnOpen=yes").unwrap();
        assert_eq!(connection.max_requests(), Some(20));
        assert!(connection.invalid_values_as_null() && connection.connect_on_open());
        let nothing = Connection::parse("MaxRequests=-1").unwrap();
        assert_eq!(nothing.max_requests(), None);
        assert!(!nothing.invalid_values_as_null() && !nothing.connect_on_open());
        assert!(refused("InvalidValues=keep").contains("none of FAIL, NULL"));
    }

    #[test]
    fn an_address_without_tls_beyond_this_machine_is_warned_of() {
        let warnings = |text: &str| Connection::parse(text).unwrap().warnings().to_vec();
        for own in [
            "http://127.0.0.1:8080",
            "http://localhost:1",
            "http://[::1]:1",
            "https://a.example",
        ] {
            assert_eq!(
                warnings(&format!("ApiUrl={own};LoginUrl={own}")),
                [""; 0],
                "{own}"
            );
        }
        let [api, login] = &warnings("ApiUrl=http://192.168.0.7;LoginUrl=http://a.example")[..]
        else {
            panic!()
        };
        assert!(
            api.starts_with("ApiUrl begins with http: a machine in between can read the token."),
            "{api}"
        );
        assert!(login.starts_with("LoginUrl begins with http"), "{login}");
    }

    #[test]
    fn a_callback_is_kept_letter_for_letter() {
        for callback in [
            "http://localhost:33333",
            "http://LOCALHOST:33333/",
            "https://app.example/back?x=%7e",
        ] {
            let connection = Connection::parse(&format!("CallbackURL={callback}")).unwrap();
            assert_eq!(connection.get("CallbackURL").as_deref(), Some(callback));
        }
    }

    #[test]
    fn secrets_are_not_shown() {
        let connection =
            Connection::parse("OAuthAccessToken=t0ken;OAuthClientSecret='s3cret'").unwrap();
        assert_eq!(connection.get("OAuthAccessToken").as_deref(), Some("****"));
        let shown = format!("{connection:?}");
        assert!(
            shown.contains("****") && !shown.contains("t0ken") && !shown.contains("s3cret"),
            "{shown}"
        );
    }

    #[test]
    fn mistakes_are_refused() {
        assert!(refused("StoreId=a;Store Id=b").contains("StoreId is given twice"));
        assert!(refused("StoreIdd=a").contains("did you mean StoreId?"));
        assert!(refused("AuthScheme=OAuht").contains("did you mean OAuth?"));
        assert!(refused("Timeout=soon").contains("no whole number"));
        assert!(refused("Readonly=maybe").contains("neither true nor false"));
        assert!(refused("ApiUrl=here").contains("no address"));
        assert!(refused("Offline=true").contains("Offline cannot be used"));
        assert!(refused("AutoCache=1").contains("AutoCache cannot be used"));
        assert!(Connection::parse("Offline=false;AutoCache=no;FirewallType=none").is_ok());
    }

    #[test]
    fn what_does_nothing_is_named_once() {
        let connection =
            Connection::parse("RTK=abc;PoolMaxSize=5;PoolMinSize=2;UseConnectionPooling=true")
                .unwrap();
        let [warning] = connection.warnings() else {
            panic!("{:?}", connection.warnings())
        };
        assert!(
            warning.contains("PoolMaxSize, PoolMinSize, UseConnectionPooling (connections"),
            "{warning}"
        );
        assert!(
            warning.contains("RTK (StoreQL needs no licence key)"),
            "{warning}"
        );
        assert!(!warning.contains("abc"));
    }
}
