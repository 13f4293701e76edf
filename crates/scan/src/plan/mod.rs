//! Which requests a scan needs: the lists, their pages, the cheapest way, and what they cost. Sends nothing.

mod access_path;
mod advice;
mod cardinality;
mod child_list;
mod cost;
mod count;
mod filters;
mod group_count;
mod list_request;
mod page_window;
mod pagination;
mod parameter;
mod planner;
mod range_key;
mod scan_plan;
mod spec;
mod total;

pub use access_path::PlannedScan;
pub use advice::advice;
pub use cardinality::{ListCardinality, RowCounts, TableRowCounts, UNKNOWN_ROWS};
pub use child_list::{ChildListRequest, Level};
pub(crate) use child_list::{FromParent, Origin};
pub use cost::Estimate;
pub use count::{Counting, Edge, counting};
pub use group_count::{GroupCounting, counting_groups};
pub use list_request::{ListRequest, sorts};
pub(crate) use pagination::{FEW_CURSOR_PAGES, KeyRange, Pagination};
pub(crate) use parameter::{Parameter, ParameterSet};
pub use planner::{parent_key, plan};
pub use range_key::RangeKey;
pub use scan_plan::{Parents, ScanPlan};
pub use spec::{ScanSpec, Sort};
