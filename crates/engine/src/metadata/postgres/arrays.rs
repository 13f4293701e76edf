//! Arrays as PostgreSQL has them: `indkey[0]` is the first element, since those of an `int2vector` and an `oidvector` are counted from 0;
//! and the text of an array is `{1,2}`, of a vector `1 2`.

use std::sync::Arc;

use arrow::datatypes::DataType;
use datafusion::common::config::ConfigOptions;
use datafusion::common::tree_node::Transformed;
use datafusion::common::{DFSchema, Result as DataFusionResult};
use datafusion::execution::context::SessionContext;
use datafusion::logical_expr::{Expr, ExprSchemable, LogicalPlan, ScalarUDF};
use datafusion::optimizer::AnalyzerRule;

use super::field::is_vector;
use crate::datafusion::rules::in_plan;

/// The analyzer's rule, with the functions that it puts in.
#[derive(Debug)]
pub(super) struct Arrays {
    element: ScalarUDF,
    text: ScalarUDF,
}

impl Arrays {
    /// With its functions among those of the catalogue.
    pub(super) fn register(functions: &[ScalarUDF], context: &SessionContext) {
        let named = |name| functions.iter().find(|one| one.name() == name).cloned();
        if let (Some(element), Some(text)) = (named("pg_vector_element"), named("pg_array_text")) {
            context.add_analyzer_rule(Arc::new(Self { element, text }));
        }
    }

    fn changed(&self, expr: Expr, schema: &DFSchema) -> DataFusionResult<Transformed<Expr>> {
        match expr {
            Expr::ScalarFunction(call)
                if call.func.name() == "array_element"
                    && let [vector, _] = call.args.as_slice()
                    && is_vector(&vector.to_field(schema)?.1) =>
            {
                Ok(Transformed::yes(self.element.call(call.args)))
            }
            Expr::Cast(cast)
                if cast.field.data_type().is_string()
                    && has_text(cast.expr.to_field(schema)?.1.data_type()) =>
            {
                Ok(Transformed::yes(self.text.call(vec![*cast.expr])))
            }
            expr => Ok(Transformed::no(expr)),
        }
    }
}

impl AnalyzerRule for Arrays {
    fn name(&self) -> &str {
        "arrays_of_postgresql"
    }

    fn analyze(&self, plan: LogicalPlan, _: &ConfigOptions) -> DataFusionResult<LogicalPlan> {
        in_plan(plan, |expr, schema| self.changed(expr, schema))
    }
}

/// Whether it is an array of values whose texts are PostgreSQL's.
fn has_text(kind: &DataType) -> bool {
    match kind {
        DataType::List(element) => match element.data_type() {
            DataType::Boolean | DataType::Date32 | DataType::Decimal128(..) => true,
            kind if kind.is_integer() || kind.is_string() => true,
            kind => has_text(kind),
        },
        _ => false,
    }
}
