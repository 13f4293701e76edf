//! `cargo xtask deps`: who may import whom, one version of DataFusion and Arrow, and the shape of every source file.
//!
//! What the dependencies' licences and sources may be is `deny.toml`'s, not checked here.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde::Deserialize;

use crate::Faults;

/// Each room, with the rooms that it may import. Nothing else is allowed, so that a room can be read and replaced alone.
const ROOMS: &[(&str, &[&str])] = &[
    ("catalog", &[]),
    ("json", &[]),
    ("client", &["json"]),
    // The sandbox tests the definitions, so it must not share them.
    ("sandbox", &[]),
    // For the scopes of tables, and the name that a mistyped one was meant to be.
    ("connection", &["catalog", "client"]),
    ("engine", &["catalog", "client", "connection", "json"]),
    ("server", &["engine", "connection"]),
    ("adbc", &["engine", "connection"]),
    ("odbc", &["engine", "connection"]),
    ("driver", &["adbc", "odbc"]),
    (
        "cli",
        &["server", "catalog", "engine", "connection", "sandbox"],
    ),
    (
        "testkit",
        &[
            "catalog",
            "client",
            "connection",
            "engine",
            "sandbox",
            "server",
            "adbc",
            "odbc",
            "driver",
            "cli",
        ],
    ),
    ("xtask", &["catalog", "connection"]),
];

/// Rooms that any other may use in its tests, but the sandbox and the catalogue, which stand alone in tests too.
const TEST_ROOMS: &[&str] = &["testkit", "sandbox"];

/// Families of crates of which two versions cannot exchange record batches.
const ONE_VERSION: &[&str] = &["arrow", "datafusion", "parquet"];

const LONGEST_FILE: usize = 600;

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    manifest_path: PathBuf,
    dependencies: Vec<Dependency>,
}

#[derive(Deserialize)]
struct Dependency {
    name: String,
    kind: Option<String>,
}

#[derive(Deserialize)]
struct Lock {
    package: Vec<Locked>,
}

#[derive(Deserialize)]
struct Locked {
    name: String,
    version: String,
}

/// Checks all of it and lists every fault.
pub(crate) fn check(root: &Path) -> Faults {
    let mut faults = Faults::new();
    match metadata(root) {
        Ok(metadata) => check_imports(&metadata, &mut faults),
        Err(fault) => faults.push(fault),
    }
    match lock(root) {
        Ok(lock) => check_versions(&lock, &mut faults),
        Err(fault) => faults.push(fault),
    }
    for folder in ["crates", "xtask"] {
        check_files(&root.join(folder), root, &mut faults);
    }
    faults
}

fn metadata(root: &Path) -> Result<Metadata, String> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["metadata", "--format-version", "1", "--no-deps"])
        .current_dir(root)
        .output()
        .map_err(|error| format!("cargo metadata did not start: {error}"))?;
    if !output.status.success() {
        return Err(format!(
            "cargo metadata failed: {}",
            String::from_utf8_lossy(&output.stderr).trim()
        ));
    }
    serde_json::from_slice(&output.stdout)
        .map_err(|error| format!("cargo metadata answered something else: {error}"))
}

fn lock(root: &Path) -> Result<Lock, String> {
    let path = root.join("Cargo.lock");
    let text = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    toml::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))
}

fn check_imports(metadata: &Metadata, faults: &mut Faults) {
    let rooms: Vec<&str> = metadata
        .packages
        .iter()
        .map(|package| room(&package.name))
        .collect();
    for package in &metadata.packages {
        let name = room(&package.name);
        let Some((_, allowed)) = ROOMS.iter().find(|(room, _)| *room == name) else {
            faults.push(format!(
                "{}: no rule says whom it may import; add it to xtask/src/deps.rs",
                package.name
            ));
            continue;
        };
        let folder = package
            .manifest_path
            .parent()
            .and_then(Path::file_name)
            .and_then(|name| name.to_str());
        if folder != Some(name) {
            faults.push(format!(
                "{}: a package is named storeql-<folder>",
                package.name
            ));
        }
        for dependency in package
            .dependencies
            .iter()
            .filter(|dependency| rooms.contains(&room(&dependency.name)))
        {
            if let Some(fault) = import_fault(name, allowed, dependency) {
                faults.push(fault);
            }
        }
    }
}

fn import_fault(name: &str, allowed: &[&str], dependency: &Dependency) -> Option<String> {
    let other = room(&dependency.name);
    let in_tests = dependency.kind.as_deref() == Some("dev");
    let stands_alone = matches!(name, "sandbox" | "catalog");
    let permitted =
        allowed.contains(&other) || (in_tests && !stands_alone && TEST_ROOMS.contains(&other));
    (!permitted).then(|| {
        let how = if in_tests {
            "must not import, even in tests,"
        } else {
            "must not import"
        };
        let whom = if allowed.is_empty() {
            "nothing of ours".to_owned()
        } else {
            allowed.join(", ")
        };
        format!("{name} {how} {other} (it may import: {whom})")
    })
}

