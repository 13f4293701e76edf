//! One version of DataFusion and of Arrow in the lock file.
//!
//! What the licences and sources of dependencies may be is `deny.toml`'s.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde::Deserialize;

use crate::faults::Faults;

/// Families of crates of which two versions cannot exchange record batches.
const ONE_VERSION: &[&str] = &["arrow", "datafusion", "parquet"];

#[derive(Deserialize)]
struct Lock {
    package: Vec<Locked>,
}

#[derive(Deserialize)]
struct Locked {
    name: String,
    version: String,
}

pub(super) fn check(root: &Path, faults: &mut Faults) {
    match lock(root) {
        Ok(lock) => check_versions(&lock, faults),
        Err(fault) => faults.push(fault),
    }
}

fn lock(root: &Path) -> Result<Lock, String> {
    let path = root.join("Cargo.lock");
    let text = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    toml::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))
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

#[cfg(test)]
mod tests {
    use super::*;

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
}
