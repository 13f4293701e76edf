//! How DataFusion is set in a session.

use datafusion::execution::context::SessionConfig;

use super::meaning::configure;
use crate::mend::Mends;
use crate::sql::schemas::CATALOG;

/// Keys of a join's small side that may travel to the other side.
const MOST_JOIN_KEYS: usize = 10_000;

/// The settings of a session whose tables stand in `schema`.
pub(crate) fn config(schema: &str, mends: Mends) -> SessionConfig {
    let mut config = SessionConfig::new()
        .with_default_catalog_and_schema(CATALOG, schema)
        .with_create_default_catalog_and_schema(false)
        // It polls ahead, and here that costs requests.
        .with_round_robin_repartition(false);
    let options = config.options_mut();
    options.sql_parser.parse_float_as_decimal = true;
    // `now()` is a time of UTC, as the store's are.
    options.execution.time_zone = Some("UTC".to_owned());
    // The rule of ours asks the API; this one would also take orders without a LIMIT.
    options.optimizer.enable_sort_pushdown = false;
    configure(options, mends);
    // These tighten while rows come and are never complete before: a scan could only wait for ever.
    options.optimizer.enable_topk_dynamic_filter_pushdown = false;
    options.optimizer.enable_aggregate_dynamic_filter_pushdown = false;
    // Above these a join is cut in partitions, whose keys no scan can read, however few they turn out to be.
    options.optimizer.hash_join_single_partition_threshold = usize::MAX;
    options.optimizer.hash_join_single_partition_threshold_rows = usize::MAX;
    options
        .optimizer
        .hash_join_inlist_pushdown_max_distinct_values = MOST_JOIN_KEYS;
    options.optimizer.hash_join_inlist_pushdown_max_size = 16 * 1024 * 1024;
    config
}
