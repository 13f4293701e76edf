//! Runs the real program as a person or a script does: what it prints, what it writes, and how it ends.

mod commands;
mod faults;
mod formats;
mod queries;
mod shell;
mod support;
