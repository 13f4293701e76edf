//! PostgreSQL's protocol: every program that speaks to a PostgreSQL server reads and writes a store.
//!
//! The messages are pgwire's; which of them come when, who is let in, and what a statement does stands here. What a statement means
//! is the engine's to say, and what `pg_catalog` holds.

mod client;
mod command;
mod copy_in;
mod copy_options;
mod copy_out;
mod copy_rows;
mod encode;
mod execute;
mod extended;
mod fault;
mod first_packet;
mod frames;
mod greeting;
#[cfg(any(test, fuzzing))]
pub mod holds;
mod intervals;
mod lists;
mod login;
mod opening;
mod options;
mod parameters;
mod portal;
mod ready;
mod request;
mod server;
mod sessions;
mod set_at_start;
mod shared;
mod tls;
mod types;
mod users;
mod watch;
mod wire;
mod words;

pub use options::{Access, Ended, Event, Limits, Options, Tell, Tls};
pub use server::Server;
pub use users::{Role, Users};
