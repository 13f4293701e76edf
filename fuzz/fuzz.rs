//! One program with all fuzz targets: `fuzz/run.sh` builds it and runs them. In any other build it does nothing.
#![cfg_attr(fuzzing, no_main)]

#[cfg(fuzzing)]
mod targets;

#[cfg(not(fuzzing))]
fn main() {}
