//! The types of a statement's columns as they will come: DataFusion plans them before it brings the branches of CASE, UNION and
//! coalesce to one type (`CASE WHEN … THEN 0 ELSE total END` is planned as a whole number and comes as a decimal).

use datafusion::common::Result as DataFusionResult;
use datafusion::execution::SessionState;
use datafusion::logical_expr::LogicalPlan;

use super::rules::with_types;

/// The plan behind the analyzer, whose types are final. A statement with parameters stays as it is until they have values.
pub(crate) fn analyzed(state: &SessionState, plan: LogicalPlan) -> DataFusionResult<LogicalPlan> {
    if !plan.get_parameter_types()?.is_empty() {
        return with_types(plan);
    }
    let analyzer = state.analyzer();
    analyzer.execute_and_check(plan, state.config_options(), |_, _| {})
}
