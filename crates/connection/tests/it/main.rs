//! The connection from outside, as a program that embeds it has it.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod holds;
mod hostile;
