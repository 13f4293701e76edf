//! `cargo xtask bench`: what reading a store costs, measured with built programs, as the table of `docs/performance.md`.
//!
//! It only measures; a figure beyond its target is shown as such and fails nothing, since a busy machine is no fault of the
//! program. What must never happen is a test.

mod curl;
mod decode;
mod figure;
mod peers;
mod plan;
mod processor;
mod program;
mod quota;
mod scan;
mod writes;

use std::fs;
use std::path::{Path, PathBuf};

use crate::faults::Faults;
use figure::Figure;
use plan::Plan;

type Part = fn(&Plan) -> Result<Vec<Figure>, String>;

/// The parts, by the names that `--only` knows.
const PARTS: &[(&str, Part)] = &[
    ("scan", scan::measure),
    ("quota", quota::measure),
    ("decode", decode::measure),
    ("dlt", peers::measure),
    ("writes", writes::measure),
];

pub(crate) const USAGE: &str = "\
  bench [--quick] [--only PART] [--profile NAME] [--binary FILE] [--beside FILE] [--rounds N]
                    measure speed and memory (parts: scan, quota, decode, dlt, writes) and write target/bench/figures.{json,md};
                    --beside names another program that scan measures by turns with the first, as before a change";

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
        beside: None,
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
            "--beside" => plan.beside = Some(PathBuf::from(value()?)),
            "--rounds" => plan.rounds = value()?.parse().map_err(|_| "--rounds wants a number")?,
            other => return Err(format!("bench knows no {other}; usage:\n{USAGE}")),
        }
    }
    if only.is_some_and(|only| PARTS.iter().all(|(name, _)| *name != only)) {
        return Err("--only takes scan, quota, decode, dlt or writes".to_owned());
    }
    if plan.binary.as_os_str().is_empty() {
        plan.binary = plan.built()?;
    }
    let mut figures = Vec::new();
    for (name, part) in PARTS {
        if only.is_none_or(|only| only == *name) {
            eprintln!("measuring: {name}");
            figures.extend(part(&plan).map_err(|fault| format!("{name}: {fault}"))?);
        }
    }
    let table = figure::table(&figures);
    println!("{table}");
    let folder = root.join("target/bench");
    let json = serde_json::to_string_pretty(&figures).map_err(|error| error.to_string())?;
    fs::create_dir_all(&folder)
        .and_then(|()| fs::write(folder.join("figures.json"), json))
        .and_then(|()| fs::write(folder.join("figures.md"), table))
        .map_err(|error| format!("{}: {error}", folder.display()))
}
