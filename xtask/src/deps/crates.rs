//! The crates of the workspace, each with its modules and their imports.

use std::fs;
use std::path::Path;

use super::imports::{self, Imports};
use super::modules::{Modules, ReadFile};

/// A crate as the checks see it.
pub(super) struct Crate {
    /// The name of its folder.
    pub(super) name: String,
    pub(super) modules: Modules,
    pub(super) imports: Imports,
}

impl Crate {
    /// Reads a crate from its root file. All paths are relative to the workspace's folder.
    pub(super) fn read(name: &str, root_file: &Path, read: ReadFile) -> Result<Self, String> {
        let modules = Modules::read(root_file, read)?;
        Ok(Self {
            name: name.to_owned(),
            imports: imports::imports(&modules),
            modules,
        })
    }

    /// A crate named `made` of these texts by their paths; `lib.rs` is its root.
    #[cfg(test)]
    pub(super) fn of_texts(files: &[(&str, &str)]) -> Self {
        let read = |path: &Path| {
            let found = files.iter().find(|(name, _)| Path::new(name) == path);
            found.map(|(_, text)| (*text).to_owned())
        };
        Self::read("made", Path::new("lib.rs"), &read).unwrap()
    }

    /// The path of the file at this place, as faults show it.
    pub(super) fn file(&self, place: usize) -> String {
        self.modules.files[place].display().to_string()
    }
}

pub(super) fn read_all(root: &Path) -> Result<Vec<Crate>, String> {
    let mut folders = vec!["xtask".to_owned()];
    let entries = fs::read_dir(root.join("crates")).map_err(|error| format!("crates: {error}"))?;
    for entry in entries.flatten() {
        folders.push(format!("crates/{}", entry.file_name().to_string_lossy()));
    }
    folders.sort();
    let read = |path: &Path| fs::read_to_string(root.join(path)).ok();
    let mut crates = Vec::new();
    for folder in folders {
        let name = folder.rsplit('/').next().unwrap_or(&folder);
        // Where there are both, the program has no module of its own: it calls the library.
        let roots = ["src/lib.rs", "src/main.rs"].map(|file| Path::new(&folder).join(file));
        if let Some(file) = roots.iter().find(|file| root.join(file).is_file()) {
            crates.push(Crate::read(name, file, &read)?);
        }
    }
    Ok(crates)
}
