//! The tables of a connection: those that come with the program, and the user's own in the folder that `Location` names. What a
//! definition may say is decided in the catalogue.

use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use storeql_catalog::Catalog;

use crate::error::{Error, ErrorKind, Result};

/// The built-in tables, and those of `folder` added or in their place: or everything that is wrong with these.
pub fn catalog(folder: Option<&Path>) -> Result<Catalog> {
    let builtin = Catalog::builtin();
    let Some(folder) = folder else {
        return Ok(builtin.clone());
    };
    let wrong = |what: String| {
        let message = format!("Location: {}: {what}", folder.display());
        Error::new(ErrorKind::Configuration, message)
    };
    let files = files(folder).map_err(|error| wrong(format!("cannot be read ({error})")))?;
    let files = files
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_str()));
    builtin
        .overlay(files)
        .map_err(|problems| wrong(format!("the definitions are wrong:\n{problems}")))
}

/// `table.toml` and `area/table.toml`, each with its text.
fn files(folder: &Path) -> io::Result<Vec<(String, String)>> {
    let mut found = Vec::new();
    for entry in sorted(folder)? {
        if entry.is_dir() {
            let area = name(&entry);
            for file in sorted(&entry)?.iter().filter(|file| is_definition(file)) {
                found.push((format!("{area}/{}", name(file)), text(file)?));
            }
        } else if is_definition(&entry) {
            found.push((name(&entry), text(&entry)?));
        }
    }
    Ok(found)
}

fn sorted(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path()));
    let mut entries = entries.collect::<io::Result<Vec<_>>>()?;
    entries.sort();
    Ok(entries)
}

fn is_definition(file: &Path) -> bool {
    file.extension()
        .is_some_and(|extension| extension == "toml")
        && file.is_file()
}

fn text(file: &Path) -> io::Result<String> {
    fs::read_to_string(file)
        .map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", file.display())))
}

fn name(path: &Path) -> String {
    path.file_name()
        .map(OsStr::to_string_lossy)
        .unwrap_or_default()
        .into_owned()
}
