//! Puts the functions of the catalogue into a session, and the rule by which its vectors are counted.

use std::sync::Arc;

use datafusion::execution::context::SessionContext;

use super::functions::functions;
use super::session::PostgresSession;
use super::vectors::Vectors;

/// Makes a session one of PostgreSQL's.
pub(crate) fn register(session: &Arc<PostgresSession>, context: &SessionContext) {
    let functions = functions(session);
    let element = functions
        .iter()
        .find(|one| one.name() == "pg_vector_element");
    if let Some(element) = element {
        context.add_analyzer_rule(Arc::new(Vectors(Arc::new(element.clone()))));
    }
    for function in functions {
        context.register_udf(function);
    }
}
