//! Connection strings that are nearly right: known names, any values.
#![no_main]

#[path = "../../crates/connection/tests/it/holds.rs"]
#[allow(dead_code)]
mod holds;

libfuzzer_sys::fuzz_target!(|input: (u16, Vec<(u16, u8, &str)>)| {
    let (place, pairs) = input;
    holds::of_any_string(&holds::nearly_right(&pairs), place.into());
    for (_, _, value) in pairs {
        holds::of_any_value(value);
    }
});
