//! The driver by its traits, over a real sandbox store.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod corpus;
mod mistakes;
mod objects;
mod partitions;
mod queries;
mod reading;
mod support;
mod validation;
mod writing;
