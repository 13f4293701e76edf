//! What StoreQL adds to DataFusion: rules of its planner that know the API.

pub(crate) mod rules;
