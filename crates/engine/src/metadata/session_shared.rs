//! What the statements of one session share, and how a node of a plan finds it. Holds no run.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use datafusion::common::Result as DataFusionResult;
use datafusion::execution::TaskContext;
use datafusion::execution::context::SessionConfig;

use crate::error::{Error, ErrorKind};
use crate::last_write::LastWrite;
use crate::metadata::namespace::Namespace;
use crate::metadata::system::RequestLog;
use crate::settings::Settings;
use crate::sql::around::Around;

/// What can be named, which requests were sent, whether a transaction was begun, and what became of the latest write's rows.
#[derive(Debug)]
pub(crate) struct SessionShared {
    pub(crate) namespace: Arc<Namespace>,
    pub(crate) requests: Arc<RequestLog>,
    /// Between BEGIN and COMMIT, where writes are refused.
    pub(crate) in_transaction: AtomicBool,
    pub(crate) written: Arc<LastWrite>,
    pub(crate) settings: Arc<Settings>,
}

impl SessionShared {
    pub(crate) fn new(
        namespace: Arc<Namespace>,
        written: Arc<LastWrite>,
        settings: Arc<Settings>,
    ) -> Self {
        Self {
            namespace,
            requests: Arc::default(),
            in_transaction: AtomicBool::new(false),
            written,
            settings,
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
            Around::Limit(limit, most) => self.settings.set_limit(*limit, *most),
            Around::Zone(zone) => self.settings.set_zone(zone.as_ref()),
        }
    }

    /// The configuration of a plan that runs in this session.
    pub(crate) fn within(self: &Arc<Self>, config: SessionConfig) -> SessionConfig {
        config.with_extension(Arc::clone(self))
    }
}
