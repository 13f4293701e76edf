//! A recursive query has the types of the query that it begins with. Where the other part gives more digits, DataFusion cuts them off
//! without a word. Here a column of decimals gets room for them, as PostgreSQL's have; a column that begins with whole numbers is
//! refused, as PostgreSQL does it.

use std::sync::Arc;

use arrow::datatypes::{DECIMAL128_MAX_PRECISION, DataType};
use datafusion::catalog::default_table_source::{provider_as_source, source_as_provider};
use datafusion::common::config::ConfigOptions;
use datafusion::common::tree_node::{Transformed, TransformedResult, TreeNode};
use datafusion::common::{Column, DFSchema, Result as DataFusionResult};
use datafusion::datasource::cte_worktable::CteWorkTable;
use datafusion::logical_expr::logical_plan::TableScanBuilder;
use datafusion::logical_expr::{
    Expr, ExprSchemable, LogicalPlan, Projection, RecursiveQuery, cast,
};
use datafusion::optimizer::AnalyzerRule;

use crate::error::{Error, ErrorKind};

/// What a column of decimals has where it needs more digits than it begins with.
const WIDE: DataType = DataType::Decimal128(DECIMAL128_MAX_PRECISION, 16);

/// The analyzer's rule. It has to run before the coercion of types.
#[derive(Debug)]
pub(crate) struct DigitsOfRecursion;

impl AnalyzerRule for DigitsOfRecursion {
    fn name(&self) -> &str {
        "digits_of_recursion"
    }

    fn analyze(&self, plan: LogicalPlan, _: &ConfigOptions) -> DataFusionResult<LogicalPlan> {
        let widened = plan.transform_up_with_subqueries(|plan| {
            let LogicalPlan::RecursiveQuery(query) = plan else {
                return Ok(Transformed::no(plan));
            };
            let columns = columns(&query)?;
            match columns.contains(&true) {
                true => Ok(Transformed::yes(wide(query, &columns)?)),
                false => Ok(Transformed::no(LogicalPlan::RecursiveQuery(query))),
            }
        })?;
        match widened.transformed {
            true => recomputed(widened.data),
            false => Ok(widened.data),
        }
    }
}

/// Which columns need more digits than they begin with.
fn columns(query: &RecursiveQuery) -> DataFusionResult<Vec<bool>> {
    let LogicalPlan::Projection(projection) = query.recursive_term.as_ref() else {
        return Ok(Vec::new());
    };
    let lost = |expr| lost_digits(expr, projection.input.schema());
    let lost: Vec<Lost> = projection.expr.iter().map(lost).collect();
    if lost.contains(&Lost::Whole) {
        let message = "the recursive part of WITH RECURSIVE gives digits behind the point, and the part that it begins with gives whole numbers: CAST a column of the first part, as in CAST(1 AS DECIMAL(38, 10))";
        let error = Error::new(ErrorKind::Syntax, message).with_sqlstate("42804");
        return Err(error.into_datafusion());
    }
    Ok(lost.iter().map(|lost| *lost == Lost::Some).collect())
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Lost {
    None,
    /// Some of a decimal's.
    Some,
    /// All, since the column has whole numbers.
    Whole,
}

/// The digits that a column loses by its cast. A cast that is written in the statement stands below that of the planner and counts
/// alike: what it gives is what the column has.
fn lost_digits(expr: &Expr, input: &DFSchema) -> Lost {
    let cast = match expr {
        Expr::Alias(alias) => return lost_digits(&alias.expr, input),
        Expr::Cast(cast) => cast,
        _ => return Lost::None,
    };
    let Ok(DataType::Decimal128(_, digits)) = cast.expr.get_type(input) else {
        return Lost::None;
    };
    match cast.field.data_type() {
        DataType::Decimal128(_, kept) if *kept < digits => Lost::Some,
        kind if kind.is_integer() && digits > 0 => Lost::Whole,
        _ => Lost::None,
    }
}

/// The query with room in these columns.
fn wide(query: RecursiveQuery, columns: &[bool]) -> DataFusionResult<LogicalPlan> {
    let widened = |plan: Arc<LogicalPlan>| -> DataFusionResult<Arc<LogicalPlan>> {
        let schema = Arc::clone(plan.schema());
        let shown = schema
            .iter()
            .zip(columns)
            .map(|((qualifier, field), wide)| {
                let column = Expr::Column(Column::from((qualifier, field)));
                match wide {
                    true => cast(column, WIDE).alias_qualified(qualifier.cloned(), field.name()),
                    false => column,
                }
            });
        let shown = Projection::try_new(shown.collect(), plan)?;
        Ok(Arc::new(LogicalPlan::Projection(shown)))
    };
    let first = widened(query.static_term)?;
    let rows = Arc::clone(first.schema().inner());
    let next = Arc::unwrap_or_clone(query.recursive_term).transform_up(|plan| match plan {
        LogicalPlan::TableScan(scan) if is_work_table(&scan.source, &query.name) => {
            let table = CteWorkTable::new(&query.name, Arc::clone(&rows));
            let source = provider_as_source(Arc::new(table));
            let scan = TableScanBuilder::new(scan.table_name, source)
                .with_projection(scan.projection)
                .build()?;
            Ok(Transformed::yes(LogicalPlan::TableScan(scan)))
        }
        other => other.recompute_schema().map(Transformed::yes),
    });
    let LogicalPlan::Projection(mut next) = next.data()? else {
        return Err(
            Error::new(ErrorKind::Unsupported, "this form of WITH RECURSIVE").into_datafusion(),
        );
    };
    for (expr, wide) in next.expr.iter_mut().zip(columns) {
        if *wide {
            *expr = to_wide(expr.clone());
        }
    }
    let next = Projection::try_new(next.expr, next.input)?;
    let query = RecursiveQuery::try_new(
        query.name,
        first,
        Arc::new(LogicalPlan::Projection(next)),
        query.is_distinct,
    )?;
    Ok(LogicalPlan::RecursiveQuery(query))
}

/// Whether it stands for the rows of the step before.
fn is_work_table(source: &Arc<dyn datafusion::logical_expr::TableSource>, name: &str) -> bool {
    source_as_provider(source).is_ok_and(|provider| {
        provider
            .downcast_ref::<CteWorkTable>()
            .is_some_and(|table| table.name() == name)
    })
}

/// The planner's cast with all digits.
fn to_wide(expr: Expr) -> Expr {
    match expr {
        Expr::Alias(alias) => to_wide(*alias.expr).alias_qualified(alias.relation, alias.name),
        Expr::Cast(inner) => cast(*inner.expr, WIDE),
        other => other,
    }
}

/// The schemas above it anew.
fn recomputed(plan: LogicalPlan) -> DataFusionResult<LogicalPlan> {
    plan.transform_up_with_subqueries(|plan| match plan {
        LogicalPlan::RecursiveQuery(_) => Ok(Transformed::no(plan)),
        other => other.recompute_schema().map(Transformed::yes),
    })
    .data()
}
