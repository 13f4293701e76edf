//! SQL's types where DataFusion's are others than PostgreSQL's: a TIMESTAMP is in microseconds, as the store's times are, and not in
//! nanoseconds, which end in 2262; FLOAT has double precision.

use arrow::datatypes::{DataType, TimeUnit};
use datafusion::common::Result as DataFusionResult;
use datafusion::logical_expr::planner::TypePlanner;
use datafusion::sql::sqlparser::ast::{DataType as SqlType, ExactNumberInfo, TimezoneInfo};

/// Plans these types.
#[derive(Debug)]
pub(crate) struct PostgresTypes;

impl TypePlanner for PostgresTypes {
    fn plan_type(&self, sql_type: &SqlType) -> DataFusionResult<Option<DataType>> {
        let zone = match sql_type {
            SqlType::Timestamp(_, TimezoneInfo::Tz | TimezoneInfo::WithTimeZone) => {
                Some("UTC".into())
            }
            SqlType::Timestamp(..) | SqlType::Datetime(_) => None,
            SqlType::Float(ExactNumberInfo::None) => return Ok(Some(DataType::Float64)),
            _ => return Ok(None),
        };
        Ok(Some(DataType::Timestamp(TimeUnit::Microsecond, zone)))
    }
}
