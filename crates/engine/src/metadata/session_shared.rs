//! What the statements of one session share, and how a node of a plan finds it. Holds no run.

use std::sync::Arc;

use datafusion::common::Result as DataFusionResult;
use datafusion::execution::TaskContext;
use datafusion::execution::context::SessionConfig;

use crate::error::{Error, ErrorKind};
use crate::last_write::LastWrite;
use crate::metadata::namespace::Namespace;
use crate::metadata::system::RequestLog;

/// What can be named, which requests were sent, and what became of the latest write's rows.
#[derive(Debug)]
pub(crate) struct SessionShared {
    pub(crate) namespace: Arc<Namespace>,
    pub(crate) requests: Arc<RequestLog>,
    pub(crate) written: Arc<LastWrite>,
}

impl SessionShared {
    /// The session whose plan runs.
    pub(crate) fn of(context: &TaskContext) -> DataFusionResult<Arc<Self>> {
        context
            .session_config()
            .get_extension::<Self>()
            .ok_or_else(|| {
                Error::new(ErrorKind::Internal, "a plan ran outside a session").into_datafusion()
            })
    }

    /// The configuration of a plan that runs in this session.
    pub(crate) fn within(self: &Arc<Self>, config: SessionConfig) -> SessionConfig {
        config.with_extension(Arc::clone(self))
    }
}
