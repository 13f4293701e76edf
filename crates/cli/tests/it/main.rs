//! Runs the real program as a person or a script does: what it prints, what it writes, and how it ends.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod commands;
mod drivers;
mod faults;
mod formats;
mod log;
mod memory;
mod queries;
mod resuming;
mod serving;
mod shell;
mod signals;
mod signing_in;
mod starting;
mod support;
mod writing;
