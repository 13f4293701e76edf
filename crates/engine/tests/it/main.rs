//! The engine over a real sandbox store.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod corpus;
mod cursors;
mod examples;
mod moving;
mod procedures;
mod requests;
