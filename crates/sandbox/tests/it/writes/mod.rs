//! Writes as a client sees them: what the store has after each, and what it refuses.

mod carts;
mod catalog;
mod collections;
mod customers;
mod images;
mod inventory;
mod metafields;
mod orders;
mod pricing;
mod round_trips;
mod rules;
mod webhooks;
