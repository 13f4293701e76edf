//! Puts the functions of the catalogue into a session, and the rule by which its arrays are PostgreSQL's.

use std::sync::Arc;

use datafusion::execution::context::SessionContext;

use super::arrays::Arrays;
use super::functions::functions;
use super::session::PostgresSession;

/// Makes a session one of PostgreSQL's.
pub(crate) fn register(session: &Arc<PostgresSession>, context: &SessionContext) {
    let functions = functions(session);
    Arrays::register(&functions, context);
    for function in functions {
        context.register_udf(function);
    }
}
