//! Any bytes as the OAuth settings file, bare and after a good beginning.
#![no_main]

#[path = "../../crates/connection/tests/it/holds.rs"]
#[allow(dead_code)]
mod holds;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    holds::of_any_settings(bytes);
    holds::of_any_settings(&[holds::GOOD_BEGINNING, bytes].concat());
});
