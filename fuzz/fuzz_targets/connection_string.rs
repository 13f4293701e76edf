//! Any text as a connection string.
#![no_main]

#[path = "../../crates/connection/tests/it/holds.rs"]
#[allow(dead_code)]
mod holds;

libfuzzer_sys::fuzz_target!(|input: (u16, &str)| holds::of_any_string(input.1, input.0.into()));
