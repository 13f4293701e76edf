//! The engine over a real sandbox store.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod allowance;
mod corpus;
mod cursors;
mod errors;
mod examples;
mod filters;
mod flow;
mod foreign_keys;
mod invalid;
mod keyed;
mod limits;
mod moving;
mod own;
mod procedures;
mod requests;
mod scale;
mod sharing;
mod shortcuts;
mod streaming;
mod system;
mod values;
