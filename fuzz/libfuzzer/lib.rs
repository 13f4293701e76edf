//! Nothing: `fuzz/run.sh` takes the library that the dependency builds.
