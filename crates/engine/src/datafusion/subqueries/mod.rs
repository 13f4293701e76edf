//! Sub-queries that depend on the row around them, as joins: DataFusion plans a few shapes of them in WHERE, and some of those wrongly.
//!
//! `SELECT id, (SELECT count(*) FROM orders o WHERE o.customer_id = c.id) FROM customers c` becomes a join of the customers with one
//! row for each distinct `c.id`, which the sub-query is computed for at once. `push` computes a query for all outer values, `attach`
//! puts what came of it beside the rows, and `simple` says what is left to DataFusion, since it plans that well.

mod attach;
mod domain;
mod functions;
mod outer;
mod push;
mod rule;
mod simple;

pub(crate) use functions::key;
pub(crate) use rule::RowSubqueries;