fn room(package: &str) -> &str {
    package.strip_prefix("storeql-").unwrap_or(package)
}

fn check_versions(lock: &Lock, faults: &mut Faults) {
    let mut versions: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for package in &lock.package {
        let of_family = |family: &&&str| {
            package
                .name
                .strip_prefix(**family)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
        };
        if ONE_VERSION.iter().find(of_family).is_some() {
            versions
                .entry(&package.name)
                .or_default()
                .push(&package.version);
        }
    }
    for (name, versions) in versions.iter().filter(|(_, versions)| versions.len() > 1) {
        faults.push(format!(
            "Cargo.lock has {} versions of {name}: {}",
            versions.len(),
            versions.join(", ")
        ));
    }
}

fn check_files(folder: &Path, root: &Path, faults: &mut Faults) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            if path.file_name().is_some_and(|name| name != "target") {
                check_files(&path, root, faults);
            }
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let shown = path.strip_prefix(root).unwrap_or(&path).display();
            match fs::read_to_string(&path) {
                Ok(text) => faults.extend(
                    file_faults(&text)
                        .into_iter()
                        .map(|fault| format!("{shown}: {fault}")),
                ),
                Err(error) => faults.push(format!("{shown}: {error}")),
            }
        }
    }
}

fn file_faults(text: &str) -> Faults {
    let mut faults = Faults::new();
    if !text.starts_with("//!") {
        faults.push("opens without `//!` saying what the file is for".to_owned());
    }
    let lines = text.lines().count();
    if lines > LONGEST_FILE {
        faults.push(format!("has {lines} lines; {LONGEST_FILE} is the most"));
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    fn metadata(packages: serde_json::Value) -> Metadata {
        serde_json::from_value(serde_json::json!({ "packages": packages })).unwrap()
    }

    fn imports(packages: serde_json::Value) -> Faults {
        let mut faults = Faults::new();
        check_imports(&metadata(packages), &mut faults);
        faults
    }

    fn package(name: &str, dependencies: &[(&str, Option<&str>)]) -> serde_json::Value {
        let dependencies: Vec<_> = dependencies
            .iter()
            .map(|(name, kind)| serde_json::json!({ "name": name, "kind": kind }))
            .collect();
        serde_json::json!({
            "name": name,
            "manifest_path": format!("/x/{}/Cargo.toml", room(name)),
            "dependencies": dependencies,
        })
    }

    #[test]
    fn the_sandbox_must_not_read_the_definitions() {
        let faults = imports(serde_json::json!([
            package(
                "storeql-sandbox",
                &[("storeql-catalog", None), ("axum", None)]
            ),
            package("storeql-catalog", &[]),
        ]));
        assert_eq!(
            faults,
            ["sandbox must not import catalog (it may import: nothing of ours)"]
        );
    }

    #[test]
    fn the_testkit_serves_tests_only() {
        let faults = imports(serde_json::json!([
            package(
                "storeql-engine",
                &[("storeql-testkit", Some("dev")), ("storeql-client", None)]
            ),
            package("storeql-connection", &[("storeql-testkit", None)]),
            package("storeql-client", &[]),
            package("storeql-testkit", &[]),
        ]));
        assert_eq!(
            faults,
            ["connection must not import testkit (it may import: catalog, client)"]
        );
    }

    #[test]
    fn a_new_room_needs_a_rule() {
        let faults = imports(serde_json::json!([package("storeql-core", &[])]));
        assert_eq!(faults.len(), 1, "{faults:?}");
    }

    #[test]
    fn two_versions_of_arrow_are_a_fault_and_two_of_others_are_not() {
        let lock = [
            "arrow-array 59.3.2",
            "arrow-array 60.1.0",
            "arrow 59.3.2",
            "arrowhead 1.0.0",
            "arrowhead 2.0.0",
        ]
        .map(|entry| entry.split_once(' ').unwrap())
        .map(|(name, version)| Locked {
            name: name.to_owned(),
            version: version.to_owned(),
        });
        let mut faults = Faults::new();
        check_versions(
            &Lock {
                package: lock.into(),
            },
            &mut faults,
        );
        assert_eq!(
            faults,
            ["Cargo.lock has 2 versions of arrow-array: 59.3.2, 60.1.0"]
        );
    }

    #[test]
    fn a_file_opens_with_its_purpose_and_ends_in_time() {
        assert!(file_faults("//! Why.\nfn f() {}\n").is_empty());
        assert_eq!(file_faults("fn f() {}\n").len(), 1);
        assert_eq!(
            file_faults(&format!("//! Why.\n{}", "\n".repeat(LONGEST_FILE))).len(),
            1
        );
    }
}
