//! The functions that clients ask the catalogue with. `frame` makes one of DataFusion's of each.

mod definitions;
mod frame;
mod lists;
mod names;
mod privileges;
mod session;
mod sizes;

use std::sync::Arc;

use datafusion::logical_expr::ScalarUDF;

use super::session::PostgresSession;
use frame::Function;

/// All of them, for a session.
pub(crate) fn functions(session: &Arc<PostgresSession>) -> Vec<ScalarUDF> {
    let all = [
        definitions::FUNCTIONS,
        lists::FUNCTIONS,
        names::FUNCTIONS,
        privileges::FUNCTIONS,
        session::FUNCTIONS,
        sizes::FUNCTIONS,
    ];
    let all = all.into_iter().flatten();
    all.map(|function: &Function| function.made(session))
        .collect()
}
