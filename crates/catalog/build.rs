//! Collects `tables/<area>/<table>.toml` into one generated list, so that a table is added by adding its file.
//!
//! Reads no definition: what stands in the files is checked when they are loaded, and by the tests.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default()).join("tables");
    println!("cargo::rerun-if-changed={}", root.display());
    let mut list = String::from("&[\n");
    for area in sorted(&root)? {
        for file in sorted(&area)? {
            if file
                .extension()
                .is_some_and(|extension| extension == "toml")
            {
                let name = format!("{}/{}", last(&area), last(&file));
                // Writing to a String cannot fail.
                let _ = writeln!(
                    list,
                    "    ({name:?}, include_str!({:?})),",
                    file.display().to_string()
                );
            }
        }
    }
    list.push_str("]\n");
    let target = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default()).join("tables.rs");
    fs::write(target, list)
}

fn sorted(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    if folder.is_dir() {
        for entry in fs::read_dir(folder)? {
            found.push(entry?.path());
        }
    }
    found.sort();
    Ok(found)
}

fn last(path: &Path) -> String {
    path.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}
