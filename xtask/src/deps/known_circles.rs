//! The circles of imports that were there when the check began.
//!
//! None is ever added. The folders stand for files that are being moved between crates.

pub(super) const KNOWN: &[&str] = &[
    "crates/cli/src/output.rs",
    "crates/cli/src/output/arrow.rs",
    "crates/cli/src/output/csv.rs",
    "crates/cli/src/output/json.rs",
    "crates/cli/src/output/parquet.rs",
    "crates/cli/src/output/table.rs",
    "crates/cli/src/output/vertical.rs",
    "crates/cli/src/shell.rs",
    "crates/cli/src/shell/command.rs",
    "crates/cli/src/shell/completion.rs",
    "crates/cli/src/shell/editor.rs",
    "crates/engine/src/",
];
