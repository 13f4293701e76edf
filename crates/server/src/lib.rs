//! Doors for other programs: `pg` speaks PostgreSQL's protocol. Each stands on the engine's sessions and on nothing below them.

pub mod pg;

#[cfg(any(test, fuzzing))]
pub use pg::holds;
