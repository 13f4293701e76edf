//! Collects the definitions of tables and procedures into generated lists, so that one is added by adding its file.
//!
//! Reads no definition: what stands in the files is checked when they are loaded, and by the tests.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let tables = root.join("tables");
    println!("cargo::rerun-if-changed={}", tables.display());
    let mut files = Vec::new();
    for area in sorted(&tables)? {
        for file in sorted(&area)? {
            files.push((format!("{}/{}", last(&area), last(&file)), file));
        }
    }
    write("tables.rs", &files)?;
    let procedures = root.join("procedures");
    println!("cargo::rerun-if-changed={}", procedures.display());
    let files: Vec<_> = sorted(&procedures)?
        .into_iter()
        .map(|file| (last(&file), file))
        .collect();
    write("procedures.rs", &files)
}

/// A list of names and texts, as Rust.
fn write(target: &str, files: &[(String, PathBuf)]) -> io::Result<()> {
    let mut list = String::from("&[\n");
    for (name, file) in files.iter().filter(|(name, _)| name.ends_with(".toml")) {
        // Writing to a String cannot fail.
        let _ = writeln!(
            list,
            "    ({name:?}, include_str!({:?})),",
            file.display().to_string()
        );
    }
    list.push_str("]\n");
    fs::write(
        PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default()).join(target),
        list,
    )
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
