//! The project's own chores, run as `cargo xtask <chore>`. Each stands in a file of its own; this one only picks.

// A chore talks to the person at the terminal.
#![allow(clippy::print_stdout, clippy::print_stderr)]

mod bench;
mod cargo;
mod deps;
mod differential;
mod dist;
mod docs;
mod drift;
mod faults;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

const USAGE: &str = "\
usage: cargo xtask <chore>

  deps              check the import rules of crates and modules, one version of DataFusion and Arrow, and the shape of
                    every source file
  docs [--check]    write docs/tables/ and docs/properties.md from the definitions; with --check, fail when they are stale
  drift DIR         hold the definitions against the official OpenAPI files in DIR; fails where something is unexplained
  dist              build program, library, wheel, Debian package and tarball; --json tells where each lies, --profile NAME builds them by
                    another profile than release
  differential      compare random statements with a PostgreSQL that has the same rows; --help tells its options, --profile NAME (first) builds
                    it optimised";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let faults = match arguments.as_slice() {
        ["deps"] => deps::check(&root()),
        ["docs"] => docs::write(&root()),
        ["docs", "--check"] => docs::check(&root()),
        ["drift", folder] => drift::check(&root(), Path::new(folder)),
        ["bench", rest @ ..] => bench::run(&root(), rest),
        ["dist", rest @ ..] => dist::run(&root(), rest),
        ["differential", rest @ ..] => differential::run(&root(), rest),
        _ => {
            eprintln!("{USAGE}\n{}", bench::USAGE);
            return ExitCode::from(2);
        }
    };
    for fault in &faults {
        eprintln!("error: {fault}");
    }
    if faults.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// The workspace's folder, wherever the chore was called from.
fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_owned()
}
