//! A server on a sandbox store, spoken to with bytes of the tests' own and with a client that others wrote.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod abuse;
mod client_certificates;
mod copying;
mod corpus;
mod cursors;
mod ending;
mod extended;
mod letting_in;
mod named;
mod raw;
mod served;
mod session_tables;
mod shown;
mod simple;
