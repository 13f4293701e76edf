//! What the connections of a server share, and who a client is. Does nothing by itself.

use std::net::IpAddr;
use std::sync::Arc;

use storeql_engine::{Engines, SessionOptions};
use tokio::sync::Semaphore;
use tokio_rustls::TlsAcceptor;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::login::Doorkeeper;
use super::options::{Limits, Tell};
use super::sessions::Sessions;
use super::users::Role;

/// Who a client is.
pub(super) struct Who {
    pub(super) user: String,
    pub(super) role: Role,
    pub(super) database: String,
    pub(super) client: IpAddr,
}

/// What the connections of a server share.
pub(super) struct Shared {
    pub(super) engines: Arc<Engines>,
    pub(super) databases: Vec<String>,
    pub(super) doorkeeper: Doorkeeper,
    pub(super) acceptor: Option<TlsAcceptor>,
    pub(super) limits: Limits,
    pub(super) tell: Tell,
    pub(super) sessions: Arc<Sessions>,
    pub(super) places: Arc<Semaphore>,
    /// No new client is let in, and those that are in leave.
    pub(super) stopping: CancellationToken,
    pub(super) connections: TaskTracker,
}

impl std::fmt::Debug for Shared {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Shared")
            .field("databases", &self.databases)
            .finish_non_exhaustive()
    }
}

impl Shared {
    /// What the session of a client may do, and finds of itself.
    pub(super) fn session_options(&self, who: &Who) -> SessionOptions {
        SessionOptions::default()
            .read_only(who.role == Role::Read)
            .max_statements(self.limits.statements)
            .client(&who.user, &who.database, &self.databases)
    }
}
