//! Which crate may import which.
//!
//! What the modules inside a crate may import is `circles.rs`'s and `floors.rs`'s.

use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::cargo;
use crate::faults::Faults;

/// Each room, with the rooms that it may import. Nothing else is allowed, so that a room can be read and replaced alone.
const ROOMS: &[(&str, &[&str])] = &[
    ("catalog", &[]),
    ("json", &[]),
    ("client", &["json"]),
    // The sandbox tests the definitions, so it must not share them.
    ("sandbox", &[]),
    // For the scopes of tables, and the name that a mistyped one was meant to be.
    ("connection", &["catalog", "client"]),
    // Reading and writing without SQL.
    ("scan", &["catalog", "json", "client"]),
    ("write", &["catalog", "json", "client"]),
    (
        "engine",
        &["catalog", "json", "client", "connection", "scan", "write"],
    ),
    ("sync", &["scan", "catalog", "client", "connection"]),
    ("server", &["engine", "connection"]),
    ("adbc", &["engine", "connection"]),
    ("odbc", &["engine", "connection"]),
    ("driver", &["adbc", "odbc", "sandbox", "cli"]),
    (
        "cli",
        &[
            "server",
            "sync",
            "engine",
            "connection",
            "catalog",
            "sandbox",
        ],
    ),
    (
        "testkit",
        &[
            "catalog",
            "client",
            "connection",
            "json",
            "scan",
            "write",
            "sync",
            "engine",
            "sandbox",
            "server",
            "adbc",
            "odbc",
            "driver",
            "cli",
        ],
    ),
    (
        "fuzz",
        &[
            "catalog",
            "json",
            "client",
            "connection",
            "scan",
            "write",
            "engine",
            "server",
            "adbc",
            "cli",
        ],
    ),
    ("xtask", &["catalog", "connection"]),
];

/// Rooms that any other may use in its tests, but the sandbox and the catalogue, which stand alone in tests too.
const TEST_ROOMS: &[&str] = &["testkit", "sandbox"];

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

pub(super) fn check(root: &Path, faults: &mut Faults) {
    match metadata(root) {
        Ok(metadata) => check_imports(&metadata, faults),
        Err(fault) => faults.push(fault),
    }
}

fn metadata(root: &Path) -> Result<Metadata, String> {
    let output = cargo::command()
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
                "{}: no rule says what it may import; add it to xtask/src/deps/rooms.rs",
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
        let rooms = if allowed.is_empty() {
            "nothing of ours".to_owned()
        } else {
            allowed.join(", ")
        };
        format!("{name} {how} {other} (it may import: {rooms})")
    })
}

fn room(package: &str) -> &str {
    package.strip_prefix("storeql-").unwrap_or(package)
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
}
