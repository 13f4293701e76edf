//! How a server is set up, and what it tells the program that runs it.

use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use storeql_engine::Engines;

use super::users::{Role, Users};

/// Where and for whom a server is.
///
/// ```
/// use std::sync::Arc;
/// use storeql_engine::Engines;
/// use storeql_server::pg::{Access, Options, Role};
///
/// let options = Options::new(Arc::new(Engines::of_process()), ["main"], Access::Trust(Role::Read));
/// assert!(options.listen.ip().is_loopback());
/// ```
pub struct Options {
    /// Address to listen on; port 0 takes a free one.
    pub listen: SocketAddr,
    /// Who may in.
    pub access: Access,
    /// A client has to speak TLS.
    pub tls: Option<Tls>,
    /// What one client may use.
    pub limits: Limits,
    /// What is told while it runs.
    pub tell: Tell,
    pub(super) engines: Arc<Engines>,
    pub(super) databases: Vec<String>,
}

/// Takes what a server tells.
pub type Tell = Arc<dyn Fn(&Event) + Send + Sync>;

/// Who may in.
#[derive(Debug, Clone)]
pub enum Access {
    /// Anyone who reaches the address, which has to be this machine's own.
    Trust(Role),
    /// These users, by their passwords.
    Users(Users),
    /// The users of a file, which is read again for each client.
    File(PathBuf),
}

/// A server's certificate.
#[derive(Debug, Clone)]
pub struct Tls {
    /// The certificate's file, in PEM, with those between it and its root.
    pub certificate: PathBuf,
    /// Its key's file.
    pub key: PathBuf,
    /// Whose certificates clients have to show, beside their password.
    pub client_authority: Option<PathBuf>,
}

/// What clients may use.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Clients at once.
    pub clients: usize,
    /// How long a statement may run.
    pub statement: Option<Duration>,
    /// How long a client may say nothing.
    pub idle: Option<Duration>,
    /// How long a sign-in may take.
    pub sign_in: Duration,
    /// How long a client waits whose password is wrong.
    pub wrong_password: Duration,
    /// Prepared statements of a client.
    pub statements: usize,
    /// Portals and cursors of a client.
    pub portals: usize,
    /// Bytes of a message.
    pub message: usize,
    /// How long statements may go on when the server is to stop.
    pub drain: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            clients: 200,
            statement: None,
            idle: None,
            sign_in: Duration::from_secs(60),
            wrong_password: Duration::from_millis(500),
            statements: 1_000,
            portals: 64,
            message: 64 * 1024 * 1024,
            drain: Duration::from_secs(30),
        }
    }
}

impl Options {
    /// A server of these profiles on a free port of this machine, which tells nothing. The first profile is for clients that name no
    /// database.
    pub fn new<S: Into<String>>(
        engines: Arc<Engines>,
        databases: impl IntoIterator<Item = S>,
        access: Access,
    ) -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            access,
            tls: None,
            limits: Limits::default(),
            tell: Arc::new(|_| {}),
            engines,
            databases: databases.into_iter().map(Into::into).collect(),
        }
    }

    /// What lets strangers in is refused before anything listens.
    pub(super) fn check(&self) -> Result<(), String> {
        let address = self.listen;
        if self.databases.is_empty() {
            return Err("a server needs a store to serve".to_owned());
        }
        if let Access::File(path) = &self.access
            && Users::read(path)?.is_empty()
        {
            return Err(format!(
                "the users file {} has no user: add one with `storeql serve add-user NAME`",
                path.display()
            ));
        }
        if address.ip().is_loopback() {
            return Ok(());
        }
        if matches!(self.access, Access::Trust(_)) {
            return Err(format!(
                "{address} is reached from other machines, where trust would let anyone in: give users passwords, or listen on 127.0.0.1"
            ));
        }
        if self.tls.is_none() {
            return Err(format!(
                "{address} is reached from other machines, and without TLS all that is sent can be read on the way: give --tls-cert and --tls-key, or listen on 127.0.0.1"
            ));
        }
        Ok(())
    }
}

impl fmt::Debug for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Options")
            .field("listen", &self.listen)
            .field("databases", &self.databases)
            .finish_non_exhaustive()
    }
}

/// Something that the person who runs a server may want to know.
#[derive(Debug, Clone)]
pub enum Event {
    /// A client is in.
    SignedIn {
        /// Who.
        user: String,
        /// The profile.
        database: String,
        /// From where.
        client: IpAddr,
    },
    /// A client was not let in.
    Refused {
        /// Who it said that it is.
        user: String,
        /// From where.
        client: IpAddr,
        /// Why.
        why: String,
    },
    /// A statement has ended.
    Statement(Ended),
}

/// A statement that has ended.
#[derive(Debug, Clone)]
pub struct Ended {
    /// Whose.
    pub user: String,
    /// In which profile.
    pub database: String,
    /// From where.
    pub client: IpAddr,
    /// What it was called: `SELECT 7`; or PostgreSQL's code of its error.
    pub outcome: String,
    /// How long it took, the time that its reader took included.
    pub duration: Duration,
    /// Rows that were sent.
    pub rows: u64,
    /// Requests that were sent to the store.
    pub requests: u64,
}

impl fmt::Display for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SignedIn {
                user,
                database,
                client,
            } => write!(
                f,
                "user={user} client={client} database={database} signed in"
            ),
            Self::Refused { user, client, why } => {
                write!(f, "user={user} client={client} refused: {why}")
            }
            Self::Statement(ended) => write!(
                f,
                "user={} client={} database={} ms={} rows={} requests={} {}",
                ended.user,
                ended.client,
                ended.database,
                ended.duration.as_millis(),
                ended.rows,
                ended.requests,
                ended.outcome
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn options(listen: &str, access: Access) -> Options {
        let engines = Arc::new(Engines::of_process());
        let mut options = Options::new(engines, ["main"], access);
        options.listen = listen.parse().unwrap();
        options
    }

    #[test]
    fn what_lets_strangers_in_does_not_start() {
        let users = || Access::Users(Users::one("a", "b", Role::Read).unwrap());
        let trust = || Access::Trust(Role::Read);
        assert!(options("127.0.0.1:0", trust()).check().is_ok());
        assert!(options("[::1]:0", users()).check().is_ok());
        assert!(options("0.0.0.0:0", users()).check().is_err());
        let mut beyond = options("0.0.0.0:0", trust());
        beyond.tls = Some(Tls {
            certificate: "a".into(),
            key: "b".into(),
            client_authority: None,
        });
        assert!(beyond.check().unwrap_err().contains("trust"));
        beyond.access = users();
        assert!(beyond.check().is_ok());
    }
}
