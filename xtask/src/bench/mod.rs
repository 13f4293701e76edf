//! `cargo xtask bench`: what reading a store costs, measured with built programs, as the table of `docs/performance.md`.
//!
//! It only measures; a figure beyond its target is shown as such and fails nothing, since a busy machine is no fault of the
//! program. What must never happen is a test.

mod decode;
mod peers;
mod program;
mod quota;
mod scan;

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde::Serialize;

use crate::Faults;

/// One row of the table.
#[derive(Debug, Serialize)]
pub(crate) struct Figure {
    /// What was measured.
    what: String,
    value: String,
    /// What it must be, where something is demanded.
    target: String,
    met: Option<bool>,
    /// How it came about.
    how: String,
}

/// What to measure, and with what.
pub(crate) struct Plan {
    root: PathBuf,
    /// The program; where none is named it is built in `profile`.
    binary: PathBuf,
    profile: String,
    /// A tenth of the rows, and a short window: to see that the bench works.
    quick: bool,
    /// Each timing is the best of so many.
    rounds: usize,
}

type Part = fn(&Plan) -> Result<Vec<Figure>, String>;

/// The parts, by the names that `--only` knows.
const PARTS: &[(&str, Part)] = &[
    ("scan", scan::measure),
    ("quota", quota::measure),
    ("decode", decode::measure),
    ("dlt", peers::measure),
];

pub(crate) const USAGE: &str = "\
  bench [--quick] [--only PART] [--profile NAME] [--binary FILE] [--rounds N]
                    measure speed and memory (parts: scan, quota, decode, dlt) and write target/bench/figures.{json,md}";

/// Measures, prints the table, and writes it to `target/bench`.
pub(crate) fn run(root: &Path, arguments: &[&str]) -> Faults {
    match measured(root, arguments) {
        Ok(()) => Faults::new(),
        Err(fault) => vec![fault],
    }
}

fn measured(root: &Path, arguments: &[&str]) -> Result<(), String> {
    let mut plan = Plan {
        root: root.to_owned(),
        binary: PathBuf::new(),
        profile: "release".to_owned(),
        quick: false,
        rounds: 3,
    };
    let mut only = None;
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        let mut value = || {
            rest.next()
                .ok_or_else(|| format!("{argument} wants a value"))
        };
        match *argument {
            "--quick" => (plan.quick, plan.rounds) = (true, 1),
            "--only" => only = Some(*value()?),
            "--profile" => plan.profile = (*value()?).to_owned(),
            "--binary" => plan.binary = PathBuf::from(value()?),
            "--rounds" => plan.rounds = value()?.parse().map_err(|_| "--rounds wants a number")?,
            other => return Err(format!("bench knows no {other}; usage:\n{USAGE}")),
        }
    }
    if only.is_some_and(|only| PARTS.iter().all(|(name, _)| *name != only)) {
        return Err("--only takes scan, quota, decode or dlt".to_owned());
    }
    if plan.binary.as_os_str().is_empty() {
        plan.binary = built(&plan)?;
    }
    let mut figures = Vec::new();
    for (name, part) in PARTS {
        if only.is_none_or(|only| only == *name) {
            eprintln!("measuring: {name}");
            figures.extend(part(&plan).map_err(|fault| format!("{name}: {fault}"))?);
        }
    }
    let table = table(&figures);
    println!("{table}");
    let folder = root.join("target/bench");
    let json = serde_json::to_string_pretty(&figures).map_err(|error| error.to_string())?;
    fs::create_dir_all(&folder)
        .and_then(|()| fs::write(folder.join("figures.json"), json))
        .and_then(|()| fs::write(folder.join("figures.md"), table))
        .map_err(|error| format!("{}: {error}", folder.display()))
}

/// Builds the program and tells where it is.
fn built(plan: &Plan) -> Result<PathBuf, String> {
    let arguments = ["build", "-p", "storeql-cli", "--profile", &plan.profile];
    let status = Command::new(cargo())
        .args(arguments)
        .current_dir(&plan.root)
        .status()
        .map_err(|error| format!("cargo build did not start: {error}"))?;
    if !status.success() {
        return Err("the program was not built".to_owned());
    }
    let target = std::env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| plan.root.join("target"), PathBuf::from);
    Ok(target.join(&plan.profile).join("storeql"))
}

fn cargo() -> std::ffi::OsString {
    std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into())
}

fn table(figures: &[Figure]) -> String {
    let mut table = "| What | Measured | Demanded | How |\n|---|---|---|---|\n".to_owned();
    for figure in figures {
        let demanded = match figure.met {
            Some(true) => format!("{}: met", figure.target),
            Some(false) => format!("{}: **missed**", figure.target),
            None => figure.target.clone(),
        };
        // Writing to a string does not fail.
        let _ = writeln!(
            table,
            "| {} | {} | {demanded} | {} |",
            figure.what, figure.value, figure.how
        );
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missed_figure_is_shown_as_such() {
        let figure = |met| Figure {
            what: "memory".into(),
            value: "300 MB".into(),
            target: "< 250 MB".into(),
            met,
            how: "VmHWM".into(),
        };
        let text = table(&[figure(Some(false)), figure(None)]);
        assert!(text.contains("| memory | 300 MB | < 250 MB: **missed** | VmHWM |\n"));
        assert!(text.ends_with("| memory | 300 MB | < 250 MB | VmHWM |\n"));
    }
}
