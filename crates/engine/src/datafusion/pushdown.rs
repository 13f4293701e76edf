//! Puts the rules into a session that move counts, sorts, filters and join keys towards the store. They only save requests: each query
//! answers the same without them.

use std::sync::Arc;

use datafusion::execution::session_state::SessionStateBuilder;

use super::rules::{
    AGGREGATES_APART, COUNT_BY_API, EXTREME_BY_SORT, FiltersOfParents, JoinsByPage,
    KeysAcrossJoins, RowsBesideParents, SameScanOnce, SortByApi,
};

/// The optimizer's rules, and the physical ones.
pub(crate) fn with_pushdown(state: SessionStateBuilder) -> SessionStateBuilder {
    state
        .with_optimizer_rule(Arc::new(AGGREGATES_APART))
        .with_optimizer_rule(Arc::new(COUNT_BY_API))
        .with_optimizer_rule(Arc::new(EXTREME_BY_SORT))
        .with_optimizer_rule(Arc::new(RowsBesideParents))
        .with_optimizer_rule(Arc::new(FiltersOfParents))
        .with_physical_optimizer_rule(Arc::new(SortByApi))
        .with_physical_optimizer_rule(Arc::new(KeysAcrossJoins))
        .with_physical_optimizer_rule(Arc::new(JoinsByPage))
        .with_physical_optimizer_rule(Arc::new(SameScanOnce))
}
