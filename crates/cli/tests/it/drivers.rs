//! `storeql drivers`: the manifest that ADBC's managers read.

use std::path::Path;

use crate::support::{Run, program};

fn drivers(home: &Path, arguments: &[&str]) -> Run {
    let mut command = program();
    command.arg("drivers").args(arguments);
    // The folders that managers look in, by the variables that they look at.
    command.env("HOME", home).env_remove("CONDA_PREFIX");
    command.env("VIRTUAL_ENV", home.join("venv"));
    command.output().unwrap().into()
}

#[test]
fn a_manifest_is_written_listed_and_removed() {
    let home = tempfile::tempdir().unwrap();
    let library = home.path().join("libadbc_driver_storeql.so");
    std::fs::write(&library, "").unwrap();
    let given = library.to_str().unwrap();
    for (flag, folder) in [
        ("--user", ".config/adbc/drivers"),
        ("--venv", "venv/etc/adbc/drivers"),
    ] {
        let printed = drivers(home.path(), &["install", flag, "--library", given]).ok();
        let path = home.path().join(folder).join("storeql.toml");
        assert_eq!(printed.trim(), path.to_str().unwrap());
        let manifest = std::fs::read_to_string(&path).unwrap();
        assert!(manifest.contains("manifest_version = 1"), "{manifest}");
        assert!(
            manifest.contains(&format!("amd64 = \"{given}\"")) || !cfg!(target_arch = "x86_64"),
            "{manifest}"
        );
    }
    let listed = drivers(home.path(), &["list"]).ok();
    assert_eq!(
        listed.lines().filter(|line| line.ends_with(given)).count(),
        2,
        "{listed}"
    );
    std::fs::remove_file(&library).unwrap();
    assert!(
        drivers(home.path(), &["list"])
            .ok()
            .contains("does not exist")
    );
    drivers(home.path(), &["uninstall"]).ok();
    let again = drivers(home.path(), &["uninstall", "--user"]);
    assert_eq!(again.code, Some(2), "{}", again.err);
    assert!(
        again.err.contains("no driver is installed there"),
        "{}",
        again.err
    );
}

#[test]
fn a_library_that_is_not_there_is_refused() {
    let home = tempfile::tempdir().unwrap();
    let refused = drivers(home.path(), &["install", "--library", "/nowhere/x.so"]);
    assert_eq!(refused.code, Some(2));
    assert!(
        refused.err.contains("/nowhere/x.so cannot be read"),
        "{}",
        refused.err
    );
    assert_eq!(
        drivers(home.path(), &["install", "--user", "--venv"]).code,
        Some(2)
    );
}
