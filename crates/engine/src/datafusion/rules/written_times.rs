//! Times as people write them: `'2025-04-01 10:30'`, `'20250401'`, `'2025-4-1'`, `'2025-04-01 12:30 +02:00'`. Each is a time in PostgreSQL;
//! DataFusion reads only those with seconds and two digits. A text that is none of these is left, and is refused when it is read.

use arrow::datatypes::DataType;
use datafusion::common::config::ConfigOptions;
use datafusion::common::tree_node::Transformed;
use datafusion::common::{Result as DataFusionResult, ScalarValue};
use datafusion::logical_expr::{Expr, LogicalPlan};
use datafusion::optimizer::AnalyzerRule;

use super::expressions::in_plan;
use crate::datafusion::written_time::Written;

/// The analyzer's rule. It has to run behind the coercion of types, which casts a text to what it is compared with.
#[derive(Debug)]
pub(crate) struct WrittenTimes;

impl AnalyzerRule for WrittenTimes {
    fn name(&self) -> &str {
        "written_times"
    }

    fn analyze(&self, plan: LogicalPlan, _: &ConfigOptions) -> DataFusionResult<LogicalPlan> {
        in_plan(plan, |mut expr, _| {
            let changed = match &mut expr {
                Expr::Cast(cast) => respelled(&mut cast.expr, cast.field.data_type()),
                Expr::TryCast(cast) => respelled(&mut cast.expr, cast.field.data_type()),
                _ => None,
            };
            Ok(match changed {
                Some(()) => Transformed::yes(expr),
                None => Transformed::no(expr),
            })
        })
    }
}

/// Writes a constant text as the type is read; nothing where it is so already, or no time.
fn respelled(expr: &mut Expr, kind: &DataType) -> Option<()> {
    let Expr::Literal(value, _) = expr else {
        return None;
    };
    let text = value.try_as_str()??;
    let spelled = match kind {
        DataType::Timestamp(_, zone) => Written::of(text)?.as_time(zone.is_some()),
        DataType::Date32 => Written::of(text)?.date.to_string(),
        _ => return None,
    };
    if spelled == text {
        return None;
    }
    *expr = Expr::Literal(ScalarValue::Utf8(Some(spelled)), None);
    Some(())
}
