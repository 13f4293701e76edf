//! Whether an UPDATE or a DELETE takes every row of its table. DataFusion's optimizer says what is left of its WHERE: `1 = 1` is nothing,
//! and `id = id` is `id IS NOT NULL`, which every row is.

use std::sync::Arc;

use arrow::datatypes::Field;
use datafusion::common::tree_node::{Transformed, TreeNode};
use datafusion::common::{Column, DFSchema, ParamValues};
use datafusion::execution::SessionState;
use datafusion::logical_expr::simplify::SimplifyContext;
use datafusion::logical_expr::{BinaryExpr, Expr, LogicalPlan, Operator};
use datafusion::optimizer::simplify_expressions::ExprSimplifier;
use datafusion::scalar::ScalarValue;
use storeql_catalog::Table;

use crate::error::{Error, Result};

/// Whether the query of the chosen rows chooses all rows of `table`, which it calls `called`.
pub(super) fn takes_all(
    state: &SessionState,
    chosen: &LogicalPlan,
    values: Option<&ParamValues>,
    table: &Table,
    called: &str,
) -> Result<bool> {
    let mut plan = chosen.clone();
    if let Some(values) = values {
        plan = plan
            .with_param_values(values.clone())
            .map_err(Error::of_datafusion)?;
    }
    let plan = state.optimize(&plan).map_err(Error::of_datafusion)?;
    let mut left = Left {
        table,
        called,
        filtered: false,
    };
    let found = left.look(&plan, None);
    Ok(found && !left.filtered)
}

/// What is left of a WHERE.
struct Left<'a> {
    table: &'a Table,
    called: &'a str,
    /// Something says which of the table's rows.
    filtered: bool,
}

impl Left<'_> {
    /// Whether the plan reads the table; what it says of other tables alone chooses none of its rows. `alias` is the nearest one
    /// above the plan.
    fn look(&mut self, plan: &LogicalPlan, alias: Option<&str>) -> bool {
        match plan {
            LogicalPlan::SubqueryAlias(aliased) => {
                return self.look(&aliased.input, Some(aliased.alias.table()));
            }
            LogicalPlan::TableScan(scan) => {
                let name = alias.unwrap_or_else(|| scan.table_name.table());
                let found = name.eq_ignore_ascii_case(self.called);
                let chooses = scan.filters.iter().any(|filter| self.chooses(filter));
                self.filtered |= found && (chooses || scan.fetch.is_some());
                return found;
            }
            _ => {}
        }
        let mut found = false;
        for input in plan.inputs() {
            found |= self.look(input, alias);
        }
        self.filtered |= found
            && match plan {
                LogicalPlan::Filter(filter) => {
                    self.names(&filter.predicate) && self.chooses(&filter.predicate)
                }
                // EXISTS of a query that does not name the row takes all rows, or none.
                LogicalPlan::Join(join) => {
                    let filter = join.filter.as_ref();
                    !join.on.is_empty() || filter.is_some_and(|filter| self.chooses(filter))
                }
                LogicalPlan::Projection(_) => false,
                _ => true,
            };
        found
    }

    /// Whether a condition is about the table's rows: one of other tables alone takes all rows, or none.
    fn names(&self, condition: &Expr) -> bool {
        let own = |column: &Column| {
            let relation = column.relation.as_ref();
            relation.is_none_or(|relation| relation.table().eq_ignore_ascii_case(self.called))
        };
        condition.is_volatile() || condition.column_refs().iter().any(|column| own(column))
    }

    /// Whether a condition may leave a row out, where the key and what is never NULL are taken so.
    fn chooses(&self, condition: &Expr) -> bool {
        let fields = condition.column_refs().into_iter().map(|column| {
            let own = self.table.columns.get(&column.name);
            let never_null =
                own.is_some_and(|own| own.not_null) || self.table.key.contains(&column.name);
            let kind = own.map_or(arrow::datatypes::DataType::Null, |own| {
                storeql_scan::arrow_type(own.kind)
            });
            let field = Arc::new(Field::new(&column.name, kind, !never_null));
            (column.relation.clone(), field)
        });
        let Ok(schema) = DFSchema::new_with_metadata(fields.collect(), Default::default()) else {
            return true;
        };
        let context = SimplifyContext::builder()
            .with_schema(Arc::new(schema))
            .build();
        let simplifier = ExprSimplifier::new(context);
        let simplified = simplifier
            .simplify(condition.clone())
            .and_then(|simple| simple.transform_up(|expr| Ok(equal_to_itself(expr))))
            .and_then(|simple| simplifier.simplify(simple.data));
        !matches!(
            simplified,
            Ok(Expr::Literal(ScalarValue::Boolean(Some(true)), _))
        )
    }
}

/// `id >= id` as `id = id`, of which the simplifier knows more.
fn equal_to_itself(expr: Expr) -> Transformed<Expr> {
    match expr {
        Expr::BinaryExpr(BinaryExpr {
            left,
            op: Operator::GtEq | Operator::LtEq | Operator::IsNotDistinctFrom,
            right,
        }) if left == right && !left.is_volatile() => {
            Transformed::yes(Expr::BinaryExpr(BinaryExpr::new(left, Operator::Eq, right)))
        }
        other => Transformed::no(other),
    }
}
