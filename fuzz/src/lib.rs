//! Nothing: the fuzz targets are a test, `fuzz.rs`.
