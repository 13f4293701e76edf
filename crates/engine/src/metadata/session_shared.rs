//! What the statements of one session share, and how a node of a plan finds it. Holds no run.

use std::sync::{Arc, Mutex, PoisonError};
use std::sync::atomic::{AtomicBool, Ordering};

use datafusion::common::Result as DataFusionResult;
use datafusion::execution::TaskContext;
use datafusion::execution::context::SessionConfig;

use crate::error::{Error, ErrorKind};
use crate::last_write::LastWrite;
use crate::metadata::namespace::Namespace;
use crate::metadata::system::RequestLog;
use crate::sql::around::Around;
use crate::store::SessionZone;
use crate::zone::Zone;

/// What can be named, which requests were sent, whether a transaction was begun, and what became of the latest write's rows.
#[derive(Debug)]
pub(crate) struct SessionShared {
    pub(crate) namespace: Arc<Namespace>,
    pub(crate) requests: Arc<RequestLog>,
    /// Between BEGIN and COMMIT, where writes are refused.
    pub(crate) in_transaction: AtomicBool,
    pub(crate) written: Arc<LastWrite>,
    /// The time zone in which the session's days begin.
    zone: Mutex<SessionZone>,
}

impl SessionShared {
    /// The session's time zone as it was chosen: `store` where it is the store's own.
    pub(crate) fn zone_name(&self) -> String {
        let zone = self.zone.lock().unwrap_or_else(PoisonError::into_inner);
        match &*zone {
            SessionZone::Of(zone) => zone.name().to_owned(),
            SessionZone::OfStore => "store".to_owned(),
        }
    }

    pub(crate) fn new(namespace: Arc<Namespace>, written: Arc<LastWrite>) -> Self {
        let zone = Mutex::new(namespace.store().zone().clone());
        Self {
            namespace,
            requests: Arc::default(),
            in_transaction: AtomicBool::new(false),
            written,
            zone,
        }
    }

    /// The session's time zone; none where it is the store's, which was not read yet.
    pub(crate) fn zone(&self) -> Option<Zone> {
        let zone = self.zone.lock().unwrap_or_else(PoisonError::into_inner);
        match &*zone {
            SessionZone::Of(zone) => Some(zone.clone()),
            SessionZone::OfStore => self.namespace.store().zone_of_store().cloned(),
        }
    }

    /// The session whose plan runs.
    pub(crate) fn of(context: &TaskContext) -> DataFusionResult<Arc<Self>> {
        context
            .session_config()
            .get_extension::<Self>()
            .ok_or_else(|| {
                Error::new(ErrorKind::Internal, "a plan ran outside a session").into_datafusion()
            })
    }

    /// Does what a statement around queries does, and says it.
    pub(crate) fn carry_out(&self, around: &Around) -> String {
        match around {
            Around::Begin => {
                self.in_transaction.store(true, Ordering::SeqCst);
                "a transaction of reads begins; a write is refused until COMMIT".to_owned()
            }
            Around::End => {
                self.in_transaction.store(false, Ordering::SeqCst);
                "the transaction ends".to_owned()
            }
            Around::Nothing(said) => said.clone(),
            Around::Zone(chosen) => {
                let chosen = match chosen {
                    Some(zone) => SessionZone::Of(zone.clone()),
                    None => self.namespace.store().zone().clone(),
                };
                let said = match &chosen {
                    SessionZone::Of(zone) => format!("days begin at midnight of {}", zone.name()),
                    SessionZone::OfStore => "days begin at midnight of the store".to_owned(),
                };
                *self.zone.lock().unwrap_or_else(PoisonError::into_inner) = chosen;
                said
            }
        }
    }

    /// The configuration of a plan that runs in this session.
    pub(crate) fn within(self: &Arc<Self>, config: SessionConfig) -> SessionConfig {
        config.with_extension(Arc::clone(self))
    }
}
