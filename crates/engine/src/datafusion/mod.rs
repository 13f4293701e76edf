//! What StoreQL adds to DataFusion: the store's tables, the nodes that read them, and rules of the planner that know the API.

mod as_json;
pub(crate) mod coercion;
mod count_exec;
mod decimal_power;
mod dynamic_filters;
mod expr_to_predicate;
mod frame;
mod group_count;
pub(crate) mod identity;
mod join_sides;
pub(crate) mod meaning;
mod nullable_rows;
mod number_kind;
mod operators;
mod page_join;
mod provider;
mod quotient;
pub(crate) mod rules;
mod same_scans;
mod scanned;
pub(crate) mod setting;
mod shared_scan;
mod store_scan;
mod subqueries;
mod sum;
mod time_kind;
mod types;
mod written_time;
pub(crate) mod zone;
mod zoned;

pub(crate) use count_exec::CountExec;
pub(crate) use group_count::GroupCountExec;
pub(crate) use provider::StoreTable;
pub(crate) use store_scan::ScanExec;
