//! Rows that are made for one request out of the rows of others: lists that gather what hangs below each customer, old shapes of
//! v2, carts out of the orders that they became.

pub(crate) mod carts;
pub(crate) mod catalog;
pub(crate) mod customers;
pub(crate) mod orders;
